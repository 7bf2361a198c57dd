//! Changing ground that was marked on the map: what it can be taken by, and what becomes of it.
//!
//! Everything is worked out from the ground as it was when it was taken hold of, so that a hand that
//! comes back brings the ground back. Latitudes stay on the map (85.05 degrees either way), and no
//! edge becomes longer than half the way round, which would turn it to the other side of the globe.

use crate::model::LonLat;
use crate::projection::{World, bearing_deg, destination, distance_m, unwrapped};
use crate::query::{Filter, Region};
use geo::{LineString, SimplifyIdx as _};

/// Rings of up to so many corners show every one of them; of longer ones, as a lasso draws them, those
/// that make the shape are shown, and what lies between goes along.
pub const FEW: usize = 40;
/// So many corners of a ring are shown at most.
const MOST: usize = 120;
/// No edge is longer than this, in world widths.
const LONGEST: f64 = 0.499;
/// Circles are at least so wide, in metres, and at most half the way round the sphere of
/// [`distance_m`].
const RADII_M: (f64, f64) = (1.0, 20_015_000.0);

/// What an area can be taken by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grip {
    /// A corner of a polygon, by its place in the ring.
    Corner(usize),
    /// The middle of the edge that begins at a corner. A box is made wider by it; in any other polygon it
    /// becomes a corner.
    Edge(usize),
    /// All of it.
    Whole,
    /// The edge of a circle.
    Rim,
}

/// The area that is being changed.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaEdit {
    /// Which of the filter's regions.
    pub area: usize,
    /// What it was before.
    pub before: Region,
}

impl AreaEdit {
    /// The one of a filter's areas that is taken up, where there is such; one that was taken up before
    /// keeps what it was then.
    pub(crate) fn taken(filter: &Filter, area: Option<usize>, now: Option<Self>) -> Option<Self> {
        let area = area?;
        let same = now.filter(|edit| edit.area == area);
        same.or_else(|| Some(Self { area, before: filter.regions.get(area)?.clone() }))
    }

    /// The filter with the area as it was before; as it is where the area has gone.
    #[must_use]
    pub fn put_back(&self, filter: &Filter) -> Filter {
        with_area(filter, self.area, self.before.clone())
    }

    /// Whether the area is still the one that is changed once a filter gives way to another: the
    /// others must have stayed.
    pub(crate) fn outlasts(&self, now: &Filter, next: &Filter) -> bool {
        let all = now.regions.iter().zip(&next.regions).enumerate();
        self.area < next.regions.len()
            && now.regions.len() == next.regions.len()
            && all.into_iter().all(|(at, (a, b))| at == self.area || a == b)
    }
}

/// A filter with another region in the place of one; as it is where there is none.
#[must_use]
pub fn with_area(filter: &Filter, area: usize, region: Region) -> Filter {
    let mut next = filter.clone();
    if let Some(place) = next.regions.get_mut(area) {
        *place = region;
    }
    next
}

/// The area to take up next: the first, or the one after the one that is being changed.
#[must_use]
pub fn next_area(filter: &Filter, editing: Option<&AreaEdit>) -> Option<usize> {
    let count = filter.regions.len();
    let next = editing.map_or(0, |edit| edit.area + 1);
    (count > 0).then(|| next % count)
}

/// The corners of a region that can be taken, in the order of the ring: all of a short ring; of a longer
/// one those that keep its shape to within `tolerance`, in world widths.
#[must_use]
pub fn corners(region: &Region, tolerance: f64) -> Vec<usize> {
    let Region::Polygon(ring) = region else { return Vec::new() };
    let count = ring.len();
    if count <= FEW {
        return (0..count).collect();
    }
    let mut line: Vec<(f64, f64)> =
        unwrapped(ring.iter().copied()).iter().map(|at| (at.x, at.y)).collect();
    // Closed, so that the last edge counts; the ring's first corner stands at both ends.
    line.extend(line.first().copied());
    let line = LineString::from(line);
    let mut tolerance = tolerance.max(f64::EPSILON);
    loop {
        let mut kept = line.simplify_idx(tolerance);
        kept.retain(|at| *at < count);
        match kept.len() {
            0..3 => return vec![0, count / 3, count * 2 / 3],
            3..=MOST => return kept,
            _ => tolerance *= 2.0,
        }
    }
}

/// Whether a corner can be taken away: three are the least, and a box stays a box.
#[must_use]
pub fn can_lose(region: &Region, corners: &[usize]) -> bool {
    corners.len() > 3 && !region.is_box()
}

/// The region without one of its corners, and without what lies between it and the ones beside it.
#[must_use]
pub fn without(region: &Region, corners: &[usize], at: usize) -> Option<Region> {
    let Region::Polygon(ring) = region else { return None };
    let (before, after) = beside(corners, at)?;
    if !can_lose(region, corners) {
        return None;
    }
    let gone: Vec<usize> = stretch(before, after, ring.len()).collect();
    let left = ring.iter().enumerate().filter(|(at, _)| !gone.contains(at));
    Some(Region::Polygon(left.map(|(_, corner)| *corner).collect()))
}

