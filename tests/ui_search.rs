//! The search field in the real window, by keyboard alone: each kind of thing is found by what is
//! typed, and Enter goes there in space and in time. Found by accessibility labels; no display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::{Item, List};
use chronotope::model::{LonLat, Second, SourceId};
use chronotope::projection::{World, distance_m};
use chronotope::search::Kind;
use common::{Window, click, click_at, has, press, says, state, story, typed, until, viewer};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

/// Types into the search field what is to be looked for.
fn search(harness: &mut Window, text: &str) {
    press(harness, Modifiers::COMMAND, Key::F);
    typed(harness, text);
    assert_eq!(viewer(harness).search().text(), text, "what was there is replaced");
}

/// Lets frames pass until the gazetteer has answered; the first time its index is built.
fn settle(harness: &mut Window) {
    until(harness, "the gazetteer's answer", |harness| !viewer(harness).search().is_busy());
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
    for text in ["qamishli", "القامشلي"] {
        let mut harness = story();
        search(&mut harness, text);
        assert!(says(&harness, "Places in the data: Qamishli"), "{text}");
        choose(&mut harness, Kind::Place);
        let Some(Item::Place(id)) = state(&harness).session.selection else {
            panic!("{text}: a place is selected")
        };
        let place = state(&harness).dataset().place(id).expect("it is there").into_owned();
        assert!(distance_m(middle(&harness), place.position) < 1_000.0, "{text}: the map is there");
    }
}

#[test]
fn an_event_is_selected_and_its_time_and_place_brought_into_view() {
    let mut harness = story();
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
    let mut harness = story();
    let at = |y, m, d| Second::from_civil(y, m, d, 0, 0, 0).expect("a real day");
    for (text, begin, end) in [
        ("Jan 2026", at(2026, 1, 1), at(2026, 2, 1)),
        ("2025-12", at(2025, 12, 1), at(2026, 1, 1)),
        ("Dec 2025 to Jan 2026", at(2025, 12, 1), at(2026, 2, 1)),
    ] {
        search(&mut harness, text);
        assert!(says(&harness, "Dates: "), "{text}");
        press(&mut harness, Modifiers::NONE, Key::Enter);
        let session = &state(&harness).session;
        assert_eq!((session.window.begin(), session.window.end()), (begin, end), "{text}");
        let view = session.span_in_view;
        assert!(view.begin() <= begin && end <= view.end(), "{text}");
    }
}

#[test]
fn coordinates_drop_a_pin_that_can_be_taken_off() {
    let mut harness = story();
    search(&mut harness, "36°30′N 40°45′E");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let goal = LonLat::new(40.75, 36.5).expect("on the globe");
    assert!(distance_m(middle(&harness), goal) < 100.0);
    assert!(says(&harness, "Pin: 36.5"));
    click(&mut harness, "Remove the pin");
    assert_eq!(state(&harness).session.pin, None);
    assert!(!has(&harness, "Remove the pin"));
}

#[test]
fn a_place_of_the_gazetteer_gets_a_pin() {
    let mut harness = story();
    search(&mut harness, "Reykjavik");
    settle(&mut harness);
    assert!(says(&harness, "Places of the gazetteer: Reykjav"));
    choose(&mut harness, Kind::Known);
    let goal = LonLat::new(-21.9, 64.14).expect("on the globe");
    assert!(distance_m(middle(&harness), goal) < 10_000.0, "{:?}", middle(&harness));
    assert!(says(&harness, "Pin: Reykjav"));
}

#[test]
fn a_passage_opens_its_document_and_an_actor_lists_events() {
    let mut harness = story();
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
    click(&mut harness, "Show these alone");
    assert!(state(&harness).filters().filter().actors.contains(&actor));
}

#[test]
fn a_category_lists_its_events_and_filters_by_it_and_a_source_opens() {
    let mut harness = story();
    search(&mut harness, "withdrawal");
    choose(&mut harness, Kind::Category);
    let found = state(&harness).session.found.clone().expect("a list");
    assert_eq!(found.events.len(), 3);
    click(&mut harness, "Show these alone");
    assert!(has(&harness, "3 events shown"), "every view has these alone");
    assert!(!has(&harness, "Show these alone"), "it is done");

    let heading = state(&harness).dataset().sources[1].heading().to_owned();
    search(&mut harness, &heading);
    choose(&mut harness, Kind::Source);
    let document = state(&harness).session.document.clone();
    assert_eq!(document, Some((SourceId(1), 0..0)));
}

#[test]
fn more_of_a_kind_is_listed_and_escape_comes_back() {
    let mut harness = story();
    press(&mut harness, Modifiers::NONE, Key::Slash);
    typed(&mut harness, "the");
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
    assert!(says(&harness, "Events with “the”"));
}

#[test]
fn nothing_found_says_so_with_a_next_step() {
    let mut harness = story();
    let before = state(&harness).session.map_center;
    search(&mut harness, "qwxzqwxz");
    settle(&mut harness);
    assert!(says(&harness, "Nothing is called “qwxzqwxz”"));
    assert!(says(&harness, "another spelling"));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let same = |a: World, b: World| (a.x - b.x).abs() + (a.y - b.y).abs() < 1e-12;
    assert!(same(state(&harness).session.map_center, before));
    assert!(!says(&harness, "another spelling"), "it closes");
}

#[test]
fn words_from_right_to_left_are_edited_where_they_stand() {
    let mut harness = story();
    search(&mut harness, "חומס");
    let text = |harness: &Window| viewer(harness).search().text().to_owned();
    // The caret stands at the left, behind the last letter: only to the right is there anything.
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    typed(&mut harness, "1");
    assert_eq!(text(&harness), "חומס1");
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    assert_eq!(text(&harness), "חומס");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    typed(&mut harness, "א");
    assert_eq!(text(&harness), "חומאס");

    // Right of the word is its beginning, at its left edge its end.
    let field = harness.get_by_label("Search").rect();
    click_at(&mut harness, field.right_center() - vec2(10.0, 0.0));
    typed(&mut harness, "ב");
    assert_eq!(text(&harness), "בחומאס");
    click_at(&mut harness, field.left_center() + vec2(3.0, 0.0));
    typed(&mut harness, "ג");
    assert_eq!(text(&harness), "בחומאסג");

    // Shift and the arrow that points at what was typed last take it, and it is replaced.
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    typed(&mut harness, "ד");
    assert_eq!(text(&harness), "בחומאסד");
}
