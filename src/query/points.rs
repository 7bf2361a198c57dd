//! Events at spots, one by one, for a graphics device that counts them itself.

use super::EventIndex;
use crate::model::Window;
use crate::store::{Met, Point};

impl EventIndex {
    /// What stands at spots, in four parts: an event at several spots is at each of them, as in
    /// [`Self::spots_in`]. Whatever comes to narrow that has to narrow this, or two windows would
    /// show two pictures.
    #[must_use]
    pub fn points(&self) -> Vec<Vec<Point>> {
        self.spot_stores().iter().flat_map(|(store, _)| store.points()).collect()
    }

    /// What a window meets of each of these parts.
    #[must_use]
    pub fn points_met(&self, window: Window) -> Vec<Met> {
        self.spot_stores().iter().flat_map(|(store, _)| store.met(window)).collect()
    }
}
