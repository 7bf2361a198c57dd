use super::{Filters, Index, Outside, Project, Session, State};
use crate::scene::Subject;
use crate::scene::palette::Palette;

/// What every view gets to see of one frame; read-only, so that all draw the same moment.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Dataset, matches, window, cursor, highlights, colours.
    pub subject: Subject<'a>,
    /// What is looked at.
    pub session: &'a Session,
    /// What was imported and corrected.
    pub project: &'a Project,
    /// What is filtered.
    pub filters: &'a Filters,
    /// Look-ups into the dataset, whatever is filtered.
    pub index: &'a Index,
}

impl State {
    /// What a picture of this moment is of.
    #[must_use]
    pub fn subject<'a>(&'a self, palette: &'a Palette) -> Subject<'a> {
        Subject {
            dataset: self.dataset(),
            matches: self.matches(),
            window: self.session.window,
            cursor: self.session.cursor,
            hide_outside: self.session.outside == Outside::Hide,
            selected: self.selected(),
            hovered: self.hovered(),
            palette,
            language: self.session.names,
        }
    }

    /// The read-only frame that the views draw.
    #[must_use]
    pub fn frame<'a>(&'a self, palette: &'a Palette) -> Frame<'a> {
        Frame {
            subject: self.subject(palette),
            session: &self.session,
            project: self.project(),
            filters: self.filters(),
            index: self.index(),
        }
    }
}
