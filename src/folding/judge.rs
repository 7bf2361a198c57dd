//! Whether two reports tell of the same event, and why.
//!
//! Nothing may speak against it: another category, a state beside a happening, dates that do not
//! overlap, places apart, other actors, two rows of one table, two events that the reader of one
//! document kept apart. What speaks for it is counted, mostly up to two points each for time,
//! place, actors and words, and [`ENOUGH`] points are asked for: three firm agreements, or two and
//! the words of both titles. A site (an air base, a hospital) counts more than a town; an agreement
//! or a meeting is known by its parties and its day, wherever it was held.

use super::actors::{Actor, ActorReader, Sort};
use super::places::{Fit, Places};
use super::report::Report;
use super::words::{likeness, own_words, stem};
use crate::model::{Dataset, EventKind, PlaceId};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Points that make two reports one event.
pub(super) const ENOUGH: u8 = 6;

/// Seconds of a day.
const DAY_S: i64 = 86_400;

/// A date is firm up to a week and a day, "last week" read on either clock.
const FIRM_S: i64 = 8 * DAY_S;

/// A date is of use up to a year and a month; beyond, a happening counts as undated.
const VAGUE_S: i64 = 397 * DAY_S;

/// An undated event is taken to lie up to so long before the date of its document, in seconds.
const RECENT_S: i64 = 31 * DAY_S;

/// Categories of events that are known by who and when rather than by where.
const BY_PARTIES: [&str; 3] = ["agreement", "meeting", "ceasefire"];

/// Words by which an undated report says that it tells of older things.
const OLDER: [&str; 6] = ["previously", "earlier", "formerly", "once", "past", "ago"];

/// How far two reports agree, in points: 2 is firm agreement, 0 none that could be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Agreement {
    pub time: u8,
    pub place: u8,
    pub actors: u8,
    pub words: u8,
}

impl Agreement {
    pub fn points(self) -> u8 {
        self.time + self.place + self.actors + self.words
    }

    /// Enough points, and without any date firm agreement in everything else.
    fn is_enough(self) -> bool {
        let undated = self.place.min(self.actors).min(self.words) < 2 && self.time == 0;
        self.points() >= ENOUGH && !undated
    }
}

/// What speaks against two reports being one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Against {
    Category,
    Kind,
    OneTable,
    OneDocument,
    Time,
    Place(f64),
    Ground,
    Actors,
    TooLittle(Agreement),
}

/// What is worked out of one report when it is first asked for.
#[derive(Debug)]
struct Told {
    actors: Vec<Rc<Actor>>,
    words: BTreeSet<String>,
}

/// Compares the reports of one dataset.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    dataset: &'a Dataset,
    reports: &'a [Option<Report<'a>>],
    places: Places<'a>,
    reader: ActorReader,
    names: HashMap<&'a str, Rc<Actor>>,
    told: Vec<Option<Rc<Told>>>,
}

