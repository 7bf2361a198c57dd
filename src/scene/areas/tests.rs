use super::*;
use crate::model::fixture::{event, instant as at, place, state};
use crate::model::{Category, Dataset, Event, LonLat, Place, Window};
use crate::query::{Matches, Query};
use crate::scene::palette::Palette;
use proptest::prelude::*;

fn square(west: f64, south: f64, side: f64) -> Vec<LonLat> {
    let at = |x: f64, y: f64| LonLat::clamped(west + x * side, south + y * side);
    vec![at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 1.0)]
}

fn area(name: &str, polygons: Vec<Vec<Vec<LonLat>>>) -> Place {
    let first = polygons.first().and_then(|rings| rings.first()?.first().copied());
    Place {
        feature: Feature::new('L', "AREA"),
        position: first.unwrap(),
        shape: PlaceShape::Area(polygons),
        ..place(name, 0.0, 0.0, 50_000.0)
    }
}

fn control(when: &str) -> Event {
    let kind = state("Northern control", "held", "lost");
    Event { kind, ..event("The north holds it", "control", Some(when), &[0]) }
}

/// A picture of some events at an area, as of a day.
struct Stage {
    matches: Matches,
    hide: bool,
}

impl Stage {
    fn new(place: Place, events: Vec<Event>) -> Self {
        let dataset = Dataset { places: vec![place], events, ..Dataset::default() };
        let window = Window::new(at("2026-01-01"), at("2026-03-01"));
        let index = Arc::new(EventIndex::new(Arc::new(dataset)));
        let matches = Query { window: Some(window) }.run(&index);
        Self { matches, hide: false }
    }

    fn draw(&self, cursor: &str, viewport: &Viewport) -> (Scene, Areas) {
        let palette = Palette::light();
        let subject = Subject {
            cursor: at(cursor),
            hide_outside: self.hide,
            ..Subject::of(&self.matches, &palette)
        };
        let mut areas = Areas::of(self.matches.index());
        (areas.scene(&subject, viewport, &mut Vec::new()), areas)
    }
}

fn view(lon: f64, lat: f64, zoom: f64) -> Viewport {
    Viewport::new(LonLat::clamped(lon, lat), zoom, 800.0, 600.0)
}

fn fills(scene: &Scene) -> usize {
    scene.shapes.iter().filter(|shape| matches!(shape, Shape::Area { .. })).count()
}

fn dashed(scene: &Scene) -> bool {
    let edge = |shape: &Shape| matches!(shape, Shape::Line { stroke, points, .. } if points.len() > 2 && !stroke.dashes.is_empty());
    scene.shapes.iter().any(edge)
}

#[test]
fn a_state_fills_its_ground_while_it_holds() {
    let place = area("Here", vec![vec![square(40.0, 36.0, 1.0)]]);
    let mut stage = Stage::new(place, vec![control("2026-01-10/2026-02-10")]);
    let view = view(40.5, 36.5, 8.0);
    let (during, areas) = stage.draw("2026-01-20", &view);
    assert_eq!((fills(&during), dashed(&during)), (1, false));
    let said = |s: &Shape| matches!(s, Shape::Text(t) if t.text == "Northern control: held");
    assert!(during.shapes.iter().any(said));
    assert_eq!(areas.at(Pt::new(400.0, 300.0)), Some(Found::Event(EventId(0))));
    assert_eq!(areas.at(Pt::new(2.0, 2.0)), None);
    for day in ["2026-01-05", "2026-02-20"] {
        let (outside, areas) = stage.draw(day, &view);
        assert_eq!(fills(&outside), 0, "{day}");
        assert!(dashed(&outside), "an outline is left");
        assert_eq!(areas.at(Pt::new(400.0, 300.0)), None);
    }
    stage.hide = true;
    assert!(stage.draw("2026-02-20", &view).0.shapes.is_empty());
}

