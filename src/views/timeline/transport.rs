//! The row of controls above the timeline: playing, steps, dates as text, what becomes of the rest.

use super::clock::ClockChoice;
use super::fields::{Field, Fields};
use super::icons::{Icon, icon};
use super::{playing, speed};
use crate::app::playback::{self, Key as SliderKey};
use crate::app::{Action, Frame, Item, Outside, Step, TimelineAction};
use crate::model::Window;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{Align, Button, ComboBox, Layout, Response, RichText, Ui, WidgetInfo};

/// Below this width of the row, in points, its words give way to the fields.
const WORDY_PX: f32 = 1_230.0;
/// Below this width, in points, what is at the right of the row is in a menu.
const ROOMY_PX: f32 = 1_150.0;

/// Below this width, in points, what a step is is in that menu too.
const STEPS_PX: f32 = 860.0;
/// Below this width, in points, the window's ends are where they are drawn, and no text.
const ENDS_PX: f32 = 700.0;
/// Narrower than this, the date stands without its word.
const AT_PX: f32 = 370.0;

/// Below this width, in points, the clock is chosen by command.
const CLOCK_PX: f32 = 470.0;

/// What is being typed into the fields and into the choice of a clock.
#[derive(Debug, Default)]
pub struct Transport {
    fields: Fields,
    clock: ClockChoice,
}

impl Transport {
    /// Draws the row.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        extent: Window,
        actions: &mut Vec<Action>,
    ) {
        let width = ui.available_width();
        let (wordy, roomy) = (width >= WORDY_PX, width >= ROOMY_PX);
        let (steps, ends) = (width >= STEPS_PX, width >= ENDS_PX);
        ui.spacing_mut().item_spacing.x = 5.0;
        buttons(ui, frame, extent, actions);
        if steps {
            choices(ui, frame, actions);
        }
        let muted = color(frame.subject.palette.muted);
        if wordy {
            ui.add_space(3.0);
            ui.label(RichText::new("Window").color(muted));
        }
        if ends {
            self.fields.ui(ui, frame, Field::Begin, extent, actions);
            ui.label(RichText::new("–").color(muted));
            self.fields.ui(ui, frame, Field::End, extent, actions);
        }
        if width >= AT_PX {
            ui.label(RichText::new(if wordy { "As of" } else { "at" }).color(muted));
        }
        self.fields.ui(ui, frame, Field::Cursor, extent, actions);
        if width >= CLOCK_PX {
            self.clock.ui(ui, frame, actions);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if roomy {
                fits(ui, frame, actions);
                outside(ui, frame, wordy, actions);
            } else {
                let menu = ui.menu_button("View", |ui| {
                    ui.set_min_width(150.0);
                    if !steps {
                        ui.horizontal(|ui| choices(ui, frame, actions));
                        ui.separator();
                    }
                    fits(ui, frame, actions);
                    ui.separator();
                    outside(ui, frame, true, actions);
                });
                menu.response.on_hover_text("What is shown of time, and what becomes of the rest");
            }
        });
    }
}

fn buttons(ui: &mut Ui, frame: &Frame<'_>, extent: Window, actions: &mut Vec<Action>) {
    let (session, palette) = (frame.session, frame.subject.palette);
    let mut key = |key| actions.extend(playback::key_actions(key, session, extent));
    let hint = |words: &str, keys: &str| format!("{words} ({keys})");
    let back = icon(ui, Icon::Back, "Step back", false, palette);
    if back.on_hover_text(hint("One step back", "left arrow")).clicked() {
        key(SliderKey::StepBack);
    }
    let (sign, words) = if session.playing { (Icon::Pause, "Pause") } else { (Icon::Play, "Play") };
    let play = icon(ui, sign, words, session.playing, palette);
    if play.on_hover_text(hint(words, "space")).clicked() {
        key(SliderKey::PlayPause);
    }
    let forward = icon(ui, Icon::Forward, "Step forward", false, palette);
    if forward.on_hover_text(hint("One step on", "right arrow")).clicked() {
        key(SliderKey::StepForward);
    }
    playing::button(ui, frame, actions);
}

/// What a step is, and how many a second.
fn choices(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let session = frame.session;
    let step = ComboBox::from_id_salt("step").selected_text(words(session.step)).width(58.0);
    let shown = step.show_ui(ui, |ui| {
        for step in Step::ALL {
            if ui.selectable_label(session.step == step, words(step)).clicked() {
                actions.push(Action::SetStep(step));
            }
        }
    });
    named(&shown.response, format!("Step: {}", words(session.step)), "How far one step goes");
    let combo =
        ComboBox::from_id_salt("speed").selected_text(speed::short(session.speed)).width(48.0);
    let shown = combo.show_ui(ui, |ui| {
        for value in speed::ALL {
            let chosen = (session.speed - value).abs() < 0.01;
            if ui.selectable_label(chosen, speed::short(value)).clicked() {
                actions.push(Action::SetSpeed(value));
            }
        }
    });
    let label = format!("Speed: {} steps a second", session.speed);
    named(&shown.response, label, "Steps a second while playing");
}

fn named(response: &Response, label: String, hint: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    response.clone().on_hover_text(hint);
}

fn words(step: Step) -> &'static str {
    step.unit().label()
}

/// All of the data's time, or the selection's.
fn fits(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let fit = ui.button("Fit all").on_hover_text("Show and select all of the data's time");
    if fit.clicked() {
        actions.push(Action::FitTime);
    }
    let dated = match &frame.session.selection {
        Some(Item::Cell(_)) => true,
        Some(_) => !frame.subject.selected.events.is_empty(),
        None => false,
    };
    let button = ui.add_enabled(dated, Button::new("Fit selection"));
    let button = button
        .on_hover_text("Show the stretch of time of what is selected (S)")
        .on_disabled_hover_text("Select an event, a place or a square of the map first");
    if button.clicked() {
        actions.push(Action::Timeline(TimelineAction::ShowSelection));
    }
}

/// What becomes of events outside the window. Laid out from the right, or in a menu.
fn outside(ui: &mut Ui, frame: &Frame<'_>, wordy: bool, actions: &mut Vec<Action>) {
    let current = frame.session.outside;
    ui.add_space(theme::GAP / 2.0);
    ui.spacing_mut().item_spacing.x = 1.0;
    let apart = theme::GAP - 1.0;
    let menu = ui.layout().main_dir() == egui::Direction::TopDown;
    let muted = color(frame.subject.palette.muted);
    if menu {
        ui.label(RichText::new("Outside the window").color(muted));
    }
    for (choice, word, hint) in [
        (Outside::Hide, "Hide", "Leave out what lies outside the window"),
        (Outside::Dim, "Dim", "Keep what lies outside the window, faint"),
    ] {
        let button = Button::selectable(current == choice, word);
        if ui.add(button).on_hover_text(hint).clicked() {
            actions.push(Action::SetOutside(choice));
        }
    }
    if wordy && !menu {
        ui.add_space(apart);
        ui.label(RichText::new("Outside").color(muted));
    }
}
