//! The events of a dataset, ready to be counted for any window: made once for a dataset, it holds as
//! long as the dataset does.
//!
//! An event is dated from the earliest second in which it may have been to the latest: what
//! [`super::Query::standing`] calls shown is what meets the window between them. Only states that
//! are one of several dates have gaps there; they are few and looked at one by one.

mod aside;
mod categories;
mod collect;
mod counted;
mod kept;
mod narrowed;

pub use categories::CategoryEntry;

use super::extent::Extent;
use super::grouped::Grouped;
use super::order::TimeOrder;
use super::ranks::Ranks;
use super::rough::Rough;
use super::{Query, Standing};
use crate::model::{Dataset, EventId, PlaceId, Second, Window};
use crate::store::{Mask, Store};
use crate::system::Column;
use crate::task::{Cancelled, Task};
use categories::Categories;
pub(super) use categories::CategoryCodes;
use collect::Rows;
pub(super) use counted::{Counted, What, all_counted, counted_of};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// Events between two looks at whether to stop.
const STRIDE: usize = 8_192;

/// Look-ups and counts over the events of one dataset.
#[derive(Debug)]
pub struct EventIndex {
    pub(super) dataset: Arc<Dataset>,
    pub(super) categories: Vec<CategoryEntry>,
    /// Each dated event once, at the first of its places that is a spot.
    pub(super) dated: Store,
    dated_ids: Arc<Column<EventId>>,
    /// On the map besides: undated events, always in the window, and events at further spots.
    pub(super) further: Store,
    further_ids: Arc<Column<EventId>>,
    /// Dated events without any place.
    pub(super) nowhere: Store,
    order: TimeOrder,
    /// Ranks of states that are one of several dates, ascending.
    pub(super) gapped: Vec<u32>,
    undated: Column<EventId>,
    unplaced: Column<EventId>,
    rough: Arc<[Rough]>,
    /// Of all events, those that were filtered out too.
    at_place: Arc<Grouped<EventId>>,
    /// The events of [`Self::nowhere`] by their positions there, once they have been asked for.
    nowhere_ids: Arc<OnceLock<Vec<EventId>>>,
    extent: Option<Window>,
    /// Of an index that was narrowed: the events that it has.
    passing: Option<Arc<Mask>>,
    /// And how many it has not.
    filtered: usize,
}

