//! What the axis needs of the calendar: where units begin, and how people write instants.

use crate::model::Second;
use crate::model::time::month_short;
use crate::task::grouped;

/// One day, in seconds.
pub(super) const DAY_S: i64 = 86_400;

/// Midnight at the start of a day; months beyond 1..=12 carry over into the years.
pub(super) fn midnight(year: i64, month: i64, day: i64) -> Second {
    let months = month - 1;
    let year = (year + months.div_euclid(12)).clamp(-1_000_000, 1_000_000);
    let month = months.rem_euclid(12) + 1;
    let end = if year < 0 { Second::MIN } else { Second::MAX };
    let first = Second::from_civil(year as i32, month as u8, 1, 0, 0, 0).unwrap_or(end);
    Second(first.0 + (day - 1) * DAY_S)
}

/// A year as people count it: `2025`, `480 CE`, `481 BCE` (astronomical -480), `12,000 BCE`.
#[must_use]
pub fn year_label(year: i64) -> String {
    let (count, era) = if year < 1 {
        (1 - year, " BCE")
    } else if year < 1000 {
        (year, " CE")
    } else {
        (year, "")
    };
    if count < 10_000 {
        return format!("{count}{era}");
    }
    format!("{}{era}", grouped(count.unsigned_abs()))
}

/// An instant as a date, with its time of day where that is not midnight: "28 Jan 2026",
/// "28 Jan 2026 14:30".
#[must_use]
pub fn instant_label(at: Second) -> String {
    let c = at.civil();
    let date = format!("{} {} {}", c.day, month_short(c.month), year_label(i64::from(c.year)));
    match (c.hour, c.minute, c.second) {
        (0, 0, 0) => date,
        (h, m, 0) => format!("{date} {h:02}:{m:02}"),
        (h, m, s) => format!("{date} {h:02}:{m:02}:{s:02}"),
    }
}

/// The date of an instant alone: "28 Jan 2026".
#[must_use]
pub fn date_label(at: Second) -> String {
    instant_label(Second(at.0.div_euclid(DAY_S).saturating_mul(DAY_S)))
}

/// An exclusive end as people say it: midnight belongs to the day that it ends.
#[must_use]
pub fn end_label(end: Second) -> String {
    if end.0.rem_euclid(DAY_S) == 0 {
        instant_label(Second(end.0.saturating_sub(DAY_S)))
    } else {
        instant_label(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted_as_people_do() {
        assert_eq!(year_label(2026), "2026");
        assert_eq!(year_label(476), "476 CE");
        assert_eq!(year_label(0), "1 BCE");
        assert_eq!(year_label(-479), "480 BCE");
        assert_eq!(year_label(-11_999), "12,000 BCE");
        assert_eq!(year_label(-999_999), "1,000,000 BCE");
    }

    #[test]
    fn an_end_at_midnight_is_the_day_before() {
        let at = midnight(2026, 1, 29);
        assert_eq!(instant_label(at), "29 Jan 2026");
        assert_eq!(end_label(at), "28 Jan 2026");
        assert_eq!(end_label(Second(at.0 + 3600)), "29 Jan 2026 01:00");
        assert_eq!(date_label(Second(at.0 + 3600)), "29 Jan 2026");
    }

    #[test]
    fn months_carry_over() {
        assert_eq!(midnight(2025, 13, 1), midnight(2026, 1, 1));
        assert_eq!(midnight(2026, 0, 1), midnight(2025, 12, 1));
        assert_eq!(midnight(1970, 1, 2), Second(DAY_S));
    }
}
