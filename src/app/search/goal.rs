//! Going to what was found: in space and in time.

use crate::app::{Action, Effect, Item, List, State};
use crate::model::{Category, Dataset, Event, EventId, LonLat, Second, Window};
use crate::search::{Goal, events_of_actor, events_of_category};
use std::sync::Arc;

/// A mark that somebody put on the map: a place of the gazetteer, a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// Where it stands.
    pub position: LonLat,
    /// How far off what it stands for may be, in metres; 0 where nothing tells.
    pub radius_m: f64,
    /// What it is called.
    pub name: String,
}

/// Events that were looked for, to be listed.
#[derive(Clone, Debug)]
pub struct FoundList {
    /// What they are: "Events of the SDF".
    pub title: String,
    /// What all of them share, and no other event has; nothing where they were found by words.
    pub shared: Option<Shared>,
    /// The events, in the order in which they are listed.
    pub events: Arc<[EventId]>,
}

/// What events that were looked for have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Somebody takes part in them.
    Actor(String),
    /// They are of one sort.
    Category(Category),
}

impl PartialEq for FoundList {
    /// Whether it is the same list, without comparing a million events.
    fn eq(&self, other: &Self) -> bool {
        self.title == other.title && Arc::ptr_eq(&self.events, &other.events)
    }
}

/// What has to be done to go there.
#[must_use]
pub fn actions_for(goal: &Goal, title: &str, dataset: &Dataset) -> Vec<Action> {
    match goal {
        Goal::Position(position, radius_m) => {
            let pin = Pin { position: *position, radius_m: *radius_m, name: title.to_owned() };
            vec![Action::DropPin(pin)]
        }
        Goal::Known(place) => {
            let (position, radius_m) = (place.position, place.radius_m);
            vec![Action::DropPin(Pin { position, radius_m, name: place.name.clone() })]
        }
        Goal::Date(span) => vec![Action::GoToTime(span.clone())],
        Goal::Place(id) => vec![Action::Select(Some(Item::Place(*id))), Action::FlyToPlace(*id)],
        Goal::Event(id) => vec![Action::ShowEvent(*id)],
        Goal::Actor(name) => {
            let events = events_of_actor(dataset, name);
            let title = format!("Events of {name}");
            let shared = Some(Shared::Actor(name.clone()));
            vec![Action::ShowFound(FoundList { title, shared, events: events.into() })]
        }
        Goal::Category(category) => {
            let events = events_of_category(dataset, category);
            let title = format!("Events of category {}", category.as_str());
            let shared = Some(Shared::Category(category.clone()));
            vec![Action::ShowFound(FoundList { title, shared, events: events.into() })]
        }
        Goal::Source(id) => vec![Action::Select(Some(Item::Passage(*id, 0..0)))],
        Goal::Passage(source, range) => {
            vec![Action::Select(Some(Item::Passage(*source, range.clone())))]
        }
    }
}

impl State {
    /// Selects an event, brings its time into view and flies to its places.
    pub(in crate::app) fn show_event(&mut self, id: EventId) -> Option<Effect> {
        let event = self.dataset.event(id)?.into_owned();
        self.apply(Action::Select(Some(Item::Event(id))));
        self.reveal(&event);
        (!event.places.is_empty()).then_some(Effect::FlyToPlaces(event.places))
    }

    /// Brings an event's time into view, and into the window where that would hide it. What is in
    /// view keeps its length where the event fits into it.
    fn reveal(&mut self, event: &Event) {
        let Some(when) = &event.when else { return };
        let begin = when.earliest().or(when.latest());
        let end = when.latest().or(when.earliest());
        let (Some(begin), Some(end)) = (begin, end) else { return };
        let shown = self.session.span_in_view;
        if begin < shown.begin() || end > shown.end() {
            let length = shown.seconds().max(end.0.saturating_sub(begin.0).saturating_mul(2));
            let middle = begin.0.midpoint(end.0);
            let from = middle.saturating_sub(length / 2);
            self.session.span_in_view =
                Window::new(Second(from), Second(from.saturating_add(length)));
        }
        let window = self.session.window;
        if end <= window.begin() || begin >= window.end() {
            self.apply(Action::GoToTime(when.clone()));
        } else if !(begin..end).contains(&self.session.cursor) {
            self.session.cursor = begin.max(window.begin());
        }
    }

    /// Lists events that were looked for.
    pub(in crate::app) fn show_found(&mut self, found: FoundList) {
        self.session.found = Some(found);
        self.apply(Action::ShowList(List::Found));
    }

    /// Puts a pin on the map and flies there.
    pub(in crate::app) fn drop_pin(&mut self, pin: Pin) -> Option<Effect> {
        let effect = Effect::FlyToGround(pin.position, pin.radius_m);
        self.session.pin = Some(pin);
        Some(effect)
    }
}