impl EventIndex {
    /// The index of a dataset.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>) -> Self {
        Self::build(&dataset, &Task::new()).unwrap_or_else(|Cancelled| Self::empty(dataset))
    }

    /// The index of a dataset, with progress in events.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn build(dataset: &Arc<Dataset>, task: &Task) -> Result<Self, Cancelled> {
        let count = dataset.event_count();
        task.stage("Putting events in order", count as u64);
        if let Some(kept) = Self::kept(dataset) {
            return Ok(kept);
        }
        if count >= aside::MANY
            && let Some(index) = Self::build_aside(dataset, task)?
        {
            return Ok(index);
        }
        let mut categories = Categories::new(dataset);
        for (at, counted) in all_counted(dataset).enumerate() {
            if at % STRIDE == 0 {
                task.check()?;
            }
            categories.add(&counted);
        }
        let categories = categories.ranked();
        let mut rows = Rows::new(dataset, categories.entries.len());
        let mut extent = Extent::default();
        for (at, counted) in all_counted(dataset).enumerate() {
            if at % STRIDE == 0 {
                task.check()?;
                task.advance(STRIDE.min(count - at) as u64);
            }
            extent.add(&counted);
            rows.add(&counted, categories.code(&counted));
        }
        task.check()?;
        Ok(Self::of(dataset, categories.entries, rows, extent.window()))
    }

    /// Puts what was collected in order, on as many threads as there are parts.
    fn of(
        dataset: &Arc<Dataset>,
        categories: Vec<CategoryEntry>,
        rows: Rows<'_>,
        extent: Option<Window>,
    ) -> Self {
        let Rows { dated, dated_ids, further, further_ids, nowhere, keys, gapped, .. } = rows;
        let (undated, mut unplaced, rough) = (rows.undated, rows.unplaced, rows.rough);
        std::thread::scope(|scope| {
            let dated = scope.spawn(|| dated.build());
            let at_place = scope.spawn(|| {
                Grouped::new(dataset.place_count(), EventId(0), || {
                    all_counted(dataset)
                        .flat_map(|counted| counted.places().map(move |p| (p.index(), counted.id)))
                })
            });
            let order = TimeOrder::new(keys);
            let gapped = if gapped.is_empty() {
                Vec::new()
            } else {
                let is_gapped = |rank: &usize| {
                    order.id(*rank).is_some_and(|id| gapped.binary_search(&id).is_ok())
                };
                let ranks = (0..order.len()).filter(is_gapped);
                ranks.filter_map(|rank| u32::try_from(rank).ok()).collect()
            };
            sort_by_time(&mut unplaced, &order, dataset);
            Self {
                categories,
                // A thread that panics passes its panic on.
                dated: dated.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                dated_ids: Arc::new(dated_ids.into()),
                further: further.build(),
                further_ids: Arc::new(further_ids.into()),
                nowhere: nowhere.build(),
                order,
                gapped,
                undated: undated.into(),
                unplaced: unplaced.into(),
                rough: Rough::sorted(rough).into(),
                at_place: Arc::new(
                    at_place.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                ),
                nowhere_ids: Arc::default(),
                extent,
                passing: None,
                filtered: 0,
                dataset: Arc::clone(dataset),
            }
        })
    }

    fn empty(dataset: Arc<Dataset>) -> Self {
        let nothing = Arc::new(Dataset::default());
        Self { dataset, ..Self::of(&nothing, Vec::new(), Rows::new(&nothing, 1), None) }
    }

    /// What it was made of.
    #[must_use]
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// How many events filters left out of it.
    #[must_use]
    pub fn filtered(&self) -> usize {
        self.filtered
    }

    /// Whether an event was left in.
    #[must_use]
    pub fn has(&self, id: EventId) -> bool {
        self.passing.as_ref().is_none_or(|mask| mask.has(id.0))
    }

    /// The categories, the most frequent first. Beyond 254 they share the last.
    #[must_use]
    pub fn categories(&self) -> &[CategoryEntry] {
        &self.categories
    }

    /// The stretch of time that the events are about; see [`super::extent()`].
    #[must_use]
    pub fn extent(&self) -> Option<Window> {
        self.extent
    }

    /// Every dated event once, those without a place or known only roughly being nowhere.
    #[must_use]
    pub fn dated(&self) -> &Store {
        &self.dated
    }

    /// Dated events in the order of time.
    #[must_use]
    pub fn order(&self) -> &TimeOrder {
        &self.order
    }

    /// Events without a date, in the dataset's order.
    #[must_use]
    pub fn undated(&self) -> &[EventId] {
        &self.undated
    }

    /// Events without a place, in the order of time, undated ones last.
    #[must_use]
    pub fn unplaced(&self) -> &[EventId] {
        &self.unplaced
    }

    /// Places known only roughly that have events, those with most events first.
    #[must_use]
    pub fn rough(&self) -> &[Rough] {
        &self.rough
    }

    /// The events at a place, in the dataset's order, each once.
    #[must_use]
    pub fn events_at(&self, place: PlaceId) -> Cow<'_, [EventId]> {
        let all = self.at_place.of(place.index());
        match &self.passing {
            Some(_) => all.iter().copied().filter(|id| self.has(*id)).collect(),
            None => Cow::Borrowed(all),
        }
    }

    /// How many events there are at a place.
    #[must_use]
    pub fn count_at(&self, place: PlaceId) -> usize {
        let all = self.at_place.of(place.index());
        match &self.passing {
            Some(_) => all.iter().filter(|id| self.has(**id)).count(),
            None => all.len(),
        }
    }

    /// Whether there are events at a place.
    #[must_use]
    pub fn is_at(&self, place: PlaceId) -> bool {
        self.at_place.of(place.index()).iter().any(|id| self.has(*id))
    }

    /// Places that have events, in the dataset's order.
    #[must_use]
    pub fn places(&self) -> Vec<PlaceId> {
        /// With so few events left among all, their places are asked rather than all places.
        const FEW: usize = 16;
        let all = self.dataset.event_count();
        match &self.passing {
            Some(passing) if all.saturating_sub(self.filtered) * FEW < all => {
                let mut places = Vec::new();
                passing.each(|id| places.extend(self.dataset.places_of(EventId(id))));
                places.sort_unstable();
                places.dedup();
                places
            }
            _ => {
                let places = (0..self.dataset.place_count()).map(PlaceId::from_index);
                places.filter(|place| self.is_at(*place)).collect()
            }
        }
    }

    /// How many times an event stands at a spot on the map.
    #[must_use]
    pub fn spots(&self) -> usize {
        self.dated.placed() + self.further.len()
    }

    /// Counts ahead what makes any window quick, where a filter has left that to be done: see
    /// [`Store::count_ahead`]. Others may use the index meanwhile.
    pub fn count_ahead(&self) {
        [&self.dated, &self.further, &self.nowhere].into_iter().for_each(Store::count_ahead);
    }

    /// Whether windows are counted ahead.
    #[must_use]
    pub fn is_counted_ahead(&self) -> bool {
        [&self.dated, &self.further, &self.nowhere].into_iter().all(Store::is_counted_ahead)
    }

    /// The ranks in [`Self::order`] of events that a query shows.
    #[must_use]
    pub fn shown(&self, query: &Query) -> Ranks {
        let window = query.window.unwrap_or_else(all_time);
        let meeting = self.order.meeting(window);
        if self.gapped.is_empty() {
            return meeting;
        }
        let outside = |rank: &u32| {
            let event = self.order.id(*rank as usize).and_then(|id| self.dataset.event(id));
            event.is_some_and(|event| query.standing(&event) == Standing::Outside)
        };
        meeting.without(&self.gapped.iter().copied().filter(outside).collect::<Vec<_>>())
    }

    /// The ranks of dated events that a query leaves out.
    #[must_use]
    pub fn outside(&self, query: &Query) -> Ranks {
        self.shown(query).others(u32::try_from(self.order.len()).unwrap_or(u32::MAX))
    }

    /// The numbers of the categories, for any event.
    pub(super) fn category_codes(&self) -> CategoryCodes<'_> {
        CategoryCodes::new(&self.categories, &self.dataset)
    }

    /// The number of the category of any event, to be asked for many.
    pub fn category_lookup(&self) -> impl Fn(EventId) -> Option<u8> + Sync + '_ {
        let codes = self.category_codes();
        move |id| {
            let counted = counted_of(&self.dataset, id.index()..id.index() + 1).next()?;
            Some(codes.code(&counted))
        }
    }

    pub(super) fn spot_stores(&self) -> [(&Store, &[EventId]); 2] {
        [(&self.dated, &self.dated_ids), (&self.further, &self.further_ids)]
    }
}

/// The window that leaves nothing out.
#[must_use]
pub fn all_time() -> Window {
    Window::new(Second::LONG_AGO, Second::FAR_OFF)
}

fn sort_by_time(ids: &mut Vec<EventId>, order: &TimeOrder, dataset: &Dataset) {
    if ids.is_empty() {
        return;
    }
    let mut listed: Vec<EventId> = Vec::with_capacity(ids.len());
    let unplaced = |id: &EventId| match dataset.events.get(id.index()) {
        Some(event) => event.places.is_empty(),
        None => dataset.row_key(*id).is_some_and(|key| key.place.is_none()),
    };
    listed.extend((0..order.len()).filter_map(|rank| order.id(rank)).filter(unplaced));
    let undated = |id: &EventId| match dataset.events.get(id.index()) {
        Some(event) => event.when.is_none(),
        None => dataset.row_key(*id).is_some_and(|key| key.span.is_none()),
    };
    listed.extend(ids.iter().copied().filter(undated));
    *ids = listed;
}
