use super::{Decisions, Event, Mention, Place, Source};
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);
        impl $name {
            /// The position in the dataset's list.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
            /// The id of a position in the dataset's list; past four thousand million it saturates.
            #[must_use]
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    };
}

id!(
    /// Position of a source in [`Dataset::sources`].
    SourceId
);
id!(
    /// Position of a place in [`Dataset::places`].
    PlaceId
);
id!(
    /// Position of a mention in [`Dataset::mentions`].
    MentionId
);
id!(
    /// Position of an event in [`Dataset::events`].
    EventId
);

/// Sources, places, mentions and events: what a project file holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// What it is about, shown in the window's title.
    #[serde(default)]
    pub title: String,
    /// Where things were said.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Places that mentions and events refer to, losing candidates included.
    #[serde(default)]
    pub places: Vec<Place>,
    /// Passages that name a place or a time, in the order of sources and text.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// What happened.
    #[serde(default)]
    pub events: Vec<Event>,
    /// A person's corrections of which reports tell of the same event.
    #[serde(default, skip_serializing_if = "Decisions::is_empty")]
    pub decisions: Decisions,
}

impl Dataset {
    /// The source of an id.
    #[must_use]
    pub fn source(&self, id: super::SourceId) -> Option<&Source> {
        self.sources.get(id.index())
    }

    /// The place of an id.
    #[must_use]
    pub fn place(&self, id: super::PlaceId) -> Option<&Place> {
        self.places.get(id.index())
    }

    /// The mention of an id.
    #[must_use]
    pub fn mention(&self, id: super::MentionId) -> Option<&Mention> {
        self.mentions.get(id.index())
    }

    /// The event of an id.
    #[must_use]
    pub fn event(&self, id: super::EventId) -> Option<&Event> {
        self.events.get(id.index())
    }
}
