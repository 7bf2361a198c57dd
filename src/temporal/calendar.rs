use super::amount::season_code;
use super::lexicon::Unit;
use crate::model::TimeSpan;
use crate::model::time::Day;

/// A winter named by the year in which it ends; EDTF has no number for it.
pub(super) const WINTER_BY_END: u8 = 25;

/// A stretch of the calendar as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cal {
    Day(Day),
    /// ISO year and week.
    Week(i32, u8),
    /// The Saturday and Sunday of an ISO week.
    Weekend(i32, u8),
    Month(i32, u8),
    /// Season, quarter or half by its EDTF number.
    Part(i32, u8),
    Year(i32),
    /// A decade (1) or century (2): a year with open digits.
    Open(i32, u8),
    /// From one day to another.
    Run(Day, Day),
}

impl Cal {
    pub(super) fn year(self) -> i32 {
        match self {
            Self::Day(day) | Self::Run(day, _) => day.year(),
            Self::Week(year, _)
            | Self::Weekend(year, _)
            | Self::Month(year, _)
            | Self::Part(year, _)
            | Self::Year(year)
            | Self::Open(year, _) => year,
        }
    }

    /// Its first day.
    pub(super) fn first(self) -> Option<Day> {
        match self {
            Self::Day(day) | Self::Run(day, _) => Some(day),
            Self::Week(year, week) => Day::iso_monday(year, week),
            Self::Weekend(year, week) => Day::iso_monday(year, week)?.plus_days(5),
            Self::Month(year, month) => Day::new(year, month, 1),
            Self::Part(year, WINTER_BY_END) => Day::new(year.checked_sub(1)?, 12, 1),
            Self::Part(year, part) => Day::new(year, part_months(part).0, 1),
            Self::Year(year) => Day::new(year, 1, 1),
            Self::Open(year, digits) => Day::new(open_years(year, digits).0, 1, 1),
        }
    }

    /// Its last day.
    pub(super) fn last(self) -> Option<Day> {
        match self {
            Self::Day(day) | Self::Run(_, day) => Some(day),
            Self::Week(year, week) | Self::Weekend(year, week) => {
                Day::iso_monday(year, week)?.plus_days(6)
            }
            Self::Month(..) => self.first()?.plus_months(1)?.plus_days(-1),
            Self::Part(_, part) => {
                self.first()?.plus_months(i64::from(part_months(part).1))?.plus_days(-1)
            }
            Self::Year(year) => Day::new(year, 12, 31),
            Self::Open(year, digits) => Day::new(open_years(year, digits).1, 12, 31),
        }
    }

