//! What a walk through the window with a hostile eye found: complaints that stay, keys that reach
//! beneath a dialog, tools that are on unseen, what lies over what must be read.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::embedded;
use common::{
    Window, click, command, drag, has, press, says, state, story, story_in, typed, window,
};
use egui::{Key, Modifiers, Pos2, Rect, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn rect(harness: &Window, label: &str) -> Rect {
    harness.get_by_label(label).rect()
}

/// Types letter by letter into a field, as hands do, and presses Enter.
fn enter(harness: &mut Window, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    press(harness, Modifiers::COMMAND, Key::A);
    for letter in text.chars() {
        typed(harness, &letter.to_string());
    }
    press(harness, Modifiers::NONE, Key::Enter);
}

/// A window with a circle of the filter that is being edited.
fn editing_circle(mut harness: Window) -> Window {
    command(&mut harness, "Filter by a distance on the map");
    let middle = rect(&harness, "Map").center();
    drag(&mut harness, middle, middle + vec2(90.0, 0.0));
    assert_eq!(state(&harness).filters().filter().regions.len(), 1, "it is marked");
    command(&mut harness, "Edit the drawn area");
    assert!(state(&harness).session.editing.is_some());
    harness
}

#[test]
fn a_complaint_about_a_date_goes_with_the_next_press_elsewhere() {
    for (list, field) in [(true, "Changes until"), (false, "Date of the cursor")] {
        let mut harness = story();
        if list {
            click(&mut harness, "Changes");
        }
        enter(&mut harness, field, "soon");
        assert!(says(&harness, "“soon” is no date"), "{field}");
        click(&mut harness, "Legend");
        assert!(!says(&harness, "“soon” is no date"), "{field}");
    }
}

#[test]
fn the_way_back_to_the_sliders_dates_moves_no_list() {
    let mut harness = story();
    click(&mut harness, "Changes");
    let top = |harness: &Window| {
        let rows = harness.query_all_by_label_contains("Change: ");
        rows.map(|row| row.rect().top()).fold(f32::MAX, f32::min)
    };
    let before = top(&harness);
    enter(&mut harness, "Changes since", "7 Nov 2024");
    assert!(has(&harness, "Follow the slider"));
    assert_eq!(top(&harness), before);
}

#[test]
fn keys_reach_nothing_beneath_a_dialog() {
    let mut harness = story();
    command(&mut harness, "About Chronotope");
    assert!(has(&harness, "Close: About Chronotope"));
    press(&mut harness, Modifiers::COMMAND, Key::K);
    assert!(!has(&harness, "Command"), "no palette over a dialog");
    press(&mut harness, Modifiers::NONE, Key::T);
    assert!(!state(&harness).session.table.open);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    typed(&mut harness, "homs");
    let field = harness.get_by_label("Search");
    assert_eq!(field.accesskit_node().value().unwrap_or_default(), "");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "Close: About Chronotope"));
    // The languages of names take what is typed, and no palette takes it from them.
    press(&mut harness, Modifiers::NONE, Key::N);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    typed(&mut harness, "hebrew");
    assert!(!has(&harness, "Command"));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(state(&harness).session.names.is_some());
}

#[test]
fn an_undated_document_takes_a_date_as_people_write_it() {
    let undated = || {
        let mut dataset = embedded().expect("the embedded story reads");
        let source = dataset.sources.first_mut().expect("it has documents");
        (source.dated, source.dated_from, source.suggested_date) = (None, None, None);
        window(dataset, vec2(1280.0, 800.0))
    };
    let mut harness = undated();
    enter(&mut harness, "Written", "the other day");
    assert!(says(&harness, "“the other day” is no date"), "Enter says why nothing happens");
    assert_eq!(state(&harness).session.asking_date.len(), 1);
    enter(&mut harness, "Written", "28 Jan 2026");
    assert!(state(&harness).session.asking_date.is_empty());
    let source = &state(&harness).dataset().sources[0];
    assert_eq!(source.dated.as_ref().map(ToString::to_string).as_deref(), Some("2026-01-28"));
}

#[test]
fn a_tool_that_marks_ground_says_so_on_the_map() {
    let mut harness = story();
    command(&mut harness, "Filter by a box on the map");
    assert!(has(&harness, "Stop marking: Box"));
    click(&mut harness, "Stop marking: Box");
    assert!(state(&harness).session.marking.is_none());
    assert!(!has(&harness, "Stop marking: Box"));
}

#[test]
fn ground_is_marked_and_changed_by_keys_alone() {
    for tool in ["a box", "a lasso", "a polygon", "a distance"] {
        let mut harness = story();
        command(&mut harness, &format!("Filter by {tool} on the map"));
        press(&mut harness, Modifiers::NONE, Key::Enter);
        let [region] = state(&harness).filters().filter().regions.as_slice() else {
            panic!("{tool}: one area is marked")
        };
        let before = region.clone();
        assert!(state(&harness).session.editing.is_some(), "{tool}: it can be changed");
        assert!(state(&harness).session.marking.is_none());
        press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
        assert_ne!(state(&harness).filters().filter().regions[0], before, "{tool}");
    }
}

#[test]
fn maps_side_by_side_have_their_tools() {
    let mut harness = story();
    press(&mut harness, Modifiers::NONE, Key::D);
    press(&mut harness, Modifiers::NONE, Key::L);
    assert!(has(&harness, "Close layers"));
    click(&mut harness, "Close layers");
    press(&mut harness, Modifiers::NONE, Key::M);
    assert!(has(&harness, "Stop measuring"));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "Stop measuring"));
}

