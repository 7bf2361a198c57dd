//! What is looked for in the window: the text, what was found so far, what is still being looked
//! through.
//!
//! Positions and dates are read at once, and so is a small dataset. The gazetteer, a large dataset
//! and the rows of large tables are searched in jobs; of each the newest request wins, and what was
//! found for an earlier text stays in view until there is something newer.

mod goal;
mod scan;

pub use goal::{FoundList, Pin, Shared, actions_for};

use super::jobs::{Job, Outcome, Revision};
use super::{Frame, Resources};
use crate::gazetteer::fold;
use crate::model::time::Calendar;
use crate::model::{Dataset, EventId, Second, TimeSpan, Window};
use crate::query::{EventIndex, Query};
use crate::search::{self, Corpus, Fit, Found, Goal, Group, Hit, Kind, Needle};
use crate::task::{Task, grouped};
use scan::Scan;
use std::sync::Arc;

/// A dataset of so many bytes of text is made ready while the frame waits, some 2 ms.
const READY_AT_ONCE: usize = 200_000;
/// So many folded bytes are searched while the frame waits, well below a millisecond.
const SEARCH_AT_ONCE: usize = 2_000_000;
/// Hits of a kind that are listed beside the other kinds.
const FEW: usize = 4;

/// Wakes the window once something was found.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What is looked for, and what was found.
#[derive(Default)]
pub struct Search {
    text: String,
    /// Counts up with every text and dataset.
    asked: Revision,
    only: Option<Kind>,
    corpus: Option<Arc<Corpus>>,
    /// The dataset that is being made ready.
    readied: Option<Arc<Dataset>>,
    preparing: Option<Job<Result<Arc<Corpus>, String>>>,
    finding: Option<Job<Result<Found, String>>>,
    knowing: Option<Job<Result<Group, String>>>,
    scan: Option<Scan>,
    read: Vec<Group>,
    found: Found,
    known: Option<Group>,
    trouble: Option<String>,
}

/// A row of the list of what was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Row<'a> {
    /// Something that was found.
    Hit(Kind, &'a Hit),
    /// More of a kind than are listed; how many there are altogether, and whether all are counted.
    More(Kind, usize, bool),
}

impl Search {
    /// The text that is looked for.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The only kind that is listed, where somebody asked for more of it.
    #[must_use]
    pub fn only(&self) -> Option<Kind> {
        self.only
    }

    /// Lists one kind only, or all again.
    pub fn list_only(&mut self, kind: Option<Kind>) {
        self.only = kind;
    }

    /// What was looked for instead, where nothing is spelt as it was typed.
    #[must_use]
    pub fn meant(&self) -> Option<&str> {
        self.found.meant.as_deref().filter(|_| !self.known_fits())
    }

