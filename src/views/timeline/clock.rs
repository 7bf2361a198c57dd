//! The clock beside the dates, and the choice of another.

use crate::app::clock::{Clock, TOLD_MOST, zoned};
use crate::app::{Action, Frame, TimelineAction};
use crate::task::grouped;
use crate::views::parts;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{Button, Popup, PopupCloseBehavior, RichText, ScrollArea, TextEdit, Ui, WidgetInfo};

/// Zones that are listed at once.
const LISTED: usize = 40;
/// Width of the words beside the dates, in points.
const WIDTH_PX: f32 = 74.0;
/// Quarters of an hour ahead of UTC that are offered, from and to.
const QUARTERS: (i16, i16) = (-48, 56);

/// What is typed to find a zone.
#[derive(Debug, Default)]
pub(super) struct ClockChoice {
    words: String,
}

impl ClockChoice {
    /// The clock's name as a button that opens the choice.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let clock = &frame.session.timeline.clock;
        let palette = frame.subject.palette;
        let label = clock.label();
        let whole = parts::line(
            ui,
            &short(&label),
            theme::regular(theme::SMALL + 0.5),
            palette.text,
            WIDTH_PX,
        );
        let button = ui.add(Button::new(whole).min_size(egui::vec2(WIDTH_PX, theme::CONTROL)));
        let spoken = format!("Clock: {label}");
        button.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &spoken));
        let hint = format!("Times of day are told {}", told(clock));
        let button = button.on_hover_text(hint);
        Popup::from_toggle_button_response(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name("Clock")
            .width(270.0)
            .show(|ui| self.choose(ui, frame, actions));
    }

    fn choose(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let (now, palette) = (&frame.session.timeline.clock, frame.subject.palette);
        let dataset = frame.subject.dataset;
        let few = dataset.event_count() <= TOLD_MOST;
        theme::edged(ui, palette);
        parts::caption(ui, palette, "Tell times of day");
        let mut choose = |ui: &mut Ui, clock: Clock, words: &str| {
            let enabled = few || clock == Clock::AsWritten;
            let radio = egui::RadioButton::new(*now == clock, words);
            if ui.add_enabled(enabled, radio).clicked() {
                actions.push(Action::Timeline(TimelineAction::Clock(clock)));
            }
        };
        choose(ui, Clock::AsWritten, "As written, each on its own clock");
        choose(ui, Clock::Utc, "UTC");
        let machine = format!("This machine: {}", Clock::machine_name());
        choose(ui, Clock::Machine, &machine);
        if let Clock::Zone(_) | Clock::Ahead(_) = now {
            choose(ui, now.clone(), &now.label());
        }
        ui.add_enabled_ui(few, |ui| self.others(ui, actions));
        let words = if few {
            let zoned = zoned(dataset);
            let noun = if zoned == 1 { "event names its zone" } else { "events name their zone" };
            format!(
                "{} {noun}. Dates without a time of day, and times without a zone, never shift.",
                grouped(zoned as u64)
            )
        } else {
            format!("More than {} events are told as they are written.", grouped(TOLD_MOST as u64))
        };
        let small = RichText::new(words).font(theme::regular(theme::SMALL));
        ui.add_space(theme::GAP / 2.0);
        ui.label(small.color(color(palette.muted)));
    }

    /// Fixed differences from UTC, and the system's zones by name.
    fn others(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let id = ui.scope_id().with("zone");
        let field = TextEdit::singleline(&mut self.words).id(id);
        ui.add(field.hint_text("+03:30, Damascus, Europe/…").desired_width(250.0));
        ui.ctx().accesskit_node_builder(id, |node| node.set_label("Find a clock"));
        let found = found(&self.words);
        if found.is_empty() {
            ui.label("No clock of that name. Try +03:00 or the name of a large town.");
        }
        ScrollArea::vertical().max_height(132.0).show(ui, |ui| {
            for clock in found {
                if ui.selectable_label(false, clock.label()).clicked() {
                    actions.push(Action::Timeline(TimelineAction::Clock(clock)));
                    self.words.clear();
                }
            }
        });
    }
}

/// The clocks that some words mean: differences from UTC, then zones.
fn found(words: &str) -> Vec<Clock> {
    let bare = words.trim().to_lowercase().replace("utc", "").replace("gmt", "");
    let wanted = bare.trim();
    let numeric = wanted.starts_with(['+', '-', '−']) || wanted.is_empty();
    let mut clocks: Vec<Clock> = Vec::new();
    if numeric {
        let wanted = wanted.replace('−', "-");
        let fits = |clock: &Clock| clock.label().contains(&wanted);
        let quarters = (QUARTERS.0..=QUARTERS.1).map(|quarter| quarter * 15);
        // Parts of an hour are rare: they are offered where they are asked for.
        let whole = |minutes: &i16| *minutes != 0 && (minutes % 60 == 0 || !wanted.is_empty());
        clocks.extend(quarters.filter(whole).map(Clock::Ahead).filter(fits));
    }
    if !wanted.is_empty() && !numeric {
        clocks.extend(Clock::zones(wanted, LISTED).into_iter().map(Clock::Zone));
    }
    clocks
}

/// The last part of a zone's name.
fn short(label: &str) -> String {
    label.rsplit('/').next().unwrap_or(label).replace('_', " ")
}

fn told(clock: &Clock) -> String {
    match clock {
        Clock::AsWritten => "as their sources write them, each on its own clock".to_owned(),
        other => format!("on the clock of {}, where they name their zone", other.label()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_found_as_they_are_typed() {
        assert!(found("+03:30").contains(&Clock::Ahead(210)));
        assert!(found("UTC-9").is_empty() && found("utc-09").contains(&Clock::Ahead(-540)));
        assert!(found("").iter().all(|clock| matches!(clock, Clock::Ahead(m) if m % 60 == 0)));
        assert!(found("nowhere in particular").is_empty());
    }
}
