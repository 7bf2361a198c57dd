//! The word lists of `data/`: what a word says about a name beside it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

macro_rules! cues {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// A word list of `data/cues.txt`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Cue { $($(#[$doc])* $name),+ }

        impl Cue {
            fn named(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

cues! {
    /// Given names.
    Given = "given",
    /// Titles before a person.
    Title = "title",
    /// Ends of street names.
    Street = "street",
    /// Words before a road's number.
    Road = "road",
    /// Ends of names of waters.
    Water = "water",
    /// Ends of names of landforms.
    Land = "land",
    /// Ends of names of divisions.
    Admin = "admin",
    /// Ends of names of buildings and sites.
    Site = "site",
    /// Openings of geographic names.
    Before = "before",
    /// Ends of names of organisations.
    Org = "org",
    /// Verbs of saying.
    Speech = "speech",
    /// Prepositions of place.
    Locative = "locative",
    /// Words that ask for a place.
    Motion = "motion",
    /// Marks of a person after the name.
    Family = "family",
    /// Months and days.
    Calendar = "calendar",
    /// Seats that stand for governments.
    Seat = "seat",
    /// Compass words.
    Direction = "direction",
    /// Lower-case sites.
    Facility = "facility",
    /// Nouns of diplomacy.
    Talk = "talk",
    /// Words before the name of a ship.
    Ship = "ship",
    /// Words before the given name of a relative.
    Kin = "kin",
    /// An ordinary English word (`data/ordinary.txt`).
    Ordinary = "ordinary",
}

/// The lists that hold a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cues(u32);

impl Cues {
    /// Whether a list holds it.
    #[must_use]
    pub fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u8) != 0
    }

    fn add(&mut self, cue: Cue) {
        self.0 |= 1 << cue as u8;
    }
}

/// What a place stands for in the tables of adjectives and short forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A country by ISO 3166-1 alpha-2 code.
    Country(&'static str),
    /// A first-level division of a country, by name.
    Division(&'static str, &'static str),
    /// Another place by name.
    Named(&'static str),
    /// No one place.
    Nowhere,
}

/// A row of `data/demonyms.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demonym {
    /// Never an adjective: "Syrians".
    pub people: bool,
    /// Whose.
    pub target: Target,
}

/// A row of `data/abbreviations.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Counts only after "Town, ".
    pub after: bool,
    /// What it is short for.
    pub target: Target,
}

static WORDS: LazyLock<HashMap<&'static str, Cues>> = LazyLock::new(|| {
    let mut map: HashMap<&'static str, Cues> = HashMap::with_capacity(8192);
    for line in rows(include_str!("../../data/cues.txt")) {
        let Some((kind, words)) = line.split_once(':') else { continue };
        let Some(cue) = Cue::named(kind) else { continue };
        for word in words.split_whitespace() {
            map.entry(word).or_default().add(cue);
        }
    }
    for word in rows(include_str!("../../data/ordinary.txt")) {
        map.entry(word).or_default().add(Cue::Ordinary);
    }
    map
});

static DEMONYMS: LazyLock<HashMap<&'static str, Demonym>> = LazyLock::new(|| {
    rows(include_str!("../../data/demonyms.tsv"))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (word, form, place) = (cells.next()?, cells.next()?, cells.next()?);
            Some((word, Demonym { people: form == "people", target: target(place) }))
        })
        .collect()
});

static SHORT: LazyLock<HashMap<&'static str, Short>> = LazyLock::new(|| {
    rows(include_str!("../../data/abbreviations.tsv"))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (word, when, place) = (cells.next()?, cells.next()?, cells.next()?);
            Some((word, Short { after: when == "after", target: target(place) }))
        })
        .collect()
});

/// Words that keep their stop inside a sentence, without it, lower case.
static STOPPED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    const MORE: &str = "mr mrs ms dr prof sen rep gov gen col capt maj lt sgt cpl adm rev hon supt \
        st ste mt ft pt jr sr vs no inc corp co ltd jan feb mar apr jun jul aug sep sept oct nov \
        dec ave blvd rd hwy pkwy dist dept gen assn bros etc approx est";
    let short = SHORT.keys().filter_map(|word| word.strip_suffix('.')).map(str::to_lowercase);
    short.chain(MORE.split_whitespace().map(str::to_owned)).collect()
});

