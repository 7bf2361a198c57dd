//! Square buttons with drawn signs.

use crate::scene::palette::Palette;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{Painter, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    Back,
    Play,
    Pause,
    Forward,
    /// Ways of playing.
    Ways,
    /// A leaf of a calendar.
    Calendar,
    /// To the one before.
    Left,
    /// To the one after.
    Right,
}

/// A square button with a drawn sign; `on` is marked out.
pub(super) fn icon(ui: &mut Ui, sign: Icon, label: &str, on: bool, palette: &Palette) -> Response {
    let width = if sign == Icon::Calendar { theme::CONTROL - 5.0 } else { theme::CONTROL + 2.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let visuals = ui.style().interact_selectable(&response, on);
    let painter = ui.painter();
    let stroke = if response.has_focus() {
        Stroke::new(1.5, color(palette.accent))
    } else {
        visuals.bg_stroke
    };
    painter.rect(rect, visuals.corner_radius, visuals.weak_bg_fill, stroke, StrokeKind::Inside);
    let ink = if on { color(palette.accent) } else { visuals.fg_stroke.color };
    draw(painter, rect, sign, ink);
    response
}

fn draw(painter: &Painter, rect: Rect, sign: Icon, ink: egui::Color32) {
    let c = rect.center();
    let triangle = |x: f32, way: f32| {
        let points = vec![
            pos2(c.x + x - 4.0 * way, c.y - 5.5),
            pos2(c.x + x + 5.0 * way, c.y),
            pos2(c.x + x - 4.0 * way, c.y + 5.5),
        ];
        painter.add(Shape::convex_polygon(points, ink, Stroke::NONE));
    };
    let bar = |x: f32, width: f32| {
        let bar = Rect::from_center_size(pos2(c.x + x, c.y), vec2(width, 11.0));
        painter.rect_filled(bar, 0.5, ink);
    };
    match sign {
        Icon::Play => triangle(0.0, 1.0),
        Icon::Pause => {
            bar(-2.8, 3.2);
            bar(2.8, 3.2);
        }
        Icon::Back => {
            triangle(1.0, -1.0);
            bar(-5.2, 2.0);
        }
        Icon::Forward => {
            triangle(-1.0, 1.0);
            bar(5.2, 2.0);
        }
        Icon::Ways => ways(painter, c, ink),
        Icon::Calendar => leaf(painter, c, ink),
        Icon::Left | Icon::Right => {
            let way = if sign == Icon::Left { -1.0 } else { 1.0 };
            let points = [(-2.0, -4.5), (2.5, 0.0), (-2.0, 4.5)];
            let points = points.map(|(dx, dy)| pos2(c.x + dx * way, c.y + dy)).to_vec();
            painter.add(Shape::line(points, Stroke::new(1.5, ink)));
        }
    }
}

/// Two sliders one above the other.
fn ways(painter: &Painter, c: egui::Pos2, ink: egui::Color32) {
    for (y, knob) in [(-3.5, 2.5), (3.5, -2.5)] {
        let stroke = Stroke::new(1.4, ink);
        painter.line_segment([pos2(c.x - 6.5, c.y + y), pos2(c.x + 6.5, c.y + y)], stroke);
        painter.circle_filled(pos2(c.x + knob, c.y + y), 2.6, ink);
    }
}

fn leaf(painter: &Painter, c: egui::Pos2, ink: egui::Color32) {
    let page = Rect::from_center_size(pos2(c.x, c.y + 0.5), vec2(11.0, 10.0));
    painter.rect_stroke(page, 1.5, Stroke::new(1.2, ink), StrokeKind::Inside);
    let head = Rect::from_min_max(page.min, pos2(page.max.x, page.min.y + 3.2));
    painter.rect_filled(head, 1.0, ink);
}
