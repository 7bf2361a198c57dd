//! The map moved by hand, by wheel, by fingers, by keys and by flights.

use super::common::{click, hold, press, pull};
use super::desk::*;
use chronotope::model::PlaceId;
use chronotope::views::map::{FlyRequest, Gesture};
use egui::{Event as Input, Key, Modifiers, MouseWheelUnit, Pos2, pos2, vec2};
use egui_kittest::kittest::Queryable as _;

#[test]
fn dragging_keeps_the_ground_under_the_pointer() {
    let mut harness = harness();
    let (from, to) = (pos2(300.0, 200.0), pos2(520.0, 330.0));
    let held = ground(&harness, from);
    hold(&mut harness, from);
    pull(&mut harness, from, to, 9);
    assert!(close(ground(&harness, to), held, 6.0));
    assert!(matches!(harness.state().map.gesture(), Gesture::Dragging { .. }));
    // Held still before it is let go, it does not glide.
    harness.run_steps(30);
    harness.drop_at(to);
    harness.run();
    assert!(close(ground(&harness, to), held, 6.0));
    assert_eq!(*harness.state().map.gesture(), Gesture::Idle);
}

#[test]
fn a_thrown_map_glides_on_and_comes_to_rest() {
    let mut harness = harness();
    let (from, to) = (pos2(300.0, 300.0), pos2(500.0, 300.0));
    let held = ground(&harness, from);
    hold(&mut harness, from);
    pull(&mut harness, from, to, 5);
    harness.drop_at(to);
    harness.run();
    let now = ground(&harness, to);
    assert!(held.x - now.x > 10.0 / (256.0 * 64.0), "glides further the same way");
    assert_eq!(*harness.state().map.gesture(), Gesture::Idle);
}

#[test]
fn dragging_around_the_world_comes_back() {
    let mut harness = harness();
    harness.state_mut().state.session.map_zoom = 2.0;
    harness.run();
    for _ in 0..6 {
        let (from, to) = (pos2(850.0, 500.0), pos2(50.0, 500.0));
        hold(&mut harness, from);
        pull(&mut harness, from, to, 4);
        harness.run_steps(20);
        harness.drop_at(to);
        harness.run();
        let x = harness.state().state.session.map_center.x;
        assert!((0.0..1.0).contains(&x), "{x}");
    }
}

#[test]
fn the_wheel_zooms_at_the_pointer_whatever_the_frame_time() {
    let mut zooms = Vec::new();
    for step in [1.0 / 144.0, 1.0 / 60.0, 0.25_f32] {
        let mut harness = harness_at(step);
        let at = pos2(610.0, 170.0);
        harness.hover_at(at);
        harness.run_steps(1);
        let held = ground(&harness, at);
        for _ in 0..3 {
            harness.event(Input::MouseWheel {
                unit: MouseWheelUnit::Line,
                delta: vec2(0.0, 1.0),
                phase: egui::TouchPhase::Move,
                modifiers: Modifiers::NONE,
                source: egui::MouseWheelSource::Wheel,
            });
            harness.run_steps(1);
            assert!(close(ground(&harness, at), held, harness.state().view().zoom));
        }
        harness.run();
        assert!(close(ground(&harness, at), held, harness.state().view().zoom));
        zooms.push(harness.state().view().zoom);
    }
    assert!(zooms.iter().all(|z| (z - zooms[0]).abs() < 1e-3), "{zooms:?}");
    assert!((zooms[0] - 7.2).abs() < 1e-3, "{zooms:?}");
}

#[test]
fn pinching_zooms_at_the_pointer() {
    let mut harness = harness();
    let at = pos2(200.0, 400.0);
    harness.hover_at(at);
    harness.run_steps(1);
    let held = ground(&harness, at);
    harness.event(Input::Zoom(2.0));
    harness.run();
    assert!((harness.state().view().zoom - 7.0).abs() < 1e-6);
    assert!(close(ground(&harness, at), held, 7.0));
}

