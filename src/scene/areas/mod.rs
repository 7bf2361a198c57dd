//! Areas: places whose ground is known as polygons, drawn for as long as something is said of them.
//! A state fills its ground while it holds at the cursor, what happened while the window shows it:
//! in the category's colour, hatched where the cursor lies in the doubtful part of its time, with a
//! dashed edge where the source or the edge is not sure. Outside their time they are an outline, or
//! not there where the rest is hidden.

mod hatch;
mod standing;

#[cfg(test)]
mod tests;

use super::clip::{Frame, clip_line, clip_ring};
use super::marks::{DIM, ground_rings, mix};
use super::shape::{Align, Pt, Rect, Scene, Shape, Stroke, Text};
use super::{Subject, text};
use crate::model::{EventId, Feature, PlaceId, PlaceShape};
use crate::projection::{Viewport, World};
use crate::query::EventIndex;
use geo::{Area as _, InteriorPoint as _, LineString, Polygon};
use standing::{Said, Strength};
use std::sync::Arc;

/// Corners nearer to each other than this on screen, in points, are one.
const FINE: f32 = 0.8;
/// Ground smaller than this on screen, in points across, is left to its mark.
const LEAST: f32 = 5.0;
/// Opacity of the ground of what surely holds; of what may; and of what is pointed at.
const FILLS: (f32, f32, f32) = (0.2, 0.06, 0.3);
/// Size of the words on the ground, in points, and the distance of their lines.
const WORDS: (f32, f32) = (11.0, 15.0);
/// Lines of words on one ground.
const LINES: usize = 2;

/// The areas of a dataset, kept as long as it is the same.
#[derive(Debug, Default)]
pub struct Areas {
    made_for: Option<Arc<EventIndex>>,
    grounds: Vec<Ground>,
    drawn: Vec<Drawn>,
}

/// The ground of a place in world space.
#[derive(Debug)]
struct Ground {
    place: PlaceId,
    rings: Vec<Vec<World>>,
    low: World,
    high: World,
    /// A point well inside of it.
    inside: World,
    /// Its edge is drawn after a name ("the north-east"), not given: it is never a firm line.
    vague: bool,
}

/// What was filled in the last picture.
#[derive(Debug)]
struct Drawn {
    place: PlaceId,
    event: EventId,
    alone: bool,
    size: f32,
    rings: Vec<Vec<Pt>>,
}

/// What an area stands for, where it is clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The one event that is said of it.
    Event(EventId),
    /// Several are.
    Place(PlaceId),
}

impl Areas {
    /// The areas of an index.
    #[must_use]
    pub fn of(index: &Arc<EventIndex>) -> Self {
        let mut areas = Self::default();
        areas.refresh(index);
        areas
    }

    /// Works the grounds out again where the index is another.
    pub fn refresh(&mut self, index: &Arc<EventIndex>) {
        if self.made_for.as_ref().is_some_and(|made| Arc::ptr_eq(made, index)) {
            return;
        }
        self.made_for = Some(Arc::clone(index));
        self.drawn.clear();
        let places = index.dataset().places.iter().enumerate();
        let used = places.filter(|(_, place)| place.shape != PlaceShape::Point);
        let used = used.map(|(at, place)| (PlaceId::from_index(at), place));
        let used = used.filter(|(id, _)| index.is_at(*id));
        let grounds = used.filter_map(|(id, place)| {
            let rings = ground_rings(place)?;
            let vague = is_vague(&place.feature);
            Ground::new(id, rings, World::from_lonlat(place.position), vague)
        });
        self.grounds = grounds.collect();
    }

