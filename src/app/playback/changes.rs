//! When something begins or ends, found by counting: the same for ten events and for ten million.

use crate::model::Second;
use crate::query::EventIndex;

/// The first instant at or after another in which a dated event begins or is in its last second;
/// nothing where none does before `until`.
#[must_use]
pub fn next_change(index: &EventIndex, from: Second, until: Second) -> Option<Second> {
    let categories = 0..u8::try_from(index.categories().len()).unwrap_or(u8::MAX);
    // What begins before an instant, and what is over by it.
    let changes = |at: i64| {
        let flow = index.dated().flow(&[Second(at)]);
        categories.clone().map(|code| flow.begun(0, code) + flow.ended(0, code)).sum::<i64>()
    };
    let (mut low, mut high) = (from.0, until.0);
    let before = changes(low);
    if low >= high || changes(high) == before {
        return None;
    }
    while high.saturating_sub(low) > 1 {
        let middle = low + (high - low) / 2;
        if changes(middle) == before { low = middle } else { high = middle }
    }
    Some(Second(low))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Dataset, Event, TimeSpan, fixture};
    use proptest::prelude::*;
    use std::sync::Arc;

    const DAY: i64 = 86_400;

    fn index(days: &[(i64, i64)]) -> EventIndex {
        let event = |(first, length): &(i64, i64)| {
            let day = |n: i64| TimeSpan::day(2026, 1 + (n / 28) as u8, 1 + (n % 28) as u8).unwrap();
            let when = TimeSpan::between(&day(*first), &day(first + length));
            Event { when, ..fixture::event("Something", "meeting", None, &[]) }
        };
        let events = days.iter().map(event).collect();
        EventIndex::new(Arc::new(Dataset { events, ..Dataset::default() }))
    }

    proptest! {
        #[test]
        fn it_is_the_first_beginning_or_end(
            days in prop::collection::vec((0_i64..150, 0_i64..60), 0..20), from in -10_i64..400,
        ) {
            let index = index(&days);
            let from = Second(Second::from_civil(2026, 1, 1, 0, 0, 0).unwrap().0 + from * DAY / 2);
            let until = Second::from_civil(2028, 1, 1, 0, 0, 0).unwrap();
            let spans = index.dataset().events.iter().filter_map(Event::hull);
            let brute = spans
                .flat_map(|(begin, end)| [begin, Second(end.0 - 1)])
                .filter(|at| *at >= from)
                .min();
            prop_assert_eq!(next_change(&index, from, until), brute);
        }
    }
}
