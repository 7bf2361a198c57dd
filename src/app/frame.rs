use super::{Filters, Index, Project, Session};
use crate::scene::Subject;

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
