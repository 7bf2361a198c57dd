//! The inspector and the document, driven by their accessibility labels, without a screen or a GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::{Action, Item, List, State, embedded};
use chronotope::model::{Dataset, Source, TimeSpan};
use chronotope::scene::palette::Palette;
use chronotope::task::{Task, Warning};
use chronotope::views::document::DocumentView;
use chronotope::views::inspector::InspectorView;
use chronotope::views::theme;
use common::model::fixture;
use common::{has, press, says};
use egui::{Key, Modifiers, Pos2, Rect, vec2};
use egui_kittest::kittest::Queryable;
use egui_kittest::{Harness, HarnessBuilder};

struct App {
    state: State,
    inspector: InspectorView,
    document: DocumentView,
    palette: Palette,
    actions: Vec<Action>,
    warnings: Vec<Warning>,
    laid_out: usize,
}

fn app(dataset: Dataset) -> App {
    App {
        state: State::new(dataset),
        inspector: InspectorView::default(),
        document: DocumentView::default(),
        palette: Palette::light(),
        actions: Vec::new(),
        warnings: Vec::new(),
        laid_out: 0,
    }
}

/// Draws the document on the left and the inspector on the right, and applies what they ask for.
fn draw(ui: &mut egui::Ui, app: &mut App) {
    let mut actions = Vec::new();
    let frame = app.state.frame(&app.palette);
    let room = ui.available_rect_before_wrap();
    let middle = room.left() + room.width() * 0.6;
    let left = Rect::from_min_max(room.min, Pos2::new(middle, room.bottom()));
    let right = Rect::from_min_max(Pos2::new(middle + 12.0, room.top()), room.max);
    let mut pane = ui.new_child(egui::UiBuilder::new().max_rect(left).id_salt("document"));
    app.document.ui(&mut pane, &frame, &mut actions);
    let mut pane = ui.new_child(egui::UiBuilder::new().max_rect(right).id_salt("inspector"));
    app.inspector.ui(&mut pane, &frame, &app.warnings, &mut actions);
    app.laid_out = app.laid_out.max(ui.fonts_mut(|fonts| fonts.num_galleys_in_cache()));
    for action in actions {
        if !matches!(action, Action::Hover(_)) {
            app.actions.push(action.clone());
        }
        app.state.apply(action);
    }
    app.state.end_frame();
}

fn harness(app: App) -> Harness<'static, App> {
    started(Harness::builder(), app)
}

fn started(builder: HarnessBuilder<App>, app: App) -> Harness<'static, App> {
    let mut harness = builder
        .with_context_setup(|ctx| {
            theme::install_fonts(ctx);
            theme::apply(ctx, &Palette::light());
        })
        .with_size(vec2(1100.0, 2400.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(400)
        .build_ui_state(draw, app);
    harness.run();
    harness
}

fn story() -> Harness<'static, App> {
    harness(app(embedded().unwrap()))
}

fn place(dataset: &Dataset, name: &str) -> chronotope::model::PlaceId {
    let at = dataset.places.iter().position(|place| place.name == name).unwrap();
    chronotope::model::PlaceId::from_index(at)
}

fn select(harness: &mut Harness<'_, App>, item: Item) {
    harness.state_mut().state.apply(Action::Select(Some(item)));
    harness.run();
}

fn label_of<'a>(harness: &'a Harness<'_, App>, part: &'a str) -> egui_kittest::Node<'a> {
    harness.get_all_by_label_contains(part).next().unwrap()
}

#[test]
fn a_click_on_an_event_shows_it_with_its_passages() {
    let mut harness = story();
    label_of(&harness, "Event: Russian forces leave Qamishli airport").click();
    harness.run();
    assert!(matches!(harness.state().actions.last(), Some(Action::Select(Some(Item::Event(_))))));
    assert!(has(&harness, "reported"), "its certainty");
    assert!(has(&harness, "2026-01-19/2026-01-25"), "its date as EDTF");
    assert!(has(&harness, "2 passages"));
    assert_eq!(harness.get_all_by_label_contains("Passage: “").count(), 2);
    label_of(&harness, "Go to 19–25 January 2026").click();
    harness.run();
    assert!(matches!(harness.state().actions.last(), Some(Action::GoToTime(_))));
    label_of(&harness, "Fly to Qamishli airport").click();
    harness.run();
    assert!(matches!(harness.state().actions.last(), Some(Action::FlyToPlace(_))));
    label_of(&harness, "Back to the list").click();
    harness.run();
    assert_eq!(harness.state().state.session.selection, None);
}

