//! Floor 3: one event, many reports. Reports of the same event are folded into one that keeps every
//! source; what a person decided outranks what is found here.
//!
//! [`fold`] derives the dataset that is shown from the imported one, which stays as it is. Two
//! reports agree by the rules of `judge`; a group is only as large as all its members agree with
//! each other (`group`); the best account is shown (`shown`) and the others stand beside it, with
//! their passages and what they say otherwise. Corrections are [`Decisions`], kept by names that
//! survive another reading (`keys`); [`together`] and [`apart`] say which decisions a correction
//! changes.
//!
//! Not folded: events of different kinds, whatever their words (`kinds` says which categories of
//! tables are of one kind with the lexicon's); rows of one table; rows of tables kept outside
//! ([`Dataset::tables`]); reports
//! without anything in common but their time and place.

mod actors;
mod edits;
mod group;
mod judge;
mod keys;
mod kinds;
mod near;
mod places;
mod report;
mod shown;
mod suggest;
#[cfg(test)]
mod tests;
mod words;

pub use edits::{Changes, apart, together};
pub use shown::{Disagreement, disagreements};
pub use suggest::{Suggestion, suggestions};

use crate::model::{Dataset, Decisions, Event, Pair, Verdict};
use crate::task::{Cancelled, Task};
use group::{ByHand, Groups};
use judge::Judge;
use keys::Keys;
use report::Report;
use std::collections::HashMap;
use std::sync::Arc;

/// What is shown of an imported dataset.
#[derive(Clone, Debug)]
pub struct Folded {
    /// The dataset with its reports folded; the imported one itself where nothing was to fold.
    pub dataset: Arc<Dataset>,
    /// Decisions that could not be followed.
    pub unheeded: Vec<Unheeded>,
}

/// A decision that could not be followed. It is kept: the report may come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unheeded {
    /// The reports that it is about.
    pub pair: Pair,
    /// Why, in words.
    pub why: String,
}

/// Folds the reports of a dataset. Events that are folded in it already are taken apart first, so
/// that folding twice changes nothing.
///
/// # Errors
/// When the task was asked to stop.
pub fn fold(
    dataset: &Arc<Dataset>,
    decisions: &Decisions,
    task: &Task,
) -> Result<Folded, Cancelled> {
    task.stage("Folding reports", dataset.events.len() as u64);
    let mut plain = Arc::clone(dataset);
    if plain.is_folded() {
        Arc::make_mut(&mut plain).unfold();
    }
    let reports = Report::all(&plain);
    let mut judge = Judge::new(&plain, &reports);
    let near = near::matches(&plain, &reports, &mut judge, task)?;
    if near.crowded > 0 {
        let words = format!(
            "{} reports stand too close together in time and place to be told apart: not all were compared; fold them by hand where they are the same",
            near.crowded
        );
        task.note("folding", words);
    }
    let (by_hand, pairs, mut unheeded) = by_hand(&plain, decisions);
    let Groups { groups, refused } =
        group::group(&plain, &reports, near.matches, &by_hand, &mut judge, task)?;
    unheeded.extend(refused.into_iter().filter_map(|at| pairs.get(at)).map(|pair| Unheeded {
        pair: (*pair).clone(),
        why: "another correction keeps reports of these two events apart".to_owned(),
    }));
    if groups.is_empty() {
        return Ok(Folded { dataset: plain, unheeded });
    }
    let events = events(&plain, &groups, &mut judge);
    let shown = Dataset {
        title: plain.title.clone(),
        sources: plain.sources.clone(),
        places: plain.places.clone(),
        mentions: plain.mentions.clone(),
        events,
        decisions: plain.decisions.clone(),
        tables: plain.tables.clone(),
    };
    Ok(Folded { dataset: Arc::new(shown), unheeded })
}

/// The decisions by position of the reports; the pairs of those that say "together", in their order;
/// and those whose reports are gone.
fn by_hand<'d>(
    dataset: &Dataset,
    decisions: &'d Decisions,
) -> (ByHand, Vec<&'d Pair>, Vec<Unheeded>) {
    let (mut by_hand, mut pairs, mut unheeded) = (ByHand::default(), Vec::new(), Vec::new());
    let mut keys = Keys::new(dataset);
    for (pair, verdict) in decisions.iter() {
        let found = pair.both().map(|key| keys.find(key));
        match (found, verdict) {
            ([Some(a), Some(b)], _) if a == b => {}
            ([Some(a), Some(b)], Verdict::Apart) => {
                by_hand.apart.insert((a.min(b), a.max(b)));
            }
            ([Some(a), Some(b)], Verdict::Together) => {
                by_hand.together.push((a.min(b), a.max(b)));
                pairs.push(pair);
            }
            _ => {
                let gone = pair.both().into_iter().zip(found).find(|(_, found)| found.is_none());
                let title = gone.map_or("", |(key, _)| key.title.as_str());
                let source = gone.map_or("", |(key, _)| key.source.as_str());
                unheeded.push(Unheeded {
                    pair: pair.clone(),
                    why: format!("“{title}” can no longer be found in {source}"),
                });
            }
        }
    }
    (by_hand, pairs, unheeded)
}

/// The events that are shown: each group stands where its first report stood.
fn events(dataset: &Dataset, groups: &[Vec<u32>], judge: &mut Judge<'_>) -> Vec<Event> {
    let first = groups.iter().filter_map(|group| Some((*group.first()?, group)));
    let first: HashMap<u32, &Vec<u32>> = first.collect();
    let mut folded = vec![false; dataset.events.len()];
    for at in groups.iter().flatten() {
        if let Some(flag) = folded.get_mut(*at as usize) {
            *flag = true;
        }
    }
    let mut events = Vec::with_capacity(dataset.events.len());
    for (at, (event, folded)) in dataset.events.iter().zip(folded).enumerate() {
        if !folded {
            events.push(event.clone());
        } else if let Some(group) = u32::try_from(at).ok().and_then(|at| first.get(&at)) {
            events.extend(one(dataset, group, judge));
        }
    }
    events
}

/// The event that stands for a group.
fn one(dataset: &Dataset, group: &[u32], judge: &mut Judge<'_>) -> Option<Event> {
    let ranked = shown::ranked(dataset, group);
    let best = *ranked.first()?;
    let mut because = Vec::with_capacity(ranked.len());
    for at in ranked.iter().skip(1) {
        because.push(match judge.compare(best, *at) {
            Ok(agreement) => {
                let when = |at: u32| judge.report(at).is_some_and(|r| r.event.when.is_some());
                let undated = !when(best) || !when(*at);
                agreement.words(&judge.shared_actors(best, *at), undated)
            }
            Err(_) => vec!["folded by hand".to_owned()],
        });
    }
    let events = ranked.iter().filter_map(|at| dataset.events.get(*at as usize).cloned());
    shown::event(events.collect(), judge.all_actors(&ranked), because)
}
