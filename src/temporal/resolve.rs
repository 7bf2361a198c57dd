//! An expression in its context: where on the calendar it lies.

use super::amount::season_code;
use super::calendar::Cal;
use super::expr::{Anchor, Expr, Fields, From, Holiday, Vague, What};
use super::lexicon::Unit;
use super::register::{Register, Tense};
use super::stepped::nth;
use crate::model::time::{Calendar, Day};
use crate::model::{TimeSpan, TimexType};

/// The dates that others are counted from.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// The document's own date, as finely as it is known.
    pub document: Option<Cal>,
    /// The last date that the text mentioned.
    pub mentioned: Option<Cal>,
    /// The last one as fine as a month, from which the story goes on.
    pub fine: Option<Cal>,
    /// The next date that the text writes with its year and month.
    pub ahead: Option<Cal>,
    pub register: Register,
    /// The calendar that the text writes its dates on.
    pub calendar: Calendar,
}

/// An expression with its place on the calendar.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub timex: TimexType,
    pub value: String,
    pub span: Option<TimeSpan>,
    /// Nothing where no calendar holds it.
    pub cal: Option<Cal>,
    pub relative: bool,
    /// How it was read, in words.
    pub reading: String,
}

/// A date, and how it came about.
pub(super) struct Found {
    pub cal: Cal,
    pub relative: bool,
    pub how: &'static str,
}

pub(super) const WRITTEN: &str = "as written";
pub(super) const FROM_DOCUMENT: &str = "counted from the document's date";
pub(super) const FROM_MENTIONED: &str = "counted from the last date mentioned";

impl Context {
    /// Works out an expression.
    pub(super) fn resolve(&self, expr: &Expr, tense: Tense) -> Resolved {
        match expr {
            Expr::Length { count, unit, run } => self.length(*count, *unit, *run),
            Expr::Set(value) => bare(TimexType::Set, value.clone(), "a recurrence"),
            Expr::Vague(vague) => self.vague(*vague),
            Expr::Clock { clock, of } => self.clock(*clock, of.as_deref(), tense),
            Expr::Part { part, of } => self.part(*part, of.as_deref(), tense),
            Expr::Portion { portion, of } => self.portion(*portion, of, tense),
            Expr::Range(a, b, _) => self.range(a, b, tense),
            Expr::About(of) => {
                let mut resolved = self.resolve(of, tense);
                resolved.span = resolved.span.map(|span| span.approximate());
                resolved
            }
            Expr::Spoken(now) if *now || self.register.note => match self.date(expr, tense) {
                Some(found) => self.dated(&found, expr),
                None => self.vague(Vague::Present),
            },
            Expr::Spoken(_) if !self.register.narrative => self.vague(Vague::Past),
            Expr::Shift { count, unit, sign, from: From::Event } => Resolved {
                reading: format!(
                    "counted {} an event that the text names",
                    if *sign < 0 { "back from" } else { "from" }
                ),
                ..self.length(*count, *unit, 0)
            },
            Expr::Shift { count, sign, .. } if count.whole().is_none() && !self.register.note => {
                let vague = if *sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
                Resolved {
                    relative: true,
                    ..bare(TimexType::Date, vague.to_owned(), "the text does not say how many")
                }
            }
            _ => match self.date(expr, tense) {
                Some(found) => self.dated(&found, expr),
                None => Resolved {
                    relative: true,
                    ..bare(
                        TimexType::Date,
                        open_value(expr),
                        "relative to a date that is not known",
                    )
                },
            },
        }
    }

    /// Takes note of what an expression spoke of.
    pub(super) fn remember(&mut self, expr: &Expr, cal: Option<Cal>) {
        let Some(cal) = cal else { return };
        // "Two decades earlier" looks aside; the story goes on where it was.
        let aside = matches!(expr, Expr::Shift { sign: -1, unit, .. } if *unit >= Unit::Year)
            || matches!(expr, Expr::Spoken(_));
        if aside {
            return;
        }
        self.mentioned = Some(cal);
        if matches!(cal, Cal::Day(_) | Cal::Month(..) | Cal::Week(..) | Cal::Part(..)) {
            self.fine = Some(cal);
        }
    }

