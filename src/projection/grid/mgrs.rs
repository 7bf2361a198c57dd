use super::{BANDS, BeyondGrid, Utm, band_edges, band_of};
use crate::model::LonLat;
use std::fmt;

/// Letters of the rows of 100 km, which come again every 2,000 km: I and O are left out.
const ROWS: &[u8; 20] = b"ABCDEFGHJKLMNPQRSTUV";
/// Letters of the columns of 100 km of three zones in turn.
const COLUMNS: [&[u8; 8]; 3] = [b"STUVWXYZ", b"ABCDEFGH", b"JKLMNPQR"];
/// Side of a lettered square in metres, and after how many metres its row's letter comes again.
const SQUARE_M: f64 = 100_000.0;
const CYCLE_M: f64 = 2_000_000.0;

/// A square of the Military Grid Reference System: from 100 km on a side down to 1 m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mgrs {
    /// The middle of the square.
    pub center: LonLat,
    /// Its side in metres: 100,000, 10,000 and so on down to 1.
    pub side_m: f64,
}

impl Mgrs {
    /// Reads a reference such as "37S BA 12345 67890" or "37SBA1234567890", with as many digits for
    /// the easting as for the northing, none to five each. Nothing where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_ascii_uppercase();
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let zone: u8 = text.get(..digits).filter(|zone| zone.len() <= 2)?.parse().ok()?;
        let mut letters = text.get(digits..)?.chars();
        let band = band_of(letters.next()?)?;
        let columns = COLUMNS.get(usize::from(zone) % 3)?;
        let column = letter_at(*columns, letters.next()?)?;
        let row = letter_at(ROWS, letters.next()?)?;
        let rest = letters.as_str();
        let plain = rest.bytes().all(|b| b.is_ascii_digit());
        if !(1..=60).contains(&zone) || !plain || rest.len() > 10 || rest.len() % 2 != 0 {
            return None;
        }
        let (easting, northing) = rest.split_at_checked(rest.len() / 2)?;
        let side_m = SQUARE_M / 10_f64.powi(i32::try_from(easting.len()).ok()?);
        let metres = |digits: &str| match digits {
            "" => Some(side_m / 2.0),
            digits => digits.parse::<f64>().ok().map(|n| (n + 0.5) * side_m),
        };
        // Rows of every other zone begin five letters on.
        let row = (row + ROWS.len() - if zone.is_multiple_of(2) { 5 } else { 0 }) % ROWS.len();
        let easting_m = (column + 1) as f64 * SQUARE_M + metres(easting)?;
        let within_m = row as f64 * SQUARE_M + metres(northing)?;
        let north = band >= BANDS.len() / 2;
        let (least, most) = band_edges(band);
        // The letter comes again every 2,000 km, some eighteen degrees; a band has eight or twelve.
        let center = (0..5).find_map(|cycle| {
            let northing_m = within_m + f64::from(cycle) * CYCLE_M;
            let at = Utm { zone, north, easting_m, northing_m }.position()?;
            // A square may reach across the edge of its band.
            (least - 1.0..=most + 1.0).contains(&at.lat()).then_some(at)
        })?;
        Some(Self { center, side_m })
    }

    /// The reference of a position to the metre: `37S BA 12345 67890`.
    ///
    /// # Errors
    /// Beyond 84° north or 80° south.
    pub fn of(at: LonLat) -> Result<MgrsText, BeyondGrid> {
        let utm = Utm::of(at)?;
        let beyond = BeyondGrid { lat: at.lat() };
        let band = (((at.lat() + 80.0) / 8.0) as usize).min(BANDS.len() - 1);
        let band = char::from(*BANDS.get(band).ok_or(beyond)?);
        let columns = COLUMNS.get(usize::from(utm.zone) % 3).ok_or(beyond)?;
        let column = (utm.easting_m / SQUARE_M) as usize;
        let column = column.checked_sub(1).and_then(|at| columns.get(at)).ok_or(beyond)?;
        let shift = if utm.zone % 2 == 0 { 5 } else { 0 };
        let row = ((utm.northing_m / SQUARE_M) as usize + shift) % ROWS.len();
        let row = ROWS.get(row).ok_or(beyond)?;
        Ok(MgrsText {
            zone: utm.zone,
            letters: [band, char::from(*column), char::from(*row)],
            easting_m: (utm.easting_m % SQUARE_M) as u32,
            northing_m: (utm.northing_m % SQUARE_M) as u32,
        })
    }
}

fn letter_at(letters: &[u8], letter: char) -> Option<usize> {
    letters.iter().position(|own| char::from(*own) == letter)
}

/// A reference to the metre, to be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MgrsText {
    zone: u8,
    letters: [char; 3],
    easting_m: u32,
    northing_m: u32,
}

impl fmt::Display for MgrsText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [band, column, row] = self.letters;
        let Self { zone, easting_m, northing_m, .. } = self;
        write!(f, "{zone}{band} {column}{row} {easting_m:05} {northing_m:05}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::distance_m;
    use proptest::prelude::*;

    #[test]
    fn published_references_are_where_they_are_said_to_be() {
        // The Washington Monument, 38.8895° N 77.0352° W: 18S UJ 2348 0648.
        let found = Mgrs::read("18S UJ 2348 0648").unwrap();
        let monument = LonLat::new(-77.0352, 38.8895).unwrap();
        assert!(distance_m(found.center, monument) < 30.0, "{found:?}");
        assert!((found.side_m - 10.0).abs() < 1e-9);
        // Honolulu, 21.3° N 157.9° W: 4Q FJ 12 56.
        let found = Mgrs::read("4QFJ1256").unwrap();
        let honolulu = LonLat::new(-157.916, 21.309).unwrap();
        assert!(distance_m(found.center, honolulu) < 1_500.0, "{found:?}");
    }

    #[test]
    fn a_square_without_digits_is_a_hundred_kilometres_wide() {
        let square = Mgrs::read("18S UJ").unwrap();
        assert!((square.side_m - 100_000.0).abs() < 1e-9);
        let monument = LonLat::new(-77.0352, 38.8895).unwrap();
        assert!(distance_m(square.center, monument) < 71_000.0, "{square:?}");
    }

    #[test]
    fn what_is_no_reference_is_not_read_as_one() {
        for text in ["", "18", "18S", "18SUJ123", "18IUJ1212", "18SAJ12", "61SUJ12", "Homs", "2026"]
        {
            assert_eq!(Mgrs::read(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_where_it_was(lon in -180.0..180.0f64, lat in -79.9..83.9f64) {
            let at = LonLat::new(lon, lat).unwrap();
            let text = Mgrs::of(at).unwrap().to_string();
            let read = Mgrs::read(&text);
            let back = read.map(|read| distance_m(read.center, at));
            prop_assert!(back.is_some_and(|m| m < 1.0), "{at:?} {text} {read:?}");
        }

        #[test]
        fn any_text_is_answered(text in any::<String>(), near in "[0-9]{1,2} ?[A-Za-z] ?[A-Za-z]{2} ?[0-9]{0,11}") {
            let _ = (Mgrs::read(&text), Mgrs::read(&near));
        }
    }
}
