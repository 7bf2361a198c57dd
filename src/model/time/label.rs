use super::point::{Point, When, Zone};
use super::span::{End, Form, Member};
use super::{Calendar, Day, TimeSpan, month_name};

impl TimeSpan {
    /// How people read it: "18 January 2026", "October 2025", "19–25 January 2026", "about December
    /// 2024", "since September 2015", "480 BCE", "the 1990s".
    #[must_use]
    pub fn label(&self) -> String {
        match &self.0 {
            Form::One(point) => point_label(*point),
            Form::Range(End::At(a), End::At(b)) => between_label(*a, *b),
            Form::Range(End::At(a), End::Open) => format!("since {}", point_label(*a)),
            Form::Range(End::At(a), End::Unknown) => {
                format!("from {}, end unknown", point_label(*a))
            }
            Form::Range(End::Open, End::At(b)) => format!("until {}", point_label(*b)),
            Form::Range(End::Unknown, End::At(b)) => {
                format!("until {}, start unknown", point_label(*b))
            }
            Form::Range(End::Open, End::Open) => "always".to_owned(),
            Form::Range(_, _) => "dates unknown".to_owned(),
            Form::OneOf(members) => {
                members.iter().map(|member| member_label(*member)).collect::<Vec<_>>().join(" or ")
            }
        }
    }
}

fn member_label(member: Member) -> String {
    match member {
        Member::One(point) => point_label(point),
        Member::Run(a, b) => format!("some time in {}", between_label(a, b)),
        Member::Before(point) => format!("{} or earlier", point_label(point)),
        Member::After(point) => format!("{} or later", point_label(point)),
    }
}

fn point_label(point: Point) -> String {
    let bare = match point.calendar {
        Calendar::Gregorian => when_label(point.when),
        Calendar::Julian => julian_label(point.when),
    };
    match (point.approximate, point.uncertain) {
        (false, false) => bare,
        (true, false) => format!("about {bare}"),
        (false, true) => format!("perhaps {bare}"),
        (true, true) => format!("perhaps about {bare}"),
    }
}

fn when_label(when: When) -> String {
    match when {
        When::Years { year, masked: 0 } => year_label(year),
        When::Years { year, masked: 1 } if year > 0 => format!("the {year}s"),
        When::Years { year, masked: 1 } if year < 0 => run_label(year - 9, year),
        When::Years { year, masked: 1 } => run_label(year, year + 9),
        When::Years { year, masked: 2 } => era_label(year, 100, "century"),
        When::Years { year, .. } => era_label(year, 1000, "millennium"),
        When::SomeMonth { year } => format!("some month of {}", year_label(year)),
        When::SomeDay { year, month: None } => format!("some day of {}", year_label(year)),
        When::SomeDay { year, month: Some(month) } => {
            format!("some day of {} {}", month_name(month), year_label(year))
        }
        When::Part { year, part } => part_label(year, part),
        When::Month { year, month } => format!("{} {}", month_name(month), year_label(year)),
        When::Day(day) => day_label(day),
        When::Time { day, hour, minute, second, zone } => {
            format!("{}, {}", day_label(day), clock_label(hour, minute, second, zone))
        }
    }
}

fn clock_label(hour: u8, minute: Option<u8>, second: Option<u8>, zone: Zone) -> String {
    let mut clock = format!("{hour:02}:{:02}", minute.unwrap_or(0));
    if let Some(second) = second {
        clock.push_str(&format!(":{second:02}"));
    }
    let zone = match zone {
        Zone::Floating => String::new(),
        Zone::Utc => " UTC".to_owned(),
        Zone::Offset(_) => format!(" {zone}"),
    };
    let hour_only = if minute.is_none() { "about " } else { "" };
    format!("{hour_only}{clock}{zone}")
}

/// "4 October 1582 (Julian; 14 October Gregorian)", "February 1700 (Julian)".
fn julian_label(when: When) -> String {
    match when {
        When::Day(day) => julian_day_label(day),
        When::Time { day, hour, minute, second, zone } => {
            format!("{}, {}", julian_day_label(day), clock_label(hour, minute, second, zone))
        }
        _ => format!("{} (Julian)", when_label(when)),
    }
}

