//! What EDTF's levels say, clause by clause, and what is refused by name.

use super::{Allen, Overlap, Second, TimeSpan, Window, YEAR_MAX, YEAR_MIN};
use proptest::prelude::*;

fn span(text: &str) -> TimeSpan {
    text.parse().unwrap_or_else(|e| panic!("{e}"))
}

/// First day, the day after the last, and the label.
const LEVELS: &[(&str, &str, &str, &str)] = &[
    // Level 0.
    ("1985-04-12", "1985-04-12", "1985-04-13", "12 April 1985"),
    ("1985-04", "1985-04-01", "1985-05-01", "April 1985"),
    ("1985", "1985-01-01", "1986-01-01", "1985"),
    (
        "1985-04-12T23:20:30",
        "1985-04-12T23:20:30",
        "1985-04-12T23:20:31",
        "12 April 1985, 23:20:30",
    ),
    (
        "1985-04-12T23:20:30+04",
        "1985-04-12T23:20:30",
        "1985-04-12T23:20:31",
        "12 April 1985, 23:20:30 +04:00",
    ),
    ("1964/2008", "1964-01-01", "2009-01-01", "1964–2008"),
    ("2004-02-01/2005", "2004-02-01", "2006-01-01", "1 February 2004 – 2005"),
    // Level 1.
    ("Y170002", "Y170002-01-01", "Y170003-01-01", "170002"),
    ("Y-170002", "Y-170002-01-01", "Y-170001-01-01", "170003 BCE"),
    ("2001-21", "2001-03-01", "2001-06-01", "spring 2001"),
    ("2001-24", "2001-12-01", "2002-03-01", "winter 2001"),
    ("1984?", "1984-01-01", "1985-01-01", "perhaps 1984"),
    ("2004-06~", "2004-05-02", "2004-07-31", "about June 2004"),
    ("2004-06-11%", "2004-06-10", "2004-06-13", "perhaps about 11 June 2004"),
    ("201X", "2010-01-01", "2020-01-01", "the 2010s"),
    ("20XX", "2000-01-01", "2100-01-01", "21st century"),
    ("2004-XX", "2004-01-01", "2005-01-01", "some month of 2004"),
    ("1985-04-XX", "1985-04-01", "1985-05-01", "some day of April 1985"),
    ("1985-XX-XX", "1985-01-01", "1986-01-01", "some day of 1985"),
    ("1984?/2004-06~", "1984-01-01", "2004-07-31", "perhaps 1984 – about June 2004"),
    ("-1985", "-1985-01-01", "-1984-01-01", "1986 BCE"),
    // Level 2: parts of a year, sets, an open thousand.
    ("2001-25", "2001-03-01", "2001-06-01", "spring 2001 (northern hemisphere)"),
    ("2001-28", "2001-12-01", "2002-03-01", "winter 2001 (northern hemisphere)"),
    ("2001-29", "2001-09-01", "2001-12-01", "spring 2001 (southern hemisphere)"),
    ("2001-30", "2001-12-01", "2002-03-01", "summer 2001 (southern hemisphere)"),
    ("2001-31", "2001-03-01", "2001-06-01", "autumn 2001 (southern hemisphere)"),
    ("2001-32", "2001-06-01", "2001-09-01", "winter 2001 (southern hemisphere)"),
    ("2001-34", "2001-04-01", "2001-07-01", "2nd quarter of 2001"),
    ("2001-37", "2001-01-01", "2001-05-01", "1st third of 2001"),
    ("2001-38", "2001-05-01", "2001-09-01", "2nd third of 2001"),
    ("2001-39", "2001-09-01", "2002-01-01", "3rd third of 2001"),
    ("2001-40", "2001-01-01", "2001-07-01", "first half of 2001"),
    ("1XXX", "1000-01-01", "2000-01-01", "2nd millennium"),
    (
        "[1667,1668,1670..1672]",
        "1667-01-01",
        "1673-01-01",
        "1667 or 1668 or some time in 1670–1672",
    ),
    ("[1667,1760-12]", "1667-01-01", "1761-01-01", "1667 or December 1760"),
];

#[test]
fn each_form_of_the_standard_has_its_bounds_and_its_words() {
    let at = |text: &str| span(text).earliest().unwrap();
    for (text, first, after, label) in LEVELS {
        let read = span(text);
        // Whole seconds behind: the bound is the next midnight.
        assert_eq!(read.earliest(), Some(at(first)), "{text}");
        assert_eq!(read.latest(), Some(at(after)), "{text}");
        assert_eq!(read.label(), *label, "{text}");
        if !text.ends_with("+04") {
            assert_eq!(read.to_string(), *text);
        }
    }
}

#[test]
fn open_and_unknown_ends_differ() {
    use super::Edge::{Known, Open, Unknown};
    for (text, begin_known, end) in
        [("1985-04-12/..", true, Open), ("1985-04/", true, Unknown), ("../1985", false, Open)]
    {
        let read = span(text);
        assert_eq!(matches!(read.begin(), Known { .. }), begin_known, "{text}");
        let loose = if begin_known { read.end() } else { read.begin() };
        assert_eq!(loose, end, "{text}");
    }
    assert_eq!(span("/1985").begin(), Unknown);
    let later = Window::new(Second(4_000_000_000), Second(4_000_000_100));
    assert_eq!(span("1985-04/..").overlap(later), Overlap::Certain);
    assert_eq!(span("1985-04/").overlap(later), Overlap::Possible);
}

