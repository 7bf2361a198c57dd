//! Positions as people write them: "36.50,40.75", "36.5N 40.75E", "36°30′09″N 40°45′E".

use crate::model::LonLat;

/// Why a text is no position.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CoordinatesError {
    /// Neither one pair of numbers nor of degrees, minutes and seconds.
    #[error(
        "latitude and longitude are needed, such as 36.50,40.75 or 36°30′N 40°45′E, with a point before decimals"
    )]
    NoPair,
    /// A sign or word that does not belong to a position.
    #[error("“{0}” is no part of a position; write it as 36.50,40.75 or 36°30′N 40°45′E")]
    Stray(char),
    /// Both are latitudes, or both longitudes.
    #[error("both are {0}s; one needs N or S, the other E or W")]
    SameAxis(&'static str),
    /// A sign and a letter for the same thing.
    #[error("write either a sign or a letter: -36.5 or 36.5S")]
    SignAndLetter,
    /// Minutes or seconds of 60 and more.
    #[error("{0} minutes or seconds are too many; they end before 60")]
    Sixty(f64),
    /// Not on the globe.
    #[error(
        "{axis} {degrees} is beyond {limit} degrees; the latitude comes first, as in 36.50,40.75"
    )]
    Beyond {
        /// "latitude" or "longitude".
        axis: &'static str,
        /// As given, in degrees.
        degrees: f64,
        /// 90 or 180.
        limit: f64,
    },
}

/// What a position is written with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Number { value: f64, negative: bool, signed: bool },
    Letter(char),
    Between,
}

/// One half of a position.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Half {
    degrees: f64,
    letter: Option<char>,
}

/// Reads a position: latitude and longitude in degrees, as decimals or with minutes and seconds, by
/// sign or by the letters N, S, E and W before or behind. Without letters the latitude comes first.
///
/// # Errors
/// When it is no position on the globe; the error says what to write instead.
///
/// ```
/// use chronotope::geocode::coordinates;
/// let at = coordinates::parse("36°30′N, 40°45′E")?;
/// assert_eq!((at.lat(), at.lon()), (36.5, 40.75));
/// assert_eq!(coordinates::parse("-33.9 18.4")?, coordinates::parse("33.9S18.4E")?);
/// assert!(coordinates::parse("Homs").is_err());
/// # Ok::<(), coordinates::CoordinatesError>(())
/// ```
pub fn parse(text: &str) -> Result<LonLat, CoordinatesError> {
    let text = text.trim();
    let signs = signs(text.strip_prefix("geo:").unwrap_or(text))?;
    let (first, second) = halves(&signs).ok_or(CoordinatesError::NoPair)?;
    let (first, second) = (half(first)?, half(second)?);
    let is_longitude = |half: &Half| half.letter.map(|letter| matches!(letter, 'E' | 'W'));
    let (lat, lon) = match (is_longitude(&first), is_longitude(&second)) {
        (Some(true), Some(true)) => return Err(CoordinatesError::SameAxis("longitude")),
        (Some(false), Some(false)) => return Err(CoordinatesError::SameAxis("latitude")),
        (Some(true), _) | (_, Some(false)) => (second, first),
        _ => (first, second),
    };
    for (axis, degrees, limit) in
        [("latitude", lat.degrees, 90.0), ("longitude", lon.degrees, 180.0)]
    {
        if degrees.abs() > limit {
            return Err(CoordinatesError::Beyond { axis, degrees, limit });
        }
    }
    LonLat::new(lon.degrees, lat.degrees).map_err(|_| CoordinatesError::NoPair)
}

