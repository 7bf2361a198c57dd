//! What is at a position: its country and division by the borders, disputed ground with its claims,
//! the coast where it is at sea, and the places by which a reader would know it.

use super::Geocoder;
use super::names::{NameIndex, Sketch};
use crate::model::{LonLat, Place};
use geo::{Bearing as _, Distance as _, Geodesic, Point};

/// Entries looked at around a position.
const LOOKED_AT: usize = 1_000;
/// Populated places told of.
const TOWNS: usize = 3;
/// Other entries told of, only near by.
const OTHERS: usize = 2;
/// How far off an airfield or a mountain is still worth telling, in metres.
const OTHERS_REACH_M: f64 = 10_000.0;
/// For the place told of first the square root of its inhabitants counts: a city of 190,000 at 12 km
/// comes before a village of 500 at 2 km, and that before a city of 1.5 million at 200 km.
const FIRST_ROOT: f64 = 2.0;
/// For those after it the fourth root does: what lies near the position rather than what is known.
const NEXT_ROOT: f64 = 4.0;
/// Inhabitants of a populated place of which none are known.
const UNKNOWN_PEOPLE: u64 = 200;

/// A country, by the borders of the base map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingCountry {
    /// ISO 3166-1 alpha-2, upper case; empty where there is none.
    pub iso2: String,
    /// English name.
    pub name: String,
}

/// Ground that more than one side claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingDispute {
    /// Its name.
    pub name: String,
    /// Who claims and who holds it, in words.
    pub claims: String,
}

/// Whose ground a position lies on. Everything is `None` at sea.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The country under which the ground is filed.
    pub country: Option<StandingCountry>,
    /// Name of the first-level division.
    pub division: Option<String>,
    /// The dispute over it.
    pub disputed: Option<StandingDispute>,
}

/// The coast nearest to a position at sea.
#[derive(Clone, Debug, PartialEq)]
pub struct Coast {
    /// The point of the coast.
    pub position: LonLat,
    /// Metres from it along the geodesic on WGS 84.
    pub distance_m: f64,
    /// Degrees clockwise from north in which the position lies from it.
    pub bearing_deg: f64,
    /// Whose coast it is.
    pub country: Option<StandingCountry>,
}

/// An entry near a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// The entry.
    pub place: Place,
    /// Metres from it along the geodesic on WGS 84.
    pub distance_m: f64,
    /// Degrees clockwise from north in which the position lies from it.
    pub bearing_deg: f64,
}

/// What is at a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Whereabouts {
    /// The position asked for.
    pub position: LonLat,
    /// Whose ground it is; `None` where no borders are known.
    pub standing: Option<Standing>,
    /// The nearest coast, at sea.
    pub coast: Option<Coast>,
    /// Up to three populated places: the one that a reader would know first, then what lies near; then
    /// up to two other entries within 10 km.
    pub near: Vec<Neighbour>,
}

impl Neighbour {
    /// Where the position lies from here: "12 km north-east of Al-Hasakah", "in Homs".
    #[must_use]
    pub fn words(&self) -> String {
        if self.place.feature.class == 'P' && self.distance_m <= self.place.radius_m {
            return format!("in {}", self.place.name);
        }
        format!("{} of {}", away(self.distance_m, self.bearing_deg), self.place.name)
    }
}

impl Coast {
    /// Where the position lies from the coast: "20 km west of the coast of Syria".
    #[must_use]
    pub fn words(&self) -> String {
        let away = away(self.distance_m, self.bearing_deg);
        match &self.country {
            Some(country) => format!("{away} of the coast of {}", country.name),
            None => format!("{away} of the coast"),
        }
    }
}

impl Whereabouts {
    /// All of it in a line: "12 km north-east of Al-Hasakah; Al-Hasakah, Syria".
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.near.first().map(Neighbour::words));
        let standing = self.standing.clone().unwrap_or_default();
        if let Some(coast) = &self.coast {
            parts.push(format!("at sea, {}", coast.words()));
        }
        let country = standing.country.map(|country| country.name);
        let division = standing.division.filter(|division| Some(division) != country.as_ref());
        let within: Vec<String> = division.into_iter().chain(country).collect();
        if !within.is_empty() {
            parts.push(within.join(", "));
        }
        parts.extend(standing.disputed.map(|d| format!("disputed: {} ({})", d.name, d.claims)));
        parts.join("; ")
    }
}

/// "12 km north-east".
fn away(distance_m: f64, bearing_deg: f64) -> String {
    const EIGHT: [&str; 8] =
        ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
    let eighth = (bearing_deg.rem_euclid(360.0) / 45.0).round() as usize % 8;
    let direction = EIGHT.get(eighth).copied().unwrap_or_default();
    match distance_m {
        m if m < 1_000.0 => format!("{:.0} m {direction}", (m / 10.0).round() * 10.0),
        m if m < 10_000.0 => format!("{:.1} km {direction}", m / 1_000.0),
        m => format!("{:.0} km {direction}", m / 1_000.0),
    }
}

