// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)] // criterion_group! makes an undocumented function
//! How fast a report is recognised, resolved and read, in bytes a second.

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::Geocoder;
use chronotope::model::{Dataset, Source, SourceKind};
use chronotope::reading::Reader;
use chronotope::task::Task;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;

fn reading(criterion: &mut Criterion) {
    let text = include_str!("../tests/data/winter_report.txt").repeat(20);
    let gazetteer = Arc::new(Gazetteer::embedded(&Task::new()).expect("the gazetteer is embedded"));
    let basemap = Arc::new(Basemap::embedded().expect("the base map is embedded"));
    let geocoder = Geocoder::new(gazetteer, basemap);
    let reader = Reader::new(geocoder.clone());
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("recognise and resolve", |b| {
        b.iter(|| black_box(geocoder.toponyms(black_box(&text))));
    });
    group.bench_function("whole report", |b| {
        b.iter(|| {
            let mut dataset = Dataset::default();
            reader.read(source(&text), &mut dataset, &Task::new()).expect("nobody stops it");
            black_box(dataset)
        });
    });
    group.finish();
    by_size(criterion, &reader);
    criterion.bench_function("rank one name", |b| {
        b.iter(|| black_box(geocoder.rank(black_box("Qamishli airbase"))));
    });
}

/// The same reports, ten times as long: bytes a second must stay what they are.
fn by_size(criterion: &mut Criterion, reader: &Reader) {
    let mut group = criterion.benchmark_group("one document");
    group.sample_size(10);
    for megabytes in [1, 10] {
        let report = include_str!("../tests/data/winter_report.txt");
        let text = report.repeat(megabytes * 1_000_000 / report.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{megabytes} MB"), |b| {
            b.iter(|| {
                let mut dataset = Dataset::default();
                reader.read(source(&text), &mut dataset, &Task::new()).expect("nobody stops it");
                black_box(dataset)
            });
        });
    }
    group.finish();
}

fn source(text: &str) -> Source {
    Source {
        name: "report".to_owned(),
        title: String::new(),
        publisher: String::new(),
        url: String::new(),
        dated: "2026-01-28".parse().ok(),
        dated_from: None,
        suggested_date: None,
        kind: SourceKind::Document,
        text: text.to_owned(),
    }
}

criterion_group!(benches, reading);
criterion_main!(benches);
