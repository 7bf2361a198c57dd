//! Events in the order of one of their times.

use super::Mask;
use super::cube::Cube;
use super::kept::Kept;
use crate::system::Column;
use crate::system::parallel;
use std::sync::Arc;

/// What counting asks of each event, in the order of `time_s`. A rank is a position in this order,
/// whether its event is kept or not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub time_s: Column<i64>,
    /// Position in the store's list of cells; unplaced events have one of their own, the last.
    pub cell: Column<u32>,
    pub category: Column<u8>,
    /// How many events of each category come before every [`STEP`]-th rank.
    pub before: Column<u32>,
    pub categories: usize,
    /// The ranks that count, where not all do.
    pub kept: Option<Arc<Kept>>,
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
        let before = before(&category, categories, None).into();
        let (time_s, cell, category) = (time_s.into(), cell.into(), category.into());
        Self { time_s, cell, category, before, categories, kept: None }
    }

    /// The same of which only the events of a mask count; `rows` are their numbers there, by rank.
    pub(crate) fn subset(&self, rows: &[u32], mask: &Mask) -> Self {
        let kept = Kept::of(rows, mask, self.kept.as_deref());
        let before = before(&self.category, self.categories, Some(&kept)).into();
        Self { before, kept: Some(Arc::new(kept)), ..self.clone() }
    }

    /// How many ranks there are.
    pub(crate) fn len(&self) -> usize {
        self.time_s.len()
    }

    /// How many events count.
    pub(crate) fn count(&self) -> usize {
        self.kept.as_ref().map_or(self.len(), |kept| kept.count())
    }

    /// How many events of a range of ranks count.
    pub(crate) fn count_within(&self, from: usize, to: usize) -> usize {
        match &self.kept {
            Some(kept) => kept.before(to).saturating_sub(kept.before(from)),
            None => to.min(self.len()).saturating_sub(from),
        }
    }

    /// Whether the event of a rank counts.
    #[inline]
    pub(crate) fn keeps(&self, rank: usize) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.has(rank))
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
        self.each(row * STEP, rank, |_, category| {
            if let Some(sum) = sums.get_mut(usize::from(category)) {
                *sum += sign;
            }
        });
    }

    /// Calls `found` with cell and category of each event of a range of ranks that counts.
    #[inline]
    pub(crate) fn each(&self, from: usize, to: usize, mut found: impl FnMut(u32, u8)) {
        let cells = self.cell.get(from..to).unwrap_or_default();
        let categories = self.category.get(from..to).unwrap_or_default();
        match &self.kept {
            None => cells.iter().zip(categories).for_each(|(cell, one)| found(*cell, *one)),
            Some(kept) => kept.each(from, to, |rank| {
                let at = rank - from;
                if let (Some(cell), Some(one)) = (cells.get(at), categories.get(at)) {
                    found(*cell, *one);
                }
            }),
        }
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.time_s.bytes() + self.cell.bytes() + self.category.bytes() + self.before.bytes()
    }

    pub(crate) fn cube(&self, cells: usize) -> Cube {
        Cube::new(self, cells, self.categories)
    }
}

/// Sums of the categories before every [`STEP`]-th rank, row by row, of those that are kept.
fn before(category: &[u8], categories: usize, kept: Option<&Kept>) -> Vec<u32> {
    let mut before = vec![0u32; (category.len() / STEP + 1) * categories];
    let rows = before.get_mut(categories..).unwrap_or_default().chunks_mut(ROWS * categories);
    let pieces = rows.zip(category.chunks(ROWS * STEP)).zip((0..).step_by(ROWS * STEP));
    parallel::map(pieces.collect(), |((rows, piece), first)| {
        let steps = rows.chunks_exact_mut(categories).zip(piece.chunks(STEP));
        for ((sums, step), from) in steps.zip((first..).step_by(STEP)) {
            let mut add = |category: u8| {
                if let Some(sum) = sums.get_mut(usize::from(category)) {
                    *sum += 1;
                }
            };
            match kept {
                None => step.iter().for_each(|category| add(*category)),
                Some(kept) => kept.each(from, from + step.len(), |rank| {
                    step.get(rank - from).copied().into_iter().for_each(&mut add);
                }),
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
