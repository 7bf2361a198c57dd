use crate::model::LonLat;
use crate::projection::{World, destination, distance_m, unwrapped};
use serde::{Deserialize, Serialize};

/// Ground that was marked on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// A polygon as it was drawn: its edges are straight on the map. What lies within an odd number
    /// of its rings' turns is inside, so that a lasso may cross itself.
    Polygon(Vec<LonLat>),
    /// What lies within a distance, along the sphere.
    Circle {
        /// Its middle.
        center: LonLat,
        /// Its radius in metres.
        radius_m: f64,
    },
}

impl Region {
    /// A rectangle of the map between two opposite corners, the short way round between them.
    #[must_use]
    pub fn rectangle(a: World, b: World) -> Self {
        let corners = [a, World::new(b.x, a.y), b, World::new(a.x, b.y)];
        Self::Polygon(corners.map(World::lonlat).to_vec())
    }

    /// Whether it is a box: a polygon of four corners whose edges run straight up, down and across
    /// the map.
    #[must_use]
    pub fn is_box(&self) -> bool {
        let Self::Polygon(ring) = self else { return false };
        let ring = unwrapped(ring.iter().copied());
        let [a, b, c, d] = *ring.as_slice() else { return false };
        let level = |a: World, b: World| (a.y - b.y).abs() < STRAIGHT;
        let upright = |a: World, b: World| (a.x - b.x).abs() < STRAIGHT;
        (level(a, b) && upright(b, c) && level(c, d) && upright(d, a))
            || (upright(a, b) && level(b, c) && upright(c, d) && level(d, a))
    }

    /// Whether a position lies in it.
    #[must_use]
    pub fn contains(&self, at: LonLat) -> bool {
        self.prepared().contains(at)
    }

    pub(super) fn prepared(&self) -> Prepared {
        match self {
            Self::Polygon(ring) => Prepared::ring(unwrapped(ring.iter().copied())),
            Self::Circle { center, radius_m } => Prepared::Circle(*center, *radius_m),
        }
    }

    /// A point and a distance in metres that it lies about, for words and for flying there.
    #[must_use]
    pub fn middle(&self) -> Option<LonLat> {
        match self {
            Self::Polygon(ring) => {
                let ring = unwrapped(ring.iter().copied());
                let count = ring.len() as f64;
                let sum = ring.iter().fold((0.0, 0.0), |(x, y), at| (x + at.x, y + at.y));
                (count > 0.0).then(|| World::new(sum.0 / count, sum.1 / count).lonlat())
            }
            Self::Circle { center, .. } => Some(*center),
        }
    }
}

/// Corners that differ by less, in world widths (4 cm at the equator), lie in one line.
const STRAIGHT: f64 = 1e-9;

/// A little less than the metres in a degree of latitude on the sphere of [`distance_m`].
const LEAST_DEGREE_M: f64 = 111_194.0;

/// A region, ready for many questions.
pub(super) enum Prepared {
    Ring { ring: Vec<World>, west: f64, east: f64, north: f64, south: f64 },
    Circle(LonLat, f64),
}

impl Prepared {
    fn ring(ring: Vec<World>) -> Self {
        let nothing = (f64::INFINITY, f64::NEG_INFINITY);
        let reach = |reach: (f64, f64), at: f64| (reach.0.min(at), reach.1.max(at));
        let (west, east) = ring.iter().map(|at| at.x).fold(nothing, reach);
        let (north, south) = ring.iter().map(|at| at.y).fold(nothing, reach);
        Self::Ring { ring, west, east, north, south }
    }

    pub fn contains(&self, at: LonLat) -> bool {
        match self {
            // Along a meridian no way is shorter: most positions are told by their latitude alone.
            Self::Circle(center, radius_m) => {
                (center.lat() - at.lat()).abs() * LEAST_DEGREE_M <= *radius_m
                    && distance_m(*center, at) <= *radius_m
            }
            Self::Ring { ring, west, east, north, south } => {
                let at = World::from_lonlat(at).nearest_to((west + east) / 2.0);
                let near = (*west..=*east).contains(&at.x) && (*north..=*south).contains(&at.y);
                near && is_inside(ring, at)
            }
        }
    }

    /// Whether all of a circle lies in it, as far as its four ends and its middle tell.
    pub fn contains_circle(&self, at: LonLat, radius_m: f64) -> bool {
        let ends = [0.0, 90.0, 180.0, 270.0].map(|bearing| destination(at, bearing, radius_m));
        self.contains(at) && ends.into_iter().all(|end| self.contains(end))
    }
}

/// Whether a ray westward from a point crosses the ring an odd number of times.
fn is_inside(ring: &[World], at: World) -> bool {
    let mut inside = false;
    let mut from = ring.last();
    for to in ring {
        if let Some(from) = from
            && (from.y > at.y) != (to.y > at.y)
            && at.x < (to.x - from.x) * (at.y - from.y) / (to.y - from.y) + from.x
        {
            inside = !inside;
        }
        from = Some(to);
    }
    inside
}
