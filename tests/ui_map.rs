//! The map as a person uses it, by pointer, keyboard and accessibility tree, without a screen.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

use chronotope::app::{Action, Effect, Frame, Item, Outside, State};
use chronotope::model::{
    Category, Certainty, Dataset, Event, EventKind, Feature, LonLat, Passage, Place, PlaceId,
    PlaceShape, SourceId, StateWords,
};
use chronotope::projection::{Screen, Viewport, World};
use chronotope::scene::{Subject, palette::Palette};
use chronotope::views::map::{FlyRequest, Gesture, MapView};
use chronotope::views::theme;
use egui::{Event as Input, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const SIZE: egui::Vec2 = vec2(900.0, 600.0);

fn place(name: &str, lon: f64, lat: f64, radius_m: f64) -> Place {
    Place {
        name: name.to_owned(),
        names: Vec::new(),
        feature: Feature::new('P', "PPL"),
        position: LonLat::new(lon, lat).unwrap(),
        shape: PlaceShape::Point,
        radius_m,
        population: None,
        country: None,
        admin1: None,
        geonameid: None,
        note: String::new(),
    }
}

fn event(title: &str, category: &str, when: Option<&str>, places: &[u32]) -> Event {
    Event {
        title: title.to_owned(),
        category: Category::new(category),
        kind: EventKind::Happening,
        when: when.map(|w| w.parse().unwrap()),
        places: places.iter().map(|id| PlaceId(*id)).collect(),
        actors: Vec::new(),
        certainty: Certainty::Stated,
        evidence: vec![Passage { source: SourceId(0), range: 0..0 }],
        reasons: Vec::new(),
        accounts: Vec::new(),
        route: None,
    }
}

/// Two towns far apart, three ports close together, one vague region, one event without a place.
fn dataset() -> Dataset {
    let presence = EventKind::State(StateWords {
        subject: "Garrison".into(),
        holding: "in place".into(),
        ended: "withdrawn".into(),
    });
    Dataset {
        places: vec![
            place("Northtown", 41.2, 37.0, 4000.0),
            place("Southtown", 36.3, 33.5, 4000.0),
            place("Port A", 35.80, 35.50, 2000.0),
            place("Port B", 35.86, 35.54, 2000.0),
            place("Port C", 35.90, 35.47, 2000.0),
            place("The Steppe", 39.5, 35.0, 90_000.0),
        ],
        events: vec![
            event("Troops leave", "withdrawal", Some("2026-01-20"), &[0]),
            Event { kind: presence, ..event("Garrison", "presence", Some("2026-01-01"), &[0]) },
            event("Talks", "meeting", Some("2026-01-28"), &[1]),
            event("Ship lands", "deployment", Some("2026-01-10"), &[2]),
            event("Ship leaves", "withdrawal", Some("2026-01-12"), &[3]),
            event("Crane falls", "disaster", None, &[4]),
            event("Clashes", "attack", Some("2026-01-15"), &[5]),
            event("Statement", "demand", Some("2026-01-16"), &[]),
        ],
        ..Dataset::default()
    }
}

/// The state, the view, and everything the view asked for.
struct Desk {
    state: State,
    map: MapView,
    palette: Palette,
    asked: Vec<Action>,
    first: bool,
}

impl Desk {
    fn ui(&mut self, ui: &mut egui::Ui) {
        if std::mem::take(&mut self.first) {
            theme::install_fonts(ui.ctx());
            theme::apply(ui.ctx(), &self.palette);
            // The test harness turns animation off; here motion itself is tested.
            ui.ctx().all_styles_mut(|style| style.animation_time = 0.1);
        }
        let mut actions = Vec::new();
        let frame = Frame {
            subject: Subject {
                dataset: self.state.dataset(),
                matches: self.state.matches(),
                window: self.state.session.window,
                cursor: self.state.session.cursor,
                hide_outside: self.state.session.outside == Outside::Hide,
                selected: self.state.selected(),
                hovered: self.state.hovered(),
                palette: &self.palette,
                language: self.state.session.names,
            },
            session: &self.state.session,
            project: self.state.project(),
            filters: self.state.filters(),
            index: self.state.index(),
        };
        self.map.ui(ui, &frame, None, &mut actions);
        for action in actions {
            self.asked.push(action.clone());
            match self.state.apply(action) {
                Some(Effect::FlyToPlace(id)) => self.map.fly_to(FlyRequest::Place(id)),
                Some(Effect::FlyToPlaces(places)) => self.map.fly_to(FlyRequest::Places(places)),
                Some(Effect::FitMap) => self.map.fly_to(FlyRequest::Results),
                _ => {}
            }
        }
        if self.state.end_frame() {
            ui.ctx().request_repaint();
        }
    }

    fn view(&self) -> Viewport {
        let session = &self.state.session;
        Viewport {
            center: session.map_center,
            zoom: session.map_zoom,
            width: SIZE.x,
            height: SIZE.y,
        }
    }
}

fn harness() -> Harness<'static, Desk> {
    harness_at(1.0 / 60.0)
}

