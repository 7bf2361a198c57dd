//! What the lanes are: categories, places, actors, sources, or one lane for all; their order and
//! which of them are collapsed, as the user has it.

use super::titled;
use crate::model::{Dataset, Event, EventId, Place, PlaceId};
use crate::scene::Subject;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// By what events are put into lanes.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// By what sort of event.
    #[default]
    Category,
    /// By where; an event at two places stands in two lanes.
    Place,
    /// By who; an event with two actors stands in two lanes.
    Actor,
    /// By who tells of it; an event of two sources stands in two lanes.
    Source,
    /// One lane.
    None,
}

impl Grouping {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Category, Self::Place, Self::Actor, Self::Source, Self::None];

    /// The word for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Place => "place",
            Self::Actor => "actor",
            Self::Source => "source",
            Self::None => "none",
        }
    }

    /// The lane of events that have no lane of their own.
    pub(super) fn nobody(self) -> &'static str {
        match self {
            Self::Category => "No category",
            Self::Place => "No place",
            Self::Actor => "No actor named",
            Self::Source => "No source",
            Self::None => "All events",
        }
    }

    /// The lane that many small ones share.
    pub(super) fn others(self, lanes: usize) -> String {
        let words = match self {
            Self::Category => "categories",
            Self::Place => "places",
            Self::Actor => "actors",
            Self::Source | Self::None => "sources",
        };
        format!("{lanes} other {words}")
    }
}

/// What a lane is known by while events are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// Its name; empty for the lane of events that have none of their own.
    pub name: String,
    /// What tells it from its namesakes: a country, a file; empty where nothing is known.
    pub beside: String,
}

impl Key {
    pub fn new(name: &str, beside: &str) -> Self {
        Self { name: name.trim().to_owned(), beside: beside.to_owned() }
    }

    fn nobody() -> Self {
        Self::new("", "")
    }

    pub fn is_nobody(&self) -> bool {
        self.name.is_empty()
    }
}

/// The lanes of an event, each once, at least one.
pub(super) fn keys(dataset: &Dataset, event: &Event, grouping: Grouping) -> Vec<Key> {
    let mut keys: Vec<Key> = match grouping {
        Grouping::Category => vec![Key::new(event.category.as_str(), "")],
        Grouping::Place => {
            let places = event.places.iter().filter_map(|id| dataset.place(*id));
            places.map(|p| Key::new(&p.name, p.country.as_deref().unwrap_or_default())).collect()
        }
        Grouping::Actor => event.actors.iter().map(|actor| Key::new(actor, "")).collect(),
        Grouping::Source => {
            let accounts = event.accounts.iter().flat_map(|account| &account.evidence);
            let passages = event.evidence.iter().chain(accounts);
            passages.filter_map(|passage| of_source(dataset, passage.source)).collect()
        }
        Grouping::None => Vec::new(),
    };
    keys.retain(|key| !key.is_nobody());
    keys.sort();
    keys.dedup();
    if keys.is_empty() {
        keys.push(Key::nobody());
    }
    keys
}

/// The place of an event that a lane is called by.
pub(super) fn place_of(
    dataset: &Dataset,
    grouping: Grouping,
    lane: &str,
    event: EventId,
) -> Option<PlaceId> {
    if grouping != Grouping::Place {
        return None;
    }
    let event = dataset.event(event)?;
    let called = |id: &&PlaceId| {
        let place = dataset.place(**id);
        place.is_some_and(|place| beside(&place, lane).is_some())
    };
    event.places.iter().find(called).copied()
}

/// What a lane of a place is called beyond the place's usual name: ", LB", or nothing; `None` where
/// the lane is not of that name.
fn beside<'a>(place: &Place, lane: &'a str) -> Option<&'a str> {
    let rest = lane.strip_prefix(place.name.trim())?;
    (rest.is_empty() || rest.starts_with(", ")).then_some(rest)
}

/// What a lane is called on screen: its name, in the language that names are shown in.
pub(super) fn shown_name(name: &str, place: Option<PlaceId>, subject: &Subject<'_>) -> String {
    let place = subject.language.and(place).and_then(|id| subject.dataset.place(id));
    let told = place
        .as_deref()
        .and_then(|place| Some(format!("{}{}", subject.name_of(place), beside(place, name)?)));
    told.unwrap_or_else(|| name.to_owned())
}