impl<'a> Judge<'a> {
    pub fn new(dataset: &'a Dataset, reports: &'a [Option<Report<'a>>]) -> Self {
        Self {
            dataset,
            reports,
            places: Places::new(dataset),
            reader: ActorReader::new(dataset),
            names: HashMap::new(),
            told: vec![None; reports.len()],
        }
    }

    pub fn report(&self, at: u32) -> Option<&'a Report<'a>> {
        self.reports.get(at as usize)?.as_ref()
    }

    /// How far two reports agree, where that is enough and nothing speaks against it.
    pub fn compare(&mut self, a: u32, b: u32) -> Result<Agreement, Against> {
        let (Some(x), Some(y)) = (self.report(a), self.report(b)) else {
            return Err(Against::TooLittle(Agreement::default()));
        };
        if x.kind != y.kind {
            return Err(Against::Category);
        }
        if x.is_state() != y.is_state() {
            return Err(Against::Kind);
        }
        if x.table && y.table && x.source == y.source {
            return Err(Against::OneTable);
        }
        let time = self.time(x, y).ok_or(Against::Time)?;
        let place = match self.places.best(&x.event.places, &y.event.places) {
            Some(Fit::Same) => 2 + u8::from(self.share_site(x, y)),
            // What holds in a country is not what holds in one of its towns.
            Some(Fit::Within) if x.is_state() => return Err(Against::Ground),
            Some(Fit::Within) => 1,
            Some(Fit::Apart(metres)) => return Err(Against::Place(metres)),
            None => 0,
        };
        let by_parties = BY_PARTIES.contains(&x.kind);
        let (told, other) = (self.told(a, x), self.told(b, y));
        let who = actors(&told.actors, &other.actors).ok_or(Against::Actors)?;
        let day = x.event.when.as_ref().is_some_and(|when| when.as_day().is_some());
        let parties = day
            && x.event.when == y.event.when
            && by_parties
            && same_parties(&told.actors, &other.actors);
        let actors = if parties { 4 } else { who };
        if x.is_state() && place == 0 && !by_parties {
            return Err(Against::Ground);
        }
        let words = match (&x.event.kind, &y.event.kind) {
            (EventKind::State(a), EventKind::State(b)) => {
                subjects(&a.subject, &b.subject).ok_or(Against::Kind)?
            }
            _ => likeness(&told.words, &other.words),
        };
        let agreement = Agreement { time, place, actors, words };
        if x.shares_source(y) && !plainly(x, y, agreement) {
            return Err(Against::OneDocument);
        }
        if agreement.is_enough() { Ok(agreement) } else { Err(Against::TooLittle(agreement)) }
    }

    /// Whether two reports name the same spot.
    pub fn meet(&mut self, a: u32, b: u32) -> bool {
        let (Some(x), Some(y)) = (self.report(a), self.report(b)) else { return false };
        self.places.best(&x.event.places, &y.event.places) == Some(Fit::Same)
    }

    /// How firmly two reports agree: points first, then the same date to the letter, the same
    /// places, the same title.
    pub fn strength(&self, a: u32, b: u32, agreement: Agreement) -> u8 {
        let (Some(x), Some(y)) = (self.report(a), self.report(b)) else { return 0 };
        let when = x.event.when.is_some() && x.event.when == y.event.when;
        let places = !x.event.places.is_empty() && x.event.places == y.event.places;
        let title = x.event.title == y.event.title;
        agreement.points() * 8 + 4 * u8::from(when) + 2 * u8::from(places) + u8::from(title)
    }

    /// The actors that both name, by the first one's words.
    pub fn shared_actors(&mut self, a: u32, b: u32) -> Vec<&'a str> {
        let (Some(x), Some(y)) = (self.report(a), self.report(b)) else { return Vec::new() };
        let (told, other) = (self.told(a, x), self.told(b, y));
        let named = x.event.actors.iter().zip(&told.actors);
        let shared = named.filter(|(_, actor)| other.actors.iter().any(|o| o.is(actor)));
        shared.map(|(name, _)| name.as_str()).collect()
    }

    fn told(&mut self, at: u32, report: &'a Report<'a>) -> Rc<Told> {
        if let Some(Some(told)) = self.told.get(at as usize) {
            return Rc::clone(told);
        }
        let mut actors: Vec<Rc<Actor>> = Vec::with_capacity(report.event.actors.len());
        for name in &report.event.actors {
            let reader = &self.reader;
            let actor = self.names.entry(name).or_insert_with(|| Rc::new(reader.read(name)));
            actors.push(Rc::clone(actor));
        }
        let names = report.event.actors.iter().map(String::as_str);
        let names = names.chain(report.event.places.iter().filter_map(|id| self.place_name(*id)));
        let mut known: BTreeSet<String> = BTreeSet::new();
        for name in names.chain([report.event.category.as_str(), report.kind]) {
            known.extend(crate::gazetteer::fold(name).split(' ').map(|w| stem(w).to_owned()));
        }
        let told = Rc::new(Told { actors, words: own_words(&report.event.title, &known) });
        if let Some(slot) = self.told.get_mut(at as usize) {
            *slot = Some(Rc::clone(&told));
        }
        told
    }

