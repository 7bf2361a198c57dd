use super::lexicon::Lex;
use super::token::{Kind, Token};

/// What sort of text it is, as far as its dates go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Register {
    /// A note of a few words rather than prose.
    pub note: bool,
    /// A history: dates count from the last one mentioned, not from the document's own.
    pub narrative: bool,
    /// What dates in digits say of the order of day and month.
    pub day_first: Option<bool>,
    /// It names dates with their years, and nothing counts from the day of writing.
    told_by_dates: bool,
    /// The last year that a month is named with, where two or more are.
    last_year: Option<i32>,
}

impl Register {
    /// A text that tells by full dates alone is a history, however short, where it has no date of
    /// its own or one long after all that it tells of.
    pub(super) fn of_document(self, year: Option<i32>) -> Self {
        let long_after = match (year, self.last_year) {
            (None, _) => true,
            (Some(year), Some(last)) => last.saturating_add(LONG_AFTER_YEARS) <= year,
            (Some(_), None) => false,
        };
        let narrative = self.narrative || long_after && self.told_by_dates && !self.note;
        Self { narrative, ..self }
    }
}

/// What is told so many years after its last date is no news.
const LONG_AFTER_YEARS: i32 = 5;

/// A note is at most this long; the shortest report is longer.
const NOTE_BYTES: usize = 120;
/// A history names at least so many dates with their years.
const FULL_DATES: usize = 4;

/// Reads the register off the text itself.
pub(super) fn register(text: &str, tokens: &[Token]) -> Register {
    let mut full_dates = 0_usize;
    let mut near_words = 0_usize;
    let mut last_year = None;
    let mut day_first_votes = 0_i32;
    for (at, window) in tokens.windows(6).enumerate() {
        let [a, b, c, d, ..] = window else { continue };
        let _ = at;
        match a.kind {
            Kind::Word(Lex::Month(..)) if a.capital => {
                let year = |t: &Token| match t.kind {
                    Kind::Number { digits: 4, value: value @ 1000..=2199 } => {
                        i32::try_from(value).ok()
                    }
                    _ => None,
                };
                let year = year(b).or_else(|| year(c)).or_else(|| year(d));
                full_dates += usize::from(year.is_some());
                last_year = last_year.max(year);
            }
            Kind::Word(Lex::Weekday(_, true) | Lex::Yesterday | Lex::Tomorrow | Lex::Today) => {
                near_words += 1;
            }
            Kind::Word(Lex::Last | Lex::This | Lex::Next)
                if matches!(b.kind, Kind::Word(Lex::Unit(..))) =>
            {
                near_words += 1;
            }
            Kind::Word(Lex::Bc) => full_dates += 1,
            Kind::Number { value: first, digits: 1..=2 } => {
                day_first_votes += vote(first, b, c, d, window.get(4));
            }
            _ => {}
        }
    }
    let trimmed = text.trim();
    let day_first = match day_first_votes {
        0 => None,
        votes => Some(votes > 0),
    };
    Register {
        note: trimmed.len() <= NOTE_BYTES && !trimmed.contains('\n'),
        narrative: full_dates >= FULL_DATES && full_dates > 2 * near_words,
        told_by_dates: full_dates >= 1 && near_words == 0,
        day_first,
        last_year: last_year.filter(|_| full_dates >= 2),
    }
}

/// 1 for a date in digits that only reads with the day first, -1 for the month first.
fn vote(first: u32, b: &Token, c: &Token, d: &Token, e: Option<&Token>) -> i32 {
    let (Kind::Mark(mark @ (b'/' | b'-' | b'.')), Kind::Mark(again)) = (b.kind, d.kind) else {
        return 0;
    };
    let (Kind::Number { value: second, digits: 1..=2 }, Some(Kind::Number { digits: 2 | 4, .. })) =
        (c.kind, e.map(|e| e.kind))
    else {
        return 0;
    };
    let whole = mark == again && b.glued && c.glued && d.glued;
    match (first, second) {
        (13..=31, 1..=12) if whole => 1,
        (1..=12, 13..=31) if whole => -1,
        _ => 0,
    }
}

/// Whether a clause tells of what was or of what will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Untold,
}

/// How far a verb is looked for, in tokens.
const REACH: usize = 16;

/// The tense around the expression in `tokens[from..to]`: that of the nearest verb before it in its
/// sentence, else of the nearest after it.
pub(super) fn tense(text: &str, tokens: &[Token], from: usize, to: usize) -> Tense {
    if at_least_until(tokens, from) {
        return Tense::Future;
    }
    let before = (from.saturating_sub(REACH)..from).rev();
    let mut present = Tense::Untold;
    for at in before {
        match verb(text, tokens, at) {
            Verb::Told(tense) => return tense,
            Verb::Stop => break,
            Verb::Present | Verb::None => {}
        }
    }
    for at in to..to.saturating_add(REACH).min(tokens.len()) {
        // "on Thursday agreed to": what was agreed is ahead, but not the Thursday.
        if ["agreed", "vowed", "promised", "planned"]
            .iter()
            .any(|word| is_word(text, tokens, at, 0, word))
        {
            return Tense::Past;
        }
        match verb(text, tokens, at) {
            Verb::Told(tense) => return tense,
            Verb::Stop => break,
            Verb::Present => present = Tense::Untold,
            Verb::None => {}
        }
    }
    present
}

