//! Lanes of a large dataset by place, actor or source: worked out once for an index and a grouping,
//! off the window's thread, since every event has to be looked at.
//!
//! Lanes by category need none of this: the store counts them.

use super::entries::{LANES_MOST, Lane, LaneCounts, entry};
use super::grouping::{Grouping, Key, Named, keys, of_source, place_of};
use super::part::{BEYOND, LANE_MOST};
use crate::model::{Dataset, Event, EventId, PlaceId, Second, Table, Window};
use crate::query::EventIndex;
use crate::task::{Cancelled, Task};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Events between two looks at whether to stop.
const STRIDE: usize = 4_096;

/// When the events of a lane begin and end, in seconds, each list ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    begins_s: Vec<i64>,
    ends_s: Vec<i64>,
}

impl Times {
    /// From the first second and the one after the last of each event.
    #[must_use]
    pub fn new(spans: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let (mut begins_s, mut ends_s): (Vec<i64>, Vec<i64>) = spans.into_iter().unzip();
        begins_s.sort_unstable();
        ends_s.sort_unstable();
        Self { begins_s, ends_s }
    }

    /// How many may have begun before an instant.
    #[must_use]
    pub fn begun(&self, at: Second) -> usize {
        self.begins_s.partition_point(|begin| *begin < at.0)
    }

    /// How many were over by an instant.
    #[must_use]
    pub fn ended(&self, at: Second) -> usize {
        self.ends_s.partition_point(|end| *end <= at.0)
    }

    /// How many may have been in a window.
    #[must_use]
    pub fn meeting(&self, window: Window) -> usize {
        self.begun(window.end()).saturating_sub(self.ended(window.begin()))
    }
}

/// The lanes of all dated events of an index.
#[derive(Debug)]
pub struct Groups {
    /// The index that they are of.
    index: Arc<EventIndex>,
    grouping: Grouping,
    groups: Vec<Group>,
}

#[derive(Debug)]
struct Group {
    name: String,
    /// The place that it is of, where it is of one.
    place: Option<PlaceId>,
    /// Its events in the order of their beginnings.
    ids: Vec<EventId>,
    /// By event: the second after its last.
    ends_s: Vec<i64>,
    times: Arc<Times>,
}

/// Events of a lane while they are collected.
#[derive(Default)]
struct Collected {
    ids: Vec<EventId>,
    spans_s: Vec<(i64, i64)>,
}

impl Groups {
    /// So many dated events at most are put into lanes by anything but their category: each has to be
    /// looked at, which takes about a second for the most.
    #[must_use]
    pub fn most(grouping: Grouping) -> usize {
        match grouping {
            Grouping::Category | Grouping::None => usize::MAX,
            Grouping::Place | Grouping::Source | Grouping::Actor => 2_000_000,
        }
    }

    /// Sorts the dated events of an index into lanes, with progress in events.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn build(
        index: &Arc<EventIndex>,
        grouping: Grouping,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let order = index.order();
        task.stage("Sorting events into lanes", order.len() as u64);
        let mut known = Known::new(index.dataset(), grouping);
        let mut lanes: Vec<Collected> = Vec::new();
        for rank in 0..order.len() {
            if rank % STRIDE == 0 {
                task.check()?;
                task.advance(STRIDE.min(order.len() - rank) as u64);
            }
            let Some(id) = order.id(rank) else { continue };
            let Some(span) = span_of(index.dataset(), id) else { continue };
            for lane in known.lanes(id) {
                if lanes.len() <= lane {
                    lanes.resize_with(lane + 1, Collected::default);
                }
                if let Some(lane) = lanes.get_mut(lane) {
                    lane.ids.push(id);
                    lane.spans_s.push((span.0.0, span.1.0));
                }
            }
        }
        Ok(Self { index: Arc::clone(index), grouping, groups: ranked(known, lanes, grouping) })
    }

    /// Whether these are the lanes of an index by a grouping.
    #[must_use]
    pub fn are_of(&self, index: &Arc<EventIndex>, grouping: Grouping) -> bool {
        self.grouping == grouping && Arc::ptr_eq(&self.index, index)
    }

    /// The lanes around a part of time: events one by one where they are few.
    pub(super) fn lanes(&self, part: Window) -> Vec<Lane> {
        self.groups.iter().map(|group| group.lane(&self.index, part)).collect()
    }
}

