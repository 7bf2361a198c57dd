//! The main job in the real window, driven by accessibility labels: scrub, play, click a place, open
//! a passage; with the mouse, and with the keyboard alone. No display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::{Item, embedded};
use chronotope::model::{Dataset, Second};
use chronotope::query::Counts;
use common::{USUAL, Window, click, has, hold, press, pull, says, state, story, window};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn counts(harness: &Window) -> Counts {
    state(harness).matches().counts
}

#[test]
fn every_event_is_counted_once_and_nothing_is_lost() {
    let harness = story();
    let all = state(&harness).dataset().events.len();
    let c = counts(&harness);
    assert_eq!(c.shown + c.outside + c.undated, all);
    assert!(has(&harness, &format!("{} events shown", c.shown)));
}

#[test]
fn dragging_the_windows_start_hides_what_ended_before_and_says_so() {
    let mut harness = story();
    let before = counts(&harness);
    let handle = harness.get_by_label("Window start").rect().center();
    hold(&mut harness, handle);
    pull(&mut harness, handle, handle + vec2(400.0, 0.0), 10);
    let during = counts(&harness);
    assert!(during.outside > before.outside, "the map follows while the hand is down");
    harness.drop_at(handle + vec2(400.0, 0.0));
    harness.run();
    let after = counts(&harness);
    assert_eq!(after.shown + after.outside + after.undated, state(&harness).dataset().events.len());
    let line = format!("{} dimmed by the window", after.outside);
    click(&mut harness, &line);
    assert_eq!(state(&harness).session.list, chronotope::app::List::Outside);
}

#[test]
fn playing_moves_the_window_and_stops_at_the_end() {
    let mut harness = story();
    let extent = state(&harness).extent();
    harness.get_by_label("Play").click();
    harness.run_steps(30);
    assert!(state(&harness).session.playing);
    let later = state(&harness).session.cursor;
    harness.run_steps(60);
    assert!(state(&harness).session.cursor > later, "the slider runs");
    for _ in 0..2_000 {
        harness.run_steps(10);
        if !state(&harness).session.playing {
            break;
        }
    }
    assert!(!state(&harness).session.playing, "it stops by itself");
    assert!(state(&harness).session.cursor <= Second(extent.end().0));
}

#[test]
fn clicking_a_place_tells_who_said_so_and_opens_the_passage() {
    let mut harness = story();
    harness.get_by_label_contains("Moscow:").click();
    harness.run();
    assert!(matches!(state(&harness).session.selection, Some(Item::Place(_))));
    assert!(says(&harness, "موسكو"), "names in other scripts");
    let passage = harness.get_all_by_label_contains("Passage: ").next().expect("a quoted passage");
    passage.click_accesskit();
    harness.run();
    assert!(state(&harness).session.document.is_some());
    let mention = harness.get_all_by_label_contains("Place: ").next().expect("a marked place");
    mention.click_accesskit();
    harness.run();
    assert!(matches!(state(&harness).session.selection, Some(Item::Mention(_))));
}

#[test]
fn a_stack_opens_on_its_events_and_an_event_leads_to_its_place() {
    let mut harness = story();
    harness.get_by_label_contains("Northeastern Syria").click();
    harness.run();
    let zoom = state(&harness).session.map_zoom;
    let event =
        harness.get_all_by_label_contains("held by the SDF, since").next().expect("a fanned event");
    event.click_accesskit();
    harness.run();
    assert!(matches!(state(&harness).session.selection, Some(Item::Event(_))));
    harness.get_by_label("Fly to Qamishli").click_accesskit();
    harness.run();
    assert!(state(&harness).session.map_zoom > zoom, "the map has flown to the town");
    assert!(says(&harness, "Qamishli:"));
}

#[test]
fn the_keyboard_alone_plays_steps_and_reaches_the_ends() {
    let mut harness = story();
    press(&mut harness, Modifiers::NONE, Key::Home);
    let start = state(&harness).session.cursor;
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert!(state(&harness).session.cursor > start);
    harness.key_press(Key::Space);
    harness.run_steps(5);
    assert!(state(&harness).session.playing);
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert!(!state(&harness).session.playing);
    press(&mut harness, Modifiers::COMMAND, Key::O);
    assert!(has(&harness, "Choose files…"));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "Choose files…"));
}

#[test]
fn an_idle_window_rests() {
    let mut harness = story();
    assert!(harness.try_run().is_ok_and(|steps| steps <= 2));
}

#[test]
fn an_empty_dataset_says_what_to_do() {
    let harness = window(Dataset::default(), USUAL);
    assert!(has(&harness, "0 events shown"));
    assert!(says(&harness, "Open"));
}

#[test]
fn the_window_works_small() {
    let mut harness = story();
    harness.set_size(vec2(1000.0, 640.0));
    harness.run();
    for label in ["Map", "Play", "Open…", "Window start", "Window end"] {
        let rect = harness.get_by_label(label).rect();
        assert!(
            rect.max.x <= 1000.5 && rect.max.y <= 640.5 && rect.min.x >= -0.5,
            "{label}: {rect:?}"
        );
        assert!(harness.get_by_label(label).accesskit_node().bounding_box().is_some());
    }
}

#[test]
fn a_document_without_a_date_is_asked_about_and_the_answer_is_asked_for() {
    let mut dataset = embedded().expect("the embedded story reads");
    let source = dataset.sources.first_mut().expect("it has documents");
    source.dated = None;
    source.dated_from = None;
    source.suggested_date =
        Some(("2026-01".parse().expect("a month"), "it says January".to_owned()));
    let heading = source.heading().to_owned();
    let mut harness = window(dataset, USUAL);
    assert!(says(&harness, "has no date"), "{heading}");
    let map_top = harness.get_by_label("Map").rect().min.y;
    assert!(map_top < 130.0, "the question takes a line or two, not the window: {map_top}");
    click(&mut harness, "Leave undated");
    assert!(state(&harness).session.asking_date.is_empty());
    assert!(!has(&harness, "Leave undated"), "it does not ask twice");
}

#[test]
fn the_keyboard_alone_reaches_a_mark_and_its_context() {
    let mut harness = story();
    let map = harness.get_by_label("Map");
    map.focus();
    harness.run();
    for _ in 0..12 {
        press(&mut harness, Modifiers::NONE, Key::Tab);
        let on_mark =
            harness.query_all_by_label_contains(" events, ").any(|node| node.is_focused());
        if on_mark {
            press(&mut harness, Modifiers::NONE, Key::Enter);
            assert!(matches!(state(&harness).session.selection, Some(Item::Place(_))));
            return;
        }
    }
    panic!("no mark was reached in twelve presses of Tab");
}
