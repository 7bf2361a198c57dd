use super::*;
use crate::model::fixture::{self, instant as at, place};
use crate::model::{Dataset, Event, LonLat, Place, Second, Window};
use crate::projection::TILE_PX;
use crate::query::{EventIndex, Matches, Query};
use crate::scene::palette::Palette;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

fn event(when: Option<&str>, places: &[u32]) -> Event {
    fixture::event("Something", "meeting", when, places)
}

fn window(from: &str, to: &str) -> Window {
    Window::new(at(from), at(to))
}

/// A dataset with all that a subject borrows.
struct Stage {
    dataset: Dataset,
    matches: Matches,
    palette: Palette,
    window: Window,
    hide: bool,
}

impl Stage {
    fn new(places: Vec<Place>, events: Vec<Event>) -> Self {
        let dataset = Dataset { places, events, ..Dataset::default() };
        let window = window("2026-01-01", "2026-02-01");
        let matches = Query { window: Some(window) }
            .run(&Arc::new(EventIndex::new(Arc::new(dataset.clone()))));
        Self { dataset, matches, palette: Palette::light(), window, hide: false }
    }

    fn subject(&self) -> Subject<'_> {
        Subject {
            cursor: Second(self.window.end().0 - 1),
            hide_outside: self.hide,
            ..Subject::of(&self.matches, &self.palette)
        }
    }

    fn scene(&self, viewport: &Viewport, open: Option<u32>) -> Scene {
        scene(&self.subject(), viewport, open.map(PlaceId), &mut Vec::new())
    }
}

fn view(lon: f64, lat: f64, zoom: f64) -> Viewport {
    Viewport::new(LonLat::clamped(lon, lat), zoom, 800.0, 600.0)
}

/// Where words stand, in points from the top.
fn height_of(scene: &Scene, words: &str) -> f32 {
    let height = scene.shapes.iter().find_map(|shape| match shape {
        Shape::Text(text) if text.text == words => Some(text.at.y),
        _ => None,
    });
    height.expect("the words are drawn")
}

#[test]
fn the_name_of_an_opened_stack_stays_on_the_screen() {
    let events = vec![event(Some("2026-01-10"), &[0]); 3];
    let stage = Stage::new(vec![place("Tartus", 0.0, 0.0, 0.0)], events);
    let name = stage.dataset.places[0].name.clone();
    let middle = stage.scene(&view(0.0, 0.0, 8.0), Some(0));
    assert!(height_of(&middle, &name) > 300.0, "below the stack");
    // The stack lies near the lower edge, then near the upper one.
    let low = stage.scene(&view(0.0, 0.0, 8.0).dragged(0.0, 240.0), Some(0));
    assert!((300.0..540.0).contains(&height_of(&low, &name)), "above the stack");
    let high = stage.scene(&view(0.0, 0.0, 8.0).dragged(0.0, -240.0), Some(0));
    assert!((60.0..300.0).contains(&height_of(&high, &name)), "below it again");
}

fn labels(scene: &Scene) -> Vec<&str> {
    scene.hits.iter().map(|h| h.label.as_str()).collect()
}

#[test]
fn three_events_at_one_place_are_a_three_and_no_dot() {
    let events = vec![event(Some("2026-01-10"), &[0]); 3];
    let stage = Stage::new(vec![place("Here", 10.0, 10.0, 0.0)], events);
    let scene = stage.scene(&view(10.0, 10.0, 6.0), None);
    assert_eq!(labels(&scene), ["Here: 3 events, meeting"]);
    let says_three = |s: &Shape| matches!(s, Shape::Text(t) if t.text == "3");
    assert!(scene.shapes.iter().any(says_three));
}

#[test]
fn an_open_stack_shows_every_event_in_the_order_of_time() {
    let days = ["2026-01-20", "2026-01-10", "2026-01-15"];
    let events = days.iter().map(|d| event(Some(d), &[0])).chain([event(None, &[0])]).collect();
    let stage = Stage::new(vec![place("Here", 10.0, 10.0, 0.0)], events);
    let scene = stage.scene(&view(10.0, 10.0, 6.0), Some(0));
    let order: Vec<u32> = scene
        .hits
        .iter()
        .filter_map(|h| if let Target::Event(id) = h.target { Some(id.0) } else { None })
        .collect();
    assert_eq!(order, [1, 2, 0, 3], "the undated one comes last");
}

