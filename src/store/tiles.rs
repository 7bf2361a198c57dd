//! Events by cell, and within a cell by time: for what looks closer than the cells.

use super::columns::Columns;
use crate::system::Column;
use crate::system::parallel;

/// Rows of one part, cell by cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tiles {
    /// Where each cell's rows begin, and at the end their number.
    pub start: Column<u32>,
    /// Ranks in the order of beginnings, ascending within a cell.
    pub rank: Column<u32>,
    /// Where within the cell, in 65,536ths of its sides.
    pub within: Column<[u16; 2]>,
    pub category: Column<u8>,
    /// Ends, where they do not follow from the beginnings.
    pub end_s: Column<i64>,
}

/// Neighbouring cells, and where their rows go.
struct Share<'a> {
    cells: std::ops::Range<usize>,
    first: usize,
    rank: &'a mut [u32],
    within: &'a mut [[u16; 2]],
    category: &'a mut [u8],
    end_s: &'a mut [i64],
}

impl Tiles {
    /// `within` and `end_s` by rank; no `end_s` where all events are of one length.
    pub(crate) fn new(columns: &Columns, cells: usize, within: &[[u16; 2]], end_s: &[i64]) -> Self {
        let mut start = vec![0u32; cells + 1];
        for cell in columns.cell.iter() {
            if let Some(count) = start.get_mut(*cell as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut start {
            sum += *slot;
            *slot = sum;
        }
        let n = columns.len();
        let (mut rank, mut place, mut category, mut ends) =
            (vec![0; n], vec![[0; 2]; n], vec![0; n], vec![0; end_s.len()]);
        // Each thread reads all rows and takes those of its own cells.
        let threads = parallel::threads();
        let cuts = (0..=threads).map(|at| {
            let rows = (n * at / threads) as u32;
            if at == threads { cells } else { start.partition_point(|start| *start < rows) }
        });
        let cuts: Vec<usize> = cuts.collect();
        let at = |cell: usize| start.get(cell).copied().unwrap_or_default() as usize;
        let ranges = || cuts.iter().zip(cuts.iter().skip(1)).map(|(from, to)| *from..*to);
        let lengths = || ranges().map(|cells| at(cells.end) - at(cells.start));
        let shares = ranges()
            .zip(parallel::pieces(&mut rank, lengths()))
            .zip(parallel::pieces(&mut place, lengths()))
            .zip(parallel::pieces(&mut category, lengths()))
            .zip(parallel::pieces(&mut ends, lengths()))
            .map(|((((cells, rank), within), category), end_s)| Share {
                first: at(cells.start),
                cells,
                rank,
                within,
                category,
                end_s,
            });
        parallel::map(shares.collect(), |share| share.fill(columns, &start, within, end_s));
        Self {
            start: start.into(),
            rank: rank.into(),
            within: place.into(),
            category: category.into(),
            end_s: ends.into(),
        }
    }

    /// How many events have a place: all but those of the last cell.
    pub(crate) fn placed(&self) -> usize {
        self.start.iter().rev().nth(1).map_or(0, |placed| *placed as usize)
    }

    /// How many events a cell has.
    pub(crate) fn count(&self, cell: usize) -> usize {
        let range = self.range(cell);
        range.1.saturating_sub(range.0)
    }

    /// Where a cell's rows lie.
    pub(crate) fn range(&self, cell: usize) -> (usize, usize) {
        let at = |n: usize| self.start.get(n).copied().unwrap_or_default() as usize;
        (at(cell), at(cell + 1))
    }

    /// Where those of a cell's rows lie whose ranks are in a range.
    pub(crate) fn ranked(&self, cell: usize, from: usize, to: usize) -> (usize, usize) {
        let (begin, end) = self.range(cell);
        let ranks = self.rank.get(begin..end).unwrap_or_default();
        let low = ranks.partition_point(|r| (*r as usize) < from);
        let high =
            low + ranks.get(low..).unwrap_or_default().partition_point(|r| (*r as usize) < to);
        (begin + low, begin + high)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.start.bytes()
            + self.rank.bytes()
            + self.within.bytes()
            + self.category.bytes()
            + self.end_s.bytes()
    }
}

impl Share<'_> {
    fn fill(self, columns: &Columns, start: &[u32], within: &[[u16; 2]], end_s: &[i64]) {
        let Self { cells, first, rank, within: place, category, end_s: ends } = self;
        let mut next = start.get(cells.clone()).unwrap_or_default().to_vec();
        let rows = columns.cell.iter().zip(columns.category.iter()).zip(within).zip(0u32..);
        for (((cell, one), within), number) in rows {
            let Some(at) = (*cell as usize).checked_sub(cells.start) else { continue };
            let Some(at) = next.get_mut(at) else { continue };
            let slot = *at as usize - first;
            *at += 1;
            put(rank, slot, number);
            put(place, slot, *within);
            put(category, slot, *one);
            if let Some(end) = end_s.get(number as usize) {
                put(ends, slot, *end);
            }
        }
    }
}

fn put<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}