#[test]
fn a_passage_opens_its_document_and_a_mention_there_moves_the_map() {
    let mut harness = story();
    let id = place(harness.state().state.dataset(), "Qamishli airport");
    select(&mut harness, Item::Place(id));
    label_of(&harness, "Passage: “By several accounts").click();
    harness.run();
    let (source, range) = harness.state().state.session.document.clone().unwrap();
    let dataset = harness.state().state.dataset().clone();
    assert!(dataset.source(source).unwrap().quote(&range).starts_with("By several accounts"));
    label_of(&harness, "Place: Hmeimim air base, read as Hmeimim air base").click();
    harness.run();
    let hmeimim = place(&dataset, "Hmeimim air base");
    assert!(harness.state().actions.contains(&Action::FlyToPlace(hmeimim)));
    assert!(matches!(harness.state().state.session.selection, Some(Item::Mention(_))));
    assert!(has(&harness, "What it could be"), "candidates are shown");
    label_of(&harness, "Time: the week before the meeting").click();
    harness.run();
    let week: TimeSpan = "2026-01-19/2026-01-25".parse().unwrap();
    assert!(harness.state().actions.contains(&Action::GoToTime(week)));
    label_of(&harness, "Close the document").click();
    harness.run();
    assert_eq!(harness.state().state.session.document, None);
}

#[test]
fn the_card_of_a_place_says_what_holds_at_the_cursor() {
    let mut harness = story();
    let id = place(harness.state().state.dataset(), "Qamishli airport");
    select(&mut harness, Item::Place(id));
    assert!(says(&harness, "Russian presence: withdrawn, in place until 25 January 2026"));
    assert!(has(&harness, "As of 28 January 2026"));
    assert!(says(&harness, "مطار القامشلي"), "names in all scripts, read out as written");
    let before = chronotope::model::Second::from_civil(2026, 1, 10, 0, 0, 0).unwrap();
    harness.state_mut().state.apply(Action::SetCursor(before));
    harness.run();
    assert!(says(&harness, "Russian presence: in place, since 2025"));
}

#[test]
fn all_names_of_a_place_of_the_story_are_drawn() {
    let mut harness = story();
    let id = place(harness.state().state.dataset(), "Damascus");
    select(&mut harness, Item::Place(id));
    label_of(&harness, "languages").click();
    harness.run();
    assert!(says(&harness, "دمشق"));
    assert!(harness.query_by_label_contains("no font here draws these scripts").is_none());
}

#[test]
fn each_count_has_its_list() {
    let mut harness = story();
    for (list, part) in [
        (List::Shown, "Event: Al-Sharaa and Putin meet in Moscow"),
        (List::Undated, "Event: The SDF names al-Hasakah its new capital"),
        (List::Unplaced, "Event: Trump gives Netanyahu one month"),
        (List::Unresolved, "Unresolved: the south"),
        (List::Sources, "Source: Briefing: the south, from Quneitra to Mount Hermon"),
        (List::Warnings, "Nothing went wrong"),
        (List::Outside, "No dated event lies outside"),
    ] {
        harness.state_mut().state.apply(Action::ShowList(list));
        harness.run();
        assert!(says(&harness, part), "{part}");
    }
    let task = Task::new();
    task.warn("report.txt", "is empty: nothing to read");
    harness.state_mut().warnings = task.take_warnings();
    harness.state_mut().state.apply(Action::ShowList(List::Warnings));
    harness.run();
    assert!(has(&harness, "is empty: nothing to read"));
}

#[test]
fn a_source_in_the_list_opens_at_its_start() {
    let mut harness = story();
    harness.state_mut().state.apply(Action::ShowList(List::Sources));
    harness.run();
    label_of(&harness, "Source: Briefing: Moscow").click();
    harness.run();
    let (_, range) = harness.state().state.session.document.clone().unwrap();
    assert_eq!(range, 0..0);
    assert!(has(&harness, "Events from this source"));
}

#[test]
fn the_keyboard_alone_selects_an_event_and_opens_its_passage() {
    let mut harness = story();
    press(&mut harness, Modifiers::NONE, Key::Tab);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(matches!(harness.state().state.session.selection, Some(Item::Event(_))));
    for _ in 0..12 {
        press(&mut harness, Modifiers::NONE, Key::Tab);
        let focused = harness.query_all_by_label_contains("Passage: “").any(|n| n.is_focused());
        if focused {
            press(&mut harness, Modifiers::NONE, Key::Space);
            break;
        }
    }
    assert!(harness.state().state.session.document.is_some());
}

