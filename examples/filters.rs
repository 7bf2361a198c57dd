//! How long filters take over a large table: `cargo run --release --example filters -- FILE.csv`
//!
//! Prints in milliseconds, for each filter: words looked for, the exact count, the index that all
//! views draw from, a first picture of the world over all of time, and these together; then counting
//! ahead, and the counts beside the values of filters.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::Geocoder;
use chronotope::import::{LoadOptions, load};
use chronotope::model::{Certainty, LonLat, Second};
use chronotope::query::{
    Area, DatePrecision, EventIndex, Filter, FilterSums, PlacePrecision, Query, Region, TextIndex,
    Traits,
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
    let window = index.extent().unwrap();
    // The world in squares of 8 points, 1280 by 800 points at zoom 1, and 400 bars.
    let area = Area { level: 6, left: 0, top: 0, width: 64, height: 64 };
    let view = index.spot_view(area);
    let (from, to) = (window.begin().0, window.end().0);
    let bars: Vec<Second> = (0..=400).map(|at| Second(from + (to - from) / 400 * at)).collect();
    let filters = [
        ("category hidden", Filter { categories: [entry].into(), ..none() }),
        ("actor", Filter { actors: [actor].into(), ..none() }),
        ("certainty hidden", Filter { certainties: [Certainty::Stated].into(), ..none() }),
        ("date hidden", Filter { dates: [DatePrecision::Day].into(), ..none() }),
        ("place hidden", Filter { places: [PlacePrecision::Point].into(), ..none() }),
        ("within 150 km", Filter { regions: vec![circle], ..none() }),
        ("text", Filter { text: "market".to_owned(), ..none() }),
    ];
    println!(
        "| filter | left | words | exact count | index | first picture | in all | ahead | beside |"
    );
    for (name, filter) in filters {
        let mut at = [Instant::now(); 7];
        let text = TextIndex::build(&dataset, &filter.text, &task).unwrap();
        at[1] = Instant::now();
        let failing = filter.failing(&index, &traits, &text, &task).unwrap();
        at[2] = Instant::now();
        let kept = Arc::clone(failing.kept());
        let left = kept.count();
        let narrowed = Arc::new(index.narrowed(&traits, kept, &task).unwrap());
        at[3] = Instant::now();
        // What is on screen: the sums, the squares of the map, the bars of the timeline, the first
        // rows of lists and table.
        let matches = Query { window: Some(window) }.run(&narrowed);
        let spots = narrowed.spots_in(&view, window);
        let bars = narrowed.dated().flow(&bars);
        let rows = narrowed.shown(matches.query());
        let rows: Vec<_> = (0..40).filter_map(|at| narrowed.order().id(rows.get(at)?)).collect();
        std::hint::black_box((spots, bars, rows));
        at[4] = Instant::now();
        narrowed.count_ahead();
        at[5] = Instant::now();
        FilterSums::count(&index, &traits, &failing, index.extent(), &task).unwrap();
        at[6] = Instant::now();
        assert_eq!(matches.counts.filtered, dataset.event_count() - left);
        let ms = |from: usize, to: usize| (at[to] - at[from]).as_secs_f64() * 1e3;
        let parts = [ms(0, 1), ms(1, 2), ms(2, 3), ms(3, 4), ms(0, 4), ms(4, 5), ms(5, 6)];
        let parts = parts.map(|ms| format!("{ms:.1}"));
        println!("| {name} | {left} | {} |", parts.join(" | "));
    }
}
