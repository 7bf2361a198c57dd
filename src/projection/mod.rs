//! Floor 1: `LonLat` (degrees), `World` (Web Mercator, 0..1), `Screen` (points), and the way between them.

use crate::model::LonLat;

/// A position on the Web Mercator square: x right from the antimeridian, y down from 85.05 degrees
/// north, both 0..1 on the sheet. x beyond that is the next copy of the world.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct World {
    /// Right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// Points per world width at zoom 0 (the tile size of the web's maps).
pub const TILE_PX: f64 = 256.0;

impl World {
    /// Where a position lies; latitudes beyond 85.05 degrees are drawn at the edge.
    #[must_use]
    pub fn from_lonlat(p: LonLat) -> Self {
        let s = p.lat().to_radians().sin();
        let y = 0.5 - ((1.0 + s) / (1.0 - s)).ln() / (4.0 * std::f64::consts::PI);
        Self {
            x: p.lon() / 360.0 + 0.5,
            y: if y.is_finite() {
                y.clamp(0.0, 1.0)
            } else if s > 0.0 {
                0.0
            } else {
                1.0
            },
        }
    }

    /// The position on the globe, longitude wrapped.
    #[must_use]
    pub fn lonlat(self) -> LonLat {
        let lat = (std::f64::consts::PI * (1.0 - 2.0 * self.y)).sinh().atan().to_degrees();
        LonLat::clamped((self.x - 0.5) * 360.0, lat)
    }
}

/// What part of the map is on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The world position at the middle of the screen; x in 0..1.
    pub center: World,
    /// Zoom: the world is `TILE_PX * 2^zoom` points wide.
    pub zoom: f64,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

impl Viewport {
    /// Points per world width.
    #[must_use]
    pub fn scale(&self) -> f64 {
        TILE_PX * self.zoom.exp2()
    }
}