/// Whether an edge has a grip in its middle: where no hidden corner lies on it.
#[must_use]
pub fn is_plain_edge(region: &Region, corners: &[usize], at: usize) -> bool {
    let Region::Polygon(ring) = region else { return false };
    beside(corners, at).is_some_and(|(_, after)| (at + 1) % ring.len().max(1) == after)
}

/// Where a grip stands on the sheet; `rim_deg` is the bearing at which a circle's rim is taken.
/// Nothing where the region has no such grip.
#[must_use]
pub fn place(region: &Region, grip: Grip, rim_deg: f64) -> Option<World> {
    match (region, grip) {
        (Region::Circle { center, .. }, Grip::Whole) => Some(World::from_lonlat(*center)),
        (Region::Circle { center, radius_m }, Grip::Rim) => {
            let middle = World::from_lonlat(*center);
            let rim = destination(*center, rim_deg, *radius_m);
            Some(World::from_lonlat(rim).nearest_to(middle.x))
        }
        (Region::Polygon(ring), _) => {
            let ring = unwrapped(ring.iter().copied());
            match grip {
                Grip::Corner(at) => ring.get(at).copied(),
                Grip::Edge(at) => {
                    let (a, b) = (ring.get(at)?, ring.get((at + 1) % ring.len())?);
                    let b = b.nearest_to(a.x);
                    Some(World::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y)))
                }
                Grip::Whole => middle(&ring),
                Grip::Rim => None,
            }
        }
        _ => None,
    }
}

/// The middle of what a ring reaches over.
fn middle(ring: &[World]) -> Option<World> {
    let first = ring.first()?;
    let (low, high) = ring.iter().fold((*first, *first), |(low, high), at| {
        (
            World::new(low.x.min(at.x), low.y.min(at.y)),
            World::new(high.x.max(at.x), high.y.max(at.y)),
        )
    });
    Some(World::new(f64::midpoint(low.x, high.x), f64::midpoint(low.y, high.y)))
}

/// The region with one of its grips moved to a position, counted from where [`place`] has it: a way of
/// more than half a world is no shorter way back. `corners` are those that can be taken: what lies between
/// two of them goes along with both, by how near it is. A region that has no such grip stays as it is.
#[must_use]
pub fn moved(region: &Region, corners: &[usize], grip: Grip, to: World) -> Region {
    let attempt = match (region, grip) {
        _ if !(to.x.is_finite() && to.y.is_finite()) => None,
        (Region::Circle { center, radius_m }, Grip::Whole) => {
            let to = World::new(to.x, to.y.clamp(0.0, 1.0));
            // A centre that is not moved keeps its degrees to the last digit.
            let stays = World::from_lonlat(*center) == to;
            let center = if stays { *center } else { to.lonlat() };
            Some(Region::Circle { center, radius_m: *radius_m })
        }
        (Region::Circle { center, .. }, Grip::Rim) => {
            let to = World::new(to.x, to.y.clamp(0.0, 1.0));
            with_radius(region, distance_m(*center, to.lonlat()))
        }
        (Region::Polygon(ring), _) => moved_ring(region, ring, corners, grip, to),
        _ => None,
    };
    attempt.unwrap_or_else(|| region.clone())
}

/// A circle with another radius in metres, within what the globe has room for.
#[must_use]
pub fn with_radius(region: &Region, radius_m: f64) -> Option<Region> {
    let Region::Circle { center, .. } = region else { return None };
    let radius_m = radius_m.is_finite().then(|| radius_m.clamp(RADII_M.0, RADII_M.1))?;
    Some(Region::Circle { center: *center, radius_m })
}

/// The bearing at which a circle's rim is taken by a hand at a position.
#[must_use]
pub fn rim_deg(region: &Region, to: World) -> Option<f64> {
    match region {
        Region::Circle { center, .. } => Some(bearing_deg(*center, to.lonlat())),
        Region::Polygon(_) => None,
    }
}

