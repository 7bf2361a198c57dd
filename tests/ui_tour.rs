//! The tour: what is where in five steps, to be left at any of them. No display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use common::{command, has, press, state, story, story_in};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

#[test]
fn the_tour_goes_from_part_to_part_by_enter_and_ends() {
    let mut harness = story();
    assert!(!has(&harness, "Skip the tour"), "tests and files start without it");
    command(&mut harness, "Take the tour");
    for heading in ["When", "Where", "Who said so", "What is not shown"] {
        assert!(harness.query_all_by_label(heading).next().is_some(), "{heading}");
        press(&mut harness, Modifiers::NONE, Key::Enter);
    }
    assert!(has(&harness, "End the tour"));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(!has(&harness, "End the tour"));
}

#[test]
fn the_tour_locks_nothing_and_escape_leaves_it() {
    let mut harness = story_in(vec2(1000.0, 640.0));
    command(&mut harness, "Take the tour");
    let card = harness.get_by_label("Skip the tour").rect();
    assert!(card.right() <= 1000.0 && card.bottom() <= 640.0, "the card lies in the window");
    // The window can be used meanwhile.
    harness.get_by_label("Play").click();
    harness.run_steps(3);
    assert!(state(&harness).session.playing);
    harness.get_by_label("Pause").click();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "Skip the tour"));
}

#[test]
fn less_motion_brings_the_map_there_at_once() {
    let mut harness = story();
    command(&mut harness, "Less motion");
    assert!(state(&harness).session.less_motion);
    assert_eq!(harness.ctx.global_style().animation_time, 0.0);
    command(&mut harness, "Less motion");
    assert!(harness.ctx.global_style().animation_time > 0.0);
}
