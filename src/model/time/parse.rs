use super::foreign::foreign;
use super::point::{Point, When, Zone};
use super::print::JULIAN_MARK;
use super::span::{End, Form, Member, in_order};
use super::{Calendar, Day, TimeSpan, YEAR_MAX};
use std::str::FromStr;

/// The longest text that is read; every real form is far shorter.
const LONGEST_BYTES: usize = 4096;

/// Why a text is no EDTF date or interval.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no EDTF date: {why}")]
pub struct EdtfError {
    /// The text, cut where it is long.
    pub text: String,
    /// What is wrong with it, and what would be right.
    pub why: String,
}

type Read<T> = Result<T, String>;

impl FromStr for TimeSpan {
    type Err = EdtfError;
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        Self::parse_on(text, Calendar::Gregorian)
    }
}

impl TimeSpan {
    /// Reads EDTF whose dates are written on a calendar; a date with `J:` before it is Julian on
    /// either.
    ///
    /// # Errors
    /// When it is no form that [`TimeSpan`] reads, or a date that the calendar does not have.
    pub fn parse_on(text: &str, calendar: Calendar) -> Result<Self, EdtfError> {
        let read = if text.len() > LONGEST_BYTES {
            Err(format!("it is longer than {LONGEST_BYTES} bytes; a date is 2026-01-18"))
        } else {
            form(text.trim(), calendar)
        };
        read.map(Self).map_err(|why| EdtfError { text: text.chars().take(60).collect(), why })
    }
}

fn form(text: &str, calendar: Calendar) -> Read<Form> {
    if text.is_empty() {
        return Err("it is empty; write for example 2026-01-18".to_owned());
    }
    if text.starts_with('{') {
        return Err("`{}` (all of these dates) is not supported; use one span for each".to_owned());
    }
    if let Some(inner) = text.strip_prefix('[') {
        let inner = inner.strip_suffix(']').ok_or("the closing `]` is missing")?;
        return set(inner, calendar);
    }
    if text.starts_with('R') {
        return Err("a repetition (`R5/…`) is not supported; use one span for each".to_owned());
    }
    let Some((begin, end)) = text.split_once('/') else {
        if text.contains("..") {
            return Err("a range is written with a slash: 2015-09/..".to_owned());
        }
        return Ok(Form::One(point(text, calendar)?));
    };
    if end.contains('/') {
        return Err("an interval has one slash".to_owned());
    }
    let (begin, end) = (side(begin, calendar)?, side(end, calendar)?);
    if !in_order(begin, end) {
        return Err("it ends before it begins".to_owned());
    }
    Ok(Form::Range(begin, end))
}

fn side(text: &str, calendar: Calendar) -> Read<End> {
    match text {
        ".." => Ok(End::Open),
        "" => Ok(End::Unknown),
        _ => Ok(End::At(point(text, calendar)?)),
    }
}

fn set(inner: &str, calendar: Calendar) -> Read<Form> {
    let each = inner.split(',').map(|text| member(text.trim(), calendar));
    let mut members = each.collect::<Read<Vec<_>>>()?;
    members.sort_by_key(|member| match *member {
        Member::Before(at) => (0, at.bounds(), *member),
        Member::One(at) | Member::Run(at, _) => (1, at.bounds(), *member),
        Member::After(at) => (2, at.bounds(), *member),
    });
    members.dedup();
    Ok(Form::OneOf(members.into_boxed_slice()))
}

fn member(text: &str, calendar: Calendar) -> Read<Member> {
    let point = |text| point(text, calendar);
    if let Some(text) = text.strip_prefix("..") {
        return Ok(Member::Before(point(text)?));
    }
    match text.split_once("..") {
        None => Ok(Member::One(point(text)?)),
        Some((text, "")) => Ok(Member::After(point(text)?)),
        Some((a, b)) => {
            let (a, b) = (point(a)?, point(b)?);
            if in_order(End::At(a), End::At(b)) {
                Ok(Member::Run(a, b))
            } else {
                Err("it ends before it begins".to_owned())
            }
        }
    }
}

fn point(text: &str, calendar: Calendar) -> Read<Point> {
    if let Some(why) = foreign(text) {
        return Err(why.to_owned());
    }
    let (text, calendar) = match text.strip_prefix(JULIAN_MARK) {
        Some(text) => (text, Calendar::Julian),
        None => (text, calendar),
    };
    let (bare, approximate, uncertain) = if let Some(bare) = text.strip_suffix('~') {
        (bare, true, false)
    } else if let Some(bare) = text.strip_suffix('?') {
        (bare, false, true)
    } else if let Some(bare) = text.strip_suffix('%') {
        (bare, true, true)
    } else {
        (text, false, false)
    };
    if bare.contains(['~', '?', '%']) {
        return Err(
            "a qualifier on one part of the date is not supported; put `~`, `?` or `%` at the end"
                .to_owned(),
        );
    }
    let point = Point { when: when(bare, calendar)?, calendar, approximate, uncertain };
    let (begin, end) = point.written();
    // The Julian calendar's last years reach past the Gregorian one's.
    if begin < end { Ok(point) } else { Err(too_far()) }
}

