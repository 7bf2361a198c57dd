//! The slider: its window, its cursor, what is in view, the controls above it.

use super::bench::*;
use chronotope::app::{Item, Outside, Step};
use chronotope::model::{Dataset, EventId, Window};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

#[test]
fn a_handle_moves_its_end_while_the_hand_is_down() {
    let mut harness = january();
    let from = center(&harness, "Window start");
    let by = vec2(-5.0 * day_px(&harness), 0.0);
    hold(&mut harness, from);
    pull(&mut harness, from, from + by, 8);
    let during = window(&harness);
    assert!((during.begin().0 - at(2026, 1, 5).0).abs() <= 86_400, "{during:?}");
    assert_eq!(during.end(), at(2026, 1, 20));
    assert_eq!(during.begin().0 % 86_400, 0, "it snaps to days");
    harness.drop_at(from + by);
    harness.run();
    assert_eq!(window(&harness), during);
    let outside = harness.state().state.matches().counts.outside;
    assert!(outside > 0, "what the window leaves out is counted");
}

#[test]
fn the_body_moves_with_its_length() {
    let mut harness = january();
    let a = center(&harness, "Window start");
    let b = center(&harness, "Window end");
    let by = vec2(3.0 * day_px(&harness), 0.0);
    let middle = a + (b - a) / 2.0;
    drag(&mut harness, middle, middle + by);
    let moved = window(&harness);
    assert_eq!(moved.seconds(), 10 * 86_400);
    assert!((moved.begin().0 - at(2026, 1, 13).0).abs() <= 86_400, "{moved:?}");
}

#[test]
fn a_drag_beside_the_window_makes_a_new_one() {
    let mut harness = january();
    let by = vec2(4.0 * day_px(&harness), 0.0);
    let from = center(&harness, "Window end") + vec2(2.0 * day_px(&harness), 0.0);
    drag(&mut harness, from, from + by);
    let made = window(&harness);
    assert!(made.begin() >= at(2026, 1, 20), "{made:?}");
    assert!((4..=6).contains(&(made.seconds() / 86_400)), "{made:?}");
}

#[test]
fn the_cursor_is_dragged_without_the_window() {
    let mut harness = january();
    let before = window(&harness);
    let from = center(&harness, "As-of cursor");
    let by = vec2(5.0 * day_px(&harness), 0.0);
    drag(&mut harness, from, from + by);
    assert_eq!(window(&harness), before);
    assert!((cursor(&harness).0 - at(2026, 1, 20).0).abs() <= 86_400);
}

#[test]
fn the_wheel_magnifies_what_is_under_the_pointer() {
    let mut harness = january();
    let pointer = center(&harness, "Timeline");
    harness.hover_at(pointer);
    harness.run_steps(1);
    let before = view(&harness);
    harness.event(wheel(100.0));
    harness.run();
    let after = view(&harness);
    let ratio = before.seconds() as f64 / after.seconds() as f64;
    assert!((1.8..2.2).contains(&ratio), "{ratio}");
    let middle = |w: Window| (w.begin().0 + w.end().0) / 2;
    assert!((middle(before) - middle(after)).abs() < before.seconds() / 50);
}

#[test]
fn dragging_the_lanes_moves_the_paper() {
    let mut harness = january();
    let before = view(&harness);
    let from = center(&harness, "Timeline") + vec2(0.0, 60.0);
    let by = vec2(-5.0 * day_px(&harness), 0.0);
    drag(&mut harness, from, from + by);
    let after = view(&harness);
    assert_eq!(before.seconds(), after.seconds());
    let days = (after.begin().0 - before.begin().0) as f64 / 86_400.0;
    assert!((days - 5.0).abs() < 0.2, "{days}");
}

#[test]
fn events_are_hovered_and_clicked_by_their_words() {
    let mut harness = january();
    let label = "18 January 2026: The agreement, stated";
    let from = center(&harness, label);
    harness.hover_at(from);
    harness.run();
    assert_eq!(harness.state().hovered, Some(Item::Event(EventId(0))));
    click(&mut harness, label);
    assert_eq!(harness.state().state.session.selection, Some(Item::Event(EventId(0))));
}

#[test]
fn undated_events_are_there_as_well() {
    let mut harness = january();
    click(&mut harness, "undated: The talks, stated");
    assert_eq!(harness.state().state.session.selection, Some(Item::Event(EventId(5))));
}

