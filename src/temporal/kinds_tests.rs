//! Every kind of time expression that the reader is meant for, each in sentences of its own.

use super::{TimeMention, read_times};

/// What is found in a sentence: the words, the TIMEX3 value, and the span, or the wider one that it
/// is an end of.
type Found = (String, String, String);

struct Case {
    kind: &'static str,
    dated: &'static str,
    sentence: &'static str,
    expected: Vec<Found>,
}

/// The table of sentences.
fn cases() -> Vec<Case> {
    let lines = include_str!("kinds.tsv").lines().filter(|line| !line.starts_with('#'));
    let case = |line: &'static str| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_else(|| panic!("{line}"));
        let (kind, dated, sentence) = (next(), next(), next());
        let expected = fields.map(|field| {
            let mut parts = field.split('=').map(|part| part.trim().to_owned());
            let mut part = || parts.next().unwrap_or_else(|| panic!("{line}"));
            (part(), part(), part())
        });
        Case { kind, dated, sentence, expected: expected.collect() }
    };
    lines.map(case).collect()
}

/// Prose, so that no case reads as a note.
fn read(dated: &str, sentence: &str) -> Vec<Found> {
    let text = format!(
        "{sentence} {}",
        "The delegation kept silent about everything that had been said there. ".repeat(3)
    );
    let dated = dated.parse().ok();
    let said = |t: TimeMention| {
        let span = t.interval.or(t.span).map_or_else(String::new, |span| span.to_string());
        (text[t.range].to_owned(), t.value, span)
    };
    read_times(&text, dated.as_ref()).into_iter().map(said).collect()
}

#[test]
fn each_kind_is_read_in_fresh_sentences() {
    let mut wrong = Vec::new();
    for Case { kind, dated, sentence, expected } in cases() {
        let found = read(dated, sentence);
        if found != expected {
            wrong.push(format!("{kind}: {sentence}\n  meant {expected:?}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_kind_has_three_sentences_and_more() {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for case in cases() {
        *counts.entry(case.kind).or_default() += 1;
    }
    assert!(counts.len() >= 25 && counts.values().all(|n| *n >= 3), "{counts:?}");
}

const MONTHS: [&str; 4] = ["January", "February", "March", "May"];

/// What counts from the document moves with it: by weeks every day, by no weeks nothing.
#[test]
fn what_counts_from_the_document_moves_with_it() {
    let kinds = ["weekday", "relative day", "relative week", "run", "since", "tense", "zone"];
    let mut moved = 0;
    for Case { kind, dated, sentence, expected } in cases() {
        if !kinds.contains(&kind)
            || dated != "2026-01-28"
            || sentence.contains("202")
            || MONTHS.iter().any(|month| sentence.contains(month))
        {
            continue;
        }
        let later = read("2026-02-04", sentence);
        for ((_, _, now), (_, _, then)) in expected.iter().zip(&later) {
            let first = |text: &str| {
                let span: crate::model::TimeSpan = text.parse().unwrap();
                span.earliest().or(span.latest()).unwrap().0
            };
            // Months are named as months, and so are what is rough about weeks.
            if now.matches('-').count() % 2 == 0 && !now.contains('~') {
                assert_eq!(first(then) - first(now), 7 * 86_400, "{sentence}: {now} {then}");
                moved += 1;
            }
        }
    }
    assert!(moved >= 15, "{moved}");
}

#[test]
fn a_julian_text_writes_its_dates_so() {
    use crate::model::time::Calendar;
    let text = "The bells rang on 29 February 1700. On 3 March they fell silent. Two days later the \
                town burned, and in April 1700 it was given up, as on 30 December 1699 another had been.";
    let found = super::read_times_on(text, None, Calendar::Julian);
    let spans: Vec<String> =
        found.iter().filter_map(|t| Some(t.span.as_ref()?.to_string())).collect();
    assert_eq!(spans.join(" "), "J:1700-02-29 J:1700-03-03 1700-03-16 J:1700-04 J:1699-12-30");
    assert_eq!(found[0].value, "1700-03-11");
}