#[test]
fn years_reach_from_the_first_to_the_last() {
    assert_eq!(span("Y-999999").earliest(), Some(Second::MIN));
    assert_eq!(span("Y999999-12-31").latest(), Some(Second::MAX));
    for text in ["Y1000000", "Y-1000000", "Y-1000000-01-01", "Y99999999999999999999"] {
        assert!(text.parse::<TimeSpan>().unwrap_err().why.contains("999999"), "{text}");
    }
    assert_eq!(TimeSpan::year(YEAR_MIN).unwrap().label(), "1000000 BCE");
    assert_eq!(TimeSpan::year(YEAR_MAX).unwrap().label(), "999999");
}

#[test]
fn what_is_not_supported_is_named_with_the_way_out() {
    let cases = [
        ("Y-17E7", "exponential", "-999999"),
        ("Y17E8", "exponential", "999999"),
        ("1950S2", "significant", "19XX"),
        ("Y171010000S3", "significant", "19XX"),
        ("{1960,1961-12}", "all of", "one span for each"),
        ("{..1984}", "all of", "one span for each"),
        ("2004-06~-11", "one part", "at the end"),
        ("2004?-06-11", "one part", "at the end"),
        ("?2004-06-~11", "one part", "at the end"),
        ("2004-06-~01/2004-06-~20", "one part", "at the end"),
        ("156X-12-25", "left open before", "[1560-12,1561-12]"),
        ("XXXX-12-XX", "open digits", "[1984-10,1984-11]"),
        ("XXXX", "open digits", "199X"),
        ("1X56", "open digits", "199X"),
        ("1984-1X", "open digits", "[1984-10,1984-11]"),
        ("1984-10-1X", "open digits", "2004-07-XX"),
        ("1984-XX-12", "open digits", "2004-XX"),
        ("2026-W04", "weeks", "2026-01-19/2026-01-25"),
        ("2026-W04-3", "weeks", "2026-01-19/2026-01-25"),
        ("2026-028", "number in the year", "month and day"),
        ("20260128", "hyphens", "2026-01-18"),
        ("P3M", "length", "2026-01/2026-03"),
        ("2026-01/P3M", "length", "2026-01/2026-03"),
        ("R5/2026-01/P1M", "repetition", "one span for each"),
        ("2004/open", "open end", "2015-09/.."),
        ("unknown/2006", "open end", "2015-09/.."),
        ("199u", "capital `X`", "199X"),
        ("199x", "capital `X`", "199X"),
        ("y170000", "capital `Y`", "Y12345"),
    ];
    for (text, what, way_out) in cases {
        let why = text.parse::<TimeSpan>().unwrap_err().why;
        assert!(why.contains(what) && why.contains(way_out), "{text}: {why}");
        assert!(!why.contains('\n'), "{text}");
    }
}

const RELATIONS: [Allen; 13] = [
    Allen::Before,
    Allen::Meets,
    Allen::Overlaps,
    Allen::Starts,
    Allen::During,
    Allen::Finishes,
    Allen::Equal,
    Allen::FinishedBy,
    Allen::Contains,
    Allen::StartedBy,
    Allen::OverlappedBy,
    Allen::MetBy,
    Allen::After,
];

fn windows(most: i64) -> Vec<Window> {
    (0..most).flat_map(|a| (a + 1..=most).map(move |b| Window::new(Second(a), Second(b)))).collect()
}

/// Ladkin's numbers: which relations can hold between a and c, given a-b and b-c. Made by brute
/// force over a grid wide enough for all; Allen's table has 409 entries in its 169 cells.
#[test]
fn relations_compose_as_in_allens_table() {
    let all = windows(7);
    let mut table =
        std::collections::BTreeMap::<(Allen, Allen), std::collections::BTreeSet<Allen>>::new();
    for a in &all {
        for b in &all {
            for c in &all {
                table
                    .entry((Allen::of(*a, *b), Allen::of(*b, *c)))
                    .or_default()
                    .insert(Allen::of(*a, *c));
            }
        }
    }
    assert_eq!(table.len(), 169);
    assert_eq!(table.values().map(std::collections::BTreeSet::len).sum::<usize>(), 409);
    assert_eq!(table[&(Allen::Before, Allen::After)].len(), 13);
    assert_eq!(table[&(Allen::During, Allen::Before)].iter().collect::<Vec<_>>(), [&Allen::Before]);
    for relation in RELATIONS {
        let same = table[&(Allen::Equal, relation)].iter().collect::<Vec<_>>();
        assert_eq!(same, [&relation], "equal is neutral");
        assert!(table[&(relation, relation.converse())].contains(&Allen::Equal));
    }
}

proptest! {
    /// Cut by hand into every prefix, a date is refused or read, and never panics.
    #[test]
    fn no_prefix_panics(which in 0..LEVELS.len(), cut in 0_usize..30) {
        let text: String = LEVELS[which].0.chars().take(cut).collect();
        if let Ok(read) = text.parse::<TimeSpan>() {
            prop_assert_eq!(read.to_string().parse::<TimeSpan>().unwrap(), read);
        }
    }
}
