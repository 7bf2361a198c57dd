//! Marks of the axis from a second to the whole calendar.

use super::*;
use crate::model::Window;
use proptest::prelude::*;

fn width(text: &str) -> f32 {
    text.chars().count() as f32 * 6.0
}

fn view(from: Second, to: Second) -> TimeScale {
    TimeScale::new(Window::new(from, to), 0.0, 1000.0)
}

fn labels(scale: &TimeScale) -> Vec<String> {
    let ticks = ticks(scale, 12.0, &width);
    ticks.fine.into_iter().map(|t| t.label).filter(|l| !l.is_empty()).collect()
}

#[test]
fn a_month_is_marked_by_days_under_its_name() {
    let scale = view(midnight(2026, 1, 1), midnight(2026, 2, 1));
    assert_eq!(labels(&scale).len(), 31);
    let ticks = ticks(&scale, 12.0, &width);
    assert_eq!(ticks.every, Every::Days(1));
    assert_eq!(ticks.bands[0].label, "January 2026");
}

#[test]
fn years_before_the_common_era_are_round_as_people_count() {
    let scale = view(midnight(-480, 1, 1), midnight(530, 1, 1));
    let labels = labels(&scale);
    for expected in ["400 BCE", "100 BCE", "1 CE", "100 CE", "500 CE"] {
        assert!(labels.iter().any(|l| l == expected), "{expected} in {labels:?}");
    }
    assert!(!labels.iter().any(|l| l.starts_with("0 ") || l.starts_with("1 BCE")));
}

#[test]
fn single_years_skip_no_year_zero() {
    let years = Window::new(midnight(-2, 1, 1), midnight(3, 1, 1));
    // The widest scale that still tells single years.
    let single = (100..300).rev().step_by(10).find_map(|wide| {
        let ticks = ticks(&TimeScale::new(years, 0.0, wide as f32), 12.0, &width);
        (ticks.every == Every::Years(1)).then_some(ticks)
    });
    let ticks = single.expect("a scale of single years");
    let years: Vec<_> = ticks.fine.iter().map(|tick| tick.label.as_str()).collect();
    assert_eq!(years, ["3 BCE", "2 BCE", "1 BCE", "1 CE", "2 CE"]);
}

#[test]
fn months_go_from_the_one_era_into_the_other() {
    let scale = view(midnight(0, 11, 1), midnight(1, 3, 1));
    let ticks = ticks(&scale, 12.0, &width);
    let bands: Vec<_> = ticks.bands.iter().map(|band| band.label.as_str()).collect();
    let eras = ["November 1 BCE", "December 1 BCE", "January 1 CE", "February 1 CE"];
    assert_eq!(bands, eras);
    let days: Vec<i64> = ticks.fine.windows(2).map(|p| (p[1].at.0 - p[0].at.0) / DAY_S).collect();
    assert!(days.iter().all(|n| (1..=16).contains(n)), "no gap where a year 0 would be: {days:?}");
}

#[test]
fn a_second_and_ten_thousand_years_are_marked_too() {
    let begin = Second::from_civil(2026, 1, 28, 14, 30, 0).expect("an instant");
    let second = view(begin, Second(begin.0 + 1));
    assert_eq!(labels(&second), ["14:30:00"]);
    assert_eq!(ticks(&second, 12.0, &width).bands[0].label, "28 January 2026");
    let minute = view(begin, Second(begin.0 + 60));
    assert_eq!(labels(&minute)[..3], ["14:30:00", "14:30:05", "14:30:10"]);
    let millennia = view(midnight(-7_999, 1, 1), midnight(2_026, 1, 1));
    let marks = labels(&millennia);
    for expected in ["8000 BCE", "1000 BCE", "1 CE", "2000"] {
        assert!(marks.iter().any(|mark| mark == expected), "{expected} in {marks:?}");
    }
    let all = view(Second::MIN, Second::MAX);
    assert!(labels(&all).len() > 3, "{:?}", labels(&all));
}

#[test]
fn every_distance_reaches_the_next_mark_from_its_own() {
    for every in LADDER {
        for start in [-30_000_000_000_000, -62_200_000_000, 0, 1_768_000_000, 20_000_000_000_000] {
            let mark = every.floor(Second(start));
            assert!(mark.0 <= start, "{every:?} {start}");
            let next = every.next(mark);
            assert!(next > mark, "{every:?} {start}");
            assert_eq!(every.floor(next), next, "{every:?} {start}");
            assert_eq!(every.floor(Second(next.0 - 1)), mark, "{every:?} {start}");
        }
    }
}

proptest! {
    #[test]
    fn labels_never_overlap_and_there_is_always_one(
        begin in -31_000_000_000_000_i64..31_000_000_000_000,
        exponent in 2.0_f64..13.4,
    ) {
        let begin = Second(begin);
        let end = Second(begin.0 + 10_f64.powf(exponent) as i64);
        let ticks = ticks(&view(begin, end), 10.0, &width);
        let mut last = f32::NEG_INFINITY;
        for tick in ticks.fine.iter().filter(|t| !t.label.is_empty()) {
            prop_assert!(tick.x >= last, "{tick:?} at {last}");
            last = tick.x + width(&tick.label);
        }
        prop_assert!(ticks.fine.len() < 400);
        if end < Second::MAX && begin > Second::MIN {
            prop_assert!(!ticks.fine.is_empty(), "{ticks:?}");
        }
        for pair in ticks.fine.windows(2) {
            prop_assert!(pair[0].at < pair[1].at);
        }
    }
}
