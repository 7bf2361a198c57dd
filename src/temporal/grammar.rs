use super::expr::{Anchor, Count, Cut, Expr, Fields, Portion, What};
use super::lexicon::{Lex, Unit};
use super::token::{Kind, Token};

/// An expression and the token after its last.
pub(super) type Parsed<T> = Option<(T, usize)>;

/// Reads expressions off a row of tokens. Every rule takes the index of a token and answers with
/// what stands there and the index after it, or nothing.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// The text is a note of a few words, not prose: "fri 9am", "next 3 days".
    pub note: bool,
    /// What the document's other dates say of `1/2/2026`; nothing where they say nothing.
    pub day_first: Option<bool>,
    /// The text tells history rather than news.
    pub narrative: bool,
}

impl<'a> Grammar<'a> {
    pub(super) fn lex(self, at: usize) -> Lex {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Word(lex)) => lex,
            _ => Lex::None,
        }
    }

    pub(super) fn is(self, at: usize, lex: Lex) -> bool {
        self.lex(at) == lex
    }

    pub(super) fn mark(self, at: usize) -> u8 {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Mark(mark)) => mark,
            _ => 0,
        }
    }

    pub(super) fn is_word(self, at: usize) -> bool {
        matches!(self.tokens.get(at).map(|t| t.kind), Some(Kind::Word(_)))
    }

    pub(super) fn number(self, at: usize) -> Option<(u32, u8)> {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Number { value, digits }) => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn glued(self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.glued)
    }

    pub(super) fn capital(self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.capital)
    }

    pub(super) fn new_line(self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.new_line)
    }

    /// The text of a token; empty past the end.
    pub(super) fn word(self, at: usize) -> &'a str {
        let range = |t: &Token| Some(usize::try_from(t.start).ok()?..usize::try_from(t.end).ok()?);
        self.tokens.get(at).and_then(range).and_then(|r| self.text.get(r)).unwrap_or_default()
    }

    /// A word of one letter, in small; 0 where it is longer.
    pub(super) fn letter(self, at: usize) -> u8 {
        match self.word(at).as_bytes() {
            [letter] => letter.to_ascii_lowercase(),
            _ => 0,
        }
    }

    /// Whether a word ends like a plural.
    pub(super) fn plural(self, at: usize) -> bool {
        let word = self.word(at);
        (word.ends_with('s') && !word.ends_with("ss")) || word == "people" || word == "men"
    }

    /// The word or mark before, or `None` at the start.
    pub(super) fn lex_before(self, at: usize) -> Lex {
        at.checked_sub(1).map_or(Lex::None, |before| self.lex(before))
    }

    pub(super) fn mark_before(self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |before| self.mark(before))
    }

    /// `at`, or the index after an optional word.
    pub(super) fn after(self, at: usize, lex: Lex) -> usize {
        if self.is(at, lex) { at + 1 } else { at }
    }

    pub(super) fn after_mark(self, at: usize, mark: u8) -> usize {
        if self.mark(at) == mark { at + 1 } else { at }
    }

    /// The longest expression that begins at a token.
    pub(super) fn expression(self, at: usize) -> Parsed<Expr> {
        if !self.can_begin(at) {
            return None;
        }
        let found = [
            self.portion(at),
            self.about(at),
            self.two_dates(at),
            self.spoken(at),
            self.relative(at),
            self.date(at),
            self.holiday(at),
            self.amount(at),
            self.recurrence(at),
            self.part_of_day(at),
            self.clock_time(at),
            self.vague(at),
        ];
        let best = found.into_iter().flatten().max_by_key(|(_, end)| *end);
        let (expr, end) = best?;
        Some(self.extended(expr, end))
    }

    /// A cheap test, so that plain words cost nothing more.
    fn can_begin(self, at: usize) -> bool {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Number { .. }) => true,
            Some(Kind::Mark(b'\'')) => self.number(at + 1).is_some(),
            Some(Kind::Word(lex)) => !matches!(
                lex,
                Lex::None
                    | Lex::PastVerb
                    | Lex::PresentVerb
                    | Lex::Will
                    | Lex::Would
                    | Lex::Scheduled
                    | Lex::Of
                    | Lex::And
                    | Lex::Or
                    | Lex::To
            ),
            _ => false,
        }
    }

    /// What may follow a finished expression and belongs to it.
    fn extended(self, expr: Expr, end: usize) -> (Expr, usize) {
        if let Some((clock, after)) = self.clock_after(&expr, end) {
            let of = Some(Box::new(expr));
            return (Expr::Clock { clock, of }, after);
        }
        if let Some((part, after)) = self.part_after(&expr, end) {
            return (Expr::Part { part, of: Some(Box::new(expr)) }, after);
        }
        if (self.note || matches!(self.lex(end), Lex::Of))
            && let Some(whole) = self.of_year(&expr, end)
        {
            return whole;
        }
        if self.note
            && let Some(whole) = self.note_range(&expr, end)
        {
            return whole;
        }
        (expr, end)
    }

    /// "July 25 of that year", "the spring of next year".
    fn of_year(self, expr: &Expr, end: usize) -> Parsed<Expr> {
        let Expr::Date(fields @ Fields { year: None, weekday: None, .. }) = expr else {
            return None;
        };
        let (of, after) = self.stepped(self.after(end, Lex::Of))?;
        let year = matches!(of, Expr::Relative { what: What::Unit(Unit::Year), .. });
        year.then(|| (Expr::InYear(*fields, Box::new(of)), after))
    }

    /// In a note, "a to b" is one thing.
    fn note_range(self, expr: &Expr, end: usize) -> Parsed<Expr> {
        if !is_day_like(expr) {
            return None;
        }
        let joins = self.mark(end) == b'-' || matches!(self.lex(end), Lex::To | Lex::Until);
        if !joins {
            return None;
        }
        let next = self.after(end + 1, Lex::The);
        let (last, after) = self.date(next).or_else(|| self.relative(next))?;
        let cut = Cut { first_end: end, second_start: next, stretch: true };
        is_day_like(&last)
            .then(|| (Expr::Range(Box::new(expr.clone()), Box::new(last), cut), after))
    }

    /// "about 1910", "ca. 466 BC", "around next Tuesday".
    fn about(self, at: usize) -> Parsed<Expr> {
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
    fn portion(self, at: usize) -> Parsed<Expr> {
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
    fn part_of(self, at: usize) -> Parsed<Expr> {
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
        matches!(of, Expr::Date(_) | Expr::Relative { .. }).then(|| (portion_of(portion, of), end))
    }

    /// "the month", "year" after "the end of": the one that is spoken of.
    fn this_unit(self, at: usize) -> Parsed<Expr> {
        let i = self.after(at, Lex::The);
        let Lex::Unit(unit, false) = self.lex(i) else { return None };
        if unit < Unit::Week || (i == at && !matches!(unit, Unit::Month | Unit::Year)) {
            return None;
        }
        let anchor = Anchor::Mentioned;
        Some((Expr::Relative { step: 0, what: What::Unit(unit), anchor }, i + 1))
    }

    fn dated_or_relative(self, at: usize) -> Parsed<Expr> {
        let found = [self.relative(at), self.date(at), self.holiday(at)];
        found.into_iter().flatten().max_by_key(|(_, end)| *end)
    }

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

    fn counted_article(self, at: usize) -> Parsed<Count> {
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
    fn digits(self, at: usize) -> Parsed<i64> {
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
    fn number_below(self, at: usize, groups: u8) -> Parsed<i64> {
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

fn portion_of(portion: Portion, of: Expr) -> Expr {
    Expr::Portion { portion, of: Box::new(of) }
}

/// Whether an expression names a day or at least could be one end of a range.
pub(super) fn is_day_like(expr: &Expr) -> bool {
    match expr {
        Expr::Date(_) | Expr::Days(_) | Expr::Nth { .. } | Expr::Holiday { .. } => true,
        Expr::Relative { what, .. } => {
            !matches!(what, What::Unit(_)) || *what == What::Unit(Unit::Day)
        }
        _ => false,
    }
}
