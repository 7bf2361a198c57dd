//! Files in, a dataset out: what is read, what is said about what is not.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::Geocoder;
use chronotope::import::{LARGE_BYTES, LoadOptions, check, corpus, load, redate};
use chronotope::model::time::Calendar;
use chronotope::model::{Dataset, DatedFrom, EventId, MentionKind, SourceId};
use chronotope::reading::Reader;
use chronotope::task::{Task, Warning};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let gazetteer = Gazetteer::embedded(&Task::new()).unwrap();
    Reader::new(Geocoder::new(Arc::new(gazetteer), Arc::new(Basemap::embedded().unwrap())))
});

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// An empty folder of this test's own: tests run side by side, so no two may ask for the same name.
fn folder(name: &str) -> PathBuf {
    static TAKEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    assert!(TAKEN.lock().unwrap().insert(name.to_owned()), "another test has the folder {name}");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import").join(name);
    let _absent = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn read(paths: &[PathBuf]) -> (Dataset, Vec<Warning>) {
    let task = Task::new();
    let dataset = load(paths, &LoadOptions::default(), &READER, &task);
    (dataset, task.take_warnings())
}

#[test]
fn each_bad_file_is_named_with_the_way_out_and_the_rest_is_read() {
    let bad = [
        ("bad/missing.txt", "not there"),
        ("bad/empty.txt", "empty"),
        ("bad/binary.dat", "binary"),
        ("bad/newer.chronotope.json", "version 99"),
        ("bad/broken.chronotope.json", "no project"),
        ("bad/no-columns.csv", "no column"),
        ("bad/no-text.html", "no text"),
    ];
    let mut paths: Vec<PathBuf> = bad.iter().map(|(name, _)| data(name)).collect();
    paths.insert(3, data("report.md"));
    let (dataset, warnings) = read(&paths);
    assert_eq!(dataset.sources.len(), 1);
    assert_eq!(dataset.sources[0].name, "report.md");
    for (name, words) in bad {
        let said: Vec<&Warning> =
            warnings.iter().filter(|w| w.place.replace('\\', "/").ends_with(name)).collect();
        assert_eq!(said.len(), 1, "{name}: {said:?}");
        assert!(said[0].failed && said[0].message.contains(words), "{name}: {}", said[0].message);
        assert!(!said[0].message.contains('\n'));
    }
}

#[test]
fn other_encodings_are_read_and_said() {
    for (name, encoding, word) in [
        ("bad/declared-latin5.html", "windows-1254", "Diyarbakır"),
        ("bad/cyrillic.txt", "windows-1251", "Камышлы"),
        ("bad/utf16.txt", "UTF-16LE", "Qamishli"),
    ] {
        let (dataset, warnings) = read(&[data(name)]);
        assert!(dataset.sources[0].text.contains(word), "{name}: {}", dataset.sources[0].text);
        let said = warnings.iter().find(|w| w.message.contains(encoding)).unwrap();
        assert!(!said.failed, "{name} was read: that is no failure");
    }
}

#[test]
fn folders_are_walked_without_the_hidden_and_without_circles() {
    let top = folder("walk");
    fs::create_dir_all(top.join("b/.hidden")).unwrap();
    fs::write(top.join("a.txt"), "One.").unwrap();
    fs::write(top.join("b/c.md"), "Two.").unwrap();
    fs::write(top.join("b/.secret.txt"), "No.").unwrap();
    fs::write(top.join("b/.hidden/d.txt"), "No.").unwrap();
    fs::write(top.join("picture.jpg"), [0xff, 0xd8, 0xff]).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&top, top.join("b/circle")).unwrap();
    let (dataset, warnings) = read(std::slice::from_ref(&top));
    let names: Vec<&str> = dataset.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["a.txt", "c.md"]);
    assert!(warnings.iter().all(|w| !w.failed), "{warnings:?}");
    assert!(warnings.iter().any(|w| w.message.contains("1 files of other kinds")), "{warnings:?}");
    let (twice, warnings) = read(&[top.clone(), top.join("a.txt")]);
    assert_eq!(twice.sources.len(), 2);
    assert!(warnings.iter().any(|w| w.message.contains("twice")));
}

#[test]
fn a_folder_without_readable_files_is_said() {
    let top = folder("barren");
    let (_, warnings) = read(std::slice::from_ref(&top));
    assert!(warnings.len() == 1 && warnings[0].failed, "{warnings:?}");
    fs::write(top.join("x.jpg"), [0xff, 0xd8, 0xff]).unwrap();
    let (_, warnings) = read(&[top]);
    assert!(warnings[0].message.contains("without readable files"), "{warnings:?}");
}

