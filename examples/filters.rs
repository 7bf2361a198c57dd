//! How long filters take over a large table: `cargo run --release --example filters -- FILE.csv`
//!
//! Prints, for each filter, the time until every view has exact results, and of what that is made.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::Geocoder;
use chronotope::import::{LoadOptions, load};
use chronotope::model::{Certainty, LonLat};
use chronotope::query::{
    DatePrecision, EventIndex, Filter, FilterSums, PlacePrecision, Query, Region, TextIndex, Traits,
};
use chronotope::reading::Reader;
use chronotope::task::Task;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

fn main() {
    let file: PathBuf = std::env::args_os().nth(1).expect("a table's file").into();
    let task = Task::new();
    let gazetteer = Gazetteer::embedded(&task).unwrap();
    let basemap = Arc::new(Basemap::embedded().unwrap());
    let reader = Reader::new(Geocoder::new(Arc::new(gazetteer), basemap));
    let dataset = Arc::new(load(&[file], &LoadOptions::default(), &reader, &task));
    let index = Arc::new(EventIndex::new(Arc::clone(&dataset)));
    println!("{} events", dataset.event_count());
    let begun = Instant::now();
    let traits = Traits::build(&index, &task).unwrap();
    println!("traits, once: {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let entry = index.categories().first().unwrap().category.clone();
    let actor = traits.actors().name(0).unwrap_or_default().to_owned();
    let circle = Region::Circle { center: LonLat::clamped(36.3, 33.5), radius_m: 150_000.0 };
    let none = Filter::default;
    let filters = [
        ("category hidden", Filter { categories: [entry].into(), ..none() }),
        ("actor", Filter { actors: [actor].into(), ..none() }),
        ("certainty hidden", Filter { certainties: [Certainty::Stated].into(), ..none() }),
        ("date hidden", Filter { dates: [DatePrecision::Day].into(), ..none() }),
        ("place hidden", Filter { places: [PlacePrecision::Point].into(), ..none() }),
        ("within 150 km", Filter { regions: vec![circle], ..none() }),
        ("text", Filter { text: "market".to_owned(), ..none() }),
    ];
    println!("| filter | left | text ms | bits ms | counts ms | index ms | sums ms |");
    for (name, filter) in filters {
        let mut at = [Instant::now(); 6];
        let text = TextIndex::build(&dataset, &filter.text, &task).unwrap();
        at[1] = Instant::now();
        let failing = filter.failing(&index, &traits, &text, &task).unwrap();
        at[2] = Instant::now();
        let kept = failing.kept();
        let left = kept.count();
        at[3] = Instant::now();
        let narrowed = Arc::new(index.narrowed(&traits, &kept, &task).unwrap());
        at[4] = Instant::now();
        FilterSums::count(&index, &traits, &failing, index.extent(), &task).unwrap();
        at[5] = Instant::now();
        assert_eq!(Query::default().run(&narrowed).counts.filtered, dataset.event_count() - left);
        let parts = at.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64() * 1e3);
        let parts: Vec<String> = parts.map(|ms| format!("{ms:.1}")).collect();
        println!("| {name} | {left} | {} |", parts.join(" | "));
    }
}
