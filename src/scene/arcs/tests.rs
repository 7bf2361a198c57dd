use super::*;
use crate::model::fixture::{event, instant as at, place};
use crate::model::{Dataset, LonLat, PlaceId, Route, Window};
use crate::query::{Matches, Query};

fn move_of(when: &str, certainty: Certainty, from: u32, to: u32) -> Event {
    let route = Route::new(PlaceId(from), PlaceId(to));
    Event { certainty, route, ..event("Troops leave", "withdrawal", Some(when), &[from]) }
}

struct Stage {
    matches: Matches,
    hide: bool,
    cursor: Second,
}

impl Stage {
    fn new(events: Vec<Event>) -> Self {
        let places = vec![
            place("Qamishli", 41.2, 37.0, 100.0),
            place("Hmeimim", 35.9, 35.4, 100.0),
            place("Suva", 178.4, -18.1, 100.0),
            place("Apia", -171.8, -13.8, 100.0),
        ];
        let dataset = Dataset { places, events, ..Dataset::default() };
        let window = Window::new(at("2026-01-01"), at("2026-02-01"));
        let index = Arc::new(EventIndex::new(Arc::new(dataset)));
        let matches = Query { window: Some(window) }.run(&index);
        Self { matches, hide: false, cursor: at("2026-01-16") }
    }

    fn draw(&self, viewport: &Viewport) -> (Scene, Arcs) {
        let palette = Palette::light();
        let subject = Subject {
            cursor: self.cursor,
            hide_outside: self.hide,
            ..Subject::of(&self.matches, &palette)
        };
        let mut arcs = Arcs::of(self.matches.index());
        (arcs.scene(&subject, viewport, true), arcs)
    }
}

fn syria() -> Viewport {
    Viewport::new(LonLat::clamped(38.5, 36.2), 7.0, 900.0, 600.0)
}

fn lines(scene: &Scene) -> Vec<(&Vec<Pt>, &Stroke)> {
    let mut found = Vec::new();
    for shape in &scene.shapes {
        if let Shape::Line { points, closed: false, stroke } = shape {
            found.push((points, stroke));
        }
    }
    found
}

fn dots(scene: &Scene) -> Vec<Pt> {
    let dot = |shape: &Shape| match shape {
        Shape::Circle { center, .. } => Some(*center),
        _ => None,
    };
    scene.shapes.iter().filter_map(dot).collect()
}

#[test]
fn a_movement_is_a_line_with_an_arrowhead_and_says_what_it_is() {
    let stage = Stage::new(vec![move_of("2026-01-11/2026-01-20", Certainty::Stated, 0, 1)]);
    let (scene, arcs) = stage.draw(&syria());
    assert_eq!(arcs.tally(), Tally { total: 1, shown: 1, left_out: 0 });
    let label = &scene.hits[0].label;
    assert_eq!(label, "Movement: Troops leave, from Qamishli to Hmeimim, stated");
    assert_eq!(scene.hits[0].target, Target::Event(EventId(0)));
    let heads = scene.shapes.iter().filter(|s| matches!(s, Shape::Area { .. })).count();
    assert_eq!(heads, 2, "at its end and in its middle");
    // It leads westward: the line ends left of where it begins, and the dot is half-way.
    let (points, _) = lines(&scene)[1];
    assert!(points[0].x > points[points.len() - 1].x + 100.0);
    let [dot] = dots(&scene)[..] else { panic!("one dot") };
    let middle = f32::midpoint(points[0].x, points[points.len() - 1].x);
    assert!((dot.x - middle).abs() < 12.0, "{dot:?} {middle}");
    assert_eq!(arcs.at(dot), Some(EventId(0)));
    assert_eq!(arcs.at(Pt::new(dot.x, dot.y + 60.0)), None);
}

#[test]
fn thin_where_unsure_dashed_where_planned_faint_or_gone_outside_the_window() {
    let of = |certainty| {
        let stage = Stage::new(vec![move_of("2026-01-16", certainty, 0, 1)]);
        let (scene, _) = stage.draw(&syria());
        lines(&scene)[1].1.clone()
    };
    let (stated, reported, planned) =
        (of(Certainty::Stated), of(Certainty::Reported), of(Certainty::Planned));
    assert!(reported.width < stated.width && reported.dashes.is_empty());
    assert!(!planned.dashes.is_empty());
    let mut stage = Stage::new(vec![move_of("2025-06-16", Certainty::Stated, 0, 1)]);
    let (scene, _) = stage.draw(&syria());
    assert!(lines(&scene)[1].1.color.3 < stated.color.3);
    stage.hide = true;
    assert!(stage.draw(&syria()).0.shapes.is_empty());
}

#[test]
fn the_dot_is_there_only_within_its_time() {
    let mut stage = Stage::new(vec![move_of("2026-01-11/2026-01-20", Certainty::Stated, 0, 1)]);
    for day in ["2026-01-10", "2026-01-21"] {
        stage.cursor = at(day);
        assert!(dots(&stage.draw(&syria()).0).is_empty(), "{day}");
    }
    let open = move_of("2026-01-11/..", Certainty::Stated, 0, 1);
    assert_eq!(fraction(&open, at("2026-01-16")), None, "nobody says how long it takes");
}

#[test]
fn movements_between_the_same_places_lie_beside_each_other() {
    let there = || move_of("2026-01-16", Certainty::Stated, 0, 1);
    let back = move_of("2026-01-16", Certainty::Stated, 1, 0);
    let (_, arcs) = Stage::new(vec![there(), back, there()]).draw(&syria());
    let middles: Vec<Pt> =
        arcs.drawn.iter().map(|(_, points)| Path::new(points.clone()).along(0.5)).collect();
    for (i, a) in middles.iter().enumerate() {
        for b in middles.iter().skip(i + 1) {
            assert!((a.x - b.x).hypot(a.y - b.y) > LANE * 0.8, "{middles:?}");
        }
    }
}

#[test]
fn a_way_over_the_antimeridian_is_drawn_on_either_side() {
    let stage = Stage::new(vec![move_of("2026-01-16", Certainty::Stated, 2, 3)]);
    for lon in [179.0, -179.0] {
        let view = Viewport::new(LonLat::clamped(lon, -16.0), 5.0, 900.0, 600.0);
        let (scene, _) = stage.draw(&view);
        let (points, _) = lines(&scene)[1];
        let length = Path::new(points.clone()).length();
        assert!((80.0..400.0).contains(&length), "{lon}: {length}");
    }
}

#[test]
fn many_are_left_out_and_counted() {
    let events = vec![move_of("2026-01-16", Certainty::Stated, 0, 1); MOST + 7];
    let (_, arcs) = Stage::new(events).draw(&syria());
    assert_eq!(arcs.tally(), Tally { total: MOST + 7, shown: MOST + 7, left_out: 7 });
}
