use super::expr::{Anchor, Clock, Expr, What};
use super::grammar::{Grammar, Parsed, is_day_like};
use super::lexicon::{DayPart, Lex};

impl Grammar<'_> {
    /// A time of the clock: "14:30", "8 PM", "9:34 p.m. EST", "noon".
    pub(super) fn clock(self, at: usize) -> Parsed<Clock> {
        let named =
            |hour, end| Some((Clock { hour, minute: Some(0), second: None, zone: None }, end));
        match self.lex(at) {
            Lex::Noon => return named(12, at + 1),
            Lex::Midnight => return named(0, at + 1),
            _ => {}
        }
        if let Some(found) = self.four_digits(at) {
            return Some(found);
        }
        let (hour, 1..=2) = self.number(at)? else { return None };
        if self.glued(at) && !matches!(self.mark_before(at), b'(' | b'"' | b'\'' | b'@' | b'-') {
            return None;
        }
        let (minute, second, end) = self.minutes(at + 1);
        let (hour, end) = match self.half_day(end) {
            Some((afternoon, after)) => {
                if !(1..=12).contains(&hour) {
                    return None;
                }
                (hour % 12 + if afternoon { 12 } else { 0 }, after)
            }
            None if minute.is_some() => (hour, end),
            None => (hour, self.o_clock(end)?),
        };
        if hour > 23 {
            return None;
        }
        let (zone, end) = self.zone(end);
        let hour = u8::try_from(hour).ok()?;
        Some((Clock { hour, minute, second, zone }, end))
    }

    /// "0630 GMT", "1430 hours".
    fn four_digits(self, at: usize) -> Parsed<Clock> {
        let (value, 4) = self.number(at)? else { return None };
        let (zone, end) = match self.zone(at + 1) {
            (Some(zone), end) => (Some(zone), end),
            (None, _) if matches!(self.word(at + 1), "hours" | "hrs") => {
                let (zone, end) = self.zone(at + 2);
                (zone, if zone.is_some() { end } else { at + 2 })
            }
            _ => return None,
        };
        let (hour, minute) = (value / 100, value % 100);
        // "the 1000 hours that it took" counts; a clock with hours is led by "at", "by", "from".
        let counted = zone.is_none()
            && !matches!(self.lex_before(at), Lex::At | Lex::By | Lex::From | Lex::To | Lex::Until);
        if self.glued(at) && !matches!(self.mark_before(at), b'(')
            || hour > 23
            || minute > 59
            || counted
        {
            return None;
        }
        let minute = u8::try_from(minute).ok()?;
        let hour = u8::try_from(hour).ok()?;
        Some((Clock { hour, minute: Some(minute), second: None, zone }, end))
    }

    fn minutes(self, at: usize) -> (Option<u8>, Option<u8>, usize) {
        let pair = |i: usize| {
            let colon = self.mark(i) == b':' && self.glued(i) && self.glued(i + 1);
            match self.number(i + 1) {
                Some((value @ 0..=59, 2)) if colon => u8::try_from(value).ok(),
                _ => None,
            }
        };
        match (pair(at), pair(at + 2)) {
            (Some(minute), Some(second)) => (Some(minute), Some(second), at + 4),
            (Some(minute), None) => (Some(minute), None, at + 2),
            _ => (None, None, at),
        }
    }

    /// "am", "p.m.": whether it is the afternoon.
    fn half_day(self, at: usize) -> Parsed<bool> {
        match self.lex(at) {
            Lex::Am
                if self.glued(at) || self.note || self.capital(at) || self.minutes_before(at) =>
            {
                Some((false, at + 1))
            }
            Lex::Pm => Some((true, at + 1)),
            _ => {
                let dotted = self.mark(at + 1) == b'.' && self.glued(at + 1) && self.glued(at + 2);
                let afternoon = match (self.letter(at), self.letter(at + 2)) {
                    (b'a', b'm') => false,
                    (b'p', b'm') => true,
                    _ => return None,
                };
                dotted.then(|| (afternoon, self.after_mark(at + 3, b'.')))
            }
        }
    }

    fn minutes_before(self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|i| self.number(i).is_some())
    }

    fn o_clock(self, at: usize) -> Option<usize> {
        let o =
            self.letter(at) == b'o' && self.mark(at + 1) == b'\'' && self.is(at + 2, Lex::Oclock);
        if o {
            return Some(at + 3);
        }
        self.is(at, Lex::Oclock).then_some(at + 1)
    }

    fn zone(self, at: usize) -> (Option<i16>, usize) {
        match self.lex(at) {
            Lex::Zone(minutes) if self.capital(at) => match self.zone_offset(at + 1) {
                Some((offset, end)) if minutes == 0 => (Some(offset), end),
                _ => (Some(minutes), at + 1),
            },
            Lex::Z if self.glued(at) => (Some(0), at + 1),
            _ => (None, at),
        }
    }

    /// "+3", "-05:30" behind "UTC" or "GMT", in minutes.
    fn zone_offset(self, at: usize) -> Parsed<i16> {
        let sign = match self.mark(at) {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let (hours @ 0..=14, 1..=2) = self.number(at + 1)? else { return None };
        if !(self.glued(at) && self.glued(at + 1)) {
            return None;
        }
        let colon = self.mark(at + 2) == b':' && self.glued(at + 2) && self.glued(at + 3);
        let (minutes, end) = match self.number(at + 3) {
            Some((minutes @ (0 | 30 | 45), 2)) if colon => (minutes, at + 4),
            _ => (0, at + 2),
        };
        // "09:00 GMT-11:00 GMT" is from one time to another.
        let range = sign < 0 && matches!(self.lex(end), Lex::Zone(_));
        let total = i16::try_from(hours * 60 + minutes).ok()?;
        (!range).then_some((sign * total, end))
    }

    /// A time and the day after it: "15:00 GMT Saturday", "9:34 p.m., March 19 EST", "noon today".
    pub(super) fn clock_time(self, at: usize) -> Parsed<Expr> {
        let (clock, end) = self.clock(at)?;
        let mut next = self.after_mark(end, b',');
        next = self.after(next, Lex::On);
        let found = [self.date(next), self.relative(next)];
        let day = found.into_iter().flatten().max_by_key(|(_, end)| *end);
        if let Some((expr, after)) = day
            && is_day_like(&expr)
            && self.names_a_day(&expr)
        {
            let (late, after) = self.zone(after);
            let clock = Clock { zone: clock.zone.or(late), ..clock };
            return Some((Expr::Clock { clock, of: Some(Box::new(expr)) }, after));
        }
        Some((Expr::Clock { clock, of: None }, end))
    }

    fn names_a_day(self, expr: &Expr) -> bool {
        match expr {
            Expr::Date(fields) => fields.day.is_some() || fields.weekday.is_some(),
            Expr::Relative { what, .. } => matches!(what, What::Weekday(_)),
            Expr::Portion { of, .. } => self.names_a_day(of),
            _ => true,
        }
    }

    /// A time behind a day: "12 July at 19:00", "Thursday 9AM", "2026-01-28T14:30Z".
    pub(super) fn clock_after(self, expr: &Expr, end: usize) -> Parsed<Clock> {
        if !is_day_like(expr) || !self.names_a_day(expr) {
            return None;
        }
        if self.is(end, Lex::T) && self.glued(end) {
            return self.iso_time(end + 1);
        }
        let comma = self.after_mark(end, b',');
        let next = match self.lex(comma) {
            Lex::At => comma + 1,
            Lex::From if self.note => comma + 1,
            _ => comma,
        };
        if next == end && self.glued(end) {
            return None;
        }
        self.clock(next)
    }

    fn iso_time(self, at: usize) -> Parsed<Clock> {
        let (hour @ 0..=23, 2) = self.number(at)? else { return None };
        let (minute, second, mut end) = self.minutes(at + 1);
        if self.mark(end) == b'.' && self.number(end + 1).is_some() {
            end += 2;
        }
        let (zone, end) = self.zone(end);
        Some((Clock { hour: u8::try_from(hour).ok()?, minute, second, zone }, end))
    }

    /// "this morning", "tonight", "the night of 8 February", "that afternoon", "the next morning",
    /// "last night", "in the evening".
    pub(super) fn part_of_day(self, at: usize) -> Parsed<Expr> {
        let of =
            |part, of: Option<Expr>, end| Some((Expr::Part { part, of: of.map(Box::new) }, end));
        if self.is(at, Lex::Tonight) {
            return of(DayPart::Night, Some(Expr::Days(0)), at + 1);
        }
        let lead = if matches!(self.lex(at), Lex::Early | Lex::Late) {
            let next = self.after(at + 1, Lex::In);
            self.after(next, Lex::On)
        } else {
            at
        };
        let start = self.after(lead, Lex::The);
        let start_after =
            if matches!(self.lex(start), Lex::Early | Lex::Late) { start + 1 } else { start };
        if let Lex::Part(part) = self.lex(start_after) {
            let mut end = start_after + 1;
            if matches!(self.lex(end), Lex::Unit(super::lexicon::Unit::Hour, true)) {
                end += 1;
            }
            if matches!(self.lex(end), Lex::Of | Lex::On) {
                let found = [self.date(end + 1), self.relative(end + 1)];
                let day = found.into_iter().flatten().max_by_key(|(_, end)| *end);
                if let Some((expr, after)) = day
                    && is_day_like(&expr)
                    && self.names_a_day(&expr)
                {
                    return of(part, Some(expr), after);
                }
            }
            return None;
        }
        let (step, anchor) = match self.lex(start) {
            Lex::This => (0, Anchor::Document),
            Lex::Last => (-1, Anchor::Document),
            Lex::That | Lex::Same => (0, Anchor::Mentioned),
            Lex::Next | Lex::Following => (1, Anchor::Mentioned),
            Lex::Previous => (-1, Anchor::Mentioned),
            _ => return None,
        };
        let next = self.after(start + 1, Lex::Same);
        let next = if matches!(self.lex(next), Lex::Early | Lex::Late) { next + 1 } else { next };
        let Lex::Part(part) = self.lex(next) else { return None };
        let what = What::Unit(super::lexicon::Unit::Day);
        of(part, Some(Expr::Relative { step, what, anchor }), next + 1)
    }

    /// A part of the day behind a day: "Friday afternoon", "tomorrow night".
    pub(super) fn part_after(self, expr: &Expr, end: usize) -> Parsed<DayPart> {
        if !is_day_like(expr) || !self.names_a_day(expr) {
            return None;
        }
        let next = match self.lex(end) {
            Lex::In if self.is(end + 1, Lex::The) => end + 2,
            Lex::At => end + 1,
            _ => end,
        };
        match self.lex(next) {
            Lex::Part(part) if !(next == end && self.glued(next)) => Some((part, next + 1)),
            _ => None,
        }
    }
}