#[test]
fn large_files_are_refused_before_they_are_read() {
    let path = folder("large").join("large.txt");
    let file = fs::File::create(&path).unwrap();
    // Sparse: takes no room on disk, and would be 200 MB of zeros if it were read.
    file.set_len(200_000_000).unwrap();
    let (_, warnings) = read(std::slice::from_ref(&path));
    assert_eq!(warnings.len(), 1);
    fs::write(&path, "In Homs. ".repeat(1_000)).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_len(200_000_000).unwrap();
    let (dataset, warnings) = read(&[path]);
    assert!(dataset.sources.is_empty());
    assert!(
        warnings[0].message.contains("200 MB") && warnings[0].message.contains("32 MB"),
        "{warnings:?}"
    );
}

#[test]
#[cfg(unix)]
fn a_file_without_permission_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let path = folder("permission").join("closed.txt");
    fs::write(&path, "In Homs.").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        eprintln!("left out: this user may read every file");
        return;
    }
    let (_, warnings) = read(&[path]);
    assert!(warnings[0].failed && warnings[0].message.contains("chmod"), "{warnings:?}");
}

#[test]
fn dates_come_from_the_user_then_the_file_then_its_name() {
    let top = folder("dates");
    let named = top.join("2026-01-30-visit.txt");
    fs::write(&named, "They met last week.").unwrap();
    let fronted = top.join("2026-01-31-other.md");
    fs::write(&fronted, "---\ndate: 2026-01-28\n---\nThey met last week.").unwrap();
    let bare = top.join("bare.txt");
    fs::write(&bare, "They met last week.").unwrap();
    let paths = [named, fronted, bare];
    let (dataset, _) = read(&paths);
    let dates: Vec<Option<String>> =
        dataset.sources.iter().map(|s| s.dated.as_ref().map(ToString::to_string)).collect();
    assert_eq!(dates, [Some("2026-01-30".to_owned()), Some("2026-01-28".to_owned()), None]);
    assert_eq!(dataset.sources[0].dated_from, Some(DatedFrom::Metadata("file name".to_owned())));
    let told = LoadOptions { dated: "2025-12-01".parse().ok() };
    let dataset = load(&paths, &told, &READER, &Task::new());
    assert!(dataset.sources.iter().all(|s| s.dated_from == Some(DatedFrom::Option)));
    assert!(dataset.sources.iter().all(|s| s.dated == told.dated));
}

fn spans(dataset: &Dataset, id: SourceId) -> Vec<Option<String>> {
    let of_source = dataset.mentions.iter().filter(|mention| mention.passage.source == id);
    let times = of_source.filter_map(|mention| match &mention.kind {
        MentionKind::Time { span, .. } => Some(span.as_ref().map(ToString::to_string)),
        MentionKind::Toponym { .. } => None,
    });
    times.collect()
}

#[test]
fn a_document_read_again_as_of_another_date_moves_alone() {
    let top = folder("redate");
    for name in ["1.txt", "2.txt", "3.txt"] {
        fs::write(top.join(name), "The minister visited Homs last week.").unwrap();
    }
    let (dataset, _) = read(&[top]);
    let second = SourceId(1);
    assert_eq!(spans(&dataset, second), [None]);
    let dated = redate(&dataset, second, "2026-01-28".parse().ok(), &READER, &Task::new());
    assert_eq!(dated.sources.len(), 3);
    assert_eq!(dated.sources[1].name, "2.txt");
    assert_eq!(dated.sources[1].dated_from, Some(DatedFrom::Option));
    assert!(spans(&dated, second)[0].is_some());
    assert_eq!(spans(&dated, SourceId(0)), [None]);
    let order: Vec<SourceId> = dated.mentions.iter().map(|m| m.passage.source).collect();
    assert!(order.is_sorted());
    for event in &dated.events {
        assert!(event.evidence.iter().all(|passage| passage.source.index() < 3));
    }
    let back = redate(&dated, second, None, &READER, &Task::new());
    assert_eq!((back.mentions, back.events), (dataset.mentions.clone(), dataset.events.clone()));
    assert_eq!(redate(&dataset, SourceId(9), None, &READER, &Task::new()), dataset);
}

#[test]
fn a_cancelled_load_keeps_what_was_read() {
    let task = Task::new();
    task.cancel();
    let dataset = load(&[data("report.md")], &LoadOptions::default(), &READER, &task);
    assert!(dataset.sources.is_empty());
    assert!(task.take_warnings().is_empty());
}

