//! The events of a dataset, ready to be counted for any window: made once for a dataset, it holds as
//! long as the dataset does.
//!
//! An event is dated from the earliest second in which it may have been to the latest: what
//! [`super::Query::standing`] calls shown is what meets the window between them. Only states that
//! are one of several dates have gaps there; they are few and looked at one by one.

use super::extent::extent;
use super::grouped::Grouped;
use super::order::{Key, TimeOrder};
use super::ranks::Ranks;
use super::rough::{Rough, is_rough};
use super::{Query, Standing};
use crate::model::{Category, Dataset, Event, EventId, EventKind, PlaceId, Second, Window};
use crate::projection::World;
use crate::store::{Builder, Store, fixed};
use crate::task::{Cancelled, Task};
use std::collections::HashMap;
use std::sync::Arc;

/// So many categories have a number of their own; events of the others share the last.
const MOST_CATEGORIES: usize = 255;
/// Events between two looks at whether to stop.
const STRIDE: usize = 8_192;

/// A category of a dataset. Its number is its position in [`EventIndex::categories`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryEntry {
    /// Its name.
    pub category: Category,
    /// Its events that have a date.
    pub dated: usize,
    /// Those of them that are states.
    pub states: usize,
    /// Its events that have a place.
    pub placed: usize,
    /// Those of them that have no date.
    pub undated_placed: usize,
}

/// Look-ups and counts over the events of one dataset.
#[derive(Debug)]
pub struct EventIndex {
    pub(super) dataset: Arc<Dataset>,
    pub(super) categories: Vec<CategoryEntry>,
    /// Each dated event once, at the first of its places that is a spot.
    pub(super) dated: Store,
    dated_ids: Vec<EventId>,
    /// On the map besides: undated events, always in the window, and events at further spots.
    pub(super) further: Store,
    further_ids: Vec<EventId>,
    /// Dated events without any place.
    pub(super) nowhere: Store,
    order: TimeOrder,
    /// Ranks of states that are one of several dates, ascending.
    pub(super) gapped: Vec<u32>,
    undated: Vec<EventId>,
    unplaced: Vec<EventId>,
    rough: Vec<Rough>,
    at_place: Grouped<EventId>,
    extent: Option<Window>,
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
        let count = dataset.events.len();
        task.stage("Putting events in order", count as u64);
        let (categories, codes) = categories(dataset, task)?;
        let mut rows = Rows::new(dataset, categories.len());
        for (at, (event, code)) in dataset.events.iter().zip(&codes).enumerate() {
            if at % STRIDE == 0 {
                task.check()?;
                task.advance(STRIDE.min(count) as u64);
            }
            rows.add(EventId::from_index(at), event, *code);
        }
        task.check()?;
        let at_place = Grouped::new(dataset.places.len(), EventId(0), || {
            let events = dataset.events.iter().enumerate();
            events
                .flat_map(|(at, e)| distinct(e).map(move |p| (p.index(), EventId::from_index(at))))
        });
        task.check()?;
        let order = TimeOrder::new(rows.keys);
        task.check()?;
        let gapped = if rows.gapped.is_empty() {
            Vec::new()
        } else {
            let gapped = (0..order.len()).filter(|rank| {
                order.id(*rank).is_some_and(|id| rows.gapped.binary_search(&id).is_ok())
            });
            gapped.filter_map(|rank| u32::try_from(rank).ok()).collect()
        };
        let mut unplaced = rows.unplaced;
        sort_by_time(&mut unplaced, &order, dataset);
        Ok(Self {
            categories,
            dated: rows.dated.build(),
            dated_ids: rows.dated_ids,
            further: rows.further.build(),
            further_ids: rows.further_ids,
            nowhere: rows.nowhere.build(),
            order,
            gapped,
            undated: rows.undated,
            unplaced,
            rough: Rough::sorted(rows.rough),
            at_place,
            extent: extent(dataset),
            dataset: Arc::clone(dataset),
        })
    }

    fn empty(dataset: Arc<Dataset>) -> Self {
        let rows = Rows::new(&dataset, 1);
        Self {
            categories: Vec::new(),
            dated: rows.dated.build(),
            dated_ids: Vec::new(),
            further: rows.further.build(),
            further_ids: Vec::new(),
            nowhere: rows.nowhere.build(),
            order: TimeOrder::default(),
            gapped: Vec::new(),
            undated: Vec::new(),
            unplaced: Vec::new(),
            rough: Vec::new(),
            at_place: Grouped::default(),
            extent: None,
            dataset,
        }
    }

    /// What it was made of.
    #[must_use]
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The categories, the most frequent first. Beyond 254 they share the last.
    #[must_use]
    pub fn categories(&self) -> &[CategoryEntry] {
        &self.categories
    }

    /// The stretch of time that the events are about; see [`extent`].
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
    pub fn events_at(&self, place: PlaceId) -> &[EventId] {
        self.at_place.of(place.index())
    }

    /// Places that have events.
    pub fn places(&self) -> impl Iterator<Item = PlaceId> + '_ {
        (0..self.dataset.places.len())
            .filter(|at| !self.at_place.of(*at).is_empty())
            .map(PlaceId::from_index)
    }

    /// How many times an event stands at a spot on the map.
    #[must_use]
    pub fn spots(&self) -> usize {
        let nowhere = self.dated.view(0, 0, 0, 1, 1);
        nowhere.touched + self.further.len()
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
            event.is_some_and(|event| query.standing(event) == Standing::Outside)
        };
        meeting.without(&self.gapped.iter().copied().filter(outside).collect::<Vec<_>>())
    }

    /// The ranks of dated events that a query leaves out.
    #[must_use]
    pub fn outside(&self, query: &Query) -> Ranks {
        self.shown(query).others(u32::try_from(self.order.len()).unwrap_or(u32::MAX))
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

/// An event's places, each once.
pub(super) fn distinct(event: &Event) -> impl Iterator<Item = PlaceId> + '_ {
    let places = event.places.iter().enumerate();
    places.filter(|(at, id)| !event.places.iter().take(*at).any(|p| p == *id)).map(|(_, id)| *id)
}

