//! Filters in the real window, by accessibility label: every view follows them, every one can be taken
//! away, and what is hidden names what hides it. No display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

use chronotope::app::{List, State, embedded};
use chronotope::query::Facet;
use chronotope::views::Viewer;
use egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

fn story() -> Harness<'static, Option<Viewer>> {
    let mut dataset = Some(embedded().expect("the embedded story reads"));
    let mut harness = Harness::builder()
        // High enough for the panel to show all of itself.
        .with_size(vec2(1280.0, 2200.0))
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

fn state<'a>(harness: &'a Harness<'static, Option<Viewer>>) -> &'a State {
    harness.state().as_ref().expect("the window stands").state()
}

fn click(harness: &mut Harness<'static, Option<Viewer>>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn total(harness: &Harness<'static, Option<Viewer>>) -> usize {
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
    harness.key_press(Key::F);
    harness.run();
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
    harness.get_by_label("Filter by words").focus();
    harness.run();
    harness.get_by_label("Filter by words").type_text("qamishli");
    harness.run();
    let sums = state(&harness).filters().sums().unwrap().clone();
    assert!(sums.passing < before.passing && sums.passing > 0);
    assert_eq!(sums.certainties.iter().sum::<usize>(), sums.passing);
    assert!(state(&harness).filters().filter().uses(Facet::Text));
    // Letters that are typed are letters, not shortcuts: the panel is still open.
    assert!(state(&harness).filters().is_open());
}

#[test]
fn a_filter_is_saved_under_a_name_and_used_again() {
    let mut harness = story();
    click(&mut harness, "Filters");
    click(&mut harness, "Only stated");
    let filter = state(&harness).filters().filter().clone();
    assert!(filter.uses(Facet::Certainty));
    harness.get_by_label("Name for these filters").focus();
    harness.run();
    harness.get_by_label("Name for these filters").type_text("Said flatly");
    harness.run();
    click(&mut harness, "Save filters");
    click(&mut harness, "Show all: Certainty");
    assert!(state(&harness).filters().filter().is_empty());
    assert_eq!(state(&harness).filters().saved().len(), 1);
    click(&mut harness, "Use filter Said flatly");
    assert_eq!(*state(&harness).filters().filter(), filter);
    click(&mut harness, "Forget filter Said flatly");
    assert!(harness.query_by_label("Use filter Said flatly").is_none());
}

#[test]
fn a_box_on_the_map_leaves_what_lies_in_it() {
    let mut harness = story();
    click(&mut harness, "Filters");
    click(&mut harness, "Mark an area: Box");
    let map = harness.get_by_label("Map").rect();
    let (from, to) = (map.center(), map.right_bottom() - vec2(60.0, 60.0));
    let session = state(&harness).session.clone();
    harness.hover_at(from);
    harness.run_steps(1);
    harness.drag_at(from);
    harness.run_steps(1);
    for part in 1_u8..=5 {
        harness.hover_at(from + (to - from) * (f32::from(part) / 5.0));
        harness.run_steps(1);
    }
    harness.drop_at(to);
    harness.run();
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
    assert!(harness.query_by_label(remove).is_some());
    click(&mut harness, remove);
    assert!(state(&harness).filters().filter().is_empty());
}
