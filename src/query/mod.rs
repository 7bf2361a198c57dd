//! Floor 3: filters and window in, matching events out, and what they hide.
//!
//! An [`EventIndex`] is made once for a dataset; a [`Query`] run on it costs the same for ten events
//! and for ten million, since nothing is worked out for an event until somebody asks for it.

#[cfg(test)]
pub(crate) mod arbitrary;
mod extent;
mod filter;
mod grouped;
mod index;
mod order;
mod points;
mod ranks;
mod rough;
mod spots;
#[cfg(test)]
mod tests;

pub use extent::extent;
pub use filter::{
    Actors, DatePrecision, Facet, Failing, Filter, FilterSums, PlacePrecision, Region, TextIndex,
    Traits,
};
pub use grouped::Grouped;
pub use index::{CategoryEntry, EventIndex, all_time};
pub use order::TimeOrder;
pub use ranks::Ranks;
pub use rough::{Rough, SPOT_M, is_rough};
pub use spots::{Area, CellEvents, SpotView, Spots};

use crate::model::{Event, EventId, EventKind, Overlap, TimeSpan, Window};
use std::sync::Arc;

/// Where an event stands under a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It meets the window; `certain` is false when only its doubtful part does.
    Shown {
        /// Whether it meets the window whatever the truth within its bounds.
        certain: bool,
    },
    /// It has a date, outside the window.
    Outside,
    /// It has no date: the window says nothing about it.
    Undated,
    /// A filter hides it, whatever its date.
    Filtered,
}

/// What the user asks to see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// The slider's window; nothing means all of time.
    pub window: Option<Window>,
}

/// How many events stand where. Every event counts once in `shown`, `outside`, `undated` or
/// `filtered`; `unplaced` counts those of the first three that have no place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events that meet the window.
    pub shown: usize,
    /// Dated events that the window hides.
    pub outside: usize,
    /// Events without a date.
    pub undated: usize,
    /// Events without a place: on the timeline only.
    pub unplaced: usize,
    /// Events that filters hide.
    pub filtered: usize,
}

/// The answer to a query: sums, and where each event stands, worked out when it is asked for.
#[derive(Clone, Debug)]
pub struct Matches {
    index: Arc<EventIndex>,
    query: Query,
    /// The sums.
    pub counts: Counts,
    /// By category, its events with a place that the map shows: those in the window and those
    /// without a date.
    pub placed: Vec<usize>,
}

impl Query {
    /// Where one event stands.
    #[must_use]
    pub fn standing(&self, event: &Event) -> Standing {
        match (&event.when, self.window) {
            (None, _) => Standing::Undated,
            (Some(_), None) => Standing::Shown { certain: true },
            (Some(when), Some(window)) => match meeting(event, when, window) {
                Overlap::Certain => Standing::Shown { certain: true },
                Overlap::Possible => Standing::Shown { certain: false },
                Overlap::No => Standing::Outside,
            },
        }
    }

    /// Where the events of a dataset stand.
    #[must_use]
    pub fn run(&self, index: &Arc<EventIndex>) -> Matches {
        let window = self.window.unwrap_or_else(all_time);
        let dated = index.dated.anywhere(window);
        let nowhere = index.nowhere.anywhere(window);
        let gapped = self.missed(index, window);
        let met = dated.iter().sum::<i64>();
        let shown = usize::try_from(met).unwrap_or_default().saturating_sub(gapped.len());
        let mut placed: Vec<usize> = index
            .categories
            .iter()
            .zip(dated.iter().zip(&nowhere))
            .map(|(entry, (dated, nowhere))| {
                usize::try_from(dated - nowhere).unwrap_or_default() + entry.undated_placed
            })
            .collect();
        for rank in gapped {
            let placed_there = index.order().id(rank).and_then(|id| index.dataset.event(id));
            let category = index.order().category(rank).map(usize::from);
            if placed_there.is_some_and(|event| !event.places.is_empty())
                && let Some(sum) = category.and_then(|category| placed.get_mut(category))
            {
                *sum = sum.saturating_sub(1);
            }
        }
        let counts = Counts {
            shown,
            outside: index.order().len().saturating_sub(shown),
            undated: index.undated().len(),
            unplaced: index.unplaced().len(),
            filtered: index.filtered(),
        };
        Matches { index: Arc::clone(index), query: self.clone(), counts, placed }
    }

    /// Ranks of states whose dates have a gap where the window lies.
    fn missed(&self, index: &EventIndex, window: Window) -> Vec<usize> {
        let gapped = index.gapped.iter().map(|rank| *rank as usize);
        let missed = gapped.filter(|rank| {
            let event = index.order().id(*rank).and_then(|id| index.dataset.event(id));
            event.is_some_and(|event| {
                let within = event
                    .hull()
                    .is_some_and(|(begin, end)| begin < window.end() && end > window.begin());
                within && self.standing(&event) == Standing::Outside
            })
        });
        missed.collect()
    }
}

/// A state holds throughout its span; what happened did so at some time within it.
fn meeting(event: &Event, when: &TimeSpan, window: Window) -> Overlap {
    match event.kind {
        EventKind::State(_) => when.overlap(window),
        EventKind::Happening => when.overlap_within(window),
    }
}

impl Matches {
    /// Where an event stands; one that is not in the dataset counts as undated.
    #[must_use]
    pub fn of(&self, event: EventId) -> Standing {
        if !self.index.has(event) {
            return Standing::Filtered;
        }
        let dataset = &self.index.dataset;
        if let Some(event) = dataset.events.get(event.index()) {
            return self.query.standing(event);
        }
        let key = dataset.row_key(event);
        let span = key.and_then(|key| Some((key.span?, key.doubted)));
        match (span, self.query.window) {
            (None, _) => Standing::Undated,
            (Some(_), None) => Standing::Shown { certain: true },
            (Some(((begin, end), doubted)), Some(window)) => {
                // As of what happened: within its bounds, at a time that is not known.
                if end <= window.begin() || window.end() <= begin {
                    Standing::Outside
                } else {
                    let within = window.begin() <= begin && end <= window.end();
                    Standing::Shown { certain: within && !doubted }
                }
            }
        }
    }

    /// What was asked.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The window that was asked for; all of time where there was none.
    #[must_use]
    pub fn window(&self) -> Window {
        self.query.window.unwrap_or_else(all_time)
    }

    /// The events that were asked.
    #[must_use]
    pub fn index(&self) -> &Arc<EventIndex> {
        &self.index
    }
}
