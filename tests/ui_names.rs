//! Languages of names, and text that is read from right to left, by accessibility labels.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::Item;
use chronotope::model::{
    Dataset, Event, Feature, Language, Mention, MentionKind, Name, Passage, Place, PlaceId, Source,
    SourceId, ToponymForm,
};
use common::model::fixture;
use common::{USUAL, Window, click, press, state, window};
use egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::Queryable as _;

const TEXT: &str = "وصلت القوات إلى مدينة الحسكة صباح اليوم، وقال متحدث باسم المحافظة إن الطرق المؤدية إلى القامشلي ودير الزور والرقة فتحت من جديد بعد إغلاق دام أسبوعين كاملين بسبب الأمطار";

fn place() -> Place {
    let name = |text: &str, lang: Option<&str>| Name {
        text: text.to_owned(),
        lang: lang.map(str::to_owned),
    };
    Place {
        names: vec![
            name("Al-Hasakah", None),
            name("الحسكة", Some("ar")),
            name("חסכה", Some("he")),
            name("Hesîçe", Some("ku")),
            name("Эль-Хасака", Some("ru")),
            name("哈塞克", Some("zh")),
        ],
        feature: Feature::new('P', "PPLA"),
        population: Some(188_000),
        country: Some("SY".to_owned()),
        ..fixture::place("Al-Hasakah", 40.75, 36.5, 4_000.0)
    }
}

/// A mention of a word of [`TEXT`], by its letters.
fn mention(word: &str, place: Option<PlaceId>) -> Mention {
    let from = TEXT[..TEXT.find(word).unwrap()].chars().count();
    let kind =
        MentionKind::Toponym { form: ToponymForm::Literal, place, candidates: Vec::new().into() };
    let range = from..from + word.chars().count();
    Mention { passage: Passage { source: SourceId(0), range }, kind }
}

fn dataset() -> Dataset {
    let source = Source {
        title: "تقرير من الحسكة".to_owned(),
        dated: "2026-01-20".parse().ok(),
        ..fixture::source("report.txt", TEXT)
    };
    let event = Event {
        evidence: vec![Passage { source: SourceId(0), range: 0..40 }],
        ..fixture::event("Troops arrive", "deployment", Some("2026-01-20"), &[0])
    };
    Dataset {
        places: vec![place()],
        events: vec![event],
        sources: vec![source],
        mentions: vec![
            mention("وصلت", None),
            mention("الحسكة", Some(PlaceId(0))),
            mention("الأمطار", None),
        ],
        ..Dataset::default()
    }
}

fn arabic() -> Option<Language> {
    Language::of("ar")
}

/// Chooses a language in the list, as its row is read out.
fn choose(harness: &mut Window, row: &str) {
    press(harness, Modifiers::NONE, Key::N);
    harness.get_by_label_contains(row).click();
    harness.run();
}

#[test]
fn names_are_shown_in_the_language_chosen_everywhere() {
    let mut harness = window(dataset(), USUAL);
    assert!(harness.query_by_label_contains("Al-Hasakah: 1 event").is_some(), "the mark");
    choose(&mut harness, "Arabic,");
    assert_eq!(state(&harness).session.names, arabic());
    let mark = harness.get_by_label_contains("الحسكة: 1 event");
    mark.click();
    harness.run();
    assert_eq!(state(&harness).session.selection, Some(Item::Place(PlaceId(0))));
    // The card is headed by the chosen name, and keeps the usual one and all others.
    for name in ["الحسكة", "Al-Hasakah", "Hesîçe", "Эль-Хасака", "哈塞克"] {
        assert!(harness.query_all_by_label(name).next().is_some(), "{name}");
    }
    choose(&mut harness, "Names as usual");
    assert_eq!(state(&harness).session.names, None);
    assert!(harness.query_by_label_contains("Al-Hasakah: 1 event").is_some());
}

