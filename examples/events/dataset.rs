//! The made-up events as a dataset in memory, as the reader of tables would make it: one place for
//! each name and position, one passage for each event.

use super::model;
use chronotope::model::{
    Category, Certainty, Dataset, Event, EventKind, Feature, LonLat, Passage, Place, PlaceId,
    PlaceShape, Second, Source, SourceId, SourceKind, TimeSpan,
};
use std::collections::HashMap;

const DAY_S: i64 = 86_400;

/// So many events of a seed.
pub fn dataset(count: usize, seed: u64) -> Dataset {
    let categories = model::CATEGORIES.map(|name| Category::new(&name.to_lowercase()));
    let mut known: HashMap<(usize, u64, u64), PlaceId> = HashMap::new();
    let mut dataset = Dataset { title: format!("{count} made-up events"), ..Dataset::default() };
    dataset.events.reserve(count);
    for event in model::World::new(seed).events(count).flatten() {
        let key = (event.town, event.lon.to_bits(), event.lat.to_bits());
        let place = *known.entry(key).or_insert_with(|| {
            dataset.places.push(place(&event));
            PlaceId::from_index(dataset.places.len() - 1)
        });
        let at = dataset.events.len();
        dataset.events.push(Event {
            title: format!("{} in Town {:04}", model::CATEGORIES[event.category], event.town),
            category: categories[event.category].clone(),
            kind: EventKind::Happening,
            when: Some(when(&event)),
            places: vec![place],
            actors: Vec::new(),
            certainty: Certainty::Stated,
            evidence: vec![Passage { source: SourceId(0), range: at * 8..at * 8 + 7 }],
            reasons: Vec::new(),
            accounts: Vec::new(),
            route: None,
        });
    }
    dataset.sources.push(Source {
        name: "made-up.csv".to_owned(),
        title: String::new(),
        publisher: String::new(),
        url: String::new(),
        dated: None,
        dated_from: None,
        suggested_date: None,
        kind: SourceKind::Table,
        text: "made up\n".repeat(count),
    });
    dataset
}

fn when(event: &model::Event) -> TimeSpan {
    let day = |at_s: i64| TimeSpan::from(Second(at_s).day());
    let first = day(event.begin_s);
    let last = event.days.map(|days| day(event.begin_s + days * DAY_S));
    last.and_then(|last| TimeSpan::between(&first, &last)).unwrap_or(first)
}

fn place(event: &model::Event) -> Place {
    Place {
        name: format!("Town {:04}", event.town),
        names: Vec::new(),
        feature: Feature::new('S', ""),
        position: LonLat::clamped(event.lon, event.lat),
        shape: PlaceShape::Point,
        radius_m: 50.0,
        population: None,
        country: None,
        admin1: None,
        geonameid: None,
        note: String::new(),
    }
}
