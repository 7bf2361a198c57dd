//! The generator of events that benchmarks share: whoever makes its file again gets the same one.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what others need of the made-up events

#[path = "../examples/events/model.rs"]
mod model;
#[path = "../examples/events/random.rs"]
mod random;
#[path = "../examples/events/table.rs"]
mod table;

fn written(count: usize, seed: u64) -> String {
    let mut out = Vec::new();
    table::write(&mut out, count, seed).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_seed_makes_one_file() {
    assert_eq!(written(2_000, 7), written(2_000, 7));
    assert_ne!(written(2_000, 7), written(2_000, 8));
}

#[test]
fn a_longer_file_begins_as_a_shorter_one() {
    let (short, long) = (written(99_990, 7), written(100_020, 7));
    assert!(long.starts_with(&short), "across the border of two chunks");
    assert_eq!(long.lines().count(), 100_021);
}

/// What no later version may change unseen, since figures are compared by it.
#[test]
fn the_first_rows_are_those_that_figures_were_measured_on() {
    let file = written(2, 7);
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines[0].split(',').count(), 11);
    assert_eq!(lines[1], FIRST);
    for line in &lines[1..] {
        let quotes = line.matches('"').count();
        assert!(quotes >= 2 && quotes.is_multiple_of(2), "{line}");
    }
}

const FIRST: &str = r#"C07000000001,2022-08-20,Air strike,Unidentified group 09,Country 07,Town 1924,13.2127,3.9384,0,"On 2022-08-20, in Town 1924, shots were exchanged on the ring road (Unidentified group 09). Made-up record.","#;
