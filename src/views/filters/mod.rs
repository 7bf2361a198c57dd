//! Filters: the panel where they are set, and the chips that say which are and take them away.

mod chips;
mod panel;
mod ranked;
mod values;

pub use chips::chips;
pub use panel::FilterPanel;
