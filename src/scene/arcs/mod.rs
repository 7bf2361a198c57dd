//! Movements: events with a from and a to, each a line along the great circle between them with an
//! arrowhead where it leads. Thin where the source is not sure, dashed where it is still to come; a
//! dot on it stands where the cursor is within the time that it took.

mod path;

#[cfg(test)]
mod tests;

use super::clip::{Frame, clip_line};
use super::marks::{fade, mix};
use super::palette::{Palette, Rgba};
use super::shape::{Hit, Pt, Rect, Scene, Shape, Stroke, Target};
use super::{Subject, marks};
use crate::model::{Certainty, Event, EventId, Second};
use crate::projection::{Viewport, World, great_circle, unwrapped};
use crate::query::{EventIndex, Standing};
use path::Path;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Movements on screen at once, those of the window first; more would hide each other.
pub const MOST: usize = 300;
/// How far a line keeps from the middle of the places at its ends, in points.
const CLEAR: f32 = 11.0;
/// Lines shorter than this on screen, in points, are left to the marks at their ends.
const LEAST: f32 = 14.0;
/// Distance between the lines of movements between the same two places, in points.
const LANE: f32 = 9.0;
/// Length of an arrowhead, in points.
const HEAD: f32 = 9.0;
/// A click this near to a line, in points, is on it.
const REACH: f32 = 6.0;
/// Half a side of what a keyboard or a screen reader finds of a line, in points.
const TARGET: f32 = 12.0;

/// The movements of a dataset, kept as long as it is the same.
#[derive(Debug, Default)]
pub struct Arcs {
    made_for: Option<Arc<EventIndex>>,
    ways: Vec<Way>,
    drawn: Vec<(EventId, Vec<Pt>)>,
    tally: Tally,
}

/// How many movements there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All that are left in by filters.
    pub total: usize,
    /// Those that the window shows, and undated ones.
    pub shown: usize,
    /// Those on screen for which there was no room.
    pub left_out: usize,
}

/// One movement in world space.
#[derive(Debug)]
struct Way {
    event: EventId,
    points: Vec<World>,
    /// How many lines lie between it and the great circle, left of the way or (below zero) right.
    lane: f32,
}

impl Arcs {
    /// The movements of an index.
    #[must_use]
    pub fn of(index: &Arc<EventIndex>) -> Self {
        let mut arcs = Self::default();
        arcs.refresh(index);
        arcs
    }

    /// Works the movements out again where the index is another.
    pub fn refresh(&mut self, index: &Arc<EventIndex>) {
        if self.made_for.as_ref().is_some_and(|made| Arc::ptr_eq(made, index)) {
            return;
        }
        self.made_for = Some(Arc::clone(index));
        self.drawn.clear();
        let dataset = index.dataset();
        let mut between: BTreeMap<_, u16> = BTreeMap::new();
        self.ways.clear();
        for (at, event) in dataset.events.iter().enumerate() {
            let id = EventId::from_index(at);
            let Some(route) = event.route.filter(|_| index.has(id)) else { continue };
            let ends = route.ends().map(|end| dataset.spot(end).map(|(at, _)| at));
            let [Some(from), Some(to)] = ends else { continue };
            let forth = route.from < route.to;
            let pair = (route.from.min(route.to), route.from.max(route.to));
            let nth = between.entry(pair).or_default();
            // The first is the great circle itself, the next ones lie beside it in turn.
            let side = if (*nth % 2 == 1) == forth { 1.0 } else { -1.0 };
            let lane = f32::from(nth.div_ceil(2)) * side;
            *nth = nth.saturating_add(1);
            self.ways.push(Way { event: id, points: unwrapped(great_circle(from, to)), lane });
        }
    }

    /// Whether there is any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }

