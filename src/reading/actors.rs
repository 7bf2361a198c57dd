//! Who acts in a clause: persons, organisations, states.

use super::grammar::{self, Roles};
use super::phrase;
use super::tag::{Sense, Tag};
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
        let taken = Taken::of(&found);
        for (at, token) in words.tokens.iter().enumerate() {
            if !matches!(token.shape, Shape::Capital | Shape::AllCaps)
                || taken.holds(token.range.start)
            {
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
        found.extend(organisations(words, mentions));
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        Self { found }
    }

    /// The actors named within some bytes, in order, each once.
    pub fn within(&self, range: &Range<usize>) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut end = 0;
        let from = self.found.partition_point(|(at, _)| at.start < range.start);
        let here = self.found.iter().skip(from).take_while(|(at, _)| at.start < range.end);
        for (at, name) in here {
            let inside = at.end <= range.end && at.start >= end;
            if inside && !out.contains(name) && out.len() < KEPT {
                out.push(name.clone());
            }
            end = end.max(at.end);
        }
        out
    }
}

/// The bytes that are taken by names already, for look-up.
struct Taken(Vec<Range<usize>>);

impl Taken {
    fn of(found: &[(Range<usize>, String)]) -> Self {
        let mut ranges: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        Self(ranges)
    }

    /// Names hardly overlap, so that the last few that begin before a byte settle it.
    fn holds(&self, byte: usize) -> bool {
        let after = self.0.partition_point(|range| range.start <= byte);
        self.0.iter().take(after).rev().take(3).any(|range| range.contains(&byte))
    }
}

/// Words that make an organisation of the capitals beside them.
const BODIES: &[&str] = &[
    "Union",
    "Council",
    "Forces",
    "Force",
    "Party",
    "Front",
    "Movement",
    "Organisation",
    "Organization",
    "Nations",
    "Commission",
    "Ministry",
    "Court",
    "Army",
    "Agency",
    "Authority",
    "Parliament",
    "Congress",
    "Guard",
    "Guards",
    "Brigade",
    "Brigades",
    "Corps",
    "Committee",
    "Assembly",
    "Senate",
    "Cross",
    "Crescent",
    "Brotherhood",
    "Alliance",
    "Coalition",
    "Commissioner",
    "Office",
    "Mission",
    "Command",
    "Navy",
    "Police",
];

/// Runs of capitals that name a body: "the African Union", "Rapid Support Forces".
fn organisations(words: &Words<'_>, mentions: &[ToponymMention]) -> Vec<(Range<usize>, String)> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut mention = 0;
    while at < words.tokens.len() {
        let end = run(words, at);
        let tokens = at..end.max(at + 1);
        let body = tokens.clone().any(|t| BODIES.contains(&words.str(t)));
        if body && tokens.len() > 1 {
            let range = words.bytes(&tokens);
            while mentions.get(mention).is_some_and(|m| m.range.end <= range.start) {
                mention += 1;
            }
            let place = mentions.get(mention).is_some_and(|m| {
                m.range.start <= range.start
                    && m.range.end >= range.end
                    && m.range.len() > range.len()
            });
            if !place {
                out.push((range.clone(), one_line(words.slice(&range))));
            }
        }
        at = tokens.end;
    }
    out
}

