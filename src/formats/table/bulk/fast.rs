//! What most cells of large tables look like, read without detours: days of ISO 8601 and plain decimal
//! degrees. Whatever looks otherwise is left to the reading that all tables share; what is read here
//! comes out as it would there.

use crate::formats::dates::{self, Order, Reading};
use crate::formats::table::sheet::CERTAINTY;
use crate::model::time::{Calendar, Day};
use crate::model::{RowTraits, Second, TimeSpan};

/// A number of decimal degrees, exactly as the general reading parses it, and its decimals.
///
/// Digits that make a whole number below 2^53 and a power of ten up to 22 are both exact in an f64, and
/// so is their quotient to the nearest (Clinger 1990, "How to read floating point numbers
/// accurately").
pub(super) fn decimal(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let (negative, digits) = match bytes.split_first()? {
        (b'-', rest) => (true, rest),
        _ => (false, bytes),
    };
    // 15 digits make less than 2^53.
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut whole, mut point) = (0_u64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => whole = whole * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let decimals = point.map_or(0, |at| digits.len() - at - 1);
    let has_whole_part = point != Some(0) && digits.len() - usize::from(point.is_some()) <= 15;
    if !has_whole_part || point.is_some_and(|_| decimals == 0) {
        return None;
    }
    let value = whole as f64 / POWERS_OF_TEN.get(decimals).copied()?;
    Some((if negative { -value } else { value }, decimals))
}

const POWERS_OF_TEN: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A day written as 2026-01-28: its first second and the one after its last.
pub(super) fn iso_day(text: &str) -> Option<(Second, Second)> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text.as_bytes().first_chunk::<10>()? else {
        return None;
    };
    if text.len() != 10 {
        return None;
    }
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    let pair = |a: u8, b: u8| Some(digit(a)? * 10 + digit(b)?);
    let year = i32::from(pair(y0, y1)?) * 100 + i32::from(pair(y2, y3)?);
    let begin = Second::from_day(Day::new(year, pair(m0, m1)?, pair(d0, d1)?)?);
    Some((begin, Second(begin.0 + 86_400)))
}

/// A date that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    /// As [`crate::model::Event::hull`] has it for what happened.
    pub hull: (Second, Second),
    /// Whether it is a day on its own clock, and so can be put beside another by its hull alone.
    pub is_day: bool,
    /// How it is told.
    pub traits: RowTraits,
    /// The order of numbers that it proves.
    pub proves: Option<Order>,
    /// Whether its order had to come from elsewhere.
    pub leans: bool,
}

/// Longest date that is remembered.
const REMEMBERED_BYTES: usize = 31;

/// Dates that are remembered: a few years of days.
const SEATS: usize = 4_096;

/// Dates read lately, in whatever form: tables repeat them.
#[derive(Debug)]
pub(super) struct Dates {
    order: Option<Order>,
    calendar: Calendar,
    /// How a plain day is told.
    day: RowTraits,
    seats: Vec<Option<([u8; REMEMBERED_BYTES], u8, Dated)>>,
}

impl Dates {
    /// For a table whose numeric dates are in this order, and all of them on this calendar.
    pub(super) fn new(order: Option<Order>, calendar: Calendar) -> Self {
        let day = traits(TimeSpan::day(1970, 1, 1).as_ref());
        Self { order, calendar, day, seats: vec![None; SEATS] }
    }

    /// A date; nothing where it has to be read at length, because it cannot be read.
    pub(super) fn read(&mut self, text: &str) -> Option<Dated> {
        if self.calendar == Calendar::Gregorian
            && let Some(hull) = iso_day(text)
        {
            let traits = self.day;
            return Some(Dated { hull, is_day: true, traits, proves: None, leans: false });
        }
        let bytes = text.as_bytes();
        if bytes.len() > REMEMBERED_BYTES {
            return self.at_length(text);
        }
        let mixed = bytes.iter().fold(0_u64, |sum, byte| {
            (sum.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        let at = (mixed >> 52) as usize % SEATS;
        if let Some((have, length, dated)) = self.seats.get(at)?
            && have.get(..usize::from(*length)) == Some(bytes)
        {
            return Some(*dated);
        }
        let dated = self.at_length(text)?;
        let mut key = [0; REMEMBERED_BYTES];
        key.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        *self.seats.get_mut(at)? = Some((key, bytes.len() as u8, dated));
        Some(dated)
    }

    fn at_length(&self, text: &str) -> Option<Dated> {
        let reading = dates::read_on(text, self.calendar).ok()?;
        let span = reading.span(self.order).ok()?;
        Some(Dated {
            hull: hull(&span),
            is_day: is_day(&span),
            traits: traits(Some(&span)),
            proves: reading.order(),
            leans: leans(&reading),
        })
    }
}

/// How a row is told that has such a date.
pub(super) fn traits(when: Option<&TimeSpan>) -> RowTraits {
    RowTraits::new(when, CERTAINTY)
}

/// Whether a reading needs an order from elsewhere.
pub(super) fn leans(reading: &Reading) -> bool {
    matches!(reading, Reading::Numeric { first, second, .. } if first != second)
        && reading.order().is_none()
}

/// As [`crate::model::Event::hull`] has it for what happened.
pub(super) fn hull(span: &TimeSpan) -> (Second, Second) {
    (span.earliest().unwrap_or(Second::MIN), span.latest().unwrap_or(Second::MAX))
}

/// Whether a span is one day, told without doubt.
fn is_day(span: &TimeSpan) -> bool {
    span.as_day().is_some() && !span.is_approximate() && !span.is_uncertain()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn decimals_are_what_the_general_reading_makes_of_them(text in "-?[0-9]{0,4}\\.?[0-9]{0,14}") {
            if let Some((value, decimals)) = decimal(&text) {
                prop_assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits());
                prop_assert_eq!(decimals, text.split_once('.').map_or(0, |(_, rest)| rest.len()));
            }
        }

        #[test]
        fn coordinates_as_tables_write_them_take_the_short_way(a in -180i32..=180, b in 0u32..10_000_000) {
            let long = format!("{a}.{b:07}");
            prop_assert!(decimal(&long).is_some(), "{long}");
            prop_assert!(decimal(&a.to_string()).is_some());
        }

        #[test]
        fn days_are_what_the_general_reading_makes_of_them(text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]") {
            let general = dates::read(&text).and_then(|reading| reading.span(None)).ok();
            prop_assert_eq!(iso_day(&text), general.as_ref().map(hull));
        }
    }

    #[test]
    fn what_is_no_plain_number_goes_the_long_way() {
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "+1",
            "1e3",
            "1,5",
            "--1",
            "1.2.3",
            " 1",
            "NaN",
            "1234567890.123456",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_remembered_with_what_they_prove() {
        let mut dates = Dates::new(None, Calendar::Gregorian);
        for _ in 0..2 {
            let first = dates.read("28/1/2026").unwrap();
            assert_eq!(first.proves, Some(Order::DayFirst));
            assert_eq!(dates.read("4/4/2025").map(|d| d.leans), Some(false));
            assert_eq!(dates.read("3/4/2025"), None);
            assert_eq!(dates.read("soon"), None);
            assert!(!dates.read("2026").unwrap().is_day);
            assert!(!dates.read("2026-01-28~").unwrap().is_day);
        }
        let mut dates = Dates::new(Some(Order::DayFirst), Calendar::Gregorian);
        let leaning = dates.read("3/4/2025").unwrap();
        assert!(leaning.leans && leaning.is_day);
        assert_eq!(leaning.hull, dates.read("2025-04-03").unwrap().hull);
    }
}
