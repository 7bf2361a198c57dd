//! What single cells say.

use super::Row;
use crate::model::{Feature, LonLat, LonLatError, Name, Place, PlaceShape};

/// Metres in a degree of latitude (a meridian of the WGS 84 ellipsoid is 20,003.93 km long).
const DEGREE_M: f64 = 111_132.95;

/// No table is more exact than this, however many decimals it writes.
const LEAST_RADIUS_M: f64 = 50.0;

/// Why two cells are no position.
#[derive(Debug, thiserror::Error)]
pub(super) enum PositionError {
    #[error("`{0}` is no number of degrees (write 36.05, with a point)")]
    Number(String),
    #[error("latitude or longitude is missing")]
    Half,
    #[error("latitude 0 and longitude 0 stand for no position")]
    Null,
    #[error(transparent)]
    Range(#[from] LonLatError),
}

/// A position and its uncertainty in metres: half of the last decimal written.
pub(super) fn position(lat: &str, lon: &str) -> Result<(LonLat, f64), PositionError> {
    if lat.is_empty() || lon.is_empty() {
        return Err(PositionError::Half);
    }
    let number =
        |text: &str| text.parse::<f64>().map_err(|_| PositionError::Number(shortened(text, 40)));
    let (lat_degrees, lon_degrees) = (number(lat)?, number(lon)?);
    if lat_degrees == 0.0 && lon_degrees == 0.0 {
        return Err(PositionError::Null);
    }
    let position = LonLat::new(lon_degrees, lat_degrees)?;
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, rest)| rest.len());
    Ok((position, radius_m(decimals(lat).max(decimals(lon)))))
}

/// Half of the last decimal of a degree, in metres.
pub(super) fn radius_m(decimals: usize) -> f64 {
    let decimals = i32::try_from(decimals.min(12)).unwrap_or(12);
    (DEGREE_M / 2.0 / 10_f64.powi(decimals)).max(LEAST_RADIUS_M)
}

/// A place as a table gives it; country and division are empty where it does not.
pub(super) fn place(
    name: String,
    position: LonLat,
    radius_m: f64,
    country: &str,
    admin1: &str,
) -> Place {
    // Country columns hold names or codes; only a code of two letters is one.
    let is_code = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    Place {
        names: vec![Name { text: name.clone(), lang: None }],
        name,
        feature: Feature::new('S', ""),
        position,
        shape: PlaceShape::Point,
        radius_m,
        population: None,
        country: is_code.then(|| country.to_owned()),
        admin1: Some(admin1).filter(|name| !name.is_empty()).map(str::to_owned),
        geonameid: None,
        note: "from the table".to_owned(),
    }
}

/// The actors of a row, each once, several in a cell parted by semicolons.
pub(super) fn actors(row: &Row, columns: &[usize]) -> Vec<String> {
    let mut actors: Vec<String> = Vec::new();
    for name in columns.iter().flat_map(|at| row.cell(*at).split(';')).map(str::trim) {
        if !name.is_empty() && !actors.iter().any(|have| have == name) {
            actors.push(name.to_owned());
        }
    }
    actors
}

/// At most so many characters, in one line, cut at a word.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count() + usize::from(!out.is_empty());
        if length + width > most {
            if out.is_empty() {
                out.extend(word.chars().take(most));
            }
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        length += width;
    }
    out
}
