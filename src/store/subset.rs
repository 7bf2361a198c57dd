//! A store of some of a store's events: what is scrubbed after a filter has been set.

use super::{Mask, Part, Store};
use crate::system::parallel;
use std::sync::OnceLock;

impl Store {
    /// The events of a mask, ready to be counted at once: columns are shared with this store, and
    /// beside them lies a bit for each event. Until [`Store::count_ahead`] is called, a window is
    /// counted by looking at each event that it may hold.
    ///
    /// Events keep the positions that they have in this store, so that masks and
    /// [`super::Pick::events`] mean the same in both, and a view of this one is a view of the other.
    #[must_use]
    pub fn subset(&self, mask: &Mask) -> Self {
        let (cells, unplaced) = (self.cells.clone(), self.cells.len());
        let (even, uneven) = (self.even.subset(mask, unplaced), self.uneven.subset(mask, unplaced));
        Self { categories: self.categories, level: self.level, cells, even, uneven }
    }

    /// Counts ahead what makes any window quick, where that has not been done; on all cores, and
    /// beside others that count meanwhile.
    pub fn count_ahead(&self) {
        for part in [&self.even, &self.uneven] {
            let cells = self.cells.len() + 1;
            part.cube.get_or_init(|| part.begins.cube(cells));
            if let Some(ends) = &part.ends {
                part.ends_cube.get_or_init(|| ends.cube(cells));
            }
        }
    }

    /// Whether windows are counted ahead.
    #[must_use]
    pub fn is_counted_ahead(&self) -> bool {
        let ahead = |part: &Part| part.cube.get().is_some();
        ahead(&self.even) && ahead(&self.uneven)
    }
}

impl Part {
    fn subset(&self, mask: &Mask, unplaced: usize) -> Self {
        let (begins, ends) = (&self.begins, &self.ends);
        let begins = begins.subset(&self.rows, mask);
        let ends = ends.as_ref().map(|ends| ends.subset(&self.ends_rows, mask));
        let (low, high) = self.tiles.range(unplaced);
        let ranks = self.tiles.rank.get(low..high).unwrap_or_default();
        let counts = parallel::map(ranks.chunks(1 << 16).collect(), |ranks| {
            ranks.iter().filter(|rank| begins.keeps(**rank as usize)).count()
        });
        Self {
            length_s: self.length_s,
            placed: begins.count().saturating_sub(counts.iter().sum()),
            begins,
            ends,
            cube: OnceLock::new(),
            ends_cube: OnceLock::new(),
            tiles: self.tiles.clone(),
            rows: self.rows.clone(),
            ends_rows: self.ends_rows.clone(),
        }
    }
}
