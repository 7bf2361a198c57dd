//! How many events a window shows in each cell of a view, and how many it does not.

use super::columns::Columns;
use super::cube::Cube;
use super::histogram::shares;
use super::view::OUT;
use super::{Categories, Part, Store, View};
use crate::model::Window;
use crate::system::parallel;

/// What a window shows of a view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Events of the wanted categories by cell of the view, row by row from the north-west.
    pub counts: Vec<u32>,
    /// Events in view by category, wanted or not.
    pub in_view: Vec<i64>,
    /// Events anywhere, unplaced ones too, by category, wanted or not.
    pub anywhere: Vec<i64>,
    /// Unplaced events by category, wanted or not.
    pub unplaced: Vec<i64>,
}

/// A scan of so many slots of a cube costs as much as that of one event.
const SLOTS_PER_SCAN: usize = 4;

/// Below this many events in the cells that a view looks into, one thread counts them: waiting for
/// another costs more, where the machine is busy, than it saves.
const ALONE: usize = 3_000_000;

impl Store {
    /// Events in view by category between the ranks of a part: what begins before one, less what
    /// ends before the other. Whole cells only.
    pub(super) fn counted(
        &self,
        part: &Part,
        view: &View,
        ranks: (usize, usize),
        wanted: &Categories,
    ) -> Vec<i64> {
        let mut counting = Counting::new(view, self.categories, wanted);
        counting.part(part, ranks);
        counting.grid.in_view
    }

    /// What a window shows of a view: every event that may have been in it.
    #[must_use]
    pub fn grid(&self, view: &View, window: Window, wanted: &Categories) -> Grid {
        let mut counting = Counting::new(view, self.categories, wanted);
        let from_s = window.begin().0;
        for part in [&self.even, &self.uneven] {
            let ranks = part.ranks(from_s, window.end().0);
            counting.part(part, ranks);
            if view.closer(self.level) {
                let cut: Vec<usize> = view.cut.iter().map(|number| *number as usize).collect();
                let begin = || Counting::new(view, self.categories, wanted);
                let shares = shares(&part.tiles, &cut, ALONE);
                let (_, all) = parallel::map_with(shares, begin, |counting, cells| {
                    counting.closer(self, part, cells, ranks, from_s);
                });
                all.iter().for_each(|more| counting.add(&more.grid));
            }
        }
        counting.grid
    }
}

impl Part {
    /// How many events begin before the end of a window, and how many ended by its beginning.
    pub(crate) fn ranks(&self, from_s: i64, to_s: i64) -> (usize, usize) {
        (self.begins.rank(to_s), self.ended(from_s))
    }

    /// How many events ended by a time.
    pub(crate) fn ended(&self, at_s: i64) -> usize {
        match (&self.ends, self.length_s) {
            (Some(ends), _) => ends.rank(at_s.saturating_add(1)),
            (None, length) => {
                let last = at_s.saturating_sub(length.unwrap_or(1));
                self.begins.rank(last.saturating_add(1))
            }
        }
    }
}

struct Counting<'a> {
    view: &'a View,
    /// 1 for each category that is wanted.
    wanted: Vec<u32>,
    grid: Grid,
}

impl<'a> Counting<'a> {
    fn new(view: &'a View, categories: usize, wanted: &Categories) -> Self {
        let grid = Grid {
            counts: vec![0; view.area()],
            in_view: vec![0; categories],
            anywhere: vec![0; categories],
            unplaced: vec![0; categories],
        };
        let wanted = (0..categories).map(|c| u32::from(wanted.has(c as u8))).collect();
        Self { view, wanted, grid }
    }

    /// Everything that whole cells tell.
    fn part(&mut self, part: &Part, (begun, ended): (usize, usize)) {
        part.begins.count_before(begun, 1, &mut self.grid.anywhere);
        match (&part.ends, &part.ends_cube) {
            (Some(ends), Some(cube)) => {
                ends.count_before(ended, -1, &mut self.grid.anywhere);
                self.between((&part.cube, &part.begins, begun), (cube, ends, ended));
            }
            _ => {
                part.begins.count_before(ended, -1, &mut self.grid.anywhere);
                if begun.saturating_sub(ended) * SLOTS_PER_SCAN < part.cube.width() {
                    self.scan(&part.begins, ended, begun, 1);
                } else {
                    let cube = &part.cube;
                    self.between((cube, &part.begins, begun), (cube, &part.begins, ended));
                }
            }
        }
    }

