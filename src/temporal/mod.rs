//! Floor 1: time expressions in English text, as people write them.
//!
//! [`read_times`] finds them and puts each on the calendar where it can; [`infer_date`] works out a
//! document's own date from the text's evidence.
//!
//! A text is cut into tokens, a small grammar reads expressions off them, and each is worked out
//! against the document's date or, in a history, the last date mentioned. Which of the two a text
//! is, is read off the text itself: a history names many dates with their years and hardly a
//! weekday. A text of at most 120 bytes is a note ("fri 9am", "next 3 days"), where bare dates look
//! ahead, counts are exact and a range is one expression.
//!
//! What is relative to a date that is not known gets a TIMEX3 value with `X` for the unknown digits
//! and no span. Nothing is guessed silently: `10/8/2012` in a text whose other dates do not settle
//! the order is given as one of two days.

mod amount;
mod bare;
mod calendar;
mod clock;
mod clocks;
mod dates;
mod expr;
mod grammar;
mod holiday;
mod infer;
mod julian;
#[cfg(test)]
mod kinds_tests;
mod lengths;
mod lexicon;
mod moons;
mod numbers;
mod numeric;
mod parts;
mod portions;
mod range;
mod register;
mod relative;
mod resolve;
mod stepped;
#[cfg(test)]
mod tests;
mod token;
mod words;
mod years;

pub use infer::{InferredDate, infer_date};

use crate::model::time::{Calendar, Day, Second, YEAR_MAX};
use crate::model::{TimeSpan, TimexType};
use calendar::Cal;
use expr::Expr;
use grammar::Grammar;
use lexicon::{Lex, Unit};
use register::{Register, register, tense};
use resolve::{Context, Resolved};
use std::ops::Range;
use token::{Token, tokens};

/// A time expression found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMention {
    /// Where it stands, in bytes; always on character boundaries.
    pub range: Range<usize>,
    /// Its TIMEX3 type.
    pub timex: TimexType,
    /// Its TIMEX3 value: `2026-01-18`, `2026-W04`, `P3M`, `PRESENT_REF`, `XXXX-WXX-3`.
    pub value: String,
    /// Its place on the calendar; nothing for lengths, recurrences and what is relative to a date
    /// that is not known.
    pub span: Option<TimeSpan>,
    /// The wider span that it is one end of: "since last week" is open from then on, "between 3 and
    /// 7 May" is the same for both days.
    pub interval: Option<TimeSpan>,
    /// Whether it counts from the document's date or from another mention.
    pub relative: bool,
    /// How it was read, in words.
    pub reading: String,
}

/// Finds the time expressions of a text, in order, none overlapping another.
///
/// `dated` is the date that the document is read as of; without it, relative expressions have no
/// span. Takes time linear in the length of the text.
///
/// ```
/// use chronotope::temporal::read_times;
/// let dated = "2026-01-28".parse().ok();
/// let times = read_times("They met in October and again this Wednesday.", dated.as_ref());
/// let spans: Vec<String> = times.iter().flat_map(|t| &t.span).map(|s| s.to_string()).collect();
/// assert_eq!(spans, ["2025-10", "2026-01-28"]);
/// ```
#[must_use]
pub fn read_times(text: &str, dated: Option<&TimeSpan>) -> Vec<TimeMention> {
    read_times_on(text, dated, Calendar::Gregorian)
}

/// As [`read_times`], in a text that writes its own dates on a calendar. `dated` is a day like any
/// other, however it is written; values and what is counted from other dates are Gregorian. On the
/// Gregorian calendar a single date is still read as Julian where the text says so: "25 October 1917
/// (O.S.)".
#[must_use]
pub fn read_times_on(text: &str, dated: Option<&TimeSpan>, calendar: Calendar) -> Vec<TimeMention> {
    let tokens = tokens(text);
    let register = register(text, &tokens).of_document(dated.map(year_of));
    let found = read(text, &tokens, register, dated, calendar);
    found.into_iter().map(|found| found.mention).collect()
}

