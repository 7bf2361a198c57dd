//! Two reports of one event in the real window, by label: one event with two accounts, taken apart,
//! folded by hand, undone, saved and opened again. No display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::{Action, List, State};
use chronotope::formats::project;
use chronotope::model::{
    Certainty, Dataset, Event, Feature, Pair, Passage, Place, ReportKey, Source, SourceId, Verdict,
};
use common::model::fixture;
use common::{Window, press, says, state, until};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use std::path::{Path, PathBuf};

fn source(name: &str, text: &str) -> Source {
    Source { dated: "2025-03-13".parse().ok(), ..fixture::source(name, text) }
}

fn event(source: u32, title: &str, when: &str, certainty: Certainty) -> Event {
    Event {
        actors: vec!["Georgia".to_owned(), "Armenia".to_owned()],
        certainty,
        evidence: vec![Passage { source: SourceId(source), range: 0..20 }],
        ..fixture::event(title, "meeting", Some(when), &[0])
    }
}

/// Two reports that tell of one meeting, and a third meeting of other days.
fn reports() -> Dataset {
    Dataset {
        title: "Talks".to_owned(),
        sources: vec![
            source("first.txt", "They met in Tbilisi on 12 March 2025."),
            source("second.txt", "They are to meet in Tbilisi this week."),
            source("third.txt", "They met again in Tbilisi on 14 March 2025."),
        ],
        places: vec![Place {
            feature: Feature::new('P', "PPLC"),
            country: Some("GE".to_owned()),
            ..fixture::place("Tbilisi", 44.79, 41.69, 12_000.0)
        }],
        events: vec![
            event(0, "Talks in Tbilisi", "2025-03-12", Certainty::Stated),
            event(1, "Talks to be held in Tbilisi", "2025-03-10/2025-03-13", Certainty::Planned),
            event(2, "Another round", "2025-03-14", Certainty::Stated),
        ],
        ..Dataset::default()
    }
}

fn window(dataset: Dataset) -> Window {
    common::window(dataset, vec2(1280.0, 1600.0))
}

fn events(harness: &Window) -> usize {
    state(harness).dataset().events.len()
}

/// Presses the first whose label holds this, as a screen reader does.
fn click(harness: &mut Window, part: &str) {
    let node = harness.get_all_by_label_contains(part).next().expect(part);
    node.click_accesskit();
    harness.run();
}

/// A file name of this test's own, with nothing there yet.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui_folding");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    let _absent = std::fs::remove_file(&path);
    path
}

#[test]
fn one_event_with_two_accounts_says_where_they_differ() {
    let mut harness = window(reports());
    assert_eq!(events(&harness), 2);
    assert!(says(&harness, "2 events shown"), "counted once");
    assert!(says(&harness, "1 from 2 reports"), "and what was folded is counted too");
    click(&mut harness, "Event: Talks in Tbilisi");
    for part in [
        "2 reports",
        "first.txt",
        "second.txt",
        "Also dated 10–13 March 2025 by second.txt",
        "Also told as planned by second.txt",
        "Taken for the same: ",
        "both name Georgia, Armenia",
    ] {
        assert!(says(&harness, part), "{part}");
    }
    click(&mut harness, "1 from 2 reports");
    assert_eq!(state(&harness).session.list, List::Folded);
    assert!(says(&harness, "Event: Talks in Tbilisi, 12 March 2025, stated, 2 reports"));
    assert!(!says(&harness, "Event: Another round"));
}

