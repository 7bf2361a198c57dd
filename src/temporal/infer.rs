use super::calendar::Cal;
use super::expr::{Count, Expr, Fields, From};
use super::grammar::Grammar;
use super::lexicon::{Lex, Unit};
use super::register::{Tense, register, tense};
use super::token::{Token, tokens};
use super::{Read, read};
use crate::model::TimeSpan;
use crate::model::time::{Calendar, Day, Weekday};

/// A document's own date, worked out from its text.
#[derive(Clone, Debug, PartialEq)]
pub struct InferredDate {
    /// The date, as finely as the evidence allows.
    pub span: TimeSpan,
    /// The evidence and what follows from it, in words.
    pub reasoning: String,
    /// The text says it outright, with its year: in a dateline, or in a line of its own.
    pub stated: bool,
}

/// A date counts as a dateline within so many bytes of the start.
const HEAD_BYTES: usize = 400;
/// Nobody adds the year to a date that lies less than half a year back.
const NAMED_YEAR_DAYS: i64 = 180;
/// A day named without its year beside "last week" or "the past two weeks" is at most this old.
const RECENT_DAYS: i64 = 45;
/// An answer longer than this says too little.
const LONGEST_DAYS: i64 = 62;
/// How far after the last year named the document is looked for.
const SEARCH_DAYS: i64 = 4 * 366;

/// Works out when a document was written from what its text says, or nothing where the evidence
/// does not suffice.
///
/// A dateline or a line that holds nothing but a date settles it. Else the text must name a year
/// somewhere, and something recent must narrow it down: a day named without its year beside "last
/// week", a weekday with its date, "the second in three months" beside a month, "nearly fourteen
/// months after" beside the only month named with its year.
///
/// ```
/// use chronotope::temporal::infer_date;
/// let text = "The government fell in December 2024. The truce agreed on Wednesday, January 28, \
///             still holds, they said on Friday.";
/// let inferred = infer_date(text).ok_or("nothing")?;
/// assert_eq!(inferred.span.to_string(), "2026-01-28/2026-02-03");
/// assert_eq!(infer_date("They met on Wednesday."), None);
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn infer_date(text: &str) -> Option<InferredDate> {
    let tokens = tokens(text);
    let mut register = register(text, &tokens);
    register.note = false;
    let narrative = register.narrative;
    let calendar = Calendar::Gregorian;
    let found = read(text, &tokens, register, None, calendar);
    let day_first = register.day_first;
    let grammar = Grammar { text, tokens: &tokens, note: false, day_first, narrative, calendar };
    let evidence = Evidence { text, grammar, tokens: &tokens, found: &found };
    if let Some(settled) = evidence.dateline() {
        return Some(settled);
    }
    if narrative { None } else { evidence.narrowed() }
}

struct Evidence<'a> {
    text: &'a str,
    grammar: Grammar<'a>,
    tokens: &'a [Token],
    found: &'a [Read],
}

/// One thing that the document's date must agree with.
struct Clue {
    agrees: Box<dyn Fn(Day) -> bool>,
    words: String,
}

