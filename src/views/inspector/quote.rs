//! Quoted passages, and events as rows.

use crate::app::place_card::{QuoteLine, byline};
use crate::app::{Action, Frame, Item};
use crate::model::{EventId, Passage};
use crate::scene::marks;
use crate::scene::text::isolated;
use crate::views::lines::Lines;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Color32, CornerRadius, CursorIcon, Galley, Pos2, Rect, Response, Sense, Ui, WidgetInfo, pos2,
    vec2,
};
use std::sync::Arc;

/// Height of an event's row, in points: two lines.
pub const ROW: f32 = 44.0;
/// Width of the bar beside a quotation, in points.
const BAR: f32 = 3.0;
/// The most lines that a quotation shows before it is cut.
const LINES: usize = 12;

/// A quotation with its source; a click opens the document at it.
pub fn card(ui: &mut Ui, frame: &Frame<'_>, quote: &QuoteLine, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let width = ui.available_width();
    let inner = (width - BAR - 3.0 * theme::GAP).max(40.0);
    let quoted = format!("“{}”", quote.text);
    let ink = theme::color(palette.text);
    let words = Quoted::new(ui, &quoted, inner, ink);
    let font = theme::strong(theme::SMALL);
    let heading = parts::line(ui, &quote.heading, font, palette.muted, inner);
    let small = theme::regular(theme::SMALL);
    let by = byline(&quote.publisher, &quote.date);
    let foot = parts::line(ui, &by, small, palette.muted, inner);
    let height = words.height() + heading.size().y + foot.size().y + 2.5 * theme::GAP;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let label = format!("Passage: “{}”. {}, {by}", shorten(&quote.text), quote.heading);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let item = Item::Passage(quote.source, quote.range.clone());
    menu(&response, quote, &by);
    if ui.is_rect_visible(rect) {
        let lit = response.hovered() || parts::is_lit(frame, &item);
        let open = frame.session.document.as_ref();
        let open = open.is_some_and(|(s, r)| *s == quote.source && *r == quote.range);
        parts::ground(ui, rect, palette, lit, open, response.has_focus());
        let bar = Rect::from_min_size(rect.min, vec2(BAR, rect.height()));
        let tone = if lit || open { palette.accent } else { palette.line };
        ui.painter().rect_filled(bar, CornerRadius::same(1), theme::color(tone));
        let mut at = pos2(rect.left() + BAR + 1.5 * theme::GAP, rect.top() + theme::GAP * 0.75);
        words.paint(ui, at, ink);
        at.y += words.height() + theme::GAP * 0.3;
        for galley in [heading, foot] {
            let next = at.y + galley.size().y;
            ui.painter().galley(at, galley, Color32::PLACEHOLDER);
            at.y = next + theme::GAP * 0.3;
        }
    }
    parts::hover(&response, frame, item.clone(), actions);
    if response.clicked() {
        actions.push(Action::Select(Some(item)));
    }
    ui.add_space(theme::GAP * 0.5);
}

/// The words of a quotation, laid out by the toolkit, or by lines where some are read from right to left.
enum Quoted {
    Plain(Arc<Galley>),
    Lines(Lines),
}

impl Quoted {
    fn new(ui: &Ui, words: &str, width: f32, ink: Color32) -> Self {
        let font = theme::regular(theme::READING - 1.0);
        if let Some(lines) = Lines::of(ui, words, &font, width, LINES, None) {
            return Self::Lines(lines);
        }
        let mut job = LayoutJob::simple(words.to_owned(), font, ink, width);
        job.wrap = TextWrapping { max_rows: LINES, ..TextWrapping::wrap_at_width(width) };
        Self::Plain(ui.painter().layout_job(job))
    }

    fn height(&self) -> f32 {
        match self {
            Self::Plain(galley) => galley.size().y,
            Self::Lines(lines) => lines.height(),
        }
    }

