use super::read::{looks_like, read};
use super::write;
use crate::formats::sample;
use crate::model::time::Calendar;
use crate::model::{Dataset, EventKind, PlaceShape};
use crate::task::Task;
use proptest::prelude::*;

fn of(features: &str) -> (Dataset, Vec<String>) {
    let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    assert!(looks_like(&text));
    let (dataset, problems) = read("a.geojson", &text, Calendar::Gregorian, &Task::new()).unwrap();
    (dataset, problems.iter().map(|p| format!("{}: {}", p.line, p.message)).collect())
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[40,36],[41,36],[41,37],[40,37],[40,36]]]}"#;

#[test]
fn an_area_with_an_interval_is_a_state_of_its_ground() {
    let (dataset, problems) = of(&format!(
        r#"{{"type":"Feature","geometry":{SQUARE},"properties":{{"name":"The pocket","category":"Control","start":"2026-01-10","end":"2026-02-10"}}}}"#
    ));
    assert!(problems.is_empty(), "{problems:?}");
    let event = &dataset.events[0];
    assert_eq!(event.when.as_ref().unwrap().to_string(), "2026-01-10/2026-02-10");
    let EventKind::State(words) = &event.kind else { panic!("a state") };
    assert_eq!((words.subject.as_str(), words.holding.as_str()), ("The pocket", "held"));
    let place = &dataset.places[event.places[0].index()];
    assert_eq!(place.name, "The pocket");
    assert!(matches!(&place.shape, PlaceShape::Area(p) if p[0][0].len() == 4));
    assert!((60_000.0..90_000.0).contains(&place.radius_m), "{}", place.radius_m);
    let quote = dataset.quote(&event.evidence[0]).unwrap();
    assert!(quote.contains("The pocket") && quote.contains("2026-01-10"), "{quote}");
}

#[test]
fn the_same_name_with_other_ground_is_another_place() {
    let wider = SQUARE.replace("41,", "43,");
    let feature = |shape: &str, date: &str| {
        format!(
            r#"{{"type":"Feature","geometry":{shape},"properties":{{"name":"Front","date":"{date}"}}}}"#
        )
    };
    let all = [feature(SQUARE, "2026-01-01"), feature(&wider, "2026-02-01")].join(",");
    let (dataset, _) = of(&all);
    let shapes: Vec<&PlaceShape> =
        dataset.events.iter().map(|e| &dataset.places[e.places[0].index()].shape).collect();
    assert_ne!(shapes[0], shapes[1]);
    assert_eq!(dataset.events[0].kind, EventKind::Happening, "a day is no time that it lasts");
    let mut both = Dataset::default();
    both.append(of(&feature(SQUARE, "2026-01-01")).0);
    both.append(of(&feature(&wider, "2026-02-01")).0);
    assert_ne!(both.events[0].places, both.events[1].places);
}

#[test]
fn a_line_is_a_movement_between_its_named_ends() {
    let (dataset, problems) = of(
        r#"{"type":"Feature","geometry":{"type":"LineString","coordinates":[[41.2,37.0],[38,36],[35.9,35.4]]},"properties":{"title":"They leave","from":"Qamishli","to":"Hmeimim","date":"2026-01-20"}}"#,
    );
    assert!(problems.is_empty(), "{problems:?}");
    let event = &dataset.events[0];
    let route = event.route.unwrap();
    let names = route.ends().map(|end| dataset.places[end.index()].name.clone());
    assert_eq!(names, ["Qamishli", "Hmeimim"]);
    assert_eq!(event.when.as_ref().unwrap().to_string(), "2026-01-20");
    assert_eq!(event.places, route.ends());
}

#[test]
fn a_trip_is_dated_by_the_fourth_numbers_of_its_ends() {
    let (dataset, _) = of(
        r#"{"type":"Feature","geometry":{"type":"LineString","coordinates":[[41,37,0,1769558400],[36,35,0,1769565600000]]},"properties":{"vendor":"A"}}"#,
    );
    let when = dataset.events[0].when.as_ref().unwrap();
    assert!(when.to_string().starts_with("2026-01-28T00:00:00Z/2026-01-28T02:00:00Z"), "{when}");
}

#[test]
fn what_is_written_is_read() {
    let mut dataset = sample::dataset();
    let mut there = dataset.places[0].clone();
    there.name = "There".to_owned();
    there.position = crate::model::LonLat::clamped(10.0, 20.0);
    dataset.places.push(there);
    let to = crate::model::PlaceId::from_index(dataset.places.len() - 1);
    let from = dataset.events[0].places[0];
    dataset.events[0].route = crate::model::Route::new(from, to);
    let mut text = Vec::new();
    write(&dataset, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let (back, problems) = read("b.geojson", &text, Calendar::Gregorian, &Task::new()).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    let (a, b) = (&dataset.events[0], &back.events[0]);
    assert_eq!((&a.title, &a.category, &a.when), (&b.title, &b.category, &b.when));
    assert_eq!((&a.actors, a.certainty), (&b.actors, b.certainty));
    let ends = b.route.unwrap().ends().map(|end| back.places[end.index()].name.clone());
    assert_eq!(ends, [dataset.places[from.index()].name.clone(), "There".to_owned()]);
}

#[test]
fn features_without_ground_or_sense_are_kept_or_told() {
    let (dataset, problems) = of(
        r#"{"type":"Feature","geometry":null,"properties":{"title":"Nowhere","date":"2026-01-01"}},
           {"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"title":"Then","date":"soon"}},
           {"type":"Feature","geometry":null,"properties":null}"#,
    );
    assert_eq!(dataset.events.len(), 2);
    assert!(dataset.events[0].places.is_empty());
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("2: `soon`"), "{problems:?}");
    assert!(problems[1].starts_with("3: "), "{problems:?}");
    let read = |text| read("a", text, Calendar::Gregorian, &Task::new());
    assert!(read(r#"{"type":"FeatureCollection","features":[]}"#).is_err());
    assert!(read(r#"{"type":"FeatureCollection","features":[{"#).is_err());
    assert_eq!(read(r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"date":"2026"}}"#).unwrap().0.events.len(), 1);
}

proptest! {
    #[test]
    fn nothing_that_is_read_panics(
        name in "\\PC{0,12}", value in "\\PC{0,20}", x in any::<f64>(), y in -100.0..100.0f64
    ) {
        let feature = serde_json::json!({
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {&name: value, "name": [value, 3, null]},
                 "geometry": {"type": "LineString", "coordinates": [[x, y], [y, 1.0, x, x]]}},
                {"type": "Feature", "properties": {"from": name, "edtf": value},
                 "geometry": {"type": "Polygon", "coordinates": [[[x, y], [y, 1.0], [0, 0]]]}},
            ],
        });
        let _ = read("any", &feature.to_string(), Calendar::Gregorian, &Task::new());
    }
}
