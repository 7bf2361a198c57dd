//! Datasets drawn at random, for tests: events of every sort, held and as rows of tables.

use super::{EventIndex, Query};
use crate::gazetteer::fold;
use crate::model::{
    Category, Certainty, Dataset, Event, EventKind, Found, LonLat, Mention, Passage, Place, RowKey,
    Rows, Second, Source, SourceId, Table, TimeSpan, Window, Within, fixture,
};
use crate::projection::World;
use crate::query::{DatePrecision, Filter, PlacePrecision, Region};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) const DAY_S: i64 = 86_400;

pub(crate) fn place(lon: f64, lat: f64, radius_m: f64) -> Place {
    fixture::place("Somewhere", lon, lat, radius_m)
}

/// Two towns, one spot in each, one on the antimeridian, one region.
pub(crate) fn places() -> Vec<Place> {
    vec![
        place(36.3, 33.5, 4_000.0),
        place(36.31, 33.5, 0.0),
        place(41.2, 37.0, 4_000.0),
        place(179.999, -17.0, 100.0),
        place(38.0, 35.0, 300_000.0),
    ]
}

pub(crate) fn when() -> impl Strategy<Value = Option<String>> {
    let day = |d: i64| {
        TimeSpan::day(2026, 1 + (d / 28) as u8, 1 + (d % 28) as u8).map(|span| span.to_string())
    };
    let text = move |d: i64| day(d).unwrap_or_default();
    prop_oneof![
        1 => Just(None),
        6 => (0i64..168).prop_map(day),
        1 => (0i64..168).prop_map(move |d| Some(format!("{}~", text(d)))),
        2 => (0i64..84, 1i64..84).prop_map(move |(a, b)| Some(format!("{}/{}", text(a), text(a + b)))),
        1 => (0i64..168).prop_map(move |d| Some(format!("{}/..", text(d)))),
        1 => (0i64..168).prop_map(move |d| Some(format!("../{}", text(d)))),
        1 => (0i64..168).prop_map(move |d| Some(format!("/{}", text(d)))),
        1 => (0i64..80, 2i64..80).prop_map(move |(a, b)| Some(format!("[{},{}]", text(a), text(a + b)))),
        1 => Just(Some("2026-02".to_owned())),
        1 => Just(Some("-0480/2030".to_owned())),
    ]
}

pub(crate) fn event() -> impl Strategy<Value = Event> {
    let category = prop::sample::select(vec!["attack", "meeting", "presence"]);
    let at = prop::collection::vec(0u32..5, 0..3);
    let title = prop::sample::select(vec!["Something", "Shelling of Qāmishlī", "A visit"]);
    let actors = prop::collection::vec(prop::sample::select(vec!["SDF", "Army", "Envoy"]), 0..3);
    let more = (
        title,
        actors,
        prop::sample::select(Certainty::ALL.to_vec()),
        prop::collection::vec(0u32..3, 1..3),
    );
    (category, when(), any::<bool>(), at, more).prop_map(|(category, when, state, at, more)| {
        let (title, actors, certainty, sources) = more;
        let passage = |n| Passage { source: SourceId(n), range: 0..4 };
        let kind = if state { fixture::state("It", "holds", "over") } else { EventKind::Happening };
        Event {
            kind,
            actors: actors.into_iter().map(str::to_owned).collect(),
            certainty,
            evidence: sources.into_iter().map(passage).collect(),
            ..fixture::event(title, category, when.as_deref(), &at)
        }
    })
}

/// Three reports and a file of tables.
pub(crate) fn sources() -> Vec<Source> {
    let source = |name: &str| fixture::source(name, "Qāmishlī was named.");
    ["first.txt", "second.txt", "third.txt", "rows.csv"].map(source).to_vec()
}

/// Some events held, the others kept in two tables.
pub(crate) fn index() -> impl Strategy<Value = Arc<EventIndex>> {
    let events = || prop::collection::vec(event(), 0..80);
    (events(), prop::option::of((events(), events()))).prop_map(|(events, tables)| {
        let tables = tables.into_iter().flat_map(|(first, second)| [first, second]);
        let tables = tables.map(|events| Table { source: SourceId(3), rows: Kept::rows(events) });
        let dataset = Dataset {
            sources: sources(),
            places: places(),
            events,
            tables: tables.collect(),
            ..Dataset::default()
        };
        Arc::new(EventIndex::new(Arc::new(dataset)))
    })
}

/// A table that holds its rows as events after all.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) folder: Option<std::path::PathBuf>,
    pub(crate) events: Vec<Event>,
    pub(crate) places: Vec<Place>,
    pub(crate) categories: Vec<Category>,
}

impl Kept {
    /// A row tells of something that happened, at one place at most.
    pub(crate) fn rows(events: Vec<Event>) -> Arc<dyn Rows> {
        Arc::new(Self::of(events))
    }

    pub(crate) fn of(mut events: Vec<Event>) -> Self {
        for event in &mut events {
            event.kind = EventKind::Happening;
            event.places.truncate(1);
            event.actors.clear();
            event.certainty = Certainty::Stated;
            event.evidence.clear();
        }
        let categories: BTreeSet<Category> = events.iter().map(|e| e.category.clone()).collect();
        let categories = categories.into_iter().collect();
        Self { folder: None, events, places: places(), categories }
    }
}

