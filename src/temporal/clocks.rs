//! Times of the day.

use super::calendar::Cal;
use super::expr::{Clock, Expr};
use super::lexicon::DayPart;
use super::register::Tense;
use super::resolve::{Context, FROM_DOCUMENT, FROM_MENTIONED, Found, Resolved, bare, open_value};
use crate::model::time::{Calendar, Day};
use crate::model::{TimeSpan, TimexType};

impl Context {
    pub(super) fn clock(&self, clock: Clock, of: Option<&Expr>, tense: Tense) -> Resolved {
        let time = clock_value(clock);
        let found = match of {
            Some(of) => self.date(of, tense),
            None => self.day_of_time(),
        };
        let open = of.map_or_else(|| "XXXX-XX-XX".to_owned(), open_value);
        match found {
            Some(Found { cal: Cal::Day(day), relative, how }) => Resolved {
                timex: TimexType::Time,
                value: format!("{}T{time}", Cal::Day(day).value()),
                span: clock_span(day, clock).map(|span| match of.map(|of| self.calendar_of(of)) {
                    Some(Calendar::Julian) => span.written_julian(),
                    _ => span,
                }),
                cal: Some(Cal::Day(day)),
                relative: relative || of.is_none(),
                reading: how.to_owned(),
            },
            _ => Resolved {
                relative: true,
                ..bare(
                    TimexType::Time,
                    format!("{open}T{time}"),
                    "a time on a day that is not known",
                )
            },
        }
    }

    /// The day of a time without one: the last that was mentioned, else the document's.
    pub(super) fn day_of_time(&self) -> Option<Found> {
        let cal = if self.register.note { self.document } else { self.mentioned.or(self.document) };
        let how = if self.mentioned.is_some() { FROM_MENTIONED } else { FROM_DOCUMENT };
        cal.map(|cal| Found { cal, relative: true, how })
    }

    pub(super) fn part(&self, part: DayPart, of: Option<&Expr>, tense: Tense) -> Resolved {
        let found = of.and_then(|of| self.date(of, tense));
        let open = of.map_or_else(|| "XXXX-XX-XX".to_owned(), open_value);
        match found {
            Some(Found { cal: Cal::Day(day), relative, how }) => Resolved {
                timex: TimexType::Time,
                value: format!("{}T{}", Cal::Day(day).value(), part.code()),
                span: Cal::Day(day).span(),
                cal: Some(Cal::Day(day)),
                relative,
                reading: how.to_owned(),
            },
            _ => Resolved {
                relative: true,
                ..bare(
                    TimexType::Time,
                    format!("{open}T{}", part.code()),
                    "a part of a day that is not known",
                )
            },
        }
    }
}

pub(super) fn clock_value(clock: Clock) -> String {
    let mut value = format!("{:02}", clock.hour);
    if let Some(minute) = clock.minute {
        value.push_str(&format!(":{minute:02}"));
    }
    if let Some(second) = clock.second {
        value.push_str(&format!(":{second:02}"));
    }
    match clock.zone {
        Some(minutes) if minutes != 0 => {
            let sign = if minutes < 0 { '-' } else { '+' };
            value.push_str(&format!("{sign}{:02}", minutes.unsigned_abs() / 60));
        }
        _ => {}
    }
    value
}

pub(super) fn clock_span(day: Day, clock: Clock) -> Option<TimeSpan> {
    let mut text = format!("{}T{:02}", TimeSpan::from(day), clock.hour);
    if let Some(minute) = clock.minute {
        text.push_str(&format!(":{minute:02}"));
    }
    if let Some(second) = clock.second {
        text.push_str(&format!(":{second:02}"));
    }
    match clock.zone {
        Some(0) => text.push('Z'),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.unsigned_abs();
            text.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
        }
        None => {}
    }
    text.parse().ok()
}
