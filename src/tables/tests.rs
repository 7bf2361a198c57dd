use super::*;
use crate::model::{Certainty, LonLat, NO_PLACE, RowKey, RowTraits, Second, TimeSpan};
use crate::task::Task;
use proptest::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A folder that goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tables-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self, ending: &str) -> Vec<PathBuf> {
        let all = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<PathBuf> =
            all.filter(|path| path.extension().is_some_and(|e| e == ending)).collect();
        all.sort();
        all
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A row as a test says it.
#[derive(Clone, Debug)]
struct Said {
    span: Option<(i64, i64)>,
    spot: Option<(u8, i8, i8)>,
    category: u8,
    when: &'static str,
    certainty: usize,
    actors: Vec<u8>,
}

impl Said {
    fn traits(&self) -> RowTraits {
        let when: Option<TimeSpan> = self.when.parse().ok();
        RowTraits::new(when.as_ref(), Certainty::ALL[self.certainty])
    }

    fn party(&self) -> String {
        self.actors.iter().map(|n| format!(" actor {n} ;")).collect()
    }

    /// Each once, in order.
    fn actors(&self) -> Vec<String> {
        let each = self.actors.iter().enumerate();
        let each = each.filter(|(at, n)| !self.actors[..*at].contains(n));
        each.map(|(_, n)| format!("actor {n}")).collect()
    }
}

fn said() -> impl Strategy<Value = Said> {
    let span = prop::option::of((-1_000_000_000_000i64..1_000_000_000_000, 0i64..10_000_000_000));
    let spot = prop::option::of((0u8..3, -2i8..3, -2i8..3));
    let when = prop::sample::select(&["", "2026-01-28", "2026~", "200X?", "2026-01/.."][..]);
    let actors = prop::collection::vec(0u8..4, 0..4);
    (span, spot, 0u8..5, when, 0usize..5, actors).prop_map(
        |(span, spot, category, when, certainty, actors)| Said {
            span: span.map(|(begin, length)| (begin, begin + length)),
            spot,
            category,
            when,
            certainty,
            actors,
        },
    )
}

/// Rows dealt to parts, and those to threads.
fn whole(rows: &[Said], part_rows: usize, threads: usize) -> Whole {
    let mut words: Vec<Words> = (0..threads).map(Words::new).collect();
    let mut parts = Vec::new();
    for (number, rows) in rows.chunks(part_rows).enumerate() {
        let words = &mut words[number % threads];
        let mut part = Part::new(words, (number * part_rows * 10) as u64);
        for (at, row) in rows.iter().enumerate() {
            let spot = row.spot.map(|(name, lon, lat)| Spot {
                position: LonLat::new(lon.into(), lat.into()).unwrap(),
                radius_m: 50.0 * f64::from(name + 1),
                label: words.label(&format!("Town {name}"), "", ""),
            });
            let category = words.category(&format!("sort {}", row.category));
            let at = u32::try_from(at * 10).unwrap();
            let span = row.span.map(|(a, b)| (Second(a), Second(b)));
            let party = words.party(&row.party());
            let traits = row.traits();
            part.push(words, Entry { at, span, traits, spot, category, party });
        }
        parts.push(part);
    }
    let mut marks = Marks::default();
    marks.add(&vec![b'x'; rows.len() * 10]);
    Whole { parts, words, marks, memo: b"memo".to_vec() }
}

/// The keys that rows have, places and categories numbered as they come.
fn expected(rows: &[Said]) -> Vec<RowKey> {
    let (mut places, mut categories) = (HashMap::new(), HashMap::new());
    rows.iter()
        .map(|row| {
            let next = u32::try_from(places.len()).unwrap();
            let place = row.spot.map(|spot| *places.entry(spot).or_insert(next));
            let next = u16::try_from(categories.len()).unwrap();
            let category = *categories.entry(row.category).or_insert(next);
            RowKey {
                span: row.span.map(|(a, b)| (Second(a), Second(b))),
                doubted: row.when.contains('?'),
                place,
                category,
            }
        })
        .collect()
}

proptest! {
    #[test]
    fn rows_come_back_whatever_the_parts_and_threads(
        rows in prop::collection::vec(said(), 0..120), part_rows in 1usize..40, threads in 1usize..4,
    ) {
        let columns = Cache::at(None)
            .keep(None, "t", whole(&rows, part_rows, threads), &Task::new())
            .unwrap();
        let keys: Vec<RowKey> = (0..columns.len()).map(|row| columns.key(row).unwrap()).collect();
        prop_assert_eq!(&keys, &expected(&rows));
        for (row, (key, said)) in keys.iter().zip(&rows).enumerate() {
            prop_assert_eq!(columns.row_byte(row), Some(row as u64 * 10));
            prop_assert_eq!(columns.row_range(row), Some(row as u64 * 10..(row as u64 + 1) * 10));
            let name = columns.categories()[usize::from(key.category)].as_str();
            prop_assert_eq!(name, format!("sort {}", said.category));
            if let (Some(place), Some((name, lon, lat))) = (key.place, said.spot) {
                let (position, radius_m) = columns.spot(place as usize).unwrap();
                prop_assert_eq!((position.lon(), position.lat()), (lon.into(), lat.into()));
                prop_assert_eq!(radius_m, 50.0 * f64::from(name + 1));
                let town = format!("Town {name}");
                prop_assert_eq!(columns.label(place as usize).unwrap(), [town.as_str(), "", ""]);
            }
        }
        let all = columns.all();
        let traits: Vec<RowTraits> = rows.iter().map(Said::traits).collect();
        prop_assert_eq!(all.traits, &traits[..]);
        let named = rows.iter().any(|row| !row.actors.is_empty());
        prop_assert_eq!(all.parties.len(), if named { rows.len() } else { 0 });
        for (row, said) in rows.iter().enumerate() {
            let party = all.parties.get(row).map_or(&[][..], |n| columns.party(*n as usize));
            let names: Vec<&str> =
                party.iter().map(|n| columns.actor(*n as usize).unwrap()).collect();
            prop_assert_eq!(names, said.actors());
            let radius_m = said.spot.map(|(name, ..)| 50.0 * f64::from(name + 1));
            prop_assert_eq!(all.radius_m(row), radius_m);
            prop_assert_eq!(all.places[row], keys[row].place.unwrap_or(NO_PLACE));
        }
        prop_assert!(columns.party(columns.parties()).is_empty());
        prop_assert_eq!(columns.actor(columns.actors()), None);
        prop_assert_eq!(columns.key(rows.len()), None);
        prop_assert_eq!(columns.memo(), b"memo");
    }
}

/// A row that says nothing but its sort.
fn entry(at: u32, category: u32) -> Entry {
    let traits = RowTraits::default();
    Entry { at, span: None, traits, spot: None, category, party: 0 }
}

fn rows(count: u8) -> Vec<Said> {
    (0..count)
        .map(|n| Said {
            span: Some((n.into(), 9 + i64::from(n))),
            spot: Some((0, 1, 1)),
            category: n,
            when: "2026-01-28",
            certainty: 0,
            actors: vec![n],
        })
        .collect()
}

fn stamp(bytes: u64) -> Stamp {
    Stamp { bytes, changed_ns: 7 }
}

#[test]
fn what_was_kept_is_mapped_again_and_what_is_damaged_is_not() {
    let folder = Folder::new("kept");
    let cache = Cache::at(Some(folder.0.clone()));
    let key = Key::new(Path::new("a.csv"), stamp(1), "");
    assert!(cache.open(key).is_none());
    let kept = cache.keep(Some(key), "t", whole(&rows(9), 4, 2), &Task::new()).unwrap();
    let again = cache.open(key).unwrap();
    assert!((0..9).all(|row| kept.key(row) == again.key(row) && again.key(row).is_some()));
    assert!(cache.open(Key::new(Path::new("a.csv"), stamp(2), "")).is_none());
    assert!(cache.open(Key::new(Path::new("a.csv"), stamp(1), "other")).is_none());
    drop((kept, again));
    let path = folder.files("cols").remove(0);
    let good = fs::read(&path).unwrap();
    for cut in [0, 1, good.len() / 2, good.len() - 9] {
        fs::write(&path, &good[..cut]).unwrap();
        assert!(cache.open(key).is_none(), "cut at {cut}");
    }
    for at in (0..good.len()).step_by(97) {
        let mut bad = good.clone();
        bad[at] ^= 0x10;
        fs::write(&path, &bad).unwrap();
        // A flipped bit between two sections harms nobody.
        let read = cache.open(key);
        assert!(read.is_none_or(|c| c.key(8) == expected(&rows(9)).pop()), "bit at {at}");
    }
}

#[test]
fn only_what_is_stale_and_ours_is_removed() {
    let folder = Folder::new("clear");
    let cache = Cache::at(Some(folder.0.clone()));
    let task = Task::new();
    fs::write(folder.0.join("chronotope-table-of-contents.text"), "theirs").unwrap();
    fs::write(folder.0.join("gazetteer-1.idx"), "another's").unwrap();
    let keep = |cache: &Cache, path: &str, bytes: u64| {
        let key = Key::new(Path::new(path), stamp(bytes), "");
        cache.keep(Some(key), path, whole(&rows(5), 4, 1), &task).unwrap();
        key
    };
    let old = keep(&cache, "a.csv", 1);
    let new = keep(&cache, "a.csv", 2);
    assert!(cache.open(old).is_none() && cache.open(new).is_some(), "another state of a.csv");
    let other = keep(&cache, "b.csv", 1);
    assert!(cache.open(new).is_some() && cache.open(other).is_some());
    let third = keep(&cache.clone().keeping(1), "c.csv", 1);
    assert!(
        cache.open(new).is_none() && cache.open(other).is_none() && cache.open(third).is_some()
    );
    assert!(folder.0.join("chronotope-table-of-contents.text").exists());
    assert!(folder.0.join("gazetteer-1.idx").exists());
    assert!(folder.files("part").is_empty());
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_memory_is_taken() {
    let folder = Folder::new("file");
    let file = folder.0.join("no-folder");
    fs::write(&file, "x").unwrap();
    let task = Task::new();
    let key = Key::new(Path::new("a.csv"), stamp(1), "");
    let columns = Cache::at(Some(file)).keep(Some(key), "a.csv", whole(&rows(9), 4, 2), &task);
    assert_eq!(columns.unwrap().len(), 9);
    let said = task.take_warnings();
    assert!(said.len() == 1 && said[0].message.contains("CHRONOTOPE_CACHE"), "{said:?}");
}

#[test]
fn a_spool_is_a_text_that_is_counted() {
    let folder = Folder::new("spool");
    let cache = Cache::at(Some(folder.0.clone()));
    let line = "Élan, حمص, 1\n";
    let mut spool = cache.spool(None).unwrap();
    for _ in 0..9_000 {
        spool.write(line.as_bytes()).unwrap();
    }
    let (text, marks) = spool.finish().unwrap();
    let mut words = Words::new(0);
    let mut part = Part::new(&words, 0);
    let category = words.category("event");
    for row in 0..9_000 {
        let at = u32::try_from(row * line.len()).unwrap();
        part.push(&mut words, entry(at, category));
    }
    let whole = Whole { parts: vec![part], words: vec![words], marks, memo: Vec::new() };
    let columns = cache.keep(None, "t", whole, &Task::new()).unwrap();
    let chars = line.chars().count();
    assert_eq!(columns.chars(), 9_000 * chars);
    for row in [0, 1, 4_321, 8_999] {
        let range = columns.row_range(row).unwrap();
        assert_eq!(text.read(range.clone()).unwrap(), line.as_bytes());
        assert_eq!(columns.char_of(&text, range.start), Some(row * chars));
        assert_eq!(columns.line_of(&text, range.start), Some(row + 1));
        assert_eq!(columns.byte_of_char(&text, row * chars), Some(range.start));
        assert_eq!(columns.byte_of_char(&text, row * chars + 1), Some(range.start + 2));
    }
    assert_eq!(columns.byte_of_char(&text, usize::MAX), Some(text.bytes()));
    let path = text.path().to_owned();
    assert!(path.exists());
    let mut grown = fs::File::options().append(true).open(&path).unwrap();
    grown.write_all(b"more").unwrap();
    assert!(text.is_changed() && text.read(0..1).is_none());
    drop(text);
    assert!(!path.exists());
}

#[test]
fn many_categories_become_one_other() {
    let mut words = Words::new(0);
    let mut part = Part::new(&words, 0);
    for n in 0..70_000 {
        let category = words.category(&format!("sort {n}"));
        part.push(&mut words, entry(0, category));
    }
    let whole = Whole { parts: vec![part], words: vec![words], ..Whole::default() };
    let columns = Cache::at(None).keep(None, "t", whole, &Task::new()).unwrap();
    let name = |row: usize| {
        let key = columns.key(row).unwrap();
        columns.categories()[usize::from(key.category)].as_str().to_owned()
    };
    assert_eq!(name(65_534), "sort 65534");
    assert_eq!((name(65_535).as_str(), name(69_999).as_str()), ("other", "other"));
    assert!(columns.is_other(u16::MAX) && !columns.is_other(3));
}

#[test]
fn room_that_is_not_there_is_said_before_anything_is_written() {
    let folder = Folder::new("room");
    let cache = Cache::at(Some(folder.0.clone()));
    assert!(cache.room(0).is_ok() && Cache::at(None).room(u64::MAX).is_ok());
    if crate::system::available_disk_bytes(&folder.0).is_none() {
        println!("the system does not say how much room is free: nothing to compare");
        return;
    }
    let why = cache.room(u64::MAX).unwrap_err();
    assert_eq!(why.kind(), std::io::ErrorKind::StorageFull);
    assert!(why.to_string().contains("MB are needed and"), "{why}");
    assert!(folder.files("cols").is_empty());
}
