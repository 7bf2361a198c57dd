//! Dates as single values: a cell of a table, a field of a header. Running text is `temporal`'s.
//!
//! Read: EDTF (ISO 8601), ISO date and time with a space or `T`, `2026/01/28`, `20260128`,
//! `28 January 2026`, `Jan. 28, 2026`, `January 2026`, RFC 2822, and numbers in day or month order.
//! Numbers whose order cannot be told (3/4/2025) are never guessed: [`Reading::span`] refuses them.
//! A date is Julian where the value says so (`4 October 1582 (Julian)`, `25 October 1917 O.S.`,
//! `J:1582-10-04`) or where the reader is told that all are ([`read_on`]).

use crate::model::TimeSpan;
use crate::model::time::{Calendar, month_name};
use serde::{Deserialize, Serialize};

/// Whether the day or the month comes first in `3/4/2025`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

/// What a value says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A date, whatever the order of others.
    Plain(TimeSpan),
    /// Two numbers and a year: the order has to come from elsewhere.
    Numeric {
        /// The first number.
        first: u8,
        /// The second number.
        second: u8,
        /// The year.
        year: i32,
        /// The calendar that it is written on.
        calendar: Calendar,
        /// The value as written.
        text: String,
    },
}

/// Why a value is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It is in none of the forms read.
    #[error("`{0}` is no date that can be read; write it as 2026-01-28{way}", way = before_the_era(.0))]
    Unknown(String),
    /// There is no such day.
    #[error("`{0}` is no day of the calendar")]
    NoSuchDay(String),
    /// It is day and month in an order that nothing tells.
    #[error("`{0}` can be two days: day first or month first? Write it as 2026-01-28")]
    Ambiguous(String),
}

/// How a year before the common era is written, for what may be meant as one. It is not read as one:
/// -9 and -99 stand for "not known" in many tables.
fn before_the_era(text: &str) -> &'static str {
    let year = text.trim().strip_prefix(['-', '−']).unwrap_or_default();
    let short = (1..4).contains(&year.len()) && year.bytes().all(|b| b.is_ascii_digit());
    if short { ", a year before the common era as -0480" } else { "" }
}

impl Reading {
    /// The order that this value proves by itself, where it does.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        match *self {
            Self::Numeric { first, second, .. } if first > 12 && second <= 12 => {
                Some(Order::DayFirst)
            }
            Self::Numeric { first, second, .. } if second > 12 && first <= 12 => {
                Some(Order::MonthFirst)
            }
            _ => None,
        }
    }

    /// The date; `order` decides where the value itself does not.
    ///
    /// # Errors
    /// When there is no such day, or the order is needed and not given.
    pub fn span(&self, order: Option<Order>) -> Result<TimeSpan, DateError> {
        let (first, second, year, calendar, text) = match self {
            Self::Plain(span) => return Ok(span.clone()),
            Self::Numeric { first, second, year, calendar, text } => {
                (*first, *second, *year, *calendar, text)
            }
        };
        let (day, month) = match self.order().or(order) {
            _ if first == second => (first, second),
            Some(Order::DayFirst) => (first, second),
            Some(Order::MonthFirst) => (second, first),
            None if first > 12 => return Err(DateError::NoSuchDay(text.clone())),
            None => return Err(DateError::Ambiguous(text.clone())),
        };
        day_on(calendar, year, month, day).ok_or_else(|| DateError::NoSuchDay(text.clone()))
    }
}

/// Longest value looked at; what is longer is running text.
const LONGEST_BYTES: usize = 80;

/// Reads one value, Gregorian where it does not say otherwise.
///
/// # Errors
/// When it is in none of the forms, or names a day that does not exist.
pub fn read(value: &str) -> Result<Reading, DateError> {
    read_on(value, Calendar::Gregorian)
}

