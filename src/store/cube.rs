//! How many events of each cell and category come before some of the ranks.

use super::columns::Columns;

/// The most bytes that a cube takes for each event that it counts.
const BYTES_PER_EVENT: usize = 12;
/// Steps of a cube: more make scrubbing cheaper and the cube larger.
const STEPS: usize = 64;
/// Fewer ranks than this are scanned faster than they are looked up.
const LEAST_STEP: usize = 4096;

/// Rows of cumulative counts: one for every `step`-th rank, in each `cells x categories` sums.
#[derive(Debug)]
pub(crate) struct Cube {
    step: usize,
    width: usize,
    sums: Vec<u32>,
}

impl Cube {
    pub(crate) fn new(columns: &Columns, cells: usize, categories: usize) -> Self {
        let events = columns.len();
        let width = cells * categories;
        let affordable = events * BYTES_PER_EVENT / (width.max(1) * 4);
        let steps = STEPS.min(affordable).max(1);
        let step = events.div_ceil(steps).max(LEAST_STEP);
        let rows = events / step;
        let mut current = vec![0u32; width];
        let mut sums = Vec::with_capacity((rows + 1) * width);
        sums.extend_from_slice(&current);
        for row in 0..rows {
            for (cell, category) in columns.rows(row * step, (row + 1) * step) {
                let slot = cell as usize * categories + usize::from(category);
                if let Some(sum) = current.get_mut(slot) {
                    *sum += 1;
                }
            }
            sums.extend_from_slice(&current);
        }
        Self { step, width, sums }
    }

    /// The row nearest to a rank, and the rank that it stands for.
    pub(crate) fn nearest(&self, rank: usize) -> (&[u32], usize) {
        let last = (self.sums.len() / self.width.max(1)).saturating_sub(1);
        let row = ((rank + self.step / 2) / self.step).min(last);
        let from = row * self.width;
        (self.sums.get(from..from + self.width).unwrap_or_default(), row * self.step)
    }

    /// Sums in a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn bytes(&self) -> usize {
        self.sums.len() * 4
    }
}
