//! Where the events of an opened stack stand around it.

use crate::scene::shape::Pt;
use std::f32::consts::TAU;

/// Events beyond this many are not fanned out; the inspector lists them.
pub const MOST: usize = 48;

/// Events up to this many stand on a circle, more on a spiral.
const ON_CIRCLE: usize = 12;
/// Distance between neighbours, in points.
const APART: f32 = 27.0;

/// Offsets from the stack's middle, clockwise from the top, no two closer than a mark is wide.
#[must_use]
pub fn offsets(count: usize) -> Vec<Pt> {
    let up = -TAU / 4.0;
    if count <= ON_CIRCLE {
        let radius = (APART * count as f32 / TAU).max(44.0);
        return (0..count)
            .map(|i| {
                let angle = up + TAU * i as f32 / count.max(1) as f32;
                Pt::new(radius * angle.cos(), radius * angle.sin())
            })
            .collect();
    }
    let mut angle = 0.0_f32;
    (0..count.min(MOST))
        .map(|_| {
            let radius = 42.0 + APART * angle / TAU;
            let at = Pt::new(radius * (up + angle).cos(), radius * (up + angle).sin());
            angle += APART / radius;
            at
        })
        .collect()
}
