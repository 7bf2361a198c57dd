use crate::model::{Day, Second, TimeSpan};
use crate::scene::timeline::instant_label;

const DAY_S: i64 = 86_400;

/// When something was that lies between two instants, the second not included: "on 18 January 2026",
/// "in December 2024", "in 2025", "between 18 and 31 January 2026", "at 18 Jan 2026 14:30".
#[must_use]
pub fn bounds_words(earliest: Second, latest: Second) -> String {
    if latest.0.saturating_sub(earliest.0) < DAY_S {
        return format!("at {}", instant_label(earliest));
    }
    let last = Second(latest.0.saturating_sub(1));
    let (from, to) = (earliest.civil(), last.civil());
    let is = |span: &Option<TimeSpan>| {
        let span = span.as_ref();
        span.is_some_and(|s| s.earliest() == Some(earliest) && s.latest() == Some(latest))
    };
    let day = |c: crate::model::time::Civil| TimeSpan::day(c.year, c.month, c.day);
    let (first, final_day) = (day(from), day(to));
    for (word, span) in [
        ("on", first.clone()),
        ("in", TimeSpan::month(from.year, from.month)),
        ("in", TimeSpan::year(from.year)),
    ] {
        if let Some(span) = span.clone().filter(|_| is(&span)) {
            return format!("{word} {}", span.label());
        }
    }
    let (Some(first), Some(final_day)) = (first, final_day) else {
        return format!("between {} and {}", instant_label(earliest), instant_label(last));
    };
    let whole = final_day.label();
    let same_month = (from.year, from.month) == (to.year, to.month);
    let begin = match first.as_day().map(Day::day) {
        Some(day) if same_month => day.to_string(),
        _ => first.label(),
    };
    format!("between {begin} and {whole}")
}
