use super::expr::{Cut, Expr, Fields, What};
use super::lexicon::{Lex, Unit};
use super::token::{Kind, Token};
use crate::model::time::Calendar;

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
    /// The calendar that all its dates are written on.
    pub calendar: Calendar,
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

    /// A cheap test, so that plain words cost nothing more: most of them, and the small words of
    /// which a text is full, cannot begin an expression, or only before certain others.
    fn can_begin(self, at: usize) -> bool {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Number { .. }) => true,
            Some(Kind::Mark(b'\'')) => self.number(at + 1).is_some(),
            Some(Kind::Word(lex)) => self.word_can_begin(lex, at),
            _ => false,
        }
    }

    fn word_can_begin(self, lex: Lex, at: usize) -> bool {
        match lex {
            Lex::None | Lex::PastVerb | Lex::PresentVerb | Lex::Will | Lex::Would => false,
            Lex::The | Lex::A | Lex::This | Lex::That | Lex::These => !self.is_plain(at + 1),
            Lex::Roughly | Lex::More | Lex::Less | Lex::Over | Lex::Only | Lex::Just | Lex::Up => {
                !self.is_plain(at + 1)
            }
            Lex::In | Lex::Within => self.note,
            Lex::Of | Lex::On | Lex::And | Lex::Or | Lex::To | Lex::From | Lex::Since => false,
            Lex::Until | Lex::By | Lex::Between | Lex::For | Lex::During | Lex::Before => false,
            Lex::After | Lex::Afterwards | Lex::Ago | Lex::Hence | Lex::Back | Lex::Than => false,
            Lex::Scheduled | Lex::Numbered | Lex::Not | Lex::Am | Lex::Pm | Lex::Zone(_) => false,
            Lex::S | Lex::T | Lex::Z | Lex::Time | Lex::Moment | Lex::Being | Lex::Period => false,
            Lex::Other | Lex::Old | Lex::Age | Lex::Long | Lex::Bc | Lex::Buddhist => false,
            Lex::Q | Lex::Ad => self.number(at + 1).is_some(),
            Lex::Suffix | Lex::Feast => self.note || self.capital(at),
            _ => true,
        }
    }

    /// Whether a word says nothing about time.
    fn is_plain(self, at: usize) -> bool {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Word(lex)) => matches!(lex, Lex::None | Lex::PastVerb | Lex::PresentVerb),
            // "ca. 466 BC", "the '60s".
            Some(Kind::Mark(mark)) => !matches!(mark, b'\'' | b'.'),
            _ => false,
        }
    }

    /// What may follow a finished expression and belongs to it.
    pub(super) fn extended(self, expr: Expr, end: usize) -> (Expr, usize) {
        if let Some((clock, after)) = self.clock_after(&expr, end) {
            let of = Some(Box::new(expr));
            return (Expr::Clock { clock, of }, after);
        }
        if let Some((part, after)) = self.part_after(&expr, end) {
            return (Expr::Part { part, of: Some(Box::new(expr)) }, after);
        }
        // "July 25 of that year", "in March last year".
        if (self.note || matches!(self.lex(end), Lex::Of | Lex::Last | Lex::Next | Lex::This))
            && let Some(whole) = self.of_year(&expr, end)
        {
            return whole;
        }
        if self.note
            && is_day_like(&expr)
            && let Some(whole) = self.note_tail(&expr, end)
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
    pub(super) fn of_year(self, expr: &Expr, end: usize) -> Parsed<Expr> {
        let Expr::Date(fields @ Fields { year: None, weekday: None, .. }) = expr else {
            return None;
        };
        let (of, after) = self.stepped(self.after(end, Lex::Of))?;
        let year = matches!(of, Expr::Relative { what: What::Unit(Unit::Year), .. });
        year.then(|| (Expr::InYear(*fields, Box::new(of)), after))
    }

    /// In a note, "a to b" is one thing.
    pub(super) fn note_range(self, expr: &Expr, end: usize) -> Parsed<Expr> {
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
}

/// Whether an expression names a day or at least could be one end of a range.
pub(super) fn is_day_like(expr: &Expr) -> bool {
    match expr {
        Expr::Date(_) | Expr::Days(_) | Expr::Nth { .. } | Expr::Holiday { .. } => true,
        // "late Thursday", which may go on "night".
        Expr::Portion { of, .. } => {
            matches!(**of, Expr::Days(_) | Expr::Date(_)) && is_day_like(of)
        }
        Expr::Relative { what, .. } => {
            !matches!(what, What::Unit(_)) || *what == What::Unit(Unit::Day)
        }
        _ => false,
    }
}
