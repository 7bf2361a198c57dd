//! "Early", "the end of", "about" before something on the calendar.

use super::expr::{Anchor, Expr, Fields, Portion, What};
use super::grammar::{Grammar, Parsed};
use super::lexicon::{Lex, Unit};

impl Grammar<'_> {
    /// "about 1910", "ca. 466 BC", "around next Tuesday".
    pub(super) fn about(self, at: usize) -> Parsed<Expr> {
        let Lex::Roughly = self.lex(at) else { return None };
        let word = self.word(at).to_ascii_lowercase();
        if matches!(word.as_str(), "nearly" | "almost" | "some" | "approx") {
            return None;
        }
        let next = if word.starts_with('c') { self.after_mark(at + 1, b'.') } else { at + 1 };
        let found =
            [self.date(next), self.portion(next), self.relative(next).filter(|_| self.note)];
        let (of, end) = found.into_iter().flatten().max_by_key(|(_, end)| *end)?;
        let fits = match &of {
            Expr::Date(fields) => fields.year.is_some() || fields.month.is_some() || self.note,
            _ => true,
        };
        fits.then(|| (Expr::About(Box::new(of)), end))
    }

    /// "early", "the end of", "mid-" before something on the calendar.
    pub(super) fn portion(self, at: usize) -> Parsed<Expr> {
        let mut i = self.after(at, Lex::The);
        if let Some(found) = self.part_of(i) {
            return Some(found);
        }
        i = match self.lex(i) {
            Lex::Very => i + 1,
            _ => i,
        };
        let portion = match self.lex(i) {
            Lex::Early | Lex::Start | Lex::Earlier => Portion::Start,
            Lex::Mid | Lex::Middle => Portion::Middle,
            Lex::Late | Lex::End => Portion::End,
            Lex::Later | Lex::Rest => Portion::Some,
            _ => return None,
        };
        let noun = matches!(self.lex(i), Lex::Start | Lex::Middle | Lex::End | Lex::Rest);
        let mut next = i + 1;
        if noun {
            if !matches!(self.lex(next), Lex::Of) {
                return None;
            }
            next += 1;
        } else if i > at && !matches!(self.lex(i), Lex::Early | Lex::Late | Lex::Mid) {
            return None;
        } else {
            next = self.after_mark(next, b'-');
            next = self.after(next, Lex::In);
            next = self.after(next, Lex::On);
        }
        next = if self.note && self.is(next, Lex::Roughly) { next + 1 } else { next };
        let (of, end) = self.dated_or_relative(next).or_else(|| self.this_unit(next))?;
        let fits = match &of {
            Expr::Date(fields) => fields.day.is_none() || !noun,
            Expr::Relative { .. } => true,
            Expr::Days(_) => !noun,
            Expr::Holiday { .. } => noun,
            _ => false,
        };
        fits.then(|| (portion_of(portion, of), end))
    }

    /// "the latter part of the year", "the early part of 1942", "the latter half of May".
    pub(super) fn part_of(self, at: usize) -> Parsed<Expr> {
        let portion = match self.lex(at) {
            Lex::Latter | Lex::Late | Lex::Later | Lex::Last => Portion::End,
            Lex::Early | Lex::Earlier | Lex::Ordinal(1) => Portion::Start,
            Lex::Middle => Portion::Middle,
            _ => return None,
        };
        let word = self.word(at + 1);
        let part = word == "part"
            || word == "stages"
            || word == "days"
            || word == "months"
            || (self.is(at, Lex::Latter) && self.is(at + 1, Lex::Half));
        if !part || !self.is(at + 2, Lex::Of) {
            return None;
        }
        let (of, end) = self.dated_or_relative(at + 3).or_else(|| self.this_unit(at + 3))?;
        if self.is(at + 1, Lex::Half)
            && let Expr::Date(
                fields @ Fields { year: Some(_), month: None, part: None, open_digits: 0, .. },
            ) = of
        {
            return Some((Expr::Date(Fields { part: Some(41), ..fields }), end));
        }
        matches!(of, Expr::Date(_) | Expr::Relative { .. }).then(|| (portion_of(portion, of), end))
    }

    /// "the month", "year" after "the end of": the one that is spoken of.
    pub(super) fn this_unit(self, at: usize) -> Parsed<Expr> {
        let i = self.after(at, Lex::The);
        let Lex::Unit(unit, false) = self.lex(i) else { return None };
        if unit < Unit::Week || (i == at && !matches!(unit, Unit::Month | Unit::Year)) {
            return None;
        }
        let anchor = if self.narrative { Anchor::Mentioned } else { Anchor::Document };
        Some((Expr::Relative { step: 0, what: What::Unit(unit), anchor }, i + 1))
    }

    pub(super) fn dated_or_relative(self, at: usize) -> Parsed<Expr> {
        let found = [self.relative(at), self.date(at), self.holiday(at)];
        found.into_iter().flatten().max_by_key(|(_, end)| *end)
    }
}

fn portion_of(portion: Portion, of: Expr) -> Expr {
    Expr::Portion { portion, of: Box::new(of) }
}