    /// How many there were in the last picture.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Draws those on screen. `moving` says whether the dot at the cursor may be drawn: it runs while
    /// the slider plays.
    #[must_use]
    pub fn scene(&mut self, subject: &Subject<'_>, viewport: &Viewport, moving: bool) -> Scene {
        let mut scene = Scene::default();
        self.drawn.clear();
        self.tally = Tally { total: self.ways.len(), ..Tally::default() };
        let mut seen: Vec<(bool, &Way, Vec<Path>)> = Vec::new();
        for way in &self.ways {
            let outside = subject.matches.of(way.event) == Standing::Outside;
            self.tally.shown += usize::from(!outside);
            if outside && subject.hide_outside {
                continue;
            }
            let paths = way.on_screen(viewport);
            if !paths.is_empty() {
                seen.push((outside, way, paths));
            }
        }
        seen.sort_by_key(|(outside, way, _)| (*outside, way.event));
        self.tally.left_out = seen.len().saturating_sub(MOST);
        seen.truncate(MOST);
        // What the window leaves out lies beneath what it shows.
        for (outside, way, paths) in seen.into_iter().rev() {
            let Some(event) = subject.dataset.event(way.event) else { continue };
            let pen = Pen::of(&event, way.event, outside, subject);
            for path in paths {
                pen.draw(&path, viewport, &mut scene.shapes);
                if let Some(part) = fraction(&event, subject.cursor).filter(|_| moving) {
                    pen.dot(path.along(part), &mut scene.shapes);
                }
                let label = words(&event, subject);
                scene.hits.push(Hit {
                    rect: around(path.along(0.5)),
                    target: Target::Event(way.event),
                    label,
                });
                self.drawn.push((way.event, path.into_points()));
            }
        }
        scene
    }

    /// The movement whose line was drawn last under a point of the screen.
    #[must_use]
    pub fn at(&self, point: Pt) -> Option<EventId> {
        let near = self.drawn.iter().map(|(id, line)| (*id, path::distance(line, point)));
        let near = near.filter(|(_, distance)| *distance <= REACH);
        near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(id, _)| id)
    }
}

impl Way {
    /// Its line on every copy of the world that is on screen.
    fn on_screen(&self, viewport: &Viewport) -> Vec<Path> {
        let copies = viewport.copies();
        // A way over the antimeridian runs into the next copy.
        let copies = copies.start().saturating_sub(1)..=copies.end().saturating_add(1);
        let screen = Rect::new(Pt::new(0.0, 0.0), Pt::new(viewport.width, viewport.height));
        let mut found = Vec::new();
        for copy in copies {
            let moved = self.points.iter().map(|at| World::new(at.x + f64::from(copy), at.y));
            let points: Vec<Pt> = moved.map(|at| viewport.screen_from_world(at).into()).collect();
            let path = Path::new(points).beside(self.lane * LANE).trimmed(CLEAR);
            if path.length() >= LEAST && path.bounds().intersects(screen) {
                found.push(path);
            }
        }
        found
    }
}

/// How far the cursor is in the time that a movement took, 0 at its begin and 1 at its end; nothing
/// before and after, and where either is not known.
#[must_use]
pub fn fraction(event: &Event, cursor: Second) -> Option<f32> {
    let when = event.when.as_ref()?;
    let (begin, end) = (when.earliest()?, when.latest()?);
    if cursor < begin || cursor >= end {
        return None;
    }
    let (gone, whole) = (cursor.0.saturating_sub(begin.0), end.0.saturating_sub(begin.0).max(1));
    Some((gone as f64 / whole as f64) as f32)
}

/// What a screen reader says: "Movement: Troops leave, from Qamishli to Hmeimim, reported".
fn words(event: &Event, subject: &Subject<'_>) -> String {
    let name = |id| subject.name_of_id(id).unwrap_or_default();
    let [from, to] = event.route.map(|route| route.ends().map(name)).unwrap_or_default();
    format!("Movement: {}, from {from} to {to}, {}", event.title, event.certainty.label())
}

fn around(at: Pt) -> Rect {
    Rect::new(Pt::new(at.x - TARGET, at.y - TARGET), Pt::new(at.x + TARGET, at.y + TARGET))
}

