//! The window over very many events: it shows the same numbers as a scan of all of them, whatever the
//! slider does, and its squares and bars can be pointed at.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what others need of the made-up events
#![cfg(feature = "gui")]

mod common;
#[path = "../examples/events/dataset.rs"]
mod dataset;
#[path = "../examples/events/model.rs"]
mod model;
#[path = "../examples/events/random.rs"]
mod random;

use chronotope::app::{Item, List, State};
use chronotope::model::{Second, Window as Times};
use chronotope::query::{Area, Counts, Query, Standing};
use chronotope::task::grouped;
use common::{USUAL, Window, click, click_at, hold, press, says, state, wheel};
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const EVENTS: usize = 50_000;
const MANY: usize = 1_000_000;

fn window() -> Window {
    window_over(EVENTS)
}

fn window_over(events: usize) -> Window {
    common::window(dataset::dataset(events, 7), USUAL)
}

fn scanned(state: &State, window: Times) -> Counts {
    let query = Query { window: Some(window) };
    let mut counts = Counts::default();
    for event in &state.dataset().events {
        match query.standing(event) {
            Standing::Shown { .. } => counts.shown += 1,
            Standing::Outside => counts.outside += 1,
            Standing::Undated => counts.undated += 1,
            Standing::Filtered => counts.filtered += 1,
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
    hold(&mut harness, handle);
    let mut seen: Vec<Times> = Vec::new();
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
    let line = format!("{} dimmed by the window", grouped(counts.outside as u64));
    click(&mut harness, &line);
    assert_eq!(state(&harness).session.list, List::Outside);
    let rows = harness.get_all_by_label_contains("Event: ").count();
    assert!((5..60).contains(&rows), "only rows in view are drawn: {rows}");
}

/// When events may have been, each end in order: what a window meets is what began before its end
/// less what was over by its beginning.
struct Ends {
    begins: Vec<Second>,
    ends: Vec<Second>,
}

impl Ends {
    fn of(state: &State) -> Self {
        let dated = state.dataset().events.iter().filter_map(|event| event.when.as_ref());
        let (mut begins, mut ends): (Vec<Second>, Vec<Second>) =
            dated.map(|when| (when.earliest().unwrap(), when.latest().unwrap())).unzip();
        begins.sort_unstable();
        ends.sort_unstable();
        Self { begins, ends }
    }

    fn shown(&self, window: Times) -> usize {
        let begun = self.begins.partition_point(|begin| *begin < window.end());
        begun - self.ends.partition_point(|end| *end <= window.begin())
    }
}

#[test]
fn over_a_million_events_every_step_of_the_slider_shows_what_the_window_holds() {
    let mut harness = window_over(MANY);
    let ends = Ends::of(state(&harness));
    let handle = harness.get_by_label("Window start").rect().center();
    hold(&mut harness, handle);
    let mut moved = 0;
    for step in 1_u16..=200 {
        let before = state(&harness).session.window;
        // The status line stands under the timeline but is laid out before it: it follows a frame
        // later, and is read once the hand rests for that long.
        harness.hover_at(handle + vec2(4.0 * f32::from(step), 0.0));
        harness.run_steps(2);
        let state = state(&harness);
        let window = state.session.window;
        moved += usize::from(window != before);
        let counts = state.matches().counts;
        assert_eq!(counts.shown, ends.shown(window), "step {step}: {window:?}");
        assert_eq!(counts.shown + counts.outside, MANY, "step {step}");
        let told = [
            format!("{} events shown", grouped(counts.shown as u64)),
            format!("{} dimmed by the window", grouped(counts.outside as u64)),
        ];
        for line in told {
            assert!(harness.query_by_label(&line).is_some(), "step {step}: no {line:?}");
        }
        // Nothing that happened at a place is lost between the squares of the world.
        if step % 40 == 0 {
            let index = state.index().events();
            let world = Area { level: 6, left: 0, top: 0, width: 64, height: 64 };
            let spots = index.spots_in(&index.spot_view(world), window);
            assert_eq!(spots.total, counts.shown, "step {step}");
            assert!(fullest(&harness).1 > 0, "step {step}");
        }
    }
    assert!(moved > 150, "the window moved {moved} times");
}

/// The middle of the fullest block of squares, and how many events it holds.
fn fullest(harness: &Window) -> (Pos2, usize, String) {
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
    click_at(&mut harness, at);
    let state = state(&harness);
    let Some(Item::Cell(cell)) = state.session.selection else {
        panic!("{:?} is selected", state.session.selection);
    };
    let index = state.index().events();
    let found = index.cell(cell, state.session.window, usize::MAX);
    assert!(found.total > 0 && found.total <= count, "a square of its block");
    let head = format!("{} in this square", found.total);
    let shown = says(&harness, "in this square");
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
    press(&mut harness, Modifiers::NONE, Key::Enter);
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
    click(&mut harness, &bar);
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
        harness.event(wheel(100.0));
        harness.run();
        if !says(&harness, " around ") {
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
