// A failing test may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::model::{
    Category, Certainty, EventId, EventKind, Feature, LonLat, Passage, Place, PlaceId, PlaceShape,
    Source, SourceId, SourceKind, StateWords,
};
use proptest::prelude::*;

/// 0 a town, 1 another, 2 its airport, 3 the country of both, 4 a capital elsewhere.
fn places() -> Vec<Place> {
    let place =
        |name: &str, (class, code): (char, &str), lon, lat, radius_m, country: &str| Place {
            name: name.to_owned(),
            names: vec![],
            feature: Feature::new(class, code),
            position: LonLat::new(lon, lat).unwrap(),
            shape: PlaceShape::Point,
            radius_m,
            population: None,
            country: Some(country.to_owned()),
            admin1: None,
            geonameid: None,
            note: String::new(),
        };
    vec![
        place("Homs", ('P', "PPLA"), 36.72, 34.73, 8_000.0, "SY"),
        place("Qamishli", ('P', "PPL"), 41.2315, 37.0522, 5_000.0, "SY"),
        place("Qamishli airport", ('S', "AIRP"), 41.1914, 37.0206, 2_000.0, "SY"),
        place("Syria", ('A', "PCLI"), 38.5, 35.0, 300_000.0, "SY"),
        place("Moscow", ('P', "PPLC"), 37.62, 55.75, 25_000.0, "RU"),
    ]
}

/// "category | EDTF or nothing | places | actors, by commas | title"; "S:" before the category makes
/// a state.
fn event(source: u32, at: usize, line: &str) -> Event {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let (state, category) = match cells[0].strip_prefix("S:") {
        Some(rest) => (true, rest),
        None => (false, cells[0]),
    };
    let words = StateWords {
        subject: cells[4].to_owned(),
        holding: "in place".to_owned(),
        ended: "over".to_owned(),
    };
    Event {
        title: cells[4].to_owned(),
        category: Category::new(category),
        kind: if state { EventKind::State(words) } else { EventKind::Happening },
        when: (!cells[1].is_empty()).then(|| cells[1].parse().unwrap()),
        places: cells[2].split_whitespace().map(|id| PlaceId(id.parse().unwrap())).collect(),
        actors: cells[3]
            .split(',')
            .map(str::trim)
            .filter(|a| !a.is_empty())
            .map(str::to_owned)
            .collect(),
        certainty: Certainty::Stated,
        evidence: vec![Passage { source: SourceId(source), range: at * 10..at * 10 + 8 }],
        reasons: vec![],
        accounts: vec![],
    }
}

fn source(name: &str, kind: SourceKind) -> Source {
    Source {
        name: name.to_owned(),
        title: String::new(),
        publisher: String::new(),
        url: String::new(),
        dated: "2026-01-28".parse().ok(),
        dated_from: None,
        suggested_date: None,
        kind,
        text: format!("{name} {}", "0123456789".repeat(40)),
    }
}

/// One document for each list of lines.
fn documents(documents: &[&[&str]]) -> Arc<Dataset> {
    let mut dataset = Dataset { places: places(), ..Dataset::default() };
    for (at, lines) in documents.iter().enumerate() {
        dataset.sources.push(source(&format!("{at}.txt"), SourceKind::Document));
        let id = u32::try_from(at).unwrap();
        dataset.events.extend(lines.iter().enumerate().map(|(i, line)| event(id, i, line)));
    }
    Arc::new(dataset)
}

fn folded(dataset: &Arc<Dataset>, decisions: &Decisions) -> Arc<Dataset> {
    fold(dataset, decisions, &Task::new()).unwrap().dataset
}

fn plainly(dataset: &Arc<Dataset>) -> Arc<Dataset> {
    folded(dataset, &Decisions::default())
}

/// How many events are left of two that two documents tell.
fn left(a: &str, b: &str) -> usize {
    plainly(&documents(&[&[a], &[b]])).events.len()
}

