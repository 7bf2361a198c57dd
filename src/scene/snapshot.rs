//! A whole picture for a report: caption, map with marks and legend, timeline, credits; with what the
//! window hides said in numbers, as on screen.

mod options;

pub use options::{Shows, SnapshotOptions};

use super::arcs::Arcs;
use super::areas::Areas;
use super::density::{self, MARKS_MOST, Scale, Surface};
use super::palette::{Palette, Rgba};
use super::shape::{Align, Hit, Pt, Rect, Scene, Shape, Stroke, Text};
use super::timeline::{end_label, instant_label};
use super::{Subject, basemap, graticule, labels, marks, text, timeline};
use crate::basemap::Basemap;
use crate::model::{EventId, Second, Window};
use crate::projection::{Bounds, ScaleBar, Viewport};
use crate::query::{Standing, all_time};

/// What the base map and the names come from; every picture carries it.
pub const CREDITS: &str = "Base map: Natural Earth. Names: GeoNames, CC BY 4.0.";

/// Height of the caption in points.
const CAPTION: f32 = 52.0;
/// Height of the line of credits in points.
const FOOT: f32 = 22.0;
/// The map is never lower than this, in points, while the timeline is shown.
const LEAST_MAP: f32 = 220.0;
/// The highest zoom that fitting to events chooses.
const CLOSEST: f64 = 10.0;

/// Draws the picture. Fill the background with [`background`] before.
#[must_use]
pub fn compose(map: &Basemap, subject: &Subject<'_>, options: &SnapshotOptions) -> Scene {
    let side = |v: f32| if v.is_finite() { v.clamp(1.0, 32_768.0) } else { 1.0 };
    let (width, height) = (side(options.width), side(options.height));
    let strip = strip_height(height, options.timeline);
    let map_height = (height - CAPTION - strip - FOOT).max(1.0);
    let viewport = viewport(subject, options.bounds, width, map_height);

    let mut scene = Scene::default();
    let top = Pt::new(0.0, CAPTION);
    add(&mut scene, map_scene(map, subject, &viewport, options), top);
    // The panels cover what the map draws beyond its edges.
    panel(&mut scene, subject.palette, 0.0, 0.0, width, CAPTION);
    panel(&mut scene, subject.palette, 0.0, CAPTION + map_height, width, strip + FOOT);
    caption(&mut scene, subject, width);
    if strip > 0.0 {
        let from = CAPTION + map_height;
        let rect = Rect::new(Pt::new(8.0, from + 8.0), Pt::new(width - 8.0, from + strip));
        let span = options.span.unwrap_or_else(|| around(subject.window));
        add(&mut scene, timeline::scene(subject, span, rect), Pt::default());
    }
    rule(&mut scene, subject.palette, CAPTION, width);
    rule(&mut scene, subject.palette, CAPTION + map_height, width);
    foot(&mut scene, subject, width, height);
    scene
}

/// What to fill the picture with before drawing the scene.
#[must_use]
pub fn background(palette: &Palette) -> Rgba {
    palette.water
}

fn strip_height(height: f32, wanted: bool) -> f32 {
    let strip = (height * 0.3).clamp(170.0, 320.0);
    if wanted && height - CAPTION - FOOT - strip >= LEAST_MAP { strip } else { 0.0 }
}

/// The viewport of a picture: the bounds, or else all places of the events shown, or else all places,
/// or else the world.
#[must_use]
pub fn viewport(
    subject: &Subject<'_>,
    bounds: Option<Bounds>,
    width: f32,
    height: f32,
) -> Viewport {
    if let Some(bounds) = bounds {
        return Viewport::fit(bounds, width, height, 0.0);
    }
    let placed = |shown_only: bool| {
        let ids = (0..subject.dataset.event_count()).map(EventId::from_index);
        let events = ids.filter(move |id| {
            !shown_only || matches!(subject.matches.of(*id), Standing::Shown { .. })
        });
        let places = events.flat_map(|id| subject.dataset.places_of(id));
        Bounds::around(places.filter_map(|p| subject.dataset.spot(p)).map(|(at, _)| at))
    };
    // Among very many events a look at the counts is enough, and exact enough.
    let index = subject.matches.index();
    let counted = (index.spots() > MARKS_MOST)
        .then(|| index.bounds(subject.matches.window()).or_else(|| index.bounds(all_time())))
        .flatten();
    let world = Bounds { west: -170.0, south: -56.0, east: 170.0, north: 75.0 };
    let bounds = counted.or_else(|| placed(true)).or_else(|| placed(false)).unwrap_or(world);
    let fitted = Viewport::fit(bounds, width, height, (height * 0.16).clamp(12.0, 110.0));
    Viewport { zoom: fitted.zoom.min(CLOSEST), ..fitted }.clamped()
}

