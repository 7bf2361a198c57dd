//! Meridians and parallels, as close as the zoom has room for, with their degrees at the edges.

use super::palette::Palette;
use super::shape::{Align, Pt, Shape, Stroke, Text};
use crate::model::LonLat;
use crate::projection::{Viewport, World};

/// Distances between lines, in seconds of arc, from the widest.
const STEPS: [i64; 18] = [
    108_000, 72_000, 36_000, 18_000, 7_200, 3_600, 1_800, 1_200, 600, 300, 120, 60, 30, 20, 10, 5,
    2, 1,
];
/// Seconds of arc in a full turn, and in a degree.
const TURN: i64 = 1_296_000;
const DEGREE: i64 = 3_600;
/// Lines stand at least this far apart along the equator, in points.
const LEAST_GAP_PT: f64 = 96.0;
/// Parallels end here, in seconds of arc: the sheet does a little beyond.
const HIGHEST: i64 = 85 * DEGREE;
/// Font size of the degrees.
const SIZE: f32 = 10.5;
/// Degrees at the right edge stay this far below the top, where buttons are, and above the bottom.
const CLEAR: (f32, f32) = (224.0, 34.0);
/// Degrees of meridians stand at least this far apart, middle to middle, in points.
const APART_PT: f64 = 58.0;

/// Seconds of arc between two lines of a view.
#[must_use]
pub fn step_seconds(view: &Viewport) -> i64 {
    let per_second = view.scale() / TURN as f64;
    let fits = |step: &&i64| **step as f64 * per_second >= LEAST_GAP_PT;
    STEPS.iter().rev().find(fits).copied().unwrap_or(108_000)
}

/// The lines of a view, and their degrees: of meridians at the top, of parallels at the right.
#[must_use]
pub fn shapes(view: &Viewport, palette: &Palette) -> Vec<Shape> {
    let step = step_seconds(view);
    let (low, high) = view.visible_world(0.0);
    let stroke = Stroke::new(1.0, palette.graticule());
    let mut lines = Vec::new();
    let mut words = Vec::new();
    let seconds = |x: f64| (x - 0.5) * TURN as f64;
    let first = (seconds(low.x) / step as f64).ceil() as i64;
    let last = (seconds(high.x) / step as f64).floor() as i64;
    // On a world of few points every other line is named, or every third.
    let gap = step as f64 * view.scale() / TURN as f64;
    let named = ((APART_PT / gap.max(1.0)).ceil() as i64).max(1);
    for k in first..=last.min(first + 400) {
        let world = World { x: (k * step) as f64 / TURN as f64 + 0.5, y: 0.5 };
        let x = view.screen_from_world(world).x;
        lines.push(line(Pt::new(x, 0.0), Pt::new(x, view.height), &stroke));
        if (20.0..view.width - 70.0).contains(&x) && k % named == 0 {
            words.push(text(Pt::new(x, 9.0), Align::Center, longitude(k * step), palette));
        }
    }
    let lat = |y: f64| World { x: 0.5, y }.lonlat().lat() * DEGREE as f64;
    let first = ((lat(high.y).max(-HIGHEST as f64)) / step as f64).ceil() as i64;
    let last = ((lat(low.y).min(HIGHEST as f64)) / step as f64).floor() as i64;
    for k in first..=last.min(first + 400) {
        let at = LonLat::clamped(0.0, (k * step) as f64 / DEGREE as f64);
        let y = view.screen_from_world(World::from_lonlat(at)).y;
        lines.push(line(Pt::new(0.0, y), Pt::new(view.width, y), &stroke));
        if (CLEAR.0..view.height - CLEAR.1).contains(&y) {
            words.push(text(
                Pt::new(view.width - 6.0, y),
                Align::Right,
                latitude(k * step),
                palette,
            ));
        }
    }
    lines.extend(words);
    lines
}

fn line(from: Pt, to: Pt, stroke: &Stroke) -> Shape {
    Shape::Line { points: vec![from, to], closed: false, stroke: stroke.clone() }
}

fn text(at: Pt, align: Align, words: String, palette: &Palette) -> Shape {
    Shape::Text(Text {
        at,
        align,
        text: words,
        size: SIZE,
        strong: false,
        italic: false,
        color: palette.muted,
        halo: Some(palette.halo),
    })
}

