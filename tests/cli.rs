//! Drives the program as scripts do: shapes, exit codes, bad input, pipes and signals.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

fn data(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    path.to_str().unwrap().to_owned()
}

/// A file name of this test's own, with nothing there yet.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    let _absent = fs::remove_file(&path);
    path
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chronotope"));
    command
        .args(args)
        .env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"))
        .env("CHRONOTOPE_DATA", Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-data"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn start(args: &[&str]) -> Child {
    command(args).spawn().unwrap()
}

fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = start(args);
    // The program may end before it has read everything.
    let _closed = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn run(args: &[&str]) -> Output {
    run_with(args, b"")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn list<'a>(object: &'a Value, key: &str) -> &'a Vec<Value> {
    object[key].as_array().unwrap_or_else(|| panic!("no list `{key}` in {object}"))
}

/// Places that the two reports of the story, and our own, are about.
const STORY: [(&str, f64, f64); 8] = [
    ("Qamishli", 37.05, 41.22),
    ("Hasakah", 36.50, 40.75),
    ("Hmeimim", 35.41, 35.95),
    ("Tartous", 34.89, 35.88),
    ("Quneitra", 33.12, 35.82),
    ("Hermon", 33.41, 35.86),
    ("Moscow", 55.75, 37.62),
    ("Damascus", 33.51, 36.29),
];

/// That a name is found among the places, within 0.15 degrees of where it lies.
fn assert_story(objects: &[Value], what: &str) {
    let places: Vec<&Value> = objects.iter().flat_map(|object| list(object, "places")).collect();
    for (name, lat, lon) in STORY {
        let near = |place: &&&Value| {
            let close =
                |key: &str, want: f64| place[key].as_f64().is_some_and(|v| (v - want).abs() < 0.15);
            place["name"].as_str().unwrap().contains(name) && close("lat", lat) && close("lon", lon)
        };
        assert!(
            places.iter().find(near).is_some(),
            "{what}: {name} is not found near {lat}, {lon}"
        );
    }
    let times: Vec<&Value> = objects.iter().flat_map(|object| list(object, "times")).collect();
    for edtf in ["2026-01-28", "2026-01-18", "2025-10", "2024-12"] {
        assert!(times.iter().any(|time| time["edtf"] == edtf), "{what}: {edtf} is not read");
    }
    let week = |time: &&&Value| {
        time["value"] == "2026-W04"
            && time["edtf"].as_str().is_some_and(|e| e.starts_with("2026-01-19"))
    };
    assert!(times.iter().find(week).is_some(), "{what}: the week of the withdrawal is not read");
}

/// That offsets are code points of the text and cut out what is said to stand there.
fn assert_offsets(object: &Value, text: &str) {
    let chars: Vec<char> = text.chars().collect();
    let cut = |item: &Value| -> String {
        let at = |key: &str| usize::try_from(item[key].as_u64().unwrap()).unwrap();
        chars[at("start")..at("end")].iter().collect()
    };
    for place in list(object, "places") {
        assert_eq!(cut(place), place["name"].as_str().unwrap());
    }
    for time in list(object, "times") {
        assert_eq!(cut(time), time["text"].as_str().unwrap());
    }
    for event in list(object, "events") {
        assert!(!cut(event).is_empty());
        for index in list(event, "places") {
            assert!(
                usize::try_from(index.as_u64().unwrap()).unwrap() < list(object, "places").len()
            );
        }
    }
}

#[test]
fn our_own_report_gives_the_story() {
    let output = run(&["read", "--format", "jsonl", &data("report.md")]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let objects = objects(&output);
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["doc"], "report.md");
    assert_eq!(objects[0]["dated"], "2026-01-28");
    assert_eq!(objects[0]["dated_from"], "metadata");
    assert_story(&objects, "report.md");
    let withdrawal = |event: &&Value| {
        event["category"] == "withdrawal"
            && event["edtf"].as_str().is_some_and(|e| e.starts_with("2026-01-19"))
    };
    assert!(list(&objects[0], "events").iter().any(|event| withdrawal(&event)), "{}", objects[0]);
}

