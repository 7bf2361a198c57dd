//! Which words of a clause say that something happened.

use super::clause::{Clause, Lead, triggers_at};
use super::lexicon::{Part, Trigger};
use crate::geocode::text::Words;
use crate::temporal::TimeMention;
use std::ops::Range;

/// A trigger in its place.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    /// Its first token.
    pub at: usize,
    pub trigger: &'static Trigger,
    /// The time that stands beside it: "a January 18th agreement", "talks held in October".
    pub time: Option<usize>,
}

/// Tokens between a trigger and a time that belongs to it.
const BESIDE: usize = 8;

/// The times of a sentence that belong to a noun: "talks held in October" lends its date to nobody.
pub(crate) fn owned(words: &Words<'_>, tokens: &Range<usize>, times: &[TimeMention]) -> Vec<usize> {
    let each = tokens.clone().filter(|at| !in_time(words, *at, times)).filter_map(|at| {
        let trigger = best_at(words, at, times).filter(|t| t.part == Part::Noun)?;
        time_beside(words, at, trigger, tokens, times)
    });
    each.collect()
}

/// The triggers of a clause that make events: the one that leads it, and those with a time of their own.
pub(crate) fn hits(words: &Words<'_>, clause: &Clause, times: &[TimeMention]) -> Vec<Hit> {
    let mut all = Vec::new();
    let mut skip = clause.tokens.start;
    for at in clause.tokens.clone() {
        if at < skip || in_time(words, at, times) {
            continue;
        }
        let Some(trigger) = best_at(words, at, times) else { continue };
        let hit = Hit { at, trigger, time: time_beside(words, at, trigger, &clause.tokens, times) };
        skip = at + trigger.words.len();
        all.push(hit);
    }
    let noun_clause = clause.lead == Lead::After;
    let Some(lead) = all.iter().min_by_key(|hit| rank(words, hit, noun_clause)).cloned() else {
        return Vec::new();
    };
    all.retain(|hit| {
        hit.at == lead.at
            || (hit.time.is_some()
                && hit.trigger.category != lead.trigger.category
                && hit.trigger.part == Part::Noun)
    });
    all
}

/// Strong verbs, then nouns, then weak verbs; the first in the clause of each.
fn rank(words: &Words<'_>, hit: &Hit, noun_clause: bool) -> (u8, usize) {
    let weak = is_weak(words, hit);
    let level = match hit.trigger.part {
        Part::Verb if noun_clause => 2,
        Part::Verb if weak => 2,
        Part::Verb => 0,
        Part::Noun => 1,
    };
    (level, hit.at)
}

/// Verbs that more often say something else.
fn is_weak(words: &Words<'_>, hit: &Hit) -> bool {
    let word = words.str(hit.at).to_lowercase();
    hit.trigger.category == "other"
        || matches!(
            word.as_str(),
            "hold"
                | "holds"
                | "held"
                | "holding"
                | "keep"
                | "keeps"
                | "kept"
                | "left"
                | "leave"
                | "leaves"
                | "fall"
                | "falls"
                | "return"
                | "returned"
                | "hit"
                | "base"
                | "based"
                | "station"
                | "rule"
                | "push"
                | "fire"
                | "sent"
                | "send"
                | "enter"
                | "entered"
                | "gained"
                | "taken"
                | "require"
                | "control"
                | "govern"
                | "agreed"
                | "agree"
                | "order"
                | "strike"
                | "target"
                | "advance"
        )
}

/// The longest trigger at a token, as a noun where an article or a number word stands before it.
fn best_at(words: &Words<'_>, at: usize, times: &[TimeMention]) -> Option<&'static Trigger> {
    let all = triggers_at(words, at);
    let longest = all.iter().map(|t| t.words.len()).max()?;
    let mut best: Vec<_> = all.into_iter().filter(|t| t.words.len() == longest).collect();
    best.sort_by_key(|t| t.part);
    let prior = words.str_before(at, 1);
    let dated = at > 0 && in_time(words, at - 1, times) && words.str(at).ends_with("ing");
    let gerund = words.str(at).ends_with("ing") && !gerund_verb(prior);
    let noun_like = noun_before(prior) || dated || gerund;
    let noun = best.iter().find(|t| t.part == Part::Noun);
    match noun {
        Some(noun) if noun_like => Some(noun),
        None if noun_before(prior) && longest == 1 && !words.str(at).ends_with("ed") => None,
        _ => best.first().copied(),
    }
}

fn noun_before(word: &str) -> bool {
    let lower = word.to_lowercase();
    matches!(
        lower.as_str(),
        "a" | "an"
            | "the"
            | "his"
            | "her"
            | "its"
            | "their"
            | "this"
            | "that"
            | "first"
            | "second"
            | "third"
            | "official"
            | "of"
            | "new"
            | "recent"
            | "latest"
            | "air"
            | "troop"
            | "military"
            | "security"
            | "’s"
            | "'s"
            | "rapid"
            | "violent"
            | "partial"
            | "these"
            | "those"
            | "any"
            | "no"
            | "in"
            | "under"
    )
}

/// Words after which a form in "-ing" is a verb.
fn gerund_verb(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "by"
            | "after"
            | "before"
            | "and"
            | ","
            | "while"
            | "actively"
            | "continue"
            | "continued"
            | "continues"
            | "began"
            | "started"
            | "kept"
            | "specifically"
            | "now"
            | "still"
    )
}

fn in_time(words: &Words<'_>, at: usize, times: &[TimeMention]) -> bool {
    words.get(at).is_some_and(|token| times.iter().any(|t| t.range.contains(&token.range.start)))
}

/// The time mention that stands right before or shortly after a trigger, within its clause.
fn time_beside(
    words: &Words<'_>,
    at: usize,
    trigger: &Trigger,
    clause: &Range<usize>,
    times: &[TimeMention],
) -> Option<usize> {
    let token = |index: usize| words.get(index).map(|t| t.range.clone());
    let own = token(at)?;
    let limit = (at + trigger.words.len() + BESIDE).min(clause.end);
    let reach = token(limit.saturating_sub(1))?.end;
    let after = times
        .iter()
        .position(|t| t.range.start >= own.end && t.range.start < reach && t.span.is_some());
    let from = token(at.saturating_sub(1).max(clause.start))?.start;
    let before = times
        .iter()
        .position(|t| t.range.end > from && t.range.end <= own.start && t.span.is_some());
    before.or(after)
}
