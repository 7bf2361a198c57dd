//! What a screen reader says of a mark.

use super::group::Mark;
use super::state::Holding;
use crate::model::{Category, Dataset, Event, EventId};
use crate::query::Standing;
use crate::scene::{Subject, text};
use std::collections::BTreeMap;

/// "Qamishli: 4 events, withdrawal, deployment, Russian presence: withdrawn".
#[must_use]
pub fn of_mark(mark: &Mark, events: &[EventId], subject: &Subject<'_>) -> String {
    let mut words = vec![format!("{}: {}", name(mark, subject), count(events, subject))];
    words.extend(categories(events, subject.dataset));
    words.extend(
        events
            .iter()
            .filter_map(|id| subject.dataset.event(*id))
            .filter_map(|event| Holding::words(&event, subject.cursor)),
    );
    words.join(", ")
}

/// "Qamishli", or "Qamishli and 2 more places".
#[must_use]
pub fn name(mark: &Mark, subject: &Subject<'_>) -> String {
    let place = mark.anchor().and_then(|id| subject.dataset.place(id));
    let first = place.as_deref().map_or("", |place| subject.name_of(place));
    let apart = text::isolated(first);
    match mark.places.len() {
        0 | 1 => first.to_owned(),
        2 => format!("{apart} and 1 more place"),
        n => format!("{apart} and {} more places", n - 1),
    }
}

/// "Meeting in Moscow, 28 January 2026, stated, outside the window".
#[must_use]
pub fn of_event(event: &Event, id: EventId, subject: &Subject<'_>) -> String {
    let when = event.when.as_ref().map_or_else(|| "undated".to_owned(), |w| w.label());
    let mut words = vec![event.title.clone(), when, event.certainty.label().to_owned()];
    if event.reports() > 1 {
        words.push(format!("{} reports", event.reports()));
    }
    words.extend(Holding::words(event, subject.cursor));
    if subject.matches.of(id) == Standing::Outside {
        words.push("outside the window".to_owned());
    }
    words.join(", ")
}

fn count(events: &[EventId], subject: &Subject<'_>) -> String {
    let outside = events.iter().filter(|id| subject.matches.of(**id) == Standing::Outside).count();
    let noun = if events.len() == 1 { "event" } else { "events" };
    match outside {
        0 => format!("{} {noun}", events.len()),
        _ => format!("{} {noun} ({outside} outside the window)", events.len()),
    }
}

fn categories(events: &[EventId], dataset: &Dataset) -> Vec<String> {
    let mut sums: BTreeMap<Category, usize> = BTreeMap::new();
    for event in events.iter().filter_map(|id| dataset.event(*id)) {
        *sums.entry(event.category.clone()).or_default() += 1;
    }
    let mut sums: Vec<(Category, usize)> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    sums.into_iter().map(|(name, _)| name.as_str().to_owned()).collect()
}
