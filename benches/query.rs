//! What the window asks of a dataset while the slider moves: sums, squares, what is under the pointer.
//! `cargo bench --bench query`
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what others need of the made-up events

#[path = "../examples/events/dataset.rs"]
mod dataset;
#[path = "../examples/events/model.rs"]
mod model;
#[path = "../examples/events/random.rs"]
mod random;

use chronotope::model::{Second, Window};
use chronotope::query::{Area, EventIndex, Query};
use chronotope::store::Cell;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;

const EVENTS: usize = 300_000;
/// Levels of the squares on the screen: the world, a country, a town.
const LEVELS: [u32; 3] = [6, 11, 16];

fn query(c: &mut Criterion) {
    let dataset = Arc::new(dataset::dataset(EVENTS, 7));
    let mut group = c.benchmark_group("query");
    group.sample_size(10);
    group.bench_function("index", |b| b.iter(|| EventIndex::new(Arc::clone(&dataset))));
    group.sample_size(50);
    let index = Arc::new(EventIndex::new(dataset));
    let mut random = random::Random::new(11, 0);
    let mut next = || {
        let mut end = || Second(random.between(model::FROM_S, model::TO_S) as i64);
        Window::new(end(), end())
    };
    group.bench_function("slider: sums", |b| {
        b.iter(|| Query { window: Some(black_box(next())) }.run(&index));
    });
    for level in LEVELS {
        // Around the middle of one of the countries.
        let (column, row) = ((1u64 << level) * 608 / 1000, (1u64 << level) * 400 / 1000);
        let [column, row] = [column, row].map(|part| part as u32);
        let area = Area {
            level,
            left: column.saturating_sub(80),
            top: row.saturating_sub(50),
            width: 160,
            height: 100,
        };
        group.bench_function(format!("view/level {level}"), |b| {
            b.iter(|| index.spot_view(black_box(area)));
        });
        let view = index.spot_view(area);
        group.bench_function(format!("slider: squares/level {level}"), |b| {
            b.iter(|| index.spots_in(&view, black_box(next())));
        });
        group.bench_function(format!("pointer: a square/level {level}"), |b| {
            let cell = Cell { level: level as u8, column, row };
            b.iter(|| index.cell(black_box(cell), next(), 200));
        });
    }
    group.finish();
}

criterion_group!(benches, query);
criterion_main!(benches);
