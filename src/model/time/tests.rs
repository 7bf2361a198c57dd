use super::*;
use crate::model::{Overlap, TimeSpan, Window};
use proptest::prelude::*;

fn span(text: &str) -> TimeSpan {
    text.parse().unwrap_or_else(|e| panic!("{e}"))
}

fn at(text: &str) -> Second {
    span(text).earliest().unwrap()
}

fn window(a: &str, b: &str) -> Window {
    Window::new(at(a), at(b))
}

const FORMS: &[(&str, &str)] = &[
    ("2026-01-18", "18 January 2026"),
    ("2025-10", "October 2025"),
    ("2024-12~", "about December 2024"),
    ("2024-12?", "perhaps December 2024"),
    ("2024-12%", "perhaps about December 2024"),
    ("2026-01-19/2026-01-25", "19–25 January 2026"),
    ("2026-01-28/2026-02-03", "28 January – 3 February 2026"),
    ("2025-12-30/2026-01-02", "30 December 2025 – 2 January 2026"),
    ("2025-10/2025-12", "October–December 2025"),
    ("2025-10/2026-01", "October 2025 – January 2026"),
    ("2019/2021", "2019–2021"),
    ("2015-09/..", "since September 2015"),
    ("2015-09/", "from September 2015, end unknown"),
    ("../2024-12-08", "until 8 December 2024"),
    ("/2024-12-08", "until 8 December 2024, start unknown"),
    ("../..", "always"),
    ("/", "dates unknown"),
    ("-0479", "480 BCE"),
    ("0000", "1 BCE"),
    ("0088", "88 CE"),
    ("-0499/-0479", "500–480 BCE"),
    ("-0030/0014", "31 BCE – 14 CE"),
    ("2025-22", "summer 2025"),
    ("2025-24", "winter 2025"),
    ("2013-33", "1st quarter of 2013"),
    ("2013-41", "second half of 2013"),
    ("199X", "the 1990s"),
    ("18XX", "19th century"),
    ("-04XX", "5th century BCE"),
    ("1XXX", "2nd millennium"),
    ("2004-XX", "some month of 2004"),
    ("2004-XX-XX", "some day of 2004"),
    ("2004-07-XX", "some day of July 2004"),
    ("2026-01-28T14:30Z", "28 January 2026, 14:30 UTC"),
    ("2026-01-28T14:30:05+03:00", "28 January 2026, 14:30:05 +03:00"),
    ("2026-01-28T14", "28 January 2026, about 14:00"),
    ("[2026-01-18,2026-01-20]", "18 January 2026 or 20 January 2026"),
    ("[2026-01-18..2026-01-20]", "some time in 18–20 January 2026"),
    ("[..1760-12]", "December 1760 or earlier"),
    ("[1760-12..]", "December 1760 or later"),
    ("Y-12000", "12001 BCE"),
    ("Y12345-05-06", "6 May 12345"),
];

