use super::{BANDS, BeyondGrid, band_edges, band_of};
use crate::model::LonLat;
use std::fmt;

/// Semi-major axis of WGS 84 in metres, and its flattening.
const A_M: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
/// Third flattening.
const N: f64 = F / (2.0 - F);
/// Scale on the central meridian, by the definition of UTM.
const K0: f64 = 0.9996;
/// What is added to eastings, and to northings south of the equator, in metres.
const FALSE_EASTING_M: f64 = 500_000.0;
const FALSE_NORTHING_M: f64 = 10_000_000.0;

/// Coefficients of Krüger's series to the sixth order, as C. F. F. Karney gives them in "Transverse
/// Mercator with an accuracy of a few nanometers" (2011), equations 35 and 36.
const ALPHA: [f64; 6] = [
    N * (1.0 / 2.0
        + N * (-2.0 / 3.0
            + N * (5.0 / 16.0
                + N * (41.0 / 180.0 + N * (-127.0 / 288.0 + N * 7_891.0 / 37_800.0))))),
    N * N
        * (13.0 / 48.0
            + N * (-3.0 / 5.0
                + N * (557.0 / 1_440.0 + N * (281.0 / 630.0 - N * 1_983_433.0 / 1_935_360.0)))),
    N * N
        * N
        * (61.0 / 240.0
            + N * (-103.0 / 140.0 + N * (15_061.0 / 26_880.0 + N * 167_603.0 / 181_440.0))),
    N * N * N * N * (49_561.0 / 161_280.0 + N * (-179.0 / 168.0 + N * 6_601_661.0 / 7_257_600.0)),
    N * N * N * N * N * (34_729.0 / 80_640.0 - N * 3_418_889.0 / 1_995_840.0),
    N * N * N * N * N * N * 212_378_941.0 / 319_334_400.0,
];
const BETA: [f64; 6] = [
    N * (1.0 / 2.0
        + N * (-2.0 / 3.0
            + N * (37.0 / 96.0
                + N * (-1.0 / 360.0 + N * (-81.0 / 512.0 + N * 96_199.0 / 604_800.0))))),
    N * N
        * (1.0 / 48.0
            + N * (1.0 / 15.0
                + N * (-437.0 / 1_440.0 + N * (46.0 / 105.0 - N * 1_118_711.0 / 3_870_720.0)))),
    N * N
        * N
        * (17.0 / 480.0 + N * (-37.0 / 840.0 + N * (-209.0 / 4_480.0 + N * 5_569.0 / 90_720.0))),
    N * N * N * N * (4_397.0 / 161_280.0 + N * (-11.0 / 504.0 - N * 830_251.0 / 7_257_600.0)),
    N * N * N * N * N * (4_583.0 / 161_280.0 - N * 108_847.0 / 3_991_680.0),
    N * N * N * N * N * N * 20_648_693.0 / 638_668_800.0,
];

/// A position on the grid of the Universal Transverse Mercator projection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Utm {
    /// 1 to 60, eastward from 180°.
    pub zone: u8,
    /// Whether it counts from the equator northward.
    pub north: bool,
    /// Metres east, with 500,000 on the zone's central meridian.
    pub easting_m: f64,
    /// Metres north of the equator, or of a line 10,000,000 m south of it.
    pub northing_m: f64,
}

/// A text read as UTM: "37S 400000 4000000" may tell the band or the hemisphere by its letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UtmReading {
    /// Where it is.
    pub at: LonLat,
    /// What its letter was taken for, in words.
    pub letter: &'static str,
}

/// Radius of the sphere whose meridians are as long as those of the ellipsoid, in metres.
fn radius_m() -> f64 {
    A_M / (1.0 + N) * (1.0 + N * N * (1.0 / 4.0 + N * N * (1.0 / 64.0 + N * N / 256.0)))
}

/// First eccentricity.
fn eccentricity() -> f64 {
    (F * (2.0 - F)).sqrt()
}

/// The tangent of the conformal latitude.
fn conformal(tau: f64) -> f64 {
    let e = eccentricity();
    let sigma = (e * (e * tau / (1.0 + tau * tau).sqrt()).atanh()).sinh();
    tau * (1.0 + sigma * sigma).sqrt() - sigma * (1.0 + tau * tau).sqrt()
}

/// The zone of a position, with the exceptions for Norway and Svalbard.
fn zone_of(at: LonLat) -> u8 {
    let (lon, lat) = (at.lon(), at.lat());
    if (56.0..64.0).contains(&lat) && (3.0..12.0).contains(&lon) {
        return 32;
    }
    if (72.0..=84.0).contains(&lat) && (0.0..42.0).contains(&lon) {
        return match lon {
            _ if lon < 9.0 => 31,
            _ if lon < 21.0 => 33,
            _ if lon < 33.0 => 35,
            _ => 37,
        };
    }
    // 180° itself is the edge of the first zone.
    ((lon + 180.0) / 6.0).floor().rem_euclid(60.0) as u8 + 1
}

