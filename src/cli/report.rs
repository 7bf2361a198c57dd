//! What was found, for people: events, places and times of each document in columns.

use super::terminal::{clean, fit, table};
use crate::model::{
    Account, Dataset, DatedFrom, Event, EventId, Mention, MentionKind, PlaceId, Source, SourceId,
    ToponymForm,
};
use std::fmt::Write as _;

/// Widest title and quote; what is longer is cut.
const WIDE: usize = 60;

/// So many events of a table kept outside are listed; it may have millions.
const OUTSIDE: usize = 1_000;

/// The whole report.
pub(super) fn text(dataset: &Dataset) -> String {
    let mut out = String::new();
    for (at, source) in dataset.sources.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let id = SourceId::from_index(at);
        head(&mut out, source);
        section(&mut out, ["event", "events"], events(dataset, id));
        if let Some(more) = dataset.events_of(id).and_then(|all| all.len().checked_sub(OUTSIDE)) {
            let way = "`--format jsonl` writes all";
            let _ = writeln!(out, "    and {more} more in the order of the file; {way}");
        }
        section(&mut out, ["place", "places"], places(dataset, id));
        section(&mut out, UNRESOLVED, unresolved(dataset, id));
        section(&mut out, ["time", "times"], times(dataset, id));
    }
    out
}

fn head(out: &mut String, source: &Source) {
    let mut words = clean(source.heading()).into_owned();
    if !source.publisher.is_empty() {
        let _ = write!(words, " — {}", clean(&source.publisher));
    }
    let _ = writeln!(out, "{words}");
    let dated = match (&source.dated, &source.dated_from, &source.suggested_date) {
        (Some(span), Some(from), _) => {
            let how = match from {
                DatedFrom::Option => "as you say".to_owned(),
                DatedFrom::Metadata(field) => format!("by its {field}"),
                DatedFrom::Text(why) => format!("worked out: {why}"),
            };
            format!("dated {} ({how})", span.label())
        }
        (Some(span), None, _) => format!("dated {}", span.label()),
        (None, _, Some((span, why))) => {
            format!("undated; the text suggests {} ({why})", span.label())
        }
        (None, _, None) => "undated".to_owned(),
    };
    if source.heading() == source.name {
        let _ = writeln!(out, "{}", clean(&dated));
    } else {
        let _ = writeln!(out, "{} · {}", clean(&source.name), clean(&dated));
    }
}

const UNRESOLVED: [&str; 2] = ["place named but not resolved", "places named but not resolved"];

/// Rows under their number, which says `one` or `many`.
fn section(out: &mut String, [one, many]: [&str; 2], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    let name = if rows.len() == 1 { one } else { many };
    let _ = writeln!(out, "\n  {} {name}", rows.len());
    out.push_str(&table(&rows, "    "));
}

fn events(dataset: &Dataset, id: SourceId) -> Vec<Vec<String>> {
    let of_source = |event: &&Event| event.evidence.iter().any(|passage| passage.source == id);
    let outside = dataset.events_of(id).into_iter().flatten().take(OUTSIDE);
    let made: Vec<Event> = outside
        .filter_map(|at| Some(dataset.event(EventId::from_index(at))?.into_owned()))
        .collect();
    let held = dataset.events.iter().filter(of_source);
    let mut events: Vec<&Event> = held.chain(&made).collect();
    // By time; the undated stand last.
    events.sort_by_key(|event| {
        let when = event.when.as_ref().and_then(|span| span.earliest().or(span.latest()));
        (when.is_none(), when)
    });
    let row = |event: &Event| {
        // In a folded event each document has its own word, which need not be the one that is shown.
        let own = event.clone().unfolded().find(|one| of_source(&one));
        let (event, others) = (own.as_ref().unwrap_or(event), others(dataset, event, id));
        let when = event.when.as_ref().map_or_else(|| "undated".to_owned(), |span| span.label());
        let names: Vec<String> =
            event.places.iter().filter_map(|id| Some(dataset.place(*id)?.name.clone())).collect();
        let place = if names.is_empty() { "unplaced".to_owned() } else { names.join(", ") };
        vec![
            when,
            fit(&clean(&event.title), WIDE),
            fit(&clean(&place), 40),
            event.certainty.label().to_owned(),
            others,
        ]
    };
    events.into_iter().map(row).collect()
}

