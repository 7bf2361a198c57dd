use super::expr::{Anchor, Expr, Holiday, What};
use super::grammar::{Grammar, Parsed};
use super::lexicon::{Lex, Unit};
use crate::model::time::{Day, Weekday};

use super::calendar::Cal;
use super::moons::{hebrew_new_year, islamic_day};
use Holiday::{Easter, Fixed, Hebrew, Islamic, OrthodoxEaster};

const fn nth_weekday(n: i64, weekday: u8, month: u8) -> Holiday {
    Holiday::Weekday { month, weekday, n, plus: 0 }
}

/// Feasts by their letters, without blanks, dots and apostrophes. Where countries differ, the date
/// of the United States stands, as in most English text that names them.
const FEASTS: &[(&str, Holiday)] = &[
    ("christmas", Fixed(12, 25)),
    ("christmasday", Fixed(12, 25)),
    ("christmaseve", Fixed(12, 24)),
    ("xmas", Fixed(12, 25)),
    ("xmasday", Fixed(12, 25)),
    ("xmaseve", Fixed(12, 24)),
    ("boxingday", Fixed(12, 26)),
    ("newyearseve", Fixed(12, 31)),
    ("newyearsday", Fixed(1, 1)),
    ("newyearday", Fixed(1, 1)),
    ("newyears", Fixed(1, 1)),
    ("epiphany", Fixed(1, 6)),
    ("candlemas", Fixed(2, 2)),
    ("groundhogday", Fixed(2, 2)),
    ("valentinesday", Fixed(2, 14)),
    ("valentineday", Fixed(2, 14)),
    ("stpatricksday", Fixed(3, 17)),
    ("saintpatricksday", Fixed(3, 17)),
    ("internationalwomensday", Fixed(3, 8)),
    ("aprilfoolsday", Fixed(4, 1)),
    ("anzacday", Fixed(4, 25)),
    ("mayday", Fixed(5, 1)),
    ("internationalworkersday", Fixed(5, 1)),
    ("juneteenth", Fixed(6, 19)),
    ("bastilleday", Fixed(7, 14)),
    ("michaelmas", Fixed(9, 29)),
    ("halloween", Fixed(10, 31)),
    ("allsaintsday", Fixed(11, 1)),
    ("allsoulsday", Fixed(11, 2)),
    ("remembranceday", Fixed(11, 11)),
    ("armisticeday", Fixed(11, 11)),
    ("veteransday", Fixed(11, 11)),
    ("mardigras", Easter(-47)),
    ("pancakeday", Easter(-47)),
    ("ashwednesday", Easter(-46)),
    ("palmsunday", Easter(-7)),
    ("maundythursday", Easter(-3)),
    ("goodfriday", Easter(-2)),
    ("easter", Easter(0)),
    ("eastersunday", Easter(0)),
    ("eastermonday", Easter(1)),
    ("eastermon", Easter(1)),
    ("holysaturday", Easter(-1)),
    ("ascensionday", Easter(39)),
    ("pentecost", Easter(49)),
    ("trinitysunday", Easter(56)),
    ("lent", Holiday::Lent),
    ("ramadan", Holiday::Ramadan),
    ("eidalfitr", Islamic(10, 1)),
    ("eidulfitr", Islamic(10, 1)),
    ("idulfitr", Islamic(10, 1)),
    ("eidaladha", Islamic(12, 10)),
    ("eiduladha", Islamic(12, 10)),
    ("iduladha", Islamic(12, 10)),
    ("bakrid", Islamic(12, 10)),
    ("islamicnewyear", Islamic(1, 1)),
    ("ashura", Islamic(1, 10)),
    ("dayofashura", Islamic(1, 10)),
    ("mawlid", Islamic(3, 12)),
    ("mawlidalnabawi", Islamic(3, 12)),
    ("roshhashanah", Hebrew { from_new_year: 0, days: 2 }),
    ("roshhashana", Hebrew { from_new_year: 0, days: 2 }),
    ("yomkippur", Hebrew { from_new_year: 9, days: 1 }),
    ("sukkot", Hebrew { from_new_year: 14, days: 8 }),
    ("simchattorah", Hebrew { from_new_year: 22, days: 1 }),
    ("purim", Hebrew { from_new_year: -193, days: 1 }),
    ("passover", Hebrew { from_new_year: -163, days: 8 }),
    ("shavuot", Hebrew { from_new_year: -113, days: 2 }),
    ("whitsunday", Easter(49)),
    ("whitmonday", Easter(50)),
    ("orthodoxeaster", OrthodoxEaster(0)),
    ("orthodoxgoodfriday", OrthodoxEaster(-2)),
    ("orthodoxchristmas", Fixed(1, 7)),
    ("martinlutherkingday", nth_weekday(3, 0, 1)),
    ("martinlutherkingsday", nth_weekday(3, 0, 1)),
    ("martinlutherkingjrday", nth_weekday(3, 0, 1)),
    ("mlkday", nth_weekday(3, 0, 1)),
    ("mlkjrday", nth_weekday(3, 0, 1)),
    ("presidentsday", nth_weekday(3, 0, 2)),
    ("columbusday", nth_weekday(2, 0, 10)),
    ("mothersday", nth_weekday(2, 6, 5)),
    ("memorialday", nth_weekday(-1, 0, 5)),
    ("fathersday", nth_weekday(3, 6, 6)),
    ("laborday", nth_weekday(1, 0, 9)),
    ("labourday", Fixed(5, 1)),
    ("thanksgiving", nth_weekday(4, 3, 11)),
    ("thanksgivingday", nth_weekday(4, 3, 11)),
    ("blackfriday", Holiday::Weekday { month: 11, weekday: 3, n: 4, plus: 1 }),
    ("cybermonday", Holiday::Weekday { month: 11, weekday: 3, n: 4, plus: 4 }),
];

