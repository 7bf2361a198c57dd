//! What changed between two instants: which states began and which ended, where, and what they were
//! before and are after. Worked out without a window. Tables too large to be held have no states.

mod turn;
mod words;

#[cfg(test)]
mod tests;

pub use turn::{Turn, Verb};
pub use words::bounds_words;

use super::place_card::{StatusLine, statuses};
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
    /// Its subject's word there at the first instant; nothing where nothing is said of it then.
    pub before: Option<String>,
    /// Its subject's word there at the second instant.
    pub after: Option<String>,
}

impl Change {
    /// Whether the subject's word at the place is another at the second instant.
    #[must_use]
    pub fn is_other_word(&self) -> bool {
        self.before != self.after
    }
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
    let mut words = Words { index, between, known: BTreeMap::new() };
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
                let [before, after] = words.of(id, place, state);
                let subject = state.subject.clone();
                let turn = turn.clone();
                found.push(Change { event: id, place, subject, turn, before, after });
            }
        }
    }
    found.sort_by_key(|change| (change.turn.earliest, change.turn.latest, change.event));
    found
}

/// What is said of subjects at places at both instants, worked out once for each place.
struct Words<'a> {
    index: &'a EventIndex,
    between: Between,
    known: BTreeMap<PlaceId, [Vec<StatusLine>; 2]>,
}

impl Words<'_> {
    fn of(
        &mut self,
        event: EventId,
        place: Option<PlaceId>,
        state: &StateWords,
    ) -> [Option<String>; 2] {
        let (index, Between { from, to }) = (self.index, self.between);
        let at = |events: &[EventId]| [from, to].map(|at| statuses(index.dataset(), events, at));
        let alone;
        let lines = match place {
            Some(place) => &*self.known.entry(place).or_insert_with(|| at(&index.events_at(place))),
            None => {
                alone = at(&[event]);
                &alone
            }
        };
        lines.each_ref().map(|lines| {
            let line = lines.iter().find(|line| line.subject == state.subject);
            line.map(|line| line.word.clone())
        })
    }
}
