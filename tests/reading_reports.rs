//! The reader on whole reports of many kinds, written for this test: what a careful reader would list
//! stands beside each text in `tests/data/reports`, and is compared with what is found.
//!
//! A line of expectations: categories that will do, EDTF (the found one may say more finely), places,
//! actors, certainties that will do (or `any`), kind (or `any`), and words of the passage. A line that
//! begins with `?` names what may be found as well as not.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/model.rs"]
#[allow(dead_code)] // what other tests need of it
mod model;

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::Geocoder;
use chronotope::model::{Dataset, Event, EventKind, Source};
use chronotope::reading::Reader;
use chronotope::task::Task;
use model::fixture;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

struct Expected {
    optional: bool,
    categories: Vec<String>,
    when: String,
    places: Vec<String>,
    actors: Vec<String>,
    certainties: Vec<String>,
    kind: String,
    words: String,
}

struct Report {
    name: String,
    dated: Option<String>,
    text: String,
    expected: Vec<Expected>,
}

fn report(path: &Path) -> Report {
    let raw = std::fs::read_to_string(path).expect("a readable report");
    let (head, rest) = raw.split_once("== text\n").expect("a text");
    let (text, events) = rest.split_once("== events\n").expect("events");
    let dated = head.trim().strip_prefix("dated: ").expect("a date").to_owned();
    let list = |cell: &str, by: char| -> Vec<String> {
        cell.split(by).map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect()
    };
    let expected = events.lines().map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 7, "{}: {line}", path.display());
        Expected {
            optional: cells[0].starts_with('?'),
            categories: list(cells[0].trim_start_matches('?'), '/'),
            when: cells[1].to_owned(),
            places: list(cells[2], ';'),
            actors: list(cells[3], ';'),
            certainties: list(cells[4], '/'),
            kind: cells[5].to_owned(),
            words: cells[6].to_owned(),
        }
    });
    Report {
        name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
        dated: Some(dated).filter(|d| d != "-"),
        text: text.trim().to_owned(),
        expected: expected.collect(),
    }
}

fn reports(folder: &str) -> Vec<Report> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder);
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the reports").flatten().map(|e| e.path()).collect();
    files.sort();
    files.iter().map(|path| report(path)).collect()
}

fn reader() -> Reader {
    let gazetteer = Gazetteer::embedded(&Task::new()).expect("the gazetteer is in the binary");
    let basemap = Basemap::embedded().expect("the base map is in the binary");
    Reader::new(Geocoder::new(Arc::new(gazetteer), Arc::new(basemap)))
}

fn read(reader: &Reader, report: &Report) -> Dataset {
    let mut dataset = Dataset::default();
    let dated = report.dated.as_ref().map(|date| date.parse().expect("a date"));
    let source = Source { dated, ..fixture::source(&report.name, &report.text) };
    reader.read(source, &mut dataset, &Task::new()).expect("nobody stops it");
    dataset
}

fn when(event: &Event) -> String {
    event.when.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn place_names(dataset: &Dataset, event: &Event) -> String {
    let places = event.places.iter().filter_map(|id| dataset.places.get(id.index()));
    let names =
        places.flat_map(|p| p.names.iter().map(|n| n.text.as_str()).chain([p.name.as_str()]));
    names.collect::<Vec<_>>().join("; ").to_lowercase()
}

/// What was looked for, found, found rightly, and told beside it.
#[derive(Clone, Copy, Default)]
struct Tally {
    expected: usize,
    found: usize,
    told: usize,
    when: usize,
    place: usize,
    actors: usize,
    certainty: usize,
}

fn dated_as(event: &Event, expected: &Expected) -> bool {
    if expected.when.is_empty() {
        event.when.is_none()
    } else {
        when(event).starts_with(&expected.when)
    }
}

/// The event that an expectation asks for, among those not taken yet.
fn matching(dataset: &Dataset, expected: &Expected, taken: &[bool]) -> Option<usize> {
    let source = &dataset.sources[0];
    let fits = |event: &Event| {
        let quoted =
            event.evidence.iter().any(|p| source.quote(&p.range).contains(&expected.words));
        let state = event.kind != EventKind::Happening;
        let kind = expected.kind == "any" || (expected.kind == "state") == state;
        quoted && kind && expected.categories.iter().any(|c| c == event.category.as_str())
    };
    let all = dataset.events.iter().enumerate().filter(|(at, event)| !taken[*at] && fits(event));
    let all: Vec<_> = all.collect();
    let dated = all.iter().find(|(_, event)| dated_as(event, expected));
    dated.or(all.first()).map(|(at, _)| *at)
}

fn compare(report: &Report, dataset: &Dataset, tally: &mut Tally, table: &mut String) {
    let mut taken = vec![false; dataset.events.len()];
    writeln!(table, "{}", report.name).unwrap();
    for expected in report.expected.iter().filter(|e| !e.optional) {
        tally.expected += 1;
        let Some(at) = matching(dataset, expected, &taken) else {
            writeln!(
                table,
                "  missed {} {}: {}",
                expected.categories.join("/"),
                expected.when,
                expected.words
            )
            .unwrap();
            continue;
        };
        taken[at] = true;
        let event = &dataset.events[at];
        let (places, actors) =
            (place_names(dataset, event), event.actors.join("; ").to_lowercase());
        let dated = dated_as(event, expected);
        let placed = expected.places.iter().all(|p| places.contains(&p.to_lowercase()));
        let done_by = |name: &String| name.split('/').any(|n| actors.contains(&n.to_lowercase()));
        let acted = expected.actors.iter().all(done_by);
        let sure = expected.certainties.iter().any(|c| c == "any" || c == event.certainty.label());
        tally.found += 1;
        tally.when += usize::from(dated);
        tally.place += usize::from(placed);
        tally.actors += usize::from(acted);
        tally.certainty += usize::from(sure);
        if !(dated && placed && acted && sure) {
            let line = format!(
                "{} | {} | {places} | {actors} | {}",
                event.title,
                when(event),
                event.certainty.label()
            );
            writeln!(
                table,
                "  differs {line}, for {} {:?} {:?} {:?}",
                expected.when, expected.places, expected.actors, expected.certainties
            )
            .unwrap();
        }
    }
    tally.told += dataset.events.len();
    for expected in report.expected.iter().filter(|e| e.optional) {
        if let Some(at) = matching(dataset, expected, &taken) {
            taken[at] = true;
            tally.told -= 1;
        }
    }
    for event in dataset.events.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(e, _)| e) {
        writeln!(table, "  beside {} {}: {}", event.category.as_str(), when(event), event.title)
            .unwrap();
    }
}