    /// What comes before one rank less what comes before another.
    fn between(
        &mut self,
        (plus, begins, begun): (&Cube, &Columns, usize),
        (minus, ends, ended): (&Cube, &Columns, usize),
    ) {
        let (high, high_rank) = plus.nearest(begun);
        let (low, low_rank) = minus.nearest(ended);
        let categories = self.wanted.len();
        let cells = high.chunks_exact(categories).zip(low.chunks_exact(categories));
        let last = self.view.target.len() - 1;
        for (number, ((high, low), target)) in cells.zip(&self.view.target).enumerate() {
            if *target == OUT && number != last {
                continue;
            }
            let sums =
                if *target == OUT { &mut self.grid.unplaced } else { &mut self.grid.in_view };
            let mut count = 0u32;
            for (((high, low), wanted), sum) in
                high.iter().zip(low).zip(&self.wanted).zip(sums.iter_mut())
            {
                let between = high.wrapping_sub(*low);
                *sum += i64::from(between.cast_signed());
                count = count.wrapping_add(between.wrapping_mul(*wanted));
            }
            if let Some(slot) = self.grid.counts.get_mut(*target as usize) {
                *slot = slot.wrapping_add(count);
            }
        }
        self.scan_signed(begins, high_rank, begun, 1);
        self.scan_signed(ends, low_rank, ended, -1);
    }

    /// Adds the events between two ranks, or takes them away where the second comes first.
    fn scan_signed(&mut self, columns: &Columns, from: usize, to: usize, sign: i64) {
        if from <= to {
            self.scan(columns, from, to, sign);
        } else {
            self.scan(columns, to, from, -sign);
        }
    }

    fn scan(&mut self, columns: &Columns, from: usize, to: usize, sign: i64) {
        let unplaced = (self.view.target.len() - 1) as u32;
        let step = (sign as i32).cast_unsigned();
        for (cell, category) in columns.rows(from, to) {
            let Some(target) = self.view.target.get(cell as usize).copied() else { continue };
            let category = usize::from(category);
            if target != OUT {
                let Some(wanted) = self.wanted.get(category) else { continue };
                if let Some(slot) = self.grid.counts.get_mut(target as usize) {
                    *slot = slot.wrapping_add(step * wanted);
                }
                if let Some(sum) = self.grid.in_view.get_mut(category) {
                    *sum += sign;
                }
            } else if cell == unplaced
                && let Some(sum) = self.grid.unplaced.get_mut(category)
            {
                *sum += sign;
            }
        }
    }

    /// Adds what another thread has found in view.
    fn add(&mut self, more: &Grid) {
        for (count, more) in self.grid.counts.iter_mut().zip(&more.counts) {
            *count = count.wrapping_add(*more);
        }
        for (sum, more) in self.grid.in_view.iter_mut().zip(&more.in_view) {
            *sum += more;
        }
    }

    /// Events of cells that the view looks into.
    fn closer(
        &mut self,
        store: &Store,
        part: &Part,
        cells: &[usize],
        (begun, ended): (usize, usize),
        from_s: i64,
    ) {
        let first = if part.ends.is_some() { 0 } else { ended };
        let tiles = &part.tiles;
        for number in cells {
            let Some(code) = store.cells.get(*number) else { continue };
            let (low, high) = part.tiles.ranked(*number, first, begun);
            let within = tiles.within.get(low..high).unwrap_or_default();
            let categories = tiles.category.get(low..high).unwrap_or_default();
            let ends_s = tiles.end_s.get(low..high).unwrap_or_default();
            for (at, (within, category)) in within.iter().zip(categories).enumerate() {
                if ends_s.get(at).is_some_and(|end| *end <= from_s) {
                    continue;
                }
                let slot = self.view.slot_within(store.level, *code, *within);
                let category = usize::from(*category);
                let (Some(count), Some(wanted), Some(sum)) = (
                    self.grid.counts.get_mut(slot as usize),
                    self.wanted.get(category),
                    self.grid.in_view.get_mut(category),
                ) else {
                    continue;
                };
                *count += wanted;
                *sum += 1;
            }
        }
    }
}
