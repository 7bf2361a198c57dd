//! Languages in which names of places can be shown: how they are called, and where a name that nobody
//! tagged with a language is taken for one of theirs.

use super::letters::Script;
use super::{Place, letters};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language that names can be shown in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u8);

struct Known {
    code: &'static str,
    english: &'static str,
    own: &'static str,
    script: Script,
    /// ISO 3166-1 codes of the countries where an untagged name in this script is in this language:
    /// those where no other language of note is written in it.
    home: &'static str,
}

const fn known(
    code: &'static str,
    english: &'static str,
    own: &'static str,
    script: Script,
    home: &'static str,
) -> Known {
    Known { code, english, own, script, home }
}

/// Codes are those of ISO 639; `ku` is Kurmanji and `ckb` Sorani, as in GeoNames. English first, then
/// by script, so that what is alike stands together.
const KNOWN: [Known; 35] = [
    known("en", "English", "English", Script::Latin, ""),
    known(
        "ar",
        "Arabic",
        "العربية",
        Script::Arabic,
        "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SY TD TN YE",
    ),
    known("fa", "Persian", "فارسی", Script::Arabic, "AF IR"),
    known("ckb", "Kurdish (Sorani)", "کوردیی ناوەندی", Script::Arabic, ""),
    known("ku", "Kurdish (Kurmanji)", "Kurmancî", Script::Latin, ""),
    known("ur", "Urdu", "اردو", Script::Arabic, ""),
    known("he", "Hebrew", "עברית", Script::Hebrew, "IL PS"),
    known("tr", "Turkish", "Türkçe", Script::Latin, ""),
    known("az", "Azerbaijani", "Azərbaycanca", Script::Latin, ""),
    known("hy", "Armenian", "Հայերեն", Script::Armenian, "AM AZ GE IR LB SY TR"),
    known("ka", "Georgian", "ქართული", Script::Georgian, "GE"),
    known("ru", "Russian", "Русский", Script::Cyrillic, ""),
    known("uk", "Ukrainian", "Українська", Script::Cyrillic, ""),
    known("be", "Belarusian", "Беларуская", Script::Cyrillic, ""),
    known("bg", "Bulgarian", "Български", Script::Cyrillic, "BG"),
    known("sr", "Serbian", "Српски", Script::Cyrillic, ""),
    known("kk", "Kazakh", "Қазақша", Script::Cyrillic, ""),
    known("el", "Greek", "Ελληνικά", Script::Greek, "CY GR"),
    known("fr", "French", "Français", Script::Latin, ""),
    known("de", "German", "Deutsch", Script::Latin, ""),
    known("es", "Spanish", "Español", Script::Latin, ""),
    known("it", "Italian", "Italiano", Script::Latin, ""),
    known("pt", "Portuguese", "Português", Script::Latin, ""),
    known("nl", "Dutch", "Nederlands", Script::Latin, ""),
    known("pl", "Polish", "Polski", Script::Latin, ""),
    known("sv", "Swedish", "Svenska", Script::Latin, ""),
    known("hu", "Hungarian", "Magyar", Script::Latin, ""),
    known("am", "Amharic", "አማርኛ", Script::Ethiopic, "ET"),
    known("hi", "Hindi", "हिन्दी", Script::Devanagari, ""),
    known("th", "Thai", "ไทย", Script::Thai, "TH"),
    known("vi", "Vietnamese", "Tiếng Việt", Script::Latin, ""),
    known("id", "Indonesian", "Bahasa Indonesia", Script::Latin, ""),
    known("zh", "Chinese", "中文", Script::Han, "CN HK MO SG TW"),
    known("ja", "Japanese", "日本語", Script::Kana, "JP"),
    known("ko", "Korean", "한국어", Script::Hangul, "KP KR"),
];

impl Language {
    /// All of them, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..KNOWN.len() as u8).map(Self)
    }

    /// The language of an ISO 639 code; a region or script after a hyphen is left aside.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        let bare = code.split(['-', '_']).next().unwrap_or(code);
        Self::all().find(|language| language.code().eq_ignore_ascii_case(bare))
    }

    fn known(self) -> &'static Known {
        const ENGLISH: Known = known("en", "English", "English", Script::Latin, "");
        KNOWN.get(usize::from(self.0)).unwrap_or(&ENGLISH)
    }

    /// Its position among [`Language::all`].
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Its ISO 639 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.known().code
    }

    /// Its English name.
    #[must_use]
    pub fn english(self) -> &'static str {
        self.known().english
    }

    /// What its speakers call it.
    #[must_use]
    pub fn own(self) -> &'static str {
        self.known().own
    }

    /// Whether a name that nobody tagged is taken for one of this language's: it is in its letters,
    /// and the place is in a country where those letters mean this language.
    #[must_use]
    pub fn takes(self, text: &str, country: &str) -> bool {
        let at_home = self.known().home.split(' ').any(|home| home == country);
        at_home && !country.is_empty() && self.is_written(text)
    }

    /// Which of some names of a place in a country is to be shown in this language: the first that
    /// is tagged with it, or else the shortest untagged one that it takes, or else the one untagged
    /// name whose letters tell this language anywhere ([`Language::is_told_by_letters`]). Where these
    /// letters spell several names, nobody says which is right, and none is chosen.
    pub fn choose<'a>(
        self,
        names: impl Iterator<Item = (&'a str, Option<&'a str>)> + Clone,
        country: &str,
    ) -> Option<&'a str> {
        let bare = |tag: &'a str| tag.split(['-', '_']).next().unwrap_or(tag);
        let tagged = names.clone().find(|(_, tag)| tag.map(bare) == Some(self.code()));
        let untagged = || {
            let taken =
                names.clone().filter(|(text, tag)| tag.is_none() && self.takes(text, country));
            taken.min_by_key(|(text, _)| (text.chars().count(), *text))
        };
        let told = || {
            let told = names
                .clone()
                .filter(|(text, tag)| tag.is_none() && self.is_told_by_letters(text, country));
            letters::only(told.map(|(text, _)| text)).map(|text| (text, None))
        };
        tagged.or_else(untagged).or_else(told).map(|(text, _)| text)
    }

    /// The letters that this language is written in.
    pub(super) fn script(self) -> Script {
        self.known().script
    }
}

