//! A window with nothing but a timeline, and the hand on it.

use chronotope::app::{Action, Frame, Item, Outside, State};
use chronotope::model::{
    Category, Certainty, Dataset, Event, EventKind, Second, StateWords, Window,
};
use chronotope::scene::Subject;
use chronotope::scene::palette::Palette;
use chronotope::views::theme;
use chronotope::views::timeline::TimelineView;
use egui::{Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

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
        let mut actions = Vec::new();
        self.view.ui(ui, &frame, &mut actions);
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
    Event {
        title: title.to_owned(),
        category: Category::new(category),
        kind: EventKind::Happening,
        when: when.map(|w| w.parse().expect("an EDTF date")),
        places: Vec::new(),
        actors: Vec::new(),
        certainty: Certainty::Stated,
        evidence: Vec::new(),
        reasons: Vec::new(),
        accounts: Vec::new(),
        route: None,
    }
}

pub fn winter() -> Dataset {
    let state = EventKind::State(StateWords {
        subject: "Russian presence".to_owned(),
        holding: "in place".to_owned(),
        ended: "withdrawn".to_owned(),
    });
    Dataset {
        events: vec![
            event("The agreement", "agreement", Some("2026-01-18")),
            event("The withdrawal", "withdrawal", Some("2026-01-19/2026-01-25")),
            event("The meeting", "meeting", Some("2026-01-28")),
            event("The first day", "other", Some("2026-01-01")),
            Event { kind: state, ..event("The presence", "presence", Some("2015-09/..")) },
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
pub fn january() -> Timeline {
    let mut harness = bench(winter());
    let session = &mut harness.state_mut().state;
    session.apply(Action::SetSpanInView(Window::new(at(2026, 1, 1), at(2026, 2, 1))));
    session.apply(Action::SetWindow(Window::new(at(2026, 1, 10), at(2026, 1, 20))));
    session.apply(Action::SetCursor(at(2026, 1, 15)));
    harness.run();
    harness
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

pub fn center(harness: &Timeline, label: &str) -> Pos2 {
    harness.get_by_label(label).rect().center()
}

/// Points per day in the view of January.
pub fn day_px(harness: &Timeline) -> f32 {
    let x = |label| center(harness, label).x;
    (x("Window end") - x("Window start")) / 10.0
}

pub fn press(harness: &mut Timeline, from: Pos2) {
    harness.hover_at(from);
    harness.run_steps(1);
    harness.drag_at(from);
    harness.run_steps(1);
}

pub fn move_by(harness: &mut Timeline, from: Pos2, by: Vec2) {
    for part in 1_u8..=8 {
        harness.hover_at(from + by * (f32::from(part) / 8.0));
        harness.run_steps(1);
    }
}

pub fn drag(harness: &mut Timeline, from: Pos2, by: Vec2) {
    press(harness, from);
    move_by(harness, from, by);
    harness.drop_at(from + by);
    harness.run();
}
