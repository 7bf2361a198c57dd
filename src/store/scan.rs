//! Counting the events of a mask, which nothing was counted ahead for: by looking at each event that
//! a window or a timeline may hold, on all cores, for as long as there is time.
//!
//! Three orders are read, as the cubes do it: events of one length by their beginnings, the others
//! by their beginnings and by their ends. The ranks of all instants asked about cut each order into
//! segments, which are tallied; windows and bars are differences of sums over segments.

use super::mask::Mask;
use super::tally::{CLASSES, ELSEWHERE, IN, Mark, NOWHERE, Order, Sums};
use super::view::OUT;
use super::{Categories, Grid, Histogram, Part, Store, View};
use crate::model::{Second, Window};
use crate::system::parallel;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Ranks in a piece of work: some tenths of a millisecond.
const PIECE: usize = 1 << 16;
/// A mask of less than one event in so many is sparse.
const SPARSE: usize = 8;

/// The marks of one instant, by their positions in each order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    even: (usize, usize),
    begun: usize,
    ended: usize,
}

#[derive(Clone, Copy, Debug)]
enum Piece {
    /// Ranks of an order.
    Ranks(Order, usize, usize),
    /// Rows of a cell that a view looks into: whether of the even part, the cell, and which rows.
    Rows(bool, u32, usize, usize),
}

/// A count under way. It begins with pieces from all over time, so that counts of a share of the
/// events resemble the whole.
#[derive(Debug)]
pub struct Scan {
    pub(super) view: View,
    pub(super) mask: Arc<Mask>,
    /// Whether the mask has so few events that most can be passed over unseen.
    pub(super) is_sparse: bool,
    pub(super) categories: usize,
    /// 1 for each category that is wanted in the grid.
    pub(super) wanted: Vec<i32>,
    /// For each cell of the store its cell of the view, or one past the last, and its class.
    pub(super) places: Vec<[u32; 2]>,
    pub(super) marks: [Vec<Mark>; 3],
    /// The window's beginning in seconds, and its edges.
    pub(super) window: Option<(i64, [Edge; 2])>,
    bounds: Vec<Edge>,
    /// What is left, the next at the end.
    left: Vec<Piece>,
    rows: usize,
    rows_left: usize,
    sums: Sums,
}

impl Store {
    /// Begins to count the events of a mask: in a window by cell of a view, as [`Store::grid`] does,
    /// and in the windows between neighbours of ascending `bounds`, as [`Store::histogram`] does.
    /// Either may be left out: no window, or no bounds.
    #[must_use]
    pub fn scan(
        &self,
        view: &View,
        window: Option<Window>,
        wanted: &Categories,
        bounds: &[Second],
        mask: Arc<Mask>,
    ) -> Scan {
        let instants = window.iter().flat_map(|window| [window.begin().0, window.end().0]);
        let instants: Vec<i64> = instants.chain(bounds.iter().map(|bound| bound.0)).collect();
        let marks = self.marks(&instants);
        let edge = |at_s: i64| self.edge(&marks, at_s);
        let mut scan = Scan {
            categories: self.categories,
            wanted: (0..self.categories).map(|c| i32::from(wanted.has(c as u8))).collect(),
            places: places(view, self.categories),
            window: window.map(|w| (w.begin().0, [w.begin().0, w.end().0].map(edge))),
            bounds: bounds.iter().map(|bound| edge(bound.0)).collect(),
            left: Vec::new(),
            rows: 0,
            rows_left: 0,
            sums: Sums { counts: Vec::new(), tallies: Default::default() },
            view: view.clone(),
            is_sparse: mask.count() * SPARSE < mask.len(),
            mask,
            marks,
        };
        scan.sums = scan.nothing();
        scan.left = self.pieces(&scan);
        scan.rows = scan.left.iter().map(Piece::rows).sum();
        scan.rows_left = scan.rows;
        scan
    }

    /// As [`Store::grid`], of the events of a mask alone.
    #[must_use]
    pub fn grid_where(
        &self,
        view: &View,
        window: Window,
        wanted: &Categories,
        mask: &Arc<Mask>,
    ) -> Grid {
        let mut scan = self.scan(view, Some(window), wanted, &[], Arc::clone(mask));
        scan.advance(self, Duration::MAX);
        scan.grid()
    }

    /// As [`Store::histogram`], of the events of a mask alone.
    #[must_use]
    pub fn histogram_where(&self, view: &View, bounds: &[Second], mask: &Arc<Mask>) -> Histogram {
        let mut scan = self.scan(view, None, &Categories::NONE, bounds, Arc::clone(mask));
        scan.advance(self, Duration::MAX);
        scan.histogram()
    }

