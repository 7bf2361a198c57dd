//! Lengths, lines and areas on the ellipsoid WGS 84, as measuring on a map must have them.

use super::{Viewport, World, unwrapped};
use crate::model::LonLat;
use crate::task::grouped;
use geo::{
    Distance as _, Geodesic, GeodesicArea as _, InterpolatePoint as _, LineString, Point, Polygon,
};
use serde::{Deserialize, Serialize};

/// The most pieces that a geodesic is drawn with.
const MOST_PIECES: f64 = 1_000.0;
/// How far a drawn piece may leave the geodesic, in points.
const OFF_PT: f64 = 0.5;
/// Mean radius of the Earth in metres (IUGG), for how far a chord leaves its arc.
const RADIUS_M: f64 = 6_371_008.8;

/// In which units lengths and areas are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Units {
    /// Metres, kilometres, square kilometres.
    #[default]
    Metric,
    /// International feet and miles (1,609.344 m).
    Miles,
    /// International nautical miles (1,852 m).
    Nautical,
}

impl Units {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Metric, Self::Miles, Self::Nautical];

    /// What they are called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Metric => "Kilometres",
            Self::Miles => "Miles",
            Self::Nautical => "Nautical miles",
        }
    }

    /// A length in metres, as people read it: "598 km", "84.2 mi", "430 m".
    #[must_use]
    pub fn length(self, metres: f64) -> String {
        let metres = if metres.is_finite() { metres.max(0.0) } else { 0.0 };
        match self {
            Self::Metric if metres < 1_000.0 => format!("{metres:.0} m"),
            Self::Metric => format!("{} km", figure(metres / 1_000.0)),
            Self::Miles if metres < 304.8 => format!("{:.0} ft", metres / 0.3048),
            Self::Miles => format!("{} mi", figure(metres / 1_609.344)),
            Self::Nautical => format!("{} nmi", figure(metres / 1_852.0)),
        }
    }

    /// An area in square metres, as people read it: "12,400 km²", "3.1 mi²", "820 m²".
    #[must_use]
    pub fn area(self, square_metres: f64) -> String {
        let area = if square_metres.is_finite() { square_metres.max(0.0) } else { 0.0 };
        let (unit_m, name) = match self {
            Self::Metric if area < 100_000.0 => {
                return format!("{} m²", grouped(area.round() as u64));
            }
            Self::Metric => (1_000.0, "km²"),
            Self::Miles => (1_609.344, "mi²"),
            Self::Nautical => (1_852.0, "nmi²"),
        };
        format!("{} {name}", figure(area / (unit_m * unit_m)))
    }
}

/// Three figures at least, no decimals above a hundred.
fn figure(value: f64) -> String {
    match value {
        v if v >= 99.95 => grouped(v.round() as u64),
        v if v >= 9.995 => format!("{v:.1}"),
        v if v >= 0.0995 => format!("{v:.2}"),
        v => format!("{v:.3}"),
    }
}

/// Metres along the shortest way between two positions, by Karney's method; exact to nanometres.
#[must_use]
pub fn geodesic_m(a: LonLat, b: LonLat) -> f64 {
    Geodesic.distance(point(a), point(b))
}

/// Area in square metres and length of the outline in metres of a ring of geodesics, whichever way it
/// goes round; the smaller side of it. Nothing is there to measure in fewer than three positions.
#[must_use]
pub fn geodesic_area(ring: &[LonLat]) -> (f64, f64) {
    if ring.len() < 3 {
        return (0.0, path_m(ring));
    }
    let line: LineString<f64> = ring.iter().map(|p| (p.lon(), p.lat())).collect();
    let polygon = Polygon::new(line, Vec::new());
    (polygon.geodesic_area_signed().abs(), polygon.geodesic_perimeter())
}

/// Metres along all legs.
#[must_use]
pub fn path_m(points: &[LonLat]) -> f64 {
    points.windows(2).map(|leg| if let [a, b] = leg { geodesic_m(*a, *b) } else { 0.0 }).sum()
}

/// The geodesic between two positions on the sheet, x not wrapped, in pieces so short that none leaves it
/// by more than half a point in a view.
#[must_use]
pub fn geodesic_line(a: LonLat, b: LonLat, view: &Viewport) -> Vec<World> {
    let length_m = geodesic_m(a, b);
    // The sagitta of a chord of length l over an arc of radius r is l²/8r.
    let piece_m = (8.0 * RADIUS_M * OFF_PT * view.metres_per_point().max(0.01)).sqrt();
    let piece_m = piece_m.max(length_m / MOST_PIECES).max(1.0);
    if length_m <= piece_m {
        return unwrapped([a, b]);
    }
    let line = Geodesic.points_along_line(point(a), point(b), piece_m, true);
    unwrapped(line.map(|p| LonLat::clamped(p.x(), p.y())))
}

