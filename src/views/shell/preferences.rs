//! What the window remembers from one start to the next: choices of taste, nothing about the data.

use crate::app::table::TableChoices;
use crate::app::{Appearance, Layers, NamedFilter, Outside, State, TimelineChoices};
use crate::model::Language;
use serde::{Deserialize, Serialize};

const KEY: &str = "chronotope.preferences";

/// The choices that are kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    appearance: Appearance,
    names: Option<Language>,
    outside: Outside,
    timeline: TimelineChoices,
    table: TableChoices,
    filters: Vec<NamedFilter>,
    tour_seen: bool,
    less_motion: bool,
    /// What the map is made of.
    pub layers: Layers,
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
        session.names = self.names;
        session.outside = self.outside;
        session.timeline = self.timeline;
        session.layers = self.layers.sound();
        state.tell_time();
    }

    /// Takes them from a state and stores them.
    pub fn save(state: &State, tour_seen: bool, storage: &mut dyn eframe::Storage) {
        let session = &state.session;
        let now = Self {
            appearance: session.appearance,
            names: session.names,
            outside: session.outside,
            timeline: session.timeline.clone(),
            table: session.table.clone(),
            layers: session.layers.clone(),
            tour_seen,
            less_motion: session.less_motion,
            filters: state.filters().saved().to_vec(),
        };
        eframe::set_value(storage, KEY, &now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{State, TilesFrom};
    use crate::model::Dataset;
    use std::collections::HashMap;

    #[derive(Default)]
    struct Kept(HashMap<String, String>);

    impl eframe::Storage for Kept {
        fn get_string(&self, key: &str) -> Option<String> {
            self.0.get(key).cloned()
        }
        fn set_string(&mut self, key: &str, value: String) {
            self.0.insert(key.to_owned(), value);
        }
        fn remove_string(&mut self, key: &str) {
            self.0.remove(key);
        }
        fn flush(&mut self) {}
    }

    #[test]
    fn choices_come_back_at_the_next_start() {
        let mut kept = Kept::default();
        let mut state = State::new(Dataset::default());
        state.session.outside = Outside::Hide;
        state.session.layers.graticule = true;
        state.session.layers.add(TilesFrom::File("/maps/city.pmtiles".into()));
        Preferences::save(&state, true, &mut kept);
        let mut next = State::new(Dataset::default());
        Preferences::load(Some(&kept)).give(&mut next);
        assert_eq!(next.session.outside, Outside::Hide);
        assert_eq!(next.session.layers, state.session.layers);
    }

    #[test]
    fn what_an_older_version_kept_is_read() {
        let mut kept = Kept::default();
        kept.0.insert(KEY.to_owned(), "(appearance:Dark,outside:Hide)".to_owned());
        let read = Preferences::load(Some(&kept));
        assert_eq!((read.appearance, read.layers), (Appearance::Dark, Layers::default()));
    }
}
