//! Which events share a mark. Worked out in world space at a zoom, from all placed events whatever
//! the window, so that panning and scrubbing move no mark.

use super::ground;
use crate::model::{Dataset, EventId, Place, PlaceId};
use crate::projection::{TILE_PX, World};
use std::collections::{BTreeMap, BTreeSet};

/// Places whose marks would stand closer than this, in points, share one.
pub const JOIN_PT: f64 = 34.0;

/// The grouping changes only at these steps of zoom, so that a slow zoom does not flicker.
const STEPS_PER_LEVEL: f64 = 4.0;

/// A mark: a place, or several that are too close together to tell apart at this zoom.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where it stands: at its first place. x in 0..1.
    pub at: World,
    /// Its places, the one with most events first.
    pub places: Vec<PlaceId>,
    /// Their events, each once, in the dataset's order.
    pub events: Vec<EventId>,
    /// Whether it is drawn as the ground that its place covers, since that is wider than a mark.
    pub ground: bool,
}

impl Mark {
    /// The place at which it stands.
    #[must_use]
    pub fn anchor(&self) -> Option<PlaceId> {
        self.places.first().copied()
    }
}

struct Spot<'a> {
    id: PlaceId,
    place: &'a Place,
    at: World,
    events: Vec<EventId>,
}

/// The zoom at which the grouping is worked out: the last step at or below `zoom`.
#[must_use]
pub fn step_zoom(zoom: f64) -> f64 {
    if zoom.is_finite() { (zoom * STEPS_PER_LEVEL).floor() / STEPS_PER_LEVEL } else { 0.0 }
}

/// All marks of a dataset at a zoom. Every place of every event is in exactly one of them.
#[must_use]
pub fn marks(dataset: &Dataset, zoom: f64) -> Vec<Mark> {
    let zoom = step_zoom(zoom);
    let (wide, mut narrow): (Vec<Spot<'_>>, Vec<Spot<'_>>) = spots(dataset)
        .into_iter()
        .partition(|spot| ground::radius_pt(spot.place, zoom) >= ground::MIN_RADIUS_PT);
    let mut marks: Vec<Mark> = wide
        .into_iter()
        .map(|spot| Mark { at: spot.at, places: vec![spot.id], events: spot.events, ground: true })
        .collect();
    narrow.sort_by(|a, b| {
        let weight = |s: &Spot<'_>| (s.events.len(), s.place.population.unwrap_or(0));
        weight(b).cmp(&weight(a)).then(a.id.cmp(&b.id))
    });
    marks.extend(join(&narrow, JOIN_PT / (TILE_PX * zoom.exp2())));
    marks
}

fn spots(dataset: &Dataset) -> Vec<Spot<'_>> {
    let mut events: BTreeMap<PlaceId, Vec<EventId>> = BTreeMap::new();
    for (index, event) in dataset.events.iter().enumerate() {
        let places: BTreeSet<PlaceId> = event.places.iter().copied().collect();
        for place in places {
            events.entry(place).or_default().push(EventId::from_index(index));
        }
    }
    events
        .into_iter()
        .filter_map(|(id, events)| {
            let place = dataset.place(id)?;
            let world = World::from_lonlat(place.position);
            let at = World { x: world.x.rem_euclid(1.0), y: world.y };
            Some(Spot { id, place, at, events })
        })
        .collect()
}

/// Takes the weightiest spot left and all that are left within `reach` world units of it, in turn.
fn join(spots: &[Spot<'_>], reach: f64) -> Vec<Mark> {
    let columns = (1.0 / reach).floor().clamp(1.0, f64::from(u32::MAX)) as i64;
    let cell = |at: World| {
        let side = columns as f64;
        (((at.x * side).floor() as i64).rem_euclid(columns), (at.y * side).floor() as i64)
    };
    let mut cells: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (index, spot) in spots.iter().enumerate() {
        cells.entry(cell(spot.at)).or_default().push(index);
    }
    let mut taken = vec![false; spots.len()];
    let mut marks = Vec::new();
    for (index, anchor) in spots.iter().enumerate() {
        if taken.get(index).copied().unwrap_or(true) {
            continue;
        }
        let (column, row) = cell(anchor.at);
        let mut members = Vec::new();
        for (dx, dy) in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy))) {
            let near = cells.get(&((column + dx).rem_euclid(columns), row + dy));
            for &index in near.into_iter().flatten() {
                let (Some(taken), Some(spot)) = (taken.get_mut(index), spots.get(index)) else {
                    continue;
                };
                if !*taken && distance(anchor.at, spot.at) < reach {
                    *taken = true;
                    members.push(index);
                }
            }
        }
        members.sort_unstable();
        let members = members.iter().filter_map(|&i| spots.get(i)).collect::<Vec<_>>();
        let events: BTreeSet<EventId> =
            members.iter().flat_map(|s| s.events.iter().copied()).collect();
        marks.push(Mark {
            at: anchor.at,
            places: members.iter().map(|s| s.id).collect(),
            events: events.into_iter().collect(),
            ground: false,
        });
    }
    marks
}

/// World units between two positions, the short way round.
fn distance(a: World, b: World) -> f64 {
    let dx = (a.x - b.x).abs();
    dx.min(1.0 - dx).hypot(a.y - b.y)
}
