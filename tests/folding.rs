//! Folding on whole reports, as the command line and the window read them.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::app::{Action, Dating, Effect, Loaded, Resources, State, embedded};
use chronotope::folding::{apart, disagreements, fold};
use chronotope::import::{LoadOptions, load, redate, redate_as};
use chronotope::model::{Dataset, DatedFrom, Decisions, Event, SourceId};
use chronotope::task::{Task, Warning};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static RESOURCES: LazyLock<Resources> = LazyLock::new(Resources::default);

fn read(paths: &[PathBuf], dated: &str) -> Arc<Dataset> {
    let task = Task::new();
    let reader = RESOURCES.reader(&task).expect("what is embedded can be read");
    let options = LoadOptions { dated: Some(dated.parse().unwrap()) };
    Arc::new(load(paths, &options, &reader, &task))
}

fn folded(dataset: &Arc<Dataset>) -> Arc<Dataset> {
    fold(dataset, &Decisions::default(), &Task::new()).unwrap().dataset
}

fn told_twice<'a>(dataset: &'a Dataset, category: &str, when: &str) -> &'a Event {
    let fits = |event: &&Event| {
        event.category.as_str() == category
            && event.when.as_ref().is_some_and(|span| span.to_string() == when)
            && event.reports() > 1
    };
    let all: Vec<String> =
        dataset.events.iter().map(|e| format!("{} × {}", e.title, e.reports())).collect();
    let found = dataset.events.iter().find(fits);
    let event = found.unwrap_or_else(|| panic!("{category} of {when} among {all:#?}"));
    let mut sources: Vec<_> = event.accounts.iter().filter_map(|a| a.source()).collect();
    sources.sort_unstable();
    sources.dedup();
    assert!(sources.len() > 1, "{}: told by several sources", event.title);
    event
}

#[test]
fn two_reports_of_a_meeting_are_one_event_with_both_certainties() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let paths = ["reports_visit_a.txt", "reports_visit_b.txt"].map(|name| folder.join(name));
    let imported = read(&paths, "2025-03-11");
    let shown = folded(&imported);
    assert_eq!(shown.events.len() + 1, imported.events.len(), "and nothing else is folded");
    let meeting = told_twice(&shown, "meeting", "2025-03-12");
    assert_eq!(meeting.certainty.label(), "stated", "what was done outranks what was planned");
    let said: Vec<String> = disagreements(&shown, meeting).into_iter().map(|d| d.words).collect();
    assert!(said.contains(&"also told as planned".to_owned()), "{said:?}");
}

#[test]
fn a_correction_outlives_another_reading() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let paths = ["reports_visit_a.txt", "reports_visit_b.txt"].map(|name| folder.join(name));
    let imported = read(&paths, "2025-03-11");
    let shown = folded(&imported);
    let meeting = told_twice(&shown, "meeting", "2025-03-12");
    let mut decisions = Decisions::default();
    for (pair, verdict) in apart(&imported, &decisions, meeting, 1) {
        decisions.set(pair, verdict);
    }
    let fold_by = |dataset: &Arc<Dataset>| fold(dataset, &decisions, &Task::new()).unwrap();
    assert_eq!(fold_by(&imported).dataset.events.len(), imported.events.len());
    // Read again as of the next day; and from the other file first.
    let reader = RESOURCES.reader(&Task::new()).unwrap();
    let dated = "2025-03-10".parse().ok();
    let again = Arc::new(redate(&imported, SourceId(1), dated, &reader, &Task::new()));
    let [a, b] = paths;
    for again in [again, read(&[b, a], "2025-03-11")] {
        assert!(folded(&again).events.len() < again.events.len(), "else it would prove nothing");
        let shown = fold_by(&again);
        assert_eq!(shown.dataset.events.len(), again.events.len());
        assert!(shown.unheeded.is_empty(), "{:?}", shown.unheeded);
    }
}

