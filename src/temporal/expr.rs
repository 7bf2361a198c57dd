use super::lexicon::{DayPart, Unit};
use crate::model::time::Calendar;

/// What an expression says, before it is counted from any date.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// A calendar date, as far as it is written.
    Date(Fields),
    /// So many days from the document's date: today, yesterday.
    Days(i64),
    /// A unit, weekday, month or season counted from an anchor: last week, next Friday, that year.
    Relative { step: i64, what: What, anchor: Anchor },
    /// An amount of time before (-1) or after (1) something.
    Shift { count: Count, unit: Unit, sign: i64, from: From },
    /// So many weekdays before or after the document's date: "three Fridays from now".
    Weekdays { count: i64, weekday: u8 },
    /// The n-th (from 1; from -1 at the end) day, week or weekday within something.
    Nth { n: i64, what: What, of: Box<Expr> },
    /// A rough part of something.
    Portion { portion: Portion, of: Box<Expr> },
    /// A length of time; `run` where it is counted from now: -1 the past, 1 the next.
    Length { count: Count, unit: Unit, run: i64 },
    /// A recurrence, by its TIMEX3 value.
    Set(String),
    /// A time of the clock, on a day or on nobody says which.
    Clock { clock: Clock, of: Option<Box<Expr>> },
    /// A part of a day.
    Part { part: DayPart, of: Option<Box<Expr>> },
    /// Now, once, some day.
    Vague(Vague),
    /// From one to another, or one and the other.
    Range(Box<Expr>, Box<Expr>, Cut),
    /// A date whose year is told by another expression: "July 25 of that year".
    InYear(Fields, Box<Expr>),
    /// Something seen from another day than the document's: "March in a year".
    SeenFrom { of: Box<Expr>, from: Box<Expr> },
    /// The unit that holds a day: "the week of 6 October".
    Holding(super::lexicon::Unit, Box<Expr>),
    /// A day of the month alone: "on the 15th".
    DayOfMonth(u8),
    /// About that date.
    About(Box<Expr>),
    /// The time or period that was last spoken of: "during this period", "at the time".
    /// `true` for "this time", which in news is now.
    Spoken(bool),
    /// A feast, by its place in the list, in a year (if told) or counted like "last Christmas".
    Holiday { which: Holiday, year: Option<Box<Expr>>, step: Option<i64> },
}

/// The written parts of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Fields {
    /// Astronomical.
    pub year: Option<i32>,
    /// How many of the year's last digits stand open: 1 for a decade, 2 for a century.
    pub open_digits: u8,
    pub month: Option<u8>,
    pub day: Option<u8>,
    /// 0..=6 from Monday.
    pub weekday: Option<u8>,
    /// EDTF number: seasons 21..=24, quarters 33..=36, halves 40..=41.
    pub part: Option<u8>,
    /// Day and month could be the other way round.
    pub ambiguous: bool,
    /// What the text itself says of the calendar: "(O.S.)".
    pub calendar: Calendar,
}

/// Where the tokens of the two sides of a range lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The token after the first side.
    pub first_end: usize,
    /// The first token of the second side.
    pub second_start: usize,
    /// Whether all that lies between belongs to it.
    pub stretch: bool,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    Unit(Unit),
    Weekday(u8),
    Month(u8),
    Season(u8),
    Weekend,
    /// Monday to Friday.
    Workday,
}

/// What a relative expression counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The document's own date.
    Document,
    /// The last date that the text mentioned.
    Mentioned,
}

/// Where an amount is counted from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    Anchor(Anchor),
    Expr(Box<Expr>),
    /// An event that the text names ("after assuming power"): not on the calendar.
    Event,
}

/// How many, in hundredths; nothing where the text does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub hundredths: Option<i64>,
    pub rough: bool,
}

impl Count {
    pub(super) fn exact(n: i64) -> Self {
        Self { hundredths: n.checked_mul(100), rough: false }
    }

    pub(super) fn vague() -> Self {
        Self { hundredths: None, rough: true }
    }

    /// The number, where it is told; rounded down.
    pub(super) fn whole(self) -> Option<i64> {
        self.hundredths.map(|h| h / 100)
    }

    /// As TIMEX3 writes it: `3`, `2.5`, `X`.
    pub(super) fn digits(self, scale: i64) -> String {
        match self.hundredths.and_then(|h| h.checked_mul(scale)) {
            None => "X".to_owned(),
            Some(h) if h % 100 == 0 => (h / 100).to_string(),
            Some(h) if h % 10 == 0 => format!("{}.{}", h / 100, h % 100 / 10),
            Some(h) => format!("{}.{:02}", h / 100, h % 100),
        }
    }
}

/// A rough part of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Portion {
    Start,
    Middle,
    End,
    /// Not told which.
    Some,
}

/// A time of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: Option<u8>,
    pub second: Option<u8>,
    /// Minutes from UTC.
    pub zone: Option<i16>,
}

/// A time that no calendar holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vague {
    Present,
    Past,
    Future,
}

/// Feasts with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// The same day every year.
    Fixed(u8, u8),
    /// So many days from Easter Sunday (western).
    Easter(i64),
    /// So many days from Easter Sunday (eastern).
    OrthodoxEaster(i64),
    /// The weeks before Easter: Ash Wednesday to Holy Saturday.
    Lent,
    /// A day of the Islamic calendar, by month and day.
    Islamic(u8, u8),
    /// The whole ninth month of the Islamic calendar.
    Ramadan,
    /// So many days from the Hebrew new year of the same autumn (or, in spring, of the autumn to
    /// come), and how many days it lasts after its eve.
    Hebrew { from_new_year: i64, days: i64 },
    /// The n-th weekday (0 from Monday) of a month, from the end where negative, so many days on.
    Weekday { month: u8, weekday: u8, n: i64, plus: i64 },
}
