//! A line for an event, as a person would put it beside a mark: who did what to whom, where; made of
//! the words of the passage alone.

use super::clause::{Clause, Lead};
use super::lexicon::Part;
use super::line::{dangling, fitted};
use super::phrase;
use super::pick::Hit;
use super::tag::{Sense, Tag};
use std::ops::Range;

/// The title of an event.
pub(crate) fn title(sense: &Sense<'_>, clause: &Clause, all: &[Clause], hit: &Hit<'_>) -> String {
    let noun =
        hit.aside || hit.in_passing || clause.group.is_none() && hit.trigger.part == Part::Noun;
    let stretches = if noun {
        vec![around_noun(sense, hit, &clause.tokens)]
    } else {
        told(sense, clause, all, hit)
    };
    let tokens: Vec<usize> = stretches.into_iter().flatten().collect();
    let mut kept = pared(sense, &tokens);
    // "Agreement reached" rather than "An agreement reached".
    if noun
        && kept.len() > 1
        && kept.first().is_some_and(|at| matches!(sense.lower(*at), "a" | "an" | "the"))
    {
        kept.remove(0);
    }
    let line = fitted(sense, &kept);
    if line.is_empty() {
        fitted(sense, &pared(sense, &clause.tokens.clone().collect::<Vec<_>>()))
    } else {
        line
    }
}

/// Subject, verb and the rest.
fn told(sense: &Sense<'_>, clause: &Clause, all: &[Clause], hit: &Hit<'_>) -> Vec<Range<usize>> {
    let Some(group) = clause.group else { return vec![clause.tokens.clone()] };
    let subject = named_subject(sense, clause, all);
    let sees = subject.is_empty() || sense.tag(subject.start) == Tag::Time;
    let sees =
        sees && ["witness", "see", "saw"].iter().any(|s| sense.lower(group.content).starts_with(s));
    let mut rest = if sees { group.end } else { group.from }..clause.tokens.end;
    let wanted = all.iter().find(|other| {
        other.lead == Lead::Wanted && other.opener.is_some_and(|at| at == clause.tokens.end)
    });
    if let Some(wanted) = wanted {
        rest.end = wanted.tokens.end;
    }
    let place_before = prefix(sense, clause, &subject);
    let relative = clause.lead == Lead::Relative
        && clause.opener.is_some_and(|at| matches!(sense.lower(at), "which" | "that" | "whom"))
        && clause.subject.start > clause.opener.unwrap_or(usize::MAX);
    if relative && phrase::first(sense, &(group.end..clause.tokens.end)).is_empty() {
        let object = clause.opener.map(|at| before_relative(sense, at)).unwrap_or(0..0);
        return vec![subject, group.from..group.end, object, group.end..clause.tokens.end];
    }
    if hit.at < group.from && hit.trigger.part == Part::Verb {
        return vec![subject, rest];
    }
    vec![subject, rest, place_before]
}

/// "In Nakuru" of "In Nakuru, a march was held": it tells where.
fn prefix(sense: &Sense<'_>, clause: &Clause, subject: &Range<usize>) -> Range<usize> {
    let before = clause.tokens.start..subject.start.max(clause.tokens.start);
    let place = matches!(sense.lower(before.start), "in" | "at" | "near" | "outside")
        && before.clone().skip(1).any(|at| sense.tag(at) == Tag::Name)
        && before.len() <= 7;
    let end = before.clone().find(|at| sense.tag(*at) == Tag::Comma).unwrap_or(before.end);
    if place { before.start..end } else { 0..0 }
}

/// The subject, or for "it" and "who" the noun that they stand for in the sentence.
pub(crate) fn named_subject(sense: &Sense<'_>, clause: &Clause, all: &[Clause]) -> Range<usize> {
    let mut at = clause;
    for _ in 0..4 {
        let pronoun = at.subject.len() <= 1 && sense.tag(at.subject.start) == Tag::Pron;
        if !(pronoun || at.subject.is_empty()) || sense.lower(at.subject.start) == "there" {
            break;
        }
        let Some(host) = at.on.and_then(|on| all.get(on)).filter(|host| agrees(sense, at, host))
        else {
            break;
        };
        at = host;
    }
    let subject = if at.subject.is_empty() { &clause.subject } else { &at.subject };
    subject.clone()
}

