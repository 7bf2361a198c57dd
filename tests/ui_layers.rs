//! Layers of the map and measuring, driven by accessibility labels in the real window. Online tiles
//! come from a server in the test itself; nothing goes to a network.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod common;
mod tile_files;

use chronotope::app::TilesFrom;
use chronotope::projection::Units;
use common::{Window, command, says, state, story, until};
use egui::{Key, PointerButton, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use tile_files::{Feature, Folder, Pm, layer, mbtiles, pmtiles, png, square, vector_tile};

fn click(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(3);
}

/// As a screen reader presses it, wherever it is scrolled to.
fn press(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click_accesskit();
    harness.run_steps(3);
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|why| why.to_string())
    }
}

fn drop_file(harness: &mut Window, path: &Path) {
    harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    harness.step();
}

/// Pictures of tiles that the last frame painted.
fn pictures(harness: &Window) -> usize {
    let fonts = egui::TextureId::default();
    fn count(shape: &egui::Shape, fonts: egui::TextureId) -> usize {
        match shape {
            egui::Shape::Vec(all) => all.iter().map(|s| count(s, fonts)).sum(),
            shape => usize::from(shape.texture_id() != fonts),
        }
    }
    harness.output().shapes.iter().map(|clipped| count(&clipped.shape, fonts)).sum()
}

/// The brightest tint, of 255, with which the last frame painted a picture of a tile.
fn brightest(harness: &Window) -> u8 {
    fn of(shape: &egui::Shape, fonts: egui::TextureId) -> u8 {
        match shape {
            egui::Shape::Vec(all) => all.iter().map(|s| of(s, fonts)).max().unwrap_or(0),
            egui::Shape::Mesh(mesh) if mesh.texture_id != fonts => {
                mesh.vertices.iter().map(|vertex| vertex.color.r()).max().unwrap_or(0)
            }
            egui::Shape::Rect(rect) if shape.texture_id() != fonts => rect.fill.r(),
            _ => 0,
        }
    }
    let fonts = egui::TextureId::default();
    harness.output().shapes.iter().map(|clipped| of(&clipped.shape, fonts)).max().unwrap_or(0)
}

/// Whether the last frame painted these words, which are no widget.
fn painted(harness: &Window, words: &str) -> bool {
    fn holds(shape: &egui::Shape, words: &str) -> bool {
        match shape {
            egui::Shape::Vec(all) => all.iter().any(|s| holds(s, words)),
            egui::Shape::Text(text) => text.galley.text().contains(words),
            _ => false,
        }
    }
    harness.output().shapes.iter().any(|clipped| holds(&clipped.shape, words))
}

fn world_of(bytes: &[u8]) -> Vec<(u8, u32, u32, Vec<u8>)> {
    (0..4u8)
        .flat_map(|z| (0..1u32 << z).map(move |x| (z, x)))
        .flat_map(|(z, x)| (0..1u32 << z).map(move |y| (z, x, y)))
        .map(|(z, x, y)| (z, x, y, bytes.to_vec()))
        .collect()
}

#[test]
fn the_panel_opens_by_key_and_button_and_its_choices_hold() {
    let mut harness = story();
    assert!(harness.query_by_label("Graticule").is_none());
    harness.key_press(Key::L);
    harness.run();
    assert!(!painted(&harness, "° E"));
    for (label, was) in [
        ("Land", true),
        ("Rivers and lakes", true),
        ("Borders", true),
        ("Disputed areas", true),
        ("Place names", true),
        ("Density of events", true),
        ("Areas", true),
        ("Movements", true),
        ("Graticule", false),
    ] {
        let toggled = harness.get_by_label(label).accesskit_node().toggled();
        assert_eq!(toggled == Some(egui::accesskit::Toggled::True), was, "{label}");
        click(&mut harness, label);
    }
    let layers = &state(&harness).session.layers;
    assert!(!layers.ground.land && !layers.ground.water && !layers.ground.borders);
    assert!(!layers.areas && !layers.movements);
    assert!(!layers.ground.disputed && !layers.names && !layers.density && layers.graticule);
    assert!(painted(&harness, "° E") && painted(&harness, "° N"));
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Graticule").is_none());
    click(&mut harness, "Layers (L)");
    assert!(harness.query_by_label("Graticule").is_some());
    click(&mut harness, "Close layers");
    assert!(harness.query_by_label("Graticule").is_none());
}

