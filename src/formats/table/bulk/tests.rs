use super::*;
use crate::formats::table::{Problem, read};
use crate::model::{Dataset, Event, Mention, Place, RowTraits, TimeSpan};
use proptest::prelude::*;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

/// A file that goes when the test is over.
struct File(PathBuf);

impl File {
    fn new(bytes: &[u8]) -> Self {
        static FILES: AtomicU32 = AtomicU32::new(0);
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        let name = format!("bulk-{}-{number}.csv", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn load_in(bytes: &[u8], piece_bytes: u64, threads: usize) -> Result<Loaded, BulkError> {
    let file = File::new(bytes);
    let text = open(&file.0)?;
    let (cache, task) = (Cache::at(None), Task::new());
    let path = file.0.clone();
    let calendar = Calendar::Gregorian;
    Loading {
        file: path,
        key: None,
        text,
        calendar,
        cache: &cache,
        task: &task,
        piece_bytes,
        threads,
    }
    .run()
}

fn all(rows: &dyn Rows) -> (Vec<Event>, Vec<Mention>, Vec<Place>) {
    (
        (0..rows.len()).map(|row| rows.event(row).unwrap()).collect(),
        (0..rows.len()).flat_map(|row| rows.mentions(row)).collect(),
        (0..rows.places()).map(|place| rows.place(place).unwrap()).collect(),
    )
}

/// Whether a table comes out of pieces as it does at one go.
fn same(text: &str, mark: bool, piece_bytes: u64, threads: usize) -> Result<(), TestCaseError> {
    let bytes = [if mark { "\u{feff}" } else { "" }, text].concat();
    let small = read("t.csv", text.to_owned(), &Task::new());
    let large = load_in(bytes.as_bytes(), piece_bytes, threads);
    let (Dataset { events, mentions, places, .. }, problems) = match (small, &large) {
        (Ok(small), Ok(_)) => small,
        (Err(a), Err(b)) => {
            prop_assert_eq!(a.to_string(), b.to_string());
            return Ok(());
        }
        (small, large) => {
            return Err(TestCaseError::fail(format!("{small:?}\n{large:?}")));
        }
    };
    let Loaded { rows, problems: found, .. } = large.unwrap();
    prop_assert_eq!(found.kept(), &problems);
    let (large_events, large_mentions, large_places) = all(&*rows);
    prop_assert_eq!(&large_events, &events);
    prop_assert_eq!(large_mentions, mentions);
    prop_assert_eq!(&large_places, &places);
    for (row, event) in events.iter().enumerate() {
        let key = rows.key(row).unwrap();
        prop_assert_eq!(key.span, event.hull());
        prop_assert_eq!(key.doubted, event.when.as_ref().is_some_and(TimeSpan::is_uncertain));
        let standing = event.evidence[0].range.clone();
        let (start, end) = (standing.start, standing.end);
        prop_assert_eq!(rows.rows_in(standing), row..row + 1);
        prop_assert_eq!(rows.rows_in(start..start), row..row);
        prop_assert!(!rows.rows_in(end..end + 1).contains(&row));
        prop_assert_eq!(key.place, event.places.first().map(|place| place.0));
        prop_assert_eq!(&rows.categories()[usize::from(key.category)], &event.category);
        let columns = rows.columns().unwrap();
        let traits = RowTraits::new(event.when.as_ref(), event.certainty);
        prop_assert_eq!(columns.traits[row], traits);
        let radius_m = event.places.first().map(|place| places[place.index()].radius_m);
        prop_assert_eq!(columns.radius_m(row), radius_m);
        let party = columns.parties.get(row).map_or(&[][..], |n| rows.party(*n as usize));
        let names: Vec<&str> = party.iter().map(|n| rows.actor(*n as usize).unwrap()).collect();
        prop_assert_eq!(names, event.actors.iter().map(String::as_str).collect::<Vec<_>>());
    }
    for (number, place) in places.iter().enumerate() {
        prop_assert_eq!(rows.spot(number), Some((place.position, place.radius_m)));
    }
    prop_assert_eq!(rows.chars(), text.chars().count());
    let middle = text.chars().count() / 2;
    let expected: String = text.chars().skip(middle / 2).take(middle).collect();
    prop_assert_eq!(rows.text(middle / 2..middle / 2 + middle), Some(expected));
    Ok(())
}

/// Cells as tables have them, and as they should not.
fn cell(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    prop::sample::select(of).prop_flat_map(move |text| {
        prop_oneof![
            6 => Just(text.to_owned()),
            3 => Just(quoted(text)),
            1 => Just(format!(" {text} ")),
        ]
    })
}

const DATES: &[&str] = &[
    "2026-01-28",
    "2026-01-28",
    "2025-12-01",
    "2026-01-27",
    "28/1/2026",
    "3/4/2025",
    "4/4/2025",
    "1/28/2026",
    "12 March 2025",
    "0000-00-00",
    "soon",
    "",
    "2026",
    "2026-01-28 00:00:00",
    "2026-02-30",
    "2026-01-28T14:30:00Z",
    "2026-01-28~",
    "../2026-01-01",
];
const DEGREES: &[&str] = &[
    "36.05",
    "36.0512",
    "-7",
    "0",
    "0.0",
    "910",
    "91",
    "",
    "x",
    "1e1",
    "180.5",
    "-0",
    ".5",
    "3.",
    "179.9999999",
];
const NAMES: &[&str] =
    &["Homs", "Homs", "حمص", "Élan, the", "a \"b\" c", "", "two\nlines", "c\r\nd"];
const SORTS: &[&str] = &["Clash", "clash", "Übung", "Agreement", "", "A, B"];
const ACTORS: &[&str] = &["Army", "Army", "army", "", "A; B ;;A", "Élan", "B \"x\"", " "];
const WORDS: &[&str] = &[
    "They met.",
    "",
    "He said \"no\", and\nleft",
    "x",
    "\"",
    "a\"b",
    "long\n\n\nempty lines, 1,2,3\n4,5,6,7,8,9,10",
];

fn cells() -> impl Strategy<Value = Vec<String>> {
    let dates = prop_oneof![5 => Just(""), 1 => prop::sample::select(DATES)];
    let country = prop::sample::select(&["SY", "Syria", ""][..]);
    let cells = (
        cell(DATES),
        dates,
        cell(NAMES),
        cell(DEGREES),
        cell(DEGREES),
        cell(SORTS),
        cell(WORDS),
        country,
        (cell(ACTORS), cell(ACTORS)),
    );
    cells.prop_map(|(date, end, name, lat, lon, sort, words, country, (one, other))| {
        [&date, end, &name, &lat, &lon, &sort, &one, &words, country, &other]
            .map(str::to_owned)
            .to_vec()
    })
}

fn row() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => cells().prop_map(|cells| cells.join(",")),
        2 => Just(String::new()),
        2 => (cells(), 0usize..11).prop_map(|(cells, count)| cells[..count.min(10)].join(",")),
        1 => Just(",,,,,,,,,".to_owned()),
        1 => Just("a,\"b,c,1,2,\"d,e,f".to_owned()),
        1 => "[a,\" \n\r]{0,12}",
    ]
}

fn table() -> impl Strategy<Value = String> {
    let heads = [
        "date,end_date,location,lat,lon,type,actor1,notes,country,actor2\n",
        "start,end,location,lat,lon,type,who,title,country,x\n",
        "event_date,start_date,location,lat,lon,type,x,notes,country,y\r\n",
        "date,x,\"place\nname\",y,z,type,actor1,notes,country,assoc_actor_1\n",
    ];
    let ends = prop::sample::select(&["\n", "\r\n"][..]);
    let rows = prop::collection::vec(row(), 0..24);
    (prop::sample::select(heads.to_vec()), rows, ends, any::<bool>()).prop_map(
        |(head, rows, end, closed)| {
            let closed = if closed { end } else { "" };
            format!("{head}{}{closed}", rows.join(end))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn pieces_give_the_events_of_the_whole(
        text in table(), mark in any::<bool>(), piece_bytes in 1u64..400, threads in 1usize..4,
    ) {
        same(&text, mark, piece_bytes, threads)?;
    }

    #[test]
    fn any_text_gives_what_it_gives_at_one_go(
        text in "date,lat,lon\n[0-9a-z\",;\n\r\u{e9}/-]{0,120}", piece_bytes in 1u64..40,
    ) {
        same(&text, false, piece_bytes, 2)?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), piece_bytes in 1u64..40) {
        let head = b"date,lat,lon\n".to_vec();
        let _ = load_in(&[head, bytes].concat(), piece_bytes, 2);
    }
}

const HEAD: &str = "event_date,location,latitude,longitude,event_type,notes\n";

fn lines(count: usize) -> String {
    (0..count)
        .map(|n| {
            format!(
                "2026-01-{:02},Town {},36.{:03},41.5,Clash,\"Shots, {n}\"\n",
                n % 28 + 1,
                n % 7,
                n % 900
            )
        })
        .collect()
}

#[test]
fn a_table_of_many_pieces_is_one_table() {
    let text = format!("{HEAD}{}", lines(60_000));
    let loaded = load_in(text.as_bytes(), 64 << 10, 3).unwrap();
    assert_eq!((loaded.rows.len(), loaded.problems.len()), (60_000, 0));
    let event = loaded.rows.event(59_999).unwrap();
    assert_eq!(event.title, "Shots, 59999");
    let quote = loaded.rows.text(event.evidence[0].range.clone()).unwrap();
    assert!(quote.starts_with("2026-01-") && quote.ends_with("\"Shots, 59999\""), "{quote}");
}

#[test]
fn what_is_wrong_in_a_large_table_is_said_by_line() {
    let bad = "2026-01-02,Homs,910,41.5,Clash,a\n0000-00-00,Homs,36.1,41.5,Clash,b\n\
               2026-01-02,\"Homs,36.1,41.5,Clash,c\n2026-01-02,36.1,41.5\n";
    let text = format!("{HEAD}{}{bad}{}2026-01-03,Homs,36", lines(20_000), lines(20_000));
    let Loaded { rows, problems, .. } = load_in(text.as_bytes(), 16 << 10, 2).unwrap();
    let said = |line: usize| -> Vec<&str> {
        let of_line = problems.kept().iter().filter(|p| p.line == line);
        of_line.map(|p| p.message.as_str()).collect()
    };
    assert!(said(20_002)[0].contains("latitude 910"), "{problems:?}");
    assert!(said(20_003)[0].contains("`0000-00-00`"), "{problems:?}");
    assert!(said(20_004)[0].contains("never closed"), "{problems:?}");
    assert!(said(20_005)[0].contains("3 cells where the header has 6"), "{problems:?}");
    assert!(said(40_006)[0].contains("in the middle of this row, after 3 of 6"), "{problems:?}");
    assert_eq!(rows.len(), 40_005);
    let lines: Vec<usize> = problems.kept().iter().map(|p| p.line).collect();
    assert!(
        lines.is_sorted()
            && lines.iter().all(|line| (20_002..=20_005).contains(line) || *line == 40_006)
    );
}

#[test]
fn a_proof_far_below_reads_the_table_again() {
    let open = "3/4/2025,Homs,34.7,36.7,Clash,a\n".repeat(5_000);
    let text = format!("{HEAD}{open}28/1/2026,Homs,34.7,36.7,Clash,b\n");
    let loaded = load_in(text.as_bytes(), 8 << 10, 2).unwrap();
    assert!(loaded.problems.is_empty());
    assert_eq!(loaded.rows.event(0).unwrap().when.unwrap().to_string(), "2025-04-03");
    let torn = format!("{text}1/28/2026,Homs,34.7,36.7,Clash,c\n");
    let loaded = load_in(torn.as_bytes(), 8 << 10, 2).unwrap();
    assert_eq!(loaded.problems.len(), 5_000);
    let first: &Problem = &loaded.problems.kept()[0];
    assert!(
        first.message.contains("line 5002") && first.message.contains("line 5003"),
        "{first:?}"
    );
}

#[test]
fn quotes_that_span_many_pieces_cost_no_row() {
    let story = "line, after line\n".repeat(4_000);
    let text =
        format!("{HEAD}{}2026-01-02,Homs,36.1,41.5,Clash,\"{story}\"\n{}", lines(50), lines(50));
    for piece_bytes in [1 << 10, 30_000, 1 << 20] {
        let loaded = load_in(text.as_bytes(), piece_bytes, 2).unwrap();
        assert_eq!((loaded.rows.len(), loaded.problems.len()), (101, 0));
        assert!(loaded.rows.event(50).unwrap().title.starts_with("line, after line line"));
        assert_eq!(loaded.rows.event(51).unwrap().title, "Shots, 0");
    }
}

#[test]
fn rows_far_apart_are_found() {
    let text = format!("{HEAD}{}{}{}", lines(1), "\n".repeat(300_000), lines(1));
    let loaded = load_in(text.as_bytes(), 64 << 10, 2).unwrap();
    assert_eq!((loaded.rows.len(), loaded.problems.len()), (2, 0));
    assert_eq!(
        loaded.rows.event(0),
        loaded.rows.event(1).map(|mut second| {
            second.evidence = loaded.rows.event(0).unwrap().evidence;
            second
        })
    );
}

#[test]
fn problems_stay_within_bounds() {
    let text = format!("{HEAD}{}", "2026-01-02,Homs,910,41.5,Clash,a\n".repeat(100_300));
    let Loaded { problems, .. } = load_in(text.as_bytes(), 256 << 10, 2).unwrap();
    assert_eq!(problems.kept().len(), super::super::PROBLEMS_KEPT);
    assert_eq!(problems.len(), 100_300);
    assert!(problems.more().all(|(kind, count)| kind.starts_with("latitude …") && count == 300));
}

#[test]
fn a_second_opening_maps_what_the_first_left() {
    let folder = std::env::temp_dir().join(format!("bulk-cache-{}", std::process::id()));
    let cache = Cache::at(Some(folder.clone()));
    let file = File::new(format!("{HEAD}{}{}", lines(500), "2026-13-01,,,,,x\n").as_bytes());
    let first = load(&file.0, Calendar::Gregorian, &cache, &Task::new()).unwrap();
    let second = load(&file.0, Calendar::Gregorian, &cache, &Task::new()).unwrap();
    assert!(!first.reopened && second.reopened);
    assert_eq!(all(&*first.rows), all(&*second.rows));
    assert_eq!((first.problems.len(), &first.problems), (2, &second.problems));
    for cut in [0, 100, 4_000] {
        let entry = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
        let bytes = fs::read(&entry).unwrap();
        fs::remove_file(&entry).unwrap();
        fs::write(&entry, &bytes[..cut]).unwrap();
        let task = Task::new();
        let third = load(&file.0, Calendar::Gregorian, &cache, &task).unwrap();
        assert!(!third.reopened && task.take_warnings().is_empty());
        assert_eq!(all(&*third.rows), all(&*first.rows));
    }
    fs::write(&file.0, format!("{HEAD}{}", lines(3))).unwrap();
    assert!(first.rows.lost().is_some_and(|why| why.contains("open it again")));
    assert_eq!(first.rows.event(0), None);
    assert_eq!(load(&file.0, Calendar::Gregorian, &cache, &Task::new()).unwrap().rows.len(), 3);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_cannot_be_read_is_refused() {
    let refused = |bytes: &[u8]| load_in(bytes, 64, 2).unwrap_err();
    assert!(matches!(refused(b"date,lat,lon\n2026-01-01,1,2\n\xe9\n"), BulkError::NotUtf8));
    assert!(matches!(refused(b"\xff\xfed\0a\0t\0e\0"), BulkError::NotUtf8));
    assert!(matches!(refused(b"a,b\n1,2\n"), BulkError::Table(TableError::Columns(_))));
    assert!(matches!(refused(b"date,lat,lon\n\n\n"), BulkError::Table(TableError::NoRows)));
    assert!(matches!(refused(b""), BulkError::Table(TableError::Columns(_))));
    let file = File::new(format!("{HEAD}{}", lines(1_000)).as_bytes());
    let task = Task::new();
    task.cancel();
    assert!(matches!(
        load(&file.0, Calendar::Gregorian, &Cache::at(None), &task),
        Err(BulkError::Cancelled(_))
    ));
}

#[test]
fn what_is_loaded_when_it_suffices_is_the_begin_of_the_table() {
    let text = format!("{HEAD}{}", lines(60_000));
    let file = File::new(text.as_bytes());
    let text = open(&file.0).unwrap();
    let (cache, task) = (Cache::at(None), Task::new());
    let loaded = std::thread::scope(|scope| {
        scope.spawn(|| {
            while task.progress().rows < 500 {
                std::thread::yield_now();
            }
            task.suffice();
        });
        let (file, key) = (file.0.clone(), None);
        let (piece_bytes, threads) = (4 << 10, 3);
        let calendar = Calendar::Gregorian;
        Loading { file, key, text, calendar, cache: &cache, task: &task, piece_bytes, threads }
            .run()
            .unwrap()
    });
    let count = loaded.rows.len();
    assert!((1..=60_000).contains(&count));
    assert_eq!(loaded.cut.is_some(), count < 60_000);
    assert!(loaded.problems.is_empty());
    let last = loaded.rows.event(count - 1).unwrap();
    assert_eq!(last.title, format!("Shots, {}", count - 1));
    assert_eq!(last.evidence[0].range.end + 1, loaded.rows.chars());
}

#[test]
fn julian_dates_are_read_on_their_calendar_and_kept_apart() {
    let folder = std::env::temp_dir().join(format!("bulk-julian-{}", std::process::id()));
    let cache = Cache::at(Some(folder.clone()));
    let file = File::new(format!("{HEAD}1700-02-29,Uppsala,59.86,17.64,Reform,a\n").as_bytes());
    let on = |calendar| load(&file.0, calendar, &cache, &Task::new()).unwrap();
    assert_eq!(on(Calendar::Gregorian).problems.len(), 1);
    let julian = on(Calendar::Julian);
    assert!(julian.problems.is_empty() && !julian.reopened);
    assert_eq!(julian.rows.event(0).unwrap().when.unwrap().to_string(), "J:1700-02-29");
    assert_eq!(julian.rows.key(0).unwrap().span, julian.rows.event(0).unwrap().hull());
    assert!(on(Calendar::Julian).reopened);
    fs::remove_dir_all(&folder).unwrap();
}
