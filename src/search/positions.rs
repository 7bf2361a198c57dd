//! Positions in the notations that people paste: degrees, minutes and seconds, UTM, MGRS, plus codes,
//! `geo:` addresses.

use crate::geocode::coordinates;
use crate::model::LonLat;
use crate::model::time::month_short;
use crate::projection::grid::{Mgrs, PlusCode, Utm};

/// Metres in a degree of latitude on a sphere of 6,371,008.8 m (IUGG mean radius).
const DEGREE_M: f64 = 111_195.08;

/// A text read as a position.
#[derive(Clone, Debug, PartialEq)]
pub struct PositionRead {
    /// Where it is.
    pub at: LonLat,
    /// How far off it may be by the way it is written, in metres; 0 where that says nothing.
    pub radius_m: f64,
    /// How it was read, in words.
    pub notation: String,
}

/// The positions that a text can mean: several where a notation can be read in several ways, none
/// where it is no position.
#[must_use]
pub fn positions(text: &str) -> Vec<PositionRead> {
    let text = text.trim();
    let read = |at: LonLat, radius_m: f64, notation: &str| PositionRead {
        at,
        radius_m,
        notation: notation.to_owned(),
    };
    if let Some(uri) = strip_scheme(text) {
        return geo_uri(uri).into_iter().collect();
    }
    if let Some(code) = PlusCode::read(text) {
        return vec![read(code.center, code.height_deg / 2.0 * DEGREE_M, "plus code")];
    }
    if let Some(square) = Mgrs::read(text).filter(|_| !names_a_month(text)) {
        let words = format!("MGRS, middle of a square of {} m", square.side_m);
        return vec![read(square.center, square.side_m / 2.0, &words)];
    }
    let grid = Utm::read(text);
    if !grid.is_empty() {
        let several = grid.len() > 1;
        let words = |letter: &str| match several {
            true => format!("UTM, the letter as {letter}"),
            false => "UTM".to_owned(),
        };
        return grid.into_iter().map(|utm| read(utm.at, 0.0, &words(utm.letter))).collect();
    }
    degrees(text).into_iter().collect()
}

/// Whether a square's letters are a month's: "28 Jan 2026" is a date, and no square in the Atlantic.
fn names_a_month(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    // After the letters a year at most; squares of ten metres and finer have more digits.
    let rest = text.rsplit(|c: char| c.is_alphabetic()).next().unwrap_or_default();
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    digits <= 4 && (1..=12).any(|month| letters.eq_ignore_ascii_case(month_short(month)))
}

fn strip_scheme(text: &str) -> Option<&str> {
    text.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("geo:")).and(text.get(4..))
}

/// "36.5,40.7;u=35?z=11" (RFC 5870); altitudes are left out, other reference systems are not read.
fn geo_uri(uri: &str) -> Option<PositionRead> {
    let uri = uri.split('?').next().unwrap_or_default();
    let mut parts = uri.split(';');
    let mut numbers = parts.next()?.split(',').map(|n| n.trim().parse::<f64>().ok());
    let (lat, lon) = (numbers.next()??, numbers.next()??);
    let mut radius_m = 0.0;
    for part in parts {
        match part.split_once('=') {
            Some(("crs", system)) if !system.eq_ignore_ascii_case("wgs84") => return None,
            Some(("u", metres)) => {
                radius_m = metres.parse().ok().filter(|m: &f64| m.is_finite())?
            }
            _ => {}
        }
    }
    let at = LonLat::new(lon, lat).ok().filter(|_| lon.abs() <= 180.0)?;
    Some(PositionRead { at, radius_m, notation: "geo address".to_owned() })
}

/// Degrees, as [`coordinates::parse`] reads them; where the first number can be no latitude, the
/// other way round.
fn degrees(text: &str) -> Option<PositionRead> {
    // "10-12" and "5/6" are more often something else.
    let tells = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '°') || c.is_alphabetic();
    if !text.contains(tells) {
        return None;
    }
    if let Ok(at) = coordinates::parse(text) {
        let notation = "latitude, longitude".to_owned();
        return Some(PositionRead { at, radius_m: 0.0, notation });
    }
    let mut numbers = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    let mut number = || numbers.find(|part| !part.is_empty())?.parse::<f64>().ok();
    let (lon, lat) = (number()?, number()?);
    let swapped = (90.0..=180.0).contains(&lon.abs()) && numbers.all(str::is_empty);
    let at = LonLat::new(lon, lat).ok().filter(|_| swapped)?;
    let notation = "longitude first: the first number can be no latitude".to_owned();
    Some(PositionRead { at, radius_m: 0.0, notation })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::distance_m;
    use proptest::prelude::*;

    #[test]
    fn one_place_in_every_notation() {
        let at = LonLat::new(40.75, 36.5).unwrap();
        for (text, notation) in [
            ("36.5, 40.75", "latitude"),
            ("36.5 40.75", "latitude"),
            ("36°30′N 40°45′E", "latitude"),
            ("N36.5 E40.75", "latitude"),
            ("40°45'00\"E, 36°30'00\"N", "latitude"),
            ("geo:36.5,40.75", "geo"),
            ("GEO:36.5,40.75,120;u=35?z=11", "geo"),
        ] {
            let found = positions(text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(distance_m(found[0].at, at) < 1.0, "{text}: {:?}", found[0]);
            assert!(found[0].notation.starts_with(notation), "{text}: {:?}", found[0]);
        }
        assert!((positions("geo:36.5,40.75;u=35")[0].radius_m - 35.0).abs() < 1e-9);
    }

    #[test]
    fn longitude_first_is_seen_where_it_must_be() {
        let found = positions("139.69, 35.69");
        assert!((found[0].at.lat() - 35.69).abs() < 1e-9);
        assert!(found[0].notation.contains("longitude first"));
    }

    #[test]
    fn words_dates_and_lone_numbers_are_no_positions() {
        for text in [
            "",
            "5",
            "2026",
            "2026-01",
            "2026-01-28",
            "10-12",
            "5/6",
            "28 Jan 2026",
            "Homs",
            "SDF",
            "geo:1",
            "geo:95,10",
            "geo:1,2;crs=mars",
            "100 200",
            "480 BCE",
            "1,000 men",
        ] {
            assert_eq!(positions(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(lon in -179.9..179.9f64, lat in -79.9..83.9f64) {
            let at = LonLat::new(lon, lat).unwrap();
            let texts = [
                (format!("{lat:.6}, {lon:.6}"), 0.2),
                (format!("geo:{lat},{lon}"), 0.01),
                (Utm::of(at).unwrap().to_string(), 1.0),
                (Mgrs::of(at).unwrap().to_string(), 1.0),
                (PlusCode::of(at), 15.0),
            ];
            for (text, metres) in texts {
                let found = positions(&text);
                let nearest = found.iter().map(|p| distance_m(p.at, at)).fold(f64::MAX, f64::min);
                prop_assert!(nearest <= metres, "{text}: {nearest} m off: {found:?}");
            }
        }

        #[test]
        fn any_text_is_answered(text in any::<String>(), near in "(geo:)?[-+0-9.,;=uNSEW°′″ ]{0,24}") {
            let _ = (positions(&text), positions(&near));
        }
    }
}