    /// What went wrong, in one line.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Whether something is still being looked through.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let scanning = self.scan.as_ref().is_some_and(|scan| !scan.is_done());
        self.preparing.is_some() || self.finding.is_some() || self.knowing.is_some() || scanning
    }

    /// All events that were found so far, to be listed, those of large tables last.
    #[must_use]
    pub fn list(&self, title: String) -> FoundList {
        let scanned = self.scan.as_ref().map(Scan::events).unwrap_or_default();
        let events: Vec<EventId> = self.found.events.iter().copied().chain(scanned).collect();
        FoundList { title, shared: None, events: events.into() }
    }

    /// Looks for a text in what the frame shows. The same text in the same dataset is looked for once.
    pub fn ask(&mut self, text: &str, frame: &Frame<'_>, resources: &Arc<Resources>, wake: &Wake) {
        let dataset = frame.index.events().dataset();
        let ready = self.readied.as_ref().is_some_and(|of| Arc::ptr_eq(of, dataset));
        if !ready {
            self.prepare(dataset, wake);
        }
        self.take_corpus();
        if ready && text == self.text {
            return;
        }
        if text != self.text {
            self.only = None;
        }
        self.text = text.to_owned();
        self.asked = self.asked.next();
        self.read = read(text, frame, resources.calendar());
        self.trouble = None;
        self.look(frame, wake);
        self.know(resources, wake);
    }

    /// Takes what jobs have found. True when something did.
    pub fn take(&mut self, frame: &Frame<'_>, wake: &Wake) -> bool {
        let mut news = false;
        if self.take_corpus() {
            self.look(frame, wake);
            news = true;
        }
        match self.finding.as_mut().and_then(|job| job.poll(self.asked)) {
            Some(Outcome::Done(Ok(found))) => self.found = found,
            Some(Outcome::Done(Err(why)) | Outcome::Failed(why)) => self.trouble = Some(why),
            Some(Outcome::Cancelled | Outcome::Stale) => {}
            None => return self.take_known() || news,
        }
        self.finding = None;
        self.take_known();
        true
    }

    fn take_known(&mut self) -> bool {
        match self.knowing.as_mut().and_then(|job| job.poll(self.asked)) {
            Some(Outcome::Done(Ok(group))) => self.known = Some(group),
            Some(Outcome::Done(Err(why)) | Outcome::Failed(why)) => self.trouble = Some(why),
            Some(Outcome::Cancelled | Outcome::Stale) => {}
            None => return false,
        }
        self.knowing = None;
        true
    }

    fn prepare(&mut self, dataset: &Arc<Dataset>, wake: &Wake) {
        self.readied = Some(Arc::clone(dataset));
        self.corpus = None;
        self.finding = None;
        self.scan = None;
        self.found = Found::default();
        let texts: usize = dataset.sources.iter().map(|source| source.text.len()).sum();
        if texts <= READY_AT_ONCE && dataset.tables.is_empty() {
            self.preparing = None;
            // Nobody can ask this task to stop.
            self.corpus = Corpus::build(dataset, &Task::new()).ok().map(Arc::new);
            return;
        }
        let (dataset, wake) = (Arc::clone(dataset), Arc::clone(wake));
        self.preparing = Some(Job::start(
            "making ready to search",
            Revision::default(),
            move |task| {
                Corpus::build(&dataset, task).map(Arc::new).map_err(|stopped| stopped.to_string())
            },
            move || wake(),
        ));
    }

    fn take_corpus(&mut self) -> bool {
        match self.preparing.as_mut().and_then(|job| job.poll(Revision::default())) {
            Some(Outcome::Done(Ok(corpus))) => self.corpus = Some(corpus),
            Some(Outcome::Done(Err(why)) | Outcome::Failed(why)) => self.trouble = Some(why),
            Some(Outcome::Cancelled | Outcome::Stale) => {}
            None => return false,
        }
        self.preparing = None;
        self.corpus.is_some()
    }

    /// Looks in the dataset, once it is ready.
    fn look(&mut self, frame: &Frame<'_>, wake: &Wake) {
        let Some(corpus) = self.corpus.clone() else { return };
        let index = Arc::clone(frame.index.events());
        let text = self.text.clone();
        if Needle::new(&text).is_none() {
            (self.found, self.finding, self.scan) = (Found::default(), None, None);
            return;
        }
        self.scan = Scan::start(&corpus, &text, self.asked, wake);
        if corpus.bytes() <= SEARCH_AT_ONCE {
            self.finding = None;
            self.found = find(&corpus, &text, &index, &Task::new()).unwrap_or_default();
            return;
        }
        let wake = Arc::clone(wake);
        self.finding = Some(Job::start(
            "searching",
            self.asked,
            move |task| find(&corpus, &text, &index, task),
            move || wake(),
        ));
    }

    /// Looks in the gazetteer. On the first start on a machine its index is built, which another
    /// text must not stop.
    fn know(&mut self, resources: &Arc<Resources>, wake: &Wake) {
        if Needle::new(&self.text).is_none() {
            (self.known, self.knowing) = (None, None);
            return;
        }
        let (resources, wake, text) = (Arc::clone(resources), Arc::clone(wake), self.text.clone());
        self.knowing = Some(Job::start(
            "looking up places",
            self.asked,
            move |task| {
                let gazetteer = resources.gazetteer(&Task::new()).map_err(|why| why.to_string())?;
                let reader = resources.reader(&Task::new()).map_err(|why| why.to_string())?;
                search::known(&text, &gazetteer, reader.geocoder(), task)
                    .map_err(|why| why.to_string())
            },
            move || wake(),
        ));
    }

    /// Whether a place of the gazetteer is spelt as it was typed.
    fn known_fits(&self) -> bool {
        let hits = self.known.iter().flat_map(|group| &group.hits);
        hits.map(|hit| hit.fit).min().is_some_and(|fit| fit <= Fit::Beginning)
    }

    /// Leaves of what was found for an earlier text what fits this one too.
    fn still_fitting(&self, group: &Group) -> Group {
        let needle = Needle::new(&self.text);
        let fits = |hit: &&Hit| needle.as_ref().is_some_and(|n| n.fit(&fold(&hit.title)).is_some());
        let hits: Vec<Hit> = group.hits.iter().filter(fits).cloned().collect();
        Group { kind: group.kind, total: hits.len(), hits, whole: false }
    }

    /// The kinds that were found, best first.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let mut groups = self.read.clone();
        // What is spelt nearly so is of no interest where a place is spelt just so.
        if self.found.meant.is_none() || !self.known_fits() {
            let found = self.found.groups.iter();
            match self.finding {
                Some(_) => groups.extend(found.map(|group| self.still_fitting(group))),
                None => groups.extend(found.cloned()),
            }
        }
        if let Some(scanned) = self.scan.as_ref().and_then(Scan::group) {
            match groups.iter_mut().find(|group| group.kind == Kind::Event) {
                Some(events) => {
                    events.hits.extend(scanned.hits);
                    events.total += scanned.total;
                    events.whole = scanned.whole;
                }
                None => groups.push(scanned),
            }
        }
        groups.extend(self.known_beside(&groups));
        groups.retain(|group| !group.hits.is_empty());
        groups.sort_by_key(Group::rank);
        groups
    }

    /// The places of the gazetteer but for those that the dataset has.
    fn known_beside(&self, groups: &[Group]) -> Option<Group> {
        let mut known = self.known.clone()?;
        if self.knowing.is_some() {
            known = self.still_fitting(&known);
        }
        let dataset = self.readied.as_ref()?;
        let own = groups.iter().flat_map(|group| &group.hits);
        let own: Vec<_> = own
            .filter_map(|hit| match hit.goal {
                Goal::Place(id) => dataset.place(id),
                _ => None,
            })
            .collect();
        let before = known.hits.len();
        known.hits.retain(|hit| match &hit.goal {
            Goal::Known(place) => !own.iter().any(|own| match (own.geonameid, place.geonameid) {
                (Some(a), Some(b)) => a == b,
                _ => own.name == place.name && own.position == place.position,
            }),
            _ => true,
        });
        known.total = known.total.saturating_sub(before - known.hits.len());
        Some(known)
    }
}