#[test]
fn taken_apart_undone_and_done_again_with_mouse_and_keys() {
    let mut harness = window(reports());
    click(&mut harness, "Event: Talks in Tbilisi");
    assert!(!says(&harness, "Undo"), "nothing to undo yet");
    click(&mut harness, "Take apart: second.txt");
    assert_eq!(events(&harness), 3);
    assert!(says(&harness, "1 correction"), "it is counted");
    let selected = state(&harness).session.selection.clone();
    assert!(selected.is_some(), "the event stays selected");
    click(&mut harness, "Fold with another event");
    assert!(says(&harness, "not folded: kept apart by a correction"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(events(&harness), 2);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(events(&harness), 3);
    click(&mut harness, "Undo: take “Talks to be held in Tbilisi” apart");
    assert_eq!(events(&harness), 2);
    press(&mut harness, Modifiers::COMMAND, Key::Y);
    assert_eq!(events(&harness), 3);
    click(&mut harness, "1 correction");
    click(&mut harness, "Forget: Kept apart");
    assert_eq!((events(&harness), state(&harness).project().decisions().len()), (2, 0));
}

#[test]
fn folded_by_hand_from_what_is_suggested_and_by_words() {
    let mut harness = window(reports());
    click(&mut harness, "Event: Another round");
    click(&mut harness, "Fold with another event");
    assert!(says(&harness, "not folded: the dates do not overlap"));
    click(&mut harness, "Fold with: Talks in Tbilisi");
    assert_eq!(events(&harness), 1);
    assert_eq!(state(&harness).dataset().events[0].reports(), 3);
    assert!(says(&harness, "folded by hand"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(events(&harness), 2);
    click(&mut harness, "Fold with another event");
    // What is shown after the undoing is the other one of the two.
    let field = harness.get_by_role_and_label(Role::TextInput, "Find it by words");
    field.focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Find it by words").type_text("round anoth");
    harness.run();
    assert!(says(&harness, "Fold with: Another round, 14 March 2025"));
}

#[test]
fn what_was_corrected_is_saved_and_there_again() {
    let path = scratch("talks.chronotope.json");
    let mut harness = window(reports());
    click(&mut harness, "Event: Talks in Tbilisi");
    click(&mut harness, "Take apart: second.txt");
    assert!(state(&harness).project().is_unsaved());
    press(&mut harness, Modifiers::COMMAND, Key::S);
    harness.get_by_role_and_label(Role::TextInput, "Or a path").focus();
    harness.run();
    // The ending is added by itself.
    let typed = path.to_str().unwrap().trim_end_matches(".chronotope.json").to_owned();
    harness.get_by_role_and_label(Role::TextInput, "Or a path").type_text(&typed);
    harness.run();
    harness.get_by_label("Save here").click_accesskit();
    until(&mut harness, "the project as saved", |h| !state(h).project().is_unsaved());

    let (saved, problems) = project::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(saved.events, reports().events, "the imported data as they were");
    let mut again = window(saved);
    assert_eq!(events(&again), 3, "still apart");
    click(&mut again, "1 correction");
    assert!(says(&again, "Kept apart"));
}

#[test]
fn a_correction_whose_report_is_gone_is_listed_and_kept() {
    let mut state = State::new(reports());
    state.apply(Action::TakeApart(chronotope::model::EventId(0), 1));
    let mut left = reports();
    left.decisions = state.project().decisions().clone();
    left.events.remove(1);
    let mut harness = window(left);
    click(&mut harness, "1 correction, 1 not followed");
    assert!(says(&harness, "Not followed: “Talks to be held in Tbilisi” can no longer be found"));
}

#[test]
fn the_window_has_room_for_it_when_small() {
    let mut harness = window(reports());
    click(&mut harness, "Event: Talks in Tbilisi");
    click(&mut harness, "Take apart: second.txt");
    harness.set_size(vec2(1000.0, 640.0));
    harness.run();
    for label in ["Save, there are changes", "About", "1 correction"] {
        let rect = harness.get_by_label(label).rect();
        assert!(rect.max.x <= 1000.5 && rect.max.y <= 640.5, "{label}: {rect:?}");
    }
    let undo = harness.get_all_by_label_contains("Undo: ").next().unwrap().rect();
    assert!(undo.max.x <= 1000.5, "{undo:?}");
    assert!(harness.try_run().is_ok_and(|steps| steps <= 2), "and it rests");
}

fn ask_to_close(harness: &mut Window) {
    let id = egui::ViewportId::ROOT;
    let input = harness.input_mut();
    input.viewports.entry(id).or_default().events.push(egui::ViewportEvent::Close);
    harness.run();
}

#[test]
fn closing_asks_while_something_is_unsaved() {
    let mut harness = window(reports());
    ask_to_close(&mut harness);
    assert!(!says(&harness, "Unsaved changes"), "nothing was changed");
    click(&mut harness, "Event: Talks in Tbilisi");
    click(&mut harness, "Take apart: second.txt");
    ask_to_close(&mut harness);
    assert!(says(&harness, "Close without saving"));
    click(&mut harness, "Stay");
    assert!(!says(&harness, "Close without saving"));
    ask_to_close(&mut harness);
    click(&mut harness, "Save and close");
    assert!(says(&harness, "Save here"), "it asks where, since there is no file yet");
}

#[test]
fn of_many_corrections_only_those_in_view_are_drawn() {
    let key = |n: usize| ReportKey {
        source: "gone.txt".to_owned(),
        text: String::new(),
        copy: 0,
        start: n,
        end: n + 1,
        category: "meeting".to_owned(),
        title: format!("Meeting {n}"),
        quote: String::new(),
    };
    let mut dataset = reports();
    for n in 0..2_000 {
        dataset.decisions.set(Pair::new(key(n), key(n + 5_000)), Some(Verdict::Apart));
    }
    let mut harness = window(dataset);
    click(&mut harness, "corrections, 2000 not followed");
    let drawn = || harness.query_all_by_label_contains("Forget: ").count();
    assert!((1..100).contains(&drawn()), "{} of 2,000", drawn());
    let first = harness.query_all_by_label_contains("Forget: ").next().unwrap().rect();
    assert!(first.height() > 8.0 && first.min.y > 0.0, "{first:?}");
}
