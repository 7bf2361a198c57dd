//! Actors by what names them: "Russia", "Russian forces" and "the Russian army" are one,
//! "al-Sharaa", "Syrian President Ahmed al-Sharaa" and "President Sharaa" are one.

use crate::gazetteer::fold;
use crate::geocode::cues::{self, Cue, Target};
use crate::model::{Dataset, Place};
use std::collections::HashMap;

/// Words that stand for a state's power beside its name, and small words.
const GENERIC: &[&str] = &[
    "the",
    "of",
    "and",
    "a",
    "forces",
    "force",
    "troops",
    "troop",
    "government",
    "army",
    "military",
    "soldiers",
    "police",
    "officials",
    "official",
    "authorities",
    "state",
    "regime",
    "administration",
    "armed",
    "security",
    "air",
    "navy",
    "warplanes",
    "jets",
    "military's",
    "republic",
    "federation",
];

/// What an actor's name comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Actor {
    /// ISO 3166-1 alpha-2 code of the country that it names.
    country: Option<String>,
    /// The name without titles, adjectives of countries and generic words, folded, in order.
    words: Vec<String>,
    /// Its letters, for those that are written so: "sdf".
    letters: Option<String>,
    /// Whether it was written as a name of two words or more.
    full_name: bool,
}

/// What an actor is, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A state.
    Country,
    /// A name of several words: a person, mostly.
    Named,
    /// Anything else.
    Other,
}

/// Knows the countries by name.
#[derive(Debug, Default)]
pub(super) struct ActorReader {
    countries: HashMap<String, String>,
}

impl ActorReader {
    /// A reader that knows the countries by their English names and by the names that a dataset's
    /// places give them, besides all adjectives.
    pub fn new(dataset: &Dataset) -> Self {
        let english = crate::model::countries();
        let mut countries: HashMap<String, String> =
            english.map(|(code, name)| (fold(name), code.to_owned())).collect();
        let is_country = |p: &&Place| p.feature.class == 'A' && p.feature.code.starts_with("PCL");
        for place in dataset.places.iter().filter(is_country) {
            let Some(code) = &place.country else { continue };
            let names = place.names.iter().map(|name| name.text.as_str());
            for name in names.chain([place.name.as_str()]) {
                countries.entry(fold(name)).or_insert_with(|| code.clone());
            }
        }
        Self { countries }
    }

    /// What a name comes to.
    pub fn read(&self, name: &str) -> Actor {
        let (name, bracketed) = brackets(name);
        if let Some(code) = self.country(name) {
            return Actor { country: Some(code), ..Actor::default() };
        }
        let mut actor = Actor::default();
        let tokens: Vec<&str> = name.split_whitespace().collect();
        let mut initials = String::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            initials.extend(token.chars().next().filter(|c| c.is_uppercase()));
            let two = tokens.get(at + 1).map(|next| format!("{token} {next}"));
            let by_two = two.and_then(|two| self.country(&two));
            if let Some(code) = by_two.clone().or_else(|| self.country(token)) {
                actor.country.get_or_insert(code);
                at += 1 + usize::from(by_two.is_some());
                continue;
            }
            if is_letters(token) {
                actor.letters = Some(token.to_lowercase());
            }
            let folded = fold(token);
            if !(GENERIC.contains(&folded.as_str()) || is_title(token) || is_side(token)) {
                actor.words.extend(folded.split(' ').filter(|w| !w.is_empty()).map(str::to_owned));
            }
            at += 1;
        }
        let initials = Some(initials.to_lowercase()).filter(|i| i.chars().count() > 2);
        actor.letters = bracketed.map(str::to_lowercase).or(actor.letters).or(initials);
        actor.words.retain(|word| !matches!(word.as_str(), "al" | "el" | "ash" | "as"));
        if actor.words.is_empty() && actor.country.is_none() {
            actor.words = fold(name).split(' ').map(str::to_owned).collect();
        }
        actor.full_name = actor.words.len() > 1;
        actor
    }

    /// The country of a name or an adjective as written.
    fn country(&self, name: &str) -> Option<String> {
        let row = cues::demonym(name).map(|row| &row.target);
        let row = row.or_else(|| cues::short(name).filter(|s| !s.after).map(|s| &s.target));
        if let Some(Target::Country(code)) = row {
            return Some((*code).to_owned());
        }
        self.countries.get(&fold(name)).cloned()
    }
}