#[test]
fn a_dropped_file_of_pictures_becomes_a_layer_that_can_be_faded_moved_and_removed() {
    let folder = Folder::new("ui-raster");
    let (hills, seas) = (folder.file("hills.mbtiles"), folder.file("seas.pmtiles"));
    let picture = png(8, [90, 120, 60, 255]);
    let metadata = [("format", "png"), ("attribution", "&copy; Hill survey")];
    mbtiles(&hills, &metadata, &world_of(&picture));
    let how = Pm { kind: 2, inner: 2, outer: 1, leaf: true };
    std::fs::write(&seas, pmtiles(how, &world_of(&picture))).unwrap();
    let mut harness = story();
    let events = state(&harness).dataset().events.len();
    assert_eq!(pictures(&harness), 0);
    drop_file(&mut harness, &hills);
    until(&mut harness, "pictures", |harness| pictures(harness) > 0);
    assert_eq!(state(&harness).dataset().events.len(), events, "the story stays");
    assert!(says(&harness, "Raster tiles, zoom 0 to 3"), "the panel opened by itself");
    assert!(painted(&harness, "© Hill survey"), "whom the tiles are from stands on the map");
    drop_file(&mut harness, &seas);
    until(&mut harness, "the other file", |harness| painted(harness, "© Testers"));
    let order = |harness: &Window| -> Vec<TilesFrom> {
        state(harness).session.layers.tiles.iter().map(|layer| layer.from.clone()).collect()
    };
    let (below, above) = (TilesFrom::File(hills), TilesFrom::File(seas));
    assert_eq!(order(&harness), [below.clone(), above.clone()], "the newest lies on top");
    press(&mut harness, "Move layer hills.mbtiles up");
    assert_eq!(order(&harness), [above.clone(), below]);
    let slider =
        harness.get_by_role_and_label(egui::accesskit::Role::Slider, "Opacity of seas.pmtiles");
    slider.focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowLeft);
    harness.run_steps(2);
    assert_eq!(state(&harness).session.layers.tiles[0].opacity, 0.95);
    press(&mut harness, "Remove layer hills.mbtiles");
    assert_eq!(order(&harness), [above]);
    assert!(pictures(&harness) > 0);
    press(&mut harness, "Layer seas.pmtiles");
    harness.run_steps(2);
    assert_eq!(pictures(&harness), 0, "hidden, it stays in the list");
    assert_eq!(order(&harness).len(), 1);
    assert!(!painted(&harness, "© Testers"));
}

#[test]
fn pictures_are_dimmed_in_the_dark_appearance_where_it_is_not_refused() {
    let folder = Folder::new("ui-dimmed");
    let hills = folder.file("hills.mbtiles");
    mbtiles(&hills, &[("format", "png")], &world_of(&png(8, [200, 210, 190, 255])));
    let mut harness = story();
    command(&mut harness, "light appearance");
    drop_file(&mut harness, &hills);
    until(&mut harness, "pictures", |harness| pictures(harness) > 0);
    let label = "Dim hills.mbtiles in the dark appearance";
    assert_eq!(brightest(&harness), 255);
    assert!(harness.query_by_label(label).is_none(), "in the light there is nothing to dim");
    command(&mut harness, "dark appearance");
    until(&mut harness, "darker pictures", |harness| (100..200).contains(&brightest(harness)));
    harness.get_by_label(label).click();
    harness.run_steps(2);
    assert_eq!(brightest(&harness), 255);
}

#[test]
fn vector_tiles_are_drawn_with_their_names() {
    let folder = Folder::new("ui-vector");
    let path = folder.file("places.pmtiles");
    let middle = Feature {
        kind: 1,
        tags: &[("class", "city"), ("name", "Vectorville")],
        parts: vec![vec![[2400, 1700]]],
    };
    let water = Feature { kind: 3, tags: &[("class", "lake")], parts: vec![square(0, 900)] };
    let tile = vector_tile(&[layer("water", &[water]), layer("place", &[middle])]);
    let how = Pm { kind: 1, inner: 2, outer: 2, leaf: false };
    std::fs::write(&path, pmtiles(how, &world_of(&tile))).unwrap();
    let mut harness = story();
    drop_file(&mut harness, &path);
    until(&mut harness, "its names", |harness| painted(harness, "Vectorville"));
    assert!(says(&harness, "Vector tiles, zoom 0 to 3"));
    click(&mut harness, "Place names");
    harness.run_steps(2);
    assert!(!painted(&harness, "Vectorville"));
}

#[test]
fn a_file_that_cannot_be_drawn_is_said_and_stays_until_it_is_removed() {
    let folder = Folder::new("ui-broken");
    let path = folder.file("broken.pmtiles");
    std::fs::write(&path, b"PMTiles\x03 and nothing more").unwrap();
    let mut harness = story();
    drop_file(&mut harness, &path);
    until(&mut harness, "the reason", |harness| says(harness, "ends before the header"));
    drop_file(&mut harness, &folder.file("gone.mbtiles"));
    until(&mut harness, "the reason", |harness| says(harness, "put it back where it was"));
    assert!(harness.query_by_label("Layers (L), 2 cannot be drawn").is_some());
    press(&mut harness, "Remove layer broken.pmtiles");
    harness.run_steps(2);
    assert!(harness.query_by_label("Layers (L), one cannot be drawn").is_some());
}

/// A server of tiles that tells of every request.
fn server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let body = png(8, [90, 120, 60, 255]);
        while let Ok((stream, _)) = listener.accept() {
            let first = BufReader::new(&stream).lines().next().and_then(Result::ok);
            let head = format!(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = (&stream).write_all(&[head.as_bytes(), &body].concat());
            if tell.send(first.unwrap_or_default()).is_err() {
                break;
            }
        }
    });
    (host, told)
}

