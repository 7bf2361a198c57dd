//! What recognising and resolving ask of a gazetteer, so that both can be tried against a few rows.

use crate::gazetteer::{EntryId, Gazetteer, NameHit, NameQuality};
use crate::model::{LonLat, Place};

/// An entry that bears a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// The entry.
    pub id: u32,
    /// How well the name fits, 0..=1: 1 for the entry's own name as written, less for other names
    /// and for folded spellings.
    pub quality: f32,
}

/// What is needed of an entry to weigh it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch<'a> {
    /// The name shown first.
    pub name: &'a str,
    /// Where it is.
    pub position: LonLat,
    /// GeoNames feature class.
    pub class: char,
    /// GeoNames feature code.
    pub code: &'a str,
    /// ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
    /// Code of the first-level division within the country.
    pub admin1: Option<&'a str>,
    /// Inhabitants; 0 where unknown.
    pub population: u64,
    /// Uncertainty radius in metres.
    pub radius_m: f64,
    /// Whether the program carries the place itself, rather than a file of the user's alone.
    pub curated: bool,
}

impl Sketch<'_> {
    /// A hamlet, farm, stream or hill of a dump: nothing says that anybody far away has heard of it.
    /// The program itself carries what has 500 inhabitants.
    pub(crate) fn is_obscure(&self) -> bool {
        !self.curated && self.population < 500
    }
}

/// A gazetteer as recognising and resolving see it.
pub trait NameIndex: Send + Sync {
    /// The longest run of leading words that is a name, with the entries that bear it.
    fn longest(&self, words: &[&str]) -> Option<(usize, Vec<Known>)>;
    /// The entries that bear a name.
    fn lookup(&self, name: &str) -> Vec<Known>;
    /// The entries that bear nearly that name.
    fn fuzzy(&self, name: &str) -> Vec<Known>;
    /// What an entry is.
    fn sketch(&self, id: u32) -> Option<Sketch<'_>>;
    /// The whole entry.
    fn place(&self, id: u32) -> Option<Place>;
    /// The entry of a country by ISO 3166-1 alpha-2 code.
    fn country(&self, iso2: &str) -> Option<u32>;
    /// The name of a country.
    fn country_name(&self, iso2: &str) -> Option<String>;
    /// The name of a first-level division.
    fn admin1_name(&self, country: &str, code: &str) -> Option<String>;
    /// Entries near a point, nearest first, with metres.
    fn nearest(&self, point: LonLat, limit: usize) -> Vec<(u32, f64)>;
}

/// How well a kind of fit speaks for an entry, 0..=1.
fn known(hit: NameHit) -> Known {
    let quality = match hit.quality {
        NameQuality::Main => 1.0,
        NameQuality::Article => 0.85,
        NameQuality::Alternate => 0.75,
        NameQuality::Code => 0.7,
        NameQuality::Sound => 0.5,
        NameQuality::Edits(edits) => 0.45 / f32::from(edits.max(1)),
    };
    Known { id: hit.entry.0, quality }
}

impl NameIndex for Gazetteer {
    fn longest(&self, words: &[&str]) -> Option<(usize, Vec<Known>)> {
        let (count, hits) = Gazetteer::longest(self, words)?;
        Some((count, hits.into_iter().map(known).collect()))
    }

    fn lookup(&self, name: &str) -> Vec<Known> {
        Gazetteer::lookup(self, name).into_iter().map(known).collect()
    }

    fn fuzzy(&self, name: &str) -> Vec<Known> {
        self.lookup_fuzzy(name, 2).into_iter().map(known).collect()
    }

