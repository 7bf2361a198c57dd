//! States over time, maps side by side and movements in the real window, by accessibility label. No
//! display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::{Item, List, embedded};
use chronotope::model::{Dataset, PlaceId, PlaceShape, Route};
use common::{Window, click, click_at, fill, has, press, state, wheel, window};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn story() -> Dataset {
    embedded().expect("the embedded story reads")
}

/// Types a date into a field, and leaves it.
fn typed(harness: &mut Window, label: &str, text: &str) {
    fill(harness, label, text);
    press(harness, Modifiers::NONE, Key::Enter);
}

fn count(harness: &Window, start: &str) -> usize {
    let label = |node: &egui_kittest::Node<'_>| node.accesskit_node().label();
    harness
        .query_all_by_role(Role::Button)
        .filter(|node| label(node).is_some_and(|label| label.starts_with(start)))
        .count()
}

#[test]
fn what_changed_is_listed_and_each_change_leads_to_its_event_and_place() {
    let mut harness = window(story(), vec2(1280.0, 1000.0));
    click(&mut harness, "Changes");
    assert_eq!(state(&harness).session.list, List::Changes);
    assert!(count(&harness, "Change: ") > 3);
    typed(&mut harness, "Changes since", "10 Jan 2026");
    typed(&mut harness, "Changes until", "28 Jan 2026");
    let label = "Change: Russian presence: in place → withdrawn, Qamishli airport · ended on 25 January 2026 · inferred";
    assert!(state(&harness).session.compared.is_some());
    let before = state(&harness).session.map_center;
    click(&mut harness, label);
    let Some(Item::Event(id)) = state(&harness).session.selection else { panic!("an event") };
    let title = state(&harness).dataset().event(id).unwrap().title.clone();
    assert_eq!(title, "Russian forces at Qamishli airport, second stay");
    assert_ne!(state(&harness).session.map_center, before, "the map flies there");
    // Back in the list, the slider can be followed again.
    click(&mut harness, "Back to the list: What changed");
    click(&mut harness, "Follow the slider");
    assert_eq!(state(&harness).session.compared, None);
    let session = &state(&harness).session;
    assert_eq!(session.between().from, session.window.begin());
    assert_eq!(session.between().to, session.cursor);
}

#[test]
fn a_list_without_changes_says_what_to_do() {
    let mut harness = window(story(), vec2(1280.0, 900.0));
    press(&mut harness, Modifiers::NONE, Key::C);
    typed(&mut harness, "Changes since", "1 Jan 2020");
    typed(&mut harness, "Changes until", "1 Feb 2020");
    assert_eq!(count(&harness, "Change: "), 0);
    assert!(harness.query_by_label_contains("Choose others").is_some());
}

#[test]
fn maps_stand_side_by_side_also_in_a_small_window() {
    let mut harness = window(story(), vec2(1000.0, 640.0));
    click(&mut harness, "Maps at several dates side by side (D)");
    let instants = state(&harness).session.multiples.instants().to_vec();
    assert_eq!(instants.len(), 2);
    let maps: Vec<egui::Rect> =
        harness.query_all_by_label_contains("Map as of ").map(|node| node.rect()).collect();
    assert_eq!(maps.len(), 2);
    assert!(maps.iter().all(|map| map.width() > 250.0 && map.height() > 100.0), "{maps:?}");
    assert!(maps[0].right() <= maps[1].left() + 0.5, "{maps:?}");
    // Zooming one zooms both: the view is the session's.
    let zoom = state(&harness).session.map_zoom;
    let middle = maps[1].center();
    harness.hover_at(middle);
    harness.event(wheel(60.0));
    harness.run();
    assert!(state(&harness).session.map_zoom > zoom);
    // A date is typed, a map added and removed, and one map is left when they are closed.
    typed(&mut harness, "Date of map 2", "20 Jan 2026");
    let at = state(&harness).session.multiples.instants()[1].civil();
    assert_eq!((at.year, at.month, at.day), (2026, 1, 20));
    click(&mut harness, "Add a map");
    assert_eq!(state(&harness).session.multiples.instants().len(), 3);
    click(&mut harness, "Remove map 3");
    assert_eq!(state(&harness).session.multiples.instants().len(), 2);
    click(&mut harness, "Back to one map (D)");
    assert!(!state(&harness).session.multiples.are_shown());
    assert!(has(&harness, "Map"));
}

#[test]
fn the_maps_obey_the_filters() {
    let mut harness = window(story(), vec2(1280.0, 900.0));
    press(&mut harness, Modifiers::NONE, Key::D);
    let sums = |harness: &Window| -> Vec<String> {
        // "9 events, 1 state in force": the line over each map.
        let words = |node: &egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            node.value().or_else(|| node.label())
        };
        let all = harness.query_all_by(|_| true);
        let is_sum = |words: &String| {
            words.starts_with(|c: char| c.is_ascii_digit()) && words.ends_with("in force")
        };
        let mut sums: Vec<String> = all.filter_map(|node| words(&node)).filter(is_sum).collect();
        // A label and its text are two nodes.
        sums.dedup();
        sums
    };
    let before = sums(&harness);
    assert_eq!(before.len(), 2, "{before:?}");
    click(&mut harness, "Filters");
    click(&mut harness, "Category: presence");
    assert_ne!(sums(&harness), before);
}

#[test]
fn a_movement_is_found_and_selected_by_what_it_is() {
    let mut dataset = story();
    let id = |name: &str| {
        PlaceId::from_index(dataset.places.iter().position(|p| p.name == name).unwrap())
    };
    let route = Route::new(id("Qamishli airport"), id("Hmeimim air base"));
    let at = dataset.events.iter().position(|e| e.title.contains("leave Qamishli")).unwrap();
    dataset.events[at].route = route;
    let mut harness = window(dataset, vec2(1280.0, 900.0));
    let label = "Movement: Russian forces leave Qamishli airport, from Qamishli airport to Hmeimim air base, reported";
    harness.get_by_label(label).focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(matches!(state(&harness).session.selection, Some(Item::Event(_))));
    let marked = &state(&harness).selected().places;
    assert!(route.unwrap().ends().iter().all(|end| marked.contains(end)), "both ends are lit");
    assert!(has(&harness, "Fly to Hmeimim air base"), "the card names both");
}

#[test]
fn a_click_on_an_area_selects_what_is_said_of_it() {
    let mut dataset = story();
    let place = dataset.places.iter().position(|p| p.name == "Northeastern Syria").unwrap();
    assert_ne!(dataset.places[place].shape, PlaceShape::Point);
    dataset.events.retain(|event| event.places == [PlaceId::from_index(place)]);
    let mut harness = window(dataset, vec2(1280.0, 900.0));
    let map = harness.get_by_label("Map").rect();
    click_at(&mut harness, map.center());
    let selected = state(&harness).session.selection.clone();
    assert_eq!(selected, Some(Item::Place(PlaceId::from_index(place))));
}
