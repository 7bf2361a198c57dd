//! What is seen: nothing moves from under the pointer, nothing is out of reach where there is little
//! room, and what is empty says what to do.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::model::{Dataset, Language, Source};
use common::model::fixture;
use common::{USUAL, Window, click, command, has, press, state, story, story_in, typed, window};
use egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::Queryable as _;

fn rect(harness: &Window, label: &str) -> Rect {
    harness.get_by_label(label).rect()
}

fn resized(harness: &mut Window, width: f32, height: f32) {
    harness.set_size(vec2(width, height));
    harness.run();
}

#[test]
fn setting_the_first_filter_moves_nothing() {
    let mut harness = story();
    click(&mut harness, "Filters");
    let rows = ["Category: demand", "Category: attack", "Name for these filters", "Map"];
    let before = rows.map(|row| rect(&harness, row));
    click(&mut harness, "Category: control");
    assert!(has(&harness, "Remove filter: Category: not control"));
    assert_eq!(rows.map(|row| rect(&harness, row)), before);
    click(&mut harness, "Category: demand");
    assert_eq!(rows.map(|row| rect(&harness, row)), before, "nor does the next");
    assert_eq!(state(&harness).filters().filter().categories.len(), 2);
}

#[test]
fn a_window_of_few_points_has_a_map_and_reaches_everything() {
    // 1280 by 800 at three times the size.
    let mut harness = story_in(vec2(427.0, 267.0));
    let screen = Rect::from_min_size(egui::Pos2::ZERO, vec2(427.0, 267.0));
    let map = rect(&harness, "Map");
    assert!(map.width() > 150.0 && map.height() > 60.0, "{map:?}");
    let top = ["Open…", "Save", "Show", "Search", "More"].map(|label| rect(&harness, label));
    for (at, one) in top.iter().enumerate() {
        assert!(screen.contains_rect(*one), "{one:?}");
        assert!(top.iter().skip(at + 1).all(|other| !one.intersects(*other)), "{top:?}");
    }
    for label in ["Zoom in", "Play", "Date of the cursor"] {
        assert!(screen.contains_rect(rect(&harness, label)), "{label}");
    }
    click(&mut harness, "Show");
    click(&mut harness, "Table");
    assert!(state(&harness).session.table.open);
}

#[test]
fn nothing_runs_into_another_in_the_smallest_window_at_three_times_the_size() {
    // 1000 by 640 at three times the size.
    let size = vec2(333.0, 213.0);
    let mut harness = story_in(size);
    let screen = Rect::from_min_size(egui::Pos2::ZERO, size);
    let [date, menu] = ["Date of the cursor", "View"].map(|label| rect(&harness, label));
    assert!(screen.contains_rect(date) && screen.contains_rect(menu), "{date:?} {menu:?}");
    assert!(date.right() < menu.left(), "{date:?} {menu:?}");
    command(&mut harness, "Take the tour");
    for label in ["Skip the tour", "Next step of the tour"] {
        assert!(screen.contains_rect(rect(&harness, label)), "{label}");
    }
}

#[test]
fn panels_have_their_size_again_where_there_is_room_again() {
    let mut harness = story();
    let map = rect(&harness, "Map");
    resized(&mut harness, 500.0, 320.0);
    assert!(rect(&harness, "Map").width() > 200.0);
    resized(&mut harness, 1280.0, 800.0);
    assert_eq!(rect(&harness, "Map"), map);
}

#[test]
fn map_table_and_filters_share_a_small_window() {
    let mut harness = story_in(vec2(1000.0, 640.0));
    click(&mut harness, "Filters");
    click(&mut harness, "Table");
    let map = rect(&harness, "Map");
    let table = rect(&harness, "Columns of the table");
    assert!(map.height() > 100.0 && map.bottom() <= table.top(), "{map:?} {table:?}");
    // The filters have the height of both.
    assert!(rect(&harness, "Category: control").bottom() < table.top() + 60.0);
    assert!(rect(&harness, "Category: presence").bottom() < rect(&harness, "Play").top());
}

#[test]
fn a_language_is_found_by_typing() {
    let mut harness = story();
    press(&mut harness, Modifiers::NONE, Key::N);
    typed(&mut harness, "hebr");
    assert!(harness.query_by_label_contains("Arabic,").is_none());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(state(&harness).session.names, Language::of("he"));
    press(&mut harness, Modifiers::NONE, Key::N);
    typed(&mut harness, "Klingon");
    assert!(has(&harness, "No language is called “Klingon”."));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(state(&harness).session.names, Language::of("he"), "nothing else was chosen");
}

#[test]
fn maps_side_by_side_show_the_ground_of_the_one() {
    let mut harness = story();
    let zoom = |harness: &Window| state(harness).session.map_zoom;
    let alone = zoom(&harness);
    press(&mut harness, Modifiers::NONE, Key::D);
    let two = zoom(&harness);
    assert!(two < alone - 0.3, "farther away: {two} {alone}");
    click(&mut harness, "Add a map");
    click(&mut harness, "Add a map");
    assert!(zoom(&harness) < two);
    press(&mut harness, Modifiers::NONE, Key::D);
    assert!((zoom(&harness) - alone).abs() < 1e-6, "as before: {} {alone}", zoom(&harness));
}

#[test]
fn dialogs_close_by_button_and_by_escape() {
    let mut harness = story();
    for (name, title) in [
        ("About Chronotope", "About Chronotope"),
        ("Open files", "Open"),
        ("Save the project as", "Save as"),
        ("Export what is shown", "Export what is shown"),
    ] {
        let close = format!("Close: {title}");
        command(&mut harness, name);
        click(&mut harness, &close);
        assert!(!has(&harness, &close), "{title}");
        command(&mut harness, name);
        assert!(has(&harness, &close), "{title}");
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert!(!has(&harness, &close), "{title}");
    }
}

#[test]
fn a_text_without_events_says_what_to_do() {
    let source = Source {
        dated: "2026-01-20".parse().ok(),
        ..fixture::source("poem.txt", "Roses are red.")
    };
    let dataset = Dataset { sources: vec![source], ..Dataset::default() };
    let harness = window(dataset, USUAL);
    assert!(harness.query_by_label_contains("No event was found in what is open").is_some());
    assert!(!has(&harness, "Show all of time"), "there is none");
}

#[test]
fn where_filters_hide_everything_they_are_taken_away_there() {
    let mut harness = story();
    click(&mut harness, "Filters");
    click(&mut harness, "Filter by words");
    typed(&mut harness, "zzzz");
    assert!(harness.query_by_label_contains("The filters hide every event").is_some());
    click(&mut harness, "Take all filters away");
    assert!(state(&harness).filters().filter().is_empty());
}

#[test]
fn files_held_over_the_window_are_named_until_they_are_let_go() {
    let mut harness = story();
    let held = |name: &str| egui::HoveredFile { path: Some(name.into()), mime: String::new() };
    harness.input_mut().hovered_files = vec![held("report.html"), held("events.csv")];
    harness.run_steps(3);
    assert!(has(&harness, "Drop to open"));
    assert!(has(&harness, "report.html: a report"));
    assert!(has(&harness, "events.csv: a table of events"));
    assert!(has(&harness, "They join what is shown."));
    harness.input_mut().hovered_files = (0..9).map(|n| held(&format!("{n}.mbtiles"))).collect();
    harness.run_steps(3);
    assert!(has(&harness, "and 4 more"));
    assert!(has(&harness, "The map gets them as layers."));
    harness.input_mut().hovered_files.clear();
    harness.run_steps(3);
    assert!(!has(&harness, "Drop to open"));
}
