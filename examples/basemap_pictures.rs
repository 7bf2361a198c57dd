//! Renders the base map at places and zooms that show its quality: `basemap_pictures OUT_FOLDER`.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::basemap::Basemap;
use chronotope::model::LonLat;
use chronotope::projection::Viewport;
use chronotope::scene::palette::Palette;
use chronotope::scene::shape::{Scene, Shape};
use std::path::PathBuf;
use std::time::Instant;

const VIEWS: &[(&str, f64, f64, f64)] = &[
    ("world", 20.0, 20.0, 1.7),
    ("atlantic", -30.0, 30.0, 3.0),
    ("mideast", 41.0, 33.0, 4.6),
    ("levant6", 38.0, 34.8, 6.0),
    ("levant7", 37.6, 34.5, 7.2),
    ("golan", 35.9, 33.1, 9.0),
    ("damascus", 36.3, 33.5, 10.0),
    ("hasakah", 40.8, 36.6, 8.0),
    ("crimea", 34.5, 45.6, 6.5),
    ("kashmir", 76.0, 34.0, 5.6),
    ("aegean", 25.5, 38.0, 7.0),
    ("pacific", 179.0, -17.0, 4.5),
    ("norway", 8.0, 61.0, 6.0),
    ("lakes", -84.0, 45.0, 5.0),
];

fn vertices(shapes: &[Shape]) -> usize {
    shapes
        .iter()
        .map(|s| match s {
            Shape::Area { rings, .. } => rings.iter().map(Vec::len).sum(),
            Shape::Line { points, .. } => points.len(),
            _ => 1,
        })
        .sum()
}

/// The embedded story as a whole picture.
fn story(map: &Basemap, out: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    use chronotope::model::{Second, Window};
    use chronotope::scene::{Highlight, Subject, snapshot};
    let dataset: chronotope::model::Dataset =
        serde_json::from_str(include_str!("../data/syria.chronotope.json"))?;
    let day = |d| Second::from_civil(2026, 1, d, 0, 0, 0).ok_or("no such day");
    let window = Window::new(day(10)?, day(29)?);
    let index = std::sync::Arc::new(chronotope::query::EventIndex::new(dataset.clone().into()));
    let matches = chronotope::query::Query { window: Some(window) }.run(&index);
    let none = Highlight::default();
    for palette in [Palette::light(), Palette::dark()] {
        let subject = Subject {
            dataset: &dataset,
            matches: &matches,
            window,
            cursor: day(28)?,
            hide_outside: false,
            selected: &none,
            hovered: &none,
            palette: &palette,
            language: None,
        };
        let options = snapshot::SnapshotOptions { height: 900.0, ..Default::default() };
        let scene = snapshot::compose(map, &subject, &options);
        let ground = snapshot::background(&palette);
        let svg = chronotope::scene::svg::write(&scene, options.width, options.height, ground);
        let shade = if palette.dark { "dark" } else { "light" };
        std::fs::write(out.join(format!("story-{shade}.svg")), &svg)?;
        std::fs::write(
            out.join(format!("story-{shade}.png")),
            chronotope::scene::png::write(&svg, 1.0)?,
        )?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let out = PathBuf::from(args.next().ok_or("usage: basemap_pictures OUT_FOLDER [NAME...]")?);
    let only: Vec<String> = args.collect();
    std::fs::create_dir_all(&out)?;
    let start = Instant::now();
    let map = Basemap::embedded()?;
    if only.is_empty() || only.iter().any(|o| o == "story") {
        story(&map, &out)?;
    }
    println!("decoded in {:?}, {} MB", start.elapsed(), map.bytes() / 1_000_000);
    for (name, lon, lat, zoom) in VIEWS {
        if !only.is_empty() && !only.iter().any(|o| o == name) {
            continue;
        }
        let view = Viewport::new(LonLat::new(*lon, *lat)?, *zoom, 1280.0, 800.0);
        for palette in [Palette::light(), Palette::dark()] {
            let start = Instant::now();
            let mut shapes = chronotope::scene::basemap::shapes(&map, &view, &palette);
            let took = start.elapsed();
            let (count, points) = (shapes.len(), vertices(&shapes));
            let start = Instant::now();
            let labels =
                chronotope::scene::labels::shapes(&map, &view, &palette, None, &mut Vec::new());
            println!(
                "{name}: {count} shapes, {points} vertices in {took:?}; {} labels in {:?}",
                labels.len(),
                start.elapsed()
            );
            shapes.extend(labels);
            let scene = Scene { shapes, hits: Vec::new() };
            let svg = chronotope::scene::svg::write(&scene, 1280.0, 800.0, palette.water);
            let shade = if palette.dark { "dark" } else { "light" };
            let file = out.join(format!("{name}-{shade}.png"));
            std::fs::write(file, chronotope::scene::png::write(&svg, 1.0)?)?;
        }
    }
    Ok(())
}
