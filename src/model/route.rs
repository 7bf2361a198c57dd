use super::{Event, PlaceId};
use serde::{Deserialize, Serialize};

/// From where to where something moved: a withdrawal, a visit, a deployment. The ends need not be
/// among [`Event::places`], which say where it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Route {
    /// Where it set out.
    pub from: PlaceId,
    /// Where it went.
    pub to: PlaceId,
}

impl Route {
    /// A way between two places; nothing where they are one.
    #[must_use]
    pub fn new(from: PlaceId, to: PlaceId) -> Option<Self> {
        (from != to).then_some(Self { from, to })
    }

    /// The same way with its ends under other numbers; nothing where these are one.
    #[must_use]
    pub fn moved(self, by: impl Fn(PlaceId) -> PlaceId) -> Option<Self> {
        Self::new(by(self.from), by(self.to))
    }

    /// Both ends.
    #[must_use]
    pub fn ends(self) -> [PlaceId; 2] {
        [self.from, self.to]
    }
}

impl Event {
    /// Every place that it has to do with, each once: where it happened, and the ends of its way.
    pub fn all_places(&self) -> impl Iterator<Item = PlaceId> + '_ {
        let ends = self.route.into_iter().flat_map(Route::ends);
        self.places.iter().copied().chain(ends.filter(|end| !self.places.contains(end)))
    }
}
