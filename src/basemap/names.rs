//! What the things on the base map are called in other languages.
//!
//! `assets/names.bin` holds one packed block for each language, so that only those that are asked
//! for are unpacked. A block names countries, divisions, disputed ground, towns and waters by their
//! numbers on the base map; what has no name in a language, or the usual one, is left out.

use super::Basemap;
use super::codec::{Damaged, Reader, Writer};
use crate::model::Language;
use std::sync::OnceLock;

/// The embedded file.
const EMBEDDED: &[u8] = include_bytes!("../../assets/names.bin");

/// Most bytes that the names of one language may take unpacked; more means damage.
const MOST_BYTES: usize = 16 << 20;

/// Kinds of things that have names, in the order in which they are written.
const KINDS: usize = 5;

/// Something on the base map that has a name, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Of [`Basemap::countries`].
    Country(usize),
    /// Of [`Basemap::divisions`].
    Division(usize),
    /// Of [`Basemap::disputed`].
    Disputed(usize),
    /// Of [`Basemap::towns`].
    Town(usize),
    /// Of [`Basemap::waters`].
    Water(usize),
}

impl Thing {
    fn kind(self) -> (usize, usize) {
        match self {
            Self::Country(at) => (0, at),
            Self::Division(at) => (1, at),
            Self::Disputed(at) => (2, at),
            Self::Town(at) => (3, at),
            Self::Water(at) => (4, at),
        }
    }
}

/// Names in one language: of each kind the numbers of what is named, in order, with their texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    kinds: [Vec<(u32, Box<str>)>; KINDS],
}

impl Names {
    /// Names of things; of two names of one thing the later counts.
    pub fn of<'a>(names: impl IntoIterator<Item = (Thing, &'a str)>) -> Self {
        let mut all = Self::default();
        for (thing, text) in names {
            let (kind, at) = thing.kind();
            let (Some(kind), Ok(at)) = (all.kinds.get_mut(kind), u32::try_from(at)) else {
                continue;
            };
            kind.push((at, Box::from(text)));
        }
        for kind in &mut all.kinds {
            kind.reverse();
            kind.sort_by_key(|(at, _)| *at);
            kind.dedup_by_key(|(at, _)| *at);
        }
        all
    }

    /// The name of a thing, where it is known in this language.
    #[must_use]
    pub fn get(&self, thing: Thing) -> Option<&str> {
        let (kind, at) = thing.kind();
        let (kind, at) = (self.kinds.get(kind)?, u32::try_from(at).ok()?);
        let found = kind.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        kind.get(found).map(|(_, text)| &**text)
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.iter().map(Vec::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every text, in no order that means anything.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().flatten().map(|(_, text)| &**text)
    }

    /// The bytes of a block, before packing.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut w = Writer::default();
        for kind in &self.kinds {
            w.size(kind.len());
            let mut before = 0;
            for (at, _) in kind {
                w.unsigned(u64::from(at - before));
                before = *at;
            }
        }
        self.texts().for_each(|text| w.text(text));
        w.into_bytes()
    }

    fn read(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut r = Reader::new(bytes);
        r.section("names");
        let mut numbers: [Vec<u32>; KINDS] = Default::default();
        for kind in &mut numbers {
            let mut at = 0_u32;
            *kind = r.list(|r| {
                let step = u32::try_from(r.unsigned()?).map_err(|_| r.damaged())?;
                at = at.checked_add(step).ok_or(r.damaged())?;
                Ok(at)
            })?;
        }
        let mut names = Self::default();
        for (kind, numbers) in names.kinds.iter_mut().zip(&numbers) {
            for at in numbers {
                kind.push((*at, Box::from(r.text()?)));
            }
        }
        if r.is_empty() { Ok(names) } else { Err(r.damaged()) }
    }
}

/// Where the block of a language lies in a file, and how many names it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry<'a> {
    language: Language,
    count: usize,
    packed: &'a [u8],
}

/// Writes a file of names: for each language its code, the number of its names and the length of its
/// block, then the blocks.
///
/// # Errors
/// When the compressor fails.
pub fn pack(languages: &[(Language, Names)]) -> std::io::Result<Vec<u8>> {
    let mut head = Writer::default();
    let mut blocks = Vec::new();
    head.size(languages.len());
    for (language, names) in languages {
        let packed = zstd::bulk::compress(&names.write(), 22)?;
        head.text(language.code());
        head.size(names.len());
        head.size(packed.len());
        blocks.extend(packed);
    }
    let mut file = head.into_bytes();
    file.extend(blocks);
    Ok(file)
}