#[test]
fn the_reports_of_the_story_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("left out: ../shared/seeds is not there");
        return;
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut args = vec!["read", "--dated", "2026-01-28", "--format", "jsonl"];
    args.extend(paths.iter().map(|path| path.to_str().unwrap()));
    let output = run(&args);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let objects = objects(&output);
    assert_story(&objects, "the two reports");
    for (object, path) in objects.iter().zip(&paths) {
        assert_eq!(object["dated_from"], "option");
        assert_offsets(object, &fs::read_to_string(path).unwrap());
    }
}

#[test]
fn offsets_count_code_points() {
    let text = "😀 Élan! On 18 January 2026 they met in Qamishli.\r\n";
    let path = scratch("offsets.txt");
    fs::write(&path, text).unwrap();
    let output = run(&["read", "--format", "jsonl", path.to_str().unwrap()]);
    let object = &objects(&output)[0];
    assert_eq!(object["dated"], Value::Null);
    assert!(!list(object, "places").is_empty() && !list(object, "times").is_empty(), "{object}");
    assert_offsets(object, text);
}

#[test]
fn a_corpus_gives_an_object_for_each_line() {
    let lines = "{\"doc\":\"a\",\"date\":\"2026-01-28\",\"text\":\"They met in Homs last week.\"}\n{\"doc\":\"b\",\"text\":\"Nothing.\"}\n";
    let output = run_with(&["read", "--corpus", "-"], lines.as_bytes());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let objects = objects(&output);
    assert_eq!(objects.iter().map(|o| o["doc"].as_str().unwrap()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(objects[0]["times"][0]["value"], "2026-W04");
    let broken =
        run_with(&["read", "--corpus", "-"], b"{\"doc\":\"a\",\"text\":\"Homs.\"}\nbroken\n");
    assert_eq!(code(&broken), 1);
    assert_eq!(stdout(&broken).lines().count(), 1);
    assert!(stderr(&broken).contains("-:2:"), "{}", stderr(&broken));
}

#[test]
fn positions_are_told_by_their_country_and_the_places_around() {
    let text = stdout(&run(&["geocode", "--at", "36.60,40.83"]));
    assert!(text.contains("Syria") && text.contains("north-east of"), "{text}");
    let json = stdout(&run(&[
        "geocode",
        "--format",
        "jsonl",
        "--at",
        "33°N 35°45′E",
        "--at",
        "-48.9,-123.4",
    ]));
    let lines: Vec<serde_json::Value> =
        json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{json}");
    assert!(lines[0]["disputed"]["claims"].as_str().unwrap().contains("Israel"), "{json}");
    assert!(
        lines[1]["country"].is_null() && lines[1]["coast"]["distance_m"].as_f64() > Some(1e6),
        "{json}"
    );
    let wrong = run(&["geocode", "--at", "136.5,40.75"]);
    assert!(!wrong.status.success());
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.contains("latitude 136.5 is beyond 90 degrees"), "{said}");
}

#[test]
fn geocode_places_a_phrase_by_the_place_it_names() {
    let text = stdout(&run(&["geocode", "30 km north of Aleppo", "near the Golan Heights"]));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[1].contains("30 km north of Aleppo") && lines[1].contains("36.47"), "{text}");
    assert!(lines[2].contains("Aleppo, SY"), "the place named stays the next: {text}");
    assert!(text.contains("near Golan Heights"), "{text}");
}

