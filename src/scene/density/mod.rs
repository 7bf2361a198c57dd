//! Events too many to be drawn one by one: a surface of squares of about eight points, each as dark
//! as it is full. Counts are exact for any window, and stand where the events stand, so that closer
//! in, where the same events are marks, nothing has moved.
//!
//! Which of the two is drawn depends on what lies in view whatever its time: moving the slider never
//! changes it, and between more and fewer there is room so that a slow zoom does not flicker.

mod ink;
mod legend;
mod scale;
mod sheet;
#[cfg(test)]
mod tests;

pub use ink::Ink;
pub use legend::{legend_bar, legend_words};
pub use scale::Scale;
pub use sheet::Sheet;

use super::Subject;
use super::marks::{self, Regions};
use super::shape::{Pt, Rect, Scene, Shape, Stroke};
use crate::model::Window;
use crate::projection::{Screen, Viewport, World, degrees};
use crate::query::{Area, EventIndex, Matches, SpotView, Spots, all_time};
use crate::store::Cell;
use std::sync::Arc;

/// So many events in view are still drawn as marks.
pub const MARKS_MOST: usize = 4_000;
/// Once the surface is drawn, marks come back only when fewer are in view.
const MARKS_AGAIN: usize = 3_000;
/// Levels between the zoom and the cells: 2^5 cells of 8 points are a world of 256.
const CELLS_PER_TILE_LOG2: f64 = 5.0;
/// Opacity of the squares: coasts and borders show through.
const OPACITY: f32 = 0.86;
/// Colours of the surface: neighbours of one colour are drawn as one.
const COLORS: usize = 48;
/// Blocks of squares that the keyboard and a screen reader can reach.
const MOST_BLOCKS: usize = 60;
/// Squares along the side of a block, as a power of two: 32 points.
const BLOCK_LOG2: u8 = 2;
/// How far from the pointer a square is looked for where there is none under it, in squares.
const REACH: i64 = 1;

/// The surface, kept from frame to frame.
#[derive(Debug, Default)]
pub struct Surface {
    seen: Option<Seen>,
    scale: Scale,
    dense: bool,
}

/// What is in view.
#[derive(Debug)]
struct Seen {
    index: Arc<EventIndex>,
    view: SpotView,
    all: Spots,
    /// Those of a window; nothing where marks are drawn.
    shown: Option<(Window, Spots)>,
}

impl Seen {
    fn shown(&self) -> &[u32] {
        self.shown.as_ref().map_or(&[], |(_, shown)| &shown.counts)
    }
}

/// Squares that are told of together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The ground of all of them.
    pub cell: Cell,
    /// How many events, and where, in words.
    pub label: String,
}

/// A square under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    /// Which.
    pub cell: Cell,
    /// Its events in the window, and undated ones.
    pub shown: u32,
    /// All its events.
    pub total: u32,
}

/// The cells of a level that a screen shows.
#[must_use]
pub fn cells_on_screen(viewport: &Viewport, level: u32) -> Area {
    let side = f64::from(level).exp2();
    let (low, high) = viewport.visible_world(0.0);
    let (left, right) = ((low.x * side).floor(), (high.x * side).floor());
    let width = (right - left + 1.0).clamp(1.0, side) as u32;
    let top = (low.y * side).floor().clamp(0.0, side - 1.0);
    let bottom = (high.y * side).floor().clamp(top, side - 1.0);
    Area {
        level,
        left: left.rem_euclid(side) as u32,
        top: top as u32,
        width,
        height: (bottom - top) as u32 + 1,
    }
}

impl Surface {
    /// Counts what a view shows of a query's answer. True where it is to be drawn as a surface.
    pub fn look(&mut self, matches: &Matches, viewport: &Viewport) -> bool {
        let index = matches.index();
        if index.spots() <= MARKS_MOST {
            *self = Self::default();
            return false;
        }
        let level = (viewport.zoom + CELLS_PER_TILE_LOG2).round().max(0.0) as u32;
        let area = cells_on_screen(viewport, level.min(index.finest_level()));
        let same = |seen: &Seen| Arc::ptr_eq(&seen.index, index) && seen.view.area() == area;
        let (view, all, known) = match self.seen.take().filter(same) {
            Some(Seen { view, all, shown, .. }) => (view, all, shown),
            None => {
                let view = index.spot_view(area);
                let all = index.spots_in(&view, all_time());
                (view, all, None)
            }
        };
        let most = if self.dense { MARKS_AGAIN } else { MARKS_MOST };
        self.dense = all.total > most;
        let window = matches.window();
        // Marks are worked out event by event, whatever is counted here.
        let shown = self.dense.then(|| {
            let known = known.filter(|(counted, _)| *counted == window);
            known.unwrap_or_else(|| (window, index.spots_in(&view, window)))
        });
        if let Some((_, shown)) = &shown {
            self.scale.follow(shown.most);
        }
        self.seen = Some(Seen { index: Arc::clone(index), view, all, shown });
        self.dense
    }