    fn sketch(&self, id: u32) -> Option<Sketch<'_>> {
        let entry = self.entry(EntryId(id))?;
        Some(Sketch {
            name: entry.name,
            position: entry.position,
            class: entry.class,
            code: entry.code,
            country: entry.country,
            admin1: entry.admin1,
            population: entry.population,
            radius_m: entry.radius_m,
            curated: entry.curated,
        })
    }

    fn place(&self, id: u32) -> Option<Place> {
        Gazetteer::place(self, EntryId(id))
    }

    fn country(&self, iso2: &str) -> Option<u32> {
        Gazetteer::country(self, iso2).map(|id| id.0)
    }

    fn country_name(&self, iso2: &str) -> Option<String> {
        Gazetteer::country_name(self, iso2).map(str::to_owned)
    }

    fn admin1_name(&self, country: &str, code: &str) -> Option<String> {
        Gazetteer::admin1_name(self, country, code).map(str::to_owned)
    }

    fn nearest(&self, point: LonLat, limit: usize) -> Vec<(u32, f64)> {
        Gazetteer::nearest(self, point, limit).into_iter().map(|(id, m)| (id.0, m)).collect()
    }
}

#[cfg(test)]
pub(crate) mod double {
    use super::*;
    use crate::model::fixture::place;
    use crate::model::{Feature, Name};
    use std::collections::HashMap;

    /// A gazetteer of a few rows: `name|other names|lat|lon|class/code|country|admin1|population`.
    pub struct Rows {
        places: Vec<Place>,
        admin1: Vec<String>,
        names: HashMap<String, Vec<Known>>,
    }

    pub const ROWS: &str = "\
Syria|Syrian Arab Republic|35|38|A/PCLI|SY||16945057
Russia|Russian Federation|60|100|A/PCLI|RU||144478050
Israel||31.5|34.75|A/PCLI|IL||8883800
United States|America|39.76|-98.5|A/PCLI|US||327167434
France||46|2|A/PCLI|FR||66987244
Moscow|Moskva|55.75222|37.61556|P/PPLC|RU|48|10381222
Moscow||46.73239|-117.00017|P/PPLA2|US|ID|25146
Damascus|Dimashq|33.5102|36.29128|P/PPLC|SY|13|1569394
Damascus||39.28844|-77.20387|P/PPL|US|MD|15257
Al-Qamishli|Qamishli|37.05215|41.23142|P/PPL|SY|01|184231
Al-Hasakah|Hasakah|36.50237|40.74772|P/PPLA|SY|01|188160
Tartus|Tartous|34.88902|35.88659|P/PPLA|SY|14|115769
Quneitra|Al Qunaytirah|33.12565|35.82464|P/PPL|SY|03|4318
Hmeimim|Khmeimim|35.4011|35.9487|S/AIRB|SY|02|0
Qamishli Airport|Kamishly Airport|37.0206|41.1914|S/AIRP|SY|01|0
Mount Hermon|Jabal al-Shaykh|33.416|35.858|T/MT|SY||0
Golan Heights|Golan|33|35.75|T/UPLD|SY||0
Homs||34.73243|36.71369|P/PPLA|SY|11|775404
Hama||35.13179|36.75783|P/PPLA|SY|10|460602
Idlib||35.92882|36.63372|P/PPLA|SY|12|128840
Paris||48.85341|2.3488|P/PPLC|FR|11|2138551
Paris||33.66094|-95.55551|P/PPLA2|US|TX|24839
Paris||38.2098|-84.25299|P/PPLA2|US|KY|9846
Texas||31.25|-99.25|A/ADM1|US|TX|22875689
Long Beach||33.76696|-118.18923|P/PPL|US|CA|474140
Long Beach||-35.7|150.3|P/PPL|AU|02|400
California||37.25|-119.75|A/ADM1|US|CA|37691912
Jackson||32.29876|-90.18481|P/PPLA|US|MS|170674
Washington|Washington, D.C.|38.89511|-77.03637|P/PPLC|US|DC|601723
Houston||29.76328|-95.36327|P/PPL|US|TX|2296224
Recent||10|10|P/PPL|XX||600
Despite||11|10|P/PPL|XX||600
President||12|10|P/PPL|XX||600
Kremlin||55.752|37.618|S/CSTL|RU|48|0";