/// What a file of names holds; languages that this program does not know are passed over.
fn entries(file: &[u8]) -> Result<Vec<Entry<'_>>, Damaged> {
    let mut r = Reader::new(file);
    r.section("the list of languages");
    let heads = r.list(|r| Ok((r.text()?, r.size()?, r.size()?)))?;
    let mut rest = r.rest();
    let mut found = Vec::new();
    for (code, count, length) in heads {
        let (packed, after) = rest.split_at_checked(length).ok_or(r.damaged())?;
        rest = after;
        found.extend(Language::of(code).map(|language| Entry { language, count, packed }));
    }
    Ok(found)
}

/// The names of one language in a file; `None` where it has none, or is damaged.
fn unpack(file: &[u8], language: Language) -> Option<Names> {
    let entry = entries(file).ok()?.into_iter().find(|entry| entry.language == language)?;
    let bytes = zstd::bulk::decompress(entry.packed, MOST_BYTES).ok()?;
    Names::read(&bytes).ok()
}

/// The languages of the embedded file with the number of names that the base map has in each.
#[must_use]
pub fn counts() -> &'static [(Language, usize)] {
    static COUNTS: OnceLock<Vec<(Language, usize)>> = OnceLock::new();
    COUNTS.get_or_init(|| {
        let entries = entries(EMBEDDED).unwrap_or_default();
        entries.into_iter().map(|entry| (entry.language, entry.count)).collect()
    })
}

/// The languages that were asked for so far, unpacked.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    languages: OnceLock<Vec<OnceLock<Option<Names>>>>,
}

impl Shelf {
    fn get(&self, language: Language) -> Option<&Names> {
        let all = self
            .languages
            .get_or_init(|| Language::all().map(|_| OnceLock::new()).collect::<Vec<_>>());
        all.get(language.index())?.get_or_init(|| unpack(EMBEDDED, language)).as_ref()
    }
}

impl Basemap {
    /// The names in a language, unpacked when they are first asked for, in a few milliseconds.
    #[must_use]
    pub fn names(&self, language: Language) -> Option<&Names> {
        self.names.get(language)
    }

    /// What a thing is called in a language, where that is known, and else as usual.
    #[must_use]
    pub fn name_of(&self, thing: Thing, language: Option<Language>) -> &str {
        let known = language.and_then(|language| self.names(language)?.get(thing));
        known.unwrap_or_else(|| self.usual_name(thing))
    }