    fn paint(&self, ui: &Ui, at: Pos2, ink: Color32) {
        match self {
            Self::Plain(galley) => {
                ui.painter().galley(at, Arc::clone(galley), Color32::PLACEHOLDER);
            }
            Self::Lines(lines) => lines.paint(ui, at, ink),
        }
    }
}

fn menu(response: &Response, quote: &QuoteLine, by: &str) {
    response.context_menu(|ui| {
        if ui.button("Copy quotation with source").clicked() {
            ui.ctx().copy_text(format!("“{}” ({}, {by})", quote.text, quote.heading));
            ui.close();
        }
    });
}

/// The first words of a text, for labels.
#[must_use]
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(90) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// All passages of an event as cards.
pub fn cards(ui: &mut Ui, frame: &Frame<'_>, passages: &[Passage], actions: &mut Vec<Action>) {
    for passage in passages {
        if let Some(quote) = crate::app::place_card::quote_line(frame.subject.dataset, passage) {
            card(ui, frame, &quote, actions);
        }
    }
}

/// An event as a row of two lines: what happened; when, where, how sure. A click selects it.
pub fn event_row(ui: &mut Ui, frame: &Frame<'_>, id: EventId, actions: &mut Vec<Action>) {
    let Some(event) = frame.subject.dataset.event(id) else { return };
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    let item = Item::Event(id);
    let label = format!("Event: {}", marks::event_words(&event, id, &frame.subject));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if ui.is_rect_visible(rect) {
        let palette = frame.subject.palette;
        let lit = response.hovered() || parts::is_lit(frame, &item);
        let selected = frame.session.selection.as_ref() == Some(&item);
        parts::ground(ui, rect, palette, lit, selected, response.has_focus());
        let center = pos2(rect.left() + theme::GAP + parts::MARK, rect.center().y);
        parts::mark(ui, frame, id, &event, center, parts::MARK);
        let left = center.x + parts::MARK + theme::GAP * 1.25;
        let room = rect.right() - theme::GAP * 0.5 - left;
        let title = parts::line(ui, &event.title, theme::regular(theme::BODY), palette.text, room);
        let second = second_line(frame, id);
        let second = parts::line(ui, &second, theme::regular(theme::SMALL), palette.muted, room);
        let y = rect.center().y - (title.size().y + second.size().y + 2.0) / 2.0;
        let below = y + title.size().y + 2.0;
        ui.painter().galley(pos2(left, y), title, Color32::PLACEHOLDER);
        ui.painter().galley(pos2(left, below), second, Color32::PLACEHOLDER);
    }
    parts::hover(&response, frame, item.clone(), actions);
    if response.clicked() {
        actions.push(Action::Select(Some(item)));
    }
}

/// "19–25 January 2026 · Qamishli airport · reported".
fn second_line(frame: &Frame<'_>, id: EventId) -> String {
    let dataset = frame.subject.dataset;
    let Some(event) = dataset.event(id) else { return String::new() };
    let when = event.when.as_ref().map_or_else(|| "undated".to_owned(), |span| span.label());
    let mut places = event.places.iter().filter_map(|id| dataset.place(*id));
    let hiding = frame.filters.hiding(id);
    if !hiding.is_empty() {
        let by: Vec<&str> = hiding.into_iter().map(crate::query::Facet::label).collect();
        return format!("hidden by {} · {when}", by.join(", ").to_lowercase());
    }
    let mut words = vec![when];
    match (places.next(), places.count()) {
        (Some(place), 0) => words.push(isolated(frame.subject.name_of(&place)).into_owned()),
        (Some(place), more) => {
            words.push(format!("{} + {more}", isolated(frame.subject.name_of(&place))));
        }
        (None, _) => words.push("no place".to_owned()),
    }
    if event.reports() > 1 {
        words.push(format!("{} reports", event.reports()));
    }
    if event.certainty != crate::model::Certainty::Stated {
        words.push(event.certainty.label().to_owned());
    }
    words.join(" · ")
}
