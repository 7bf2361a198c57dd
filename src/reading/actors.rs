//! Who acts in a clause: persons, organisations, states.

use crate::geocode::ToponymMention;
use crate::geocode::cues::{self, Target};
use crate::geocode::people::People;
use crate::geocode::text::{Shape, Token, Words};
use crate::model::ToponymForm;
use std::collections::HashMap;
use std::ops::Range;

/// Actors kept for one event.
const KEPT: usize = 6;

/// The actors of a document, by the bytes where they are named.
#[derive(Debug, Default)]
pub(crate) struct Actors {
    found: Vec<(Range<usize>, String)>,
}

impl Actors {
    /// Finds the actors of a document.
    pub fn read(
        words: &Words<'_>,
        people: &People,
        mentions: &[ToponymMention],
        country: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let mut found = Vec::new();
        let full = full_names(words, people);
        for name in people.names() {
            let range = words.bytes(&name);
            let text = one_line(words.slice(&range));
            let shown = full.get(last_name(&text)).cloned().unwrap_or(text);
            found.push((range, shown));
        }
        for mention in mentions {
            if let Some(name) = state(words, mention, country) {
                found.push((mention.range.clone(), name));
            }
        }
        let taken: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
        for (at, token) in words.tokens.iter().enumerate() {
            if taken.iter().any(|range| range.contains(&token.range.start)) {
                continue;
            }
            let word = words.str(at);
            if token.shape == Shape::Capital && people.last_name(word) {
                if let Some(name) = full.get(word) {
                    found.push((token.range.clone(), name.clone()));
                }
            } else if acronym(words, at) {
                found.push((token.range.clone(), word.to_owned()));
            }
        }
        found.sort_by_key(|(range, _)| range.start);
        Self { found }
    }

    /// The actors named within some bytes, in order, each once.
    pub fn within(&self, range: &Range<usize>) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for (at, name) in &self.found {
            if at.start >= range.start
                && at.end <= range.end
                && !out.contains(name)
                && out.len() < KEPT
            {
                out.push(name.clone());
            }
        }
        out
    }
}

/// The longest form of each last name: "Putin" to "Vladimir Putin".
fn full_names(words: &Words<'_>, people: &People) -> HashMap<String, String> {
    let mut full: HashMap<String, String> = HashMap::new();
    for name in people.names() {
        let text = one_line(words.slice(&words.bytes(&name)));
        let last = last_name(&text).to_owned();
        let entry = full.entry(last).or_default();
        if text.len() > entry.len() {
            *entry = text;
        }
    }
    full
}

/// The last name without its article: "Sharaa" of "Ahmed al-Sharaa".
fn last_name(name: &str) -> &str {
    let last = name.rsplit(' ').next().unwrap_or(name);
    last.strip_prefix("al-").or_else(|| last.strip_prefix("el-")).unwrap_or(last)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The state that a mention stands for: "Russian forces", "Damascus" of "talks with Damascus".
fn state(
    words: &Words<'_>,
    mention: &ToponymMention,
    country: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    let best = mention.candidates.first().filter(|_| mention.resolved)?;
    match mention.form {
        ToponymForm::Metonym if best.place.feature.code == "PPLC" => {
            best.place.country.as_deref().and_then(country)
        }
        ToponymForm::Metonym if mention.kind == "country" => Some(best.place.name.clone()),
        ToponymForm::Literal if mention.kind == "country" && !mention.located => {
            Some(best.place.name.clone())
        }
        ToponymForm::Demonym => {
            let text = words.slice(&mention.range);
            let row = cues::demonym(text)?;
            let state = matches!(row.target, Target::Country(_));
            (state && (row.people || governs(words, mention.range.end)))
                .then(|| best.place.name.clone())
        }
        _ => None,
    }
}

/// Whether an adjective goes with a power of state: "forces", "government", "President" without a name.
fn governs(words: &Words<'_>, end: usize) -> bool {
    let from = words.tokens.partition_point(|t| t.range.start < end);
    (from..from + 3).take_while(|at| words.get(*at).is_some_and(Token::word)).any(|at| {
        matches!(
            words.str(at).to_lowercase().as_str(),
            "forces"
                | "troops"
                | "government"
                | "army"
                | "military"
                | "soldiers"
                | "police"
                | "jets"
                | "warplanes"
                | "navy"
                | "authorities"
                | "officials"
                | "troop"
                | "presence"
                | "state"
                | "diplomats"
                | "security"
                | "strikes"
                | "airstrikes"
                | "incursions"
        )
    })
}

/// An organisation by its letters: "SDF", "NATO", but not "AP" in a dateline.
fn acronym(words: &Words<'_>, at: usize) -> bool {
    let word = words.str(at);
    let letters = word.chars().all(char::is_uppercase) && (2..=6).contains(&word.chars().count());
    let shouting = words.get(at + 1).is_some_and(|t| t.shape == Shape::AllCaps)
        || words.before(at, 1).is_some_and(|t| t.shape == Shape::AllCaps);
    letters
        && !shouting
        && cues::short(word).is_none()
        && !matches!(word, "AP" | "AFP" | "TV" | "GMT" | "AM" | "PM" | "CEO" | "UTC")
}
