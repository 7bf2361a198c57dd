//! The base map: decoding, shapes and names of a frame at 1280 by 800 points.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::basemap::Basemap;
use chronotope::model::LonLat;
use chronotope::projection::Viewport;
use chronotope::scene::palette::Palette;
use chronotope::scene::{basemap, labels};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn base_map(c: &mut Criterion) {
    let Ok(map) = Basemap::embedded() else { return };
    let palette = Palette::light();
    c.bench_function("basemap/decode", |b| b.iter(|| black_box(Basemap::embedded().is_ok())));
    for zoom in [2.0, 5.0, 8.0, 11.0] {
        let view = Viewport::new(LonLat::clamped(38.0, 34.8), zoom, 1280.0, 800.0);
        c.bench_function(&format!("basemap/shapes at zoom {zoom}"), |b| {
            b.iter(|| black_box(basemap::shapes(&map, &view, &palette)));
        });
        c.bench_function(&format!("basemap/labels at zoom {zoom}"), |b| {
            b.iter(|| black_box(labels::shapes(&map, &view, &palette, None, &mut Vec::new())));
        });
    }
    c.bench_function("basemap/country at a position", |b| {
        b.iter(|| black_box(map.country_at(LonLat::clamped(38.6, 35.1))));
    });
}

criterion_group!(benches, base_map);
criterion_main!(benches);