impl Grammar<'_> {
    /// A feast, with its year or with last, this, next.
    pub(super) fn holiday(self, at: usize) -> Parsed<Expr> {
        let start = self.after(at, Lex::The);
        let (step, name) = match self.lex(start) {
            Lex::Last | Lex::Past | Lex::Previous => (Some(-1), start + 1),
            Lex::Next | Lex::Coming => (Some(1), start + 1),
            Lex::This => (Some(0), start + 1),
            _ => (None, at),
        };
        let (which, end) = self.feast(name)?;
        let of = match self.lex(end) {
            Lex::Of | Lex::In => end + 1,
            _ => self.after_mark(end, b','),
        };
        if let Some((year, after)) = self.feast_year(of) {
            return Some((Expr::Holiday { which, year: Some(Box::new(year)), step }, after));
        }
        Some((Expr::Holiday { which, year: None, step }, end))
    }

    fn feast_year(self, at: usize) -> Parsed<Expr> {
        if let Some((year, end)) = self.year(at, true) {
            let fields = super::expr::Fields { year: Some(year), ..Default::default() };
            return Some((Expr::Date(fields), end));
        }
        let step = match self.lex(at) {
            Lex::Last => -1,
            Lex::This => 0,
            Lex::Next => 1,
            _ => return None,
        };
        let what = What::Unit(Unit::Year);
        let year = Expr::Relative { step, what, anchor: Anchor::Document };
        self.is(at + 1, Lex::Unit(Unit::Year, false)).then_some((year, at + 2))
    }

    fn feast(self, at: usize) -> Parsed<Holiday> {
        let begins = matches!(self.lex(at), Lex::Feast)
            || (matches!(self.lex(at), Lex::Unit(Unit::Day, false)) && self.is(at + 1, Lex::Of))
            || (matches!(self.lex(at), Lex::Month(4 | 5, true))
                && matches!(self.word(at + 1), "Day" | "Fools"))
            || (self.is(at, Lex::Suffix) && self.word(at).eq_ignore_ascii_case("st"));
        if !begins || !(self.note || self.capital(at)) {
            return None;
        }
        let mut letters = String::new();
        let mut best = None;
        for i in at..at + 7 {
            match self.mark(i) {
                b'\'' | b'.' => continue,
                b'-' if self.glued(i) && self.glued(i + 1) => continue,
                _ if self.is_word(i) => letters.push_str(&self.word(i).to_ascii_lowercase()),
                _ => break,
            }
            if letters.len() > 24 {
                break;
            }
            if let Some((_, which)) = FEASTS.iter().find(|(name, _)| *name == letters) {
                best = Some((*which, i + 1));
            }
        }
        best
    }
}

