//! The headings, each of which orders the rows.

use super::columns::Columns;
use super::{ROW, words};
use crate::app::table::{SORTED_MOST, Sort, TableRows};
use crate::app::{Action, Frame};
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Color32, CursorIcon, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Draws them as far as they are in view. One that the keyboard comes to is brought into it.
pub fn ui(
    ui: &mut Ui,
    frame: &Frame<'_>,
    columns: &mut Columns,
    rows: usize,
    actions: &mut Vec<Action>,
) {
    let palette = frame.subject.palette;
    let table = &frame.session.table;
    let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let view = all.with_max_x(all.right() - super::scroll::WIDTH);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(view));
    inside.set_clip_rect(view.intersect(ui.clip_rect()));
    let mut focused = None;
    for (column, x) in columns.places(all.left()) {
        let ui = &mut inside;
        let rect = egui::Rect::from_x_y_ranges(x, all.y_range());
        let width = rect.width();
        let can = TableRows::can_sort(column, rows);
        let now = table.sort.by == column;
        let id = ui.scope_id().with(("table heading", column));
        let response = ui.interact(rect, id, if can { Sense::click() } else { Sense::hover() });
        let order = match (now, table.sort.descending) {
            (true, false) => ", ascending",
            (true, true) => ", descending",
            (false, _) => "",
        };
        let label = format!("Sort by {}{order}", column.label());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, can, &label));
        if response.gained_focus() {
            focused = Some(column);
        }
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
            actions.push(Action::SortTable(Sort { by: column, descending }));
        }
    }
    if let Some(column) = focused {
        columns.bring(column);
        ui.ctx().request_repaint();
    }
    let pen = Stroke::new(1.0, theme::color(palette.line));
    ui.painter().line_segment([all.left_bottom(), all.right_bottom()], pen);
}
