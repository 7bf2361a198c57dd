//! A filter's values as rows: a box to tick, a name, how many events there are.

use crate::app::Frame;
use crate::scene::palette::Rgba;
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, CursorIcon, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// Height of a row, in points.
pub const ROW: f32 = 24.0;
/// Side of the box, in points.
const BOX: f32 = 13.0;
/// Width of "only" at the end of a row that is pointed at.
const ONLY: f32 = 34.0;

/// A value of a filter.
pub struct Value<'a> {
    /// Its number among all values of its kind, whichever are shown.
    pub number: usize,
    pub name: &'a str,
    /// Of its marks, where they have one.
    pub color: Option<Rgba>,
    /// Events; nothing while they are counted.
    pub count: Option<usize>,
    pub shown: bool,
}

/// What a row was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Shown becomes hidden, hidden shown.
    Toggle,
    /// This one and no other.
    Only,
}

/// Draws a row.
pub fn row(ui: &mut Ui, frame: &Frame<'_>, kind: &str, value: &Value<'_>) -> Option<Press> {
    let palette = frame.subject.palette;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    // Values come and go with the other filters: one that has the keyboard keeps it.
    let id = ui.scope_id().with(("value", kind, value.number));
    let response = ui.interact(rect, id, Sense::click());
    let count = value.count.map(|count| grouped(count as u64));
    let label = format!("{kind}: {}", value.name);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, value.shown, &label));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let mut press = response.clicked().then_some(Press::Toggle);
    let lit = response.hovered() || response.has_focus();
    let at = Rect::from_min_max(pos2(rect.right() - ONLY, rect.top()), rect.max);
    let over = ui.rect_contains_pointer(rect);
    let only = ui.interact(at, response.id.with("only"), Sense::click());
    only.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Only {}", value.name)));
    if only.clicked() {
        press = Some(Press::Only);
    }
    if !ui.is_rect_visible(rect) {
        return press;
    }
    parts::ground(ui, rect, palette, lit || over, false, response.has_focus());
    let ink = if value.shown { palette.text } else { palette.muted };
    tick(ui, frame, pos2(rect.left() + 6.0 + BOX / 2.0, rect.center().y), value);
    let words = match (over || only.has_focus(), &count) {
        (true, _) => "only".to_owned(),
        (false, Some(count)) => count.clone(),
        (false, None) => "…".to_owned(),
    };
    let tone = if only.hovered() || only.has_focus() { palette.accent } else { palette.muted };
    let end = parts::line(ui, &words, theme::regular(theme::SMALL), tone, 80.0);
    let end_at = pos2(rect.right() - 6.0 - end.size().x, rect.center().y - end.size().y / 2.0);
    let left = rect.left() + BOX + 14.0;
    let room = end_at.x - theme::GAP - left;
    let name = parts::line(ui, value.name, theme::regular(theme::BODY - 0.5), ink, room);
    let name_at = pos2(left, rect.center().y - name.size().y / 2.0);
    let end_width = end.size().x;
    ui.painter().galley(name_at, name, Color32::PLACEHOLDER);
    ui.painter().galley(end_at, end, Color32::PLACEHOLDER);
    if only.has_focus() {
        let y = rect.center().y + 7.0;
        let pen = Stroke::new(1.0, theme::color(palette.accent));
        ui.painter().line_segment([pos2(end_at.x, y), pos2(end_at.x + end_width, y)], pen);
    }
    press
}

fn tick(ui: &Ui, frame: &Frame<'_>, center: egui::Pos2, value: &Value<'_>) {
    let palette = frame.subject.palette;
    let rect = Rect::from_center_size(center, vec2(BOX, BOX));
    let tone = value.color.unwrap_or(palette.accent);
    let corner = CornerRadius::same(3);
    let painter = ui.painter();
    if !value.shown {
        let rim = Stroke::new(1.2, theme::color(palette.muted));
        painter.rect(rect, corner, Color32::TRANSPARENT, rim, StrokeKind::Inside);
        return;
    }
    painter.rect_filled(rect, corner, theme::color(tone));
    let pen = Stroke::new(1.7, theme::color(palette.raised));
    let points = vec![center + vec2(-3.2, 0.2), center + vec2(-0.9, 2.6), center + vec2(3.4, -2.6)];
    painter.add(egui::Shape::line(points, pen));
}