/// Reads one value that is written on a calendar. A date and time of a mail header (RFC 2822) is
/// Gregorian always.
///
/// # Errors
/// When it is in none of the forms, or names a day that the calendar does not have.
pub fn read_on(value: &str, calendar: Calendar) -> Result<Reading, DateError> {
    let text = value.trim();
    let (text, calendar) = match said_julian(text) {
        Some(date) => (date, Calendar::Julian),
        None => (text, calendar),
    };
    let unknown = || DateError::Unknown(shortened(text));
    if text.is_empty() || text.len() > LONGEST_BYTES {
        return Err(unknown());
    }
    if let Some(day) = without_midnight(text).and_then(|day| TimeSpan::parse_on(day, calendar).ok())
    {
        return Ok(Reading::Plain(day));
    }
    if let Ok(span) = TimeSpan::parse_on(text, calendar) {
        return Ok(Reading::Plain(span));
    }
    if let Ok(span) = TimeSpan::parse_on(&text.replacen(' ', "T", 1), calendar) {
        return Ok(Reading::Plain(span));
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        let day = zoned.date();
        return civil(
            Calendar::Gregorian,
            day.year().into(),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
            text,
        );
    }
    match leading_numbers(text) {
        Some(Leading::YearFirst(year, month, day)) => civil(calendar, year, month, day, text),
        Some(Leading::YearLast(first, second, year)) => {
            if first == 0 || second == 0 || (first > 12 && second > 12) {
                return Err(DateError::NoSuchDay(shortened(text)));
            }
            Ok(Reading::Numeric { first, second, year, calendar, text: text.to_owned() })
        }
        None => named_month(text, calendar).unwrap_or_else(|| Err(unknown())),
    }
}

/// Reads the day (or coarser) that a document is dated: a time of day is left out, and the day is
/// that of the zone it is written in.
///
/// # Errors
/// As [`read`], and when the order of numbers cannot be told.
pub fn read_day(value: &str) -> Result<TimeSpan, DateError> {
    let text = value.trim();
    let day =
        text.get(..10).filter(|_| text.get(10..).is_some_and(|rest| rest.starts_with(['T', ' '])));
    if let Some(span) = day.and_then(|day| day.parse().ok()) {
        return Ok(span);
    }
    read(text)?.span(None)
}

/// The date of a value that says itself that it is Julian.
fn said_julian(text: &str) -> Option<&str> {
    const MARKS: [&str; 7] =
        ["(Julian)", "Julian", "(O.S.)", "O.S.", "(OS)", "(Old Style)", "Old Style"];
    // The form that such a date is shown in.
    let shown = text.split_once(" (Julian; ").filter(|(_, rest)| rest.ends_with(" Gregorian)"));
    let date = shown.map(|(date, _)| date);
    let date = date.or_else(|| MARKS.iter().find_map(|mark| text.strip_suffix(mark)))?;
    let date = date.trim_end_matches([' ', ',']);
    (!date.is_empty()).then_some(date)
}

fn day_on(calendar: Calendar, year: i32, month: u8, day: u8) -> Option<TimeSpan> {
    let span = calendar.day(year, month, day).map(TimeSpan::from)?;
    Some(if calendar == Calendar::Julian { span.written_julian() } else { span })
}

fn civil(
    calendar: Calendar,
    year: i32,
    month: u8,
    day: u8,
    text: &str,
) -> Result<Reading, DateError> {
    day_on(calendar, year, month, day)
        .map(Reading::Plain)
        .ok_or_else(|| DateError::NoSuchDay(shortened(text)))
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Tables made from databases write a day as its midnight: that is a day, no instant.
fn without_midnight(text: &str) -> Option<&str> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let zeros = time.trim_end_matches(['0', '.']);
    (day.len() == 10 && time.starts_with("00:00") && matches!(zeros, "" | "00:" | "00:00:"))
        .then_some(day)
}

enum Leading {
    YearFirst(i32, u8, u8),
    YearLast(u8, u8, i32),
}

/// Three numbers at the start, parted by `/`, `.` or `-`, or eight digits; a time may follow.
fn leading_numbers(text: &str) -> Option<Leading> {
    let head = text.split([' ', 'T', ',']).next()?;
    if head.len() == 8 && head.bytes().all(|b| b.is_ascii_digit()) {
        let year: i32 = head.get(..4)?.parse().ok()?;
        return Some(Leading::YearFirst(
            year,
            head.get(4..6)?.parse().ok()?,
            head.get(6..)?.parse().ok()?,
        ));
    }
    let separator = head.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = head.split(separator).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let digits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if a.len() == 4 && digits(a, 4) && digits(b, 2) && digits(c, 2) {
        return Some(Leading::YearFirst(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?));
    }
    if digits(a, 2) && digits(b, 2) && c.len() == 4 && digits(c, 4) {
        return Some(Leading::YearLast(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?));
    }
    None
}

/// A month by its name or by as much of its beginning, of three letters at least.
fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.');
    let begins = |month: &u8| {
        let start = month_name(*month).get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    (1..=12).find(begins).filter(|_| word.len() >= 3)
}

