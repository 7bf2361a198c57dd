//! Any text gives place names in order that do not overlap, on character boundaries, with scores that
//! are probabilities.
#![no_main]

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::Geocoder;
use chronotope::task::Task;
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| {
    let gazetteer = Gazetteer::embedded(&Task::new()).expect("the gazetteer is in the binary");
    let basemap = Basemap::embedded().expect("the base map is in the binary");
    Geocoder::new(Arc::new(gazetteer), Arc::new(basemap))
});

fuzz_target!(|text: &str| {
    let mut end = 0;
    for mention in GEOCODER.toponyms(text) {
        let surface = text.get(mention.range.clone()).expect("a range of whole characters");
        assert!(mention.range.start >= end && !surface.is_empty());
        end = mention.range.end;
        let scores: Vec<f64> = mention.candidates.iter().map(|c| c.score).collect();
        assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
        assert!(scores.is_sorted_by(|a, b| a >= b));
    }
});
