//! A leaf of a calendar, to pick a day from: a month's days with the year as a field, before the
//! common era too. Days on which something begins or ends bear a dot.

use super::icons::{Icon, icon};
use crate::app::{Frame, playback};
use crate::model::time::{Day, YEAR_MAX, YEAR_MIN, month_name};
use crate::model::{Second, Unit};
use crate::scene::timeline::year_label;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{
    Align2, EventFilter, Key, Modifiers, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, vec2,
};

/// Side of a day, in points: no smaller than what a finger hits.
const DAY_PX: f32 = 28.0;
/// The days of the week, by their first letters.
const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// The leaf that is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Leaf {
    /// The day that the keyboard is on.
    at: Day,
    /// The year as it is being typed.
    year: Option<String>,
    /// Whether the keyboard has yet to be put on the day.
    fresh: bool,
}

/// What was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picked {
    /// A day: its first instant and the one after its last.
    Day(Second, Second),
    /// Nothing so far.
    Nothing,
}

impl Leaf {
    /// The leaf of an instant's month.
    pub fn at(at: Second) -> Self {
        Self { at: at.day(), year: None, fresh: true }
    }

    /// Moves to a day, where the calendar has it.
    fn go(&mut self, to: Option<Day>) {
        if let Some(to) = to {
            (self.at, self.year, self.fresh) = (to, None, true);
        }
    }

    /// Moves by so many months, keeping the day of the month where the other month has it.
    fn turn(&mut self, months: i64) {
        let to = self.at.plus_months(months);
        self.go(to);
    }
}

/// Draws the leaf; `chosen` is what the field tells.
pub(super) fn ui(ui: &mut Ui, leaf: &mut Leaf, frame: &Frame<'_>, chosen: Second) -> Picked {
    ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
    let palette = frame.subject.palette;
    ui.set_width(7.0 * DAY_PX + 6.0);
    ui.horizontal(|ui| {
        if icon(ui, Icon::Left, "Month before", false, palette).clicked() {
            leaf.turn(-1);
        }
        let month = egui::RichText::new(month_name(leaf.at.month()));
        let month = month.font(theme::strong(theme::BODY));
        ui.add_sized(vec2(82.0, theme::CONTROL), egui::Label::new(month));
        year(ui, leaf);
        if icon(ui, Icon::Right, "Month after", false, palette).clicked() {
            leaf.turn(1);
        }
    });
    let muted = color(palette.muted);
    let (row, _) = ui.allocate_exact_size(vec2(7.0 * DAY_PX, 16.0), Sense::hover());
    for (at, name) in WEEKDAYS.iter().enumerate() {
        let x = row.left() + DAY_PX * (at as f32 + 0.5);
        let font = theme::regular(theme::SMALL - 0.5);
        ui.painter().text(egui::pos2(x, row.center().y), Align2::CENTER_CENTER, name, font, muted);
    }
    days(ui, leaf, frame, chosen.day())
}

/// The year as a field: `2026`, `480 BCE`, `-479`.
fn year(ui: &mut Ui, leaf: &mut Leaf) {
    let told = year_label(i64::from(leaf.at.year()));
    let mut text = leaf.year.clone().unwrap_or_else(|| told.clone());
    let id = ui.scope_id().with("year");
    let response = ui
        .add(TextEdit::singleline(&mut text).id(id).desired_width(58.0))
        .on_hover_text("The year: 2026, 480 BCE, -479");
    ui.ctx().accesskit_node_builder(id, |node| node.set_label("Year"));
    if response.changed() {
        leaf.year = Some(text.clone());
    }
    if response.lost_focus() && leaf.year.take().is_some() {
        let year = year_of(&text);
        let day = leaf.at.day();
        let to = year.and_then(|year| {
            let first = Day::new(year, leaf.at.month(), 1)?;
            (1..=day).rev().find_map(|day| Day::new(year, first.month(), day))
        });
        leaf.go(to);
        // Enter is for the year, not for the day that it was on.
        leaf.fresh = false;
    }
}

/// A year as people write it.
fn year_of(text: &str) -> Option<i32> {
    let text = text.trim().to_lowercase().replace(',', "");
    let (number, before) = match text.strip_suffix("bce").or_else(|| text.strip_suffix("bc")) {
        Some(number) => (number, true),
        None => (text.trim_end_matches("ce").trim_end_matches("ad"), false),
    };
    let number: i32 = number.trim().parse().ok()?;
    let year = if before { 1_i32.checked_sub(number)? } else { number };
    let real = !before || number > 0;
    (real && (YEAR_MIN..=YEAR_MAX).contains(&year)).then_some(year)
}