    /// Names of actors that some reports name and no earlier of them does, in their order.
    pub fn all_actors(&mut self, reports: &[u32]) -> Vec<String> {
        let mut all: Vec<(Rc<Actor>, &'a str)> = Vec::new();
        for at in reports {
            let Some(report) = self.report(*at) else { continue };
            let told = self.told(*at, report);
            let known = all.len();
            for (name, actor) in report.event.actors.iter().zip(&told.actors) {
                if !all.iter().take(known).any(|(there, _)| there.is(actor)) {
                    all.push((Rc::clone(actor), name));
                }
            }
        }
        all.into_iter().map(|(_, name)| name.to_owned()).collect()
    }

    /// Points for the dates; nothing where they do not overlap.
    fn time(&self, a: &Report<'_>, b: &Report<'_>) -> Option<u8> {
        let length = |r: &Report<'_>| r.end.0.saturating_sub(r.begin.0);
        let dated =
            |r: &Report<'_>| r.event.when.is_some() && (r.is_state() || length(r) <= VAGUE_S);
        if !(a.begin < b.end && b.begin < a.end) {
            return None;
        }
        match (dated(a), dated(b)) {
            (true, true) => {
                let firm = a.is_state() || length(a).max(length(b)) <= FIRM_S;
                Some(if firm { 2 } else { 1 })
            }
            (true, false) if b.event.when.is_none() => self.recent(b, a),
            (false, true) if a.event.when.is_none() => self.recent(a, b),
            _ => Some(0),
        }
    }

    /// A point where an undated report stands in a document that was written soon after another's
    /// date: news is told while it is new. Nothing where it says that it tells of older things.
    fn recent(&self, undated: &Report<'_>, dated: &Report<'_>) -> Option<u8> {
        let source = self.dataset.source(undated.source);
        let Some(written) = source.and_then(|s| s.dated.as_ref()) else { return Some(0) };
        let hull = written.hull();
        let recent =
            dated.begin < hull.end() && dated.end.0 > hull.begin().0.saturating_sub(RECENT_S);
        let title = crate::gazetteer::fold(&undated.event.title);
        let older = title.split(' ').any(|word| OLDER.contains(&word));
        (!(recent && older)).then_some(u8::from(recent))
    }

    /// Whether both name a site as their place: a spot that is no town and no ground.
    fn share_site(&mut self, a: &Report<'_>, b: &Report<'_>) -> bool {
        let dataset = self.dataset;
        let is_site =
            |id: &&PlaceId| dataset.places.get(id.index()).is_some_and(|p| p.feature.class == 'S');
        let sites = |r: &Report<'_>| -> Vec<PlaceId> {
            r.event.places.iter().filter(is_site).copied().collect()
        };
        self.places.best(&sites(a), &sites(b)) == Some(Fit::Same)
    }

    fn place_name(&self, id: PlaceId) -> Option<&'a str> {
        Some(self.dataset.places.get(id.index())?.name.as_str())
    }
}

/// Points for the actors; nothing where both name some and none is the same, or where each names a
/// state, or each a person, that the other does not, beside a single one in common: who met whom
/// makes the meeting.
fn actors(a: &[Rc<Actor>], b: &[Rc<Actor>]) -> Option<u8> {
    if a.is_empty() || b.is_empty() {
        return Some(0);
    }
    let alone = |of: &[Rc<Actor>], others: &[Rc<Actor>]| -> Vec<Sort> {
        let alone = of.iter().filter(|actor| !others.iter().any(|other| other.is(actor)));
        alone.map(|actor| actor.sort()).collect()
    };
    let (left, right) = (alone(a, b), alone(b, a));
    match (a.len() - left.len()).min(b.len() - right.len()) {
        0 => None,
        1 if left.is_empty() || right.is_empty() => Some(2),
        1 => {
            let clash = |sort: Sort| left.contains(&sort) && right.contains(&sort);
            (!clash(Sort::Country) && !clash(Sort::Named)).then_some(1)
        }
        _ => Some(2),
    }
}

