//! Floor 3: filters and window in, matching events out, and what they hide.

use crate::model::{Dataset, Event, EventKind, Overlap, TimeSpan, Window};

/// Where an event stands under a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It meets the window; `certain` is false when only its doubtful part does.
    Shown {
        /// Whether it meets the window whatever the truth within its bounds.
        certain: bool,
    },
    /// It has a date, outside the window.
    Outside,
    /// It has no date: the window says nothing about it.
    Undated,
}

/// What the user asks to see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// The slider's window; nothing means all of time.
    pub window: Option<Window>,
}

/// How many events stand where. Every event counts once in `shown`, `outside` or `undated`;
/// `unplaced` counts those of all three that have no place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events that meet the window.
    pub shown: usize,
    /// Dated events that the window hides.
    pub outside: usize,
    /// Events without a date.
    pub undated: usize,
    /// Events without a place: on the timeline only.
    pub unplaced: usize,
}

/// The answer to a query: one standing per event, in the dataset's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// By [`crate::model::EventId`].
    pub standing: Vec<Standing>,
    /// The sums.
    pub counts: Counts,
}

impl Query {
    /// Where one event stands.
    #[must_use]
    pub fn standing(&self, event: &Event) -> Standing {
        match (&event.when, self.window) {
            (None, _) => Standing::Undated,
            (Some(_), None) => Standing::Shown { certain: true },
            (Some(when), Some(window)) => match meeting(event, when, window) {
                Overlap::Certain => Standing::Shown { certain: true },
                Overlap::Possible => Standing::Shown { certain: false },
                Overlap::No => Standing::Outside,
            },
        }
    }

    /// Where every event of a dataset stands.
    #[must_use]
    pub fn run(&self, dataset: &Dataset) -> Matches {
        let mut counts = Counts::default();
        let standing = dataset
            .events
            .iter()
            .map(|event| {
                let standing = self.standing(event);
                match standing {
                    Standing::Shown { .. } => counts.shown += 1,
                    Standing::Outside => counts.outside += 1,
                    Standing::Undated => counts.undated += 1,
                }
                counts.unplaced += usize::from(event.places.is_empty());
                standing
            })
            .collect();
        Matches { standing, counts }
    }
}

/// A state holds throughout its span; what happened did so at some time within it.
fn meeting(event: &Event, when: &TimeSpan, window: Window) -> Overlap {
    match event.kind {
        EventKind::State(_) => when.overlap(window),
        EventKind::Happening => when.overlap_within(window),
    }
}

impl Matches {
    /// Where an event stands; one that is not in the dataset counts as undated.
    #[must_use]
    pub fn of(&self, event: crate::model::EventId) -> Standing {
        self.standing.get(event.index()).copied().unwrap_or(Standing::Undated)
    }
}