/// How far a run of capitals reaches, "of" and "for" between them included, within a sentence.
fn run(words: &Words<'_>, from: usize) -> usize {
    const LONGEST: usize = 7;
    let capital = |at: usize| {
        words.get(at).is_some_and(|t| {
            matches!(t.shape, Shape::Capital | Shape::AllCaps)
                && (!t.opens || !cues::opener(words.str(at)))
        })
    };
    let mut at = from;
    while at < from + LONGEST {
        let fresh = at > from && words.get(at).is_some_and(|t| t.opens);
        let link = at > from && matches!(words.str(at), "of" | "for") && capital(at + 1);
        if fresh || !(capital(at) || link) {
            break;
        }
        at += 1;
    }
    at
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

/// What a state acts by, beside those who fight for it.
const POWERS: &[&str] = &[
    "government",
    "military",
    "authorities",
    "troop",
    "presence",
    "state",
    "security",
    "strikes",
    "airstrikes",
    "airstrike",
    "strike",
    "incursions",
    "coast",
    "police",
];

/// Who acts for a state.
pub(crate) const ENVOYS: &[&str] = &[
    "leader",
    "leaders",
    "president",
    "presidents",
    "minister",
    "ministers",
    "premier",
    "chancellor",
    "counterpart",
    "counterparts",
    "ambassador",
    "ambassadors",
    "envoy",
    "envoys",
    "diplomats",
    "negotiators",
    "delegation",
    "delegations",
    "officials",
    "governments",
];

/// Whether an adjective goes with a power of state: "forces", "government", "President" without a name.
fn governs(words: &Words<'_>, end: usize) -> bool {
    let from = words.tokens.partition_point(|t| t.range.start < end);
    (from..from + 3).take_while(|at| words.get(*at).is_some_and(Token::word)).any(|at| {
        let lower = words.str(at).to_lowercase();
        POWERS.contains(&lower.as_str())
            || ENVOYS.contains(&lower.as_str())
            || grammar::known(&lower).roles.has(Roles::FORCE.with(Roles::WEAPON))
    })
}

/// The two sides of "between … and …", as far as each is named.
pub(crate) fn between(
    sense: &Sense<'_>,
    tokens: &Range<usize>,
    places: &[ToponymMention],
) -> Vec<String> {
    let mut out = Vec::new();
    let Some(at) =
        tokens.clone().find(|at| matches!(sense.lower(*at), "between" | "with" | "against"))
    else {
        return out;
    };
    let first = phrase::first(sense, &(at + 1..tokens.end));
    out.extend(doer(sense, &first, places));
    if sense.tag(first.end) == Tag::And {
        out.extend(doer(sense, &(first.end + 1..tokens.end), places));
    }
    out
}

/// Nouns that count people rather than name who acts.
const COUNTS: &[&str] = &[
    "people",
    "thousands",
    "hundreds",
    "dozens",
    "families",
    "men",
    "women",
    "sides",
    "crew",
    "crews",
    "helicopters",
    "side",
];

/// Who a subject names in small letters: "police", "the electoral commission", "gunmen"; or a name
/// that is neither a person's nor a place's: "Hamas". Nothing where it names nobody who acts.
pub(crate) fn doer(
    sense: &Sense<'_>,
    subject: &Range<usize>,
    places: &[ToponymMention],
) -> Option<String> {
    let whole = phrase::first(sense, subject);
    let head = phrase::head(sense, &whole)?;
    let roles = sense.known(head).roles;
    let role = sense.tag(head) == Tag::Noun
        && (roles.has(Roles::ROLE) || roles.has(Roles::FORCE))
        && !COUNTS.contains(&sense.lower(head));
    let start = sense.words.get(head)?.range.start;
    let name = sense.tag(head) == Tag::Name && !places.iter().any(|m| m.range.contains(&start));
    if !role && !name {
        return None;
    }
    let mut from = whole.start;
    while from < head
        && matches!(
            sense.tag(from),
            Tag::Det | Tag::Num | Tag::No | Tag::Adv | Tag::Prep | Tag::Quote | Tag::Time
        )
    {
        from += 1;
    }
    // "At least 192 civilians", "more than 40 demonstrators"
    let number = (from..head).rev().find(|at| sense.tag(*at) == Tag::Num);
    from = number.map_or(from, |at| at + 1);
    let text = one_line(sense.text(&(from..head + 1)));
    let lowered = sense.tag(from) != Tag::Name && sense.tag(from) != Tag::Adj;
    Some(if lowered { text.to_lowercase() } else { text })
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
