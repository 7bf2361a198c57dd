//! How sure a clause is of what it says.

use super::beside;
use super::clause::Clause;
use super::grammar::Roles;
use super::group::{Reality, Tense};
use super::pick::Hit;
use super::tag::Sense;
use crate::model::Certainty;

const REPORTED: &[&str] = &[
    "reportedly",
    "allegedly",
    "apparently",
    "supposedly",
    "purportedly",
    "unconfirmed",
    "rumoured",
    "rumored",
    "alleged",
    "claimed",
    "reported",
];

const ATTRIBUTED: &[&str] = &[
    "according to",
    "sources said",
    "sources briefed",
    "anonymous source",
    "a source said",
    "said to have",
    "believed to",
    "thought to",
    "reported to have",
    "state media",
];

/// How surely a clause says that its event came about.
///
/// `future` where its date lies after the document's, or there is none; `dated` where there is one.
pub(crate) fn certainty(
    sense: &Sense<'_>,
    clause: &Clause,
    hit: &Hit<'_>,
    future: bool,
    dated: bool,
) -> Certainty {
    let group = clause.group;
    let ahead = group.is_some_and(|g| matches!(g.reality, Reality::Planned | Reality::Would));
    let asked = hit.aside
        && future
        && group.is_some_and(|g| g.content < hit.at && (ahead || beside::asks(sense, &g)));
    let scheduled = hit.trigger.part == super::lexicon::Part::Noun
        && group.is_some_and(|g| g.passive && sense.known(g.content).roles.has(Roles::PLAN))
        && future;
    // "when they meet in Brussels next week"
    let to_come = dated && future && group.is_some_and(|g| g.tense == Tense::Present && !g.copula);
    if scheduled
        || to_come && hit.trigger.state.is_none()
        || ahead && !hit.aside
        || asked
        || planned_noun(sense, hit)
    {
        return Certainty::Planned;
    }
    let disputed = group.is_some_and(|g| g.reality == Reality::Disputed) || clause.disputed;
    if disputed && !hit.aside {
        return Certainty::Disputed;
    }
    let near = clause.tokens.start.min(clause.subject.start)..clause.tokens.end;
    let hedged = near
        .clone()
        .any(|at| REPORTED.contains(&sense.lower(at)) && group.is_none_or(|g| g.content != at));
    let whole = sense.text(&sense.tokens).to_lowercase();
    let attributed = ATTRIBUTED.iter().any(|hedge| whole.contains(hedge));
    if hedged || attributed || clause.reported { Certainty::Reported } else { Certainty::Stated }
}

/// "a planned march", "a summit scheduled for May".
fn planned_noun(sense: &Sense<'_>, hit: &Hit<'_>) -> bool {
    let near = hit.at.saturating_sub(2)..hit.at + 3;
    near.into_iter().any(|at| {
        matches!(sense.lower(at), "planned" | "scheduled" | "upcoming" | "forthcoming")
            && at != hit.at
    }) && hit.trigger.part == super::lexicon::Part::Noun
}
