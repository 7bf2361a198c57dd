use super::civil::{Civil, Day, civil_from_days, days_from_civil, days_in_month};
use super::{YEAR_MAX, YEAR_MIN};
use serde::{Deserialize, Serialize};

const DAY_S: i64 = 86_400;

/// Seconds since 1970-01-01T00:00:00, proleptic Gregorian, no leap seconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Second(pub i64);

/// A step on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 60 seconds.
    Minute,
    /// 3,600 seconds.
    Hour,
    /// 24 hours.
    Day,
    /// Seven days; begins on Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Unit {
    /// All, shortest first.
    pub const ALL: [Self; 6] =
        [Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// The English word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Second {
    /// The first instant of the year -999999.
    pub const MIN: Self = Self(-31_619_087_596_800);
    /// The instant after the last of the year 999999.
    pub const MAX: Self = Self(31_494_784_780_800);
    /// Long before everything that can be dated, and far enough from the ends of the numbers that
    /// lengths and sums stay within them.
    pub const LONG_AGO: Self = Self(-(1 << 60));
    /// Long after everything that can be dated; see [`Self::LONG_AGO`].
    pub const FAR_OFF: Self = Self(1 << 60);

    /// The instant of a date and a time of day, or nothing where there is no such date or time.
    ///
    /// ```
    /// use chronotope::model::time::Second;
    /// assert_eq!(Second::from_civil(1970, 1, 2, 0, 0, 0), Some(Second(86_400)));
    /// assert_eq!(Second::from_civil(2026, 2, 30, 0, 0, 0), None);
    /// ```
    #[must_use]
    pub fn from_civil(
        year: i32,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Option<Self> {
        let date = Day::new(year, month, day)?;
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let of_day = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Some(Self(date.epoch_days() * DAY_S + of_day))
    }

    /// The midnight that begins a day.
    #[must_use]
    pub fn from_day(day: Day) -> Self {
        Self(day.epoch_days() * DAY_S)
    }

    /// The day that it lies in; the first or the last of the calendar where it lies beyond.
    #[must_use]
    pub fn day(self) -> Day {
        let days = self.clamped().0.div_euclid(DAY_S);
        let last = Day::new(YEAR_MAX, 12, 31);
        Day::from_epoch_days(days).or(last).unwrap_or_else(|| Self(0).day())
    }

    /// Its date and time of day; what lies beyond the calendar's years is brought to its ends.
    #[must_use]
    pub fn civil(self) -> Civil {
        let inside = self.clamped();
        let (year, month, day) = civil_from_days(inside.0.div_euclid(DAY_S));
        let of_day = inside.0.rem_euclid(DAY_S);
        let part = |seconds: i64| u8::try_from(seconds).unwrap_or(0);
        Civil {
            year: i32::try_from(year).unwrap_or(YEAR_MAX),
            month,
            day,
            hour: part(of_day / 3600),
            minute: part(of_day / 60 % 60),
            second: part(of_day % 60),
        }
    }

    /// `n` units later on the calendar (earlier where negative), keeping the time of day.
    ///
    /// A month or a year later than a day that the target month lacks is that month's last day:
    /// 31 January and a month is 28 February. Stops at the calendar's ends. Keeps order: of two
    /// days the earlier never lands after the later, and a greater `n` never lands earlier.
    #[must_use]
    pub fn step(self, unit: Unit, n: i32) -> Self {
        let n = i64::from(n);
        match unit {
            Unit::Minute => Self(self.0.saturating_add(n * 60)).clamped(),
            Unit::Hour => Self(self.0.saturating_add(n * 3600)).clamped(),
            Unit::Day => Self(self.0.saturating_add(n * DAY_S)).clamped(),
            Unit::Week => Self(self.0.saturating_add(n * 7 * DAY_S)).clamped(),
            Unit::Month => self.step_months(n),
            Unit::Year => self.step_months(n * 12),
        }
    }

    /// The last instant at or before this one where the unit begins: the full hour, midnight,
    /// Monday, the first of the month, 1 January.
    #[must_use]
    pub fn floor(self, unit: Unit) -> Self {
        let inside = self.clamped();
        let day = inside.0.div_euclid(DAY_S);
        let floored = match unit {
            Unit::Minute => inside.0 - inside.0.rem_euclid(60),
            Unit::Hour => inside.0 - inside.0.rem_euclid(3600),
            Unit::Day => day * DAY_S,
            Unit::Week => (day - (day + 3).rem_euclid(7)) * DAY_S,
            Unit::Month => {
                let at = inside.civil();
                days_from_civil(at.year, at.month, 1) * DAY_S
            }
            Unit::Year => days_from_civil(inside.civil().year, 1, 1) * DAY_S,
        };
        Self(floored).clamped()
    }

    fn step_months(self, months: i64) -> Self {
        let inside = self.clamped();
        let at = inside.civil();
        let total = i64::from(at.year) * 12 + i64::from(at.month) - 1 + months;
        let Ok(year) = i32::try_from(total.div_euclid(12)) else {
            return if months < 0 { Self::MIN } else { Self::MAX };
        };
        if year < YEAR_MIN {
            return Self::MIN;
        }
        if year > YEAR_MAX {
            return Self::MAX;
        }
        let month = u8::try_from(total.rem_euclid(12) + 1).unwrap_or(1);
        let day = at.day.min(days_in_month(year, month));
        let of_day = inside.0.rem_euclid(DAY_S);
        Self(days_from_civil(year, month, day) * DAY_S + of_day)
    }

    fn clamped(self) -> Self {
        self.clamp(Self::MIN, Self::MAX)
    }
}
