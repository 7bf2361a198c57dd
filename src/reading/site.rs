//! Where a clause says that something happened.

use super::tag::{Sense, Tag};
use crate::geocode::ToponymMention;
use crate::geocode::text::Words;
use crate::model::ToponymForm;
use std::ops::Range;

/// Tokens from "according" to the last of those who say so.
const ATTRIBUTION: usize = 10;
/// Places kept for one event.
const KEPT: usize = 6;

/// The mentions, by position, that place an event of the clause: the closest-drawn of those that
/// stand where things happen.
pub(crate) fn sites(
    sense: &Sense<'_>,
    stretches: &[Range<usize>],
    mentions: &[ToponymMention],
) -> Vec<usize> {
    let words = sense.words;
    let bytes: Vec<Range<usize>> = stretches.iter().map(|tokens| words.bytes(tokens)).collect();
    let inside = mentions.iter().enumerate().filter(|(_, m)| {
        m.resolved && bytes.iter().any(|b| m.range.start >= b.start && m.range.end <= b.end)
    });
    let mut placing: Vec<usize> =
        inside.clone().filter(|(_, m)| places(sense, m)).map(|(at, _)| at).collect();
    placing.retain(|at| mentions.get(*at).is_some_and(|m| !attributes(sense, m)));
    let near: Vec<usize> =
        placing.iter().copied().filter(|at| after_near(words, mentions, *at)).collect();
    if near.len() < placing.len() {
        placing.retain(|at| !near.contains(at));
    }
    let finest = placing.iter().filter_map(|at| mentions.get(*at)).map(coarseness).min();
    let Some(finest) = finest else { return Vec::new() };
    placing.retain(|at| mentions.get(*at).is_some_and(|m| coarseness(m) <= finest + 1));
    placing.truncate(KEPT);
    placing
}

/// Whether a mention may place an event: a site, a region, a town; a country only where something
/// is said to happen in it.
pub(crate) fn places(sense: &Sense<'_>, mention: &ToponymMention) -> bool {
    match mention.form {
        ToponymForm::Facility | ToponymForm::Region => true,
        ToponymForm::Literal => mention.kind != "country" || inside(sense, mention),
        ToponymForm::Metonym | ToponymForm::Demonym => false,
    }
}

/// Whether a country is said to be where something happens, rather than whom it concerns.
fn inside(sense: &Sense<'_>, mention: &ToponymMention) -> bool {
    let words = sense.words;
    let before = words.text.get(..mention.range.start).unwrap_or("").trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    let entered = || {
        let at = words.tokens.partition_point(|t| t.range.start < mention.range.start);
        let mut verb = sense.prior(at);
        if sense.lower(verb) == "the" {
            verb = sense.prior(verb);
        }
        let category = sense.trigger(verb).filter(|_| sense.tag(verb).verb());
        category.is_some_and(|t| {
            matches!(
                t.category.as_str(),
                "attack" | "advance" | "withdrawal" | "meeting" | "disaster" | "control"
            )
        })
    };
    matches!(word.as_str(), "in" | "across" | "throughout" | "inside" | "into" | "to" | "from")
        || entered()
}

/// "according to the ministry in Bishkek": where those are who say so.
fn attributes(sense: &Sense<'_>, mention: &ToponymMention) -> bool {
    let words = sense.words;
    let at = words.tokens.partition_point(|t| t.range.start < mention.range.start);
    let near = at.saturating_sub(ATTRIBUTION).max(sense.tokens.start)..at;
    let from = near.clone().rev().find(|t| words.str(*t).eq_ignore_ascii_case("according"));
    from.is_some_and(|from| (from..at).all(|t| words.str(t) != ","))
}

/// Whether a clause names a place that could not be resolved: "near the village of Chorku". Another
/// may not stand in for it.
pub(crate) fn names_another(
    sense: &Sense<'_>,
    clause: &Range<usize>,
    verb: Option<usize>,
    mentions: &[ToponymMention],
) -> bool {
    const WHERE: [&str; 8] = ["at", "in", "near", "outside", "into", "off", "inside", "towards"];
    let unresolved = |at: usize| {
        let start = sense.words.get(at).map_or(0, |t| t.range.start);
        let inside = |m: &&ToponymMention| m.range.contains(&start);
        sense.tag(at) == Tag::Name && mentions.iter().find(inside).is_none_or(|m| !m.resolved)
    };
    // "shelled Muse"
    let object = verb.map(|at| if sense.lower(at + 1) == "the" { at + 2 } else { at + 1 });
    if object.is_some_and(|at| at < clause.end && unresolved(at)) {
        return true;
    }
    clause.clone().filter(|at| WHERE.contains(&sense.lower(*at))).any(|at| {
        let mut next = at + 1;
        while matches!(sense.lower(next), "the" | "a" | "of" | "village" | "town" | "district") {
            next += 1;
        }
        next < clause.end && unresolved(next)
    })
}