#[test]
fn every_form_prints_as_written_and_reads_as_people_do() {
    for (text, label) in FORMS {
        let read = span(text);
        assert_eq!(read.to_string(), *text);
        assert_eq!(read.label(), *label, "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused_with_a_reason() {
    let cases = [
        ("", "empty"),
        ("2026-02-30", "no day 30"),
        ("2026-13", "no month 13"),
        ("2026-1-8", "two digits"),
        ("26", "four digits"),
        ("Y-17E7", "exponential"),
        ("1950S2", "significant"),
        ("{2025,2026}", "all of"),
        ("[2025,2026", "]"),
        ("2026/2025", "ends before"),
        ("2004-06~-11", "at the end"),
        ("12345", "`Y`"),
        ("Y1000000", "999999"),
        ("-0000", "0000"),
        ("XXXX", "left open"),
        ("201X-05", "month"),
        ("2026-42", "21 to 41"),
        ("2026-01-28T24:00", "23:59"),
        ("2026-01T10:00", "before it"),
        ("2026-01-28T10:00+25:00", "18 hours"),
        ("2026..2027", "slash"),
        ("a/b/c", "one slash"),
        ("99/99/9999", "one slash"),
        ("ǅ—日", "number"),
    ];
    for (text, why) in cases {
        let error = text.parse::<TimeSpan>().unwrap_err();
        assert!(error.why.contains(why), "{text}: {error}");
    }
    assert!("9".repeat(10_000_000).parse::<TimeSpan>().is_err());
}

#[test]
fn a_window_meets_a_date_certainly_possibly_or_not() {
    let october = span("2025-10");
    assert_eq!(october.overlap(window("2025-10-01", "2025-11-01")), Overlap::Certain);
    assert_eq!(october.overlap(window("2025", "2026")), Overlap::Certain);
    assert_eq!(october.overlap(window("2025-10-12", "2025-10-13")), Overlap::Possible);
    assert_eq!(october.overlap(window("2025-11-01", "2025-12-01")), Overlap::No);

    let presence = span("2015-09/..");
    assert_eq!(presence.overlap(window("2015-08-01", "2015-09-01")), Overlap::No);
    assert_eq!(presence.overlap(window("2015-09-05", "2015-09-10")), Overlap::Possible);
    assert_eq!(presence.overlap(window("2026-01-01", "2026-01-02")), Overlap::Certain);

    let week = span("2026-01-19/2026-01-25");
    assert_eq!(week.overlap(window("2026-01-22", "2026-01-23")), Overlap::Certain);
    assert_eq!(week.overlap_within(window("2026-01-22", "2026-01-23")), Overlap::Possible);
    assert_eq!(week.overlap_within(window("2026-01-19", "2026-01-26")), Overlap::Certain);
    assert_eq!(week.overlap(window("2026-01-26", "2026-01-27")), Overlap::No);

    let about = span("2024-12~");
    assert_eq!(about.overlap(window("2024-11-05", "2024-11-06")), Overlap::Possible);
    assert_eq!(about.overlap(window("2024", "2026")), Overlap::Certain);
    assert_eq!(span("2024-12?").overlap(window("2024", "2026")), Overlap::Possible);
    assert_eq!(span("/").overlap(window("2024", "2026")), Overlap::Possible);
    assert_eq!(span("../..").overlap(window("2024", "2026")), Overlap::Certain);
}

#[test]
fn one_of_several_dates_is_certain_only_when_each_is() {
    let set = span("[2026-01-18,2026-01-20]");
    assert_eq!(set.overlap(window("2026-01-18", "2026-01-19")), Overlap::Possible);
    assert_eq!(set.overlap(window("2026-01-19", "2026-01-20")), Overlap::No);
    assert_eq!(set.overlap(window("2026-01-18", "2026-01-21")), Overlap::Certain);
    assert_eq!(set.earliest(), Some(at("2026-01-18")));
    assert_eq!(set.latest(), Some(at("2026-01-21")));
}

#[test]
fn spans_are_built_from_spans() {
    let (october, january) = (span("2025-10"), span("2026-01-18"));
    assert_eq!(TimeSpan::between(&october, &january).unwrap().to_string(), "2025-10/2026-01-18");
    assert_eq!(TimeSpan::between(&january, &october), None);
    assert_eq!(TimeSpan::since(&october).to_string(), "2025-10/..");
    assert_eq!(TimeSpan::until(&october).to_string(), "../2025-10");
    assert_eq!(TimeSpan::unknown().to_string(), "/");
    assert_eq!(october.approximate().to_string(), "2025-10~");
    assert_eq!(TimeSpan::month(2025, 13), None);
    assert_eq!(TimeSpan::year(1_000_000), None);
    assert_eq!(span("2015-09/2024-12-08").core(), Some(window("2015-10-01", "2024-12-08")));
    assert_eq!(october.core(), None);
}

#[test]
fn a_time_keeps_its_zone_and_stands_on_its_own_clock() {
    let late = span("2026-01-28T23:30-08:00");
    assert_eq!(late.zone(), Some(Zone::Offset(-480)));
    assert_eq!(late.overlap(window("2026-01-28", "2026-01-29")), Overlap::Certain);
    assert_eq!(span("2026-01-28").zone(), None);
}

#[test]
fn spans_lie_to_each_other_as_allen_says() {
    let relation = |a: &str, b: &str| span(a).relation(&span(b));
    assert_eq!(relation("2025", "2026"), Allen::Meets);
    assert_eq!(relation("2025-10", "2025"), Allen::During);
    assert_eq!(relation("2025-12", "2025"), Allen::Finishes);
    assert_eq!(relation("2015-09/..", "2024-12-08"), Allen::Contains);
    assert_eq!(relation("2024-12/2025-02", "2025-01/.."), Allen::Overlaps);
}

#[test]
fn the_calendar_agrees_with_known_days() {
    assert_eq!(Day::new(2026, 1, 28).unwrap().weekday(), Weekday::Wednesday);
    assert_eq!(Day::new(2026, 1, 25).unwrap().iso_week(), (2026, 4));
    assert_eq!(Day::new(2021, 1, 3).unwrap().iso_week(), (2020, 53));
    assert_eq!(Day::iso_monday(2026, 4), Day::new(2026, 1, 19));
    assert_eq!(Day::iso_monday(2026, 54), None);
    assert_eq!(Second::MIN.civil().year, YEAR_MIN);
    assert_eq!(Second::from_civil(YEAR_MIN, 1, 1, 0, 0, 0), Some(Second::MIN));
    assert_eq!(Second(Second::MAX.0 - 1).civil().year, YEAR_MAX);
    let at = Second::from_civil(2026, 1, 31, 8, 0, 0).unwrap();
    assert_eq!(Some(at.step(Unit::Month, 1)), Second::from_civil(2026, 2, 28, 8, 0, 0));
    assert_eq!(Some(at.floor(Unit::Week)), Second::from_civil(2026, 1, 26, 0, 0, 0));
    assert_eq!(Second(i64::MAX).step(Unit::Year, i32::MAX), Second::MAX);
    assert_eq!(Second(i64::MIN).step(Unit::Hour, i32::MIN), Second::MIN);
}

fn date() -> impl Strategy<Value = String> {
    let year = prop_oneof![1_i32..=9999, -9999_i32..=0, YEAR_MIN..=YEAR_MAX];
    let tail = prop_oneof![
        Just(String::new()),
        (1_u8..=12).prop_map(|m| format!("-{m:02}")),
        (21_u8..=41).prop_map(|m| format!("-{m:02}")),
        (1_u8..=12, 1_u8..=28).prop_map(|(m, d)| format!("-{m:02}-{d:02}")),
        (1_u8..=12, 1_u8..=28, 0_u8..24, 0_u8..60)
            .prop_map(|(m, d, h, mi)| format!("-{m:02}-{d:02}T{h:02}:{mi:02}+02:00")),
        Just("-XX-XX".to_owned()),
    ];
    let year = year.prop_map(|y| {
        let long = if y.abs() > 9999 { "Y" } else { "" };
        format!("{long}{}{:04}", if y < 0 { "-" } else { "" }, y.abs())
    });
    let calendar = prop_oneof![4 => Just(""), 1 => Just("J:")];
    (calendar, year, tail, prop_oneof![Just(""), Just("~"), Just("?"), Just("%")])
        .prop_map(|(calendar, year, tail, mark)| format!("{calendar}{year}{tail}{mark}"))
}

fn any_span() -> impl Strategy<Value = TimeSpan> {
    let text = prop_oneof![
        4 => date(),
        1 => date().prop_map(|a| format!("{a}/..")),
        1 => date().prop_map(|a| format!("/{a}")),
        2 => (date(), date()).prop_map(|(a, b)| format!("{a}/{b}")),
        2 => (date(), date()).prop_map(|(a, b)| format!("[{a},{b}]")),
        1 => (date(), date()).prop_map(|(a, b)| format!("[..{a},{b}..]")),
    ];
    text.prop_filter_map("in order", |text| text.parse().ok())
}

/// An edge within a few seconds, as the brute force below can walk it.
fn edge() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("..".to_owned()),
        Just(String::new()),
        (0_u8..20).prop_map(|s| format!("1970-01-01T00:00:{s:02}")),
        (0_u8..12).prop_map(|s| format!("1970-01-01T00:00:{s:02}~")),
    ]
}