fn signs(text: &str) -> Result<Vec<Sign>, CoordinatesError> {
    let mut signs = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let minus = matches!(c, '-' | '−');
        if minus || c == '+' || c.is_ascii_digit() || c == '.' {
            let signed = minus || c == '+';
            let digits = if signed { rest.get(c.len_utf8()..).unwrap_or("") } else { rest };
            let length =
                digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
            let value = digits.get(..length).unwrap_or("").trim_end_matches('.');
            let value: f64 = value.parse().map_err(|_| CoordinatesError::Stray(c))?;
            signs.push(Sign::Number { value, negative: minus, signed });
            rest = digits.get(length..).unwrap_or("");
            continue;
        }
        match c {
            'N' | 'S' | 'E' | 'W' | 'n' | 's' | 'e' | 'w' => {
                signs.push(Sign::Letter(c.to_ascii_uppercase()));
            }
            ',' | ';' | '/' => signs.push(Sign::Between),
            // The marks of degrees, minutes and seconds say no more than the order does.
            '°' | 'º' | '˚' | '\'' | '’' | '′' | '"' | '”' | '″' | '‘' | '“' => {}
            c if c.is_whitespace() => {}
            c => return Err(CoordinatesError::Stray(c)),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    Ok(signs)
}

/// Cuts signs into those of the first half and those of the second.
fn halves(signs: &[Sign]) -> Option<(&[Sign], &[Sign])> {
    let is_letter = |sign: &Sign| matches!(sign, Sign::Letter(_));
    let letters: Vec<usize> =
        signs.iter().enumerate().filter(|(_, s)| is_letter(s)).map(|(at, _)| at).collect();
    let between: Vec<usize> =
        signs.iter().enumerate().filter(|(_, s)| **s == Sign::Between).map(|(at, _)| at).collect();
    let numbers = signs.iter().filter(|s| matches!(s, Sign::Number { .. })).count();
    let at = match (letters.as_slice(), between.as_slice()) {
        ([0, second], _) => *second,
        ([first, _], _) => first + 1,
        (_, [at]) => *at,
        ([], []) if matches!(numbers, 2 | 4 | 6) => numbers / 2,
        _ => return None,
    };
    signs.split_at_checked(at)
}

fn half(signs: &[Sign]) -> Result<Half, CoordinatesError> {
    let mut letter = None;
    let mut parts: Vec<f64> = Vec::new();
    let (mut negative, mut signed) = (false, false);
    for sign in signs {
        match sign {
            Sign::Letter(c) if letter.is_none() => letter = Some(*c),
            Sign::Number { value, negative: minus, signed: own } => {
                if *own && !parts.is_empty() {
                    return Err(CoordinatesError::NoPair);
                }
                parts.push(*value);
                (negative, signed) = (negative || *minus, signed || *own);
            }
            Sign::Between => {}
            Sign::Letter(_) => return Err(CoordinatesError::NoPair),
        }
    }
    let (degrees, minutes, seconds) = match *parts.as_slice() {
        [degrees] => (degrees, 0.0, 0.0),
        [degrees, minutes] => (degrees, minutes, 0.0),
        [degrees, minutes, seconds] => (degrees, minutes, seconds),
        _ => return Err(CoordinatesError::NoPair),
    };
    // Only the last may have decimals: "36.5 30" is two halves or a slip.
    let whole =
        parts.split_last().is_none_or(|(_, before)| before.iter().all(|v| v.fract() == 0.0));
    if !whole {
        return Err(CoordinatesError::NoPair);
    }
    if let Some(many) = [minutes, seconds].into_iter().find(|part| *part >= 60.0) {
        return Err(CoordinatesError::Sixty(many));
    }
    if signed && letter.is_some() {
        return Err(CoordinatesError::SignAndLetter);
    }
    let degrees = degrees + minutes / 60.0 + seconds / 3600.0;
    let south_or_west = negative || matches!(letter, Some('S' | 'W'));
    Ok(Half { degrees: if south_or_west { -degrees } else { degrees }, letter })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(f64, f64)> {
        parse(text).ok().map(|at| (at.lat(), at.lon()))
    }

    #[test]
    fn common_notations_are_read() {
        for text in [
            "36.5,40.75",
            "36.5, 40.75",
            "36.5 40.75",
            "+36.5/+40.75",
            "geo:36.5,40.75",
            "36.5N 40.75E",
            "N36.5 E40.75",
            "40.75E, 36.5N",
            "36°30'N 40°45'E",
            "36° 30′ 0″ N, 40° 45′ 0″ E",
            "36°30'00\"N40°45'00\"E",
            "36 30 N 40 45 E",
            "36 30 40 45",
            "36 30 0, 40 45 0",
            "E 40 45 N 36 30",
        ] {
            assert_eq!(read(text), Some((36.5, 40.75)), "{text}");
        }
        assert_eq!(read("-33.9,-18.4"), Some((-33.9, -18.4)));
        assert_eq!(read("33.9S 18.4w"), Some((-33.9, -18.4)));
        assert_eq!(
            read("−0.5 0"),
            Some((-0.5, 0.0)),
            "a proper minus sign, and less than a degree"
        );
        assert_eq!(read("0°30′S 0°0′E"), Some((-0.5, 0.0)));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, wrong) in [
            ("", "latitude and longitude are needed"),
            ("36.5", "latitude and longitude are needed"),
            ("36,5, 40,75", "point before decimals"),
            ("36.5 30 40.75", "latitude and longitude are needed"),
            ("1 2 3 4 5", "latitude and longitude are needed"),
            ("Homs", "“H” is no part of a position"),
            ("1.2.3,4", "no part of a position"),
            ("136.5,40.75", "latitude 136.5 is beyond 90"),
            ("36.5,240.75", "longitude 240.75 is beyond 180"),
            ("36N 40S", "both are latitudes"),
            ("-36N 40E", "either a sign or a letter"),
            ("36°60′N 40°E", "60 minutes or seconds"),
            ("36 -30 40 45", "latitude and longitude are needed"),
        ] {
            let said = parse(text).unwrap_err().to_string();
            assert!(said.contains(wrong), "{text:?}: {said}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in any::<String>(), close in "[-+0-9.,NSEWnsew°'′\"″ ]{0,24}") {
            let _ = (parse(&text), parse(&close));
        }

        #[test]
        fn what_is_written_is_read(lat in -5_400i32..=5_400, lon in -10_800i32..=10_800) {
            let (lat_deg, lon_deg) = (f64::from(lat) / 60.0, f64::from(lon) / 60.0);
            let letter = |v: i32, plus: char, minus: char| if v < 0 { minus } else { plus };
            let whole = |v: i32| (v.abs() / 60, v.abs() % 60);
            let ((a, b), (c, d)) = (whole(lat), whole(lon));
            let (ns, ew) = (letter(lat, 'N', 'S'), letter(lon, 'E', 'W'));
            for text in [
                format!("{lat_deg},{lon_deg}"),
                format!("{a}°{b}′{ns} {c}°{d}′{ew}"),
                format!("{ew}{} {ns}{}", lon_deg.abs(), lat_deg.abs()),
            ] {
                let read = parse(&text).unwrap();
                prop_assert!((read.lat() - lat_deg).abs() < 1e-9, "{}", text);
                prop_assert!((read.lon() - lon_deg).abs() < 1e-9, "{}", text);
            }
        }
    }
}