fn when(text: &str, calendar: Calendar) -> Read<When> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let (year_text, rest) = split_year(date)?;
    let (year, masked) = year(year_text)?;
    let mut parts = rest.map(|rest| rest.split('-')).into_iter().flatten();
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return Err("a date has at most a year, a month and a day".to_owned());
    }
    if masked > 0 && month.is_some() {
        return Err(
            "digits left open before a month are not supported; leave the month out (156X), \
                    or list the dates: [1560-12,1561-12]"
                .to_owned(),
        );
    }
    match (month, day, time) {
        (None, _, None) => Ok(When::Years { year, masked }),
        (Some("XX"), None, None) => Ok(When::SomeMonth { year }),
        (Some("XX"), Some("XX"), None) => Ok(When::SomeDay { year, month: None }),
        (Some(month), None, None) => month_or_part(year, two_digits(month, "the month")?),
        (Some(month), Some("XX"), None) => {
            let month = two_digits(month, "the month")?;
            Day::new(year, month, 1)
                .map(|_| When::SomeDay { year, month: Some(month) })
                .ok_or_else(|| format!("there is no month {month}"))
        }
        (Some(month), Some(day), time) => {
            let (month, day) = (two_digits(month, "the month")?, two_digits(day, "the day")?);
            let day = calendar
                .day(year, month, day)
                .ok_or_else(|| format!("there is no day {day} in month {month} of that year"))?;
            time.map_or(Ok(When::Day(day)), |time| time_of_day(day, time))
        }
        _ => Err("a time of day needs a year, a month and a day before it".to_owned()),
    }
}

fn too_far() -> String {
    format!("years go from -{YEAR_MAX} to {YEAR_MAX}")
}

/// Cuts the year (with its sign and its `Y`) from what follows.
fn split_year(date: &str) -> Read<(&str, Option<&str>)> {
    let lead = date.len() - date.trim_start_matches('Y').trim_start_matches(['-', '+']).len();
    let tail = date.get(lead..).unwrap_or_default();
    match tail.find('-') {
        None => Ok((date, None)),
        Some(at) => match (date.get(..lead + at), date.get(lead + at + 1..)) {
            (Some(year), Some(rest)) => Ok((year, Some(rest))),
            _ => Err("it is no date".to_owned()),
        },
    }
}

/// The year and how many of its last digits are left open.
fn year(text: &str) -> Read<(i32, u8)> {
    let (long, text) = text.strip_prefix('Y').map_or((false, text), |text| (true, text));
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let known = digits.trim_end_matches('X');
    let masked = digits.len() - known.len();
    if known.is_empty() || !known.bytes().all(|b| b.is_ascii_digit()) {
        return Err("the year is not a number; write it with four digits, such as 0476".to_owned());
    }
    match (digits.len(), long) {
        (4, false) | (5.., true) => {}
        (5.., false) => {
            return Err("a year of more than four digits begins with `Y`: Y12345".to_owned());
        }
        _ => return Err("a year has four digits, such as 0476".to_owned()),
    }
    if masked > 3 {
        return Err("only the last three digits of a year can be left open: 1XXX".to_owned());
    }
    let scale = 10_i64.pow(u32::try_from(masked).map_err(|_| too_far())?);
    let known: i64 = known.parse().map_err(|_| too_far())?;
    let magnitude =
        known.checked_mul(scale).filter(|m| *m <= i64::from(YEAR_MAX)).ok_or_else(too_far)?;
    let magnitude = i32::try_from(magnitude).map_err(|_| too_far())?;
    if negative && magnitude == 0 {
        return Err("there is no year -0; 1 BCE is 0000".to_owned());
    }
    let masked = u8::try_from(masked).map_err(|_| too_far())?;
    Ok((if negative { -magnitude } else { magnitude }, masked))
}

fn month_or_part(year: i32, number: u8) -> Read<When> {
    match number {
        1..=12 => Ok(When::Month { year, month: number }),
        21..=41 => Ok(When::Part { year, part: number }),
        _ => Err(format!(
            "there is no month {number}; months are 01 to 12, parts of a year 21 to 41"
        )),
    }
}

fn time_of_day(day: Day, text: &str) -> Read<When> {
    let (clock, zone) = if let Some(clock) = text.strip_suffix('Z') {
        (clock, Zone::Utc)
    } else if let Some(at) = text.rfind(['+', '-']) {
        (text.get(..at).unwrap_or_default(), offset(text.get(at..).unwrap_or_default())?)
    } else {
        (text, Zone::Floating)
    };
    let mut parts = clock.split(':');
    let hour = two_digits(parts.next().unwrap_or_default(), "the hour")?;
    let minute = parts.next().map(|text| two_digits(text, "the minute")).transpose()?;
    let second = parts.next().map(|text| two_digits(text, "the second")).transpose()?;
    if parts.next().is_some() {
        return Err("a time has at most hours, minutes and seconds".to_owned());
    }
    if hour > 23 || minute.is_some_and(|m| m > 59) || second.is_some_and(|s| s > 59) {
        return Err("the time goes from 00:00:00 to 23:59:59".to_owned());
    }
    Ok(When::Time { day, hour, minute, second, zone })
}

fn offset(text: &str) -> Read<Zone> {
    let (sign, digits) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        _ => return Err("the zone is Z, +03:00 or +03".to_owned()),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "00"));
    let (hours, minutes) =
        (two_digits(hours, "the zone's hour")?, two_digits(minutes, "the zone's minute")?);
    if hours > 18 || minutes > 59 {
        return Err("a zone is at most 18 hours from UTC".to_owned());
    }
    Ok(Zone::Offset(sign * (i16::from(hours) * 60 + i16::from(minutes))))
}

fn two_digits(text: &str, what: &str) -> Read<u8> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| format!("{what} is not a number"))
    } else {
        Err(format!("{what} needs two digits, such as 07"))
    }
}
