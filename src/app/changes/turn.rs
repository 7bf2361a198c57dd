//! Where the begin and the end of a span lie between two instants.

use super::Between;
use crate::model::{Edge, Second, TimeSpan};

/// Which end of a state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// It came into force.
    Began,
    /// It is over.
    Ended,
}

impl Verb {
    /// Its words: "began", or "may have begun" where that is not certain.
    #[must_use]
    pub fn words(self, certain: bool) -> &'static str {
        match (self, certain) {
            (Self::Began, true) => "began",
            (Self::Began, false) => "may have begun",
            (Self::Ended, true) => "ended",
            (Self::Ended, false) => "may have ended",
        }
    }
}

/// A begin or an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Which.
    pub verb: Verb,
    /// The first second that it can be.
    pub earliest: Second,
    /// The second by which it must have been.
    pub latest: Second,
    /// Whether it lies between the two instants whatever the truth within its bounds.
    pub certain: bool,
}

/// The begin and the end of a span, as far as they lie, or may lie, after `from` and not after `to`.
/// A state holds from the second of its begin to the one before its end. What is open, or told by
/// nobody, is no turn.
pub(super) fn turns(when: &TimeSpan, between: Between) -> Vec<Turn> {
    let Between { from, to } = between;
    let (begin, end) = seconds(when);
    [(Verb::Began, begin), (Verb::Ended, end)]
        .into_iter()
        .filter_map(|(verb, range)| {
            let (first, last) = range?;
            let next = Second(from.0.saturating_add(1));
            let possible = first.max(next) <= last.min(to);
            let certain = first > from && last <= to && !when.is_uncertain();
            let edge = if verb == Verb::Began { when.begin() } else { when.end() };
            let Edge::Known { earliest, latest } = edge else { return None };
            possible.then_some(Turn { verb, earliest, latest, certain })
        })
        .collect()
}

type Range = Option<(Second, Second)>;

/// The first and the last second at which a span can begin, and at which it can be over: it is over
/// after it began.
pub(super) fn seconds(when: &TimeSpan) -> (Range, Range) {
    let begin = match when.begin() {
        Edge::Known { earliest, latest } => Some((earliest, Second(latest.0.saturating_sub(1)))),
        Edge::Open | Edge::Unknown => None,
    };
    let end = match when.end() {
        Edge::Known { earliest, latest } => Some((Second(earliest.0.saturating_add(1)), latest)),
        Edge::Open | Edge::Unknown => None,
    };
    let (Some((first_begin, last_begin)), Some((first_end, last_end))) = (begin, end) else {
        return (begin, end);
    };
    let last_begin = last_begin.min(Second(last_end.0.saturating_sub(1)));
    let first_end = first_end.max(Second(first_begin.0.saturating_add(1)));
    (Some((first_begin, last_begin)), Some((first_end, last_end)))
}
