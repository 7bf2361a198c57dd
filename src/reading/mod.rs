//! Floor 2: reports into events.
//!
//! A document is cut into sentences and clauses; a clause with a verb or noun of `data/lexicon.tsv`
//! becomes an event, placed by the places named where things happen in it, dated by its own time
//! expression or by what it inherits (and says so in [`Event::reasons`]), with the actors it names
//! and how sure its words are. What is denied, only supposed or only possible is no event. A capital
//! that stands for its government ("Moscow's reluctance") places nothing.
//!
//! English only. One event a clause, and one more for each noun with a date of its own; reports of
//! the same thing in different documents are left to `folding`.

mod actors;
mod build;
mod clause;
mod hedge;
mod lexicon;
mod pick;
mod points;
mod site;
mod when;

#[cfg(test)]
mod tests;

use crate::geocode::people::People;
use crate::geocode::text::Words;
use crate::geocode::{Geocoder, Origin, ToponymMention};
use crate::model::{
    Candidate, Category, Dataset, Event, Mention, MentionKind, Passage, Place, PlaceId, Source,
    SourceId, SourceKind, TimeSpan,
};
use crate::temporal::{self, TimeMention};
use actors::Actors;
use build::{Document, Draft};
use points::Points;
use std::collections::HashMap;

/// Reads documents: places, times, events.
#[derive(Clone, Debug)]
pub struct Reader {
    geocoder: Geocoder,
}

impl Reader {
    /// A reader that places names by a geocoder.
    #[must_use]
    pub fn new(geocoder: Geocoder) -> Self {
        Self { geocoder }
    }

    /// The geocoder that it places names by.
    #[must_use]
    pub fn geocoder(&self) -> &Geocoder {
        &self.geocoder
    }

    /// Appends a source to a dataset, with its mentions, the places that they could be (each place
    /// once) and its events. Tables are appended as they are.
    ///
    /// A source without a date gets [`Source::suggested_date`] from its text where that can be
    /// worked out, and its relative expressions stay undated.
    pub fn read(&self, mut source: Source, dataset: &mut Dataset) {
        let id = SourceId::from_index(dataset.sources.len());
        if source.dated.is_none() && source.suggested_date.is_none() {
            let inferred = temporal::infer_date(&source.text);
            source.suggested_date = inferred.map(|date| (date.span, date.reasoning));
        }
        if source.kind == SourceKind::Document {
            let origin = Origin { publisher: &source.publisher, url: &source.url };
            let read = self.document(&source.text, &origin, source.dated.as_ref());
            append(&source.text, id, &read, dataset);
        }
        dataset.sources.push(source);
    }

    fn document(&self, text: &str, origin: &Origin<'_>, dated: Option<&TimeSpan>) -> Read {
        let words = Words::read(text);
        let people = People::read(&words);
        let mentions = self.geocoder.toponyms_in(&words, &people, origin);
        let times = temporal::read_times(text, dated);
        let actors =
            Actors::read(&words, &people, &mentions, &|iso| self.geocoder.country_name(iso));
        let document =
            Document { words: &words, times: &times, mentions: &mentions, actors: &actors, dated };
        let events = build::events(&document);
        Read { mentions, times, events }
    }
}

/// What was found in a document, in bytes.
struct Read {
    mentions: Vec<ToponymMention>,
    times: Vec<TimeMention>,
    events: Vec<Draft>,
}

/// Numbers places as they enter a dataset, each once.
struct Places<'a> {
    list: &'a mut Vec<Place>,
    known: HashMap<Key, PlaceId>,
}

/// What tells places apart: number in GeoNames, name, position.
type Key = (Option<u32>, String, [u64; 2]);

fn key(place: &Place) -> Key {
    let at = [place.position.lon().to_bits(), place.position.lat().to_bits()];
    (place.geonameid, place.name.clone(), at)
}

impl Places<'_> {
    fn id(&mut self, place: &Place) -> PlaceId {
        let list = &mut *self.list;
        *self.known.entry(key(place)).or_insert_with(|| {
            list.push(place.clone());
            PlaceId::from_index(list.len() - 1)
        })
    }
}

fn append(text: &str, id: SourceId, read: &Read, dataset: &mut Dataset) {
    let points = Points::new(text);
    let passage =
        |range: &std::ops::Range<usize>| Passage { source: id, range: points.range(range) };
    let known = dataset.places.iter().enumerate().map(|(at, p)| (key(p), PlaceId::from_index(at)));
    let mut places = Places { known: known.collect(), list: &mut dataset.places };
    let mut found: Vec<Mention> = Vec::with_capacity(read.mentions.len() + read.times.len());
    let mut best: Vec<Option<PlaceId>> = Vec::with_capacity(read.mentions.len());
    for mention in &read.mentions {
        let candidates = candidates(mention, &mut places);
        let place = candidates.first().filter(|_| mention.resolved).map(|c| c.place);
        best.push(place);
        let kind = MentionKind::Toponym { form: mention.form, place, candidates };
        found.push(Mention { passage: passage(&mention.range), kind });
    }
    for time in &read.times {
        let kind = MentionKind::Time {
            timex: time.timex,
            value: time.value.clone(),
            span: time.span.clone(),
            reading: time.reading.clone(),
        };
        found.push(Mention { passage: passage(&time.range), kind });
    }
    found.sort_by_key(|m| (m.passage.range.start, m.passage.range.end));
    dataset.mentions.append(&mut found);
    let from = dataset.events.len();
    for draft in &read.events {
        push_event(draft, &best, passage(&draft.evidence), from, dataset);
    }
}

fn candidates(mention: &ToponymMention, places: &mut Places<'_>) -> Vec<Candidate> {
    let each = mention.candidates.iter().map(|ranked| Candidate {
        place: places.id(&ranked.place),
        #[allow(clippy::cast_possible_truncation)] // a score in 0..=1 loses nothing worth keeping
        score: ranked.score as f32,
        reasons: ranked.reasons.to_vec(),
    });
    each.collect()
}

/// Adds an event, or its passage to the event of the same document that it repeats.
fn push_event(
    draft: &Draft,
    best: &[Option<PlaceId>],
    passage: Passage,
    from: usize,
    dataset: &mut Dataset,
) {
    let mut places: Vec<PlaceId> = Vec::new();
    for at in &draft.sites {
        if let Some(id) = best.get(*at).copied().flatten().filter(|id| !places.contains(id)) {
            places.push(id);
        }
    }
    let event = Event {
        title: draft.title.clone(),
        category: Category::new(draft.category),
        kind: draft.kind.clone(),
        when: draft.when.clone(),
        places,
        actors: draft.actors.clone(),
        certainty: draft.certainty,
        evidence: vec![passage],
        reasons: draft.reasons.clone(),
        accounts: Vec::new(),
    };
    let repeats = |old: &&mut Event| {
        old.category == event.category
            && std::mem::discriminant(&old.kind) == std::mem::discriminant(&event.kind)
            && old.when == event.when
            && old.when.is_some()
            && old.places == event.places
            && !old.places.is_empty()
            && old.certainty == event.certainty
    };
    let old = dataset.events.get_mut(from..).unwrap_or_default().iter_mut().find(repeats);
    match old {
        Some(old) => {
            old.evidence.extend(
                event
                    .evidence
                    .into_iter()
                    .filter(|p| !old.evidence.contains(p))
                    .collect::<Vec<_>>(),
            );
            let new =
                event.actors.into_iter().filter(|a| !old.actors.contains(a)).collect::<Vec<_>>();
            old.actors.extend(new);
        }
        None => dataset.events.push(event),
    }
}
