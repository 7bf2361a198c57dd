//! Events near in time and place to one, with the reason why they were not folded with it.

use super::judge::{Against, Judge};
use super::keys::Keys;
use super::report::Report;
use crate::model::{Dataset, Decisions, EventId, Pair, ReportKey, Verdict};
use std::cmp::Reverse;

/// Events further apart in time are not suggested: three days, in seconds.
const NEAR_S: i64 = 3 * 86_400;

/// Events further apart on the ground are not suggested, in metres.
const NEAR_M: f64 = 100_000.0;

/// An event that might be the same, and why it was not taken for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The event, in the dataset as it is shown.
    pub event: EventId,
    /// Why it was not folded, in words.
    pub why: String,
}

/// The events of a dataset, as it is shown by some corrections, that might be the same as one of
/// them, the likeliest first, `most` at most. Looks at every event once.
#[must_use]
pub fn suggestions(
    dataset: &Dataset,
    decisions: &Decisions,
    id: EventId,
    most: usize,
) -> Vec<Suggestion> {
    let reports = Report::all(dataset);
    let mut judge = Judge::new(dataset, &reports);
    let Some(here) = judge.report(id.0) else { return Vec::new() };
    let mut found: Vec<(Reverse<u8>, i64, EventId, String)> = Vec::new();
    for at in (0..reports.len()).filter_map(|at| u32::try_from(at).ok()) {
        let Some(there) = judge.report(at).filter(|_| at != id.0) else { continue };
        let gap = gap(here, there);
        if gap > NEAR_S {
            continue;
        }
        let (likely, why) = match judge.compare(id.0, at) {
            Ok(_) if parted(dataset, decisions, id, EventId(at)) => {
                (10, "kept apart by a correction".to_owned())
            }
            Ok(_) => (10, "another event would fit as well".to_owned()),
            Err(Against::Category | Against::Kind) if !judge.meet(id.0, at) => continue,
            Err(Against::Place(metres)) if metres > NEAR_M => continue,
            Err(Against::TooLittle(agreement)) => {
                let undated = agreement.time == 0 && agreement.points() < 4;
                if undated || agreement.points() < 2 {
                    continue;
                }
                (agreement.points() + 1, Against::TooLittle(agreement).words())
            }
            Err(against) => {
                let shared = !judge.shared_actors(id.0, at).is_empty();
                let undated = here.event.when.is_none() || there.event.when.is_none();
                let category = here.kind == there.kind;
                let likely = 2 * u8::from(category) + u8::from(shared) + u8::from(!undated);
                if likely < 2 {
                    continue;
                }
                (likely, against.words())
            }
        };
        found.push((Reverse(likely), gap, EventId(at), why));
    }
    found.sort();
    found.truncate(most);
    found.into_iter().map(|(_, _, event, why)| Suggestion { event, why }).collect()
}

/// Whether a correction keeps a report of one event apart from one of the other.
fn parted(dataset: &Dataset, decisions: &Decisions, a: EventId, b: EventId) -> bool {
    if decisions.is_empty() {
        return false;
    }
    let mut keys = Keys::new(dataset);
    let mut of = |id: EventId| -> Vec<ReportKey> {
        let reports = dataset.event(id).into_iter().flat_map(|event| event.into_owned().unfolded());
        reports.filter_map(|r| keys.key(r.category.as_str(), &r.title, &r.evidence)).collect()
    };
    let (left, right) = (of(a), of(b));
    left.iter().any(|x| {
        let mut pairs = right.iter().map(|y| Pair::new(x.clone(), y.clone()));
        pairs.any(|pair| decisions.get(&pair) == Some(Verdict::Apart))
    })
}

/// Seconds between two spans; 0 where they overlap or one is undated.
fn gap(a: &Report<'_>, b: &Report<'_>) -> i64 {
    let later = a.begin.max(b.begin);
    let sooner = a.end.min(b.end);
    later.0.saturating_sub(sooner.0).max(0)
}