#[test]
fn reports_of_one_event_are_folded() {
    for (a, b) in [
        // The same visit, announced and made; the second names one actor more.
        (
            "meeting|2026-01-28|4|Ahmed al-Sharaa|Sharaa visits Moscow",
            "meeting|2026-01-28|4|Syrian President Ahmed al-Sharaa, Vladimir Putin|The two are to meet in Moscow",
        ),
        // A town and its airport; a day and the week around it.
        (
            "withdrawal|2026-01-20|1|Russia|Russian forces leave Qamishli",
            "withdrawal|2026-01-19/2026-01-25|2|Russian troops|Troops pull out of Qamishli airport",
        ),
        // Undated, but told soon after, of the same site and actor.
        (
            "withdrawal||2|Russia|Withdrawals from Qamishli airport are under way",
            "withdrawal|2026-01-19/2026-01-25|2|Russia|Russian forces withdrew from the airport",
        ),
        // No place, but the same parties on the same day.
        (
            "agreement|2026-01-18||Syria, SDF|An agreement followed military pressure",
            "agreement|2026-01-18||SDF, Syria|The deal binds both",
        ),
        // No actors, but the words are alike.
        (
            "attack|2026-01-18|0||Explosion at a mosque in Homs",
            "attack|2026-01-18|0||Mosque bombed",
        ),
        // A country for a town of it, where the words are alike.
        (
            "attack|2026-01-18|3|Israel|Israel strikes a depot",
            "attack|2026-01-18|0|Israel|Depot hit by Israel",
        ),
        (
            "S:presence|2015/..|2|Russia|Russian presence",
            "S:presence|2026-01-28/..|2|Russia|Russian presence",
        ),
    ] {
        assert_eq!(left(a, b), 1, "{a}\n{b}");
    }
}

#[test]
fn what_may_be_another_event_is_left_alone() {
    for (a, b) in [
        (
            "meeting|2026-01-28|4|Vladimir Putin|Talks",
            "withdrawal|2026-01-28|4|Vladimir Putin|Talks",
        ),
        ("attack|2026-01-18|0|Israel|Strike", "attack|2026-01-19|0|Israel|Strike"),
        ("attack|2026-01-18|0|Israel|Strike", "attack|2026-01-18|1|Israel|Strike"),
        ("attack|2026-01-18|0|Israel|Strike", "attack|2026-01-18|0|Turkey|Strike"),
        // The same day and town, and nothing else in common.
        (
            "attack|2026-01-18|0||Gunmen fire at a checkpoint",
            "attack|2026-01-18|0||A mosque is bombed",
        ),
        // One host, another guest.
        (
            "meeting|2026-01-28|4|Vladimir Putin, Ahmed al-Sharaa|Talks",
            "meeting|2026-01-28|4|Vladimir Putin, Ilham Aliyev|Talks",
        ),
        // A year says too little, a country too.
        ("attack|2026|0|Israel|Strike on a depot", "attack|2026-01-18|0|Israel|Raid on a farm"),
        (
            "attack|2026-01-18|3|Israel|Strike on a depot",
            "attack|2026-01-18|0|Israel|Raid on a farm",
        ),
        // Undated, of a town, and told as older.
        (
            "withdrawal||2|Russia|They had previously left",
            "withdrawal|2026-01-20|2|Russia|They leave",
        ),
        ("attack||0|Israel|Raid on a farm", "attack||0|Israel|Strike on a depot"),
        // What holds in the country, what holds in the town; a state, a happening.
        (
            "S:presence|2026/..|3|Russia|Russian presence",
            "S:presence|2026/..|1|Russia|Russian presence",
        ),
        ("S:presence|2026/..|1|Russia|Russian presence", "presence|2026|1|Russia|Russian presence"),
        ("S:presence|2026/..|1|Russia|Russian presence", "S:presence|2026/..|1|Russia|Patrols"),
        (
            "S:presence|2026/..|1|Russia|Russian presence",
            "S:presence|2026/..||Russia|Russian presence",
        ),
    ] {
        assert_eq!(left(a, b), 2, "{a}\n{b}");
    }
}

