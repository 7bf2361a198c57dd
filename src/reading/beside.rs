//! Which times belong to a noun rather than to the verb of its clause.

use super::clause::Clause;
use super::grammar::Roles;
use super::group::Group;
use super::lexicon::Trigger;
use super::pick::{Hit, nouns};
use super::tag::{Sense, Tag};
use crate::temporal::TimeMention;
use std::ops::Range;

/// Tokens between a noun and a time that belongs to it.
const BESIDE: usize = 12;

/// Times that date only what they stand beside: those of nouns.
pub(crate) fn owned(
    sense: &Sense<'_>,
    clause: &Clause,
    hit: &Hit<'_>,
    times: &[TimeMention],
    future: &dyn Fn(&TimeMention) -> bool,
) -> Vec<usize> {
    let others = nouns(sense, &clause.tokens).filter(|(at, _)| *at != hit.at);
    let mut out: Vec<usize> = others
        .filter_map(|(at, trigger)| {
            let verb = clause.group.map_or(usize::MAX, |g| g.content);
            let time = time_beside(sense, at, trigger, &clause.tokens, times)?;
            let start = times.get(time)?.range.start;
            let ahead = future(times.get(time)?);
            // "talks held in October" owns its month; "met for talks on Thursday" does not.
            let before = sense.words.get(at)?.range.start > start;
            let held = reduced(sense, at, start);
            let led = sense.tag(sense.before(at)) != Tag::After && !after_word(sense, at);
            let wanted = ahead && at > verb && clause.group.is_some_and(|g| asks(sense, &g));
            (before || held || !led || wanted).then_some(time)
        })
        .collect();
    out.dedup();
    out
}

/// A verb that asks for something: what it asks for is still to come.
pub(crate) fn asks(sense: &Sense<'_>, group: &Group) -> bool {
    let demand = (group.from..group.end)
        .filter_map(|at| sense.trigger(at))
        .any(|trigger| trigger.category.as_str() == "demand");
    demand || sense.known(group.content).roles.has(Roles::PLAN)
}

/// "following the collapse of …": what stands behind belongs to the noun.
fn after_word(sense: &Sense<'_>, at: usize) -> bool {
    let from = at.saturating_sub(3).max(sense.tokens.start);
    (from..at).any(|t| {
        sense.tag(t) == Tag::After || matches!(sense.lower(t), "during" | "amid" | "under")
    })
}

/// A participle stands between a noun and its time: "talks held in October".
fn reduced(sense: &Sense<'_>, noun: usize, start: usize) -> bool {
    (noun + 1..noun + BESIDE)
        .take_while(|at| sense.words.get(*at).is_some_and(|t| t.range.start < start))
        .any(|at| sense.tag(at) == Tag::Participle)
}

/// The time mention that belongs to a noun: right before it, or shortly after it.
pub(super) fn time_beside(
    sense: &Sense<'_>,
    at: usize,
    trigger: &Trigger,
    clause: &Range<usize>,
    times: &[TimeMention],
) -> Option<usize> {
    let token = |index: usize| sense.words.get(index).map(|t| t.range.clone());
    let own = token(at)?;
    let mut limit = at + trigger.words.len();
    while limit < clause.end
        && limit < at + trigger.words.len() + BESIDE
        && (!sense.tag(limit).parts() || dated_aside(sense, limit))
        && !matches!(sense.tag(limit), Tag::Finite | Tag::After)
        && !sense.tag(limit).aux()
    {
        limit += 1;
    }
    let reach = token(limit.saturating_sub(1))?.end;
    let dated = |t: &&TimeMention| t.span.is_some() || t.interval.is_some();
    let after =
        times.iter().position(|t| t.range.start >= own.end && t.range.start < reach && dated(&t));
    let from = token(at.saturating_sub(3).max(clause.start))?.start;
    let before =
        times.iter().position(|t| t.range.end > from && t.range.end <= own.start && dated(&t));
    let before = before.filter(|index| adjoins(sense, times, *index, at));
    before.or(after)
}

/// The comma of "the last election, in February 2019, …".
fn dated_aside(sense: &Sense<'_>, comma: usize) -> bool {
    sense.tag(comma) == Tag::Comma
        && (sense.tag(comma + 1) == Tag::Prep && sense.tag(comma + 2) == Tag::Time)
}

/// Nothing but adjectives and "’s" between a time and a noun: "their October meeting".
fn adjoins(sense: &Sense<'_>, times: &[TimeMention], time: usize, noun: usize) -> bool {
    let Some(end) = times.get(time).map(|t| t.range.end) else { return false };
    let mut at = noun;
    while at > sense.tokens.start {
        at -= 1;
        if sense.words.get(at).is_some_and(|t| t.range.start < end) {
            return true;
        }
        if !sense.tag(at).nominal() {
            return false;
        }
    }
    false
}