    /// Whether the surface is drawn.
    #[must_use]
    pub fn is_dense(&self) -> bool {
        self.dense
    }

    /// Which colour means how many.
    #[must_use]
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// Events of the window in view.
    #[must_use]
    pub fn total(&self) -> usize {
        self.seen.as_ref().and_then(|seen| seen.shown.as_ref()).map_or(0, |(_, shown)| shown.total)
    }

    /// The colours of what was looked at last.
    #[must_use]
    pub fn ink(&self, subject: &Subject<'_>) -> Ink {
        Ink::new(self.scale, subject)
    }

    /// The squares, from west to east and north to south, neighbours of one colour as one.
    #[must_use]
    pub fn squares(&self, subject: &Subject<'_>, viewport: &Viewport) -> Shape {
        let Some(seen) = self.seen.as_ref().filter(|_| self.dense) else {
            return Shape::Cells(Vec::new());
        };
        let ink = self.ink(subject);
        let area = seen.view.area();
        let grid = Grid::new(area, viewport);
        let mut cells = Vec::new();
        let width = area.width.max(1) as usize;
        let rows = seen.shown().chunks(width).zip(seen.all.counts.chunks(width));
        for (row, (shown, all)) in (0u32..).zip(rows) {
            let mut column = 0usize;
            while let (Some(here), Some(total)) = (shown.get(column), all.get(column)) {
                let from = column;
                let fill = ink.of(*here, *total);
                column += 1;
                while let (Some(next), Some(total)) = (shown.get(column), all.get(column))
                    && ink.of(*next, *total) == fill
                {
                    column += 1;
                }
                if let Some(fill) = fill {
                    let run = (from as u32, (column - from) as u32);
                    cells.extend(grid.rects(run, (row, 1)).map(|rect| (rect, fill)));
                }
            }
        }
        Shape::Cells(cells)
    }

    /// What lies over the squares: regions with their tags, and what is marked out.
    #[must_use]
    pub fn over(
        &self,
        subject: &Subject<'_>,
        viewport: &Viewport,
        marked: [Option<Cell>; 2],
        occupied: &mut Vec<Rect>,
    ) -> (Scene, Regions) {
        let mut scene = Scene::default();
        let regions = marks::regions(subject, viewport, occupied, &mut scene);
        marks::rings(subject, viewport, &mut scene);
        for (cell, width) in marked.into_iter().zip([1.5, 2.5]) {
            let Some(rect) = cell.and_then(|cell| rect_of(cell, viewport)) else { continue };
            let stroke = Some(Stroke::new(width, subject.palette.accent));
            let rect = Rect::new(
                Pt::new(rect.min.x - 1.0, rect.min.y - 1.0),
                Pt::new(rect.max.x + 1.0, rect.max.y + 1.0),
            );
            scene.shapes.push(Shape::Rect { rect, corner: 1.0, fill: None, stroke });
        }
        (scene, regions)
    }

    /// The fullest blocks of squares on screen, for those who cannot point.
    #[must_use]
    pub fn blocks(&self, viewport: &Viewport) -> Vec<Block> {
        let Some(seen) = self.seen.as_ref().filter(|_| self.dense) else { return Vec::new() };
        let area = seen.view.area();
        let Some(level) = (area.level as u8).checked_sub(BLOCK_LOG2) else { return Vec::new() };
        let side = 1u32 << area.level;
        let mut sums: std::collections::BTreeMap<Cell, u32> = std::collections::BTreeMap::new();
        for (at, count) in (0u32..).zip(seen.shown()).filter(|(_, count)| **count > 0) {
            let column = (area.left + at % area.width) % side;
            let row = area.top + at / area.width;
            let cell = Cell { level, column: column >> BLOCK_LOG2, row: row >> BLOCK_LOG2 };
            *sums.entry(cell).or_default() += count;
        }
        let mut blocks: Vec<(Cell, u32)> = sums.into_iter().collect();
        blocks.sort_by_key(|(cell, count)| (std::cmp::Reverse(*count), *cell));
        blocks.truncate(MOST_BLOCKS);
        let blocks = blocks.into_iter().filter(|(cell, _)| rect_of(*cell, viewport).is_some());
        let blocks = blocks.map(|(cell, count)| {
            let noun = if count == 1 { "event" } else { "events" };
            Block { cell, label: format!("{count} {noun} around {}", words(cell)) }
        });
        blocks.collect()
    }

