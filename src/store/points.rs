//! Events one by one, for a graphics device that counts them itself: uploaded once, they answer any
//! window by two numbers.

use super::{Part, Store};
use crate::model::Window;

/// An event as a device counts it: four numbers in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Where, in the world's fixed point, to the cells of [`Store::deepest`].
    pub at: [u32; 2],
    /// How many events of its part end before it does: it is over once more than these are.
    pub over: u32,
    /// Its category; [`Point::NOWHERE`] where it is unplaced.
    pub category: u32,
}

impl Point {
    /// In place of a category: not on the map, or not of a subset.
    pub const NOWHERE: u32 = u32::MAX;
}

/// What a window meets of one part of a store: the points before `begun` by position whose
/// [`Point::over`] is not below `over`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// How many begin before the window's end.
    pub begun: u32,
    /// How many are over by its beginning.
    pub over: u32,
    /// Whether these are the first `over` points, so that none of them need be looked at.
    pub in_order: bool,
}

impl Store {
    /// All events in two parts, those of each in the order of their beginnings.
    #[must_use]
    pub fn points(&self) -> [Vec<Point>; 2] {
        [&self.even, &self.uneven].map(|part| part.points(&self.cells, self.level))
    }

    /// What a window meets of either part: every event that may have been in it.
    #[must_use]
    pub fn met(&self, window: Window) -> [Met; 2] {
        let number = |rank: usize| u32::try_from(rank).unwrap_or(u32::MAX);
        [&self.even, &self.uneven].map(|part| {
            let (begun, over) = part.ranks(window.begin().0, window.end().0);
            Met { begun: number(begun), over: number(over), in_order: part.ends.is_none() }
        })
    }
}

impl Part {
    fn points(&self, cells: &[u32], level: u32) -> Vec<Point> {
        let nowhere = Point { at: [0; 2], over: 0, category: Point::NOWHERE };
        let mut points = vec![nowhere; self.begins.len()];
        let mask = (1 << level) - 1;
        for (number, code) in cells.iter().enumerate() {
            let (low, high) = self.tiles.range(number);
            let corner = [code & mask, code >> level];
            for at in low..high {
                let tiles = &self.tiles;
                let (Some(rank), Some([x, y]), Some(category)) =
                    (tiles.rank.get(at), tiles.within.get(at), tiles.category.get(at))
                else {
                    continue;
                };
                if !self.begins.keeps(*rank as usize) {
                    continue;
                }
                let [column, row] = corner;
                let part = |cell: u32, within: u16| {
                    cell << (32 - level) | u32::from(within) << (16 - level)
                };
                let over = match (&self.ends, tiles.end_s.get(at)) {
                    (Some(ends), Some(end_s)) => u32::try_from(ends.rank(*end_s)),
                    _ => Ok(*rank),
                };
                if let Some(slot) = points.get_mut(*rank as usize) {
                    *slot = Point {
                        at: [part(column, *x), part(row, *y)],
                        over: over.unwrap_or(u32::MAX),
                        category: u32::from(*category),
                    };
                }
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Second;
    use crate::store::{Builder, Categories, Mask, Row};
    use proptest::prelude::*;

    fn row() -> impl Strategy<Value = Row> {
        let at = proptest::option::weighted(0.9, (any::<u32>(), any::<u32>()));
        // Most last a day, some longer, and a few are anywhere in time.
        let length = prop_oneof![4 => Just(86_400_i64), 1 => 1..900_000_i64, 1 => Just(1 << 61)];
        (at, -2_000_000..2_000_000_i64, length, 0..4_u8).prop_map(
            |(at, begin, length, category)| {
                let begin = if length > 1 << 60 { -(1 << 60) } else { begin };
                Row {
                    at: at.map(|(x, y)| [x, y]),
                    begin: Second(begin),
                    end: Second(begin + length),
                    category,
                }
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn points_counted_one_by_one_are_the_grid(
            rows in proptest::collection::vec(row(), 0..300),
            from in -2_100_000..2_100_000_i64, length in 1..3_000_000_i64,
            level in 1..14_u32, left in any::<u32>(), top in any::<u32>(),
            every in proptest::option::of(1..4_u32),
        ) {
            let mut builder = Builder::new(4);
            rows.iter().for_each(|row| builder.push(*row));
            // All of them, or some that a filter leaves.
            let store = builder.build();
            let some = |every| Mask::of(rows.len(), |event| event.is_multiple_of(every));
            let store = match every {
                Some(every) => store.subset(&some(every)),
                None => store,
            };
            let window = Window::new(Second(from), Second(from + length));
            let side = 1 << level;
            let view = store.view(level, left % side, top % side, 40, 30);
            let mut counts = vec![0u32; view.width() * view.height()];
            for (points, met) in store.points().iter().zip(store.met(window)) {
                for (at, point) in points.iter().enumerate().take(met.begun as usize) {
                    prop_assert!(!met.in_order || (point.over < met.over) == (at < met.over as usize)
                        || point.category == Point::NOWHERE);
                    let [x, y] = point.at.map(|part| part >> (32 - level));
                    let column = x.wrapping_sub(left % side) & (side - 1);
                    let row = y.wrapping_sub(top % side);
                    let inside = (column as usize) < view.width() && (row as usize) < view.height();
                    if point.over >= met.over && point.category != Point::NOWHERE && inside {
                        counts[row as usize * view.width() + column as usize] += 1;
                    }
                }
            }
            prop_assert_eq!(counts, store.grid(&view, window, &Categories::ALL).counts);
        }
    }
}
