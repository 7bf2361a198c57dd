//! Floor 5: the window. Each view gets the same read-only frame and pushes actions; none imports another.

pub mod activity;
pub mod commands;
mod date_field;
mod dates;
pub mod dialog;
pub mod document;
mod field;
pub mod filters;
mod focus;
pub mod inspector;
pub mod lines;
pub mod map;
pub mod multiples;
pub mod names;
pub mod paint;
pub mod parts;
pub mod pick;
pub mod search;
mod shell;
pub mod table;
pub mod theme;
pub mod timeline;
pub mod tour;

pub use shell::{StartError, Viewer, run};
