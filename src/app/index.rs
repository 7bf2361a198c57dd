use super::Item;
use crate::model::{Dataset, EventId, MentionId, MentionKind, PlaceId, SourceId, Window};
use crate::query::{EventIndex, Grouped};
use crate::scene::Highlight;
use crate::task::{Cancelled, Task};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// What is looked up again and again in one revision of a dataset. For a million events it takes
/// about a second to make, so it comes with the dataset from the job that reads it.
#[derive(Clone, Debug)]
pub struct Index {
    events: Arc<EventIndex>,
    mentions_in: Arc<Grouped<MentionId>>,
    events_in: Arc<Grouped<EventId>>,
    unresolved: Vec<MentionId>,
}

/// The events of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventsOf<'a> {
    /// One by one.
    Listed(&'a [EventId]),
    /// The rows of a table, by position among all events.
    Rows(Range<usize>),
}

impl EventsOf<'_> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Listed(ids) => ids.len(),
            Self::Rows(rows) => rows.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first of them, at most so many.
    #[must_use]
    pub fn first(&self, most: usize) -> Vec<EventId> {
        match self {
            Self::Listed(ids) => ids.iter().copied().take(most).collect(),
            Self::Rows(rows) => rows.clone().take(most).map(EventId::from_index).collect(),
        }
    }
}

/// Rows of a table that are marked out together, at most: a passage may be all of it.
const MARKED_ROWS: usize = 10_000;

