//! Names and the languages they are in.

use super::read;
use crate::zones::Zones;
use chronotope::gazetteer::fold;
use chronotope::model::Name;
use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::Path;

/// Catalogue folder and language tag, in the order in which names are shown.
const LANGUAGES: [(&str, &str); 35] = [
    ("en", "en"),
    ("ar", "ar"),
    ("he", "he"),
    ("ru", "ru"),
    ("ku", "ku"),
    ("ckb", "ckb"),
    ("tr", "tr"),
    ("fr", "fr"),
    ("de", "de"),
    ("es", "es"),
    ("fa", "fa"),
    ("uk", "uk"),
    ("it", "it"),
    ("pt", "pt"),
    ("pl", "pl"),
    ("nl", "nl"),
    ("sv", "sv"),
    ("el", "el"),
    ("az", "az"),
    ("ur", "ur"),
    ("hy", "hy"),
    ("ka", "ka"),
    ("am", "am"),
    ("hi", "hi"),
    ("th", "th"),
    ("zh", "zh"),
    ("ja", "ja"),
    ("ko", "ko"),
    ("be", "be"),
    ("bg", "bg"),
    ("sr", "sr"),
    ("kk", "kk"),
    ("hu", "hu"),
    ("vi", "vi"),
    ("id", "id"),
];

/// Numbers of towns whose names by language are former ones in these catalogues, of 2022: Astana.
pub const RENAMED: [&str; 1] = ["1526273"];

/// Language-tagged names by GeoNames number or by code ("SY", "SY.01").
pub struct Tagged {
    by_lang: Vec<(&'static str, HashMap<String, String>)>,
    /// What CLDR calls the cities of time zones, by tag and GeoNames number.
    zones: Vec<(&'static str, HashMap<u64, String>)>,
}

impl Tagged {
    /// Reads the catalogues of `libgeonames-common`, and CLDR's cities.
    pub fn read(cache: &Path) -> Result<Self, Box<dyn Error>> {
        let mut by_lang = Vec::new();
        for (folder, tag) in LANGUAGES {
            let path = cache
                .join("libgeonames-common/usr/share/locale")
                .join(folder)
                .join("LC_MESSAGES/geonames.mo");
            by_lang.push((tag, read::catalogue(&path)?));
        }
        let cities = Zones::read(cache)?;
        let zones = tags().map(|tag| Ok((tag, cities.names(tag)?)));
        Ok(Self { by_lang, zones: zones.collect::<Result<_, Box<dyn Error>>>()? })
    }

    /// The tagged names of a key; of a language with two, CLDR's comes first.
    pub fn of(&self, key: &str) -> Vec<Name> {
        let number = key.parse::<u64>().ok();
        let mut all: Vec<Name> = Vec::new();
        for ((tag, names), (_, zones)) in self.by_lang.iter().zip(&self.zones) {
            let zone = number.and_then(|number| zones.get(&number));
            let tagged = names.get(key).filter(|_| !RENAMED.contains(&key));
            for text in zone.into_iter().chain(tagged) {
                let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
                let name = Name { text: text.to_owned(), lang: Some((*tag).to_owned()) };
                if is_plausible(text, tag) && !all.contains(&name) {
                    all.push(name);
                }
            }
        }
        all
    }
}

/// The language tags in the order in which names are shown.
pub fn tags() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|(_, tag)| *tag)
}

/// Whether names of states in a language are kept: some short ones are English words and persons'
/// names when their accents are left aside ("Séc", "Anh", "Swiss").
pub fn names_states(tag: &str) -> bool {
    !["hu", "id", "vi"].contains(&tag)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
}

/// Whether a text is in the script that its language is written in: the catalogues hold strays,
/// such as a Latin name tagged as Arabic.
fn is_plausible(text: &str, tag: &str) -> bool {
    let wanted = match tag {
        "ar" | "ckb" | "fa" | "ur" => Script::Arabic,
        "he" => Script::Hebrew,
        "ru" | "uk" | "be" | "bg" | "sr" | "kk" => Script::Cyrillic,
        "el" => Script::Greek,
        "hy" => Script::Armenian,
        "ka" => Script::Georgian,
        "am" => Script::Ethiopic,
        "hi" => Script::Devanagari,
        "th" => Script::Thai,
        "zh" => Script::Han,
        "ja" => return matches!(script(text), Some(Script::Han | Script::Kana)),
        "ko" => Script::Hangul,
        _ => Script::Latin,
    };
    script(text) == Some(wanted)
}

/// The scripts that the gazetteer keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Armenian,
    Syriac,
    Devanagari,
    Thai,
    Georgian,
    Ethiopic,
    Han,
    Kana,
    Hangul,
}

/// The one script of a text; `None` where it has several, another, or no letter at all.
pub fn script(text: &str) -> Option<Script> {
    let mut found = None;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let one = match c {
            '\u{2b0}'..='\u{2ff}' => continue,
            '\u{0}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
            '\u{370}'..='\u{3ff}' => Script::Greek,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{590}'..='\u{5ff}' => Script::Hebrew,
            '\u{530}'..='\u{58f}' => Script::Armenian,
            '\u{700}'..='\u{74f}' => Script::Syriac,
            '\u{600}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' => Script::Arabic,
            '\u{900}'..='\u{97f}' => Script::Devanagari,
            '\u{e00}'..='\u{e7f}' => Script::Thai,
            '\u{10a0}'..='\u{10ff}' => Script::Georgian,
            '\u{1200}'..='\u{137f}' => Script::Ethiopic,
            '\u{3005}' | '\u{4e00}'..='\u{9fff}' => Script::Han,
            '\u{3040}'..='\u{30ff}' => Script::Kana,
            '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
            _ => return None,
        };
        found = match (found, one) {
            // Japanese is written in both.
            (Some(Script::Han | Script::Kana), Script::Han | Script::Kana)
                if found != Some(one) =>
            {
                Some(Script::Kana)
            }
            (Some(before), _) if before != one => return None,
            _ => Some(one),
        };
    }
    found
}

/// The names worth keeping beside the main one: each tagged name, and each untagged one that folds
/// to something new. Machine transliterations (all lower case) and texts with digits are left out.
pub fn merge(main: &str, tagged: Vec<Name>, untagged: &[String]) -> Vec<Name> {
    let mut seen: HashSet<String> = tagged.iter().map(|name| fold(&name.text)).collect();
    seen.insert(fold(main));
    let mut names = tagged;
    // Accented spellings first: they carry more than their plain forms.
    let (accented, plain): (Vec<&String>, Vec<&String>) =
        untagged.iter().partition(|text| !text.is_ascii());
    for text in accented.into_iter().chain(plain) {
        let text = text.trim();
        if is_worth_keeping(text) && seen.insert(fold(text)) {
            names.push(Name { text: text.to_owned(), lang: None });
        }
    }
    names
}

fn is_worth_keeping(text: &str) -> bool {
    let Some(script) = script(text) else { return false };
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    let is_transliteration = script == Script::Latin && letters().all(|c| !c.is_uppercase());
    letters().count() >= 2
        && text.chars().count() <= 60
        && !is_transliteration
        && !is_code
        && !text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '/' | '(' | ';' | ':' | '?' | '*'))
}
