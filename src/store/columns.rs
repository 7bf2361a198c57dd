//! Events in the order of one of their times.

use super::cube::Cube;
use crate::system::Column;
use crate::system::parallel;

/// What counting asks of each event, in the order of `time_s`. A rank is a position in this order.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub time_s: Column<i64>,
    /// Position in the store's list of cells; unplaced events have one of their own, the last.
    pub cell: Column<u32>,
    pub category: Column<u8>,
    /// How many events of each category come before every [`STEP`]-th rank.
    pub before: Column<u32>,
    pub categories: usize,
}

/// Ranks between two rows of the counts by category.
pub(crate) const STEP: usize = 512;
/// Rows of the counts by category that a thread makes at once.
const ROWS: usize = 1 << 10;

impl Columns {
    pub(crate) fn new(
        time_s: Vec<i64>,
        cell: Vec<u32>,
        category: Vec<u8>,
        categories: usize,
    ) -> Self {
        let before = before(&category, categories).into();
        let (time_s, cell, category) = (time_s.into(), cell.into(), category.into());
        Self { time_s, cell, category, before, categories }
    }

    pub(crate) fn len(&self) -> usize {
        self.time_s.len()
    }

    pub(crate) fn categories(&self) -> usize {
        self.categories
    }

    /// How many events come before a time.
    pub(crate) fn rank(&self, time_s: i64) -> usize {
        self.time_s.partition_point(|t| *t < time_s)
    }

    /// Adds `sign` for each event before `rank` to the sum of its category.
    pub(crate) fn count_before(&self, rank: usize, sign: i64, sums: &mut [i64]) {
        let rank = rank.min(self.len());
        let row = rank / STEP;
        let from = row * self.categories;
        let known = self.before.get(from..from + self.categories).unwrap_or_default();
        for (sum, count) in sums.iter_mut().zip(known) {
            *sum += sign * i64::from(*count);
        }
        for category in self.category.get(row * STEP..rank).unwrap_or_default() {
            if let Some(sum) = sums.get_mut(usize::from(*category)) {
                *sum += sign;
            }
        }
    }

    /// The events of a range of ranks: their cells and categories.
    pub(crate) fn rows(&self, from: usize, to: usize) -> impl Iterator<Item = (u32, u8)> {
        let cells = self.cell.get(from..to).unwrap_or_default();
        let categories = self.category.get(from..to).unwrap_or_default();
        cells.iter().copied().zip(categories.iter().copied())
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.time_s.bytes() + self.cell.bytes() + self.category.bytes() + self.before.bytes()
    }

    pub(crate) fn cube(&self, cells: usize) -> Cube {
        Cube::new(self, cells, self.categories)
    }
}

/// Sums of the categories before every [`STEP`]-th rank, row by row.
fn before(category: &[u8], categories: usize) -> Vec<u32> {
    let mut before = vec![0u32; (category.len() / STEP + 1) * categories];
    let rows = before.get_mut(categories..).unwrap_or_default().chunks_mut(ROWS * categories);
    parallel::map(rows.zip(category.chunks(ROWS * STEP)).collect(), |(rows, category)| {
        for (sums, category) in rows.chunks_exact_mut(categories).zip(category.chunks(STEP)) {
            for category in category {
                if let Some(sum) = sums.get_mut(usize::from(*category)) {
                    *sum += 1;
                }
            }
        }
    });
    for at in categories..before.len() {
        let known = before.get(at - categories).copied().unwrap_or_default();
        if let Some(sum) = before.get_mut(at) {
            *sum += known;
        }
    }
    before
}