    pub(super) fn date(&self, expr: &Expr, tense: Tense) -> Option<Found> {
        match expr {
            Expr::InYear(fields, of) => {
                let year = self.date(of, tense)?;
                let fields = Fields { year: Some(year.cal.year()), ..*fields };
                Some(Found { relative: true, how: year.how, ..self.fields(&fields, tense)? })
            }
            Expr::About(of) => self.date(of, tense),
            Expr::SeenFrom { of, from } => {
                let seen = Self { document: Some(self.date(from, tense)?.cal), ..self.clone() };
                seen.date(of, Tense::Future)
            }
            Expr::Holding(unit, of) => {
                let of = self.date(of, tense)?;
                Some(Found { cal: of.cal.within(*unit)?, ..of })
            }
            Expr::DayOfMonth(day) => self.day_of_month(*day, tense),
            Expr::Spoken(_) => {
                let cal = self.mentioned.filter(|_| self.register.narrative)?;
                Some(Found { cal, relative: true, how: FROM_MENTIONED })
            }
            Expr::Date(fields) => self.fields(fields, tense),
            Expr::Days(n) => {
                let Cal::Day(day) = self.document? else { return None };
                from_document(Cal::Day(day.plus_days(*n)?))
            }
            Expr::Relative { step, what, anchor } => self.relative(*step, *what, *anchor, tense),
            Expr::Shift { count, unit, sign, from } => {
                self.shift(*count, *unit, *sign, from, tense)
            }
            Expr::Weekdays { count, weekday } => {
                let today = self.today()?;
                let ahead = (i64::from(*weekday) - today.weekday().after_monday()).rem_euclid(7);
                let first = if *count > 0 { if ahead == 0 { 7 } else { ahead } } else { ahead };
                let days = if *count > 0 { first + 7 * (count - 1) } else { ahead + 7 * count };
                from_document(Cal::Day(today.plus_days(days)?))
            }
            Expr::Nth { n, what, of } => {
                let of = self.date(of, tense)?;
                Some(Found { cal: nth(*n, *what, of.cal)?, ..of })
            }
            Expr::Holiday { which, year, step } => {
                self.feast(*which, year.as_deref(), *step, tense)
            }
            Expr::Portion { of, .. } => self.date(of, tense),
            Expr::Clock { of: Some(of), .. } | Expr::Part { of: Some(of), .. } => {
                self.date(of, tense)
            }
            _ => None,
        }
    }

    pub(super) fn today(&self) -> Option<Day> {
        match self.document? {
            Cal::Day(day) => Some(day),
            _ => None,
        }
    }

    pub(super) fn anchor(&self, anchor: Anchor) -> Option<(Cal, &'static str)> {
        match anchor {
            Anchor::Document => self.document.map(|cal| (cal, FROM_DOCUMENT)),
            Anchor::Mentioned if self.register.note => {
                self.document.map(|cal| (cal, FROM_DOCUMENT))
            }
            Anchor::Mentioned => self
                .mentioned
                .map(|cal| (cal, FROM_MENTIONED))
                .or(self.document.map(|cal| (cal, FROM_DOCUMENT))),
        }
    }

    fn dated(&self, found: &Found, expr: &Expr) -> Resolved {
        let calendar = self.calendar_of(expr);
        let mut resolved = Resolved {
            timex: TimexType::Date,
            value: found.cal.value(),
            span: found.cal.span(),
            cal: Some(found.cal),
            relative: found.relative,
            reading: found.how.to_owned(),
        };
        if matches!(expr, Expr::Holiday { which: Holiday::Islamic(..) | Holiday::Ramadan, .. }) {
            resolved.span = resolved.span.map(|span| span.approximate());
            resolved
                .reading
                .push_str("; by the computed new moon, a day off where it was sighted otherwise");
        }
        if let (Expr::Date(Fields { ambiguous: true, .. }), Cal::Day(day)) = (expr, found.cal) {
            let (year, month, of_month) = calendar.date(day);
            let other = calendar.day(year, of_month, month).map(TimeSpan::from);
            if let (Some(one), Some(other)) = (&resolved.span, other) {
                resolved.span = format!("[{one},{other}]").parse().ok();
            }
            resolved.reading = "ambiguous: the month or the day may stand first".to_owned();
        }
        if calendar == Calendar::Julian {
            resolved.span = resolved.span.map(|span| span.written_julian());
            resolved.reading.push_str(", on the Julian calendar");
        }
        resolved
    }

    fn vague(&self, vague: Vague) -> Resolved {
        let (value, reading) = match vague {
            Vague::Present => ("PRESENT_REF", "the time of writing"),
            Vague::Past => ("PAST_REF", "some time before"),
            Vague::Future => ("FUTURE_REF", "some time to come"),
        };
        let mut resolved = bare(TimexType::Date, value.to_owned(), reading);
        resolved.relative = true;
        if vague == Vague::Present
            && let Some(document) = self.document
            && !self.register.narrative
        {
            resolved.span = document.span();
            if self.register.note {
                resolved.value = document.value();
            }
        }
        resolved
    }

