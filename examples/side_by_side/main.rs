//! The event store beside DuckDB, on the same made-up events, in one run.
//! `cargo run --release --example side_by_side -- --events 10000000 [--folder DIR]`
//!
//! Writes the events as a table into the folder (the system's one for temporary files, about 180
//! bytes an event), asks both the same questions, compares the counts, prints medians and ratios,
//! and removes the table. DuckDB is asked through `python3` and its module `duckdb`; without them
//! only this program's figures are printed, and why. DuckDB's table is prepared as well as its SQL
//! allows: in the order of time, cells worked out ahead.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what others need of the made-up events

#[path = "../events/model.rs"]
mod model;
#[path = "../events/random.rs"]
mod random;
#[path = "../events/rows.rs"]
mod rows;
#[path = "../events/table.rs"]
mod table;

use chronotope::formats::parquet::Parquet;
use chronotope::formats::table::bulk;
use chronotope::model::time::Calendar;
use chronotope::model::{Rows, Second, Window, Within};
use chronotope::store::{Builder, Categories, Mask, Store};
use chronotope::tables::{Cache, Text};
use chronotope::task::Task;
use serde_json::{Value, json};
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const SEED: u64 = 7;
const WINDOWS: usize = 21;
/// The world in 64 by 64 cells, as on a screen.
const LEVEL: u32 = 6;
/// `Protests` and the third of the actors: what is filtered by.
const CATEGORY: u8 = 3;
const ACTOR: usize = 2;

/// What one side says to one question: the median and the worst time, and what it counted.
#[derive(Default)]
struct Answer {
    times_ms: Vec<f64>,
    sums: Vec<i64>,
}

impl Answer {
    fn take(&mut self, count: impl FnOnce() -> i64) {
        let begun = Instant::now();
        let sum = black_box(count());
        self.times_ms.push(begun.elapsed().as_secs_f64() * 1e3);
        self.sums.push(sum);
    }

