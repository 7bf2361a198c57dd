//! Floor 1: `LonLat` (degrees), [`World`] (Web Mercator, 0..1), [`Screen`] (points), and the way
//! between them; distances and circles on the globe.
//!
//! Each space has its own type. The difference to the view's centre is taken in `f64`; only then
//! does it become `f32`, so that a point on screen is exact to a ten-thousandth at street zoom.
//! Not supported: any projection but Web Mercator, and latitudes beyond 85.05 degrees.

mod bounds;
mod degrees;
mod geodesic;
mod great_circle;
pub mod grid;
mod lengths;
mod measure;
mod viewport;
mod world;

pub use bounds::{Bounds, BoundsError};
pub use degrees::degrees;
pub use geodesic::{ScaleBar, bearing_deg, circle_ring, destination, distance_m};
pub use great_circle::great_circle;
pub use measure::{Units, geodesic_area, geodesic_line, geodesic_m, path_m};
pub use viewport::{MAX_ZOOM, MIN_ZOOM, Screen, Viewport};
pub use world::{TILE_PX, World, unwrapped};