    fn usual_name(&self, thing: Thing) -> &str {
        let name = match thing {
            Thing::Country(at) => self.countries.get(at).map(|country| &country.name),
            Thing::Division(at) => self.divisions.get(at).and_then(|one| one.names.first()),
            Thing::Disputed(at) => self.disputed.get(at).map(|ground| &ground.name),
            Thing::Town(at) => self.towns.get(at).map(|town| &town.name),
            Thing::Water(at) => self.waters.get(at).map(|water| &water.name),
        };
        name.map_or("", |name| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(code: &str) -> Language {
        Language::of(code).unwrap()
    }

    #[test]
    fn every_language_unpacks_to_as_many_names_as_the_file_says() {
        assert!(counts().len() >= 30);
        let map = Basemap::embedded().unwrap();
        let lists = [
            map.countries.len(),
            map.divisions.len(),
            map.disputed.len(),
            map.towns.len(),
            map.waters.len(),
        ];
        for (language, count) in counts() {
            let names = map.names(*language).unwrap();
            assert_eq!(names.len(), *count, "{language:?}");
            for (kind, most) in names.kinds.iter().zip(lists) {
                assert!(kind.iter().all(|(at, text)| (*at as usize) < most && !text.is_empty()));
            }
        }
    }

    #[test]
    fn names_belong_to_what_they_name() {
        let map = Basemap::embedded().unwrap();
        let country = map.countries.iter().position(|c| &*c.iso2 == "SY").unwrap();
        let town = map.towns.iter().position(|t| &*t.name == "Damascus").unwrap();
        let cases = [
            (Thing::Country(country), "ar", "سوريا"),
            (Thing::Country(country), "he", "סוריה"),
            (Thing::Country(country), "zh", "叙利亚"),
            (Thing::Town(town), "ar", "دمشق"),
            (Thing::Town(town), "ru", "Дамаск"),
            (Thing::Town(town), "zh", "大马士革"),
            (Thing::Town(town), "ja", "ダマスカス"),
            (Thing::Town(town), "ko", "다마스쿠스"),
            (Thing::Town(town), "ku", "Şam"),
        ];
        for (thing, code, name) in cases {
            assert_eq!(map.name_of(thing, Some(of(code))), name, "{code}");
        }
        assert_eq!(map.name_of(Thing::Town(town), None), "Damascus");
        assert_eq!(map.name_of(Thing::Town(usize::MAX), Some(of("ar"))), "");
    }

    /// The most populous town of a name.
    fn largest(map: &Basemap, name: &str) -> Thing {
        let all = map.towns.iter().enumerate().filter(|(_, town)| &*town.name == name);
        Thing::Town(all.max_by_key(|(_, town)| town.population).unwrap().0)
    }

    #[test]
    fn cities_are_not_called_after_their_namesakes() {
        let map = Basemap::embedded().unwrap();
        let cases = [
            ("Paris", "ru", "Париж"),
            ("Paris", "ar", "باريس"),
            ("Paris", "he", "פריז"),
            ("Paris", "zh", "巴黎"),
            ("Madrid", "ar", "مدريد"),
            ("Madrid", "ka", "მადრიდი"),
            ("Rome", "ja", "ローマ"),
            ("Rome", "sr", "Рим"),
            ("Abuja", "uk", "Абуджа"),
            ("Asunción", "es", "Asunción"),
            ("Basra", "he", "בצרה"),
            ("Istanbul", "he", "איסטנבול"),
            ("Singapore", "hi", "सिंगापुर"),
            ("Tokyo", "zh", "东京"),
            ("Washington, D.C.", "ar", "واشنطن"),
        ];
        for (town, code, name) in cases {
            assert_eq!(map.name_of(largest(&map, town), Some(of(code))), name, "{town} {code}");
        }
        // A title's division behind a comma is no part of a name.
        for code in ["fa", "ur", "ar", "he"] {
            let things = (0..map.divisions.len()).map(Thing::Division);
            for thing in things.chain((0..map.towns.len()).map(Thing::Town)) {
                let (usual, name) = (map.name_of(thing, None), map.name_of(thing, Some(of(code))));
                // "San Andrés y Providencia", "Washington, D.C.".
                let is_list = [",", " and ", " y ", " & "].iter().any(|s| usual.contains(s));
                assert!(is_list || !name.contains('،'), "{code}: {name} is {usual}");
            }
        }
    }

    #[test]
    fn capitals_have_names_in_other_scripts() {
        let map = Basemap::embedded().unwrap();
        let capitals: Vec<Thing> = (0..map.towns.len())
            .filter(|at| map.towns[*at].rank == crate::basemap::TownRank::Capital)
            .map(Thing::Town)
            .collect();
        for (code, percent) in [
            ("ar", 94),
            ("he", 97),
            ("fa", 92),
            ("ru", 98),
            ("uk", 90),
            ("el", 96),
            ("zh", 95),
            ("ja", 98),
            ("ko", 98),
        ] {
            let names = map.names(of(code)).unwrap();
            let named = capitals.iter().filter(|capital| names.get(**capital).is_some()).count();
            assert!(100 * named >= percent * capitals.len(), "{code}: {named}");
        }
    }

    #[test]
    fn damage_gives_no_names() {
        let names = Names::of([(Thing::Country(3), "سوريا"), (Thing::Town(70_000), "دمشق")]);
        let file = pack(&[(of("ar"), names.clone())]).unwrap();
        assert_eq!(unpack(&file, of("ar")), Some(names));
        assert_eq!(unpack(&file, of("he")), None);
        for cut in 0..file.len() {
            assert_eq!(unpack(&file[..cut], of("ar")), None);
        }
        assert!(entries(&[]).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(names in prop::collection::vec((0usize..5, 0usize..2000, ".{0,6}"), 0..40)) {
            let thing = |kind, at| [
                Thing::Country(at), Thing::Division(at), Thing::Disputed(at), Thing::Town(at), Thing::Water(at),
            ][kind];
            let all = Names::of(names.iter().map(|(kind, at, text)| (thing(*kind, *at), text.as_str())));
            prop_assert_eq!(&Names::read(&all.write()).unwrap(), &all);
            for (kind, at, _) in &names {
                let last = names.iter().rev().find(|(k, a, _)| (k, a) == (kind, at)).unwrap();
                prop_assert_eq!(all.get(thing(*kind, *at)), Some(last.2.as_str()));
            }
        }

        #[test]
        fn any_bytes_end_quietly(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            let _ = Names::read(&bytes);
            let _ = entries(&bytes);
        }
    }
}
