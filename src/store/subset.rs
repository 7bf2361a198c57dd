//! A store of some of a store's events: what is scrubbed after a filter has been set.

use super::columns::Columns;
use super::tiles::Tiles;
use super::{Mask, Part, Store};
use crate::system::Column;
use crate::system::parallel;
use bytemuck::Pod;

/// Events that a thread looks at in one go.
const PIECE: usize = 1 << 17;

impl Store {
    /// The events of a mask as a store of their own, made on all cores without sorting anything
    /// anew. Events keep the positions that they have in this one, so that masks and
    /// [`super::Pick::events`] mean the same in both, and a view of this one is a view of the other.
    #[must_use]
    pub fn subset(&self, mask: &Mask) -> Self {
        let cells = self.cells.to_vec();
        let part = |part: &Part| part.subset(mask, cells.len() + 1);
        let (even, uneven) = (part(&self.even), part(&self.uneven));
        Self { categories: self.categories, level: self.level, cells: cells.into(), even, uneven }
    }
}

/// Which of some events are kept, piece by piece.
struct Kept(Vec<Vec<u32>>);

impl Kept {
    /// Positions of those whose numbers the mask has.
    fn of(count: usize, number: impl Fn(usize) -> Option<u32> + Sync, mask: &Mask) -> Self {
        let pieces = (0..count).step_by(PIECE).collect();
        Self(parallel::map(pieces, |from| {
            let kept = |at: &usize| number(*at).is_some_and(|event| mask.has(event));
            (from..count.min(from + PIECE)).filter(kept).map(|at| at as u32).collect()
        }))
    }

    fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// What is kept of a column, changed on the way.
    fn map<T: Pod + Send + Sync, R: Pod + Send>(
        &self,
        column: &[T],
        change: impl Fn(T) -> R + Sync,
    ) -> Vec<R> {
        let mut out = vec![R::zeroed(); self.len()];
        let slots = parallel::pieces(&mut out, self.0.iter().map(Vec::len));
        parallel::map(self.0.iter().zip(slots).collect(), |(kept, slots)| {
            for (slot, at) in slots.iter_mut().zip(kept) {
                if let Some(value) = column.get(*at as usize) {
                    *slot = change(*value);
                }
            }
        });
        out
    }

    fn column<T: Pod + Send + Sync>(&self, column: &Column<T>) -> Vec<T> {
        self.map(column, |value| value)
    }

    fn columns(&self, columns: &Columns) -> Columns {
        Columns::new(
            self.column(&columns.time_s),
            self.column(&columns.cell),
            self.column(&columns.category),
            columns.categories,
        )
    }

    /// For each of all, how many before it are kept.
    fn new_ranks(&self, count: usize) -> Vec<u32> {
        let mut ranks = vec![0; count];
        let lengths = (0..count).step_by(PIECE).map(|from| PIECE.min(count - from));
        let slots = parallel::pieces(&mut ranks, lengths);
        let mut before = 0;
        let mut work = Vec::with_capacity(self.0.len());
        for (at, (kept, slots)) in self.0.iter().zip(slots).enumerate() {
            work.push((at * PIECE, before, kept, slots));
            before += kept.len() as u32;
        }
        parallel::map(work, |(from, before, kept, slots)| {
            for (at, number) in kept.iter().zip(before..) {
                if let Some(slot) = slots.get_mut(*at as usize - from) {
                    *slot = number;
                }
            }
        });
        ranks
    }
}

impl Part {
    fn subset(&self, mask: &Mask, cells: usize) -> Self {
        let rows: &[u32] = &self.rows;
        let kept = Kept::of(rows.len(), |at| rows.get(at).copied(), mask);
        let begins = kept.columns(&self.begins);
        let tiles = self.tiles.subset(rows, mask, &kept.new_ranks(rows.len()), cells);
        let mut part = Self {
            length_s: self.length_s,
            cube: begins.cube(cells),
            begins,
            ends: None,
            ends_cube: None,
            ends_rows: Column::default(),
            tiles,
            rows: kept.column(&self.rows).into(),
        };
        if let Some(ends) = &self.ends {
            let rows: &[u32] = &self.ends_rows;
            let kept = Kept::of(rows.len(), |at| rows.get(at).copied(), mask);
            let ends = kept.columns(ends);
            part.ends_cube = Some(ends.cube(cells));
            part.ends = Some(ends);
            part.ends_rows = kept.column(&self.ends_rows).into();
        }
        part
    }
}

impl Tiles {
    fn subset(&self, rows: &[u32], mask: &Mask, new_ranks: &[u32], cells: usize) -> Self {
        let ranks: &[u32] = &self.rank;
        let event = |at: usize| rows.get(*ranks.get(at)? as usize).copied();
        let kept = Kept::of(ranks.len(), event, mask);
        // Where a cell began, less those before it that are gone.
        let before = kept.new_starts(&self.start, cells);
        let new_rank = |rank: u32| new_ranks.get(rank as usize).copied().unwrap_or_default();
        Self {
            start: before.into(),
            rank: kept.map(&self.rank, new_rank).into(),
            within: kept.column(&self.within).into(),
            category: kept.column(&self.category).into(),
            end_s: if self.end_s.is_empty() {
                Column::default()
            } else {
                kept.column(&self.end_s).into()
            },
        }
    }
}

impl Kept {
    /// For each of ascending positions, how many of those before it are kept.
    fn new_starts(&self, starts: &[u32], cells: usize) -> Vec<u32> {
        let mut before = Vec::with_capacity(self.0.len());
        let mut sum = 0;
        for piece in &self.0 {
            before.push(sum);
            sum += piece.len() as u32;
        }
        let start = |start: &u32| {
            let piece = *start as usize / PIECE;
            let Some((first, kept)) = before.get(piece).zip(self.0.get(piece)) else { return sum };
            first + kept.partition_point(|at| at < start) as u32
        };
        starts.iter().take(cells + 1).map(start).collect()
    }
}