#[test]
fn a_corpus_is_read_line_by_line() {
    let lines = "{\"doc\":\"a\",\"date\":\"2026-01-28\",\"text\":\"They met in Homs last week.\"}\n\nnonsense\n{\"doc\":7,\"date\":\"soon\",\"text\":\"Nothing.\"}";
    let task = Task::new();
    let mut corpus = corpus::Corpus::new(lines.as_bytes(), None, &READER, &task);
    let mut items = Vec::new();
    while let Some((line, _, item)) = corpus.next_item().unwrap() {
        items.push((line, item));
    }
    assert_eq!(items.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3, 4]);
    let corpus::Item::Read { dataset, remark: None } = &items[0].1 else { panic!("{items:?}") };
    assert_eq!(dataset.sources[0].dated.as_ref().unwrap().to_string(), "2026-01-28");
    assert!(matches!(&items[1].1, corpus::Item::Refused(_)));
    let corpus::Item::Read { dataset, remark: Some(_) } = &items[2].1 else { panic!("{items:?}") };
    assert_eq!(dataset.sources[0].name, "7");
}

const DATED: &str = "Syrian President Ahmed al-Sharaa met Russian President Vladimir Putin in Moscow on Wednesday. The \
    talks in Moscow follow an agreement that Damascus reached on January 18. Russian troops withdrew from Qamishli \
    last week, and Ahmed al-Sharaa visited Tartus.";
const SAME_STORY: &str = "President Ahmed al-Sharaa met President Vladimir Putin in Moscow for talks. Ahmed al-Sharaa asked \
    for patrols. An agreement was reached in Damascus on January 18th, and troops withdrew from Qamishli.";
const OTHER_STORY: &str = "The mayor of Lyon opened a school in Villeurbanne on January 18th. The mayor visited Grenoble, and \
    teachers protested in Marseille.";

#[test]
fn an_undated_report_is_offered_the_time_of_another_that_tells_the_same() {
    let folder = folder("siblings");
    fs::write(folder.join("2026-01-28-meeting.txt"), DATED).unwrap();
    fs::write(folder.join("same.txt"), SAME_STORY).unwrap();
    fs::write(folder.join("other.txt"), OTHER_STORY).unwrap();
    let (dataset, warnings) = read(&[folder]);
    let source = |name: &str| dataset.sources.iter().find(|s| s.name == name).unwrap();
    let (span, why) = source("same.txt").suggested_date.clone().expect("a suggestion");
    assert_eq!(span.to_string(), "2026-01-21/2026-02-04");
    assert!(why.contains("18 January 2026") && why.contains("2026-01-28-meeting.txt"), "{why}");
    // Offered, not used: nothing in the report counts from it.
    assert_eq!(source("same.txt").dated, None);
    let told = dataset
        .mentions
        .iter()
        .filter(|m| dataset.source(m.passage.source).unwrap().name == "same.txt");
    let placed =
        told.filter(|m| matches!(&m.kind, MentionKind::Time { span: Some(_), .. })).count();
    assert_eq!(placed, 0);
    assert_eq!(source("other.txt").suggested_date, None);
    let said =
        |name: &str| warnings.iter().find(|w| w.place.ends_with(name)).unwrap().message.clone();
    assert!(said("same.txt").contains("suggests 2026-01-21/2026-02-04"), "{}", said("same.txt"));
    assert!(!said("other.txt").contains("suggests"));
}

#[test]
fn dates_of_either_order_are_told_and_both_days_kept() {
    let folder = folder("either-order");
    let text = "The bridge near Homs was blown up on 5/6/2024 by the army. Its guards had left on 7/8/2024, and nobody \
        has come back to the village since then, as people there say.";
    fs::write(folder.join("bridge.txt"), text).unwrap();
    let (dataset, warnings) = read(std::slice::from_ref(&folder));
    let said: Vec<&Warning> =
        warnings.iter().filter(|w| w.message.contains("“5/6/2024” and 1 more")).collect();
    assert_eq!(said.len(), 1, "{warnings:?}");
    assert!(said[0].message.contains("both days") && !said[0].failed);
    let blown_up = dataset.events.iter().find(|e| e.title.contains("bridge")).expect("the event");
    let when = blown_up.when.as_ref().map(ToString::to_string);
    assert_eq!(when.as_deref(), Some("[2024-05-06,2024-06-05]"));
    let found = check::files(&[folder], Calendar::Gregorian, &Task::new()).unwrap();
    assert!(found[0].remarks.iter().any(|r| r.contains("“5/6/2024” and 1 more")), "{found:?}");
    assert!(found[0].problems.is_empty());
}