impl Holiday {
    /// All its days, from the first.
    pub(super) fn whole(self, first: Day) -> Option<Cal> {
        Some(match self {
            Self::Lent => Cal::Run(first, first.plus_days(45)?),
            Self::Ramadan => {
                let next = [first.year(), first.year() + 1]
                    .into_iter()
                    .filter_map(|year| islamic_day(year, 10, 1))
                    .find(|day| *day > first)?;
                Cal::Run(first, next.plus_days(-1)?)
            }
            Self::Hebrew { days, .. } => Cal::Run(first.plus_days(-1)?, first.plus_days(days - 1)?),
            _ => Cal::Day(first),
        })
    }

    /// The day that it falls on in a year; nothing outside the calendar's years.
    pub(super) fn day(self, year: i32) -> Option<Day> {
        match self {
            Self::Fixed(month, day) => Day::new(year, month, day),
            Self::Easter(plus) => easter(year)?.plus_days(plus),
            Self::OrthodoxEaster(plus) => orthodox_easter(year)?.plus_days(plus),
            Self::Lent => easter(year)?.plus_days(-46),
            Self::Islamic(month, day) => islamic_day(year, i64::from(month), i64::from(day)),
            Self::Ramadan => islamic_day(year, 9, 1),
            Self::Hebrew { from_new_year, .. } => hebrew_new_year(year)?.plus_days(from_new_year),
            Self::Weekday { month, weekday, n, plus } => {
                nth_weekday_of(year, month, weekday, n)?.plus_days(plus)
            }
        }
    }
}

/// The n-th weekday (0 from Monday) of a month, counted from its end where `n` is negative.
pub(super) fn nth_weekday_of(year: i32, month: u8, weekday: u8, n: i64) -> Option<Day> {
    let first = Day::new(year, month, 1)?;
    let wanted = i64::from(weekday);
    let found = if n > 0 {
        let ahead = (wanted - first.weekday().after_monday()).rem_euclid(7);
        first.plus_days(ahead + 7 * (n - 1))?
    } else {
        let last = first.plus_months(1)?.plus_days(-1)?;
        let back = (last.weekday().after_monday() - wanted).rem_euclid(7);
        last.plus_days(-back + 7 * (n + 1))?
    };
    debug_assert_eq!(
        found.weekday(),
        Weekday::ALL.get(usize::from(weekday)).copied().unwrap_or(Weekday::Monday)
    );
    (found.month() == month).then_some(found)
}

/// Easter Sunday by the Gregorian rule (the anonymous computus of 1876).
fn easter(year: i32) -> Option<Day> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_shift = (century + 8).div_euclid(25);
    let solar = (century - moon_shift + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - solar + 15).rem_euclid(30);
    let weekday = (32 + 2 * century.rem_euclid(4) + 2 * of_century.div_euclid(4)
        - epact
        - of_century.rem_euclid(4))
    .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let total = epact + weekday - 7 * late + 114;
    Day::new(year, u8::try_from(total / 31).ok()?, u8::try_from(total % 31 + 1).ok()?)
}

/// Easter Sunday of the eastern churches, as a Gregorian date: Meeus's Julian rule, moved by the
/// days between the calendars.
fn orthodox_easter(year: i32) -> Option<Day> {
    let (a, b, c) = (year.rem_euclid(4), year.rem_euclid(7), year.rem_euclid(19));
    let d = (19 * c + 15).rem_euclid(30);
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let total = d + e + 114;
    let julian =
        Day::new(year, u8::try_from(total / 31).ok()?, u8::try_from(total % 31 + 1).ok()?)?;
    let century = i64::from(year.div_euclid(100));
    julian.plus_days(century - century.div_euclid(4) - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_fall_on_known_days() {
        assert_eq!(easter(2013), Day::new(2013, 3, 31));
        assert_eq!(easter(2026), Day::new(2026, 4, 5));
        assert_eq!(orthodox_easter(2018), Day::new(2018, 4, 8));
        assert_eq!(nth_weekday_of(2013, 11, 3, 4), Day::new(2013, 11, 28));
        assert_eq!(nth_weekday_of(2013, 5, 0, -1), Day::new(2013, 5, 27));
        assert_eq!(nth_weekday_of(2013, 2, 0, 5), None);
    }
}
