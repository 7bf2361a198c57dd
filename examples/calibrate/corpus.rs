//! A corpus, read and judged.

use chronotope::geocode::trust::COUNT;
use chronotope::geocode::{Geocoder, Origin};
use chronotope::model::{LonLat, Place};
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;

/// Farthest from the corpus's place that a right answer may lie: 100 miles, the field's custom.
const NEAR_KM: f64 = 161.0;
/// Mean Earth radius in kilometres (IUGG).
const EARTH_KM: f64 = 6371.0088;

/// A mention, judged.
#[derive(Clone, Debug)]
pub struct Row {
    /// Position of the corpus on the command line.
    pub corpus: usize,
    /// A number of its own for each document.
    pub document: u64,
    /// What spoke for it.
    pub signs: [f64; COUNT],
    /// Trust by the weights that the program is built with.
    pub now: f64,
    /// Whether it stands on a place of the corpus and lies near it.
    pub right: bool,
}

#[derive(Deserialize)]
struct Document {
    text: String,
    url: Option<String>,
    publisher: Option<String>,
    places: Option<Vec<Gold>>,
}

#[derive(Deserialize)]
struct Gold {
    start: usize,
    end: usize,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// The judged mentions of a corpus.
pub fn rows(path: &Path, corpus: usize, geocoder: &Geocoder) -> Vec<Row> {
    let text = std::fs::read_to_string(path).expect("the corpus can be read");
    let mut rows = Vec::new();
    for (line, json) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let document: Document = serde_json::from_str(json).expect("a corpus line is an object");
        let number = (corpus as u64) << 32 | line as u64;
        judge(&document, corpus, number, geocoder, &mut rows);
    }
    rows
}

fn judge(
    document: &Document,
    corpus: usize,
    number: u64,
    geocoder: &Geocoder,
    rows: &mut Vec<Row>,
) {
    let origin = Origin {
        publisher: document.publisher.as_deref().unwrap_or_default(),
        url: document.url.as_deref().unwrap_or_default(),
    };
    let found = geocoder.weighed(&document.text, &origin);
    let gold = document.places.as_deref().unwrap_or_default();
    let ends: Vec<usize> = document.text.char_indices().map(|(at, _)| at).collect();
    let byte = |chars: usize| ends.get(chars).copied().unwrap_or(document.text.len());
    let spans: Vec<Range<usize>> = gold.iter().map(|g| byte(g.start)..byte(g.end)).collect();
    let ranges: Vec<Range<usize>> = found.iter().map(|(m, _)| m.range.clone()).collect();
    let matched = matched(&ranges, &spans);
    for ((mention, signs), gold_at) in found.iter().zip(matched) {
        let Some(first) = mention.candidates.first() else { continue };
        let right = match gold_at.map(|at| &gold[at]) {
            None => false,
            Some(Gold { lat: Some(lat), lon: Some(lon), .. }) => {
                km(first.place.position, *lat, *lon) <= reach_km(&first.place)
            }
            Some(_) => continue,
        };
        let signs = signs.values().map(f64::from);
        rows.push(Row { corpus, document: number, signs, now: first.score, right });
    }
}

/// How far off an answer may lie. Gazetteers agree on no point for a sea, a range or a region, so
/// that there the radius which the answer claims itself counts too.
fn reach_km(place: &Place) -> f64 {
    match place.feature.class {
        'H' | 'T' | 'L' => NEAR_KM.max(place.radius_m / 1000.0),
        _ => NEAR_KM,
    }
}

/// The place of the corpus that each mention stands on, longest overlap first, each once.
fn matched(found: &[Range<usize>], gold: &[Range<usize>]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (i, a) in found.iter().enumerate() {
        for (j, b) in gold.iter().enumerate() {
            let overlap = a.end.min(b.end).saturating_sub(a.start.max(b.start));
            if overlap > 0 {
                pairs.push((overlap, i, j));
            }
        }
    }
    pairs.sort_by_key(|(overlap, i, j)| (std::cmp::Reverse(*overlap), *i, *j));
    let (mut of, mut taken) = (vec![None; found.len()], vec![false; gold.len()]);
    for (_, i, j) in pairs {
        if of[i].is_none() && !taken[j] {
            of[i] = Some(j);
            taken[j] = true;
        }
    }
    of
}

/// Great-circle distance.
fn km(a: LonLat, lat: f64, lon: f64) -> f64 {
    let (lat_a, lat_b) = (a.lat().to_radians(), lat.to_radians());
    let h = ((lat_b - lat_a) / 2.0).sin().powi(2)
        + lat_a.cos() * lat_b.cos() * ((lon - a.lon()).to_radians() / 2.0).sin().powi(2);
    2.0 * EARTH_KM * h.min(1.0).sqrt().asin()
}

/// A well-mixed number from a number (the finaliser of Steele, Lea and Flood's SplitMix64).
pub fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