/// Metres and bearing of a position from another, by the geodesic on WGS 84.
fn from(there: LonLat, here: LonLat) -> (f64, f64) {
    let [a, b] = [there, here].map(|p| Point::new(p.lon(), p.lat()));
    (Geodesic.distance(a, b), Geodesic.bearing(a, b).rem_euclid(360.0))
}

/// How far off a place is to a reader's mind: the kilometres from its edge, less by a root of its
/// inhabitants.
fn remoteness(distance_m: f64, sketch: &Sketch<'_>, root: f64) -> f64 {
    let km = (distance_m - sketch.radius_m).max(0.0) / 1_000.0 + 1.0;
    #[allow(clippy::cast_precision_loss)] // a ranking needs no 53 bits
    let people = sketch.population.max(UNKNOWN_PEOPLE) as f64;
    km / people.powf(1.0 / root)
}

impl Geocoder {
    /// What is at a position.
    #[must_use]
    pub fn whereabouts(&self, position: LonLat) -> Whereabouts {
        let ground = self.regions.ground();
        let standing = ground.standing(position);
        let at_sea = standing.as_ref().is_some_and(|s| s.country.is_none());
        let coast = at_sea.then(|| ground.coast(position)).flatten().map(|(point, country)| {
            let (distance_m, bearing_deg) = from(point, position);
            Coast { position: point, distance_m, bearing_deg, country }
        });
        let near = neighbours(self.index.as_ref(), position);
        Whereabouts { position, standing, coast, near }
    }
}

