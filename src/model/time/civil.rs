use super::{YEAR_MAX, YEAR_MIN};

/// A date and a time of day on the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil {
    /// Astronomical year: 0 is 1 BCE.
    pub year: i32,
    /// 1..=12.
    pub month: u8,
    /// 1..=31.
    pub day: u8,
    /// 0..=23.
    pub hour: u8,
    /// 0..=59.
    pub minute: u8,
    /// 0..=59.
    pub second: u8,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// Monday, the first day of an ISO week.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// All, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Days after Monday: 0..=6.
    #[must_use]
    pub fn after_monday(self) -> i64 {
        self as i64
    }

    /// The English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

/// A calendar day, proleptic Gregorian, year -999999..=999999. Only real days exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i32,
    month: u8,
    day: u8,
}

impl Day {
    /// The day, or nothing where there is no such day or the year is out of range.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let real = (YEAR_MIN..=YEAR_MAX).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        real.then_some(Self { year, month, day })
    }

    /// The day so many days after 1970-01-01, or nothing where its year is out of range.
    #[must_use]
    pub fn from_epoch_days(days: i64) -> Option<Self> {
        if !(-400_000_000..=400_000_000).contains(&days) {
            return None;
        }
        let (year, month, day) = civil_from_days(days);
        Self::new(i32::try_from(year).ok()?, month, day)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn epoch_days(self) -> i64 {
        days_from_civil(self.year, self.month, self.day)
    }

    /// Its astronomical year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// Its month, 1..=12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Its day of the month, 1..=31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Its day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday, three days after a Monday.
        let index = (self.epoch_days() + 3).rem_euclid(7);
        usize::try_from(index)
            .ok()
            .and_then(|i| Weekday::ALL.get(i))
            .copied()
            .unwrap_or(Weekday::Monday)
    }

    /// The day so many days later (earlier where negative); nothing past the calendar's range.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_epoch_days(self.epoch_days().checked_add(days)?)
    }

    /// The same day of the month so many months later, or that month's last day where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let total = (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(months)?;
        let year = i32::try_from(total.div_euclid(12)).ok()?;
        let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
        Self::new(year, month, self.day.min(days_in_month(year, month)))
    }

    /// The ISO 8601 week that it lies in: the week's year and its number, 1..=53.
    #[must_use]
    pub fn iso_week(self) -> (i32, u8) {
        let thursday = self.epoch_days() - self.weekday().after_monday() + 3;
        let (year, _, _) = civil_from_days(thursday);
        let year = i32::try_from(year).unwrap_or(self.year);
        let week = (thursday - days_from_civil(year, 1, 1)) / 7 + 1;
        (year, u8::try_from(week).unwrap_or(1))
    }

    /// The Monday of an ISO week, or nothing where the year has no such week.
    #[must_use]
    pub fn iso_monday(year: i32, week: u8) -> Option<Self> {
        let fourth = Self::new(year, 1, 4)?;
        let first = fourth.plus_days(-fourth.weekday().after_monday())?;
        let monday = first.plus_days(7 * (i64::from(week) - 1))?;
        (monday.iso_week() == (year, week)).then_some(monday)
    }
}

/// Days in a month, 28..=31; 31 where there is no such month.
#[must_use]
pub(crate) fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days since 1970-01-01. The year is taken to begin in March, so that the leap day comes last;
/// 400 years are 146,097 days.
pub(crate) fn days_from_civil(year: i32, month: u8, day: u8) -> i64 {
    let month = i64::from(month);
    let march_year = i64::from(year) - i64::from(month <= 2);
    let era = march_year.div_euclid(400);
    let year_of_era = march_year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`].
pub(crate) fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let (month, day) = month_of_march_days(day_of_year);
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Month and day of the month, from the days since 1 March.
pub(super) fn month_of_march_days(days: i64) -> (u8, u8) {
    let march_month = (5 * days + 2) / 153;
    let day = days - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
}
