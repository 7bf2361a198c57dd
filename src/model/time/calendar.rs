use super::Day;
use super::civil::{days_from_civil, month_of_march_days};
use serde::{Deserialize, Serialize};

/// The calendar that a date is written on. Order, windows and arithmetic are always Gregorian; a
/// date that is said to be Julian is put where it falls, and is shown as it was written.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// That of today, reckoned back beyond its beginning in 1582 (ISO 8601).
    #[default]
    Gregorian,
    /// That of Rome and, until between 1582 and 1923, of Europe: every fourth year is a leap year.
    /// Reckoned back beyond the year 8, from which on its leap years were kept.
    Julian,
}

impl Calendar {
    /// The day that is written so on this calendar, or nothing where it has no such day or the day
    /// lies outside the years -999999..=999999 (astronomical, Gregorian).
    ///
    /// ```
    /// use chronotope::model::time::{Calendar, Day};
    /// assert_eq!(Calendar::Julian.day(1582, 10, 5), Day::new(1582, 10, 15));
    /// assert_eq!(Calendar::Gregorian.day(1700, 2, 29), None);
    /// assert!(Calendar::Julian.day(1700, 2, 29).is_some());
    /// ```
    #[must_use]
    pub fn day(self, year: i32, month: u8, day: u8) -> Option<Day> {
        match self {
            Self::Gregorian => Day::new(year, month, day),
            Self::Julian => {
                let long = match month {
                    2 if year % 4 == 0 => 29,
                    2 => 28,
                    4 | 6 | 9 | 11 => 30,
                    1..=12 => 31,
                    _ => return None,
                };
                let real = (1..=long).contains(&day);
                real.then(|| Day::from_epoch_days(days_from_julian(year, month, day))).flatten()
            }
        }
    }

    /// Year (astronomical), month and day as this calendar writes a day.
    #[must_use]
    pub fn date(self, day: Day) -> (i32, u8, u8) {
        match self {
            Self::Gregorian => (day.year(), day.month(), day.day()),
            Self::Julian => julian_from_days(day.epoch_days()),
        }
    }

    /// Days from 1970-01-01 to the first of a month of this calendar; of no use for what is no
    /// month.
    pub(super) fn month_begins(self, year: i32, month: u8) -> i64 {
        match self {
            Self::Gregorian => days_from_civil(year, month, 1),
            Self::Julian => days_from_julian(year, month, 1),
        }
    }
}

/// Days from 0000-03-01 on the Julian calendar to 1970-01-01: two more than on the Gregorian one,
/// which was behind in that year.
const JULIAN_EPOCH_DAYS: i64 = 719_470;

/// Days since 1970-01-01. As on the Gregorian calendar the year is taken to begin in March; four
/// years are 1,461 days.
fn days_from_julian(year: i32, month: u8, day: u8) -> i64 {
    let march_year = i64::from(year) - i64::from(month <= 2);
    let (era, year_of_era) = (march_year.div_euclid(4), march_year.rem_euclid(4));
    let day_of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    era * 1461 + year_of_era * 365 + day_of_year - JULIAN_EPOCH_DAYS
}

/// The inverse of [`days_from_julian`].
fn julian_from_days(days: i64) -> (i32, u8, u8) {
    let shifted = days + JULIAN_EPOCH_DAYS;
    let (era, day_of_era) = (shifted.div_euclid(1461), shifted.rem_euclid(1461));
    let year_of_era = (day_of_era - day_of_era / 1460) / 365;
    let (month, day) = month_of_march_days(day_of_era - 365 * year_of_era);
    let year = era * 4 + year_of_era + i64::from(month <= 2);
    (i32::try_from(year).unwrap_or_default(), month, day)
}