    pub fn fold(name: &str) -> String {
        let name = name.replace(['-', '’', '\''], " ").to_lowercase();
        name.strip_prefix("al ").unwrap_or(&name).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    impl Rows {
        pub fn story() -> Self {
            let mut rows = Self { places: vec![], admin1: vec![], names: HashMap::new() };
            for line in ROWS.lines() {
                rows.push(&line.split('|').collect::<Vec<_>>());
            }
            rows
        }

        fn push(&mut self, cells: &[&str]) {
            let id = u32::try_from(self.places.len()).unwrap();
            let others = cells[1].split(';').filter(|n| !n.is_empty());
            for (at, name) in std::iter::once(cells[0]).chain(others).enumerate() {
                let quality = if at == 0 { 1.0 } else { 0.8 };
                self.names.entry(fold(name)).or_default().push(Known { id, quality });
            }
            let (class, code) = cells[4].split_once('/').unwrap();
            self.admin1.push(cells[6].to_owned());
            let (lat, lon) = (cells[2].parse().unwrap(), cells[3].parse().unwrap());
            self.places.push(Place {
                names: vec![Name { text: cells[0].to_owned(), lang: None }],
                feature: Feature::new(class.chars().next().unwrap(), code),
                population: cells[7].parse().ok(),
                country: Some(cells[5].to_owned()),
                ..place(cells[0], lon, lat, 5000.0)
            });
        }
    }

    impl NameIndex for Rows {
        fn longest(&self, words: &[&str]) -> Option<(usize, Vec<Known>)> {
            (1..=words.len()).rev().find_map(|n| {
                let hits = self.lookup(&words[..n].join(" "));
                (!hits.is_empty()).then_some((n, hits))
            })
        }
        fn lookup(&self, name: &str) -> Vec<Known> {
            self.names.get(&fold(name)).cloned().unwrap_or_default()
        }
        fn fuzzy(&self, _: &str) -> Vec<Known> {
            Vec::new()
        }
        fn sketch(&self, id: u32) -> Option<Sketch<'_>> {
            let place = self.places.get(id as usize)?;
            Some(Sketch {
                name: &place.name,
                position: place.position,
                class: place.feature.class,
                code: &place.feature.code,
                country: place.country.as_deref(),
                admin1: self.admin1.get(id as usize).map(String::as_str).filter(|a| !a.is_empty()),
                population: place.population.unwrap_or(0),
                radius_m: place.radius_m,
                curated: true,
            })
        }
        fn place(&self, id: u32) -> Option<Place> {
            self.places.get(id as usize).cloned()
        }
        fn country(&self, iso2: &str) -> Option<u32> {
            let at = self
                .places
                .iter()
                .position(|p| p.feature.code == "PCLI" && p.country.as_deref() == Some(iso2))?;
            u32::try_from(at).ok()
        }
        fn country_name(&self, iso2: &str) -> Option<String> {
            self.country(iso2).and_then(|id| self.place(id)).map(|p| p.name)
        }
        fn admin1_name(&self, _: &str, code: &str) -> Option<String> {
            let at = self.places.iter().zip(&self.admin1);
            at.filter(|(p, a)| p.feature.code == "ADM1" && a.as_str() == code)
                .map(|(p, _)| p.name.clone())
                .next()
        }
        fn nearest(&self, point: LonLat, limit: usize) -> Vec<(u32, f64)> {
            let far = |p: &Place| {
                ((p.position.lon() - point.lon()).powi(2)
                    + (p.position.lat() - point.lat()).powi(2))
                .sqrt()
                    * 111_000.0
            };
            let mut all: Vec<(u32, f64)> = (0_u32..).zip(self.places.iter().map(far)).collect();
            all.sort_by(|a, b| a.1.total_cmp(&b.1));
            all.truncate(limit);
            all
        }
    }
}
