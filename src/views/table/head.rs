//! The headings, each of which orders the rows.

use super::{ROW, widths, words};
use crate::app::table::{SORTED_MOST, Sort, TableRows};
use crate::app::{Action, Frame};
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Color32, CursorIcon, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

pub fn ui(ui: &mut Ui, frame: &Frame<'_>, rows: usize, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let table = &frame.session.table;
    let width = ui.available_width() - super::scroll::WIDTH;
    let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let mut left = all.left();
    for (column, width) in table.columns.iter().zip(widths(&table.columns, width)) {
        let rect = egui::Rect::from_min_size(pos2(left, all.top()), vec2(width, ROW));
        left += width;
        let can = TableRows::can_sort(*column, rows);
        let now = table.sort.by == *column;
        let id = ui.scope_id().with(("table heading", *column));
        let response = ui.interact(rect, id, if can { Sense::click() } else { Sense::hover() });
        let order = match (now, table.sort.descending) {
            (true, false) => ", ascending",
            (true, true) => ", descending",
            (false, _) => "",
        };
        let label = format!("Sort by {}{order}", column.label());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, can, &label));
        parts::ground(ui, rect, palette, response.hovered() && can, false, response.has_focus());
        let ink = if now { palette.text } else { palette.muted };
        let font = theme::strong(theme::SMALL);
        let text = words(ui, column.label(), font, ink, width - 22.0);
        let right = rect.left() + 6.0 + text.size().x;
        let at = pos2(rect.left() + 6.0, rect.center().y - text.size().y / 2.0);
        ui.painter().galley(at, text, Color32::PLACEHOLDER);
        if now {
            let up = if table.sort.descending { -1.0 } else { 1.0 };
            let tip = pos2(right + 8.0, rect.center().y - 2.5 * up);
            let arm = |x: f32| tip + vec2(x, 5.0 * up);
            let pen = Stroke::new(1.5, theme::color(palette.accent));
            ui.painter().add(egui::Shape::line(vec![arm(-4.0), tip, arm(4.0)], pen));
        }
        let response = match can {
            true => response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(label),
            false => response.on_hover_text(format!(
                "More than {} rows are not sorted by this; filter first",
                grouped(SORTED_MOST as u64)
            )),
        };
        if response.clicked() {
            let descending = now && !table.sort.descending;
            actions.push(Action::SortTable(Sort { by: *column, descending }));
        }
    }
    let pen = Stroke::new(1.0, theme::color(palette.line));
    ui.painter().line_segment([all.left_bottom(), all.right_bottom()], pen);
}
