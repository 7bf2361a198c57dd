//! What goes into an index: one record for each place.

use crate::model::{Feature, LonLat, Name};

/// A place on its way into an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The name shown first.
    pub name: String,
    /// Further names, with their languages where known.
    pub names: Vec<Name>,
    /// What sort of thing it is.
    pub feature: Feature,
    /// The point that stands for it.
    pub position: LonLat,
    /// ISO 3166-1 alpha-2 code of the country; empty where none.
    pub country: String,
    /// GeoNames code of the first-level division within the country; empty where unknown.
    pub admin1: String,
    /// Inhabitants; 0 where unknown.
    pub population: u64,
    /// The entry's number in GeoNames; 0 where it has none.
    pub geonameid: u32,
    /// Uncertainty radius in metres; 0 for [`radius_m`] by class and population.
    pub radius_m: f64,
    /// Whether the program carries the place itself, rather than a file of the user's alone.
    pub curated: bool,
    /// Whether a file of the user's tells of the place.
    pub added: bool,
    /// What only few places have.
    pub extra: Option<Box<Extra>>,
}

/// What only the places of the overlay have: ground, directions, disputes, sources.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Extra {
    /// Polygons in degrees: each an outer ring followed by its holes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub area: Vec<Vec<Vec<LonLat>>>,
    /// The place of which this is a part by direction, as "northeastern Syria" is of Syria.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction_of: Option<String>,
    /// Where the figures come from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who claims what, where that is disputed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputed: Vec<String>,
}

impl Record {
    /// A record with a name, a kind and a position, and nothing else known.
    #[must_use]
    pub fn new(name: &str, feature: Feature, position: LonLat) -> Self {
        Self {
            name: name.to_owned(),
            names: Vec::new(),
            feature,
            position,
            country: String::new(),
            admin1: String::new(),
            population: 0,
            geonameid: 0,
            radius_m: 0.0,
            curated: true,
            added: false,
            extra: None,
        }
    }

    /// Whether this is a country or a territory with a code of its own.
    #[must_use]
    pub(crate) fn is_country(&self) -> bool {
        self.feature.class == 'A'
            && matches!(
                self.feature.code.as_str(),
                "PCLI" | "PCL" | "PCLD" | "PCLF" | "PCLS" | "PCLIX" | "TERR"
            )
    }

    /// How prominent the place is among its namesakes: the natural logarithm of its inhabitants,
    /// or of what stands for them where a kind has none, raised for seats of government.
    #[must_use]
    pub(crate) fn importance(&self) -> f32 {
        let stand_in: u64 = match (self.feature.class, self.feature.code.as_str()) {
            ('L', "CONT") => 100_000_000,
            ('A', "ADM1") => 10_000,
            ('A', "ADM2") => 3_000,
            // Dumps hold every farm, stream and hill; the few that a reader means are in the overlay.
            _ if !self.curated => 100,
            ('A' | 'H' | 'L', _) => 40_000,
            ('T' | 'U', _) => 20_000,
            ('S', _) => 400,
            _ => 100,
        };
        let boost = match self.feature.code.as_str() {
            "CONT" | "PCLI" | "PCLD" | "PCLS" | "PCLF" | "PCL" | "TERR" | "PCLIX" => 3.0,
            "PPLC" => 2.0,
            "PPLA" => 0.7,
            "PPLA2" => 0.2,
            "PPLX" => -1.0,
            _ => 0.0,
        };
        #[allow(clippy::cast_precision_loss)] // a ranking needs no 53 bits
        let people = self.population.max(stand_in) as f32;
        people.ln() + boost
    }
}

/// The radius within which what is "in" a place lies, by kind and size, in metres.
///
/// A populated place covers about its inhabitants at 5,000 to the square kilometre: the radius is
/// that of a disc of this area, at least 1 km (2 km where the population is unknown) and at most
/// 40 km. Airfields take 3 km (a long runway and its taxiways), other sites 1 km, mountains 5 km,
/// and other areas, whose ground no source gave, 30 km. Divisions and countries carry a radius of
/// their own, [`radius_of_area_m`].
#[must_use]
pub fn radius_m(class: char, code: &str, population: u64) -> f64 {
    const INHABITANTS_PER_KM2: f64 = 5_000.0;
    match (class, code) {
        ('P', _) if population == 0 => 2_000.0,
        ('P', _) => {
            #[allow(clippy::cast_precision_loss)] // no town has 2^53 inhabitants
            let km2 = population as f64 / INHABITANTS_PER_KM2;
            radius_of_area_m(km2).clamp(1_000.0, 40_000.0)
        }
        ('S', "AIRP" | "AIRF" | "AIRB") => 3_000.0,
        ('S', _) => 1_000.0,
        ('T', _) => 5_000.0,
        _ => 30_000.0,
    }
}

/// The radius in metres of a disc of so many square kilometres.
#[must_use]
pub fn radius_of_area_m(area_km2: f64) -> f64 {
    (area_km2.max(0.0) / std::f64::consts::PI).sqrt() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radius_grows_with_the_town() {
        assert!((radius_m('P', "PPL", 800) - 1_000.0).abs() < 1.0);
        let damascus = radius_m('P', "PPLC", 1_569_394);
        assert!((9_000.0..11_000.0).contains(&damascus), "{damascus}");
        assert!(radius_m('P', "PPL", u64::MAX) <= 40_000.0);
        assert!((radius_of_area_m(std::f64::consts::PI) - 1_000.0).abs() < 1e-6);
        assert!(radius_of_area_m(-1.0).abs() < 1e-9);
    }

    #[test]
    fn capitals_come_before_their_namesakes() {
        let at = LonLat::clamped(0.0, 0.0);
        let mut capital = Record::new("Moscow", Feature::new('P', "PPLC"), at);
        capital.population = 10_000_000;
        let mut town = Record::new("Moscow", Feature::new('P', "PPL"), at);
        town.population = 25_000;
        let country = Record {
            population: 3_700_000,
            ..Record::new("Georgia", Feature::new('A', "PCLI"), at)
        };
        assert!(capital.importance() > town.importance());
        assert!(
            country.importance()
                > Record::new("Georgia", Feature::new('A', "ADM1"), at).importance()
        );
    }
}
