//! The event store: built, opened, and counted by a hand on the slider, the map, a filter and a mark.
//! `cargo bench --bench store`
//!
//! One million events unless `CHRONOTOPE_BENCH_EVENTS` says otherwise.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what others need of the made-up events

#[path = "../examples/events/model.rs"]
mod model;
#[path = "../examples/events/random.rs"]
mod random;
#[path = "../examples/events/rows.rs"]
mod rows;

use chronotope::model::{Second, Window};
use chronotope::store::{Builder, Categories, Mask, Row, Store, View};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::hint::black_box;

/// The world, a region, the worst zoom and a town; cells of 8 points on 1280 by 800.
const ZOOMS: [u32; 4] = [1, 4, 8, 11];

fn events() -> usize {
    let said = std::env::var("CHRONOTOPE_BENCH_EVENTS").ok();
    said.and_then(|count| count.parse().ok()).unwrap_or(1_000_000)
}

fn built(rows: &[Row]) -> Store {
    let mut builder = Builder::with_capacity(model::CATEGORIES.len(), rows.len());
    rows.iter().for_each(|row| builder.push(*row));
    builder.build()
}

fn view(store: &Store, zoom: u32, [x, y]: [u32; 2]) -> View {
    let level = zoom + 5;
    let [column, row] = [x, y].map(|part| part >> (32 - level));
    store.view(level, column.wrapping_sub(80), row.saturating_sub(50), 160, 100)
}

/// Windows of all lengths, one after the other.
fn windows() -> impl Iterator<Item = Window> {
    let mut random = random::Random::new(11, 0);
    std::iter::repeat_with(move || {
        let mut end = || Second(random.between(model::FROM_S, model::TO_S) as i64);
        Window::new(end(), end())
    })
}

fn store(c: &mut Criterion) {
    let rows: Vec<Row> = rows::rows(events(), 7).collect();
    let mut group = c.benchmark_group("store");
    group.sample_size(10);
    group.bench_function("build", |b| {
        b.iter_batched(|| rows.clone(), |rows| built(&rows), BatchSize::PerIteration);
    });
    let store = built(&rows);
    let path = std::env::temp_dir().join(format!("chronotope-bench-{}.store", std::process::id()));
    group.bench_function("save", |b| b.iter(|| store.save(&path).expect("it is written")));
    group.bench_function("open", |b| b.iter(|| Store::open(&path).expect("it is opened")));
    drop(std::fs::remove_file(&path));
    group.sample_size(50);

    let spot = rows.iter().find_map(|row| row.at).unwrap_or_default();
    let (from, to) = (model::FROM_S as i64, model::TO_S as i64);
    let bars: Vec<Second> = (0..=400).map(|at| Second(from + (to - from) / 400 * at)).collect();
    let mask = Mask::of(store.len(), |event| event.is_multiple_of(3));
    let subset = store.subset(&mask);
    for zoom in ZOOMS {
        let view = view(&store, zoom, spot);
        let mut windows = windows();
        let mut next = || windows.next().expect("there is always another");
        group.bench_function(format!("slider/zoom {zoom}"), |b| {
            b.iter(|| store.grid(&view, black_box(next()), &Categories::ALL));
        });
        group.bench_function(format!("pan/zoom {zoom}"), |b| {
            b.iter(|| {
                let view = self::view(&store, zoom, spot);
                let grid = store.grid(&view, black_box(next()), &Categories::ALL);
                (grid, store.histogram(&view, &bars))
            });
        });
        group.bench_function(format!("click/zoom {zoom}"), |b| {
            let level = (zoom + 7).min(store.deepest());
            let [column, row] = spot.map(|part| part >> (32 - level));
            let under = store.view(level, column.wrapping_sub(1), row.saturating_sub(1), 3, 3);
            b.iter(|| store.pick(&under, black_box(next()), &Categories::ALL, 200));
        });
        // Not counted ahead: the first picture after a filter.
        group.bench_function(format!("mask, grid and bars/zoom {zoom}"), |b| {
            b.iter(|| {
                let grid = subset.grid(&view, black_box(next()), &Categories::ALL);
                (grid, subset.flow(&bars))
            });
        });
    }
    group.sample_size(10);
    group.bench_function("mask, its events taken", |b| b.iter(|| store.subset(&mask)));
    group.bench_function("mask, counted ahead", |b| {
        b.iter_batched(
            || store.subset(&mask),
            |subset| subset.count_ahead(),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, store);
criterion_main!(benches);