/// The map with marks and names; its left top is at the origin.
#[must_use]
pub fn map_scene(
    map: &Basemap,
    subject: &Subject<'_>,
    viewport: &Viewport,
    options: &SnapshotOptions,
) -> Scene {
    let (palette, shows) = (subject.palette, options.shows);
    let ground = basemap::parts(map, viewport, palette, shows.ground);
    let mut scene = Scene { shapes: ground, hits: Vec::new() };
    if shows.graticule {
        scene.shapes.extend(graticule::shapes(viewport, palette));
    }
    let mut occupied = Vec::new();
    let mut surface = Surface::default();
    let dense = surface.look(subject.matches, viewport);
    let (legend, ground) = legend(subject, viewport, dense.then(|| surface.scale()));
    occupied.extend(ground);
    let index = subject.matches.index();
    let ways = match shows.movements {
        true => Arcs::of(index).scene(subject, viewport, true),
        false => Scene::default(),
    };
    let mut regions = marks::Regions::default();
    let over = if dense {
        scene.shapes.push(surface.squares(subject, viewport));
        let (over, met) = surface.over(subject, viewport, [None; 2], &mut occupied);
        regions = met;
        over
    } else {
        let mut over = Scene::default();
        if marks::joins_regions(subject.matches.index()) {
            regions = marks::regions(subject, viewport, &mut occupied, &mut over);
        }
        add(&mut over, marks::scene(subject, viewport, options.open, &mut occupied), Pt::default());
        over
    };
    if regions.unseen > 0 {
        let words = format!("+{} events in regions without room", regions.unseen);
        let at = Pt::new(14.0, viewport.height - 36.0);
        scene.shapes.push(line(at, Align::Left, &words, 10.5, false, palette.label));
    }
    // Words on an area give way to marks, and names of towns to both.
    if shows.areas {
        let areas = Areas::of(index).scene(subject, viewport, &mut occupied);
        scene.shapes.extend(areas.shapes);
    }
    if shows.names {
        let names = labels::shapes(map, viewport, palette, subject.language, &mut occupied);
        scene.shapes.extend(names);
    }
    add(&mut scene, ways, Pt::default());
    add(&mut scene, over, Pt::default());
    scene.shapes.extend(legend);
    scene.shapes.extend(scale_bar(viewport, palette));
    scene
}

/// The categories with their marks, at the map's right top, as far as there is room.
fn legend(
    subject: &Subject<'_>,
    viewport: &Viewport,
    surface: Option<Scale>,
) -> (Vec<Shape>, Option<Rect>) {
    const STEP: f32 = 18.0;
    /// Height of the bar of colours with its words, and its least width.
    const BAR: (f32, f32) = (46.0, 150.0);
    let room = ((viewport.height - 40.0) / STEP).max(0.0) as usize;
    let rows: Vec<_> =
        marks::legend(subject).into_iter().filter(|r| r.shown > 0).take(room.min(14)).collect();
    if rows.is_empty() {
        return (Vec::new(), None);
    }
    let words: Vec<String> =
        rows.iter().map(|r| format!("{} {}", r.category.as_str(), r.shown)).collect();
    let widest = words.iter().map(|w| text::width(w, 11.5, false)).fold(0.0, f32::max);
    let (right, top) = (viewport.width - 12.0, 12.0);
    let bar = surface.map_or((0.0, 0.0), |_| BAR);
    let foot = top + 12.0 + STEP * rows.len() as f32;
    let rect =
        Rect::new(Pt::new(right - (widest + 40.0).max(bar.1), top), Pt::new(right, foot + bar.0));
    let palette = subject.palette;
    let mut shapes = vec![Shape::Rect {
        rect,
        corner: 6.0,
        fill: Some(palette.surface.alpha(0.94)),
        stroke: Some(Stroke::new(1.0, palette.line)),
    }];
    for (i, (row, words)) in rows.iter().zip(&words).enumerate() {
        let y = top + 6.0 + STEP * (i as f32 + 0.5);
        shapes.extend(marks::legend_mark(subject, row, Pt::new(rect.min.x + 16.0, y)));
        let at = Pt::new(rect.min.x + 30.0, y);
        shapes.push(line(at, Align::Left, words, 11.5, false, palette.text));
    }
    if let Some(scale) = surface {
        let (left, right) = (rect.min.x + 10.0, rect.max.x - 10.0);
        let at = Pt::new(left, foot + 4.0);
        shapes.push(line(at, Align::Left, density::legend_words(), 11.5, false, palette.text));
        let bar = Rect::new(Pt::new(left, foot + 14.0), Pt::new(right, foot + 22.0));
        shapes.extend(density::legend_bar(palette, scale, bar));
    }
    (shapes, Some(rect))
}

