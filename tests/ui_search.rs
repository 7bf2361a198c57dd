//! The search field in the real window, by keyboard alone: each kind of thing is found by what is
//! typed, and Enter goes there in space and in time. Found by accessibility labels; no display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

use chronotope::app::{Item, List, State, embedded};
use chronotope::model::{LonLat, Second, SourceId};
use chronotope::projection::{World, distance_m};
use chronotope::search::Kind;
use chronotope::views::Viewer;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::time::{Duration, Instant};

type Window = Harness<'static, Option<Viewer>>;

fn window() -> Window {
    let mut dataset = embedded().ok();
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

fn viewer(harness: &Window) -> &Viewer {
    harness.state().as_ref().expect("the window stands")
}

fn state(harness: &Window) -> &State {
    viewer(harness).state()
}

fn press(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

/// Types into the search field what is to be looked for.
fn search(harness: &mut Window, text: &str) {
    press(harness, Modifiers::COMMAND, Key::F);
    harness.event(Event::Text(text.to_owned()));
    harness.run();
    assert_eq!(viewer(harness).search().text(), text, "what was there is replaced");
}

/// Lets frames pass until the gazetteer has answered; the first time its index is built.
fn settle(harness: &mut Window) {
    let begun = Instant::now();
    while viewer(harness).search().is_busy() {
        assert!(begun.elapsed() < Duration::from_secs(120), "the gazetteer never answers");
        harness.run_steps(1);
        std::thread::yield_now();
    }
    harness.run();
}

/// Selects the first row of a kind with the arrow keys and goes there.
fn choose(harness: &mut Window, kind: Kind) {
    // Nothing comes in between while the arrow keys are pressed.
    settle(harness);
    let rows: Vec<bool> = chronotope::app::search::rows(&viewer(harness).search().groups(), None)
        .iter()
        .map(|row| matches!(row, chronotope::app::search::Row::Hit(own, _) if *own == kind))
        .collect();
    let at =
        rows.iter().position(|is| *is).unwrap_or_else(|| panic!("no {} in {rows:?}", kind.name()));
    for _ in 0..at {
        press(harness, Modifiers::NONE, Key::ArrowDown);
    }
    press(harness, Modifiers::NONE, Key::Enter);
    harness.run();
}

fn middle(harness: &Window) -> LonLat {
    state(harness).session.map_center.lonlat()
}

#[test]
fn a_place_of_the_dataset_is_flown_to() {
    for typed in ["qamishli", "القامشلي"] {
        let mut harness = window();
        search(&mut harness, typed);
        assert!(
            harness.query_all_by_label_contains("Places in the data: Qamishli").next().is_some(),
            "{typed}"
        );
        choose(&mut harness, Kind::Place);
        let Some(Item::Place(id)) = state(&harness).session.selection else {
            panic!("{typed}: a place is selected")
        };
        let place = state(&harness).dataset().place(id).expect("it is there").into_owned();
        assert!(
            distance_m(middle(&harness), place.position) < 1_000.0,
            "{typed}: the map is there"
        );
    }
}

#[test]
fn an_event_is_selected_and_its_time_and_place_brought_into_view() {
    let mut harness = window();
    // Another time and place are looked at first: the last day, far away.
    press(&mut harness, Modifiers::NONE, Key::End);
    search(&mut harness, "1 Jan 1990");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let far = state(&harness).session.window;
    search(&mut harness, "ceasefire");
    choose(&mut harness, Kind::Event);
    let Some(Item::Event(id)) = state(&harness).session.selection else { panic!("an event") };
    let event = state(&harness).dataset().event(id).expect("it is there").into_owned();
    let (begin, end) = event.hull().expect("it is dated");
    let session = &state(&harness).session;
    assert_ne!(session.window, far);
    assert!(session.window.begin() < end && session.window.end() > begin, "the window shows it");
    // What goes on for ever is shown as far as the data go.
    let end = end.min(state(&harness).extent().end());
    let view = session.span_in_view;
    assert!(view.begin() <= begin && end <= view.end(), "and so does the timeline");
}

#[test]
fn a_date_moves_window_and_timeline() {
    let mut harness = window();
    let at = |y, m, d| Second::from_civil(y, m, d, 0, 0, 0).expect("a real day");
    for (typed, begin, end) in [
        ("Jan 2026", at(2026, 1, 1), at(2026, 2, 1)),
        ("2025-12", at(2025, 12, 1), at(2026, 1, 1)),
        ("Dec 2025 to Jan 2026", at(2025, 12, 1), at(2026, 2, 1)),
    ] {
        search(&mut harness, typed);
        assert!(harness.query_all_by_label_contains("Dates: ").next().is_some(), "{typed}");
        press(&mut harness, Modifiers::NONE, Key::Enter);
        let session = &state(&harness).session;
        assert_eq!((session.window.begin(), session.window.end()), (begin, end), "{typed}");
        let view = session.span_in_view;
        assert!(view.begin() <= begin && end <= view.end(), "{typed}");
    }
}

#[test]
fn coordinates_drop_a_pin_that_can_be_taken_off() {
    let mut harness = window();
    search(&mut harness, "36°30′N 40°45′E");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let goal = LonLat::new(40.75, 36.5).expect("on the globe");
    assert!(distance_m(middle(&harness), goal) < 100.0);
    assert!(harness.query_all_by_label_contains("Pin: 36.5").next().is_some());
    harness.get_by_label("Remove the pin").click();
    harness.run();
    assert_eq!(state(&harness).session.pin, None);
    assert!(harness.query_by_label("Remove the pin").is_none());
}

#[test]
fn a_place_of_the_gazetteer_gets_a_pin() {
    let mut harness = window();
    search(&mut harness, "Reykjavik");
    settle(&mut harness);
    assert!(
        harness.query_all_by_label_contains("Places of the gazetteer: Reykjav").next().is_some()
    );
    choose(&mut harness, Kind::Known);
    let goal = LonLat::new(-21.9, 64.14).expect("on the globe");
    assert!(distance_m(middle(&harness), goal) < 10_000.0, "{:?}", middle(&harness));
    assert!(harness.query_all_by_label_contains("Pin: Reykjav").next().is_some());
}

#[test]
fn a_passage_opens_its_document_and_an_actor_lists_events() {
    let mut harness = window();
    search(&mut harness, "Russia");
    choose(&mut harness, Kind::Passage);
    let (source, range) = state(&harness).session.document.clone().expect("a document");
    let dataset = state(&harness).dataset();
    let quote = dataset.source(source).expect("it is there").quote(&range).to_lowercase();
    assert!(quote.starts_with("russia"), "{quote}");

    let actor =
        dataset.events.iter().find_map(|event| event.actors.first()).expect("actors").clone();
    let events = dataset.events.iter().filter(|e| e.actors.contains(&actor)).count();
    search(&mut harness, &actor);
    choose(&mut harness, Kind::Actor);
    assert_eq!(state(&harness).session.list, List::Found);
    let found = state(&harness).session.found.clone().expect("a list");
    assert_eq!(found.events.len(), events);
    harness.get_by_label("Show these alone").click();
    harness.run();
    assert!(state(&harness).filters().filter().actors.contains(&actor));
}

#[test]
fn a_category_lists_its_events_and_filters_by_it_and_a_source_opens() {
    let mut harness = window();
    search(&mut harness, "withdrawal");
    choose(&mut harness, Kind::Category);
    let found = state(&harness).session.found.clone().expect("a list");
    assert_eq!(found.events.len(), 3);
    harness.get_by_label("Show these alone").click();
    harness.run();
    assert!(harness.query_by_label("3 events shown").is_some(), "every view has these alone");
    assert!(harness.query_by_label("Show these alone").is_none(), "it is done");

    let heading = state(&harness).dataset().sources[1].heading().to_owned();
    search(&mut harness, &heading);
    choose(&mut harness, Kind::Source);
    let document = state(&harness).session.document.clone();
    assert_eq!(document, Some((SourceId(1), 0..0)));
}

#[test]
fn more_of_a_kind_is_listed_and_escape_comes_back() {
    let mut harness = window();
    press(&mut harness, Modifiers::NONE, Key::Slash);
    harness.event(Event::Text("the".to_owned()));
    harness.run();
    assert_eq!(viewer(&harness).search().text(), "the", "the slash itself is not typed");
    settle(&mut harness);
    harness.get_by_label_contains(" in passages").scroll_to_me();
    harness.run();
    harness.get_by_label_contains(" in passages").click();
    harness.run();
    assert_eq!(viewer(&harness).search().only(), Some(Kind::Passage));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(viewer(&harness).search().only(), None);
    harness.get_by_label_contains("List all ").click();
    harness.run();
    assert_eq!(state(&harness).session.list, List::Found);
    assert!(harness.query_all_by_label_contains("Events with “the”").next().is_some());
}

#[test]
fn nothing_found_says_so_with_a_next_step() {
    let mut harness = window();
    let before = state(&harness).session.map_center;
    search(&mut harness, "qwxzqwxz");
    settle(&mut harness);
    assert!(harness.query_all_by_label_contains("Nothing is called “qwxzqwxz”").next().is_some());
    assert!(harness.query_all_by_label_contains("another spelling").next().is_some());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let same = |a: World, b: World| (a.x - b.x).abs() + (a.y - b.y).abs() < 1e-12;
    assert!(same(state(&harness).session.map_center, before));
    assert!(harness.query_all_by_label_contains("another spelling").next().is_none(), "it closes");
}

#[test]
fn words_from_right_to_left_are_edited_where_they_stand() {
    let mut harness = window();
    search(&mut harness, "חומס");
    let text = |harness: &Window| viewer(harness).search().text().to_owned();
    let insert = |harness: &mut Window, letter: &str| {
        harness.event(Event::Text(letter.to_owned()));
        harness.run();
    };
    // The caret stands at the left, behind the last letter: only to the right is there anything.
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    insert(&mut harness, "1");
    assert_eq!(text(&harness), "חומס1");
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    assert_eq!(text(&harness), "חומס");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    insert(&mut harness, "א");
    assert_eq!(text(&harness), "חומאס");

    // Right of the word is its beginning, at its left edge its end.
    let field = harness.get_by_label("Search").rect();
    let click = |harness: &mut Window, at: egui::Pos2| {
        harness.drag_at(at);
        harness.run_steps(1);
        harness.drop_at(at);
        harness.run();
    };
    click(&mut harness, field.right_center() - vec2(10.0, 0.0));
    insert(&mut harness, "ב");
    assert_eq!(text(&harness), "בחומאס");
    click(&mut harness, field.left_center() + vec2(3.0, 0.0));
    insert(&mut harness, "ג");
    assert_eq!(text(&harness), "בחומאסג");

    // Shift and the arrow that points at what was typed last take it, and it is replaced.
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    insert(&mut harness, "ד");
    assert_eq!(text(&harness), "בחומאסד");
}
