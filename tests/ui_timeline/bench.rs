//! A window with nothing but a timeline, and the hand on it.

use super::common::model::fixture::{self, state};
pub use super::common::{center, click, drag, fill, has, hold, press, pull, wheel};
use chronotope::app::{Action, Item, State};
use chronotope::model::{Dataset, Event, Second, Window};
use chronotope::scene::palette::Palette;
use chronotope::views::theme;
use chronotope::views::timeline::TimelineView;
use egui::vec2;
use egui_kittest::Harness;

/// A window with nothing but a timeline.
pub struct Bench {
    pub state: State,
    pub view: TimelineView,
    palette: Palette,
    ready: bool,
    pub hovered: Option<Item>,
}

impl Bench {
    fn frame(&mut self, ui: &mut egui::Ui) {
        if !self.ready {
            theme::install_fonts(ui.ctx());
            theme::apply(ui.ctx(), &self.palette);
            self.ready = true;
        }
        let mut actions = Vec::new();
        self.view.ui(ui, &self.state.frame(&self.palette), &mut actions);
        for action in actions {
            if let Action::Hover(item) = &action {
                self.hovered = Some(item.clone());
            }
            self.state.apply(action);
        }
        if self.state.end_frame() {
            ui.ctx().request_repaint();
        }
    }
}

pub type Timeline = Harness<'static, Bench>;

pub fn event(title: &str, category: &str, when: Option<&str>) -> Event {
    fixture::event(title, category, when, &[])
}

pub fn winter() -> Dataset {
    let presence = Event {
        kind: state("Russian presence", "in place", "withdrawn"),
        ..event("The presence", "presence", Some("2015-09/.."))
    };
    Dataset {
        events: vec![
            event("The agreement", "agreement", Some("2026-01-18")),
            event("The withdrawal", "withdrawal", Some("2026-01-19/2026-01-25")),
            event("The meeting", "meeting", Some("2026-01-28")),
            event("The first day", "other", Some("2026-01-01")),
            presence,
            event("The talks", "meeting", None),
        ],
        ..Dataset::default()
    }
}

pub fn bench(dataset: Dataset) -> Timeline {
    let state = State::new(dataset);
    let bench = Bench {
        state,
        view: TimelineView::default(),
        palette: Palette::light(),
        ready: false,
        hovered: None,
    };
    let mut harness = Harness::builder()
        .with_size(vec2(1200.0, 360.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(400)
        .build_ui_state(|ui, bench: &mut Bench| bench.frame(ui), bench);
    harness.run();
    harness
}

pub fn at(year: i32, month: u8, day: u8) -> Second {
    Second::from_civil(year, month, day, 0, 0, 0).expect("a real day")
}

/// A bench that looks at January 2026 with a window from the 10th to the 20th.
pub fn january_of(dataset: Dataset) -> Timeline {
    let mut harness = bench(dataset);
    let state = &mut harness.state_mut().state;
    state.apply(Action::SetSpanInView(Window::new(at(2026, 1, 1), at(2026, 2, 1))));
    state.apply(Action::SetWindow(Window::new(at(2026, 1, 10), at(2026, 1, 20))));
    state.apply(Action::SetCursor(at(2026, 1, 15)));
    harness.run();
    harness
}

pub fn january() -> Timeline {
    january_of(winter())
}

pub fn window(harness: &Timeline) -> Window {
    harness.state().state.session.window
}

pub fn cursor(harness: &Timeline) -> Second {
    harness.state().state.session.cursor
}

pub fn view(harness: &Timeline) -> Window {
    harness.state().state.session.span_in_view
}

/// Points per day in the view of January.
pub fn day_px(harness: &Timeline) -> f32 {
    let x = |label| center(harness, label).x;
    (x("Window end") - x("Window start")) / 10.0
}
