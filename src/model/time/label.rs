use super::point::{Point, When, Zone};
use super::span::{End, Form, Member};
use super::{Day, TimeSpan};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

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
    let bare = when_label(point.when);
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
            format!("{}, {hour_only}{clock}{zone}", day_label(day))
        }
    }
}

fn between_label(a: Point, b: Point) -> String {
    let plain = |point: Point| !point.approximate && !point.uncertain;
    if plain(a) && plain(b) {
        match (a.when, b.when) {
            (When::Day(a), When::Day(b)) if (a.year(), a.month()) == (b.year(), b.month()) => {
                if a == b {
                    return day_label(a);
                }
                return format!("{}–{}", a.day(), day_label(b));
            }
            (When::Day(a), When::Day(b)) if a.year() == b.year() => {
                return format!("{} {} – {}", a.day(), month_name(a.month()), day_label(b));
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
        21 => format!("spring {year}"),
        22 => format!("summer {year}"),
        23 => format!("autumn {year}"),
        24 => format!("winter {year}"),
        33..=36 => format!("{} quarter of {year}", ordinal(i32::from(part) - 32)),
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
    format!("{} {} {}", day.day(), month_name(day.month()), year_label(day.year()))
}

fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
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
