//! A scroll bar over rows, however many.

use crate::app::Frame;
use crate::views::theme;
use egui::{CornerRadius, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

/// Its width, in points.
pub const WIDTH: f32 = 12.0;
/// The handle is at least so high.
const LEAST: f32 = 24.0;

/// Draws the bar and takes the pointer; the first row in view from now on.
pub fn bar(ui: &Ui, frame: &Frame<'_>, rect: Rect, top: f64, page: f64, count: usize) -> f64 {
    let most = (count as f64 - page).max(0.0);
    if most <= 0.0 {
        return 0.0;
    }
    let palette = frame.subject.palette;
    let response = ui.interact(rect, ui.scope_id().with("table scroll"), Sense::click_and_drag());
    response.widget_info(|| {
        WidgetInfo::labeled(egui::accesskit::Role::ScrollBar, true, "Scroll the table")
    });
    let height = (rect.height() * (page / count as f64) as f32).max(LEAST).min(rect.height());
    let room = f64::from((rect.height() - height).max(1.0));
    let mut next = top.clamp(0.0, most);
    if response.dragged() || response.clicked() {
        let delta = f64::from(response.drag_delta().y);
        next = match (response.clicked(), response.interact_pointer_pos()) {
            (true, Some(at)) => f64::from(at.y - rect.top() - height / 2.0) / room * most,
            _ => next + delta / room * most,
        };
        next = next.clamp(0.0, most);
    }
    let y = rect.top() + (next / most * room) as f32;
    let lit = response.hovered() || response.dragged();
    let handle = Rect::from_min_size(pos2(rect.left() + 3.0, y), vec2(WIDTH - 5.0, height));
    let tone = palette.muted.alpha(if lit { 0.8 } else { 0.45 });
    ui.painter().rect_filled(handle, CornerRadius::same(3), theme::color(tone));
    next
}

/// Draws a bar along the foot of columns that are `whole` points wide, `room` of them in view from
/// `left` on, and takes the pointer; where the part in view begins from now on.
pub fn across(ui: &Ui, frame: &Frame<'_>, rect: Rect, left: f32, room: f32, whole: f32) -> f32 {
    let most = (whole - room).max(0.0);
    if most <= 0.0 {
        return 0.0;
    }
    let palette = frame.subject.palette;
    let id = ui.scope_id().with("table scroll across");
    let response = ui.interact(rect, id, Sense::click_and_drag());
    response.widget_info(|| {
        WidgetInfo::labeled(egui::accesskit::Role::ScrollBar, true, "Scroll the columns")
    });
    let width = (rect.width() * (room / whole)).max(LEAST).min(rect.width());
    let track = (rect.width() - width).max(1.0);
    let mut next = left.clamp(0.0, most);
    if response.dragged() || response.clicked() {
        next = match (response.clicked(), response.interact_pointer_pos()) {
            (true, Some(at)) => (at.x - rect.left() - width / 2.0) / track * most,
            _ => next + response.drag_delta().x / track * most,
        };
        next = next.clamp(0.0, most);
    }
    let x = rect.left() + next / most * track;
    let lit = response.hovered() || response.dragged();
    let handle = Rect::from_min_size(pos2(x, rect.top() + 3.0), vec2(width, WIDTH - 5.0));
    let tone = palette.muted.alpha(if lit { 0.8 } else { 0.45 });
    ui.painter().rect_filled(handle, CornerRadius::same(3), theme::color(tone));
    next
}
