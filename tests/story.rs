//! The embedded dataset and the overlay of places: what they hold, and that they are sound.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../examples/build_story/build.rs"]
mod build;

use chronotope::app::embedded;
use chronotope::model::{
    Certainty, Dataset, Edge, Event, EventKind, MentionKind, PlaceId, PlaceShape, Second, TimeSpan,
    Window,
};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A language and what its letters are.
type Script = (&'static str, fn(char) -> bool);

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn dataset() -> Dataset {
    embedded().unwrap()
}

fn event<'a>(dataset: &'a Dataset, title: &str) -> &'a Event {
    let found = dataset.events.iter().find(|event| event.title.contains(title));
    found.unwrap_or_else(|| panic!("no event “{title}”"))
}

fn when(event: &Event) -> String {
    event.when.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn near(dataset: &Dataset, id: PlaceId, lat: f64, lon: f64) -> bool {
    let at = dataset.place(id).unwrap().position;
    (at.lat() - lat).abs() < 0.05 && (at.lon() - lon).abs() < 0.05
}

#[test]
fn the_file_is_what_its_sources_build() {
    let built = build::project_text(&build::story(&data()).unwrap()).unwrap();
    let there = std::fs::read_to_string(data().join("syria.chronotope.json")).unwrap();
    assert!(built == there, "out of date: cargo run --example build_story");
}

#[test]
fn every_reference_leads_somewhere_and_every_passage_lies_in_its_text() {
    let dataset = dataset();
    let lengths: Vec<usize> = dataset.sources.iter().map(|s| s.text.chars().count()).collect();
    let whole = |passage: &chronotope::model::Passage| {
        passage.range.start < passage.range.end
            && passage.range.end <= lengths[passage.source.index()]
    };
    for mention in &dataset.mentions {
        assert!(whole(&mention.passage));
        if let MentionKind::Toponym { place, candidates, .. } = &mention.kind {
            assert!(place.iter().all(|id| dataset.place(*id).is_some()));
            assert!(candidates.iter().all(|c| (0.0..=1.0).contains(&c.score)));
            assert!(candidates.iter().all(|c| dataset.place(c.place).is_some()));
        }
    }
    for event in &dataset.events {
        assert!(!event.evidence.is_empty(), "{}", event.title);
        assert!(event.evidence.iter().all(whole), "{}", event.title);
        assert!(event.places.iter().all(|id| dataset.place(*id).is_some()));
    }
    let order: Vec<_> =
        dataset.mentions.iter().map(|m| (m.passage.source, m.passage.range.start)).collect();
    assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "mentions are in the text's order");
}

#[test]
fn the_story_holds_what_the_reports_say() {
    let dataset = dataset();
    let expected = [
        ("Al-Sharaa and Putin meet in Moscow", "meeting", "2026-01-28", Some((55.75, 37.62))),
        ("meet for the first time", "meeting", "2025-10", Some((55.75, 37.62))),
        (
            "Russian forces leave Qamishli",
            "withdrawal",
            "2026-01-19/2026-01-25",
            Some((37.02, 41.19)),
        ),
        ("pull out of Qamishli", "withdrawal", "2024-12", Some((37.02, 41.19))),
        ("return to Qamishli", "deployment", "2025", Some((37.02, 41.19))),
        ("military police in Quneitra", "demand", "2026-01-28", Some((33.126, 35.825))),
        ("Agreement between Damascus", "agreement", "2026-01-18", Some((33.51, 36.29))),
        ("Government forces advance", "advance", "2026-01-14/2026-01-28", Some((36.3, 40.3))),
        ("Trump gives Netanyahu one month", "demand", "2026-01~", None),
        ("Assad government falls", "control", "2024-12", Some((33.51, 36.29))),
    ];
    for (title, category, edtf, at) in expected {
        let event = event(&dataset, title);
        assert_eq!(event.category.as_str(), category, "{title}");
        assert_eq!(when(event), edtf, "{title}");
        assert_eq!(event.kind, EventKind::Happening, "{title}");
        match at {
            Some((lat, lon)) => assert!(near(&dataset, event.places[0], lat, lon), "{title}"),
            None => assert!(event.places.is_empty(), "{title}"),
        }
    }
    assert_eq!(event(&dataset, "Russian forces leave").certainty, Certainty::Reported);
    assert_eq!(event(&dataset, "month for the agreement runs out").certainty, Certainty::Planned);
}

#[test]
fn states_are_states_with_open_ends() {
    let dataset = dataset();
    for (title, at) in [
        ("Russian presence at Hmeimim", Some((35.4, 35.95))),
        ("Russian presence at Tartus", Some((34.915, 35.874))),
        ("Israeli presence on Mount Hermon", Some((33.416, 35.857))),
        ("Ceasefire in force", None),
        ("Al-Hasakah: front-line city", Some((36.5, 40.75))),
        ("Qamishli: last major city", Some((37.05, 41.23))),
    ] {
        let event = event(&dataset, title);
        assert!(
            matches!(&event.kind, EventKind::State(words) if !words.holding.is_empty()),
            "{title}"
        );
        let span = event.when.as_ref().unwrap();
        assert_eq!(span.end(), Edge::Open, "{title}");
        assert!(matches!(span.begin(), Edge::Known { .. }), "{title}");
        if let Some((lat, lon)) = at {
            assert!(near(&dataset, event.places[0], lat, lon), "{title}");
        }
    }
}

