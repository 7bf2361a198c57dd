//! Filters in the real window, by accessibility label: every view follows them, every one can be taken
//! away, and what is hidden names what hides it. No display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::List;
use chronotope::model::LonLat;
use chronotope::projection::distance_m;
use chronotope::query::{Facet, Region};
use common::{Window, center, click, click_at, drag, fill, has, press, state, story_in, typed};
use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;

/// High enough for the panel to show all of itself.
fn story() -> Window {
    story_in(vec2(1280.0, 2200.0))
}

fn region(harness: &Window) -> Region {
    state(harness).filters().filter().regions[0].clone()
}

fn ring(region: &Region) -> Vec<LonLat> {
    match region {
        Region::Polygon(ring) => ring.clone(),
        Region::Circle { .. } => panic!("no polygon"),
    }
}

/// A window in which an area was marked by a drag from the middle of the map.
fn with_area(tool: &str, by: Vec2) -> Window {
    let mut harness = story();
    click(&mut harness, "Filters");
    click(&mut harness, &format!("Mark an area: {tool}"));
    let from = center(&harness, "Map") - by * 0.5;
    drag(&mut harness, from, from + by);
    assert_eq!(state(&harness).filters().filter().regions.len(), 1, "it is marked");
    harness
}

fn total(harness: &Window) -> usize {
    let c = state(harness).matches().counts;
    c.shown + c.outside + c.undated + c.filtered
}

#[test]
fn a_category_is_hidden_told_and_brought_back() {
    let mut harness = story();
    let all = state(&harness).dataset().events.len();
    let entry = state(&harness).index().events().categories()[0].clone();
    let name = entry.category.as_str().to_owned();
    let of_it = state(&harness).dataset().events.iter().filter(|e| e.category == entry.category);
    let of_it = of_it.count();
    press(&mut harness, Modifiers::NONE, Key::F);
    click(&mut harness, &format!("Category: {name}"));
    let counts = state(&harness).matches().counts;
    assert_eq!(counts.filtered, of_it);
    assert_eq!(total(&harness), all);
    // The line names the filter, and its list names it for each event.
    click(&mut harness, &format!("{of_it} hidden by category"));
    assert_eq!(state(&harness).session.list, List::Filtered);
    // Its marks are gone from the map and the timeline, whatever the window.
    let matches = state(&harness).matches();
    assert!(matches.index().events_at(chronotope::model::PlaceId(0)).iter().all(|id| {
        matches.index().dataset().event(*id).is_some_and(|e| e.category != entry.category)
    }));
    click(&mut harness, &format!("Remove filter: Category: not {name}"));
    assert_eq!(state(&harness).matches().counts.filtered, 0);
    assert!(harness.query_by_label_contains("Remove filter").is_none());
}

#[test]
fn counts_beside_the_values_follow_the_other_filters() {
    let mut harness = story();
    click(&mut harness, "Filters");
    let before = state(&harness).filters().sums().unwrap().clone();
    fill(&mut harness, "Filter by words", "qamishli");
    let sums = state(&harness).filters().sums().unwrap().clone();
    assert!(sums.passing < before.passing && sums.passing > 0);
    assert_eq!(sums.certainties.iter().sum::<usize>(), sums.passing);
    assert!(state(&harness).filters().filter().uses(Facet::Text));
    // Letters that are typed are letters, not shortcuts: the panel is still open.
    assert!(state(&harness).filters().is_open());
    click(&mut harness, "Show all: Text");
    assert_eq!(state(&harness).filters().sums(), Some(&before), "and back");
}

#[test]
fn words_are_typed_letter_by_letter_in_any_language_that_a_place_has_a_name_in() {
    let mut harness = story();
    click(&mut harness, "Filters");
    harness.get_by_label("Filter by words").focus();
    harness.run();
    // With the first letter a way to take the filter away comes up beside the field.
    for letter in "القامشلي".chars() {
        typed(&mut harness, &letter.to_string());
    }
    assert_eq!(state(&harness).filters().filter().text, "القامشلي");
    let passing = state(&harness).filters().sums().unwrap().passing;
    assert!(passing > 0 && passing < state(&harness).dataset().events.len(), "{passing}");
}

