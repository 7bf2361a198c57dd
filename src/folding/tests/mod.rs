//! Small datasets for the tests of folding.
// A failing test may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod laws;
mod rules;

use super::*;
use crate::model::{
    Category, Certainty, EventKind, Feature, LonLat, Passage, Place, PlaceId, PlaceShape, Source,
    SourceId, SourceKind, StateWords,
};

/// 0 a town, 1 another, 2 its airport, 3 the country of both, 4 a capital elsewhere.
fn places() -> Vec<Place> {
    let place =
        |name: &str, (class, code): (char, &str), lon, lat, radius_m, country: &str| Place {
            name: name.to_owned(),
            names: vec![],
            feature: Feature::new(class, code),
            position: LonLat::new(lon, lat).unwrap(),
            shape: PlaceShape::Point,
            radius_m,
            population: None,
            country: Some(country.to_owned()),
            admin1: None,
            geonameid: None,
            note: String::new(),
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
    let words = StateWords {
        subject: cells[4].to_owned(),
        holding: "in place".to_owned(),
        ended: "over".to_owned(),
    };
    Event {
        title: cells[4].to_owned(),
        category: Category::new(category),
        kind: if state { EventKind::State(words) } else { EventKind::Happening },
        when: (!cells[1].is_empty()).then(|| cells[1].parse().unwrap()),
        places: cells[2].split_whitespace().map(|id| PlaceId(id.parse().unwrap())).collect(),
        actors: cells[3]
            .split(',')
            .map(str::trim)
            .filter(|a| !a.is_empty())
            .map(str::to_owned)
            .collect(),
        certainty: Certainty::Stated,
        evidence: vec![Passage { source: SourceId(source), range: at * 10..at * 10 + 8 }],
        reasons: vec![],
        accounts: vec![],
        route: None,
    }
}

fn source(name: &str, kind: SourceKind) -> Source {
    Source {
        name: name.to_owned(),
        title: String::new(),
        publisher: String::new(),
        url: String::new(),
        dated: "2026-01-28".parse().ok(),
        dated_from: None,
        suggested_date: None,
        kind,
        text: format!("{name} {}", "0123456789".repeat(40)),
    }
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
