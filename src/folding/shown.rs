//! The event that stands for a group of reports: the best account, with the others beside it.
//!
//! Best is: dated before undated, placed before unplaced, the surer source, the shorter span of
//! time, the smaller place, more passages, the earlier document. Nothing is averaged: each of date
//! and place is one source's word, and where others differ, they are listed.

use crate::model::{Account, Dataset, Event, EventKind, Second, SourceId};
use std::cmp::Reverse;

/// What makes an account worth showing; less is better.
fn merit(dataset: &Dataset, event: &Event) -> impl Ord + use<> {
    let hull = event.when.as_ref().map(crate::model::TimeSpan::hull);
    // A state is told best by who knows its begin: the longer, the better known.
    let state = matches!(event.kind, EventKind::State(_));
    let length = hull.map_or(i64::MAX, |hull| if state { 0 } else { hull.seconds() });
    let radii =
        event.places.iter().filter_map(|id| dataset.places.get(id.index())).map(|p| p.radius_m);
    let radius = radii.fold(0.0, f64::max).to_bits();
    let source = event.evidence.first().and_then(|p| dataset.source(p.source));
    let dated = source.and_then(|s| s.dated.as_ref()?.earliest()).unwrap_or(Second::MAX);
    let name = source.map(|s| s.name.clone());
    let begin = hull.map(|hull| hull.begin());
    let start = event.evidence.first().map(|p| p.range.start);
    (
        (event.when.is_none(), event.places.is_empty(), event.certainty),
        (length, begin, radius, Reverse(event.evidence.len())),
        (dated, name, start),
    )
}

/// Positions of a group's events, the best first.
pub(super) fn ranked(dataset: &Dataset, group: &[u32]) -> Vec<u32> {
    let mut ranked = group.to_vec();
    let event = |at: u32| dataset.events.get(at as usize);
    ranked.sort_by_cached_key(|at| (event(*at).map(|e| merit(dataset, e)), *at));
    ranked
}

/// The event that shows the first of some events, with the accounts of all. `because` says for each
/// but the first why it is the same event. What the first does not say at all, its date or its
/// place, is taken from the next that does; `actors` are those of all.
pub(super) fn event(
    events: Vec<Event>,
    actors: Vec<String>,
    because: Vec<Vec<String>>,
) -> Option<Event> {
    let mut shown = events.first()?.clone();
    shown.actors = actors;
    if shown.when.is_none()
        && let Some(when) = events.iter().find_map(|event| event.when.clone())
    {
        shown.when = Some(when);
        shown.reasons.push("the date stands in another of its reports".to_owned());
    }
    if shown.places.is_empty()
        && let Some(other) = events.iter().find(|event| !event.places.is_empty())
    {
        shown.places.clone_from(&other.places);
        shown.reasons.push("the place stands in another of its reports".to_owned());
    }
    shown.route = shown.route.or_else(|| events.iter().find_map(|event| event.route));
    for other in events.iter().skip(1) {
        for passage in &other.evidence {
            if !shown.evidence.contains(passage) {
                shown.evidence.push(passage.clone());
            }
        }
    }
    let mut because = because.into_iter();
    shown.accounts = events
        .into_iter()
        .enumerate()
        .map(|(at, event)| {
            let because = if at == 0 { Vec::new() } else { because.next().unwrap_or_default() };
            Account { because, ..Account::from(event) }
        })
        .collect();
    Some(shown)
}

/// What an account says otherwise than the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// In words: "also dated 27 January 2026".
    pub words: String,
    /// Who says so.
    pub source: SourceId,
}

/// Where the sources of a folded event differ in date, place or certainty from what is shown.
/// An account that says less (no date, no place) does not differ.
#[must_use]
pub fn disagreements(dataset: &Dataset, event: &Event) -> Vec<Disagreement> {
    let mut found: Vec<Disagreement> = Vec::new();
    for account in event.accounts.iter().skip(1) {
        let Some(source) = account.source() else { continue };
        let mut say = |words: String| found.push(Disagreement { words, source });
        if let Some(when) = account.when.as_ref().filter(|when| Some(*when) != event.when.as_ref())
        {
            say(format!("also dated {}", when.label()));
        }
        let names = |ids: &[crate::model::PlaceId]| {
            let places = ids.iter().filter_map(|id| dataset.places.get(id.index()));
            places.map(|place| place.name.clone()).collect::<Vec<_>>()
        };
        if !account.places.is_empty() && account.places != event.places {
            say(format!("also placed at {}", names(&account.places).join(", ")));
        }
        if account.certainty != event.certainty {
            say(format!("also told as {}", account.certainty.label()));
        }
    }
    found
}
