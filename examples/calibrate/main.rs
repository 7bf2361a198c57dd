//! Fits the trust in a place name, and shows how well its promise is kept.
//!
//! `cargo run --release --example calibrate -- CORPUS.jsonl...` prints reliability tables: how many of
//! the mentions scored between 0.7 and 0.8 are right, and so on. With `--write`, the weights fitted to
//! all corpora together go to `data/trust.tsv`, which the program is built with.
//!
//! A corpus line is `{"doc", "text", "places": [{"start", "end", "lat", "lon"}]}`, with `url` where
//! it is known; offsets are code points, half-open. A mention is right where it overlaps a place of
//! the corpus, each taken once, and lies within 161 km (100 miles, the field's custom) of it, or for a
//! sea, a range or a region within the radius that it claims; mentions on places without coordinates
//! are left out. Tables marked "cross-validated" are of documents that the fit did not see: five folds
//! by document, drawn with a fixed seed, and each corpus by a fit to the others alone.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod corpus;
mod fit;
mod table;

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::Geocoder;
use chronotope::geocode::trust::Sign;
use chronotope::task::Task;
use corpus::Row;
use std::path::Path;
use std::sync::Arc;

const SEED: u64 = 20_261_122;
const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/trust.tsv");

fn main() {
    let (options, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    assert!(!paths.is_empty(), "name at least one corpus: CORPUS.jsonl");
    assert!(options.iter().all(|o| o == "--write"), "the only option is --write");
    let gazetteer = Arc::new(Gazetteer::embedded(&Task::new()).expect("the gazetteer is embedded"));
    let basemap = Arc::new(Basemap::embedded().expect("the base map is embedded"));
    let geocoder = Geocoder::new(gazetteer, basemap);
    let mut rows: Vec<Row> = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        let new = corpus::rows(Path::new(path), at, &geocoder);
        let right = new.iter().filter(|row| row.right).count();
        println!("{path}: {} mentions judged, {right} right", new.len());
        rows.extend(new);
    }
    let now: Vec<f64> = rows.iter().map(|row| row.now).collect();
    table::print("as the program scores now", &rows, &now);
    let seen = fit::folds(&rows, SEED, |seen| {
        let model = fit::Model::fit(seen, !SEED);
        Box::new(move |row| model.trust(row))
    });
    table::print("cross-validated, five folds by document", &rows, &seen);
    for (at, path) in paths.iter().enumerate().filter(|_| paths.len() > 1) {
        let (seen, kept): (Vec<Row>, Vec<Row>) =
            rows.iter().cloned().partition(|row| row.corpus != at);
        let model = fit::Model::fit(&seen, SEED);
        let trust: Vec<f64> = kept.iter().map(|row| model.trust(row)).collect();
        table::print(&format!("cross-validated, {path} by a fit to the rest"), &kept, &trust);
    }
    let model = fit::Model::fit(&rows, SEED);
    println!("\nweights fitted to all");
    let mut file = HEAD.to_owned();
    for ((_, name), weight) in Sign::ALL.iter().zip(model.weights) {
        println!("  {name:<10} {weight:>7.3}");
        file.push_str(&format!("{name}\t{weight:.3}\n"));
    }
    for (claimed, right) in model.knots {
        println!("  claimed {claimed:.3} right {right:.3}");
        file.push_str(&format!("knot\t{claimed:.3}\t{right:.3}\n"));
    }
    if !options.is_empty() {
        std::fs::write(WEIGHTS, file).expect("data/trust.tsv can be written");
        println!("written to {WEIGHTS}");
    }
}

const HEAD: &str = "\
# Weights of the signs that a place name is placed rightly: a logistic regression, natural log-odds.
# Fitted by `cargo run --release --example calibrate -- CORPUS.jsonl... --write`; not to be edited by
# hand. Columns: sign (explained in src/geocode/trust.rs), weight; at the end knots: what the weights
# claim, and what share is right there.
";