/// How one movement is drawn.
struct Pen {
    width: f32,
    color: Rgba,
    dashes: Vec<f32>,
    rim: Rgba,
    glow: Option<Rgba>,
    opacity: f32,
}

impl Pen {
    fn of(event: &Event, id: EventId, outside: bool, subject: &Subject<'_>) -> Self {
        let palette = subject.palette;
        let marked = subject.selected.event(id) || subject.hovered.event(id);
        let mut pen = Self::plain(palette, palette.mark(event.category.as_str()).color);
        if event.certainty != Certainty::Stated {
            pen.width = 1.4;
        }
        if event.certainty == Certainty::Planned {
            pen.dashes = vec![6.0, 4.5];
        }
        pen.glow = marked.then(|| palette.accent.alpha(0.35));
        pen.opacity = if outside { marks::DIM } else { 1.0 };
        pen
    }

    fn plain(palette: &Palette, color: Rgba) -> Self {
        // Darker than a mark's fill on light ground: a thin line needs more contrast than a disc.
        let color = if palette.dark { color } else { mix(color, Rgba::hex(0), 0.2) };
        let (rim, dashes) = (palette.halo, Vec::new());
        Self { width: 2.4, color, dashes, rim, glow: None, opacity: 1.0 }
    }

    fn draw(&self, path: &Path, viewport: &Viewport, out: &mut Vec<Shape>) {
        let from = out.len();
        let margin = 30.0;
        let frame = Frame {
            min: Pt::new(-margin, -margin),
            max: Pt::new(viewport.width + margin, viewport.height + margin),
        };
        // The line ends where the arrowhead has become as wide as it is.
        let runs = clip_line(path.trimmed_end(HEAD * 0.6).points(), frame);
        let pens = [
            self.glow.map(|glow| Stroke::new(self.width + 7.0, glow)),
            Some(Stroke::new(self.width + 2.2, self.rim)),
            Some(Stroke { width: self.width, color: self.color, dashes: self.dashes.clone() }),
        ];
        for stroke in pens.into_iter().flatten() {
            for points in &runs {
                let points = points.clone();
                out.push(Shape::Line { points, closed: false, stroke: stroke.clone() });
            }
        }
        for (tip, size) in [(1.0, HEAD), (0.5, HEAD * 0.75)] {
            // In the middle too, so that the direction is seen where the end is not.
            let long = tip > 0.9 || path.length() > 110.0;
            if let Some(ring) = path.arrowhead(tip, size + self.width).filter(|_| long) {
                let rim = Stroke::new(1.6, self.rim);
                let points = ring.clone();
                out.push(Shape::Line { points, closed: true, stroke: rim });
                out.push(Shape::Area { rings: vec![ring], fill: self.color });
            }
        }
        for shape in out.iter_mut().skip(from).filter(|_| self.opacity < 1.0) {
            fade(shape, self.opacity);
        }
    }

    fn dot(&self, center: Pt, out: &mut Vec<Shape>) {
        let rim = Some(Stroke::new(1.8, marks::opaque(self.rim)));
        out.push(Shape::Circle { center, radius: 5.0, fill: Some(self.color), stroke: rim });
    }
}

/// An example of a movement in no category's colour, for legends.
#[must_use]
pub fn legend_mark(palette: &Palette, center: Pt) -> Vec<Shape> {
    let (left, right) = (Pt::new(center.x - 9.0, center.y), Pt::new(center.x + 9.0, center.y));
    let path = Path::new(vec![left, right]);
    let wide = Viewport { center: World::default(), zoom: 0.0, width: 1e6, height: 1e6 };
    let mut shapes = Vec::new();
    let pen = Pen { rim: Rgba(0, 0, 0, 0), width: 1.8, ..Pen::plain(palette, palette.muted) };
    pen.draw(&path, &wide, &mut shapes);
    shapes
}