#[test]
fn a_report_that_fits_two_others_is_left_alone() {
    let vague = "attack|2026-01|0|Israel|Strike on Homs";
    let two: &[&str] =
        &["attack|2026-01-10|0|Israel|Strike on Homs", "attack|2026-01-20|0|Israel|Strike on Homs"];
    assert_eq!(plainly(&documents(&[&[vague], two])).events.len(), 3);
    assert_eq!(plainly(&documents(&[&[vague], &two[..1]])).events.len(), 2 - 1);
    // The date settles it where one is the same to the letter.
    let exact = "attack|2026-01-20|0|Israel|Strike on Homs";
    assert_eq!(plainly(&documents(&[&[exact], two])).events.len(), 2);
}

#[test]
fn events_that_one_document_keeps_apart_stay_so_and_rows_always() {
    let one = "attack|2026-01-18|0|Israel|Strike on the northern depot";
    let other = "attack|2026-01-18|0|Israel|A raid, later on";
    assert_eq!(plainly(&documents(&[&[one, other]])).events.len(), 2);
    assert_eq!(plainly(&documents(&[&[one, one]])).events.len(), 1, "the same beyond doubt");
    let mut table = (*documents(&[&[one, one], &[one]])).clone();
    table.sources[0].kind = SourceKind::Table;
    let left = plainly(&Arc::new(table.clone()));
    assert_eq!(left.events.len(), 3, "which of the two rows is meant, nobody can tell");
    table.events.remove(1);
    assert_eq!(plainly(&Arc::new(table)).events.len(), 1, "a row and a document");
}

#[test]
fn a_chain_does_not_bring_together_what_contradicts_itself() {
    let dataset = documents(&[
        &["attack|2026-01-10|0|Israel|Strike on a depot"],
        &["attack|2026-01-08/2026-01-14|0|Israel|Strike on a depot"],
        &["attack|2026-01-13|0|Israel|Strike on a depot"],
    ]);
    for event in &plainly(&dataset).events {
        let dates: Vec<_> = event.accounts.iter().filter_map(|a| a.when.as_ref()).collect();
        for (i, a) in dates.iter().enumerate() {
            for b in dates.iter().skip(i) {
                assert!(a.hull().begin() < b.hull().end() && b.hull().begin() < a.hull().end());
            }
        }
    }
}

#[test]
fn the_best_account_is_shown_and_the_others_keep_what_they_say() {
    let mut dataset = (*documents(&[
        &["withdrawal|2026-01|2|Russia|Troops leave"],
        &["withdrawal|2026-01-20|2|Russia, SDF|Troops leave"],
    ]))
    .clone();
    dataset.events[0].certainty = Certainty::Reported;
    let dataset = plainly(&Arc::new(dataset));
    let event = &dataset.events[0];
    assert_eq!(event.when.as_ref().unwrap().to_string(), "2026-01-20");
    assert_eq!(event.actors, ["Russia", "SDF"]);
    assert_eq!(event.reports(), 2);
    assert_eq!(event.evidence.len(), 2);
    assert!(event.accounts[0].because.is_empty() && !event.accounts[1].because.is_empty());
    let said: Vec<String> = disagreements(&dataset, event).into_iter().map(|d| d.words).collect();
    assert_eq!(said, ["also dated January 2026", "also told as reported"]);
}

