//! Slanting lines over filled rings, and whether a point lies in them.

use crate::scene::shape::{Pt, Shape, Stroke};

/// Distance of the lines across the slant, in points of the sum of x and y.
const STEP: f32 = 11.0;
/// Lines on one ground, at most: more ground than any screen has.
const MOST: f32 = 4_000.0;

/// Lines that rise to the right over even-odd rings.
pub fn lines(rings: &[Vec<Pt>], stroke: Stroke) -> Vec<Shape> {
    let slant = |p: &Pt| p.x + p.y;
    let all = || rings.iter().flatten().map(slant).filter(|v| v.is_finite());
    let (low, high) = (all().fold(f32::MAX, f32::min), all().fold(f32::MIN, f32::max));
    if low >= high || (high - low) / STEP > MOST {
        return Vec::new();
    }
    let mut shapes = Vec::new();
    // At fixed places of the screen, so that the lines of neighbours meet.
    let mut at = (low / STEP).ceil() * STEP;
    while at < high {
        for (from, to) in crossings(rings, at) {
            let points = vec![Pt::new(from, at - from), Pt::new(to, at - to)];
            shapes.push(Shape::Line { points, closed: false, stroke: stroke.clone() });
        }
        at += STEP;
    }
    shapes
}

/// Where the line of points whose x and y sum up to `at` runs within the rings, by its x.
fn crossings(rings: &[Vec<Pt>], at: f32) -> Vec<(f32, f32)> {
    let mut found: Vec<f32> = Vec::new();
    for ring in rings {
        let ends = ring.iter().cycle().skip(1);
        for (a, b) in ring.iter().zip(ends) {
            let (from, to) = (a.x + a.y - at, b.x + b.y - at);
            if (from < 0.0) != (to < 0.0) {
                found.push(a.x + (b.x - a.x) * (from / (from - to)));
            }
        }
    }
    found.sort_by(f32::total_cmp);
    found
        .chunks_exact(2)
        .filter_map(|pair| if let &[a, b] = pair { Some((a, b)) } else { None })
        .collect()
}

/// Whether a point lies in even-odd rings.
pub fn contains(rings: &[Vec<Pt>], p: Pt) -> bool {
    let crossed = rings.iter().map(|ring| {
        let ends = ring.iter().cycle().skip(1);
        let hits = ring.iter().zip(ends).filter(|(a, b)| {
            (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)
        });
        hits.count()
    });
    crossed.sum::<usize>() % 2 == 1
}