    fn marks(&self, instants: &[i64]) -> [Vec<Mark>; 3] {
        let begun = |part: &Part, at_s| Mark { rank: part.begins.rank(at_s), at_s };
        let ended = |part: &Part, at_s| Mark { rank: part.ended(at_s), at_s };
        let each = |of: &dyn Fn(i64) -> Mark| instants.iter().copied().map(of).collect::<Vec<_>>();
        // What began or ended before the first instant counts in differences of the two orders.
        let first = vec![Mark { rank: 0, at_s: i64::MIN }];
        let even = [each(&|at| begun(&self.even, at)), each(&|at| ended(&self.even, at))].concat();
        let begins = [first.clone(), each(&|at| begun(&self.uneven, at))].concat();
        let ends = [first, each(&|at| ended(&self.uneven, at))].concat();
        [even, begins, ends].map(|mut marks| {
            marks.sort_unstable_by_key(|mark| (mark.rank, mark.at_s));
            marks.dedup_by_key(|mark| mark.rank);
            marks
        })
    }

    fn edge(&self, [even, begins, ends]: &[Vec<Mark>; 3], at_s: i64) -> Edge {
        let find = |marks: &[Mark], rank| marks.partition_point(|mark| mark.rank < rank);
        Edge {
            even: (find(even, self.even.begins.rank(at_s)), find(even, self.even.ended(at_s))),
            begun: find(begins, self.uneven.begins.rank(at_s)),
            ended: find(ends, self.uneven.ended(at_s)),
        }
    }

    /// What is to be looked at, in an order that leaps through time.
    fn pieces(&self, scan: &Scan) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (order, marks) in [Order::Even, Order::Begins, Order::Ends].into_iter().zip(&scan.marks)
        {
            let (Some(first), Some(last)) = (marks.first(), marks.last()) else { continue };
            let cuts = (first.rank..last.rank).step_by(PIECE);
            pieces.extend(cuts.map(|at| Piece::Ranks(order, at, last.rank.min(at + PIECE))));
        }
        if scan.view.closer(self.level) {
            let [even, begins, _] = &scan.marks;
            for (part, marks) in [(&self.even, even), (&self.uneven, begins)] {
                let (Some(first), Some(last)) = (marks.first(), marks.last()) else { continue };
                for cell in &scan.view.cut {
                    let (low, high) = part.tiles.ranked(*cell as usize, first.rank, last.rank);
                    let cuts = (low..high).step_by(PIECE);
                    let even = part.ends.is_none();
                    pieces
                        .extend(cuts.map(|at| Piece::Rows(even, *cell, at, high.min(at + PIECE))));
                }
            }
        }
        leaping(pieces)
    }
}

/// The same, each far from the one before: steps of the golden section of their number.
fn leaping(pieces: Vec<Piece>) -> Vec<Piece> {
    let count = pieces.len();
    let divides = |step: usize| {
        let (mut a, mut b) = (step, count);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a > 1
    };
    let mut step = (count as f64 * 0.618) as usize;
    while count > 2 && divides(step) {
        step += 1;
    }
    let step = step.max(1);
    (0..count).filter_map(|at| pieces.get(at * step % count).copied()).collect()
}

fn places(view: &View, categories: usize) -> Vec<[u32; 2]> {
    let last = view.target.len() - 1;
    let area = view.area() as u32;
    let place = |(cell, target): (usize, &u32)| {
        let class = match *target {
            OUT if cell == last => NOWHERE,
            OUT => ELSEWHERE,
            _ => IN,
        };
        [(*target).min(area), (class * categories) as u32]
    };
    view.target.iter().enumerate().map(place).collect()
}

impl Piece {
    fn rows(&self) -> usize {
        match self {
            Self::Ranks(_, from, to) | Self::Rows(_, _, from, to) => to - from,
        }
    }
}

impl Scan {
    /// Counts on for about so long, at least a piece; tells whether all has been counted. The
    /// store is to be the one that the scan was begun with.
    pub fn advance(&mut self, store: &Store, budget: Duration) -> bool {
        let until = Instant::now().checked_add(budget);
        let pieces: Vec<Piece> = std::mem::take(&mut self.left).into_iter().rev().collect();
        let scan = &*self;
        let begin = || (scan.nothing(), true);
        let (left, states) = parallel::map_with(pieces, begin, |(sums, first), piece| {
            if !*first && until.is_some_and(|until| Instant::now() >= until) {
                return Some(piece);
            }
            *first = false;
            match piece {
                Piece::Ranks(order, from, to) => sums.ranks(scan, store, order, from, to),
                Piece::Rows(even, cell, from, to) => sums.rows(scan, store, even, cell, from, to),
            }
            None
        });
        for (sums, _) in states {
            self.sums.add(&sums);
        }
        self.left = left.into_iter().rev().flatten().collect();
        self.rows_left = self.left.iter().map(Piece::rows).sum();
        self.left.is_empty()
    }

