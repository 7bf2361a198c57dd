//! Measures adding a dump of everything: makes one of so many rows in GeoNames' format, builds the
//! index, and looks names up in it.
//! `cargo run --release --no-default-features --example gazetteer_large -- [ROWS [NAMES [FOLDER]]]`;
//! 12000000 and 16000000 are about what GeoNames has, and take 15 GB in the folder.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::gazetteer::Gazetteer;
use chronotope::gazetteer::own::{Addition, OwnIndex};
use chronotope::task::Task;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Numbers from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u64) as usize]
    }

    /// Small numbers are drawn more often than large ones, as names are in the world: of twelve
    /// million draws three thousand are the first.
    fn skewed(&mut self, limit: u64) -> u64 {
        let part = self.below(1 << 40) as f64 / (1u64 << 40) as f64;
        (limit as f64 * part * part) as u64
    }
}

const LATIN: [&str; 40] = [
    "san", "ta", "ma", "ri", "a", "ville", "ton", "berg", "ka", "ra", "kö", "ná", "lo", "pé",
    "dro", "al", "ḩa", "bī", "qā", "shu", "kot", "pur", "nagar", "tell", "dor", "mont", "cla",
    "ire", "wil", "son", "feld", "stra", "ño", "gua", "po", "zhou", "jia", "bu", "kam", "ngo",
];
const CYRILLIC: [&str; 12] =
    ["но", "во", "мо", "ск", "пет", "ров", "ка", "ла", "ний", "бе", "ре", "зо"];
const ARABIC: [&str; 12] =
    ["ال", "تل", "حم", "ص", "دي", "ر", "خان", "شي", "بير", "قا", "مة", "عين"];
const HAN: [&str; 12] = ["山", "大", "新", "村", "河", "王", "家", "店", "北", "沙", "口", "庄"];
const GREEK: [&str; 8] = ["νέα", "πό", "λη", "κα", "στρο", "μά", "γιος", "άι"];

/// Class, code, share of GeoNames in percent, words that such a thing is called by.
const KINDS: [(&str, &str, u64, &[&str]); 10] = [
    ("P", "PPL", 40, &["", "", "", "", "", "Nueva ", "Bad "]),
    ("S", "FRM", 7, &["Farm ", "Hacienda "]),
    ("S", "HTL", 5, &["Hotel ", "Grand Hotel "]),
    ("S", "SCH", 7, &["School ", "Escuela "]),
    ("H", "STM", 18, &["Wādī ", "Río ", "Arroyo ", "Creek "]),
    ("T", "HLL", 8, &["Jabal ", "Cerro ", "Hill "]),
    ("T", "MT", 6, &["Mount ", "Gora "]),
    ("A", "ADM3", 4, &["Commune of ", ""]),
    ("L", "LCTY", 4, &["Ard ", ""]),
    ("R", "RD", 1, &["Road "]),
];

fn word(dice: &mut Dice, syllables: &[&str], most: u64) -> String {
    let count = 2 + dice.below(most - 1);
    (0..count).map(|_| dice.of(syllables)).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// A name in some script; of the same number in the same script always the same.
fn name(number: u64, script: u64) -> String {
    let mut dice = Dice(number << 3 | script);
    match script {
        1 => capital(&word(&mut dice, &CYRILLIC, 6)),
        2 => word(&mut dice, &ARABIC, 5),
        3 => word(&mut dice, &HAN, 5),
        4 => capital(&word(&mut dice, &GREEK, 5)),
        _ if dice.below(4) == 0 => {
            let (first, second) = (word(&mut dice, &LATIN, 3), word(&mut dice, &LATIN, 3));
            capital(&first) + " " + &capital(&second)
        }
        _ => capital(&word(&mut dice, &LATIN, 5)),
    }
}

/// Distinct names are about a third of the rows.
fn name_number(dice: &mut Dice, rows: u64) -> u64 {
    if dice.below(2) == 0 { dice.skewed(rows) } else { dice.below(rows / 2 + 1) }
}

fn write_places(path: &Path, rows: u64) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut dice = Dice(1);
    for id in 1..=rows {
        let mut part = dice.below(100);
        let kind = KINDS.iter().find(|(_, _, share, _)| {
            let found = part < *share;
            part = part.saturating_sub(*share);
            found
        });
        let (class, code, _, words) = kind.unwrap_or(&KINDS[0]);
        let number = name_number(&mut dice, rows);
        let main = dice.of(words).to_owned() + &name(number, 0);
        let others = match dice.below(10) {
            0..6 => 0,
            6..9 => 1 + dice.below(2),
            _ => 3 + dice.below(5),
        };
        let others: Vec<String> = (0..others).map(|n| name(number + n, dice.below(5))).collect();
        let people = if *class == "P" && dice.below(9) == 0 { dice.skewed(3_000_000) } else { 0 };
        let (lon, lat) =
            (dice.below(360_000) as f64 / 1e3 - 180.0, dice.below(140_000) as f64 / 1e3 - 60.0);
        let country = dice.of(&["SY", "US", "CN", "IN", "MX", "RU", "NO", "IR", "ID", "BR"]);
        writeln!(
            out,
            "{}\t{main}\t{main}\t{}\t{lat}\t{lon}\t{class}\t{code}\t{country}\t\t{:02}\t1234\t\t\t{people}\t\t{}\tAsia/Damascus\t2020-01-01",
            20_000_000 + id,
            others.join(","),
            1 + dice.below(40),
            dice.below(3_000),
        )?;
    }
    out.flush()
}

