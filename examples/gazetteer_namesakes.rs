//! Writes a dump of places that nobody means: hamlets, farms, schools, streams and hills called after
//! places that the program carries, or by ordinary words, somewhere near others. With it one sees
//! what adding a dump does to reading:
//! `cargo run --release --example gazetteer_namesakes -- ROWS FILE.txt`, then
//! `CHRONOTOPE_DATA=FOLDER chronotope gazetteer add FILE.txt`, and the same variable when reading.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::gazetteer::{Entry, EntryId, Gazetteer};
use chronotope::task::Task;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

/// Numbers from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Degrees, mostly within one of nothing.
    fn degrees(&mut self) -> f64 {
        (0..4).map(|_| self.below(1000) as f64 / 1000.0 - 0.5).sum()
    }
}

/// Class, code, share in percent, and how such a thing is called after another.
type Kind = (&'static str, &'static str, usize, &'static [&'static str]);

const KINDS: [Kind; 15] = [
    ("P", "PPL", 36, &["{}", "{}", "{}", "New {}", "{} Heights", "North {}"]),
    ("P", "PPLX", 5, &["{}", "{} Park"]),
    ("S", "FRM", 6, &["{}", "{} Farm", "Fazenda {}"]),
    ("S", "HTL", 5, &["Hotel {}", "{} Inn", "The {}"]),
    ("S", "SCH", 8, &["{} School", "{} High School", "{} Elementary School"]),
    ("S", "CH", 4, &["{} Church", "Saint {} Church"]),
    ("S", "BLDG", 3, &["{} Hall", "{} Library"]),
    ("H", "STM", 12, &["{}", "{} Creek", "{} River", "{} Branch"]),
    ("H", "LK", 4, &["{}", "Lake {}", "{} Pond"]),
    ("T", "HLL", 4, &["{}", "{} Hill", "Tell {}"]),
    ("T", "MT", 4, &["{}", "Mount {}", "{} Peak"]),
    ("A", "ADM3", 3, &["{}", "{} District", "Township of {}"]),
    ("A", "ADM4", 3, &["{}"]),
    ("L", "PRK", 2, &["{} Park", "{}"]),
    ("R", "RD", 1, &["{} Road", "{} Street"]),
];

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default()
        + letters.as_str()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(rows), Some(path)) = (args.next(), args.next()) else {
        return Err("give a number of rows and a file to write".into());
    };
    let gazetteer = Gazetteer::embedded(&Task::new())?;
    let all: Vec<Entry<'_>> =
        (0..gazetteer.len() as u32).filter_map(|id| gazetteer.entry(EntryId(id))).collect();
    let towns: Vec<&Entry<'_>> = all.iter().filter(|entry| entry.class == 'P').collect();
    // The texts are mostly American.
    let american: Vec<&Entry<'_>> =
        towns.iter().copied().filter(|entry| entry.country == Some("US")).collect();
    let words: Vec<&str> = include_str!("../data/ordinary.txt")
        .lines()
        .filter(|word| !word.is_empty() && !word.starts_with('#'))
        .collect();
    let bag: Vec<&Kind> = KINDS.iter().flat_map(|kind| std::iter::repeat_n(kind, kind.2)).collect();
    let mut dice = Dice(7);
    let mut out = BufWriter::new(File::create(path)?);
    for id in 0..rows.parse::<u32>()? {
        let (class, code, _, forms) = **dice.of(&bag);
        let called = match dice.below(100) {
            0..12 => capital(dice.of::<&str>(&words)),
            12..50 => dice.of(&american).name.to_owned(),
            _ => dice.of(&all).name.to_owned(),
        };
        let name = dice.of(forms).replace("{}", &called);
        let near = if dice.below(3) == 0 { *dice.of(&american) } else { *dice.of(&towns) };
        let lon = (near.position.lon() + dice.degrees()).clamp(-180.0, 180.0);
        let lat = (near.position.lat() + dice.degrees()).clamp(-90.0, 90.0);
        let people = if class == "P" && dice.below(4) == 0 { dice.below(480) } else { 0 };
        let (country, admin1) = (near.country.unwrap_or(""), near.admin1.unwrap_or(""));
        writeln!(
            out,
            "{}\t{name}\t{name}\t\t{lat:.5}\t{lon:.5}\t{class}\t{code}\t{country}\t\t{admin1}\t\t\t\t{people}\t\t\t\t2020-01-01",
            30_000_000 + id,
        )?;
    }
    out.flush()?;
    Ok(())
}
