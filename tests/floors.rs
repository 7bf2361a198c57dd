//! Holds the house to its floors: imports go strictly down, but for the few neighbours named here,
//! and nothing below the views knows egui. A new room must be given its floor here.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms by floor, from the ground up.
const FLOORS: [&[&str]; 6] = [
    &["model", "system", "task"],
    &["basemap", "gazetteer", "projection", "tables", "temporal", "tiles"],
    &["formats", "geocode", "reading"],
    &["folding", "import", "query", "scene", "search", "store"],
    &["app"],
    &["cli", "views"],
];

/// Imports between neighbours on one floor: from, to.
const NEIGHBOURS: [(&str, &str); 6] = [
    ("basemap", "projection"),
    ("tiles", "projection"),
    ("reading", "geocode"),
    ("query", "store"),
    ("scene", "query"),
    ("scene", "store"),
];

/// Crates that only the views may know.
const WINDOW_CRATES: [&str; 5] = ["eframe", "egui", "egui_plot", "egui_kittest", "rfd"];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn is_allowed(from: &str, to: &str) -> bool {
    from == to || floor(from) > floor(to) || NEIGHBOURS.contains(&(from, to))
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All Rust files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The code's words and signs, with their lines; comments and literals are left out.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = code.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let (mut out, mut i, mut line) = (Vec::new(), 0, 1);
    while i < chars.len() {
        let c = at(i);
        if c == '\n' {
            line += 1;
            i += 1;
        } else if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            while i < chars.len() {
                let pair = (at(i), at(i + 1));
                depth += i32::from(pair == ('/', '*')) - i32::from(pair == ('*', '/'));
                line += usize::from(at(i) == '\n');
                i += if pair == ('/', '*') || pair == ('*', '/') { 2 } else { 1 };
                if depth == 0 {
                    break;
                }
            }
        } else if let Some(hashes) = raw_string(&chars, i) {
            let end: String = format!("\"{}", "#".repeat(hashes));
            i += hashes + 2;
            while i < chars.len()
                && !chars[i..].iter().take(hashes + 1).eq(end.chars().collect::<Vec<_>>().iter())
            {
                line += usize::from(at(i) == '\n');
                i += 1;
            }
            i += hashes + 1;
        } else if c == '"' {
            i += 1;
            while i < chars.len() && at(i) != '"' {
                line += usize::from(at(i) == '\n');
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
        } else if c == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            i += if at(i + 1) == '\\' { 3 } else { 2 };
            while i < chars.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
        } else if c.is_alphabetic() || c == '_' {
            let start = i;
            while at(i).is_alphanumeric() || at(i) == '_' {
                i += 1;
            }
            out.push((line, chars[start..i].iter().collect()));
        } else {
            if !c.is_whitespace() {
                out.push((line, c.to_string()));
            }
            i += 1;
        }
    }
    out
}

/// The number of hashes where a raw string begins.
fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|i| chars[i]);
    if chars[at] != 'r' || before.is_some_and(|c| c.is_alphanumeric() && c != 'b') {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

/// How deep in the house a file is: `src/query/mod.rs` is 1, `src/query/sum.rs` is 2.
fn depth(file: &Path) -> usize {
    let inside = file.strip_prefix(source()).unwrap();
    let folders = inside.components().count() - 1;
    folders + usize::from(file.file_stem().is_some_and(|stem| stem != "mod"))
}

/// The rooms that a file names from the crate's root: by `crate::` or by enough of `super::`.
fn rooms_named(code: &str, depth: usize) -> Vec<(usize, String)> {
    let tokens = tokens(code);
    let word = |i: usize| tokens.get(i).map_or("", |(_, word)| word.as_str());
    let path_at = |i: usize| word(i) == ":" && word(i + 1) == ":";
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let mut next = i + 1;
        let rooted = match word(i) {
            "crate" => true,
            "super" => {
                let mut supers = 1;
                while path_at(next) && word(next + 2) == "super" {
                    supers += 1;
                    next += 3;
                }
                supers >= depth
            }
            _ => false,
        };
        if rooted && path_at(next) {
            next += 2;
            if word(next) == "{" {
                let mut nesting = 0;
                loop {
                    let heads = nesting == 1 && matches!(word(next - 1), "{" | ",");
                    match word(next) {
                        "{" => nesting += 1,
                        "}" => nesting -= 1,
                        "" => break,
                        name if heads => found.push((tokens[next].0, name.to_owned())),
                        _ => {}
                    }
                    if nesting == 0 {
                        break;
                    }
                    next += 1;
                }
            } else if let Some((line, name)) = tokens.get(next) {
                found.push((*line, name.clone()));
            }
        }
        i = next.max(i + 1);
    }
    found
}

#[test]
fn imports_go_down() {
    let mut wrong = Vec::new();
    for file in files(&source()) {
        let inside = file.strip_prefix(source()).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let room = first.trim_end_matches(".rs");
        if matches!(room, "lib" | "main") {
            continue;
        }
        let code = fs::read_to_string(&file).unwrap();
        for (line, named) in rooms_named(&code, depth(&file)) {
            if floor(&named).is_some() && !is_allowed(room, &named) {
                wrong.push(format!(
                    "src/{}:{line}: {room} must not import {named}",
                    inside.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_room_has_its_floor() {
    let rooms: BTreeSet<String> = fs::read_dir(source())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| !matches!(name.as_str(), "lib" | "main"))
        .collect();
    let homeless: Vec<&String> = rooms.iter().filter(|room| floor(room).is_none()).collect();
    assert!(homeless.is_empty(), "rooms without a floor in tests/floors.rs: {homeless:?}");
}

#[test]
fn nothing_below_the_views_knows_the_window() {
    let mut wrong = Vec::new();
    for file in files(&source()) {
        let inside = file.strip_prefix(source()).unwrap();
        if inside.starts_with("views") {
            continue;
        }
        let code = fs::read_to_string(&file).unwrap();
        for (line, word) in tokens(&code) {
            if WINDOW_CRATES.contains(&word.as_str()) {
                wrong.push(format!("src/{}:{line}: {word}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_check_sees_what_it_must() {
    let names = |code: &str, depth: usize| -> Vec<String> {
        rooms_named(code, depth).into_iter().map(|(_, name)| name).collect()
    };
    assert_eq!(names("use crate::scene::Shape;", 1), ["scene"]);
    assert_eq!(
        names("use crate::{model::{A, b::C}, scene, task::Task};", 1),
        ["model", "scene", "task"]
    );
    assert_eq!(names("fn f() -> crate::views::Theme { crate :: app :: x() }", 1), ["views", "app"]);
    assert_eq!(names("use super::super::app::Frame;", 2), ["app"]);
    assert_eq!(names("use super::app::Frame;", 2), [] as [&str; 0]);
    assert_eq!(
        names(
            "// crate::views\n/* crate::app */ let s = \"crate::cli\"; let r = r#\"crate::cli\"#;",
            1
        ),
        [] as [&str; 0]
    );
    assert_eq!(names("let c = '\"'; use crate::app;", 1), ["app"]);
    assert!(is_allowed("scene", "query") && !is_allowed("query", "scene"));
    assert!(
        is_allowed("views", "app") && !is_allowed("app", "views") && !is_allowed("cli", "views")
    );
    assert!(!is_allowed("import", "scene"));
}
