//! Dates counted from another: last week, two days later, the first Monday of May, feasts.

use super::calendar::{Cal, part_months};
use super::expr::{Anchor, Count, Expr, From, Holiday, What};
use super::holiday::nth_weekday_of;
use super::lexicon::Unit;
use super::register::Tense;
use super::resolve::{Context, FROM_DOCUMENT, Found};
use crate::model::time::Day;

impl Context {
    pub(super) fn relative(
        &self,
        step: i64,
        what: What,
        anchor: Anchor,
        tense: Tense,
    ) -> Option<Found> {
        let (base, how) = self.anchor(anchor)?;
        let cal = match what {
            What::Unit(unit) => base.within(unit)?.plus(step)?,
            What::Weekday(weekday) => Cal::Day(self.stepped_weekday(base, step, weekday, tense)?),
            What::Month(month) => {
                let first = base.within(Unit::Month)?.first()?;
                let ahead = (i64::from(month) - i64::from(first.month())).rem_euclid(12);
                let months = match step {
                    ..0 => (if ahead == 0 { -12 } else { ahead - 12 }) + 12 * (step + 1),
                    0 => i64::from(month) - i64::from(first.month()),
                    _ => (if ahead == 0 { 12 } else { ahead }) + 12 * (step - 1),
                };
                Cal::Month(first.year(), first.month()).plus(months)?
            }
            What::Season(season) => self.stepped_season(base, step, season)?,
            What::Weekend => weekend(base.first()?, step)?,
            What::Workday => {
                let Cal::Day(today) = base else { return None };
                let mut day = today.plus_days(step)?;
                while day.weekday().after_monday() > 4 {
                    day = day.plus_days(if step < 0 { -1 } else { 1 })?;
                }
                Cal::Day(day)
            }
        };
        Some(Found { cal, relative: true, how })
    }

    pub(super) fn stepped_weekday(
        &self,
        base: Cal,
        step: i64,
        weekday: u8,
        tense: Tense,
    ) -> Option<Day> {
        let Cal::Day(base) = base else { return None };
        let ahead = (i64::from(weekday) - base.weekday().after_monday()).rem_euclid(7);
        let days = match step {
            ..0 => (if ahead == 0 { -7 } else { ahead - 7 }) + 7 * (step + 1),
            0 => match tense {
                _ if self.register.note => ahead,
                Tense::Past => {
                    if ahead == 0 {
                        0
                    } else {
                        ahead - 7
                    }
                }
                Tense::Future => ahead,
                Tense::Untold => i64::from(weekday) - base.weekday().after_monday(),
            },
            // "Next Friday" is the one of the next week.
            1 => i64::from(weekday) - base.weekday().after_monday() + 7,
            _ => (if ahead == 0 { 7 } else { ahead }) + 7 * (step - 1),
        };
        base.plus_days(days)
    }

    pub(super) fn stepped_season(&self, base: Cal, step: i64, season: u8) -> Option<Cal> {
        let first = base.first()?;
        let (month, months) = part_months(season);
        let into = (i64::from(first.month()) - i64::from(month)).rem_euclid(12);
        let started = Cal::Month(first.year(), first.month()).plus(-into)?;
        let latest = Cal::Part(started.year(), season);
        let running = into < i64::from(months);
        match step {
            0 if running => Some(latest),
            0 => {
                let this_year = Cal::Part(first.year(), season);
                Some(this_year)
            }
            ..0 if running => latest.plus(step),
            ..0 => latest.plus(step + 1),
            _ => latest.plus(step),
        }
    }

    pub(super) fn shift(
        &self,
        count: Count,
        unit: Unit,
        sign: i64,
        from: &From,
        tense: Tense,
    ) -> Option<Found> {
        let (base, how) = match from {
            From::Anchor(anchor) => self.anchor(*anchor)?,
            From::Expr(expr) => {
                let found = self.date(expr, tense)?;
                (found.cal, found.how)
            }
            From::Event => return None,
        };
        let exact = self.register.note || matches!(from, From::Expr(_));
        // A note's "few" counts as three.
        let told = count.hundredths.or(self.register.note.then_some(300));
        let hundredths = told?.checked_mul(sign)?;
        let n = hundredths / 100;
        let cal = match (unit, base) {
            (Unit::Second | Unit::Minute | Unit::Hour, Cal::Day(_)) => base,
            (Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year, Cal::Day(day))
                if exact =>
            {
                Cal::Day(day_shifted(day, hundredths, unit)?)
            }
            (Unit::Day, Cal::Day(day)) => Cal::Day(day.plus_days(n)?),
            (Unit::Week, Cal::Day(day)) if !how.eq(FROM_DOCUMENT) => {
                Cal::Day(day.plus_days(n.checked_mul(7)?)?)
            }
            _ => {
                let finer =
                    if hundredths % 100 != 0 && unit == Unit::Year { Unit::Month } else { unit };
                let steps = if finer == unit { n } else { hundredths * 12 / 100 };
                base.within(finer)?.plus(steps)?
            }
        };
        Some(Found { cal, relative: true, how })
    }

