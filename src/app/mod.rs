//! Floor 4: what the window is about, without a window: the session, the actions that change it,
//! the jobs that run beside it. No egui here, so that all of it is tested without a screen.

mod action;
pub mod changes;
pub mod clock;
pub mod commands;
mod correct;
mod embedded;
mod entered;
pub mod export;
pub mod filters;
mod frame;
mod history;
mod index;
pub mod jobs;
mod layers;
mod multiples;
pub mod place_card;
pub mod playback;
mod project;
mod resources;
pub mod save;
pub mod search;
mod select;
mod session;
mod state;
pub mod table;
mod timeline;

pub use crate::query::extent;
pub use action::Action;
pub use embedded::{EmbeddedError, embedded};
pub use filters::edit::AreaEdit;
pub use filters::{Due, Filtered, Filters, Made, NamedFilter};
pub use frame::Frame;
pub use history::{Dating, Edit, History, Turned};
pub use index::{EventsOf, Index};
pub use layers::{Layers, TileLayer, TilesFrom, is_tile_file};
pub use multiples::{LEAST_MAPS, MOST_MAPS, Multiples, MultiplesChange};
pub use project::{CorrectionLine, Loaded, Project, Tally};
pub use resources::{ResourceError, Resources};
pub use session::{Appearance, AreaTool, Item, List, Outside, Session, Step};
pub use state::{Effect, State};
pub use timeline::{TimelineAction, TimelineChoices};