fn days(ui: &mut Ui, leaf: &mut Leaf, frame: &Frame<'_>, chosen: Day) -> Picked {
    let Some(first) = Day::new(leaf.at.year(), leaf.at.month(), 1) else { return Picked::Nothing };
    let before = first.weekday().after_monday();
    let (grid, _) = ui.allocate_exact_size(vec2(7.0 * DAY_PX, 6.0 * DAY_PX), Sense::hover());
    let mut picked = Picked::Nothing;
    for slot in 0..42_i64 {
        let day = first.plus_days(slot - before).filter(|day| day.month() == first.month());
        let Some(day) = day else { continue };
        let corner = vec2((slot % 7) as f32 * DAY_PX, (slot / 7) as f32 * DAY_PX);
        let rect = Rect::from_min_size(grid.min + corner, vec2(DAY_PX, DAY_PX)).shrink(1.0);
        let response = one(ui, rect, day, frame, day == chosen);
        if day == leaf.at && std::mem::take(&mut leaf.fresh) {
            response.request_focus();
        }
        if response.has_focus() {
            leaf.at = day;
            keys(ui, &response, leaf);
        }
        if response.clicked() {
            let begin = Second::from_day(day);
            picked = Picked::Day(begin, begin.step(Unit::Day, 1));
        }
    }
    picked
}

/// Arrows go by days and weeks, page keys by months, with shift by years.
fn keys(ui: &Ui, response: &Response, leaf: &mut Leaf) {
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
    for (key, days) in
        [(Key::ArrowLeft, -1), (Key::ArrowRight, 1), (Key::ArrowUp, -7), (Key::ArrowDown, 7)]
    {
        if pressed(Modifiers::NONE, key) {
            let to = leaf.at.plus_days(days);
            leaf.go(to);
        }
    }
    for (modifiers, months) in [(Modifiers::SHIFT, 12), (Modifiers::NONE, 1)] {
        for (key, way) in [(Key::PageUp, -1), (Key::PageDown, 1)] {
            if pressed(modifiers, key) {
                leaf.turn(months * way);
            }
        }
    }
}

fn one(ui: &Ui, rect: Rect, day: Day, frame: &Frame<'_>, chosen: bool) -> Response {
    let palette = frame.subject.palette;
    let id = ui.scope_id().with(("day", day.epoch_days()));
    let response = ui.interact(rect, id, Sense::click());
    let begin = Second::from_day(day);
    let end = begin.step(Unit::Day, 1);
    let changes = playback::next_change(frame.subject.matches.index(), begin, end).is_some();
    let label = {
        let year = year_label(i64::from(day.year()));
        let date = format!("{} {} {year}", day.day(), month_name(day.month()));
        if changes { format!("{date}, with events") } else { date }
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, label.clone()));
    let (fill, ink) = match (chosen, response.hovered()) {
        (true, _) => (color(palette.accent), color(palette.on_accent)),
        (false, true) => (color(palette.hover), color(palette.text)),
        (false, false) => (egui::Color32::TRANSPARENT, color(palette.text)),
    };
    let rim = if response.has_focus() {
        Stroke::new(1.5, color(if chosen { palette.text } else { palette.accent }))
    } else {
        Stroke::NONE
    };
    let painter = ui.painter();
    painter.rect(rect, theme::CORNER, fill, rim, StrokeKind::Inside);
    let font = theme::regular(theme::BODY - 0.5);
    let words = day.day().to_string();
    painter.text(rect.center() - vec2(0.0, 1.5), Align2::CENTER_CENTER, words, font, ink);
    if changes {
        let dot = if chosen { palette.on_accent } else { palette.accent };
        painter.circle_filled(rect.center_bottom() - vec2(0.0, 4.0), 1.7, color(dot));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_as_people_write_them() {
        for (text, year) in [
            ("2026", Some(2026)),
            (" 480 BCE ", Some(-479)),
            ("1 bc", Some(0)),
            ("12,000 BCE", Some(-11_999)),
            ("476 CE", Some(476)),
            ("-479", Some(-479)),
            ("0 BCE", None),
            ("soon", None),
            ("9999999", None),
        ] {
            assert_eq!(year_of(text), year, "{text}");
        }
    }

    #[test]
    fn a_leaf_turns_by_months_and_stops_at_the_calendars_end() {
        let mut leaf = Leaf::at(Second::from_civil(2026, 1, 31, 12, 0, 0).expect("a day"));
        leaf.turn(1);
        assert_eq!((leaf.at.month(), leaf.at.day()), (2, 28));
        let mut last = Leaf::at(Second::MAX);
        let before = last.at;
        last.turn(1);
        assert_eq!(last.at, before);
    }
}