    /// The unit that contains a day.
    pub(super) fn containing(day: Day, unit: Unit) -> Option<Self> {
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(day),
            Unit::Week => {
                let (year, week) = day.iso_week();
                Self::Week(year, week)
            }
            Unit::Month => Self::Month(day.year(), day.month()),
            Unit::Quarter => Self::Part(day.year(), 33 + (day.month() - 1) / 3),
            Unit::Year => Self::Year(day.year()),
            Unit::Decade => Self::Open(open_year(day.year(), 10), 1),
            Unit::Century => Self::Open(open_year(day.year(), 100), 2),
            Unit::Millennium => return None,
        })
    }

    /// The unit that contains this stretch, where one does: a day has a week, a year has none.
    pub(super) fn within(self, unit: Unit) -> Option<Self> {
        let fine_enough = match self {
            Self::Day(_) | Self::Run(..) => true,
            Self::Week(..) | Self::Weekend(..) => unit >= Unit::Week,
            Self::Month(..) => unit >= Unit::Month,
            Self::Part(_, part) => {
                unit >= Unit::Year || (unit == Unit::Quarter && (33..=36).contains(&part))
            }
            Self::Year(_) => unit >= Unit::Year,
            Self::Open(_, 1) => unit >= Unit::Decade,
            Self::Open(..) => unit >= Unit::Century,
        };
        if !fine_enough {
            return None;
        }
        match (self, unit) {
            (Self::Open(year, 1), Unit::Century) => Some(Self::Open(open_year(year, 100), 2)),
            (Self::Open(..), _) => Some(self),
            (Self::Week(..), Unit::Week) => Some(self),
            // A week belongs to the month that holds its Thursday.
            (Self::Week(..) | Self::Weekend(..), _) => {
                Self::containing(self.last()?.plus_days(-3)?, unit)
            }
            _ => Self::containing(self.first()?, unit),
        }
    }

    /// So many of its own units later.
    pub(super) fn plus(self, n: i64) -> Option<Self> {
        Some(match self {
            Self::Day(day) => Self::Day(day.plus_days(n)?),
            Self::Week(..) => {
                Self::containing(self.first()?.plus_days(n.checked_mul(7)?)?, Unit::Week)?
            }
            Self::Weekend(year, week) => match Self::Week(year, week).plus(n)? {
                Self::Week(year, week) => Self::Weekend(year, week),
                other => other,
            },
            Self::Month(..) => Self::containing(self.first()?.plus_months(n)?, Unit::Month)?,
            Self::Part(year, part @ 33..=36) => {
                let _ = (year, part);
                Self::containing(self.first()?.plus_months(n.checked_mul(3)?)?, Unit::Quarter)?
            }
            Self::Part(year, part) => Self::Part(shifted(year, n)?, part),
            Self::Year(year) => Self::Year(shifted(year, n)?),
            Self::Open(year, digits) => {
                let length = 10_i64.pow(u32::from(digits));
                Self::Open(shifted(year, n.checked_mul(length)?)?, digits)
            }
            Self::Run(a, b) => {
                let length = b.epoch_days() - a.epoch_days() + 1;
                let by = n.checked_mul(length)?;
                Self::Run(a.plus_days(by)?, b.plus_days(by)?)
            }
        })
    }

    /// Its TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Self::Day(day) => day_value(day),
            Self::Week(year, week) => format!("{year:04}-W{week:02}"),
            Self::Weekend(year, week) => format!("{year:04}-W{week:02}-WE"),
            Self::Month(year, month) => format!("{}-{month:02}", year_value(year)),
            Self::Part(year, part) => format!("{}-{}", year_value(year), season_code(part)),
            Self::Year(year) => year_value(year),
            Self::Open(year, digits) => {
                let mut text = if year < 0 {
                    format!("BC{:04}", -i64::from(year))
                } else {
                    format!("{year:04}")
                };
                text.truncate(text.len().saturating_sub(usize::from(digits)));
                text
            }
            Self::Run(a, b) => format!("{}/{}", day_value(a), day_value(b)),
        }
    }

    /// As a span in EDTF.
    pub(super) fn span(self) -> Option<TimeSpan> {
        match self {
            Self::Day(day) => Some(TimeSpan::from(day)),
            Self::Month(year, month) => TimeSpan::month(year, month),
            Self::Year(year) => TimeSpan::year(year),
            Self::Part(year, WINTER_BY_END) => Self::Part(year.checked_sub(1)?, 24).span(),
            Self::Part(year, part) => format!("{}-{part}", edtf_year(year)).parse().ok(),
            Self::Open(year, 1) if year < 0 => {
                let (first, last) = open_years(year, 1);
                TimeSpan::between(&TimeSpan::year(first)?, &TimeSpan::year(last)?)
            }
            // The first century BC has no digits to leave open.
            Self::Open(year, 2) if year > -100 && year < 0 => {
                TimeSpan::between(&TimeSpan::year(-99)?, &TimeSpan::year(0)?)
            }
            Self::Open(year, digits) => {
                let mut text = edtf_year(year);
                let digits = usize::from(digits);
                text.truncate(text.len().saturating_sub(digits));
                text.push_str(&"X".repeat(digits));
                text.parse().ok()
            }
            Self::Week(..) | Self::Weekend(..) | Self::Run(..) => {
                TimeSpan::between(&TimeSpan::from(self.first()?), &TimeSpan::from(self.last()?))
            }
        }
    }
}

fn shifted(year: i32, n: i64) -> Option<i32> {
    let year = i32::try_from(i64::from(year).checked_add(n)?).ok()?;
    Day::new(year, 1, 1).map(|_| year)
}

/// The first (or, before the year 0, the last) year of the decade or century of a year.
fn open_year(year: i32, length: i32) -> i32 {
    if year < 0 { -(-year / length * length) } else { year / length * length }
}

fn open_years(year: i32, digits: u8) -> (i32, i32) {
    let length = 10_i32.pow(u32::from(digits.min(3)));
    match (year < 0, digits) {
        // "The 470s BC" are 479 to 470 BC: the astronomical years -478 to -469.
        (true, 1) => (year - 8, year + 1),
        (true, _) => (year - length + 1, year.min(0)),
        (false, _) => (year, year + length - 1),
    }
}

/// First month and number of months.
pub(super) fn part_months(part: u8) -> (u8, u8) {
    match part {
        21 => (3, 3),
        22 => (6, 3),
        23 => (9, 3),
        24 | WINTER_BY_END => (12, 3),
        33..=36 => ((part - 33) * 3 + 1, 3),
        41 => (7, 6),
        _ => (1, 6),
    }
}

/// A year as TIMEX3 writes it: `0480`, `BC0480`.
pub(super) fn year_value(year: i32) -> String {
    if year <= 0 { format!("BC{:04}", 1 - i64::from(year)) } else { format!("{year:04}") }
}

fn day_value(day: Day) -> String {
    format!("{}-{:02}-{:02}", year_value(day.year()), day.month(), day.day())
}

fn edtf_year(year: i32) -> String {
    let long = if year.unsigned_abs() > 9999 { "Y" } else { "" };
    let sign = if year < 0 { "-" } else { "" };
    format!("{long}{sign}{:04}", year.unsigned_abs())
}
