use crate::model::LonLat;

/// A position in degrees, with so many decimals.
///
/// ```
/// use chronotope::{model::LonLat, projection::degrees};
/// assert_eq!(degrees(LonLat::clamped(-41.2317, 37.052), 2), "37.05° N, 41.23° W");
/// ```
#[must_use]
pub fn degrees(at: LonLat, decimals: usize) -> String {
    let north = if at.lat() < 0.0 { 'S' } else { 'N' };
    let east = if at.lon() < 0.0 { 'W' } else { 'E' };
    format!("{:.decimals$}° {north}, {:.decimals$}° {east}", at.lat().abs(), at.lon().abs())
}
