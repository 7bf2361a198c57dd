use super::expr::{Anchor, Count, Cut, Expr, From, What};
use super::grammar::{Grammar, Parsed};
use super::lexicon::{Lex, Unit};
use super::register::Tense;

impl Grammar<'_> {
    /// A length of time and what it is counted from: "nearly fourteen months", "two weeks ago",
    /// "the past two years", "three days after Easter".
    pub(super) fn amount(self, at: usize) -> Parsed<Expr> {
        if let Some(found) = self.run(at) {
            return Some(found);
        }
        if self.note
            && let Some(found) = self.note_amount(at)
        {
            return Some(found);
        }
        // "the 90 years": the article belongs to a counted length.
        let hyphen = (at + 2..at + 4).any(|i| self.mark(i) == b'-' && self.glued(i));
        let named = self.capital(at + 1) && !self.capital(at);
        let counted = self.is(at, Lex::The)
            && !(self.note || hyphen || named)
            && (self.number(at + 1).is_some() || matches!(self.lex(at + 1), Lex::Number(_)));
        let (start, rough) = if counted { (at + 1, false) } else { self.rough_words(at) };
        let (count, unit, end) = self.quantity(start, at)?;
        let count = Count { rough: rough || count.rough, ..count };
        if let Some(found) = self.shift(count, unit, end) {
            return Some(found);
        }
        let bare_article = self.is(start, Lex::A) && start == at;
        if self.note && bare_article {
            return None;
        }
        let end = match (self.lex(end), self.lex(end + 1)) {
            (Lex::Old, _) => end + 1,
            (Lex::Of, Lex::Age) => end + 2,
            _ => end,
        };
        Some((Expr::Length { count, unit, run: 0 }, end))
    }

    /// "nearly", "more than", "at least", "just over": the words before a number that belong to it.
    fn rough_words(self, at: usize) -> (usize, bool) {
        let mut i = at;
        for _ in 0..3 {
            i = match (self.lex(i), self.lex(i + 1)) {
                (Lex::More | Lex::Less, Lex::Than) => i + 2,
                (Lex::At, Lex::Least | Lex::Most) | (Lex::Up, Lex::To) => i + 2,
                (Lex::Roughly | Lex::Just | Lex::Only | Lex::Over | Lex::Less, _) => i + 1,
                _ => break,
            };
        }
        (i, i > at)
    }

    /// A number and a unit: "fourteen months", "24-year", "a few days", "3w"; and bare "weeks".
    fn quantity(self, at: usize, from: usize) -> Option<(Count, Unit, usize)> {
        if let Some((count, end)) = self.count(at) {
            let mut next = self.after_mark(end, b'-');
            // "two bloody weeks", "three consecutive days".
            let between = self.is(next, Lex::None) && self.is_word(next) && !self.capital(next);
            let plural = matches!(self.lex(next + 1), Lex::Unit(unit, true) if unit >= Unit::Day);
            if between && plural && next == end && !self.note {
                next += 1;
            }
            next = match self.lex(next) {
                Lex::More | Lex::Full | Lex::Long | Lex::Mere => next + 1,
                _ => next,
            };
            // "a 22-year-old": an age, no time on any calendar.
            if self.mark(next + 1) == b'-' && self.is(next + 2, Lex::Old) {
                return None;
            }
            // "an eight month old dog".
            if matches!(self.lex(next), Lex::Unit(_, false)) && self.is(next + 1, Lex::Old) {
                return None;
            }
            if let Lex::Unit(unit, plural) = self.lex(next) {
                return self.quantity_fits(at, count, unit, plural).then_some((
                    count,
                    unit,
                    next + 1,
                ));
            }
            // "1 mon", after a number, is a month.
            if self.note && self.is(next, Lex::Weekday(0, false)) && self.number(at).is_some() {
                return Some((count, Unit::Month, next + 1));
            }
            if let Lex::Abbreviated(unit) = self.lex(next)
                && self.number(at).is_some()
                && (self.note || (self.glued(next) && unit < Unit::Day))
            {
                return Some((count, unit, next + 1));
            }

            return None;
        }
        let bare = matches!(self.lex(at), Lex::Unit(unit, true) if unit >= Unit::Day || from == at);
        let led = !matches!(
            self.lex_before(at),
            Lex::Number(_) | Lex::The | Lex::These | Lex::Those | Lex::Ordinal(_)
        );
        match self.lex(at) {
            Lex::Unit(unit, true) if bare && led && !self.note => {
                Some((Count::vague(), unit, at + 1))
            }
            _ => None,
        }
    }

    fn quantity_fits(self, at: usize, count: Count, unit: Unit, plural: bool) -> bool {
        if self.is(at, Lex::A) {
            // "a second", "a day" in "twice a day" say no length.
            return unit != Unit::Second && (unit != Unit::Quarter || self.note);
        }
        let _ = count;
        // "three quarters of it" is a fraction, "a quarter" mostly too.
        unit != Unit::Quarter || (self.number(at).is_some() && plural) || self.note
    }

    /// What an amount is counted from.
    fn shift(self, count: Count, unit: Unit, end: usize) -> Parsed<Expr> {
        let from = |anchor, sign, end| {
            Some((Expr::Shift { count, unit, sign, from: From::Anchor(anchor) }, end))
        };
        match (self.lex(end), self.lex(end + 1)) {
            // "a month earlier than usual" is a length.
            (Lex::Later | Lex::Earlier, Lex::Than) => None,
            (Lex::Ago, _) => from(Anchor::Document, -1, end + 1),
            (Lex::Back, _) if self.note => from(Anchor::Document, -1, end + 1),
            (Lex::From, Lex::Now | Lex::Today) => from(Anchor::Document, 1, end + 2),
            (Lex::Hence, _) => from(Anchor::Document, 1, end + 1),
            (Lex::Later | Lex::Afterwards, _) => {
                let anchor = if self.note { Anchor::Document } else { Anchor::Mentioned };
                from(anchor, 1, end + 1)
            }
            (Lex::Earlier, _) => from(Anchor::Mentioned, -1, end + 1),
            (Lex::Before | Lex::After | Lex::From, _) => self.shift_from(count, unit, end),
            _ => None,
        }
    }

    /// "three days after Easter", "two weeks before 2 February"; "fourteen months after assuming
    /// power" stays a length counted from an event.
    fn shift_from(self, count: Count, unit: Unit, end: usize) -> Parsed<Expr> {
        let sign = if self.is(end, Lex::Before) { -1 } else { 1 };
        let found = [self.relative(end + 1), self.date(end + 1), self.holiday(end + 1)];
        let dated = found.into_iter().flatten().max_by_key(|(_, end)| *end);
        if let Some((expr, after)) = dated {
            if self.is(end, Lex::From) && !self.note {
                return None;
            }
            let from = From::Expr(Box::new(expr));
            return Some((Expr::Shift { count, unit, sign, from }, after));
        }
        if self.is(end, Lex::From) || self.note {
            return None;
        }
        if self.clause_ends(end + 1) && !self.is_word(end + 1) {
            let from = From::Anchor(Anchor::Mentioned);
            return Some((Expr::Shift { count, unit, sign, from }, end + 1));
        }
        Some((Expr::Shift { count, unit, sign, from: From::Event }, end))
    }

    /// "It will open in three months", "takes effect in two days": a length behind "in" that looks
    /// ahead is that long from now. Days are counted, of longer units the one is taken that is then.
    /// The value stays that of the length, as TIMEX3 has it.
    pub(super) fn in_so_long(self, expr: &Expr, at: usize, tense: Tense) -> Option<(Expr, String)> {
        let Expr::Length { count, unit, run: 0 } = *expr else { return None };
        let before = at.checked_sub(1).filter(|at| self.is(*at, Lex::In))?;
        let timetable = || {
            let verb = before.checked_sub(1).map_or("", |at| self.word(at));
            matches!(
                verb,
                "effect" | "begins" | "starts" | "opens" | "closes" | "ends" | "expires" | "due"
            )
        };
        let fits = unit >= Unit::Day
            && count.whole().is_some()
            && !self.narrative
            && !self.looks_back(before);
        if !fits || !(tense == Tense::Future || timetable()) {
            return None;
        }
        let from = From::Anchor(Anchor::Document);
        Some((Expr::Shift { count, unit, sign: 1, from }, length_value(count, unit)))
    }

    /// "the second visit in three months", "the first time in years", "the worst storm in a decade":
    /// what is ranked is ranked among what was.
    fn looks_back(self, end: usize) -> bool {
        (end.saturating_sub(10)..end).rev().take_while(|at| self.mark(*at) != b'.').any(|at| {
            matches!(self.lex(at), Lex::Ordinal(_) | Lex::Most | Lex::Least | Lex::Only)
                || matches!(self.word(at), "time" | "times" | "worst" | "best")
                || self.word(at).len() > 5 && self.word(at).ends_with("est")
        })
    }

    /// "the past two weeks", "the next few months", "recent weeks", "the last decade", "the coming
    /// days", "the following weeks".
    fn run(self, at: usize) -> Parsed<Expr> {
        let start = self.after(at, Lex::The);
        let run = match self.lex(start) {
            Lex::Past | Lex::Last | Lex::Previous => -1,
            Lex::Next | Lex::Coming | Lex::Following => 1,
            Lex::Former => -1,
            Lex::This if self.is(start + 1, Lex::Past) => return self.run(start + 1),
            _ => return self.run_after_count(start),
        };
        let recent = self.is(start, Lex::Former);
        if let Some((count, next)) = self.count(start + 1)
            && !self.is(start + 1, Lex::A)
            && let Lex::Unit(unit, _) = self.lex(next)
        {
            return Some((Expr::Length { count, unit, run }, next + 1));
        }
        match self.lex(start + 1) {
            Lex::Unit(unit, true) => {
                Some((Expr::Length { count: Count::vague(), unit, run }, start + 2))
            }
            // "the last month of the war".
            Lex::Unit(unit, false)
                if start > at && self.is(start, Lex::Last) && self.is(start + 2, Lex::Of) =>
            {
                let count = Count::exact(1);
                (!self.note).then_some((Expr::Length { count, unit, run: 0 }, start + 2))
            }
            Lex::Unit(unit, false) if start > at && !recent => {
                let long = unit >= Unit::Decade || (self.is(start, Lex::Past) && unit >= Unit::Day);
                let count = Count::exact(1);
                (long && !self.note).then_some((Expr::Length { count, unit, run }, start + 2))
            }
            _ => None,
        }
    }

    /// "two upcoming weeks".
    fn run_after_count(self, at: usize) -> Parsed<Expr> {
        let (count, next) = self.count(at)?;
        let run = match self.lex(next) {
            Lex::Coming | Lex::Following => 1,
            Lex::Previous | Lex::Past => -1,
            _ => return None,
        };
        match self.lex(next + 1) {
            Lex::Unit(unit, _) => Some((Expr::Length { count, unit, run }, next + 2)),
            _ => None,
        }
    }

    /// Notes count days and weeks exactly: "in 3 days", "within a week", "+10 days", "3 Fridays from
    /// now", "3mo later".
    fn note_amount(self, at: usize) -> Parsed<Expr> {
        if matches!(self.lex(at), Lex::In | Lex::Within) {
            let (count, unit, end) = self.quantity(at + 1, at)?;
            let from = From::Anchor(Anchor::Document);
            return Some((Expr::Shift { count, unit, sign: 1, from }, end));
        }
        let (count, next) = self.count(at)?;
        let (weekday, end) = self.weekday_name(next)?;
        let (sign, after) = match (self.lex(end), self.lex(end + 1)) {
            (Lex::From, Lex::Now | Lex::Today) => (1, end + 2),
            (Lex::Ago | Lex::Back, _) => (-1, end + 1),
            _ => return None,
        };
        Some((Expr::Weekdays { count: sign * count.whole()?, weekday }, after))
    }

    /// What a note hangs on a date: "+10 days", "for 10 days", "in a year", "3 months ago".
    pub(super) fn note_tail(self, expr: &Expr, end: usize) -> Parsed<Expr> {
        let sign = match self.mark(end) {
            b'+' => 1,
            b'-' => -1,
            _ => 0,
        };
        if sign != 0 {
            let (count, unit, after) = self.quantity(end + 1, end)?;
            let from = From::Expr(Box::new(expr.clone()));
            return Some((Expr::Shift { count, unit, sign, from }, after));
        }
        if self.is(end, Lex::For) {
            let (count, unit, after) = self.quantity(end + 1, end)?;
            let from = From::Expr(Box::new(expr.clone()));
            let last = Expr::Shift { count, unit, sign: 1, from };
            let cut = Cut { first_end: end, second_start: end + 1, stretch: true };
            return Some((Expr::Range(Box::new(expr.clone()), Box::new(last), cut), after));
        }
        let (from, after) = self.amount(end)?;
        let plain = matches!(from, Expr::Shift { from: From::Anchor(Anchor::Document), .. });
        let repeats = match expr {
            Expr::Holiday { year: None, step: None, .. } => true,
            Expr::Date(fields) => {
                fields.year.is_none() && fields.day.is_none() && fields.month.is_some()
            }
            _ => false,
        };
        let of = Box::new(expr.clone());
        (plain && repeats).then(|| (Expr::SeenFrom { of, from: Box::new(from) }, after))
    }

    /// "every Tuesday", "each year", "daily", "per month".
    pub(super) fn recurrence(self, at: usize) -> Parsed<Expr> {
        let set = |value: &str, end| Some((Expr::Set(value.to_owned()), end));
        match self.lex(at) {
            // "OC Weekly" is a name.
            Lex::Every(_) if self.capital(at) && !self.sentence_start(at) => None,
            Lex::Every(unit) => set(every(unit), at + 1),
            Lex::Per => match self.lex(at + 1) {
                Lex::Unit(unit, false) if unit >= Unit::Day => {
                    set(&length_value(Count::exact(1), unit), at + 2)
                }
                _ => None,
            },
            Lex::Each => self.each(at + 1),
            Lex::Weekday(day, true) if self.capital(at) && self.plural(at) => {
                set(&format!("XXXX-WXX-{}", day + 1), at + 1)
            }
            _ => None,
        }
    }

    fn each(self, at: usize) -> Parsed<Expr> {
        let set = |value: String, end| Some((Expr::Set(value), end));
        let next = self.after(at, Lex::Other);
        if let Some((count, end)) = self.count(next)
            && let Lex::Unit(unit, true) = self.lex(end)
        {
            return set(length_value(count, unit), end + 1);
        }
        match self.lex(next) {
            Lex::Unit(unit, false) => set(every(unit).to_owned(), next + 1),
            Lex::Part(part) => set(format!("XXXX-XX-XXT{}", part.code()), next + 1),
            Lex::Season(season) => set(format!("XXXX-{}", season_code(season)), next + 1),
            Lex::Weekend => set("XXXX-WXX-WE".to_owned(), next + 1),
            _ => match self.countable(next)? {
                (What::Weekday(day), end) => set(format!("XXXX-WXX-{}", day + 1), end),
                (What::Month(month), end) => set(format!("XXXX-{month:02}"), end),
                _ => None,
            },
        }
    }
}