/// All placements within the bounds, one second at a time, the far past and future cut at -50, 100.
fn brute(span: &TimeSpan, window: Window) -> Overlap {
    let run = |edge: Edge, open: i64, is_end: i64| match edge {
        Edge::Open => (open, open),
        Edge::Unknown => (-50, 100),
        Edge::Known { earliest, latest } => (earliest.0 + is_end, latest.0 - 1 + is_end),
    };
    let (b0, b1) = run(span.begin(), -50, 0);
    let (e0, e1) = run(span.end(), 100, 1);
    let (mut met, mut all) = (false, true);
    for b in b0..=b1 {
        for e in e0.max(b + 1)..=e1 {
            let meets = b < window.end().0 && e > window.begin().0;
            met |= meets;
            all &= meets;
        }
    }
    match (met, all) {
        (false, _) => Overlap::No,
        (true, true) => Overlap::Certain,
        (true, false) => Overlap::Possible,
    }
}

proptest! {
    #[test]
    fn print_parse_print(span in any_span()) {
        let text = span.to_string();
        let again: TimeSpan = text.parse().unwrap();
        prop_assert_eq!(&again, &span);
        prop_assert_eq!(again.to_string(), text);
        prop_assert!(!span.label().is_empty());
        let json = serde_json::to_string(&span).unwrap();
        prop_assert_eq!(serde_json::from_str::<TimeSpan>(&json).unwrap(), span);
    }

    #[test]
    fn no_text_panics(text in "(J:)?[-0-9XYTZ~?%/\\[\\],.:+EJ]{0,20}") {
        if let Ok(span) = text.parse::<TimeSpan>() {
            let again: TimeSpan = span.to_string().parse().unwrap();
            prop_assert_eq!(again, span);
        }
    }

    #[test]
    fn overlap_is_what_brute_force_finds(a in edge(), b in edge(), from in -5_i64..25, length in 1_i64..10) {
        if let Ok(span) = format!("{a}/{b}").parse::<TimeSpan>() {
            let window = Window::new(Second(from), Second(from + length));
            prop_assert_eq!(span.overlap(window), brute(&span, window));
        }
    }

    #[test]
    fn a_wider_window_never_meets_less(span in any_span(), from in any::<i32>(), length in 1_i64..1_000_000_000, more in 0_i64..1_000_000_000) {
        let from = i64::from(from) * 100;
        let narrow = Window::new(Second(from), Second(from + length));
        let wide = Window::new(Second(from - more), Second(from + length + more));
        prop_assert!(span.overlap(narrow) <= span.overlap(wide));
        prop_assert!(span.overlap_within(narrow) <= span.overlap_within(wide));
        prop_assert!(span.overlap_within(narrow) <= span.overlap(narrow).max(Overlap::Possible));
        prop_assert_eq!(span.overlap(narrow) == Overlap::No && !matches!(span.0, span::Form::OneOf(_)),
            span.overlap_within(narrow) == Overlap::No && !matches!(span.0, span::Form::OneOf(_)));
    }

    #[test]
    fn order_is_total(a in any_span(), b in any_span(), c in any_span()) {
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b) == std::cmp::Ordering::Equal, a == b);
        if a <= b && b <= c { prop_assert!(a <= c); }
    }

    #[test]
    fn allens_relations_are_converse_and_agree_with_overlap(a in any_span(), b in any_span()) {
        let relation = a.relation(&b);
        prop_assert_eq!(relation.converse(), b.relation(&a));
        prop_assert_eq!(relation.converse().converse(), relation);
        prop_assert_eq!(relation == Allen::Equal, a.hull() == b.hull());
        let apart = matches!(relation, Allen::Before | Allen::Meets | Allen::MetBy | Allen::After);
        prop_assert_eq!(apart, a.overlap_within(b.hull()) == Overlap::No);
    }

    #[test]
    fn civil_goes_both_ways(at in Second::MIN.0..Second::MAX.0) {
        let c = Second(at).civil();
        prop_assert_eq!(Second::from_civil(c.year, c.month, c.day, c.hour, c.minute, c.second), Some(Second(at)));
    }

    #[test]
    fn steps_keep_order(at in -62_000_000_000_i64..62_000_000_000, later in 0_i64..400, n in -40_i32..40, m in 0_i32..40) {
        let day = Second(at).floor(Unit::Day);
        for unit in Unit::ALL {
            prop_assert!(day.step(unit, 1) > day && day.step(unit, -1) < day);
            prop_assert!(day.step(unit, n) <= Second(day.0 + later * 86_400).step(unit, n));
            prop_assert!(Second(at).step(unit, n) <= Second(at).step(unit, n + m));
            let floor = Second(at).floor(unit);
            prop_assert!(floor.0 <= at && at < floor.step(unit, 1).0);
            prop_assert_eq!(floor.floor(unit), floor);
        }
    }
}
