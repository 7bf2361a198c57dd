use super::{Certainty, Dataset, Event, EventKind, Passage, PlaceId, Route, SourceId, TimeSpan};
use serde::{Deserialize, Serialize};

/// What one source says of an event that several tell of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its line for what happened.
    pub title: String,
    /// Happening or state, in its words.
    pub kind: EventKind,
    /// When it says so; nothing where it gives no date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<TimeSpan>,
    /// Where it says so; empty where it names no place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceId>,
    /// Who, by its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// The passages that say so; never empty.
    pub evidence: Vec<Passage>,
    /// How place, date and kind were arrived at, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// Why it is taken for the same event as the account that is shown, in words; empty for that one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
    /// From where to where it says that something moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
}

impl Account {
    /// The source that it stands in.
    #[must_use]
    pub fn source(&self) -> Option<SourceId> {
        self.evidence.first().map(|passage| passage.source)
    }
}

impl From<Event> for Account {
    fn from(event: Event) -> Self {
        Self {
            title: event.title,
            kind: event.kind,
            when: event.when,
            places: event.places,
            actors: event.actors,
            certainty: event.certainty,
            evidence: event.evidence,
            reasons: event.reasons,
            because: Vec::new(),
            route: event.route,
        }
    }
}

impl Event {
    /// How many reports tell of it: its accounts, or one where one source tells it once.
    #[must_use]
    pub fn reports(&self) -> usize {
        self.accounts.len().max(1)
    }

    /// The event as it was before reports of it were folded: one for each account.
    pub fn unfolded(self) -> impl Iterator<Item = Self> {
        let Self { category, accounts, .. } = self.clone();
        let whole = accounts.is_empty().then_some(self);
        let parts = accounts.into_iter().map(move |account| Self {
            title: account.title,
            category: category.clone(),
            kind: account.kind,
            when: account.when,
            places: account.places,
            actors: account.actors,
            certainty: account.certainty,
            evidence: account.evidence,
            reasons: account.reasons,
            accounts: Vec::new(),
            route: account.route,
        });
        whole.into_iter().chain(parts)
    }
}

impl Dataset {
    /// Whether reports are folded in it.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        self.events.iter().any(|event| !event.accounts.is_empty())
    }

    /// Takes folded events apart into what each source told. Decisions stay.
    pub fn unfold(&mut self) {
        if self.is_folded() {
            let folded = std::mem::take(&mut self.events);
            self.events = folded.into_iter().flat_map(Event::unfolded).collect();
        }
    }
}