fn central_meridian(zone: u8) -> f64 {
    f64::from(zone) * 6.0 - 183.0
}

impl Utm {
    /// The grid position of a place on the globe.
    ///
    /// # Errors
    /// Beyond 84° north or 80° south.
    pub fn of(at: LonLat) -> Result<Self, BeyondGrid> {
        if !(-80.0..=84.0).contains(&at.lat()) {
            return Err(BeyondGrid { lat: at.lat() });
        }
        let zone = zone_of(at);
        let mut lon = at.lon() - central_meridian(zone);
        lon -= (lon / 360.0).round() * 360.0;
        let lon = lon.to_radians();
        let tau = conformal(at.lat().to_radians().tan());
        let xi = tau.atan2(lon.cos());
        let eta = (lon.sin() / tau.hypot(lon.cos())).asinh();
        let (mut x, mut y) = (eta, xi);
        for (j, alpha) in (1..).map(f64::from).zip(ALPHA) {
            x += alpha * (2.0 * j * xi).cos() * (2.0 * j * eta).sinh();
            y += alpha * (2.0 * j * xi).sin() * (2.0 * j * eta).cosh();
        }
        let north = at.lat() >= 0.0;
        let scale = K0 * radius_m();
        let northing_m = scale * y + if north { 0.0 } else { FALSE_NORTHING_M };
        Ok(Self { zone, north, easting_m: scale * x + FALSE_EASTING_M, northing_m })
    }

    /// Where it is on the globe; nothing where no zone reaches so far.
    #[must_use]
    pub fn position(self) -> Option<LonLat> {
        let easting = (100_000.0..=900_000.0).contains(&self.easting_m);
        let northing = (0.0..=FALSE_NORTHING_M).contains(&self.northing_m);
        if !(1..=60).contains(&self.zone) || !easting || !northing {
            return None;
        }
        let scale = K0 * radius_m();
        let y = self.northing_m - if self.north { 0.0 } else { FALSE_NORTHING_M };
        let (xi, eta) = (y / scale, (self.easting_m - FALSE_EASTING_M) / scale);
        let (mut x, mut z) = (eta, xi);
        for (j, beta) in (1..).map(f64::from).zip(BETA) {
            x -= beta * (2.0 * j * xi).cos() * (2.0 * j * eta).sinh();
            z -= beta * (2.0 * j * xi).sin() * (2.0 * j * eta).cosh();
        }
        let goal = z.sin() / x.sinh().hypot(z.cos());
        let e2 = eccentricity() * eccentricity();
        let mut tau = goal;
        // Newton's method; three rounds reach the last digit anywhere on the globe.
        for _ in 0..5 {
            let now = conformal(tau);
            let slope = (1.0 + (1.0 - e2) * tau * tau)
                / ((1.0 - e2) * (1.0 + tau * tau).sqrt() * (1.0 + now * now).sqrt());
            tau += (goal - now) * slope;
        }
        let lon = central_meridian(self.zone) + x.sinh().atan2(z.cos()).to_degrees();
        let lon = if lon < -180.0 { lon + 360.0 } else { lon };
        LonLat::new(lon, tau.atan().to_degrees()).ok().filter(|at| at.lat().abs() <= 84.5)
    }

    /// Reads zone, letter, easting and northing: "37N 500000 4000000", "37 S 400000mE 4000000mN".
    /// The letter is that of the hemisphere or of the band of latitude; where it can be both, both
    /// readings are given. Nothing where the text is no such position.
    #[must_use]
    pub fn read(text: &str) -> Vec<UtmReading> {
        let Some((zone, letter, easting_m, northing_m)) = parts(text) else { return Vec::new() };
        let at = |north: bool| Self { zone, north, easting_m, northing_m }.position();
        let mut found = Vec::new();
        if let Some(band) = band_of(letter) {
            let north = band >= BANDS.len() / 2;
            let (least, most) = band_edges(band);
            // A grid reference may be written with the zone or band beside.
            let near = |at: &LonLat| (least - 0.5..=most + 0.5).contains(&at.lat());
            found.extend(at(north).filter(near).map(|at| UtmReading { at, letter: "band" }));
        }
        if letter == 'N' || letter == 'S' {
            let hemisphere = at(letter == 'N');
            let known = |at: &LonLat| found.iter().any(|reading: &UtmReading| reading.at == *at);
            let new = hemisphere.filter(|at| !known(at));
            found.extend(new.map(|at| UtmReading { at, letter: "hemisphere" }));
        }
        found
    }
}