#[test]
fn two_fingers_pan_and_zoom_and_the_ground_stays_under_the_first() {
    // As a touch screen tells it: every finger as a touch, the first of them as the pointer too.
    let touch = |id: u64, phase: egui::TouchPhase, pos: Pos2| Input::Touch {
        device_id: egui::TouchDeviceId(0),
        id: egui::TouchId(id),
        phase,
        pos,
        force: None,
    };
    let (down, moved, up) =
        (egui::TouchPhase::Start, egui::TouchPhase::Move, egui::TouchPhase::End);
    let mut harness = harness();
    let [first, second] = [pos2(300.0, 400.0), pos2(400.0, 400.0)];
    let held = ground(&harness, first);
    let before = harness.state().view().zoom;
    harness.event(touch(1, down, first));
    harness.event(Input::PointerMoved(first));
    harness.event(button(first, true));
    harness.run_steps(2);
    harness.event(touch(2, down, second));
    harness.run_steps(2);
    // Apart to twice the distance, in steps; then both to the right and down.
    for step in 1..=10 {
        let shift = step as f32 * 10.0;
        harness.event(touch(2, moved, second + vec2(shift, 0.0)));
        harness.run_steps(1);
    }
    harness.run_steps(3);
    let zoom = harness.state().view().zoom;
    assert!((zoom - before - 1.0).abs() < 0.02, "{zoom} from {before}");
    assert!(close(ground(&harness, first), held, zoom));
    for step in 1..=5 {
        let shift = vec2(10.0, 6.0) * step as f32;
        harness.event(touch(1, moved, first + shift));
        harness.event(Input::PointerMoved(first + shift));
        harness.event(touch(2, moved, second + vec2(100.0, 0.0) + shift));
        harness.run_steps(1);
    }
    harness.run_steps(3);
    assert!((harness.state().view().zoom - zoom).abs() < 0.02);
    assert!(close(ground(&harness, first + vec2(50.0, 30.0)), held, zoom));
    harness.event(touch(2, up, second));
    harness.event(touch(1, up, first));
    harness.event(button(first + vec2(50.0, 30.0), false));
    harness.event(Input::PointerGone);
    harness.run();
    assert!((harness.state().view().zoom - zoom).abs() < 0.02, "letting go moves nothing more");
}

#[test]
fn a_double_click_zooms_in_there() {
    let mut harness = harness();
    let at = pos2(660.0, 480.0);
    let held = ground(&harness, at);
    double_click(&mut harness, at);
    harness.run();
    assert!((harness.state().view().zoom - 7.0).abs() < 1e-9);
    assert!(close(ground(&harness, at), held, 7.0));
}

#[test]
fn the_keyboard_pans_and_zooms_the_focused_map() {
    let mut harness = harness();
    let before = harness.state().view();
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(harness.state().view(), before, "nothing without the focus");
    harness.get_by_label("Map").focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::ArrowDown);
    harness.run();
    let now = harness.state().view();
    assert!(now.center.x > before.center.x && now.center.y > before.center.y);
    assert!(harness.get_by_label("Map").is_focused(), "arrows pan instead of moving the focus");
    press(&mut harness, Modifiers::NONE, Key::Plus);
    assert!((harness.state().view().zoom - 6.5).abs() < 1e-9);
    harness.key_press(Key::Minus);
    harness.key_press(Key::Minus);
    harness.run();
    assert!((harness.state().view().zoom - 5.5).abs() < 1e-9);
}

#[test]
fn the_buttons_zoom_and_fit() {
    let mut harness = harness();
    click(&mut harness, "Zoom in");
    assert!((harness.state().view().zoom - 7.0).abs() < 1e-9);
    click(&mut harness, "Zoom out");
    click(&mut harness, "Zoom out");
    assert!((harness.state().view().zoom - 5.0).abs() < 1e-9);
    click(&mut harness, "Fit all events");
    let view = harness.state().view();
    for place in &dataset().places {
        assert!(view.shows(view.screen_from_lonlat(place.position), 0.0), "{}", place.name);
    }
    assert!(view.zoom > 5.5, "{}", view.zoom);
}

#[test]
fn flights_end_at_the_place() {
    let mut harness = harness();
    harness.state_mut().map.fly_to(FlyRequest::Place(PlaceId(1)));
    harness.run_steps(3);
    assert!(matches!(harness.state().map.gesture(), Gesture::Flying(_)));
    harness.run();
    let view = harness.state().view();
    let at = view.screen_from_lonlat(dataset().places[1].position);
    assert!((at.x - 450.0).abs() < 10.0 && (at.y - 300.0).abs() < 10.0, "{at:?}");
}

#[test]
fn flights_are_one_step_where_motion_is_unwanted() {
    let mut harness = harness();
    harness.ctx.all_styles_mut(|style| style.animation_time = 0.0);
    harness.state_mut().map.fly_to(FlyRequest::Place(PlaceId(1)));
    harness.run_steps(2);
    assert_eq!(*harness.state().map.gesture(), Gesture::Idle);
    let view = harness.state().view();
    let at = view.screen_from_lonlat(dataset().places[1].position);
    assert!((at.x - 450.0).abs() < 10.0, "{at:?}");
}

#[test]
fn an_idle_map_does_not_repaint() {
    let mut harness = harness();
    let steps = harness.try_run().expect("comes to rest");
    assert!(steps <= 1, "{steps}");
    assert!(harness.state().asked.is_empty(), "{:?}", harness.state().asked);
}
