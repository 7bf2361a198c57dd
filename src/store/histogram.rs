//! How many events of a view fall into each of a row of windows, by category.

use super::columns::Columns;
use super::tiles::Tiles;
use super::view::OUT;
use super::{Categories, Part, Store, View};
use crate::model::Second;
use crate::system::parallel;

/// Events by window and category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// For each window its count of each category, wanted or not.
    pub counts: Vec<i64>,
    categories: usize,
}

impl Histogram {
    /// The counts of a window by category; empty past the last.
    #[must_use]
    pub fn window(&self, at: usize) -> &[i64] {
        self.counts.get(at * self.categories..(at + 1) * self.categories).unwrap_or_default()
    }

    /// How many windows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.len() / self.categories.max(1)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// Below this many events a second thread costs more than it saves.
const ALONE: usize = 200_000;
/// Pieces of work for each thread, so that one that is held up holds up no other.
const PIECES: usize = 4;
/// Looking an event up by its cell costs as much as scanning so many by time.
const TILE_COST: usize = 3;

impl Store {
    /// For each window between two neighbours of `bounds`, which ascend, the events of a view that
    /// may have been in it: an event that lasts counts in every window that it touches.
    #[must_use]
    pub fn histogram(&self, view: &View, bounds: &[Second]) -> Histogram {
        let bounds_s: Vec<i64> = bounds.iter().map(|at| at.0).collect();
        let bounds_s = bounds_s.as_slice();
        let windows = bounds_s.len().saturating_sub(1);
        let mut counts = vec![0i64; windows * self.categories];
        let Some(first_s) = bounds_s.first().copied() else {
            return Histogram { counts, categories: self.categories };
        };
        self.add_even(view, bounds_s, &mut counts);
        if view.closer(self.level) {
            self.add_uneven_closer(view, bounds_s, &mut counts);
        } else {
            self.add_uneven(view, bounds_s, first_s, &mut counts);
        }
        Histogram { counts, categories: self.categories }
    }

    /// Events of one length: their beginnings tell their ends, so one walk over ranks counts both.
    fn add_even(&self, view: &View, bounds_s: &[i64], counts: &mut [i64]) {
        let part = &self.even;
        let begun: Vec<usize> = bounds_s.iter().map(|at| part.begins.rank(*at)).collect();
        let ended: Vec<usize> = bounds_s.iter().map(|at| part.ended(*at)).collect();
        let mut marks: Vec<usize> = begun.iter().chain(&ended).copied().collect();
        marks.sort_unstable();
        marks.dedup();
        let sums = self.cumulated(part, view, &marks);
        let at = |rank: &usize| {
            let row = marks.partition_point(|mark| mark < rank);
            sums.get(row * self.categories..(row + 1) * self.categories).unwrap_or_default()
        };
        let windows =
            begun.iter().skip(1).zip(&ended).zip(counts.chunks_exact_mut(self.categories));
        for ((begun, ended), counts) in windows {
            for ((count, begun), ended) in counts.iter_mut().zip(at(begun)).zip(at(ended)) {
                *count += begun - ended;
            }
        }
    }

    /// For each of ascending ranks, the events in view between the first of them and it, by category.
    fn cumulated(&self, part: &Part, view: &View, marks: &[usize]) -> Vec<i64> {
        let categories = self.categories;
        let (Some(first), Some(last)) = (marks.first().copied(), marks.last().copied()) else {
            return Vec::new();
        };
        let placed = part.tiles.placed();
        let span = last - first;
        let (inside, outside) = (view.touched, placed.saturating_sub(view.touched));
        let mut sums = if view.closer(self.level) || inside * TILE_COST < span {
            self.by_tiles(part, view, marks, true)
        } else if outside * TILE_COST < span {
            self.all_but(part, view, marks)
        } else {
            self.by_time(part, view, marks)
        };
        for at in categories..sums.len() {
            let before = sums.get(at - categories).copied().unwrap_or_default();
            if let Some(sum) = sums.get_mut(at) {
                *sum += before;
            }
        }
        sums
    }

    /// Scans all events between the marks.
    fn by_time(&self, part: &Part, view: &View, marks: &[usize]) -> Vec<i64> {
        let inside: Vec<u8> = view.target.iter().map(|t| u8::from(*t != OUT)).collect();
        let scan = |marks: &[usize]| {
            let mut sums = Vec::with_capacity(marks.len() * self.categories);
            let mut from = marks.first().copied().unwrap_or_default();
            for to in marks.iter().skip(1) {
                let counts = tally(&part.begins, from, *to, &inside);
                sums.extend(counts.iter().take(self.categories).map(|count| i64::from(*count)));
                from = *to;
            }
            sums
        };
        let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return Vec::new() };
        let mut sums = vec![0; self.categories];
        if last - first < ALONE {
            sums.extend(scan(marks));
            return sums;
        }
        let pieces = parallel::threads() * PIECES;
        let cut =
            |at: usize| marks.partition_point(|mark| *mark < first + (last - first) * at / pieces);
        let pieces = (0..pieces).filter_map(|at| marks.get(cut(at)..=cut(at + 1)));
        for part in parallel::map(pieces.collect(), scan) {
            sums.extend(part);
        }
        sums
    }

