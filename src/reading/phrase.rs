//! The nouns beside a verb.

use super::grammar::Roles;
use super::tag::{Sense, Tag};
use std::ops::Range;

/// The first noun phrase of some tokens, up to the first preposition or boundary: "the two largest
/// bases" of "the two largest bases in the north". Empty where they begin with something else.
pub(crate) fn first(sense: &Sense<'_>, tokens: &Range<usize>) -> Range<usize> {
    let mut from = tokens.start;
    while from < tokens.end && matches!(sense.tag(from), Tag::Adv | Tag::Quote | Tag::Comma) {
        from += 1;
    }
    // "concluded today a visit"
    let article = (from..tokens.end).find(|at| sense.tag(*at) != Tag::Time).unwrap_or(from);
    if article > from && sense.tag(article) == Tag::Det {
        from = article;
    }
    // "more than 40", "about 60", "at least 60"
    if sense.tag(from) == Tag::Prep && counted(sense, from) {
        from += 1;
    }
    let mut at = from;
    while at < tokens.end {
        let tag = sense.tag(at);
        let rough = tag == Tag::Prep && at > from && counted(sense, at);
        let after = (at..tokens.end).find(|t| sense.tag(*t) != Tag::Time).unwrap_or(tokens.end);
        let time = tag == Tag::Time && sense.tag(after).nominal();
        let inside = tag.nominal()
            || matches!(tag, Tag::Det | Tag::No | Tag::Adv)
            || tag == Tag::Pron && at == from
            || tag == Tag::Quote && at == from
            || rough
            || time && at > from;
        if !inside {
            break;
        }
        at += 1;
    }
    while at > from && sense.tag(at - 1) == Tag::Adv {
        at -= 1;
    }
    from..at
}

/// A preposition before a number: "more than 40", "some of 40".
fn counted(sense: &Sense<'_>, at: usize) -> bool {
    let next = if sense.tag(at + 1) == Tag::Det { at + 2 } else { at + 1 };
    let number = sense.tag(next) == Tag::Num
        || matches!(sense.lower(next), "least" | "dozen" | "half" | "third" | "fifth" | "quarter");
    matches!(sense.lower(at), "than" | "about" | "around" | "over" | "at") && number
}

/// The last noun of a noun phrase.
pub(crate) fn head(sense: &Sense<'_>, phrase: &Range<usize>) -> Option<usize> {
    phrase.clone().rev().find(|at| matches!(sense.tag(*at), Tag::Noun | Tag::Name))
}

/// A word of some tokens has a role.
pub(crate) fn any_role(sense: &Sense<'_>, tokens: &Range<usize>, role: Roles) -> bool {
    tokens.clone().any(|at| sense.tag(at) == Tag::Noun && sense.known(at).roles.has(role))
}

/// A word of some tokens is one of these.
pub(crate) fn any_word(sense: &Sense<'_>, tokens: &Range<usize>, words: &[&str]) -> bool {
    tokens.clone().any(|at| words.contains(&sense.lower(at)))
}