    /// The share of what is to be looked at that has been, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        1.0 - self.rows_left as f64 / self.rows.max(1) as f64
    }

    /// What the window shows of the view, as far as it has been counted.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let counts = self.sums.counts.iter().take(self.view.area());
        let mut grid = Grid {
            counts: counts.map(|count| (*count).max(0).cast_unsigned()).collect(),
            in_view: vec![0; self.categories],
            anywhere: vec![0; self.categories],
            unplaced: vec![0; self.categories],
        };
        let Some((_, [from, to])) = &self.window else { return grid };
        let sums = self.between(&self.cumulated(), from, to);
        let classes: Vec<&[i64]> = sums.chunks_exact(self.categories).collect();
        let class = |class: usize| classes.get(class).copied().unwrap_or_default();
        // Where a view looks into cells, its events are found twice: by time, and by cell.
        let twice = usize::from(!self.view.cut.is_empty());
        for (category, anywhere) in grid.anywhere.iter_mut().enumerate() {
            let of = |at: usize| class(at).get(category).copied().unwrap_or_default();
            *anywhere = (twice..CLASSES).map(of).sum();
        }
        grid.in_view.copy_from_slice(class(IN));
        grid.unplaced.copy_from_slice(class(NOWHERE));
        grid
    }

    /// The counts between the bounds, as far as they have been counted.
    #[must_use]
    pub fn histogram(&self) -> Histogram {
        let sums = self.cumulated();
        let mut counts = Vec::new();
        for (from, to) in self.bounds.iter().zip(self.bounds.iter().skip(1)) {
            let all = self.between(&sums, from, to);
            counts.extend(all.into_iter().take(self.categories));
        }
        Histogram::new(counts, self.categories)
    }

    pub(super) fn width(&self) -> usize {
        CLASSES * self.categories
    }

    fn nothing(&self) -> Sums {
        let segments = |marks: &Vec<Mark>| marks.len().saturating_sub(1) * self.width();
        Sums {
            counts: vec![0; self.view.area() + 1],
            tallies: self.marks.each_ref().map(|marks| vec![0; segments(marks)]),
        }
    }

    /// By order, for each mark how many of each class and category come before it.
    fn cumulated(&self) -> [Vec<i64>; 3] {
        let width = self.width();
        self.sums.tallies.each_ref().map(|tallies| {
            let mut sums = vec![0i64; width];
            for segment in tallies.chunks_exact(width) {
                let last = sums.len() - width;
                for (at, tally) in segment.iter().enumerate() {
                    let before = sums.get(last + at).copied().unwrap_or_default();
                    sums.push(before + i64::from(*tally));
                }
            }
            sums
        })
    }

    /// What began before an instant and had not ended by another. In part of a count the ends may
    /// be ahead: never less than nothing.
    fn between(&self, [even, begins, ends]: &[Vec<i64>; 3], from: &Edge, to: &Edge) -> Vec<i64> {
        let width = self.width();
        let row = |sums: &[i64], mark: usize, at: usize| {
            sums.get(mark * width + at).copied().unwrap_or_default()
        };
        let difference = |at| {
            let even = row(even, to.even.0, at) - row(even, from.even.1, at);
            even + row(begins, to.begun, at) - row(ends, from.ended, at)
        };
        (0..width).map(|at| difference(at).max(0)).collect()
    }

    /// How an event of a rank counts in the window.
    pub(super) fn sign(&self, order: Order, rank: usize) -> i32 {
        let Some((_, [from, to])) = &self.window else { return 0 };
        let [even, begins, ends] = &self.marks;
        let before = |marks: &[Mark], mark: usize| marks.get(mark).is_some_and(|m| rank < m.rank);
        match order {
            Order::Even => i32::from(before(even, to.even.0) && !before(even, from.even.1)),
            Order::Begins => i32::from(before(begins, to.begun)),
            Order::Ends => -i32::from(before(ends, from.ended)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So that a part of a scan is no part of time alone.
    #[test]
    fn the_first_half_of_the_pieces_is_from_all_over_time() {
        for count in 0..400 {
            let pieces = (0..count).map(|at| Piece::Ranks(Order::Even, at, at + 1)).collect();
            let order: Vec<usize> = leaping(pieces)
                .iter()
                .map(|piece| match piece {
                    Piece::Ranks(_, at, _) | Piece::Rows(_, _, at, _) => *at,
                })
                .collect();
            let mut all = order.clone();
            all.sort_unstable();
            assert_eq!(all, (0..count).collect::<Vec<_>>(), "each once");
            let mut thirds: Vec<usize> =
                order[..count.div_ceil(2)].iter().map(|at| at * 3 / count).collect();
            thirds.sort_unstable();
            thirds.dedup();
            assert!(count < 12 || thirds == [0, 1, 2], "{count}: {thirds:?}");
        }
    }
}