#[test]
fn the_presence_at_qamishli_is_two_states_in_sequence() {
    let dataset = dataset();
    let first = event(&dataset, "first stay").when.clone().unwrap();
    let second = event(&dataset, "second stay").when.clone().unwrap();
    assert_eq!(first.begin(), Edge::Unknown);
    assert!(first.latest().unwrap() <= second.earliest().unwrap());
    let from = Second::from_civil(2026, 1, 26, 0, 0, 0).unwrap();
    let later = Window::new(from, from.step(chronotope::model::Unit::Day, 1));
    assert_eq!(second.overlap(later), chronotope::model::Overlap::No, "withdrawn by 26 January");
}

#[test]
fn something_is_undated_unplaced_and_unresolved_and_says_why() {
    let dataset = dataset();
    let undated: Vec<_> = dataset.events.iter().filter(|e| e.when.is_none()).collect();
    let unplaced: Vec<_> = dataset.events.iter().filter(|e| e.places.is_empty()).collect();
    assert!(!undated.is_empty() && !unplaced.is_empty());
    assert!(undated.iter().chain(&unplaced).all(|event| !event.reasons.is_empty()));
    assert!(dataset.mentions.iter().any(|mention| matches!(
        &mention.kind,
        MentionKind::Toponym { place: None, candidates, .. } if !candidates.is_empty()
    )));
}

#[test]
fn the_words_are_the_projects_own() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(folder) = std::fs::read_dir(&seeds) else {
        println!("skipped: {} is not there", seeds.display());
        return;
    };
    let words = |text: &str| -> Vec<String> {
        let word = |c: char| !c.is_alphanumeric();
        text.split(word).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let runs = |words: &[String]| -> HashSet<Vec<String>> {
        words.windows(8).map(<[String]>::to_vec).collect()
    };
    let mut theirs = HashSet::new();
    for entry in folder.flatten() {
        theirs.extend(runs(&words(&std::fs::read_to_string(entry.path()).unwrap_or_default())));
    }
    assert!(!theirs.is_empty());
    for source in &dataset().sources {
        let ours = runs(&words(&source.text));
        assert!(ours.is_disjoint(&theirs), "{}: eight words in a row are copied", source.name);
    }
    for event in &dataset().events {
        assert!(runs(&words(&event.title)).is_disjoint(&theirs), "{}", event.title);
    }
}

mod overlay {
    use super::{HashSet, PlaceShape, data};
    use chronotope::model::LonLat;
    use serde_json::Value;

    fn rows() -> Vec<Value> {
        serde_json::from_str(&std::fs::read_to_string(data().join("overlay.json")).unwrap())
            .unwrap()
    }