#[test]
fn the_window_dims_or_hides() {
    let places = vec![place("In", 10.0, 10.0, 0.0), place("Out", 12.0, 10.0, 0.0)];
    let events = vec![event(Some("2026-01-10"), &[0]), event(Some("2020-01-10"), &[1])];
    let mut stage = Stage::new(places, events);
    let both = stage.scene(&view(11.0, 10.0, 7.0), None);
    assert!(labels(&both).contains(&"Out: 1 event (1 outside the window), meeting"));
    stage.hide = true;
    assert_eq!(labels(&stage.scene(&view(11.0, 10.0, 7.0), None)), ["In: 1 event, meeting"]);
}

#[test]
fn a_rough_place_is_ground_and_has_no_mark_at_its_middle() {
    let stage = Stage::new(vec![place("Region", 10.0, 10.0, 80_000.0)], vec![event(None, &[0])]);
    let near = stage.scene(&view(10.0, 10.0, 8.0), None);
    assert!(
        near.shapes.iter().any(|s| matches!(s, Shape::Area { rings, .. } if rings[0].len() > 30))
    );
    let middle = Pt::new(400.0, 300.0);
    assert_eq!(near.hits.len(), 1);
    assert!(!near.hits[0].rect.contains(middle), "{:?}", near.hits[0].rect);
    let far = stage.scene(&view(10.0, 10.0, 4.0), None);
    assert!(far.hits[0].rect.contains(middle), "small on the map, it is a mark");
}

#[test]
fn ground_out_of_view_leaves_nothing() {
    let stage = Stage::new(vec![place("Region", 10.0, 10.0, 80_000.0)], vec![event(None, &[0])]);
    let scene = stage.scene(&view(14.0, 10.0, 8.0), None);
    assert!(scene.hits.is_empty() && scene.shapes.is_empty(), "{scene:?}");
}

#[test]
fn ground_that_fills_the_screen_is_named_but_not_painted() {
    let stage = Stage::new(vec![place("Region", 10.0, 10.0, 400_000.0)], vec![event(None, &[0])]);
    let scene = stage.scene(&view(10.0, 10.0, 9.0), None);
    assert_eq!(labels(&scene), ["Region: 1 event, meeting"]);
    assert!(
        !scene
            .shapes
            .iter()
            .any(|s| matches!(s, Shape::Area { rings, .. } if rings[0].iter().any(|p| p.x < 0.0)))
    );
}

#[test]
fn the_world_repeats_its_marks() {
    let stage = Stage::new(vec![place("Date line", 179.9, 10.0, 0.0)], vec![event(None, &[0])]);
    let scene = stage.scene(&view(-179.0, 10.0, 5.0), None);
    assert_eq!(scene.hits.len(), 1);
    let wide = Viewport { width: 4000.0, ..view(0.0, 0.0, 2.0) };
    assert!(stage.scene(&wide, None).hits.len() >= 2);
}

#[test]
fn states_say_how_they_stand() {
    let kind = fixture::state("Presence", "in place", "withdrawn");
    let state = |when: &str| Event { kind: kind.clone(), ..event(Some(when), &[0]) };
    let open = state("2025-06-01/..");
    assert_eq!(Holding::of(&open, at("2026-01-01")), Some(Holding::Holds { certain: true }));
    assert_eq!(Holding::of(&open, at("2025-01-01")), Some(Holding::Before));
    assert_eq!(Holding::words(&open, at("2026-01-01")).as_deref(), Some("Presence: in place"));
    let over = state("2024-06-01/2024-12-01");
    assert_eq!(Holding::words(&over, at("2026-01-01")).as_deref(), Some("Presence: withdrawn"));
    let vague = state("2025/..");
    assert_eq!(Holding::of(&vague, at("2025-06-01")), Some(Holding::Holds { certain: false }));
    assert_eq!(Holding::of(&event(None, &[0]), at("2026-01-01")), None);
}

#[test]
fn names_keep_off_each_other_and_off_marks() {
    let places = (0..30).map(|i| {
        place(
            &format!("A rather long name {i}"),
            f64::from(i % 6) * 0.7,
            f64::from(i / 6) * 0.6,
            0.0,
        )
    });
    let events = (0..30).map(|i| event(None, &[i])).collect();
    let stage = Stage::new(places.collect(), events);
    let mut occupied = Vec::new();
    let _ = scene(&stage.subject(), &view(1.7, 1.2, 7.5), None, &mut occupied);
    assert!(occupied.len() > 30, "some names find room");
    for (i, a) in occupied.iter().enumerate() {
        assert!(occupied.iter().skip(i + 1).all(|b| !a.intersects(*b)), "{a:?}");
    }
}

