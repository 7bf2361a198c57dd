//! Dates as people type them into the slider's fields.

use crate::model::time::{YEAR_MAX, month_name, month_short};
use crate::model::{Second, TimeSpan};
use crate::temporal::read_times;

/// Reads an EDTF date or one in English, and gives its first instant and the one after its last:
/// `2026-01-28`, `28 Jan 2026`, `January 2026`, `480 BCE`, `28 Jan 2026 14:30`, and what a report
/// would be understood by: `last October`, `Christmas 1914`, `the sixties`, counted from `today`.
/// What the fields show is read back as what they meant.
///
/// # Errors
/// Says what is wrong with the text, for the user.
pub fn read(text: &str, today: Second) -> Result<(Second, Second), String> {
    let text = text.trim();
    if let Some(bounds) = in_words(text) {
        return Ok(bounds);
    }
    let span: TimeSpan = match text.parse().or_else(|_| with_clock(text).parse()) {
        Ok(span) => span,
        Err(_) => as_in_a_report(text, today)?,
    };
    match (span.earliest(), span.latest()) {
        (Some(begin), Some(end)) if begin < end => Ok((begin, end)),
        _ => Err(format!("“{text}” has an open end. The slider needs a date.")),
    }
}

/// `2026-01-28 14:30` as EDTF writes it, with a `T`; any other text as it is.
fn with_clock(text: &str) -> String {
    match text.split_once(' ') {
        Some((day, time)) if clock(time).is_some() => format!("{day}T{time}"),
        _ => text.to_owned(),
    }
}

/// Reads when a document was written: an EDTF date, or a day, month or year in English.
///
/// # Errors
/// Says what is wrong with the text, for the user.
pub fn written(text: &str) -> Result<TimeSpan, String> {
    let text = text.trim();
    if let Ok(span) = text.parse() {
        return Ok(span);
    }
    match span_in_words(text) {
        Some((span, None)) => Ok(span),
        _ => Err(format!("“{text}” is no date. Try 2026-01-28, 28 Jan 2026 or 2026-01.")),
    }
}

/// A time expression that is the whole of a text.
fn as_in_a_report(text: &str, today: Second) -> Result<TimeSpan, String> {
    // Digits alone are a date that was mistyped, no word of a report.
    let is_wordy = text.contains(|c: char| c.is_alphabetic() || c == '/');
    let no_date = || format!("“{text}” is no date. Try 2026-01-28, 28 Jan 2026 or last October.");
    let dated = TimeSpan::from(today.day());
    let found = read_times(text, Some(&dated));
    let [one] = found.as_slice() else { return Err(no_date()) };
    if !is_wordy || one.range != (0..text.len()) {
        return Err(no_date());
    }
    match one.interval.clone().or_else(|| one.span.clone()) {
        Some(span) if span.is_set() => Err(format!("“{text}” may be {}. Say which.", span.label())),
        Some(span) => Ok(span),
        None => Err(no_date()),
    }
}

/// The bounds of a date in English; nothing where it is none.
fn in_words(text: &str) -> Option<(Second, Second)> {
    let (span, time) = span_in_words(text)?;
    let (begin, end) = (span.earliest()?, span.latest()?);
    let Some(seconds) = time else { return Some((begin, end)) };
    let at = Second(begin.0.saturating_add(seconds));
    Some((at, at))
}

/// A date in English, and the seconds since midnight where a day has a time of day.
fn span_in_words(text: &str) -> Option<(TimeSpan, Option<i64>)> {
    let grouped = text.to_lowercase().replace(", ", " ").replace(',', "").replace('.', " ");
    let mut words: Vec<&str> = grouped.split_whitespace().collect();
    let time = words.last().and_then(|word| clock(word));
    if time.is_some() {
        words.pop();
    }
    let bce = match words.last() {
        Some(&("bce" | "bc")) => Some(true),
        Some(&("ce" | "ad")) => Some(false),
        _ => None,
    };
    if bce.is_some() {
        words.pop();
    }
    let year: i32 = words.pop()?.parse().ok().filter(|y| (0..=YEAR_MAX).contains(y))?;
    let year = if bce == Some(true) { 1 - year } else { year };
    let (month, day) = match words.as_slice() {
        // A bare number is EDTF, unless its era is said.
        [] if bce.is_some() => (None, None),
        [one] => (Some(month(one)?), None),
        [a, b] => match (month(a), month(b)) {
            (Some(month), None) => (Some(month), Some(day(b)?)),
            (None, Some(month)) => (Some(month), Some(day(a)?)),
            _ => return None,
        },
        _ => return None,
    };
    let span = match (month, day) {
        (Some(month), Some(day)) => TimeSpan::day(year, month, day)?,
        (Some(month), None) => TimeSpan::month(year, month)?,
        _ => TimeSpan::year(year)?,
    };
    (time.is_none() || day.is_some()).then_some((span, time))
}

