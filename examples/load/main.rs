//! Loads event tables as the window does and says how long it took.
//!
//! `cargo run --release --example load -- FILE.csv...`; with `CHRONOTOPE_CACHE` naming an empty folder the
//! file is read, a second time its columns are mapped. Then how long a filter takes over all rows, those
//! of one actor that are stated and known to the day, and how long it takes to find words.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::formats::table::bulk;
use chronotope::model::time::{Calendar, Precision};
use chronotope::model::{Certainty, RowTraits, Rows, Within};
use chronotope::tables::Cache;
use chronotope::task::Task;
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    for path in std::env::args().skip(1).map(PathBuf::from) {
        let begin = Instant::now();
        match bulk::load(&path, Calendar::Gregorian, &Cache::of_user(), &Task::new()) {
            Err(why) => println!("{} {why}", path.display()),
            Ok(loaded) => {
                let took = begin.elapsed();
                let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
                let peak =
                    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
                println!(
                    "{}: {} rows at {} places, {} problems, {} in {:.2} s, {}",
                    path.display(),
                    loaded.rows.len(),
                    loaded.rows.places(),
                    loaded.problems.len(),
                    if loaded.reopened { "reopened" } else { "read" },
                    took.as_secs_f64(),
                    peak.split_whitespace().collect::<Vec<_>>().join(" ")
                );
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