#[test]
fn hovering_a_row_is_published() {
    let mut harness = story();
    let rect = label_of(&harness, "Event: Russian forces leave Qamishli airport").rect();
    harness.hover_at(rect.center());
    harness.run();
    assert!(matches!(harness.state().state.session.hover, Some(Item::Event(_))));
    let hovered = harness.state().state.hovered().clone();
    assert_eq!(hovered.places.len(), 1, "its place is lit with it");
}

fn undated(text: String) -> Dataset {
    let span: TimeSpan = "2026-01-28~".parse().unwrap();
    let source = Source {
        suggested_date: Some((span, "it says “this Wednesday”".to_owned())),
        ..fixture::source("report.txt", &text)
    };
    Dataset { sources: vec![source], ..Dataset::default() }
}

fn open(harness: &mut Harness<'_, App>) {
    select(harness, Item::Passage(chronotope::model::SourceId(0), 0..0));
}

#[test]
fn an_undated_document_asks_and_takes_each_answer() {
    let text = "They met this Wednesday.".to_owned();
    let mut harness = harness(app(undated(text.clone())));
    open(&mut harness);
    assert!(harness.query_by_label_contains("it says “this Wednesday”").is_some());
    label_of(&harness, "Use about 28 January 2026").click();
    harness.run();
    let span: TimeSpan = "2026-01-28~".parse().unwrap();
    let expected = Action::DateDocument(chronotope::model::SourceId(0), span);
    assert!(harness.state().actions.contains(&expected));
    assert!(!has(&harness, "Leave undated"), "answered");

    let mut harness = self::harness(app(undated(text.clone())));
    open(&mut harness);
    label_of(&harness, "Leave undated").click();
    harness.run();
    assert!(!has(&harness, "Leave undated"));

    let mut harness = self::harness(app(undated(text)));
    open(&mut harness);
    label_of(&harness, "Other date…").click();
    harness.run();
    let field =
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Date of the document");
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    let field =
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Date of the document");
    field.type_text("2026-02-30");
    harness.run();
    assert!(harness.query_by_label_contains("2026-02-30").is_some(), "the error is said");
    assert!(!has(&harness, "Use 28 February 2026"));
}

#[test]
fn a_long_document_lays_out_only_what_is_in_view() {
    let line = "The convoy left the base at noon and was seen again near the river.\n";
    let text = line.repeat(60_000);
    assert!(text.len() > 4_000_000);
    let mut harness = harness(app(undated(text)));
    let before = harness.state().laid_out;
    open(&mut harness);
    let laid_out = harness.state().laid_out - before;
    assert!(laid_out < 400, "{laid_out} galleys");
    select(&mut harness, Item::Passage(chronotope::model::SourceId(0), 2_000_000..2_000_060));
    harness.run();
    assert!(harness.query_all_by_label_contains("The convoy left").count() < 100);
    let laid_out = harness.state().laid_out - before;
    assert!(laid_out < 800, "{laid_out} galleys");
}

#[test]
fn a_passage_far_down_is_scrolled_to() {
    let text = format!("{}The last word.", "A line that says little.\n".repeat(3_000));
    let end = text.chars().count();
    let mut harness = harness(app(undated(text)));
    select(&mut harness, Item::Passage(chronotope::model::SourceId(0), end - 14..end));
    assert!(has(&harness, "The last word."));
}

#[test]
fn an_idle_panel_does_not_repaint() {
    let mut harness = story();
    let id = place(harness.state().state.dataset(), "Qamishli airport");
    select(&mut harness, Item::Place(id));
    assert!(harness.try_run().unwrap() <= 2);
}

#[test]
fn what_dangles_or_is_hostile_is_no_trouble() {
    use chronotope::model::{EventId, MentionId, PlaceId, SourceId};
    let mut dataset = undated("אבג 🦀 end".to_owned());
    dataset.sources[0].name = "\u{202e}\u{0}odd\nname".to_owned();
    let mut harness = started(Harness::builder().allow_missing_glyphs(), app(dataset));
    for item in [
        Item::Event(EventId(9)),
        Item::Place(PlaceId(9)),
        Item::Mention(MentionId(9)),
        Item::Passage(SourceId(9), std::ops::Range { start: 3, end: 1 }),
        Item::Passage(SourceId(0), std::ops::Range { start: 7, end: 2 }),
        Item::Passage(SourceId(0), usize::MAX - 1..usize::MAX),
    ] {
        select(&mut harness, item);
    }
}