/// What one report adds: found of expected, told, and rightly dated, placed, acted and sure.
fn counts(before: &Tally, after: &Tally) -> String {
    let of = |get: fn(&Tally) -> usize| get(after) - get(before);
    format!(
        "{} of {} found, {} told; date {}, place {}, actors {}, certainty {}",
        of(|t| t.found),
        of(|t| t.expected),
        of(|t| t.told),
        of(|t| t.when),
        of(|t| t.place),
        of(|t| t.actors),
        of(|t| t.certainty)
    )
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[test]
fn reports_of_many_kinds_are_read_as_a_careful_reader_would() {
    let reader = reader();
    let (mut tally, mut table) = (Tally::default(), String::new());
    for report in reports("reports") {
        let dataset = read(&reader, &report);
        let before = tally;
        compare(&report, &dataset, &mut tally, &mut table);
        writeln!(table, "  = {}", counts(&before, &tally)).unwrap();
        for event in &dataset.events {
            let long = event.title.chars().count();
            assert!(long > 3 && long <= 91, "{}", event.title);
            assert!(
                event.title.chars().next().is_some_and(|c| !c.is_lowercase()),
                "{}",
                event.title
            );
        }
    }
    let (recall, precision) = (share(tally.found, tally.expected), share(tally.found, tally.told));
    let (dated, placed) = (share(tally.when, tally.found), share(tally.place, tally.found));
    let (acted, sure) = (share(tally.actors, tally.found), share(tally.certainty, tally.found));
    println!(
        "{table}recall {recall:.2}, precision {precision:.2}; of those found: date {dated:.2}, place {placed:.2}, actors {acted:.2}, certainty {sure:.2}"
    );
    assert!(recall >= RECALL, "recall {recall:.2}\n{table}");
    assert!(precision >= PRECISION, "precision {precision:.2}\n{table}");
    for (what, share) in
        [("dates", dated), ("places", placed), ("actors", acted), ("certainty", sure)]
    {
        assert!(share >= RIGHT, "{what} {share:.2}\n{table}");
    }
}

/// Prose that is no report of events: what it tells beside the few lines that may be listed is noise.
#[test]
fn prose_that_is_no_report_makes_few_events() {
    let reader = reader();
    let (mut tally, mut table, mut words) = (Tally::default(), String::new(), 0);
    for prose in reports("prose") {
        let dataset = read(&reader, &prose);
        compare(&prose, &dataset, &mut tally, &mut table);
        words += prose.text.split_whitespace().count();
    }
    println!("{table}{} spurious events in {words} words of prose", tally.told);
    assert!(tally.told * 1_000 <= words * NOISE, "{} in {words} words\n{table}", tally.told);
}

/// Spurious events in a thousand words of prose.
const NOISE: usize = 12;

/// What the reader reaches on these reports, a little below the figures of the day.
const RECALL: f64 = 0.85;
const PRECISION: f64 = 0.80;
const RIGHT: f64 = 0.85;

#[test]
fn a_reader_that_is_asked_to_stop_stops_inside_a_document() {
    let (reader, task) = (reader(), Task::new());
    let report = reports("reports").remove(0);
    let long = Report { text: format!("{}\n\n", report.text).repeat(200), ..report };
    task.cancel();
    let mut dataset = Dataset::default();
    let source = fixture::source(&long.name, &long.text);
    assert!(reader.read(source.clone(), &mut dataset, &task).is_err());
    assert_eq!(dataset, Dataset::default());
    let task = Task::new();
    task.stage("Reading", source.text.len() as u64);
    let bytes = source.text.trim_end().len() as u64;
    reader.read(source, &mut dataset, &task).expect("nobody stops it");
    assert_eq!(task.progress().done, bytes, "every byte is counted once");
}

#[test]
fn heaps_of_marks_and_endless_sentences_are_read_in_linear_time() {
    let reader = reader();
    let seconds = |unit: &str, times: usize| {
        let dated = "2026-01-28".parse().ok();
        let source = Source { dated, ..fixture::source("heap", &unit.repeat(times)) };
        let start = std::time::Instant::now();
        reader.read(source, &mut Dataset::default(), &Task::new()).expect("nobody stops it");
        start.elapsed().as_secs_f64()
    };
    for unit in
        ["' ", "the army attacked ", "Army, ", "12/", "- ", "and ", "“", "which ", "that he said "]
    {
        // A busy machine may hold up one pair; it does not hold up each of three.
        let fair = (0..3).any(|_| seconds(unit, 80_000) < 0.5 + seconds(unit, 10_000) * 24.0);
        assert!(fair, "{unit:?} eight times as often takes more than 24 times as long");
    }
}
