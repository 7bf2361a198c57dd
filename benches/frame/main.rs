//! One frame of the base map: the ground worked out anew, its names, and the marks on it. After
//! that, where nothing else is asked for, the whole window over a million events (`scrub`).
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[cfg(feature = "gui")]
#[allow(dead_code, missing_docs)] // what a test needs of it
mod paint;
#[cfg(feature = "gui")]
mod scrub;

use chronotope::app::{State, embedded};
use chronotope::basemap::Basemap;
use chronotope::model::LonLat;
use chronotope::projection::Viewport;
use chronotope::scene::{basemap, labels, marks, palette::Palette};
use criterion::{Criterion, criterion_group};
use std::hint::black_box;

/// The world, the region, the country, the town; 1280 x 800 points.
const VIEWS: [(&str, f64); 4] = [("world", 1.8), ("region", 4.6), ("country", 7.0), ("town", 10.0)];

fn frame(c: &mut Criterion) {
    let (Ok(map), Ok(story)) = (Basemap::embedded(), embedded()) else { return };
    let palette = Palette::light();
    let state = State::new(story);
    for (name, zoom) in VIEWS {
        let Ok(center) = LonLat::new(38.5, 34.8) else { return };
        let view = Viewport::new(center, zoom, 1280.0, 800.0);
        c.bench_function(&format!("ground/{name}"), |b| {
            b.iter(|| basemap::shapes(&map, black_box(&view), &palette));
        });
        c.bench_function(&format!("names/{name}"), |b| {
            b.iter(|| labels::shapes(&map, black_box(&view), &palette, None, &mut Vec::new()));
        });
        let subject = state.subject(&palette);
        c.bench_function(&format!("marks/{name}"), |b| {
            b.iter(|| marks::scene(&subject, black_box(&view), None, &mut Vec::new()));
        });
    }
}

criterion_group!(benches, frame);

fn main() {
    // The arguments that cargo passes to a benchmark's program, and a filter where there is one.
    let args: Vec<String> = std::env::args().skip(1).collect();
    let tried = args.iter().any(|arg| arg == "--test" || arg == "--list");
    let filter = args.iter().find(|arg| !arg.starts_with('-'));
    if filter.is_none_or(|filter| !"scrub".contains(filter.as_str())) {
        benches();
        Criterion::default().configure_from_args().final_summary();
    }
    #[cfg(feature = "gui")]
    if !tried && filter.is_none_or(|filter| "scrub".contains(filter.as_str())) {
        scrub::table();
    }
}
