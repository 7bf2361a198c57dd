//! A mark of several events: a ring of their categories' colours around their number.

use super::glyph::polar;
use super::look::{DIM, Look, disc, opaque, ring};
use crate::scene::palette::{Palette, Rgba};
use crate::scene::shape::{Align, Pt, Shape, Stroke, Text};
use std::collections::BTreeMap;
use std::f32::consts::TAU;

/// Thickness of the ring, in points.
const BAND: f32 = 4.6;
/// Space between two colours of the ring, in points.
const GAP: f32 = 1.6;
/// Badges for states, at most.
const MOST_BADGES: usize = 3;

/// What a stack wears besides its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// Nothing.
    Bare,
    /// Badges for its states.
    OnePlace,
    /// Badges, and a second rim, since it stands for several places.
    SeveralPlaces,
}

/// Outer radius in points of a stack of so many events.
#[must_use]
pub fn radius(count: usize) -> f32 {
    match count {
        0..=9 => 13.0,
        10..=99 => 14.5,
        _ => 16.5,
    }
}

/// A stack of events.
pub fn draw(
    looks: &[Look],
    dress: Dress,
    palette: &Palette,
    center: Pt,
    scale: f32,
    out: &mut Vec<Shape>,
) {
    let inside = looks.iter().filter(|l| !l.outside).count();
    let count = if inside == 0 { looks.len() } else { inside };
    let outer = radius(looks.len()) * scale;
    let from = out.len();
    let rim = opaque(palette.halo);
    if dress == Dress::SeveralPlaces {
        out.push(disc(center, outer + 4.4, rim));
        ring(center, outer + 3.2, Stroke::new(1.3, palette.muted.alpha(0.85)), out);
    }
    out.push(disc(center, outer + 1.5, rim));
    out.push(disc(center, outer, palette.raised));
    for arc in arcs(looks, center, outer - BAND / 2.0) {
        out.push(arc);
    }
    let size = match count {
        0..=99 => 11.5,
        100..=999 => 10.0,
        _ => 8.5,
    };
    out.push(Shape::Text(Text {
        at: center,
        align: Align::Center,
        text: count.to_string(),
        size: size * scale,
        strong: true,
        italic: false,
        color: palette.text,
        halo: None,
    }));
    if dress != Dress::Bare {
        badges(looks, palette, center, outer, out);
    }
    if inside == 0 {
        for shape in out.iter_mut().skip(from) {
            super::look::fade(shape, DIM + 0.1);
        }
    }
}

/// One arc per colour, by its number of events; what the window leaves out stays faint.
fn arcs(looks: &[Look], center: Pt, radius: f32) -> Vec<Shape> {
    let inside = looks.iter().any(|l| !l.outside);
    let mut sums: BTreeMap<(bool, [u8; 4]), usize> = BTreeMap::new();
    for look in looks {
        let Rgba(r, g, b, a) = look.color();
        *sums.entry((look.outside, [r, g, b, a])).or_default() += 1;
    }
    let mut sums: Vec<((bool, [u8; 4]), usize)> = sums.into_iter().collect();
    sums.sort_by(|a, b| a.0.0.cmp(&b.0.0).then(b.1.cmp(&a.1)).then(a.0.1.cmp(&b.0.1)));
    let whole = sums.len() == 1;
    let gap = if whole { 0.0 } else { GAP / radius };
    let mut angle = -TAU / 4.0;
    let mut shapes = Vec::new();
    for ((outside, [r, g, b, a]), count) in sums {
        let sweep = TAU * count as f32 / looks.len().max(1) as f32;
        let color = Rgba(r, g, b, a).alpha(if outside && inside { 0.28 } else { 1.0 });
        let stroke = Stroke::new(BAND, color);
        if whole {
            shapes.push(Shape::Circle { center, radius, fill: None, stroke: Some(stroke) });
        } else {
            let (start, end) = (angle + gap / 2.0, angle + (sweep - gap / 2.0).max(gap));
            let steps = ((end - start) / 0.2).ceil().max(2.0) as usize;
            let points = (0..=steps)
                .map(|i| polar(center, radius, start + (end - start) * i as f32 / steps as f32))
                .collect();
            shapes.push(Shape::Line { points, closed: false, stroke });
        }
        angle += sweep;
    }
    shapes
}

/// Small discs at the lower right: filled for a state in force, hollow for one that is not.
fn badges(looks: &[Look], palette: &Palette, center: Pt, outer: f32, out: &mut Vec<Shape>) {
    let mut states: Vec<&Look> = looks.iter().filter(|l| l.is_state()).collect();
    states.sort_by_key(|l| !l.holds());
    for (i, look) in states.into_iter().take(MOST_BADGES).enumerate() {
        let at = polar(center, outer + 0.5, TAU * (0.125 - 0.105 * i as f32));
        out.push(disc(at, 5.4, opaque(palette.halo)));
        if look.holds() {
            out.push(disc(at, 4.2, look.color()));
        } else {
            out.push(disc(at, 4.2, palette.raised));
            ring(at, 3.4, Stroke::new(1.6, look.color()), out);
        }
    }
}
