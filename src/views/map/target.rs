//! Where flights lead.

use crate::app::Frame;
use crate::model::{Dataset, EventId, LonLat, Place, PlaceId, PlaceShape};
use crate::projection::{Bounds, Viewport, circle_ring};
use crate::query::{Standing, all_time};
use crate::scene::density::MARKS_MOST;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Space around what is fitted, in points.
const PADDING: f32 = 64.0;
/// Height of a line of controls at the top of the map, with its margin, in points.
const LINE: f32 = 50.0;
/// At most this share of the map's width is kept clear for what lies on it.
const MOST_COVERED: f32 = 0.4;
/// Nothing is fitted closer than this: a town and its surroundings.
const CLOSEST: f64 = 10.0;
/// A place takes at most one part in so many of the view that is flown to.
const CONTEXT: f64 = 6.0;
/// Half the side of the least ground that is flown to, in metres.
const LEAST_M: f64 = 12_000.0;
/// The place keeps the present zoom where it is off the best by at most this many levels.
const GOOD_ENOUGH: f64 = 2.0;

/// A wish to see something on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum FlyRequest {
    /// A place and what surrounds it.
    Place(PlaceId),
    /// These places.
    Places(Vec<PlaceId>),
    /// Ground: so many metres around a position.
    Ground(LonLat, f64),
    /// All of some ground, as large as it fits below a line of controls.
    Bounds(Bounds),
    /// All places of events in the window; of all events where the window has none.
    Results,
}

impl FlyRequest {
    /// The view that fulfils it; nothing where there is nothing to see. What is fitted as a whole
    /// keeps clear of `covered_pt` points at the left, where something lies on the map.
    #[must_use]
    pub fn view(&self, frame: &Frame<'_>, from: &Viewport, covered_pt: f32) -> Option<Viewport> {
        let covered_pt = covered_pt.clamp(0.0, from.width * MOST_COVERED);
        match self {
            Self::Place(_) | Self::Ground(..) => self.within(frame, from),
            Self::Places(_) | Self::Bounds(_) | Self::Results => {
                let open = Viewport { width: from.width - covered_pt, ..*from };
                let view = Viewport { width: from.width, ..self.within(frame, &open)? };
                Some(view.dragged(covered_pt / 2.0, 0.0))
            }
        }
    }

    fn within(&self, frame: &Frame<'_>, from: &Viewport) -> Option<Viewport> {
        let dataset = frame.subject.dataset;
        match self {
            Self::Place(id) => Some(around_place(&*dataset.place(*id)?, from)),
            Self::Ground(position, radius_m) => Some(around_point(*position, *radius_m, from)),
            Self::Bounds(bounds) => {
                let (width, height) = (from.width, (from.height - LINE).max(from.height / 2.0));
                let view =
                    Viewport::fit(*bounds, width, height, PADDING.min(width.min(height) / 8.0));
                // Below the line that lies on the map.
                let below = (from.height - height) / 2.0;
                Some(Viewport { height: from.height, ..view }.dragged(0.0, below))
            }
            Self::Places(ids) => fit(ids.iter().filter_map(|id| dataset.place(*id)), from),
            Self::Results if frame.subject.matches.index().spots() > MARKS_MOST => {
                let matches = frame.subject.matches;
                let bounds = matches.index().bounds(matches.window());
                around(bounds.or_else(|| matches.index().bounds(all_time()))?, from)
            }
            Self::Results => {
                let hidden = [Standing::Outside, Standing::Filtered];
                let inside = |id| !hidden.contains(&frame.subject.matches.of(id));
                let left = |id| frame.subject.matches.of(id) != Standing::Filtered;
                fit(places(dataset, inside), from).or_else(|| fit(places(dataset, left), from))
            }
        }
    }
}

fn places(
    dataset: &Dataset,
    wanted: impl Fn(EventId) -> bool,
) -> impl Iterator<Item = Cow<'_, Place>> {
    let ids: BTreeSet<PlaceId> = (0..dataset.event_count())
        .map(EventId::from_index)
        .filter(|id| wanted(*id))
        .flat_map(|id| dataset.places_of(id))
        .collect();
    ids.into_iter().filter_map(|id| dataset.place(id))
}

/// A position with its ground and what surrounds it.
fn best_around(position: LonLat, radius_m: f64, from: &Viewport) -> Viewport {
    let reach = (radius_m * CONTEXT / 2.0).max(LEAST_M * CONTEXT / 2.0);
    Bounds::around(circle_ring(position, reach.min(4e6), 16))
        .map_or(*from, |bounds| Viewport::fit(bounds, from.width, from.height, 0.0))
}

fn around_point(position: LonLat, radius_m: f64, from: &Viewport) -> Viewport {
    let zoom = best_around(position, radius_m, from).zoom;
    Viewport::new(position, zoom, from.width, from.height).clamped()
}

fn around_place(place: &Place, from: &Viewport) -> Viewport {
    let best = best_around(place.position, place.radius_m, from);
    let best = if let PlaceShape::Area(_) = place.shape {
        fit([Cow::Borrowed(place)], from).unwrap_or(best)
    } else {
        best
    };
    let zoom = if (best.zoom - from.zoom).abs() <= GOOD_ENOUGH { from.zoom } else { best.zoom };
    Viewport { zoom, ..Viewport::new(place.position, zoom, from.width, from.height) }.clamped()
}

/// All of the places with their ground in view.
fn fit<'a>(places: impl IntoIterator<Item = Cow<'a, Place>>, from: &Viewport) -> Option<Viewport> {
    let mut points: Vec<LonLat> = Vec::new();
    for place in places {
        match &place.shape {
            PlaceShape::Point => {
                points.extend(circle_ring(place.position, place.radius_m.clamp(0.0, 2e6), 8))
            }
            PlaceShape::Area(polygons) => {
                points.extend(polygons.iter().filter_map(|rings| rings.first()).flatten().copied());
            }
        }
    }
    around(Bounds::around(points)?, from)
}

/// All of some ground in view.
fn around(bounds: Bounds, from: &Viewport) -> Option<Viewport> {
    let padding = PADDING.min(from.width.min(from.height) / 5.0);
    let view = Viewport::fit(bounds, from.width, from.height, padding);
    Some(Viewport { zoom: view.zoom.min(CLOSEST), ..view }.clamped())
}
