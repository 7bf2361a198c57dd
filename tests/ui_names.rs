//! Languages of names, and text that is read from right to left, by accessibility labels.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

use chronotope::app::{Item, State};
use chronotope::model::{
    Category, Certainty, Dataset, Event, EventKind, Feature, Language, LonLat, Mention,
    MentionKind, Name, Passage, Place, PlaceId, PlaceShape, Source, SourceId, SourceKind,
    ToponymForm,
};
use chronotope::views::Viewer;
use egui::{Key, Rect, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const TEXT: &str = "وصلت القوات إلى مدينة الحسكة صباح اليوم، وقال متحدث باسم المحافظة إن الطرق المؤدية إلى القامشلي ودير الزور والرقة فتحت من جديد بعد إغلاق دام أسبوعين كاملين بسبب الأمطار";

type Window = Harness<'static, Option<Viewer>>;

fn place() -> Place {
    let name = |text: &str, lang: Option<&str>| Name {
        text: text.to_owned(),
        lang: lang.map(str::to_owned),
    };
    Place {
        name: "Al-Hasakah".to_owned(),
        names: vec![
            name("Al-Hasakah", None),
            name("الحسكة", Some("ar")),
            name("חסכה", Some("he")),
            name("Hesîçe", Some("ku")),
            name("Эль-Хасака", Some("ru")),
            name("哈塞克", Some("zh")),
        ],
        feature: Feature::new('P', "PPLA"),
        position: LonLat::new(40.75, 36.5).unwrap(),
        shape: PlaceShape::Point,
        radius_m: 4_000.0,
        population: Some(188_000),
        country: Some("SY".to_owned()),
        admin1: None,
        geonameid: None,
        note: String::new(),
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
        name: "report.txt".to_owned(),
        title: "تقرير من الحسكة".to_owned(),
        publisher: String::new(),
        url: String::new(),
        dated: "2026-01-20".parse().ok(),
        dated_from: None,
        suggested_date: None,
        kind: SourceKind::Document,
        text: TEXT.to_owned(),
    };
    let event = Event {
        title: "Troops arrive".to_owned(),
        category: Category::new("deployment"),
        kind: EventKind::Happening,
        when: "2026-01-20".parse().ok(),
        places: vec![PlaceId(0)],
        actors: Vec::new(),
        certainty: Certainty::Stated,
        evidence: vec![Passage { source: SourceId(0), range: 0..40 }],
        reasons: Vec::new(),
        accounts: Vec::new(),
        route: None,
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

fn window(width: f32, height: f32) -> Window {
    let mut harness = Harness::builder()
        .with_size(vec2(width, height))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(600)
        .build_ui_state(
            |ui, viewer: &mut Option<Viewer>| {
                viewer.get_or_insert_with(|| Viewer::showing(ui.ctx(), dataset())).frame(ui);
            },
            None,
        );
    harness.run();
    harness
}

fn state(harness: &Window) -> &State {
    harness.state().as_ref().unwrap().state()
}

fn arabic() -> Option<Language> {
    Language::of("ar")
}

/// Chooses a language in the list, as its row is read out.
fn choose(harness: &mut Window, row: &str) {
    harness.key_press(Key::N);
    harness.run();
    harness.get_by_label_contains(row).click();
    harness.run();
}

#[test]
fn names_are_shown_in_the_language_chosen_everywhere() {
    let mut harness = window(1280.0, 800.0);
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
    let mut harness = window(1280.0, 800.0);
    choose(&mut harness, "Persian,");
    assert_eq!(state(&harness).session.names, Language::of("fa"));
    assert!(harness.query_by_label_contains("Al-Hasakah: 1 event").is_some());
}

#[test]
fn the_list_is_used_by_keyboard_alone() {
    let mut harness = window(1000.0, 640.0);
    let cursor = state(&harness).session.cursor;
    harness.key_press(Key::N);
    harness.run();
    for key in [Key::ArrowDown, Key::ArrowRight, Key::ArrowDown, Key::Enter] {
        harness.key_press(key);
        harness.run();
    }
    assert_eq!(state(&harness).session.names, arabic(), "second after the usual names");
    assert_eq!(state(&harness).session.cursor, cursor, "the slider did not move");
    assert!(harness.query_by_label_contains("Hebrew,").is_none(), "the list is closed");
    harness.key_press(Key::N);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label_contains("Hebrew,").is_none());
    assert_eq!(state(&harness).session.names, arabic(), "Escape changes nothing");
}

#[test]
fn the_list_says_how_many_names_the_base_map_has() {
    let mut harness = window(1280.0, 800.0);
    harness.get_by_label("Layers (L)").click();
    harness.run();
    harness.get_by_label("Language of names: As usual").click();
    harness.run();
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
    let mut harness = window(1280.0, 800.0);
    harness.get_by_label_contains("Lanes: category").click();
    harness.run();
    harness.get_by_label("place").click();
    harness.run();
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
    let mut harness = window(1280.0, 1600.0);
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
    harness.get_by_label("Place: الحسكة, read as Al-Hasakah").click();
    harness.run();
    assert!(matches!(state(&harness).session.selection, Some(Item::Mention(_))));
}
