//! Floor 3: one text in, what it can mean out, by kind: positions, dates, places of the dataset and
//! of the gazetteer, events, actors, categories, sources, passages.
//!
//! A [`Corpus`] is made once for a dataset; looking for a text in it goes at the speed of memory.
//! Case, accents and variants of letters do not count ([`crate::gazetteer::fold`]), in any script.
//! What fits better comes first ([`Fit`]), of what fits alike that with more events or inhabitants.
//! Where the dataset has nothing, the nearest words that it has are looked for instead.
//!
//! Not supported: word forms ("withdrew" does not find "withdrawal"), and languages other than
//! English in dates.

mod actors;
mod categories;
mod corpus;
mod dates;
mod known;
mod lines;
mod near;
mod needle;
mod positions;
mod stretches;

pub use actors::events_of_actor;
pub use categories::events_of_category;
pub use corpus::Corpus;
pub use dates::{DateRead, date};
pub use known::{known, place_words};
pub use lines::Lines;
pub use needle::{Fit, Needle};
pub use positions::{PositionRead, positions};

use crate::model::{Category, EventId, LonLat, Place, PlaceId, SourceId, SourceKind, TimeSpan};
use crate::task::{Cancelled, Task};
use std::ops::Range;

/// The most hits of a kind that are listed; all are counted.
pub const LISTED: usize = 200;
/// A passage is quoted by as many characters, with as many of them before what was found.
const SNIPPET: usize = 130;
const BEFORE: usize = 40;
/// Passages and events are looked for from as many letters on.
const LETTERS: usize = 2;

/// What sort of thing a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A position on the globe.
    Position,
    /// A date or a stretch of time.
    Date,
    /// A place that the dataset's events or names are at.
    Place,
    /// A place of the gazetteer.
    Known,
    /// Somebody who takes part in events.
    Actor,
    /// A sort of event.
    Category,
    /// An event.
    Event,
    /// A document or a table.
    Source,
    /// A passage of a document.
    Passage,
}

impl Kind {
    /// Its heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Position => "Coordinates",
            Self::Date => "Dates",
            Self::Place => "Places in the data",
            Self::Known => "Places of the gazetteer",
            Self::Actor => "Actors",
            Self::Category => "Categories",
            Self::Event => "Events",
            Self::Source => "Sources",
            Self::Passage => "Passages",
        }
    }
}

/// Where a hit leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// To a position; the radius in metres tells how far off it may be, 0 where nothing does.
    Position(LonLat, f64),
    /// To a time.
    Date(TimeSpan),
    /// To a place of the dataset.
    Place(PlaceId),
    /// To a place that the dataset may lack.
    Known(Box<Place>),
    /// To the events of somebody.
    Actor(String),
    /// To the events of a category.
    Category(Category),
    /// To an event.
    Event(EventId),
    /// To the beginning of a source.
    Source(SourceId),
    /// To a passage, in code points.
    Passage(SourceId, Range<usize>),
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is called; of a passage, the words around what was found.
    pub title: String,
    /// What tells it from others: "city, Syria · 12 events".
    pub detail: String,
    /// How well it fits.
    pub fit: Fit,
    /// The parts of the title that are what was typed, in bytes.
    pub marked: Vec<Range<usize>>,
    /// Where it leads.
    pub goal: Goal,
}

/// The hits of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What sort of thing they are.
    pub kind: Kind,
    /// The best, best first.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub total: usize,
    /// Whether everything was looked through; where not, there may be more.
    pub whole: bool,
}

impl Group {
    /// None of a kind.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, hits: Vec::new(), total: 0, whole: true }
    }

    /// How far down it stands: by its best fit, then by kind. What merely begins so in the gazetteer
    /// comes after what the dataset has.
    #[must_use]
    pub fn rank(&self) -> (u8, Kind) {
        let fit = self.hits.iter().map(|hit| hit.fit).min();
        let fit = match fit {
            Some(Fit::Exact) => 0,
            Some(Fit::Beginning | Fit::Word) if self.kind != Kind::Known => 1,
            Some(Fit::Near) => 3,
            _ => 2,
        };
        (fit, self.kind)
    }
}

/// What a dataset has of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// By kind; kinds without a hit are left out.
    pub groups: Vec<Group>,
    /// All events that were found, best first.
    pub events: Vec<EventId>,
    /// What was looked for instead, where the dataset has nothing that is spelt as it was typed.
    pub meant: Option<String>,
}

