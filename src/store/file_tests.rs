//! Stores that are written and opened again, and files that are none.

use super::*;
use crate::model::{Second, Window};
use crate::system::Bytes;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Events of some towns and years, one in seven lasting, one in eleven nowhere.
fn rows(count: u64) -> Vec<Row> {
    let row = |at: u64| {
        let mixed = at.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let town = (mixed >> 60) as u32;
        let begin = Second((mixed >> 40) as i64 % 4_000 * 86_400);
        let days = if at.is_multiple_of(7) { (mixed >> 20) as i64 % 90 + 2 } else { 1 };
        Row {
            at: (!at.is_multiple_of(11))
                .then_some([town << 28 | (mixed as u32 & 0x3f_ffff), 0x6000_0000 + (town << 20)]),
            begin,
            end: Second(begin.0 + days * 86_400),
            category: (mixed >> 8) as u8 % 5,
        }
    };
    (0..count).map(row).collect()
}

fn store(count: u64) -> Store {
    let mut builder = Builder::new(5);
    rows(count).into_iter().for_each(|row| builder.push(row));
    builder.build()
}

fn written(store: &Store) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    store.write(&mut out).unwrap();
    assert_eq!(out.position(), out.get_ref().len() as u64, "left at the end");
    out.into_inner()
}

fn opened(bytes: Vec<u8>) -> Result<Store, StoreError> {
    Store::of(Bytes::owned(bytes), Path::new("events.store"))
}

/// What a user sees of a store: counts from afar and near, bars, events under the pointer.
fn answers(store: &Store) -> (Vec<Grid>, Vec<Histogram>, Vec<Pick>) {
    let views = [
        store.view(3, 0, 0, 8, 8),
        store.view(13, 4_000, 3_000, 500, 500),
        store.view(20, 1, 1, 9, 9),
    ];
    let window = Window::new(Second(700 * 86_400), Second(2_900 * 86_400));
    let days: Vec<Second> = (0..50).map(|at| Second(at * 80 * 86_400)).collect();
    (
        views.iter().map(|view| store.grid(view, window, &Categories::ALL)).collect(),
        views.iter().map(|view| store.histogram(view, &days)).collect(),
        views.iter().map(|view| store.pick(view, window, &Categories::ALL, 9)).collect(),
    )
}

/// A folder of this test's own, removed when it is done.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("chronotope-store-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing depends on it being gone.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_store_opened_again_answers_as_before() {
    let folder = Folder::new("again");
    let path = folder.0.join("events.store");
    for count in [0, 1, 20_000] {
        let before = store(count);
        before.save(&path).unwrap();
        let after = Store::open(&path).unwrap();
        assert_eq!(answers(&after), answers(&before), "{count} events");
        assert_eq!((after.len(), after.categories()), (before.len(), 5));
        assert_eq!(after.bytes(), 0, "nothing is held that the file holds");
        Store::check_file(&path).unwrap();
    }
    let left = std::fs::read_dir(&folder.0).unwrap().count();
    assert_eq!(left, 1, "no unfinished file");
}

#[test]
fn bytes_that_do_not_lie_well_are_copied() {
    let before = store(3_000);
    for start in [3, 4] {
        let mut moved = vec![0; start];
        moved.extend(written(&before));
        let all = Bytes::owned(moved);
        let part = all.part(start..all.as_ref().len());
        let after = Store::of(part, Path::new("events.store")).unwrap();
        assert_eq!(answers(&after), answers(&before));
    }
}

#[test]
fn a_file_cut_short_is_refused_wherever_it_is_cut() {
    let sound = written(&store(600));
    for length in (0..sound.len()).step_by(97).chain([sound.len() - 1]) {
        let error = opened(sound[..length].to_vec()).unwrap_err();
        let fits = match error {
            StoreError::NoStore { .. } => length < 8,
            StoreError::CutShort { found, expected, .. } => {
                found == length as u64 && expected <= sound.len() as u64
            }
            _ => false,
        };
        assert!(fits, "{length}: {error}");
    }
}

#[test]
fn what_is_no_store_of_this_program_is_told_apart() {
    let sound = written(&store(50));
    let told = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = sound.clone();
        change(&mut bytes);
        opened(bytes).unwrap_err().to_string()
    };
    let csv = told(&|bytes| *bytes = b"event_id,event_date\n1,2026-01-01\n".to_vec());
    assert_eq!(
        csv,
        "events.store: no event store, whatever its name; open the table that it was to hold"
    );
    let later = told(&|bytes| bytes[7] = 9);
    assert!(later.contains("of format 9, and this program reads 1"), "{later}");
    let other = told(&|bytes| bytes[8..12].reverse());
    assert!(other.contains("another order of bytes"), "{other}");
    let missing = Store::open(Path::new("no/such.store")).unwrap_err().to_string();
    assert!(missing.starts_with("no/such.store: "), "{missing}");
}

#[test]
fn any_change_of_the_header_is_noticed() {
    let sound = written(&store(50));
    let header = 72 + 35 * 24 + 8;
    for at in 0..header {
        for bit in [1, 64] {
            let mut bytes = sound.clone();
            bytes[at] ^= bit;
            assert!(opened(bytes).is_err(), "byte {at}, bit {bit}");
        }
    }
}

/// Wrong numbers in columns cannot be seen without reading them all; they are never a panic.
#[test]
fn damaged_columns_are_found_by_the_check_and_harm_nobody() {
    let folder = Folder::new("damaged");
    let path = folder.0.join("events.store");
    let sound = written(&store(2_000));
    let header = 72 + 35 * 24 + 8;
    let step = (sound.len() - header) / 150;
    for at in (header..sound.len()).step_by(step) {
        let mut bytes = sound.clone();
        let end = (at + 40).min(bytes.len());
        bytes[at..end].fill(0xff);
        if bytes == sound {
            continue;
        }
        if let Ok(store) = opened(bytes.clone()) {
            std::hint::black_box(answers(&store));
            std::hint::black_box(store.flow(&[Second(0), Second(1 << 40)]));
        }
        std::fs::write(&path, &bytes).unwrap();
        let between = sound[at..end].iter().all(|byte| *byte == 0) && end - at <= 64;
        assert!(Store::check_file(&path).is_err() || between, "{at}");
    }
}