#[test]
fn doubtful_time_is_hatched() {
    let place = area("Here", vec![vec![square(40.0, 36.0, 1.0)]]);
    let stage = Stage::new(place, vec![control("2026-01/2026-02-10")]);
    let (scene, _) = stage.draw("2026-01-15", &view(40.5, 36.5, 8.0));
    let slanting =
        |shape: &&Shape| matches!(shape, Shape::Line { points, .. } if points.len() == 2);
    assert!(scene.shapes.iter().filter(slanting).count() > 10);
    assert!(dashed(&scene));
}

#[test]
fn who_controls_comes_before_what_else_is_said() {
    let place = area("Here", vec![vec![square(40.0, 36.0, 1.0)]]);
    let other = Event { category: Category::new("ceasefire"), ..control("2026-01-01/2026-03-01") };
    let stage = Stage::new(place, vec![other, control("2026-01-10/2026-02-10")]);
    let (scene, areas) = stage.draw("2026-01-20", &view(40.5, 36.5, 8.0));
    let pink = Palette::light().mark("control").color;
    let is_pink =
        |s: &Shape| matches!(s, Shape::Area { fill, .. } if (fill.0, fill.1) == (pink.0, pink.1));
    assert!(scene.shapes.iter().any(is_pink));
    assert_eq!(areas.at(Pt::new(400.0, 300.0)), Some(Found::Place(PlaceId(0))));
}

#[test]
fn a_hole_is_not_the_area_and_the_antimeridian_does_not_tear_it() {
    let rings = vec![square(178.0, -2.0, 4.0), square(179.5, -0.5, 1.0)];
    let stage = Stage::new(area("Dateline", vec![rings]), vec![control("2026-01-10/2026-02-10")]);
    for lon in [179.9, -179.9] {
        let (scene, areas) = stage.draw("2026-01-20", &view(lon, 0.0, 7.0));
        assert!(fills(&scene) >= 1);
        assert_eq!(areas.at(Pt::new(400.0, 300.0)), None, "the hole at {lon}");
        assert!(areas.at(Pt::new(400.0, 160.0)).is_some(), "the ground at {lon}");
        for shape in &scene.shapes {
            let Shape::Area { rings, .. } = shape else { continue };
            let wide = rings.iter().flatten().map(|p| p.x).fold(f32::MIN, f32::max);
            assert!(wide < 900.0, "no ring runs round the world");
        }
    }
}

proptest! {
    #[test]
    fn hatching_stays_inside(points in prop::collection::vec((0.0..300.0f32, 0.0..300.0f32), 3..9)) {
        let ring: Vec<Pt> = points.into_iter().map(|(x, y)| Pt::new(x, y)).collect();
        let rings = vec![ring];
        for shape in hatch::lines(&rings, Stroke::new(1.0, crate::scene::palette::Rgba::hex(0))) {
            let Shape::Line { points, .. } = shape else { continue };
            let middle = Pt::new(
                f32::midpoint(points[0].x, points[1].x),
                f32::midpoint(points[0].y, points[1].y),
            );
            let short = (points[0].x - points[1].x).abs() < 0.1;
            prop_assert!(short || hatch::contains(&rings, middle), "{middle:?}");
        }
    }

    #[test]
    fn any_ground_is_safe(
        points in prop::collection::vec((any::<f64>(), any::<f64>()), 0..7),
        lon in -180.0..180.0f64, zoom in 0.0..20.0f64
    ) {
        let ring: Vec<LonLat> = points.into_iter().map(|(x, y)| LonLat::clamped(x, y)).collect();
        let mut place = area("Any", vec![vec![square(1.0, 1.0, 1.0)]]);
        place.shape = PlaceShape::Area(vec![vec![ring]]);
        let stage = Stage::new(place, vec![control("2026-01-10/..")]);
        let _ = stage.draw("2026-01-20", &view(lon, 10.0, zoom));
    }
}