#[test]
fn names_at_the_edge_turn_inward_or_are_left_out() {
    let stage = Stage::new(
        vec![place("A rather long name at the edge", 0.0, 0.0, 0.0)],
        vec![event(None, &[0])],
    );
    // The mark stands 30 points from the right edge, then in a corner where no side has room.
    for (side, taken, named) in [(370.0, false, true), (370.0, true, false)] {
        let scale = TILE_PX * 2.0_f64.powf(6.0) / 360.0;
        let viewport = view(-side / scale, 0.0, 6.0);
        let mut occupied = Vec::new();
        if taken {
            occupied.push(Rect::new(Pt::new(400.0, 200.0), Pt::new(755.0, 400.0)));
        }
        let scene = scene(&stage.subject(), &viewport, None, &mut occupied);
        let is_name = |shape: &&Shape| matches!(shape, Shape::Text(words) if words.text.starts_with("A rather"));
        let names = scene.shapes.iter().filter(is_name).count();
        assert_eq!(names, usize::from(named), "{taken}: {occupied:?}");
        let off = occupied.iter().find(|rect| rect.max.x > 800.0);
        assert!(off.is_none(), "{off:?}");
    }
}

#[test]
fn the_legend_counts_placed_events_once() {
    let events = vec![
        event(Some("2026-01-10"), &[0, 1]),
        event(Some("2020-01-10"), &[1]),
        event(Some("2026-01-10"), &[]),
    ];
    let stage = Stage::new(vec![place("A", 0.0, 0.0, 0.0), place("B", 1.0, 0.0, 0.0)], events);
    let rows = legend(&stage.subject());
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].shown, rows[0].total), (1, 2));
}

fn datasets() -> impl Strategy<Value = Dataset> {
    let near = (0..6u8, 0..6u8).prop_map(|(x, y)| (f64::from(x) * 0.05, f64::from(y) * 0.05));
    let far = (-180.0..180.0f64, -90.0..90.0f64);
    let spot = (prop_oneof![near, far], prop_oneof![Just(0.0), Just(f64::NAN), 0.0..5e7f64])
        .prop_map(|((lon, lat), radius)| place("P", lon, lat, radius));
    let places = prop::collection::vec(spot, 1..25);
    // Ids up to 30: some name a place that is not there.
    let events = prop::collection::vec(prop::collection::vec(0..30u32, 0..4), 0..40)
        .prop_map(|lists| lists.iter().map(|ids| event(None, ids)).collect::<Vec<_>>());
    (places, events).prop_map(|(places, events)| Dataset { places, events, ..Dataset::default() })
}

