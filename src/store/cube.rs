//! How many events of each cell and category come before some of the ranks.

use super::columns::Columns;
use crate::system::Column;
use crate::system::parallel;

/// The most bytes that a cube takes for each event that it counts.
const BYTES_PER_EVENT: usize = 4;
/// Fewer ranks than this are scanned faster than they are looked up.
const LEAST_STEP: usize = 4096;

/// Rows of cumulative counts: one for every `step`-th rank, in each `cells x categories` sums.
#[derive(Debug)]
pub(crate) struct Cube {
    pub step: usize,
    pub width: usize,
    pub sums: Column<u32>,
}

impl Cube {
    /// As many rows as [`BYTES_PER_EVENT`] allows: then reading a row and scanning the events to the
    /// next one take about as long, however many events there are.
    pub(crate) fn new(columns: &Columns, cells: usize, categories: usize) -> Self {
        let width = (cells * categories).max(1);
        let events = (width * size_of::<u32>() / BYTES_PER_EVENT).max(LEAST_STEP);
        let rows = columns.count() / events;
        // Where few of the ranks count, steps are longer.
        let step = (columns.len() / rows.max(1)).max(1);
        let mut sums = vec![0u32; (rows + 1) * width];
        // First what each step adds, then the sums down the rows; both on all cores.
        let steps = sums.chunks_exact_mut(width).skip(1).enumerate();
        parallel::map(steps.collect(), |(row, sums)| {
            columns.each(row * step, (row + 1) * step, |cell, category| {
                let slot = cell as usize * categories + usize::from(category);
                if let Some(sum) = sums.get_mut(slot) {
                    *sum += 1;
                }
            });
        });
        let strip = width.div_ceil(parallel::threads());
        let mut strips: Vec<Vec<&mut [u32]>> = Vec::new();
        for row in sums.chunks_exact_mut(width) {
            for (at, piece) in row.chunks_mut(strip).enumerate() {
                match strips.get_mut(at) {
                    Some(strip) => strip.push(piece),
                    None => strips.push(vec![piece]),
                }
            }
        }
        parallel::map(strips, |mut strip| {
            let mut before: &[u32] = &[];
            for row in &mut strip {
                row.iter_mut().zip(before).for_each(|(sum, before)| *sum += before);
                before = row;
            }
        });
        Self { step, width, sums: sums.into() }
    }

    /// The row nearest to a rank, and the rank that it stands for.
    pub(crate) fn nearest(&self, rank: usize) -> (&[u32], usize) {
        let last = (self.sums.len() / self.width.max(1)).saturating_sub(1);
        let row = ((rank + self.step / 2) / self.step.max(1)).min(last);
        let from = row * self.width;
        (self.sums.get(from..from + self.width).unwrap_or_default(), row * self.step)
    }

    /// Sums in a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn bytes(&self) -> usize {
        self.sums.bytes()
    }
}