#[test]
fn nothing_is_sent_before_online_tiles_are_turned_on_and_after_they_are_removed() {
    let (host, told) = server();
    let mut harness = story();
    click(&mut harness, "Layers (L)");
    assert!(says(&harness, "are sent to tile.openstreetmap.org"), "said before it is done");
    press(&mut harness, "Another service");
    assert!(says(&harness, "Type the address"));
    harness.get_by_label("Address of the tiles").focus();
    harness.run_steps(2);
    harness
        .get_by_label("Address of the tiles")
        .type_text(&format!("http://{host}/{{z}}/{{x}}/{{y}}"));
    harness.run_steps(3);
    assert!(says(&harness, &format!("are sent to {host}, unencrypted")));
    assert!(told.try_recv().is_err(), "nothing was sent so far");
    assert!(!says(&harness, "Online tiles: "));
    press(&mut harness, "Turn on online tiles");
    until(&mut harness, "pictures", |harness| pictures(harness) > 0);
    assert!(told.recv().unwrap().starts_with("GET /"));
    let sign = format!("Network in use: {host}");
    until(&mut harness, "the sign", |harness| {
        says(harness, &sign) || says(harness, &format!("Online tiles: {host}"))
    });
    assert!(painted(&harness, &format!("Tiles: {host}")), "credited on the map");
    press(&mut harness, &format!("Remove layer {host} (online)"));
    harness.run_steps(2);
    assert!(state(&harness).session.layers.tiles.is_empty());
    assert!(!says(&harness, "Network in use") && !says(&harness, "Online tiles: "));
    assert_eq!(pictures(&harness), 0);
    // What was on its way when it was removed still arrives.
    const QUIET: std::time::Duration = std::time::Duration::from_millis(500);
    while told.recv_timeout(QUIET).is_ok() {}
    harness.run_steps(20);
    assert!(told.recv_timeout(QUIET).is_err(), "removed, it sends nothing");
}

fn press_map(harness: &mut Window, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(1);
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(1);
    }
    // Two clicks in turn are not to be taken for one double click.
    harness.run_steps(40);
}

fn measured(harness: &Window) -> String {
    let node = harness.query_all_by_label_contains("Measured: ").next().expect("the panel is open");
    let node = node.accesskit_node();
    node.value().or_else(|| node.label()).unwrap_or_default()
}

#[test]
fn a_way_and_an_area_are_measured_and_escape_ends_it() {
    let mut harness = story();
    let selected = state(&harness).session.selection.clone();
    harness.key_press(Key::M);
    harness.run();
    let map = harness.get_by_label("Map").rect();
    let at = |x: f32, y: f32| map.center() + vec2(x, y);
    press_map(&mut harness, at(-100.0, 100.0));
    assert_eq!(measured(&harness), "Measured: 0 m");
    press_map(&mut harness, at(100.0, 100.0));
    let one = measured(&harness);
    assert!(one.ends_with(" km"), "{one}");
    press_map(&mut harness, at(100.0, -60.0));
    assert_ne!(measured(&harness), one);
    assert!(says(&harness, "2 legs"));
    click(&mut harness, "Area");
    assert!(measured(&harness).ends_with(" km²"), "{}", measured(&harness));
    assert!(says(&harness, "3 corners, outline"));
    click(&mut harness, "Remove last");
    assert_eq!(measured(&harness), "Measured: 0 m²");
    click(&mut harness, "Distance");
    assert_eq!(measured(&harness), one);
    harness.get_by_label_contains("Units: ").click();
    harness.run_steps(3);
    click(&mut harness, "Nautical miles");
    assert_eq!(state(&harness).session.layers.units, Units::Nautical);
    assert!(measured(&harness).ends_with(" nmi"));
    assert_eq!(state(&harness).session.selection, selected, "no mark was clicked meanwhile");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(!says(&harness, "Measured: "));
}

#[test]
fn measuring_works_by_keyboard_alone() {
    let mut harness = story();
    click(&mut harness, "Measure (M)");
    harness.get_by_label("Map").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let there = measured(&harness);
    assert!(there.ends_with(" km") || there.ends_with(" m") && there != "Measured: 0 m", "{there}");
    harness.key_press(Key::Backspace);
    harness.run_steps(2);
    assert_eq!(measured(&harness), "Measured: 0 m");
}

#[test]
fn the_panels_fit_a_small_window() {
    let mut harness = story();
    harness.set_size(vec2(1000.0, 640.0));
    harness.run();
    harness.key_press(Key::L);
    harness.key_press(Key::M);
    harness.run();
    let map = harness.get_by_label("Map").rect();
    for label in ["Close layers", "Land", "Disputed areas", "Stop measuring", "Clear"] {
        let rect = harness.get_by_label(label).rect();
        assert!(map.contains_rect(rect.shrink(1.0)), "{label}: {rect:?} in {map:?}");
    }
}
