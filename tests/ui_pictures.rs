//! Pictures of the real window beside those of before, in `tests/pictures`: light, dark, twice the
//! scale, Arabic names, a small window. After a change that is meant,
//! `CHRONOTOPE_UPDATE_PICTURES=1 cargo test --test ui_pictures` draws them anew; look at them then.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;
#[path = "common/raster.rs"]
mod raster;

use chronotope::app::embedded;
use chronotope::model::Dataset;
use chronotope::views::Viewer;
use common::{Window, click, command, opened, press, until};
use egui::{Context, Key, Modifiers, Vec2, vec2};
use image::{ExtendedColorType, ImageReader};
use std::path::Path;

/// Of a hundred pixels, so many may differ by more than [`STEP`]: rounding differs between machines.
const MOST_PER_CENT: f64 = 0.4;
const STEP: u8 = 48;

fn window(dataset: Dataset, size: Vec2, scale: f32) -> Window {
    let open = |ctx: &Context| Viewer::showing(ctx, dataset).on_base_map(ctx);
    let mut harness = opened(size, scale, open);
    until(&mut harness, "the base map", |harness| {
        harness.state_mut().as_mut().is_some_and(Viewer::has_base_map)
    });
    harness.run();
    harness
}

fn story(size: Vec2, scale: f32) -> Window {
    window(embedded().expect("the embedded story reads"), size, scale)
}

/// Holds the window against the picture of a name.
fn look(harness: &mut Window, name: &str, size: Vec2, scale: f32) {
    // No pointer, no focus, nothing on its way.
    harness.run();
    look_at(harness, name, size, scale);
}

/// Holds what was drawn last against the picture of a name.
fn look_at(harness: &Window, name: &str, size: Vec2, scale: f32) {
    let shapes = harness.output().shapes.clone();
    let primitives = harness.ctx.tessellate(shapes, scale);
    let picture = raster::draw(&harness.ctx, &primitives, size, scale);
    let (width, height) = (picture.width as u32, picture.height as u32);
    let bytes = picture.bytes();
    let save = |path: &Path| {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        image::save_buffer(path, &bytes, width, height, ExtendedColorType::Rgb8).unwrap();
    };
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(name);
    if std::env::var_os("CHRONOTOPE_UPDATE_PICTURES").is_some() {
        return save(&kept);
    }
    let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures").join(name);
    save(&now);
    let before = ImageReader::open(&kept).unwrap().decode().unwrap().into_rgb8();
    assert_eq!((before.width(), before.height()), (width, height), "{name}");
    let pixels = before.as_raw().chunks(3).zip(bytes.chunks(3));
    let differs = |(a, b): &(&[u8], &[u8])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > STEP);
    let share = pixels.filter(differs).count() as f64 / f64::from(width * height) * 100.0;
    assert!(
        share <= MOST_PER_CENT,
        "{name}: {share:.2} % differ; it is now as in {}",
        now.display()
    );
}

#[test]
fn the_story_in_light_and_dark() {
    let size = vec2(1280.0, 800.0);
    let mut harness = story(size, 1.0);
    command(&mut harness, "Light appearance");
    look(&mut harness, "story-light.png", size, 1.0);
    command(&mut harness, "Dark appearance");
    look(&mut harness, "story-dark.png", size, 1.0);
}

#[test]
fn the_story_at_twice_the_scale() {
    let size = vec2(1000.0, 640.0);
    let mut harness = story(size, 2.0);
    command(&mut harness, "Light appearance");
    look(&mut harness, "story-2x.png", size, 2.0);
}

#[test]
fn filters_and_table_in_a_small_window() {
    let size = vec2(1000.0, 640.0);
    let mut harness = story(size, 1.0);
    command(&mut harness, "Dark appearance");
    press(&mut harness, Modifiers::NONE, Key::F);
    click(&mut harness, "Category: demand");
    press(&mut harness, Modifiers::NONE, Key::T);
    look(&mut harness, "small-filtered.png", size, 1.0);
}

#[test]
fn arabic_names_and_titles() {
    let mut dataset = embedded().expect("the embedded story reads");
    for place in &mut dataset.places {
        let arabic = place.names.iter().find(|name| name.lang.as_deref() == Some("ar"));
        if let Some(arabic) = arabic.map(|name| name.text.clone()) {
            place.name = arabic;
        }
    }
    dataset.events[0].title = "انسحاب القوات الروسية من مطار القامشلي".to_owned();
    let size = vec2(1280.0, 800.0);
    let mut harness = window(dataset, size, 1.0);
    command(&mut harness, "Light appearance");
    look(&mut harness, "arabic.png", size, 1.0);
}

#[test]
fn files_held_over_the_window() {
    let size = vec2(1000.0, 640.0);
    let mut harness = story(size, 1.0);
    command(&mut harness, "Light appearance");
    let names =
        ["Qamishli_2026-01-28.html", "تقرير من القامشلي.txt", "acled-syria.csv", "hills.pmtiles"];
    harness.input_mut().hovered_files = names.map(held).to_vec();
    // The toolkit draws for as long as files are held.
    harness.run_steps(3);
    look_at(&harness, "held-files.png", size, 1.0);
}

fn held(name: &str) -> egui::HoveredFile {
    egui::HoveredFile { path: Some(name.into()), ..egui::HoveredFile::default() }
}
