//! Writes made-up events as a table in ACLED's columns, the same for the same seed.
//! `cargo run --release --example events -- 1000000 events.csv [SEED]`
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what another example needs of the model

mod model;
mod random;
mod table;

use std::fs::File;
use std::io::{BufWriter, Result};

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let count = args.next().and_then(|count| count.parse().ok());
    let (Some(count), Some(path)) = (count, args.next()) else {
        eprintln!("usage: events COUNT FILE.csv [SEED]");
        std::process::exit(2);
    };
    let seed = args.next().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    table::write(&mut BufWriter::with_capacity(1 << 20, File::create(path)?), count, seed)
}
