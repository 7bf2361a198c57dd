use super::expr::{Anchor, Expr, Vague, What};
use super::grammar::{Grammar, Parsed};
use super::lexicon::{Lex, Unit};

impl Grammar<'_> {
    /// Expressions that count from another date: yesterday, last week, the same month.
    pub(super) fn relative(self, at: usize) -> Parsed<Expr> {
        let found = [
            self.days_from_today(at),
            self.nth_within(at),
            self.stepped(at),
            self.weekday_of_week(at),
            self.after_next(at),
            self.day_before(at),
            self.week_of(at),
            self.day_of_month(at),
        ];
        found.into_iter().flatten().max_by_key(|(_, end)| *end)
    }

    fn days_from_today(self, at: usize) -> Parsed<Expr> {
        match self.lex(at) {
            Lex::Today => return Some((Expr::Days(0), at + 1)),
            Lex::Yesterday => return Some((Expr::Days(-1), at + 1)),
            Lex::Tomorrow => return Some((Expr::Days(1), at + 1)),
            _ => {}
        }
        let start = self.after(at, Lex::The);
        if !self.is(start, Lex::Unit(Unit::Day, false)) {
            return None;
        }
        match (self.lex(start + 1), self.lex(start + 2)) {
            (Lex::Before, Lex::Yesterday) => Some((Expr::Days(-2), start + 3)),
            (Lex::After, Lex::Tomorrow) => Some((Expr::Days(2), start + 3)),
            _ => None,
        }
    }

    /// "last week", "this Wednesday", "the following year", "that same day", "next fiscal quarter".
    pub(super) fn stepped(self, at: usize) -> Parsed<Expr> {
        let start = self.after(at, Lex::The);
        let with_the = start > at;
        let (step, mentioned, mut next) = match self.lex(start) {
            Lex::Last => (-1, false, start + 1),
            Lex::Past if self.note => (-1, false, start + 1),
            Lex::Next => (1, with_the && self.narrative, start + 1),
            Lex::Coming => (1, false, start + 1),
            Lex::This if !with_the => (0, false, start + 1),
            Lex::Current if with_the || self.note => (0, false, start + 1),
            Lex::Previous => (-1, !self.note, start + 1),
            Lex::Following => (1, !self.note, start + 1),
            Lex::Same if with_the => (0, true, start + 1),
            Lex::That if !with_the => (0, true, start + 1),
            _ => return None,
        };
        next = if self.is(start, Lex::This)
            && matches!(self.lex(next), Lex::Past | Lex::Coming | Lex::Last)
        {
            // "this past Monday", "this coming Friday".
            let step = if self.is(next, Lex::Coming) { 1 } else { -1 };
            let (what, end) = self.countable(next + 1)?;
            let anchor = Anchor::Document;
            return Some((Expr::Relative { step, what, anchor }, end));
        } else if matches!(self.lex(start), Lex::This | Lex::That) {
            self.after(next, Lex::Same)
        } else {
            self.after(next, Lex::Roughly)
        };
        let before = next;
        next = self.after(next, Lex::Fiscal);
        let (what, end) = self.countable(next)?;
        let part_of_something = with_the && self.is(start, Lex::Last) && self.is(end, Lex::Of);
        if part_of_something || !self.step_fits(self.lex(start), what, with_the, before) {
            return None;
        }
        let anchor = if mentioned { Anchor::Mentioned } else { Anchor::Document };
        Some((Expr::Relative { step, what, anchor }, end))
    }

    fn step_fits(self, word: Lex, what: What, with_the: bool, at: usize) -> bool {
        let unit = match what {
            What::Unit(unit) => unit,
            What::Month(_) => return word != Lex::That || self.capital(at),
            _ => return true,
        };
        match word {
            // "the last decade", "the next century" are lengths.
            Lex::Last | Lex::Next if with_the => {
                unit < Unit::Decade && !(unit == Unit::Day && word == Lex::Last)
            }
            Lex::Last | Lex::Coming => unit > Unit::Day || self.note,
            Lex::This => unit != Unit::Day || self.is(at.wrapping_sub(1), Lex::Same) || self.note,
            _ => unit >= Unit::Day,
        }
    }

    /// A unit, weekday, month, season or weekend, in the singular.
    pub(super) fn countable(self, at: usize) -> Parsed<What> {
        let what = match self.lex(at) {
            Lex::Unit(unit, false) if unit >= Unit::Day => What::Unit(unit),
            Lex::Weekday(..) => {
                let (weekday, end) = self.weekday_name(at)?;
                return Some((What::Weekday(weekday), end));
            }
            Lex::Month(..) => {
                let (month, end) = self.month(at)?;
                // "last May 10" is read as a date.
                return Some((What::Month(month), end));
            }
            Lex::Season(season) => What::Season(season),
            Lex::Weekend => What::Weekend,
            Lex::Workday => What::Workday,
            _ => return None,
        };
        Some((what, at + 1))
    }

    /// "Friday of next week", "Tuesday, next week", "last week's Sunday".
    fn weekday_of_week(self, at: usize) -> Parsed<Expr> {
        if let Some((weekday, end)) = self.weekday_name(at) {
            let next = match self.lex(end) {
                Lex::Of | Lex::From => end + 1,
                _ => self.after_mark(end, b','),
            };
            let (week, after) = self.stepped(next)?;
            return is_week(&week).then(|| (nth(1, What::Weekday(weekday), week), after));
        }
        let (week, end) = self.stepped(at)?;
        if !is_week(&week) {
            return None;
        }
        let (weekday, after) = self.weekday_name(self.possessive(end)?)?;
        Some((nth(1, What::Weekday(weekday), week), after))
    }

    fn possessive(self, at: usize) -> Option<usize> {
        (self.mark(at) == b'\'' && self.is(at + 1, Lex::S)).then_some(at + 2)
    }

    /// "Friday after next", "the week after next", "the Thursday before last".
    fn after_next(self, at: usize) -> Parsed<Expr> {
        let start = self.after(at, Lex::The);
        let (what, end) = self.countable(start)?;
        let step = match (self.lex(end), self.lex(end + 1)) {
            (Lex::After, Lex::Next) => 2,
            // "the week before last summer" is counted from that summer.
            (Lex::Before, Lex::Last) if self.countable(end + 2).is_none() => -2,
            _ => return None,
        };
        Some((Expr::Relative { step, what, anchor: Anchor::Document }, end + 2))
    }

    /// "the day before" (of the last date mentioned), "the year after", "the day following".
    fn day_before(self, at: usize) -> Parsed<Expr> {
        if !self.is(at, Lex::The) {
            return None;
        }
        let Lex::Unit(unit, false) = self.lex(at + 1) else { return None };
        if !matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year) {
            return None;
        }
        let step = match self.lex(at + 2) {
            Lex::Before => -1,
            Lex::After | Lex::Following => 1,
            _ => return None,
        };
        if !self.clause_ends(at + 3) && !self.is(at + 2, Lex::Following) {
            return None;
        }
        let what = What::Unit(unit);
        Some((Expr::Relative { step, what, anchor: Anchor::Mentioned }, at + 3))
    }

    /// "the week of January 19".
    fn week_of(self, at: usize) -> Parsed<Expr> {
        let fits = self.is(at, Lex::The)
            && self.is(at + 1, Lex::Unit(Unit::Week, false))
            && self.is(at + 2, Lex::Of);
        let (of, end) = if fits { self.date(at + 3)? } else { return None };
        let day = matches!(of, Expr::Date(fields) if fields.day.is_some());
        day.then(|| (Expr::Holding(Unit::Week, Box::new(of)), end))
    }

    /// "on the 15th", and in a note "the 1st".
    fn day_of_month(self, at: usize) -> Parsed<Expr> {
        if !self.is(at, Lex::The) {
            return None;
        }
        let led = self.lex_before(at) == Lex::On;
        let ((day, true), end) = self.day_number(at + 1)? else { return None };
        let digits = self.number(at + 1).is_some();
        let fits = if self.note {
            !self.is_word(end) && (led || digits)
        } else {
            led && digits && (self.clause_ends(end) || self.phrase_opens(end))
        };
        fits.then_some((Expr::DayOfMonth(day), end))
    }

    /// Whether nothing follows that the words before could govern.
    pub(super) fn clause_ends(self, at: usize) -> bool {
        !self.is_word(at) && self.number(at).is_none()
            || matches!(self.lex(at), Lex::And | Lex::PastVerb | Lex::PresentVerb | Lex::Would)
    }

    /// Whether a small word follows that opens a phrase of its own, so that "the 22nd" before it
    /// numbers no noun.
    fn phrase_opens(self, at: usize) -> bool {
        matches!(
            self.lex(at),
            Lex::After | Lex::Before | Lex::In | Lex::At | Lex::By | Lex::For | Lex::From | Lex::To
        ) || matches!(
            self.word(at),
            "with"
                | "as"
                | "when"
                | "while"
                | "near"
                | "but"
                | "amid"
                | "despite"
                | "because"
                | "under"
        )
    }

    /// "the first Monday of this month", "last day of October 2015", "20th of next month", "the third
    /// last week of 2018".
    fn nth_within(self, at: usize) -> Parsed<Expr> {
        let start = self.after(at, Lex::The);
        let (n, next) = self.rank(start)?;
        let (what, end) = match self.lex(next) {
            Lex::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month), false) => {
                (What::Unit(unit), next + 1)
            }
            Lex::Weekday(..) => {
                let (weekday, end) = self.weekday_name(next)?;
                (What::Weekday(weekday), end)
            }
            Lex::Weekend => (What::Weekend, next + 1),
            Lex::Of if self.date_rank(start) => (What::Unit(Unit::Day), next),
            _ => return None,
        };
        if !matches!(self.lex(end), Lex::Of | Lex::In) {
            return None;
        }
        let (of, after) = [self.stepped(end + 1), self.date(end + 1), self.the_month(end + 1)]
            .into_iter()
            .flatten()
            .max_by_key(|(_, end)| *end)?;
        let fits = match &of {
            Expr::Date(fields) => fields.day.is_none() && fields.weekday.is_none(),
            Expr::Relative { what, .. } => {
                matches!(what, What::Unit(Unit::Month | Unit::Year | Unit::Week) | What::Month(_))
            }
            _ => false,
        };
        fits.then(|| (nth(n, what, of), after))
    }

    /// "first", "third last", "last".
    fn rank(self, at: usize) -> Parsed<i64> {
        if self.is(at, Lex::Last) {
            return Some((-1, at + 1));
        }
        if let Some((n, end)) = self.ordinal(at) {
            return if self.is(end, Lex::Last) { Some((-n, end + 1)) } else { Some((n, end)) };
        }
        let (n, 1..=2) = self.number(at)? else { return None };
        (self.note && self.is(at + 1, Lex::Of)).then(|| (i64::from(n), at + 1))
    }

    fn date_rank(self, at: usize) -> bool {
        self.number(at).is_some() || self.note
    }

    /// "the month" that is spoken of.
    fn the_month(self, at: usize) -> Parsed<Expr> {
        let fits = self.is(at, Lex::The) && self.is(at + 1, Lex::Unit(Unit::Month, false));
        let (what, anchor) = (What::Unit(Unit::Month), Anchor::Document);
        fits.then_some((Expr::Relative { step: 0, what, anchor }, at + 2))
    }

    /// Now, recently, in the past: no calendar holds them.
    pub(super) fn vague(self, at: usize) -> Parsed<Expr> {
        let present = |end| Some((Expr::Vague(Vague::Present), end));
        let past = |end| Some((Expr::Vague(Vague::Past), end));
        match self.lex(at) {
            Lex::Just | Lex::Right if self.is(at + 1, Lex::Now) => present(at + 2),
            Lex::Now if !self.is(at + 1, Lex::That) => present(at + 1),
            Lex::Nowadays | Lex::Currently => present(at + 1),
            Lex::Recently if !self.word(at + 1).eq_ignore_ascii_case("as") => past(at + 1),
            Lex::Former if self.narrative && !self.is_unit_next(at + 1) => past(at + 1),
            Lex::Current if self.is(at + 1, Lex::Unit(Unit::Day, false)) => present(at + 2),
            Lex::Current if self.narrative && self.word(at).eq_ignore_ascii_case("current") => {
                present(at + 1)
            }
            Lex::These if self.is(at + 1, Lex::Unit(Unit::Day, true)) => present(at + 2),
            Lex::At if self.is(at + 1, Lex::This) && self.is(at + 2, Lex::Time) && self.note => {
                present(at + 3)
            }
            Lex::The => match (self.lex(at + 1), self.lex(at + 2)) {
                (Lex::Past, _) if self.clause_ends(at + 2) => past(at + 2),
                (Lex::Future, _) if self.clause_ends(at + 2) => {
                    Some((Expr::Vague(Vague::Future), at + 2))
                }
                (Lex::Time, Lex::Being) => present(at + 3),
                (Lex::Moment, _) if self.lex_before(at) == Lex::At => present(at + 2),
                _ => None,
            },
            _ => None,
        }
    }

    /// "during this period", "at the time", "by that time": what was last spoken of.
    pub(super) fn spoken(self, at: usize) -> Parsed<Expr> {
        let next = match self.lex(at) {
            Lex::This | Lex::That => self.after(at + 1, Lex::Same),
            Lex::The => self.after(at + 1, Lex::Same),
            _ => return None,
        };
        let same = self.is(next.wrapping_sub(1), Lex::Same);
        let before = self.lex_before(at);
        let fits = match self.lex(next) {
            Lex::Time => {
                matches!(before, Lex::At | Lex::During | Lex::By) || (same && before == Lex::Until)
            }
            Lex::Period => {
                matches!(before, Lex::During | Lex::In | Lex::Over)
                    && (same || !self.is(at, Lex::The))
            }

            _ => false,
        };
        let ends = self.clause_ends(next + 1) || self.is(at, Lex::This) || self.is(at, Lex::That);
        let now = self.is(at, Lex::This);
        (fits && ends).then_some((Expr::Spoken(now), next + 1))
    }

    fn is_unit_next(self, at: usize) -> bool {
        matches!(self.lex(at), Lex::Unit(..))
    }
}

pub(super) fn nth(n: i64, what: What, of: Expr) -> Expr {
    Expr::Nth { n, what, of: Box::new(of) }
}

fn is_week(expr: &Expr) -> bool {
    matches!(expr, Expr::Relative { what: What::Unit(Unit::Week), .. })
}
