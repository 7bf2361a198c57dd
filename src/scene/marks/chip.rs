//! The tag of a roughly known place: it hangs on the rim of the place's ground, since nothing is
//! known to have happened at its middle.

use super::look::{self, DIM, Look, fade, opaque};
use super::stack::{self, Dress};
use super::{Shown, around_screen, clip, ground, words};
use crate::model::{Place, PlaceShape};
use crate::projection::{Viewport, World};
use crate::scene::palette::{Palette, Rgba};
use crate::scene::shape::{Align, Pt, Rect, Scene, Shape, Stroke, Text};
use crate::scene::{Subject, text};

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

    /// The first of the points where it lies on screen and covers nothing; else the nearest free spot
    /// around the last of them, and then around where that is drawn onto the screen; else that.
    #[must_use]
    pub fn settle(&self, points: &[Pt], screen: Rect, occupied: &[Rect]) -> Option<Pt> {
        let inside = |r: Rect| {
            r.min.x >= screen.min.x + MARGIN
                && r.max.x <= screen.max.x - MARGIN
                && r.min.y >= screen.min.y + MARGIN
                && r.max.y <= screen.max.y - MARGIN
        };
        let is_free = |p: &Pt| {
            let ground = self.ground(*p);
            inside(ground) && !occupied.iter().any(|o| o.intersects(ground))
        };
        let last = *points.last()?;
        let between = |v: f32, low: f32, high: f32| v.min(high).max(low);
        let (w, h) = (self.width / 2.0 + MARGIN, HEIGHT / 2.0 + MARGIN);
        let drawn = Pt::new(
            between(last.x, screen.min.x + w, screen.max.x - w),
            between(last.y, screen.min.y + h, screen.max.y - h),
        );
        let mut all = points.iter().copied().chain(spots_around(last)).chain(spots_around(drawn));
        Some(all.find(is_free).unwrap_or(drawn))
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
            stack::draw(&self.looks, Dress::Bare, palette, Pt::new(x, at.y), 0.72, out);
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

/// Spots around a point, nearest first: six ellipses of sixteen, as wide as tags are long.
fn spots_around(middle: Pt) -> impl Iterator<Item = Pt> {
    (1_u8..=6).flat_map(move |ring| {
        (0_u8..16).map(move |k| {
            let angle = f32::from(k) / 16.0 * std::f32::consts::TAU;
            let (dx, dy) = (34.0 * f32::from(ring), 18.0 * f32::from(ring));
            Pt::new(middle.x + dx * angle.cos(), middle.y + dy * angle.sin())
        })
    })
}

/// The ground of a place on screen, and where its tag may hang.
pub struct Ground {
    tag_points: Vec<Pt>,
    /// Whether it is a town, which the base map may know too.
    pub town: bool,
}

impl Ground {
    /// Draws the ground of a mark beneath everything.
    pub fn of(
        mark: &Shown<'_>,
        subject: &Subject<'_>,
        viewport: &Viewport,
        out: &mut Vec<Shape>,
    ) -> Option<Self> {
        let place = subject.dataset.place(mark.mark.anchor()?)?;
        let paint = Tint {
            color: most_frequent(&mark.looks)?,
            strong: mark.selected || mark.hovered,
            dim: mark.dim(),
        };
        Self::drawn(&place, mark.at, paint, viewport, out)
    }

    /// Draws the ground of a place whose middle is at a point; nothing where it is not on screen.
    pub fn drawn(
        place: &Place,
        at: Pt,
        Tint { color, strong, dim }: Tint,
        viewport: &Viewport,
        out: &mut Vec<Shape>,
    ) -> Option<Self> {
        let rings = rings_on_screen(place, at, viewport);
        let screen = around_screen(viewport, 24.0);
        let dim = if dim { look::DIM } else { 1.0 };
        let clipped: Vec<Vec<Pt>> = rings
            .iter()
            .map(|ring| clip::ring(ring, screen))
            .filter(|ring| ring.len() > 2)
            .collect();
        if clipped.is_empty() {
            return None;
        }
        let covers_all = |rect: Rect| {
            clipped.len() == 1
                && clipped.iter().flatten().all(|p| {
                    p.x <= rect.min.x || p.x >= rect.max.x || p.y <= rect.min.y || p.y >= rect.max.y
                })
        };
        let tag_points = tag_points(&rings, at);
        let town = place.feature.class == 'P';
        // Polygons are drawn for their time by `scene::areas`.
        if place.shape != PlaceShape::Point {
            return Some(Self { tag_points, town });
        }
        // Ground that fills the screen says nothing by its tint, and a full fill is dear.
        if !covers_all(around_screen(viewport, 20.0)) {
            let fill = color.alpha(if strong { 0.2 } else { 0.12 } * dim);
            out.push(Shape::Area { rings: clipped, fill });
        }
        let stroke = Stroke {
            width: if strong { 2.2 } else { 1.5 },
            color: color.alpha(dim * 0.95),
            dashes: vec![6.0, 4.0],
        };
        for points in rings.iter().flat_map(|ring| clip::closed_line(ring, screen)) {
            out.push(Shape::Line { points, closed: false, stroke: stroke.clone() });
        }
        Some(Self { tag_points, town })
    }

    /// Where its tag may hang, the best first.
    pub fn tag_points(&self) -> &[Pt] {
        &self.tag_points
    }
}

/// How a ground is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Tint {
    /// Of its events.
    pub color: Rgba,
    /// Selected, or pointed at.
    pub strong: bool,
    /// All its events lie outside the window.
    pub dim: bool,
}

