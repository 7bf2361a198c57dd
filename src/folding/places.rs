//! Whether two entries of the gazetteer can be the same spot.

use crate::model::{Dataset, Place, PlaceId, PlaceShape};
use crate::projection::distance_m;
use geo::{Contains, LineString, MultiPolygon, Point, Polygon};
use std::collections::HashMap;

/// The largest uncertainty radius, in metres, of something that counts as one spot: a town with its
/// surroundings. What is larger (a province, a country) says too little to tell two events apart.
pub(super) const SPOT_M: f64 = 25_000.0;

/// How two places lie to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fit {
    /// The same entry, or two spots within the sum of their radii.
    Same,
    /// One is ground that the other lies in, or may lie in.
    Within,
    /// Different places, so many metres apart between their points.
    Apart(f64),
}

impl Fit {
    fn rank(self) -> u8 {
        match self {
            Self::Same => 2,
            Self::Within => 1,
            Self::Apart(_) => 0,
        }
    }
}

/// Compares places, each pair once.
#[derive(Debug)]
pub(super) struct Places<'a> {
    dataset: &'a Dataset,
    known: HashMap<(PlaceId, PlaceId), Fit>,
}

impl<'a> Places<'a> {
    pub fn new(dataset: &'a Dataset) -> Self {
        Self { dataset, known: HashMap::new() }
    }

    /// The best fit between two lists of places; nothing where one is empty.
    pub fn best(&mut self, a: &[PlaceId], b: &[PlaceId]) -> Option<Fit> {
        let mut best: Option<Fit> = None;
        for x in a {
            for y in b {
                let fit = self.fit(*x, *y);
                best = Some(match (best, fit) {
                    (Some(Fit::Apart(old)), Fit::Apart(new)) => Fit::Apart(old.min(new)),
                    (Some(old), new) if old.rank() >= new.rank() => old,
                    (_, new) => new,
                });
                if best == Some(Fit::Same) {
                    return best;
                }
            }
        }
        best
    }

    fn fit(&mut self, a: PlaceId, b: PlaceId) -> Fit {
        if a == b {
            return Fit::Same;
        }
        let key = (a.min(b), a.max(b));
        let dataset = self.dataset;
        *self.known.entry(key).or_insert_with(|| {
            match (dataset.places.get(key.0.index()), dataset.places.get(key.1.index())) {
                (Some(a), Some(b)) => fit(a, b),
                _ => Fit::Apart(f64::INFINITY),
            }
        })
    }
}

fn fit(a: &Place, b: &Place) -> Fit {
    let distance = distance_m(a.position, b.position);
    if a.geonameid.is_some() && a.geonameid == b.geonameid {
        return Fit::Same;
    }
    if (is_country(a) && is_country(b)) || (is_division(a) && is_division(b)) {
        let same = a.country == b.country && a.name == b.name && a.country.is_some();
        return if same { Fit::Same } else { Fit::Apart(distance) };
    }
    let (big, small) = if a.radius_m >= b.radius_m { (a, b) } else { (b, a) };
    if (is_country(big) || is_division(big))
        && big.country.is_some()
        && small.country.is_some()
        && big.country != small.country
    {
        return Fit::Apart(distance);
    }
    let near = distance <= a.radius_m + b.radius_m;
    if big.radius_m <= SPOT_M {
        return if near { Fit::Same } else { Fit::Apart(distance) };
    }
    let inside = is_country(big) && big.country.is_some() && big.country == small.country
        || is_division(big) && big.country == small.country && names_division(big, small);
    if inside || near || covers(big, small) { Fit::Within } else { Fit::Apart(distance) }
}

fn is_country(place: &Place) -> bool {
    place.feature.class == 'A' && place.feature.code.starts_with("PCL")
}

fn is_division(place: &Place) -> bool {
    place.feature.class == 'A' && place.feature.code == "ADM1"
}

fn names_division(big: &Place, small: &Place) -> bool {
    let Some(name) = small.admin1.as_deref() else { return false };
    big.name == name || big.admin1.as_deref() == Some(name)
}

/// Whether the ground of a place, where it is known, holds the point of another.
fn covers(big: &Place, small: &Place) -> bool {
    let PlaceShape::Area(polygons) = &big.shape else { return false };
    let ring = |ring: &Vec<crate::model::LonLat>| {
        LineString::from_iter(ring.iter().map(|p| (p.lon(), p.lat())))
    };
    let polygons = polygons.iter().filter_map(|rings| {
        let (outer, holes) = rings.split_first()?;
        Some(Polygon::new(ring(outer), holes.iter().map(ring).collect()))
    });
    let ground: MultiPolygon<f64> = polygons.collect();
    ground.contains(&Point::new(small.position.lon(), small.position.lat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Feature, LonLat, fixture};

    fn place(
        name: &str,
        code: (char, &str),
        at: (f64, f64),
        radius_m: f64,
        country: &str,
    ) -> Place {
        Place {
            feature: Feature::new(code.0, code.1),
            country: Some(country.to_owned()),
            ..fixture::place(name, at.0, at.1, radius_m)
        }
    }

    #[test]
    fn a_town_and_its_airport_are_one_spot_and_two_countries_never() {
        let town = place("Qamishli", ('P', "PPL"), (41.2315, 37.0522), 6_000.0, "SY");
        let airport = place("Qamishli airport", ('S', "AIRP"), (41.1914, 37.0206), 2_000.0, "SY");
        let far = place("Homs", ('P', "PPL"), (36.72, 34.73), 8_000.0, "SY");
        let syria = place("Syria", ('A', "PCLI"), (38.5, 35.0), 400_000.0, "SY");
        let turkey = place("Türkiye", ('A', "PCLI"), (35.0, 39.0), 800_000.0, "TR");
        assert_eq!(fit(&town, &airport), Fit::Same);
        assert!(matches!(fit(&town, &far), Fit::Apart(m) if m > 300_000.0));
        assert_eq!(fit(&town, &syria), Fit::Within);
        assert!(matches!(fit(&town, &turkey), Fit::Apart(_)), "over the border");
        assert!(matches!(fit(&syria, &turkey), Fit::Apart(_)), "their circles overlap");
    }

    #[test]
    fn ground_holds_what_lies_in_it() {
        let mut region = place("The north", ('L', "RGN"), (10.0, 10.0), 30_000.0, "XX");
        let p = |lon, lat| LonLat::new(lon, lat).unwrap();
        region.shape =
            PlaceShape::Area(vec![vec![vec![p(0., 0.), p(20., 0.), p(20., 20.), p(0., 20.)]]]);
        let inside = place("In", ('P', "PPL"), (1.0, 1.0), 1_000.0, "XX");
        let outside = place("Out", ('P', "PPL"), (21.0, 1.0), 1_000.0, "XX");
        assert_eq!(fit(&region, &inside), Fit::Within);
        assert!(matches!(fit(&region, &outside), Fit::Apart(_)));
    }
}
