//! Small datasets for the tests of folding.
// A failing test may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod laws;
mod rules;

use super::*;
use crate::model::{
    Certainty, EventKind, Feature, Passage, Place, PlaceId, Source, SourceId, SourceKind, fixture,
};

/// 0 a town, 1 another, 2 its airport, 3 the country of both, 4 a capital elsewhere.
fn places() -> Vec<Place> {
    let place =
        |name: &str, (class, code): (char, &str), lon, lat, radius_m, country: &str| Place {
            feature: Feature::new(class, code),
            country: Some(country.to_owned()),
            ..fixture::place(name, lon, lat, radius_m)
        };
    vec![
        place("Homs", ('P', "PPLA"), 36.72, 34.73, 8_000.0, "SY"),
        place("Qamishli", ('P', "PPL"), 41.2315, 37.0522, 5_000.0, "SY"),
        place("Qamishli airport", ('S', "AIRP"), 41.1914, 37.0206, 2_000.0, "SY"),
        place("Syria", ('A', "PCLI"), 38.5, 35.0, 300_000.0, "SY"),
        place("Moscow", ('P', "PPLC"), 37.62, 55.75, 25_000.0, "RU"),
    ]
}

/// "category | EDTF or nothing | places | actors, by commas | title"; "S:" before the category makes
/// a state.
fn event(source: u32, at: usize, line: &str) -> Event {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let (state, category) = match cells[0].strip_prefix("S:") {
        Some(rest) => (true, rest),
        None => (false, cells[0]),
    };
    let title = cells[4];
    let presence = fixture::state(title, "in place", "over");
    let when = Some(cells[1]).filter(|when| !when.is_empty());
    let places: Vec<u32> = cells[2].split_whitespace().map(|id| id.parse().unwrap()).collect();
    let actors = cells[3].split(',').map(str::trim).filter(|a| !a.is_empty());
    Event {
        kind: if state { presence } else { EventKind::Happening },
        actors: actors.map(str::to_owned).collect(),
        evidence: vec![Passage { source: SourceId(source), range: at * 10..at * 10 + 8 }],
        ..fixture::event(title, category, when, &places)
    }
}

fn source(name: &str, kind: SourceKind) -> Source {
    let text = format!("{name} {}", "0123456789".repeat(40));
    Source { dated: "2026-01-28".parse().ok(), kind, ..fixture::source(name, &text) }
}

/// One document for each list of lines.
fn documents(documents: &[&[&str]]) -> Arc<Dataset> {
    let mut dataset = Dataset { places: places(), ..Dataset::default() };
    for (at, lines) in documents.iter().enumerate() {
        dataset.sources.push(source(&format!("{at}.txt"), SourceKind::Document));
        let id = u32::try_from(at).unwrap();
        dataset.events.extend(lines.iter().enumerate().map(|(i, line)| event(id, i, line)));
    }
    Arc::new(dataset)
}

fn folded(dataset: &Arc<Dataset>, decisions: &Decisions) -> Arc<Dataset> {
    fold(dataset, decisions, &Task::new()).unwrap().dataset
}

fn plainly(dataset: &Arc<Dataset>) -> Arc<Dataset> {
    folded(dataset, &Decisions::default())
}

/// How many events are left of two that two documents tell.
fn left(a: &str, b: &str) -> usize {
    plainly(&documents(&[&[a], &[b]])).events.len()
}