impl Evidence<'_> {
    /// "DAMASCUS, Jan. 28, 2026 -", "Published 28 January 2026", a line with a date alone.
    fn dateline(&self) -> Option<InferredDate> {
        let head = self.found.iter().take_while(|read| read.mention.range.start < HEAD_BYTES);
        for read in head {
            let (Some(Cal::Day(day)), false) = (read.cal, read.mention.relative) else { continue };
            let words = self.words(read);
            let reasoning = if self.alone_in_line(read) {
                format!("“{words}” stands alone in a line at the head of the text")
            } else if self.published(read) {
                format!("the text says that it was published on “{words}”")
            } else if self.is_dateline(read) {
                format!("“{words}” is the dateline")
            } else {
                continue;
            };
            return Some(InferredDate { span: TimeSpan::from(day), reasoning, stated: true });
        }
        None
    }

    fn alone_in_line(&self, read: &Read) -> bool {
        let (from, to) = (read.tokens.start, read.tokens.end);
        (from == 0 || self.grammar.new_line(from)) && self.grammar.new_line(to)
    }

    fn published(&self, read: &Read) -> bool {
        let from = read.tokens.start;
        (1..=3).filter_map(|back| from.checked_sub(back)).any(|at| {
            let word = self.grammar.word(at);
            ["published", "updated", "posted", "dated", "date", "issued", "filed"]
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        })
    }

    /// A place and a comma before, a dash or an agency in brackets behind, at the start of a line.
    fn is_dateline(&self, read: &Read) -> bool {
        let (from, to) = (read.tokens.start, read.tokens.end);
        // "GENEVA (14 June 2024) –" has the date itself in brackets.
        let bracketed = self.grammar.mark_before(from) == b'('
            && self.grammar.mark(to) == b')'
            && self.grammar.mark(to + 1) == b'-';
        let behind = bracketed || matches!(self.grammar.mark(to), b'-' | b'(');
        let line_start =
            (from.saturating_sub(6)..=from).any(|at| at == 0 || self.grammar.new_line(at));
        behind && line_start && (bracketed || self.grammar.mark_before(from) == b',')
    }

    /// The first stretch of days after the last year named that agrees with every clue.
    fn narrowed(&self) -> Option<InferredDate> {
        let (named, named_words) = self.last_year_named()?;
        let mut clues = self.clues();
        if clues.is_empty() {
            return None;
        }
        let floor = match named {
            Cal::Year(year) => Day::new(year + 1, 1, 1)?,
            _ => named.first()?.plus_days(NAMED_YEAR_DAYS)?,
        };
        let fits = |day: &Day| clues.iter().all(|clue| (clue.agrees)(*day));
        let days = || (0..SEARCH_DAYS).filter_map(|n| floor.plus_days(n));
        let first = days().find(fits)?;
        let last = (0..=LONGEST_DAYS).filter_map(|n| first.plus_days(n)).take_while(fits).last()?;
        if last.epoch_days() - first.epoch_days() >= LONGEST_DAYS {
            return None;
        }
        let begin = TimeSpan::from(first);
        let span =
            if first == last { begin } else { TimeSpan::between(&begin, &TimeSpan::from(last))? };
        let mut reasons: Vec<String> = clues.drain(..).map(|clue| clue.words).collect();
        reasons.insert(
            0,
            format!("“{named_words}” is named with its year, so it lies some while back"),
        );
        let reasoning = format!("{}: {}", reasons.join("; "), span.label());
        Some(InferredDate { span, reasoning, stated: false })
    }

    /// The latest date that the text names with its year and speaks of as past.
    fn last_year_named(&self) -> Option<(Cal, String)> {
        self.found
            .iter()
            .filter(|read| !read.mention.relative && self.tense(read) != Tense::Future)
            .filter_map(|read| Some((read.cal?, read)))
            .filter(|(cal, _)| {
                matches!(cal, Cal::Day(_) | Cal::Month(..) | Cal::Year(_) | Cal::Part(..))
            })
            .max_by_key(|(cal, _)| cal.first())
            .map(|(cal, read)| (cal, self.words(read)))
    }

    fn clues(&self) -> Vec<Clue> {
        let recent = self.found.iter().any(|read| self.is_recent(read));
        let mut clues = Vec::new();
        clues.extend(self.found.iter().find_map(|read| self.yearless_dateline(read)));
        for read in self.found {
            let words = self.words(read);
            match &read.expr {
                Expr::Date(Fields {
                    year: None,
                    month: Some(month),
                    day: Some(day),
                    weekday,
                    ..
                }) => {
                    let past = self.tense(read) != Tense::Future;
                    clues.extend(match weekday {
                        Some(weekday) => weekday_clue(*month, *day, *weekday, past, &words),
                        None if past && recent => recent_clue(*month, *day, &words),
                        None => None,
                    });
                }
                Expr::Length { count, unit, run: 0 } => {
                    clues.extend(self.lapse(read, *count, *unit))
                }
                Expr::Shift { count, unit, sign: 1, from: From::Event } => {
                    clues.extend(self.after_event(*count, *unit, read));
                }
                _ => {}
            }
        }
        clues
    }

    /// "DAMASCUS, Jan. 28 (Agency) -": the day, in a year that other clues tell.
    fn yearless_dateline(&self, read: &Read) -> Option<Clue> {
        let Expr::Date(Fields { year: None, month: Some(month), day: Some(day), .. }) = &read.expr
        else {
            return None;
        };
        let (month, day) = (*month, *day);
        if read.mention.range.start > HEAD_BYTES || !self.is_dateline(read) {
            return None;
        }
        let words = format!("“{}” is the dateline", self.words(read));
        let agrees = move |at: Day| (at.month(), at.day()) == (month, day);
        Some(Clue { agrees: Box::new(agrees), words })
    }

    /// Whether a mention shows that the text reports on the last days or weeks.
    fn is_recent(&self, read: &Read) -> bool {
        match &read.expr {
            Expr::Relative { step: -1 | 0, what, .. } => !matches!(
                what,
                super::expr::What::Unit(Unit::Year | Unit::Decade | Unit::Century | Unit::Month)
            ),
            Expr::Length { run: -1, unit, .. } => *unit <= Unit::Week,
            Expr::Days(_) => true,
            Expr::Date(Fields { year: None, month: None, weekday: Some(_), .. }) => true,
            _ => false,
        }
    }

    /// "The second visit in just three months" beside "October": written in January.
    fn lapse(&self, read: &Read, count: Count, unit: Unit) -> Option<Clue> {
        let n = count.whole()?;
        let from = read.tokens.start;
        let again = (from.saturating_sub(10)..from)
            .any(|at| matches!(self.grammar.lex(at), Lex::Ordinal(2..=9)));
        let within = matches!(self.grammar.lex_before(from), Lex::In | Lex::Within);
        if unit != Unit::Month || !again || !within || !(1..=11).contains(&n) {
            return None;
        }
        let (month, month_words) = self.found.iter().find_map(|other| match &other.expr {
            Expr::Date(Fields { year: None, month: Some(month), day: None, .. }) => {
                Some((*month, self.words(other)))
            }
            _ => None,
        })?;
        let words = format!("“{}” after “{month_words}”", self.words(read));
        let agrees =
            move |day: Day| (i64::from(day.month()) - i64::from(month)).rem_euclid(12) == n;
        Some(Clue { agrees: Box::new(agrees), words })
    }

    /// "Nearly fourteen months after" beside the only month that is named with its year.
    fn after_event(&self, count: Count, unit: Unit, read: &Read) -> Option<Clue> {
        let months = match unit {
            Unit::Month => count.whole()?,
            Unit::Year => count.whole()?.checked_mul(12)?,
            _ => return None,
        };
        let mut named = self.found.iter().filter_map(|other| match other.cal {
            Some(cal @ (Cal::Month(..) | Cal::Day(_))) if !other.mention.relative => {
                Some((cal, other))
            }
            _ => None,
        });
        let (event, other) = named.next()?;
        if named.any(|(cal, _)| cal.within(Unit::Month) != event.within(Unit::Month)) {
            return None;
        }
        let nearly = self.words(read).to_ascii_lowercase();
        let early = nearly.starts_with("nearly") || nearly.starts_with("almost");
        let (first, last) = (event.first()?, event.last()?);
        let begin = first.plus_months(if early { months - 1 } else { months })?;
        let end = last.plus_months(if early { months } else { months + 1 })?;
        let words = format!("“{}” after “{}”", self.words(read), self.words(other));
        Some(Clue { agrees: Box::new(move |day| begin <= day && day <= end), words })
    }

    fn tense(&self, read: &Read) -> Tense {
        tense(self.text, self.tokens, read.tokens.start, read.tokens.end)
    }

    fn words(&self, read: &Read) -> String {
        self.text.get(read.mention.range.clone()).unwrap_or_default().to_owned()
    }
}