/// Whether one names two parties or more, and the other none but these and two of them at least.
fn same_parties(a: &[Rc<Actor>], b: &[Rc<Actor>]) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    few.len() > 1 && few.iter().all(|actor| many.iter().any(|other| other.is(actor)))
}

/// Points for what two states are about; nothing where it is not the same.
fn subjects(a: &str, b: &str) -> Option<u8> {
    let none = BTreeSet::new();
    let (x, y) = (own_words(a, &none), own_words(b, &none));
    if crate::gazetteer::fold(a) == crate::gazetteer::fold(b) {
        return Some(2);
    }
    (!x.is_empty() && !y.is_empty() && likeness(&x, &y) == 2).then_some(1)
}

/// Whether two events of one document are the same beyond doubt, though its reader kept them apart.
fn plainly(a: &Report<'_>, b: &Report<'_>, agreement: Agreement) -> bool {
    let Agreement { time, place, actors, words } = agreement;
    time.min(place).min(actors).min(words) >= 2
        && !a.table
        && !b.table
        && a.event.when == b.event.when
        && a.event.places == b.event.places
}

impl Against {
    /// Whether it makes them two events, rather than leaving it open.
    pub fn is_firm(self) -> bool {
        matches!(
            self,
            Self::OneTable | Self::OneDocument | Self::Time | Self::Place(_) | Self::Ground
        )
    }

    /// In words that follow "not folded:".
    pub fn words(self) -> String {
        match self {
            Self::Category => "another sort of event".to_owned(),
            Self::Kind => "a state, and something that happened".to_owned(),
            Self::OneTable => "two rows of one table".to_owned(),
            Self::OneDocument => "one document tells them as two events".to_owned(),
            Self::Time => "the dates do not overlap".to_owned(),
            Self::Place(metres) if metres.is_finite() && metres >= 1_000.0 => {
                format!("the places are {:.0} km apart", metres / 1_000.0)
            }
            Self::Place(_) => "the places differ".to_owned(),
            Self::Ground => "one is told of a wider area, or of none".to_owned(),
            Self::Actors => "other actors".to_owned(),
            Self::TooLittle(agreement) => too_little(agreement),
        }
    }
}

fn too_little(agreement: Agreement) -> String {
    let weak = [
        (agreement.time, "date"),
        (agreement.place, "place"),
        (agreement.actors, "actors"),
        (agreement.words, "words"),
    ];
    let weak: Vec<&str> = weak.iter().filter(|(points, _)| *points < 2).map(|(_, w)| *w).collect();
    format!("too little in common: {} not firm enough", weak.join(", "))
}

impl Agreement {
    /// What is in common, in words; `undated` where a report gives no date.
    pub fn words(self, actors: &[&str], undated: bool) -> Vec<String> {
        let mut words = Vec::new();
        words.push(match self.time {
            0 => "no date speaks against it".to_owned(),
            1 if undated => "told without a date, soon after the other's".to_owned(),
            1 => "the dates overlap, one of them vague".to_owned(),
            _ => "the dates overlap".to_owned(),
        });
        match self.place {
            0 => {}
            1 => words.push("one place lies in the other".to_owned()),
            _ => words.push("the same place".to_owned()),
        }
        if !actors.is_empty() {
            words.push(format!("both name {}", actors.join(", ")));
        }
        if self.words == 2 {
            words.push("much the same words".to_owned());
        }
        words
    }
}
