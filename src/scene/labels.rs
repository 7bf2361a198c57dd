//! Names on the ground, without overlaps.

use super::palette::Palette;
use super::shape::{Rect, Shape};
use crate::basemap::Basemap;
use crate::projection::Viewport;

/// Names.
#[must_use]
pub fn shapes(
    _map: &Basemap,
    _viewport: &Viewport,
    _palette: &Palette,
    _occupied: &mut Vec<Rect>,
) -> Vec<Shape> {
    Vec::new()
}