    /// Draws those on screen beneath everything else, with the words of their states where there is
    /// room. Nothing else should be written on what is added to `occupied`.
    #[must_use]
    pub fn scene(
        &mut self,
        subject: &Subject<'_>,
        viewport: &Viewport,
        occupied: &mut Vec<Rect>,
    ) -> Scene {
        let mut scene = Scene::default();
        self.drawn.clear();
        let mut labels = Vec::new();
        for ground in &self.grounds {
            let said = Said::of(ground.place, subject);
            let Some(first) = said.first() else { continue };
            if first.strength == Strength::Away && subject.hide_outside {
                continue;
            }
            for copy in ground.copies(viewport) {
                let rings = ground.on_screen(viewport, copy);
                if rings.is_empty() {
                    continue;
                }
                let size = ground.points_across(viewport);
                draw(ground, &said, &rings, subject, viewport, &mut scene.shapes);
                if first.strength == Strength::Away {
                    continue;
                }
                let at =
                    viewport.screen_from_world(World::new(ground.inside.x + copy, ground.inside.y));
                labels.push((at.into(), size, said.words(subject)));
                let (event, alone) = (first.event, said.is_alone());
                self.drawn.push(Drawn { place: ground.place, event, alone, size, rings });
            }
        }
        for (at, size, lines) in labels {
            write(at, size, &lines, subject, viewport, occupied, &mut scene.shapes);
        }
        scene
    }

    /// The smallest area that was filled under a point of the screen.
    #[must_use]
    pub fn at(&self, point: Pt) -> Option<Found> {
        let under = self.drawn.iter().filter(|drawn| hatch::contains(&drawn.rings, point));
        let drawn = under.min_by(|a, b| a.size.total_cmp(&b.size))?;
        Some(if drawn.alone { Found::Event(drawn.event) } else { Found::Place(drawn.place) })
    }
}

/// Whether ground is that of a name without a border of its own: GeoNames `L`/`RGN`, "an area
/// distinguished by one or more observable physical or cultural characteristics".
fn is_vague(feature: &Feature) -> bool {
    feature.class == 'L' && feature.code == "RGN"
}

impl Ground {
    fn new(place: PlaceId, rings: Vec<Vec<World>>, home: World, vague: bool) -> Option<Self> {
        let first = rings.first()?.first().copied()?;
        let (mut low, mut high) = (first, first);
        for at in rings.iter().flatten() {
            low = World::new(low.x.min(at.x), low.y.min(at.y));
            high = World::new(high.x.max(at.x), high.y.max(at.y));
        }
        let polygon = |ring: &Vec<World>| {
            let line: LineString<f64> = ring.iter().map(|at| (at.x, at.y)).collect();
            Polygon::new(line, Vec::new())
        };
        let largest = rings
            .iter()
            .map(polygon)
            .max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
        let inside = largest.and_then(|polygon| polygon.interior_point());
        let inside = inside.map_or(home, |at| World::new(at.x(), at.y()));
        Some(Self { place, rings, low, high, inside, vague })
    }

    /// World widths by which it is moved to every copy of it that may be on screen.
    fn copies(&self, viewport: &Viewport) -> impl Iterator<Item = f64> + use<> {
        let (left, right) = viewport.visible_world(0.0);
        let (low, high) = (self.low, self.high);
        let rows = high.y >= left.y && low.y <= right.y;
        let copies = viewport.copies();
        // Ground over the antimeridian reaches into the next copy.
        let copies = copies.start().saturating_sub(1)..=copies.end().saturating_add(1);
        copies
            .map(f64::from)
            .filter(move |copy| rows && high.x + copy >= left.x && low.x + copy <= right.x)
    }

    fn points_across(&self, viewport: &Viewport) -> f32 {
        let across = (self.high.x - self.low.x).max(self.high.y - self.low.y);
        (across * viewport.scale()) as f32
    }

    /// Its rings on screen, with no more corners than are seen; none where it is too small.
    fn on_screen(&self, viewport: &Viewport, copy: f64) -> Vec<Vec<Pt>> {
        if self.points_across(viewport) < LEAST {
            return Vec::new();
        }
        let ring = |ring: &Vec<World>| {
            let mut points: Vec<Pt> = Vec::new();
            for at in ring {
                let at = World::new(at.x + copy, at.y);
                let at: Pt = viewport.screen_from_world(at).into();
                let far = |last: &Pt| (last.x - at.x).abs() + (last.y - at.y).abs() >= FINE;
                if points.last().is_none_or(far) {
                    points.push(at);
                }
            }
            points
        };
        self.rings.iter().map(ring).filter(|ring| ring.len() > 2).collect()
    }
}

