//! Dated events in the order of time: what a window meets of them is a range and the few that began
//! before it and go on.

use super::ranks::Ranks;
use crate::model::{EventId, Window};
use crate::system::{Column, parallel};
use bytemuck::Pod;
use std::collections::HashMap;

/// Events looked at to find the commonest length.
const SAMPLE: usize = 100_000;

/// One dated event as it is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub begin_s: i64,
    pub end_s: i64,
    pub id: EventId,
    pub category: u8,
}

/// Dated events by begin, then by end.
#[derive(Debug, Default)]
pub struct TimeOrder {
    ids: Column<EventId>,
    begin_s: Column<i64>,
    end_s: Column<i64>,
    category: Column<u8>,
    /// The length in seconds that most have.
    length_s: i64,
    /// Ranks of the longer ones.
    longer: Column<u32>,
}

impl TimeOrder {
    pub(super) fn new(mut keys: Vec<Key>) -> Self {
        keys.sort_unstable();
        let mut lengths: HashMap<i64, usize> = HashMap::new();
        for key in keys.iter().step_by((keys.len() / SAMPLE).max(1)) {
            *lengths.entry(key.end_s.saturating_sub(key.begin_s)).or_default() += 1;
        }
        let most = lengths.into_iter().max_by_key(|(length, count)| (*count, -*length));
        let length_s = most.map_or(1, |(length, _)| length);
        let longer = keys.iter().enumerate();
        let longer = longer.filter(|(_, k)| k.end_s.saturating_sub(k.begin_s) > length_s);
        let longer: Vec<u32> = longer.filter_map(|(rank, _)| u32::try_from(rank).ok()).collect();
        Self {
            longer: longer.into(),
            ids: keys.iter().map(|key| key.id).collect::<Vec<_>>().into(),
            begin_s: keys.iter().map(|key| key.begin_s).collect::<Vec<_>>().into(),
            end_s: keys.iter().map(|key| key.end_s).collect::<Vec<_>>().into(),
            category: keys.iter().map(|key| key.category).collect::<Vec<_>>().into(),
            length_s,
        }
    }

    /// Some of the events, in the same order, and the old ranks of those that are kept.
    pub(super) fn narrowed(&self, keeps: impl Fn(EventId) -> bool + Sync) -> (Self, Vec<u32>) {
        /// Ranks that a thread looks at in one go.
        const PIECE: usize = 1 << 17;
        let pieces = (0..self.len()).step_by(PIECE).collect();
        let ids: &[EventId] = &self.ids;
        let kept: Vec<Vec<u32>> = parallel::map(pieces, |from: usize| {
            let piece = ids.get(from..ids.len().min(from + PIECE)).unwrap_or_default();
            let ranks = piece.iter().zip(number(from)..);
            ranks.filter(|(id, _)| keeps(**id)).map(|(_, rank)| rank).collect()
        });
        let kept = kept.concat();
        let longer = self.longer.iter().filter_map(|old| kept.binary_search(old).ok());
        let narrowed = Self {
            longer: longer.map(number).collect::<Vec<_>>().into(),
            ids: taken(&self.ids, &kept).into(),
            begin_s: taken(&self.begin_s, &kept).into(),
            end_s: taken(&self.end_s, &kept).into(),
            category: taken(&self.category, &kept).into(),
            length_s: self.length_s,
        };
        (narrowed, kept)
    }

    /// What lay in columns; nothing where they do not fit each other.
    pub(super) fn from_columns(
        ids: Column<EventId>,
        begin_s: Column<i64>,
        end_s: Column<i64>,
        category: Column<u8>,
        length_s: i64,
        longer: Column<u32>,
    ) -> Option<Self> {
        let count = ids.len();
        let fits = [begin_s.len(), end_s.len(), category.len()].iter().all(|len| *len == count);
        fits.then_some(Self { ids, begin_s, end_s, category, length_s, longer })
    }

    /// The length in seconds that most have.
    pub(super) fn length_s(&self) -> i64 {
        self.length_s
    }

    /// The bytes of its columns, in the order of [`Self::from_columns`].
    pub(super) fn columns(&self) -> [&[u8]; 5] {
        [
            bytemuck::cast_slice(&self.ids),
            bytemuck::cast_slice(&self.begin_s),
            bytemuck::cast_slice(&self.end_s),
            &self.category,
            bytemuck::cast_slice(&self.longer),
        ]
    }

    /// How many dated events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The event at a rank.
    #[must_use]
    pub fn id(&self, rank: usize) -> Option<EventId> {
        self.ids.get(rank).copied()
    }

    /// The category of the event at a rank, by its number.
    #[must_use]
    pub fn category(&self, rank: usize) -> Option<u8> {
        self.category.get(rank).copied()
    }

    /// How many begin before an instant, in seconds.
    #[must_use]
    pub fn begun(&self, at_s: i64) -> usize {
        self.begin_s.partition_point(|begin| *begin < at_s)
    }

    /// The events that may have been in a window, taken for all that lies between their ends.
    #[must_use]
    pub fn meeting(&self, window: Window) -> Ranks {
        let from_s = window.begin().0;
        let (first, last) = (self.begun(from_s), self.begun(window.end().0));
        // Those of the common length or shorter that go on at its beginning began shortly before.
        let near = self.begun(from_s.saturating_sub(self.length_s).saturating_add(1));
        let goes_on = |rank: &u32| self.end_s.get(*rank as usize).is_some_and(|end| *end > from_s);
        let before = self.longer.partition_point(|rank| (*rank as usize) < near);
        let longer = self.longer.get(..before).unwrap_or_default().iter().copied();
        let near = number(near)..number(first);
        Ranks::new(longer.chain(near).filter(goes_on), number(first)..number(last))
    }
}

/// What a column has at ascending positions.
fn taken<T: Pod>(column: &[T], at: &[u32]) -> Vec<T> {
    at.iter().filter_map(|at| column.get(*at as usize).copied()).collect()
}

fn number(rank: usize) -> u32 {
    u32::try_from(rank).unwrap_or(u32::MAX)
}
