//! Which events share a mark. Worked out in world space at a zoom, from all placed events whatever
//! the window, so that panning and scrubbing move no mark. Where there are too many to join all of
//! them, those of the screen and its surroundings are, and again once the screen has left these.

use super::ground;
use crate::model::{EventId, PlaceId};
use crate::projection::{TILE_PX, Viewport, World};
use crate::query::{Area, EventIndex, all_time};
use crate::scene::density::{MARKS_MOST, cells_on_screen};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    at: World,
    radius_pt: f64,
    population: u64,
    events: Cow<'a, [EventId]>,
}

/// The zoom at which the grouping is worked out: the last step at or below `zoom`.
#[must_use]
pub fn step_zoom(zoom: f64) -> f64 {
    if zoom.is_finite() { (zoom * STEPS_PER_LEVEL).floor() / STEPS_PER_LEVEL } else { 0.0 }
}

/// All marks of a dataset at a zoom. Every place of every event is in exactly one of them.
#[must_use]
pub fn marks(index: &EventIndex, zoom: f64) -> Vec<Mark> {
    grouped(index, index.places().into_iter(), zoom)
}

fn grouped(index: &EventIndex, places: impl Iterator<Item = PlaceId>, zoom: f64) -> Vec<Mark> {
    let zoom = step_zoom(zoom);
    let (wide, mut narrow): (Vec<Spot<'_>>, Vec<Spot<'_>>) = spots(index, places, zoom)
        .into_iter()
        .partition(|spot| spot.radius_pt >= ground::MIN_RADIUS_PT);
    let mut marks: Vec<Mark> = wide
        .into_iter()
        .map(|spot| Mark {
            at: spot.at,
            places: vec![spot.id],
            events: spot.events.into_owned(),
            ground: true,
        })
        .collect();
    narrow.sort_by(|a, b| {
        let weight = |s: &Spot<'_>| (s.events.len(), s.population);
        weight(b).cmp(&weight(a)).then(a.id.cmp(&b.id))
    });
    marks.extend(join(&narrow, JOIN_PT / (TILE_PX * zoom.exp2())));
    marks
}

/// Marks, kept as long as they hold.
#[derive(Debug, Default)]
pub struct Grouping {
    made_for: Option<(Arc<EventIndex>, f64, Option<Area>)>,
    marks: Vec<Mark>,
}

impl Grouping {
    /// The marks of a view.
    #[must_use]
    pub fn of(index: &Arc<EventIndex>, viewport: &Viewport) -> Self {
        let mut grouping = Self::default();
        grouping.refresh(index, viewport);
        grouping
    }

    /// Works the marks out again where the dataset, the step of zoom or, among very many events, the
    /// ground is another.
    pub fn refresh(&mut self, index: &Arc<EventIndex>, viewport: &Viewport) {
        let zoom = step_zoom(viewport.zoom);
        let few = index.spots() <= MARKS_MOST;
        let serves = self.made_for.as_ref().is_some_and(|(made, at, area)| {
            let holds = area.is_none_or(|area| holds(area, around(viewport, 0.0, area.level)));
            Arc::ptr_eq(made, index) && *at == zoom && area.is_none() == few && holds
        });
        if serves {
            return;
        }
        let level = (zoom.max(0.0) as u32 + 3).min(index.finest_level());
        let area = (!few).then(|| surroundings(index, viewport, level));
        self.marks = match area {
            None => marks(index, zoom),
            Some(area) => {
                let dataset = index.dataset();
                let events = index.events_in(area);
                let places: BTreeSet<PlaceId> = events
                    .iter()
                    .flat_map(|id| dataset.places_of(*id))
                    .filter(|id| index.is_spot(*id))
                    .collect();
                grouped(index, places.into_iter(), zoom)
            }
        };
        self.made_for = Some((Arc::clone(index), zoom, area));
    }

    /// The marks.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }
}

/// Ground around the screen on which marks are joined with it, as a share of the screen's sides: the
/// first that holds few enough events, or the last.
const MARGINS: [f32; 3] = [0.5, 0.2, 0.05];
/// So many events are joined within a frame's time.
const JOINED_MOST: usize = 20_000;

fn surroundings(index: &EventIndex, viewport: &Viewport, level: u32) -> Area {
    let areas = MARGINS.map(|margin| around(viewport, margin, level));
    let few =
        |area: &&Area| index.spots_in(&index.spot_view(**area), all_time()).total <= JOINED_MOST;
    let [.., last] = areas;
    areas.iter().find(few).copied().unwrap_or(last)
}

/// The cells of a level on screen, and those around it as far as a share of its sides.
fn around(viewport: &Viewport, margin: f32, level: u32) -> Area {
    let wider = 1.0 + 2.0 * margin;
    let wide =
        Viewport { width: viewport.width * wider, height: viewport.height * wider, ..*viewport };
    cells_on_screen(&wide, level)
}

/// Whether one area lies in another of the same level.
fn holds(area: Area, part: Area) -> bool {
    let side = 1u32 << area.level;
    let offset = (part.left + side - area.left) % side;
    (area.width == side || offset + part.width <= area.width)
        && area.top <= part.top
        && part.top + part.height <= area.top + area.height
}

fn spots(index: &EventIndex, places: impl Iterator<Item = PlaceId>, zoom: f64) -> Vec<Spot<'_>> {
    let dataset = index.dataset();
    places
        .filter_map(|id| {
            let (position, radius_m) = dataset.spot(id)?;
            let world = World::from_lonlat(position);
            let at = World { x: world.x.rem_euclid(1.0), y: world.y };
            // A place of a table is a point, and its inhabitants are not known.
            let held = dataset.places.get(id.index());
            let radius_pt = held.map_or_else(
                || ground::point_radius_pt(position, radius_m, zoom),
                |place| ground::radius_pt(place, zoom),
            );
            let population = held.and_then(|place| place.population).unwrap_or_default();
            Some(Spot { id, at, radius_pt, population, events: index.events_at(id) })
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
