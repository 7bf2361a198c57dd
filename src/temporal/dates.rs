use super::expr::{Expr, Fields};
use super::grammar::{Grammar, Parsed};
use super::lexicon::{Lex, Unit};
use crate::model::time::Day;

/// Years that stand alone in prose without an era.
const PLAIN_YEARS: std::ops::RangeInclusive<u32> = 1200..=2199;

impl Grammar<'_> {
    /// A date as it stands on a calendar.
    pub(super) fn date(self, at: usize) -> Parsed<Expr> {
        let found = [
            self.weekday_date(at),
            self.month_first(at),
            self.day_first_date(at),
            self.numeric(at),
            self.part_of_year(at),
            self.decade_or_century(at),
            self.year_alone(at),
        ];
        let (fields, end) = found.into_iter().flatten().max_by_key(|(_, end)| *end)?;
        let (fields, end) = self.weekday_after(fields, end);
        fields.is_real().then_some((Expr::Date(fields), end))
    }

    /// A month's name at a token; whether it may stand alone is for the caller to ask.
    pub(super) fn month(self, at: usize) -> Parsed<u8> {
        let Lex::Month(month, full) = self.lex(at) else { return None };
        if !self.note && !self.capital(at) {
            return None;
        }
        let dot = !full && self.mark(at + 1) == b'.' && self.glued(at + 1);
        Some((month, at + 1 + usize::from(dot)))
    }

    /// A day of the month in digits or as an ordinal; `true` where it was an ordinal.
    pub(super) fn day_number(self, at: usize) -> Parsed<(u8, bool)> {
        if let Some((n, end)) = self.ordinal(at) {
            let n = u8::try_from(n).ok().filter(|n| (1..=31).contains(n))?;
            return Some(((n, true), end));
        }
        let (value, digits) = self.number(at)?;
        let fits = digits <= 2 && (1..=31).contains(&value) && !self.number_goes_on(at + 1);
        fits.then(|| u8::try_from(value).ok()).flatten().map(|n| ((n, false), at + 1))
    }

    /// Whether a number runs into what follows it: "3.5", "10,000", "12%", "18:30".
    pub(super) fn number_goes_on(self, end: usize) -> bool {
        self.glued(end)
            && (self.is_word(end)
                || self.mark(end) == b'%'
                || (matches!(self.mark(end), b'.' | b',' | b':')
                    && self.glued(end + 1)
                    && self.number(end + 1).is_some()))
    }

    /// "Wednesday, 28 January", "Sun 15Sep", "Tuesday the 19th".
    fn weekday_date(self, at: usize) -> Parsed<Fields> {
        let (weekday, end) = self.weekday_name(at)?;
        let mut next = self.after_mark(end, b',');
        next = self.after(next, Lex::On);
        let tail = self
            .month_first(next)
            .or_else(|| self.day_first_date(next))
            .or_else(|| self.numeric(next))
            .filter(|(fields, _)| fields.day.is_some());
        if let Some((fields, end)) = tail {
            return Some((Fields { weekday: Some(weekday), ..fields }, end));
        }
        let number = self.after(next, Lex::The);
        if let Some(((day, true), end)) = self.day_number(number) {
            return Some((
                Fields { weekday: Some(weekday), day: Some(day), ..Fields::default() },
                end,
            ));
        }
        self.weekday_stands(at, end)
            .then(|| (Fields { weekday: Some(weekday), ..Fields::default() }, end))
    }

    pub(super) fn weekday_name(self, at: usize) -> Parsed<u8> {
        let Lex::Weekday(weekday, full) = self.lex(at) else { return None };
        if !self.note && !self.capital(at) {
            return None;
        }
        let dot = !full && self.mark(at + 1) == b'.' && self.glued(at + 1);
        Some((weekday, at + 1 + usize::from(dot)))
    }

    /// Whether a weekday alone is one: "Sun" and "Sat" are other words in prose.
    fn weekday_stands(self, at: usize, end: usize) -> bool {
        match self.lex(at) {
            Lex::Weekday(_, true) => true,
            _ => self.note || (end > at + 1 && !self.new_line(at)) || self.clock(end).is_some(),
        }
    }

    /// A weekday after the date: "Jul 18, Fri".
    fn weekday_after(self, fields: Fields, end: usize) -> (Fields, usize) {
        if fields.day.is_none() || fields.weekday.is_some() {
            return (fields, end);
        }
        let next = self.after_mark(end, b',');
        match self.weekday_name(next) {
            Some((weekday, after)) if self.note && next > end => {
                (Fields { weekday: Some(weekday), ..fields }, after)
            }
            _ => (fields, end),
        }
    }

    /// "January 18th, 2026", "Feb. 28", "December 2024", "October".
    pub(super) fn month_first(self, at: usize) -> Parsed<Fields> {
        let (month, end) = self.month(at)?;
        let fields = Fields { month: Some(month), ..Fields::default() };
        let mut next = self.after_mark(end, b',');
        next = self.after(next, Lex::The);
        if let Some(((day, ordinal), after)) = self.day_number(next)
            && (next == end || ordinal || self.is(end, Lex::The))
            && !self.counted_thing(after, ordinal)
        {
            let (year, end) = self.year_after(after);
            return Some((Fields { day: Some(day), year, ..fields }, end));
        }
        let of =
            if matches!(self.lex(end), Lex::Of) { end + 1 } else { self.after_mark(end, b',') };
        if let Some((year, end)) = self.year(of, true) {
            return Some((Fields { year: Some(year), ..fields }, end));
        }
        self.month_stands(at).then_some((fields, end))
    }

    /// "18 January 2026", "the 1st of March", "15Sep".
    pub(super) fn day_first_date(self, at: usize) -> Parsed<Fields> {
        let start = self.after(at, Lex::The);
        if self.is(start, Lex::Ides) && self.is(start + 1, Lex::Of) {
            let (month, end) = self.month(start + 2)?;
            let day = if matches!(month, 3 | 5 | 7 | 10) { 15 } else { 13 };
            return Some((Fields { month: Some(month), day: Some(day), ..Fields::default() }, end));
        }
        let ((day, ordinal), end) = self.day_or_glued(start)?;
        if start > at && !ordinal && !self.note {
            return None;
        }
        let mut next = end;
        if self.is(next, Lex::Unit(Unit::Day, false)) && ordinal {
            next += 1;
        }
        next = self.after_mark(self.after(next, Lex::Of), b'-');
        next = self.after_mark(next, b'/');
        let (month, after) = self.month(next)?;
        let fields = Fields { month: Some(month), day: Some(day), ..Fields::default() };
        let mut year_at = if matches!(self.mark(after), b'-' | b'/') && self.glued(after) {
            after + 1
        } else {
            after
        };
        if self.is(year_at, Lex::Of) {
            year_at += 1;
        }
        let dashed = year_at == after || matches!(self.mark_before(end + 1), b'-' | b'/');
        if dashed && let Some((year, end)) = self.short_year(year_at) {
            return Some((Fields { year: Some(year), ..fields }, end));
        }
        let (year, end) = self.year_after(after);
        Some((Fields { year, ..fields }, end))
    }

    fn day_or_glued(self, at: usize) -> Parsed<(u8, bool)> {
        if let Some(found) = self.day_number(at) {
            return Some(found);
        }
        // "15Sep": the number runs into a month.
        let (value, 1..=2) = self.number(at)? else { return None };
        let day = u8::try_from(value).ok().filter(|n| (1..=31).contains(n))?;
        self.month(at + 1).map(|_| ((day, false), at + 1))
    }

    /// Whether the number after a month counts something: "May 10 people", "March 3 million".
    fn counted_thing(self, end: usize, ordinal: bool) -> bool {
        !ordinal && matches!(self.lex(end), Lex::Hundred | Lex::Thousand | Lex::Million)
    }

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
    fn short_year(self, at: usize) -> Parsed<i32> {
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

    fn year_may_be_glued(self, at: usize) -> bool {
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
    fn year_alone(self, at: usize) -> Parsed<Fields> {
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
    fn year_stands(self, at: usize) -> bool {
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
        if matches!(mark, b'$' | b'#' | b'+' | b'=' | b'?' | b'.' | b':') && self.glued(at) {
            return false;
        }
        if told {
            return !self.counts_something(at + 1) || before != Lex::Of;
        }
        !self.counts_something(at + 1)
    }

    /// Whether a number is followed by what it counts: a unit, or a plain plural in small letters.
    pub(super) fn counts_something(self, at: usize) -> bool {
        match self.lex(at) {
            Lex::Unit(..) | Lex::Hundred | Lex::Thousand | Lex::Million | Lex::More => true,
            Lex::None => self.is_word(at) && !self.capital(at) && self.plural(at),
            _ => matches!(self.mark(at), b'%' | b'$'),
        }
    }

    /// Whether a month's name may stand alone: "May" and "March" are other words too.
    fn month_stands(self, at: usize) -> bool {
        let Lex::Month(month, full) = self.lex(at) else { return false };
        if self.note && !self.capital(at) {
            return full && !self.is_word(at + 1);
        }
        if !full {
            return self.note || self.mark(at + 1) == b'.' || self.preposed(at);
        }
        match month {
            5 => self.preposed(at) || self.only_word(at),
            // "The march", "the Long March".
            3 => self.preposed(at) || !(self.sentence_start(at) || self.named(at)),
            // A first name as often as a month; an adjective where small.
            4 | 6 | 8 => true,
            _ => true,
        }
    }

    /// Whether a capitalised word or an article before makes it part of a name.
    fn named(self, at: usize) -> bool {
        matches!(self.lex_before(at), Lex::The | Lex::A)
            || (self.lex_before(at) == Lex::None
                && at > 0
                && self.capital(at - 1)
                && self.is_word(at - 1))
    }

    pub(super) fn only_word(self, at: usize) -> bool {
        self.note && at == 0 && self.tokens.len() <= 2
    }

    fn preposed(self, at: usize) -> bool {
        matches!(
            self.lex_before(at),
            Lex::In
                | Lex::Since
                | Lex::Until
                | Lex::Of
                | Lex::By
                | Lex::During
                | Lex::Before
                | Lex::After
                | Lex::From
                | Lex::To
                | Lex::Between
                | Lex::Early
                | Lex::Late
                | Lex::Mid
                | Lex::Last
                | Lex::Next
                | Lex::This
                | Lex::That
                | Lex::Each
                | Lex::Past
                | Lex::Following
                | Lex::Previous
        ) || (self.lex_before(at) == Lex::And && self.month_before_and(at))
            || (self.mark_before(at) == b'-'
                && at >= 2
                && matches!(self.lex(at - 2), Lex::Mid | Lex::Month(..)))
    }

    fn month_before_and(self, at: usize) -> bool {
        at >= 2 && (matches!(self.lex(at - 2), Lex::Month(..)) || self.number(at - 2).is_some())
    }

    pub(super) fn sentence_start(self, at: usize) -> bool {
        at == 0
            || self.new_line(at)
            || matches!(self.mark_before(at), b'.' | b'!' | b'?' | b'"' | b':' | b'(')
    }

    /// "summer of 1955", "Q3 2018", "the second half of 2008", "third quarter".
    fn part_of_year(self, at: usize) -> Parsed<Fields> {
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
    fn season_stands(self, at: usize, start: usize, is_fall: bool) -> bool {
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
    fn short_quarter(self, at: usize) -> Parsed<Fields> {
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

    /// "the 1990s", "'60s", "the 470s BC", "19th century", "the fifth century BC".
    fn decade_or_century(self, at: usize) -> Parsed<Fields> {
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

impl Fields {
    /// Whether there is such a date in some year at least.
    pub(super) fn is_real(&self) -> bool {
        match (self.year, self.month, self.day) {
            (Some(year), Some(month), Some(day)) => Day::new(year, month, day).is_some(),
            (None, Some(month), Some(day)) => Day::new(2000, month, day).is_some(),
            (Some(year), _, _) => Day::new(year, 1, 1).is_some(),
            _ => true,
        }
    }
}

/// Two digits stand for the years 1950 to 2049 (the window that chat and mail programs use).
pub(super) fn two_digit_year(value: u32) -> i32 {
    let value = i32::try_from(value).unwrap_or(0);
    if value < 50 { 2000 + value } else { 1900 + value }
}
