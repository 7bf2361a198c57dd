//! Any text, over the whole gazetteer: where mentions lie, what their scores are, how long it takes.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::{Geocoder, ToponymMention};
use chronotope::task::Task;
use proptest::prelude::*;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| {
    let gazetteer = Gazetteer::embedded(&Task::new()).expect("the gazetteer is in the binary");
    let basemap = Basemap::embedded().expect("the base map is in the binary");
    Geocoder::new(Arc::new(gazetteer), Arc::new(basemap))
});

fn sound(text: &str, mentions: &[ToponymMention]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for mention in mentions {
        let surface = text.get(mention.range.clone());
        prop_assert!(surface.is_some_and(|s| !s.is_empty()), "{:?}", mention.range);
        prop_assert!(mention.range.start >= end, "{:?} overlaps", mention.range);
        end = mention.range.end;
        let scores: Vec<f64> = mention.candidates.iter().map(|c| c.score).collect();
        prop_assert!(scores.iter().all(|s| (0.0..=1.0).contains(s)), "{scores:?}");
        prop_assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
        prop_assert!(mention.candidates.iter().all(|c| !c.reasons.is_empty()));
        prop_assert!(!mention.resolved || !scores.is_empty());
    }
    Ok(())
}

proptest! {
    #[test]
    fn mentions_of_any_text_lie_in_order_on_characters(text in "\\PC{0,200}") {
        sound(&text, &GEOCODER.toponyms(&text))?;
    }

    #[test]
    fn so_do_those_of_text_that_is_full_of_names(
        text in "((in|near|the|northern|St\\.|Mount|President|al-|32 km) |Paris|Homs|Georgia|Lake|\
            Washington|EU|القنيطرة|Хмеймим|County|, Texas|’s|\\(|\"|—| airport|\n\n|, | and |\\. ){0,60}"
    ) {
        sound(&text, &GEOCODER.toponyms(&text))?;
    }
}

/// Texts that are hard on a reader which looks back or ahead without a limit: one four times as long
/// may take a few times as long, not sixteen times.
#[test]
fn hostile_texts_take_time_in_proportion_to_their_length() {
    for part in [
        "A",
        ",",
        ", ",
        "\"",
        "\" ",
        "“Homs ",
        "Paris ",
        "Paris, Texas, ",
        "President ",
        "Road ",
        "Al-",
        "St. ",
        "North ",
        "Homs airport ",
        "A. ",
        "\n",
        "van ",
    ] {
        let took = |bytes: usize| {
            let text = part.repeat(bytes / part.len());
            let start = Instant::now();
            let mentions = GEOCODER.toponyms(&text);
            sound(&text, &mentions).unwrap();
            start.elapsed().as_secs_f64()
        };
        // A busy machine may hold up one pair; it does not hold up each of three.
        let fair = (0..3).any(|_| took(1_000_000) < took(250_000) * 9.0 + 0.5);
        assert!(fair, "{part:?} four times as often takes more than nine times as long");
    }
}

#[test]
fn spellings_of_the_evaluation_lie_where_they_should() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/names.tsv");
    let Ok(rows) = std::fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return;
    };
    let mut wrong = Vec::new();
    for row in rows.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [name, lat, lon, within_km, ..] = cells[..] else { panic!("{row}") };
        let (lat, lon): (f64, f64) = (lat.parse().unwrap(), lon.parse().unwrap());
        let near = |at: chronotope::model::LonLat| {
            let east = (at.lon() - lon) * lat.to_radians().cos();
            east.hypot(at.lat() - lat) * 111.195 <= within_km.parse::<f64>().unwrap()
        };
        let ranked = GEOCODER.rank(name);
        if !ranked.first().is_some_and(|first| near(first.place.position)) {
            let found = ranked.first().map(|c| (c.place.name.clone(), c.place.position));
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