fn scale_bar(viewport: &Viewport, palette: &Palette) -> Vec<Shape> {
    let bar = ScaleBar::fitting(viewport, 120.0);
    let (x, y) = (14.0, viewport.height - 14.0);
    let points = vec![
        Pt::new(x, y - 5.0),
        Pt::new(x, y),
        Pt::new(x + bar.points, y),
        Pt::new(x + bar.points, y - 5.0),
    ];
    let rim = Stroke::new(3.0, palette.halo);
    let ink = Stroke::new(1.2, palette.label);
    let mut label =
        line(Pt::new(x + 6.0, y - 10.0), Align::Left, &bar.label(), 10.5, false, palette.label);
    if let Shape::Text(text) = &mut label {
        text.halo = Some(palette.halo);
    }
    let stroke = |stroke| Shape::Line { points: points.clone(), closed: false, stroke };
    vec![stroke(rim), stroke(ink), label]
}

/// Title, window, cursor; and in numbers what is shown and what is not.
fn caption(scene: &mut Scene, subject: &Subject<'_>, width: f32) {
    let palette = subject.palette;
    let window = subject.window;
    let title = match subject.dataset.title.as_str() {
        "" => "Events",
        title => title,
    };
    let span = format!("{} – {}", instant_label(window.begin()), end_label(window.end()));
    let cursor = format!("as of {}", instant_label(subject.cursor));
    let counts = subject.matches.counts;
    let numbers = [
        (counts.shown, "shown"),
        (counts.outside, "outside the window"),
        (counts.undated, "undated"),
        (counts.unplaced, "without a place"),
    ];
    let numbers: Vec<String> = numbers
        .iter()
        .enumerate()
        .filter(|(i, (n, _))| *i == 0 || *n > 0)
        .map(|(_, (n, words))| format!("{n} {words}"))
        .collect();
    let numbers = format!("Events: {}", numbers.join(" · "));
    let right = width - 16.0;
    let beside = text::width(&span, 14.0, true);
    let title = text::fitting(title, 17.0, true, (right - 40.0 - beside).max(40.0));
    let numbers = text::fitting(&numbers, 12.0, false, (right - 40.0 - beside).max(40.0));
    scene.shapes.extend([
        line(Pt::new(16.0, 18.0), Align::Left, &title, 17.0, true, palette.text),
        line(Pt::new(16.0, 38.0), Align::Left, &numbers, 12.0, false, palette.muted),
        line(Pt::new(right, 18.0), Align::Right, &span, 14.0, true, palette.text),
        line(Pt::new(right, 38.0), Align::Right, &cursor, 12.0, false, palette.muted),
    ]);
}

/// Where the data comes from.
fn foot(scene: &mut Scene, subject: &Subject<'_>, width: f32, height: f32) {
    let palette = subject.palette;
    let mut publishers: Vec<&str> = subject
        .dataset
        .sources
        .iter()
        .map(|s| if s.publisher.is_empty() { s.heading() } else { s.publisher.as_str() })
        .collect();
    publishers.sort_unstable();
    publishers.dedup();
    let credits = text::width(CREDITS, 10.5, false);
    let y = height - FOOT / 2.0;
    scene.shapes.push(line(
        Pt::new(width - 16.0, y),
        Align::Right,
        &text::fitting(CREDITS, 10.5, false, width - 32.0),
        10.5,
        false,
        palette.muted,
    ));
    let room = width - 48.0 - credits;
    if !publishers.is_empty() && room > 80.0 {
        let sources = format!("Sources: {}", publishers.join(", "));
        let sources = text::fitting(&sources, 10.5, false, room);
        scene.shapes.push(line(
            Pt::new(16.0, y),
            Align::Left,
            &sources,
            10.5,
            false,
            palette.muted,
        ));
    }
}