/// A mention with what it was read from.
#[derive(Clone, Debug)]
struct Read {
    mention: TimeMention,
    expr: Expr,
    cal: Option<Cal>,
    /// The tokens that it takes.
    tokens: Range<usize>,
    /// It and the next mention are the ends of one stretch.
    opens_stretch: bool,
}

/// An expression where it stands.
struct Placed {
    expr: Expr,
    tokens: Range<usize>,
    opens_stretch: bool,
}

fn read(
    text: &str,
    tokens: &[Token],
    register: Register,
    dated: Option<&TimeSpan>,
    calendar: Calendar,
) -> Vec<Read> {
    let grammar = Grammar {
        text,
        tokens,
        note: register.note,
        day_first: register.day_first,
        narrative: register.narrative,
        calendar,
    };
    let expressions = expressions(grammar);
    let ahead = if register.narrative { dates_ahead(&expressions) } else { Vec::new() };
    let mut context = Context {
        document: dated.and_then(document_date),
        mentioned: None,
        fine: None,
        ahead: None,
        register,
        calendar,
    };
    let mut found: Vec<Read> = Vec::with_capacity(expressions.len());
    for (index, placed) in expressions.into_iter().enumerate() {
        let Placed { expr, tokens: at, opens_stretch } = placed;
        context.ahead = ahead.get(index).copied().flatten();
        let tense = tense(text, tokens, at.start, at.end);
        let (expr, resolved) = match grammar.in_so_long(&expr, at.start, tense) {
            Some((expr, value)) => {
                let resolved = Resolved { value, ..context.resolve(&expr, tense) };
                (expr, resolved)
            }
            None => {
                let resolved = context.resolve(&expr, tense);
                (expr, resolved)
            }
        };
        context.remember(&expr, resolved.cal);
        if let Some(range) = byte_range(tokens, at.clone()) {
            let cal = resolved.cal;
            let mention = mention(range, resolved);
            found.push(Read { mention, expr, cal, tokens: at, opens_stretch });
        }
    }
    set_in_order(&grammar, &mut found, context.today());
    widen(&grammar, &mut found);
    found
}

