use super::LonLat;
use serde::{Deserialize, Serialize};

/// A name of a place, in one language or script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The name as written.
    pub text: String,
    /// ISO 639 code of its language, where the source tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// What sort of thing a place is: a GeoNames feature class and code
/// (<https://www.geonames.org/export/codes.html>), such as `P`/`PPLC` for a capital.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Feature {
    /// One letter: A administrative, H water, L area, P populated, R road, S spot, T terrain, U undersea, V vegetation.
    pub class: char,
    /// The code within the class, upper case; empty where unknown.
    pub code: String,
}

/// The ground that a place covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceShape {
    /// Known by a point alone; [`Place::radius_m`] says how far off it may be.
    Point,
    /// Polygons, each an outer ring followed by its holes; rings are closed implicitly.
    Area(Vec<Vec<Vec<LonLat>>>),
}

/// A gazetteer entry: something on the ground that has names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The name shown first.
    pub name: String,
    /// All names, by language where known.
    #[serde(default)]
    pub names: Vec<Name>,
    /// What sort of thing it is.
    pub feature: Feature,
    /// The point that stands for it.
    pub position: LonLat,
    /// The ground it covers, where known.
    #[serde(default = "point", skip_serializing_if = "is_point")]
    pub shape: PlaceShape,
    /// Uncertainty radius in metres: what is said to be "in" or "at" this place lies within it.
    pub radius_m: f64,
    /// Inhabitants, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    /// ISO 3166-1 alpha-2 code of the country, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Name of the first-level administrative division, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    /// The entry's number in GeoNames, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonameid: Option<u32>,
    /// Where the entry comes from, in words, with what is disputed about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fn point() -> PlaceShape {
    PlaceShape::Point
}

fn is_point(shape: &PlaceShape) -> bool {
    *shape == PlaceShape::Point
}

impl Feature {
    /// A feature from class and code.
    #[must_use]
    pub fn new(class: char, code: &str) -> Self {
        Self { class, code: code.to_owned() }
    }
}
