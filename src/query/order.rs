//! Dated events in the order of time: what a window meets of them is a range and the few that began
//! before it and go on.

use super::ranks::Ranks;
use crate::model::{EventId, Window};
use crate::store::{Kept, Mask};
use crate::system::Column;
use std::collections::HashMap;
use std::sync::Arc;

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
#[derive(Clone, Debug, Default)]
pub struct TimeOrder {
    ids: Column<EventId>,
    begin_s: Column<i64>,
    end_s: Column<i64>,
    category: Column<u8>,
    /// The length in seconds that most have.
    length_s: i64,
    /// Where the longer ones lie in the columns.
    longer: Column<u32>,
    /// Which of the columns' events it has, where these are not all.
    kept: Option<Arc<Kept>>,
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
            kept: None,
        }
    }

    /// Some of the events in the same order; the columns are shared.
    pub(super) fn narrowed(&self, mask: &Mask) -> Self {
        let ids: &[u32] = bytemuck::cast_slice(&self.ids);
        let kept = Kept::of(ids, mask, self.kept.as_deref());
        Self { kept: Some(Arc::new(kept)), ..self.clone() }
    }

    /// Whether the event at a position of the columns is one of those that it has.
    fn keeps(&self, at: usize) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.has(at))
    }

    /// The rank of the event at a position of the columns, or of the next that it has.
    pub(super) fn rank_of(&self, at: usize) -> usize {
        self.kept.as_ref().map_or(at, |kept| kept.before(at))
    }

    /// Where the event of a rank lies in the columns.
    pub(super) fn position(&self, rank: usize) -> Option<usize> {
        self.kept.as_ref().map_or(Some(rank), |kept| kept.nth(rank))
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
        fits.then_some(Self { ids, begin_s, end_s, category, length_s, longer, kept: None })
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
        self.kept.as_ref().map_or(self.ids.len(), |kept| kept.count())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The event at a rank.
    #[must_use]
    pub fn id(&self, rank: usize) -> Option<EventId> {
        self.ids.get(self.position(rank)?).copied()
    }

    /// The category of the event at a rank, by its number.
    #[must_use]
    pub fn category(&self, rank: usize) -> Option<u8> {
        self.category.get(self.position(rank)?).copied()
    }

    /// How many begin before an instant, in seconds.
    #[must_use]
    pub fn begun(&self, at_s: i64) -> usize {
        self.rank_of(self.begun_before(at_s))
    }

    /// The same in positions of the columns.
    fn begun_before(&self, at_s: i64) -> usize {
        self.begin_s.partition_point(|begin| *begin < at_s)
    }

    /// The events that may have been in a window, taken for all that lies between their ends.
    #[must_use]
    pub fn meeting(&self, window: Window) -> Ranks {
        let from_s = window.begin().0;
        let (first, last) = (self.begun_before(from_s), self.begun_before(window.end().0));
        // Those of the common length or shorter that go on at its beginning began shortly before.
        let near = self.begun_before(from_s.saturating_sub(self.length_s).saturating_add(1));
        let goes_on =
            |at: &usize| self.end_s.get(*at).is_some_and(|end| *end > from_s) && self.keeps(*at);
        let before = self.longer.partition_point(|at| (*at as usize) < near);
        let longer = self.longer.get(..before).unwrap_or_default().iter().map(|at| *at as usize);
        let single = longer.chain(near..first).filter(goes_on).map(|at| number(self.rank_of(at)));
        Ranks::new(single, number(self.rank_of(first))..number(self.rank_of(last)))
    }
}

fn number(rank: usize) -> u32 {
    u32::try_from(rank).unwrap_or(u32::MAX)
}