/// Zone, letter, easting and northing of a text.
fn parts(text: &str) -> Option<(u8, char, f64, f64)> {
    let text = text.trim();
    let text = text.strip_prefix("UTM").unwrap_or(text).trim_start();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let zone: u8 = text.get(..digits).filter(|zone| zone.len() <= 2)?.parse().ok()?;
    let rest = text.get(digits..)?.trim_start();
    let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?.to_ascii_uppercase();
    let rest = rest.get(1..)?;
    let numbers: Vec<&str> = rest
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|part| !part.is_empty())
        .collect();
    let &[easting, northing] = numbers.as_slice() else { return None };
    let metres = |text: &str, axis: [char; 2]| -> Option<f64> {
        let bare = text.trim_end_matches(axis).trim_end_matches(['m', 'M']);
        let plain = bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        bare.parse().ok().filter(|metres: &f64| plain && metres.is_finite())
    };
    Some((zone, letter, metres(easting, ['E', 'e'])?, metres(northing, ['N', 'n'])?))
}

impl fmt::Display for Utm {
    /// To the metre: `37N 500000 4000000`, the letter that of the hemisphere.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = if self.north { 'N' } else { 'S' };
        write!(f, "{}{letter} {:.0} {:.0}", self.zone, self.easting_m, self.northing_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::distance_m;
    use proptest::prelude::*;

    #[test]
    fn a_tower_is_where_its_surveyors_say() {
        // The CN Tower: 43°38′33.24″N 79°23′13.7″W is 17N 630084 4833438 on published tables.
        let at =
            LonLat::new(-(79.0 + 23.0 / 60.0 + 13.7 / 3600.0), 43.0 + 38.0 / 60.0 + 33.24 / 3600.0);
        let utm = Utm::of(at.unwrap()).unwrap();
        assert_eq!((utm.zone, utm.north), (17, true));
        assert!((utm.easting_m - 630_084.0).abs() < 1.0, "{utm:?}");
        assert!((utm.northing_m - 4_833_438.0).abs() < 1.0, "{utm:?}");
    }

    #[test]
    fn the_equator_on_a_central_meridian_is_the_origin() {
        let utm = Utm::of(LonLat::new(39.0, 0.0).unwrap()).unwrap();
        assert_eq!(utm.to_string(), "37N 500000 0");
    }

    #[test]
    fn norway_and_svalbard_have_zones_of_their_own() {
        let zone = |lon, lat| Utm::of(LonLat::new(lon, lat).unwrap()).unwrap().zone;
        assert_eq!((zone(5.3, 60.4), zone(5.3, 55.0)), (32, 31));
        assert_eq!((zone(15.6, 78.2), zone(8.0, 78.2), zone(40.0, 78.2)), (33, 31, 37));
        assert_eq!((zone(-180.0, 0.0), zone(180.0, 0.0), zone(179.9, 0.0)), (1, 1, 60));
    }

    #[test]
    fn a_letter_that_means_two_things_is_read_both_ways() {
        let read = Utm::read("37S 400000 4000000");
        assert_eq!(read.len(), 2, "{read:?}");
        assert!(read[0].at.lat() > 36.0 && read[0].letter == "band");
        assert!(read[1].at.lat() < -53.0 && read[1].letter == "hemisphere");
        assert_eq!(Utm::read("37T 500000mE 4500000mN").len(), 1);
        assert_eq!(Utm::read("37N 500000 4500000").len(), 1);
    }

    #[test]
    fn what_is_no_grid_position_is_not_read_as_one() {
        for text in ["", "37", "37N", "61N 500000 0", "37N 5 5", "37N a b", "37I 500000 4", "2026"]
        {
            assert_eq!(Utm::read(text), [], "{text:?}");
        }
        assert!(Utm::of(LonLat::new(0.0, 85.0).unwrap()).is_err());
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_where_it_was(lon in -180.0..180.0f64, lat in -79.9..83.9f64) {
            let at = LonLat::new(lon, lat).unwrap();
            let utm = Utm::of(at).unwrap();
            let back = utm.position().unwrap();
            prop_assert!(distance_m(at, back) < 1e-3, "{at:?} {utm:?} {back:?}");
            let read = Utm::read(&utm.to_string());
            let nearest = read.iter().map(|r| distance_m(at, r.at)).fold(f64::INFINITY, f64::min);
            prop_assert!(nearest < 1.0, "{at:?} {utm} {read:?}");
        }

        #[test]
        fn any_text_is_answered(text in any::<String>(), near in "[0-9]{1,3} ?[A-Za-z] [0-9.]{1,9}[mE]{0,2} [0-9]{1,9}") {
            let _ = (Utm::read(&text), Utm::read(&near));
        }
    }
}
