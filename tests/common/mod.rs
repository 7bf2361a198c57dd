//! The real window without a display, driven by accessibility labels.
#![allow(dead_code)] // no test file needs all of it

use chronotope::app::{State, embedded};
use chronotope::model::Dataset;
use chronotope::views::Viewer;
use egui::{Event, Key, Modifiers, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

pub type Window = Harness<'static, Option<Viewer>>;

/// A window of a size on a dataset, after its first frames.
pub fn window(dataset: Dataset, size: Vec2) -> Window {
    let mut dataset = Some(dataset);
    let mut harness = Harness::builder()
        .with_size(size)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(600)
        .build_ui_state(
            move |ui, viewer: &mut Option<Viewer>| {
                let viewer = viewer.get_or_insert_with(|| {
                    Viewer::showing(ui.ctx(), dataset.take().unwrap_or_default())
                });
                viewer.frame(ui);
            },
            None,
        );
    harness.run();
    harness
}

/// A window on the embedded story.
pub fn story() -> Window {
    story_in(vec2(1280.0, 800.0))
}

pub fn story_in(size: Vec2) -> Window {
    window(embedded().expect("the embedded story reads"), size)
}

pub fn state(harness: &Window) -> &State {
    harness.state().as_ref().expect("the window stands").state()
}

pub fn click(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

pub fn press(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

pub fn typed(harness: &mut Window, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.run();
}

/// Runs a command by its name, as the palette does.
pub fn command(harness: &mut Window, name: &str) {
    press(harness, Modifiers::COMMAND, Key::K);
    typed(harness, name);
    press(harness, Modifiers::NONE, Key::Enter);
}

/// Whether something is there by its label.
pub fn has(harness: &Window, label: &str) -> bool {
    harness.query_by_label(label).is_some()
}
