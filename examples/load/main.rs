//! Loads event tables as the window does and says how long it took.
//!
//! `cargo run --release --example load -- FILE.csv...`; with `CHRONOTOPE_CACHE` naming an empty folder the
//! file is read, a second time its columns are mapped.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::formats::table::bulk;
use chronotope::model::time::Calendar;
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
            }
        }
    }
}
