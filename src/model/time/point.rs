use super::{Calendar, Day, Second, YEAR_MAX};

const DAY_S: i64 = 86_400;

/// The zone that a time was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// None was given: local time, wherever that was.
    Floating,
    /// `Z`.
    Utc,
    /// Minutes ahead of UTC.
    Offset(i16),
}

/// A date as written, without its qualifiers and its calendar. Only real dates exist. Days are
/// Gregorian on every calendar; months and years are numbered as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum When {
    /// A year with its last `masked` digits (0..=3) unspecified and stored as zeros.
    Years { year: i32, masked: u8 },
    /// A part of a year by its EDTF number: 21..=32 seasons, 33..=36 quarters, 37..=39 thirds,
    /// 40..=41 halves.
    Part { year: i32, part: u8 },
    /// An unspecified month of a year: `2004-XX`.
    SomeMonth { year: i32 },
    /// An unspecified day of a year (`2004-XX-XX`), or of a month (`2004-07-XX`).
    SomeDay { year: i32, month: Option<u8> },
    /// A month.
    Month { year: i32, month: u8 },
    /// A day.
    Day(Day),
    /// A time of day, to the hour, the minute or the second.
    Time { day: Day, hour: u8, minute: Option<u8>, second: Option<u8>, zone: Zone },
}

/// A date as written, with its calendar and its qualifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Point {
    pub when: When,
    pub calendar: Calendar,
    pub approximate: bool,
    pub uncertain: bool,
}

impl When {
    /// First instant and the instant after the last, as written on a calendar.
    fn bounds(self, calendar: Calendar) -> (Second, Second) {
        let years = |first, last| years(calendar, first, last);
        let month_run = |year, first, count| month_run(calendar, year, first, count);
        match self {
            Self::Years { year, masked } => {
                let span = 10_i32.pow(u32::from(masked.min(3)));
                if year < 0 { years(year - span + 1, year) } else { years(year, year + span - 1) }
            }
            Self::SomeMonth { year } | Self::SomeDay { year, month: None } => years(year, year),
            Self::Part { year, part } => {
                let (first, months) = part_months(part);
                month_run(year, first, months)
            }
            Self::Month { year, month } | Self::SomeDay { year, month: Some(month) } => {
                month_run(year, month, 1)
            }
            Self::Day(day) => days(day.epoch_days(), 1),
            Self::Time { day, hour, minute, second, .. } => {
                let begin = day.epoch_days() * DAY_S
                    + i64::from(hour) * 3600
                    + i64::from(minute.unwrap_or(0)) * 60
                    + i64::from(second.unwrap_or(0));
                let length = match (minute, second) {
                    (None, _) => 3600,
                    (Some(_), None) => 60,
                    _ => 1,
                };
                (Second(begin), Second(begin + length))
            }
        }
    }
}

impl Point {
    /// First instant and the instant after the last, qualifiers aside.
    pub(super) fn written(self) -> (Second, Second) {
        self.when.bounds(self.calendar)
    }

    /// First instant and the instant after the last; "about" widens them by one unit on each side.
    pub(super) fn bounds(self) -> (Second, Second) {
        let (begin, end) = self.written();
        if self.approximate {
            let length = end.0 - begin.0;
            let clamp = |at: i64| Second(at).clamp(Second::MIN, Second::MAX);
            (clamp(begin.0 - length), clamp(end.0 + length))
        } else {
            (begin, end)
        }
    }
}

impl From<When> for Point {
    fn from(when: When) -> Self {
        Self { when, calendar: Calendar::Gregorian, approximate: false, uncertain: false }
    }
}

/// First month of a part of the year and how many months it has. Seasons are the meteorological
/// ones, named by the year in which they begin: 21..=24 and 25..=28 of the northern hemisphere,
/// 29..=32 of the southern.
pub(super) fn part_months(part: u8) -> (u8, u8) {
    match part {
        21 | 25 | 31 => (3, 3),
        22 | 26 | 32 => (6, 3),
        23 | 27 | 29 => (9, 3),
        24 | 28 | 30 => (12, 3),
        33 => (1, 3),
        34 => (4, 3),
        35 => (7, 3),
        36 => (10, 3),
        37 => (1, 4),
        38 => (5, 4),
        39 => (9, 4),
        40 => (1, 6),
        41 => (7, 6),
        _ => (1, 12),
    }
}

fn days(first: i64, count: i64) -> (Second, Second) {
    (Second(first * DAY_S), Second((first + count) * DAY_S))
}

/// Cut at the ends of the calendar, which Julian years reach past.
fn stretch(begin_days: i64, end_days: i64) -> (Second, Second) {
    let at = |days: i64| Second(days * DAY_S).clamp(Second::MIN, Second::MAX);
    (at(begin_days), at(end_days))
}

fn years(calendar: Calendar, first: i32, last: i32) -> (Second, Second) {
    let end = calendar.month_begins(last.min(YEAR_MAX) + 1, 1);
    stretch(calendar.month_begins(first, 1), end)
}

fn month_run(calendar: Calendar, year: i32, month: u8, count: u8) -> (Second, Second) {
    let after = month + count;
    let (end_year, end_month) = if after > 12 { (year + 1, after - 12) } else { (year, after) };
    stretch(calendar.month_begins(year, month), calendar.month_begins(end_year, end_month))
}
