//! Where a clause says that something happened.

use crate::geocode::ToponymMention;
use crate::geocode::text::Words;
use crate::model::ToponymForm;
use std::ops::Range;

/// Places kept for one event.
const KEPT: usize = 6;

/// The mentions, by position, that place an event of the clause: the closest-drawn of those that
/// stand where things happen.
pub(crate) fn sites(
    words: &Words<'_>,
    stretches: &[Range<usize>],
    mentions: &[ToponymMention],
) -> Vec<usize> {
    let bytes: Vec<Range<usize>> = stretches.iter().map(|tokens| words.bytes(tokens)).collect();
    let inside = mentions.iter().enumerate().filter(|(_, m)| {
        m.resolved && bytes.iter().any(|b| m.range.start >= b.start && m.range.end <= b.end)
    });
    let mut placing: Vec<usize> =
        inside.clone().filter(|(_, m)| places(words, m)).map(|(at, _)| at).collect();
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
pub(crate) fn places(words: &Words<'_>, mention: &ToponymMention) -> bool {
    match mention.form {
        ToponymForm::Facility | ToponymForm::Region => true,
        ToponymForm::Literal => mention.kind != "country" || inside(words, mention),
        ToponymForm::Metonym | ToponymForm::Demonym => false,
    }
}

/// Whether a country is said to be where something happens, rather than whom it concerns.
fn inside(words: &Words<'_>, mention: &ToponymMention) -> bool {
    let before = words.text.get(..mention.range.start).unwrap_or("").trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    matches!(word.as_str(), "in" | "across" | "throughout" | "inside" | "into" | "to" | "from")
}

fn after_near(words: &Words<'_>, mentions: &[ToponymMention], at: usize) -> bool {
    let Some(mention) = mentions.get(at) else { return false };
    let before = words.text.get(..mention.range.start).unwrap_or("").trim_end();
    let before = before.strip_suffix("the").unwrap_or(before).trim_end();
    before.ends_with("near") || before.ends_with("bordering")
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

/// Whether a clause points back to a place named before: "there", "the base", "the city".
pub(crate) fn points_back(words: &Words<'_>, clause: &Range<usize>) -> bool {
    clause.clone().any(|at| {
        let word = words.str(at);
        word == "there" && !matches!(words.str(at + 1), "is" | "are" | "was" | "were")
            || word == "the"
                && matches!(
                    words.str(at + 1),
                    "base"
                        | "city"
                        | "town"
                        | "airport"
                        | "airbase"
                        | "village"
                        | "area"
                        | "site"
                        | "port"
                )
    })
}
