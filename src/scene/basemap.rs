//! The ground as shapes: land, ice, built-up land, lakes, rivers, borders, disputed ground.
//!
//! Everything is clipped to the viewport with a margin and drawn at the level of detail of its zoom.
//! Arcs that are wholly off screen take part by their ends alone: they and the straight line between
//! their ends lie in the same box, so what is inside stays inside.

use super::clip::{Frame, clip_line, clip_ring};
use super::palette::{Palette, Rgba};
use super::shape::{Pt, Shape, Stroke};
use crate::basemap::{
    Arcs, AreaKind, Basemap, Extent, FINEST, GRID, LineClass, Node, Polygon, Step,
};
use crate::projection::{Viewport, World};
use serde::{Deserialize, Serialize};

/// Points around the screen up to which shapes reach, so that strokes have no visible ends.
const MARGIN: f32 = 24.0;

/// Which parts of the ground are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Parts {
    /// Land, ice, built-up land, and the coast.
    pub land: bool,
    /// Rivers and lakes; the sea is what lies behind.
    pub water: bool,
    /// Borders, those in dispute among them.
    pub borders: bool,
    /// Disputed ground.
    pub disputed: bool,
}

impl Parts {
    /// All of them.
    pub const ALL: Self = Self { land: true, water: true, borders: true, disputed: true };
}

impl Default for Parts {
    fn default() -> Self {
        Self::ALL
    }
}

/// The ground of a viewport, from back to front. Paint [`Palette::water`] behind it.
#[must_use]
pub fn shapes(map: &Basemap, viewport: &Viewport, palette: &Palette) -> Vec<Shape> {
    parts(map, viewport, palette, Parts::ALL)
}

/// Parts of the ground of a viewport, from back to front.
#[must_use]
pub fn parts(map: &Basemap, viewport: &Viewport, palette: &Palette, parts: Parts) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let copies: Vec<Sheet> =
        viewport.copies().map(|copy| Sheet::new(viewport, f64::from(copy))).collect();
    let mut each = |drawn: bool, draw: &dyn Fn(&Sheet, &mut Vec<Shape>)| {
        copies.iter().filter(|_| drawn).for_each(|sheet| draw(sheet, &mut shapes));
    };
    let Parts { land, water, borders, disputed } = parts;
    let urban = land && viewport.zoom >= 5.5;
    each(land, &|sheet, out| sheet.polygons(&map.ground, map.land.iter(), palette.land, out));
    each(land, &|sheet, out| sheet.areas(map, AreaKind::Ice, palette.ice(), out));
    each(urban, &|sheet, out| sheet.areas(map, AreaKind::Urban, palette.urban, out));
    each(disputed, &|sheet, out| sheet.disputed(map, palette, out));
    each(water, &|sheet, out| sheet.rivers(map, palette, out));
    each(water, &|sheet, out| sheet.areas(map, AreaKind::Lake, palette.water, out));
    each(water, &|sheet, out| sheet.shores(map, palette, out));
    each(land, &|sheet, out| sheet.coasts(map, palette, out));
    each(borders, &|sheet, out| sheet.lines(map, LineClass::Division, palette, out));
    each(borders, &|sheet, out| sheet.lines(map, LineClass::Disputed, palette, out));
    each(borders, &|sheet, out| sheet.lines(map, LineClass::Border, palette, out));
    shapes
}

/// One copy of the world on screen.
pub(super) struct Sheet {
    /// Points per cell.
    scale: f64,
    /// Where the grid's origin lies on screen.
    left: f64,
    top: f64,
    /// The screen with its margin, on the grid.
    window: Extent,
    frame: Frame,
    zoom: f64,
    level: u8,
}

impl Sheet {
    pub(super) fn new(viewport: &Viewport, copy: f64) -> Self {
        let scale = viewport.scale() / f64::from(GRID);
        let origin = World::new(copy, 0.0);
        let cells = |w: World| {
            [(w.x - copy) * f64::from(GRID), w.y * f64::from(GRID)].map(|v| v.round() as i32)
        };
        let (low, high) = viewport.visible_world(MARGIN);
        Self {
            scale,
            left: (origin.x - viewport.center.x) * viewport.scale()
                + f64::from(viewport.width) / 2.0,
            top: (origin.y - viewport.center.y) * viewport.scale()
                + f64::from(viewport.height) / 2.0,
            window: Extent { min: cells(low), max: cells(high) },
            frame: Frame {
                min: Pt::new(-MARGIN, -MARGIN),
                max: Pt::new(viewport.width + MARGIN, viewport.height + MARGIN),
            },
            zoom: viewport.zoom,
            level: (viewport.zoom.ceil().clamp(0.0, f64::from(FINEST))) as u8,
        }
    }