fn sort_by_time(ids: &mut Vec<EventId>, order: &TimeOrder, dataset: &Dataset) {
    if ids.is_empty() {
        return;
    }
    let mut listed: Vec<EventId> = Vec::with_capacity(ids.len());
    let unplaced = |id: &EventId| dataset.event(*id).is_some_and(|e| e.places.is_empty());
    listed.extend((0..order.len()).filter_map(|rank| order.id(rank)).filter(unplaced));
    let undated = |id: &EventId| dataset.event(*id).is_some_and(|e| e.when.is_none());
    listed.extend(ids.iter().copied().filter(undated));
    *ids = listed;
}

/// The categories with the sums over their events, and for each event the number of its own.
fn categories(dataset: &Dataset, task: &Task) -> Result<(Vec<CategoryEntry>, Vec<u8>), Cancelled> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut entries: Vec<CategoryEntry> = Vec::new();
    let mut sums: Vec<usize> = Vec::new();
    let mut by_event: Vec<usize> = Vec::with_capacity(dataset.events.len());
    for (at, event) in dataset.events.iter().enumerate() {
        if at % STRIDE == 0 {
            task.check()?;
        }
        let number = *numbers.entry(event.category.as_str()).or_insert_with(|| {
            entries.push(CategoryEntry::new(event.category.clone()));
            sums.push(0);
            entries.len() - 1
        });
        by_event.push(number);
        if let (Some(entry), Some(sum)) = (entries.get_mut(number), sums.get_mut(number)) {
            entry.add(event);
            *sum += 1;
        }
    }
    let mut ranked: Vec<usize> = (0..entries.len()).collect();
    let key = |at: &usize| {
        let name = entries.get(*at).map(|entry| &entry.category);
        (std::cmp::Reverse(sums.get(*at).copied()), name)
    };
    ranked.sort_by(|a, b| key(a).cmp(&key(b)));
    let last = if entries.len() > MOST_CATEGORIES { MOST_CATEGORIES - 1 } else { usize::MAX };
    let mut codes = vec![0u8; entries.len()];
    for (code, number) in ranked.iter().enumerate() {
        if let Some(slot) = codes.get_mut(*number) {
            *slot = u8::try_from(code.min(last)).unwrap_or(u8::MAX);
        }
    }
    let mut sorted: Vec<CategoryEntry> =
        ranked.iter().filter_map(|number| entries.get(*number).cloned()).collect();
    if last < sorted.len() {
        let rest = sorted.split_off(last);
        let name = format!("{} other categories", rest.len());
        let mut joined = CategoryEntry::new(Category::new(&name));
        rest.iter().for_each(|entry| joined.join(entry));
        sorted.push(joined);
    }
    let of = |number: &usize| codes.get(*number).copied().unwrap_or_default();
    Ok((sorted, by_event.iter().map(of).collect()))
}