/// Looks for a text in a dataset: its places, events, actors, categories, sources and passages. `weight` tells how many
/// events a place has.
///
/// # Errors
/// When the task was asked to stop.
pub fn find(
    corpus: &Corpus,
    typed: &str,
    weight: &dyn Fn(PlaceId) -> usize,
    task: &Task,
) -> Result<Found, Cancelled> {
    let Some(needle) = Needle::new(typed) else { return Ok(Found::default()) };
    let found = in_kinds(corpus, &needle, weight, task)?;
    if !found.groups.is_empty() {
        return Ok(found);
    }
    let Some(meant) = meant(corpus, &needle) else { return Ok(found) };
    let Some(needle) = Needle::new(&meant) else { return Ok(found) };
    let mut found = in_kinds(corpus, &needle, weight, task)?;
    found.groups.iter_mut().flat_map(|group| &mut group.hits).for_each(|hit| hit.fit = Fit::Near);
    found.meant = (!found.groups.is_empty()).then_some(meant);
    Ok(found)
}

/// The text with every word that the dataset lacks replaced by the nearest that it has; nothing where
/// a word has none.
fn meant(corpus: &Corpus, needle: &Needle) -> Option<String> {
    let mut changed = false;
    let mut words = Vec::new();
    for word in needle.text().split(' ') {
        if corpus.lines().iter().any(|lines| lines.has(word)) {
            words.push(word);
        } else {
            words.push(corpus.vocabulary.nearest(word)?);
            changed = true;
        }
    }
    changed.then(|| words.join(" "))
}

fn in_kinds(
    corpus: &Corpus,
    needle: &Needle,
    weight: &dyn Fn(PlaceId) -> usize,
    task: &Task,
) -> Result<Found, Cancelled> {
    let dataset = corpus.dataset();
    let long = needle.text().chars().count() >= LETTERS;
    let mut groups = Vec::new();
    let mut add =
        |kind: Kind, whole: bool, found: Vec<(u32, Fit)>, hit: &dyn Fn(u32, Fit) -> Option<Hit>| {
            let total = found.len();
            let hits: Vec<Hit> =
                found.into_iter().take(LISTED).filter_map(|(owner, fit)| hit(owner, fit)).collect();
            if !hits.is_empty() {
                groups.push(Group { kind, hits, total, whole });
            }
        };
    let mut places = corpus.places.find(needle, task)?;
    places.sort_by_cached_key(|(id, fit)| (*fit, std::cmp::Reverse(weight(PlaceId(*id)))));
    add(Kind::Place, corpus.all_places, places, &|id, fit| {
        let place = dataset.place(PlaceId(id))?;
        let events = weight(PlaceId(id));
        let detail = [place_words(&place), counted(events)].join(" · ");
        Some(Hit {
            title: place.name.clone(),
            detail,
            fit,
            marked: needle.marked(&place.name),
            goal: Goal::Place(PlaceId(id)),
        })
    });
    let mut actors = corpus.actors.find(needle, task)?;
    // They are numbered by how many events they have.
    actors.sort_by_key(|(at, fit)| (*fit, *at));
    add(Kind::Actor, true, actors, &|at, fit| {
        let (name, events) = corpus.actor_names.get(at as usize)?;
        let (detail, marked) = (counted(*events), needle.marked(name));
        Some(Hit { title: name.clone(), detail, fit, marked, goal: Goal::Actor(name.clone()) })
    });
    let mut categories = corpus.categories.find(needle, task)?;
    // They too are numbered by how many events they have.
    categories.sort_by_key(|(at, fit)| (*fit, *at));
    add(Kind::Category, true, categories, &|at, fit| {
        let (name, events) = corpus.category_names.get(at as usize)?;
        Some(Hit {
            title: name.as_str().to_owned(),
            detail: counted(*events),
            fit,
            marked: needle.marked(name.as_str()),
            goal: Goal::Category(name.clone()),
        })
    });
    if !long {
        return Ok(Found { groups, ..Found::default() });
    }
    let mut events = corpus.events.find(needle, task)?;
    let reports = |id: u32| dataset.events.get(id as usize).map_or(0, |event| event.accounts.len());
    events.sort_by_cached_key(|(id, fit)| (*fit, std::cmp::Reverse(reports(*id))));
    let all_events = events.iter().map(|(id, _)| EventId(*id)).collect();
    add(Kind::Event, dataset.tables.is_empty(), events, &|id, fit| {
        event_hit(corpus, EventId(id), fit, needle)
    });
    let mut sources = corpus.sources.find(needle, task)?;
    sources.sort_by_key(|(_, fit)| *fit);
    add(Kind::Source, true, sources, &|at, fit| source_hit(corpus, SourceId(at), fit, needle));
    let mut passages = corpus.passages.find(needle, task)?;
    passages.sort_by_key(|(_, fit)| *fit);
    add(Kind::Passage, true, passages, &|at, fit| passage_hit(corpus, at as usize, fit, needle));
    Ok(Found { groups, events: all_events, meant: None })
}

