//! Floor 3: query result and viewport in, shapes out. The window paints them, the command line
//! writes them as SVG or PNG: what is exported is what is on screen.

pub mod arcs;
pub mod areas;
pub mod basemap;
pub mod clip;
pub mod density;
pub mod graticule;
pub mod labels;
pub mod marks;
pub mod measure;
pub mod palette;
pub mod png;
pub mod shape;
pub mod snapshot;
mod subject;
pub mod svg;
pub mod text;
pub mod timeline;
#[cfg(feature = "gui")]
pub mod vector;

pub use subject::{Highlight, Subject};
