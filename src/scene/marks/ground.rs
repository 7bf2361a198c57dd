//! The ground that a roughly known place covers, as rings in world space.

use crate::model::{LonLat, Place, PlaceShape};
use crate::projection::{TILE_PX, World, circle_ring};

/// Metres along a great circle per degree, on the mean sphere of [`circle_ring`].
const METRES_PER_DEGREE: f64 = 111_195.08;
/// Half a turn around the globe: nothing is farther away.
const FARTHEST_M: f64 = 180.0 * METRES_PER_DEGREE;

/// Ground narrower than this, in points from its middle, is drawn as a mark.
pub const MIN_RADIUS_PT: f64 = 22.0;

/// The radius in points of a circle of `radius_m` metres around a position, at a zoom.
#[must_use]
pub fn point_radius_pt(position: LonLat, radius_m: f64, zoom: f64) -> f64 {
    let cos = position.lat().to_radians().cos().max(0.01);
    let radius = radius_m / (360.0 * METRES_PER_DEGREE * cos) * TILE_PX * zoom.exp2();
    if radius.is_finite() { radius.max(0.0) } else { 0.0 }
}

/// How far the ground of a place reaches from its middle at a zoom, in points.
#[must_use]
pub fn radius_pt(place: &Place, zoom: f64) -> f64 {
    let scale = TILE_PX * zoom.exp2();
    match &place.shape {
        PlaceShape::Point => point_radius_pt(place.position, place.radius_m, zoom),
        PlaceShape::Area(polygons) => {
            let mut bounds: Option<[f64; 4]> = None;
            for point in rings(place, polygons).into_iter().flatten() {
                let [w, n, e, s] = bounds.unwrap_or([point.x, point.y, point.x, point.y]);
                bounds = Some([w.min(point.x), n.min(point.y), e.max(point.x), s.max(point.y)]);
            }
            bounds.map_or(0.0, |[w, n, e, s]| (e - w).max(s - n) / 2.0 * scale)
        }
    }
}

/// The rings of a place's ground, even-odd, near its position: x is not wrapped within a ring.
#[must_use]
pub fn outline(place: &Place, radius_pt: f64) -> Vec<Vec<World>> {
    match &place.shape {
        PlaceShape::Point => {
            let segments = (radius_pt / 2.0).clamp(32.0, 256.0) as usize;
            vec![circle(place.position, place.radius_m, segments)]
        }
        PlaceShape::Area(polygons) => rings(place, polygons),
    }
}

/// The ground at `radius_m` metres around a position; closed along the sheet's edge where it holds a
/// pole, since it then runs from one side of the sheet to the other.
fn circle(center: LonLat, radius_m: f64, segments: usize) -> Vec<World> {
    let radius_m = if radius_m.is_finite() { radius_m.clamp(0.0, FARTHEST_M) } else { 0.0 };
    let home = World::from_lonlat(center).x;
    let mut ring = near(circle_ring(center, radius_m, segments), home);
    let reach = radius_m / METRES_PER_DEGREE;
    let edge = match (center.lat() + reach > 90.0, center.lat() - reach < -90.0) {
        (true, false) => 0.0,
        (false, true) => 1.0,
        _ => return ring,
    };
    if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied()) {
        let x = first.x + (last.x - first.x).signum();
        ring.extend([World { x, y: first.y }, World { x, y: edge }, World { x: first.x, y: edge }]);
    }
    ring
}

/// The rings of a place whose ground is known as polygons, as [`outline`] has them.
#[must_use]
pub fn ground_rings(place: &Place) -> Option<Vec<Vec<World>>> {
    match &place.shape {
        PlaceShape::Point => None,
        PlaceShape::Area(polygons) => Some(rings(place, polygons)),
    }
}

fn rings(place: &Place, polygons: &[Vec<Vec<LonLat>>]) -> Vec<Vec<World>> {
    let home = World::from_lonlat(place.position).x;
    polygons.iter().flatten().map(|ring| near(ring.iter().copied(), home)).collect()
}

/// Positions on the sheet, each on the copy nearest to the one before; the first near `home`.
fn near(points: impl IntoIterator<Item = LonLat>, home: f64) -> Vec<World> {
    let mut previous = home;
    points
        .into_iter()
        .map(|p| {
            let world = World::from_lonlat(p).nearest_to(previous);
            previous = world.x;
            world
        })
        .collect()
}
