//! Events as the timeline needs them: bounds in seconds, lane by category, words.

use crate::model::{Category, Dataset, Edge, Event, EventId, EventKind, TimeSpan, Window};
use crate::scene::text::width;
use std::collections::BTreeMap;

/// Font size of labels, in points.
pub const LABEL_PT: f32 = 11.5;
/// Labels are cut to this many characters.
const LABEL_CHARS: usize = 48;

/// An end of an event on the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// Between two instants, in seconds; the same where it is exact.
    Between(f64, f64),
    /// It goes on, or always was.
    Open,
    /// Nobody says.
    Unknown,
}

/// When an event was, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// When it began.
    pub begin: End,
    /// When it ended.
    pub end: End,
}

/// An event on the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which.
    pub id: EventId,
    /// When.
    pub bounds: Bounds,
    /// Whether it is a state that holds over its span.
    pub state: bool,
    /// Whether its date is approximate (`~`) or doubted (`?`).
    pub vague: bool,
    /// What is written beside it.
    pub label: String,
    /// Width of the label, in points.
    pub label_px: f32,
}

/// The events of one category, in order of their beginnings.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Name of the category.
    pub category: String,
    /// Its number in the index of events.
    pub code: u8,
    /// How many dated events it has.
    pub total: usize,
    /// Its dated events; in a part of a large dataset those around the view, none where they crowd.
    pub entries: Vec<Entry>,
    /// Whether there are too many around the view to be drawn one by one.
    pub crowded: bool,
    /// Some that lie before all of `entries`, the latest last; only in a part.
    pub earlier: Vec<EventId>,
    /// Some that lie after all of `entries`, the earliest first; only in a part.
    pub later: Vec<EventId>,
}

/// All events of a dataset, sorted into lanes; those without a date apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries {
    /// Lanes with at least one dated event: lanes of states first, then those with most events.
    pub lanes: Vec<Lane>,
    /// Events without a date, in the dataset's order.
    pub undated: Vec<EventId>,
    /// The stretch of time around which these are all; everything where nothing is given.
    pub part: Option<Window>,
}

impl End {
    fn of(edge: Edge) -> Self {
        match edge {
            Edge::Open => Self::Open,
            Edge::Unknown => Self::Unknown,
            Edge::Known { earliest, latest } => {
                Self::Between(earliest.0 as f64, latest.0.max(earliest.0) as f64)
            }
        }
    }
}

impl Bounds {
    /// The bounds of a span.
    #[must_use]
    pub fn of(when: &TimeSpan) -> Self {
        Self { begin: End::of(when.begin()), end: End::of(when.end()) }
    }

    /// The earliest instant that it can have begun, in seconds; nothing where open or unknown.
    #[must_use]
    pub fn first(&self) -> Option<f64> {
        match self.begin {
            End::Between(earliest, _) => Some(earliest),
            End::Open | End::Unknown => None,
        }
    }

    /// The latest instant that it can have ended, in seconds; nothing where open or unknown.
    #[must_use]
    pub fn last(&self) -> Option<f64> {
        match self.end {
            End::Between(_, latest) => Some(latest),
            End::Open | End::Unknown => None,
        }
    }

    /// The stretch that it covers whatever the truth within its bounds, in seconds; infinite at open
    /// ends, nothing where its doubtful ends meet.
    #[must_use]
    pub fn core(&self) -> Option<(f64, f64)> {
        let begin = match self.begin {
            End::Between(_, latest) => latest,
            End::Open => f64::NEG_INFINITY,
            End::Unknown => self.end_earliest()?,
        };
        let end = match self.end {
            End::Between(earliest, _) => earliest,
            End::Open => f64::INFINITY,
            End::Unknown => begin,
        };
        (begin < end).then_some((begin, end))
    }

    fn end_earliest(&self) -> Option<f64> {
        match self.end {
            End::Between(earliest, _) => Some(earliest),
            End::Open | End::Unknown => None,
        }
    }
}

impl Entries {
    /// The entries of a dataset.
    #[must_use]
    pub fn new(dataset: &Dataset) -> Self {
        let mut lanes: BTreeMap<Category, Vec<Entry>> = BTreeMap::new();
        let mut undated = Vec::new();
        for (id, event) in dataset.all_events() {
            match &event.when {
                Some(when) => {
                    let lane = lanes.entry(event.category.clone()).or_default();
                    lane.push(entry(id, &event, when));
                }
                None => undated.push(id),
            }
        }
        let mut lanes: Vec<Lane> = lanes
            .into_iter()
            .map(|(category, mut entries)| {
                entries.sort_by(|a, b| order(a).total_cmp(&order(b)).then(a.id.cmp(&b.id)));
                Lane {
                    category: category.as_str().to_owned(),
                    code: 0,
                    total: entries.len(),
                    entries,
                    crowded: false,
                    earlier: Vec::new(),
                    later: Vec::new(),
                }
            })
            .collect();
        lanes.sort_by_key(|lane| {
            let states = lane.entries.iter().filter(|e| e.state).count();
            let of_states = states * 2 > lane.entries.len();
            (!of_states, std::cmp::Reverse(lane.entries.len()), lane.category.clone())
        });
        Self { lanes, undated, part: None }
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.undated.len() + self.lanes.iter().map(|l| l.total).sum::<usize>()
    }

    /// Whether there are no events.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

pub(super) fn entry(id: EventId, event: &Event, when: &TimeSpan) -> Entry {
    let label = cut(&event.title, LABEL_CHARS);
    Entry {
        id,
        bounds: Bounds::of(when),
        state: matches!(event.kind, EventKind::State(_)),
        vague: when.is_approximate() || when.is_uncertain(),
        label_px: width(&label, LABEL_PT, false),
        label,
    }
}

/// The first `most` characters, the last of them "…" where there are more.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

fn order(entry: &Entry) -> f64 {
    entry.bounds.first().unwrap_or(f64::NEG_INFINITY)
}

/// What a screen reader says of an event: "18 January 2026: agreement between …, stated".
#[must_use]
pub fn spoken(event: &Event) -> String {
    let when = event.when.as_ref().map_or_else(|| "undated".to_owned(), TimeSpan::label);
    format!("{when}: {}, {}", event.title, event.certainty.label())
}