#[test]
fn a_filter_is_saved_under_a_name_and_used_again() {
    let mut harness = story();
    click(&mut harness, "Filters");
    click(&mut harness, "Only stated");
    let filter = state(&harness).filters().filter().clone();
    assert!(filter.uses(Facet::Certainty));
    fill(&mut harness, "Name for these filters", "Said flatly");
    click(&mut harness, "Save filters");
    click(&mut harness, "Show all: Certainty");
    assert!(state(&harness).filters().filter().is_empty());
    assert_eq!(state(&harness).filters().saved().len(), 1);
    click(&mut harness, "Use filter Said flatly");
    assert_eq!(*state(&harness).filters().filter(), filter);
    click(&mut harness, "Forget filter Said flatly");
    assert!(!has(&harness, "Use filter Said flatly"));
}

#[test]
fn a_box_on_the_map_leaves_what_lies_in_it() {
    let mut harness = story();
    click(&mut harness, "Filters");
    click(&mut harness, "Mark an area: Box");
    let map = harness.get_by_label("Map").rect();
    let (from, to) = (map.center(), map.right_bottom() - vec2(60.0, 60.0));
    let session = state(&harness).session.clone();
    drag(&mut harness, from, to);
    let filter = state(&harness).filters().filter().clone();
    assert_eq!(filter.regions.len(), 1, "the box is a filter");
    assert_eq!(state(&harness).session.map_center, session.map_center, "the map stays");
    assert_eq!(state(&harness).session.marking, None, "one box, and the hand is free again");
    assert!(state(&harness).matches().counts.filtered > 0);
    let index = state(&harness).matches().index();
    for rank in 0..index.order().len() {
        let event = index.order().id(rank).and_then(|id| index.dataset().event(id)).unwrap();
        let places = event.places.iter().filter_map(|id| index.dataset().place(*id));
        assert!(places.into_iter().any(|place| filter.regions[0].contains(place.position)));
    }
    let remove = "Remove area 1: a box on the map";
    assert!(has(&harness, remove));
    click(&mut harness, remove);
    assert!(state(&harness).filters().filter().is_empty());
}

#[test]
fn a_corner_is_dragged_and_the_events_follow() {
    let mut harness = with_area("Box", vec2(200.0, 160.0));
    let before = region(&harness);
    let session = state(&harness).session.clone();
    press(&mut harness, Modifiers::NONE, Key::E);
    assert_eq!(state(&harness).session.editing.as_ref().map(|edit| edit.area), Some(0));
    let corner = center(&harness, "Corner 3 of 4 of area 1");
    drag(&mut harness, corner, corner + vec2(-90.0, -70.0));
    let after = region(&harness);
    assert!(after.is_box() && after != before);
    let moved = center(&harness, "Corner 3 of 4 of area 1");
    assert!(moved.distance(corner + vec2(-90.0, -70.0)) < 1.0, "it is where the hand left it");
    assert_eq!(ring(&after)[0], ring(&before)[0], "the corner across stays");
    assert_eq!(state(&harness).session.map_center, session.map_center, "the map stays");
    // What is shown is what lies in it.
    let index = state(&harness).matches().index();
    let dataset = index.dataset();
    let inside = |id| {
        dataset.event(id).is_some_and(|event| {
            event
                .places
                .iter()
                .any(|place| dataset.spot(*place).is_some_and(|(at, _)| after.contains(at)))
        })
    };
    assert!((0..index.order().len()).filter_map(|rank| index.order().id(rank)).all(inside));
    // Escape leaves it as it was before it was taken up.
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(region(&harness), before);
    assert_eq!(state(&harness).session.editing, None);
    assert!(harness.query_by_label_contains("of area 1").is_none(), "its grips are gone");
}

