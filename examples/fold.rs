//! Measures folding: `cargo run --release --example fold -- --rows N [--tables T] [--reports R]`.
//!
//! N rows over ten years and a thousand towns, as one table or as T tables that overlap, and R reports
//! in documents that tell some of the rows again. Prints one line with the times.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::folding::fold;
use chronotope::model::{
    Category, Certainty, Dataset, Day, Decisions, Event, EventKind, Feature, LonLat, Passage,
    Place, PlaceId, PlaceShape, Source, SourceId, SourceKind, TimeSpan,
};
use chronotope::task::Task;
use std::sync::Arc;
use std::time::Instant;

const TOWNS: usize = 1_000;
const DAYS: u64 = 3_650;
const CATEGORIES: [&str; 6] = ["attack", "protest", "meeting", "advance", "withdrawal", "disaster"];
const ACTORS: [&str; 8] = [
    "Military Forces of Russia",
    "Ukraine",
    "Rioters",
    "Protesters",
    "SDF",
    "Police",
    "Israeli forces",
    "Unidentified Armed Group",
];

/// Numbers that look random and are the same at every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

fn source(name: String, kind: SourceKind) -> Source {
    Source {
        name,
        title: String::new(),
        publisher: String::new(),
        url: String::new(),
        dated: None,
        dated_from: None,
        suggested_date: None,
        kind,
        text: String::new(),
    }
}

fn towns(numbers: &mut Numbers) -> Vec<Place> {
    let town = |at: usize| Place {
        name: format!("Town {at}"),
        names: vec![],
        feature: Feature::new('P', "PPL"),
        position: LonLat::clamped(
            30.0 + numbers.below(15_000) as f64 / 1_000.0,
            30.0 + numbers.below(15_000) as f64 / 1_000.0,
        ),
        shape: PlaceShape::Point,
        radius_m: 2_000.0,
        population: None,
        country: Some("SY".to_owned()),
        admin1: None,
        geonameid: None,
        note: String::new(),
    };
    (0..TOWNS).map(town).collect()
}

fn row(numbers: &mut Numbers, source: u32, at: usize) -> Event {
    let mut pick = |list: &[&str]| list[numbers.below(list.len() as u64) as usize].to_owned();
    let (category, actor) = (pick(&CATEGORIES), pick(&ACTORS));
    let day = Day::from_epoch_days(16_000 + numbers.below(DAYS) as i64).unwrap();
    Event {
        title: format!("{actor} reported in row {at}"),
        category: Category::new(&category),
        kind: EventKind::Happening,
        when: Some(TimeSpan::from(day)),
        places: vec![PlaceId(numbers.below(TOWNS as u64) as u32)],
        actors: vec![actor],
        certainty: Certainty::Stated,
        evidence: vec![Passage { source: SourceId(source), range: at..at + 1 }],
        reasons: vec![],
        accounts: vec![],
        route: None,
    }
}

fn main() {
    let argument = |name: &str, usual: usize| {
        let mut args = std::env::args().skip_while(|arg| arg != name).skip(1);
        args.next().map_or(usual, |n| n.parse().expect("a number"))
    };
    let (rows, tables, reports) =
        (argument("--rows", 1_000_000), argument("--tables", 1), argument("--reports", 1_000));
    let mut numbers = Numbers(7);
    let mut dataset = Dataset { places: towns(&mut numbers), ..Dataset::default() };
    for table in 0..tables {
        dataset.sources.push(source(format!("table {table}.csv"), SourceKind::Table));
    }
    for at in 0..rows {
        let table = (at % tables.max(1)) as u32;
        dataset.events.push(row(&mut numbers, table, at));
    }
    for at in 0..reports {
        let id = dataset.sources.len() as u32;
        dataset.sources.push(source(format!("{at}.txt"), SourceKind::Document));
        let told = numbers.below(rows.max(1) as u64) as usize;
        let mut event =
            dataset.events.get(told).cloned().unwrap_or_else(|| row(&mut numbers, id, at));
        event.evidence = vec![Passage { source: SourceId(id), range: 0..1 }];
        dataset.events.push(event);
    }
    let dataset = Arc::new(dataset);
    let task = Task::new();
    let begun = Instant::now();
    let folded = fold(&dataset, &Decisions::default(), &task).expect("nobody stops it");
    let took = begun.elapsed().as_secs_f64();
    for warning in task.take_warnings() {
        println!("{}: {}", warning.place, warning.message);
    }
    println!(
        "{rows} rows in {tables} tables, {reports} reports: {} events shown, {took:.2} s",
        folded.dataset.events.len()
    );
}
