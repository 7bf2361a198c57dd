//! Ways of playing: what moves, through which part of time, what is jumped over.

use super::icons::{Icon, icon};
use crate::app::playback::PlayMode;
use crate::app::{Action, Frame, TimelineAction, TimelineChoices};
use crate::model::Window;
use crate::scene::timeline::{end_label, instant_label};
use crate::views::parts;
use crate::views::theme::{self, color};
use egui::{Popup, PopupCloseBehavior, RichText, Ui};

/// The button that opens the ways of playing; marked out while any differs from the usual.
pub(super) fn button(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let choices = &frame.session.timeline;
    let usual = TimelineChoices::default();
    let differs = choices.mode != usual.mode
        || choices.skips != usual.skips
        || choices.again != usual.again
        || choices.marked.is_some();
    let button = icon(ui, Icon::Ways, "Ways of playing", differs, frame.subject.palette);
    let button = button.on_hover_text("Ways of playing: what moves, what is jumped over, a loop");
    Popup::from_toggle_button_response(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name("Ways of playing")
        .width(280.0)
        .show(|ui| ways(ui, frame, actions));
}

fn ways(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let (choices, palette) = (&frame.session.timeline, frame.subject.palette);
    let mut change = |change| actions.push(Action::Timeline(change));
    theme::edged(ui, palette);
    parts::caption(ui, palette, "What moves");
    for mode in PlayMode::ALL {
        let radio = ui.radio(choices.mode == mode, mode.label()).on_hover_text(mode.hint());
        if radio.clicked() {
            change(TimelineAction::Mode(mode));
        }
    }
    parts::caption(ui, palette, "Through");
    if ui.radio(choices.marked.is_none(), "All of the data").clicked() {
        change(TimelineAction::Mark(None));
    }
    let window = frame.session.window;
    let words = match choices.marked {
        Some(part) => span_words(part),
        None => format!("The window: {}", span_words(window)),
    };
    let radio = ui.radio(choices.marked.is_some(), words);
    if radio.on_hover_text("Mark the window as the part of time to play through").clicked() {
        change(TimelineAction::Mark(Some(window)));
    }
    if choices.marked.is_some_and(|part| part != window) {
        let small = format!("Mark the window instead: {}", span_words(window));
        if parts::link(ui, palette, &small, &small).clicked() {
            change(TimelineAction::Mark(Some(window)));
        }
    }
    ui.add_space(theme::GAP);
    let mut again = choices.again;
    if ui.checkbox(&mut again, "Repeat").on_hover_text("Start over at the end").changed() {
        change(TimelineAction::Repeat(again));
    }
    let mut skips = choices.skips;
    let skip = ui.checkbox(&mut skips, "Skip quiet stretches");
    if skip.changed() {
        change(TimelineAction::Skip(skips));
    }
    let note = "A stretch is quiet while nothing begins or ends in it";
    let note = RichText::new(note).font(theme::regular(theme::SMALL)).color(color(palette.muted));
    ui.label(note);
}

/// "1 Jan 2026 – 31 Jan 2026".
fn span_words(span: Window) -> String {
    let (from, to) = (instant_label(span.begin()), end_label(span.end()));
    if from == to { from } else { format!("{from} – {to}") }
}