#[test]
fn a_table_of_julian_dates_says_so_from_file_to_export() {
    let folder = folder("julian");
    let rows = "date,latitude,longitude,title\n29 February 1700,59.33,18.07,Calendars part\n\
        4 October 1582 (Julian),41.9,12.5,Reform\n";
    fs::write(folder.join("old.csv"), rows).unwrap();
    let task = Task::new();
    let julian = READER.clone().with_calendar(Calendar::Julian);
    let dataset = load(std::slice::from_ref(&folder), &LoadOptions::default(), &julian, &task);
    let whens: Vec<String> =
        dataset.events.iter().map(|e| e.when.as_ref().unwrap().to_string()).collect();
    assert_eq!(whens, ["J:1700-02-29", "J:1582-10-04"]);
    let mut out = Vec::new();
    chronotope::formats::geojson::write(&dataset, &mut out).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let properties = &json["features"][0]["properties"];
    assert_eq!(properties["edtf"], "1700-03-11");
    assert_eq!(properties["written"], "29 February 1700 (Julian; 11 March Gregorian)");
    // Without the user's word only what says so itself is Julian; the other day does not exist.
    let (plain, warnings) = read(&[folder]);
    assert_eq!(plain.events[0].when, None);
    assert_eq!(plain.events[1].when.as_ref().unwrap().to_string(), "J:1582-10-04");
    assert!(warnings.iter().any(|w| w.message.contains("no day of the calendar")), "{warnings:?}");
}

#[test]
fn a_table_too_large_for_memory_goes_into_columns_and_its_bad_rows_are_told() {
    let row = "2026-01-28;Homs;34.73;36.72;Shots were exchanged near the mill, \"as told\"\n";
    let count = LARGE_BYTES as usize / row.len() + 1;
    let bad = "0000-00-00;Homs;910;36.72;x\n".repeat(6);
    let text = format!("date;location;latitude;longitude;title\n{bad}{}2026-01", row.repeat(count));
    let file = folder("large-table").join("large.csv");
    fs::write(&file, text).unwrap();
    let (dataset, warnings) = read(&[file.clone(), data("report.md")]);
    assert_eq!((dataset.tables.len(), dataset.sources.len()), (1, 2));
    assert_eq!(dataset.event_count(), dataset.events.len() + count + 7);
    let event = dataset.event(EventId::from_index(dataset.events.len() + 6)).unwrap();
    assert_eq!(event.title, "Shots were exchanged near the mill, \"as told\"");
    assert_eq!(dataset.place(event.places[0]).unwrap().name, "Homs");
    assert_eq!(dataset.quote(&event.evidence[0]).unwrap(), row.trim_end());
    assert!(warnings.iter().any(|w| !w.failed && w.message.contains("not compared with reports")));
    // Six rows with two faults each, and a row that was cut off: ten are said, all can be saved.
    let failed: Vec<&Warning> = warnings.iter().filter(|w| w.failed).collect();
    assert_eq!(failed.len(), 11);
    assert!(failed[0].place.ends_with("large.csv:2") && failed[0].message.contains("latitude 910"));
    let report = failed[10].report.as_ref().unwrap();
    assert_eq!(report.len(), 14);
    assert!(report[12].contains("in the middle of this row"), "{report:?}");
    let findings = check::files(&[file], Calendar::Gregorian, &Task::new()).unwrap();
    assert!(findings[0].summary.starts_with("large table of"), "{}", findings[0].summary);
    assert_eq!(findings[0].problems.len(), 14);
    assert_eq!(findings[0].problems[12].line, Some(count + 8));
}

#[test]
fn reading_that_is_stopped_early_says_what_was_left() {
    let row = "2026-01-28;Homs;34.73;36.72;Shots were exchanged near the mill\n";
    let count = LARGE_BYTES as usize / row.len() + 1;
    let text = format!("date;location;latitude;longitude;title\n{}", row.repeat(count));
    let file = folder("enough").join("enough.csv");
    fs::write(&file, text).unwrap();
    let task = Task::new();
    task.suffice();
    let dataset = load(&[file], &LoadOptions::default(), &READER, &task);
    assert_eq!(dataset.event_count(), 0);
    assert!(task.take_warnings().iter().any(|w| w.message.contains("open it by itself")));
}
