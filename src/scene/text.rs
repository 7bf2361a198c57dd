//! Text widths.
/// Width.
#[must_use]
pub fn width(text: &str, size: f32, strong: bool) -> f32 {
    text.chars().count() as f32 * size * if strong { 0.58 } else { 0.54 }
}
