//! Lengths of time, and parts of a stretch.

use super::amount::length_value;
use super::calendar::Cal;
use super::expr::{Count, Expr, Portion};
use super::lexicon::Unit;
use super::register::Tense;
use super::resolve::{Context, FROM_DOCUMENT, Resolved, bare};
use super::stepped::day_shifted;
use crate::model::time::Day;
use crate::model::{TimeSpan, TimexType};

impl Context {
    pub(super) fn length(&self, count: Count, unit: Unit, run: i64) -> Resolved {
        let mut value = length_value(count, unit);
        let mut resolved = bare(TimexType::Duration, String::new(), "a length of time");
        if run != 0 {
            resolved.relative = true;
            resolved.reading = "a length of time up to a date that is not known".to_owned();
            if let Some(today) = self.today() {
                resolved.span = run_span(today, count, unit, run);
                resolved.reading = format!("a length of time {FROM_DOCUMENT}");
                if let Some(whole) = self.whole_units(today, count, unit, run) {
                    value = whole.value();
                    resolved.span = whole.span();
                    resolved.cal = Some(whole);
                }
            }
        }
        Resolved { value, ..resolved }
    }

    /// In a note, "next 3 weeks" are the three whole weeks after this one.
    pub(super) fn whole_units(
        &self,
        today: Day,
        count: Count,
        unit: Unit,
        run: i64,
    ) -> Option<Cal> {
        if !self.register.note
            || !matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year)
        {
            return None;
        }
        let n = count.whole().unwrap_or(3);
        let this = Cal::containing(today, unit)?;
        let (first, last) = (this.plus(run)?, this.plus(run.checked_mul(n)?)?);
        let (first, last) = if run > 0 { (first, last) } else { (last, first) };
        Some(Cal::Run(first.first()?, last.last()?))
    }

    pub(super) fn portion(&self, portion: Portion, of: &Expr, tense: Tense) -> Resolved {
        let mut resolved = self.resolve(of, tense);
        if let Some(run) = resolved.cal.and_then(|cal| third(cal, portion)) {
            resolved.span = run.span();
            if self.register.note {
                resolved.value = run.value();
            }
            resolved.reading.push_str(match portion {
                Portion::Start => "; its first third",
                Portion::Middle => "; its middle third",
                Portion::End => "; its last third",
                Portion::Some => "",
            });
        }
        resolved
    }
}

/// The first, middle or last third of a stretch, by whole days, weeks' ends or months.
pub(super) fn third(cal: Cal, portion: Portion) -> Option<Cal> {
    let (first, last) = (cal.first()?, cal.last()?);
    let days = |from: i64, to: i64| Some(Cal::Run(first.plus_days(from)?, first.plus_days(to)?));
    let months = |from: i64, count: i64| {
        let begin = first.plus_months(from)?;
        Some(Cal::Run(begin, begin.plus_months(count)?.plus_days(-1)?))
    };
    match (cal, portion) {
        (_, Portion::Some) => None,
        (Cal::Week(..), Portion::Start) => days(0, 2),
        (Cal::Week(..), Portion::Middle) => days(2, 4),
        (Cal::Week(..), Portion::End) => days(4, 6),
        (Cal::Month(..), Portion::Start) => days(0, 9),
        (Cal::Month(..), Portion::Middle) => days(10, 19),
        (Cal::Month(..), Portion::End) => Some(Cal::Run(first.plus_days(20)?, last)),
        (Cal::Year(_), Portion::Start) => months(0, 3),
        (Cal::Year(_), Portion::Middle) => months(4, 4),
        (Cal::Year(_), Portion::End) => months(8, 4),
        _ => None,
    }
}

/// The stretch of so many units before or after a day. Where the text does not say how many, about
/// four are taken, marked approximate.
pub(super) fn run_span(today: Day, count: Count, unit: Unit, run: i64) -> Option<TimeSpan> {
    let hundredths = count.hundredths.unwrap_or(400).checked_mul(run)?;
    let far = match unit {
        // So many hours reach into as many days as they need.
        Unit::Hour => today.plus_days(run * (hundredths.abs() / 100 + 23) / 24)?,
        Unit::Second | Unit::Minute => today,
        Unit::Decade => today.plus_months(hundredths.checked_mul(120)? / 100)?,
        Unit::Century => today.plus_months(hundredths.checked_mul(1200)? / 100)?,
        Unit::Millennium => today.plus_months(hundredths.checked_mul(12_000)? / 100)?,
        _ => day_shifted(today, hundredths, unit)?,
    };
    let far = if count.hundredths.is_some() {
        if count.rough { TimeSpan::from(far).approximate() } else { TimeSpan::from(far) }
    } else {
        match unit {
            Unit::Week | Unit::Month | Unit::Quarter => {
                TimeSpan::month(far.year(), far.month())?.approximate()
            }
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => {
                TimeSpan::from(far).approximate()
            }
            _ => TimeSpan::year(far.year())?.approximate(),
        }
    };
    let today = TimeSpan::from(today);
    if run < 0 { TimeSpan::between(&far, &today) } else { TimeSpan::between(&today, &far) }
}
