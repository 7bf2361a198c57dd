//! One frame of the base map: the ground worked out anew, its names, and the marks on it.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::app::{State, embedded};
use chronotope::basemap::Basemap;
use chronotope::model::LonLat;
use chronotope::projection::Viewport;
use chronotope::scene::{Highlight, Subject, basemap, labels, marks, palette::Palette};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

/// The world, the region, the country, the town; 1280 x 800 points.
const VIEWS: [(&str, f64); 4] = [("world", 1.8), ("region", 4.6), ("country", 7.0), ("town", 10.0)];

fn frame(c: &mut Criterion) {
    let (Ok(map), Ok(story)) = (Basemap::embedded(), embedded()) else { return };
    let palette = Palette::light();
    let state = State::new(story);
    let none = Highlight::default();
    for (name, zoom) in VIEWS {
        let Ok(center) = LonLat::new(38.5, 34.8) else { return };
        let view = Viewport::new(center, zoom, 1280.0, 800.0);
        c.bench_function(&format!("ground/{name}"), |b| {
            b.iter(|| basemap::shapes(&map, black_box(&view), &palette));
        });
        c.bench_function(&format!("names/{name}"), |b| {
            b.iter(|| labels::shapes(&map, black_box(&view), &palette, &mut Vec::new()));
        });
        let subject = Subject {
            dataset: state.dataset(),
            matches: state.matches(),
            window: state.session.window,
            cursor: state.session.cursor,
            hide_outside: false,
            selected: &none,
            hovered: &none,
            palette: &palette,
        };
        c.bench_function(&format!("marks/{name}"), |b| {
            b.iter(|| marks::scene(&subject, black_box(&view), None, &mut Vec::new()));
        });
    }
}

criterion_group!(benches, frame);
criterion_main!(benches);
