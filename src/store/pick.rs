//! Which events lie under the pointer.

use super::view::OUT;
use super::{Categories, Store, View};
use crate::model::Window;

/// Events of a view in a window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// The latest of them, newest first: positions in the order in which they were pushed.
    pub events: Vec<u32>,
    /// How many there are in all.
    pub total: usize,
}

impl Store {
    /// The events that may have been in a window and lie in a view, at most `limit`
    /// of them, those that begin last first.
    #[must_use]
    pub fn pick(&self, view: &View, window: Window, wanted: &Categories, limit: usize) -> Pick {
        let mut latest: Vec<(i64, u32)> = Vec::new();
        let mut total = 0;
        let from_s = window.begin().0;
        for part in [&self.even, &self.uneven] {
            let (begun, ended) = part.ranks(from_s, window.end().0);
            let first = if part.ends.is_some() { 0 } else { ended };
            for number in self.cells_of(view) {
                let code = self.cells.get(number).copied().unwrap_or_default();
                let (low, high) = part.tiles.ranked(number, first, begun);
                let mut kept = 0;
                for at in (low..high).rev() {
                    let tiles = &part.tiles;
                    let (Some(category), Some(within), Some(rank)) =
                        (tiles.category.get(at), tiles.within.get(at), tiles.rank.get(at))
                    else {
                        continue;
                    };
                    let over = tiles.end_s.get(at).is_some_and(|end| *end <= from_s);
                    let seen = !view.closer(self.level)
                        || view.slot_within(self.level, code, *within) != OUT;
                    if over || !seen || !wanted.has(*category) {
                        continue;
                    }
                    total += 1;
                    kept += 1;
                    if kept <= limit {
                        let time = part.begins.time_s.get(*rank as usize);
                        let event = part.rows.get(*rank as usize);
                        latest.extend(time.copied().zip(event.copied()));
                    }
                }
            }
        }
        latest.sort_unstable_by_key(|(time, event)| (std::cmp::Reverse(*time), *event));
        latest.truncate(limit);
        Pick { events: latest.into_iter().map(|(_, event)| event).collect(), total }
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
