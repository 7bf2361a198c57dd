//! Which events lie under the pointer.

use super::view::OUT;
use super::{Categories, Part, Store, View};
use crate::model::Window;

/// Events of a view in a window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// The latest of them, newest first: positions in the order in which they were pushed.
    pub events: Vec<u32>,
    /// How many there are in all.
    pub total: usize,
}

/// With more events than this in the cells of a view, it pays to take their number from the cube.
const WALKED: usize = 20_000;

/// What is looked for.
struct Wish<'a> {
    view: &'a View,
    window: Window,
    wanted: &'a Categories,
    limit: usize,
    /// Whether the number of events is known otherwise: then none is looked at that is not shown.
    counted: bool,
}

/// The latest events so far, and some more that are not.
struct Latest {
    limit: usize,
    /// Beginnings and positions.
    found: Vec<(i64, u32)>,
    /// What begins earlier is not among the latest.
    since_s: i64,
}

impl Latest {
    fn push(&mut self, begin_s: i64, event: Option<u32>) {
        self.found.extend(event.map(|event| (begin_s, event)));
        if self.found.len() > self.limit.max(32).saturating_mul(2) && self.limit > 0 {
            let (_, last, _) = self.found.select_nth_unstable_by_key(self.limit - 1, newest_first);
            self.since_s = last.0;
            self.found.truncate(self.limit);
        }
    }

    fn sorted(mut self) -> Vec<u32> {
        self.found.sort_unstable_by_key(newest_first);
        self.found.truncate(self.limit);
        self.found.into_iter().map(|(_, event)| event).collect()
    }
}

fn newest_first((begin_s, event): &(i64, u32)) -> (std::cmp::Reverse<i64>, u32) {
    (std::cmp::Reverse(*begin_s), *event)
}

impl Store {
    /// The events that may have been in a window and lie in a view, at most `limit`
    /// of them, those that begin last first.
    #[must_use]
    pub fn pick(&self, view: &View, window: Window, wanted: &Categories, limit: usize) -> Pick {
        let counted = !view.closer(self.level) && view.touched > WALKED;
        let wish = Wish { view, window, wanted, limit, counted };
        let mut pick = self.picked(&wish);
        if counted {
            pick.total =
                [&self.even, &self.uneven].map(|part| self.total(part, &wish)).iter().sum();
        }
        pick
    }

    fn total(&self, part: &Part, wish: &Wish<'_>) -> usize {
        let ranks = part.ranks(wish.window.begin().0, wish.window.end().0);
        let counts = self.counted(part, wish.view, ranks, wish.wanted);
        let wanted = counts.iter().enumerate().filter(|(at, _)| wish.wanted.has(*at as u8));
        wanted.map(|(_, count)| (*count).max(0) as usize).sum()
    }

    fn picked(&self, wish: &Wish<'_>) -> Pick {
        let mut latest = Latest { limit: wish.limit, found: Vec::new(), since_s: i64::MIN };
        let mut total = 0;
        for part in [&self.even, &self.uneven] {
            let (begun, ended) = part.ranks(wish.window.begin().0, wish.window.end().0);
            let ranks = (if part.ends.is_some() { 0 } else { ended }, begun);
            for number in self.cells_of(wish.view) {
                total += self.pick_cell(part, number, ranks, wish, &mut latest);
            }
        }
        Pick { events: latest.sorted(), total }
    }

    /// Adds the latest events of a cell with their beginnings, and tells how many it has.
    fn pick_cell(
        &self,
        part: &Part,
        cell: usize,
        (first, begun): (usize, usize),
        wish: &Wish<'_>,
        latest: &mut Latest,
    ) -> usize {
        let from_s = wish.window.begin().0;
        let closer = wish.view.closer(self.level);
        let code = self.cells.get(cell).copied().unwrap_or_default();
        let (low, high) = part.tiles.ranked(cell, first, begun);
        let tiles = &part.tiles;
        let (ranks, within): (&[u32], &[[u16; 2]]) = (&tiles.rank, &tiles.within);
        let (categories, ends_s): (&[u8], &[i64]) = (&tiles.category, &tiles.end_s);
        let (times_s, rows): (&[i64], &[u32]) = (&part.begins.time_s, &part.rows);
        let mut found = 0;
        for at in (low..high).rev() {
            let (Some(category), Some(within), Some(rank)) =
                (categories.get(at), within.get(at), ranks.get(at))
            else {
                continue;
            };
            let rank = *rank as usize;
            let over = ends_s.get(at).is_some_and(|end| *end <= from_s);
            let seen = !closer || wish.view.slot_within(self.level, code, *within) != OUT;
            if over || !seen || !wish.wanted.has(*category) || !part.begins.keeps(rank) {
                continue;
            }
            found += 1;
            let begin_s = times_s.get(rank).copied().unwrap_or(i64::MIN);
            if found <= wish.limit && begin_s >= latest.since_s {
                latest.push(begin_s, rows.get(rank).copied());
            } else if wish.counted {
                break;
            }
        }
        found
    }

    /// The store's cells that a view touches.
    fn cells_of<'a>(&'a self, view: &'a View) -> Box<dyn Iterator<Item = usize> + 'a> {
        if view.closer(self.level) {
            return Box::new(view.cut.iter().map(|number| *number as usize));
        }
        let inside = view.target.iter().enumerate().filter(|(_, target)| **target != OUT);
        Box::new(inside.map(|(number, _)| number))
    }
}
