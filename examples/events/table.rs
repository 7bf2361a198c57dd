//! The made-up events as a table in ACLED's columns.

use super::model;
use chronotope::model::Second;
use std::io::{Result, Write};

/// Writes so many events of a seed: the same bytes for the same seed, and the same first rows
/// however many.
pub fn write(out: &mut impl Write, count: usize, seed: u64) -> Result<()> {
    writeln!(
        out,
        "event_id_cnty,event_date,event_type,actor1,country,location,latitude,longitude,fatalities,notes,end_date"
    )?;
    let world = model::World::new(seed);
    for (number, event) in (1..).zip(world.events(count).flatten()) {
        row(out, number, &event)?;
    }
    out.flush()
}

/// An actor's name.
pub fn actor(actor: usize) -> String {
    format!("{} {:02}", model::KINDS[actor / model::ACTORS], actor % model::ACTORS + 1)
}

fn row(out: &mut impl Write, number: usize, event: &model::Event) -> Result<()> {
    let date = |at: i64| {
        let civil = Second(at).civil();
        format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
    };
    let day = date(event.begin_s);
    let actor = actor(event.actor);
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
