//! Cutting rings and lines to a rectangle, so that ground far wider than the screen stays cheap.

use crate::scene::shape::{Pt, Rect};

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Top, Self::Bottom];

    fn keeps(self, p: Pt, rect: Rect) -> bool {
        match self {
            Self::Left => p.x >= rect.min.x,
            Self::Right => p.x <= rect.max.x,
            Self::Top => p.y >= rect.min.y,
            Self::Bottom => p.y <= rect.max.y,
        }
    }

    fn crossing(self, a: Pt, b: Pt, rect: Rect) -> Pt {
        let at_x = |x: f32| {
            let t = (f64::from(x) - f64::from(a.x)) / (f64::from(b.x) - f64::from(a.x));
            Pt::new(x, (f64::from(a.y) + t * (f64::from(b.y) - f64::from(a.y))) as f32)
        };
        let at_y = |y: f32| {
            let t = (f64::from(y) - f64::from(a.y)) / (f64::from(b.y) - f64::from(a.y));
            Pt::new((f64::from(a.x) + t * (f64::from(b.x) - f64::from(a.x))) as f32, y)
        };
        match self {
            Self::Left => at_x(rect.min.x),
            Self::Right => at_x(rect.max.x),
            Self::Top => at_y(rect.min.y),
            Self::Bottom => at_y(rect.max.y),
        }
    }
}

/// The part of a filled ring within a rectangle (Sutherland-Hodgman); empty where they do not meet.
#[must_use]
pub fn ring(points: &[Pt], rect: Rect) -> Vec<Pt> {
    let mut kept = points.to_vec();
    for side in Side::ALL {
        let Some(&last) = kept.last() else { break };
        let mut next = Vec::with_capacity(kept.len() + 4);
        let mut a = last;
        for &b in &kept {
            match (side.keeps(a, rect), side.keeps(b, rect)) {
                (true, true) => next.push(b),
                (true, false) => next.push(side.crossing(a, b, rect)),
                (false, true) => next.extend([side.crossing(a, b, rect), b]),
                (false, false) => {}
            }
            a = b;
        }
        kept = next;
    }
    kept
}

/// The parts of a closed line within a rectangle, each an open line; the whole ring, closed by its
/// first point once more, where all of it lies inside.
#[must_use]
pub fn closed_line(points: &[Pt], rect: Rect) -> Vec<Vec<Pt>> {
    let mut parts: Vec<Vec<Pt>> = Vec::new();
    let ends = points.iter().copied().cycle().skip(1);
    for (a, b) in points.iter().copied().zip(ends) {
        let Some((a, b)) = segment(a, b, rect) else { continue };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&a) => part.push(b),
            _ => parts.push(vec![a, b]),
        }
    }
    parts
}

fn segment(mut a: Pt, mut b: Pt, rect: Rect) -> Option<(Pt, Pt)> {
    for side in Side::ALL {
        match (side.keeps(a, rect), side.keeps(b, rect)) {
            (true, true) => {}
            (true, false) => b = side.crossing(a, b, rect),
            (false, true) => a = side.crossing(a, b, rect),
            (false, false) => return None,
        }
    }
    Some((a, b))
}