impl Group {
    fn lane(&self, index: &EventIndex, part: Window) -> Lane {
        let crowded = self.times.meeting(part) > LANE_MOST;
        let begun = self.times.begun(part.end());
        let before = self.times.begun(part.begin());
        let goes_on = |at: &usize| {
            *at >= before || self.ends_s.get(*at).is_some_and(|end| *end > part.begin().0)
        };
        let ids = |range: Range<usize>| self.ids.get(range).unwrap_or_default();
        let mut entries = Vec::new();
        if !crowded {
            let meeting = (0..begun).filter(goes_on).filter_map(|at| self.ids.get(at));
            entries.extend(meeting.filter_map(|id| {
                let event = index.dataset().event(*id)?;
                let when = event.when.clone()?;
                Some(entry(*id, &event, &when))
            }));
        }
        Lane {
            name: self.name.clone(),
            category: None,
            place: self.place,
            counts: LaneCounts::Own(Arc::clone(&self.times)),
            total: self.ids.len(),
            entries,
            crowded,
            earlier: ids(before.saturating_sub(BEYOND)..before).to_vec(),
            later: ids(begun..(begun + BEYOND).min(self.ids.len())).to_vec(),
        }
    }
}

/// Lanes in the order in which they are shown, with their events by time; small ones joined.
fn ranked(known: Known<'_>, lanes: Vec<Collected>, grouping: Grouping) -> Vec<Group> {
    let keys: Vec<&Key> = known.order.iter().collect();
    let named = Named::new(grouping, keys.iter().copied());
    let mut found: Vec<(&Key, Collected)> = keys.into_iter().zip(lanes).collect();
    found.sort_by_cached_key(|(key, lane)| {
        (key.is_nobody(), Reverse(lane.ids.len()), (*key).clone())
    });
    let rest = found.split_off(found.len().min(LANES_MOST - 1));
    let mut groups: Vec<Group> = found
        .into_iter()
        .map(|(key, lane)| {
            let name = named.name(key);
            let first = lane.ids.first();
            let place = first.and_then(|id| place_of(known.dataset, grouping, &name, *id));
            group(name, place, lane)
        })
        .collect();
    if !rest.is_empty() {
        let name = grouping.others(rest.len());
        let mut joined: Vec<(EventId, (i64, i64))> =
            rest.into_iter().flat_map(|(_, lane)| lane.ids.into_iter().zip(lane.spans_s)).collect();
        // An event with two actors among them is one event of the joined lane.
        joined.sort_unstable();
        joined.dedup();
        let (ids, spans_s) = joined.into_iter().unzip();
        groups.push(group(name, None, Collected { ids, spans_s }));
    }
    groups
}

fn group(name: String, place: Option<PlaceId>, lane: Collected) -> Group {
    let mut events: Vec<((i64, i64), EventId)> = lane.spans_s.into_iter().zip(lane.ids).collect();
    events.sort_unstable();
    let times = Arc::new(Times::new(events.iter().map(|(span, _)| *span)));
    Group {
        name,
        place,
        ends_s: events.iter().map(|((_, end), _)| *end).collect(),
        ids: events.into_iter().map(|(_, id)| id).collect(),
        times,
    }
}

/// The lanes that events were found to belong to, by number in the order in which they came.
struct Known<'a> {
    dataset: &'a Dataset,
    grouping: Grouping,
    numbers: HashMap<Key, usize>,
    order: Vec<Key>,
    /// By place, the lane of its rows; a name is looked up once.
    of_place: HashMap<u32, usize>,
    /// The tables, each with the positions of its events.
    tables: Vec<(Range<usize>, &'a Table)>,
    /// By table and party, the lanes of the rows that it takes part in.
    of_party: HashMap<(usize, u32), Vec<usize>>,
}

impl<'a> Known<'a> {
    fn new(dataset: &'a Dataset, grouping: Grouping) -> Self {
        let tables = dataset.tables.iter();
        let tables = tables.filter_map(|table| Some((dataset.events_of(table.source)?, table)));
        Self {
            dataset,
            grouping,
            numbers: HashMap::new(),
            order: Vec::new(),
            of_place: HashMap::new(),
            tables: tables.collect(),
            of_party: HashMap::new(),
        }
    }

