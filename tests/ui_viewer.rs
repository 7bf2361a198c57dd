//! The main job in the real window, driven by accessibility labels: scrub, play, click a place, open
//! a passage; with the mouse, and with the keyboard alone. No display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

use chronotope::app::{Item, State, embedded};
use chronotope::model::{Dataset, Second};
use chronotope::query::Counts;
use chronotope::views::Viewer;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn window(dataset: Dataset) -> Harness<'static, Option<Viewer>> {
    let mut dataset = Some(dataset);
    let mut harness = Harness::builder()
        .with_size(vec2(1280.0, 800.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(600)
        .build_ui_state(
            move |ui, viewer: &mut Option<Viewer>| {
                let viewer = viewer.get_or_insert_with(|| {
                    Viewer::showing(ui.ctx(), dataset.take().unwrap_or_default())
                });
                viewer.frame(ui);
            },
            None,
        );
    harness.run();
    harness
}

fn story() -> Harness<'static, Option<Viewer>> {
    window(embedded().expect("the embedded story reads"))
}

fn state<'a>(harness: &'a Harness<'static, Option<Viewer>>) -> &'a State {
    harness.state().as_ref().expect("the window stands").state()
}

fn counts(harness: &Harness<'static, Option<Viewer>>) -> Counts {
    state(harness).matches().counts
}

#[test]
fn every_event_is_counted_once_and_nothing_is_lost() {
    let harness = story();
    let all = state(&harness).dataset().events.len();
    let c = counts(&harness);
    assert_eq!(c.shown + c.outside + c.undated, all);
    assert!(harness.query_by_label(&format!("{} events shown", c.shown)).is_some());
}

#[test]
fn dragging_the_windows_start_hides_what_ended_before_and_says_so() {
    let mut harness = story();
    let before = counts(&harness);
    let handle = harness.get_by_label("Window start").rect().center();
    harness.hover_at(handle);
    harness.run_steps(1);
    harness.drag_at(handle);
    harness.run_steps(1);
    for step in 1_u8..=10 {
        harness.hover_at(handle + vec2(40.0 * f32::from(step), 0.0));
        harness.run_steps(1);
    }
    let during = counts(&harness);
    assert!(during.outside > before.outside, "the map follows while the hand is down");
    harness.drop_at(handle + vec2(400.0, 0.0));
    harness.run();
    let after = counts(&harness);
    assert_eq!(after.shown + after.outside + after.undated, state(&harness).dataset().events.len());
    let line = format!("{} dimmed by the window", after.outside);
    harness.get_by_label(&line).click();
    harness.run();
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
    assert!(
        harness.query_all_by_label_contains("موسكو").next().is_some(),
        "names in other scripts"
    );
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
    assert!(harness.query_all_by_label_contains("Qamishli:").next().is_some());
}

#[test]
fn the_keyboard_alone_plays_steps_and_reaches_the_ends() {
    let mut harness = story();
    harness.key_press(Key::Home);
    harness.run();
    let start = state(&harness).session.cursor;
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert!(state(&harness).session.cursor > start);
    harness.key_press(Key::Space);
    harness.run_steps(5);
    assert!(state(&harness).session.playing);
    harness.key_press(Key::Space);
    harness.run();
    assert!(!state(&harness).session.playing);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::O);
    harness.run();
    assert!(harness.query_by_label("Choose files…").is_some());
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Choose files…").is_none());
}

#[test]
fn an_idle_window_rests() {
    let mut harness = story();
    assert!(harness.try_run().is_ok_and(|steps| steps <= 2));
}

#[test]
fn an_empty_dataset_says_what_to_do() {
    let harness = window(Dataset::default());
    assert!(harness.query_by_label("0 events shown").is_some());
    assert!(harness.query_all_by_label_contains("Open").next().is_some());
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
    let mut harness = window(dataset);
    assert!(harness.query_all_by_label_contains("has no date").next().is_some(), "{heading}");
    let map_top = harness.get_by_label("Map").rect().min.y;
    assert!(map_top < 130.0, "the question takes a line or two, not the window: {map_top}");
    harness.get_by_label("Leave undated").click();
    harness.run();
    assert!(state(&harness).session.asking_date.is_empty());
    assert!(harness.query_by_label("Leave undated").is_none(), "it does not ask twice");
}

#[test]
fn the_keyboard_alone_reaches_a_mark_and_its_context() {
    let mut harness = story();
    let map = harness.get_by_label("Map");
    map.focus();
    harness.run();
    for _ in 0..12 {
        harness.key_press(Key::Tab);
        harness.run();
        let on_mark =
            harness.query_all_by_label_contains(" events, ").any(|node| node.is_focused());
        if on_mark {
            harness.key_press(Key::Enter);
            harness.run();
            assert!(matches!(state(&harness).session.selection, Some(Item::Place(_))));
            return;
        }
    }
    panic!("no mark was reached in twelve presses of Tab");
}
