//! Dates that their writer says to be Julian.

use super::{Calendar, Day, Overlap, Second, TimeSpan, Window};
use proptest::prelude::*;

fn span(text: &str) -> TimeSpan {
    text.parse().unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn known_days_fall_where_history_puts_them() {
    let known = [
        // The day before the reform in Rome, in Britain and in Russia, and a revolution in between.
        ((1582, 10, 4), (1582, 10, 14)),
        ((1752, 9, 2), (1752, 9, 13)),
        ((1918, 1, 31), (1918, 2, 13)),
        ((1917, 10, 25), (1917, 11, 7)),
        ((1700, 2, 29), (1700, 3, 11)),
        ((200, 3, 1), (200, 3, 1)),
        ((-43, 3, 15), (-43, 3, 13)),
    ];
    for ((year, month, day), (y, m, d)) in known {
        let found = Calendar::Julian.day(year, month, day);
        assert_eq!(found, Day::new(y, m, d), "{year}-{month}-{day}");
        assert_eq!(Calendar::Julian.date(found.unwrap()), (year, month, day));
    }
    for (year, month, day) in [(1701, 2, 29), (1700, 13, 1), (1700, 0, 1), (1700, 4, 31), (0, 1, 0)]
    {
        assert_eq!(Calendar::Julian.day(year, month, day), None, "{year}-{month}-{day}");
    }
    assert_eq!(Calendar::Julian.day(999_999, 12, 31), None);
    assert_eq!(Calendar::Julian.day(i32::MAX, 12, 31), None);
}

#[test]
fn a_julian_date_is_shown_as_written_and_ordered_where_it_fell() {
    let labels = [
        ("J:1582-10-04", "4 October 1582 (Julian; 14 October Gregorian)"),
        ("J:1699-12-25~", "about 25 December 1699 (Julian; 4 January 1700 Gregorian)"),
        ("J:1709-06-27/J:1709-06-28", "27–28 June 1709 (Julian; 8–9 July 1709 Gregorian)"),
        ("J:1700-02-29/J:1700-02-29", "29 February 1700 (Julian; 11 March Gregorian)"),
        ("J:1917-10-25T21:40", "25 October 1917 (Julian; 7 November Gregorian), 21:40"),
        ("J:1700-02", "February 1700 (Julian)"),
        ("J:1700-02/J:1700-04", "February–April 1700 (Julian)"),
        ("J:1689/J:1725", "1689–1725 (Julian)"),
        ("J:169X", "the 1690s (Julian)"),
        ("J:1700-02/1700-05-01", "February 1700 (Julian) – 1 May 1700"),
        (
            "[1700-02-01,J:1700-02-01]",
            "1 February 1700 or 1 February 1700 (Julian; 11 February Gregorian)",
        ),
        ("J:-0043-03-15", "15 March 44 BCE (Julian; 13 March Gregorian)"),
    ];
    for (text, label) in labels {
        assert_eq!(span(text).to_string(), text);
        assert_eq!(span(text).label(), label, "{text}");
        assert!(span(text).is_julian());
    }
    assert!(span("J:1582-10-04") > span("1582-10-13") && span("J:1582-10-04") < span("1582-10-15"));
    assert_ne!(span("J:1582-10-04"), span("1582-10-14"));
    assert_eq!(span("J:1582-10-04").hull(), span("1582-10-14").hull());
    assert_eq!(span("J:1582-10-04").as_day(), Day::new(1582, 10, 14));
    let february = span("J:1700-02");
    let window = |from: &str, to: &str| {
        Window::new(span(from).earliest().unwrap(), span(to).latest().unwrap())
    };
    assert_eq!(february.overlap(window("1700-02-11", "1700-03-11")), Overlap::Certain);
    assert_eq!(february.overlap(window("1700-02-11", "1700-03-10")), Overlap::Possible);
    assert_eq!(february.overlap(window("1700-01", "1700-02-10")), Overlap::No);
}

#[test]
fn other_programs_get_the_gregorian_date() {
    let cases = [
        ("J:1582-10-04", "1582-10-14"),
        ("J:1582-10-04?", "1582-10-14?"),
        ("J:1917-10-25T21:40Z", "1917-11-07T21:40Z"),
        ("J:1700-02", "[1700-02-11..1700-03-11]"),
        ("J:1700-02~", "[1700-01-14~..1700-04-08~]"),
        ("J:1700-02/J:1700-04-05", "1700-02-11/1700-04-16"),
        ("J:1689/..", "1689-01-11/.."),
        (
            "[J:1700-02-01,J:1700-03..J:1700-04,J:1705..]",
            "[1700-02-11,1700-03-12..1700-05-11,1705-01-12..]",
        ),
        ("2026-01-28", "2026-01-28"),
    ];
    for (julian, edtf) in cases {
        assert_eq!(span(julian).gregorian().to_string(), edtf, "{julian}");
        assert!(!span(julian).gregorian().is_julian());
    }
}

#[test]
fn what_the_julian_calendar_lacks_is_refused() {
    for (text, why) in [
        ("J:1701-02-29", "no day 29"),
        ("J:", "not a number"),
        ("J:J:1700", "not a number"),
        ("J:Y999999", "999999"),
        ("J:Y999999-12-31", "no day 31"),
        ("JJ:1700", "not a number"),
    ] {
        let error = text.parse::<TimeSpan>().unwrap_err();
        assert!(error.why.contains(why), "{text}: {error}");
    }
    assert_eq!(TimeSpan::parse_on("1700-02-29", Calendar::Julian), Ok(span("J:1700-02-29")));
    assert_eq!(TimeSpan::parse_on("1700/..", Calendar::Julian), Ok(span("J:1700/..")));
}

proptest! {
    #[test]
    fn every_day_is_written_one_way(days in -300_000_000_i64..300_000_000) {
        let day = Day::from_epoch_days(days).unwrap();
        let (year, month, of_month) = Calendar::Julian.date(day);
        prop_assert_eq!(Calendar::Julian.day(year, month, of_month), Some(day));
        // The morrow is the next number, or the first of the next month.
        let (_, next_month, next) = Calendar::Julian.date(day.plus_days(1).unwrap());
        prop_assert!((next_month == month && next == of_month + 1) || (next == 1 && of_month >= 28));
    }

    #[test]
    fn bounds_stay_on_the_other_calendar(year in 1_i32..3000, month in 1_u8..=12, later in 0_i32..3, coarse in any::<bool>()) {
        let tail = if coarse { String::new() } else { format!("-{month:02}") };
        for text in [
            format!("J:{year:04}{tail}"),
            format!("J:{year:04}{tail}/J:{:04}{tail}", year + later),
            format!("[J:{year:04}{tail},J:{:04}{tail}..]", year + later),
        ] {
            let (julian, edtf) = (span(&text), span(&text).gregorian());
            prop_assert_eq!(julian.hull(), edtf.hull());
            prop_assert_eq!(edtf.to_string().parse::<TimeSpan>().unwrap(), edtf);
            prop_assert!(julian.hull().begin() > Second::MIN);
        }
    }
}
