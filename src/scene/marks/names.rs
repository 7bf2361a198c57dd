//! Names beside marks. They come before the base map's own labels, which keep clear of them.

use crate::scene::palette::Palette;
use crate::scene::shape::{Align, Pt, Rect, Shape, Text};
use crate::scene::text;

/// Font size of place names, in points.
const SIZE: f32 = 12.5;

/// A name to be placed.
#[derive(Clone, Debug)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Middle of its mark.
    pub at: Pt,
    /// Radius of its mark, in points.
    pub radius: f32,
    /// Whether it is placed even where it covers another.
    pub always: bool,
    /// Whether the window leaves out all that happened there.
    pub dim: bool,
}

/// The names that find room on the screen, in turn; their ground is added to `occupied`.
pub fn place(
    names: &[Name],
    screen: Rect,
    palette: &Palette,
    occupied: &mut Vec<Rect>,
) -> Vec<Shape> {
    let inside = |ground: Rect| {
        ground.min.x >= screen.min.x
            && ground.min.y >= screen.min.y
            && ground.max.x <= screen.max.x
            && ground.max.y <= screen.max.y
    };
    let mut shapes = Vec::new();
    for name in names {
        let width = text::width(&name.text, SIZE, true);
        let choices = positions(name, width);
        let mut whole = choices.iter().filter(|(_, _, ground)| inside(*ground));
        let free = whole
            .clone()
            .find(|(_, _, ground)| !occupied.iter().any(|other| other.intersects(*ground)));
        let covering = || whole.next().or(choices.first()).filter(|_| name.always);
        let Some((at, align, ground)) = free.or_else(covering).copied() else {
            continue;
        };
        occupied.push(ground);
        shapes.push(Shape::Text(Text {
            at,
            align,
            text: name.text.clone(),
            size: SIZE,
            strong: true,
            italic: false,
            color: if name.dim { palette.muted } else { palette.text },
            halo: Some(palette.halo),
        }));
    }
    shapes
}

/// Right, left, below, above, and the four corners between.
fn positions(name: &Name, width: f32) -> [(Pt, Align, Rect); 8] {
    let Pt { x, y } = name.at;
    let (side, below) = (name.radius + 4.0, name.radius + SIZE * 0.5 + 4.0);
    let corner = name.radius * 0.7 + 3.0;
    [
        (x + side, y, Align::Left),
        (x - side, y, Align::Right),
        (x, y + below, Align::Center),
        (x, y - below, Align::Center),
        (x + corner, y - corner - 3.0, Align::Left),
        (x + corner, y + corner + 3.0, Align::Left),
        (x - corner, y - corner - 3.0, Align::Right),
        (x - corner, y + corner + 3.0, Align::Right),
    ]
    .map(|(x, y, align)| {
        let left = match align {
            Align::Left => x,
            Align::Center => x - width / 2.0,
            Align::Right => x - width,
        };
        let half = SIZE * 0.62;
        let ground =
            Rect::new(Pt::new(left - 2.0, y - half), Pt::new(left + width + 2.0, y + half));
        (Pt::new(x, y), align, ground)
    })
}
