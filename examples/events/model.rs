//! Events as conflict data have them, made up: 24 countries that do not exist with 2,000 towns of
//! very unequal size, half of a town's events exactly on its centre (as geocoded data are) and half
//! scattered around it, six bursts to a country over a rising background from 2015 to 2026 with a
//! weekly rhythm, eight categories, one event in twenty lasting for 1 to 180 days. In no order of
//! time. The first events are the same however many are asked for.

use super::random::{Random, cumulated, falls};

const DAY_S: f64 = 86_400.0;
/// 2015-01-01 and 2027-01-01.
pub const FROM_S: f64 = 1_420_070_400.0;
pub const TO_S: f64 = 1_798_761_600.0;
const TOWNS: usize = 2_000;
/// Events that are made at once, from a stream of numbers of their own.
pub const CHUNK: usize = 100_000;

pub const CATEGORIES: [&str; 8] = [
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
    "Air strike",
    "Displacement",
];
pub const KINDS: [&str; 5] =
    ["Armed group", "Military forces", "Militia", "Protesters", "Unidentified group"];
/// Actors of each kind.
pub const ACTORS: usize = 12;
pub const NOTES: [&str; 8] = [
    "shots were exchanged on the ring road",
    "a shell fell beside the grain store",
    "a column was held up at the bridge",
    "people gathered before the town hall",
    "a drone of unknown make hit a fuel dump",
    "households moved out of the old quarter",
    "a roadblock stood for an hour, then went",
    "residents told of \"long bursts\", no count of the hurt",
];

/// Longitude, latitude and spread of each country's middle, in degrees.
const COUNTRIES: [(f64, f64, f64); 24] = [
    (31.0, 49.0, 3.5),
    (37.0, 48.0, 1.5),
    (38.0, 35.0, 1.5),
    (44.0, 33.0, 1.8),
    (45.0, 15.0, 1.6),
    (30.0, 14.0, 3.0),
    (-2.0, 15.0, 3.0),
    (2.0, 13.0, 2.0),
    (14.0, 13.0, 2.0),
    (8.0, 9.0, 2.0),
    (29.0, -2.0, 2.0),
    (39.0, 9.0, 2.5),
    (45.0, 4.0, 2.0),
    (66.0, 34.0, 2.5),
    (70.0, 31.0, 2.5),
    (78.0, 23.0, 5.0),
    (96.0, 21.0, 2.0),
    (101.0, 15.0, 2.0),
    (122.0, 10.0, 2.5),
    (-75.0, 5.0, 2.5),
    (-67.0, 8.0, 2.0),
    (-99.0, 20.0, 3.0),
    (-47.0, -16.0, 5.0),
    (35.0, -15.0, 3.0),
];

pub struct Event {
    pub country: usize,
    pub town: usize,
    pub lon: f64,
    pub lat: f64,
    pub begin_s: i64,
    /// Length in days beyond the first; nothing for most.
    pub days: Option<i64>,
    pub category: usize,
    pub actor: usize,
    pub note: usize,
    pub fatalities: u32,
}

struct Town {
    country: usize,
    lon: f64,
    lat: f64,
    spread: f64,
}

struct Country {
    /// When each burst is at its height, how long it takes in seconds, and its running share.
    bursts: Vec<(f64, f64)>,
    burst_sums: Vec<f64>,
    category_sums: Vec<f64>,
}

pub struct World {
    seed: u64,
    towns: Vec<Town>,
    town_sums: Vec<f64>,
    countries: Vec<Country>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed, 0);
        let country_sums = cumulated(&random.shares(COUNTRIES.len(), 1.2));
        let weights: Vec<f64> = (0..TOWNS).map(|at| (at as f64 + 2.0).powf(-1.05)).collect();
        let most = weights[0];
        let towns = weights.iter().map(|weight| {
            let country = falls(&country_sums, random.unit());
            let (lon, lat, spread) = COUNTRIES[country];
            let (angle, radius) =
                (random.between(0.0, std::f64::consts::TAU), random.unit().sqrt());
            Town {
                country,
                lon: rounded(lon + spread * radius * angle.cos() * 1.3),
                lat: rounded(lat + spread * radius * angle.sin()),
                spread: (0.25 * (weight / most).powf(0.25)).clamp(0.02, 0.25),
            }
        });
        let towns = towns.collect();
        let sum: f64 = weights.iter().sum();
        let shares: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
        let countries = COUNTRIES.iter().map(|_| Country {
            bursts: (0..6)
                .map(|_| (random.between(FROM_S, TO_S), random.between(8.0, 90.0) * DAY_S))
                .collect(),
            burst_sums: cumulated(&random.shares(6, 0.7)),
            category_sums: cumulated(&random.shares(CATEGORIES.len(), 0.8)),
        });
        let countries = countries.collect();
        Self { seed, towns, town_sums: cumulated(&shares), countries }
    }

    /// The first `count` events, in chunks.
    pub fn events(&self, count: usize) -> impl Iterator<Item = Vec<Event>> {
        (0..count.div_ceil(CHUNK)).map(move |chunk| self.chunk(chunk, count))
    }

    /// One of the chunks of the first `count` events.
    pub fn chunk(&self, chunk: usize, count: usize) -> Vec<Event> {
        let mut random = Random::new(self.seed, chunk as u64 + 1);
        (0..CHUNK.min(count - chunk * CHUNK)).map(|_| self.event(&mut random)).collect()
    }

    fn event(&self, random: &mut Random) -> Event {
        let number = falls(&self.town_sums, random.unit());
        let town = &self.towns[number];
        let country = &self.countries[town.country];
        let scatter = if random.unit() < 0.5 { town.spread } else { 0.0 };
        let (lon, lat) =
            (town.lon + scatter * random.normal(), town.lat + scatter * random.normal());
        let span = TO_S - FROM_S;
        let mut time = if random.unit() < 0.45 {
            span * (random.unit() * 0.9 + 0.1).sqrt()
        } else {
            let (height, width) = country.bursts[falls(&country.burst_sums, random.unit())];
            (height + random.normal() * width - FROM_S).abs() % span
        };
        if (time / DAY_S) as i64 % 7 >= 5 && random.unit() < 0.3 {
            time -= 2.0 * DAY_S;
        }
        let lasts = random.unit() < 0.05;
        let days = (2.3 + random.normal()).exp().clamp(1.0, 180.0) as i64;
        let killed =
            if random.unit() < 0.3 { random.unit().max(2e-3).powf(-1.1) as u32 } else { 0 };
        Event {
            country: town.country,
            town: number,
            lon: rounded(lon),
            lat: rounded(lat),
            begin_s: (FROM_S + time.clamp(0.0, span - 1.0)) as i64,
            days: lasts.then_some(days),
            category: falls(&country.category_sums, random.unit()),
            actor: random.below(KINDS.len() * ACTORS),
            note: random.below(NOTES.len()),
            fatalities: killed.min(500),
        }
    }
}

/// To 0.0001 degrees, as tables give them.
fn rounded(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}
