//! The pin that somebody put on the map: its place, its name, and the way to take it off.

use crate::app::{Action, Frame};
use crate::projection::{Viewport, World};
use crate::views::parts;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{
    CornerRadius, CursorIcon, Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// Height of the pin and radius of its head, in points.
const HEIGHT: f32 = 26.0;
const HEAD: f32 = 8.5;
/// Height of the name's label, and the most that it is wide.
const LABEL: f32 = 24.0;
const WIDEST: f32 = 260.0;

/// Draws the pin where there is one.
pub fn ui(ui: &mut Ui, map: Rect, view: &Viewport, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let Some(pin) = &frame.session.pin else { return };
    let palette = frame.subject.palette;
    let world = World::from_lonlat(pin.position).nearest_to(view.center.x);
    let at = view.screen_from_world(world);
    if !view.shows(at, HEIGHT) {
        return;
    }
    let tip = map.min + vec2(at.x, at.y);
    let head = tip - vec2(0.0, HEIGHT - HEAD);
    let painter = ui.painter().clone();
    let (ink, rim) = (color(palette.accent), color(palette.raised));
    let point = vec![head + vec2(-HEAD * 0.86, 3.5), head + vec2(HEAD * 0.86, 3.5), tip];
    painter.add(Shape::convex_polygon(point.clone(), rim, Stroke::new(3.0, rim)));
    painter.circle_filled(head, HEAD + 1.5, rim);
    painter.add(Shape::convex_polygon(point, ink, Stroke::NONE));
    painter.circle_filled(head, HEAD, ink);
    painter.circle_filled(head, 3.2, rim);

    let words = parts::line(ui, &pin.name, theme::strong(theme::SMALL), palette.text, WIDEST);
    let size = vec2(words.size().x + 2.0 * theme::GAP + LABEL - 4.0, LABEL);
    let mut label = Rect::from_min_size(pos2(head.x + HEAD + 5.0, head.y - LABEL / 2.0), size);
    if label.right() > map.right() - 4.0 {
        label = label.translate(vec2(-(size.x + 2.0 * HEAD + 10.0), 0.0));
    }
    let edge = Stroke::new(1.0, color(palette.line));
    painter.rect(label, CornerRadius::same(5), color(palette.raised), edge, StrokeKind::Inside);
    let response = ui.interact(label, ui.scope_id().with("pin label"), Sense::CLICK);
    let name = format!("Pin: {}", pin.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let text = pos2(label.left() + theme::GAP, label.center().y - words.size().y / 2.0);
    painter.galley(text, words, color(palette.text));

    let cross = Rect::from_min_max(pos2(label.right() - LABEL, label.top()), label.max);
    let response = ui
        .interact(cross, ui.scope_id().with("remove the pin"), Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text("Remove the pin");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Remove the pin"));
    let lit = response.hovered() || response.has_focus();
    let pen = Stroke::new(1.6, color(if lit { palette.accent } else { palette.muted }));
    let (c, r) = (cross.center(), 3.8);
    painter.line_segment([c + vec2(-r, -r), c + vec2(r, r)], pen);
    painter.line_segment([c + vec2(-r, r), c + vec2(r, -r)], pen);
    if response.has_focus() {
        let focus = Stroke::new(1.5, color(palette.accent));
        painter.rect_stroke(cross.shrink(2.0), 3, focus, StrokeKind::Inside);
    }
    if response.clicked() {
        actions.push(Action::RemovePin);
    }
}
