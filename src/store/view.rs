//! What part of the world is looked at, in cells of a level.

use super::Store;
use super::cells::LEVEL;

/// No cell of the view.
pub(crate) const OUT: u32 = u32::MAX;

/// A rectangle of cells over the world, prepared for a store. At a level the world is `2^level`
/// cells wide and as many high; a rectangle may run across the antimeridian.
#[derive(Clone, Debug)]
pub struct View {
    level: u32,
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    /// For each cell of the store, the cell of the view in which all of it lies.
    pub(crate) target: Vec<u32>,
    /// Cells of the store that the view cuts, where its own are smaller.
    pub(crate) cut: Vec<u32>,
    /// How many placed events lie in cells that the view touches.
    pub(crate) touched: usize,
}

impl Store {
    /// Prepares a view of `width` by `height` cells, the first at column `left` and row `top`.
    /// Columns wrap around the world; rows beyond its edge stay empty. Levels beyond
    /// [`Store::deepest`] are taken for it, and sizes are clamped to the world's.
    #[must_use]
    pub fn view(&self, level: u32, left: u32, top: u32, width: u32, height: u32) -> View {
        let level = level.min(self.deepest());
        let side = 1u64 << level;
        let width = (u64::from(width).min(side)) as u32;
        let height = (u64::from(height).min(side.saturating_sub(u64::from(top)))) as u32;
        let left = (u64::from(left) % side) as u32;
        let mut view = View {
            level,
            left,
            top,
            width,
            height,
            target: vec![OUT; self.cells.len() + 1],
            cut: Vec::new(),
            touched: 0,
        };
        for (number, (code, target)) in self.cells.iter().zip(view.target.iter_mut()).enumerate() {
            let (column, row) = (code & ((1 << self.level) - 1), code >> self.level);
            let inside = if level <= self.level {
                let shift = self.level - level;
                let slot = slot(&(level, left, top, width, height), column >> shift, row >> shift);
                *target = slot;
                slot != OUT
            } else {
                let finer = 1u32 << (level - self.level);
                let touches = touches((left, width), column * finer, finer, side)
                    && row * finer < top + height
                    && (row + 1) * finer > top;
                if touches {
                    view.cut.push(number as u32);
                }
                touches
            };
            if inside {
                view.touched += self.even.tiles.count(number) + self.uneven.tiles.count(number);
            }
        }
        view
    }

    /// The finest level at which events can be told apart: cells of half a metre at the equator.
    #[must_use]
    pub fn deepest(&self) -> u32 {
        self.level + 16
    }
}

/// Whether columns `left..left + width`, which may wrap, meet `from..from + count`.
fn touches((left, width): (u32, u32), from: u32, count: u32, side: u64) -> bool {
    let offset = (u64::from(from) + side - u64::from(left)) % side;
    offset < u64::from(width) || offset + u64::from(count) > side
}

fn slot(view: &(u32, u32, u32, u32, u32), column: u32, row: u32) -> u32 {
    let (level, left, top, width, height) = *view;
    let mask = ((1u64 << level) - 1) as u32;
    let x = column.wrapping_sub(left) & mask;
    let y = row.wrapping_sub(top);
    if x < width && y < height { y * width + x } else { OUT }
}

impl View {
    /// Cells in a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width as usize
    }

    /// Rows of cells.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height as usize
    }

    /// The view's level.
    #[must_use]
    pub fn level(&self) -> u32 {
        self.level
    }

    pub(crate) fn area(&self) -> usize {
        self.width() * self.height()
    }

    /// The view's cell of an event, by its store cell's code and its place within that.
    pub(crate) fn slot_within(&self, cell_level: u32, code: u32, within: [u16; 2]) -> u32 {
        let finer = self.level - cell_level;
        let [x, y] = within.map(|part| u32::from(part) >> (16 - finer));
        let (column, row) = (code & ((1 << cell_level) - 1), code >> cell_level);
        let (column, row) = ((column << finer) | x, (row << finer) | y);
        slot(&(self.level, self.left, self.top, self.width, self.height), column, row)
    }

    /// Whether the view's cells are smaller than the store's.
    pub(crate) fn closer(&self, cell_level: u32) -> bool {
        self.level > cell_level
    }
}

const _: () = assert!(LEVEL + 16 < 32);
