//! What is said of a place as things stand at the cursor and in the window.

use crate::model::{Category, Certainty, Event, EventId, PlaceId};
use crate::query::Standing;
use crate::scene::Subject;
use crate::scene::marks::Holding;
use std::cmp::Reverse;

/// How much something is the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Its time is another.
    Away,
    /// It may be.
    Maybe,
    /// It is, whatever the truth within its bounds.
    Full,
}

/// One event of a place.
#[derive(Clone, Debug)]
pub struct Line {
    pub event: EventId,
    pub category: Category,
    pub strength: Strength,
    /// The source says so flatly.
    pub is_sure: bool,
    is_state: bool,
}

/// The events of a place, the one that colours its ground first: what is the case before what may
/// be, states before what happened, and who controls it before all other states.
#[derive(Clone, Debug)]
pub struct Said(Vec<Line>);

impl Said {
    pub fn of(place: PlaceId, subject: &Subject<'_>) -> Self {
        let index = subject.matches.index();
        let line = |id: &EventId| Some(Line::of(&*subject.dataset.event(*id)?, *id, subject));
        let mut lines: Vec<Line> = index.events_at(place).iter().filter_map(line).collect();
        lines.sort_by_key(|line| {
            let control = line.category.as_str() == "control";
            (Reverse(line.strength), Reverse((line.is_state, line.is_state && control)), line.event)
        });
        Self(lines)
    }

    pub fn first(&self) -> Option<&Line> {
        self.0.first()
    }

    /// Whether one event alone is the case, or may be.
    pub fn is_alone(&self) -> bool {
        self.0.iter().filter(|line| line.strength > Strength::Away).count() == 1
    }

    /// The states that hold or may hold, in words.
    pub fn words(&self, subject: &Subject<'_>) -> Vec<String> {
        let holding = self.0.iter().filter(|line| line.is_state && line.strength > Strength::Away);
        let words = holding.filter_map(|line| {
            Holding::words(&*subject.dataset.event(line.event)?, subject.cursor)
        });
        words.collect()
    }
}

impl Line {
    fn of(event: &Event, id: EventId, subject: &Subject<'_>) -> Self {
        let holding = Holding::of(event, subject.cursor);
        let strength = match (holding, subject.matches.of(id)) {
            (Some(Holding::Holds { certain: true }), _)
            | (None, Standing::Shown { certain: true }) => Strength::Full,
            (Some(Holding::Holds { certain: false } | Holding::Undated), _)
            | (None, Standing::Shown { certain: false } | Standing::Undated) => Strength::Maybe,
            (Some(Holding::Before | Holding::Over), _)
            | (None, Standing::Outside | Standing::Filtered) => Strength::Away,
        };
        Self {
            event: id,
            category: event.category.clone(),
            strength,
            is_sure: matches!(event.certainty, Certainty::Stated | Certainty::Inferred),
            is_state: holding.is_some(),
        }
    }
}