impl Rows for Kept {
    fn file(&self) -> &std::path::Path {
        std::path::Path::new("kept.csv")
    }
    fn len(&self) -> usize {
        self.events.len()
    }
    fn places(&self) -> usize {
        self.places.len()
    }
    fn categories(&self) -> &[Category] {
        &self.categories
    }
    fn key(&self, row: usize) -> Option<RowKey> {
        let event = self.events.get(row)?;
        let when = event.when.as_ref();
        Some(RowKey {
            span: event.hull(),
            doubted: when.is_some_and(TimeSpan::is_uncertain),
            place: event.places.first().map(|place| place.0),
            category: self.categories.iter().position(|c| *c == event.category)? as u16,
        })
    }
    fn spot(&self, place: usize) -> Option<(LonLat, f64)> {
        self.places.get(place).map(|place| (place.position, place.radius_m))
    }
    fn event(&self, row: usize) -> Option<Event> {
        self.events.get(row).cloned()
    }
    fn place(&self, place: usize) -> Option<Place> {
        self.places.get(place).cloned()
    }
    fn mentions(&self, _row: usize) -> Vec<Mention> {
        Vec::new()
    }
    fn text(&self, _range: std::ops::Range<usize>) -> Option<String> {
        None
    }
    fn rows_in(&self, _range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        0..0
    }
    fn chars(&self) -> usize {
        0
    }
    fn beside(&self, ending: &str) -> Option<std::path::PathBuf> {
        Some(self.folder.as_ref()?.join(ending))
    }
    fn find(
        &self,
        words: &str,
        _within: Within,
        from: usize,
        most: usize,
        _stop: &(dyn Fn() -> bool + Sync),
    ) -> Found {
        let key = fold(words);
        let has = |event: &Event| {
            let places = event.places.iter().filter_map(|place| self.places.get(place.index()));
            fold(&event.title).contains(&key)
                || places.into_iter().any(|p| fold(&p.name).contains(&key))
        };
        let rows = self.events.iter().enumerate().skip(from).filter(|(_, event)| has(event));
        let rows: Vec<u32> = rows.map(|(row, _)| row as u32).take(most.min(7)).collect();
        // In small steps, so that going on is tried as well.
        let next = if rows.len() < most.min(7) { self.events.len() } else { rows[6] as usize + 1 };
        Found { rows, next, done: next >= self.events.len() }
    }
    fn lost(&self) -> Option<String> {
        None
    }
}

/// Every event, made where it is a row.
pub(crate) fn all(index: &EventIndex) -> Vec<Event> {
    index.dataset().all_events().map(|(_, event)| event.into_owned()).collect()
}

pub(crate) fn query() -> impl Strategy<Value = Query> {
    let begin = Second::from_civil(2025, 12, 1, 0, 0, 0).unwrap();
    let window = (0i64..220 * 24, 1i64..120 * DAY_S).prop_map(move |(hour, length)| {
        let from = begin.0 + hour * 3_600;
        Some(Window::new(Second(from), Second(from + length)))
    });
    prop_oneof![9 => window, 1 => Just(None)].prop_map(|window| Query { window })
}

/// Filters of every sort, of what [`event`] draws.
pub(crate) fn filter() -> impl Strategy<Value = Filter> {
    let some = |names: &[&'static str]| subsequence(names.to_vec(), 0..=1);
    let rarely = |regions: Vec<Region>| prop::option::weighted(0.3, select(regions));
    let box_of = |west, south, east, north| {
        let corner = |lon, lat| World::from_lonlat(LonLat::clamped(lon, lat));
        Region::rectangle(corner(west, north), corner(east, south))
    };
    let circle = Region::Circle { center: LonLat::clamped(41.2, 37.0), radius_m: 300_000.0 };
    let regions = vec![box_of(34.0, 30.0, 40.0, 40.0), box_of(179.0, -20.0, 181.0, 0.0), circle];
    let coded = (
        some(&["attack", "meeting"]),
        subsequence(Certainty::ALL.to_vec(), 0..=2),
        subsequence(PlacePrecision::ALL.to_vec(), 0..=2),
        subsequence(DatePrecision::ALL.to_vec(), 0..=2),
    );
    let named = (
        some(&["SDF", "Army"]),
        some(&["first.txt", "rows.csv"]),
        rarely(regions),
        prop::option::weighted(0.3, select(vec!["qamishli", "A VISIT", "sdf", "nothing such"])),
    );
    (coded, named).prop_map(|((categories, certainties, places, dates), named)| Filter {
        categories: categories.into_iter().map(Category::new).collect(),
        certainties: certainties.into_iter().collect(),
        places: places.into_iter().collect(),
        dates: dates.into_iter().collect(),
        actors: named.0.into_iter().map(str::to_owned).collect(),
        sources: named.1.into_iter().map(str::to_owned).collect(),
        regions: named.2.into_iter().collect(),
        text: named.3.unwrap_or_default().to_owned(),
    })
}
