//! The customary position of each country: the "geographic coordinates" of the CIA World Factbook
//! (public domain), whole degrees mostly, as Marble's placemark cache carries them.

use chronotope::model::LonLat;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

const CACHE: &str = "marble-qt-data/usr/share/marble/data/placemarks/boundaryplacemarks.cache";
/// Marble's magic number and version, each four bytes.
const HEAD: usize = 8;
/// What Marble calls a sovereign country.
const COUNTRY: &str = "S";

/// Positions by ISO 3166-1 alpha-2 code.
pub fn read(cache: &Path) -> Result<HashMap<String, LonLat>, Box<dyn Error>> {
    let path = cache.join(CACHE);
    let bytes = std::fs::read(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let mut rest = bytes.get(HEAD..).unwrap_or_default();
    let mut found = HashMap::new();
    while !rest.is_empty() {
        let record = record(&mut rest).ok_or_else(|| format!("{}: cut short", path.display()))?;
        if let Some((iso, position)) = record {
            found.insert(iso, position);
        }
    }
    Ok(found)
}

/// A placemark as Qt's data stream writes it: name, longitude and latitude in radians, altitude,
/// role, description, country, state, area, population, time zone, summer time.
#[allow(clippy::type_complexity)] // nothing at the end of the bytes, and nothing for other placemarks
fn record(rest: &mut &[u8]) -> Option<Option<(String, LonLat)>> {
    text(rest)?;
    let (lon, lat) = (f64::from_be_bytes(take(rest)?), f64::from_be_bytes(take(rest)?));
    take::<8>(rest)?;
    let role = text(rest)?;
    text(rest)?;
    let iso = text(rest)?;
    text(rest)?;
    take::<{ 8 + 8 + 2 + 1 }>(rest)?;
    let position = LonLat::new(lon.to_degrees(), lat.to_degrees()).ok();
    Some(position.filter(|_| role == COUNTRY && iso.len() == 2).map(|position| (iso, position)))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

/// A string: its bytes counted, or all ones for none; then UTF-16, big end first.
fn text(rest: &mut &[u8]) -> Option<String> {
    let length = u32::from_be_bytes(take(rest)?);
    if length == u32::MAX {
        return Some(String::new());
    }
    let (head, tail) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = tail;
    let units = head.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect())
}
