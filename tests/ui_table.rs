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
