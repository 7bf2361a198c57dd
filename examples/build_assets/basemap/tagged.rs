//! Names of towns by language: those that a package tags, and of the others those whose letters tell.

use super::join::City;
use super::sources::Failure;
use crate::gazetteer::names::RENAMED;
use crate::gazetteer::read;
use chronotope::gazetteer::fold;
use chronotope::model::Language;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Which share of the names that letters tell must be right, for all languages that they tell.
const LEAST_RIGHT: f64 = 0.97;

/// The catalogues of `libgeonames-common` in all their languages, and the towns.
pub struct Tagged<'a> {
    /// By the code of the language, the names by number or by code ("SY", "SY.01").
    catalogues: BTreeMap<String, HashMap<String, String>>,
    /// By number and name, the languages that a town's name is tagged with.
    languages: HashMap<(u64, String), Vec<String>>,
    cities: &'a HashMap<u64, City>,
}

impl<'a> Tagged<'a> {
    pub fn read(cache: &Path, cities: &'a HashMap<u64, City>) -> Result<Self, Failure> {
        let folder = cache.join("libgeonames-common/usr/share/locale");
        let mut catalogues = BTreeMap::new();
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let code = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            catalogues.insert(code, read::catalogue(&path.join("LC_MESSAGES/geonames.mo"))?);
        }
        let mut languages: HashMap<(u64, String), Vec<String>> = HashMap::new();
        for (code, names) in &catalogues {
            let bare = code.split('_').next().unwrap_or(code);
            for (key, name) in names {
                let Ok(number) = key.parse::<u64>() else { continue };
                let name = name.trim().to_owned();
                languages.entry((number, name)).or_default().push(bare.to_owned());
            }
        }
        Ok(Self { catalogues, languages, cities })
    }

    /// What a key is called in a language.
    pub fn coded(&self, key: &str, language: Language) -> Option<&str> {
        self.catalogues.get(language.code())?.get(key).map(String::as_str)
    }

    /// What a town is called in a language: as tagged, or by a name whose country or letters tell.
    pub fn town(&self, number: u64, language: Language) -> Option<&str> {
        let key = number.to_string();
        let tagged = self.coded(&key, language).filter(|_| !RENAMED.contains(&key.as_str()));
        tagged.map(without_remark).filter(|name| language.is_written(name)).or_else(|| {
            let city = self.cities.get(&number)?;
            let name = untagged(city, language)?;
            let at_home = language.takes(name, &city.countrycode);
            let of = self.languages_of(number, name);
            (at_home || of.is_empty() || of.iter().any(|of| of == language.code())).then_some(name)
        })
    }

    fn languages_of(&self, number: u64, name: &str) -> &[String] {
        self.languages.get(&(number, name.trim().to_owned())).map_or(&[], Vec::as_slice)
    }

    /// How often a language is told rightly by letters, of the towns abroad where that is known: the
    /// language has another name for the town, or the name is tagged with another language.
    pub fn measure(&self, language: Language) -> Result<(), Failure> {
        let (mut known, mut right) = (0_u32, 0_u32);
        for (number, city) in self.cities {
            let Some(name) = untagged(city, language) else { continue };
            if language.takes(name, &city.countrycode) {
                continue;
            }
            let of = self.languages_of(*number, name);
            let own = self.coded(&number.to_string(), language);
            let own = own.filter(|own| language.is_written(own));
            if own.is_none() && of.is_empty() {
                continue;
            }
            known += 1;
            let same = own.is_some_and(|own| fold(own) == fold(name));
            right += u32::from(same || of.iter().any(|of| of == language.code()));
        }
        if known == 0 {
            return Ok(());
        }
        let share = f64::from(right) / f64::from(known);
        let code = language.code();
        println!("names: {code}: letters tell {right} of {known} ({:.1} %)", share * 100.0);
        if share < LEAST_RIGHT {
            return Err(format!(
                "{code}: letters tell too little; see Language::is_told_by_letters"
            )
            .into());
        }
        Ok(())
    }
}

/// The name of a town that its country or its letters tell.
fn untagged(city: &City, language: Language) -> Option<&str> {
    let names = city.alternatenames.iter().map(|name| (name.as_str(), None));
    language.choose(names, &city.countrycode)
}

/// A name without the division behind a comma, which other scripts than Latin have from titles of
/// articles.
pub fn without_remark(name: &str) -> &str {
    let is_foreign = |text: &str| text.chars().any(|c| c.is_alphabetic() && c > '\u{2ff}');
    let bare = name.split(['،', ',']).next().unwrap_or(name).trim();
    if is_foreign(name) && !bare.is_empty() { bare } else { name }
}
