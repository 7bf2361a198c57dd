use super::{Store, View};

/// A square of the world: at a level the world is `2^level` cells wide and as many high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// How fine; at most 31.
    pub level: u8,
    /// Eastward from 180° W.
    pub column: u32,
    /// Southward from 85.05° N.
    pub row: u32,
}

impl Store {
    /// The view of one cell.
    #[must_use]
    pub fn view_of(&self, cell: Cell) -> View {
        self.view(u32::from(cell.level), cell.column, cell.row, 1, 1)
    }
}
