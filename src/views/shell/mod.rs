//! The window as a whole: panels, what is loading, what is remembered. The views inside know nothing of it.

mod about;
mod asking;
mod banner;
mod dropping;
mod exporting;
mod filtering;
mod leaving;
mod loading;
mod opening;
mod preferences;
mod saving;
mod startup;
mod status;
mod toolbar;
mod viewer;

pub use startup::{StartError, run};
pub use viewer::Viewer;
