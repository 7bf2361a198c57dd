//! Numbers in digits and words.

use super::expr::Count;
use super::grammar::{Grammar, Parsed};
use super::lexicon::Lex;

impl Grammar<'_> {
    /// A number in digits or words, with the words that make it rough.
    pub(super) fn count(self, at: usize) -> Parsed<Count> {
        if let Some((value, after)) = self.digits(at) {
            return Some((Count { hundredths: Some(value), rough: false }, after));
        }
        match self.lex(at) {
            Lex::Several | Lex::Many | Lex::Few => return Some((Count::vague(), at + 1)),
            Lex::Dozen => return Some((Count::vague(), self.after(at + 1, Lex::Of))),
            Lex::Couple => return Some((Count::exact(2), self.after(at + 1, Lex::Of))),
            Lex::Half if self.is(at + 1, Lex::A) => {
                return Some((Count { hundredths: Some(50), rough: false }, at + 2));
            }
            Lex::A => return self.counted_article(at + 1),
            _ => {}
        }
        let (n, after) = self.number_words(at)?;
        if self.is(after, Lex::And) && self.is(after + 1, Lex::A) && self.is(after + 2, Lex::Half) {
            let hundredths = n.checked_mul(100).map(|h| h + 50);
            return Some((Count { hundredths, rough: false }, after + 3));
        }
        Some((Count::exact(n), after))
    }

    pub(super) fn counted_article(self, at: usize) -> Parsed<Count> {
        match self.lex(at) {
            Lex::Few => Some((Count::vague(), at + 1)),
            Lex::Couple => Some((Count::exact(2), self.after(at + 1, Lex::Of))),
            Lex::Dozen => Some((Count::exact(12), at + 1)),
            Lex::Hundred => Some((Count::exact(100), at + 1)),
            Lex::Thousand => Some((Count::exact(1000), at + 1)),
            Lex::Half => {
                Some((Count { hundredths: Some(50), rough: false }, self.after_mark(at + 1, b'-')))
            }
            Lex::Mere | Lex::Full => self.count(at + 1).or(Some((Count::exact(1), at + 1))),
            _ => Some((Count::exact(1), at)),
        }
    }

    /// Digits with an optional fraction or thousands, in hundredths.
    pub(super) fn digits(self, at: usize) -> Parsed<i64> {
        let (value, _) = self.number(at)?;
        if self.glued(at) && (self.mark_before(at) == b'.' || self.is_word(at.wrapping_sub(1))) {
            return None;
        }
        let mut hundredths = i64::from(value) * 100;
        let mut end = at + 1;
        if self.glued(end) && self.glued(end + 1) {
            match (self.mark(end), self.number(end + 1)) {
                (b'.', Some((part, digits @ 1..=2))) => {
                    hundredths += i64::from(part) * if digits == 1 { 10 } else { 1 };
                    end += 2;
                }
                (b',', Some((part, 3))) => {
                    hundredths = hundredths * 1000 + i64::from(part) * 100;
                    end += 2;
                }
                _ => {}
            }
        }
        Some((hundredths, end))
    }

    /// "seventy-nine", "two hundred and fifty".
    pub(super) fn number_words(self, at: usize) -> Parsed<i64> {
        self.number_below(at, 3)
    }

    /// A number of so many more groups at most: thousands, hundreds, ones.
    pub(super) fn number_below(self, at: usize, groups: u8) -> Parsed<i64> {
        let Lex::Number(first) = self.lex(at) else { return None };
        let mut n = i64::from(first);
        let mut end = at + 1;
        if first >= 20 {
            let next = self.after_mark(end, b'-');
            if let Lex::Number(ones @ 1..=9) = self.lex(next) {
                n += i64::from(ones);
                end = next + 1;
            }
        }
        for (lex, scale) in [(Lex::Hundred, 100), (Lex::Thousand, 1000), (Lex::Million, 1_000_000)]
        {
            if self.is(end, lex) {
                n *= scale;
                end += 1;
                let next = self.after(end, Lex::And);
                if groups > 0
                    && let Some((more, after)) = self.number_below(next, groups - 1)
                    && more < scale
                {
                    return Some((n + more, after));
                }
            }
        }
        Some((n, end))
    }

    /// An ordinal in digits ("18th") or words ("twenty-fourth").
    pub(super) fn ordinal(self, at: usize) -> Parsed<i64> {
        if let Some((value, 1..=3)) = self.number(at) {
            let fits = self.is(at + 1, Lex::Suffix) && self.glued(at + 1);
            return fits.then(|| (i64::from(value), at + 2));
        }
        match self.lex(at) {
            Lex::Ordinal(n) => Some((i64::from(n), at + 1)),
            Lex::Number(tens @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)) => {
                let next = self.after_mark(at + 1, b'-');
                match self.lex(next) {
                    Lex::Ordinal(ones @ 1..=9) => Some((i64::from(tens + ones), next + 1)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