/// "until Saturday", "through June" look ahead.
fn at_least_until(tokens: &[Token], from: usize) -> bool {
    let before = from.checked_sub(1).and_then(|at| tokens.get(at));
    match before.map(|t| t.kind) {
        Some(Kind::Word(Lex::Until)) => true,
        Some(Kind::Word(Lex::To)) => before.is_some_and(|t| t.end - t.start > 2),
        _ => false,
    }
}

enum Verb {
    Told(Tense),
    Present,
    Stop,
    None,
}

fn verb(text: &str, tokens: &[Token], at: usize) -> Verb {
    let Some(token) = tokens.get(at) else { return Verb::Stop };
    match token.kind {
        Kind::Word(Lex::Scheduled) if due_to(text, tokens, at) => Verb::None,
        // "set to open" looks ahead, "set out" is done.
        Kind::Word(Lex::Scheduled)
            if is_word(text, tokens, at, 0, "set")
                && !is_word(text, tokens, at + 1, 0, "to")
                && !is_word(text, tokens, at + 1, 0, "for") =>
        {
            Verb::Told(Tense::Past)
        }
        Kind::Word(Lex::Will | Lex::Scheduled) => Verb::Told(Tense::Future),
        Kind::Word(Lex::To) if to_do(text, tokens, at) => Verb::Told(Tense::Future),
        Kind::Word(Lex::PastVerb)
            if is_word(text, tokens, at, 1, "be") || is_word(text, tokens, at, 2, "be") =>
        {
            Verb::None
        }
        Kind::Word(Lex::PastVerb) => Verb::Told(Tense::Past),
        Kind::Word(Lex::Would) if would_do(text, tokens, at) => Verb::Told(Tense::Future),
        Kind::Word(Lex::PresentVerb | Lex::Would) => Verb::Present,
        Kind::Mark(b'.' | b'!' | b'?' | b';') if sentence_ends(tokens, at) => Verb::Stop,
        _ => Verb::None,
    }
}

/// "is to meet", "set to open": `to` before a plain word in small letters, after a form of "be",
/// "plan", "agree". A "to" that points to a place stands before a capital or an article.
fn to_do(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| {
        let range = |t: &Token| Some(usize::try_from(t.start).ok()?..usize::try_from(t.end).ok()?);
        tokens.get(at).and_then(range).and_then(|r| text.get(r)).unwrap_or_default()
    };
    let is_to = word(at).eq_ignore_ascii_case("to");
    let verb = tokens
        .get(at + 1)
        .is_some_and(|next| matches!(next.kind, Kind::Word(Lex::None)) && !next.capital);
    let led = at.checked_sub(1).is_some_and(|before| {
        matches!(
            word(before),
            "is" | "are"
                | "set"
                | "agreed"
                | "plan"
                | "plans"
                | "planned"
                | "intend"
                | "intends"
                | "expected"
                | "scheduled"
                | "due"
                | "ready"
                | "about"
                | "vowed"
                | "promised"
        )
    });
    is_to && verb && led
}

/// "said it would open" looks ahead; "would have opened" does not, nor does what was only thought of.
fn would_do(text: &str, tokens: &[Token], at: usize) -> bool {
    let have = is_word(text, tokens, at + 1, 0, "have") || is_word(text, tokens, at + 2, 0, "have");
    let said = (2..=6).any(|back| {
        ["said", "says", "announced", "promised", "added", "confirmed", "told"]
            .iter()
            .any(|word| is_word(text, tokens, at, back, word))
    });
    said && !have
}

/// Whether the word so many places before is this one.
fn is_word(text: &str, tokens: &[Token], at: usize, back: usize, wanted: &str) -> bool {
    let token = at.checked_sub(back).and_then(|i| tokens.get(i));
    let range = |t: &Token| Some(usize::try_from(t.start).ok()?..usize::try_from(t.end).ok()?);
    token.and_then(range).and_then(|r| text.get(r)) == Some(wanted)
}

/// "due to heavy snow" gives a reason; "due to open" tells what will be.
fn due_to(text: &str, tokens: &[Token], at: usize) -> bool {
    is_word(text, tokens, at, 0, "due")
        && is_word(text, tokens, at + 1, 0, "to")
        && !is_word(text, tokens, at + 2, 0, "be")
}

fn sentence_ends(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_none_or(|next| !next.glued && (next.capital || next.new_line))
}