fn harness_at(step_s: f32) -> Harness<'static, Desk> {
    let mut state = State::new(dataset());
    state.session.map_center = World::from_lonlat(LonLat::new(38.5, 35.3).unwrap());
    state.session.map_zoom = 6.0;
    let desk = Desk {
        state,
        map: MapView::default(),
        palette: Palette::light(),
        asked: Vec::new(),
        first: true,
    };
    let mut harness = Harness::builder()
        .with_size(SIZE)
        .with_step_dt(step_s)
        .with_max_steps(400)
        .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
    harness.run();
    harness.state_mut().asked.clear();
    harness
}

fn map_rect(harness: &Harness<'_, Desk>) -> egui::Rect {
    harness.get_by_label("Map").rect()
}

fn ground(harness: &Harness<'_, Desk>, at: Pos2) -> World {
    let corner = map_rect(harness).min;
    let view = harness.state().view();
    let rect = map_rect(harness);
    let view = Viewport { width: rect.width(), height: rect.height(), ..view };
    view.world_from_screen(Screen::new(at.x - corner.x, at.y - corner.y))
}

fn close(a: World, b: World, zoom: f64) -> bool {
    (a.x - b.x).hypot(a.y - b.y) * 256.0 * zoom.exp2() < 0.05
}

fn drag(harness: &mut Harness<'_, Desk>, from: Pos2, to: Pos2, steps: usize) {
    harness.hover_at(from);
    harness.run_steps(1);
    harness.drag_at(from);
    harness.run_steps(1);
    for i in 1..=steps {
        harness.hover_at(from + (to - from) * (i as f32 / steps as f32));
        harness.run_steps(1);
    }
}