#[test]
fn a_circles_radius_is_typed_on_maps_side_by_side_too() {
    let mut harness = editing_circle(story());
    press(&mut harness, Modifiers::NONE, Key::D);
    assert!(state(&harness).session.multiples.are_shown());
    enter(&mut harness, "Radius of area 1 with its unit", "321 km");
    let regions = &state(&harness).filters().filter().regions;
    let chronotope::query::Region::Circle { radius_m, .. } = &regions[0] else { panic!("round") };
    assert!((radius_m - 321_000.0).abs() < 1.0, "{radius_m}");
}

/// The middle of the mark of Moscow.
fn moscow(harness: &Window) -> Pos2 {
    let map = rect(harness, "Map");
    let marks = harness.query_all_by_label_contains("Moscow");
    let mut marks = marks.map(|node| node.rect()).filter(|mark| map.contains_rect(*mark));
    marks.next().expect("a mark of Moscow").center()
}

/// How many lines of text are there once the pointer has rested at a point for long.
fn lines_at(harness: &mut Window, at: Pos2) -> usize {
    harness.hover_at(at);
    harness.run_steps(90);
    harness.query_all_by_role(egui::accesskit::Role::Label).count()
}

#[test]
fn marks_keep_their_tooltips_to_themselves_while_an_area_is_changed() {
    let mut harness = story();
    let at = moscow(&harness);
    let beside = at + vec2(24.0, 40.0);
    let bare = lines_at(&mut harness, beside);
    assert!(lines_at(&mut harness, at) > bare, "a mark says what it is");
    command(&mut harness, "Filter by a distance on the map");
    drag(&mut harness, at + vec2(50.0, 60.0), at + vec2(50.0, 180.0));
    command(&mut harness, "Edit the drawn area");
    assert!(state(&harness).session.editing.is_some());
    let bare = lines_at(&mut harness, beside);
    let at = moscow(&harness);
    assert_eq!(lines_at(&mut harness, at), bare, "nothing lies over the ground that is changed");
}

#[test]
fn the_maps_makers_are_named_in_full_and_nothing_lies_over_them() {
    // 1000 by 640 at three times the size, 1280 by 800 at three times and at twice, and as it is.
    for (width, height) in [(333.0, 213.0), (427.0, 267.0), (640.0, 400.0), (1000.0, 640.0)] {
        let harness = story_in(vec2(width, height));
        let map = rect(&harness, "Map");
        let credits = rect(&harness, "Map: Natural Earth · GeoNames");
        assert!(map.contains_rect(credits), "{width}x{height}: {credits:?} in {map:?}");
        for label in ["Zoom in", "Zoom out", "Fit all events", "Measure (M)", "Legend"] {
            let over = harness.query_by_label(label).map(|node| node.rect());
            assert!(
                over.is_none_or(|over| !over.intersects(credits)),
                "{width}x{height}: {label} {over:?} lies over {credits:?}"
            );
        }
        // On the lowest map there is room for one of them.
        assert!(has(&harness, "Zoom in") || height < 267.0, "{width}x{height}");
    }
}

#[test]
fn a_window_that_is_left_by_escape_stays_as_it_was() {
    let mut harness = story();
    press(&mut harness, Modifiers::COMMAND, Key::F);
    typed(&mut harness, "moscow");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let before = state(&harness).session.selection.clone();
    assert!(before.is_some());
    command(&mut harness, "Export what is shown");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(state(&harness).session.selection, before, "a dialog closes, nothing else");
}

#[test]
fn maps_side_by_side_stay_maps_in_a_window_of_few_points() {
    for (width, height) in [(500.0, 320.0), (1000.0, 640.0)] {
        let mut harness = story_in(vec2(width, height));
        press(&mut harness, Modifiers::NONE, Key::D);
        let maps: Vec<Rect> =
            harness.query_all_by_label_contains("Map as of ").map(|node| node.rect()).collect();
        assert_eq!(maps.len(), 2);
        assert!(maps.iter().all(|map| map.height() >= 45.0), "{width}x{height}: {maps:?}");
        let credits = rect(&harness, "Map: Natural Earth · GeoNames");
        assert!(maps[1].contains_rect(credits), "{width}x{height}: {credits:?} in {maps:?}");
        let title = harness.query_by_label("Side by side").map(|node| node.rect());
        let add = harness.query_by_label("Add a map").map(|node| node.rect());
        assert!(title.zip(add).is_none_or(|(title, add)| title.right() <= add.left()));
    }
}

#[test]
fn when_something_was_active_is_written_within_its_panel() {
    let mut harness = story();
    press(&mut harness, Modifiers::COMMAND, Key::F);
    typed(&mut harness, "qamishli airport");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(says(&harness, "Activity by "), "the place has a chart");
    let chart = harness.get_by_label_contains("Activity by ").rect();
    let [from, to] = ["Activity from ", "Activity to "].map(|label| {
        let found = harness.query_all_by_label_contains(label).next();
        found.expect("both ends are told").rect()
    });
    assert!(from.left() >= chart.left() - 0.5 && to.right() <= chart.right() + 0.5);
    assert!(from.right() < to.left(), "{from:?} {to:?}");
}

#[test]
fn where_nothing_has_a_date_the_undated_are_a_step_away() {
    let mut dataset = embedded().expect("the embedded story reads");
    dataset.events.iter_mut().for_each(|event| event.when = None);
    let mut harness = window(dataset, vec2(1280.0, 800.0));
    assert!(says(&harness, "No event has a date, so none is in the window"));
    click(&mut harness, "List the undated events");
    assert_eq!(state(&harness).session.list, chronotope::app::List::Undated);
}
