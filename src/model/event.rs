use super::{Account, Passage, PlaceId, Route, Second, TimeSpan};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What sort of event, such as `meeting` or `withdrawal`: lower case, as in the lexicon or the table it came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Category(pub Arc<str>);

/// How sure the source is of what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Said flatly.
    Stated,
    /// Hedged, or laid to somebody: "reportedly", "according to".
    Reported,
    /// Still to come: "is scheduled to".
    Planned,
    /// Denied or contradicted by a source.
    Disputed,
    /// Worked out, said by nobody in so many words.
    Inferred,
}

/// Something that happened, or a state that holds over a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It happened.
    Happening,
    /// It holds over its span.
    State(StateWords),
}

/// How a state is worn by its place: "Russian presence: in place" while it holds, "… : withdrawn" after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateWords {
    /// What the state is about: "Russian presence".
    pub subject: String,
    /// The word while it holds: "in place".
    pub holding: String,
    /// The word once it is over: "withdrawn".
    pub ended: String,
}

/// What, where, when, who; how sure; and the passages that say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// One line saying what happened.
    pub title: String,
    /// What sort of event.
    pub category: Category,
    /// Happening or state.
    pub kind: EventKind,
    /// When; nothing where undated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<TimeSpan>,
    /// Where; empty where unplaced.
    #[serde(default)]
    pub places: Vec<PlaceId>,
    /// Who.
    #[serde(default)]
    pub actors: Vec<String>,
    /// How sure the source is.
    pub certainty: Certainty,
    /// The passages that say so; never empty.
    pub evidence: Vec<Passage>,
    /// How place, date and kind were arrived at where the passage alone does not say it, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// What each of several sources says of it, the one that is shown first; empty for an event that
    /// one source tells once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// From where to where, where it is a movement of which both ends are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
}

impl Event {
    /// From the first second in which it may have been to the one after the last; nothing where it is
    /// undated. As [`TimeSpan::overlap`] and [`TimeSpan::overlap_within`] have it: an open state has
    /// no end at all, what happened lies within the calendar.
    #[must_use]
    pub fn hull(&self) -> Option<(Second, Second)> {
        let when = self.when.as_ref()?;
        let (first, last) = match self.kind {
            EventKind::State(_) => (Second::LONG_AGO, Second::FAR_OFF),
            EventKind::Happening => (Second::MIN, Second::MAX),
        };
        Some((when.earliest().unwrap_or(first), when.latest().unwrap_or(last)))
    }
}

impl Category {
    /// A category by name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Certainty {
    /// All, surest first.
    pub const ALL: [Self; 5] =
        [Self::Stated, Self::Reported, Self::Planned, Self::Disputed, Self::Inferred];

    /// The word shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Reported => "reported",
            Self::Planned => "planned",
            Self::Disputed => "disputed",
            Self::Inferred => "inferred",
        }
    }
}