fn double_click(harness: &mut Harness<'_, Desk>, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(1);
    for pressed in [true, false, true, false] {
        harness.event(Input::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(1);
    }
}

#[test]
fn dragging_keeps_the_ground_under_the_pointer() {
    let mut harness = harness();
    let (from, to) = (pos2(300.0, 200.0), pos2(520.0, 330.0));
    let held = ground(&harness, from);
    drag(&mut harness, from, to, 9);
    assert!(close(ground(&harness, to), held, 6.0));
    assert!(matches!(harness.state().map.gesture(), Gesture::Dragging { .. }));
    // Held still before it is let go, it does not glide.
    harness.run_steps(30);
    harness.drop_at(to);
    harness.run();
    assert!(close(ground(&harness, to), held, 6.0));
    assert_eq!(*harness.state().map.gesture(), Gesture::Idle);
}

#[test]
fn a_thrown_map_glides_on_and_comes_to_rest() {
    let mut harness = harness();
    let (from, to) = (pos2(300.0, 300.0), pos2(500.0, 300.0));
    let held = ground(&harness, from);
    drag(&mut harness, from, to, 5);
    harness.drop_at(to);
    harness.run();
    let now = ground(&harness, to);
    assert!(held.x - now.x > 10.0 / (256.0 * 64.0), "glides further the same way");
    assert_eq!(*harness.state().map.gesture(), Gesture::Idle);
}

#[test]
fn dragging_around_the_world_comes_back() {
    let mut harness = harness();
    harness.state_mut().state.session.map_zoom = 2.0;
    harness.run();
    for _ in 0..6 {
        drag(&mut harness, pos2(850.0, 500.0), pos2(50.0, 500.0), 4);
        harness.run_steps(20);
        harness.drop_at(pos2(50.0, 500.0));
        harness.run();
        let x = harness.state().state.session.map_center.x;
        assert!((0.0..1.0).contains(&x), "{x}");
    }
}

#[test]
fn the_wheel_zooms_at_the_pointer_whatever_the_frame_time() {
    let mut zooms = Vec::new();
    for step in [1.0 / 144.0, 1.0 / 60.0, 0.25_f32] {
        let mut harness = harness_at(step);
        let at = pos2(610.0, 170.0);
        harness.hover_at(at);
        harness.run_steps(1);
        let held = ground(&harness, at);
        for _ in 0..3 {
            harness.event(Input::MouseWheel {
                unit: MouseWheelUnit::Line,
                delta: vec2(0.0, 1.0),
                phase: egui::TouchPhase::Move,
                modifiers: Modifiers::NONE,
                source: egui::MouseWheelSource::Wheel,
            });
            harness.run_steps(1);
            assert!(close(ground(&harness, at), held, harness.state().view().zoom));
        }
        harness.run();
        assert!(close(ground(&harness, at), held, harness.state().view().zoom));
        zooms.push(harness.state().view().zoom);
    }
    assert!(zooms.iter().all(|z| (z - zooms[0]).abs() < 1e-3), "{zooms:?}");
    assert!((zooms[0] - 7.2).abs() < 1e-3, "{zooms:?}");
}

#[test]
fn pinching_zooms_at_the_pointer() {
    let mut harness = harness();
    let at = pos2(200.0, 400.0);
    harness.hover_at(at);
    harness.run_steps(1);
    let held = ground(&harness, at);
    harness.event(Input::Zoom(2.0));
    harness.run();
    assert!((harness.state().view().zoom - 7.0).abs() < 1e-6);
    assert!(close(ground(&harness, at), held, 7.0));
}

#[test]
fn two_fingers_pan_and_zoom_and_the_ground_stays_under_the_first() {
    // As a touch screen tells it: every finger as a touch, the first of them as the pointer too.
    let touch = |id: u64, phase: egui::TouchPhase, pos: Pos2| Input::Touch {
        device_id: egui::TouchDeviceId(0),
        id: egui::TouchId(id),
        phase,
        pos,
        force: None,
    };
    let (down, moved, up) =
        (egui::TouchPhase::Start, egui::TouchPhase::Move, egui::TouchPhase::End);
    let pressed = |pos: Pos2, pressed: bool| Input::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let mut harness = harness();
    let [first, second] = [pos2(300.0, 400.0), pos2(400.0, 400.0)];
    let held = ground(&harness, first);
    let before = harness.state().view().zoom;
    harness.event(touch(1, down, first));
    harness.event(Input::PointerMoved(first));
    harness.event(pressed(first, true));
    harness.run_steps(2);
    harness.event(touch(2, down, second));
    harness.run_steps(2);
    // Apart to twice the distance, in steps; then both to the right and down.
    for step in 1..=10 {
        let shift = step as f32 * 10.0;
        harness.event(touch(2, moved, second + vec2(shift, 0.0)));
        harness.run_steps(1);
    }
    harness.run_steps(3);
    let zoom = harness.state().view().zoom;
    assert!((zoom - before - 1.0).abs() < 0.02, "{zoom} from {before}");
    assert!(close(ground(&harness, first), held, zoom));
    for step in 1..=5 {
        let shift = vec2(10.0, 6.0) * step as f32;
        harness.event(touch(1, moved, first + shift));
        harness.event(Input::PointerMoved(first + shift));
        harness.event(touch(2, moved, second + vec2(100.0, 0.0) + shift));
        harness.run_steps(1);
    }
    harness.run_steps(3);
    assert!((harness.state().view().zoom - zoom).abs() < 0.02);
    assert!(close(ground(&harness, first + vec2(50.0, 30.0)), held, zoom));
    harness.event(touch(2, up, second));
    harness.event(touch(1, up, first));
    harness.event(pressed(first + vec2(50.0, 30.0), false));
    harness.event(Input::PointerGone);
    harness.run();
    assert!((harness.state().view().zoom - zoom).abs() < 0.02, "letting go moves nothing more");
}

#[test]
fn a_double_click_zooms_in_there() {
    let mut harness = harness();
    let at = pos2(660.0, 480.0);
    let held = ground(&harness, at);
    double_click(&mut harness, at);
    harness.run();
    assert!((harness.state().view().zoom - 7.0).abs() < 1e-9);
    assert!(close(ground(&harness, at), held, 7.0));
}

#[test]
fn the_keyboard_pans_and_zooms_the_focused_map() {
    let mut harness = harness();
    let before = harness.state().view();
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert_eq!(harness.state().view(), before, "nothing without the focus");
    harness.get_by_label("Map").focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::ArrowDown);
    harness.run();
    let now = harness.state().view();
    assert!(now.center.x > before.center.x && now.center.y > before.center.y);
    assert!(harness.get_by_label("Map").is_focused(), "arrows pan instead of moving the focus");
    harness.key_press(Key::Plus);
    harness.run();
    assert!((harness.state().view().zoom - 6.5).abs() < 1e-9);
    harness.key_press(Key::Minus);
    harness.key_press(Key::Minus);
    harness.run();
    assert!((harness.state().view().zoom - 5.5).abs() < 1e-9);
}

#[test]
fn a_click_on_a_mark_selects_its_place_and_opens_its_stack() {
    let mut harness = harness();
    harness.get_by_label_contains("Northtown: 2 events").click();
    harness.run();
    let state = harness.state();
    assert!(state.asked.contains(&Action::Select(Some(Item::Place(PlaceId(0))))));
    assert_eq!(state.map.open(), Some(PlaceId(0)));
    harness.get_by_label_contains("Troops leave").click();
    harness.run();
    let chosen = harness.state().state.session.selection.clone();
    assert!(matches!(chosen, Some(Item::Event(id)) if id.0 == 0), "{chosen:?}");
}

