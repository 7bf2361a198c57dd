//! `chronotope geocode`: what places a name can mean.

use super::args::{Geocode, NameFormat, Reading};
use super::engine;
use super::exit::Exit;
use super::failure::Failure;
use super::report::distance;
use super::terminal::{SafeJson, clean, fit, table};
use super::whereabouts;
use crate::geocode::{Geocoder, RankedPlace};
use crate::import;
use crate::task::Task;
use serde::Serialize;
use std::io::{self, Write};

/// So many candidates are shown to people; scripts get all.
const SHOWN: usize = 10;

#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    candidates: Vec<Candidate<'a>>,
}

#[derive(Serialize)]
struct Candidate<'a> {
    name: &'a str,
    lat: f64,
    lon: f64,
    kind: &'static str,
    feature: String,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    geonameid: Option<u32>,
    radius_m: f64,
    score: f64,
    reasons: &'a [String],
}

pub(super) fn run(args: &Geocode, task: &Task) -> Result<Exit, Failure> {
    let reader = engine::reader(&Reading::default(), task)?;
    let geocoder = reader.geocoder();
    let mut out = engine::output();
    for position in &args.at {
        task.check()?;
        whereabouts::answer(*position, args.format, geocoder, &mut out)?;
    }
    if args.names.is_empty() && args.at.is_empty() {
        from_input(args.format, geocoder, &mut out, task)?;
    }
    for name in &args.names {
        task.check()?;
        answer(name, args.format, geocoder, &mut out)?;
    }
    out.flush().map_err(|why| Failure::output(&why))?;
    Ok(Exit::Fine)
}

/// One name a line; an empty line has no answer in text, and an empty one in JSON lines, so that
/// answers keep step with questions.
fn from_input(
    format: NameFormat,
    geocoder: &Geocoder,
    out: &mut impl Write,
    task: &Task,
) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let limit = import::DATA_BYTES;
    io::Read::read_to_end(&mut io::Read::take(io::stdin(), limit + 1), &mut bytes)
        .map_err(|why| Failure::cannot("standard input", why))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::cannot("standard input", "holds more than 128 MB of names; split it"));
    }
    let decoded = import::decode(bytes);
    if let Some(remark) = decoded.remark() {
        task.note("standard input", remark);
    }
    for line in decoded.text.lines() {
        task.check()?;
        let name = line.trim();
        if !name.is_empty() || format == NameFormat::Jsonl {
            answer(name, format, geocoder, out)?;
        }
    }
    Ok(())
}

fn answer(
    name: &str,
    format: NameFormat,
    geocoder: &Geocoder,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let ranked = geocoder.rank(name);
    let written = match format {
        NameFormat::Text => out.write_all(text(name, &ranked).as_bytes()),
        NameFormat::Jsonl => {
            let answer = Answer { query: name, candidates: ranked.iter().map(candidate).collect() };
            let mut out = SafeJson::new(out);
            serde_json::to_writer(&mut out, &answer)
                .map_err(io::Error::from)
                .and_then(|()| out.write_all(b"\n"))
        }
    };
    written.map_err(|why| Failure::output(&why))
}

fn candidate(ranked: &RankedPlace) -> Candidate<'_> {
    let place = &ranked.place;
    Candidate {
        name: &place.name,
        lat: place.position.lat(),
        lon: place.position.lon(),
        kind: place.feature.label(),
        feature: [place.feature.class.to_string().as_str(), place.feature.code.as_str()].join("."),
        country: place.country.as_deref(),
        admin1: place.admin1.as_deref(),
        geonameid: place.geonameid,
        radius_m: place.radius_m,
        score: ranked.score,
        reasons: &ranked.reasons,
    }
}

fn text(name: &str, ranked: &[RankedPlace]) -> String {
    let name = clean(name);
    if ranked.is_empty() {
        return format!("{name}\n  no place of this name is known\n");
    }
    let rows: Vec<Vec<String>> = ranked
        .iter()
        .take(SHOWN)
        .map(|ranked| {
            let place = &ranked.place;
            let within = [place.admin1.as_deref(), place.country.as_deref()];
            let within: Vec<&str> = within.into_iter().flatten().collect();
            vec![
                format!("{:.2}", ranked.score),
                fit(&clean(&place.name), 40),
                place.feature.label().to_owned(),
                fit(&clean(&within.join(", ")), 40),
                format!("{:>9.4} {:>9.4}", place.position.lat(), place.position.lon()),
                format!("±{}", distance(place.radius_m)),
                clean(&ranked.reasons.join("; ")).into_owned(),
            ]
        })
        .collect();
    let mut out = format!("{name}\n{}", table(&rows, "  "));
    if ranked.len() > SHOWN {
        out.push_str(&format!(
            "  and {} more (`--format jsonl` lists all)\n",
            ranked.len() - SHOWN
        ));
    }
    out
}
