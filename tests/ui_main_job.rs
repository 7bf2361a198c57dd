//! The main job by keyboard alone: open a file, scrub, select an event, read the passage that says so,
//! export what is shown. No pointer, no display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;

use chronotope::app::Item;
use chronotope::model::Dataset;
use common::{USUAL, Window, has, press, state, typed, until, window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::path::Path;

/// Presses Tab until something that fits has the focus.
fn tab_to(harness: &mut Window, what: &str, fits: impl Fn(&str) -> bool) {
    for _ in 0..200 {
        press(harness, Modifiers::NONE, Key::Tab);
        let focused = harness
            .query_all_by(|node| node.is_focused())
            .filter(|node| node.accesskit_node().label().is_some_and(|label| fits(&label)));
        if focused.count() > 0 {
            return;
        }
    }
    panic!("{what} was not reached by Tab");
}

#[test]
fn open_scrub_select_read_and_export_without_a_pointer() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("main_job");
    let _absent = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("reports.csv");
    let rows = "date,location,latitude,longitude,title\n\
        2026-01-18,Al-Hasakah,36.5024,40.7477,Ceasefire announced\n\
        2026-01-28,Qamishli,37.0522,41.2312,Convoy leaves the airport\n\
        2026-02-03,Damascus,33.5102,36.2913,Delegation arrives\n";
    std::fs::write(&file, rows).unwrap();
    let mut harness = window(Dataset::default(), USUAL);
    // Open.
    press(&mut harness, Modifiers::COMMAND, Key::O);
    tab_to(&mut harness, "the path", |label| label.starts_with("Or a path"));
    typed(&mut harness, &file.to_string_lossy());
    // Not run until it is still: how long reading takes is the machine's affair.
    harness.key_press(Key::Enter);
    until(&mut harness, "the table", |h| state(h).dataset().event_count() == 3);
    harness.run();
    // Scrub: a day's window, stepped through.
    press(&mut harness, Modifiers::NONE, Key::Home);
    let begin = state(&harness).session.window;
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_ne!(state(&harness).session.cursor, begin.begin());
    // Select, in the table.
    press(&mut harness, Modifiers::NONE, Key::T);
    tab_to(&mut harness, "the table", |label| label == "Events");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert!(matches!(state(&harness).session.selection, Some(Item::Event(_))));
    // Read the passage that says so.
    tab_to(&mut harness, "a passage", |label| label.starts_with("Passage: “"));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(state(&harness).session.document.is_some(), "the document is open at the passage");
    // Export.
    let out = folder.join("shown.geojson");
    press(&mut harness, Modifiers::COMMAND, Key::E);
    tab_to(&mut harness, "the path", |label| label.starts_with("Or a path"));
    typed(&mut harness, &out.to_string_lossy());
    harness.key_press(Key::Enter);
    until(&mut harness, "the export", |h| has(h, "Exported shown.geojson"));
    harness.run();
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    let counts = state(&harness).matches().counts;
    assert_eq!(json["features"].as_array().unwrap().len(), counts.shown + counts.undated);
}