    pub(super) fn feast(
        &self,
        which: Holiday,
        year: Option<&Expr>,
        step: Option<i64>,
        tense: Tense,
    ) -> Option<Found> {
        if let Some(year) = year {
            let found = self.date(year, tense)?;
            return Some(Found { cal: which.whole(which.day(found.cal.year())?)?, ..found });
        }
        let (lean, how) =
            if step.is_some() { self.anchor(Anchor::Document)? } else { self.lean()? };
        let found = |first| Some(Found { cal: which.whole(first)?, relative: true, how });
        let Cal::Day(today) = lean else { return found(which.day(lean.year())?) };
        let years = || (today.year() - 1..=today.year() + 1).filter_map(|year| which.day(year));
        let next = years().find(|day| *day >= today);
        let last = years().rfind(|day| *day < today);
        let day = match (step, tense) {
            (Some(-1), _) => last,
            (Some(_), _) => next,
            (None, Tense::Past) => years().rfind(|day| *day <= today),
            (None, Tense::Future) => next,
            (None, Tense::Untold) if self.register.note => next,
            (None, Tense::Untold) => {
                years().min_by_key(|day| (day.epoch_days() - today.epoch_days()).abs())
            }
        };
        found(day?)
    }
}

pub(super) fn weekend(base: Day, step: i64) -> Option<Cal> {
    let Cal::Week(year, week) = Cal::containing(base, Unit::Week)?.plus(step)? else { return None };
    Some(Cal::Weekend(year, week))
}

pub(super) fn day_shifted(day: Day, hundredths: i64, unit: Unit) -> Option<Day> {
    match unit {
        Unit::Day => day.plus_days(hundredths / 100),
        Unit::Week => day.plus_days(hundredths.checked_mul(7)? / 100),
        Unit::Month => day.plus_months(hundredths / 100),
        Unit::Quarter => day.plus_months(hundredths.checked_mul(3)? / 100),
        _ => day.plus_months(hundredths.checked_mul(12)? / 100),
    }
}

pub(super) fn nth(n: i64, what: What, of: Cal) -> Option<Cal> {
    let (first, last) = (of.first()?, of.last()?);
    let within = |day: Day| (first <= day && day <= last).then_some(day);
    match what {
        What::Weekday(weekday) => {
            if let Cal::Month(year, month) = of {
                return nth_weekday_of(year, month, weekday, n).map(Cal::Day);
            }
            let ahead = (i64::from(weekday) - first.weekday().after_monday()).rem_euclid(7);
            let back = (last.weekday().after_monday() - i64::from(weekday)).rem_euclid(7);
            let day = if n > 0 {
                first.plus_days(ahead + 7 * (n - 1))
            } else {
                last.plus_days(-back + 7 * (n + 1))
            };
            day.and_then(within).map(Cal::Day)
        }
        What::Unit(Unit::Day) => {
            let day = if n > 0 { first.plus_days(n - 1) } else { last.plus_days(n + 1) };
            day.and_then(within).map(Cal::Day)
        }
        What::Unit(Unit::Week) => {
            // Whole weeks within: the first begins on the first Monday, the last ends on the last Sunday.
            let monday = if n > 0 {
                let ahead = (7 - first.weekday().after_monday()).rem_euclid(7);
                first.plus_days(ahead + 7 * (n - 1))?
            } else {
                let back = (last.weekday().after_monday() + 1).rem_euclid(7);
                last.plus_days(-back - 6 + 7 * (n + 1))?
            };
            Cal::containing(within(monday)?, Unit::Week)
        }
        What::Unit(Unit::Month) => {
            let month = Cal::containing(if n > 0 { first } else { last }, Unit::Month)?;
            month.plus(if n > 0 { n - 1 } else { n + 1 })
        }
        _ => None,
    }
}
