//! The tag of a roughly known place: it hangs on the rim of the place's ground, since nothing is
//! known to have happened at its middle.

use super::look::{DIM, Look, fade, opaque};
use super::stack;
use crate::scene::palette::Palette;
use crate::scene::shape::{Align, Pt, Rect, Shape, Stroke, Text};
use crate::scene::text;

const HEIGHT: f32 = 22.0;
const PAD: f32 = 7.0;
const SIZE: f32 = 11.5;
/// Distance that a tag keeps from the edge of the screen, in points.
const MARGIN: f32 = 6.0;

/// What a tag says.
#[derive(Clone, Debug)]
pub struct Chip {
    /// The place's name.
    pub name: String,
    /// Its events.
    pub looks: Vec<Look>,
    /// How wide it is, in points.
    pub width: f32,
}

impl Chip {
    /// The tag of a place.
    #[must_use]
    pub fn new(name: String, looks: Vec<Look>) -> Self {
        let mark = if looks.len() == 1 { 20.0 } else { 28.0 };
        let width = mark + text::width(&name, SIZE, true) + PAD * 1.5;
        Self { name, looks, width }
    }

    /// Whether the window leaves out all its events.
    #[must_use]
    pub fn dim(&self) -> bool {
        self.looks.iter().all(|l| l.outside)
    }

    /// Its ground when its middle is at a point.
    #[must_use]
    pub fn ground(&self, at: Pt) -> Rect {
        let (w, h) = (self.width / 2.0, HEIGHT / 2.0);
        Rect::new(Pt::new(at.x - w, at.y - h), Pt::new(at.x + w, at.y + h))
    }

    /// The first of the points where it lies on screen and covers nothing; otherwise the last of
    /// them, drawn onto the screen.
    #[must_use]
    pub fn settle(&self, points: &[Pt], screen: Rect, occupied: &[Rect]) -> Option<Pt> {
        let inside = |r: Rect| {
            r.min.x >= screen.min.x + MARGIN
                && r.max.x <= screen.max.x - MARGIN
                && r.min.y >= screen.min.y + MARGIN
                && r.max.y <= screen.max.y - MARGIN
        };
        let free = points.iter().copied().find(|&p| {
            let ground = self.ground(p);
            inside(ground) && !occupied.iter().any(|o| o.intersects(ground))
        });
        free.or_else(|| {
            let last = points.last()?;
            let between = |v: f32, low: f32, high: f32| v.min(high).max(low);
            let (w, h) = (self.width / 2.0 + MARGIN, HEIGHT / 2.0 + MARGIN);
            Some(Pt::new(
                between(last.x, screen.min.x + w, screen.max.x - w),
                between(last.y, screen.min.y + h, screen.max.y - h),
            ))
        })
    }

    /// Draws it with its middle at a point.
    pub fn draw(&self, palette: &Palette, at: Pt, rim: Option<Stroke>, out: &mut Vec<Shape>) {
        let from = out.len();
        let ground = self.ground(at);
        let edge = rim.unwrap_or_else(|| Stroke::new(1.0, palette.line));
        out.push(Shape::Rect {
            rect: ground,
            corner: HEIGHT / 2.0,
            fill: Some(opaque(palette.raised)),
            stroke: Some(edge),
        });
        let mut x = ground.min.x + 12.0;
        if let [look] = self.looks.as_slice() {
            look.draw(palette, Pt::new(x, at.y), 5.2, out);
            x += 10.0;
        } else {
            x += 2.0;
            stack::draw(&self.looks, false, palette, Pt::new(x, at.y), 0.72, out);
            x += 13.0;
        }
        out.push(Shape::Text(Text {
            at: Pt::new(x, at.y),
            align: Align::Left,
            text: self.name.clone(),
            size: SIZE,
            strong: true,
            italic: false,
            color: palette.text,
            halo: None,
        }));
        if self.dim() {
            for shape in out.iter_mut().skip(from + 1) {
                fade(shape, DIM + 0.2);
            }
        }
    }
}
