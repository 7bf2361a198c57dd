use super::expr::{Expr, Fields};
use super::grammar::{Grammar, Parsed};
use super::lexicon::{Lex, Unit};
use crate::model::time::Day;

impl Grammar<'_> {
    /// A date as it stands on a calendar.
    pub(super) fn date(self, at: usize) -> Parsed<Expr> {
        let found = [
            self.weekday_date(at),
            self.month_first(at),
            self.day_first_date(at),
            self.numeric(at),
            self.year_month_first(at),
            self.part_of_year(at),
            self.decade_or_century(at),
            self.year_alone(at),
        ];
        let (fields, end) = found.into_iter().flatten().max_by_key(|(_, end)| *end)?;
        let (mut fields, end) = self.weekday_after(fields, end);
        if fields.day.is_some() {
            fields.calendar = self.calendar_at(at, end);
        }
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
    pub(super) fn weekday_date(self, at: usize) -> Parsed<Fields> {
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
    pub(super) fn weekday_stands(self, at: usize, end: usize) -> bool {
        match self.lex(at) {
            Lex::Weekday(_, true) => true,
            _ => self.note || (end > at + 1 && !self.new_line(at)) || self.clock(end).is_some(),
        }
    }

    /// A weekday after the date: "Jul 18, Fri".
    pub(super) fn weekday_after(self, fields: Fields, end: usize) -> (Fields, usize) {
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
        if dashed
            && self.era(year_at + 1).is_none()
            && let Some((year, end)) = self.short_year(year_at)
        {
            return Some((Fields { year: Some(year), ..fields }, end));
        }
        if year_at > after
            && let Some((year, end)) = self.year(year_at, true)
        {
            return Some((Fields { year: Some(year), ..fields }, end));
        }
        let (year, end) = self.year_after(after);
        Some((Fields { year, ..fields }, end))
    }

    /// "2018 March 18".
    pub(super) fn year_month_first(self, at: usize) -> Parsed<Fields> {
        let (year, end) = self.year(at, true)?;
        let (month, next) = self.month(end)?;
        let ((day, _), after) = self.day_number(next)?;
        let fields =
            Fields { year: Some(year), month: Some(month), day: Some(day), ..Fields::default() };
        Some((fields, after))
    }

    pub(super) fn day_or_glued(self, at: usize) -> Parsed<(u8, bool)> {
        if let Some(found) = self.day_number(at) {
            return Some(found);
        }
        // "15Sep": the number runs into a month.
        let (value, 1..=2) = self.number(at)? else { return None };
        let day = u8::try_from(value).ok().filter(|n| (1..=31).contains(n))?;
        self.month(at + 1).map(|_| ((day, false), at + 1))
    }

    /// Whether the number after a month counts something: "May 10 people", "March 3 million".
    pub(super) fn counted_thing(self, end: usize, ordinal: bool) -> bool {
        !ordinal && matches!(self.lex(end), Lex::Hundred | Lex::Thousand | Lex::Million)
    }

    /// Whether a month's name may stand alone: "May" and "March" are other words too.
    pub(super) fn month_stands(self, at: usize) -> bool {
        let Lex::Month(month, full) = self.lex(at) else { return false };
        if self.note && !self.capital(at) {
            return full && !self.is_word(at + 1);
        }
        if !full {
            return self.note || self.mark(at + 1) == b'.' || self.preposed(at);
        }
        match month {
            5 => self.preposed(at) || self.only_word(at) || self.is(at + 1, Lex::PastVerb),
            // "The march", "the Long March".
            3 => {
                self.note
                    || self.preposed(at)
                    || self.only_word(at)
                    || (!self.named(at)
                        && (!self.sentence_start(at)
                            || matches!(
                                self.lex(at + 1),
                                Lex::PastVerb | Lex::PresentVerb | Lex::Will
                            )))
            }
            // First names as often as months: "April Jones".
            4 | 6 | 8 => {
                let surname =
                    self.is(at + 1, Lex::None) && self.is_word(at + 1) && self.capital(at + 1);
                self.note || self.preposed(at) || !surname || self.new_line(at + 1)
            }
            _ => true,
        }
    }

    /// Whether a capitalised word or an article before makes it part of a name.
    pub(super) fn named(self, at: usize) -> bool {
        matches!(self.lex_before(at), Lex::The | Lex::A)
            || (at > 0 && self.capital(at - 1) && self.is_word(at - 1))
    }

    pub(super) fn only_word(self, at: usize) -> bool {
        self.note && at == 0 && self.tokens.len() <= 2
    }

    pub(super) fn preposed(self, at: usize) -> bool {
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

    pub(super) fn month_before_and(self, at: usize) -> bool {
        at >= 2 && (matches!(self.lex(at - 2), Lex::Month(..)) || self.number(at - 2).is_some())
    }

    pub(super) fn sentence_start(self, at: usize) -> bool {
        at == 0
            || self.new_line(at)
            || matches!(self.mark_before(at), b'.' | b'!' | b'?' | b'"' | b':' | b'(')
    }
}

impl Fields {
    /// Whether there is such a date in some year at least.
    pub(super) fn is_real(&self) -> bool {
        match (self.year, self.month, self.day) {
            (Some(year), Some(month), Some(day)) => self.calendar.day(year, month, day).is_some(),
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
