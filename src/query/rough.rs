use crate::model::{Place, PlaceId, PlaceShape, Second, Window};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The largest uncertainty radius, in metres, of what counts as a spot on the map: a town with its
/// surroundings. What is known less well (a province, a country) is never rounded to a point.
pub const SPOT_M: f64 = 25_000.0;

/// Whether a place is ground rather than a spot.
#[must_use]
pub fn is_rough(place: &Place) -> bool {
    place.radius_m > SPOT_M || matches!(place.shape, PlaceShape::Area(_))
}

/// A place known only roughly, with the times of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rough {
    /// Which place.
    pub place: PlaceId,
    begin_s: Vec<i64>,
    end_s: Vec<i64>,
    categories: HashMap<u8, u32>,
}

impl Rough {
    pub(super) fn new(place: PlaceId) -> Self {
        Self { place, begin_s: Vec::new(), end_s: Vec::new(), categories: HashMap::new() }
    }

    pub(super) fn push(&mut self, begin: Second, end: Second, category: u8) {
        self.begin_s.push(begin.0);
        self.end_s.push(end.0.max(begin.0.saturating_add(1)));
        *self.categories.entry(category).or_default() += 1;
    }

    pub(super) fn sorted(all: HashMap<PlaceId, Self>) -> Vec<Self> {
        let mut all: Vec<Self> = all.into_values().collect();
        for rough in &mut all {
            rough.begin_s.sort_unstable();
            rough.end_s.sort_unstable();
        }
        all.sort_unstable_by_key(|rough| (Reverse(rough.len()), rough.place));
        all
    }

    /// How many events there are at it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.begin_s.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.begin_s.is_empty()
    }

    /// How many of its events may have been in a window; undated ones always.
    #[must_use]
    pub fn meeting(&self, window: Window) -> usize {
        let begun = self.begin_s.partition_point(|begin| *begin < window.end().0);
        let ended = self.end_s.partition_point(|end| *end <= window.begin().0);
        begun.saturating_sub(ended)
    }

    /// The number of the category that most of its events have.
    #[must_use]
    pub fn category(&self) -> Option<u8> {
        let most = self.categories.iter().max_by_key(|(code, count)| (**count, Reverse(**code)));
        most.map(|(code, _)| *code)
    }
}