/// An event as a hit: its title, when and where.
#[must_use]
pub fn event_hit(corpus: &Corpus, id: EventId, fit: Fit, needle: &Needle) -> Option<Hit> {
    let dataset = corpus.dataset();
    let event = dataset.event(id)?;
    let when = event.when.as_ref().map_or_else(|| "undated".to_owned(), TimeSpan::label);
    let place = event.places.first().and_then(|id| dataset.place(*id));
    let detail = match place {
        Some(place) => format!("{when} · {}", place.name),
        None => when,
    };
    let title = event.title.clone();
    let marked = needle.marked(&title);
    Some(Hit { title, detail, fit, marked, goal: Goal::Event(id) })
}

/// A source by its heading; what else was found of it stands beside its date.
fn source_hit(corpus: &Corpus, id: SourceId, fit: Fit, needle: &Needle) -> Option<Hit> {
    let source = corpus.dataset().source(id)?;
    let title = source.heading().to_owned();
    let sort = match source.kind {
        SourceKind::Document => "document",
        SourceKind::Table => "table",
    };
    let dated = source.dated.as_ref().map(TimeSpan::label);
    let file = Some(source.name.clone()).filter(|name| *name != title);
    let publisher = Some(source.publisher.clone()).filter(|name| !name.is_empty());
    let detail = [Some(sort.to_owned()), publisher, dated, file];
    let detail = detail.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let marked = needle.marked(&title);
    Some(Hit { title, detail, fit, marked, goal: Goal::Source(id) })
}

fn passage_hit(corpus: &Corpus, at: usize, fit: Fit, needle: &Needle) -> Option<Hit> {
    let dataset = corpus.dataset();
    let stretch = corpus.stretches.get(at)?;
    let text = stretch.text(dataset);
    let marked = needle.marked(text);
    let whole =
        marked.first().map_or(0, |first| first.start)..marked.last().map_or(0, |last| last.end);
    let (title, marked) = snippet(text, &marked);
    let detail = dataset.source(stretch.source)?.heading().to_owned();
    let goal = Goal::Passage(stretch.source, stretch.chars(text, &whole));
    Some(Hit { title, detail, fit, marked, goal })
}

/// The words around the first mark, on one line, and the marks that lie in them.
fn snippet(text: &str, marked: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
    let first = marked.first().map_or(0, |range| range.start);
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let at = starts.partition_point(|start| *start < first);
    let begins_word = |n: &usize| {
        let before = starts.get(*n).and_then(|start| text.get(..*start));
        before.is_none_or(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    };
    let from = (at.saturating_sub(BEFORE)..=at).find(begins_word).unwrap_or(at);
    let begin = starts.get(from).copied().unwrap_or(text.len());
    let end = starts.get(from + SNIPPET).copied().unwrap_or(text.len());
    let inner = text.get(begin..end).unwrap_or_default();
    let lead = inner.len() - inner.trim_start().len();
    let (begin, inner) = (begin + lead, inner.trim());
    let dots =
        if text.get(..begin).is_some_and(|before| !before.trim().is_empty()) { "…" } else { "" };
    let tail = if end < text.len() { "…" } else { "" };
    // Line breaks and tabs are one byte each, as is the space in their place.
    let line: String =
        inner.chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c }).collect();
    let shown = format!("{dots}{line}{tail}");
    let marks =
        marked.iter().filter(|range| range.start >= begin && range.end <= begin + inner.len());
    let moved = marks.map(|range| range.start - begin + dots.len()..range.end - begin + dots.len());
    let moved = moved.collect();
    (shown, moved)
}

fn counted(events: usize) -> String {
    let number = crate::task::grouped(events as u64);
    if events == 1 { "1 event".to_owned() } else { format!("{number} events") }
}