    fn median_ms(&self) -> f64 {
        let mut sorted = self.times_ms.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let after =
        |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let Some(count) = after("--events").and_then(|count| count.parse().ok()) else {
        eprintln!("usage: side_by_side --events N [--folder DIR]");
        std::process::exit(2);
    };
    let folder = after("--folder").map_or_else(std::env::temp_dir, PathBuf::from);
    println!("{}", machine());
    let csv = folder.join(format!("chronotope-side-by-side-{}.csv", std::process::id()));
    let written = File::create(&csv)
        .and_then(|file| table::write(&mut BufWriter::with_capacity(1 << 20, file), count, SEED));
    if let Err(error) = written {
        eprintln!("{}: {error}; name another folder with --folder", csv.display());
        std::process::exit(1);
    }
    let mut random = random::Random::new(11, 0);
    let windows: Vec<Window> = (0..WINDOWS)
        .map(|_| {
            let mut end = || Second(random.between(model::FROM_S, model::TO_S) as i64);
            Window::new(end(), end())
        })
        .collect();
    let peer = peer(&csv, &windows);
    let (load_ms, text) = loaded(&csv);
    // The file that DuckDB wrote of the same rows.
    let parquet = folder.join(format!("{}.parquet", csv.file_name().unwrap().display()));
    let parquet_ms = parquet.is_file().then(|| unpacked(&parquet, count));
    // Nothing is lost that cannot be made again.
    drop([csv, parquet].map(std::fs::remove_file));
    let ours = Ours { load_ms, parquet_ms, text, ..ours(count, &windows) };
    match peer {
        Ok(peer) => beside(count, &ours, &peer),
        Err(reason) => {
            println!("DuckDB was not asked: {reason}");
            alone(&ours);
        }
    }
}

/// Words found in the notes.
#[derive(Default)]
struct Texts {
    /// Until the first hundred rows were found, and until all were.
    ms: [f64; 2],
    found: usize,
}

struct Ours {
    /// Read for the first time, and opened again.
    load_ms: [f64; 2],
    /// The same rows from Parquet, where there was such a file.
    parquet_ms: Option<f64>,
    text: Texts,
    build_ms: f64,
    open_ms: f64,
    grid: Answer,
    category: Answer,
    actor: Answer,
}

fn ours(count: usize, windows: &[Window]) -> Ours {
    let mut builder = Builder::with_capacity(model::CATEGORIES.len(), count);
    let mut actors = Vec::with_capacity(count);
    for event in model::World::new(SEED).events(count).flatten() {
        builder.push(rows::row(&event));
        actors.push(event.actor as u8);
    }
    let begun = Instant::now();
    let store = builder.build();
    let build_ms = begun.elapsed().as_secs_f64() * 1e3;
    let open_ms = opened(&store);
    let side = 1 << LEVEL;
    let view = store.view(LEVEL, 0, 0, side, side);
    let mut ours = Ours {
        load_ms: [f64::NAN; 2],
        parquet_ms: None,
        text: Texts::default(),
        build_ms,
        open_ms,
        grid: Answer::default(),
        category: Answer::default(),
        actor: Answer::default(),
    };
    let sum = |counts: &[u32]| counts.iter().map(|count| i64::from(*count)).sum::<i64>();
    for window in windows {
        ours.grid.take(|| sum(&store.grid(&view, *window, &Categories::ALL).counts));
        let protests = Categories::NONE.with(CATEGORY);
        ours.category.take(|| sum(&store.grid(&view, *window, &protests).counts));
        // From the click on: which events it is, then their counts.
        ours.actor.take(|| {
            let has = |event: u32| actors.get(event as usize).copied() == Some(ACTOR as u8);
            let subset = store.subset(&Mask::of(store.len(), has));
            sum(&subset.grid(&view, *window, &Categories::ALL).counts)
        });
    }
    ours
}

/// How long the table takes to load as the window loads it, for the first time and again, and how long
/// words take to be found in it.
fn loaded(csv: &Path) -> ([f64; 2], Texts) {
    let folder = csv.with_extension("cache");
    let mut texts = Texts::default();
    let times = [(); 2].map(|()| {
        let begun = Instant::now();
        let cache = Cache::at(Some(folder.clone()));
        match bulk::load(csv, Calendar::Gregorian, &cache, &Task::new()) {
            Ok(table) => {
                black_box(table.rows.len());
                let took_ms = begun.elapsed().as_secs_f64() * 1e3;
                texts = found(table.rows.as_ref());
                took_ms
            }
            Err(why) => {
                eprintln!("{} {why}", csv.display());
                f64::NAN
            }
        }
    });
    drop(std::fs::remove_dir_all(folder));
    (times, texts)
}

/// How long it takes to load the same rows from Parquet, as the window does.
fn unpacked(path: &Path, count: usize) -> f64 {
    let folder = path.with_extension("cache");
    let cache = Cache::at(Some(folder.clone()));
    let begun = Instant::now();
    let text = Text::open(path, 0).expect("the file is there");
    let table = Parquet::open(path).expect("what DuckDB wrote is read");
    let key = bulk::key(path, &text, Calendar::Gregorian);
    let task = Task::new();
    let loaded = bulk::load_unpacked(path, key, &table, Calendar::Gregorian, &cache, &task);
    let (loaded, gaps) = loaded.expect("what DuckDB wrote is loaded");
    let took_ms = begun.elapsed().as_secs_f64() * 1e3;
    assert_eq!((loaded.rows.len(), gaps.len()), (count, 0));
    drop(loaded);
    drop(std::fs::remove_dir_all(folder));
    took_ms
}

/// Finds the words that DuckDB is asked for as well.
fn found(rows: &dyn Rows) -> Texts {
    let find = |most: usize| {
        let begun = Instant::now();
        let found = rows.find("grain store", Within::Telling, 0, most, &|| false);
        (begun.elapsed().as_secs_f64() * 1e3, found.rows.len())
    };
    let (first_ms, _) = find(100);
    let (all_ms, found) = find(usize::MAX);
    Texts { ms: [first_ms, all_ms], found }
}

/// How long it takes to open the store again; nothing where it cannot be written.
fn opened(store: &Store) -> f64 {
    let path = std::env::temp_dir().join(format!("chronotope-{}.store", std::process::id()));
    if let Err(error) = store.save(&path) {
        eprintln!("{error}");
        return f64::NAN;
    }
    let begun = Instant::now();
    let again = Store::open(&path).expect("what was just written");
    let took_ms = begun.elapsed().as_secs_f64() * 1e3;
    assert_eq!(again.len(), store.len());
    drop(again);
    drop(std::fs::remove_file(&path));
    took_ms
}

/// What DuckDB answers, or why it does not.
fn peer(csv: &Path, windows: &[Window]) -> Result<Value, String> {
    let task = json!({
        "csv": csv,
        "threads": cores(),
        "actor": table::actor(ACTOR),
        "windows": windows.iter().map(|w| [w.begin().0, w.end().0]).collect::<Vec<_>>(),
    });
    let mut python = Command::new("python3")
        .args(["-c", include_str!("peer.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("python3 cannot be run: {error}"))?;
    if let Some(mut stdin) = python.stdin.take() {
        // Without its module it ends before it reads; what it says then is the better reason.
        drop(stdin.write_all(task.to_string().as_bytes()));
    }
    let output = python.wait_with_output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().last().unwrap_or("no reason given").to_owned();
        return Err(format!("{last} (`pip install duckdb` brings it)"));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

fn beside(count: usize, ours: &Ours, peer: &Value) {
    let version = peer["version"].as_str().unwrap_or("of unknown version");
    println!("{count} events, {WINDOWS} windows of any length; milliseconds, medians");
    println!("{:<44} {:>12} {:>14} {:>8}", "", "Chronotope", version_of(version), "ratio");
    let ms = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let [read_ms, again_ms] = ours.load_ms;
    line("table from CSV", Some(read_ms), ms(&peer["csv_ms"]));
    println!("{:<44} {again_ms:>12.2}", "the same table opened again");
    line("the same from Parquet", ours.parquet_ms, ms(&peer["parquet_ms"]));
    line("put in order, cells worked out", Some(ours.build_ms), ms(&peer["prepare_ms"]));
    println!("{:<44} {:>12.2}", "the order opened again from its own file", ours.open_ms);
    for (name, ours, key) in [
        ("grid of the world for a window", &ours.grid, "grid"),
        ("the same for one of eight categories", &ours.category, "category"),
        ("the same for one of sixty actors", &ours.actor, "actor"),
    ] {
        line(name, Some(ours.median_ms()), ms(&peer[key]["ms"]));
        let sums: Vec<i64> =
            peer[key]["sums"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
        if sums != ours.sums {
            eprintln!("{name}: the counts differ: {:?} and {sums:?}", ours.sums);
            std::process::exit(1);
        }
    }
    let Texts { ms: [first_ms, all_ms], found } = ours.text;
    println!("{:<44} {first_ms:>12.2}", "text search in the notes, the first hundred");
    line("the same, all that match", Some(all_ms), ms(&peer["text_ms"]));
    if peer["text_found"].as_u64() != Some(found as u64) {
        eprintln!("text search: {found} rows and {}", peer["text_found"]);
        std::process::exit(1);
    }
    println!(
        "The counts of both are equal for every window. What has no figure is not measured here."
    );
}

fn version_of(version: &str) -> String {
    format!("DuckDB {version}")
}

fn line(name: &str, ours_ms: Option<f64>, peer_ms: f64) {
    match ours_ms {
        Some(ms) => println!("{name:<44} {ms:>12.2} {peer_ms:>14.2} {:>7.1}x", peer_ms / ms),
        None => println!("{name:<44} {:>12} {peer_ms:>14.2}", "-"),
    }
}

fn alone(ours: &Ours) {
    let [read_ms, again_ms] = ours.load_ms;
    println!("table from CSV {read_ms:.0} ms, opened again {again_ms:.2} ms");
    println!("put in order {:.0} ms, opened again {:.2} ms", ours.build_ms, ours.open_ms);
    for (name, answer) in
        [("grid", &ours.grid), ("category", &ours.category), ("actor", &ours.actor)]
    {
        println!("{name}: {:.2} ms", answer.median_ms());
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

/// Processor, cores and memory, as far as the system tells.
fn machine() -> String {
    let said = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.split_once(':'));
        line.map(|(_, value)| value.trim().to_owned()).unwrap_or_else(|| "unknown".to_owned())
    };
    let memory = said("/proc/meminfo", "MemTotal");
    format!("{}, {} cores, {memory} of memory", said("/proc/cpuinfo", "model name"), cores())
}
