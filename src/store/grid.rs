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

impl Grid {
    fn empty(view: &View, categories: usize) -> Self {
        Self {
            counts: vec![0; view.area()],
            in_view: vec![0; categories],
            anywhere: vec![0; categories],
            unplaced: vec![0; categories],
        }
    }
}

/// A scan of so many slots of a cube costs as much as that of one event.
const SLOTS_PER_SCAN: usize = 4;

/// Below this many events in the cells that a view looks into, one thread counts them: waiting for
/// another costs more, where the machine is busy, than it saves.
const ALONE: usize = 3_000_000;
/// The same of events that are looked at one after another.
const SCANNED_ALONE: usize = 200_000;
/// Ranks that a thread looks at in one go.
const PIECE: usize = 1 << 17;

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
        let wanted = (0..categories).map(|c| u32::from(wanted.has(c as u8))).collect();
        Self { view, wanted, grid: Grid::empty(view, categories) }
    }

    /// Everything that whole cells tell.
    fn part(&mut self, part: &Part, (begun, ended): (usize, usize)) {
        let begins = &part.begins;
        let (ends, ends_cube) = match &part.ends {
            Some(ends) => (ends, part.ends_cube.get()),
            None => (begins, part.cube.get()),
        };
        begins.count_before(begun, 1, &mut self.grid.anywhere);
        ends.count_before(ended, -1, &mut self.grid.anywhere);
        let few = |cube: &Cube| {
            part.ends.is_none() && begins.count_within(ended, begun) * SLOTS_PER_SCAN < cube.width()
        };
        match (part.cube.get(), ends_cube) {
            (Some(cube), Some(ends_cube)) if !few(cube) => {
                self.between((cube, begins, begun), (ends_cube, ends, ended));
            }
            _ if part.ends.is_none() => self.scan(begins, ended, begun, 1),
            _ => {
                self.scan(begins, 0, begun, 1);
                self.scan(ends, 0, ended, -1);
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

    /// Looks at each event between two ranks, on all cores where there are many.
    fn scan(&mut self, columns: &Columns, from: usize, to: usize, sign: i64) {
        if columns.count_within(from, to) < SCANNED_ALONE {
            self.scan_alone(columns, from, to, sign);
            return;
        }
        let grid = Grid::empty(self.view, self.wanted.len());
        let begin = || Self { view: self.view, wanted: self.wanted.clone(), grid: grid.clone() };
        let pieces = (from..to).step_by(PIECE).map(|at| (at, to.min(at + PIECE))).collect();
        let (_, all) = parallel::map_with(pieces, begin, |counting, (from, to)| {
            counting.scan_alone(columns, from, to, sign);
        });
        all.iter().for_each(|more| self.add(&more.grid));
    }

    fn scan_alone(&mut self, columns: &Columns, from: usize, to: usize, sign: i64) {
        let unplaced = (self.view.target.len() - 1) as u32;
        let step = (sign as i32).cast_unsigned();
        columns.each(from, to, |cell, category| {
            let Some(target) = self.view.target.get(cell as usize).copied() else { return };
            let category = usize::from(category);
            if target != OUT {
                let Some(wanted) = self.wanted.get(category) else { return };
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
        });
    }

    /// Adds what another thread has found.
    fn add(&mut self, more: &Grid) {
        let grid = &mut self.grid;
        for (count, more) in grid.counts.iter_mut().zip(&more.counts) {
            *count = count.wrapping_add(*more);
        }
        let sums = grid.in_view.iter_mut().chain(&mut grid.unplaced);
        for (sum, more) in sums.zip(more.in_view.iter().chain(&more.unplaced)) {
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
        let some = part.begins.kept.is_some();
        let tiles = &part.tiles;
        for number in cells {
            let Some(code) = store.cells.get(*number) else { continue };
            let (low, high) = part.tiles.ranked(*number, first, begun);
            let within = tiles.within.get(low..high).unwrap_or_default();
            let categories = tiles.category.get(low..high).unwrap_or_default();
            let ends_s = tiles.end_s.get(low..high).unwrap_or_default();
            let ranks = tiles.rank.get(low..high).unwrap_or_default();
            for (at, (within, category)) in within.iter().zip(categories).enumerate() {
                let over = ends_s.get(at).is_some_and(|end| *end <= from_s);
                let kept = || ranks.get(at).is_some_and(|rank| part.begins.keeps(*rank as usize));
                if over || (some && !kept()) {
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
