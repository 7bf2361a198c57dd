//! The outlines of category marks.

use crate::scene::palette::{MarkShape, Rgba};
use crate::scene::shape::{Pt, Shape, Stroke};

/// How the inside of a mark is filled, and its outline drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Paint {
    /// Inside.
    pub fill: Option<Rgba>,
    /// Outline.
    pub stroke: Option<Stroke>,
}

/// The corners of a mark whose area is about that of a disc of `radius` points, so that no category
/// weighs more than another; a disc has none.
#[must_use]
pub fn corners(shape: MarkShape, center: Pt, radius: f32) -> Vec<Pt> {
    let star = |points: usize, outer: f32, inner: f32, turn: f32| -> Vec<Pt> {
        (0..points * 2)
            .map(|i| {
                let r = if i % 2 == 0 { outer } else { inner };
                polar(center, r, turn + std::f32::consts::PI * i as f32 / points as f32)
            })
            .collect()
    };
    let regular = |n: usize, r: f32, turn: f32| -> Vec<Pt> {
        (0..n)
            .map(|i| polar(center, r, turn + std::f32::consts::TAU * i as f32 / n as f32))
            .collect()
    };
    let up = -std::f32::consts::FRAC_PI_2;
    let shift = |points: Vec<Pt>, dy: f32| -> Vec<Pt> {
        points.into_iter().map(|p| Pt::new(p.x, p.y + dy)).collect()
    };
    match shape {
        MarkShape::Circle => Vec::new(),
        MarkShape::Square => regular(4, radius * 1.22, up / 2.0),
        MarkShape::Diamond => regular(4, radius * 1.3, up),
        MarkShape::TriangleUp => shift(regular(3, radius * 1.42, up), radius * 0.22),
        MarkShape::TriangleDown => shift(regular(3, radius * 1.42, -up), -radius * 0.22),
        MarkShape::Pentagon => regular(5, radius * 1.16, up),
        MarkShape::Hexagon => regular(6, radius * 1.12, up),
        MarkShape::Star => star(5, radius * 1.45, radius * 0.68, up),
        MarkShape::Cross => {
            let (long, short) = (radius * 1.18, radius * 0.44);
            [
                (-short, -long),
                (short, -long),
                (short, -short),
                (long, -short),
                (long, short),
                (short, short),
                (short, long),
                (-short, long),
                (-short, short),
                (-long, short),
                (-long, -short),
                (-short, -short),
            ]
            .into_iter()
            .map(|(dx, dy)| Pt::new(center.x + dx, center.y + dy))
            .collect()
        }
    }
}

/// A category's mark.
pub fn draw(shape: MarkShape, center: Pt, radius: f32, paint: &Paint, out: &mut Vec<Shape>) {
    let corners = corners(shape, center, radius);
    if corners.is_empty() {
        let (fill, stroke) = (paint.fill, paint.stroke.clone());
        out.push(Shape::Circle { center, radius, fill, stroke });
        return;
    }
    if let Some(fill) = paint.fill {
        out.push(Shape::Area { rings: vec![corners.clone()], fill });
    }
    if let Some(stroke) = paint.stroke.clone() {
        out.push(Shape::Line { points: corners, closed: true, stroke });
    }
}

/// The point `radius` from a centre at an angle in radians, clockwise from the right.
#[must_use]
pub fn polar(center: Pt, radius: f32, angle: f32) -> Pt {
    Pt::new(center.x + radius * angle.cos(), center.y + radius * angle.sin())
}

/// `share` of `b` in `a`, 0..=1; opaque.
#[must_use]
pub fn mix(a: Rgba, b: Rgba, share: f32) -> Rgba {
    let share = share.clamp(0.0, 1.0);
    let channel = |a: u8, b: u8| {
        (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round().clamp(0.0, 255.0) as u8
    };
    Rgba(channel(a.0, b.0), channel(a.1, b.1), channel(a.2, b.2), 255)
}