#[test]
fn the_keyboard_steps_jumps_and_magnifies() {
    let mut harness = january();
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(window(&harness), Window::new(at(2026, 1, 11), at(2026, 1, 21)));
    assert_eq!(cursor(&harness), at(2026, 1, 16));
    press(&mut harness, Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(window(&harness), Window::new(at(2026, 1, 11), at(2026, 1, 21)));
    assert_eq!(cursor(&harness), at(2026, 1, 15));
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert_eq!(window(&harness).begin(), harness.state().state.extent().begin());
    press(&mut harness, Modifiers::NONE, Key::End);
    assert_eq!(window(&harness).end(), harness.state().state.extent().end());
    let before = view(&harness).seconds();
    press(&mut harness, Modifiers::NONE, Key::Plus);
    assert!(view(&harness).seconds() < before);
    press(&mut harness, Modifiers::NONE, Key::Minus);
    assert!((view(&harness).seconds() - before).abs() <= 2);
}

#[test]
fn a_focused_handle_takes_the_arrows() {
    let mut harness = january();
    harness.get_by_label("Window end").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(window(&harness), Window::new(at(2026, 1, 10), at(2026, 1, 21)));
    let node = harness.get_by_label("Window end");
    assert_eq!(node.accesskit_node().role(), Role::Slider);
    assert_eq!(node.value().as_deref(), Some("20 Jan 2026"));
    assert!(node.is_focused());
    node.increment_accesskit();
    harness.run();
    assert_eq!(window(&harness).end(), at(2026, 1, 22));
}

#[test]
fn playing_runs_and_pauses() {
    let mut harness = january();
    harness.key_press(Key::Space);
    harness.run_steps(2);
    assert!(harness.state().state.session.playing);
    let before = cursor(&harness);
    harness.run_steps(30);
    let after = cursor(&harness);
    let days = (after.0 - before.0) as f64 / 86_400.0;
    // Four steps of a day a second, for half a second.
    assert!((1.6..2.4).contains(&days), "{days}");
    click(&mut harness, "Pause");
    assert!(!harness.state().state.session.playing);
}

#[test]
fn a_typed_date_moves_the_window() {
    let mut harness = january();
    fill(&mut harness, "First day of the window", "2026-01-05");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(window(&harness), Window::new(at(2026, 1, 5), at(2026, 1, 20)));
}

#[test]
fn what_is_no_date_is_said_and_not_applied() {
    let mut harness = january();
    let before = window(&harness);
    fill(&mut harness, "Last day of the window", "in a while, perhaps");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(window(&harness), before);
    assert!(harness.query_by_label_contains("is no date").is_some());
}

#[test]
fn typing_is_not_taken_for_the_sliders_keys() {
    let mut harness = january();
    let before = window(&harness);
    harness.get_by_label("Date of the cursor").focus();
    harness.run();
    harness.key_press(Key::Home);
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(window(&harness), before);
    assert!(!harness.state().state.session.playing);
}

#[test]
fn choices_are_made_in_the_row() {
    let mut harness = january();
    click(&mut harness, "Hide");
    assert_eq!(harness.state().state.session.outside, Outside::Hide);
    assert!(!has(&harness, "28 January 2026: The meeting, stated"));
    click(&mut harness, "Step: day");
    click(&mut harness, "month");
    assert_eq!(harness.state().state.session.step, Step::Month);
    click(&mut harness, "Fit all");
    assert_eq!(window(&harness), harness.state().state.extent());
}

#[test]
fn many_events_on_a_day_are_counted_and_listed() {
    let mut dataset = winter();
    for i in 0..40 {
        dataset.events.push(event(&format!("Shelling {i}"), "attack", Some("2026-01-12")));
    }
    let mut harness = bench(dataset);
    let all: Vec<String> = harness
        .get_all_by_role(Role::Button)
        .filter_map(|node| node.accesskit_node().label())
        .collect();
    let single = all.iter().filter(|l| l.starts_with("12 January 2026: Shelling")).count();
    let more = all.iter().find(|l| l.contains("more events here")).expect("a count of the rest");
    let rest: usize = more.split(' ').next().and_then(|n| n.parse().ok()).expect("a number");
    assert_eq!(single + rest, 40, "none is lost");
    let more = more.clone();
    click(&mut harness, &more);
    let row = harness
        .get_all_by_label_contains("12 January 2026: Shelling")
        .filter_map(|node| node.accesskit_node().label())
        .find(|label| !label.ends_with(", stated"))
        .expect("a row of the list");
    click(&mut harness, &row);
    let Some(Item::Event(chosen)) = harness.state().state.session.selection.clone() else {
        panic!("a row selects its event");
    };
    let event = harness.state().state.dataset().event(chosen).expect("it exists");
    assert!(row.ends_with(&event.title));
}

#[test]
fn an_idle_timeline_rests() {
    let mut harness = january();
    assert!(harness.try_run().is_ok_and(|steps| steps <= 2));
}

#[test]
fn it_works_without_events_and_without_room() {
    let mut harness = bench(Dataset::default());
    harness.key_press(Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::End);
    for size in [vec2(30.0, 20.0), vec2(200.0, 60.0), vec2(1200.0, 90.0)] {
        let mut harness = january();
        harness.set_size(size);
        harness.run();
    }
}
