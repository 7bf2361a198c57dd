//! What of the events is in view of the map, for a timeline that counts these alone.
//!
//! Where events are looked at one by one, an event is in view where the middle of one of its places
//! is. Large datasets are counted in squares, each event at the first of its places that is a spot:
//! what lies within half a square of the map's edge may be counted on its other side. Events without
//! a place are in view nowhere.

use crate::model::{EventId, Second};
use crate::projection::Viewport;
use crate::query::{Area, EventIndex, SpotView};
use crate::scene::density::cells_on_screen;
use crate::store::Histogram;
use std::collections::HashSet;

/// Side of the cells in which large datasets are counted, as a power of two of a map tile's: 8 points,
/// as the squares of the map are.
const CELLS_PER_TILE_LOG2: f64 = 5.0;

/// What the map shows of an index.
#[derive(Clone, Debug)]
pub struct Seen {
    viewport: Viewport,
    /// Of a dataset that is laid out whole, the events in view.
    whole: Option<HashSet<EventId>>,
    /// Of a larger one, the cells in view.
    view: Option<SpotView>,
}

impl Seen {
    /// What a viewport shows of an index; `whole` where its events are looked at one by one.
    #[must_use]
    pub fn new(index: &EventIndex, viewport: Viewport, whole: bool) -> Self {
        let mut seen = Self { viewport, whole: None, view: None };
        if whole {
            let ids = (0..index.order().len()).filter_map(|rank| index.order().id(rank));
            let ids = ids.chain(index.undated().iter().copied());
            seen.whole = Some(ids.filter(|id| seen.shows(index, *id)).collect());
        } else {
            let level = (viewport.zoom + CELLS_PER_TILE_LOG2).round().max(0.0) as u32;
            let area: Area = cells_on_screen(&viewport, level.min(index.finest_level()));
            seen.view = Some(index.spot_view(area));
        }
        seen
    }

    /// The viewport that it is of.
    #[must_use]
    pub fn viewport(&self) -> &Viewport {
        &self.viewport
    }

    /// Whether an event is in view.
    #[must_use]
    pub fn has(&self, index: &EventIndex, id: EventId) -> bool {
        match &self.whole {
            Some(ids) => ids.contains(&id),
            None => self.shows(index, id),
        }
    }

    /// For each window between neighbours of `bounds`, which ascend, the events in view by category.
    pub(super) fn counts(&self, index: &EventIndex, bounds: &[Second]) -> Histogram {
        self.view.as_ref().map_or_else(Histogram::default, |view| index.met_in(view, bounds))
    }

    fn shows(&self, index: &EventIndex, id: EventId) -> bool {
        let dataset = index.dataset();
        dataset.places_of(id).into_iter().any(|place| {
            dataset.spot(place).is_some_and(|(at, _)| {
                let on_screen = self.viewport.screen_from_lonlat(at);
                self.viewport.shows(on_screen, 0.0)
            })
        })
    }
}
