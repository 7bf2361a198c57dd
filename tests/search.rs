//! Searching the embedded story: every kind of thing is found by what a person would type, in any
//! script, with slips, and in the right order. And the beginnings of names against brute force.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::app::embedded;
use chronotope::gazetteer::{EntryId, Gazetteer, Record, fold};
use chronotope::model::{Dataset, EventId, Feature, LonLat, PlaceId, SourceId};
use chronotope::search::{Corpus, Fit, Found, Goal, Group, Kind, events_of_category, find};
use chronotope::task::Task;
use proptest::prelude::*;
use std::sync::Arc;

fn corpus() -> Corpus {
    Corpus::build(&Arc::new(embedded().unwrap()), &Task::new()).unwrap()
}

fn found(corpus: &Corpus, typed: &str) -> Found {
    let events = |id: PlaceId| {
        corpus.dataset().events.iter().filter(|event| event.places.contains(&id)).count()
    };
    find(corpus, typed, &events, &Task::new()).unwrap()
}

fn group(found: &Found, kind: Kind) -> Option<&Group> {
    found.groups.iter().find(|group| group.kind == kind)
}

#[test]
fn places_are_found_by_any_of_their_names() {
    let corpus = corpus();
    for typed in ["Qamishli", "qāmishlī", "qami", "القامشلي"] {
        let found = found(&corpus, typed);
        let places = group(&found, Kind::Place).unwrap_or_else(|| panic!("{typed}: {found:?}"));
        assert!(places.hits.iter().any(|hit| hit.title == "Qamishli"), "{typed}: {places:?}");
        assert!(places.hits[0].detail.contains("event"), "{places:?}");
    }
}

#[test]
fn events_actors_and_passages_are_found_with_what_was_typed_marked() {
    let corpus = corpus();
    let found = found(&corpus, "ceasefire");
    let events = group(&found, Kind::Event).expect("events");
    assert_eq!(found.events.len(), events.total);
    for hit in &events.hits {
        let Goal::Event(id) = &hit.goal else { panic!("{hit:?}") };
        let event = corpus.dataset().event(*id).unwrap();
        let titles = event.accounts.iter().map(|account| account.title.as_str());
        let told = titles.chain([event.title.as_str()]).any(|t| fold(t).contains("ceasefire"));
        assert!(told, "{hit:?}");
    }
    let found = self::found(&corpus, "russia");
    let passages = group(&found, Kind::Passage).expect("passages");
    for hit in &passages.hits {
        let Goal::Passage(source, range) = &hit.goal else { panic!("{hit:?}") };
        let quote = corpus.dataset().source(*source).unwrap().quote(range);
        assert!(fold(quote).starts_with("russia"), "{quote:?}");
        let marked: Vec<String> =
            hit.marked.iter().map(|range| fold(&hit.title[range.clone()])).collect();
        assert!(marked.contains(&"russia".to_owned()), "{hit:?}");
    }
    let actor = corpus.dataset().events.iter().find_map(|event| event.actors.first()).unwrap();
    let found = self::found(&corpus, actor);
    let actors = group(&found, Kind::Actor).expect("actors");
    assert_eq!(actors.hits[0].goal, Goal::Actor(actor.clone()));
    assert_eq!(actors.hits[0].fit, Fit::Exact);
}

#[test]
fn categories_and_sources_are_found_by_their_names() {
    let corpus = corpus();
    let dataset = corpus.dataset();
    let withdrawals = found(&corpus, "withdraw");
    let categories = group(&withdrawals, Kind::Category).expect("categories");
    let Goal::Category(category) = &categories.hits[0].goal else { panic!("{categories:?}") };
    let events: Vec<EventId> = (0..)
        .zip(&dataset.events)
        .filter(|(_, event)| event.category.as_str() == "withdrawal")
        .map(|(at, _)| EventId(at))
        .collect();
    assert_eq!(events_of_category(dataset, category), events);
    assert_eq!(categories.hits[0].detail, format!("{} events", events.len()));
    for (at, source) in (0..).zip(&dataset.sources) {
        let found = found(&corpus, source.heading());
        let sources = group(&found, Kind::Source).unwrap_or_else(|| panic!("{found:?}"));
        assert_eq!(sources.hits[0].goal, Goal::Source(SourceId(at)));
        assert_eq!(sources.hits[0].fit, Fit::Exact);
    }
}

#[test]
fn a_slip_leads_to_what_was_meant_and_says_so() {
    let corpus = corpus();
    let found = found(&corpus, "Qamihsli");
    assert_eq!(found.meant.as_deref(), Some("qamishli"));
    assert!(group(&found, Kind::Place).unwrap().hits.iter().all(|hit| hit.fit == Fit::Near));
    assert_eq!(self::found(&corpus, "zzzzxxxx"), Found::default());
    assert_eq!(self::found(&corpus, " -- "), Found::default());
}

#[test]
fn an_empty_dataset_has_nothing() {
    let corpus = Corpus::build(&Arc::new(Dataset::default()), &Task::new()).unwrap();
    assert_eq!(found(&corpus, "Homs"), Found::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn beginnings_are_found_as_by_looking_at_every_name(
        // Names of capitals alone are codes, which are found by the whole.
        names in prop::collection::vec("[aäbç][aäbBç ]{0,4}", 1..40),
        typed in "[aäbç]{1,3}",
        most in 1_usize..6,
    ) {
        let at = LonLat::new(0.0, 0.0).unwrap();
        let records = names.iter().map(|name| Record::new(name, Feature::new('P', "PPL"), at));
        let gazetteer = Gazetteer::from_records(records, &Task::new()).unwrap();
        let wanted = fold(&typed);
        let ids = (0..gazetteer.len() as u32).map(EntryId);
        let expected: Vec<EntryId> = ids
            .filter(|id| gazetteer.names(*id).any(|(_, name)| fold(name).starts_with(&wanted)))
            .collect();
        let found = gazetteer.beginning(&typed, most, &Task::new()).unwrap();
        prop_assert!(found.whole);
        prop_assert_eq!(found.total, expected.len());
        prop_assert_eq!(found.entries, expected.into_iter().take(most).collect::<Vec<_>>());
    }
}