    fn text<'a>(row: &'a Value, field: &str) -> &'a str {
        row[field].as_str().unwrap_or_else(|| panic!("{}: no {field}", row["name"]))
    }

    #[test]
    fn rows_are_whole_and_within_range() {
        let rows = rows();
        assert!(rows.len() >= 120, "{} rows", rows.len());
        let known = [
            "name",
            "names",
            "class",
            "code",
            "lon",
            "lat",
            "radius_m",
            "country",
            "admin1",
            "geonameid",
            "population",
            "area",
            "source",
            "note",
            "disputed",
        ];
        let mut seen = HashSet::new();
        for row in &rows {
            let name = text(row, "name");
            for field in row.as_object().unwrap().keys() {
                assert!(known.contains(&field.as_str()), "{name}: unknown field {field}");
            }
            assert!(
                seen.insert((name.to_lowercase(), text(row, "code").to_owned())),
                "{name} twice"
            );
            assert!(!text(row, "source").is_empty(), "{name}: no source");
            text(row, "note");
            let radius_m = row["radius_m"].as_f64().unwrap();
            assert!((100.0..=12_000_000.0).contains(&radius_m), "{name}: radius {radius_m}");
            LonLat::new(row["lon"].as_f64().unwrap(), row["lat"].as_f64().unwrap()).unwrap();
            if let Some(country) = row["country"].as_str() {
                assert!(
                    country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn codes_are_geonames_feature_codes() {
        for row in rows() {
            let (class, code) = (text(&row, "class"), text(&row, "code"));
            assert!(class.len() == 1 && "AHLPRSTUV".contains(class), "{}", row["name"]);
            let words =
                chronotope::app::place_card::kind_words(class.chars().next().unwrap(), code);
            assert!(words.is_some(), "{}: no words for {class}.{code}", row["name"]);
        }
    }

    #[test]
    fn names_are_distinct_and_in_the_script_of_their_language() {
        let scripts: &[super::Script] = &[
            ("ar", |c| ('\u{600}'..='\u{6ff}').contains(&c)),
            ("fa", |c| ('\u{600}'..='\u{6ff}').contains(&c)),
            ("ckb", |c| ('\u{600}'..='\u{6ff}').contains(&c)),
            ("ur", |c| ('\u{600}'..='\u{6ff}').contains(&c)),
            ("ps", |c| ('\u{600}'..='\u{6ff}').contains(&c)),
            ("he", |c| ('\u{590}'..='\u{5ff}').contains(&c)),
            ("ru", |c| ('\u{400}'..='\u{4ff}').contains(&c)),
            ("uk", |c| ('\u{400}'..='\u{4ff}').contains(&c)),
            ("el", |c| ('\u{370}'..='\u{3ff}').contains(&c)),
            ("ka", |c| ('\u{10a0}'..='\u{10ff}').contains(&c)),
            ("hy", |c| ('\u{530}'..='\u{58f}').contains(&c)),
            ("tr", |c| c.is_ascii_alphabetic() || "çğıöşüÇĞİÖŞÜâîû".contains(c)),
            ("en", |c| c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c)),
        ];
        for row in rows() {
            let names = row["names"].as_array().unwrap();
            let mut seen = HashSet::new();
            assert_eq!(names[0]["text"], row["name"], "the first name is the one shown");
            for name in names {
                let words = name["text"].as_str().unwrap();
                let lang = name["lang"].as_str();
                assert!(
                    words == words.trim() && !words.is_empty() && !words.contains('('),
                    "{words}"
                );
                assert!(seen.insert((words.to_owned(), lang.map(str::to_owned))), "{words} twice");
                if let Some((_, of)) = scripts.iter().find(|(code, _)| Some(*code) == lang) {
                    let letters = words.chars().filter(|c| c.is_alphabetic());
                    let wrong: String = letters.filter(|c| !of(*c)).collect();
                    let latin = wrong.chars().all(|c| c.is_ascii_uppercase()) && wrong.len() <= 2;
                    assert!(latin, "{words} ({lang:?}) has {wrong}");
                }
            }
        }
    }

    #[test]
    fn areas_hold_their_point_and_their_radius_reaches_their_corners() {
        for row in rows() {
            let Some(rings) = row["area"].as_array() else { continue };
            let rings: Vec<Vec<LonLat>> =
                serde_json::from_value(Value::from(rings.clone())).unwrap();
            let ring = &rings[0];
            assert!(ring.len() >= 4, "{}", row["name"]);
            let (x, y) = (row["lon"].as_f64().unwrap(), row["lat"].as_f64().unwrap());
            let mut inside = false;
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let crosses = (a.lat() > y) != (b.lat() > y);
                let at = (b.lon() - a.lon()) * (y - a.lat()) / (b.lat() - a.lat()) + a.lon();
                inside ^= crosses && x < at;
            }
            assert!(inside, "{}: the point is outside the area", row["name"]);
            let radius_m = row["radius_m"].as_f64().unwrap();
            let metres = |p: &LonLat| {
                let dx = (p.lon() - x) * 111_195.0 * ((p.lat() + y) / 2.0).to_radians().cos();
                ((p.lat() - y) * 111_195.0).hypot(dx)
            };
            let far = ring.iter().map(metres).fold(0.0, f64::max);
            assert!(far < radius_m * 1.05 + 1_000.0, "{}: {far} m", row["name"]);
            assert!(matches!(PlaceShape::Area(vec![rings]), PlaceShape::Area(_)));
        }
    }

    #[test]
    fn disputed_ground_names_two_claims_and_who_makes_them() {
        let rows = rows();
        let disputed: Vec<&Value> = rows.iter().filter(|row| row["disputed"].is_object()).collect();
        assert!(disputed.len() >= 10);
        for row in disputed {
            let claims = row["disputed"]["claims"].as_array().unwrap();
            assert!(claims.len() >= 2, "{}", row["name"]);
            assert!(claims.iter().all(|c| c.as_str().unwrap().contains(": ")), "{}", row["name"]);
        }
    }

    #[test]
    fn the_places_of_the_story_are_there() {
        for (spelling, lat, lon) in [
            ("Khmeimim", 35.401, 35.949),
            ("Humaymim", 35.401, 35.949),
            ("Qamishli airbase", 37.021, 41.191),
            ("Tartous naval facility", 34.915, 35.874),
            ("Jebel esh-Sheikh", 33.416, 35.858),
            ("הר חרמון", 33.416, 35.858),
            ("Хмеймим", 35.401, 35.949),
        ] {
            let rows = rows();
            let holds = |row: &&Value| {
                row["names"].as_array().unwrap().iter().any(|name| name["text"] == spelling)
            };
            let row = rows.iter().find(holds).unwrap_or_else(|| panic!("no {spelling}"));
            assert!((row["lat"].as_f64().unwrap() - lat).abs() < 0.02, "{spelling}");
            assert!((row["lon"].as_f64().unwrap() - lon).abs() < 0.02, "{spelling}");
        }
    }
}

#[test]
fn spans_survive_the_file() {
    for event in &dataset().events {
        if let Some(span) = &event.when {
            assert_eq!(&span.to_string().parse::<TimeSpan>().unwrap(), span);
        }
    }
}
