//! Writes made-up events as a table in ACLED's columns, the same for the same seed.
//! `cargo run --release --example events -- 1000000 events.csv [SEED]`
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what another example needs of the model

mod model;
mod random;

use chronotope::model::Second;
use std::fs::File;
use std::io::{BufWriter, Result, Write};

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let count = args.next().and_then(|count| count.parse().ok());
    let (Some(count), Some(path)) = (count, args.next()) else {
        eprintln!("usage: events COUNT FILE.csv [SEED]");
        std::process::exit(2);
    };
    let seed = args.next().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(
        out,
        "event_id_cnty,event_date,event_type,actor1,country,location,latitude,longitude,fatalities,notes,end_date"
    )?;
    let mut number = 0;
    for chunk in model::World::new(seed).events(count) {
        for event in chunk {
            number += 1;
            write(&mut out, number, &event)?;
        }
    }
    out.flush()
}

fn write(out: &mut impl Write, number: usize, event: &model::Event) -> Result<()> {
    let date = |at: i64| {
        let civil = Second(at).civil();
        format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
    };
    let day = date(event.begin_s);
    let actor = format!(
        "{} {:02}",
        model::KINDS[event.actor / model::ACTORS],
        event.actor % model::ACTORS + 1
    );
    let end = event.days.map(|days| date(event.begin_s + days * 86_400)).unwrap_or_default();
    let note = model::NOTES[event.note].replace('"', "\"\"");
    writeln!(
        out,
        "C{:02}{number:09},{day},{},{actor},Country {:02},Town {:04},{},{},{},\"On {day}, in Town {:04}, {note} ({actor}). Made-up record.\",{end}",
        event.country,
        model::CATEGORIES[event.category],
        event.country,
        event.town,
        event.lat,
        event.lon,
        event.fatalities,
        event.town,
    )
}
