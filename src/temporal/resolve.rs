use super::amount::{length_value, season_code};
use super::calendar::{Cal, part_months};
use super::expr::{Anchor, Clock, Count, Expr, Fields, From, Holiday, Portion, Vague, What};
use super::holiday::nth_weekday_of;
use super::lexicon::{DayPart, Unit};
use super::register::{Register, Tense};
use crate::model::TimeSpan;
use crate::model::TimexType;
use crate::model::time::Day;

/// The dates that others are counted from.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// The document's own date, as finely as it is known.
    pub document: Option<Cal>,
    /// The last date that the text mentioned.
    pub mentioned: Option<Cal>,
    /// The last one as fine as a month, from which the story goes on.
    pub fine: Option<Cal>,
    pub register: Register,
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
struct Found {
    cal: Cal,
    relative: bool,
    how: &'static str,
}

const WRITTEN: &str = "as written";
const FROM_DOCUMENT: &str = "counted from the document's date";
const FROM_MENTIONED: &str = "counted from the last date mentioned";

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
            Expr::Spoken if self.register.note => self.vague(Vague::Present),
            Expr::Spoken if !self.register.narrative => self.vague(Vague::Past),
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
                Some(found) => dated(&found, expr),
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
            || matches!(expr, Expr::Spoken);
        if aside {
            return;
        }
        self.mentioned = Some(cal);
        if matches!(cal, Cal::Day(_) | Cal::Month(..) | Cal::Week(..) | Cal::Part(..)) {
            self.fine = Some(cal);
        }
    }

    fn date(&self, expr: &Expr, tense: Tense) -> Option<Found> {
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
            Expr::Spoken => {
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

    fn today(&self) -> Option<Day> {
        match self.document? {
            Cal::Day(day) => Some(day),
            _ => None,
        }
    }

    /// What a bare date leans on: the last mention in a history, the document's date elsewhere.
    fn lean(&self) -> Option<(Cal, &'static str)> {
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

    fn fields(&self, f: &Fields, tense: Tense) -> Option<Found> {
        if let Some(year) = f.year {
            let cal = match (f.month, f.day, f.part) {
                (Some(month), Some(day), _) => Cal::Day(Day::new(year, month, day)?),
                (Some(month), None, _) => Cal::Month(year, month),
                (None, _, Some(part)) => Cal::Part(year, part),
                _ if f.open_digits > 0 => Cal::Open(year, f.open_digits),
                _ => Cal::Year(year),
            };
            return Some(Found { cal, relative: false, how: WRITTEN });
        }
        let (lean, how) = self.lean()?;
        let cal = match (f.month, f.day, f.part, f.weekday) {
            (Some(month), Some(day), _, weekday) => {
                self.bare_day(lean, month, day, weekday, tense)?
            }
            (Some(month), None, _, _) => self.bare_month(lean, month, tense)?,
            (_, _, Some(part), _) => self.bare_part(lean, part, tense)?,
            (None, Some(day), _, Some(weekday)) => weekday_and_number(lean.first()?, day, weekday)?,
            (None, None, None, Some(weekday)) => self.bare_weekday(lean, weekday, tense)?,
            _ => return None,
        };
        Some(Found { cal, relative: true, how })
    }

    fn day_of_month(&self, number: u8, tense: Tense) -> Option<Found> {
        let (lean, how) = self.lean()?;
        let month = lean.within(Unit::Month)?;
        let in_month = |n: i64| {
            let first = month.plus(n)?.first()?;
            Day::new(first.year(), first.month(), number)
        };
        let day = match (lean, tense) {
            (Cal::Day(today), Tense::Past) => {
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
    fn bare_day(
        &self,
        lean: Cal,
        month: u8,
        day: u8,
        weekday: Option<u8>,
        tense: Tense,
    ) -> Option<Cal> {
        let base = lean.first()?;
        let candidates = |reach: i32| {
            (base.year() - reach..=base.year() + reach)
                .filter_map(move |year| Day::new(year, month, day))
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
                    .filter_map(|year| Day::new(year, month, day))
                    .find(|d| (-15..=60).contains(&(d.epoch_days() - fine.epoch_days())))
            });
            if let Some(near) = near {
                return Some(Cal::Day(near));
            }
        }
        if matches!(lean, Cal::Year(_) | Cal::Part(..)) {
            return Day::new(lean.year(), month, day).map(Cal::Day);
        }
        let found = if self.register.narrative {
            nearest(&forward_leaning)
        } else if self.register.note {
            let ahead = |d: &Day| (-200..=550).contains(&(d.epoch_days() - base.epoch_days()));
            if weekday.is_some()
                && let Some(found) = candidates(2).find(ahead)
            {
                return Some(Cal::Day(found));
            }
            // The same year unless that is more than half a year back or most of a year ahead.
            let same = Day::new(base.year(), month, day);
            same.filter(|d| (-200..=320).contains(&(d.epoch_days() - base.epoch_days()))).or_else(
                || {
                    (base.year() - 1..=base.year() + 1)
                        .filter_map(|year| Day::new(year, month, day))
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

    fn bare_month(&self, lean: Cal, month: u8, tense: Tense) -> Option<Cal> {
        if matches!(lean, Cal::Year(_)) {
            return Some(Cal::Month(lean.year(), month));
        }
        let base = lean.first()?;
        let ahead = (i64::from(month) - i64::from(base.month())).rem_euclid(12);
        let steps = if self.register.narrative {
            [ahead - 12, ahead].into_iter().min_by_key(|m| forward_leaning(m * 30))?
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

    fn bare_part(&self, lean: Cal, part: u8, tense: Tense) -> Option<Cal> {
        if part > 24 || matches!(lean, Cal::Year(_)) {
            return Some(Cal::Part(lean.year(), part));
        }
        let base = lean.first()?;
        let (first, months) = part_months(part);
        let into = (i64::from(base.month()) - i64::from(first)).rem_euclid(12);
        let started = Cal::Month(base.year(), base.month()).plus(-into)?;
        let this = Cal::Part(started.year(), part);
        let running = into < i64::from(months);
        match tense {
            _ if running => Some(this),
            Tense::Future => this.plus(1),
            _ if self.register.narrative && into >= 7 => this.plus(1),
            Tense::Untold if !self.register.narrative && into >= 7 => this.plus(1),
            _ => Some(this),
        }
    }

    fn bare_weekday(&self, lean: Cal, weekday: u8, tense: Tense) -> Option<Cal> {
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

    fn relative(&self, step: i64, what: What, anchor: Anchor, tense: Tense) -> Option<Found> {
        let (base, how) = self.anchor(anchor)?;
        let cal = match what {
            What::Unit(unit) => base.within(unit)?.plus(step)?,
            What::Weekday(weekday) => Cal::Day(self.stepped_weekday(base, step, weekday, tense)?),
            What::Month(month) => {
                let first = base.within(Unit::Month)?.first()?;
                let ahead = (i64::from(month) - i64::from(first.month())).rem_euclid(12);
                let months = match step {
                    -1 => {
                        if ahead == 0 {
                            -12
                        } else {
                            ahead - 12
                        }
                    }
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

    fn anchor(&self, anchor: Anchor) -> Option<(Cal, &'static str)> {
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

    fn stepped_weekday(&self, base: Cal, step: i64, weekday: u8, tense: Tense) -> Option<Day> {
        let Cal::Day(base) = base else { return None };
        let ahead = (i64::from(weekday) - base.weekday().after_monday()).rem_euclid(7);
        let days = match step {
            -1 => {
                if ahead == 0 {
                    -7
                } else {
                    ahead - 7
                }
            }
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

    fn stepped_season(&self, base: Cal, step: i64, season: u8) -> Option<Cal> {
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
            -1 if running => latest.plus(-1),
            -1 => Some(latest),
            _ => latest.plus(step),
        }
    }

    fn shift(
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

    fn feast(
        &self,
        which: Holiday,
        year: Option<&Expr>,
        step: Option<i64>,
        tense: Tense,
    ) -> Option<Found> {
        if let Some(year) = year {
            let found = self.date(year, tense)?;
            return Some(Found { cal: Cal::Day(which.day(found.cal.year())?), ..found });
        }
        let (lean, how) =
            if step.is_some() { self.anchor(Anchor::Document)? } else { self.lean()? };
        let found = |cal| Some(Found { cal: Cal::Day(cal), relative: true, how });
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

    fn length(&self, count: Count, unit: Unit, run: i64) -> Resolved {
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
    fn whole_units(&self, today: Day, count: Count, unit: Unit, run: i64) -> Option<Cal> {
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

    fn clock(&self, clock: Clock, of: Option<&Expr>, tense: Tense) -> Resolved {
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
                span: clock_span(day, clock),
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
    fn day_of_time(&self) -> Option<Found> {
        let cal = if self.register.note { self.document } else { self.mentioned.or(self.document) };
        let how = if self.mentioned.is_some() { FROM_MENTIONED } else { FROM_DOCUMENT };
        cal.map(|cal| Found { cal, relative: true, how })
    }

    fn part(&self, part: DayPart, of: Option<&Expr>, tense: Tense) -> Resolved {
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

    fn portion(&self, portion: Portion, of: &Expr, tense: Tense) -> Resolved {
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

/// Cost of a distance in days for a history, which mostly moves on: a step back costs twice.
fn forward_leaning(days: i64) -> i64 {
    if days < 0 { -days * 2 } else { days }
}

fn from_document(cal: Cal) -> Option<Found> {
    Some(Found { cal, relative: true, how: FROM_DOCUMENT })
}

fn bare(timex: TimexType, value: String, reading: &str) -> Resolved {
    Resolved { timex, value, span: None, cal: None, relative: false, reading: reading.to_owned() }
}

fn dated(found: &Found, expr: &Expr) -> Resolved {
    let mut resolved = Resolved {
        timex: TimexType::Date,
        value: found.cal.value(),
        span: found.cal.span(),
        cal: Some(found.cal),
        relative: found.relative,
        reading: found.how.to_owned(),
    };
    if let (Expr::Date(Fields { ambiguous: true, .. }), Cal::Day(day)) = (expr, found.cal) {
        let other = Day::new(day.year(), day.day(), day.month()).map(TimeSpan::from);
        if let (Some(one), Some(other)) = (&resolved.span, other) {
            resolved.span = format!("[{one},{other}]").parse().ok();
        }
        resolved.reading = "ambiguous: the month or the day may stand first".to_owned();
    }
    resolved
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

/// "Thu 15th": the nearest month ahead in which the number falls on the weekday.
fn weekday_and_number(from: Day, number: u8, weekday: u8) -> Option<Cal> {
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

fn weekend(base: Day, step: i64) -> Option<Cal> {
    let Cal::Week(year, week) = Cal::containing(base, Unit::Week)?.plus(step)? else { return None };
    Some(Cal::Weekend(year, week))
}

fn day_shifted(day: Day, hundredths: i64, unit: Unit) -> Option<Day> {
    match unit {
        Unit::Day => day.plus_days(hundredths / 100),
        Unit::Week => day.plus_days(hundredths.checked_mul(7)? / 100),
        Unit::Month => day.plus_months(hundredths / 100),
        Unit::Quarter => day.plus_months(hundredths.checked_mul(3)? / 100),
        _ => day.plus_months(hundredths.checked_mul(12)? / 100),
    }
}

fn nth(n: i64, what: What, of: Cal) -> Option<Cal> {
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

/// The first, middle or last third of a stretch, by whole days, weeks' ends or months.
fn third(cal: Cal, portion: Portion) -> Option<Cal> {
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
fn run_span(today: Day, count: Count, unit: Unit, run: i64) -> Option<TimeSpan> {
    let hundredths = count.hundredths.unwrap_or(400).checked_mul(run)?;
    let far = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => today,
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

fn clock_value(clock: Clock) -> String {
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

fn clock_span(day: Day, clock: Clock) -> Option<TimeSpan> {
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

/// The TIMEX3 value of what cannot be placed, with `X` for what is not known.
fn open_value(expr: &Expr) -> String {
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