/// "it" stands for one, "they" for several.
fn agrees(sense: &Sense<'_>, clause: &Clause, host: &Clause) -> bool {
    let head = phrase::head(sense, &phrase::first(sense, &host.subject));
    let plural = head.is_some_and(|h| sense.tag(h) == Tag::Noun && sense.lower(h).ends_with('s'));
    match sense.lower(clause.subject.start) {
        "it" => !plural,
        "they" => plural || host.subject.clone().any(|at| sense.tag(at) == Tag::And),
        _ => true,
    }
}

pub(super) fn before_relative(sense: &Sense<'_>, rel: usize) -> Range<usize> {
    let mut end = rel;
    while end > sense.tokens.start && matches!(sense.tag(end - 1), Tag::Comma | Tag::Prep) {
        end -= 1;
    }
    let mut from = end;
    while from > sense.tokens.start
        && (sense.tag(from - 1).nominal() || sense.tag(from - 1) == Tag::Det)
    {
        from -= 1;
    }
    from..end
}

/// A noun with what belongs to it: "agreement between Damascus and the SDF".
fn around_noun(sense: &Sense<'_>, hit: &Hit<'_>, clause: &Range<usize>) -> Range<usize> {
    let mut from = hit.at;
    while from > clause.start && (sense.tag(from - 1).nominal() || sense.tag(from - 1) == Tag::Det)
    {
        from -= 1;
    }
    while from < hit.at && matches!(sense.tag(from), Tag::Poss | Tag::Hyphen) {
        from += 1;
    }
    let mut end = hit.at + hit.trigger.words.len();
    while end < clause.end {
        let tag = sense.tag(end);
        let joins =
            tag == Tag::And && (sense.tag(end + 1).nominal() || sense.tag(end + 1) == Tag::Det);
        // "carried out"
        let particle = tag == Tag::Adv && sense.tag(end - 1) == Tag::Participle;
        let inside = tag.nominal()
            || particle
            || joins && !sense.forms(end + 1).any()
            || matches!(tag, Tag::Det | Tag::Prep | Tag::Time | Tag::Participle);
        if !inside || tag == Tag::Participle && end > hit.at + 1 {
            break;
        }
        end += 1;
    }
    from..end
}

/// Leaves out what a label does without: dates, asides, hedges, what stands in brackets.
fn pared(sense: &Sense<'_>, tokens: &[usize]) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::with_capacity(tokens.len());
    let mut depth = 0_usize;
    let mut index = 0;
    while let Some(at) = tokens.get(index).copied() {
        let tag = sense.tag(at);
        let next = |n: usize| tokens.get(index + n).copied().unwrap_or(usize::MAX);
        match tag {
            Tag::Dash => {
                match (1..16).find(|n| sense.tag(next(*n)) == Tag::Dash && next(*n) != usize::MAX) {
                    Some(pair) => index += pair,
                    None => break,
                }
            }
            Tag::Open => depth += 1,
            Tag::Close => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            Tag::Time
                if sense.tag(next(1)) == Tag::Hyphen
                    || sense.tag(next(2)) == Tag::Hyphen && sense.tag(next(1)) == Tag::Time =>
            {
                out.push(at)
            }
            Tag::Hyphen if sense.tag(next(1)) == Tag::Time => out.push(at),
            Tag::Time => {
                drop_lead(sense, &mut out, next(1));
                // "Saturday’s vote"
                index += usize::from(sense.tag(next(1)) == Tag::Poss);
            }
            Tag::Adv if dull(sense.lower(at)) => {}
            Tag::Adj if matches!(sense.lower(at), "reported" | "alleged") => {}
            Tag::Quote | Tag::Stop | Tag::Other if !keeps(sense, at) => {}
            Tag::Noun if sense.lower(at) == "according" => {
                let skip =
                    (1..).find(|n| next(*n) == usize::MAX || sense.tag(next(*n)) == Tag::Comma);
                index += skip.unwrap_or(1);
                while out.last().is_some_and(|last| sense.tag(*last) == Tag::Comma) {
                    out.pop();
                }
                continue;
            }
            Tag::Comma => {
                if let Some(skip) = aside(sense, tokens, index) {
                    index += skip;
                    continue;
                }
                out.push(at);
            }
            _ => out.push(at),
        }
        index += 1;
    }
    while out.first().is_some_and(|at| loose(sense, *at)) {
        out.remove(0);
    }
    while out.last().is_some_and(|at| dangling(sense, *at)) {
        out.pop();
    }
    out
}