/// The rows of a list of what was found: a few of each kind, or all of the only one.
#[must_use]
pub fn rows(groups: &[Group], only: Option<Kind>) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for group in groups.iter().filter(|group| only.is_none_or(|kind| kind == group.kind)) {
        let most = if only.is_some() { group.hits.len() } else { FEW };
        rows.extend(group.hits.iter().take(most).map(|hit| Row::Hit(group.kind, hit)));
        let is_list = only.is_none() || group.kind == Kind::Event;
        if group.total > most.min(group.hits.len()) && is_list {
            rows.push(Row::More(group.kind, group.total, group.whole));
        }
    }
    rows
}

fn find(corpus: &Corpus, text: &str, index: &EventIndex, task: &Task) -> Result<Found, String> {
    let weight = |place| index.count_at(place);
    search::find(corpus, text, &weight, task).map_err(|stopped| stopped.to_string())
}

/// What can be read off the text itself: positions and a date.
fn read(text: &str, frame: &Frame<'_>, calendar: Calendar) -> Vec<Group> {
    let positions = search::positions(text).into_iter().map(|read| Hit {
        title: super::place_card::coordinates(read.at, read.radius_m),
        detail: read.notation,
        fit: Fit::Exact,
        marked: Vec::new(),
        goal: Goal::Position(read.at, read.radius_m),
    });
    let index = frame.subject.matches.index();
    let extent = index.extent().unwrap_or(frame.session.span_in_view);
    let date = search::date(text, newest(frame), extent, calendar).map(|read| {
        let events = in_span(&read.span, index).map(|events| match events {
            1 => "1 event".to_owned(),
            n => format!("{} events", grouped(n as u64)),
        });
        let words = [events, Some(read.reading).filter(|words| !words.is_empty())];
        Hit {
            title: read.span.label(),
            detail: words.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            fit: Fit::Exact,
            marked: Vec::new(),
            goal: Goal::Date(read.span),
        }
    });
    let group = |kind, hits: Vec<Hit>| Group { kind, total: hits.len(), hits, whole: true };
    vec![group(Kind::Position, positions.collect()), group(Kind::Date, date.into_iter().collect())]
}

/// The day that "last October" counts from: that of the newest document, else the cursor's.
fn newest(frame: &Frame<'_>) -> Second {
    let sources = frame.subject.dataset.sources.iter();
    let dates = sources.filter_map(|source| source.dated.as_ref()?.earliest());
    dates.max().unwrap_or(frame.session.cursor)
}

/// How many events a span has.
fn in_span(span: &TimeSpan, index: &Arc<EventIndex>) -> Option<usize> {
    let window = Window::new(span.earliest()?, span.latest()?);
    Some(Query { window: Some(window) }.run(index).counts.shown)
}
