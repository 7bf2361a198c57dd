//! What the window remembers from one start to the next: choices of taste, nothing about the data.

use crate::app::table::TableChoices;
use crate::app::{Appearance, NamedFilter, Outside, State, TimelineChoices};
use serde::{Deserialize, Serialize};

const KEY: &str = "chronotope.preferences";

/// The choices that are kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    appearance: Appearance,
    outside: Outside,
    timeline: TimelineChoices,
    table: TableChoices,
    filters: Vec<NamedFilter>,
    tour_seen: bool,
    less_motion: bool,
}

impl Preferences {
    /// As stored; the defaults where nothing is.
    #[must_use]
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        storage.and_then(|s| eframe::get_value(s, KEY)).unwrap_or_default()
    }

    /// Whether the tour was ended before.
    #[must_use]
    pub fn tour_seen(&self) -> bool {
        self.tour_seen
    }

    /// Puts them into a state.
    pub fn give(self, state: &mut State) {
        state.give_saved_filters(self.filters);
        let session = &mut state.session;
        session.table = self.table;
        session.less_motion = self.less_motion;
        session.appearance = self.appearance;
        session.outside = self.outside;
        session.timeline = self.timeline;
        state.tell_time();
    }

    /// Takes them from a state and stores them.
    pub fn save(state: &State, tour_seen: bool, storage: &mut dyn eframe::Storage) {
        let session = &state.session;
        let now = Self {
            appearance: session.appearance,
            outside: session.outside,
            timeline: session.timeline.clone(),
            table: session.table.clone(),
            tour_seen,
            less_motion: session.less_motion,
            filters: state.filters().saved().to_vec(),
        };
        eframe::set_value(storage, KEY, &now);
    }
}