/// A month by its name or its first three letters.
fn month(word: &str) -> Option<u8> {
    let word = if word == "sept" { "sep" } else { word };
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    (1..=12).find(|month| is(month_name(*month)) || is(month_short(*month)))
}

fn day(word: &str) -> Option<u8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    digits.unwrap_or(word).parse().ok()
}

/// Seconds since midnight of `14:30` or `14:30:15`.
fn clock(word: &str) -> Option<i64> {
    let parts: Vec<i64> = word.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [h @ 0..=23, m @ 0..=59] => Some(h * 3600 + m * 60),
        [h @ 0..=23, m @ 0..=59, s @ 0..=59] => Some(h * 3600 + m * 60 + s),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::timeline::{end_label, instant_label};
    use proptest::prelude::*;

    fn at(year: i32, month: u8, day: u8) -> Second {
        Second::from_civil(year, month, day, 0, 0, 0).expect("a real day")
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let day = (at(2026, 1, 28), at(2026, 1, 29));
        for text in
            ["2026-01-28", "28 Jan 2026", "28 January 2026", "January 28, 2026", " jan. 28th 2026 "]
        {
            assert_eq!(read(text, today()), Ok(day), "{text}");
        }
        assert_eq!(read("Jan 2026", today()), Ok((at(2026, 1, 1), at(2026, 2, 1))));
        assert_eq!(read("480 BCE", today()), Ok((at(-479, 1, 1), at(-478, 1, 1))));
        assert_eq!(read("2025", today()), Ok((at(2025, 1, 1), at(2026, 1, 1))));
        let noon = Second(at(2026, 1, 28).0 + 12 * 3600);
        assert_eq!(read("28 Jan 2026 12:00", today()), Ok((noon, noon)));
        for text in ["2026-01-28 12:00", "2026-01-28T12:00", "2026-01-28 12:00:00"] {
            assert_eq!(read(text, today()).map(|(at, _)| at), Ok(noon), "{text}");
        }
        assert!(read("2026-01-28 25:00", today()).is_err());
    }

    fn today() -> Second {
        at(2026, 1, 28)
    }

    #[test]
    fn what_a_report_would_say_is_understood() {
        for (text, from, to) in [
            ("last October", at(2025, 10, 1), at(2025, 11, 1)),
            ("yesterday", at(2026, 1, 27), at(2026, 1, 28)),
            ("Christmas 1914", at(1914, 12, 25), at(1914, 12, 26)),
            ("the 1960s", at(1960, 1, 1), at(1970, 1, 1)),
        ] {
            assert_eq!(read(text, today()), Ok((from, to)), "{text}");
        }
        let twice = read("5/6/2024", today());
        assert!(twice.is_err_and(|e| e.contains("Say which")), "one of two days is no date");
    }

    #[test]
    fn documents_are_dated_in_the_same_words() {
        for text in ["2026-01-28", "28 Jan 2026", " January 28th, 2026"] {
            assert_eq!(written(text).map(|span| span.to_string()), Ok("2026-01-28".to_owned()));
        }
        assert_eq!(written("Jan 2026").map(|span| span.to_string()), Ok("2026-01".to_owned()));
        for text in ["", "yesterday", "28 Jan 2026 14:30", "31 Feb 2026"] {
            assert!(written(text).is_err_and(|why| why.contains("Try 2026-01-28")), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_said() {
        for text in ["", "soon", "31 Feb 2026", "2026-13-01", "Jan Feb 2026", "9999999999 BCE"] {
            assert!(read(text, today()).is_err(), "{text}");
        }
        assert!(read("2015-09/..", today()).is_err_and(|e| e.contains("open end")));
    }

    proptest! {
        #[test]
        fn what_the_fields_show_reads_back(at in -990_000_000_000_i64..990_000_000_000) {
            let (begin, _) = read(&instant_label(Second(at)), today()).expect("a label");
            prop_assert_eq!(begin, Second(at));
            let (_, end) = read(&end_label(Second(at)), today()).expect("a label");
            prop_assert_eq!(end, Second(at));
        }

        #[test]
        fn a_far_midnight_reads_back_as_well(day in -360_000_000_i64..360_000_000) {
            let at = Second(day * 86_400);
            let (begin, _) = read(&instant_label(at), today()).expect("a label");
            prop_assert_eq!(begin, at);
        }

        #[test]
        fn nothing_typed_panics(text in "\\PC{0,30}") {
            let _ = read(&text, today());
        }
    }
}
