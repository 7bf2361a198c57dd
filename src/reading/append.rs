//! What was read of a document, put into a dataset.

use super::build::Draft;
use super::points::Points;
use crate::geocode::ToponymMention;
use crate::model::{
    Candidate, Category, Certainty, Dataset, Event, EventKind, Mention, MentionKind, Passage,
    Place, PlaceId, Route, SourceId, TimeSpan,
};
use crate::temporal::TimeMention;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What was found in a document, in bytes.
pub(crate) struct Read {
    pub mentions: Vec<ToponymMention>,
    pub times: Vec<TimeMention>,
    pub events: Vec<Draft>,
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

/// Takes what was read over into a dataset.
pub(crate) fn append(text: &str, id: SourceId, read: Read, dataset: &mut Dataset) {
    let points = Points::new(text);
    let passage = |range: &Range<usize>| Passage { source: id, range: points.range(range) };
    let known = dataset.places.iter().enumerate().map(|(at, p)| (key(p), PlaceId::from_index(at)));
    let mut places = Places { known: known.collect(), list: &mut dataset.places };
    let mut shared = Shared::default();
    let mut found: Vec<Mention> = Vec::with_capacity(read.mentions.len() + read.times.len());
    let mut best: Vec<Option<PlaceId>> = Vec::with_capacity(read.mentions.len());
    for mention in read.mentions {
        let candidates = shared.candidates(&mention, &mut places);
        let place = candidates.first().filter(|_| mention.resolved).map(|c| c.place);
        best.push(place);
        let kind = MentionKind::Toponym { form: mention.form, place, candidates };
        found.push(Mention { passage: passage(&mention.range), kind });
    }
    for time in read.times {
        let TimeMention { range, timex, value, span, reading, .. } = time;
        let kind = MentionKind::Time { timex, value, span, reading };
        found.push(Mention { passage: passage(&range), kind });
    }
    found.sort_by_key(|m| (m.passage.range.start, m.passage.range.end));
    dataset.mentions.append(&mut found);
    let mut told = Told { known: HashMap::new(), list: &mut dataset.events };
    for draft in read.events {
        let evidence = passage(&draft.evidence);
        told.push(draft, &best, evidence);
    }
}

/// The candidates of a document's mentions: those of one name are the same ones, kept once.
#[derive(Default)]
struct Shared {
    known: HashMap<Vec<(usize, u64)>, Arc<[Candidate]>>,
}

impl Shared {
    fn candidates(
        &mut self,
        mention: &ToponymMention,
        places: &mut Places<'_>,
    ) -> Arc<[Candidate]> {
        let ranked = mention.candidates.iter();
        let key =
            ranked.clone().map(|c| (Arc::as_ptr(&c.place) as usize, c.score.to_bits())).collect();
        let same = |known: &&Arc<[Candidate]>| {
            known.iter().zip(ranked.clone()).all(|(a, b)| *a.reasons == *b.reasons)
        };
        if let Some(known) = self.known.get(&key).filter(same) {
            return known.clone();
        }
        let candidates: Arc<[Candidate]> = ranked
            .clone()
            .map(|ranked| Candidate {
                place: places.id(&ranked.place),
                #[allow(clippy::cast_possible_truncation)] // a score in 0..=1 loses nothing worth keeping
                score: ranked.score as f32,
                reasons: ranked.reasons.to_vec(),
            })
            .collect();
        self.known.insert(key, candidates.clone());
        candidates
    }
}

/// What makes two reports of one document the same event.
type Identity = (Category, bool, TimeSpan, Vec<PlaceId>, Certainty);

struct Told<'a> {
    known: HashMap<Identity, usize>,
    list: &'a mut Vec<Event>,
}

impl Told<'_> {
    /// Adds an event, or its passage to the event of the same document that it repeats.
    fn push(&mut self, draft: Draft, best: &[Option<PlaceId>], passage: Passage) {
        let mut places: Vec<PlaceId> = Vec::new();
        for at in &draft.sites {
            if let Some(id) = best.get(*at).copied().flatten().filter(|id| !places.contains(id)) {
                places.push(id);
            }
        }
        let place = |at: usize| best.get(at).copied().flatten();
        let ends = draft.way.and_then(|(from, to)| place(from).zip(place(to)));
        let route = ends.and_then(|(from, to)| Route::new(from, to));
        let state = draft.kind != EventKind::Happening;
        let identity = draft
            .when
            .clone()
            .filter(|_| !places.is_empty())
            .map(|when| (draft.category.clone(), state, when, places.clone(), draft.certainty));
        let known = identity.as_ref().and_then(|identity| self.known.get(identity));
        if let Some(old) = known.and_then(|at| self.list.get_mut(*at)) {
            if !old.evidence.contains(&passage) {
                old.evidence.push(passage);
            }
            let new: Vec<String> =
                draft.actors.into_iter().filter(|a| !old.actors.contains(a)).collect();
            old.actors.extend(new);
            old.route = old.route.or(route);
            return;
        }
        if let Some(identity) = identity {
            self.known.insert(identity, self.list.len());
        }
        self.list.push(Event {
            title: draft.title,
            category: draft.category,
            kind: draft.kind,
            when: draft.when,
            places,
            actors: draft.actors,
            certainty: draft.certainty,
            evidence: vec![passage],
            reasons: draft.reasons,
            accounts: Vec::new(),
            route,
        });
    }
}