/// Who else tells a folded event: "also in b.txt".
fn others(dataset: &Dataset, event: &Event, id: SourceId) -> String {
    let sources = event.accounts.iter().filter_map(Account::source).filter(|other| *other != id);
    let mut names: Vec<&str> =
        sources.filter_map(|other| Some(dataset.source(other)?.name.as_str())).collect();
    names.dedup();
    match names.as_slice() {
        [] => String::new(),
        [only] => format!("also in {}", fit(&clean(only), 40)),
        [first, rest @ ..] => {
            format!("also in {} and {} more", fit(&clean(first), 40), rest.len())
        }
    }
}

fn of_source(dataset: &Dataset, id: SourceId) -> impl Iterator<Item = &Mention> {
    dataset.mentions.iter().filter(move |mention| mention.passage.source == id)
}

fn form(form: ToponymForm) -> &'static str {
    match form {
        ToponymForm::Literal => "",
        ToponymForm::Facility => "site",
        ToponymForm::Region => "part or region",
        ToponymForm::Metonym => "government",
        ToponymForm::Demonym => "adjective",
    }
}

/// Each place once, in the order of first mention, with how often and how it is named.
fn places(dataset: &Dataset, id: SourceId) -> Vec<Vec<String>> {
    let mut found: Vec<(PlaceId, usize, f32, Vec<&'static str>)> = Vec::new();
    for mention in of_source(dataset, id) {
        let MentionKind::Toponym { form: used, place: Some(place), candidates } = &mention.kind
        else {
            continue;
        };
        let score = candidates.iter().find(|c| c.place == *place).map_or(1.0, |c| c.score);
        let at = found.iter().position(|(known, ..)| known == place).unwrap_or_else(|| {
            found.push((*place, 0, 0.0, Vec::new()));
            found.len() - 1
        });
        if let Some((_, times, best, forms)) = found.get_mut(at) {
            *times += 1;
            *best = best.max(score);
            if !form(*used).is_empty() && !forms.contains(&form(*used)) {
                forms.push(form(*used));
            }
        }
    }
    let row = |(id, times, score, forms): (PlaceId, usize, f32, Vec<&str>)| {
        let place = dataset.place(id)?;
        let p = place.position;
        let country = place.country.as_deref().unwrap_or_default();
        Some(vec![
            fit(&clean(&place.name), 40),
            [place.feature.label(), country].join(" ").trim_end().to_owned(),
            format!("{:>9.4} {:>9.4}", p.lat(), p.lon()),
            format!("±{}", distance(place.radius_m)),
            format!("{score:.2}"),
            if times == 1 { "once".to_owned() } else { format!("{times} times") },
            if forms.is_empty() { String::new() } else { format!("as {}", forms.join(", ")) },
        ])
    };
    found.into_iter().filter_map(row).collect()
}

/// A length in metres, as people say it.
pub(super) fn distance(metres: f64) -> String {
    if metres < 1_000.0 {
        format!("{metres:.0} m")
    } else if metres < 10_000.0 {
        format!("{:.1} km", metres / 1_000.0)
    } else {
        format!("{:.0} km", metres / 1_000.0)
    }
}

fn unresolved(dataset: &Dataset, id: SourceId) -> Vec<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let Some(source) = dataset.source(id) else { return Vec::new() };
    for mention in of_source(dataset, id) {
        if matches!(mention.kind, MentionKind::Toponym { place: None, .. }) {
            let quote = clean(source.quote(&mention.passage.range)).into_owned();
            if !names.contains(&quote) {
                names.push(quote);
            }
        }
    }
    names.into_iter().map(|name| vec![name]).collect()
}

fn times(dataset: &Dataset, id: SourceId) -> Vec<Vec<String>> {
    let Some(source) = dataset.source(id) else { return Vec::new() };
    let row = |mention: &Mention| {
        let MentionKind::Time { value, span, reading, .. } = &mention.kind else { return None };
        let quote = clean(source.quote(&mention.passage.range)).into_owned();
        let when = span.as_ref().map_or_else(|| "open".to_owned(), |span| span.label());
        Some(vec![
            format!("“{}”", fit(&quote, WIDE)),
            value.clone(),
            when,
            clean(reading).into_owned(),
        ])
    };
    of_source(dataset, id).filter_map(row).collect()
}
