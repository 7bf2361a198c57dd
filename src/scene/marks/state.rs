use crate::model::{Edge, Event, EventKind, Overlap, Second, Window};

/// How a state stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holding {
    /// It has not begun.
    Before,
    /// It is in force.
    Holds {
        /// Whether it is in force whatever the truth within the bounds of its span.
        certain: bool,
    },
    /// It is over.
    Over,
    /// It has no date, so nobody can say.
    Undated,
}

impl Holding {
    /// How an event that is a state stands at `cursor`; nothing for one that happened.
    #[must_use]
    pub fn of(event: &Event, cursor: Second) -> Option<Self> {
        if event.kind == EventKind::Happening {
            return None;
        }
        let Some(when) = &event.when else { return Some(Self::Undated) };
        let instant = Window::new(cursor, Second(cursor.0.saturating_add(1)));
        Some(match when.overlap(instant) {
            Overlap::Certain => Self::Holds { certain: true },
            Overlap::Possible => Self::Holds { certain: false },
            Overlap::No => match when.begin() {
                Edge::Known { earliest, .. } if earliest > cursor => Self::Before,
                _ => Self::Over,
            },
        })
    }

    /// The state in words: "Russian presence: withdrawn"; nothing for one that happened.
    #[must_use]
    pub fn words(event: &Event, cursor: Second) -> Option<String> {
        let holding = Self::of(event, cursor)?;
        let EventKind::State(words) = &event.kind else { return None };
        let state = match holding {
            Self::Before => "not yet",
            Self::Holds { certain: true } => &words.holding,
            Self::Holds { certain: false } => {
                return Some(format!("{}: perhaps {}", words.subject, words.holding));
            }
            Self::Over => &words.ended,
            Self::Undated => "undated",
        };
        Some(format!("{}: {state}", words.subject))
    }
}