fn after_near(words: &Words<'_>, mentions: &[ToponymMention], at: usize) -> bool {
    let Some(mention) = mentions.get(at) else { return false };
    let before = words.text.get(..mention.range.start).unwrap_or("").trim_end();
    let before = before.strip_suffix("the").unwrap_or(before).trim_end();
    before.ends_with("near")
        || before.ends_with("bordering")
        || measured(before)
        || container(before)
}

/// "some fifty kilometres south of" another place.
fn measured(before: &str) -> bool {
    let mut words = before.rsplit(' ');
    let (of, way, unit) = (words.next(), words.next(), words.next());
    let compass = way.is_some_and(|w| {
        ["north", "south", "east", "west"].iter().any(|c| w.starts_with(c) || w.ends_with(c))
    });
    let measure = unit.is_some_and(|u| {
        matches!(u, "kilometres" | "kilometers" | "km" | "miles" | "metres" | "meters")
    });
    matches!(of, Some("of" | "from")) && compass && measure
}

/// "a district of" a larger place.
fn container(before: &str) -> bool {
    let mut words = before.rsplit(' ');
    let (of, kind, article) = (words.next(), words.next(), words.next());
    let kinds = [
        "district",
        "suburb",
        "town",
        "village",
        "part",
        "port",
        "neighbourhood",
        "neighborhood",
        "city",
        "region",
        "quarter",
        "county",
        "province",
    ];
    of == Some("of")
        && matches!(article, Some("a" | "an"))
        && kind.is_some_and(|k| kinds.contains(&k))
}

/// How roughly a mention says where: 0 a site, 4 a country.
fn coarseness(mention: &ToponymMention) -> u8 {
    match (mention.form, mention.kind) {
        (ToponymForm::Facility, _) => 0,
        (ToponymForm::Region, _) => 4,
        (_, "town" | "landform" | "water" | "airfield" | "site" | "road") => 1,
        (_, "district") => 2,
        (_, "country") => 5,
        _ => 3,
    }
}

/// The word by which a clause points back to a place named before: "there", "the base", "the city".
pub(crate) fn points_back<'a>(words: &Words<'a>, clause: &Range<usize>) -> Option<&'a str> {
    clause.clone().find_map(|at| {
        let (word, next) = (words.str(at), words.str(at + 1));
        let there = word == "there"
            && !matches!(next, "is" | "are" | "was" | "were" | "has" | "have" | "had");
        if there {
            return Some(word);
        }
        let after = words.str(at + 2);
        let kind = |word: &str| KINDS.iter().any(|(noun, _)| *noun == word);
        let the = matches!(word, "the" | "The");
        // "the port city", "the border town"
        let told = [next, after].into_iter().rfind(|word| kind(word));
        told.filter(|told| the && (*told == next || kind(next) || ADDED.contains(&next)))
    })
}

/// Nouns that stand for a place named before, and the kinds of place that they fit; none where the
/// name itself must hold the word.
const KINDS: &[(&str, &[&str])] = &[
    ("base", &["airfield", "site"]),
    ("airport", &["airfield"]),
    ("airbase", &["airfield"]),
    ("airfield", &["airfield"]),
    ("city", &["town"]),
    ("town", &["town"]),
    ("village", &["town"]),
    ("capital", &["town"]),
    ("area", &["town", "district", "province", "region", "landform"]),
    ("site", &["site", "airfield"]),
    ("port", &["site", "town"]),
    ("region", &["region", "province"]),
    ("province", &["province"]),
    ("district", &["district"]),
    ("camp", &[]),
    ("crossing", &[]),
    ("shoal", &[]),
    ("island", &[]),
];

/// Words between "the" and a noun that stands for a place.
const ADDED: &[&str] = &[
    "border",
    "coastal",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "besieged",
    "nearby",
    "same",
    "old",
    "mountain",
    "desert",
    "island",
    "mining",
    "oil",
    "provincial",
];

/// Whether a noun may stand for a kind of place.
pub(crate) fn is_kind(noun: &str, kind: &str) -> bool {
    KINDS.iter().any(|(known, kinds)| *known == noun && kinds.contains(&kind))
}

/// Whether a noun stands only for a place that has it in its name.
pub(crate) fn exact(noun: &str) -> bool {
    KINDS.iter().any(|(known, kinds)| *known == noun && kinds.is_empty())
}