#[test]
fn an_area_is_changed_by_keyboard_alone() {
    let mut harness = with_area("Box", vec2(200.0, 160.0));
    press(&mut harness, Modifiers::NONE, Key::E);
    let corner = "Corner 1 of 4 of area 1";
    assert!(harness.get_by_label(corner).is_focused(), "the first corner has the keyboard");
    let from = center(&harness, corner);
    let window = state(&harness).session.window;
    for _ in 0..3 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    press(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    let by = center(&harness, corner) - from;
    assert!((by - vec2(3.0, -10.0)).length() < 0.1, "{by:?}");
    assert!(harness.get_by_label(corner).is_focused());
    assert_eq!(state(&harness).session.window, window, "the slider stays");
    // On to the next; a box keeps its corners.
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert!(harness.get_by_label("Corner 2 of 4 of area 1").is_focused());
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert!(region(&harness).is_box());
    let moved = region(&harness);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(state(&harness).session.editing, None);
    assert_eq!(region(&harness), moved, "Enter keeps it");
}

#[test]
fn a_radius_is_typed_with_its_unit_or_dragged() {
    let mut harness = with_area("Within km", vec2(120.0, 0.0));
    let Region::Circle { center: middle, .. } = region(&harness) else { panic!("a circle") };
    let chip = harness.get_by_label_contains("Edit the drawn area: Area: within");
    chip.click();
    harness.run();
    assert!(state(&harness).session.editing.is_some(), "its chip takes it up");
    let field = "Radius of area 1 with its unit";
    fill(&mut harness, field, "120 km");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(region(&harness), Region::Circle { center: middle, radius_m: 120_000.0 });
    let rim = center(&harness, "Radius of area 1: 120 km");
    drag(&mut harness, rim, rim + vec2(30.0, 0.0));
    let Region::Circle { center: same, radius_m } = region(&harness) else { panic!("a circle") };
    assert!(distance_m(same, middle) < 1.0 && radius_m > 121_000.0, "{radius_m}");
    // The middle takes the whole of it along.
    let at = center(&harness, "Move area 1");
    drag(&mut harness, at, at + vec2(-40.0, 25.0));
    let Region::Circle { center: moved, radius_m: wide } = region(&harness) else {
        panic!("a circle")
    };
    assert!(distance_m(moved, middle) > 10_000.0);
    assert!((wide - radius_m).abs() < 1.0);
    click(&mut harness, "Put area 1 back as it was");
    assert_ne!(region(&harness), Region::Circle { center: moved, radius_m: wide });
    click(&mut harness, "Stop editing area 1");
    assert_eq!(state(&harness).session.editing, None);
}

#[test]
fn corners_of_a_polygon_come_and_go() {
    let mut harness = story();
    click(&mut harness, "Filters");
    click(&mut harness, "Mark an area: Polygon");
    let middle = center(&harness, "Map");
    for at in [vec2(-150.0, 120.0), vec2(0.0, -140.0), vec2(150.0, 120.0)] {
        click_at(&mut harness, middle + at);
    }
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let drawn = region(&harness);
    assert_eq!(ring(&drawn).len(), 3);
    // A click on its edge takes it up.
    click_at(&mut harness, middle + vec2(-75.0, -10.0));
    assert!(state(&harness).session.editing.is_some());
    let new = "New corner between 3 and 1 of area 1";
    let edge = center(&harness, new);
    drag(&mut harness, edge, edge + vec2(0.0, 60.0));
    assert_eq!(ring(&region(&harness)).len(), 4);
    let corner = "Corner 4 of 4 of area 1";
    assert!(harness.get_by_label(corner).is_focused(), "what was pulled has the keyboard");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(region(&harness), drawn, "and can be taken away");
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    assert_eq!(ring(&region(&harness)).len(), 3, "three are the least");
    // A click elsewhere ends it.
    click_at(&mut harness, middle + vec2(0.0, 300.0));
    assert_eq!(state(&harness).session.editing, None);
    assert_eq!(region(&harness), drawn);
}

#[test]
fn escape_stops_marking() {
    let mut harness = story();
    click(&mut harness, "Filters");
    click(&mut harness, "Mark an area: Box");
    assert!(state(&harness).session.marking.is_some());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(state(&harness).session.marking, None);
}
