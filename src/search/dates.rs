//! Dates as people type them: in the ways that texts have them, and as EDTF.

use crate::model::time::{Calendar, month_short};
use crate::model::{Second, TimeSpan, Window};
use crate::temporal::read_times_on;

/// A text read as a date or a stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct DateRead {
    /// When.
    pub span: TimeSpan,
    /// How it was read, in words; empty where nothing had to be worked out.
    pub reading: String,
}

/// The date that a text means as of a day: "Jan 2026", "last October", "2026-01", "Dec 2025 to Jan
/// 2026". A month or day without its year is the one within `extent` where the next one is not.
/// Nothing where the text is no date on the calendar.
#[must_use]
pub fn date(text: &str, as_of: Second, extent: Window, calendar: Calendar) -> Option<DateRead> {
    let text = text.trim();
    // A bare number is a year only where it is written as one, and a letter in it makes it none.
    let digits = text.trim_start_matches('-');
    let lone = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if text.is_empty() || (lone && digits.len() != 4) {
        return None;
    }
    if let Some(span) = text.parse::<TimeSpan>().ok().filter(|_| digits.len() >= 4) {
        return bounded(span, String::new());
    }
    let read = |as_of: Second| whole(text, as_of, calendar);
    let first = read(as_of)?;
    let is_month = |word: &str| {
        let start = word.get(..3).unwrap_or_default();
        (1..=12).any(|month| start.eq_ignore_ascii_case(month_short(month)))
    };
    let names_month = text.split(|c: char| !c.is_alphabetic()).any(is_month);
    let within = |read: &DateRead| {
        let (begin, end) = (read.span.earliest(), read.span.latest());
        begin.is_some_and(|begin| begin < extent.end())
            && end.is_some_and(|end| end > extent.begin())
    };
    if names_month && !within(&first) {
        let year_ago = as_of.step(crate::model::Unit::Year, -1);
        if let Some(before) = read(year_ago).filter(within) {
            return Some(before);
        }
    }
    Some(first)
}

/// The one time expression that all of a text is.
fn whole(text: &str, as_of: Second, calendar: Calendar) -> Option<DateRead> {
    let day = as_of.day();
    let dated = TimeSpan::day(day.year(), day.month(), day.day());
    let found = read_times_on(text, dated.as_ref(), calendar);
    let [only] = found.as_slice() else { return None };
    let rest = [text.get(..only.range.start)?, text.get(only.range.end..)?];
    let nothing = |rest: &str| {
        matches!(
            rest.trim().to_lowercase().as_str(),
            "" | "in"
                | "on"
                | "the"
                | "during"
                | "from"
                | "since"
                | "until"
                | "between"
                | "."
                | "?"
        )
    };
    if !rest.into_iter().all(nothing) {
        return None;
    }
    let span = only.interval.clone().or_else(|| only.span.clone())?;
    bounded(span, if only.relative { only.reading.clone() } else { String::new() })
}

/// Spans without any known end can not be gone to.
fn bounded(span: TimeSpan, reading: String) -> Option<DateRead> {
    (span.earliest().is_some() || span.latest().is_some()).then_some(DateRead { span, reading })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<String> {
        let at = |y, m, d| Second::from_civil(y, m, d, 0, 0, 0).unwrap();
        let extent = Window::new(at(2025, 1, 1), at(2026, 2, 1));
        date(text, at(2026, 1, 28), extent, Calendar::Gregorian).map(|read| read.span.to_string())
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        for (text, edtf) in [
            ("Jan 2026", "2026-01"),
            ("january 2026", "2026-01"),
            ("2026-01", "2026-01"),
            ("2026-01-18", "2026-01-18"),
            ("18 Jan 2026", "2026-01-18"),
            ("last October", "2025-10"),
            ("October", "2025-10"),
            ("yesterday", "2026-01-27"),
            ("last week", "2026-01-19/2026-01-25"),
            ("2025", "2025"),
            ("480 BCE", "-0479"),
            ("2025-12/2026-01", "2025-12/2026-01"),
        ] {
            assert_eq!(read(text).as_deref(), Some(edtf), "{text}");
        }
    }

    #[test]
    fn ranges_are_read_whole() {
        for text in
            ["Dec 2025 to Jan 2026", "from Dec 2025 to Jan 2026", "December 2025 - January 2026"]
        {
            let span: TimeSpan = read(text).unwrap_or_else(|| panic!("{text}")).parse().unwrap();
            assert_eq!(span.earliest(), Second::from_civil(2025, 12, 1, 0, 0, 0), "{text}");
            assert_eq!(span.latest(), Second::from_civil(2026, 2, 1, 0, 0, 0), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_read_as_one() {
        for text in [
            "",
            "Homs",
            "5",
            "123456",
            "SDF",
            "36.5, 40.7",
            "the bridge in May 2025 fell",
            "now and then",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
