//! What the window remembers from one start to the next: choices of taste, nothing about the data.

use crate::app::{Appearance, Outside, Session, TimelineChoices};
use serde::{Deserialize, Serialize};

const KEY: &str = "chronotope.preferences";

/// The choices that are kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    appearance: Appearance,
    outside: Outside,
    timeline: TimelineChoices,
}

impl Preferences {
    /// As stored; the defaults where nothing is.
    #[must_use]
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        storage.and_then(|s| eframe::get_value(s, KEY)).unwrap_or_default()
    }

    /// Puts them into a session.
    pub fn give(self, session: &mut Session) {
        session.appearance = self.appearance;
        session.outside = self.outside;
        session.timeline = self.timeline;
    }

    /// Takes them from a session and stores them.
    pub fn save(session: &Session, storage: &mut dyn eframe::Storage) {
        let now = Self {
            appearance: session.appearance,
            outside: session.outside,
            timeline: session.timeline.clone(),
        };
        eframe::set_value(storage, KEY, &now);
    }
}
