//! Events by cell, and within a cell by time: for what looks closer than the cells.

use super::columns::Columns;

/// Rows of one part, cell by cell.
#[derive(Debug, Default)]
pub(crate) struct Tiles {
    /// Where each cell's rows begin, and at the end their number.
    start: Vec<u32>,
    /// Ranks in the order of beginnings, ascending within a cell.
    pub rank: Vec<u32>,
    /// Where within the cell, in 65,536ths of its sides.
    pub within: Vec<[u16; 2]>,
    pub category: Vec<u8>,
    /// Ends, where they do not follow from the beginnings.
    pub end_s: Vec<i64>,
}

impl Tiles {
    /// `within` and `end_s` by rank; no `end_s` where all events are of one length.
    pub(crate) fn new(columns: &Columns, cells: usize, within: &[[u16; 2]], end_s: &[i64]) -> Self {
        let mut start = vec![0u32; cells + 1];
        for cell in &columns.cell {
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
        let mut next = start.clone();
        let mut tiles = Self {
            start,
            rank: vec![0; n],
            within: vec![[0; 2]; n],
            category: vec![0; n],
            end_s: vec![0; end_s.len()],
        };
        let rows = columns.cell.iter().zip(&columns.category).zip(within).enumerate();
        for (rank, ((cell, category), within)) in rows {
            let Some(at) = next.get_mut(*cell as usize) else { continue };
            let slot = *at as usize;
            *at += 1;
            put(&mut tiles.rank, slot, rank as u32);
            put(&mut tiles.within, slot, *within);
            put(&mut tiles.category, slot, *category);
            if let Some(end) = end_s.get(rank) {
                put(&mut tiles.end_s, slot, *end);
            }
        }
        tiles
    }

    /// How many events a cell has.
    pub(crate) fn count(&self, cell: usize) -> usize {
        let range = self.range(cell);
        range.1 - range.0
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
        self.start.len() * 4 + self.rank.len() * 9 + self.end_s.len() * 8
    }
}

fn put<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}
