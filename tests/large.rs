//! The window over very many events: it shows the same numbers as a scan of all of them, whatever the
//! slider does, and its squares and bars can be pointed at.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what others need of the made-up events
#![cfg(feature = "gui")]

#[path = "../examples/events/dataset.rs"]
mod dataset;
#[path = "../examples/events/model.rs"]
mod model;
#[path = "../examples/events/random.rs"]
mod random;

use chronotope::app::{Item, List, State};
use chronotope::model::{Second, Window};
use chronotope::query::{Counts, Query, Standing};
use chronotope::views::Viewer;
use egui::{Key, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const EVENTS: usize = 50_000;

fn window() -> Harness<'static, Option<Viewer>> {
    let mut made = Some(dataset::dataset(EVENTS, 7));
    let mut harness = Harness::builder()
        .with_size(vec2(1280.0, 800.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(600)
        .build_ui_state(
            move |ui, viewer: &mut Option<Viewer>| {
                let viewer = viewer.get_or_insert_with(|| {
                    Viewer::showing(ui.ctx(), made.take().unwrap_or_default())
                });
                viewer.frame(ui);
            },
            None,
        );
    harness.run();
    harness
}

fn state<'a>(harness: &'a Harness<'static, Option<Viewer>>) -> &'a State {
    harness.state().as_ref().expect("the window stands").state()
}

fn scanned(state: &State, window: Window) -> Counts {
    let query = Query { window: Some(window) };
    let mut counts = Counts::default();
    for event in &state.dataset().events {
        match query.standing(event) {
            Standing::Shown { .. } => counts.shown += 1,
            Standing::Outside => counts.outside += 1,
            Standing::Undated => counts.undated += 1,
        }
        counts.unplaced += usize::from(event.places.is_empty());
    }
    counts
}

#[test]
fn two_hundred_steps_of_the_slider_count_as_a_scan_does() {
    let mut harness = window();
    let all = scanned(state(&harness), state(&harness).session.window);
    assert_eq!(state(&harness).matches().counts, all);
    let handle = harness.get_by_label("Window start").rect().center();
    harness.hover_at(handle);
    harness.run_steps(1);
    harness.drag_at(handle);
    harness.run_steps(1);
    let mut seen: Vec<Window> = Vec::new();
    for step in 1_u16..=200 {
        harness.hover_at(handle + vec2(4.0 * f32::from(step), 0.0));
        harness.run_steps(1);
        let state = state(&harness);
        let window = state.session.window;
        if seen.last() != Some(&window) {
            assert_eq!(state.matches().counts, scanned(state, window), "step {step}");
            seen.push(window);
        }
    }
    assert!(seen.len() > 150, "the window moved: {}", seen.len());
    harness.drop_at(handle + vec2(800.0, 0.0));
    harness.run();
    let counts = state(&harness).matches().counts;
    assert!(counts.shown > 0 && counts.outside > 0, "{counts:?}");
    let line = format!("{} dimmed by the window", grouped(counts.outside));
    harness.get_by_label(&line).click();
    harness.run();
    assert_eq!(state(&harness).session.list, List::Outside);
    let rows = harness.get_all_by_label_contains("Event: ").count();
    assert!((5..60).contains(&rows), "only rows in view are drawn: {rows}");
}

fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}

/// The middle of the fullest block of squares, and how many events it holds.
fn fullest(harness: &Harness<'static, Option<Viewer>>) -> (Pos2, usize, String) {
    let block = harness
        .get_all_by_label_contains(" around ")
        .filter_map(|node| Some((node.rect().center(), node.accesskit_node().label()?)))
        .filter_map(|(at, label)| Some((at, label.split(' ').next()?.parse().ok()?, label)))
        .max_by_key(|(_, count, _): &(Pos2, usize, String)| *count);
    block.expect("squares are there for a screen reader")
}

#[test]
fn a_square_is_clicked_and_lists_its_events_newest_first() {
    let mut harness = window();
    let (at, count, _) = fullest(&harness);
    harness.hover_at(at);
    harness.run();
    harness.drag_at(at);
    harness.run_steps(1);
    harness.drop_at(at);
    harness.run();
    let state = state(&harness);
    let Some(Item::Cell(cell)) = state.session.selection else {
        panic!("{:?} is selected", state.session.selection);
    };
    let index = state.index().events();
    let found = index.cell(cell, state.session.window, usize::MAX);
    assert!(found.total > 0 && found.total <= count, "a square of its block");
    let head = format!("{} in this square", found.total);
    let shown = harness.get_all_by_label_contains("in this square").next().is_some();
    assert!(shown, "{head}");
    let begins: Vec<Option<Second>> = found
        .events
        .iter()
        .map(|id| state.dataset().event(*id)?.when.as_ref()?.earliest())
        .collect();
    assert!(begins.iter().rev().is_sorted(), "newest first");
    let scanned = (0..state.dataset().events.len())
        .map(chronotope::model::EventId::from_index)
        .filter(|id| found.events.contains(id));
    assert_eq!(scanned.count(), found.total);
}

#[test]
fn squares_are_reached_by_keyboard() {
    let mut harness = window();
    let (_, count, label) = fullest(&harness);
    harness.get_by_label(&label).focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let state = state(&harness);
    let Some(Item::Cell(cell)) = state.session.selection else {
        panic!("{:?} is selected", state.session.selection);
    };
    let found = state.index().events().cell(cell, state.session.window, 10);
    assert_eq!(found.total, count);
    assert!(harness.query_by_label_contains("are listed").is_some(), "there are more than fit");
}

#[test]
fn bars_say_how_many_and_select_their_time() {
    let mut harness = window();
    let bar = harness
        .get_all_by_label_contains("Battles: ")
        .filter_map(|node| node.accesskit_node().label())
        .find(|label| label.contains(" to "))
        .expect("a bar of the lane");
    let count: usize = bar.split([' ', ':']).nth(2).unwrap().parse().unwrap();
    harness.get_by_label(&bar).click();
    harness.run();
    let state = state(&harness);
    let query = Query { window: Some(state.session.window) };
    let met = state.dataset().events.iter().filter(|event| {
        event.category.as_str() == "battles"
            && matches!(query.standing(event), Standing::Shown { .. })
    });
    assert_eq!(met.count(), count);
}

#[test]
fn close_by_the_same_events_are_marks() {
    let mut harness = window();
    let (at, ..) = fullest(&harness);
    // Closer and closer, always at the same ground.
    for _ in 0..14 {
        harness.hover_at(at);
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, 100.0),
            phase: egui::TouchPhase::Move,
            modifiers: egui::Modifiers::NONE,
            source: egui::MouseWheelSource::Wheel,
        });
        harness.run();
        if harness.query_all_by_label_contains(" around ").next().is_none() {
            break;
        }
    }
    let marks = harness.get_all_by_label_contains("Town ").count();
    assert!(marks > 0, "where events are few they are marks");
}

#[test]
fn an_idle_window_over_many_events_rests() {
    let mut harness = window();
    assert!(harness.try_run().is_ok_and(|steps| steps <= 2));
}