    /// The square at a point of the screen, or the fullest beside it where that one is empty.
    #[must_use]
    pub fn square_at(&self, viewport: &Viewport, at: Pt) -> Option<Square> {
        let seen = self.seen.as_ref().filter(|_| self.dense)?;
        let area = seen.view.area();
        let side = f64::from(area.level).exp2();
        let world = viewport.world_from_screen(Screen::new(at.x, at.y));
        let column = (world.x.rem_euclid(1.0) * side).floor() as i64;
        let row = (world.y * side).floor() as i64;
        let square = |dx: i64, dy: i64| {
            let column = (column + dx).rem_euclid(side as i64);
            let (x, y) = (
                (column - i64::from(area.left)).rem_euclid(side as i64),
                row + dy - i64::from(area.top),
            );
            let inside = x < i64::from(area.width) && (0..i64::from(area.height)).contains(&y);
            let slot = usize::try_from(y * i64::from(area.width) + x).ok().filter(|_| inside)?;
            let total = seen.all.counts.get(slot).copied().filter(|total| *total > 0)?;
            let shown = seen.shown().get(slot).copied().unwrap_or_default();
            let cell = Cell {
                level: u8::try_from(area.level).ok()?,
                column: u32::try_from(column).ok()?,
                row: u32::try_from(row + dy).ok()?,
            };
            Some(Square { cell, shown, total })
        };
        let near = (-REACH..=REACH).flat_map(|dy| (-REACH..=REACH).map(move |dx| (dx, dy)));
        let fullest =
            || near.filter_map(|(dx, dy)| square(dx, dy)).max_by_key(|s| (s.shown, s.total));
        square(0, 0).filter(|square| square.shown > 0).or_else(fullest)
    }
}

/// Where the cells of an area stand on screen.
struct Grid {
    area: Area,
    viewport: Viewport,
    side: f64,
    wraps: bool,
}

impl Grid {
    fn new(area: Area, viewport: &Viewport) -> Self {
        let side = f64::from(area.level).exp2();
        let wraps = f64::from(area.width) >= side;
        Self { area, viewport: *viewport, side, wraps }
    }

    /// The rectangles of a run of columns and rows, each a first and a number, on every copy of the
    /// world that is on screen. The same edge is the same number for both that share it.
    fn rects(&self, columns: (u32, u32), rows: (u32, u32)) -> impl Iterator<Item = Rect> + '_ {
        let edge = |column: u32| f64::from(self.area.left) + f64::from(column);
        let top = f64::from(self.area.top + rows.0);
        let (left, right) = (edge(columns.0), edge(columns.0 + columns.1));
        let (low, high) = self.viewport.visible_world(0.0);
        let first = (low.x - right / self.side).floor() as i64;
        let last = (high.x - left / self.side).floor() as i64;
        let most = if self.wraps { 300 } else { 2 };
        (first..=last).take(most).filter_map(move |copy| {
            let turn = copy as f64;
            let at = |x: f64, y: f64| {
                let world = World { x: x / self.side + turn, y: y / self.side };
                Pt::from(self.viewport.screen_from_world(world))
            };
            let rect = Rect::new(at(left, top), at(right, top + f64::from(rows.1)));
            (rect.max.x > 0.0 && rect.min.x < self.viewport.width).then_some(rect)
        })
    }
}

/// Where a cell stands, on the copy of the world nearest to the middle of the screen; nothing where
/// that is off screen.
#[must_use]
pub fn rect_of(cell: Cell, viewport: &Viewport) -> Option<Rect> {
    let side = f64::from(cell.level).exp2();
    let middle =
        World { x: (f64::from(cell.column) + 0.5) / side, y: (f64::from(cell.row) + 0.5) / side };
    let middle = middle.nearest_to(viewport.center.x);
    let half = 0.5 / side;
    let corner = |sign: f64| {
        let at = World { x: middle.x + sign * half, y: middle.y + sign * half };
        Pt::from(viewport.screen_from_world(at))
    };
    let rect = Rect::new(corner(-1.0), corner(1.0));
    let screen = Rect::new(Pt::new(0.0, 0.0), Pt::new(viewport.width, viewport.height));
    rect.intersects(screen).then_some(rect)
}

/// The middle of a cell in words: "34.21° N, 36.72° E".
#[must_use]
pub fn words(cell: Cell) -> String {
    let side = f64::from(cell.level).exp2();
    let middle =
        World { x: (f64::from(cell.column) + 0.5) / side, y: (f64::from(cell.row) + 0.5) / side };
    let decimals = (usize::from(cell.level) * 3 / 10).saturating_sub(1).clamp(0, 5);
    degrees(middle.lonlat(), decimals)
}