/// "Syrian Democratic Forces (SDF)": the name, and the letters in brackets.
fn brackets(name: &str) -> (&str, Option<&str>) {
    let Some((before, rest)) = name.split_once('(') else { return (name.trim(), None) };
    let inside = rest.split(')').next().unwrap_or_default().trim();
    (before.trim(), Some(inside).filter(|inside| is_letters(inside)))
}

fn is_letters(word: &str) -> bool {
    let count = word.chars().count();
    (2..=8).contains(&count) && word.chars().all(char::is_uppercase)
}

fn is_title(token: &str) -> bool {
    let lower = token.to_lowercase();
    matches!(lower.as_str(), "prime" | "foreign" | "defence" | "defense" | "interim" | "former")
        || (cues::of(&lower).has(Cue::Title) && !cues::of(&lower).has(Cue::Given))
}

/// "US-backed", "Kurdish-led": whose side somebody is on.
fn is_side(token: &str) -> bool {
    ["-led", "-backed", "-mediated", "-aligned"].iter().any(|end| token.ends_with(end))
}

impl Actor {
    /// What it is.
    pub fn sort(&self) -> Sort {
        match (self.words.is_empty(), &self.country, self.full_name) {
            (true, Some(_), _) => Sort::Country,
            (_, _, true) => Sort::Named,
            _ => Sort::Other,
        }
    }

    /// Whether two names may be of the same actor.
    pub fn is(&self, other: &Self) -> bool {
        if self.words.is_empty() || other.words.is_empty() {
            let both = self.words.is_empty() && other.words.is_empty();
            return both && self.country.is_some() && self.country == other.country;
        }
        if self.words == other.words {
            return true;
        }
        if let (Some(a), Some(b)) = (&self.letters, &other.letters)
            && a == b
            && (self.words.len() == 1 || other.words.len() == 1)
        {
            return true;
        }
        let last = self.words.last() == other.words.last();
        let first = match (self.words.as_slice(), other.words.as_slice()) {
            ([_], _) | (_, [_]) => true,
            ([a, ..], [b, ..]) => a == b || initial(a, b) || initial(b, a),
            _ => false,
        };
        let common = self.words.iter().filter(|word| other.words.contains(word)).count();
        let most = self.words.len().max(other.words.len());
        (last && first) || (common > 1 && common * 2 > most)
    }
}

/// "J" for "John".
fn initial(short: &str, long: &str) -> bool {
    short.chars().count() == 1 && long.starts_with(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let reader = ActorReader::new(&Dataset::default());
        let (a, b) = (reader.read(a), reader.read(b));
        assert_eq!(a.is(&b), b.is(&a), "{a:?} {b:?}");
        a.is(&b)
    }

    #[test]
    fn names_of_the_same_actor() {
        for (a, b) in [
            ("Russia", "Russian forces"),
            ("Russian troops", "the Russian army"),
            ("United States", "US forces"),
            ("American officials", "the United States"),
            ("France", "French police"),
            ("al-Sharaa", "Syrian President Ahmed al-Sharaa"),
            ("Ahmed al-Sharaa", "President Sharaa"),
            ("Vladimir Putin", "Russian President Vladimir Putin"),
            ("SDF", "Syrian Democratic Forces (SDF)"),
            ("SDF", "Syrian Democratic Forces"),
            ("Kurdish-led Syrian Democratic Forces (SDF)", "US-backed SDF"),
            ("J. Smith", "John Smith"),
            ("Hezbollah", "Hezbollah"),
        ] {
            assert!(same(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn names_of_different_actors() {
        for (a, b) in [
            ("Russia", "Syrian forces"),
            ("Vladimir Putin", "Ahmed al-Sharaa"),
            ("John Smith", "Mary Smith"),
            ("Russia", "Russian President Vladimir Putin"),
            ("Islamic State", "Islamic Jihad"),
            ("SDF", "SNA"),
            ("Syrian forces", "Syrian Democratic Forces"),
        ] {
            assert!(!same(a, b), "{a} / {b}");
        }
    }
}
