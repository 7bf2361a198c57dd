//! Loads event tables as the window does and says how long it took.
//!
//! `cargo run --release --example load -- FILE.csv...`; with `CHRONOTOPE_CACHE` naming an empty folder the
//! file is read, a second time its columns are mapped. Then how long a filter takes over all rows, those
//! of one actor that are stated and known to the day, and how long it takes to find words; with
//! `--index` instead the index of the rows, and how long the slider takes over it.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::formats::table::{bulk, source};
use chronotope::model::time::{Calendar, Precision};
use chronotope::model::{
    Certainty, Dataset, RowTraits, Rows, Second, SourceId, Table, Window, Within,
};
use chronotope::query::EventIndex;
use chronotope::store::Categories;
use chronotope::tables::Cache;
use chronotope::task::Task;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

fn main() {
    let index = std::env::args().any(|arg| arg == "--index");
    let files = std::env::args().skip(1).filter(|arg| arg != "--index");
    for path in files.map(PathBuf::from) {
        let begin = Instant::now();
        match bulk::load(&path, Calendar::Gregorian, &Cache::of_user(), &Task::new()) {
            Err(why) => println!("{} {why}", path.display()),
            Ok(loaded) => {
                let took = begin.elapsed();
                println!(
                    "{}: {} rows at {} places, {} problems, {} in {:.2} s, {}",
                    path.display(),
                    loaded.rows.len(),
                    loaded.rows.places(),
                    loaded.problems.len(),
                    if loaded.reopened { "reopened" } else { "read" },
                    took.as_secs_f64(),
                    resident()
                );
                if index {
                    scrub(&loaded.rows);
                    continue;
                }
                scan(loaded.rows.as_ref());
                find(loaded.rows.as_ref());
            }
        }
    }
}

/// Asks all rows for one actor's, on all cores.
fn scan(rows: &dyn Rows) {
    let Some(columns) = rows.columns().filter(|columns| !columns.parties.is_empty()) else {
        return;
    };
    for turn in ["first", "again"] {
        let begin = Instant::now();
        let has: Vec<bool> =
            (0..rows.parties()).map(|party| rows.party(party).contains(&0)).collect();
        let fits = |traits: RowTraits| {
            traits.certainty() == Certainty::Stated && traits.precision() == Some(Precision::Day)
        };
        let fits: Vec<bool> = (0..=u8::MAX).map(|code| fits(RowTraits::of_code(code))).collect();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let share = columns.traits.len().div_ceil(threads).max(1);
        let found: usize = std::thread::scope(|scope| {
            let shares = columns.traits.chunks(share).zip(columns.parties.chunks(share));
            let shares: Vec<_> = shares
                .map(|(traits, parties)| {
                    let (has, fits) = (&has, &fits);
                    let pass = move |(traits, party): (&RowTraits, &u32)| {
                        fits[usize::from(traits.code())] & has[*party as usize]
                    };
                    scope.spawn(move || traits.iter().zip(parties).filter(|row| pass(*row)).count())
                })
                .collect();
            shares.into_iter().map(|share| share.join().unwrap()).sum()
        });
        println!(
            "  {} actors in {} parties; {found} rows name {}, {turn}: {:.1} ms",
            rows.actors(),
            rows.parties(),
            rows.actor(0).unwrap_or_default(),
            begin.elapsed().as_secs_f64() * 1e3
        );
    }
}

/// Looks for words from rare to frequent: the first hundred rows, and all.
fn find(rows: &dyn Rows) {
    for words in ["zebra", "grain store", "town 0001", "exchanged", "the", "Kobanê", "حمص"] {
        for within in [Within::Telling, Within::Row] {
            let begin = Instant::now();
            let first = rows.find(words, within, 0, 100, &|| false);
            let first_ms = begin.elapsed().as_secs_f64() * 1e3;
            let begin = Instant::now();
            let all = rows.find(words, within, 0, usize::MAX, &|| false);
            println!(
                "  `{words}` {within:?}: {} rows in {first_ms:.1} ms, all {} in {:.0} ms",
                first.rows.len(),
                all.rows.len(),
                begin.elapsed().as_secs_f64() * 1e3
            );
        }
    }
}

/// What the process holds, and held at most.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let said = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (most, now, own) = (said("VmHWM:"), said("VmRSS:"), said("RssAnon:"));
    format!("resident {most} at most, {now} now, {own} of its own")
}

/// Makes the index, or maps it, and moves the slider over a view of the world.
fn scrub(rows: &Arc<dyn Rows>) {
    let name = rows.file().display().to_string();
    let dataset = Dataset {
        sources: vec![source(&name, String::new())],
        tables: vec![Table { source: SourceId(0), rows: Arc::clone(rows) }],
        ..Dataset::default()
    };
    let begin = Instant::now();
    let index = EventIndex::build(&Arc::new(dataset), &Task::new()).expect("nobody stops it");
    let took = begin.elapsed().as_secs_f64();
    println!(
        "  index{} in {took:.2} s, {}",
        if index.is_kept() { ", mapped" } else { "" },
        resident()
    );
    let Some(extent) = index.extent() else { return };
    let store = index.dated();
    let view = store.view(6, 0, 0, 64, 64);
    let step = extent.seconds() / 200;
    let mut times_ms: Vec<f64> = (0..400)
        .map(|at| {
            let from = extent.begin().0 + at % 200 * step;
            let window = Window::new(Second(from), Second(from + step * (1 + at % 7 * 20)));
            let begin = Instant::now();
            std::hint::black_box(store.grid(&view, window, &Categories::ALL));
            begin.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times_ms.sort_by(f64::total_cmp);
    println!(
        "  slider: {:.2} ms median, {:.2} at the 99th percentile, {}",
        times_ms[200],
        times_ms[396],
        resident()
    );
}