fn rings_on_screen(place: &Place, at: Pt, viewport: &Viewport) -> Vec<Vec<Pt>> {
    let home = World::from_lonlat(place.position);
    let scale = viewport.scale();
    ground::outline(place, ground::radius_pt(place, viewport.zoom))
        .into_iter()
        .map(|ring| {
            ring.into_iter()
                .map(|w| {
                    let (dx, dy) = ((w.x - home.x) * scale, (w.y - home.y) * scale);
                    Pt::new((f64::from(at.x) + dx) as f32, (f64::from(at.y) + dy) as f32)
                })
                .collect()
        })
        .collect()
}

/// The top of the ground's rim, then its other sides, then its middle.
fn tag_points(rings: &[Vec<Pt>], middle: Pt) -> Vec<Pt> {
    let all = || rings.iter().flatten().copied();
    let top = all().min_by(|a, b| a.y.total_cmp(&b.y));
    let bottom = all().max_by(|a, b| a.y.total_cmp(&b.y));
    let left = all().min_by(|a, b| a.x.total_cmp(&b.x));
    let right = all().max_by(|a, b| a.x.total_cmp(&b.x));
    [top, bottom, right, left, Some(middle)].into_iter().flatten().collect()
}

/// Draws a place's tag. Returns where its middle is.
pub fn draw_chip(
    mark: &Shown<'_>,
    ground: &Ground,
    subject: &Subject<'_>,
    viewport: &Viewport,
    scene: &mut Scene,
    occupied: &mut Vec<Rect>,
) -> Option<Pt> {
    let palette = subject.palette;
    let chip = Chip::new(words::name(mark.mark, subject), mark.looks.clone());
    let screen = around_screen(viewport, 0.0);
    let at = chip.settle(&ground.tag_points, screen, occupied)?;
    let rim = match (mark.selected, mark.hovered) {
        (true, _) => Some(Stroke::new(2.0, palette.accent)),
        (false, true) => Some(Stroke::new(1.5, palette.accent.alpha(0.7))),
        _ => None,
    };
    chip.draw(palette, at, rim, &mut scene.shapes);
    let rect = chip.ground(at);
    occupied.push(rect);
    scene.hits.push(mark.hit(rect, subject));
    Some(at)
}

/// The colour of most events in the window; of all where it has none.
fn most_frequent(looks: &[Look]) -> Option<Rgba> {
    let inside = looks.iter().any(|l| !l.outside);
    let counted: Vec<Rgba> =
        looks.iter().filter(|l| l.outside != inside).map(Look::color).collect();
    let sum = |color: &Rgba| counted.iter().filter(|c| *c == color).count();
    counted.iter().copied().reduce(|a, b| if sum(&b) > sum(&a) { b } else { a })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_whose_rim_is_taken_finds_a_free_spot_beside_it() {
        let chip = Chip { name: "northern Syria".to_owned(), looks: Vec::new(), width: 110.0 };
        let screen = Rect::new(Pt::new(0.0, 0.0), Pt::new(800.0, 400.0));
        let middle = Pt::new(400.0, 200.0);
        let taken = [Rect::new(Pt::new(380.0, 180.0), Pt::new(420.0, 220.0))];
        let at = chip.settle(&[middle], screen, &taken).unwrap();
        assert!(!chip.ground(at).intersects(taken[0]), "{at:?}");
        let full = [Rect::new(Pt::new(-900.0, -900.0), Pt::new(1900.0, 1900.0))];
        assert_eq!(chip.settle(&[middle], screen, &full), Some(middle), "it is never left out");
    }

    #[test]
    fn a_tag_of_ground_whose_middle_is_out_of_view_keeps_clear_of_what_stands_at_the_edge() {
        let chip = Chip { name: "northern Syria".to_owned(), looks: Vec::new(), width: 110.0 };
        let screen = Rect::new(Pt::new(0.0, 0.0), Pt::new(800.0, 400.0));
        let scale_bar = Rect::new(Pt::new(12.0, 360.0), Pt::new(220.0, 394.0));
        let far = Pt::new(-5_000.0, 7_000.0);
        let at = chip.settle(&[far], screen, &[scale_bar]).unwrap();
        let ground = chip.ground(at);
        assert!(!ground.intersects(scale_bar), "{ground:?}");
        assert!(ground.min.x >= 0.0 && ground.max.y <= 400.0, "it is on screen: {ground:?}");
        assert!(at.x < 200.0 && at.y > 250.0, "it stays in the corner nearest to it: {at:?}");
    }
}