fn every(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => "XXXX-XX-XXTXX",
        Unit::Day => "XXXX-XX-XX",
        Unit::Week => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        _ => "XXXX",
    }
}

/// The TIMEX3 value of a length.
pub(super) fn length_value(count: Count, unit: Unit) -> String {
    let vague = count.hundredths.is_none();
    let (time, letter, scale) = match unit {
        Unit::Second => ("T", "S", 1),
        Unit::Minute => ("T", "M", 1),
        Unit::Hour => ("T", "H", 1),
        Unit::Day => ("", "D", 1),
        Unit::Week => ("", "W", 1),
        Unit::Month => ("", "M", 1),
        Unit::Quarter => ("", "Q", 1),
        Unit::Year => ("", "Y", 1),
        Unit::Decade if vague => ("", "DE", 1),
        Unit::Century if vague => ("", "CE", 1),
        Unit::Decade => ("", "Y", 10),
        Unit::Century => ("", "Y", 100),
        Unit::Millennium => ("", "Y", 1000),
    };
    format!("P{time}{}{letter}", count.digits(scale))
}

/// The TIMEX3 code of a season, quarter or half by its EDTF number.
pub(super) fn season_code(part: u8) -> String {
    match part {
        21 => "SP".to_owned(),
        22 => "SU".to_owned(),
        23 => "FA".to_owned(),
        24 | super::calendar::WINTER_BY_END => "WI".to_owned(),
        33..=36 => format!("Q{}", part - 32),
        _ => format!("H{}", part.saturating_sub(39)),
    }
}
