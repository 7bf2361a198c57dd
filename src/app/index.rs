use super::Item;
use crate::model::{
    Dataset, Edge, EventId, EventKind, MentionId, MentionKind, PlaceId, Second, SourceId, Unit,
    Window,
};
use crate::scene::Highlight;
use std::collections::BTreeMap;
use std::ops::Range;

/// What is looked up again and again in one revision of a dataset.
#[derive(Clone, Debug, Default)]
pub struct Index {
    events_at: BTreeMap<PlaceId, Vec<EventId>>,
    mentions_in: BTreeMap<SourceId, Vec<MentionId>>,
    events_in: BTreeMap<SourceId, Vec<EventId>>,
}

impl Index {
    /// The index of a dataset.
    #[must_use]
    pub fn new(dataset: &Dataset) -> Self {
        let mut index = Self::default();
        for (i, event) in dataset.events.iter().enumerate() {
            let id = EventId::from_index(i);
            for &place in &event.places {
                push_once(index.events_at.entry(place).or_default(), id);
            }
            for passage in &event.evidence {
                push_once(index.events_in.entry(passage.source).or_default(), id);
            }
        }
        for (i, mention) in dataset.mentions.iter().enumerate() {
            let of_source = index.mentions_in.entry(mention.passage.source).or_default();
            of_source.push(MentionId::from_index(i));
        }
        index
    }

    /// The events at a place, in the dataset's order.
    #[must_use]
    pub fn events_at(&self, place: PlaceId) -> &[EventId] {
        self.events_at.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The mentions of a source, in the order of its text.
    #[must_use]
    pub fn mentions_in(&self, source: SourceId) -> &[MentionId] {
        self.mentions_in.get(&source).map_or(&[], Vec::as_slice)
    }

    /// Places that have events.
    pub fn places(&self) -> impl Iterator<Item = PlaceId> + '_ {
        self.events_at.keys().copied()
    }

    /// What is marked out together with an item: a place with its events, an event with its places.
    #[must_use]
    pub fn highlight(&self, dataset: &Dataset, item: &Item) -> Highlight {
        let (mut places, mut events) = (Vec::new(), Vec::new());
        match item {
            Item::Place(id) => {
                places.push(*id);
                events.extend_from_slice(self.events_at(*id));
            }
            Item::Event(id) => {
                events.push(*id);
                places
                    .extend(dataset.event(*id).into_iter().flat_map(|e| e.places.iter().copied()));
            }
            Item::Mention(id) => {
                let Some(mention) = dataset.mention(*id) else { return Highlight::default() };
                match &mention.kind {
                    MentionKind::Toponym { place: Some(place), .. } => {
                        places.push(*place);
                        events.extend_from_slice(self.events_at(*place));
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
        let meets = |other: &Range<usize>| other.start < range.end && range.start < other.end;
        self.events_in
            .get(&source)
            .into_iter()
            .flatten()
            .copied()
            .filter(|id| {
                dataset.event(*id).is_some_and(|e| {
                    e.evidence.iter().any(|p| p.source == source && meets(&p.range))
                })
            })
            .collect()
    }
}

fn push_once(list: &mut Vec<EventId>, id: EventId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}

/// The stretch of time that a dataset is about: from the first to the last thing that happened, with
/// a margin of a twentieth, in whole days. States that began long before do not stretch it, unless there is nothing
/// else. Nothing where nothing is dated.
#[must_use]
pub fn extent(dataset: &Dataset) -> Option<Window> {
    let of = |states: bool| {
        let (mut begin, mut end) = (i64::MAX, i64::MIN);
        for event in &dataset.events {
            let Some(when) = &event.when else { continue };
            if matches!(event.kind, EventKind::State(_)) && !states {
                continue;
            }
            for edge in [when.begin(), when.end()] {
                if let Edge::Known { earliest: Second(a), latest: Second(b) } = edge {
                    begin = begin.min(a);
                    end = end.max(b);
                }
            }
        }
        (begin < end).then_some((begin, end))
    };
    let (begin, end) = of(false).or_else(|| of(true))?;
    let margin = (end.saturating_sub(begin) / 20).max(43_200);
    let begin = Second(begin.saturating_sub(margin)).floor(Unit::Day);
    let end = Second(end.saturating_add(margin)).floor(Unit::Day).step(Unit::Day, 1);
    Some(Window::new(begin, end))
}
