//! Hand-written places that no package carries: `data/overlay.json`, or a user's own in its place.
//!
//! The file is a JSON array of objects; `data/README.md` explains the fields. One entry that is not
//! as it should be is an error that names it: an overlay is small and written by hand.

use super::GazetteerError;
use super::fold::fold;
use super::near::distance_m;
use super::record::{Extra, Record, radius_m};
use crate::model::{Feature, LonLat, Name};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// What is wrong with an overlay.
#[derive(Debug, thiserror::Error)]
pub enum OverlayError {
    /// It is not JSON of this form.
    #[error("not a JSON array of places: {0}")]
    Json(#[from] serde_json::Error),
    /// A place cannot be as it says.
    #[error("place {number} ({name}): {problem}")]
    Place {
        /// Which, counted from 1.
        number: usize,
        /// Its name.
        name: String,
        /// What is wrong.
        problem: String,
    },
}

#[derive(Deserialize)]
struct Raw {
    name: String,
    #[serde(default)]
    names: Vec<Name>,
    class: char,
    #[serde(default)]
    code: String,
    lon: f64,
    lat: f64,
    radius_m: Option<f64>,
    country: Option<String>,
    admin1: Option<String>,
    geonameid: Option<u32>,
    population: Option<u64>,
    #[serde(default)]
    area: Vec<Vec<[f64; 2]>>,
    direction_of: Option<String>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    note: String,
    disputed: Option<Disputed>,
}

/// A dispute: who claims what.
#[derive(Default, Deserialize)]
struct Disputed {
    claims: Vec<String>,
}

/// The places of an overlay.
///
/// # Errors
/// When the text is not JSON of this form, or a place has no name or an impossible position or size.
pub fn parse(json: &str) -> Result<Vec<Record>, OverlayError> {
    let all: Vec<Raw> = serde_json::from_str(json)?;
    let numbered = all.into_iter().zip(1..);
    numbered
        .map(|(raw, number)| {
            let name = raw.name.clone();
            record(raw).map_err(|problem| OverlayError::Place { number, name, problem })
        })
        .collect()
}

fn record(raw: Raw) -> Result<Record, String> {
    if raw.name.trim().is_empty() {
        return Err("it has no name".to_owned());
    }
    let country = raw.country.unwrap_or_default();
    let is_code = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    if !country.is_empty() && !is_code {
        return Err(format!("country {country} is not a two-letter ISO code in capitals"));
    }
    let position = LonLat::new(raw.lon, raw.lat).map_err(|e| e.to_string())?;
    let radius = raw
        .radius_m
        .unwrap_or_else(|| radius_m(raw.class, &raw.code, raw.population.unwrap_or_default()));
    if !(radius > 0.0 && radius <= 20_100_000.0) {
        return Err(format!("radius_m {radius} is not between 0 and half the Earth's girth"));
    }
    let area: Result<Vec<Vec<LonLat>>, String> = raw.area.into_iter().map(ring).collect();
    // One polygon: its outline, then its holes.
    let area: Vec<_> = Some(area?).filter(|rings| !rings.is_empty()).into_iter().collect();
    Ok(Record {
        names: raw.names,
        country,
        admin1: raw.admin1.unwrap_or_default(),
        population: raw.population.unwrap_or_default(),
        geonameid: raw.geonameid.unwrap_or_default(),
        radius_m: radius,
        extra: Some(Box::new(Extra {
            area,
            direction_of: raw.direction_of,
            source: raw.source,
            note: raw.note,
            disputed: raw.disputed.unwrap_or_default().claims,
        })),
        ..Record::new(raw.name.trim(), Feature::new(raw.class, &raw.code), position)
    })
}

/// Records with the places of an overlay behind them. A record that a place of the overlay describes
/// too is taken into it: one of the same number in GeoNames, or a site or area of the same kind with
/// a common name within 30 km. Towns are never taken in by name.
pub(crate) struct WithOverlay<I> {
    records: I,
    places: Vec<Record>,
    by_number: HashMap<u32, usize>,
    by_name: HashMap<String, Vec<usize>>,
    /// The kinds of those that can be taken in by name: most records are of none.
    kinds: HashSet<Feature>,
}

impl<I: Iterator<Item = Result<Record, GazetteerError>>> WithOverlay<I> {
    pub(crate) fn new(records: I, places: Vec<Record>) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let (mut by_number, mut kinds) = (HashMap::new(), HashSet::new());
        for (at, place) in places.iter().enumerate() {
            if place.geonameid > 0 {
                by_number.entry(place.geonameid).or_insert(at);
            }
            if place.feature.class == 'P' {
                continue;
            }
            kinds.insert(place.feature.clone());
            let names = place.names.iter().map(|name| &name.text).chain([&place.name]);
            for name in names.map(|name| fold(name)).collect::<HashSet<_>>() {
                by_name.entry(name).or_default().push(at);
            }
        }
        Self { records, places, by_number, by_name, kinds }
    }