/// "37° E"; the antimeridian and the first meridian have no side.
fn longitude(seconds: i64) -> String {
    let seconds = (seconds + TURN / 2).rem_euclid(TURN) - TURN / 2;
    let side = match seconds {
        0 => "",
        s if s == -TURN / 2 => "",
        1.. => " E",
        _ => " W",
    };
    format!("{}{side}", degrees(seconds.abs()))
}

fn latitude(seconds: i64) -> String {
    let side = match seconds {
        0 => "",
        1.. => " N",
        _ => " S",
    };
    format!("{}{side}", degrees(seconds.abs()))
}

fn degrees(seconds: i64) -> String {
    let (degrees, minutes, rest) = (seconds / DEGREE, seconds / 60 % 60, seconds % 60);
    match (minutes, rest) {
        (0, 0) => format!("{degrees}°"),
        (_, 0) => format!("{degrees}°{minutes:02}′"),
        _ => format!("{degrees}°{minutes:02}′{rest:02}″"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(lon: f64, lat: f64, zoom: f64) -> Viewport {
        Viewport::new(LonLat::new(lon, lat).unwrap(), zoom, 1000.0, 640.0)
    }

    fn words(view: &Viewport) -> Vec<(String, Pt)> {
        let texts = shapes(view, &Palette::light()).into_iter();
        texts
            .filter_map(|s| if let Shape::Text(t) = s { Some((t.text, t.at)) } else { None })
            .collect()
    }

    #[test]
    fn lines_stand_where_their_degrees_are() {
        let view = view(38.0, 35.0, 6.0);
        assert_eq!(step_seconds(&view), 5 * 3600);
        let found = words(&view);
        for (name, lon, lat) in [("40° E", 40.0, 35.0), ("35° E", 35.0, 35.0)] {
            let at = view.screen_from_lonlat(LonLat::new(lon, lat).unwrap());
            let (_, label) = found.iter().find(|(words, _)| words == name).unwrap();
            assert!((label.x - at.x).abs() < 0.01, "{name}");
        }
        let at = view.screen_from_lonlat(LonLat::new(38.0, 35.0).unwrap());
        let (_, label) = found.iter().find(|(words, _)| words == "35° N").unwrap();
        assert!((label.y - at.y).abs() < 0.01);
    }

    #[test]
    fn the_antimeridian_is_one_line_without_a_side() {
        let found: Vec<String> = words(&view(180.0, 0.0, 4.0)).into_iter().map(|w| w.0).collect();
        assert_eq!(found.iter().filter(|w| w.starts_with("180°")).count(), 1, "{found:?}");
        assert!(found.contains(&"180°".to_owned()));
        assert!(found.contains(&"170° E".to_owned()) && found.contains(&"170° W".to_owned()));
    }

    #[test]
    fn close_up_there_are_minutes_and_seconds() {
        assert_eq!(longitude(36 * 3600 + 17 * 60), "36°17′ E");
        assert_eq!(latitude(-(33 * 3600 + 30 * 60 + 5)), "33°30′05″ S");
        assert_eq!(longitude(-190 * 3600), "170° E");
        assert_eq!([longitude(0), latitude(0)], ["0°", "0°"]);
    }

    proptest! {
        #[test]
        fn lines_are_never_crowded(lon in -180.0..180.0f64, lat in -80.0..80.0f64, zoom in 0.0..20.0f64) {
            let view = view(lon, lat, zoom);
            let drawn = shapes(&view, &Palette::dark());
            prop_assert!(drawn.len() < 120, "{}", drawn.len());
            let mut across: Vec<f32> = drawn.iter().filter_map(|s| match s {
                Shape::Line { points, .. } if points[0].x == points[1].x => Some(points[0].x),
                _ => None,
            }).collect();
            across.sort_by(f32::total_cmp);
            prop_assert!(across.windows(2).all(|w| w[1] - w[0] > 50.0), "{across:?}");
            let mut named: Vec<f32> = words(&view).iter().filter(|w| w.1.y < 10.0).map(|w| w.1.x).collect();
            named.sort_by(f32::total_cmp);
            prop_assert!(named.windows(2).all(|w| w[1] - w[0] > 57.0), "{named:?}");
        }
    }
}
