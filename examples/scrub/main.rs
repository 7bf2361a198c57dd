//! Measures the event store: loading, and what a hand on the slider, on the map, on a filter and on
//! a mark costs. `cargo run --release --example scrub -- --events 10000000 [--mapped FILE] [--json]`
//!
//! With `--mapped` the store is written to the file, let go and opened again, and all but building
//! is measured on what is mapped.
//! The events are those of the example `events`. Figures are wall-clock milliseconds of one call
//! without drawing; views are of 1280 by 800 points in cells of 8, on the world, regions, countries
//! and towns. The last line is JSON with `--json`.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what another example needs of the model

#[path = "../events/model.rs"]
mod model;
#[path = "../events/random.rs"]
mod random;
#[path = "../events/rows.rs"]
mod rows;

use chronotope::model::{Second, Window};
use chronotope::store::{Builder, Categories, Mask, Store, View};
use random::Random;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Cells of 8 points: a map at zoom z shows the level z + 5.
const CELLS: (u32, u32) = (160, 100);
const ZOOMS: [u32; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 13];
const VIEWS: usize = 40;
const WINDOWS: usize = 50;
/// Windows of the timeline's histogram.
const BARS: i64 = 400;

/// Times in milliseconds.
#[derive(Default)]
struct Times(Vec<f64>);

impl Times {
    fn take<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let result = black_box(work());
        self.0.push(begun.elapsed().as_secs_f64() * 1e3);
        result
    }

    fn share(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * part).round() as usize).copied().unwrap_or_default()
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let after =
        |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let Some(count) = after("--events").and_then(|count| count.parse().ok()) else {
        eprintln!("usage: scrub --events N [--mapped FILE] [--json]");
        std::process::exit(2);
    };
    let mut builder = Builder::with_capacity(model::CATEGORIES.len(), count);
    let mut spots = Vec::new();
    for row in rows::rows(count, 7) {
        if spots.len() < 10_000 {
            spots.extend(row.at);
        }
        builder.push(row);
    }
    let begun = Instant::now();
    let store = builder.build();
    let load_s = begun.elapsed().as_secs_f64();
    let built_mb = peak_mb();
    let bytes = store.bytes() as f64 / store.len().max(1) as f64;
    println!("{count} events, {bytes:.0} bytes each in memory, in order after {load_s:.2} s");
    println!("{built_mb:.0} MB resident at most while it was built");
    let store = match after("--mapped") {
        Some(path) => mapped(store, Path::new(path)),
        None => store,
    };
    if store.is_empty() {
        return;
    }
    let mut random = Random::new(11, 0);
    let (mut scrub, mut pan, mut filter, mut click) =
        (Times::default(), Times::default(), Times::default(), Times::default());
    println!("{:>5} {:>16} {:>16} {:>16} {:>16}", "zoom", "scrub", "pan", "filter", "click");
    for zoom in ZOOMS {
        let mut at_zoom = [Times::default(), Times::default(), Times::default(), Times::default()];
        for _ in 0..VIEWS {
            let spot = spots[random.below(spots.len())];
            let window = window(&mut random);
            let view = at_zoom[1].take(|| {
                let view = view(&store, zoom + 5, spot);
                black_box(store.grid(&view, window, &Categories::ALL));
                black_box(store.histogram(&view, &bars()));
                view
            });
            for turn in 0..WINDOWS {
                let window = self::window(&mut random);
                at_zoom[0].take(|| store.grid(&view, window, &Categories::ALL));
                if turn == 0 {
                    let wanted = Categories::NONE.with(1).with(4).with(5);
                    at_zoom[2].take(|| store.grid(&view, window, &wanted));
                }
            }
            let under = store.view(
                (zoom + 7).min(store.deepest()),
                column(zoom + 7, spot[0]).wrapping_sub(1),
                column(zoom + 7, spot[1]).saturating_sub(1),
                3,
                3,
            );
            at_zoom[3].take(|| store.pick(&under, window, &Categories::ALL, 200));
        }
        let figures =
            at_zoom.each_ref().map(|t| format!("{:.2} ({:.2})", t.share(0.5), t.share(0.99)));
        println!(
            "{zoom:>5} {:>16} {:>16} {:>16} {:>16}",
            figures[0], figures[1], figures[2], figures[3]
        );
        for (all, some) in [&mut scrub, &mut pan, &mut filter, &mut click].into_iter().zip(at_zoom)
        {
            all.0.extend(some.0);
        }
    }
    let scrubbed_mb = resident_mb();
    let masked = masked(&store, &spots, &mut random);
    let figures = format!(
        "\"events\": {count}, \"load_s\": {load_s:.3}, \"build_peak_mb\": {built_mb:.0}, \"resident_mb\": {:.0}, \"scrub_median_ms\": {:.3}, \"scrub_p99_ms\": {:.3}, \"pan_median_ms\": {:.3}, \"pan_p99_ms\": {:.3}, \"filter_ms\": {:.3}, \"click_ms\": {:.3}, {masked}",
        scrubbed_mb,
        scrub.share(0.5),
        scrub.share(0.99),
        pan.share(0.5),
        pan.share(0.99),
        filter.share(0.5),
        click.share(0.5),
    );
    println!("milliseconds, median (99th percentile)");
    if args.iter().any(|arg| arg == "--json") {
        println!("{{{figures}}}");
    }
}

