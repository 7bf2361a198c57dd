use super::expr::{Cut, Expr, Fields};
use super::grammar::{Grammar, Parsed};
use super::lexicon::Lex;

impl Grammar<'_> {
    /// Two dates that share what only one of them writes: "6-7 February", "May 4 and 5", "May-August
    /// 1950", "1957-58", "480-479 BC", "between 3 and 7 May".
    pub(super) fn two_dates(self, at: usize) -> Parsed<Expr> {
        let found = [self.number_and_date(at), self.date_and_more(at), self.years(at)];
        found.into_iter().flatten().max_by_key(|(_, end)| *end)
    }

    /// What joins two dates: the token after it, and whether it makes a stretch.
    fn joint(self, at: usize) -> Parsed<bool> {
        let pair = self.mark(at) == b'/';
        match self.lex(at) {
            Lex::To | Lex::Until => return Some((true, at + 1)),
            Lex::And | Lex::Or => return Some((false, at + 1)),
            _ => {}
        }
        (pair || self.mark(at) == b'-').then_some((!pair, at + 1))
    }

    /// "6-7 February", "from the 13th to the 15th of July".
    fn number_and_date(self, at: usize) -> Parsed<Expr> {
        let start = self.after(at, Lex::The);
        let ((day, ordinal), end) = self.day_number(start)?;
        let (mut stretch, next) = self.joint(end)?;
        let dash = self.mark(end) == b'-';
        let led = matches!(self.lex_before(at), Lex::Between | Lex::From | Lex::On | Lex::Of);
        if !(dash || ordinal || led || self.note) {
            return None;
        }
        stretch |= self.is(at.wrapping_sub(1), Lex::Between);
        let (fields, after) = self.day_first_date(next)?;
        if fields.day.is_none_or(|last| last <= day) {
            return None;
        }
        let first = Fields { day: Some(day), ..fields };
        let cut = Cut { first_end: end, second_start: next, stretch };
        first.is_real().then(|| (range(first, fields, cut), after))
    }

    /// "May 4 and 5", "August 10 - 22, 2012", "May-August 1950", "10 August - 12 September 2013".
    fn date_and_more(self, at: usize) -> Parsed<Expr> {
        let (first, end) = self
            .month_first(at)
            .or_else(|| self.day_first_date(at))
            .or_else(|| self.month_alone(at))?;
        let (mut stretch, next) = self.joint(end)?;
        stretch |= self.is(at.wrapping_sub(1), Lex::Between);
        let next = self.after(next, Lex::The);
        let cut = Cut { first_end: end, second_start: next, stretch };
        let plain_and = matches!(self.lex(end), Lex::And | Lex::Or);
        if let (Some(day), None) = (first.day, first.year)
            && let Some(((last, ordinal), after)) = self.day_number(next)
            && last > day
            && self.month(after).is_none()
            && !self.is(after, Lex::Of)
            && (ordinal || !self.counts_something(after))
            && self.clock(next).is_none()
        {
            let (year, after) = self.year_after(after);
            let second = Fields { day: Some(last), year, ..first };
            let first = Fields { year, ..first };
            return second.is_real().then(|| (range(first, second, cut), after));
        }
        let (second, after) = self.month_first(next).or_else(|| self.day_first_date(next))?;
        let alike = first.day.is_some() == second.day.is_some();
        if !alike
            || first.month.is_none()
            || second.month.is_none()
            || (plain_and && first.year.is_some())
        {
            return None;
        }
        let shared = Fields { year: first.year.or(second.year), ..first };
        let second = Fields { year: second.year.or(first.year), ..second };
        (shared.is_real() && second.is_real()).then(|| (range(shared, second, cut), after))
    }

    fn month_alone(self, at: usize) -> Parsed<Fields> {
        let (month, end) = self.month(at)?;
        Some((Fields { month: Some(month), ..Fields::default() }, end))
    }

    /// Whether "2009-10" is a pair of years rather than a month: the second follows the first, or is
    /// no month.
    fn years_follow(self, at: usize) -> bool {
        let (Some((first, 4)), Some((second, _))) = (self.number(at), self.number(at + 2)) else {
            return true;
        };
        second > 12 || (first + 1) % 100 == second
    }

    /// "1957-58", "1876-1910", "480-479 BC", "the years 1955 to 1957".
    fn years(self, at: usize) -> Parsed<Expr> {
        let (value, digits) = self.number(at)?;
        if self.number_goes_on(at + 1) || digits > 4 {
            return None;
        }
        let (stretch, next) = self.joint(at + 1)?;
        let dash = self.mark(at + 1) == b'-';
        let cut = Cut { first_end: at + 1, second_start: next, stretch };
        let of = |year| Fields { year: Some(year), ..Fields::default() };
        if let Some((_, after)) = self.era(next + 1)
            && let Some((second, _)) = self.year(next, true)
            && (dash || stretch || self.lex_before(at) == Lex::Between)
        {
            let value = i32::try_from(value).ok()?;
            let first = if second <= 0 { 1 - value } else { value };
            return (first <= second).then(|| (range(of(first), of(second), cut), after));
        }
        if self.note || !dash || !self.years_follow(at) {
            return None;
        }
        let (first, _) = self.year(at, true)?;
        let (last, 2) = self.number(next)? else { return None };
        let second = first / 100 * 100 + i32::try_from(last).ok()?;
        let tight = self.glued(at + 1) && self.glued(next) && !self.number_goes_on(next + 1);
        let plain = !matches!(self.mark(next + 1), b'-' | b'/') || !self.glued(next + 1);
        (tight && plain && second > first).then(|| (range(of(first), of(second), cut), next + 1))
    }
}

fn range(first: Fields, second: Fields, cut: Cut) -> Expr {
    Expr::Range(Box::new(Expr::Date(first)), Box::new(Expr::Date(second)), cut)
}
