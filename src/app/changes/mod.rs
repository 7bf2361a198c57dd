//! What changed between two instants: which states began and which ended, where, and what they were
//! before and are after. Worked out without a window. Tables too large to be held have no states.

mod turn;
mod words;

#[cfg(test)]
mod tests;

pub use turn::{Turn, Verb};
pub use words::bounds_words;

use super::place_card::statuses;
use crate::model::{EventId, EventKind, PlaceId, Second, StateWords};
use crate::query::EventIndex;
use std::collections::BTreeMap;

/// A state that began or ended between two instants, at one of its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The state.
    pub event: EventId,
    /// Where; nothing for a state without a place.
    pub place: Option<PlaceId>,
    /// What it is about: "Russian presence".
    pub subject: String,
    /// Whether it began or ended, when, and whether that surely lies between the instants.
    pub turn: Turn,
    /// Its subject's word there just before it began or ended, at the first instant at the earliest;
    /// nothing where nothing is said of it then.
    pub before: Option<String>,
    /// Its subject's word there just after, at the second instant at the latest.
    pub after: Option<String>,
}

/// The two instants that are compared: the earlier first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    /// As of when it was.
    pub from: Second,
    /// As of when it is.
    pub to: Second,
}

impl Between {
    /// Two instants in either order.
    #[must_use]
    pub fn new(a: Second, b: Second) -> Self {
        Self { from: a.min(b), to: a.max(b) }
    }
}

/// The states of an index that began or ended after the first instant and not after the second, or
/// may have; in the order of time, then of events. A state with several places counts at each.
#[must_use]
pub fn changes(index: &EventIndex, between: Between) -> Vec<Change> {
    let dataset = index.dataset();
    let mut words = Words { index, between, told: BTreeMap::new() };
    let mut found = Vec::new();
    for (at, event) in dataset.events.iter().enumerate() {
        let id = EventId::from_index(at);
        let (EventKind::State(state), Some(when)) = (&event.kind, &event.when) else { continue };
        if !index.has(id) {
            continue;
        }
        for turn in turn::turns(when, between) {
            let places: Vec<Option<PlaceId>> = match event.places.as_slice() {
                [] => vec![None],
                places => places.iter().copied().map(Some).collect(),
            };
            for place in places {
                let [before, after] = words.of(id, place, state, &turn);
                let subject = state.subject.clone();
                let turn = turn.clone();
                found.push(Change { event: id, place, subject, turn, before, after });
            }
        }
    }
    found.sort_by_key(|change| (change.turn.earliest, change.turn.latest, change.event));
    found
}

/// So many states of one subject at one place are asked for their words at every turn; of more, the
/// words of the two instants serve all turns, since each answer looks at each state.
const MOST_ASKED: usize = 256;

/// What is said of subjects at places.
struct Words<'a> {
    index: &'a EventIndex,
    between: Between,
    /// The states of each place by their subject.
    told: BTreeMap<PlaceId, BTreeMap<String, Vec<EventId>>>,
}

impl Words<'_> {
    /// The words of a state's subject at a place before and after a turn.
    fn of(
        &mut self,
        event: EventId,
        place: Option<PlaceId>,
        state: &StateWords,
        turn: &Turn,
    ) -> [Option<String>; 2] {
        let (index, Between { from, to }) = (self.index, self.between);
        let dataset = index.dataset();
        let alone = [event];
        let events: &[EventId] = match place {
            Some(place) => {
                let told = self.told.entry(place).or_insert_with(|| by_subject(index, place));
                told.get(&state.subject).map_or(&alone, Vec::as_slice)
            }
            None => &alone,
        };
        let instants = match events.len() {
            ..=MOST_ASKED => {
                let before = Second(turn.earliest.0.saturating_sub(1));
                // By then it surely began; a state of one day may be over a second later.
                let begun = i64::from(turn.verb == Verb::Began);
                let after = Second(turn.latest.0.saturating_sub(begun));
                [before.max(from), after.min(to)]
            }
            _ => [from, to],
        };
        instants.map(|at| {
            let lines = statuses(dataset, events, at);
            lines.into_iter().find(|line| line.subject == state.subject).map(|line| line.word)
        })
    }
}

/// The states at a place by their subject.
fn by_subject(index: &EventIndex, place: PlaceId) -> BTreeMap<String, Vec<EventId>> {
    let mut told: BTreeMap<String, Vec<EventId>> = BTreeMap::new();
    for id in index.events_at(place).iter() {
        if let Some(event) = index.dataset().event(*id)
            && let EventKind::State(state) = &event.kind
        {
            told.entry(state.subject.clone()).or_default().push(*id);
        }
    }
    told
}