pub(super) fn of_source(dataset: &Dataset, id: crate::model::SourceId) -> Option<Key> {
    let source = dataset.source(id)?;
    let beside = if source.title.is_empty() { "" } else { source.name.as_str() };
    Some(Key::new(source.heading(), beside))
}

/// How the lanes are called: by their names, and by what is beside them where names are shared.
pub(super) struct Named {
    grouping: Grouping,
    namesakes: BTreeMap<String, usize>,
}

impl Named {
    pub fn new<'a>(grouping: Grouping, keys: impl Iterator<Item = &'a Key>) -> Self {
        let mut namesakes: BTreeMap<String, usize> = BTreeMap::new();
        for key in keys {
            *namesakes.entry(key.name.clone()).or_default() += 1;
        }
        Self { grouping, namesakes }
    }

    pub fn name(&self, key: &Key) -> String {
        if key.is_nobody() {
            return self.grouping.nobody().to_owned();
        }
        let shared = self.namesakes.get(&key.name).is_some_and(|lanes| *lanes > 1);
        match (self.grouping, shared && !key.beside.is_empty()) {
            (Grouping::Category, _) => titled(&key.name),
            (_, true) => format!("{}, {}", key.name, key.beside),
            (_, false) => key.name.clone(),
        }
    }

    /// The category whose mark stands for a lane.
    pub fn category(&self, key: &Key) -> Option<String> {
        let of_category = self.grouping == Grouping::Category && !key.is_nobody();
        of_category.then(|| key.name.clone())
    }
}

/// The user's order of lanes, and which of them are collapsed, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// Lanes in order; those that are not named come after them in their usual order.
    pub order: Vec<String>,
    /// Lanes that take one low row, in which events are counted.
    pub collapsed: BTreeSet<String>,
}

impl Arrangement {
    /// The position of a lane among those that the user has ordered; after them where it is none.
    #[must_use]
    pub fn rank(&self, lane: &str) -> usize {
        self.order.iter().position(|name| name == lane).unwrap_or(usize::MAX)
    }

    /// Moves a lane to a position among all `lanes`, which are given in their present order.
    pub fn move_to(&mut self, lanes: &[String], lane: &str, to: usize) {
        let mut order: Vec<String> = lanes.iter().filter(|name| *name != lane).cloned().collect();
        if order.len() < lanes.len() {
            order.insert(to.min(order.len()), lane.to_owned());
            self.order = order;
        }
    }

    /// Collapses a lane, or expands it again.
    pub fn toggle(&mut self, lane: &str) {
        if !self.collapsed.remove(lane) {
            self.collapsed.insert(lane.to_owned());
        }
    }

    /// Whether nothing differs from the usual.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.order.is_empty() && self.collapsed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("lane {i}")).collect()
    }

    proptest! {
        #[test]
        fn moving_a_lane_keeps_all_others_in_order(n in 1_usize..9, lane in 0_usize..9, to in 0_usize..12) {
            let lanes = names(n);
            let lane = lanes[lane % n].clone();
            let mut arrangement = Arrangement::default();
            arrangement.move_to(&lanes, &lane, to);
            prop_assert_eq!(arrangement.rank(&lane), to.min(n - 1));
            let others: Vec<&String> = arrangement.order.iter().filter(|l| **l != lane).collect();
            let before: Vec<&String> = lanes.iter().filter(|l| **l != lane).collect();
            prop_assert_eq!(others, before);
        }
    }

    #[test]
    fn a_lane_that_is_not_there_moves_nothing() {
        let mut arrangement = Arrangement::default();
        arrangement.move_to(&names(3), "elsewhere", 0);
        assert!(arrangement.is_usual());
        arrangement.toggle("lane 1");
        assert!(arrangement.collapsed.contains("lane 1"));
        arrangement.toggle("lane 1");
        assert!(arrangement.is_usual());
    }

    #[test]
    fn namesakes_are_told_apart_and_others_are_not() {
        let keys = [Key::new("Tripoli", "LY"), Key::new("Tripoli", "LB"), Key::new("Homs", "SY")];
        let named = Named::new(Grouping::Place, keys.iter());
        let names: Vec<String> = keys.iter().map(|key| named.name(key)).collect();
        assert_eq!(names, ["Tripoli, LY", "Tripoli, LB", "Homs"]);
        assert_eq!(named.name(&Key::nobody()), "No place");
    }
}