fn neighbours(index: &dyn NameIndex, position: LonLat) -> Vec<Neighbour> {
    let mut towns: Vec<(f64, f64, u32)> = Vec::new();
    let mut others: Vec<(f64, u32)> = Vec::new();
    for (id, _) in index.nearest(position, LOOKED_AT) {
        let Some(sketch) = index.sketch(id) else { continue };
        let (distance_m, _) = from(sketch.position, position);
        match (sketch.class, sketch.code) {
            // Parts of towns and former towns say less than the town.
            ('P', "PPLX" | "PPLH" | "PPLQ" | "PPLW") | ('A' | 'L', _) => {}
            ('P', _) => {
                let remote = |root| remoteness(distance_m, &sketch, root);
                towns.push((remote(NEXT_ROOT), remote(FIRST_ROOT), id));
            }
            _ if distance_m <= OTHERS_REACH_M => others.push((distance_m, id)),
            _ => {}
        }
    }
    towns.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let first = towns.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map(|town| town.2);
    let next = towns.iter().map(|town| town.2).filter(|id| Some(*id) != first);
    let towns = first.into_iter().chain(next).take(TOWNS);
    let kept = towns.chain(others.iter().map(|other| other.1).take(OTHERS));
    kept.filter_map(|id| {
        let place = index.place(id)?;
        let (distance_m, bearing_deg) = from(place.position, position);
        Some(Neighbour { place, distance_m, bearing_deg })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basemap::Basemap;
    use crate::gazetteer::{Gazetteer, Record};
    use crate::geocode::NoGround;
    use crate::model::Feature;
    use crate::task::Task;
    use proptest::prelude::*;
    use std::sync::{Arc, OnceLock};

    fn at(lat: f64, lon: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn embedded() -> &'static Geocoder {
        static SHARED: OnceLock<Geocoder> = OnceLock::new();
        SHARED.get_or_init(|| {
            let gazetteer = Gazetteer::embedded(&Task::new()).unwrap();
            Geocoder::new(Arc::new(gazetteer), Arc::new(Basemap::embedded().unwrap()))
        })
    }

    #[test]
    fn ground_has_its_country_and_division() {
        let found = embedded().whereabouts(at(36.60, 40.83));
        let standing = found.standing.clone().unwrap();
        assert_eq!(standing.country.unwrap().iso2, "SY");
        assert!(standing.division.unwrap().contains("asak"), "{}", found.words());
        assert!(found.coast.is_none());
        assert_eq!(found.near[0].words(), "13 km north-east of Al Ḩasakah");
        assert!(found.words().contains("Syria"), "{}", found.words());
        let inside = embedded().whereabouts(at(34.73, 36.71));
        assert_eq!(inside.near[0].words(), "in Homs", "{}", inside.words());
    }

    #[test]
    fn disputed_ground_is_told_as_such_with_its_claims() {
        let golan = embedded().whereabouts(at(33.0, 35.75));
        let dispute = golan.standing.clone().unwrap().disputed.unwrap();
        assert!(dispute.name.contains("Golan"), "{dispute:?}");
        for side in ["Syria", "Israel"] {
            assert!(dispute.claims.contains(side), "{dispute:?}");
        }
        assert!(golan.words().contains("disputed"), "{}", golan.words());
    }

    #[test]
    fn at_sea_the_coast_is_told() {
        let ship = embedded().whereabouts(at(34.889, 35.667));
        let coast = ship.coast.clone().unwrap();
        assert!((15_000.0..21_000.0).contains(&coast.distance_m), "{coast:?}");
        assert!((225.0..315.0).contains(&coast.bearing_deg), "{coast:?}");
        assert_eq!(coast.country.clone().unwrap().iso2, "SY");
        assert!(ship.standing.unwrap().country.is_none());
        assert!(coast.words().ends_with("km west of the coast of Syria"), "{}", coast.words());
        for pole in [at(90.0, 0.0), at(-48.9, -123.4), at(0.0, 180.0)] {
            let far = embedded().whereabouts(pole).coast.unwrap();
            assert!(far.distance_m > 300_000.0 && far.distance_m < 3_000_000.0, "{far:?}");
        }
    }

    #[test]
    fn size_comes_before_nearness_as_a_reader_would_have_it() {
        let town = |name: &str, population, lon| {
            let position = LonLat::new(lon, 0.0).unwrap();
            Record { population, ..Record::new(name, Feature::new('P', "PPL"), position) }
        };
        let first = |records: Vec<Record>| {
            let gazetteer = Gazetteer::from_records(records, &Task::new()).unwrap();
            let geocoder = Geocoder::over(Arc::new(gazetteer), Arc::new(NoGround));
            let found = geocoder.whereabouts(at(0.0, 0.0));
            assert!(found.standing.is_none() && found.coast.is_none());
            found.near[0].words()
        };
        let village = || town("Village", 500, 0.02);
        let city = town("City", 190_000, 0.11);
        assert_eq!(first(vec![village(), city]), "12 km west of City");
        let far = town("Metropolis", 1_500_000, 1.8);
        assert_eq!(first(vec![village(), far]), "2.2 km west of Village");
    }

    proptest! {
        #[test]
        fn neighbours_agree_with_measuring_all(
            records in prop::collection::vec((-180.0f64..180.0, -85.0f64..85.0, 0u64..2_000_000), 1..40),
            lon in -180.0f64..180.0, lat in -90.0f64..90.0,
        ) {
            let here = at(lat, lon);
            let all: Vec<Record> = records.iter().enumerate().map(|(n, (lon, lat, population))| {
                let position = LonLat::new(*lon, *lat).unwrap();
                Record { population: *population, ..Record::new(&format!("P{n}"), Feature::new('P', "PPL"), position) }
            }).collect();
            let gazetteer = Gazetteer::from_records(all, &Task::new()).unwrap();
            let geocoder = Geocoder::over(Arc::new(gazetteer), Arc::new(NoGround));
            let near = geocoder.whereabouts(here).near;
            prop_assert_eq!(near.len(), records.len().min(TOWNS));
            let measured = |metres: f64, place: &Place, root: f64| {
                let edge_km = (metres - place.radius_m).max(0.0) / 1_000.0 + 1.0;
                edge_km / (place.population.unwrap_or(0).max(UNKNOWN_PEOPLE) as f64).powf(1.0 / root)
            };
            let remote = |n: &Neighbour, root| measured(n.distance_m, &n.place, root);
            for neighbour in &near {
                let (metres, bearing) = from(neighbour.place.position, here);
                prop_assert!((neighbour.distance_m - metres).abs() < 1e-6);
                // From there so far on that bearing is here.
                let back = geo::Destination::destination(&Geodesic, Point::new(neighbour.place.position.lon(), neighbour.place.position.lat()), bearing, metres);
                let off = Geodesic.distance(back, Point::new(lon, lat));
                prop_assert!(off < 1.0, "{} m off", off);
            }
            let all = geocoder.index.nearest(here, 100);
            let all: Vec<Place> = all.iter().filter_map(|(id, _)| geocoder.index.place(*id)).collect();
            let least = |root, kept: &[Neighbour]| {
                let left = all.iter().filter(|p| kept.iter().all(|n| n.place != **p));
                left.map(|p| measured(from(p.position, here).0, p, root)).fold(f64::INFINITY, f64::min)
            };
            for (at, neighbour) in near.iter().enumerate() {
                let root = if at == 0 { 2.0 } else { 4.0 };
                let best = least(root, &near[..at]);
                prop_assert!((remote(neighbour, root) - best).abs() <= best * 1e-9, "{:?}", neighbour);
            }
        }
    }
}
