//! Events as the timeline needs them: bounds in seconds, their lanes, words.

use super::grouping::{Grouping, Key, Named, keys, place_of};
use super::groups::Times;
use crate::model::{Edge, Event, EventId, EventKind, PlaceId, TimeSpan, Window};
use crate::query::EventIndex;
use crate::scene::text::width;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// Whether sums count it here: an event may stand in several lanes, and counts once.
    pub counts: bool,
}

/// Where the sums of a lane come from that is not drawn event by event.
#[derive(Clone, Debug, PartialEq)]
pub enum LaneCounts {
    /// A category, by its number in the index of events.
    Category(u8),
    /// All events.
    All,
    /// Instants of its own.
    Own(Arc<Times>),
}

/// The events of one lane, in order of their beginnings.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its name as it is shown; no two lanes share one.
    pub name: String,
    /// The category whose mark stands for it; nothing where lanes are no categories.
    pub category: Option<String>,
    /// The place that it is of; nothing where lanes are no places.
    pub place: Option<PlaceId>,
    /// What its sums come from.
    pub counts: LaneCounts,
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

/// The events of an index, sorted into lanes; those without a date apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries {
    /// Lanes with at least one dated event: of categories those of states first; then those with
    /// most events, and last what has no lane of its own.
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
    /// The entries of all events of an index.
    #[must_use]
    pub fn new(index: &EventIndex, grouping: Grouping) -> Self {
        let dataset = index.dataset();
        let mut lanes: BTreeMap<Key, Vec<Entry>> = BTreeMap::new();
        for id in (0..index.order().len()).filter_map(|rank| index.order().id(rank)) {
            let event = dataset.event(id);
            let Some((event, when)) = event.as_deref().and_then(|e| Some((e, e.when.as_ref()?)))
            else {
                continue;
            };
            for (nth, key) in keys(dataset, event, grouping).into_iter().enumerate() {
                let entry = Entry { counts: nth == 0, ..entry(id, event, when) };
                lanes.entry(key).or_default().push(entry);
            }
        }
        let named = Named::new(grouping, lanes.keys());
        let mut lanes: Vec<(bool, Lane)> = lanes
            .into_iter()
            .map(|(key, mut entries)| {
                entries.sort_by(|a, b| order(a).total_cmp(&order(b)).then(a.id.cmp(&b.id)));
                let name = named.name(&key);
                let place = entries.first().and_then(|e| place_of(dataset, grouping, &name, e.id));
                let lane = Lane {
                    name,
                    category: named.category(&key),
                    place,
                    counts: LaneCounts::All,
                    total: entries.len(),
                    entries,
                    crowded: false,
                    earlier: Vec::new(),
                    later: Vec::new(),
                };
                (key.is_nobody(), lane)
            })
            .collect();
        lanes.sort_by_cached_key(|(nobody, lane)| {
            let states = lane.entries.iter().filter(|e| e.state).count();
            let of_states = grouping == Grouping::Category && states * 2 > lane.entries.len();
            (*nobody, !of_states, Reverse(lane.entries.len()), lane.name.clone())
        });
        let mut lanes: Vec<Lane> = lanes.into_iter().map(|(_, lane)| lane).collect();
        join_rest(&mut lanes, grouping);
        Self { lanes, undated: index.undated().to_vec(), part: None }
    }

    /// How many entries there are: an event in two lanes has two.
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

impl LaneCounts {
    /// How many of `total` events lie wholly before a view, and how many after it.
    pub(super) fn beyond(&self, index: &EventIndex, view: Window, total: usize) -> [usize; 2] {
        let (ended, begun) = match self {
            Self::Own(times) => (times.ended(view.begin()), times.begun(view.end())),
            Self::All | Self::Category(_) => {
                let flow = index.dated().flow(&[view.begin(), view.end()]);
                let codes = match self {
                    Self::Category(code) => *code..code.saturating_add(1),
                    _ => 0..u8::try_from(index.categories().len()).unwrap_or(u8::MAX),
                };
                let sums = codes.fold((0, 0), |(ended, begun), code| {
                    (ended + flow.ended(0, code), begun + flow.begun(1, code))
                });
                let [ended, begun] =
                    [sums.0, sums.1].map(|n| usize::try_from(n).unwrap_or_default());
                (ended, begun)
            }
        };
        [ended, total.saturating_sub(begun)]
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
        counts: true,
    }
}

/// Beyond so many lanes the rest share one.
pub(super) const LANES_MOST: usize = 120;

/// Joins the lanes beyond the most that are shown. An event stands in the joined lane once.
fn join_rest(lanes: &mut Vec<Lane>, grouping: Grouping) {
    if lanes.len() <= LANES_MOST {
        return;
    }
    let rest = lanes.split_off(LANES_MOST - 1);
    let name = grouping.others(rest.len());
    let mut entries: Vec<Entry> = rest.into_iter().flat_map(|lane| lane.entries).collect();
    entries.sort_by_key(|entry| (entry.id, !entry.counts));
    entries.dedup_by_key(|entry| entry.id);
    entries.sort_by(|a, b| order(a).total_cmp(&order(b)).then(a.id.cmp(&b.id)));
    lanes.push(Lane {
        name,
        category: None,
        place: None,
        counts: LaneCounts::All,
        total: entries.len(),
        entries,
        crowded: false,
        earlier: Vec::new(),
        later: Vec::new(),
    });
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
