//! The table in the real window: sorted, scrolled and chosen from by keyboard, linked with the other
//! views, taken along with its citations. No display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::Item;
use chronotope::app::table::Column;
use common::{Window, click, press, state, story};
use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// The titles of the rows in view, from above.
fn rows(harness: &Window) -> Vec<String> {
    let rows = harness.query_all_by_label_contains("Row: ");
    let mut rows: Vec<(f32, String)> = rows
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn headings_sort_and_turn_the_order() {
    let mut harness = story();
    press(&mut harness, Modifiers::NONE, Key::T);
    let by_time = rows(&harness);
    assert!(by_time.len() > 3, "{by_time:?}");
    click(&mut harness, "Sort by Event");
    assert_eq!(state(&harness).session.table.sort.by, Column::Title);
    let by_title = rows(&harness);
    assert_ne!(by_title, by_time);
    click(&mut harness, "Sort by Event, ascending");
    assert!(state(&harness).session.table.sort.descending);
    assert_ne!(rows(&harness), by_title);
    click(&mut harness, "Close table");
    assert!(rows(&harness).is_empty());
}

#[test]
fn the_keyboard_goes_through_the_rows_and_every_view_follows() {
    let mut harness = story();
    click(&mut harness, "Table");
    harness.get_by_label("Events").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    let first = state(&harness).session.selection.clone();
    assert!(matches!(first, Some(Item::Event(_))), "{first:?}");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    let second = state(&harness).session.selection.clone();
    assert_ne!(first, second);
    press(&mut harness, Modifiers::NONE, Key::End);
    let last = state(&harness).session.selection.clone();
    assert!(!rows(&harness).is_empty());
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert_eq!(state(&harness).session.selection, first);
    assert_ne!(last, first);
}

#[test]
fn rows_are_copied_as_markdown_with_who_said_so() {
    let mut harness = story();
    click(&mut harness, "Table");
    harness.get_by_label("Events").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    click(&mut harness, "Copy the 2 marked rows");
    harness.get_by_label("Copy the 2 marked rows as Markdown with citations").click();
    harness.step();
    let copied =
        harness.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
    let copied = copied.expect("something was copied");
    assert_eq!(copied.lines().filter(|line| line.starts_with("- **")).count(), 2, "{copied}");
    assert!(copied.contains("  - “"), "{copied}");
}

#[test]
fn columns_come_and_go() {
    let mut harness = story();
    click(&mut harness, "Table");
    assert!(harness.query_by_label("Sort by Position").is_none());
    click(&mut harness, "Columns of the table");
    click(&mut harness, "Column: Position");
    assert!(harness.query_by_label("Sort by Position").is_some());
}

/// The headings of the columns that are shown, from the left.
fn headings(harness: &Window) -> Vec<(String, egui::Rect)> {
    let all = harness.query_all_by_label_contains("Sort by ");
    let mut all: Vec<(String, egui::Rect)> =
        all.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect())).collect();
    all.sort_by(|a, b| a.1.left().total_cmp(&b.1.left()));
    all
}

#[test]
fn every_heading_can_be_read_in_a_small_or_enlarged_window() {
    // 1000 by 640 as it is, at 200 and at 300 %.
    for (width, height) in [(1000.0, 640.0), (500.0, 320.0), (333.0, 213.0)] {
        let mut harness = common::story_in(egui::vec2(width, height));
        press(&mut harness, Modifiers::NONE, Key::F);
        press(&mut harness, Modifiers::NONE, Key::T);
        let buttons = ["Copy all rows", "Columns of the table", "Close table"];
        let rects = buttons.map(|label| harness.get_by_label(label).rect());
        let left = rects[0].left();
        assert!(left > 100.0, "the buttons stand beside the filters: {rects:?} at {width}");
        for pair in rects.windows(2) {
            assert!(pair[0].right() <= pair[1].left(), "{rects:?} at {width}");
        }
        let all = headings(&harness);
        assert_eq!(all.len(), 7);
        for pair in all.windows(2) {
            assert!(pair[0].1.right() <= pair[1].1.left() + 0.1, "{all:?} overlap at {width}");
        }
        for (label, rect) in &all {
            let word = label.trim_start_matches("Sort by ").split(',').next().unwrap();
            let wide = chronotope::scene::text::width(word, 11.5, true);
            assert!(rect.width() >= wide + 22.0, "“{word}” is cut at {width}");
        }
        // Whichever the keyboard comes to is brought into view.
        for (label, _) in [all.last().unwrap(), all.first().unwrap()] {
            harness.get_by_label(label).focus();
            harness.run();
            let rect = harness.get_by_label(label).rect();
            let table = harness.get_by_label("Events").rect();
            assert!(
                table.x_range().expand(1.0).contains(rect.left())
                    && rect.right() <= table.right() + 1.0
                    || table.width() < rect.width(),
                "{label}: {rect:?} in {table:?}"
            );
        }
    }
}

#[test]
fn columns_without_room_are_scrolled_with_their_headings() {
    let mut harness = common::story_in(egui::vec2(600.0, 640.0));
    press(&mut harness, Modifiers::NONE, Key::T);
    let before = headings(&harness)[0].1.left();
    harness.get_by_label("Events").focus();
    harness.run();
    let window = state(&harness).session.window;
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    let after = headings(&harness)[0].1.left();
    assert!((before - after - 40.0).abs() < 1.0, "{before} {after}");
    assert_eq!(state(&harness).session.window, window, "the slider stays");
    let bar = harness.get_by_label("Scroll the columns").rect();
    assert!(bar.width() > 100.0 && bar.bottom() <= 640.0);
}