#[test]
fn by_hand_outranks_and_is_found_after_another_reading() {
    let dataset = documents(&[
        &["attack|2026-01-10|0|Israel|Strike"],
        &["attack|2026-02-20|4|Turkey|Raid"],
        &["attack|2026-01-10|0|Israel|Strike"],
    ]);
    let mut decisions = Decisions::default();
    let make = |decisions: &mut Decisions, changes: Changes| {
        assert!(!changes.is_empty());
        for (pair, verdict) in changes {
            decisions.set(pair, verdict);
        }
    };
    let shown = folded(&dataset, &decisions);
    assert_eq!(shown.events.len(), 2);
    let changes = together(&dataset, &decisions, &shown.events[0], &shown.events[1]);
    make(&mut decisions, changes);
    let shown = folded(&dataset, &decisions);
    assert_eq!((shown.events.len(), shown.events[0].reports()), (1, 3));
    let turkey = shown.events[0].accounts.iter().position(|a| a.actors == ["Turkey"]).unwrap();
    assert_eq!(shown.events[0].accounts[turkey].because, ["folded by hand"]);

    // Read again: the passages have moved, a title is worded otherwise.
    let mut again = (*dataset).clone();
    again.sources[1].text.insert_str(0, "A line more. ");
    again.events[1].evidence[0].range = 13..21;
    again.events[0].title = "A strike".to_owned();
    assert_eq!(folded(&Arc::new(again.clone()), &decisions).events.len(), 1);
    // Gone: the correction is listed and waits.
    again.events.remove(1);
    let gone = fold(&Arc::new(again), &decisions, &Task::new()).unwrap();
    assert!(!gone.unheeded.is_empty());
    assert!(gone.unheeded.iter().all(|u| u.why.contains("Raid") && u.why.contains("1.txt")));

    let changes = apart(&dataset, &decisions, &shown.events[0], turkey);
    make(&mut decisions, changes);
    let shown = folded(&dataset, &decisions);
    assert_eq!(shown.events.len(), 2);
    assert_eq!(shown.events[0].reports(), 2, "the rest stays together");
    let changes = apart(&dataset, &decisions, &shown.events[0], 1);
    make(&mut decisions, changes);
    assert_eq!(folded(&dataset, &decisions).events.len(), 3, "though they agree");
}

#[test]
fn what_is_near_is_suggested_with_the_reason_against_it() {
    let dataset = documents(&[
        &["attack|2026-01-18|0|Israel|Strike on the depot"],
        &["attack|2026-01-19|0|Israel|Strike on the depot", "attack|2026-01-18|0|Turkey|Raid"],
        &["meeting|2026-03-01|4|Vladimir Putin|Talks", "attack|2026-01-18|4|Israel|Raid"],
    ]);
    let found = suggestions(&dataset, EventId(0), 9);
    let why: Vec<(u32, &str)> = found.iter().map(|s| (s.event.0, s.why.as_str())).collect();
    assert_eq!(why, [(1, "the dates do not overlap"), (2, "other actors")]);
    assert!(suggestions(&dataset, EventId(99), 9).is_empty());
}

#[test]
fn events_without_evidence_and_empty_datasets_do_no_harm() {
    let line = "attack|2026-01-18|0|Israel|Strike";
    let mut dataset = (*documents(&[&[line], &[line]])).clone();
    dataset.events[0].evidence.clear();
    dataset.events[1].places.push(PlaceId(77));
    dataset.events[1].evidence[0].source = SourceId(9);
    assert_eq!(plainly(&Arc::new(dataset)).events.len(), 2);
    assert!(plainly(&Arc::default()).events.is_empty());
}

#[test]
fn folding_stops_when_asked() {
    let task = Task::new();
    task.cancel();
    let line = "attack|2026-01-18|0|Israel|Strike";
    let dataset = documents(&[&[line], &[line]]);
    assert!(fold(&dataset, &Decisions::default(), &task).is_err());
}

/// Lines of few places, days, actors and words, so that many agree.
fn line() -> impl Strategy<Value = String> {
    let when = prop::sample::select(vec![
        "",
        "2026-01-10",
        "2026-01-11",
        "2026-01",
        "2026-01-08/2026-01-12",
    ]);
    let place = prop::sample::select(vec!["", "0", "1", "2", "3", "1 2"]);
    let actors =
        prop::sample::select(vec!["", "Israel", "Russia", "Israel, Russia", "Russian forces"]);
    let title = prop::sample::select(vec![
        "Strike",
        "Strike on a depot",
        "Raid on a farm",
        "The depot burns",
    ]);
    let category = prop::sample::select(vec!["attack", "S:control"]);
    (category, when, place, actors, title)
        .prop_map(|(c, w, p, a, t)| format!("{c}|{w}|{p}|{a}|{t}"))
}

fn corpus() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec(line(), 0..4), 1..6)
}

