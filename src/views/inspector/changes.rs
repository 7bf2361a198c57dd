//! What changed between two instants: which states began or ended, where, how sure that is, and the
//! passage that says so.

use super::quote::shorten;
use crate::app::changes::{Between, Change, bounds_words, changes};
use crate::app::place_card::quote_line;
use crate::app::{Action, Frame, Item};
use crate::model::Certainty;
use crate::query::EventIndex;
use crate::scene::text::isolated;
use crate::views::date_field::DateField;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Align, Color32, CursorIcon, Layout, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Height of a change, in points: what, when and how sure, who says so.
const ROW: f32 = 64.0;
/// Width of a date's field, in points.
const FIELD: f32 = 104.0;
/// Height of the line that counts the changes, in points.
const SUMS: f32 = 20.0;
/// What leads back to the slider's dates.
const FOLLOW: &str = "Follow the slider";

/// The list, and what it was worked out for.
#[derive(Debug, Default)]
pub struct ChangesList {
    made_for: Option<(Arc<EventIndex>, Between)>,
    changes: Vec<Change>,
    date: DateField,
}

impl ChangesList {
    /// Draws the head with its two dates, and the changes that are in view.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let palette = frame.subject.palette;
        let between = frame.session.between();
        self.refresh(frame, between);
        let title = theme::strong(theme::HEADING);
        parts::paragraph(ui, "What changed", title, palette.text);
        self.dates(ui, frame, between, actions);
        let words = match self.changes.len() {
            0 => "No state began or ended".to_owned(),
            1 => "1 state began or ended".to_owned(),
            n => format!("{n} times a state began or ended, or may have"),
        };
        sums(ui, frame, &words, actions);
        if self.changes.is_empty() {
            let small = theme::regular(theme::SMALL);
            parts::paragraph(ui, empty_words(frame), small, palette.muted);
        }
        ui.add_space(theme::GAP / 2.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let area = parts::scroll("changes");
        area.show_rows(ui, ROW, self.changes.len(), |ui, range| {
            for change in self.changes.get(range).unwrap_or_default() {
                row(ui, frame, change, actions);
            }
        });
    }

    fn dates(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        between: Between,
        actions: &mut Vec<Action>,
    ) {
        let palette = frame.subject.palette;
        ui.horizontal_wrapped(|ui| {
            let Between { from, to } = between;
            let label = |ui: &mut Ui, words: &str| {
                ui.label(egui::RichText::new(words).color(theme::color(palette.muted)));
            };
            label(ui, "since");
            let since = self.date.ui(ui, "Changes since", from, FIELD, palette);
            label(ui, "until");
            let until = self.date.ui(ui, "Changes until", to, FIELD, palette);
            if since.is_some() || until.is_some() {
                let chosen = Between::new(since.unwrap_or(from), until.unwrap_or(to));
                actions.push(Action::Compare(Some(chosen)));
            }
        });
    }

    fn refresh(&mut self, frame: &Frame<'_>, between: Between) {
        let index = frame.subject.matches.index();
        let known = self.made_for.as_ref();
        if known.is_some_and(|(of, at)| Arc::ptr_eq(of, index) && *at == between) {
            return;
        }
        self.changes = changes(index, between);
        self.made_for = Some((Arc::clone(index), between));
    }
}

/// How many changes there are, and at the right, where dates were typed, the way back to the slider's.
/// The line is as high with it as without: what lies below stays where it is.
fn sums(ui: &mut Ui, frame: &Frame<'_>, words: &str, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let size = vec2(ui.available_width(), SUMS);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_height(SUMS);
        if frame.session.compared.is_some() {
            let back = parts::link(ui, palette, FOLLOW, FOLLOW);
            let hint = "From the beginning of the window to the cursor";
            if back.on_hover_text(hint).clicked() {
                actions.push(Action::Compare(None));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let text = egui::RichText::new(words).font(theme::regular(theme::SMALL));
            let text = text.color(theme::color(palette.muted));
            ui.add(egui::Label::new(text).truncate()).on_hover_text(words);
        });
    });
}

/// What to do where nothing changed.
fn empty_words(frame: &Frame<'_>) -> &'static str {
    let events = &frame.subject.dataset.events;
    let states = events.iter().any(|e| !matches!(e.kind, crate::model::EventKind::Happening));
    match (states, frame.session.compared.is_some()) {
        (false, _) => {
            "Nothing here is a state that holds over a time, such as a presence or a \
                       ceasefire, so none can begin or end."
        }
        (true, true) => "Nothing between these dates. Choose others, or follow the slider.",
        (true, false) => {
            "Nothing between the beginning of the window and the cursor. Move either \
                          on the timeline, or type other dates."
        }
    }
}

/// "Russian presence: in place → withdrawn".
fn headline(change: &Change) -> String {
    let subject = &change.subject;
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before != after => format!("{subject}: {before} → {after}"),
        (_, Some(after)) => format!("{subject}: {after}"),
        (Some(before), None) => format!("{subject}: no longer {before}"),
        (None, None) => subject.clone(),
    }
}

/// "Qamishli airport · ended on 25 January 2026 · reported".
fn detail(frame: &Frame<'_>, change: &Change) -> String {
    let place = change.place.and_then(|id| frame.subject.dataset.place(id));
    let mut words: Vec<String> =
        place.iter().map(|place| isolated(frame.subject.name_of(place)).into_owned()).collect();
    let when = bounds_words(change.turn.earliest, change.turn.latest);
    words.push(format!("{} {when}", change.turn.verb.words(change.turn.certain)));
    let event = frame.subject.dataset.event(change.event);
    let certainty = event.map(|event| event.certainty);
    words.extend(certainty.filter(|c| *c != Certainty::Stated).map(|c| c.label().to_owned()));
    words.join(" · ")
}

fn row(ui: &mut Ui, frame: &Frame<'_>, change: &Change, actions: &mut Vec<Action>) {
    let (dataset, palette) = (frame.subject.dataset, frame.subject.palette);
    let Some(event) = dataset.event(change.event) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let (head, below) = (headline(change), detail(frame, change));
    let quote = event.evidence.first().and_then(|passage| quote_line(dataset, passage));
    let said = quote.map(|quote| format!("“{}”", shorten(&quote.text))).unwrap_or_default();
    let label = format!("Change: {head}, {below}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let item = Item::Event(change.event);
    if ui.is_rect_visible(rect) {
        let lit = response.hovered() || parts::is_lit(frame, &item);
        parts::ground(ui, rect, palette, lit, false, response.has_focus());
        let center = pos2(rect.left() + theme::GAP + parts::MARK, rect.top() + 17.0);
        parts::mark(ui, frame, change.event, &event, center, parts::MARK);
        let left = center.x + parts::MARK + theme::GAP * 1.25;
        let room = rect.right() - theme::GAP * 0.5 - left;
        let mut y = rect.top() + 7.0;
        for (words, font, ink) in [
            (&head, theme::regular(theme::BODY), palette.text),
            (&below, theme::regular(theme::SMALL), palette.muted),
            (&said, theme::regular(theme::SMALL), palette.muted),
        ] {
            let line = parts::line(ui, words, font, ink, room);
            let next = y + line.size().y + 2.0;
            ui.painter().galley(pos2(left, y), line, Color32::PLACEHOLDER);
            y = next;
        }
    }
    parts::hover(&response, frame, item.clone(), actions);
    if response.clicked() {
        actions.push(Action::Select(Some(item)));
        actions.extend(change.place.map(Action::FlyToPlace));
    }
}