#[test]
fn what_has_no_name_in_a_language_keeps_its_usual_one() {
    let mut harness = window(dataset(), USUAL);
    choose(&mut harness, "Persian,");
    assert_eq!(state(&harness).session.names, Language::of("fa"));
    assert!(harness.query_by_label_contains("Al-Hasakah: 1 event").is_some());
}

#[test]
fn the_list_is_used_by_keyboard_alone() {
    let mut harness = window(dataset(), vec2(1000.0, 640.0));
    let cursor = state(&harness).session.cursor;
    press(&mut harness, Modifiers::NONE, Key::N);
    for key in [Key::ArrowDown, Key::ArrowRight, Key::ArrowDown, Key::Enter] {
        press(&mut harness, Modifiers::NONE, key);
    }
    assert_eq!(state(&harness).session.names, arabic(), "second after the usual names");
    assert_eq!(state(&harness).session.cursor, cursor, "the slider did not move");
    assert!(harness.query_by_label_contains("Hebrew,").is_none(), "the list is closed");
    press(&mut harness, Modifiers::NONE, Key::N);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label_contains("Hebrew,").is_none());
    assert_eq!(state(&harness).session.names, arabic(), "Escape changes nothing");
}

#[test]
fn the_list_says_how_many_names_the_base_map_has() {
    let mut harness = window(dataset(), USUAL);
    click(&mut harness, "Layers (L)");
    click(&mut harness, "Language of names: As usual");
    for (language, count) in chronotope::basemap::names::counts() {
        let count = chronotope::app::place_card::grouped(*count as u64);
        let row = format!("{}, {count} names on the base map", language.english());
        let row = harness.query_by_label(&row);
        // Rows below the fold are not laid out by the toolkit, but the first are.
        assert!(row.is_some() || language.index() > 12, "{language:?}");
    }
}

#[test]
fn lanes_of_places_are_called_in_the_language_and_stay_where_they_are() {
    let mut harness = window(dataset(), USUAL);
    harness.get_by_label_contains("Lanes: category").click();
    harness.run();
    click(&mut harness, "place");
    assert!(harness.query_by_label_contains("Lane Al-Hasakah, 1 event").is_some());
    choose(&mut harness, "Hebrew,");
    let lane = harness.get_by_label_contains("Lane חסכה, 1 event");
    lane.click();
    harness.run();
    assert!(harness.query_by_label_contains("Lane חסכה, 1 event, collapsed").is_some());
    choose(&mut harness, "Names as usual");
    let label = "Lane Al-Hasakah, 1 event, collapsed";
    assert!(harness.query_by_label_contains(label).is_some(), "it is the same lane");
}

#[test]
fn an_arabic_paragraph_begins_at_the_right_of_its_first_line() {
    // Tall enough that nothing of the card is scrolled away.
    let mut harness = window(dataset(), vec2(1280.0, 1600.0));
    harness.get_by_label_contains("Al-Hasakah: 1 event").click();
    harness.run();
    harness.get_by_label_contains("Passage: “وصلت").click();
    harness.run();
    assert!(state(&harness).session.document.is_some());
    let rect = |label: &str| -> Rect { harness.get_by_label(label).rect() };
    let paragraph = rect(TEXT);
    let first = rect("Place: وصلت, not resolved");
    let town = rect("Place: الحسكة, read as Al-Hasakah");
    let last = rect("Place: الأمطار, not resolved");
    let line = first.height();
    assert!(paragraph.height() > 2.5 * line, "it takes several lines: {paragraph:?}");
    assert!((first.right() - paragraph.right()).abs() < 2.0, "{first:?} in {paragraph:?}");
    assert!((first.top() - paragraph.top()).abs() < 2.0);
    assert!(town.top() < paragraph.top() + line && town.right() < first.left());
    assert!(last.bottom() > paragraph.bottom() - 2.0 && last.left() >= paragraph.left() - 1.0);
    // A mention is clicked where it stands.
    click(&mut harness, "Place: الحسكة, read as Al-Hasakah");
    assert!(matches!(state(&harness).session.selection, Some(Item::Mention(_))));
}
