//! The rows in view.

use super::{ROW, TableView, scroll, widths, words};
use crate::app::table::{Column, cell};
use crate::app::{Action, Frame, Item};
use crate::model::EventId;
use crate::scene::marks;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{
    Color32, CursorIcon, EventFilter, Modifiers, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2,
};

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
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(inner));
        inside.set_clip_rect(inner.intersect(ui.clip_rect()));
        let first = self.top.floor().max(0.0) as usize;
        let mut y = inner.top() - (self.top.fract() as f32) * ROW;
        let columns = &frame.session.table.columns;
        let widths = widths(columns, inner.width());
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
            if row_of.ui(&mut inside, frame, columns, &widths, actions).clicked() {
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
            ui.painter().rect_stroke(rect, corner, pen, egui::StrokeKind::Inside);
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
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
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
        columns: &[Column],
        widths: &[f32],
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
        let mut left = self.at.left();
        for (column, width) in columns.iter().zip(widths) {
            let text = cell(dataset, &event, *column);
            let (mut x, mut room) = (left + 6.0, width - 12.0);
            if *column == Column::Category {
                let center = pos2(x + 5.0, self.at.center().y);
                parts::mark(ui, frame, self.id, &event, center, 4.5);
                (x, room) = (x + 15.0, room - 15.0);
            }
            left += width;
            let (text, ink) = match text.is_empty() {
                true => ("–".to_owned(), palette.muted),
                false => (text, palette.text),
            };
            let galley = words(ui, &text, theme::regular(theme::BODY - 0.5), ink, room);
            let at = pos2(x, self.at.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, Color32::PLACEHOLDER);
        }
        parts::hover(&response, frame, item, actions);
        response
    }
}
