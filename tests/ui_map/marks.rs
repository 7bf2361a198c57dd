//! Marks of events: pressed, opened, pointed at.

use super::common::{click_at, press};
use super::desk::*;
use chronotope::app::{Action, Item};
use chronotope::model::{LonLat, PlaceId};
use chronotope::projection::World;
use egui::{Key, Modifiers, pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

#[test]
fn a_click_on_a_mark_selects_its_place_and_opens_its_stack() {
    let mut harness = harness();
    harness.get_by_label_contains("Northtown: 2 events").click();
    harness.run();
    let state = harness.state();
    assert!(state.asked.contains(&Action::Select(Some(Item::Place(PlaceId(0))))));
    assert_eq!(state.map.open(), Some(PlaceId(0)));
    harness.get_by_label_contains("Troops leave").click();
    harness.run();
    let chosen = harness.state().state.session.selection.clone();
    assert!(matches!(chosen, Some(Item::Event(id)) if id.0 == 0), "{chosen:?}");
}

#[test]
fn a_screen_reader_can_press_a_mark() {
    let mut harness = harness();
    harness.get_by_label_contains("Southtown: 1 event").click_accesskit();
    harness.run();
    let chosen = harness.state().state.session.selection.clone();
    assert_eq!(chosen, Some(Item::Place(PlaceId(1))));
}

#[test]
fn marks_are_pressed_by_enter() {
    let mut harness = harness();
    harness.get_by_label_contains("Southtown").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().state.session.selection, Some(Item::Place(PlaceId(1))));
}

#[test]
fn tab_reaches_the_marks() {
    let mut harness = harness();
    harness.get_by_label("Map").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Tab);
    let focused = harness.get_all_by_role(egui::accesskit::Role::Button).find(|n| n.is_focused());
    let label = focused.and_then(|n| n.accesskit_node().label()).unwrap_or_default();
    assert!(label.contains("event"), "{label:?}");
}

#[test]
fn close_places_share_a_mark_until_one_zooms_in() {
    let mut harness = harness();
    let stack = harness.get_by_label_contains("and 2 more places: 3 events");
    stack.click();
    harness.run();
    harness.get_by_label_contains("Crane falls, undated");
    harness.key_press(Key::Escape);
    let center = World::from_lonlat(LonLat::new(35.85, 35.5).unwrap());
    harness.state_mut().state.session.map_center = center;
    harness.state_mut().state.session.map_zoom = 11.0;
    harness.run();
    for name in ["Port A: 1 event", "Port B: 1 event", "Port C: 1 event"] {
        harness.get_by_label_contains(name);
    }
}

#[test]
fn a_click_beside_the_marks_clears_the_selection() {
    let mut harness = harness();
    harness.get_by_label_contains("Northtown").click();
    harness.run();
    assert!(harness.state().map.open().is_some());
    click_at(&mut harness, pos2(700.0, 560.0));
    assert_eq!(harness.state().state.session.selection, None);
    assert_eq!(harness.state().map.open(), None);
}

#[test]
fn the_pointer_says_what_it_is_over() {
    let mut harness = harness();
    harness.get_by_label_contains("Southtown").hover();
    harness.run_steps(2);
    assert_eq!(harness.state().state.session.hover, Some(Item::Place(PlaceId(1))));
    harness.remove_cursor();
    harness.run();
    assert_eq!(harness.state().state.session.hover, None);
}
