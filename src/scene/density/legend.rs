use super::Scale;
use crate::scene::palette::Palette;
use crate::scene::shape::{Align, Pt, Rect, Shape, Text};
use crate::scene::text;

/// Steps of the bar of colours.
const STEPS: u32 = 40;
/// Font size of the numbers, in points.
const SIZE: f32 = 10.5;
/// Space between two numbers, in points.
const GAP: f32 = 6.0;

/// What the colours mean, in words.
#[must_use]
pub fn legend_words() -> &'static str {
    "events in a square"
}

/// The surface's colours from left to right within a rectangle, and below it their numbers.
#[must_use]
pub fn legend_bar(palette: &Palette, scale: Scale, rect: Rect) -> Vec<Shape> {
    let x = |full: f32| rect.min.x + rect.width() * full;
    let steps = (0..STEPS).map(|step| {
        let (from, to) = (step as f32 / STEPS as f32, (step + 1) as f32 / STEPS as f32);
        let part = Rect::new(Pt::new(x(from), rect.min.y), Pt::new(x(to), rect.max.y));
        (part, palette.density(step as f32 / (STEPS - 1) as f32))
    });
    let mut shapes = vec![Shape::Cells(steps.collect())];
    let mut taken: Vec<(f32, f32)> = Vec::new();
    let ticks = scale.ticks();
    // The ends first: what lies between gives way to them.
    let ends = [ticks.first(), ticks.last()].into_iter().flatten();
    let inner = ticks.iter().skip(1).take(ticks.len().saturating_sub(2));
    for tick in ends.chain(inner) {
        let words = short(*tick);
        let half = text::width(&words, SIZE, false) / 2.0;
        let middle = x(scale.full(*tick)).clamp(rect.min.x + half, rect.max.x - half);
        let ground = (middle - half - GAP / 2.0, middle + half + GAP / 2.0);
        if taken.iter().any(|(from, to)| ground.0 < *to && *from < ground.1) {
            continue;
        }
        taken.push(ground);
        shapes.push(Shape::Text(Text {
            at: Pt::new(middle, rect.max.y + 9.0),
            align: Align::Center,
            text: words,
            size: SIZE,
            strong: false,
            italic: false,
            color: palette.muted,
            halo: None,
        }));
    }
    shapes
}

/// "200", "5k", "1M".
fn short(n: u32) -> String {
    match n {
        1_000_000.. if n.is_multiple_of(1_000_000) => format!("{}M", n / 1_000_000),
        1_000.. if n.is_multiple_of(1_000) => format!("{}k", n / 1_000),
        _ => n.to_string(),
    }
}
