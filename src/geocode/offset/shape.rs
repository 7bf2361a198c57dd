//! The ground that a relation to a place covers, by geodesics on WGS 84.

use super::figure::{Bearing, Distance};
use crate::model::LonLat;
use geo::{Bearing as _, Destination as _, Distance as _, Geodesic, InterpolatePoint as _, Point};

/// Points to a half circle.
const HALF_CIRCLE: u8 = 18;

/// A stretch of ground: the point that stands for it, how far it may be from there, and its outline
/// where it is no circle.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub position: LonLat,
    pub radius_m: f64,
    pub ring: Vec<LonLat>,
}

/// Metres along the geodesic.
pub(crate) fn distance_m(a: LonLat, b: LonLat) -> f64 {
    Geodesic.distance(point(a), point(b))
}

fn point(at: LonLat) -> Point<f64> {
    Point::new(at.lon(), at.lat())
}

fn lonlat(point: Point<f64>) -> LonLat {
    LonLat::clamped(point.x(), point.y())
}

fn destination(from: LonLat, bearing: f64, metres: f64) -> LonLat {
    lonlat(Geodesic.destination(point(from), bearing, metres))
}

/// So far away on a bearing. The radius is what the bearing's width, the distance's slack and the
/// size of the place measured from leave open, taken together as independent errors.
pub(crate) fn away(
    from: LonLat,
    from_radius_m: f64,
    distance: &Distance,
    bearing: Bearing,
) -> Stretch {
    let across = distance.metres * bearing.half_width.to_radians().sin();
    let radius_m = across.hypot(distance.slack_m).hypot(from_radius_m.max(0.0));
    Stretch {
        position: destination(from, bearing.degrees, distance.metres),
        radius_m,
        ring: Vec::new(),
    }
}

/// So far out at sea from a place on the coast: in the middle of the widest arc of bearings whose
/// points at that distance `is_land` denies. `None` where there is no sea so far out.
pub(crate) fn at_sea(
    from: LonLat,
    from_radius_m: f64,
    distance: &Distance,
    is_land: &dyn Fn(LonLat) -> bool,
) -> Option<Stretch> {
    const COUNT: usize = 32;
    const STEP_DEG: f64 = 360.0 / COUNT as f64;
    let wet: Vec<bool> = (0..COUNT)
        .map(|at| !is_land(destination(from, at as f64 * STEP_DEG, distance.metres)))
        .collect();
    let is_wet = |at: usize| wet.get(at % COUNT).copied().unwrap_or(false);
    let run = |start: usize| (0..COUNT).take_while(|n| is_wet(start + n)).count();
    let starts = (0..COUNT).filter(|at| is_wet(*at) && !is_wet(at + COUNT - 1));
    let (start, length) = match starts.map(|at| (at, run(at))).max_by_key(|(_, n)| *n) {
        Some(found) => found,
        // Sea all round: an islet, or ground that the outlines leave out.
        None => {
            let all = wet.first().is_some_and(|wet| *wet);
            return all.then(|| ring_of(from, from_radius_m, distance));
        }
    };
    let degrees = (start as f64 + (length as f64 - 1.0) / 2.0) * STEP_DEG;
    // Straight out to sea rather than along the coast: at most an eighth to either side.
    let half_width = (length as f64 * STEP_DEG / 2.0).clamp(11.25, 45.0);
    Some(away(from, from_radius_m, distance, Bearing { degrees: degrees % 360.0, half_width }))
}

/// So far away in no given direction: the place stands for the ring around it.
pub(crate) fn ring_of(from: LonLat, from_radius_m: f64, distance: &Distance) -> Stretch {
    let radius_m = distance.metres + distance.slack_m.hypot(from_radius_m.max(0.0));
    Stretch { position: from, radius_m, ring: Vec::new() }
}

/// The half of a disc that lies on a bearing, as its centroid, the distance of its farthest point
/// from there, and its outline.
pub(crate) fn half_disc(centre: LonLat, radius_m: f64, bearing: f64) -> Stretch {
    // The centroid of a half disc is 4/(3 pi) of the radius from its straight edge.
    let out = radius_m * 4.0 / (3.0 * std::f64::consts::PI);
    Stretch {
        position: destination(centre, bearing, out),
        radius_m: radius_m.hypot(out),
        ring: arc(centre, radius_m, bearing),
    }
}

/// Half a circle around a centre, from 90 degrees before a bearing to 90 degrees behind it.
fn arc(centre: LonLat, radius_m: f64, bearing: f64) -> Vec<LonLat> {
    (0..=HALF_CIRCLE)
        .map(|at| bearing - 90.0 + 180.0 * f64::from(at) / f64::from(HALF_CIRCLE))
        .map(|bearing| destination(centre, bearing, radius_m))
        .collect()
}

/// The middle of the geodesic between two places; the radius is a seventh of its length and the
/// places' own size.
pub(crate) fn halfway(a: (LonLat, f64), b: (LonLat, f64)) -> Stretch {
    let length = distance_m(a.0, b.0);
    let own = a.1.max(b.1).max(0.0);
    Stretch { position: middle(a.0, b.0), radius_m: (length / 7.0).hypot(own), ring: Vec::new() }
}

fn middle(a: LonLat, b: LonLat) -> LonLat {
    lonlat(Geodesic.point_at_ratio_between(point(a), point(b), 0.5))
}

/// The ground along the geodesic between two places, to a tenth of its length on either side and at
/// least the size of the places: roads seldom run straighter.
pub(crate) fn corridor(a: (LonLat, f64), b: (LonLat, f64)) -> Stretch {
    let length = distance_m(a.0, b.0);
    let width = (length / 10.0).max(a.1).max(b.1).max(0.0);
    let bearing = Geodesic.bearing(point(a.0), point(b.0));
    let back = Geodesic.bearing(point(b.0), point(a.0));
    let mut ring = arc(b.0, width, back + 180.0);
    ring.extend(arc(a.0, width, bearing + 180.0));
    Stretch { position: middle(a.0, b.0), radius_m: length / 2.0 + width, ring }
}
