//! Names to places: look-ups, and opening the index cold and warm.
//! `cargo bench --no-default-features --bench gazetteer`
//!
//! With `CHRONOTOPE_BENCH_PLACES=12000000` look-up by likeness is also measured among so many places
//! with made-up names, which takes some minutes and 5 GB.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::gazetteer::{EntryId, Gazetteer, Record};
use chronotope::model::{Feature, LonLat};
use chronotope::task::Task;
use criterion::{Criterion, criterion_group, criterion_main};
use std::collections::HashMap;
use std::hint::black_box;

const NAMES: [&str; 8] = [
    "Damascus",
    "al-Qamishli",
    "Springfield",
    "Deir Ezzor",
    "القامشلي",
    "Москва",
    "San José",
    "Government",
];
/// Two edits, a swap, a wrong first letter, short and long, other scripts, and no name at all.
const MISSPELT: [&str; 12] = [
    "Damascuss",
    "Qamishlee",
    "Springfeild",
    "Hassakah",
    "Jamascus",
    "Hom",
    "Tadmur",
    "Petersburk Pulkovo Airport",
    "القامشلى",
    "حلبب",
    "Масква",
    "Xqzjvwkp",
];

fn embedded() -> Option<Gazetteer> {
    Gazetteer::embedded(&Task::new()).map_err(|error| eprintln!("{error}")).ok()
}

fn look_up(c: &mut Criterion) {
    let Some(gazetteer) = embedded() else { return };
    let mut group = c.benchmark_group("gazetteer");
    for name in NAMES {
        group.bench_function(format!("exact/{name}"), |b| {
            b.iter(|| gazetteer.lookup(black_box(name)))
        });
    }
    for name in MISSPELT {
        for edits in [1, 2] {
            group.bench_function(format!("fuzzy/{name}/{edits}"), |b| {
                b.iter(|| gazetteer.lookup_fuzzy(black_box(name), edits));
            });
        }
    }
    for words in [
        &["Damascus", "said", "on", "Monday"][..],
        &["New", "York", "Times", "reported"],
        &["Government", "forces", "entered"],
        &["al-Hasakah", "province"],
    ] {
        group.bench_function(format!("longest/{}", words.join(" ")), |b| {
            b.iter(|| gazetteer.longest(black_box(words)));
        });
    }
    let here = LonLat::clamped(40.75, 36.5);
    group.bench_function("nearest 10", |b| b.iter(|| gazetteer.nearest(black_box(here), 10)));
    let damascus = gazetteer.lookup("Damascus");
    group.bench_function("entry", |b| {
        b.iter(|| {
            damascus
                .first()
                .and_then(|hit| gazetteer.entry(black_box(hit.entry)))
                .map(|e| e.radius_m)
        });
    });
    group.finish();
}

/// Names of a gazetteer as people misspell them, of so many letters: one or two letters put in, left
/// out, replaced or swapped, anywhere.
fn misspelt(gazetteer: &Gazetteer, letters: std::ops::RangeInclusive<usize>) -> Vec<String> {
    const COUNT: usize = 512;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut names = Vec::with_capacity(COUNT);
    while names.len() < COUNT {
        let id = EntryId(random.below(gazetteer.len()) as u32);
        let all: Vec<&str> = gazetteer.names(id).map(|(_, name)| name).collect();
        let mut name: Vec<char> = all[random.below(all.len())].chars().collect();
        for _ in 0..=random.below(2) {
            let at = random.below(name.len().max(1));
            match random.below(4) {
                0 => name.insert(at, 'e'),
                1 if at < name.len() => drop(name.remove(at)),
                2 if at < name.len() => name[at] = 'a',
                _ if at + 1 < name.len() => name.swap(at, at + 1),
                _ => {}
            }
        }
        if letters.contains(&name.len()) {
            names.push(name.into_iter().collect());
        }
    }
    names
}

fn likeness(c: &mut Criterion, group: &str, gazetteer: &Gazetteer) {
    let mut group = c.benchmark_group(group);
    for letters in [3..=3, 4..=5, 6..=6, 7..=7, 8..=8, 9..=9, 10..=15, 16..=31] {
        let names = misspelt(gazetteer, letters.clone());
        let mut at = 0;
        group.bench_function(format!("{} to {} letters", letters.start(), letters.end()), |b| {
            b.iter(|| {
                // Another name each time, so that none is answered from the processor's caches.
                at = (at + 1) % names.len();
                gazetteer.lookup_fuzzy(black_box(&names[at]), 2)
            });
        });
    }
    group.finish();
}

fn look_up_likeness(c: &mut Criterion) {
    let Some(gazetteer) = embedded() else { return };
    eprintln!(
        "{} places, {} keys, {} bytes",
        gazetteer.len(),
        gazetteer.key_count(),
        gazetteer.byte_len()
    );
    likeness(c, "gazetteer likeness", &gazetteer);
    let places = std::env::var("CHRONOTOPE_BENCH_PLACES").ok().and_then(|n| n.parse().ok());
    if let Some(places) = places {
        let large = made_up(&gazetteer, places);
        eprintln!("{} places, {} keys, {} bytes", large.len(), large.key_count(), large.byte_len());
        likeness(c, &format!("gazetteer likeness among {places}"), &large);
    }
}

/// So many places whose names follow the gazetteer's own in their runs of four letters.
fn made_up(gazetteer: &Gazetteer, places: usize) -> Gazetteer {
    const END: char = '$';
    let mut after: HashMap<[char; 3], Vec<char>> = HashMap::new();
    for id in (0..gazetteer.len() as u32).map(EntryId) {
        for (_, name) in gazetteer.names(id) {
            let mut last = [END; 3];
            for letter in name.chars().chain([END]) {
                after.entry(last).or_default().push(letter);
                last = [last[1], last[2], letter];
            }
        }
    }
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut name = || {
        let (mut name, mut last) = (String::new(), [END; 3]);
        loop {
            let letters = &after[&last];
            let letter = letters[random.below(letters.len())];
            if letter == END || name.len() > 60 {
                return name;
            }
            name.push(letter);
            last = [last[1], last[2], letter];
        }
    };
    let records = (0..places).map(|at| {
        let position = LonLat::clamped((at % 360) as f64 - 180.0, (at / 360 % 160) as f64 - 80.0);
        Record { country: "US".into(), ..Record::new(&name(), Feature::new('P', "PPL"), position) }
    });
    Gazetteer::from_records(records, &Task::new()).unwrap()
}

/// Marsaglia's xorshift: the same run of numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % limit.max(1) as u64) as usize
    }
}

fn open(c: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("chronotope-bench-{}", std::process::id()));
    let clear = || {
        // Missing on the first round.
        let _ = std::fs::remove_dir_all(&folder);
    };
    let mut group = c.benchmark_group("gazetteer open");
    group.sample_size(10);
    group.bench_function("warm", |b| b.iter(embedded));
    group.bench_function("cold", |b| {
        b.iter_batched(
            clear,
            |()| Gazetteer::embedded_in(&folder, &Task::new()),
            criterion::BatchSize::PerIteration,
        );
    });
    clear();
    group.finish();
}

criterion_group!(benches, look_up, look_up_likeness, open);
criterion_main!(benches);
