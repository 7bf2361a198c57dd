//! A small sign for each kind of thing that is found.

use crate::scene::palette::Palette;
use crate::search::Kind;
use crate::views::theme::color;
use egui::{Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, vec2};

/// Draws the sign of a kind around a point.
pub fn draw(painter: &Painter, kind: Kind, at: Pos2, palette: &Palette) {
    let ink = color(palette.accent);
    let pen = Stroke::new(1.4, ink);
    let line = |a: Vec2, b: Vec2| {
        painter.line_segment([at + a, at + b], pen);
    };
    match kind {
        Kind::Position => {
            painter.circle_stroke(at, 4.0, pen);
            for (x, y) in [(0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0)] {
                line(vec2(x, y) * 2.0, vec2(x, y) * 7.0);
            }
        }
        Kind::Date => {
            let sheet = Rect::from_center_size(at + vec2(0.0, 1.0), vec2(12.0, 10.0));
            painter.rect_stroke(sheet, 1.5, pen, StrokeKind::Middle);
            line(vec2(-6.0, -1.0), vec2(6.0, -1.0));
            line(vec2(-3.0, -6.5), vec2(-3.0, -4.0));
            line(vec2(3.0, -6.5), vec2(3.0, -4.0));
        }
        Kind::Place => {
            let tip = at + vec2(0.0, 7.0);
            painter.circle_filled(at - vec2(0.0, 2.0), 5.0, ink);
            let sides = vec![at + vec2(-4.5, 0.2), at + vec2(4.5, 0.2), tip];
            painter.add(Shape::convex_polygon(sides, ink, Stroke::NONE));
            painter.circle_filled(at - vec2(0.0, 2.0), 1.9, color(palette.raised));
        }
        Kind::Known => {
            painter.circle_stroke(at - vec2(0.0, 2.0), 4.5, pen);
            line(vec2(-3.6, 0.9), vec2(0.0, 7.0));
            line(vec2(3.6, 0.9), vec2(0.0, 7.0));
        }
        Kind::Actor => {
            painter.circle_filled(at - vec2(0.0, 3.5), 3.0, ink);
            let body = Rect::from_center_size(at + vec2(0.0, 4.0), vec2(11.0, 6.0));
            painter.rect_filled(body, egui::CornerRadius { nw: 5, ne: 5, sw: 0, se: 0 }, ink);
        }
        Kind::Event => {
            let r = 6.0;
            let corners = [vec2(0.0, -r), vec2(r, 0.0), vec2(0.0, r), vec2(-r, 0.0)];
            let corners = corners.into_iter().map(|corner| at + corner).collect();
            painter.add(Shape::convex_polygon(corners, ink, Stroke::NONE));
        }
        Kind::Category => {
            let (square, r) = (Rect::from_center_size(at - vec2(3.0, 3.0), Vec2::splat(6.0)), 3.2);
            painter.rect_filled(square, 1.0, ink);
            painter.circle_filled(at + vec2(3.6, -3.0), r, ink);
            let corners = [vec2(-6.5, 6.5), vec2(0.5, 6.5), vec2(-3.0, 1.0)];
            let corners = corners.into_iter().map(|corner| at + corner).collect();
            painter.add(Shape::convex_polygon(corners, ink, Stroke::NONE));
            painter.circle_stroke(at + vec2(3.6, 3.8), 2.6, pen);
        }
        Kind::Source => {
            let sheet = Rect::from_center_size(at, vec2(11.0, 14.0));
            painter.rect_stroke(sheet, 1.5, pen, StrokeKind::Middle);
            for (y, width) in [(-3.0, 3.0), (0.0, 3.0), (3.0, 0.0)] {
                line(vec2(-3.0, y), vec2(width, y));
            }
        }
        Kind::Passage => {
            for (y, width) in [(-4.5, 6.0), (-1.5, 6.0), (1.5, 6.0), (4.5, 1.0)] {
                line(vec2(-6.0, y), vec2(width, y));
            }
        }
    }
}
