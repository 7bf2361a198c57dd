//! What every view is given of the state.

use crate::app::{Frame, Outside, State};
use crate::scene::Subject;
use crate::scene::palette::Palette;

/// The read-only frame that the views draw.
pub fn frame_of<'a>(state: &'a State, palette: &'a Palette) -> Frame<'a> {
    Frame {
        filters: state.filters(),
        subject: Subject {
            dataset: state.dataset(),
            matches: state.matches(),
            window: state.session.window,
            cursor: state.session.cursor,
            hide_outside: state.session.outside == Outside::Hide,
            selected: state.selected(),
            hovered: state.hovered(),
            palette,
            language: state.session.names,
        },
        session: &state.session,
        project: state.project(),
        index: state.index(),
    }
}
