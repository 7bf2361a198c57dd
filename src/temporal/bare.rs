//! Dates without a year, weekdays without a week: which one is meant.

use super::calendar::{Cal, WINTER_BY_END, part_months};
use super::expr::Fields;
use super::lexicon::Unit;
use super::register::Tense;
use super::resolve::{Context, FROM_DOCUMENT, FROM_MENTIONED, Found, WRITTEN};
use crate::model::time::Day;

/// How much worse a reading is that runs past the next date written in full.
const RUNS_PAST_DAYS: i64 = 300;

impl Context {
    /// What a bare date leans on: the last mention in a history, the document's date elsewhere.
    pub(super) fn lean(&self) -> Option<(Cal, &'static str)> {
        if self.register.narrative {
            let lean = match (self.mentioned, self.fine) {
                (Some(Cal::Year(year)), Some(fine)) if fine.year() == year => Some(fine),
                (Some(Cal::Open(..)), Some(fine)) => Some(fine),
                (mentioned, _) => mentioned,
            };
            lean.map(|cal| (cal, FROM_MENTIONED))
        } else {
            self.document.map(|cal| (cal, FROM_DOCUMENT))
        }
    }

    pub(super) fn fields(&self, f: &Fields, tense: Tense) -> Option<Found> {
        let calendar = self.calendar_for(f);
        if let Some(year) = f.year {
            let cal = match (f.month, f.day, f.part) {
                (Some(month), Some(day), _) => Cal::Day(calendar.day(year, month, day)?),
                (Some(month), None, _) => Cal::Month(year, month),
                (None, _, Some(part)) => Cal::Part(year, part),
                _ if f.open_digits > 0 => Cal::Open(year, f.open_digits),
                _ => Cal::Year(year),
            };
            return Some(Found { cal, relative: false, how: WRITTEN });
        }
        let (lean, how) = self.lean()?;
        let cal = match (f.month, f.day, f.part, f.weekday) {
            (Some(_), Some(_), ..) => self.bare_day(lean, f, tense)?,
            (Some(month), None, _, _) => self.bare_month(lean, month, tense)?,
            (_, _, Some(part), _) => self.bare_part(lean, part, tense)?,
            (None, Some(day), _, Some(weekday)) => weekday_and_number(lean.first()?, day, weekday)?,
            (None, None, None, Some(weekday)) => self.bare_weekday(lean, weekday, tense)?,
            _ => return None,
        };
        Some(Found { cal, relative: true, how })
    }

    pub(super) fn day_of_month(&self, number: u8, tense: Tense) -> Option<Found> {
        let (lean, how) = self.lean()?;
        let month = lean.within(Unit::Month)?;
        let in_month = |n: i64| {
            let first = month.plus(n)?.first()?;
            self.calendar.day(first.year(), first.month(), number)
        };
        let day = match (lean, tense) {
            (Cal::Day(today), Tense::Past) if !self.register.narrative => {
                in_month(0).filter(|d| *d <= today).or_else(|| in_month(-1))
            }
            (Cal::Day(today), _) if self.register.note || tense == Tense::Future => {
                in_month(0).filter(|d| *d >= today).or_else(|| in_month(1))
            }
            _ => in_month(0),
        };
        Some(Found { cal: Cal::Day(day?), relative: true, how })
    }

    /// A day and month without a year.
    pub(super) fn bare_day(&self, lean: Cal, fields: &Fields, tense: Tense) -> Option<Cal> {
        let (month, day, weekday) = (fields.month?, fields.day?, fields.weekday);
        let calendar = self.calendar_for(fields);
        let in_year = move |year| calendar.day(year, month, day);
        let base = lean.first()?;
        let candidates = |reach: i32| {
            (base.year() - reach..=base.year() + reach)
                .filter_map(in_year)
                .filter(move |d| weekday.is_none_or(|w| d.weekday().after_monday() == i64::from(w)))
        };
        let reach = if weekday.is_some() || (month == 2 && day == 29) { 4 } else { 1 };
        let nearest = |cost: &dyn Fn(i64) -> i64| {
            candidates(reach).min_by_key(|d| cost(d.epoch_days() - base.epoch_days()))
        };
        if self.register.narrative && matches!(lean, Cal::Year(_)) {
            // A year in passing does not break a story that goes on from day to day.
            let near = self.fine.and_then(Cal::first).and_then(|fine| {
                (fine.year() - 1..=fine.year() + 1)
                    .filter_map(in_year)
                    .find(|d| (-15..=60).contains(&(d.epoch_days() - fine.epoch_days())))
            });
            if let Some(near) = near {
                return Some(Cal::Day(near));
            }
        }
        if matches!(lean, Cal::Year(_) | Cal::Part(..)) {
            return in_year(lean.year()).map(Cal::Day);
        }
        let found = if self.register.narrative {
            let from = base.epoch_days();
            let past = |days: i64| {
                Day::from_epoch_days(from + days).is_some_and(|day| self.runs_past(Cal::Day(day)))
            };
            nearest(&|days| forward_leaning(days) + if past(days) { RUNS_PAST_DAYS } else { 0 })
        } else if self.register.note {
            let ahead = |d: &Day| (-200..=550).contains(&(d.epoch_days() - base.epoch_days()));
            if weekday.is_some()
                && let Some(found) = candidates(2).find(ahead)
            {
                return Some(Cal::Day(found));
            }
            // The same year unless that is more than half a year back or most of a year ahead.
            let same = in_year(base.year());
            same.filter(|d| (-200..=320).contains(&(d.epoch_days() - base.epoch_days()))).or_else(
                || {
                    (base.year() - 1..=base.year() + 1)
                        .filter_map(in_year)
                        .min_by_key(|d| (d.epoch_days() - base.epoch_days()).abs())
                },
            )
        } else {
            match tense {
                Tense::Past => nearest(&|days| if days > 0 { days * 4 } else { -days }),
                Tense::Future => nearest(&|days| if days < 0 { -days * 4 } else { days }),
                Tense::Untold => nearest(&i64::abs),
            }
        };
        found.map(Cal::Day)
    }