    /// The place of the overlay that describes what the record does.
    fn same(&mut self, record: &Record) -> Option<&mut Record> {
        const NEAR_M: f64 = 30_000.0;
        if let Some(at) = self.by_number.get(&record.geonameid) {
            return self.places.get_mut(*at);
        }
        if record.feature.class == 'P' || !self.kinds.contains(&record.feature) {
            return None;
        }
        let namesakes = self.by_name.get(&fold(&record.name))?;
        let at = namesakes.iter().copied().find(|at| {
            self.places.get(*at).is_some_and(|place| {
                place.feature == record.feature
                    && distance_m(place.position, record.position) < NEAR_M
            })
        });
        self.places.get_mut(at?)
    }
}

impl<I: Iterator<Item = Result<Record, GazetteerError>>> Iterator for WithOverlay<I> {
    type Item = Result<Record, GazetteerError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(record) = self.records.next() {
            let record = match record {
                Ok(record) => record,
                error => return Some(error),
            };
            match self.same(&record) {
                Some(place) => take_in(place, record),
                None => return Some(Ok(record)),
            }
        }
        self.places.pop().map(Ok)
    }
}

/// Adds to a place what only the record knows.
fn take_in(place: &mut Record, record: Record) {
    place.added |= record.added;
    if record.feature.class == 'A' && !record.admin1.is_empty() {
        place.admin1 = record.admin1;
    }
    if place.country.is_empty()
        && place.extra.as_ref().is_none_or(|extra| extra.disputed.is_empty())
    {
        place.country = record.country;
    }
    if place.geonameid == 0 {
        place.geonameid = record.geonameid;
    }
    if place.population == 0 {
        place.population = record.population;
    }
    let main = Name { text: record.name, lang: None };
    for name in record.names.into_iter().chain([main]) {
        if !place.names.iter().any(|known| known.text == name.text) {
            place.names.push(name);
        }
    }
}

fn ring(points: Vec<[f64; 2]>) -> Result<Vec<LonLat>, String> {
    if points.len() < 3 {
        return Err("area: a ring needs at least three points".to_owned());
    }
    let points = points.into_iter().map(LonLat::try_from);
    points.collect::<Result<_, _>>().map_err(|e| format!("area: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_with_everything_is_read() {
        let json = r#"[{"name":"Hmeimim Air Base","names":[{"text":"حميميم","lang":"ar"}],"class":"S","code":"AIRB",
            "lon":35.9487,"lat":35.4011,"radius_m":3000,"country":"SY","admin1":"02",
            "area":[[[35.9,35.3],[36.0,35.3],[36.0,35.5]]],"source":"a map","note":"shares a runway","disputed":{"claims":["A: all","B: half"]}}]"#;
        let records = parse(json).unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].names[0].lang.as_deref(), Some("ar"));
        let extra = records[0].extra.as_ref().unwrap();
        assert_eq!(extra.area[0][0].len(), 3);
        assert_eq!(extra.disputed, ["A: all", "B: half"]);
    }

    #[test]
    fn what_the_packages_know_of_a_place_is_taken_in() {
        let at = |lon, lat| LonLat::new(lon, lat).unwrap();
        let place =
            |name: &str, code, position| Record::new(name, Feature::new('A', code), position);
        let overlay = vec![Record {
            names: vec![Name { text: "Quneitra".into(), lang: Some("en".into()) }],
            ..place("Quneitra Governorate", "ADM1", at(35.9, 33.0))
        }];
        let records = vec![
            Record {
                admin1: "03".into(),
                geonameid: 7,
                ..place("Quneitra", "ADM1", at(35.91, 33.05))
            },
            place("Quneitra", "ADM1", at(40.0, 33.0)),
            place("Quneitra", "ADM2", at(35.9, 33.0)),
            Record::new("Quneitra", Feature::new('P', "PPL"), at(35.9, 33.0)),
        ];
        let all: Vec<Record> =
            WithOverlay::new(records.into_iter().map(Ok), overlay).map(|r| r.unwrap()).collect();
        assert_eq!(all.len(), 4, "one of five is taken in");
        let merged = all.iter().find(|r| r.name == "Quneitra Governorate").unwrap();
        assert_eq!((merged.admin1.as_str(), merged.geonameid), ("03", 7));
    }

    #[test]
    fn what_is_wrong_is_said_with_the_place() {
        let with = |fields: &str| format!(r#"[{{"name":"X","class":"T","code":"MT",{fields}}}]"#);
        for (fields, said) in [
            (r#""lon":1,"lat":91"#, "latitude 91"),
            (r#""lon":1,"lat":1,"radius_m":-5"#, "radius_m -5"),
            (r#""lon":1,"lat":1,"country":"Syria""#, "country Syria"),
            (r#""lon":1,"lat":1,"area":[[[0,0],[1,1]]]"#, "three points"),
        ] {
            let error = parse(&with(fields)).unwrap_err().to_string();
            assert!(error.contains(said) && error.contains("place 1 (X)"), "{error}");
        }
        assert!(parse("{}").is_err());
        assert!(parse("").is_err());
        assert!(parse("[]").unwrap().is_empty());
    }
}
