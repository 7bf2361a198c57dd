//! Reading event tables into columns, opening columns that were kept, and asking for single rows.
//!
//! The table is made by the example `events`' model: `CHRONOTOPE_BENCH_EVENTS` says how many rows (200,000
//! unless told).
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)]

#[path = "../examples/events/model.rs"]
mod model;
#[path = "../examples/events/random.rs"]
mod random;

use chronotope::formats::table::bulk;
use chronotope::model::Second;
use chronotope::model::time::Calendar;
use chronotope::tables::Cache;
use chronotope::task::Task;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;

fn table(path: &Path, rows: usize) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    writeln!(out, "event_date,event_type,actor1,country,location,latitude,longitude,notes")
        .unwrap();
    for event in model::World::new(7).events(rows).flatten() {
        let day = Second(event.begin_s).civil();
        writeln!(
            out,
            "{:04}-{:02}-{:02},{},Group {},Country {:02},Town {:04},{},{},\"{}, as was said\"",
            day.year,
            day.month,
            day.day,
            model::CATEGORIES[event.category],
            event.actor,
            event.country,
            event.town,
            event.lat,
            event.lon,
            model::NOTES[event.note].replace('"', "\"\""),
        )
        .unwrap();
    }
    out.flush().unwrap();
}

fn load(criterion: &mut Criterion) {
    let rows = std::env::var("CHRONOTOPE_BENCH_EVENTS").ok().and_then(|n| n.parse().ok());
    let rows: usize = rows.unwrap_or(200_000);
    let folder = std::env::temp_dir().join(format!("chronotope-bench-load-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("events.csv");
    table(&path, rows);
    let mut group = criterion.benchmark_group("load");
    group.throughput(Throughput::Bytes(fs::metadata(&path).unwrap().len())).sample_size(10);
    group.bench_function("table into columns in memory", |bencher| {
        bencher.iter(|| {
            bulk::load(&path, Calendar::Gregorian, &Cache::at(None), &Task::new())
                .unwrap()
                .rows
                .len()
        });
    });
    let cache = Cache::at(Some(folder.join("cache")));
    let kept = bulk::load(&path, Calendar::Gregorian, &cache, &Task::new()).unwrap();
    group.bench_function("columns opened again", |bencher| {
        bencher.iter(|| {
            bulk::load(&path, Calendar::Gregorian, &cache, &Task::new()).unwrap().rows.len()
        });
    });
    group.finish();
    let mut group = criterion.benchmark_group("rows");
    let mut row = 0;
    let mut next = || {
        row = (row + 7_919) % kept.rows.len();
        row
    };
    group.bench_function("key", |bencher| bencher.iter(|| black_box(kept.rows.key(next()))));
    group.bench_function("event", |bencher| bencher.iter(|| black_box(kept.rows.event(next()))));
    let chars = kept.rows.chars();
    group.bench_function("text of 200 characters", |bencher| {
        bencher.iter(|| {
            let at = next() * 150 % chars;
            black_box(kept.rows.text(at..at + 200))
        });
    });
    group.finish();
    fs::remove_dir_all(&folder).unwrap();
}

criterion_group!(benches, load);
criterion_main!(benches);
