//! A date to suggest for an undated document, from others that tell of the same.
//!
//! Evidence is a day that both name by month and number ("January 18th"), with places and actors
//! that both name. The document then is of about the time of the other. It is a suggestion and
//! nothing more: what it says is read as of it only when somebody confirms it.

use crate::model::time::Day;
use crate::model::{Dataset, Event, MentionKind, PlaceId, Source, SourceId, SourceKind, TimeSpan};
use std::collections::{BTreeSet, HashMap, HashSet};

/// So many places that are no countries must be named by both: two stories of one region and week
/// share two or three.
const PLACES: usize = 3;
/// So many actors of events must be named by both.
const ACTORS: usize = 2;
/// A report of the same is looked for within so many days of the other's date: news is told again
/// for about a week.
const AROUND_DAYS: i64 = 7;
/// A day in common is at most so long before either report.
const RECENT_DAYS: i64 = 60;
/// So many others that name the same day are looked at.
const MOST_OTHERS: usize = 200;

/// A month and a day of the month.
type MonthDay = (u8, u8);

/// What a document names.
#[derive(Default)]
struct Named<'a> {
    days: BTreeSet<MonthDay>,
    places: HashSet<PlaceId>,
    actors: HashSet<&'a str>,
}

/// Suggests dates for the documents from `first` on that have none and suggest none themselves.
pub(super) fn suggest(dataset: &mut Dataset, first: usize) {
    let wanting = |source: &Source| {
        source.kind == SourceKind::Document
            && source.dated.is_none()
            && source.suggested_date.is_none()
    };
    if !dataset.sources.iter().skip(first).any(wanting) {
        return;
    }
    let named = named(dataset);
    let mut by_day: HashMap<MonthDay, Vec<usize>> = HashMap::new();
    for (at, (source, named)) in dataset.sources.iter().zip(&named).enumerate() {
        if about(source).is_some() {
            for day in &named.days {
                by_day.entry(*day).or_default().push(at);
            }
        }
    }
    let mut found: Vec<(usize, (TimeSpan, String))> = Vec::new();
    for (at, _) in dataset.sources.iter().enumerate().skip(first).filter(|(_, s)| wanting(s)) {
        let Some(own) = named.get(at) else { continue };
        let others = own.days.iter().flat_map(|day| {
            let others = by_day.get(day).into_iter().flatten().take(MOST_OTHERS);
            others.map(move |other| (*day, *other))
        });
        let best = others
            .filter_map(|(day, other)| {
                let theirs = named.get(other)?;
                let places = own.places.intersection(&theirs.places).count();
                let actors = own.actors.intersection(&theirs.actors).count();
                let enough = places >= PLACES && actors >= ACTORS;
                let other = dataset.sources.get(other).filter(|_| enough)?;
                Some((places + actors, suggestion(other, day, places, actors)?))
            })
            // The first of equals, so that the order of files decides.
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        found.extend(best.map(|(_, suggestion)| (at, suggestion)));
    }
    for (at, suggestion) in found {
        if let Some(source) = dataset.sources.get_mut(at) {
            source.suggested_date = Some(suggestion);
        }
    }
}

/// When a document is of, as far as is known or suggested.
fn about(source: &Source) -> Option<(&TimeSpan, bool)> {
    let suggested = || source.suggested_date.as_ref().map(|(span, _)| (span, false));
    let document = source.kind == SourceKind::Document;
    source.dated.as_ref().map(|span| (span, true)).or_else(suggested).filter(|_| document)
}

/// The stretch about another document's date, no earlier than the day that both name.
fn suggestion(
    other: &Source,
    (month, day): MonthDay,
    places: usize,
    actors: usize,
) -> Option<(TimeSpan, String)> {
    let (span, sure) = about(other)?;
    let begin = span.earliest()?.day();
    let end = crate::model::Second(span.latest()?.0.checked_sub(1)?).day();
    let common = [end.year(), end.year() - 1]
        .into_iter()
        .filter_map(|year| Day::new(year, month, day))
        .find(|common| *common <= end)?;
    if end.epoch_days() - common.epoch_days() > RECENT_DAYS {
        return None;
    }
    let from = begin.plus_days(-AROUND_DAYS)?.max(common);
    let to = end.plus_days(AROUND_DAYS)?;
    let stretch = TimeSpan::between(&TimeSpan::from(from), &TimeSpan::from(to))?;
    let of = if sure { "is of" } else { "seems to be of" };
    let why = format!(
        "it names {} as {} does, with {places} places and {actors} actors in common, and that {of} {}",
        TimeSpan::from(common).label(),
        other.name,
        span.label()
    );
    Some((stretch, why))
}

fn named(dataset: &Dataset) -> Vec<Named<'_>> {
    let mut named: Vec<Named<'_>> = dataset.sources.iter().map(|_| Named::default()).collect();
    for mention in &dataset.mentions {
        let Some(own) = named.get_mut(mention.passage.source.index()) else { continue };
        match &mention.kind {
            MentionKind::Toponym { place: Some(id), .. } => {
                let country =
                    |id| dataset.place(id).is_none_or(|p| p.feature.code.starts_with("PCL"));
                if !own.places.contains(id) && !country(*id) {
                    own.places.insert(*id);
                }
            }
            MentionKind::Time { value, .. } => own.days.extend(month_day(value)),
            MentionKind::Toponym { place: None, .. } => {}
        }
    }
    for event in &dataset.events {
        for source in sources_of(event) {
            if let Some(own) = named.get_mut(source.index()) {
                own.actors.extend(event.actors.iter().map(String::as_str));
            }
        }
    }
    named
}

fn sources_of(event: &Event) -> BTreeSet<SourceId> {
    event.evidence.iter().map(|passage| passage.source).collect()
}

/// The month and day of a TIMEX3 value that is a day, whatever its year: `2026-01-18`, `XXXX-01-18`.
fn month_day(value: &str) -> Option<MonthDay> {
    let mut parts = value.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = year.len() == 4 && parts.next().is_none();
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    (plain && Day::new(2000, month, day).is_some()).then_some((month, day))
}