impl Index {
    /// The index of a dataset.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>) -> Self {
        let task = Task::new();
        Self::build(&dataset, &task).unwrap_or_else(|Cancelled| Self {
            events: Arc::new(EventIndex::new(dataset)),
            mentions_in: Arc::default(),
            events_in: Arc::default(),
            unresolved: Vec::new(),
        })
    }

    /// The index of a dataset, with progress in events.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn build(dataset: &Arc<Dataset>, task: &Task) -> Result<Self, Cancelled> {
        let events = Arc::new(EventIndex::build(dataset, task)?);
        let sources = dataset.sources.len();
        let events_in = Grouped::new(sources, EventId(0), || {
            let events = dataset.events.iter().enumerate();
            events.flat_map(|(at, event)| {
                let evidence = event.evidence.iter().enumerate();
                let first = evidence.filter(|(n, passage)| {
                    !event.evidence.iter().take(*n).any(|p| p.source == passage.source)
                });
                first.map(move |(_, p)| (p.source.index(), EventId::from_index(at)))
            })
        });
        task.check()?;
        let mentions_in = Grouped::new(sources, MentionId(0), || {
            let mentions = dataset.mentions.iter().enumerate();
            mentions.map(|(at, m)| (m.passage.source.index(), MentionId::from_index(at)))
        });
        let (mentions_in, events_in) = (Arc::new(mentions_in), Arc::new(events_in));
        Ok(Self { events, mentions_in, events_in, unresolved: unresolved(dataset) })
    }

    /// Keeps the index of a large table for the next opening, on a thread of its own: it is written
    /// while the table is looked at already. A program that ends meanwhile leaves nothing of it.
    pub fn keep_aside(&self) {
        let events = Arc::clone(&self.events);
        // Without a thread the next opening takes longer, and nothing else is lost.
        let _ = std::thread::Builder::new()
            .name("keeping an index".to_owned())
            .spawn(move || events.keep());
    }

    /// The events, ready to be counted.
    #[must_use]
    pub fn events(&self) -> &Arc<EventIndex> {
        &self.events
    }

    /// The stretch of time that the data are about; nothing where nothing is dated.
    #[must_use]
    pub fn extent(&self) -> Option<Window> {
        self.events.extent()
    }

    /// The events at a place, in the dataset's order.
    #[must_use]
    pub fn events_at(&self, place: PlaceId) -> Cow<'_, [EventId]> {
        self.events.events_at(place)
    }

    /// The mentions of a source, in the order of its text.
    #[must_use]
    pub fn mentions_in(&self, source: SourceId) -> &[MentionId] {
        self.mentions_in.of(source.index())
    }

    /// The events with evidence in a source, in the dataset's order.
    #[must_use]
    pub fn events_in(&self, source: SourceId) -> EventsOf<'_> {
        match self.events.dataset().events_of(source) {
            Some(rows) => EventsOf::Rows(rows),
            None => EventsOf::Listed(self.events_in.of(source.index())),
        }
    }

    /// Mentions of places that were left unresolved, in the order of the texts.
    #[must_use]
    pub fn unresolved(&self) -> &[MentionId] {
        &self.unresolved
    }

    /// The names of the categories, the most frequent first.
    pub fn category_names(&self) -> impl Iterator<Item = &str> {
        self.events.categories().iter().map(|entry| entry.category.as_str())
    }

    /// Places that have events.
    pub fn places(&self) -> Vec<PlaceId> {
        self.events.places()
    }

    /// What is marked out together with an item: a place with its events, an event with its places.
    #[must_use]
    pub fn highlight(&self, dataset: &Dataset, item: &Item) -> Highlight {
        let (mut places, mut events) = (Vec::new(), Vec::new());
        match item {
            Item::Place(id) => {
                places.push(*id);
                events.extend_from_slice(&self.events_at(*id));
            }
            Item::Event(id) => {
                events.push(*id);
                places.extend(dataset.places_of(*id));
                // Ends of a way need not be where it happened.
                let route = dataset.events.get(id.index()).and_then(|event| event.route);
                places.extend(route.into_iter().flat_map(crate::model::Route::ends));
            }
            Item::Mention(id) => {
                let Some(mention) = dataset.mention(*id) else { return Highlight::default() };
                match &mention.kind {
                    MentionKind::Toponym { place: Some(place), .. } => {
                        places.push(*place);
                        events.extend_from_slice(&self.events_at(*place));
                    }
                    MentionKind::Toponym { place: None, .. } => {}
                    MentionKind::Time { span, .. } => {
                        let of_passage = self.events_of_passage(
                            dataset,
                            mention.passage.source,
                            &mention.passage.range,
                        );
                        events.extend(of_passage.into_iter().filter(|e| {
                            span.is_some() && dataset.event(*e).is_some_and(|e| e.when == *span)
                        }));
                    }
                }
            }
            // Its events are counted and listed; marked out is the square itself.
            Item::Cell(_) => {}
            Item::Passage(source, range) => {
                events = self.events_of_passage(dataset, *source, range);
                for event in events.iter().filter_map(|e| dataset.event(*e)) {
                    places.extend(event.places.iter().copied());
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        events.sort_unstable();
        events.dedup();
        Highlight { places, events }
    }

    fn events_of_passage(
        &self,
        dataset: &Dataset,
        source: SourceId,
        range: &Range<usize>,
    ) -> Vec<EventId> {
        if let (Some(table), Some(events)) = (dataset.table(source), dataset.events_of(source)) {
            let rows = table.rows.rows_in(range.clone()).take(MARKED_ROWS);
            return rows.map(|row| EventId::from_index(events.start + row)).collect();
        }
        let meets = |other: &Range<usize>| other.start < range.end && range.start < other.end;
        self.events_in
            .of(source.index())
            .iter()
            .copied()
            .filter(|id| {
                dataset.event(*id).is_some_and(|e| {
                    e.evidence.iter().any(|p| p.source == source && meets(&p.range))
                })
            })
            .collect()
    }
}

fn unresolved(dataset: &Dataset) -> Vec<MentionId> {
    let open = |kind: &MentionKind| matches!(kind, MentionKind::Toponym { place: None, .. });
    let mentions = dataset.mentions.iter().enumerate();
    mentions.filter(|(_, m)| open(&m.kind)).map(|(at, _)| MentionId::from_index(at)).collect()
}
