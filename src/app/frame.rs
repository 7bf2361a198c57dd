use super::Session;
use crate::model::Dataset;
use crate::query::Matches;
use crate::scene::palette::Palette;

/// What every view gets to see of one frame; read-only, so that all draw the same moment.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// What is known.
    pub dataset: &'a Dataset,
    /// The answer to the current window and filters.
    pub matches: &'a Matches,
    /// What is looked at.
    pub session: &'a Session,
    /// The colours.
    pub palette: &'a Palette,
}
