//! Years, with and without an era.

use super::dates::two_digit_year;
use super::expr::Fields;
use super::grammar::{Grammar, Parsed};
use super::lexicon::{Lex, Unit};

/// Years that stand alone in prose without an era.
const PLAIN_YEARS: std::ops::RangeInclusive<u32> = 1200..=2199;

impl Grammar<'_> {
    /// An optional year behind a day: ", 2026", " 2026", " of 2026", "96".
    pub(super) fn year_after(self, end: usize) -> (Option<i32>, usize) {
        let comma = self.after_mark(end, b',');
        let next = if self.is(end, Lex::Of) { end + 1 } else { comma };
        if let Some((year, after)) = self.year(next, true) {
            return (Some(year), after);
        }
        match self.short_year(next) {
            Some((year, after)) if self.note => (Some(year), after),
            _ => (None, end),
        }
    }

    /// Two digits for a year: '96, 74.
    pub(super) fn short_year(self, at: usize) -> Parsed<i32> {
        let start = self.after_mark(at, b'\'');
        let (value, 2) = self.number(start)? else { return None };
        if self.number_goes_on(start + 1) || self.mark(start + 1) == b':' {
            return None;
        }
        let written = start > at || self.note || matches!(self.mark_before(at), b'/' | b'-');
        written.then(|| (two_digit_year(value), start + 1))
    }

    /// A year with or without an era. `behind` a date the plain number is enough.
    pub(super) fn year(self, at: usize, behind: bool) -> Parsed<i32> {
        if self.is(at, Lex::Ad) && self.capital(at) {
            let (value, 1..=4) = self.number(at + 1)? else { return None };
            return i32::try_from(value).ok().map(|year| (year, at + 2));
        }
        let (value, digits) = self.number(at)?;
        if digits > 6 || (self.glued(at) && !self.year_may_be_glued(at)) {
            return None;
        }
        let year = i32::try_from(value).ok()?;
        if let Some((era, end)) = self.era(at + 1)
            && value > 0
        {
            return Some((
                match era {
                    Lex::Bc => 1 - year,
                    Lex::Buddhist => year - 543,
                    _ => year,
                },
                end,
            ));
        }
        let plain = digits == 4 && PLAIN_YEARS.contains(&value) && !self.number_goes_on(at + 1);
        (plain && (behind || self.year_stands(at))).then_some((year, at + 1))
    }

    pub(super) fn year_may_be_glued(self, at: usize) -> bool {
        matches!(self.mark_before(at), b'-' | b'/' | b'(' | b'[' | b'"' | b'\'' | b',' | b'?')
    }

    /// BC, B.C., AD, CE; "be" only in capitals.
    pub(super) fn era(self, at: usize) -> Parsed<Lex> {
        let lex = self.lex(at);
        let spelled = self.capital(at) || (self.note && lex != Lex::Buddhist);
        if matches!(lex, Lex::Bc | Lex::Ad | Lex::Buddhist) && spelled {
            return Some((lex, at + 1));
        }
        // "B.C.", "A.D.": two letters, two dots.
        let dotted = self.mark(at + 1) == b'.' && self.glued(at + 1) && self.glued(at + 2);
        if !dotted {
            return None;
        }
        let era = match (self.letter(at), self.letter(at + 2)) {
            (b'b', b'c') => Lex::Bc,
            (b'a', b'd') | (b'c', b'e') => Lex::Ad,
            _ => return None,
        };
        Some((era, self.after_mark(at + 3, b'.')))
    }

    /// "1939" alone; "the year 1939".
    pub(super) fn year_alone(self, at: usize) -> Parsed<Fields> {
        let named = self.after(at, Lex::The);
        let start = match self.lex(named) {
            Lex::Unit(Unit::Year, _) => named + 1,
            _ => at,
        };
        let (year, end) = self.year(start, start > at)?;
        let fields = Fields { year: Some(year), ..Fields::default() };
        Some((fields, end))
    }

    /// Whether a plain number of four digits is a year where it stands.
    pub(super) fn year_stands(self, at: usize) -> bool {
        let (before, mark) = (self.lex_before(at), self.mark_before(at));
        let told = matches!(
            before,
            Lex::In
                | Lex::Since
                | Lex::Until
                | Lex::Of
                | Lex::By
                | Lex::During
                | Lex::Before
                | Lex::After
                | Lex::From
                | Lex::Early
                | Lex::Late
                | Lex::Mid
        );
        if self.note {
            return told || matches!(before, Lex::To | Lex::Between);
        }
        if self.in_address(at) {
            return false;
        }
        // "At 1517 Locust Street".
        if matches!(before, Lex::Numbered | Lex::At)
            || (before == Lex::And && at > 2 && self.lex(at - 3) == Lex::Numbered)
        {
            return false;
        }
        if matches!(mark, b'$' | b'#' | b'+' | b'=' | b'?' | b'.' | b':') && self.glued(at) {
            return false;
        }
        if told {
            return !self.counts_something(at + 1) || before != Lex::Of;
        }
        !self.counts_something(at + 1)
    }

    /// Whether a number is a piece of a web address or a file name: "/2018/03/", "-2018-04".
    fn in_address(self, at: usize) -> bool {
        let word =
            at.checked_sub(2).filter(|i| self.glued(at) && self.glued(i + 1) && self.is_word(*i));
        let glued_before = match self.mark_before(at) {
            b'/' | b'_' => word.is_some(),
            b'-' => {
                word.is_some_and(|i| self.glued(i) && matches!(self.mark_before(i), b'-' | b'/'))
            }
            _ => false,
        };
        let behind =
            self.glued(at + 1) && self.glued(at + 2) && matches!(self.mark(at + 1), b'/' | b'_');
        glued_before || (behind && !matches!(self.number(at + 2), Some((_, 4))))
    }

    /// Whether a number is followed by what it counts: a unit, or a plain plural in small letters.
    pub(super) fn counts_something(self, at: usize) -> bool {
        match self.lex(at) {
            Lex::Unit(..) | Lex::Hundred | Lex::Thousand | Lex::Million | Lex::More => true,
            Lex::None => self.is_word(at) && !self.capital(at) && self.plural(at),
            _ => matches!(self.mark(at), b'%' | b'$'),
        }
    }
}
