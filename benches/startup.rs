//! What stands between the command and the first frame: the embedded story, the base map, the
//! gazetteer's index, and the first frame of the window (laid out and tessellated, not rasterised).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::app::embedded;
use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::task::Task;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn startup(c: &mut Criterion) {
    let mut group = c.benchmark_group("startup");
    group.sample_size(20);
    group.bench_function("embedded story", |b| b.iter(|| black_box(embedded().unwrap())));
    group.bench_function("base map", |b| b.iter(|| black_box(Basemap::embedded().unwrap())));
    // The first opening on a machine builds the index; every later one maps it.
    drop(Gazetteer::embedded(&Task::new()).unwrap());
    group.bench_function("gazetteer, index already built", |b| {
        b.iter(|| black_box(Gazetteer::embedded(&Task::new()).unwrap()));
    });
    #[cfg(feature = "gui")]
    group.bench_function("first frame, 1280x800", |b| b.iter(first_frame));
    group.finish();
}

#[cfg(feature = "gui")]
fn first_frame() {
    use chronotope::views::Viewer;
    let ctx = egui::Context::default();
    let mut viewer = Viewer::showing(&ctx, embedded().unwrap());
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0))),
        ..Default::default()
    };
    let output = ctx.run_ui(input, |ui| viewer.frame(ui));
    black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
}

criterion_group!(benches, startup);
criterion_main!(benches);
