//! Lanes, the whole span, ways of playing, the calendar, the clock, and what the map shows.

use super::bench::*;
use super::common::model::fixture::place;
use chronotope::app::clock::Clock;
use chronotope::app::playback::PlayMode;
use chronotope::app::{Action, Item, TimelineAction};
use chronotope::model::{Dataset, Event, EventId, LonLat, PlaceId, Second, Window};
use chronotope::projection::Viewport;
use chronotope::scene::timeline::Grouping;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn with_actors(dataset: Dataset) -> Dataset {
    let who: [&[&str]; 6] = [
        &["Damascus", "SDF"],
        &["Russia"],
        &["Russia", "Damascus"],
        &[],
        &["Russia"],
        &["Damascus"],
    ];
    let mut dataset = dataset;
    for (event, who) in dataset.events.iter_mut().zip(who) {
        event.actors = who.iter().map(|name| (*name).to_owned()).collect();
    }
    dataset
}

fn january_with_actors() -> Timeline {
    january_of(with_actors(winter()))
}

fn choose(harness: &mut Timeline, change: TimelineAction) {
    harness.state_mut().state.apply(Action::Timeline(change));
    harness.run();
}

/// The labels of the lanes' heads from top to bottom.
fn lanes(harness: &Timeline) -> Vec<String> {
    let mut heads: Vec<(f32, String)> = harness
        .get_all_by_label_contains("Lane ")
        .filter_map(|node| Some((node.rect().min.y, node.accesskit_node().label()?)))
        .filter(|(_, label)| label.starts_with("Lane "))
        .collect();
    heads.sort_by(|a, b| a.0.total_cmp(&b.0));
    heads.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn lanes_are_chosen_in_the_corner() {
    let mut harness = january_with_actors();
    harness.set_size(vec2(1200.0, 560.0));
    harness.run();
    click(&mut harness, "Lanes: category");
    click(&mut harness, "actor");
    assert_eq!(harness.state().state.session.timeline.grouping, Grouping::Actor);
    assert_eq!(
        lanes(&harness),
        [
            "Lane Russia, 3 events, expanded",
            "Lane Damascus, 2 events, expanded",
            "Lane SDF, 1 event, expanded",
            "Lane No actor named, 1 event, expanded",
        ]
    );
    let twice = harness.get_all_by_label("18 January 2026: The agreement, stated").count();
    assert_eq!(twice, 2, "an event of two actors stands in both lanes");
    choose(&mut harness, TimelineAction::Group(Grouping::None));
    assert_eq!(lanes(&harness), ["Lane All events, 5 events, expanded"]);
}

#[test]
fn a_lane_collapses_to_its_counts_and_opens_again() {
    let mut harness = january_with_actors();
    choose(&mut harness, TimelineAction::Group(Grouping::None));
    click(&mut harness, "Lane All events, 5 events, expanded");
    assert!(!has(&harness, "18 January 2026: The agreement, stated"));
    assert!(harness.query_by_label_contains("All events: 1 on 28 Jan 2026").is_some());
    harness.get_by_label("Lane All events, 5 events, collapsed").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(has(&harness, "18 January 2026: The agreement, stated"));
}

#[test]
fn lanes_are_moved_by_hand_and_by_key() {
    let mut harness = january_with_actors();
    harness.set_size(vec2(1200.0, 560.0));
    choose(&mut harness, TimelineAction::Group(Grouping::Actor));
    let first = "Lane Russia, 3 events, expanded";
    harness.get_by_label(first).focus();
    harness.run();
    press(&mut harness, Modifiers::ALT, Key::ArrowDown);
    let order = lanes(&harness);
    assert!(order[0].contains("Damascus") && order[1].contains("Russia"), "{order:?}");
    assert!(harness.get_by_label(first).is_focused(), "the keyboard stays with the lane");
    let by = center(&harness, "Lane SDF, 1 event, expanded") - center(&harness, &order[0]);
    let from = center(&harness, &order[0]);
    drag(&mut harness, from, from + by + vec2(0.0, 20.0));
    let order = lanes(&harness);
    let place =
        |name: &str| order.iter().position(|lane| lane.contains(name)).expect("it is there");
    assert!(place("Damascus") > place("SDF"), "{order:?}");
    choose(&mut harness, TimelineAction::UsualLanes);
    assert!(lanes(&harness)[0].contains("Russia"));
}

#[test]
fn the_whole_span_is_dragged_and_fitted_in_the_strip() {
    let mut harness = january();
    let days = Window::new(at(2026, 1, 10), at(2026, 1, 20));
    harness.state_mut().state.apply(Action::SetSpanInView(days));
    harness.run();
    let before = view(&harness);
    let strip = harness.get_by_label("Overview").rect();
    harness.get_by_label("Overview").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    let moved = view(&harness);
    assert!(moved.begin() < before.begin() && moved.seconds() == before.seconds());
    // A press at the far left brings the view there.
    let from = egui::pos2(strip.left() + 2.0, strip.center().y);
    drag(&mut harness, from, from + vec2(40.0, 0.0));
    let extent = harness.state().state.extent();
    assert!(view(&harness).begin() <= extent.begin());
    assert_eq!(view(&harness).seconds(), before.seconds());
    harness.hover_at(strip.center());
    for _ in 0..2 {
        harness.drag_at(strip.center());
        harness.run_steps(1);
        harness.drop_at(strip.center());
        harness.run_steps(1);
    }
    harness.run();
    assert_eq!(view(&harness), extent, "a double click shows all of it");
}

#[test]
fn a_day_is_picked_by_keyboard_before_the_common_era_too() {
    let mut harness = january();
    click(&mut harness, "Calendar: date of the cursor");
    assert!(harness.get_by_label("15 January 2026").is_focused());
    assert!(has(&harness, "18 January 2026, with events"));
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(cursor(&harness), at(2026, 1, 23));
    click(&mut harness, "Calendar: date of the cursor");
    fill(&mut harness, "Year", "480 BCE");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    click(&mut harness, "23 January 480 BCE");
    assert_eq!(cursor(&harness), at(-479, 1, 23));
    assert!(view(&harness).contains(cursor(&harness)), "what was picked is in view");
}

#[test]
fn a_date_is_typed_as_a_report_would_say_it() {
    let mut harness = january();
    let field = "Date of the cursor";
    harness.get_by_label(field).focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_label(field).type_text("last October");
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(cursor(&harness), at(2025, 10, 1));
}

#[test]
fn ways_of_playing_are_chosen_beside_the_buttons() {
    let mut harness = january();
    click(&mut harness, "Ways of playing");
    for choice in ["Cumulative", "Skip quiet stretches", "Repeat"] {
        harness.get_by_label(choice).click();
        harness.run();
    }
    harness.get_by_label_contains("The window: 10 Jan 2026 – 19 Jan 2026").click();
    harness.run();
    let choices = harness.state().state.session.timeline.clone();
    assert_eq!(choices.mode, PlayMode::Cumulative);
    assert!(choices.skips && choices.again);
    assert_eq!(choices.marked, Some(Window::new(at(2026, 1, 10), at(2026, 1, 20))));
    click(&mut harness, "All of the data");
    assert_eq!(harness.state().state.session.timeline.marked, None);
}

#[test]
fn playing_cumulatively_grows_from_the_beginning_of_what_was_marked() {
    let mut harness = january();
    let part = Window::new(at(2026, 1, 15), at(2026, 1, 30));
    choose(&mut harness, TimelineAction::Mode(PlayMode::Cumulative));
    choose(&mut harness, TimelineAction::Mark(Some(part)));
    harness.state_mut().state.apply(Action::Play(true));
    for _ in 0..400 {
        harness.run_steps(1);
        assert_eq!(window(&harness).begin(), part.begin());
        if !harness.state().state.session.playing {
            break;
        }
    }
    assert_eq!(window(&harness), part);
    assert_eq!(cursor(&harness), at(2026, 1, 29), "the last day, not a second before midnight");
}

#[test]
fn the_selections_time_is_brought_into_view() {
    let mut harness = january();
    assert!(harness.get_by_label("Fit selection").accesskit_node().is_disabled());
    harness.state_mut().state.apply(Action::Select(Some(Item::Event(EventId(1)))));
    harness.run();
    click(&mut harness, "Fit selection");
    let shown = view(&harness);
    assert!(shown.begin() < at(2026, 1, 19) && at(2026, 1, 26) < shown.end());
    assert!(shown.seconds() < 10 * 86_400, "{shown:?}");
}

#[test]
fn only_what_the_map_shows_is_drawn_where_that_is_asked_for() {
    let placed = |event: Event, place: u32| Event { places: vec![PlaceId(place)], ..event };
    let dataset = Dataset {
        events: vec![
            placed(event("In Homs", "attack", Some("2026-01-05")), 0),
            placed(event("In Moscow", "meeting", Some("2026-01-06")), 1),
            event("Nowhere", "meeting", Some("2026-01-07")),
        ],
        places: vec![place("Homs", 36.7, 34.7, 500.0), place("Moscow", 37.6, 55.75, 500.0)],
        ..Dataset::default()
    };
    let mut harness = bench(dataset);
    let over = |lon, lat| Viewport::new(LonLat::new(lon, lat).unwrap(), 7.0, 800.0, 500.0);
    harness.state_mut().view.map_shows(Some(over(36.7, 34.7)));
    click(&mut harness, "Only what the map shows");
    let there = |harness: &Timeline, title: &str| {
        harness.query_by_label_contains(&format!("{title}, stated")).is_some()
    };
    assert!(there(&harness, "In Homs") && !there(&harness, "In Moscow"));
    assert!(!there(&harness, "Nowhere"));
    harness.state_mut().view.map_shows(Some(over(37.6, 55.75)));
    harness.run();
    assert!(!there(&harness, "In Homs") && there(&harness, "In Moscow"));
    click(&mut harness, "Only what the map shows");
    assert!(there(&harness, "In Homs") && there(&harness, "Nowhere"));
}

#[test]
fn times_are_told_on_the_clock_that_is_named_beside_the_dates() {
    let dataset = Dataset {
        events: vec![
            event("The call", "meeting", Some("2026-01-28T01:30+03:00")),
            event("The visit", "meeting", Some("2026-01-28")),
            event("The shot", "attack", Some("2026-01-28T02:00")),
        ],
        ..Dataset::default()
    };
    let mut harness = bench(dataset);
    assert!(has(&harness, "Clock: as written"));
    click(&mut harness, "Clock: as written");
    assert!(harness.query_by_label_contains("1 event names its zone").is_some());
    click(&mut harness, "UTC");
    assert_eq!(harness.state().state.session.timeline.clock, Clock::Utc);
    assert!(has(&harness, "Clock: UTC"));
    let label = |harness: &Timeline, at: usize| {
        let state = &harness.state().state;
        let event = state.dataset().event(EventId::from_index(at)).expect("it exists");
        event.when.as_ref().expect("dated").label()
    };
    assert_eq!(label(&harness, 0), "27 January 2026, 22:30 UTC");
    assert_eq!(label(&harness, 1), "28 January 2026");
    assert_eq!(label(&harness, 2), "28 January 2026, 02:00");
    let night = Window::new(at(2026, 1, 27), at(2026, 1, 28));
    harness.state_mut().state.apply(Action::SetWindow(night));
    assert_eq!(harness.state().state.matches().counts.shown, 1, "the window tells the same time");
    choose(&mut harness, TimelineAction::Clock(Clock::AsWritten));
    assert_eq!(label(&harness, 0), "28 January 2026, 01:30 +03:00");
    assert_eq!(harness.state().state.matches().counts.shown, 0);
}

#[test]
fn a_time_of_day_fits_its_field() {
    let mut harness = january();
    let noon = Second(at(2026, 9, 28).0 + 12 * 3600 + 34 * 60 + 56);
    harness.state_mut().state.apply(Action::SetCursor(noon));
    harness.run();
    let field = harness.get_by_label("Date of the cursor");
    assert_eq!(field.value().as_deref(), Some("28 Sep 2026 12:34:56"));
}