    /// All events, less those of the cells out of view and the unplaced.
    fn all_but(&self, part: &Part, view: &View, marks: &[usize]) -> Vec<i64> {
        let mut sums = vec![0; self.categories];
        for pair in marks.windows(2) {
            let [from, to] = pair else { continue };
            let mut counts = vec![0; self.categories];
            part.begins.count_before(*to, 1, &mut counts);
            part.begins.count_before(*from, -1, &mut counts);
            sums.extend(counts);
        }
        let out = self.by_tiles(part, view, marks, false);
        for (sum, out) in sums.iter_mut().zip(out) {
            *sum -= out;
        }
        sums
    }

    /// Walks the events of the cells in view, or of all the others, cell by cell.
    fn by_tiles(&self, part: &Part, view: &View, marks: &[usize], wanted: bool) -> Vec<i64> {
        let cells: Vec<usize> = if view.closer(self.level) {
            view.cut.iter().map(|number| *number as usize).collect()
        } else {
            let targets = view.target.iter().enumerate();
            targets.filter(|(_, t)| (**t != OUT) == wanted).map(|(number, _)| number).collect()
        };
        let none = || vec![0i64; marks.len() * self.categories];
        let (_, all) =
            parallel::map_with(shares(&part.tiles, &cells, ALONE), none, |sums, cells| {
                for number in cells {
                    self.walk_cell(part, view, *number, marks, sums);
                }
            });
        all.into_iter().fold(none(), |mut sums, more| {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            sums
        })
    }

    fn walk_cell(&self, part: &Part, view: &View, cell: usize, marks: &[usize], sums: &mut [i64]) {
        let mut add = |mark: usize, category: u8| {
            if let Some(sum) = sums.get_mut(mark * self.categories + usize::from(category)) {
                *sum += 1;
            }
        };
        if !view.closer(self.level) {
            walk(part, cell, marks, |mark, _, category| add(mark, category));
            return;
        }
        let within: &[[u16; 2]] = &part.tiles.within;
        let code = self.cells.get(cell).copied().unwrap_or_default();
        walk(part, cell, marks, |mark, at, category| {
            let within = within.get(at).copied().unwrap_or_default();
            if view.slot_within(self.level, code, within) != OUT {
                add(mark, category);
            }
        });
    }

    fn add_uneven(&self, view: &View, bounds_s: &[i64], first_s: i64, counts: &mut [i64]) {
        let (part, Some(ends)) = (&self.uneven, &self.uneven.ends) else { return };
        if part.begins.len() == 0 {
            return;
        }
        let scan = |columns: &Columns, ranks: &[usize]| {
            let mut sums = vec![0i64; self.categories];
            let mut row = vec![0i64; self.categories];
            for pair in ranks.windows(2) {
                let [from, to] = pair else { continue };
                columns.each(*from, *to, |cell, category| {
                    let out = view.target.get(cell as usize).is_none_or(|target| *target == OUT);
                    if let Some(sum) = row.get_mut(usize::from(category)) {
                        *sum += i64::from(!out);
                    }
                });
                sums.extend(&row);
            }
            sums
        };
        let begun: Vec<usize> = bounds_s.iter().map(|at| part.begins.rank(*at)).collect();
        let ended: Vec<usize> = bounds_s.iter().map(|at| part.ended(*at)).collect();
        let both = vec![(&part.begins, &begun), (ends, &ended)];
        let both = if part.begins.len() < ALONE {
            both.into_iter().map(|(columns, ranks)| scan(columns, ranks)).collect()
        } else {
            parallel::map(both, |(columns, ranks)| scan(columns, ranks))
        };
        let [begins, ends] = both.as_slice() else { return };
        // What has begun before the first window and not ended by its beginning.
        let across = self.across(view, first_s);
        let begins = begins.chunks_exact(self.categories).skip(1);
        let rows = begins.zip(ends.chunks_exact(self.categories));
        for ((begun, ended), counts) in rows.zip(counts.chunks_exact_mut(self.categories)) {
            for (((count, begun), ended), across) in
                counts.iter_mut().zip(begun).zip(ended).zip(&across)
            {
                *count += across + begun - ended;
            }
        }
    }

