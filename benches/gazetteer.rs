//! Names to places: look-ups, and opening the index cold and warm.
//! `cargo bench --no-default-features --bench gazetteer`
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::gazetteer::Gazetteer;
use chronotope::model::LonLat;
use chronotope::task::Task;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

const NAMES: [&str; 8] = [
    "Damascus",
    "al-Qamishli",
    "Springfield",
    "Deir Ezzor",
    "القامشلي",
    "Москва",
    "San José",
    "Government",
];
const MISSPELT: [&str; 4] = ["Damascuss", "Qamishlee", "Springfeild", "Hassakah"];

fn embedded() -> Option<Gazetteer> {
    Gazetteer::embedded(&Task::new()).map_err(|error| eprintln!("{error}")).ok()
}

fn look_up(c: &mut Criterion) {
    let Some(gazetteer) = embedded() else { return };
    let mut group = c.benchmark_group("gazetteer");
    for name in NAMES {
        group.bench_function(format!("exact/{name}"), |b| {
            b.iter(|| gazetteer.lookup(black_box(name)))
        });
    }
    for name in MISSPELT {
        for edits in [1, 2] {
            group.bench_function(format!("fuzzy/{name}/{edits}"), |b| {
                b.iter(|| gazetteer.lookup_fuzzy(black_box(name), edits));
            });
        }
    }
    for words in [
        &["Damascus", "said", "on", "Monday"][..],
        &["New", "York", "Times", "reported"],
        &["Government", "forces", "entered"],
        &["al-Hasakah", "province"],
    ] {
        group.bench_function(format!("longest/{}", words.join(" ")), |b| {
            b.iter(|| gazetteer.longest(black_box(words)));
        });
    }
    let here = LonLat::clamped(40.75, 36.5);
    group.bench_function("nearest 10", |b| b.iter(|| gazetteer.nearest(black_box(here), 10)));
    let damascus = gazetteer.lookup("Damascus");
    group.bench_function("entry", |b| {
        b.iter(|| {
            damascus
                .first()
                .and_then(|hit| gazetteer.entry(black_box(hit.entry)))
                .map(|e| e.radius_m)
        });
    });
    group.finish();
}

fn open(c: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("chronotope-bench-{}", std::process::id()));
    let clear = || {
        // Missing on the first round.
        let _ = std::fs::remove_dir_all(&folder);
    };
    let mut group = c.benchmark_group("gazetteer open");
    group.sample_size(10);
    group.bench_function("warm", |b| b.iter(embedded));
    group.bench_function("cold", |b| {
        b.iter_batched(
            clear,
            |()| Gazetteer::embedded_in(&folder, &Task::new()),
            criterion::BatchSize::PerIteration,
        );
    });
    clear();
    group.finish();
}

criterion_group!(benches, look_up, open);
criterion_main!(benches);
