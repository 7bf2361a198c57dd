//! How a place name is used: the site beside it, the part of it, the government in it.

use super::cues::{self, Cue, Cues};
use super::names::NameIndex;
use super::recognise::Search;
use super::span::{Ask, Direction, Span};
use super::text::{Sentence, Shape, Token, Words};
use crate::model::ToponymForm;

/// Sites in lower case that make a facility of the place before them, with what they ask for.
const SITES: &[(&[&str], Ask)] = &[
    (&["international", "airport"], Ask::Airfield),
    (&["military", "airport"], Ask::Airfield),
    (&["military", "airfield"], Ask::Airfield),
    (&["air", "base"], Ask::Airfield),
    (&["airport"], Ask::Airfield),
    (&["airbase"], Ask::Airfield),
    (&["airfield"], Ask::Airfield),
    (&["airstrip"], Ask::Airfield),
    (&["naval", "base"], Ask::Naval),
    (&["naval", "facility"], Ask::Naval),
    (&["naval", "port"], Ask::Naval),
    (&["naval", "station"], Ask::Naval),
    (&["military", "base"], Ask::Site),
    (&["base"], Ask::Site),
    (&["port"], Ask::Site),
    (&["harbour"], Ask::Site),
    (&["harbor"], Ask::Site),
    (&["oil", "refinery"], Ask::Site),
    (&["refinery"], Ask::Site),
    (&["refugee", "camp"], Ask::Site),
    (&["camp"], Ask::Site),
    (&["prison"], Ask::Site),
    (&["dam"], Ask::Site),
    (&["border", "crossing"], Ask::Site),
    (&["crossing"], Ask::Site),
    (&["checkpoint"], Ask::Site),
];

/// Settles how a name is used from the words around it, and widens it over its site.
pub(crate) fn shape(search: &Search<'_>, span: &mut Span, sentence: &Sentence) {
    let words = search.words;
    if span.form == ToponymForm::Literal {
        site(search, span, sentence.tokens.end);
    }
    if span.form != ToponymForm::Literal {
        return;
    }
    if span.ask == Ask::Any {
        span.ask = asked(words, span);
    }
    span.direction = direction(words, span.tokens.start);
    if span.direction.is_none() {
        government(search, span);
    }
}

fn site(search: &Search<'_>, span: &mut Span, end: usize) {
    let words = search.words;
    let from = span.tokens.end;
    let fits = |site: &&(&[&str], Ask)| {
        site.0.iter().enumerate().all(|(n, word)| from + n < end && words.str(from + n) == *word)
    };
    let Some((site, ask)) = SITES.iter().find(fits) else { return };
    if is_country(search.index, span) {
        return;
    }
    span.tokens = span.tokens.start..from + site.len();
    span.form = ToponymForm::Facility;
    span.ask = *ask;
    span.weight += 0.8;
}

fn is_country(index: &dyn NameIndex, span: &Span) -> bool {
    let country = |s: super::names::Sketch<'_>| s.class == 'A' && s.code.starts_with("PCL");
    span.hits.iter().any(|hit| hit.quality > 0.7 && index.sketch(hit.id).is_some_and(country))
}

/// What the word after or before a name asks for: "Aleppo province", "the city of Homs".
fn asked(words: &Words<'_>, span: &Span) -> Ask {
    let next = words.str(span.tokens.end);
    let prior = (words.str_before(span.tokens.start, 2), words.str_before(span.tokens.start, 1));
    match (next, prior) {
        ("province" | "governorate" | "state" | "county" | "region" | "district", _) => {
            Ask::Division
        }
        (_, ("province" | "state" | "region" | "county" | "governorate", "of")) => Ask::Division,
        ("city" | "town" | "village" | "suburb", _) => Ask::Town,
        (_, ("city" | "town" | "village" | "suburb" | "capital", "of")) => Ask::Town,
        (_, (_, "city" | "town" | "village" | "downtown" | "capital")) => Ask::Town,
        ("river" | "lake", _) => Ask::Water,
        _ => Ask::Any,
    }
}

/// The part of a place that the words before it name: "northeastern", "the north of".
fn direction(words: &Words<'_>, from: usize) -> Option<Direction> {
    let near = words.str_before(from, 1);
    let of = matches!(near, "of" | "in");
    let (at, steps) = match of {
        true => (words.str_before(from, 2), 2),
        false if near == "the" && words.str_before(from, 2) == "of" => {
            (words.str_before(from, 3), 3)
        }
        false => (near, 1),
    };
    let token = words.before(from, steps)?;
    let lower = token.shape == Shape::Lower || (token.opens && steps == 1);
    if !lower || !(token.is(Cue::Direction) || Direction::read(at).is_some()) {
        return None;
    }
    let noun = steps > 1;
    let stem_only = !at.to_lowercase().ends_with("ern");
    if noun && (!stem_only || near == "in") || (!noun && at == "central" && token.opens) {
        return None;
    }
    Direction::read(at)
}

