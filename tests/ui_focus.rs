//! The keyboard stays with what it was on, or goes on to what took its place: nobody who works without
//! a mouse has to begin again at the window's first button.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use common::{Window, click, press, state, story};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::collections::BTreeSet;

/// The label of what has the keyboard.
fn focused(harness: &Window) -> Option<String> {
    let node = harness.query_all_by(|node| node.is_focused()).next()?;
    Some(node.accesskit_node().label().unwrap_or_default())
}

fn tab(harness: &mut Window) -> Option<String> {
    press(harness, Modifiers::NONE, Key::Tab);
    focused(harness)
}

/// Goes on by the tabulator until something has the keyboard.
fn tab_to(harness: &mut Window, label: &str) {
    for _ in 0..400 {
        if tab(harness).as_deref() == Some(label) {
            return;
        }
    }
    panic!("the tabulator never comes to {label}");
}

/// Presses what has the keyboard. What it starts may go on moving.
fn activate(harness: &mut Window) {
    harness.key_press_modifiers(Modifiers::NONE, Key::Space);
    harness.run_steps(8);
}

#[test]
fn values_of_filters_keep_the_keyboard_while_they_come_and_go() {
    let mut harness = story();
    click(&mut harness, "Filters");
    let boxes = harness.get_all_by_role(Role::CheckBox);
    let labels: Vec<String> = boxes.filter_map(|node| node.accesskit_node().label()).collect();
    assert!(labels.len() > 20, "{labels:?}");
    for label in &labels {
        harness.get_by_label(label).focus();
        harness.run();
        for _ in 0..2 {
            press(&mut harness, Modifiers::NONE, Key::Space);
            assert_eq!(focused(&harness).as_ref(), Some(label));
        }
        assert!(state(&harness).filters().filter().is_empty(), "{label} is as it was");
    }
}

#[test]
fn every_row_of_a_list_is_reached_and_seen() {
    let mut harness = story();
    let events = state(&harness).matches().counts.shown;
    let mut seen = BTreeSet::new();
    for _ in 0..200 {
        let Some(label) = tab(&mut harness).filter(|label| label.starts_with("Event: ")) else {
            continue;
        };
        let list = harness.get_by_label("Events in the window").rect();
        let row = harness.get_by_label(&label).rect();
        let foot = harness.get_by_label("Timeline").rect().top();
        assert!(row.top() > list.bottom() && row.bottom() <= foot, "{label} is in view: {row:?}");
        seen.insert(label);
    }
    assert_eq!(seen.len(), events);
}

#[test]
fn a_page_takes_the_keyboard_and_the_way_back_returns_it() {
    let mut harness = story();
    let row = harness.get_all_by_label_contains("Event: ").nth(3).unwrap();
    let label = row.accesskit_node().label().unwrap();
    row.focus();
    harness.run();
    activate(&mut harness);
    assert_eq!(focused(&harness).as_deref(), Some("Back to the list: Events in the window"));
    let passage = harness.get_all_by_label_contains("Passage: “").next().unwrap();
    passage.focus();
    harness.run();
    activate(&mut harness);
    assert_eq!(focused(&harness).as_deref(), Some("Back to the list: Events in the window"));
    activate(&mut harness);
    assert_eq!(focused(&harness), Some(label), "where one came from");
}

#[test]
fn a_document_is_read_from_paragraph_to_paragraph() {
    let mut harness = story();
    press(&mut harness, Modifiers::COMMAND, Key::F);
    common::typed(&mut harness, "briefing");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label("Close the document").focus();
    harness.run();
    let (source, _) = state(&harness).session.document.clone().expect("a document");
    let text = state(&harness).dataset().source(source).unwrap().text.clone();
    let end = text.trim_end().rsplit(' ').next().unwrap().to_owned();
    let foot = harness.get_by_label("Timeline").rect().top();
    for _ in 0..200 {
        press(&mut harness, Modifiers::NONE, Key::Tab);
        let node = harness.query_all_by(|node| node.is_focused()).next().unwrap();
        let named = node.accesskit_node();
        assert!(named.label().or(named.value()).is_some(), "{node:?}");
        assert!(node.rect().top() < foot, "what has the keyboard is in view: {node:?}");
        if node.accesskit_node().value().is_some_and(|words| words.trim_end().ends_with(&end)) {
            assert!(node.rect().bottom() <= foot, "{:?}", node.rect());
            return;
        }
    }
    panic!("the last paragraph is never come to");
}

#[test]
fn what_the_pointer_opens_is_not_ringed() {
    let mut harness = story();
    harness.get_all_by_label_contains("Event: ").next().unwrap().click();
    harness.run();
    assert!(harness.query_by_label("Back to the list: Events in the window").is_some());
    assert_eq!(focused(&harness), None);
}

#[test]
fn dialogs_and_panels_hand_the_keyboard_back() {
    let mut harness = story();
    tab_to(&mut harness, "About");
    activate(&mut harness);
    assert_eq!(focused(&harness).as_deref(), Some("Close: About Chronotope"));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(focused(&harness).as_deref(), Some("About"));
    for (opens, closes) in [("Filters", "Close filters"), ("Table", "Close table")] {
        click(&mut harness, opens);
        harness.get_by_label(closes).focus();
        harness.run();
        activate(&mut harness);
        assert_eq!(focused(&harness).as_deref(), Some(opens));
    }
}

#[test]
fn what_was_found_is_gone_on_from() {
    let mut harness = story();
    press(&mut harness, Modifiers::COMMAND, Key::F);
    common::typed(&mut harness, "withdrawal");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(focused(&harness).as_deref(), Some("Show these alone"));
    assert!(tab(&mut harness).unwrap().starts_with("Event: "));
}

#[test]
fn nothing_that_is_pressed_loses_the_keyboard() {
    let mut harness = story();
    let mut stops = Vec::new();
    let mut rows = 0;
    while let Some(label) = tab(&mut harness).filter(|label| stops.first() != Some(label)) {
        assert!(!label.is_empty(), "a stop without a name behind {:?}", stops.last());
        rows += usize::from(label.starts_with("Event: "));
        stops.push(label);
    }
    assert!(rows > 20 && stops.len() > rows + 40, "{stops:?}");
    // One row is as good as another, of those in view.
    let first = stops.iter().position(|stop| stop.starts_with("Event: ")).unwrap();
    for at in (0..stops.len()).filter(|at| !(first + 1..first + rows).contains(at)) {
        let mut harness = story();
        harness.get_all_by_label(&stops[at]).next().unwrap().focus();
        harness.step();
        assert_eq!(focused(&harness).as_ref(), Some(&stops[at]));
        activate(&mut harness);
        assert!(focused(&harness).is_some(), "after “{}”", stops[at]);
    }
}