fn draw(
    ground: &Ground,
    said: &Said,
    rings: &[Vec<Pt>],
    subject: &Subject<'_>,
    viewport: &Viewport,
    out: &mut Vec<Shape>,
) {
    let Some(first) = said.first() else { return };
    let palette = subject.palette;
    let color = palette.mark(first.category.as_str()).color;
    let marked = subject.selected.place(ground.place) || subject.hovered.place(ground.place);
    let frame = |margin: f32| Frame {
        min: Pt::new(-margin, -margin),
        max: Pt::new(viewport.width + margin, viewport.height + margin),
    };
    let filled: Vec<Vec<Pt>> =
        rings.iter().filter_map(|ring| clip_ring(ring.clone(), frame(24.0))).collect();
    let (full, maybe, pointed) = FILLS;
    let opacity = match (first.strength, marked) {
        (Strength::Away, _) => 0.0,
        (_, true) => pointed,
        (Strength::Full, false) => full,
        (Strength::Maybe, false) => maybe,
    };
    if opacity > 0.0 && !filled.is_empty() {
        out.push(Shape::Area { rings: filled.clone(), fill: color.alpha(opacity) });
    }
    let ink = if palette.dark { color } else { mix(color, super::palette::Rgba::hex(0), 0.15) };
    if first.strength == Strength::Maybe {
        let stroke = Stroke::new(1.0, ink.alpha(0.55));
        out.extend(hatch::lines(&filled, stroke));
    }
    let firm = first.strength == Strength::Full && first.is_sure && !ground.vague;
    let faint = if first.strength == Strength::Away { DIM } else { 0.95 };
    let stroke = Stroke {
        width: if marked { 2.4 } else { 1.6 },
        color: ink.alpha(faint),
        dashes: if firm { Vec::new() } else { vec![6.0, 4.0] },
    };
    for ring in rings {
        let closed: Vec<Pt> = ring.iter().chain(ring.first()).copied().collect();
        for points in clip_line(&closed, frame(24.0)) {
            out.push(Shape::Line { points, closed: false, stroke: stroke.clone() });
        }
    }
}

/// Writes the words of states on their ground, where it is wide enough and nothing else stands.
fn write(
    at: Pt,
    across: f32,
    lines: &[String],
    subject: &Subject<'_>,
    viewport: &Viewport,
    occupied: &mut Vec<Rect>,
    out: &mut Vec<Shape>,
) {
    let (size, step) = WORDS;
    let lines = lines.get(..lines.len().min(LINES)).unwrap_or_default();
    let widest = lines.iter().map(|words| text::width(words, size, false)).fold(0.0, f32::max);
    let (half, high) = (widest / 2.0 + 4.0, step * lines.len() as f32 / 2.0 + 2.0);
    let ground = Rect::new(Pt::new(at.x - half, at.y - high), Pt::new(at.x + half, at.y + high));
    let on_screen = ground.min.x >= 0.0
        && ground.min.y >= 0.0
        && ground.max.x <= viewport.width
        && ground.max.y <= viewport.height;
    let fits = !lines.is_empty() && on_screen && widest + 16.0 <= across;
    if !fits || occupied.iter().any(|other| other.intersects(ground)) {
        return;
    }
    for (nth, words) in lines.iter().enumerate() {
        let y = ground.min.y + 2.0 + step * (nth as f32 + 0.5);
        out.push(Shape::Text(Text {
            at: Pt::new(at.x, y),
            align: Align::Center,
            text: words.clone(),
            size,
            strong: false,
            italic: false,
            color: subject.palette.label,
            halo: Some(subject.palette.halo),
        }));
    }
    occupied.push(ground);
}