/// `28 January 2026`, `January 28th, 2026`, `January 2026`, with a weekday before and a time behind.
fn named_month(text: &str, calendar: Calendar) -> Option<Result<Reading, DateError>> {
    let words: Vec<&str> =
        text.split([' ', ',', '\u{a0}', '-', '/']).filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words.get(at)?)?;
    let day = |word: Option<&&str>| -> Option<u8> {
        let word = word?.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
        word.parse().ok().filter(|day| (1..=31).contains(day))
    };
    let year = |word: Option<&&str>| -> Option<i32> {
        let word = word?;
        (word.len() == 4).then(|| word.parse().ok()).flatten()
    };
    let before = at.checked_sub(1).and_then(|i| day(words.get(i)));
    if let (Some(day), Some(year)) = (before, year(words.get(at + 1))) {
        return Some(civil(calendar, year, month, day, text));
    }
    if let (Some(day), Some(year)) = (day(words.get(at + 1)), year(words.get(at + 2))) {
        return Some(civil(calendar, year, month, day, text));
    }
    let year = year(words.get(at + 1))?;
    let span = TimeSpan::parse_on(&format!("{year:04}-{month:02}"), calendar);
    Some(span.map(Reading::Plain).map_err(|_| DateError::Unknown(shortened(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> String {
        read(text).and_then(|r| r.span(None)).map_or_else(|e| e.to_string(), |s| s.to_string())
    }

    #[test]
    fn reads_the_forms_that_headers_and_tables_use() {
        for text in [
            "2026-01-28",
            " 2026-01-28 ",
            "2026/01/28",
            "20260128",
            "2026-01-28 00:00:00.000",
            "2026-01-28T00:00:00",
            "28 January 2026",
            "28 Jan 2026",
            "28-Jan-2026",
            "Jan. 28, 2026",
            "January 28th, 2026",
            "Wednesday, January 28, 2026",
            "Wed, 28 Jan 2026 14:30:00 +0300",
            "28/01/2026",
            "01/28/2026",
            "28.1.2026",
        ] {
            assert_eq!(day(text), "2026-01-28", "{text}");
        }
    }

    #[test]
    fn never_guesses_the_order() {
        assert!(matches!(read("3/4/2025").unwrap().span(None), Err(DateError::Ambiguous(_))));
        assert_eq!(
            read("3/4/2025").unwrap().span(Some(Order::DayFirst)),
            Ok("2025-04-03".parse().unwrap())
        );
        assert_eq!(
            read("3/4/2025").unwrap().span(Some(Order::MonthFirst)),
            Ok("2025-03-04".parse().unwrap())
        );
        assert_eq!(day("4/4/2025"), "2025-04-04");
        assert_eq!(read("28/1/2026").unwrap().order(), Some(Order::DayFirst));
        assert_eq!(read("1/28/2026").unwrap().order(), Some(Order::MonthFirst));
    }

    #[test]
    fn a_julian_date_is_one_by_its_own_word_or_by_the_readers() {
        for text in [
            "J:1582-10-04",
            "1582-10-04 (Julian)",
            "4 October 1582 (Julian)",
            "4 October 1582 (Julian; 14 October Gregorian)",
            "4 Oct 1582, Old Style",
            "October 4, 1582 O.S.",
            "4.10.1582 (O.S.)",
        ] {
            let read = read(text).and_then(|r| r.span(Some(Order::DayFirst)));
            assert_eq!(read.map(|s| s.to_string()).as_deref(), Ok("J:1582-10-04"), "{text}");
        }
        let told = |text: &str| {
            read_on(text, Calendar::Julian).and_then(|r| r.span(None)).map(|s| s.to_string())
        };
        assert_eq!(told("29 February 1700").as_deref(), Ok("J:1700-02-29"));
        assert_eq!(told("29/2/1700").as_deref(), Ok("J:1700-02-29"));
        assert_eq!(told("17000229").as_deref(), Ok("J:1700-02-29"));
        assert_eq!(told("1700-02-29T00:00:00").as_deref(), Ok("J:1700-02-29"));
        assert_eq!(told("February 1700").as_deref(), Ok("J:1700-02"));
        assert!(told("29 February 1701").is_err() && told("(Julian)").is_err());
        assert!(matches!(
            read("29 February 1700").and_then(|r| r.span(None)),
            Err(DateError::NoSuchDay(_))
        ));
    }

    #[test]
    fn refuses_what_is_no_day() {
        for text in ["2026-02-30", "99/99/9999", "30 February 2026", "31/02/2026", "0/1/2026"] {
            assert!(read(text).and_then(|r| r.span(None)).is_err(), "{text}");
        }
        for text in
            ["", "soon", "12:30", "January", "x".repeat(10_000).as_str(), "²/²/2025", "1/2/3/4"]
        {
            assert!(matches!(read(text), Err(DateError::Unknown(_))), "{text}");
        }
    }
}
