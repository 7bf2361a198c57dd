use crate::model::LonLat;
use std::f64::consts::PI;

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
    /// A position from its two numbers.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Where a position lies; latitudes beyond 85.05 degrees are drawn at the edge.
    #[must_use]
    pub fn from_lonlat(p: LonLat) -> Self {
        Self { x: p.lon() / 360.0 + 0.5, y: y_from_lat(p.lat()) }
    }

    /// The position on the globe, longitude wrapped.
    #[must_use]
    pub fn lonlat(self) -> LonLat {
        let lat = (PI * (1.0 - 2.0 * self.y)).sinh().atan().to_degrees();
        LonLat::clamped((self.x - 0.5) * 360.0, lat)
    }

    /// The copy of this position whose x is nearest to `x`.
    #[must_use]
    pub fn nearest_to(self, x: f64) -> Self {
        Self { x: self.x - (self.x - x).round(), y: self.y }
    }
}

/// How far down the sheet a latitude in degrees lies, 0..=1.
fn y_from_lat(lat: f64) -> f64 {
    let s = lat.to_radians().sin();
    let y = 0.5 - ((1.0 + s) / (1.0 - s)).ln() / (4.0 * PI);
    match y.is_finite() {
        true => y.clamp(0.0, 1.0),
        false if s > 0.0 => 0.0,
        false => 1.0,
    }
}

/// Positions in turn, each on the copy of the world nearest to the one before: a ring across the
/// antimeridian stays in one piece. The first keeps its place.
#[must_use]
pub fn unwrapped(points: impl IntoIterator<Item = LonLat>) -> Vec<World> {
    let mut last: Option<f64> = None;
    points
        .into_iter()
        .map(|p| {
            let world = World::from_lonlat(p);
            let world = last.map_or(world, |x| world.nearest_to(x));
            last = Some(world.x);
            world
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn the_sheet_has_its_known_corners() {
        let origin = World::from_lonlat(at(0.0, 0.0));
        assert!((origin.x - 0.5).abs() < 1e-15 && (origin.y - 0.5).abs() < 1e-15);
        assert!((World::from_lonlat(at(-180.0, 85.051_128_779_806_6)).y).abs() < 1e-12);
        assert_eq!(World::from_lonlat(at(0.0, 90.0)).y, 0.0);
        assert_eq!(World::from_lonlat(at(0.0, -90.0)).y, 1.0);
    }

    #[test]
    fn a_ring_across_the_antimeridian_stays_whole() {
        let ring = unwrapped([at(179.0, 1.0), at(-179.0, 1.0), at(-179.0, -1.0), at(179.0, -1.0)]);
        assert!(ring.windows(2).all(|w| (w[0].x - w[1].x).abs() < 0.01), "{ring:?}");
        assert!(ring[1].x > 1.0);
    }

    proptest! {
        #[test]
        fn degrees_come_back(lon in -180.0..180.0f64, lat in -85.0..85.0f64) {
            let back = World::from_lonlat(at(lon, lat)).lonlat();
            prop_assert!((back.lon() - lon).abs() < 1e-9 && (back.lat() - lat).abs() < 1e-9);
        }

        #[test]
        fn nearest_copy_is_within_half_a_world(x in 0.0..1.0f64, to in -5.0..5.0f64) {
            let near = World::new(x, 0.5).nearest_to(to);
            prop_assert!((near.x - to).abs() <= 0.5 + 1e-12);
            prop_assert!(((near.x - x) - (near.x - x).round()).abs() < 1e-12);
        }
    }
}
