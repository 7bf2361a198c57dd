//! Looking through the rows of large tables, as far as it has come.

use super::Wake;
use crate::app::jobs::{Job, Revision};
use crate::model::{EventId, Within};
use crate::search::{Corpus, Fit, Group, Hit, Kind, LISTED, Needle, event_hit};
use std::sync::{Arc, Mutex, PoisonError};

/// Rows found before the window is told the first time, and then each time.
const FIRST: usize = 50;
const THEN: usize = 100_000;
/// The most rows that are kept to be listed; beyond them they are counted only as "more".
const KEPT: usize = 1_000_000;

/// How far it has come.
#[derive(Debug, Default)]
struct Reached {
    hits: Vec<Hit>,
    events: Vec<EventId>,
    done: bool,
}

/// Looking through the rows of all large tables of a dataset.
pub struct Scan {
    reached: Arc<Mutex<Reached>>,
    /// Dropped with the scan, it ends the work.
    _job: Job<()>,
}

impl Scan {
    /// Starts; nothing where the dataset has no large table.
    pub fn start(corpus: &Arc<Corpus>, text: &str, asked: Revision, wake: &Wake) -> Option<Self> {
        let needle = Needle::new(text).filter(|needle| needle.text().chars().count() >= 2)?;
        if corpus.dataset().tables.is_empty() {
            return None;
        }
        let reached = Arc::new(Mutex::new(Reached::default()));
        let (shared, corpus) = (Arc::clone(&reached), Arc::clone(corpus));
        let (step, end) = (Arc::clone(wake), Arc::clone(wake));
        let job = Job::start(
            "looking through tables",
            asked,
            move |task| {
                let stop = || task.is_cancelled();
                let dataset = corpus.dataset();
                let (mut most, mut kept) = (FIRST, 0);
                for table in &dataset.tables {
                    let Some(ids) = dataset.events_of(table.source) else { continue };
                    let mut from = 0;
                    while !stop() && kept < KEPT {
                        let found =
                            table.rows.find(needle.text(), Within::Telling, from, most, &stop);
                        let new: Vec<EventId> = found
                            .rows
                            .iter()
                            .map(|row| EventId::from_index(ids.start + *row as usize))
                            .collect();
                        kept += new.len();
                        add(&shared, &corpus, &needle, new);
                        step();
                        if found.done || found.next <= from {
                            break;
                        }
                        (from, most) = (found.next, THEN);
                    }
                }
                lock(&shared).done = kept < KEPT && !stop();
            },
            move || end(),
        );
        Some(Self { reached, _job: job })
    }

    /// Whether it has come to its end.
    pub fn is_done(&self) -> bool {
        let reached = lock(&self.reached);
        reached.done || reached.events.len() >= KEPT
    }

    /// What it has found so far.
    pub fn events(&self) -> Vec<EventId> {
        lock(&self.reached).events.clone()
    }

    /// The first of it, and how many there are so far; nothing where nothing was found.
    pub fn group(&self) -> Option<Group> {
        let reached = lock(&self.reached);
        let (hits, total, whole) = (reached.hits.clone(), reached.events.len(), reached.done);
        (!hits.is_empty()).then_some(Group { kind: Kind::Event, hits, total, whole })
    }
}

/// Notes what was found; of the first, what they say is read.
fn add(shared: &Mutex<Reached>, corpus: &Corpus, needle: &Needle, new: Vec<EventId>) {
    let room = LISTED.saturating_sub(lock(shared).hits.len());
    let hits: Vec<Hit> = new
        .iter()
        .take(room)
        .filter_map(|id| {
            let mut hit = event_hit(corpus, *id, Fit::Inside, needle)?;
            // Notes are searched too; the title may have nothing of it.
            hit.fit = needle.fit(&crate::gazetteer::fold(&hit.title)).unwrap_or(Fit::Inside);
            Some(hit)
        })
        .collect();
    let mut reached = lock(shared);
    reached.hits.extend(hits);
    reached.events.extend(new);
}

fn lock(shared: &Mutex<Reached>) -> std::sync::MutexGuard<'_, Reached> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