fn moved_ring(
    region: &Region,
    ring: &[LonLat],
    corners: &[usize],
    grip: Grip,
    to: World,
) -> Option<Region> {
    let flat = unwrapped(ring.iter().copied());
    let mut next: Vec<Option<World>> = vec![None; flat.len()];
    match grip {
        Grip::Corner(at) if region.is_box() => {
            let across = flat.get((at + 2) % 4)?;
            let to = World::new(near(to.x, &[across.x]), to.y);
            let (level, upright) = match lies_level(&flat, at)? {
                true => ((at + 1) % 4, (at + 3) % 4),
                false => ((at + 3) % 4, (at + 1) % 4),
            };
            *next.get_mut(at)? = Some(to);
            *next.get_mut(level)? = Some(World::new(across.x, to.y));
            *next.get_mut(upright)? = Some(World::new(to.x, across.y));
        }
        Grip::Edge(at) if region.is_box() => {
            let (a, b, across) = (at % 4, (at + 1) % 4, flat.get((at + 2) % 4)?);
            let level = lies_level(&flat, at)?;
            let x = near(to.x, &[across.x]);
            for corner in [a, b] {
                let was = flat.get(corner)?;
                let now = if level { World::new(was.x, to.y) } else { World::new(x, was.y) };
                *next.get_mut(corner)? = Some(now);
            }
        }
        Grip::Corner(at) => bent(&flat, corners, at, to, &mut next)?,
        Grip::Edge(at) => {
            let (a, b) = (flat.get(at)?, flat.get((at + 1) % flat.len())?);
            let to = World::new(near(to.x, &[a.x, b.nearest_to(a.x).x]), to.y.clamp(0.0, 1.0));
            let mut ring = ring.to_vec();
            ring.insert(at + 1, to.lonlat());
            return Some(Region::Polygon(ring));
        }
        Grip::Whole => {
            let from = middle(&flat)?;
            let (low, high) = flat
                .iter()
                .fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at.y), high.max(at.y)));
            let by = World::new(to.x - from.x, (to.y - from.y).clamp(-low, 1.0 - high));
            if by == World::new(0.0, 0.0) {
                return None;
            }
            for (slot, at) in next.iter_mut().zip(&flat) {
                *slot = Some(World::new(at.x + by.x, at.y + by.y));
            }
        }
        Grip::Rim => return None,
    }
    // What was not moved keeps its degrees to the last digit.
    let placed = ring.iter().zip(&flat).zip(next).map(|((was, flat), now)| match now {
        Some(now) if now != *flat => World::new(now.x, now.y.clamp(0.0, 1.0)).lonlat(),
        _ => *was,
    });
    Some(Region::Polygon(placed.collect()))
}

/// Moves a corner, and what lies between it and those beside it along with it, the less the farther.
fn bent(
    flat: &[World],
    corners: &[usize],
    at: usize,
    to: World,
    next: &mut [Option<World>],
) -> Option<()> {
    let (before, after) = beside(corners, at)?;
    let from = *flat.get(at)?;
    let beside = [before, after].map(|at| flat.get(at).copied().unwrap_or(from));
    let to = World::new(near(to.x, &beside.map(|at| at.nearest_to(from.x).x)), to.y);
    let by = World::new(to.x - from.x, to.y - from.y);
    *next.get_mut(at)? = Some(to);
    let count = flat.len();
    let there: Vec<usize> = stretch(before, at, count).collect();
    let mut back: Vec<usize> = stretch(at, after, count).collect();
    back.reverse();
    for (end, way) in [(before, there), (after, back)] {
        let stops: Vec<usize> =
            std::iter::once(end).chain(way.iter().copied()).chain(std::iter::once(at)).collect();
        let length = |pair: &[usize]| match pair {
            [a, b] => flat.get(*a).zip(flat.get(*b)).map_or(0.0, |(a, b)| {
                let b = b.nearest_to(a.x);
                (a.x - b.x).hypot(a.y - b.y)
            }),
            _ => 0.0,
        };
        let whole: f64 = stops.windows(2).map(length).sum();
        let mut gone = 0.0;
        for (corner, pair) in way.iter().zip(stops.windows(2)) {
            gone += length(pair);
            let share = if whole > 0.0 { gone / whole } else { 0.0 };
            let was = flat.get(*corner)?;
            *next.get_mut(*corner)? = Some(World::new(was.x + by.x * share, was.y + by.y * share));
        }
    }
    Some(())
}

/// The corners that can be taken before and after one of them.
fn beside(corners: &[usize], at: usize) -> Option<(usize, usize)> {
    let own = corners.iter().position(|corner| *corner == at)?;
    let count = corners.len();
    let of = |by: usize| corners.get((own + by) % count).copied();
    Some((of(count - 1)?, of(1)?))
}

/// The corners of a ring of `count` strictly between two of them, in its order.
fn stretch(from: usize, to: usize, count: usize) -> impl Iterator<Item = usize> {
    let count = count.max(1);
    let between = (to + count - from % count) % count;
    let between = if between == 0 { count } else { between };
    (1..between).map(move |by| (from + by) % count)
}

/// Whether the edge of a box that begins at a corner runs across the map.
fn lies_level(flat: &[World], at: usize) -> Option<bool> {
    let [a, b, c, d] = *flat else { return None };
    let first = (a.y - b.y).abs() < 1e-9 && (c.y - d.y).abs() < 1e-9;
    Some(at.is_multiple_of(2) == first)
}

/// An x within reach of others; the middle of what is left where nothing is within reach of all.
fn near(x: f64, others: &[f64]) -> f64 {
    let low = others.iter().fold(f64::MIN, |low, other| low.max(other - LONGEST));
    let high = others.iter().fold(f64::MAX, |high, other| high.min(other + LONGEST));
    if low <= high { x.clamp(low, high) } else { f64::midpoint(low, high) }
}
