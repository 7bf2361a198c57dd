//! Chronotope: what happened where and when.
//!
//! Reads documents and event tables, geocodes the places, works out the dates, and shows everything
//! on a map linked to a timeline, each mark traced to the passage it came from. `ARCHITECTURE.md`
//! says which floor does what; imports go down only, and `tests/floors.rs` holds the house to it.

pub mod app;
pub mod basemap;
pub mod cli;
pub mod folding;
pub mod formats;
pub mod gazetteer;
pub mod geocode;
pub mod import;
pub mod model;
pub mod projection;
pub mod query;
pub mod reading;
pub mod scene;
pub mod search;
pub mod store;
pub mod system;
pub mod tables;
pub mod task;
pub mod temporal;
#[cfg(feature = "gui")]
pub mod tiles;
#[cfg(feature = "gui")]
pub mod views;
