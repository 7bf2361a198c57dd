use super::dates::two_digit_year;
use super::expr::Fields;
use super::grammar::{Grammar, Parsed};
use super::lexicon::Lex;
use crate::model::time::Day;

impl Grammar<'_> {
    /// Dates in digits: 2026-01-18, 18/1/2026, 18.01.2026, 2026/Jan/18, 1/2026, 2-15.
    pub(super) fn numeric(self, at: usize) -> Parsed<Fields> {
        let (first, first_digits) = self.number(at)?;
        if self.glued(at) && matches!(self.mark_before(at), b'.' | b'-' | b'/' | b':' | b'$' | b'+')
        {
            return None;
        }
        if self.glued(at) && self.is_word(at.wrapping_sub(1)) {
            return None;
        }
        let mark = self.mark(at + 1);
        if !matches!(mark, b'-' | b'/' | b'.') {
            return None;
        }
        let tight = self.glued(at + 1) && self.glued(at + 2);
        let spaced = self.note && mark != b'.' && first_digits <= 2;
        if !tight && !spaced {
            return None;
        }
        if let Some((month, after)) = self.month(at + 2).filter(|_| first_digits == 4) {
            return self.year_month_day(first, month, mark, after);
        }
        let (second, second_digits) = self.number(at + 2)?;
        let third = (self.mark(at + 3) == mark && self.glued(at + 3))
            .then(|| self.number(at + 4))
            .flatten()
            .filter(|_| self.glued(at + 4));
        let end = if third.is_some() { at + 5 } else { at + 3 };
        if self.runs_on(end) {
            return None;
        }
        let fields = match (first_digits, second_digits, third) {
            (4, 1..=2, Some((third, 1..=2))) => year_first(first, second, third)?,
            (1..=2, 1..=2, Some((year, digits @ (2 | 4)))) => {
                let year = if digits == 2 {
                    if mark == b'.'
                        || (digits == 2 && first_digits + second_digits < 3 && mark == b'-')
                    {
                        return None;
                    }
                    two_digit_year(year)
                } else {
                    i32::try_from(year).ok()?
                };
                self.day_and_month(Some(year), first, second)?
            }
            (4, 2, None) if mark != b'.' && self.year_month_stands(at) => month_of(first, second)?,
            (1..=2, 4, None) if mark == b'/' => month_of(second, first)?,
            (1..=2, 1..=2, None) if self.pair_stands(at, mark) => {
                self.day_and_month(None, first, second)?
            }
            _ => return None,
        };
        Some((fields, end))
    }

    fn year_month_day(self, year: u32, month: u8, mark: u8, after: usize) -> Parsed<Fields> {
        if self.mark(after) != mark {
            return None;
        }
        let (day, 1..=2) = self.number(after + 1)? else { return None };
        let (year, day) = (i32::try_from(year).ok()?, u8::try_from(day).ok()?);
        Day::new(year, month, day)?;
        let fields =
            Fields { year: Some(year), month: Some(month), day: Some(day), ..Fields::default() };
        Some((fields, after + 2))
    }

    /// Whether more digits or letters hang on: a version, a telephone number, a file name.
    fn runs_on(self, end: usize) -> bool {
        if !self.glued(end) {
            return false;
        }
        let glued_on = matches!(self.mark(end), b'-' | b'/' | b'.' | b':') && self.glued(end + 1);
        let iso_time = matches!(self.lex(end), Lex::T) && self.number(end + 1).is_some();
        (self.is_word(end) && !iso_time)
            || self.mark(end) == b'%'
            || (glued_on && self.number(end + 1).is_some())
    }

    /// "2014-10" reads as a month in a note or where no other number could be meant.
    fn year_month_stands(self, at: usize) -> bool {
        let pair_of_years = !self.note
            && self
                .number(at)
                .zip(self.number(at + 2))
                .is_some_and(|(a, b)| (a.0 + 1) % 100 == b.0);
        !pair_of_years
            && self.number(at).is_some_and(|(year, _)| (1000..=2199).contains(&year))
            && self.number(at + 2).is_some_and(|(month, _)| (1..=12).contains(&month))
    }

    /// "2/15" or "8/10" without a year: a date in a note, a fraction or a score in prose.
    fn pair_stands(self, at: usize, mark: u8) -> bool {
        let one_day_at_least = self
            .number(at)
            .zip(self.number(at + 2))
            .is_some_and(|(a, b)| a.0 > 12 || b.0 > 12 || mark == b'/');
        self.note && mark != b'.' && one_day_at_least
            || (mark == b'/' && matches!(self.lex_before(at), Lex::On))
    }

    fn day_and_month(self, year: Option<i32>, a: u32, b: u32) -> Option<Fields> {
        let (a, b) = (u8::try_from(a).ok()?, u8::try_from(b).ok()?);
        let fields =
            |month, day| Fields { year, month: Some(month), day: Some(day), ..Fields::default() };
        let (month_first, day_first) = (fields(a, b), fields(b, a));
        let real = |f: &Fields| f.month.is_some_and(|m| (1..=12).contains(&m)) && f.is_real();
        match (real(&month_first), real(&day_first)) {
            (true, false) => Some(month_first),
            (false, true) => Some(day_first),
            (true, true) if a == b => Some(month_first),
            (true, true) => Some(match self.day_first {
                Some(true) => day_first,
                Some(false) => month_first,
                None => Fields { ambiguous: true, ..month_first },
            }),
            (false, false) => None,
        }
    }
}

fn year_first(year: u32, a: u32, b: u32) -> Option<Fields> {
    let (year, a, b) = (i32::try_from(year).ok()?, u8::try_from(a).ok()?, u8::try_from(b).ok()?);
    let day = Day::new(year, a, b).or_else(|| (b == 1).then(|| Day::new(year, b, a)).flatten())?;
    (year > 0).then(|| Fields {
        year: Some(year),
        month: Some(day.month()),
        day: Some(day.day()),
        ..Fields::default()
    })
}

fn month_of(year: u32, month: u32) -> Option<Fields> {
    let (year, month) = (i32::try_from(year).ok()?, u8::try_from(month).ok()?);
    Day::new(year, month, 1)?;
    (1000..=2199).contains(&year).then(|| Fields {
        year: Some(year),
        month: Some(month),
        ..Fields::default()
    })
}
