use super::turn::{seconds, turns};
use super::*;
use crate::app::embedded;
use crate::model::fixture::instant as at;
use crate::model::{Dataset, Edge, TimeSpan};
use proptest::prelude::*;
use std::sync::Arc;

const DAY_S: i64 = 86_400;

fn of(dataset: Dataset, from: &str, to: &str) -> Vec<String> {
    let index = EventIndex::new(Arc::new(dataset));
    let found = changes(&index, Between::new(at(from), at(to)));
    let name = |change: &Change| {
        let place = change.place.and_then(|id| index.dataset().place(id));
        place.map(|place| place.name.clone()).unwrap_or_default()
    };
    let line = |change: &Change| {
        let when = bounds_words(change.turn.earliest, change.turn.latest);
        let words = [&change.before, &change.after].map(|w| w.clone().unwrap_or_default());
        let verb = change.turn.verb.words(change.turn.certain);
        format!("{}: {} {verb} {when} [{}]", name(change), change.subject, words.join(" > "))
    };
    found.iter().map(line).collect()
}

#[test]
fn the_story_says_who_left_and_what_began() {
    let lines = of(embedded().unwrap(), "2026-01-10", "2026-01-28");
    assert!(
        lines.iter().any(|l| l
            == "Qamishli airport: Russian presence ended on 25 January 2026 [in place > withdrawn]"),
        "{lines:#?}"
    );
    assert!(
        lines.iter().any(|l| l
            == "Northeastern Syria: Ceasefire began between 18 and 20 January 2026 [ > in force]"),
        "{lines:#?}"
    );
    assert!(
        of(embedded().unwrap(), "2026-03-10", "2026-03-20").is_empty(),
        "nothing changes later"
    );
}

#[test]
fn what_may_lie_between_is_said_to_be_possible() {
    let lines = of(embedded().unwrap(), "2024-12-10", "2025-06-01");
    let hmeimim = lines.iter().find(|l| l.starts_with("Hmeimim")).unwrap();
    assert!(hmeimim.contains("may have begun in December 2024"), "{hmeimim}");
}

#[test]
fn what_began_and_ended_in_between_says_at_each_what_it_was_then() {
    let mut dataset = embedded().unwrap();
    let truce = dataset
        .events
        .iter_mut()
        .find(
            |event| matches!(&event.kind, EventKind::State(state) if state.subject == "Ceasefire"),
        )
        .unwrap();
    truce.when = "2026-01-18/2026-01-20".parse().ok();
    let lines = of(dataset, "2026-01-10", "2026-01-28");
    for line in [
        "Northeastern Syria: Ceasefire began on 18 January 2026 [ > in force]",
        "Northeastern Syria: Ceasefire ended on 20 January 2026 [in force > over]",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line}: {lines:#?}");
    }
}

#[test]
fn either_order_of_the_instants_is_the_same() {
    let dataset = embedded().unwrap();
    assert_eq!(
        of(dataset.clone(), "2026-01-10", "2026-01-28"),
        of(dataset, "2026-01-28", "2026-01-10")
    );
}

#[test]
fn times_are_said_as_precisely_as_they_are_known() {
    for (edtf, words) in [
        ("2026-01-18", "on 18 January 2026"),
        ("2024-12", "in December 2024"),
        ("2025", "in 2025"),
        ("2026-01-19~", "between 18 and 20 January 2026"),
        ("2026-01-31~", "between 30 January 2026 and 1 February 2026"),
        ("2026-01-18T14:30", "at 18 Jan 2026 14:30"),
    ] {
        let span: TimeSpan = edtf.parse().unwrap();
        assert_eq!(bounds_words(span.earliest().unwrap(), span.latest().unwrap()), words);
    }
    let _far = bounds_words(Second(i64::MIN), Second(i64::MAX));
}

/// Spans of which both ends are known to the day, doubtful, open or not told.
fn span() -> impl Strategy<Value = TimeSpan> {
    let day = |n: i64| TimeSpan::day(2026, 1, 1 + u8::try_from(n).unwrap()).unwrap().to_string();
    prop_oneof![
        (0..10i64).prop_map(day),
        (0..10i64).prop_map(move |n| format!("{}~", day(n))),
        (0..9i64, 0..9i64).prop_map(move |(a, b)| format!("{}/{}", day(a), day(a + b))),
        (0..9i64, 0..9i64).prop_map(move |(a, b)| format!("{}~/{}~", day(a), day(a + b))),
        (0..9i64, 0..9i64).prop_map(move |(a, b)| format!("{}?/{}", day(a), day(a + b))),
        (0..9i64).prop_map(move |a| format!("{}/..", day(a))),
        (0..9i64).prop_map(move |a| format!("/{}", day(a))),
        Just("2026-01/2026-02".to_owned()),
    ]
    .prop_map(|text| text.parse().unwrap())
}

/// Seconds at which something can be that matter: the first and the last that there is, and those
/// beside the instants.
fn choices(edge: Edge, is_end: bool, between: Between) -> Vec<i64> {
    let Edge::Known { earliest, latest } = edge else { return Vec::new() };
    let (low, high) = if is_end { (earliest.0 + 1, latest.0) } else { (earliest.0, latest.0 - 1) };
    let near = [between.from.0, between.to.0].into_iter().flat_map(|at| [at - 1, at, at + 1]);
    let days = (low..=high).step_by(DAY_S as usize / 3);
    [low, low + 1, high - 1, high]
        .into_iter()
        .chain(near)
        .chain(days)
        .filter(|at| (low..=high).contains(at))
        .collect()
}

proptest! {
    #[test]
    fn a_turn_is_found_where_some_truth_has_it_and_certain_where_all_have(
        when in span(), a in -1..14i64, b in -1..14i64, second in 0..3i64
    ) {
        let day = |n: i64| Second(at("2026-01-01").0 + n * DAY_S + second - 1);
        let between = Between::new(day(a), day(b));
        let found = turns(&when, between);
        let begins = choices(when.begin(), false, between);
        let ends = choices(when.end(), true, between);
        let inside = |at: i64| between.from.0 < at && at <= between.to.0;
        // One end that is open or not told puts no limit on the other.
        let pairs: Vec<(Option<i64>, Option<i64>)> = match (begins.is_empty(), ends.is_empty()) {
            (true, _) => ends.iter().map(|e| (None, Some(*e))).collect(),
            (_, true) => begins.iter().map(|b| (Some(*b), None)).collect(),
            _ => begins.iter().flat_map(|b| ends.iter().map(move |e| (*b, *e)))
                .filter(|(b, e)| b < e)
                .map(|(b, e)| (Some(b), Some(e)))
                .collect(),
        };
        let began: Vec<bool> = pairs.iter().filter_map(|p| p.0).map(inside).collect();
        let ended: Vec<bool> = pairs.iter().filter_map(|p| p.1).map(inside).collect();
        for (verb, truths) in [(Verb::Began, began), (Verb::Ended, ended)] {
            let turn = found.iter().find(|turn| turn.verb == verb);
            prop_assert_eq!(turn.is_some(), truths.iter().any(|t| *t), "{:?} {}", verb, when);
            let certain = truths.iter().all(|t| *t) && !when.is_uncertain();
            if let Some(turn) = turn {
                prop_assert_eq!(turn.certain, certain, "{:?} {}", verb, when);
                prop_assert!(turn.earliest < turn.latest);
            }
        }
        let _bounds = seconds(&when);
    }
}