#[test]
fn the_two_first_reports_tell_three_things_twice() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !seeds.is_dir() {
        println!("skipped: ../shared/seeds is not at hand");
        return;
    }
    let shown = folded(&read(&[seeds], "2026-01-28"));
    let meeting = told_twice(&shown, "meeting", "2026-01-28");
    assert!(meeting.actors.iter().any(|a| a == "Vladimir Putin"), "{:?}", meeting.actors);
    told_twice(&shown, "withdrawal", "2026-01-19/2026-01-25");
    told_twice(&shown, "agreement", "2026-01-18");
}

#[test]
fn the_curated_story_is_left_as_it_was_curated() {
    let story = Arc::new(embedded().unwrap());
    assert_eq!(*folded(&story), *story);
}

/// What the window does when it is asked to read a document again.
fn carry_out(state: &mut State, effect: Option<Effect>) -> Dating {
    let Some(Effect::Redate(id, dating)) = effect else { panic!("{effect:?}") };
    let (task, made) = (Task::new(), state.project().decisions().clone());
    let reader = RESOURCES.reader(&task).expect("what is embedded can be read");
    let Dating { dated, from } = dating.clone();
    let again = redate_as(state.project().imported(), id, dated, from, &reader, &task);
    let loaded = Loaded::new(again, &made, &task).expect("nobody stops it");
    assert_eq!(state.replace(loaded, Some(&made), Vec::new()), None);
    dating
}

#[test]
fn what_was_said_of_files_that_stay_is_still_said() {
    let (task, made) = (Task::new(), Decisions::default());
    let loaded = Loaded::new(embedded().unwrap(), &made, &task).expect("nobody stops it");
    let said = |place: &str| Warning {
        place: place.to_owned(),
        message: "its last lines are cut off".to_owned(),
        failed: false,
        report: None,
    };
    let mut state = State::new(Dataset::default());
    let mut take = |beside: bool, warnings: &[&str]| {
        let warnings = warnings.iter().map(|place| said(place)).collect();
        let _ = state.replace(loaded.clone(), beside.then_some(&made), warnings);
        state.warnings.iter().map(|warning| warning.place.clone()).collect::<Vec<_>>()
    };
    assert_eq!(take(false, &["a.csv"]), ["a.csv"]);
    assert_eq!(take(true, &["b.csv"]), ["a.csv", "b.csv"], "opened beside it");
    assert_eq!(take(true, &["b.csv"]), ["a.csv", "b.csv"], "read again");
    assert_eq!(take(false, &["c.csv"]), ["c.csv"], "in its stead");
}

#[test]
fn the_date_of_a_document_is_undone_and_done_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let imported = read(&[folder.join("winter_report.txt")], "2026-01-28");
    let mut state = State::new((*imported).clone());
    let labels = |state: &State| {
        let history = state.project().history();
        [history.undo_label(), history.redo_label()].map(|label| label.map(str::to_owned))
    };
    assert_eq!(labels(&state), [None, None]);
    let other = "2026-03-04".parse().unwrap();
    let asked = state.apply(Action::DateDocument(SourceId(0), other));
    assert_eq!(labels(&state), [None, None], "not before it was read");
    assert_eq!(carry_out(&mut state, asked).from, Some(DatedFrom::Option));
    let dated = Some("date “winter_report.txt” as of 2026-03-04".to_owned());
    assert_eq!(labels(&state), [dated.clone(), None]);
    assert!(state.project().is_unsaved(), "closing asks");
    let redated = Arc::clone(state.project().imported());
    assert_ne!(redated.events, imported.events, "what is relative to the date moved");

    let asked = state.apply(Action::Undo);
    carry_out(&mut state, asked);
    assert_eq!(state.project().imported().events, imported.events);
    assert_eq!(state.project().imported().sources, imported.sources, "and how it was known");
    assert_eq!(labels(&state), [None, dated.clone()]);
    let asked = state.apply(Action::Redo);
    carry_out(&mut state, asked);
    assert_eq!(state.project().imported().events, redated.events);
    assert_eq!(labels(&state), [dated, None]);
}
