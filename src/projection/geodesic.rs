use super::{Viewport, World};
use crate::model::LonLat;
use crate::task::grouped;
use geo::{Bearing, Destination, Distance, Haversine, Point};

/// Metres between two positions along a great circle, on a sphere of 6,371,008.8 m (IUGG mean
/// radius, as `geo::Haversine` has it); within 0.6 % of the ellipsoid.
#[must_use]
pub fn distance_m(a: LonLat, b: LonLat) -> f64 {
    Haversine.distance(point(a), point(b))
}

/// The position `distance_m` metres away on a bearing in degrees clockwise from north.
#[must_use]
pub fn destination(from: LonLat, bearing: f64, distance_m: f64) -> LonLat {
    let to = Haversine.destination(point(from), bearing, distance_m);
    LonLat::clamped(to.x(), to.y())
}

/// The bearing in degrees clockwise from north at which the great circle to another position sets
/// out; north where both are the same.
#[must_use]
pub fn bearing_deg(from: LonLat, to: LonLat) -> f64 {
    Haversine.bearing(point(from), point(to))
}

/// `n` positions at `radius_m` metres around a centre, clockwise from north; at least three.
#[must_use]
pub fn circle_ring(center: LonLat, radius_m: f64, n: usize) -> Vec<LonLat> {
    let n = n.max(3);
    let step = 360.0 / n as f64;
    (0..n).map(|i| destination(center, i as f64 * step, radius_m)).collect()
}

fn point(p: LonLat) -> Point<f64> {
    Point::new(p.lon(), p.lat())
}

/// A round distance and how long it is on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// 1, 2 or 5 times a power of ten metres.
    pub metres: f64,
    /// Its length in points at the middle of the viewport.
    pub points: f32,
}

impl ScaleBar {
    /// The longest round distance that takes at most `max_points`.
    #[must_use]
    pub fn fitting(viewport: &Viewport, max_points: f32) -> Self {
        let metres_per_point = viewport.metres_per_point();
        let most = (metres_per_point * f64::from(max_points)).max(1e-6);
        let power = 10f64.powf(most.log10().floor());
        let factor = [5.0, 2.0].into_iter().find(|f| f * power <= most).unwrap_or(1.0);
        let metres = factor * power;
        Self { metres, points: (metres / metres_per_point) as f32 }
    }

    /// "2,000 km", "50 m".
    #[must_use]
    pub fn label(self) -> String {
        if self.metres >= 1000.0 {
            format!("{} km", grouped((self.metres / 1000.0).round() as u64))
        } else {
            format!("{} m", self.metres)
        }
    }
}

/// Metres per world width at the latitude of a position on the sheet.
pub(super) fn metres_per_world(at: World) -> f64 {
    // Equator of the sphere of Web Mercator, WGS 84 semi-major axis 6,378,137 m (EPSG:3857).
    const EQUATOR_M: f64 = 2.0 * std::f64::consts::PI * 6_378_137.0;
    EQUATOR_M * at.lonlat().lat().to_radians().cos()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn damascus_to_qamishli() {
        let damascus = LonLat::new(36.2913, 33.5102).unwrap();
        let qamishli = LonLat::new(41.2315, 37.0522).unwrap();
        assert!((distance_m(damascus, qamishli) - 598_000.0).abs() < 6_000.0);
    }

    #[test]
    fn bars_are_round() {
        for zoom in 1..20 {
            let view =
                Viewport::new(LonLat::new(38.0, 35.0).unwrap(), f64::from(zoom), 800.0, 600.0);
            let bar = ScaleBar::fitting(&view, 120.0);
            assert!(bar.points <= 120.0 && bar.points > 40.0, "{bar:?}");
            let digit = bar.metres / 10f64.powf(bar.metres.log10().floor());
            assert!([1.0, 2.0, 5.0].iter().any(|d| (digit - d).abs() < 1e-6), "{bar:?}");
        }
        assert_eq!(ScaleBar { metres: 200_000.0, points: 1.0 }.label(), "200 km");
        assert_eq!(ScaleBar { metres: 50.0, points: 1.0 }.label(), "50 m");
    }

    proptest! {
        #[test]
        fn bearing_and_distance_lead_back(
            lon in -180.0..180.0f64, lat in -80.0..80.0f64, to_lon in -180.0..180.0f64, to_lat in -80.0..80.0f64,
        ) {
            let (from, to) = (LonLat::clamped(lon, lat), LonLat::clamped(to_lon, to_lat));
            let back = destination(from, bearing_deg(from, to), distance_m(from, to));
            prop_assert!(distance_m(back, to) < 1.0, "{back:?} {to:?}");
        }

        #[test]
        fn ring_is_at_its_radius(lon in -180.0..180.0f64, lat in -80.0..80.0f64, radius in 1.0..900_000.0f64) {
            let center = LonLat::new(lon, lat).unwrap();
            let ring = circle_ring(center, radius, 16);
            prop_assert_eq!(ring.len(), 16);
            for p in ring {
                prop_assert!((distance_m(center, p) / radius - 1.0).abs() < 1e-3);
            }
        }
    }
}
