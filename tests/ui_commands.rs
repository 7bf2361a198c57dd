//! Commands by name and by key in the real window: the palette, the sheet of shortcuts, and the keys
//! that both are made from. Keyboard alone; found by accessibility labels.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::commands::{COMMANDS, Group};
use chronotope::app::{Appearance, List};
use common::{command, has, press, state, story, story_in, typed};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

#[test]
fn the_palette_runs_what_a_few_letters_name() {
    let mut harness = story();
    assert_eq!(state(&harness).session.appearance, Appearance::System);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    assert!(has(&harness, "Command"));
    typed(&mut harness, "dark");
    assert!(harness.query_by_label("Dark appearance").is_some());
    assert!(harness.query_by_label("Step by weeks").is_none(), "the rest is filtered out");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(state(&harness).session.appearance, Appearance::Dark);
    assert!(!has(&harness, "Command"), "it closes");

    // What was run last comes first, and the arrows go through the list.
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    typed(&mut harness, "list the sour");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(state(&harness).session.list, List::Sources);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(state(&harness).session.list, List::Sources);
}

#[test]
fn a_click_on_a_row_runs_it_and_escape_runs_nothing() {
    let mut harness = story();
    press(&mut harness, Modifiers::COMMAND, Key::K);
    typed(&mut harness, "light");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "Command"));
    assert_eq!(state(&harness).session.appearance, Appearance::System);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    typed(&mut harness, "light");
    harness.get_by_label("Light appearance").click();
    harness.run();
    assert_eq!(state(&harness).session.appearance, Appearance::Light);
}

#[test]
fn what_cannot_be_run_says_why_and_is_not_run() {
    let mut harness = story();
    press(&mut harness, Modifiers::COMMAND, Key::K);
    typed(&mut harness, "undo");
    assert!(harness.query_by_label_contains("Nothing to undo").is_some());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(has(&harness, "Command"), "it stays open: nothing was run");
    typed(&mut harness, " zzz");
    assert!(harness.query_by_label_contains("No command is called").is_some());
}

#[test]
fn the_palette_zooms_the_map_and_moves_time() {
    let mut harness = story();
    let zoom = state(&harness).session.map_zoom;
    command(&mut harness, "zoom in on the map");
    assert!((state(&harness).session.map_zoom - zoom - 1.0).abs() < 1e-6);
    command(&mut harness, "beginning");
    let begin = state(&harness).extent().begin();
    assert_eq!(state(&harness).session.cursor, begin);
}

#[test]
fn the_sheet_lists_every_command_that_has_a_key() {
    for size in [vec2(1280.0, 800.0), vec2(1000.0, 640.0)] {
        let mut harness = story_in(size);
        press(&mut harness, Modifiers::SHIFT, Key::Questionmark);
        let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
        for command in COMMANDS.iter().filter(|command| !command.keys.is_empty()) {
            let line = format!("{}: {}", command.name, command.keys_written());
            let found = harness.query_all_by_label_contains(&line).next();
            let found = found.unwrap_or_else(|| panic!("{line} is missing"));
            assert!(window.contains_rect(found.rect()), "{line} is cut off at {size:?}");
        }
        assert!(has(&harness, Group::Time.name()));
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert!(!has(&harness, "Keyboard shortcuts"));
        assert!(state(&harness).session.document.is_none());
    }
}

#[test]
fn keys_beneath_the_sheet_do_not_play() {
    let mut harness = story();
    press(&mut harness, Modifiers::NONE, Key::Questionmark);
    // The close button has the focus: the space bar presses it.
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert!(!state(&harness).session.playing);
    assert!(!has(&harness, "Keyboard shortcuts"));
    harness.key_press(Key::Space);
    harness.run_steps(3);
    assert!(state(&harness).session.playing, "closed, the slider has its keys again");
}

#[test]
fn escape_closes_an_open_menu_before_anything_else() {
    let mut harness = story();
    press(&mut harness, Modifiers::NONE, Key::T);
    harness.get_by_label("Lanes: category").click();
    harness.run();
    assert!(has(&harness, "actor"), "the menu of lanes is open");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "actor"));
    assert!(state(&harness).session.table.open, "nothing else was closed");
}
