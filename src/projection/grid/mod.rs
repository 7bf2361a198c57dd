//! Positions by grid: UTM, MGRS and plus codes, printed and read.
//!
//! All on the ellipsoid of WGS 84. Not supported: the polar grid (UPS), which takes over beyond 84°
//! north and 80° south, and short plus codes, which need a place to be near to.

mod mgrs;
mod plus;
mod utm;

pub use mgrs::Mgrs;
pub use plus::PlusCode;
pub use utm::{Utm, UtmReading};

/// Letters of the bands of eight degrees from 80° south, the last of twelve: I and O are left out.
const BANDS: &[u8; 20] = b"CDEFGHJKLMNPQRSTUVWX";

/// Why a position has no coordinates on a grid.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("latitude {lat} is beyond the grid, which ends at 84° north and 80° south; give degrees")]
pub struct BeyondGrid {
    lat: f64,
}

/// The number of a band by its letter.
fn band_of(letter: char) -> Option<usize> {
    BANDS.iter().position(|band| char::from(*band) == letter.to_ascii_uppercase())
}

/// The latitudes of a band in degrees, south and north.
fn band_edges(band: usize) -> (f64, f64) {
    let south = -80.0 + 8.0 * band as f64;
    (south, if band == BANDS.len() - 1 { 84.0 } else { south + 8.0 })
}