#[test]
fn names_are_ranked_in_the_order_asked() {
    let output =
        run_with(&["geocode", "--format", "jsonl"], "Qamishli\nqzxqzxqzx\nMoscow\n".as_bytes());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let answers = objects(&output);
    let queries: Vec<&str> = answers.iter().map(|a| a["query"].as_str().unwrap()).collect();
    assert_eq!(queries, ["Qamishli", "qzxqzxqzx", "Moscow"]);
    assert!(list(&answers[1], "candidates").is_empty());
    let best = &answers[2]["candidates"][0];
    assert_eq!(best["country"], "RU");
    for key in
        ["name", "lat", "lon", "kind", "country", "geonameid", "radius_m", "score", "reasons"]
    {
        assert!(best.get(key).is_some(), "{key}");
    }
    let scores: Vec<f64> =
        list(&answers[2], "candidates").iter().map(|c| c["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && scores[0] <= 1.0);
    let text = stdout(&run(&["geocode", "Qamishli"]));
    assert!(text.starts_with("Qamishli\n  ") && text.contains("41.2"), "{text}");
}

#[test]
fn other_formats_hold_the_same_events() {
    let events = data("events.csv");
    let geojson: Value =
        serde_json::from_slice(&run(&["read", "--format", "geojson", &events]).stdout).unwrap();
    assert_eq!(list(&geojson, "features").len(), 2);
    let project = scratch("events.chronotope.json");
    let output = run(&["convert", &events, project.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let lines = scratch("events.jsonl");
    assert_eq!(code(&run(&["convert", project.to_str().unwrap(), lines.to_str().unwrap()])), 0);
    let object: Value = serde_json::from_str(&fs::read_to_string(&lines).unwrap()).unwrap();
    assert_eq!(list(&object, "events").len(), 2);
    assert_eq!(object["events"][0]["edtf"], "2026-01-18");
    let text = stdout(&run(&["read", project.to_str().unwrap()]));
    assert!(text.contains("2 events") && text.contains("18 January 2026"), "{text}");
    let leftovers: Vec<_> = fs::read_dir(project.parent().unwrap())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"))
        .collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}

#[test]
fn what_cannot_be_converted_is_not_written() {
    let out = scratch("none.geojson");
    let out = out.to_str().unwrap();
    let output = run(&["convert", &data("bad/binary.dat"), out]);
    assert_eq!(code(&output), 1);
    assert!(!Path::new(out).exists());
    assert_eq!(code(&run(&["convert", &data("events.csv"), "out.docx"])), 2);
    let same = data("report.md");
    assert_eq!(code(&run(&["convert", &same, &same])), 2);
    let nowhere = scratch("no/such/folder.geojson");
    assert_eq!(code(&run(&["convert", &data("events.csv"), nowhere.to_str().unwrap()])), 1);
}

#[test]
fn bad_files_are_named_and_the_rest_is_read() {
    let names =
        ["missing.txt", "empty.txt", "binary.dat", "newer.chronotope.json", "no-columns.csv"];
    let bad: Vec<String> = names.iter().map(|name| data(&format!("bad/{name}"))).collect();
    let good = data("report.md");
    let mut args = vec!["read", "--format", "jsonl"];
    args.extend(bad.iter().map(String::as_str));
    args.push(&good);
    let output = run(&args);
    assert_eq!(code(&output), 1);
    assert_eq!(objects(&output).len(), 1);
    let said = stderr(&output);
    for name in names {
        assert_eq!(said.lines().filter(|line| line.contains(name)).count(), 1, "{name}: {said}");
    }
}

#[test]
fn check_lists_problems_by_row() {
    let fine = run(&["check", &data("events.csv")]);
    assert_eq!(code(&fine), 0);
    assert!(stdout(&fine).contains("fine; table of 2 events"), "{}", stdout(&fine));
    let output = run(&["check", &data("bad/ragged.csv"), &data("bad/empty.txt")]);
    assert_eq!(code(&output), 1);
    let said = stdout(&output);
    for row in
        ["ragged.csv:2: ", "ragged.csv:3: ", "ragged.csv:4: ", "ragged.csv:5: ", "ragged.csv:6: "]
    {
        assert!(said.contains(row), "{row}: {said}");
    }
    assert!(said.contains("empty.txt: is empty"), "{said}");
}

#[test]
fn wrong_usage_exits_with_2() {
    for args in [
        &["read"][..],
        &["read", "--format", "xml", "a.txt"],
        &["read", "--dated", "2026-02-30", "a.txt"],
        &["read", "--dated", "2026-01", "a.txt"],
        &["read", "--corpus", "a.jsonl", "--format", "geojson"],
        &["snapshot"],
        &["snapshot", "--out", "a.gif"],
        &["snapshot", "--out", "a.png", "--size", "0x0"],
        &["snapshot", "--out", "a.png", "--bbox", "1,2,3"],
        &["check"],
        &["--no-such-option"],
    ] {
        let output = run(args);
        assert_eq!(code(&output), 2, "{args:?}: {}", stderr(&output));
        assert!(stdout(&output).is_empty(), "{args:?}");
    }
    let help = run(&["--help"]);
    assert_eq!(code(&help), 0);
    assert!(stdout(&help).contains("Exit codes"));
}

#[test]
fn nothing_in_a_file_steers_the_terminal() {
    let path = scratch("\u{1b}[31mname.txt");
    fs::write(&path, fs::read(data("bad/steering.txt")).unwrap()).unwrap();
    for format in ["text", "jsonl", "geojson", "project"] {
        let output =
            run(&["read", "--format", format, path.to_str().unwrap(), "\u{9b}missing\n.txt"]);
        for text in [stdout(&output), stderr(&output)] {
            let steers = |c: char| c.is_control() && c != '\n';
            assert!(!text.contains(steers), "{format}: {text:?}");
        }
        assert_eq!(stderr(&output).lines().filter(|l| l.contains("missing")).count(), 1);
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = start(&["read", "--corpus", "-"]);
    let mut input = child.stdin.take().unwrap();
    let line = "{\"doc\":\"a\",\"text\":\"They met in Homs.\"}\n";
    input.write_all(line.as_bytes()).unwrap();
    let mut first = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut first).unwrap();
    assert!(first.contains("\"doc\":\"a\""));
    drop(out);
    // The program sees at its next line that nobody reads; this end may see it close before.
    while input.write_all(line.as_bytes()).is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    assert_eq!(stderr(&output), "");
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_with_130_and_keeps_what_was_printed() {
    let mut child = start(&["read", "--corpus", "-"]);
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"{\"doc\":\"a\",\"text\":\"They met in Homs.\"}\n").unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("\"doc\":\"a\""));
    let interrupt = Command::new("/bin/sh")
        .args(["-c", &format!("kill -INT {}", child.id())])
        .status()
        .unwrap();
    assert!(interrupt.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    drop(input);
}

#[test]
fn without_a_display_the_window_says_so_in_one_line() {
    let output = run(&[]);
    assert_eq!(code(&output), 1);
    let said = stderr(&output);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("chronotope snapshot") && !said.contains("panicked"), "{said}");
}

#[test]
fn a_users_lexicon_extends_the_reader_and_its_mistakes_are_named_by_line() {
    let written = |name: &str, text: &str| {
        let path = scratch(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let text = written("heist.txt", "The thieves burgled a museum in Dresden on Monday.\n");
    let rows = written("mine.tsv", "# mine\nheist\tverb\thappening\tburgle burgled\n");
    let base = ["read", "--dated", "2026-01-28", "--format", "jsonl"];
    let known = run(&[&base[..], &["--lexicon", &rows, &text]].concat());
    assert!(stdout(&known).contains("\"heist\""), "{}", stdout(&known));
    let unknown = run(&[&base[..], &[&text]].concat());
    assert!(!stdout(&unknown).contains("\"heist\""));
    let rows = "heist\tverb\thappening\tburgled\nheist\tadverb\thappening\tburgled\n";
    let wrong = written("wrong.tsv", rows);
    let said = run(&[&base[..], &["--lexicon", &wrong, &text]].concat());
    assert_eq!(code(&said), 1);
    assert!(
        stderr(&said).contains("wrong.tsv:2") && stderr(&said).contains("adverb"),
        "{}",
        stderr(&said)
    );
}