    /// Uneven events in view by category that begin before a time and end after it.
    fn across(&self, view: &View, at_s: i64) -> Vec<i64> {
        let ranks = (self.uneven.begins.rank(at_s), self.uneven.ended(at_s));
        self.counted(&self.uneven, view, ranks, &Categories::NONE)
    }

    fn add_uneven_closer(&self, view: &View, bounds_s: &[i64], counts: &mut [i64]) {
        let cells: Vec<usize> = view.cut.iter().map(|number| *number as usize).collect();
        let none = || vec![0i64; counts.len()];
        let shares = shares(&self.uneven.tiles, &cells, ALONE);
        let (_, all) = parallel::map_with(shares, none, |counts, cells| {
            for cell in cells {
                self.add_uneven_cell(view, *cell, bounds_s, counts);
            }
        });
        for more in all {
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        }
    }

    fn add_uneven_cell(&self, view: &View, cell: usize, bounds_s: &[i64], counts: &mut [i64]) {
        let tiles = &self.uneven.tiles;
        let begins_s: &[i64] = &self.uneven.begins.time_s;
        let code = self.cells.get(cell).copied().unwrap_or_default();
        let (low, high) = tiles.range(cell);
        let rows = tiles.rank.get(low..high).unwrap_or_default().iter();
        let rows = rows.zip(tiles.within.get(low..high).unwrap_or_default());
        let rows = rows.zip(tiles.category.get(low..high).unwrap_or_default());
        let rows = rows.zip(tiles.end_s.get(low..high).unwrap_or_default());
        for (((rank, within), category), end_s) in rows {
            let Some(begin_s) = begins_s.get(*rank as usize) else { continue };
            if !self.uneven.begins.keeps(*rank as usize) {
                continue;
            }
            if view.slot_within(self.level, code, *within) == OUT {
                continue;
            }
            let from = bounds_s.partition_point(|bound| bound <= begin_s).saturating_sub(1);
            let to = bounds_s.partition_point(|bound| bound < end_s);
            for window in from..to {
                let slot = window * self.categories + usize::from(*category);
                if let Some(count) = counts.get_mut(slot) {
                    *count += 1;
                }
            }
        }
    }
}

/// Cells in groups of about as many events, one group where there are fewer than `alone`.
pub(super) fn shares<'a>(tiles: &Tiles, cells: &'a [usize], alone: usize) -> Vec<&'a [usize]> {
    let events: usize = cells.iter().map(|cell| tiles.count(*cell)).sum();
    if events < alone {
        return vec![cells];
    }
    let each = events / (parallel::threads() * PIECES) + 1;
    let mut shares = Vec::new();
    let (mut from, mut sum) = (0, 0);
    for (at, cell) in cells.iter().enumerate() {
        sum += tiles.count(*cell);
        if sum >= each {
            shares.extend(cells.get(from..=at));
            (from, sum) = (at + 1, 0);
        }
    }
    shares.extend(cells.get(from..));
    shares
}

/// Events between two ranks whose cells are `inside`, by category.
fn tally(columns: &Columns, from: usize, to: usize, inside: &[u8]) -> [u32; 256] {
    let mut counts = [0u32; 256];
    let step = |cell: u32| inside.get(cell as usize).copied().unwrap_or_default();
    if columns.categories() > 8 {
        columns.each(from, to, |cell, category| {
            if let Some(count) = counts.get_mut(usize::from(category)) {
                *count += u32::from(step(cell));
            }
        });
        return counts;
    }
    // Eight counts in the bytes of one word, which is emptied before any of them can overflow.
    for at in (from..to).step_by(usize::from(u8::MAX)) {
        let mut word = 0u64;
        columns.each(at, to.min(at + usize::from(u8::MAX)), |cell, category| {
            word += u64::from(step(cell)) << ((category & 7) * 8);
        });
        for (count, byte) in counts.iter_mut().zip(word.to_le_bytes()) {
            *count += u32::from(byte);
        }
    }
    counts
}

/// Calls `found` for each event of a cell between the first and the last mark, with the number of
/// the first mark after it.
fn walk(part: &Part, cell: usize, marks: &[usize], mut found: impl FnMut(usize, usize, u8)) {
    let (tiles, some) = (&part.tiles, part.begins.kept.is_some());
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return };
    let (low, high) = tiles.ranked(cell, *first, *last);
    let mut mark = 0;
    let ranks = tiles.rank.get(low..high).unwrap_or_default();
    let categories = tiles.category.get(low..high).unwrap_or_default();
    for ((at, rank), category) in (low..).zip(ranks).zip(categories) {
        while marks.get(mark).is_some_and(|mark| *mark <= *rank as usize) {
            mark += 1;
        }
        if !some || part.begins.keeps(*rank as usize) {
            found(mark, at, *category);
        }
    }
}