/// A filter: masks of many shares. From the mask on until the first picture stands, in any window of
/// the world, of a country and of a town; then every window after that; as JSON.
fn masked(store: &Store, spots: &[[u32; 2]], random: &mut Random) -> String {
    let (mut made, mut taken, mut first) = (Times::default(), Times::default(), Times::default());
    let (mut ahead, mut scrub) = (Times::default(), Times::default());
    for share in [1, 10, 50, 90, 99] {
        let mixed = |event: u32| u64::from(event).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let mask = made.take(|| Mask::of(store.len(), |event| mixed(event) % 100 < share));
        let subset = taken.take(|| store.subset(&mask));
        for zoom in [1, 4, 7, 10] {
            let view = view(store, zoom + 5, spots[random.below(spots.len())]);
            let window = window(random);
            first.take(|| {
                let grid = subset.grid(&view, window, &Categories::ALL);
                (grid, subset.flow(&bars()))
            });
        }
        ahead.take(|| subset.count_ahead());
        for _ in 0..WINDOWS {
            let view = view(store, 9, spots[random.below(spots.len())]);
            let window = window(random);
            scrub.take(|| subset.grid(&view, window, &Categories::ALL));
        }
    }
    println!(
        "masks of 1 to 99 %: made in {:.1} ms; their events taken in {:.1} ms ({:.1}); then grid, counts and bars exact in {:.1} ms ({:.1}); counted ahead in {:.0} ms ({:.0}), after that the slider in {:.2} ms ({:.2})",
        made.share(0.5),
        taken.share(0.5),
        taken.share(1.0),
        first.share(0.5),
        first.share(1.0),
        ahead.share(0.5),
        ahead.share(1.0),
        scrub.share(0.5),
        scrub.share(0.99),
    );
    format!(
        "\"mask_ms\": {:.3}, \"mask_worst_ms\": {:.3}, \"mask_ahead_ms\": {:.3}",
        taken.share(0.5) + first.share(0.5),
        taken.share(1.0) + first.share(1.0),
        ahead.share(0.5),
    )
}

/// The store, written and opened again.
fn mapped(store: Store, path: &Path) -> Store {
    let mut times = Times::default();
    times.take(|| store.save(path).expect("the store is written"));
    drop(store);
    let store = times.take(|| Store::open(path).expect("the store is opened"));
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    println!(
        "a file of {:.0} MB, written in {:.2} s, opened in {:.2} ms; {:.0} MB resident then",
        bytes as f64 / 1e6,
        times.0[0] / 1e3,
        times.0[1],
        resident_mb()
    );
    store
}

fn column(level: u32, part: u32) -> u32 {
    part >> (32 - level.min(31))
}

fn view(store: &Store, level: u32, [x, y]: [u32; 2]) -> View {
    let (width, height) = CELLS;
    let left = column(level, x).wrapping_sub(width / 2);
    let top = column(level, y).saturating_sub(height / 2);
    store.view(level, left, top, width, height)
}

/// A window of any length, anywhere.
fn window(random: &mut Random) -> Window {
    let mut end = || Second(random.between(model::FROM_S, model::TO_S) as i64);
    Window::new(end(), end())
}

fn bars() -> Vec<Second> {
    let (from, to) = (model::FROM_S as i64, model::TO_S as i64);
    (0..=BARS).map(|at| Second(from + (to - from) / BARS * at)).collect()
}

/// What the process holds in memory, in megabytes; 0 where the system does not tell.
fn resident_mb() -> f64 {
    status_mb("VmRSS:")
}

/// The most that it has held so far.
fn peak_mb() -> f64 {
    status_mb("VmHWM:")
}

fn status_mb(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kb.unwrap_or_default() / 1024.0
}