    /// Whether a reading lies after the next date that is written in full.
    fn runs_past(&self, cal: Cal) -> bool {
        match (cal.first(), self.ahead.and_then(Cal::last)) {
            (Some(first), Some(ahead)) => first > ahead,
            _ => false,
        }
    }

    pub(super) fn bare_month(&self, lean: Cal, month: u8, tense: Tense) -> Option<Cal> {
        if matches!(lean, Cal::Year(_)) {
            return Some(Cal::Month(lean.year(), month));
        }
        let base = lean.first()?;
        let ahead = (i64::from(month) - i64::from(base.month())).rem_euclid(12);
        let steps = if self.register.narrative {
            let this = Cal::Month(base.year(), base.month());
            [ahead - 12, ahead].into_iter().min_by_key(|m| {
                let past = this.plus(*m).is_some_and(|cal| self.runs_past(cal));
                forward_leaning(m * 30) + if past { RUNS_PAST_DAYS } else { 0 }
            })?
        } else if self.register.note {
            match tense {
                Tense::Past if ahead > 0 => ahead - 12,
                _ if ahead > 9 => ahead - 12,
                _ => ahead,
            }
        } else {
            match tense {
                Tense::Future => ahead,
                Tense::Untold if ahead <= 4 => ahead,
                _ if ahead == 0 => 0,
                _ => ahead - 12,
            }
        };
        Cal::Month(base.year(), base.month()).plus(steps)
    }

    pub(super) fn bare_part(&self, lean: Cal, part: u8, tense: Tense) -> Option<Cal> {
        if part > 24 || matches!(lean, Cal::Year(_)) {
            return Some(Cal::Part(lean.year(), part));
        }
        let base = lean.first()?;
        let (first, months) = part_months(part);
        let into = (i64::from(base.month()) - i64::from(first)).rem_euclid(12);
        let started = Cal::Month(base.year(), base.month()).plus(-into)?;
        let this = Cal::Part(started.year(), part);
        let running = into < i64::from(months);
        if part == 24 && self.register.narrative {
            // Histories name a winter that nobody numbers by the year in which it ends.
            return Some(Cal::Part(
                started.year() + 1 + i32::from(!running && into >= 7),
                WINTER_BY_END,
            ));
        }
        match tense {
            _ if running => Some(this),
            Tense::Future => this.plus(1),
            _ if self.register.narrative && into >= 7 => this.plus(1),
            Tense::Untold if !self.register.narrative && into >= 7 => this.plus(1),
            _ => Some(this),
        }
    }

    pub(super) fn bare_weekday(&self, lean: Cal, weekday: u8, tense: Tense) -> Option<Cal> {
        let Cal::Day(base) = lean else { return None };
        let ahead = (i64::from(weekday) - base.weekday().after_monday()).rem_euclid(7);
        let days = match tense {
            Tense::Future => ahead,
            Tense::Untold if self.register.note => ahead,
            _ if ahead == 0 => 0,
            _ => ahead - 7,
        };
        Some(Cal::Day(base.plus_days(days)?))
    }
}

/// Cost of a distance in days for a history, which mostly moves on: a step back costs twice.
pub(super) fn forward_leaning(days: i64) -> i64 {
    if days < 0 { -days * 2 } else { days }
}

/// "Thu 15th": the nearest month ahead in which the number falls on the weekday.
pub(super) fn weekday_and_number(from: Day, number: u8, weekday: u8) -> Option<Cal> {
    let first = Day::new(from.year(), from.month(), 1)?;
    (0..48)
        .filter_map(|ahead| first.plus_months(ahead))
        .filter_map(|month| Day::new(month.year(), month.month(), number))
        .find(|day| {
            day.weekday().after_monday() == i64::from(weekday)
                && day.epoch_days() + 14 > from.epoch_days()
        })
        .map(Cal::Day)
}
