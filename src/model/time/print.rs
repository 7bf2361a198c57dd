use super::point::{Point, When, Zone};
use super::span::{End, Form, Member};
use super::{Calendar, Day, TimeSpan};
use std::fmt;

/// Before a date that is written on the Julian calendar.
pub(super) const JULIAN_MARK: &str = "J:";

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::One(point) => write!(f, "{point}"),
            Form::Range(begin, end) => write!(f, "{begin}/{end}"),
            Form::OneOf(members) => {
                f.write_str("[")?;
                for (index, member) in members.iter().enumerate() {
                    if index > 0 {
                        f.write_str(",")?;
                    }
                    write!(f, "{member}")?;
                }
                f.write_str("]")
            }
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
            Self::At(point) => write!(f, "{point}"),
        }
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(point) => write!(f, "{point}"),
            Self::Run(a, b) => write!(f, "{a}..{b}"),
            Self::Before(point) => write!(f, "..{point}"),
            Self::After(point) => write!(f, "{point}.."),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.calendar == Calendar::Julian {
            f.write_str(JULIAN_MARK)?;
        }
        let date = |f: &mut fmt::Formatter<'_>, day: Day| {
            let (year, month, day) = self.calendar.date(day);
            write!(f, "{}-{month:02}-{day:02}", Year(year))
        };
        match self.when {
            When::Years { year, masked } => masked_year(f, year, masked),
            When::SomeMonth { year: y } => write!(f, "{}-XX", Year(y)),
            When::SomeDay { year: y, month: None } => write!(f, "{}-XX-XX", Year(y)),
            When::SomeDay { year: y, month: Some(month) } => write!(f, "{}-{month:02}-XX", Year(y)),
            When::Part { year: y, part: month } | When::Month { year: y, month } => {
                write!(f, "{}-{month:02}", Year(y))
            }
            When::Day(day) => date(f, day),
            When::Time { day, hour, minute, second, zone } => {
                date(f, day)?;
                write!(f, "T{hour:02}")?;
                if let Some(minute) = minute {
                    write!(f, ":{minute:02}")?;
                }
                if let Some(second) = second {
                    write!(f, ":{second:02}")?;
                }
                write!(f, "{zone}")
            }
        }?;
        match (self.approximate, self.uncertain) {
            (true, true) => f.write_str("%"),
            (true, false) => f.write_str("~"),
            (false, true) => f.write_str("?"),
            (false, false) => Ok(()),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Floating => Ok(()),
            Self::Utc => f.write_str("Z"),
            Self::Offset(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

struct Year(i32);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let long = if self.0.unsigned_abs() > 9999 { "Y" } else { "" };
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{long}{sign}{:04}", self.0.unsigned_abs())
    }
}

fn masked_year(f: &mut fmt::Formatter<'_>, year: i32, masked: u8) -> fmt::Result {
    let mut text = Year(year).to_string();
    for _ in 0..masked {
        text.pop();
    }
    f.write_str(&text)?;
    (0..masked).try_for_each(|_| f.write_str("X"))
}