impl Place {
    /// Its name in a language, where one is known, and else the usual one; the usual one where no
    /// language is asked for.
    #[must_use]
    pub fn name_in(&self, language: Option<Language>) -> &str {
        let names = self.names.iter().map(|name| (name.text.as_str(), name.lang.as_deref()));
        let country = self.country.as_deref().unwrap_or_default();
        let found = language.and_then(|language| language.choose(names, country));
        found.filter(|text| !text.trim().is_empty()).unwrap_or(&self.name)
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::of(&code)
            .ok_or_else(|| serde::de::Error::custom(format!("no language that is known: {code}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Name;
    use crate::model::fixture::place;

    fn of(code: &str) -> Language {
        Language::of(code).unwrap()
    }

    fn hasakah() -> Place {
        let name = |text: &str, lang: Option<&str>| Name {
            text: text.to_owned(),
            lang: lang.map(str::to_owned),
        };
        Place {
            names: vec![
                name("Al Ḩasakah", None),
                name("Al-Hasakah", Some("en")),
                name("حسکه", None),
                name("الحسكة", None),
                name("محافظة الحسكة", None),
                name("哈塞克", Some("zh-Hans")),
                name("Хасеке", None),
            ],
            country: Some("SY".to_owned()),
            ..place("Al Ḩasakah", 40.75, 36.5, 5_000.0)
        }
    }

    #[test]
    fn a_place_is_called_by_what_is_known_and_else_by_its_usual_name() {
        let place = hasakah();
        assert_eq!(place.name_in(None), "Al Ḩasakah");
        assert_eq!(place.name_in(Some(of("en"))), "Al-Hasakah");
        // Untagged, but Arabic by its letters and its country; the Persian spelling is not.
        assert_eq!(place.name_in(Some(of("ar"))), "الحسكة");
        assert_eq!(place.name_in(Some(of("zh"))), "哈塞克");
        // Cyrillic in Syria may be Russian, Ukrainian or Bulgarian: nobody says which.
        assert_eq!(place.name_in(Some(of("ru"))), "Al Ḩasakah");
        assert_eq!(place.name_in(Some(of("fa"))), "Al Ḩasakah");
    }

    #[test]
    fn codes_are_unique_and_kept_in_preferences() {
        for language in Language::all() {
            assert_eq!(Language::of(language.code()), Some(language));
            assert!(language.is_written(language.own()), "{}", language.own());
            let kept = serde_json::to_string(&language).unwrap();
            assert_eq!(serde_json::from_str::<Language>(&kept).unwrap(), language);
        }
        assert_eq!(Language::of("zh-Hant"), Some(of("zh")));
        assert_eq!(Language::of("xx"), None);
        assert!(serde_json::from_str::<Language>("\"xx\"").is_err());
    }

    #[test]
    fn letters_that_tell_a_language_stand_in_for_a_tag() {
        let names =
            [("Singapore", Some("en")), ("싱가포르", None), ("סינגפור", None), ("Сингапур", None)];
        let choose = |code: &str| of(code).choose(names.iter().copied(), "SG");
        assert_eq!(choose("ko"), Some("싱가포르"));
        assert_eq!(choose("he"), Some("סינגפור"));
        assert_eq!(choose("ru"), None, "Cyrillic may be of many languages");
        // Two names, and nobody says which: the usual one is better than a guess.
        let names = [("싱가포르", None), ("싱가폴", None)];
        assert_eq!(of("ko").choose(names.into_iter(), "SG"), None);
        let names = [("싱가폴", None), ("싱가포르", Some("ko"))];
        assert_eq!(of("ko").choose(names.into_iter(), "SG"), Some("싱가포르"));
    }

    #[test]
    fn scripts_are_told_apart() {
        assert!(of("ja").is_written("新潟") && of("ja").is_written("ハサカ"));
        assert!(of("zh").is_written("大马士革") && !of("zh").is_written("ハサカ"));
        assert!(!of("ar").is_written("Homs") && !of("ar").is_written("گرگان"));
        assert!(of("fa").is_written("گرگان") && !of("fa").is_written("الحسكة"));
        assert!(!of("en").is_written("2026"));
    }
}
