//! What holds for any reports.

use super::*;
use proptest::prelude::*;

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

    #[test]
    fn the_sweep_finds_every_pair_that_agrees(corpus in corpus()) {
        let order: Vec<usize> = (0..corpus.len()).collect();
        let dataset = of(&corpus, &order);
        let reports = Report::all(&dataset);
        let mut judge = Judge::new(&dataset, &reports);
        let near = near::matches(&dataset, &reports, &mut judge, &Task::new()).unwrap();
        let mut found: Vec<(u32, u32)> =
            near.matches.iter().map(|m| (m.a.min(m.b), m.a.max(m.b))).collect();
        found.sort_unstable();
        let n = u32::try_from(reports.len()).unwrap();
        let all = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
        let agree: Vec<(u32, u32)> = all.filter(|(a, b)| judge.compare(*a, *b).is_ok()).collect();
        prop_assert_eq!(found, agree);
    }
}