    fn range(&self, a: &Expr, b: &Expr, tense: Tense) -> Resolved {
        let (a, b) = share_fields(a, b);
        let open = || Resolved {
            relative: true,
            ..bare(
                TimexType::Date,
                format!("{}/{}", open_value(&a), open_value(&b)),
                "relative to a date that is not known",
            )
        };
        let (Some(first), Some(last)) = (self.date(&a, tense), self.date(&b, tense)) else {
            return open();
        };
        let (mut start, mut end) = (first.cal, last.cal);
        if let (Some(begin), Some(finish)) = (start.first(), end.last())
            && finish < begin
        {
            // "Friday to Monday" on a Sunday is the one that runs; "December to February" goes on
            // into the next year.
            if matches!(b, Expr::Date(Fields { weekday: Some(_), day: None, .. })) {
                start = begin.plus_days(-7).map_or(start, Cal::Day);
            } else {
                end = finish.plus_months(12).map_or(end, Cal::Day);
            }
        }
        let (Some(begin), Some(finish)) = (start.first(), end.last()) else { return open() };
        let run = Cal::Run(begin, finish);
        Resolved {
            timex: TimexType::Date,
            value: run.value(),
            span: run.span(),
            cal: Some(run),
            relative: first.relative || last.relative,
            reading: first.how.to_owned(),
        }
    }
}

fn from_document(cal: Cal) -> Option<Found> {
    Some(Found { cal, relative: true, how: FROM_DOCUMENT })
}

pub(super) fn bare(timex: TimexType, value: String, reading: &str) -> Resolved {
    Resolved { timex, value, span: None, cal: None, relative: false, reading: reading.to_owned() }
}

/// Fields that only the other side of a range writes: "10 to 22 August", "August 10 to 22".
fn share_fields(a: &Expr, b: &Expr) -> (Expr, Expr) {
    let (Expr::Date(mut x), Expr::Date(mut y)) = (a.clone(), b.clone()) else {
        return (a.clone(), b.clone());
    };
    x.year = x.year.or(y.year);
    y.year = y.year.or(x.year);
    if x.day.is_some() {
        x.month = x.month.or(y.month);
    }
    if y.day.is_some() {
        y.month = y.month.or(x.month);
    }
    (Expr::Date(x), Expr::Date(y))
}

/// The TIMEX3 value of what cannot be placed, with `X` for what is not known.
pub(super) fn open_value(expr: &Expr) -> String {
    let unit_value = |unit: Unit| match unit {
        Unit::Week => "XXXX-WXX".to_owned(),
        Unit::Month => "XXXX-XX".to_owned(),
        Unit::Quarter => "XXXX-QX".to_owned(),
        Unit::Year => "XXXX".to_owned(),
        Unit::Decade => "XXX".to_owned(),
        Unit::Century => "XX".to_owned(),
        _ => "XXXX-XX-XX".to_owned(),
    };
    match expr {
        Expr::Date(fields) => match (fields.month, fields.day, fields.part, fields.weekday) {
            (Some(month), Some(day), ..) => format!("XXXX-{month:02}-{day:02}"),
            (Some(month), ..) => format!("XXXX-{month:02}"),
            (_, _, Some(part), _) => format!("XXXX-{}", season_code(part)),
            (_, _, _, Some(weekday)) => format!("XXXX-WXX-{}", weekday + 1),
            _ => "XXXX".to_owned(),
        },
        Expr::Relative { what, .. } => match what {
            What::Unit(unit) => unit_value(*unit),
            What::Weekday(weekday) => format!("XXXX-WXX-{}", weekday + 1),
            What::Month(month) => format!("XXXX-{month:02}"),
            What::Season(season) => format!("XXXX-{}", season_code(*season)),
            What::Weekend => "XXXX-WXX-WE".to_owned(),
            What::Workday => "XXXX-XX-XX".to_owned(),
        },
        Expr::Shift { unit, .. } => unit_value(*unit),
        Expr::Portion { of, .. } | Expr::About(of) => open_value(of),
        Expr::InYear(fields, _) => open_value(&Expr::Date(*fields)),
        _ => "XXXX-XX-XX".to_owned(),
    }
}