impl CategoryEntry {
    fn new(category: Category) -> Self {
        Self { category, dated: 0, states: 0, placed: 0, undated_placed: 0 }
    }

    fn add(&mut self, event: &Event) {
        let (dated, placed) = (event.when.is_some(), !event.places.is_empty());
        self.dated += usize::from(dated);
        self.states += usize::from(dated && matches!(event.kind, EventKind::State(_)));
        self.placed += usize::from(placed);
        self.undated_placed += usize::from(placed && !dated);
    }

    fn join(&mut self, other: &Self) {
        self.dated += other.dated;
        self.states += other.states;
        self.placed += other.placed;
        self.undated_placed += other.undated_placed;
    }
}

/// What is collected while the events are walked through.
struct Rows<'a> {
    dataset: &'a Dataset,
    dated: Builder,
    dated_ids: Vec<EventId>,
    further: Builder,
    further_ids: Vec<EventId>,
    nowhere: Builder,
    keys: Vec<Key>,
    gapped: Vec<EventId>,
    undated: Vec<EventId>,
    unplaced: Vec<EventId>,
    rough: HashMap<PlaceId, Rough>,
}

impl<'a> Rows<'a> {
    fn new(dataset: &'a Dataset, categories: usize) -> Self {
        let count = dataset.events.len();
        Self {
            dataset,
            dated: Builder::with_capacity(categories, count),
            dated_ids: Vec::with_capacity(count),
            further: Builder::new(categories),
            further_ids: Vec::new(),
            nowhere: Builder::new(categories),
            keys: Vec::with_capacity(count),
            gapped: Vec::new(),
            undated: Vec::new(),
            unplaced: Vec::new(),
            rough: HashMap::new(),
        }
    }

    fn add(&mut self, id: EventId, event: &Event, category: u8) {
        let hull = event.hull();
        let mut spots: Vec<[u32; 2]> = Vec::new();
        let (begin, end) = hull.unwrap_or((Second::LONG_AGO, Second::FAR_OFF));
        for place in distinct(event) {
            match self.dataset.place(place) {
                Some(known) if is_rough(known) => {
                    let rough = self.rough.entry(place).or_insert_with(|| Rough::new(place));
                    rough.push(begin, end, category);
                }
                Some(known) => spots.push(position(World::from_lonlat(known.position))),
                None => {}
            }
        }
        let row = |at| crate::store::Row { at, begin, end, category };
        let mut spots = spots.into_iter();
        match hull {
            None => self.undated.push(id),
            Some(_) => {
                let at = spots.next();
                self.dated.push(row(at));
                self.dated_ids.push(id);
                if event.places.is_empty() {
                    self.nowhere.push(row(None));
                }
                self.keys.push(Key { begin_s: begin.0, end_s: end.0, id, category });
                let set = event.when.as_ref().is_some_and(crate::model::TimeSpan::is_set);
                if set && matches!(event.kind, EventKind::State(_)) {
                    self.gapped.push(id);
                }
            }
        }
        for at in spots {
            self.further.push(row(Some(at)));
            self.further_ids.push(id);
        }
        if event.places.is_empty() {
            self.unplaced.push(id);
        }
    }
}

fn position(world: World) -> [u32; 2] {
    fixed(World { x: world.x.rem_euclid(1.0), y: world.y })
}
