//! Prints the places of a corpus as the scorers read them: one JSON object a line.
//!
//! `cargo run --release --example eval_places -- CORPUS.jsonl > out.jsonl`, where each line of the
//! corpus has `doc` and `text`. Prints the speed on stderr.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::{Geocoder, NoGround};
use chronotope::task::Task;
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: eval_places CORPUS.jsonl")?;
    let corpus = std::fs::read_to_string(path)?;
    let geocoder = Geocoder::over(Arc::new(Gazetteer::embedded(&Task::new())?), Arc::new(NoGround));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut bytes, mut spent) = (0, std::time::Duration::ZERO);
    for line in corpus.lines().filter(|line| !line.trim().is_empty()) {
        let document: Value = serde_json::from_str(line)?;
        let text = document.get("text").and_then(Value::as_str).unwrap_or_default();
        let start = std::time::Instant::now();
        let found = geocoder.toponyms(text);
        spent += start.elapsed();
        bytes += text.len();
        let points = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
        let places: Vec<Value> = found
            .iter()
            .map(|mention| {
                let best = mention.candidates.first();
                let at = best.filter(|_| mention.resolved).map(|c| c.place.position);
                json!({
                    "start": points(mention.range.start),
                    "end": points(mention.range.end),
                    "text": text.get(mention.range.clone()),
                    "name": best.map(|c| c.place.name.as_str()),
                    "lat": at.map(|p| p.lat()),
                    "lon": at.map(|p| p.lon()),
                    "kind": mention.kind,
                    "form": format!("{:?}", mention.form),
                    "score": best.map(|c| c.score),
                })
            })
            .collect();
        writeln!(out, "{}", json!({ "doc": document.get("doc"), "places": places }))?;
    }
    let megabytes = f64::from(u32::try_from(bytes)?) / 1e6;
    eprintln!("{megabytes:.2} MB in {spent:.2?}: {:.2} MB/s", megabytes / spent.as_secs_f64());
    Ok(())
}