/// "$" and "%" stay; other marks go.
fn keeps(sense: &Sense<'_>, at: usize) -> bool {
    matches!(sense.lower(at), "$" | "%" | "£" | "€")
}

fn dull(word: &str) -> bool {
    matches!(
        word,
        "reportedly"
            | "allegedly"
            | "apparently"
            | "also"
            | "however"
            | "meanwhile"
            | "specifically"
            | "concurrently"
            | "early"
            | "late"
            | "then"
            | "later"
            | "now"
            | "still"
            | "already"
            | "currently"
            | "reportedly,"
            | "instead"
            | "so"
            | "just"
            | "previously"
    )
}

/// Takes back "early on", "since", "in" before a date that is left out.
fn drop_lead(sense: &Sense<'_>, out: &mut Vec<usize>, next: usize) {
    if sense.tag(next) == Tag::Time {
        return;
    }
    while let Some(last) = out.last().copied() {
        let lead = matches!(
            sense.lower(last),
            "on" | "in"
                | "at"
                | "by"
                | "since"
                | "from"
                | "until"
                | "during"
                | "over"
                | "through"
                | "of"
                | "before"
                | "after"
                | "between"
                | "and"
                | "to"
                | "late"
                | "early"
                | "about"
                | "for"
                | "the"
                | "last"
                | "around"
                | "till"
                | "throughout"
                | "within"
                | "a"
        );
        let said = matches!(sense.lower(last), "of" | "to" | "the" | "for" | "and" | "a")
            && sense.tag(next).nominal();
        if !lead || said {
            return;
        }
        out.pop();
    }
}

/// How many tokens an aside takes from its comma: ", a district of Lagos,".
fn aside(sense: &Sense<'_>, tokens: &[usize], comma: usize) -> Option<usize> {
    let at = |n: usize| tokens.get(comma + n).copied().unwrap_or(usize::MAX);
    let end = (1..=12).find(|n| matches!(sense.tag(at(*n)), Tag::Comma | Tag::Dash))?;
    let inner = 1..end;
    let opens = matches!(sense.lower(at(1)), "a" | "an" | "the" | "in" | "one" | "on")
        || sense.tag(at(1)) == Tag::Time;
    let listed = inner.clone().any(|n| sense.tag(at(n)) == Tag::And)
        && sense.tag(at(1)) != Tag::Time
        || sense.tag(at(end + 1)) == Tag::And;
    let verb = inner.clone().any(|n| matches!(sense.tag(at(n)), Tag::Finite));
    (opens && !listed && !verb).then_some(end + usize::from(sense.tag(at(end)) == Tag::Comma))
}

/// What a title does not begin with.
fn loose(sense: &Sense<'_>, at: usize) -> bool {
    matches!(
        sense.tag(at),
        Tag::Comma
            | Tag::Dash
            | Tag::And
            | Tag::But
            | Tag::Sub
            | Tag::That
            | Tag::Rel
            | Tag::Quote
            | Tag::Poss
            | Tag::Stop
            | Tag::Hyphen
    ) || matches!(
        sense.lower(at),
        "also" | "however" | "meanwhile" | "still" | "concurrently" | "as"
    )
}