/// Lines of a data file without notes and empty ones.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .map(|line| line.trim_end_matches('\r'))
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn target(cell: &'static str) -> Target {
    match (cell.strip_prefix('@'), cell.split_once('/')) {
        (Some(""), _) => Target::Nowhere,
        (Some(name), _) => Target::Named(name),
        (None, Some((country, name))) => Target::Division(country, name),
        (None, None) => Target::Country(cell),
    }
}

/// The lists that hold a word, given in lower case.
#[must_use]
pub fn of(lower: &str) -> Cues {
    WORDS.get(lower).copied().unwrap_or_default()
}

/// The adjective or people of a name as written: "Syrian", "South Koreans".
#[must_use]
pub fn demonym(word: &str) -> Option<&'static Demonym> {
    DEMONYMS.get(word)
}

/// The adjective of a country by ISO 3166-1 alpha-2 code: "Russian".
#[must_use]
pub fn adjective(iso2: &str) -> Option<&'static str> {
    static ADJECTIVES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let mut map = HashMap::new();
        for line in rows(include_str!("../../data/demonyms.tsv")) {
            if let [word, "adjective" | "both", country] =
                line.split('\t').collect::<Vec<_>>().as_slice()
            {
                map.entry(*country).or_insert(*word);
            }
        }
        map
    });
    ADJECTIVES.get(iso2).copied()
}

/// The short form as written: "Calif.", "UK".
#[must_use]
pub fn short(word: &str) -> Option<&'static Short> {
    SHORT.get(word)
}

/// Whether a word, without its stop, is an abbreviation that keeps it.
#[must_use]
pub fn abbreviation(word: &str) -> bool {
    word.len() <= 8
        && word.starts_with(char::is_uppercase)
        && STOPPED.contains(&word.to_lowercase())
}

/// Whether a capitalised word usually opens a sentence: an article, a pronoun, a conjunction.
#[must_use]
pub fn opener(word: &str) -> bool {
    const OPENERS: &[&str] = &[
        "The",
        "A",
        "An",
        "He",
        "She",
        "It",
        "They",
        "We",
        "I",
        "You",
        "In",
        "On",
        "At",
        "But",
        "And",
        "This",
        "That",
        "These",
        "Those",
        "If",
        "When",
        "While",
        "After",
        "Before",
        "His",
        "Her",
        "Their",
        "Its",
        "There",
        "As",
        "For",
        "With",
        "By",
        "From",
        "To",
        "Some",
        "All",
        "No",
        "Not",
        "Last",
        "Since",
        "Despite",
        "However",
        "Meanwhile",
        "According",
        "Whether",
        "What",
        "Who",
        "How",
        "Why",
        "Our",
        "My",
        "Two",
        "Three",
        "One",
        "So",
        "Or",
        "Under",
    ];
    OPENERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        assert!(of("vladimir").has(Cue::Given) && of("despite").has(Cue::Ordinary));
        assert_eq!(demonym("Syrian").unwrap().target, Target::Country("SY"));
        assert_eq!(short("Calif.").unwrap().target, Target::Division("US", "California"));
        assert!(short("CA").unwrap().after);
        assert!(abbreviation("Calif") && abbreviation("Mt") && !abbreviation("town"));
    }

    #[test]
    fn every_row_of_the_tables_has_its_cells() {
        for line in rows(include_str!("../../data/demonyms.tsv")) {
            let cells: Vec<_> = line.split('\t').collect();
            assert!(
                cells.len() == 3 && ["adjective", "people", "both"].contains(&cells[1]),
                "{line}"
            );
        }
        for line in rows(include_str!("../../data/abbreviations.tsv")) {
            let cells: Vec<_> = line.split('\t').collect();
            assert!(cells.len() == 3 && ["always", "after"].contains(&cells[1]), "{line}");
        }
        for line in rows(include_str!("../../data/cues.txt")) {
            let kind = line.split(':').next().unwrap();
            assert!(Cue::named(kind).is_some(), "{kind}");
        }
    }
}