fn point(p: LonLat) -> Point<f64> {
    Point::new(p.lon(), p.lat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn known_distances() {
        // GeographicLib's GeodSolve on WGS 84, to the metre: JFK to LHR is the example of its manual.
        let (jfk, lhr) = (at(-73.8, 40.6), at(-0.5, 51.6));
        assert!((geodesic_m(jfk, lhr) - 5_551_759.4).abs() < 1.0, "{}", geodesic_m(jfk, lhr));
        let (berlin, tokyo) = (at(13.377_8, 52.516_3), at(139.691_7, 35.689_5));
        assert!(
            (geodesic_m(berlin, tokyo) / 8_941_000.0 - 1.0).abs() < 0.001,
            "{}",
            geodesic_m(berlin, tokyo)
        );
        // A quarter of a meridian: 10,001,965.729 m on WGS 84.
        assert!((geodesic_m(at(0.0, 0.0), at(0.0, 90.0)) - 10_001_965.729).abs() < 0.001);
        // One degree along the equator: 6,378,137 m times π/180.
        let degree = 6_378_137.0 * std::f64::consts::PI / 180.0;
        assert!((geodesic_m(at(179.5, 0.0), at(-179.5, 0.0)) - degree).abs() < 0.001);
    }

    #[test]
    fn known_areas() {
        // An eighth of the ellipsoid: its surface is 510,065,621,724,089 m².
        let octant = [at(0.0, 0.0), at(90.0, 0.0), at(0.0, 90.0)];
        let (area, _) = geodesic_area(&octant);
        assert!((area / (510_065_621_724_089.0 / 8.0) - 1.0).abs() < 1e-9, "{area}");
        let back: Vec<LonLat> = octant.into_iter().rev().collect();
        assert!((geodesic_area(&back).0 / area - 1.0).abs() < 1e-12, "whichever way round");
        // A square degree on the equator, here and across the antimeridian: 12,308.8 km².
        let square =
            |west: f64, east: f64| [at(west, -0.5), at(east, -0.5), at(east, 0.5), at(west, 0.5)];
        let (here, outline) = geodesic_area(&square(10.0, 11.0));
        let (there, _) = geodesic_area(&square(179.5, -179.5));
        assert!((here / 12_308.8e6 - 1.0).abs() < 0.001, "{here}");
        assert!((here - there).abs() < 1.0);
        assert!((outline / 443_770.0 - 1.0).abs() < 0.001, "{outline}");
        assert_eq!(geodesic_area(&[at(1.0, 1.0)]), (0.0, 0.0));
    }

    #[test]
    fn lengths_and_areas_read_well() {
        let km = Units::Metric;
        let lengths = [430.4, 1_234.0, 84_249.0, 598_123.0, 8_941_000.0];
        let read: Vec<String> = lengths.iter().map(|m| km.length(*m)).collect();
        assert_eq!(read, ["430 m", "1.23 km", "84.2 km", "598 km", "8,941 km"]);
        assert_eq!(Units::Miles.length(1_609.344), "1.00 mi");
        assert_eq!(Units::Miles.length(30.48), "100 ft");
        assert_eq!(Units::Nautical.length(185_200.0), "100 nmi");
        assert_eq!(km.area(820.0), "820 m²");
        assert_eq!(km.area(12_400e6), "12,400 km²");
        assert_eq!(Units::Miles.area(8.03e6), "3.10 mi²");
        assert_eq!(km.length(f64::NAN), "0 m");
    }

    proptest! {
        #[test]
        fn a_drawn_geodesic_is_as_long_as_it_is_told(
            a in (-180.0..180.0f64, -80.0..80.0f64),
            b in (-180.0..180.0f64, -80.0..80.0f64),
            zoom in 1.0..10.0f64,
        ) {
            let (a, b) = (at(a.0, a.1), at(b.0, b.1));
            let view = Viewport::new(a, zoom, 900.0, 600.0);
            let line = geodesic_line(a, b, &view);
            // Beyond 85.05 degrees the sheet ends, and so does what is drawn.
            prop_assume!(line.iter().all(|w| (0.001..0.999).contains(&w.y)));
            let drawn: Vec<LonLat> = line.iter().map(|w| w.lonlat()).collect();
            prop_assert!(drawn.len() <= 1_003);
            let told = geodesic_m(a, b);
            prop_assert!((path_m(&drawn) - told).abs() <= 1.0 + told * 1e-6);
            prop_assert!(line.windows(2).all(|w| (w[0].x - w[1].x).abs() <= 0.5));
        }

        #[test]
        fn any_length_reads(value in any::<f64>()) {
            for units in Units::ALL {
                prop_assert!(!units.length(value).is_empty() && !units.area(value).is_empty());
            }
        }
    }
}
