//! A window with nothing but a map, and the hand on it.

use super::common::model::fixture::{event, place, state};
use chronotope::app::{Action, Effect, State};
use chronotope::model::{Dataset, Event, LonLat};
use chronotope::projection::{Screen, Viewport, World};
use chronotope::scene::palette::Palette;
use chronotope::views::map::{FlyRequest, MapView};
use chronotope::views::theme;
use egui::{Event as Input, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const SIZE: egui::Vec2 = vec2(900.0, 600.0);

/// Two towns far apart, three ports close together, one vague region, one event without a place.
pub fn dataset() -> Dataset {
    let garrison = Event {
        kind: state("Garrison", "in place", "withdrawn"),
        ..event("Garrison", "presence", Some("2026-01-01"), &[0])
    };
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
            garrison,
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
pub struct Desk {
    pub state: State,
    pub map: MapView,
    palette: Palette,
    pub asked: Vec<Action>,
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
        self.map.ui(ui, &self.state.frame(&self.palette), None, &mut actions);
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

    pub fn view(&self) -> Viewport {
        let session = &self.state.session;
        Viewport {
            center: session.map_center,
            zoom: session.map_zoom,
            width: SIZE.x,
            height: SIZE.y,
        }
    }
}

pub type Map = Harness<'static, Desk>;

pub fn harness() -> Map {
    harness_at(1.0 / 60.0)
}

/// A map whose frames take so long.
pub fn harness_at(step_s: f32) -> Map {
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

/// Where on the ground a point of the screen lies.
pub fn ground(harness: &Map, at: Pos2) -> World {
    let rect = harness.get_by_label("Map").rect();
    let view = Viewport { width: rect.width(), height: rect.height(), ..harness.state().view() };
    view.world_from_screen(Screen::new(at.x - rect.min.x, at.y - rect.min.y))
}

/// Whether two positions are one to the eye.
pub fn close(a: World, b: World, zoom: f64) -> bool {
    (a.x - b.x).hypot(a.y - b.y) * 256.0 * zoom.exp2() < 0.05
}

/// The first button pressed, or let go.
pub fn button(pos: Pos2, pressed: bool) -> Input {
    Input::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

pub fn double_click(harness: &mut Map, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(1);
    for pressed in [true, false, true, false] {
        harness.event(button(at, pressed));
        harness.run_steps(1);
    }
}
