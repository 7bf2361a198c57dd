//! Measures the embedded gazetteer: opening it, memory, look-ups.
//! `cargo run --release --example gazetteer -- [NAME...]` also prints what it knows of the names.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::gazetteer::{Gazetteer, GazetteerError};
use chronotope::task::Task;
use std::time::{Duration, Instant};

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status
        .lines()
        .filter(|l| l.starts_with("VmRSS") || l.starts_with("RssFile") || l.starts_with("VmHWM"));
    lines.map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}

fn each(rounds: u32, mut work: impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..rounds {
        work();
    }
    start.elapsed() / rounds
}

fn main() -> Result<(), GazetteerError> {
    println!("before: {}", resident());
    for round in ["first", "again"] {
        let start = Instant::now();
        let gazetteer = Gazetteer::embedded(&Task::new())?;
        let (entries, keys) = (gazetteer.len(), gazetteer.key_count());
        println!(
            "{round}: {:?}, {entries} places, {keys} keys, {} bytes",
            start.elapsed(),
            gazetteer.byte_len()
        );
        println!("  {}", resident());
    }
    let gazetteer = Gazetteer::embedded(&Task::new())?;
    let names =
        ["Damascus", "al-Qamishli", "Springfield", "Nowhere at all", "القامشلي", "Deir Ezzor"];
    for name in names {
        let words: Vec<&str> = name.split(' ').collect();
        println!(
            "{name}: exact {:?}, longest {:?}, one edit {:?}, two edits {:?}",
            each(2000, || drop(gazetteer.lookup(name))),
            each(2000, || drop(gazetteer.longest(&words))),
            each(20, || drop(gazetteer.lookup_fuzzy(name, 1))),
            each(20, || drop(gazetteer.lookup_fuzzy(name, 2))),
        );
    }
    for name in std::env::args().skip(1) {
        println!("{name}");
        for hit in gazetteer.lookup_fuzzy(&name, 2).into_iter().take(8) {
            println!("  {:?} {:?}", hit.quality, gazetteer.entry(hit.entry));
        }
    }
    Ok(())
}