#[test]
fn a_screen_reader_can_press_a_mark() {
    let mut harness = harness();
    harness.get_by_label_contains("Southtown: 1 event").click_accesskit();
    harness.run();
    let chosen = harness.state().state.session.selection.clone();
    assert_eq!(chosen, Some(Item::Place(PlaceId(1))));
}

#[test]
fn marks_are_pressed_by_enter_and_left_by_escape() {
    let mut harness = harness();
    harness.get_by_label_contains("Southtown").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().state.session.selection, Some(Item::Place(PlaceId(1))));
}

#[test]
fn tab_reaches_the_marks() {
    let mut harness = harness();
    harness.get_by_label("Map").focus();
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    let focused = harness.get_all_by_role(egui::accesskit::Role::Button).find(|n| n.is_focused());
    let label = focused.and_then(|n| n.accesskit_node().label()).unwrap_or_default();
    assert!(label.contains("event"), "{label:?}");
}

#[test]
fn close_places_share_a_mark_until_one_zooms_in() {
    let mut harness = harness();
    let stack = harness.get_by_label_contains("and 2 more places: 3 events");
    stack.click();
    harness.run();
    harness.get_by_label_contains("Crane falls, undated");
    harness.key_press(Key::Escape);
    let center = World::from_lonlat(LonLat::new(35.85, 35.5).unwrap());
    harness.state_mut().state.session.map_center = center;
    harness.state_mut().state.session.map_zoom = 11.0;
    harness.run();
    for name in ["Port A: 1 event", "Port B: 1 event", "Port C: 1 event"] {
        harness.get_by_label_contains(name);
    }
}

#[test]
fn a_click_beside_the_marks_clears_the_selection() {
    let mut harness = harness();
    harness.get_by_label_contains("Northtown").click();
    harness.run();
    assert!(harness.state().map.open().is_some());
    let at = pos2(700.0, 560.0);
    harness.hover_at(at);
    harness.run_steps(1);
    harness.drag_at(at);
    harness.run_steps(1);
    harness.drop_at(at);
    harness.run();
    assert_eq!(harness.state().state.session.selection, None);
    assert_eq!(harness.state().map.open(), None);
}

#[test]
fn the_pointer_says_what_it_is_over() {
    let mut harness = harness();
    harness.get_by_label_contains("Southtown").hover();
    harness.run_steps(2);
    assert_eq!(harness.state().state.session.hover, Some(Item::Place(PlaceId(1))));
    harness.remove_cursor();
    harness.run();
    assert_eq!(harness.state().state.session.hover, None);
}

#[test]
fn the_buttons_zoom_and_fit() {
    let mut harness = harness();
    harness.get_by_label("Zoom in").click();
    harness.run();
    assert!((harness.state().view().zoom - 7.0).abs() < 1e-9);
    harness.get_by_label("Zoom out").click();
    harness.run();
    harness.get_by_label("Zoom out").click();
    harness.run();
    assert!((harness.state().view().zoom - 5.0).abs() < 1e-9);
    harness.get_by_label("Fit all events").click();
    harness.run();
    let view = harness.state().view();
    for place in &dataset().places {
        assert!(view.shows(view.screen_from_lonlat(place.position), 0.0), "{}", place.name);
    }
    assert!(view.zoom > 5.5, "{}", view.zoom);
}

#[test]
fn flights_end_at_the_place() {
    let mut harness = harness();
    harness.state_mut().map.fly_to(FlyRequest::Place(PlaceId(1)));
    harness.run_steps(3);
    assert!(matches!(harness.state().map.gesture(), Gesture::Flying(_)));
    harness.run();
    let view = harness.state().view();
    let at = view.screen_from_lonlat(dataset().places[1].position);
    assert!((at.x - 450.0).abs() < 10.0 && (at.y - 300.0).abs() < 10.0, "{at:?}");
}

#[test]
fn flights_are_one_step_where_motion_is_unwanted() {
    let mut harness = harness();
    harness.ctx.all_styles_mut(|style| style.animation_time = 0.0);
    harness.state_mut().map.fly_to(FlyRequest::Place(PlaceId(1)));
    harness.run_steps(2);
    assert_eq!(*harness.state().map.gesture(), Gesture::Idle);
    let view = harness.state().view();
    let at = view.screen_from_lonlat(dataset().places[1].position);
    assert!((at.x - 450.0).abs() < 10.0, "{at:?}");
}

#[test]
fn an_idle_map_does_not_repaint() {
    let mut harness = harness();
    let steps = harness.try_run().expect("comes to rest");
    assert!(steps <= 1, "{steps}");
    assert!(harness.state().asked.is_empty(), "{:?}", harness.state().asked);
}