    fn number(&mut self, key: Key) -> usize {
        let next = self.order.len();
        match self.numbers.get(&key) {
            Some(number) => *number,
            None => {
                self.order.push(key.clone());
                self.numbers.insert(key, next);
                next
            }
        }
    }

    fn lanes(&mut self, id: EventId) -> Vec<usize> {
        if id.index() >= self.dataset.events.len() {
            match self.grouping {
                Grouping::Place => return vec![self.of_row_place(id)],
                Grouping::Source => return vec![self.of_row_source(id)],
                Grouping::Actor => {
                    if let Some(lanes) = self.of_row_actors(id) {
                        return lanes;
                    }
                }
                Grouping::Category | Grouping::None => {}
            }
        }
        let dataset = self.dataset;
        let Some(event) = dataset.event(id) else { return Vec::new() };
        let keys = keys(dataset, &event, self.grouping);
        keys.into_iter().map(|key| self.number(key)).collect()
    }

    fn of_row_place(&mut self, id: EventId) -> usize {
        let place = self.dataset.row_key(id).and_then(|key| key.place);
        let place = place.unwrap_or(u32::MAX);
        if let Some(lane) = self.of_place.get(&place) {
            return *lane;
        }
        let named = self.dataset.place(PlaceId(place));
        let key = named.map_or_else(
            || Key::new("", ""),
            |place| Key::new(&place.name, place.country.as_deref().unwrap_or_default()),
        );
        let lane = self.number(key);
        self.of_place.insert(place, lane);
        lane
    }

    fn of_row_source(&mut self, id: EventId) -> usize {
        let source = self.table(id).map(|(_, _, table)| table.source);
        let key = source.and_then(|source| of_source(self.dataset, source));
        self.number(key.unwrap_or_else(|| Key::new("", "")))
    }

    /// The lanes of a row by its party; nothing where the table keeps no parties.
    fn of_row_actors(&mut self, id: EventId) -> Option<Vec<usize>> {
        let (at, row, table) = self.table(id)?;
        let columns = table.rows.columns()?;
        let party = match columns.parties.get(row) {
            Some(party) => *party,
            None if columns.parties.is_empty() => return Some(vec![self.number(Key::new("", ""))]),
            None => return None,
        };
        if let Some(lanes) = self.of_party.get(&(at, party)) {
            return Some(lanes.clone());
        }
        let actors = table.rows.party(party as usize).iter();
        let names = actors.filter_map(|actor| table.rows.actor(*actor as usize));
        let mut keys: Vec<Key> = names.map(|name| Key::new(name, "")).collect();
        keys.retain(|key| !key.is_nobody());
        if keys.is_empty() {
            keys.push(Key::new("", ""));
        }
        let mut lanes: Vec<usize> = keys.into_iter().map(|key| self.number(key)).collect();
        lanes.sort_unstable();
        lanes.dedup();
        self.of_party.insert((at, party), lanes.clone());
        Some(lanes)
    }

    /// The table of a row by its number, the row's number in it, and the table.
    fn table(&self, id: EventId) -> Option<(usize, usize, &'a Table)> {
        let numbered = self.tables.iter().enumerate();
        let mut found = numbered.filter(|(_, (rows, _))| rows.contains(&id.index()));
        found.next().map(|(at, (rows, table))| (at, id.index() - rows.start, *table))
    }
}

/// From the first second in which an event may have been to the one after the last.
pub(super) fn span_of(dataset: &Dataset, id: EventId) -> Option<(Second, Second)> {
    match dataset.events.get(id.index()) {
        Some(event) => Event::hull(event),
        None => dataset.row_key(id)?.span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_meets_a_window_is_counted(
            spans in prop::collection::vec((0_i64..1000, 1_i64..300), 0..80),
            from in 0_i64..1200, length in 1_i64..400,
        ) {
            let spans: Vec<(i64, i64)> = spans.into_iter().map(|(a, l)| (a, a + l)).collect();
            let window = Window::new(Second(from), Second(from + length));
            let times = Times::new(spans.iter().copied());
            let met = spans.iter().filter(|(a, b)| *a < from + length && *b > from).count();
            prop_assert_eq!(times.meeting(window), met);
        }
    }
}