/// All expressions with the tokens that they take, in order.
fn expressions(grammar: Grammar<'_>) -> Vec<Placed> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < grammar.tokens.len() {
        match grammar.expression(at).filter(|(_, end)| *end > at) {
            Some((expr, end)) => {
                found.extend(sides(expr, at..end, grammar.note));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// For each expression, the next date behind it that is written with its year and month: a story
/// that goes on does not run past it.
fn dates_ahead(expressions: &[Placed]) -> Vec<Option<Cal>> {
    let mut ahead = vec![None; expressions.len()];
    let mut next = None;
    for (Placed { expr, .. }, place) in expressions.iter().zip(ahead.iter_mut()).rev() {
        *place = next;
        if let Expr::Date(fields) = expr
            && let (Some(year), Some(month)) = (fields.year, fields.month)
        {
            next = Some(Cal::Month(year, month));
        }
    }
    ahead
}

/// In prose, the two sides of a range are mentions of their own.
fn sides(expr: Expr, tokens: Range<usize>, note: bool) -> Vec<Placed> {
    let placed = |expr, tokens, opens_stretch| Placed { expr, tokens, opens_stretch };
    match expr {
        Expr::Range(first, second, cut) if !note => vec![
            placed(*first, tokens.start..cut.first_end, cut.stretch),
            placed(*second, cut.second_start..tokens.end, false),
        ],
        whole => vec![placed(whole, tokens, false)],
    }
}

fn byte_range(tokens: &[Token], range: Range<usize>) -> Option<Range<usize>> {
    let start = usize::try_from(tokens.get(range.start)?.start).ok()?;
    let end = usize::try_from(tokens.get(range.end.checked_sub(1)?)?.end).ok()?;
    Some(start..end)
}

fn mention(range: Range<usize>, resolved: Resolved) -> TimeMention {
    let Resolved { timex, value, span, relative, reading, .. } = resolved;
    TimeMention { range, timex, value, span, interval: None, relative, reading }
}

/// Fills in the wider spans: "since", "until", "from … to …", "between … and …".
fn widen(grammar: &Grammar<'_>, found: &mut [Read]) {
    for index in 0..found.len() {
        let Some(this) = found.get(index) else { continue };
        let Some(span) = this.mention.span.clone() else { continue };
        let before = grammar.lex_before(this.tokens.start);
        let partner = found.get(index + 1).filter(|next| joined(grammar, this, next, before));
        let pair = partner.and_then(|next| TimeSpan::between(&span, next.mention.span.as_ref()?));
        if let Some(pair) = pair {
            for end in [index, index + 1] {
                if let Some(end) = found.get_mut(end) {
                    end.mention.interval = Some(pair.clone());
                }
            }
            continue;
        }
        if this.mention.interval.is_some() {
            continue;
        }
        let wide = match before {
            Lex::Since => Some(TimeSpan::since(&span)),
            Lex::Until => Some(TimeSpan::until(&span)),
            _ => None,
        };
        if let Some(this) = found.get_mut(index) {
            this.mention.interval = wide;
        }
    }
}

/// "From Monday to Thursday": the ends of a stretch are each the nearest of their name, and so may
/// stand in the wrong order. What lies behind the document's date ends on the later end, what lies
/// ahead begins on the earlier.
fn set_in_order(grammar: &Grammar<'_>, found: &mut [Read], today: Option<Day>) {
    let Some(today) = today else { return };
    for index in 0..found.len() {
        let (Some(first), Some(last)) = (found.get(index), found.get(index + 1)) else { continue };
        let before = grammar.lex_before(first.tokens.start);
        let (Some(begin), Some(end)) = (turn(first), turn(last)) else { continue };
        if begin.1 != end.1 || end.0 >= begin.0 || !joined(grammar, first, last, before) {
            continue;
        }
        let (at, by) = if begin.0 <= today { (index, -1) } else { (index + 1, 1) };
        let Some(read) = found.get_mut(at) else { continue };
        let moved = match (begin.1, read.cal) {
            (Turn::Week, Some(Cal::Day(day))) => day.plus_days(7 * by).map(Cal::Day),
            (Turn::Year, Some(Cal::Day(day))) => day.plus_months(12 * by).map(Cal::Day),
            (Turn::Year, Some(cal @ Cal::Month(..))) => cal.plus(12 * by),
            _ => None,
        };
        if let Some(cal) = moved {
            read.cal = Some(cal);
            read.mention.value = cal.value();
            read.mention.span = cal.span();
        }
    }
}

/// How soon a bare date comes round again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Week,
    Year,
}

/// The first day of a weekday or of a date without its year, which come round.
fn turn(read: &Read) -> Option<(Day, Turn)> {
    let Expr::Date(fields) = &read.expr else { return None };
    let turn = match (fields.year, fields.month, fields.day, fields.weekday) {
        (None, None, None, Some(_)) => Turn::Week,
        (None, Some(_), _, None) => Turn::Year,
        _ => return None,
    };
    Some((read.cal?.first()?, turn))
}

/// Whether two neighbouring mentions are the ends of one stretch.
fn joined(grammar: &Grammar<'_>, first: &Read, second: &Read, before: Lex) -> bool {
    if first.opens_stretch {
        return true;
    }
    let gap = first.tokens.end;
    if second.tokens.start != gap + 1 {
        return false;
    }
    matches!(
        (before, grammar.lex(gap), grammar.mark(gap)),
        (Lex::Between, Lex::And, _) | (Lex::From, Lex::To | Lex::Until, _) | (_, Lex::None, b'-')
    )
}

/// The year of a document's date; the last of all where that is open.
fn year_of(dated: &TimeSpan) -> i32 {
    dated.earliest().or(dated.latest()).map_or(YEAR_MAX, |at| at.day().year())
}

/// The document's date as finely as its span tells.
fn document_date(dated: &TimeSpan) -> Option<Cal> {
    let first = dated.earliest()?.day();
    let last = Second(dated.latest()?.0.checked_sub(1)?).day();
    if first == last {
        Some(Cal::Day(first))
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        Cal::containing(first, Unit::Month)
    } else if first.year() == last.year() {
        Cal::containing(first, Unit::Year)
    } else {
        None
    }
}