fn write_names(path: &Path, names: u64, rows: u64) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut dice = Dice(2);
    for at in 1..=names {
        let id = 20_000_001 + if dice.below(2) == 0 { dice.skewed(rows) } else { dice.below(rows) };
        let number = name_number(&mut dice, rows);
        let (lang, text) = match dice.below(20) {
            0 | 1 => ("link", format!("https://en.wikipedia.org/wiki/{number}")),
            2 => ("wkdt", format!("Q{number}")),
            3 => ("post", format!("{:05}", number % 100_000)),
            4..=6 => ("ru", name(number, 1)),
            7 | 8 => ("ar", name(number, 2)),
            9..=11 => ("zh", name(number, 3)),
            12 => ("el", name(number, 4)),
            13..=15 => ("en", name(number, 0)),
            _ => (dice.of(&["", "fr", "es", "ceb", "sv", "fa"]), name(number, 0)),
        };
        writeln!(out, "{at}\t{id}\t{lang}\t{text}\t\t\t\t\t\t")?;
    }
    out.flush()
}

fn status(line: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find(|l| l.starts_with(line)).unwrap_or("unknown");
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The main names of some rows all over the file.
fn sample(path: &Path, rows: u64, count: u64) -> std::io::Result<Vec<String>> {
    let step = (rows / count).max(1) as usize;
    let lines = BufReader::new(File::open(path)?).lines().step_by(step);
    lines.map(|line| Ok(line?.split('\t').nth(1).unwrap_or_default().to_owned())).collect()
}

fn report(what: &str, names: &[String], mut look_up: impl FnMut(&str) -> usize) {
    let mut each: Vec<Duration> = Vec::new();
    let mut hits = 0;
    for name in names {
        let start = Instant::now();
        hits += look_up(name);
        each.push(start.elapsed());
    }
    each.sort();
    let at = |part: f64| each[((each.len() - 1) as f64 * part) as usize];
    println!(
        "{what}: median {:?}, 90 % within {:?}, 99 % within {:?}; {:.1} hits a name",
        at(0.5),
        at(0.9),
        at(0.99),
        hits as f64 / names.len() as f64
    );
}

fn look_up(gazetteer: &Gazetteer, names: &[String]) {
    // Once over all, so that what is measured is not the disk.
    names.iter().for_each(|name| drop(gazetteer.lookup(name)));
    report("exact name", names, |name| gazetteer.lookup(name).len());
    let few: Vec<String> = names.iter().step_by(20).cloned().collect();
    let misspelt: Vec<String> = few
        .iter()
        .map(|name| name.chars().enumerate().filter(|(at, _)| *at != 2).map(|(_, c)| c).collect())
        .collect();
    for edits in [1, 2] {
        misspelt.iter().for_each(|name| drop(gazetteer.lookup_fuzzy(name, edits)));
        report(&format!("misspelt, {edits} edits"), &misspelt, |name| {
            gazetteer.lookup_fuzzy(name, edits).len()
        });
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let rows: u64 = args.next().map_or(Ok(200_000), |n| n.parse())?;
    let names: u64 = args.next().map_or(Ok(rows * 4 / 3), |n| n.parse())?;
    let folder =
        args.next().map_or_else(|| std::env::temp_dir().join("chronotope-large"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let places_path = folder.join(format!("places-{rows}.txt"));
    let names_path = folder.join(format!("names-{rows}-{names}.txt"));
    if !(places_path.exists() && names_path.exists()) {
        write_places(&places_path, rows)?;
        write_names(&names_path, names, rows)?;
    }
    let size = |path: &Path| std::fs::metadata(path).map(|m| m.len() as f64 / 1e6);
    println!(
        "{rows} rows, {:.0} MB; {names} names, {:.0} MB",
        size(&places_path)?,
        size(&names_path)?
    );
    let own = OwnIndex::at(folder.join("data"));
    own.reset()?;
    let task = Task::new();
    let start = Instant::now();
    let watcher = watch(&task);
    let addition = Addition {
        places: vec![places_path.clone()],
        names: vec![names_path],
        day: "2026-11-22".into(),
    };
    let summary = own.add(&addition, &task)?;
    task.cancel();
    drop(watcher.join());
    let took = start.elapsed();
    println!(
        "built in {took:.1?}: {:.0} rows a second; {} places, {} keys, {:.0} MB; peak of memory {}",
        (rows + names) as f64 / took.as_secs_f64(),
        summary.places,
        summary.keys,
        summary.byte_len as f64 / 1e6,
        status("VmHWM"),
    );
    for warning in task.take_warnings() {
        println!("{}: {}", warning.place, warning.message);
    }
    let start = Instant::now();
    let gazetteer = own.open()?.ok_or("no index")?;
    println!("opened in {:.1?}", start.elapsed());
    look_up(&gazetteer, &sample(&places_path, rows, 20_000)?);
    Ok(())
}

/// Prints how long each stage takes.
fn watch(task: &Task) -> std::thread::JoinHandle<()> {
    let task = task.clone();
    std::thread::spawn(move || {
        let (mut stage, mut since) = (String::new(), Instant::now());
        loop {
            let now = task.progress().stage;
            if now != stage || task.is_cancelled() {
                if !stage.is_empty() {
                    println!("  {:>6.1?} {stage}; {}", since.elapsed(), status("VmHWM"));
                }
                (stage, since) = (now, Instant::now());
            }
            if task.is_cancelled() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    })
}