proptest! {
    #[test]
    fn every_placed_event_is_in_exactly_one_mark_for_each_of_its_places(
        dataset in datasets(), zoom in -3.0..22.0f64
    ) {
        let marks = marks(&EventIndex::new(Arc::new(dataset.clone())), zoom);
        for (i, event) in dataset.events.iter().enumerate() {
            let id = EventId::from_index(i);
            for place in event.places.iter().filter(|p| dataset.place(**p).is_some()) {
                let holders = marks.iter().filter(|m| m.places.contains(place)).collect::<Vec<_>>();
                prop_assert_eq!(holders.len(), 1);
                prop_assert_eq!(holders[0].events.iter().filter(|e| **e == id).count(), 1);
            }
            for mark in marks.iter().filter(|m| m.events.contains(&id)) {
                prop_assert!(mark.places.iter().any(|p| event.places.contains(p)));
            }
        }
    }

    #[test]
    fn marks_stand_apart(dataset in datasets(), zoom in 0.0..20.0f64) {
        let marks: Vec<Mark> = marks(&EventIndex::new(Arc::new(dataset.clone())), zoom).into_iter().filter(|m| !m.ground).collect();
        let scale = TILE_PX * zoom.exp2();
        for (i, a) in marks.iter().enumerate() {
            for b in marks.iter().skip(i + 1) {
                let dx = (a.at.x - b.at.x).abs();
                let apart = dx.min(1.0 - dx).hypot(a.at.y - b.at.y) * scale;
                prop_assert!(apart >= JOIN_PT - 1e-6, "{apart}");
            }
        }
    }

    #[test]
    fn panning_moves_marks_and_changes_none(
        dataset in datasets(), zoom in 2.5..12.0f64, dx in -200.0..200.0f32, dy in -150.0..150.0f32
    ) {
        let mut dataset = dataset;
        dataset.places.iter_mut().for_each(|p| p.radius_m = 0.0);
        let stage = Stage::new(dataset.places, dataset.events);
        let a = view(0.1, 0.1, zoom);
        let b = a.dragged(dx, dy);
        let (from, to) = (stage.scene(&a, None), stage.scene(&b, None));
        for hit in &from.hits {
            let moved = Pt::new(middle_of(hit.rect).x + dx, middle_of(hit.rect).y + dy);
            if !b.shows(Screen::new(moved.x, moved.y), 0.0) {
                continue;
            }
            let found = to.hits.iter().find(|h| {
                h.target == hit.target && h.label == hit.label && away(middle_of(h.rect), moved) < 0.2
            });
            prop_assert!(found.is_some(), "{hit:?}");
        }
    }

    #[test]
    fn any_dataset_draws_finite_shapes(
        dataset in datasets(), lon in -180.0..180.0f64, lat in -90.0..90.0f64, zoom in any::<f64>(), open in 0..30u32
    ) {
        let stage = Stage::new(dataset.places, dataset.events);
        let scene = stage.scene(&view(lon, lat, zoom), Some(open));
        let finite = |p: &Pt| p.x.is_finite() && p.y.is_finite();
        for shape in &scene.shapes {
            let fine = match shape {
                Shape::Area { rings, .. } => rings.iter().flatten().all(finite),
                Shape::Line { points, .. } => points.iter().all(finite),
                Shape::Circle { center, radius, .. } => finite(center) && radius.is_finite(),
                Shape::Rect { rect, .. } => finite(&rect.min) && finite(&rect.max),
                Shape::Cells(cells) => cells.iter().all(|(r, _)| finite(&r.min) && finite(&r.max)),
                Shape::Text(text) => finite(&text.at),
            };
            prop_assert!(fine, "{shape:?}");
        }
    }

    #[test]
    fn fans_leave_room_for_every_mark(count in 2..60usize) {
        let offsets = fan::offsets(count);
        prop_assert_eq!(offsets.len(), count.min(fan::MOST));
        for (i, a) in offsets.iter().enumerate() {
            prop_assert!(a.x.hypot(a.y) > 30.0, "clear of the stack");
            for b in offsets.iter().skip(i + 1) {
                prop_assert!(away(*a, *b) >= LEAST_TARGET, "{}", away(*a, *b));
            }
        }
    }

    #[test]
    fn clipped_rings_cover_what_the_ring_covers_of_the_screen(
        x in -300.0..300.0f32, y in -300.0..300.0f32, r in 1.0..600.0f32,
        px in 0.0..100.0f32, py in 0.0..100.0f32
    ) {
        let ring: Vec<Pt> =
            (0..64).map(|i| glyph::polar(Pt::new(x, y), r, std::f32::consts::TAU * i as f32 / 64.0)).collect();
        let rect = Rect::new(Pt::new(0.0, 0.0), Pt::new(100.0, 100.0));
        let p = Pt::new(px, py);
        prop_assume!((away(p, Pt::new(x, y)) - r).abs() > r * 0.002 + 0.1);
        let inside = away(p, Pt::new(x, y)) < r;
        prop_assert_eq!(holds(&clip::ring(&ring, rect), p), inside);
        for part in clip::closed_line(&ring, rect) {
            let on_screen =
                |p: &Pt| (-0.01..=100.01).contains(&p.x) && (-0.01..=100.01).contains(&p.y);
            prop_assert!(part.iter().all(on_screen));
        }
    }
}

/// Even-odd by a ray to the right.
fn holds(ring: &[Pt], p: Pt) -> bool {
    let ends = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(ends)
        .filter(|(a, b)| {
            (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x
        })
        .count()
        % 2
        == 1
}

#[test]
fn a_step_of_zoom_is_needed_to_regroup() {
    let places = vec![place("A", 10.0, 10.0, 0.0), place("B", 10.3, 10.0, 0.0)];
    let stage = Stage::new(places, vec![event(None, &[0]), event(None, &[1])]);
    let groups: BTreeSet<usize> =
        [6.76, 6.9, 6.99].iter().map(|z| marks(stage.matches.index(), *z).len()).collect();
    assert_eq!(groups.len(), 1);
    assert_eq!(marks(stage.matches.index(), 5.0).len(), 1);
    assert_eq!(marks(stage.matches.index(), 9.0).len(), 2);
}