    /// Where a cell lies on screen.
    pub(super) fn screen(&self, [x, y]: Node) -> Pt {
        Pt::new(
            (self.left + f64::from(x) * self.scale) as f32,
            (self.top + f64::from(y) * self.scale) as f32,
        )
    }

    /// Points that so many cells take.
    pub(super) fn points(&self, cells: u32) -> f32 {
        (f64::from(cells) * self.scale) as f32
    }

    /// A ring or line as nodes, arcs off screen by their ends alone.
    fn walk(&self, arcs: &Arcs, steps: &[Step], out: &mut Vec<Node>) {
        out.clear();
        for step in steps {
            if self.window.meets(arcs.extent(step.arc)) {
                arcs.step(*step, self.level, out);
                continue;
            }
            let nodes = arcs.nodes(step.arc, self.level);
            let ends = [nodes.first(), nodes.last()];
            let order = if step.back { [1, 0] } else { [0, 1] };
            for end in order.into_iter().filter_map(|i| ends.get(i).copied().flatten()) {
                if out.last() != Some(end) {
                    out.push(*end);
                }
            }
        }
    }

    /// Nodes on screen, those closer than a third of a point to the one before left out.
    fn project(&self, nodes: &[Node]) -> Vec<Pt> {
        let mut points: Vec<Pt> = Vec::with_capacity(nodes.len());
        for (i, node) in nodes.iter().enumerate() {
            let p = self.screen(*node);
            let close = points.last().is_some_and(|q| near(*q, p));
            if !close || i + 1 == nodes.len() {
                points.push(p);
            }
        }
        points
    }

