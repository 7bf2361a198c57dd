//! The window and its views without a display, driven by accessibility labels, by keys and by hand.
#![allow(dead_code)] // no test file needs all of it

pub mod model;

use chronotope::app::{State, embedded};
use chronotope::model::Dataset;
use chronotope::views::Viewer;
use egui::{Context, Event, Key, Modifiers, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::time::{Duration, Instant};

pub type Window = Harness<'static, Option<Viewer>>;

/// Size of a usual window, in points.
pub const USUAL: Vec2 = vec2(1280.0, 800.0);

/// How long something may take that threads beside the window do. Reached only where it never comes.
const PATIENCE: Duration = Duration::from_secs(120);

/// A window of a size in points, of `scale` pixels each, after its first frame.
pub fn opened(size: Vec2, scale: f32, open: impl FnOnce(&Context) -> Viewer + 'static) -> Window {
    let mut open = Some(open);
    Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(600)
        .build_ui_state(
            move |ui, viewer: &mut Option<Viewer>| {
                if let Some(open) = open.take() {
                    *viewer = Some(open(ui.ctx()));
                }
                if let Some(viewer) = viewer {
                    viewer.frame(ui);
                }
            },
            None,
        )
}

/// A window of a size on a dataset, once it rests.
pub fn window(dataset: Dataset, size: Vec2) -> Window {
    let mut harness = opened(size, 1.0, |ctx| Viewer::showing(ctx, dataset));
    harness.run();
    harness
}

/// A window on the embedded story.
pub fn story() -> Window {
    story_in(USUAL)
}

pub fn story_in(size: Vec2) -> Window {
    window(embedded().expect("the embedded story reads"), size)
}

pub fn viewer(harness: &Window) -> &Viewer {
    harness.state().as_ref().expect("the window stands")
}

pub fn state(harness: &Window) -> &State {
    viewer(harness).state()
}

pub fn click<S>(harness: &mut Harness<'_, S>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

pub fn press<S>(harness: &mut Harness<'_, S>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

/// Types where the keyboard is.
pub fn typed<S>(harness: &mut Harness<'_, S>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.run();
}

/// Puts a text into a field, in place of what stands there.
pub fn fill<S>(harness: &mut Harness<'_, S>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    press(harness, Modifiers::COMMAND, Key::A);
    harness.get_by_label(label).type_text(text);
    harness.run();
}

/// Runs a command by its name, as the palette does.
pub fn command(harness: &mut Window, name: &str) {
    press(harness, Modifiers::COMMAND, Key::K);
    typed(harness, name);
    press(harness, Modifiers::NONE, Key::Enter);
}

/// Whether something is there by its label.
pub fn has<S>(harness: &Harness<'_, S>, label: &str) -> bool {
    harness.query_by_label(label).is_some()
}

/// Whether some label holds these words.
pub fn says<S>(harness: &Harness<'_, S>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

/// The middle of what has a label.
pub fn center<S>(harness: &Harness<'_, S>, label: &str) -> Pos2 {
    harness.get_by_label(label).rect().center()
}

/// Takes hold of what lies at a point.
pub fn hold<S>(harness: &mut Harness<'_, S>, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(1);
    harness.drag_at(at);
    harness.run_steps(1);
}

/// Moves what is held, in equal steps of a frame each.
pub fn pull<S>(harness: &mut Harness<'_, S>, from: Pos2, to: Pos2, steps: u16) {
    for step in 1..=steps {
        harness.hover_at(from + (to - from) * (f32::from(step) / f32::from(steps)));
        harness.run_steps(1);
    }
}

/// Drags with the button held, and lets go.
pub fn drag<S>(harness: &mut Harness<'_, S>, from: Pos2, to: Pos2) {
    hold(harness, from);
    pull(harness, from, to, 8);
    harness.drop_at(to);
    harness.run();
}

pub fn click_at<S>(harness: &mut Harness<'_, S>, at: Pos2) {
    hold(harness, at);
    harness.drop_at(at);
    harness.run();
}

/// The wheel turned by so many points, away from the hand.
pub fn wheel(by: f32) -> Event {
    Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    }
}

/// Draws frames until something holds: threads beside the window bring it.
pub fn until(harness: &mut Window, what: &str, holds: impl Fn(&mut Window) -> bool) {
    let begun = Instant::now();
    while !holds(harness) {
        assert!(begun.elapsed() < PATIENCE, "never came: {what}");
        harness.step();
        std::thread::yield_now();
    }
}
