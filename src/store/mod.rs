//! Floor 3: millions of events in columns, counted by place, time and category.
//!
//! A [`Store`] is built once and never changes. Events lie in the order of time, so that a window is
//! a difference of two ranks: what begins before its end, less what ended before its beginning. For
//! intervals this is exact, not by their middle. Over the rows lie
//!
//! - a cube (`cube`): for each cell of a fixed grid over the world and each category, how many
//!   events come before each of some sixty-four ranks. Any window over any part of the world is a
//!   difference of its rows and a scan of the few events between two of them;
//! - an order by cell (`tiles`), for views that look closer than the cube's cells.
//!
//! Filters leave the events of a [`Mask`]: a store of these ([`Store::subset`]) shares the columns, and
//! counts by looking at each event until its own cube is there ([`Store::count_ahead`]).
//!
//! A store lies in memory or, opened from a file that [`Store::save`] wrote, in that file (`file`).
//!
//! The idea that a brush is a difference of cumulative counts is that of Nanocubes (Lins, Klosowski,
//! Scheidegger, 2013) and Falcon (Moritz, Howe, Heer, 2019).
//!
//! Positions are Web Mercator in fixed point ([`fixed`]): the world is 2^32 wide, x eastward from
//! 180° W, y southward from 85.05° N. Times are [`Second`]s, half-open.
//! Not supported: changing a store, more than 2^32 events, more than 255 categories.

mod build;
mod cell;
mod cells;
mod columns;
mod cube;
mod error;
mod file;
mod flow;
mod grid;
mod histogram;
mod kept;
mod mask;
mod order;
mod pick;
mod points;
mod subset;
mod tiles;
mod view;

pub use build::Builder;
pub use cell::Cell;
pub use error::StoreError;
pub use flow::Flow;
pub use grid::Grid;
pub use histogram::Histogram;
pub use mask::Mask;
pub use pick::Pick;
pub use points::{Met, Point};
pub use view::View;

use crate::model::Second;
use crate::projection::World;
use crate::system::Column;
use columns::Columns;
use cube::Cube;
pub(crate) use kept::Kept;
use std::sync::OnceLock;
use tiles::Tiles;

/// One event as the store counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where, in the world's fixed point; nothing where unplaced.
    pub at: Option<[u32; 2]>,
    /// The first second in which it may have been.
    pub begin: Second,
    /// The second after the last in which it may have been; later than `begin`.
    pub end: Second,
    /// Which category, below [`Store::categories`].
    pub category: u8,
}

/// A position in the world's fixed point; what lies beyond the edge is taken to lie on it.
///
/// ```
/// use chronotope::{projection::World, store::fixed};
/// assert_eq!(fixed(World { x: 0.5, y: 0.25 }), [1 << 31, 1 << 30]);
/// ```
#[must_use]
pub fn fixed(at: World) -> [u32; 2] {
    /// 2^32.
    const WIDTH: f64 = 4_294_967_296.0;
    [at.x, at.y].map(|part| (part * WIDTH) as u32)
}

/// Which categories count: a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Categories([u64; 4]);

impl Categories {
    /// All of them.
    pub const ALL: Self = Self([u64::MAX; 4]);
    /// None.
    pub const NONE: Self = Self([0; 4]);

    /// These and one more.
    #[must_use]
    pub fn with(mut self, category: u8) -> Self {
        let [a, b, c, d] = &mut self.0;
        let word = match category >> 6 {
            0 => a,
            1 => b,
            2 => c,
            _ => d,
        };
        *word |= 1 << (category & 63);
        self
    }

    /// Whether one counts.
    #[must_use]
    pub fn has(&self, category: u8) -> bool {
        let [a, b, c, d] = self.0;
        let word = match category >> 6 {
            0 => a,
            1 => b,
            2 => c,
            _ => d,
        };
        word >> (category & 63) & 1 == 1
    }
}

/// Events in columns, ready to be counted.
#[derive(Debug)]
pub struct Store {
    categories: usize,
    /// Level of the cells that are counted ahead.
    level: u32,
    /// Codes of the occupied ones, in order: row, then column.
    cells: Column<u32>,
    /// Events of one length, the one that most have: where they begin tells where they end.
    even: Part,
    /// The others.
    uneven: Part,
}

/// Events in the order of their beginnings, and what is counted ahead over them.
#[derive(Debug)]
pub(crate) struct Part {
    /// The length of all of them in seconds, where it is one.
    length_s: Option<i64>,
    begins: Columns,
    /// In the order of their ends; only where lengths differ.
    ends: Option<Columns>,
    /// Where it is counted ahead; the second where there are ends.
    cube: OnceLock<Cube>,
    ends_cube: OnceLock<Cube>,
    /// How many events that count have a place.
    placed: usize,
    tiles: Tiles,
    /// By rank, each event's position in the order in which they were pushed.
    rows: Column<u32>,
    /// The same in the order of their ends, where there is one.
    ends_rows: Column<u32>,
}

impl Store {
    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.even.begins.count() + self.uneven.begins.count()
    }

    /// How many of them have a place.
    #[must_use]
    pub fn placed(&self) -> usize {
        self.even.placed + self.uneven.placed
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many categories there are.
    #[must_use]
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// Bytes held in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.cells.bytes() + self.even.bytes() + self.uneven.bytes()
    }
}

impl Part {
    fn bytes(&self) -> usize {
        let ends = self.ends.as_ref().map_or(0, Columns::bytes);
        let cubes = [&self.cube, &self.ends_cube].map(|cube| cube.get().map_or(0, Cube::bytes));
        let ahead = cubes.iter().sum::<usize>() + self.tiles.bytes();
        self.begins.bytes() + ends + ahead + self.rows.bytes() + self.ends_rows.bytes()
    }
}

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod where_tests;