    fn polygons<'a>(
        &self,
        arcs: &Arcs,
        polygons: impl Iterator<Item = &'a Polygon>,
        fill: Rgba,
        out: &mut Vec<Shape>,
    ) {
        let mut nodes = Vec::new();
        let visible = polygons.filter(|p| p.level <= self.level && self.window.meets(p.extent));
        for polygon in visible {
            let rings: Vec<Vec<Pt>> = polygon
                .rings
                .iter()
                .filter_map(|ring| {
                    self.walk(arcs, ring, &mut nodes);
                    clip_ring(self.project(&nodes), self.frame)
                })
                .collect();
            if !rings.is_empty() {
                out.push(Shape::Area { rings, fill });
            }
        }
    }

    fn areas(&self, map: &Basemap, kind: AreaKind, fill: Rgba, out: &mut Vec<Shape>) {
        let areas = map.areas.iter().filter(|a| a.kind == kind).map(|a| &a.polygon);
        self.polygons(&map.outlines, areas, fill, out);
    }

    fn disputed(&self, map: &Basemap, palette: &Palette, out: &mut Vec<Shape>) {
        for area in &map.disputed {
            // Outlines of its own are the whole claim; divisions alone may be the part held.
            let whole = area.outlines.is_empty();
            let divisions = area
                .divisions
                .iter()
                .filter(|_| whole)
                .filter_map(|d| map.divisions.get(*d as usize));
            let polygons = divisions.flat_map(|d| d.polygons.iter());
            self.polygons(&map.ground, polygons, palette.disputed, out);
            self.polygons(&map.outlines, area.outlines.iter(), palette.disputed, out);
            let stroke =
                Stroke { width: 0.8, color: palette.border.alpha(0.7), dashes: vec![3.0, 2.5] };
            for outline in area.outlines.iter().filter(|_| self.zoom > 4.0) {
                self.rings(&map.outlines, outline, &stroke, out);
            }
        }
    }

    /// The outlines of a polygon as closed lines, clipped.
    fn rings(&self, arcs: &Arcs, polygon: &Polygon, stroke: &Stroke, out: &mut Vec<Shape>) {
        if polygon.level > self.level || !self.window.meets(polygon.extent) {
            return;
        }
        let mut nodes = Vec::new();
        for ring in &polygon.rings {
            self.walk(arcs, ring, &mut nodes);
            if let (Some(first), Some(last)) = (nodes.first().copied(), nodes.last())
                && first != *last
            {
                nodes.push(first);
            }
            self.stroke(&nodes, stroke, out);
        }
    }

    /// A line, clipped; whole rings on screen are closed properly.
    fn stroke(&self, nodes: &[Node], stroke: &Stroke, out: &mut Vec<Shape>) {
        for mut points in clip_line(&self.project(nodes), self.frame) {
            let closed = points.len() > 3 && points.first() == points.last();
            if closed {
                points.pop();
            }
            out.push(Shape::Line { points, closed, stroke: stroke.clone() });
        }
    }

    /// Coasts, without the seams at the edges of the sheet.
    fn coasts(&self, map: &Basemap, palette: &Palette, out: &mut Vec<Shape>) {
        let stroke =
            Stroke::new(ramp(self.zoom, [(2.0, 0.5), (6.0, 0.8), (10.0, 1.2)]), palette.coast);
        let mut nodes = Vec::new();
        let visible = map.land.iter().filter(|p| p.level <= self.level);
        for ring in visible.filter(|p| self.window.meets(p.extent)).flat_map(|p| &p.rings) {
            self.walk(&map.ground, ring, &mut nodes);
            if let Some(first) = nodes.first().copied() {
                nodes.push(first);
            }
            for run in nodes.split_inclusive_seams() {
                self.stroke(run, &stroke, out);
            }
        }
    }

    fn shores(&self, map: &Basemap, palette: &Palette, out: &mut Vec<Shape>) {
        if self.zoom < 4.0 {
            return;
        }
        let stroke =
            Stroke::new(ramp(self.zoom, [(4.0, 0.4), (7.0, 0.7), (10.0, 1.0)]), palette.coast);
        for area in map.areas.iter().filter(|a| a.kind == AreaKind::Lake) {
            self.rings(&map.outlines, &area.polygon, &stroke, out);
        }
    }

    fn rivers(&self, map: &Basemap, palette: &Palette, out: &mut Vec<Shape>) {
        let mut nodes = Vec::new();
        for river in &map.rivers {
            let above = self.zoom as f32 - river.zoom;
            if above < 0.0 || !self.window.meets(map.streams.extent(river.arc)) {
                continue;
            }
            nodes.clear();
            map.streams.step(Step { arc: river.arc, back: false }, self.level, &mut nodes);
            let width = (0.55 + above * 0.28).min(2.4);
            self.stroke(&nodes, &Stroke::new(width, palette.river()), out);
        }
    }

    fn lines(&self, map: &Basemap, class: LineClass, palette: &Palette, out: &mut Vec<Shape>) {
        let zoom = self.zoom;
        let stroke = match class {
            LineClass::Border => {
                Stroke::new(ramp(zoom, [(1.5, 0.55), (5.0, 1.0), (9.0, 1.7)]), palette.border)
            }
            LineClass::Disputed => Stroke {
                width: ramp(zoom, [(1.5, 0.55), (5.0, 1.0), (9.0, 1.6)]),
                color: palette.border,
                dashes: vec![
                    ramp(zoom, [(2.0, 2.0), (5.0, 3.5), (9.0, 6.0)]),
                    ramp(zoom, [(2.0, 1.6), (5.0, 2.6), (9.0, 4.0)]),
                ],
            },
            LineClass::Division => {
                Stroke::new(ramp(zoom, [(4.0, 0.5), (7.0, 0.8), (10.0, 1.1)]), palette.admin_border)
            }
        };
        let mut nodes = Vec::new();
        let visible = map.lines.iter().filter(|l| l.class == class && f64::from(l.zoom) <= zoom);
        for line in visible.filter(|l| self.window.meets(l.extent)) {
            self.walk(&map.ground, &line.steps, &mut nodes);
            self.stroke(&nodes, &stroke, out);
        }
    }
}

fn near(a: Pt, b: Pt) -> bool {
    (a.x - b.x).abs() < 0.34 && (a.y - b.y).abs() < 0.34
}

/// A value that runs straight between the points given, by zoom.
fn ramp<const N: usize>(zoom: f64, stops: [(f64, f32); N]) -> f32 {
    let mut before: Option<(f64, f32)> = None;
    for (at, value) in stops {
        if zoom < at {
            return before.map_or(value, |(a, v)| v + (value - v) * ((zoom - a) / (at - a)) as f32);
        }
        before = Some((at, value));
    }
    before.map_or(0.0, |(_, v)| v)
}

/// Cutting a line where it runs along the sheet's edge, which is no coast.
trait Seams {
    fn split_inclusive_seams(&self) -> Vec<&[Node]>;
}

impl Seams for Vec<Node> {
    fn split_inclusive_seams(&self) -> Vec<&[Node]> {
        let along = |a: &Node, b: &Node| {
            let ([ax, ay], [bx, by]) = (a, b);
            let side = |u: i32, v: i32| u == v && (u <= 0 || u >= GRID);
            side(*ax, *bx) || side(*ay, *by)
        };
        let mut runs = Vec::new();
        let mut from = 0;
        for (i, pair) in self.windows(2).enumerate() {
            if let [a, b] = pair
                && along(a, b)
            {
                runs.extend(self.get(from..=i));
                from = i + 1;
            }
        }
        runs.extend(self.get(from..));
        runs.retain(|r| r.len() > 1);
        runs
    }
}