fn of(corpus: &[Vec<String>], order: &[usize]) -> Arc<Dataset> {
    let mut dataset = Dataset { places: places(), ..Dataset::default() };
    for at in order {
        // The name goes with the content, so that a document is itself wherever it stands.
        dataset.sources.push(source(&format!("{at}.txt"), SourceKind::Document));
        let id = SourceId::from_index(dataset.sources.len() - 1).0;
        dataset.events.extend(corpus[*at].iter().enumerate().map(|(i, line)| event(id, i, line)));
    }
    Arc::new(dataset)
}

/// The groups, as sets of "source name, start of the passage".
fn groups(dataset: &Dataset) -> Vec<Vec<(String, usize)>> {
    let name = |p: &Passage| (dataset.sources[p.source.index()].name.clone(), p.range.start);
    let mut all: Vec<Vec<_>> = dataset
        .events
        .iter()
        .map(|event| {
            let mut members: Vec<_> = if event.accounts.is_empty() {
                event.evidence.iter().map(name).collect()
            } else {
                event.accounts.iter().flat_map(|a| a.evidence.iter().map(name)).collect()
            };
            members.sort();
            members
        })
        .collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn the_order_of_documents_does_not_matter(corpus in corpus(), seed in any::<u64>()) {
        let order: Vec<usize> = (0..corpus.len()).collect();
        let mut other = order.clone();
        other.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(seed | 1));
        let (a, b) = (plainly(&of(&corpus, &order)), plainly(&of(&corpus, &other)));
        prop_assert_eq!(groups(&a), groups(&b));
    }

    #[test]
    fn folding_twice_changes_nothing_and_loses_nothing(corpus in corpus()) {
        let order: Vec<usize> = (0..corpus.len()).collect();
        let dataset = of(&corpus, &order);
        let once = plainly(&dataset);
        prop_assert_eq!(&*plainly(&once), &*once);
        let passages = |dataset: &Dataset| {
            let mut all: Vec<_> = groups(dataset).into_iter().flatten().collect();
            all.sort();
            all
        };
        prop_assert_eq!(passages(&dataset), passages(&once));
        for event in &once.events {
            for account in &event.accounts {
                prop_assert!(account.evidence.iter().all(|p| event.evidence.contains(p)));
            }
        }
    }

    #[test]
    fn what_is_kept_apart_by_hand_is_never_in_one_event(corpus in corpus(), picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6)) {
        let order: Vec<usize> = (0..corpus.len()).collect();
        let dataset = of(&corpus, &order);
        prop_assume!(dataset.events.len() > 1);
        let mut decisions = Decisions::default();
        let mut keys = Keys::new(&dataset);
        let mut apart = Vec::new();
        for (n, (a, b)) in picks.iter().enumerate() {
            let (a, b) = (a.index(dataset.events.len()), b.index(dataset.events.len()));
            let mut key = |at: usize| {
                let e = &dataset.events[at];
                keys.key(e.category.as_str(), &e.title, &e.evidence).unwrap()
            };
            let pair = Pair::new(key(a), key(b));
            // Some are put together, so that the two kinds get in each other's way.
            let verdict = if n % 2 == 0 { Verdict::Apart } else { Verdict::Together };
            if a != b {
                decisions.set(pair, Some(verdict));
            }
        }
        for (pair, verdict) in decisions.iter() {
            if verdict == Verdict::Apart {
                apart.push(pair.both().map(|key| keys.find(key).unwrap() as usize));
            }
        }
        let shown = folded(&dataset, &decisions);
        for [a, b] in apart {
            let (a, b) = (&dataset.events[a].evidence[0], &dataset.events[b].evidence[0]);
            prop_assert!(!shown.events.iter().any(|e| e.evidence.contains(a) && e.evidence.contains(b)));
        }
    }

    #[test]
    fn every_report_is_found_by_its_own_name(corpus in corpus()) {
        let order: Vec<usize> = (0..corpus.len()).collect();
        let dataset = of(&corpus, &order);
        let mut keys = Keys::new(&dataset);
        for (at, event) in dataset.events.iter().enumerate() {
            let key = keys.key(event.category.as_str(), &event.title, &event.evidence).unwrap();
            prop_assert_eq!(keys.find(&key), Some(u32::try_from(at).unwrap()));
        }
    }
}
