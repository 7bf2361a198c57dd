//! Parts of a year, decades and centuries.

use super::dates::two_digit_year;
use super::expr::Fields;
use super::grammar::{Grammar, Parsed};
use super::lexicon::{Lex, Unit};

impl Grammar<'_> {
    /// "summer of 1955", "Q3 2018", "the second half of 2008", "third quarter".
    pub(super) fn part_of_year(self, at: usize) -> Parsed<Fields> {
        let start = self.after(at, Lex::The);
        if let Some(found) = self.short_quarter(start) {
            return Some(found);
        }
        if let Lex::Season(part) = self.lex(start) {
            let named = part == 23 && self.word(start).starts_with(['f', 'F']);
            let next = match self.lex(start + 1) {
                Lex::Of | Lex::In => start + 2,
                _ => self.after_mark(start + 1, b','),
            };
            let fields = Fields { part: Some(part), ..Fields::default() };
            if let Some((year, end)) = self.year(next, true) {
                return Some((Fields { year: Some(year), ..fields }, end));
            }
            // "the summer offensive": the article belongs to the noun.
            let attributive =
                start > at && self.is_word(start + 1) && self.is(start + 1, Lex::None);
            if attributive {
                return None;
            }
            return self.season_stands(at, start, named).then_some((fields, start + 1));
        }
        let (n, end) = self.ordinal(start)?;
        let base = match (self.lex(end), n) {
            (Lex::Unit(Unit::Quarter, false), 1..=4) => 32,
            (Lex::Half, 1..=2) => 39,
            _ => return None,
        };
        let part = Some(base + u8::try_from(n).ok()?);
        let end = end + 1;
        let next = if matches!(self.lex(end), Lex::Of | Lex::In) { end + 1 } else { end };
        if let Some((year, after)) = self.year(next, true) {
            return Some((Fields { part, year: Some(year), ..Fields::default() }, after));
        }
        let alone = base == 32 && !self.is(end, Lex::Of);
        alone.then_some((Fields { part, ..Fields::default() }, end))
    }

    /// Whether a season alone is one: "spring" and "fall" are other words too, and "in the fall of
    /// Kabul" is none.
    pub(super) fn season_stands(self, at: usize, start: usize, is_fall: bool) -> bool {
        if self.is(start + 1, Lex::Of)
            || (self.capital(start) && self.is_word(start + 1) && self.capital(start + 1))
        {
            return false;
        }
        let before = self.lex_before(at);
        let led = matches!(
            before,
            Lex::In
                | Lex::Since
                | Lex::Until
                | Lex::By
                | Lex::During
                | Lex::Early
                | Lex::Late
                | Lex::Mid
                | Lex::From
                | Lex::Over
        );
        match self.lex(start) {
            Lex::Season(22 | 24) => true,
            Lex::Season(23) if !is_fall => true,
            Lex::Season(21) => led || start > at,
            _ => led,
        }
    }

    /// "Q3 2018", "2018Q4", "18q4".
    pub(super) fn short_quarter(self, at: usize) -> Parsed<Fields> {
        let quarter = |i: usize| match (self.lex(i), self.number(i + 1)) {
            (Lex::Q, Some((n @ 1..=4, 1))) if self.glued(i + 1) => {
                u8::try_from(n).ok().map(|n| (32 + n, i + 2))
            }
            _ => None,
        };
        if let Some((part, end)) = quarter(at) {
            let next = self.after(end, Lex::Of);
            let (year, end) = self.year(next, true).map_or((None, end), |(y, e)| (Some(y), e));
            return Some((Fields { part: Some(part), year, ..Fields::default() }, end));
        }
        let (value, digits) = self.number(at)?;
        if !self.glued(at + 1) || (digits != 4 && digits != 2) {
            return None;
        }
        let (part, end) = quarter(at + 1)?;
        let year = if digits == 2 { two_digit_year(value) } else { i32::try_from(value).ok()? };
        Some((Fields { part: Some(part), year: Some(year), ..Fields::default() }, end))
    }

    /// "the 1990s", "'60s", "the sixties", "the 470s BC", "19th century", "the fifth century BC".
    pub(super) fn decade_or_century(self, at: usize) -> Parsed<Fields> {
        let start = self.after(at, Lex::The);
        if let Some((n, end)) = self.ordinal(start) {
            let end = self.after_mark(end, b'-');
            if start > at || !self.is(end, Lex::Unit(Unit::Century, false)) {
                return None;
            }
            let era = self.era(end + 1);
            let bc = matches!(era, Some((Lex::Bc, _)));
            let end = era.map_or(end + 1, |(_, after)| after);
            let n = i32::try_from(n).ok().filter(|n| (1..=100).contains(n))?;
            // The 4th century BC is 400 to 301 BC: the astronomical years -399 to -300.
            let year = if bc { -(n - 1) * 100 } else { (n - 1) * 100 };
            let year = if bc && year == 0 { -1 } else { year };
            return Some((Fields { year: Some(year), open_digits: 2, ..Fields::default() }, end));
        }
        // "the sixties"; "in her sixties" is an age.
        if let Lex::Decade(decade) = self.lex(start) {
            let year = Some(1900 + i32::from(decade));
            let fields = Fields { year, open_digits: 1, ..Fields::default() };
            return (start > at || self.is(start.wrapping_sub(2), Lex::The))
                .then_some((fields, start + 1));
        }
        let number = self.after_mark(start, b'\'');
        let (value, digits) = self.number(number)?;
        let mut s = number + 1;
        if self.mark(s) == b'\'' && self.glued(s) {
            s += 1;
        }
        if !(self.is(s, Lex::S) && self.glued(s)) || value % 10 != 0 {
            return None;
        }
        let era = self.era(s + 1);
        let end = era.map_or(s + 1, |(_, after)| after);
        let year = match (digits, era) {
            (_, Some((Lex::Bc, _))) => -i32::try_from(value).ok()?,
            (4, _) | (3, Some(_)) => i32::try_from(value).ok()?,
            (2, _) if number > start || start > at => 1900 + i32::try_from(value).ok()?,
            _ => return None,
        };
        Some((Fields { year: Some(year), open_digits: 1, ..Fields::default() }, end))
    }
}
