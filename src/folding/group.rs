//! From pairs to groups. A report joins a group only if it agrees with every report in it, so that
//! A and C never come together by way of B. Firm pairs come first; a report that fits two others
//! equally well which cannot be the same is left alone: nothing is guessed.

use super::judge::Judge;
use super::near::Match;
use super::report::Report;
use crate::model::Dataset;
use crate::task::{Cancelled, Task};
use std::collections::{HashMap, HashSet};

/// Among so many of the best partners a contradiction is looked for.
const LOOKED_AT: usize = 24;

/// What a person said, by position of the reports.
#[derive(Debug, Default)]
pub(super) struct ByHand {
    pub together: Vec<(u32, u32)>,
    pub apart: HashSet<(u32, u32)>,
}

impl ByHand {
    pub fn is_apart(&self, a: u32, b: u32) -> bool {
        self.apart.contains(&(a.min(b), a.max(b)))
    }
}

/// Groups of reports, those of one member left out, each in ascending order.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub groups: Vec<Vec<u32>>,
    /// Positions in [`ByHand::together`] that were not followed, since others contradict them.
    pub refused: Vec<usize>,
}

/// Groups the reports.
pub(super) fn group<'a>(
    dataset: &'a Dataset,
    reports: &'a [Option<Report<'a>>],
    matches: Vec<Match>,
    by_hand: &ByHand,
    judge: &mut Judge<'a>,
    task: &Task,
) -> Result<Groups, Cancelled> {
    let ranks = ranks(dataset, reports, &matches);
    let rank = |at: u32| ranks.get(&at).copied().unwrap_or(usize::MAX);
    let mut matches = matches;
    matches.retain(|m| !by_hand.is_apart(m.a, m.b));
    let order = |m: &Match| {
        let (a, b) = (rank(m.a), rank(m.b));
        (std::cmp::Reverse(m.strength), a.min(b), a.max(b))
    };
    matches.sort_by_cached_key(order);
    let doubtful = doubtful(&matches, judge, task)?;
    matches.retain(|m| !doubtful.contains(&m.a) && !doubtful.contains(&m.b));
    let agreeing: HashSet<(u32, u32)> =
        matches.iter().map(|m| (m.a.min(m.b), m.a.max(m.b))).collect();
    let agree = |a: u32, b: u32| agreeing.contains(&(a.min(b), a.max(b)));

    let mut joined = Joined::default();
    let mut refused = Vec::new();
    for (at, (a, b)) in by_hand.together.iter().enumerate() {
        if !joined.join(*a, *b, |x, y| !by_hand.is_apart(x, y)) {
            refused.push(at);
        }
    }
    for (count, m) in matches.iter().enumerate() {
        if count % 1_024 == 0 {
            task.check()?;
        }
        joined.join(m.a, m.b, |x, y| agree(x, y) && !by_hand.is_apart(x, y));
    }
    Ok(Groups { groups: joined.groups(), refused })
}

/// Where each report that has a partner stands in an order independent of that of the documents.
fn ranks<'a>(
    dataset: &'a Dataset,
    reports: &'a [Option<Report<'a>>],
    matches: &[Match],
) -> HashMap<u32, usize> {
    let mut named: Vec<u32> = matches.iter().flat_map(|m| [m.a, m.b]).collect();
    named.sort_unstable();
    named.dedup();
    let report = |at: u32| reports.get(at as usize).and_then(Option::as_ref);
    named.sort_by_cached_key(|at| (report(*at).map(|r| r.rank(dataset)), *at));
    named.into_iter().enumerate().map(|(rank, at)| (at, rank)).collect()
}

/// Reports whose best partners cannot be the same event. `matches` stand best first.
fn doubtful(
    matches: &[Match],
    judge: &mut Judge<'_>,
    task: &Task,
) -> Result<HashSet<u32>, Cancelled> {
    let mut best: HashMap<u32, (u8, Vec<u32>)> = HashMap::new();
    for m in matches {
        for (at, other) in [(m.a, m.b), (m.b, m.a)] {
            let (strength, partners) = best.entry(at).or_insert((m.strength, Vec::new()));
            if *strength == m.strength && partners.len() < LOOKED_AT {
                partners.push(other);
            }
        }
    }
    let mut doubtful = HashSet::new();
    for (count, (at, (_, partners))) in best.iter().enumerate() {
        if count % 1_024 == 0 {
            task.check()?;
        }
        let contradicts = partners.iter().enumerate().any(|(i, a)| {
            let rest = partners.iter().skip(i + 1);
            rest.into_iter()
                .any(|b| judge.compare(*a, *b).is_err_and(super::judge::Against::is_firm))
        });
        if contradicts {
            doubtful.insert(*at);
        }
    }
    Ok(doubtful)
}

/// Groups that grow by joining.
#[derive(Debug, Default)]
struct Joined {
    group_of: HashMap<u32, usize>,
    members: Vec<Vec<u32>>,
}

impl Joined {
    /// Joins the groups of two reports if all pairs between them are allowed. True when they are in
    /// one group afterwards.
    fn join(&mut self, a: u32, b: u32, allowed: impl Fn(u32, u32) -> bool) -> bool {
        let (a, b) = (self.group(a), self.group(b));
        if a == b {
            return true;
        }
        let (Some(left), Some(right)) = (self.members.get(a), self.members.get(b)) else {
            return false;
        };
        if !left.iter().all(|x| right.iter().all(|y| allowed(*x, *y))) {
            return false;
        }
        let (into, from) = if left.len() >= right.len() { (a, b) } else { (b, a) };
        let moved = self.members.get_mut(from).map(std::mem::take).unwrap_or_default();
        for at in &moved {
            self.group_of.insert(*at, into);
        }
        if let Some(members) = self.members.get_mut(into) {
            members.extend(moved);
        }
        true
    }

    fn group(&mut self, at: u32) -> usize {
        *self.group_of.entry(at).or_insert_with(|| {
            self.members.push(vec![at]);
            self.members.len() - 1
        })
    }

    fn groups(self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> =
            self.members.into_iter().filter(|members| members.len() > 1).collect();
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.sort_unstable();
        groups
    }
}
