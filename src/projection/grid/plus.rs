use crate::model::LonLat;

/// The digits of a plus code, as the Open Location Code specification has them.
const DIGITS: &[u8; 20] = b"23456789CFGHJMPQRVWX";
/// Digits before the plus sign, and in pairs of longitude and latitude altogether.
const BEFORE: usize = 8;
const PAIRED: usize = 10;
/// The most digits that are read; more tell less than a millimetre.
const MOST: usize = 15;

/// A square of the Open Location Code ("plus code").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlusCode {
    /// The middle of the square.
    pub center: LonLat,
    /// Its height in degrees of latitude.
    pub height_deg: f64,
}

impl PlusCode {
    /// Reads a full code such as "8G7GXX4H+2V", or of a larger square, "8G7G0000+". Nothing where the
    /// text is none: short codes, which need a place to be near to, are not read.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let (before, after) = text.split_once('+')?;
        if before.len() != BEFORE || !before.is_ascii() {
            return None;
        }
        let digits = before.trim_end_matches('0');
        if digits.len() % 2 != 0 || (digits.len() < BEFORE && !after.is_empty()) || after.len() == 1
        {
            return None;
        }
        let code: Vec<usize> = digits
            .chars()
            .chain(after.chars())
            .map(|c| DIGITS.iter().position(|own| char::from(*own) == c))
            .collect::<Option<_>>()?;
        if code.is_empty() || code.len() > MOST {
            return None;
        }
        let (mut lat, mut lon) = (-90.0, -180.0);
        let (mut height, mut width) = (400.0, 400.0);
        for pair in code.get(..code.len().min(PAIRED))?.chunks(2) {
            height /= 20.0;
            width /= 20.0;
            lat += *pair.first()? as f64 * height;
            lon += *pair.get(1)? as f64 * width;
        }
        for digit in code.get(PAIRED..).unwrap_or_default() {
            height /= 5.0;
            width /= 4.0;
            lat += (digit / 4) as f64 * height;
            lon += (digit % 4) as f64 * width;
        }
        let (lat, lon) = (lat + height / 2.0, lon + width / 2.0);
        // The first digits reach beyond the globe.
        let on_globe = lat < 90.0 && lon < 180.0;
        let center = LonLat::new(lon, lat).ok().filter(|_| on_globe)?;
        Some(Self { center, height_deg: height })
    }

    /// The code of the square of about 14 by 14 metres that holds a position.
    #[must_use]
    pub fn of(at: LonLat) -> String {
        const FINEST: f64 = 8_000.0;
        let lat = (((at.lat() + 90.0) * FINEST).floor()).clamp(0.0, 180.0 * FINEST - 1.0);
        let lon = ((at.lon() + 180.0) * FINEST).floor().rem_euclid(360.0 * FINEST);
        let mut place = 20_usize.pow(4);
        let mut code = String::with_capacity(PAIRED + 1);
        for pair in 0..PAIRED / 2 {
            if pair == BEFORE / 2 {
                code.push('+');
            }
            for whole in [lat as usize, lon as usize] {
                let digit = DIGITS.get(whole / place % 20).copied().unwrap_or(b'2');
                code.push(char::from(digit));
            }
            place /= 20;
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_of_the_specification_are_read() {
        // From the specification's own examples.
        let read = PlusCode::read("8FVC9G8F+6X").unwrap();
        assert!((read.center.lat() - 47.365_562_5).abs() < 1e-9, "{read:?}");
        assert!((read.center.lon() - 8.524_937_5).abs() < 1e-9, "{read:?}");
        assert_eq!(PlusCode::of(read.center), "8FVC9G8F+6X");
        let wide = PlusCode::read("8FVC0000+").unwrap();
        assert!((wide.height_deg - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_full_code_is_not_read_as_one() {
        for text in
            ["", "+", "9G8F+6X", "8FVC9G8F", "8FVC9G8F+6", "8FVC9G8A+6X", "XXXXXXXX+XX", "0+"]
        {
            assert_eq!(PlusCode::read(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_position_lies_in_the_square_of_its_code(lon in -180.0..180.0f64, lat in -90.0..=90.0f64) {
            let code = PlusCode::of(LonLat::new(lon, lat).unwrap());
            let read = PlusCode::read(&code);
            prop_assert!(read.is_some(), "{code}");
            if let Some(read) = read {
                let half = read.height_deg / 2.0 + 1e-9;
                prop_assert!((read.center.lat() - lat).abs() <= half, "{code} {read:?}");
                prop_assert!((read.center.lon() - lon).abs() <= half, "{code} {read:?}");
            }
        }

        #[test]
        fn any_text_is_answered(text in any::<String>(), near in "[2-9CFGHJMPQRVWX0]{0,9}\\+[2-9CFGHJMPQRVWX]{0,9}") {
            let _ = (PlusCode::read(&text), PlusCode::read(&near));
        }
    }
}
