//! The date that a file's name carries: `2026-01-28-visit.txt`, `visit_20260128.html`.

use crate::model::TimeSpan;

/// Years that eight digits in a row are believed to begin with: others are numbers of something else.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// The first day that stands in a name between other characters than digits.
pub(super) fn by_name(name: &str) -> Option<TimeSpan> {
    let bytes = name.as_bytes();
    (0..bytes.len()).find_map(|at| {
        let digit_before =
            at.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
        if digit_before { None } else { day_at(bytes.get(at..)?) }
    })
}

fn day_at(bytes: &[u8]) -> Option<TimeSpan> {
    let number = |range: std::ops::Range<usize>| {
        bytes.get(range)?.iter().try_fold(0_i32, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0'))
        })
    };
    let year = number(0..4)?;
    let mark = *bytes.get(4)?;
    let (month, day, end) = if matches!(mark, b'-' | b'_' | b'.') && bytes.get(7) == Some(&mark) {
        (number(5..7)?, number(8..10)?, 10)
    } else {
        (number(4..6)?, number(6..8)?, 8)
    };
    if bytes.get(end).is_some_and(u8::is_ascii_digit) || !YEARS.contains(&year) {
        return None;
    }
    TimeSpan::day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn a_name_may_carry_a_day() {
        for name in [
            "2026-01-28-visit.txt",
            "visit_20260128.html",
            "2026_01_28.md",
            "a 2026.01.28 b",
            "x20260128",
        ] {
            assert_eq!(
                by_name(name).map(|s| s.to_string()).as_deref(),
                Some("2026-01-28"),
                "{name}"
            );
        }
        for name in [
            "000_483c9a92b79ce1db.txt",
            "2026-13-01.txt",
            "120260128.txt",
            "202601281.txt",
            "12345678.txt",
            "2026.txt",
            "",
            "é",
        ] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }
}