/// The window with a seventh of its length on either side.
fn around(window: Window) -> Window {
    let more = window.seconds() / 7;
    Window::new(
        Second(window.begin().0.saturating_sub(more)),
        Second(window.end().0.saturating_add(more)),
    )
}

fn line(at: Pt, align: Align, words: &str, size: f32, strong: bool, color: Rgba) -> Shape {
    Shape::Text(Text {
        at,
        align,
        text: words.to_owned(),
        size,
        strong,
        italic: false,
        color,
        halo: None,
    })
}

fn panel(scene: &mut Scene, palette: &Palette, x: f32, y: f32, width: f32, height: f32) {
    scene.shapes.push(Shape::Rect {
        // Past the picture's edges, so that no rim shows.
        rect: Rect::new(Pt::new(x - 40.0, y), Pt::new(x + width + 40.0, y + height + 40.0)),
        corner: 0.0,
        fill: Some(palette.surface),
        stroke: None,
    });
    if y == 0.0
        && let Some(Shape::Rect { rect, .. }) = scene.shapes.last_mut()
    {
        (rect.min.y, rect.max.y) = (-40.0, height);
    }
}

fn rule(scene: &mut Scene, palette: &Palette, y: f32, width: f32) {
    scene.shapes.push(Shape::Line {
        points: vec![Pt::new(0.0, y), Pt::new(width, y)],
        closed: false,
        stroke: Stroke::new(1.0, palette.line),
    });
}

/// Adds a scene, moved.
fn add(to: &mut Scene, scene: Scene, by: Pt) {
    let moved = |p: Pt| Pt::new(p.x + by.x, p.y + by.y);
    let moved_rect = |r: Rect| Rect::new(moved(r.min), moved(r.max));
    to.shapes.extend(scene.shapes.into_iter().map(|shape| match shape {
        Shape::Area { rings, fill } => {
            let ring = |ring: Vec<Pt>| ring.into_iter().map(moved).collect();
            Shape::Area { rings: rings.into_iter().map(ring).collect(), fill }
        }
        Shape::Line { points, closed, stroke } => {
            Shape::Line { points: points.into_iter().map(moved).collect(), closed, stroke }
        }
        Shape::Circle { center, radius, fill, stroke } => {
            Shape::Circle { center: moved(center), radius, fill, stroke }
        }
        Shape::Rect { rect, corner, fill, stroke } => {
            Shape::Rect { rect: moved_rect(rect), corner, fill, stroke }
        }
        Shape::Cells(cells) => {
            Shape::Cells(cells.into_iter().map(|(rect, color)| (moved_rect(rect), color)).collect())
        }
        Shape::Text(text) => Shape::Text(Text { at: moved(text.at), ..text }),
    }));
    to.hits.extend(scene.hits.into_iter().map(|hit| Hit { rect: moved_rect(hit.rect), ..hit }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Dataset;
    use crate::query::{EventIndex, Query};
    use std::sync::Arc;

    fn picture(dataset: &Dataset, options: &SnapshotOptions) -> String {
        let map = Basemap::embedded().unwrap();
        let begin = Second::from_civil(2026, 1, 1, 0, 0, 0).unwrap();
        let window = Window::new(begin, Second::from_civil(2026, 2, 1, 0, 0, 0).unwrap());
        let matches = Query { window: Some(window) }
            .run(&Arc::new(EventIndex::new(Arc::new(dataset.clone()))));
        let palette = Palette::light();
        let subject = Subject::of(&matches, &palette);
        let scene = compose(&map, &subject, options);
        super::super::svg::write(&scene, options.width, options.height, background(&palette))
    }

    #[test]
    fn an_empty_dataset_is_still_a_picture() {
        let svg = picture(&Dataset::default(), &SnapshotOptions::default());
        assert!(svg.contains("Events: 0 shown") && svg.contains("GeoNames, CC BY 4.0"));
        assert!(svg.contains("1 Jan 2026 – 31 Jan 2026"));
    }

    #[test]
    fn any_size_is_safe_and_pictures_repeat() {
        for (width, height) in [(1.0, 1.0), (64.0, 4000.0), (f32::NAN, -3.0), (4000.0, 90.0)] {
            let options = SnapshotOptions { width, height, ..SnapshotOptions::default() };
            let svg = picture(&Dataset::default(), &options);
            assert_eq!(svg, picture(&Dataset::default(), &options));
        }
    }
}