/// Marks a name that stands for the people who govern there.
pub(crate) fn government(search: &Search<'_>, span: &mut Span) {
    let words = search.words;
    let (from, to) = (span.tokens.start, span.tokens.end);
    let prev = words.str_before(from, 1);
    let next = words.get(to);
    let seat = words.get(to - 1).is_some_and(|t| t.is(Cue::Seat));
    let located = [
        "in",
        "at",
        "near",
        "from",
        "to",
        "into",
        "outside",
        "around",
        "across",
        "inside",
        "throughout",
        "toward",
    ];
    if located.contains(&prev.to_lowercase().as_str()) && !(prev == "from" && seat) {
        return;
    }
    let organisation = next.is_some_and(|t| t.named() && t.is(Cue::Org)) || team(words, to);
    let possessive = matches!(words.str(to), "’s" | "'s") && abstract_after(words, to + 1);
    let talk = talks_with(words, from);
    if organisation || possessive || talk || acts(words, to) {
        span.form = ToponymForm::Metonym;
    }
}

/// "Dallas *Cowboys*": a plural with a capital that no list knows.
pub(crate) fn team(words: &Words<'_>, at: usize) -> bool {
    let word = words.str(at);
    words.get(at).is_some_and(|t| t.shape == Shape::Capital && t.cues == Cues::default())
        && word.ends_with('s')
        && !word.ends_with("ss")
        && word.len() > 5
        && cues::demonym(word).is_none()
}

/// "talks with Damascus", "between Damascus and the SDF", "agreement with Israel".
fn talks_with(words: &Words<'_>, from: usize) -> bool {
    let prev = words.str_before(from, 1);
    let and = matches!(prev, "and" | "with" | "between" | "by" | "against");
    and && (2..=6).any(|back| {
        words.before(from, back).is_some_and(|t| t.is(Cue::Talk) && t.shape == Shape::Lower)
    })
}

/// "Moscow said", "Damascus may have", "Russia has withdrawn".
fn acts(words: &Words<'_>, to: usize) -> bool {
    let next = words.get(to);
    let word = words.str(to);
    let lower = next.is_some_and(|t| t.shape == Shape::Lower);
    let said = next.is_some_and(|t| t.is(Cue::Speech)) && lower;
    let modal = matches!(
        word,
        "has"
            | "have"
            | "had"
            | "may"
            | "might"
            | "could"
            | "would"
            | "will"
            | "wants"
            | "does"
            | "did"
    );
    let verb = words.str(to + 1);
    let modal_act = modal
        && words.get(to + 1).is_some_and(|t| t.shape == Shape::Lower)
        && !matches!(verb, "a" | "an" | "the" | "been" | "be" | "become" | "no" | "more");
    said || modal_act
}

/// "Moscow’s reluctance", but not "Moscow’s streets".
fn abstract_after(words: &Words<'_>, at: usize) -> bool {
    (at..at + 4)
        .map_while(|next| words.get(next).map(|t| (t, words.str(next))))
        .take_while(|(t, _)| t.word())
        .any(|(token, word)| {
            token.is(Cue::Talk)
                || matches!(
                    word,
                    "reluctance"
                        | "government"
                        | "leaders"
                        | "position"
                        | "policy"
                        | "decision"
                        | "military"
                        | "ambassador"
                        | "president"
                        | "minister"
                        | "foreign"
                        | "ally"
                        | "allies"
                        | "army"
                        | "forces"
                        | "role"
                        | "interests"
                        | "influence"
                        | "intentions"
                        | "refusal"
                        | "willingness"
                        | "footprint"
                        | "demand"
                        | "request"
                        | "offer"
                        | "proposal"
                )
        })
}

/// Whether a name stands where things happen: "in Moscow", "visit to Moscow", "withdrew from".
pub(crate) fn located(words: &Words<'_>, span: &Span) -> bool {
    let led = |t: &Token| t.is(Cue::Locative);
    let mut from = span.tokens.start;
    for _ in 0..3 {
        let Some(prev) = words.before(from, 1) else { return false };
        if led(prev) {
            return true;
        }
        let passes =
            prev.shape == Shape::Lower || cues::demonym(words.str_before(from, 1)).is_some();
        if !passes {
            return false;
        }
        from -= 1;
    }
    false
}