fn julian_day_label(at: Day) -> String {
    let written @ (year, ..) = Calendar::Julian.date(at);
    let gregorian = if year == at.year() {
        format!("{} {}", at.day(), month_name(at.month()))
    } else {
        day_label(at)
    };
    format!("{} (Julian; {gregorian} Gregorian)", date_label(written))
}

fn between_label(a: Point, b: Point) -> String {
    let plain = |point: Point| !point.approximate && !point.uncertain;
    if plain(a) && plain(b) && a.calendar == b.calendar {
        let calendar = a.calendar;
        let julian = calendar == Calendar::Julian;
        match (a.when, b.when) {
            (When::Day(a), When::Day(b)) if a != b => {
                let written = days_label(calendar, a, b);
                return if julian {
                    let gregorian = days_label(Calendar::Gregorian, a, b);
                    format!("{written} (Julian; {gregorian} Gregorian)")
                } else {
                    written
                };
            }
            (When::Day(_), When::Day(_)) => return point_label(a),
            (When::Month { .. }, When::Month { .. })
            | (When::Years { masked: 0, .. }, When::Years { masked: 0, .. })
                if julian =>
            {
                let gregorian = |when| Point { calendar: Calendar::Gregorian, ..Point::from(when) };
                return format!("{} (Julian)", between_label(gregorian(a.when), gregorian(b.when)));
            }
            (When::Month { year, month }, When::Month { year: end_year, month: end_month })
                if year == end_year =>
            {
                let last = format!("{} {}", month_name(end_month), year_label(end_year));
                if month == end_month {
                    return last;
                }
                return format!("{}–{last}", month_name(month));
            }
            (When::Years { year: a, masked: 0 }, When::Years { year: b, masked: 0 }) => {
                return run_label(a, b);
            }
            _ => {}
        }
    }
    format!("{} – {}", point_label(a), point_label(b))
}

/// "19–25 January 2026", "28 January – 3 February 2026", "30 December 2025 – 2 January 2026".
fn days_label(calendar: Calendar, a: Day, b: Day) -> String {
    let (first @ (year, month, day), last) = (calendar.date(a), calendar.date(b));
    if (year, month) == (last.0, last.1) {
        format!("{day}–{}", date_label(last))
    } else if year == last.0 {
        format!("{day} {} – {}", month_name(month), date_label(last))
    } else {
        format!("{} – {}", date_label(first), date_label(last))
    }
}

/// "2019–2021", "500–480 BCE", "31 BCE – 14 CE".
fn run_label(first: i32, last: i32) -> String {
    match (first, last) {
        (first, last) if first == last => year_label(first),
        (1.., 1000..) => format!("{first}–{last}"),
        (1.., _) => format!("{first}–{last} CE"),
        (_, ..=0) => format!("{}–{}", 1 - first, year_label(last)),
        _ => format!("{} – {}", year_label(first), year_label(last)),
    }
}

fn era_label(year: i32, length: i32, word: &str) -> String {
    if year < 0 {
        let number = -year / length + 1;
        format!("{} {word} BCE", ordinal(number))
    } else {
        format!("{} {word}", ordinal(year / length + 1))
    }
}

fn part_label(year: i32, part: u8) -> String {
    let year = year_label(year);
    match part {
        21..=32 => {
            let season = match part % 4 {
                1 => "spring",
                2 => "summer",
                3 => "autumn",
                _ => "winter",
            };
            let of = match part {
                21..=24 => "",
                25..=28 => " (northern hemisphere)",
                _ => " (southern hemisphere)",
            };
            format!("{season} {year}{of}")
        }
        33..=36 => format!("{} quarter of {year}", ordinal(i32::from(part) - 32)),
        37..=39 => format!("{} third of {year}", ordinal(i32::from(part) - 36)),
        40 => format!("first half of {year}"),
        _ => format!("second half of {year}"),
    }
}

/// The year as people count: 0 is 1 BCE; years before 1000 say CE.
fn year_label(year: i32) -> String {
    match year {
        ..=0 => format!("{} BCE", 1 - year),
        1..=999 => format!("{year} CE"),
        _ => year.to_string(),
    }
}

fn day_label(day: Day) -> String {
    date_label(Calendar::Gregorian.date(day))
}

fn date_label((year, month, day): (i32, u8, u8)) -> String {
    format!("{day} {} {}", month_name(month), year_label(year))
}

fn ordinal(number: i32) -> String {
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}
