use crate::model::LonLat;
use crate::task::grouped;

/// Metres in a degree of latitude on a sphere of 6,371,008.8 m (IUGG mean radius).
const DEGREE_M: f64 = 111_195.08;

/// A position with as many decimals as its radius is worth, and the radius:
/// "37.05° N, 41.23° E ± 2 km". A radius that is no positive number is left out.
#[must_use]
pub fn coordinates(position: LonLat, radius_m: f64) -> String {
    let known = radius_m.is_finite() && radius_m > 0.0;
    let decimals = if known { decimals(radius_m) } else { 4 };
    let half = |degrees: f64, plus: char, minus: char| {
        let shown = format!("{:.decimals$}", degrees.abs());
        let zero = shown.bytes().all(|b| b == b'0' || b == b'.');
        let side = if degrees < 0.0 && !zero { minus } else { plus };
        format!("{shown}° {side}")
    };
    let lat = half(position.lat(), 'N', 'S');
    let lon = half(position.lon(), 'E', 'W');
    if known {
        format!("{lat}, {lon} ± {}", distance_words(radius_m))
    } else {
        format!("{lat}, {lon}")
    }
}

/// The fewest decimals of a degree whose step is no longer than the radius, 0..=5.
fn decimals(radius_m: f64) -> usize {
    (0..5).find(|d| DEGREE_M / 10_f64.powi(*d) <= radius_m).unwrap_or(5).unsigned_abs() as usize
}

/// A distance to two significant figures: "500 m", "2.5 km", "250 km".
#[must_use]
pub fn distance_words(metres: f64) -> String {
    if !metres.is_finite() {
        return "an unknown distance".to_owned();
    }
    let metres = metres.abs();
    if metres < 1.0 {
        return "1 m".to_owned();
    }
    let step = 10_f64.powf(metres.log10().floor() - 1.0);
    let rounded = (metres / step).round() * step;
    if rounded < 1_000.0 {
        return format!("{rounded:.0} m");
    }
    let km = rounded / 1_000.0;
    if km < 10.0 && (km - km.round()).abs() > 0.05 {
        format!("{km:.1} km")
    } else {
        format!("{} km", grouped(km.round() as u64))
    }
}