/// "Wednesday, January 28": the year is one in which they meet, and the day is near.
fn weekday_clue(month: u8, day: u8, weekday: u8, past: bool, words: &str) -> Option<Clue> {
    let name = Weekday::ALL.get(usize::from(weekday))?.name();
    let agrees = move |at: Day| {
        (at.year() - 1..=at.year() + 1).filter_map(|year| Day::new(year, month, day)).any(|that| {
            let age = at.epoch_days() - that.epoch_days();
            let near = if past { (0..=6).contains(&age) } else { (-6..=0).contains(&age) };
            near && that.weekday().after_monday() == i64::from(weekday)
        })
    };
    let words = format!("“{words}” is within a week, and it must be a {name}");
    Some(Clue { agrees: Box::new(agrees), words })
}

/// "January 18" beside "last week": some weeks back at most.
fn recent_clue(month: u8, day: u8, words: &str) -> Option<Clue> {
    Day::new(2000, month, day)?;
    let agrees = move |at: Day| {
        (at.year() - 1..=at.year())
            .filter_map(|year| Day::new(year, month, day))
            .any(|that| (0..=RECENT_DAYS).contains(&(at.epoch_days() - that.epoch_days())))
    };
    let words = format!("“{words}” is told as recent, without its year");
    Some(Clue { agrees: Box::new(agrees), words })
}
