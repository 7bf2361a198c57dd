//! The rows in view.

use super::columns::Columns;
use super::{ROW, TableView, scroll, words};
use crate::app::table::{Column, cell};
use crate::app::{Action, Frame, Item};
use crate::model::EventId;
use crate::scene::marks;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{
    Color32, CursorIcon, EventFilter, Modifiers, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2,
};

/// How far an arrow key scrolls sideways, in points.
const SIDEWAYS: f32 = 40.0;
/// So many characters of a cell are told beside the pointer.
const TOLD: usize = 600;

impl TableView {
    pub(super) fn body(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let size = vec2(ui.available_width(), ui.available_height().max(ROW));
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Events"));
        let count = self.rows.len();
        if count == 0 {
            let text = "No event meets the window and the filters.";
            let font = theme::regular(theme::BODY);
            let text = words(ui, text, font, frame.subject.palette.muted, rect.width() - 12.0);
            ui.painter().galley(rect.min + vec2(6.0, 8.0), text, Color32::PLACEHOLDER);
            return;
        }
        let beyond = self.columns.beyond();
        let foot = if beyond > 0.0 { scroll::WIDTH } else { 0.0 };
        let (whole, rect) = (rect, rect.with_max_y(rect.bottom() - foot));
        let page = self.page(rect.height());
        self.follow(frame, page);
        self.keyboard(ui, &response, frame, page, actions);
        if response.contains_pointer() || ui.rect_contains_pointer(rect) {
            let wheel = ui.input(|i| i.smooth_scroll_delta().y);
            self.top -= f64::from(wheel / ROW);
        }
        let track = Rect::from_min_max(pos2(rect.right() - scroll::WIDTH, rect.top()), rect.max);
        self.top = scroll::bar(ui, frame, track, self.top, page, count);
        let inner = Rect::from_min_max(rect.min, pos2(track.left(), rect.bottom()));
        if foot > 0.0 {
            let track = Rect::from_min_max(pos2(rect.left(), rect.bottom()), whole.max);
            let track = track.with_max_x(inner.right());
            let (left, all) = (self.columns.left, self.columns.whole());
            self.columns.left = scroll::across(ui, frame, track, left, inner.width(), all);
        }
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(inner));
        inside.set_clip_rect(inner.intersect(ui.clip_rect()));
        let first = self.top.floor().max(0.0) as usize;
        let mut y = inner.top() - (self.top.fract() as f32) * ROW;
        let mut clicked = None;
        for row in first..count {
            if y >= inner.bottom() {
                break;
            }
            let at = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), ROW));
            y += ROW;
            let Some(id) = self.rows().and_then(|rows| rows.get(row)) else { continue };
            let row_of =
                Row { at, id, marked: self.marked.contains(&row) && self.marked.len() > 1 };
            if row_of.ui(&mut inside, frame, &self.columns, actions).clicked() {
                clicked = Some((row, id));
            }
        }
        if let Some((row, id)) = clicked {
            let modifiers = ui.input(|i| i.modifiers);
            self.mark(row, modifiers);
            response.request_focus();
            self.choose(id, modifiers, actions);
        }
        if response.has_focus() {
            let pen = egui::Stroke::new(1.5, theme::color(frame.subject.palette.accent));
            let corner = egui::CornerRadius::ZERO;
            ui.painter().rect_stroke(whole, corner, pen, egui::StrokeKind::Inside);
        }
    }

    fn choose(&mut self, id: EventId, modifiers: Modifiers, actions: &mut Vec<Action>) {
        if !modifiers.shift && !modifiers.command {
            let item = Item::Event(id);
            self.selection = Some(item.clone());
            actions.push(Action::Select(Some(item)));
        }
    }

    fn keyboard(
        &mut self,
        ui: &Ui,
        response: &Response,
        frame: &Frame<'_>,
        page: f64,
        actions: &mut Vec<Action>,
    ) {
        if response.clicked() {
            response.request_focus();
        }
        if !response.has_focus() {
            return;
        }
        let sideways = self.columns.beyond() > 0.0;
        let filter = EventFilter {
            vertical_arrows: true,
            horizontal_arrows: sideways,
            ..EventFilter::default()
        };
        if sideways {
            let presses = |key| ui.input(|i| i.num_presses(key)) as f32;
            let by = presses(egui::Key::ArrowRight) - presses(egui::Key::ArrowLeft);
            self.columns.scroll(by * SIDEWAYS);
        }
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let count = self.rows.len();
        if let Some((row, modifiers)) = self.stepped(ui, page as usize, count) {
            let anchor = self.anchor;
            self.mark(row, Modifiers { command: false, ..modifiers });
            if modifiers.shift {
                // The range goes on from where it began.
                self.anchor = anchor;
            }
            self.bring(row, page);
            if let Some(id) = self.rows().and_then(|rows| rows.get(row)) {
                self.choose(id, modifiers, actions);
            }
        }
        let all = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, egui::Key::A));
        if all {
            self.marked = (0..count.min(crate::app::table::MOST_COPIED)).collect();
        }
        let copies = ui.input(|i| i.events.iter().any(|e| matches!(e, egui::Event::Copy)));
        if copies && !self.marked.is_empty() {
            ui.ctx().copy_text(self.text(frame, crate::app::table::CopyAs::Csv));
        }
    }
}

/// A cell's text for reading: passages may be pages long.
fn told(text: &str) -> String {
    match text.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

struct Row {
    at: Rect,
    id: EventId,
    marked: bool,
}

impl Row {
    fn ui(
        &self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        columns: &Columns,
        actions: &mut Vec<Action>,
    ) -> Response {
        let palette = frame.subject.palette;
        let dataset = frame.subject.dataset;
        let item = Item::Event(self.id);
        let response = ui.interact(self.at, ui.scope_id().with(("row", self.id)), Sense::click());
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        let Some(event) = dataset.event(self.id) else { return response };
        let selected = frame.session.selection.as_ref() == Some(&item);
        let label = format!("Row: {}", marks::event_words(&event, self.id, &frame.subject));
        response
            .widget_info(|| WidgetInfo::selected(Role::Row, true, selected || self.marked, &label));
        let lit = response.hovered() || parts::is_lit(frame, &item);
        let marked = selected || self.marked;
        parts::ground(ui, self.at, palette, lit, marked, response.has_focus());
        let mut cut = None;
        for (column, place) in columns.places(self.at.left()) {
            if !place.intersects(self.at.x_range()) {
                continue;
            }
            let text = cell(dataset, &event, column);
            let (mut x, mut room) = (place.min + 6.0, place.span() - 12.0);
            if column == Column::Category {
                let center = pos2(x + 5.0, self.at.center().y);
                parts::mark(ui, frame, self.id, &event, center, 4.5);
                (x, room) = (x + 15.0, room - 15.0);
            }
            let (text, ink) = match text.is_empty() {
                true => ("–".to_owned(), palette.muted),
                false => (text, palette.text),
            };
            let galley = words(ui, &text, theme::regular(theme::BODY - 0.5), ink, room);
            let at = pos2(x, self.at.center().y - galley.size().y / 2.0);
            let over = response.hover_pos().filter(|at| place.contains(at.x));
            if galley.elided && over.is_some() {
                cut = Some(text);
            }
            ui.painter().galley(at, galley, Color32::PLACEHOLDER);
        }
        parts::hover(&response, frame, item, actions);
        match cut {
            // What has no room in its cell is told whole beside the pointer.
            Some(text) => response.on_hover_text_at_pointer(told(&text)),
            None => response,
        }
    }
}
