use super::*;
use crate::app::{Index, embedded};
use crate::model::fixture::place;
use crate::model::{Feature, LonLat, Second};

fn at(year: i32, month: u8, day: u8) -> Second {
    Second::from_civil(year, month, day, 12, 0, 0).unwrap()
}

fn card(name: &str, cursor: Second) -> PlaceCard {
    let dataset = embedded().unwrap();
    let index = Index::new(std::sync::Arc::new(dataset.clone()));
    let place = dataset.places.iter().position(|place| place.name == name).unwrap();
    let id = PlaceId::from_index(place);
    place_card(&dataset, id, &index.events_at(id), cursor, None).unwrap()
}

fn states(name: &str, cursor: Second) -> Vec<String> {
    let card = card(name, cursor);
    card.states.iter().map(|s| format!("{}: {} ({})", s.subject, s.word, s.detail)).collect()
}

#[test]
fn the_presence_at_qamishli_follows_the_cursor() {
    let name = "Qamishli airport";
    assert_eq!(
        states(name, at(2024, 11, 1)),
        ["Russian presence: possibly in place (until December 2024, start unknown)"]
    );
    assert_eq!(states(name, at(2025, 6, 1)).len(), 1);
    assert!(states(name, at(2025, 6, 1))[0].contains("possibly in place"));
    let line = "Russian presence: in place (since 2025)";
    assert_eq!(states(name, at(2026, 1, 18)), [line]);
    let line = "Russian presence: withdrawn (in place until 25 January 2026)";
    assert_eq!(states(name, at(2026, 1, 28)), [line]);
}

#[test]
fn open_states_hold_and_states_to_come_say_nothing() {
    let line = "Russian presence: in place (since December 2024)";
    assert_eq!(states("Hmeimim air base", at(2026, 1, 28)), [line]);
    assert!(states("Hmeimim air base", at(2020, 1, 1)).is_empty());
    let line = "Israeli presence: in place (since December 2024)";
    assert_eq!(states("Mount Hermon", at(2026, 1, 28)), [line]);
}

#[test]
fn on_the_day_of_the_briefings_nothing_is_only_possible() {
    let dataset = embedded().unwrap();
    let ids: Vec<_> = (0..dataset.events.len()).map(EventId::from_index).collect();
    let lines = statuses(&dataset, &ids, at(2026, 1, 28));
    let doubtful: Vec<_> = lines.iter().filter(|line| line.status == Status::MayHold).collect();
    assert!(doubtful.iter().all(|line| line.subject == "Security talks"), "{doubtful:?}");
    assert!(lines.iter().any(|line| line.subject == "Ceasefire" && line.word == "in force"));
}

#[test]
fn events_stand_in_time_order_with_their_passages() {
    let card = card("Qamishli airport", at(2026, 1, 28));
    let titles: Vec<&str> = card.events.iter().map(|e| e.title.as_str()).collect();
    assert_eq!(titles.len(), 5, "{titles:?}");
    assert!(titles[4].contains("leave Qamishli airport"), "{titles:?}");
    let last = &card.events[4];
    assert_eq!(last.when, "19–25 January 2026");
    assert_eq!(last.certainty, Certainty::Reported);
    assert_eq!(last.quotes.len(), 2);
    assert_eq!(last.quotes[0].publisher, "Chronotope");
    assert_eq!(last.quotes[0].date, "28 January 2026");
    assert!(last.quotes[0].text.starts_with("By several accounts"));
}

#[test]
fn names_stand_by_language_english_first() {
    let card = card("Qamishli", at(2026, 1, 28));
    assert_eq!(card.names[0].language, "English");
    assert_eq!(card.names.last().unwrap().language, "Other spellings");
    let of = |language: &str| {
        card.names.iter().find(|g| g.language == language).map(|g| g.names.join(" "))
    };
    assert_eq!(of("Arabic").as_deref(), Some("القامشلي"));
    assert_eq!(of("Kurdish (Kurmanji)").as_deref(), Some("Qamişlo"));
    assert_eq!(of("Kurdish (Sorani)").as_deref(), Some("قامشلۆ"));
    assert_eq!(card.kind, "city, town or village in Al-Hasakah, Syria");
    assert_eq!(card.population.as_deref(), Some("about 184,000 inhabitants"));
}

#[test]
fn coordinates_are_as_precise_as_their_radius() {
    let qamishli = LonLat::new(41.231_42, 37.052_15).unwrap();
    for (radius_m, shown) in [
        (2_000.0, "37.05° N, 41.23° E ± 2 km"),
        (500.0, "37.052° N, 41.231° E ± 500 m"),
        (15_000.0, "37.1° N, 41.2° E ± 15 km"),
        (250_000.0, "37° N, 41° E ± 250 km"),
        (4_500_000.0, "37° N, 41° E ± 4,500 km"),
        (2_500.0, "37.05° N, 41.23° E ± 2.5 km"),
        (0.0, "37.0521° N, 41.2314° E"),
        (f64::NAN, "37.0521° N, 41.2314° E"),
        (f64::INFINITY, "37.0521° N, 41.2314° E"),
        (0.2, "37.05215° N, 41.23142° E ± 1 m"),
    ] {
        assert_eq!(coordinates(qamishli, radius_m), shown);
    }
    let south_west = LonLat::new(-58.4, -34.6).unwrap();
    assert_eq!(coordinates(south_west, 20_000.0), "34.6° S, 58.4° W ± 20 km");
    assert_eq!(coordinates(LonLat::new(-0.04, -0.04).unwrap(), 20_000.0), "0.0° N, 0.0° E ± 20 km");
}

#[test]
fn kinds_are_said_in_words() {
    for (class, code, words) in [
        ('P', "PPLC", "capital city"),
        ('S', "AIRB", "air base"),
        ('T', "MT", "mountain"),
        ('T', "", "landform"),
        ('S', "NEWCODE", "building or site"),
    ] {
        assert_eq!(kind_words(class, code), Some(words));
    }
    assert_eq!(kind_words('?', "MT"), None);
}

#[test]
fn an_empty_or_dangling_place_is_no_trouble() {
    let mut dataset = Dataset::default();
    assert_eq!(place_card(&dataset, PlaceId(7), &[EventId(3)], Second(0), None), None);
    dataset.places.push(Place {
        feature: Feature::new('\0', ""),
        population: Some(0),
        country: Some("??".to_owned()),
        ..place("", 0.0, 0.0, -1.0)
    });
    let card = place_card(&dataset, PlaceId(0), &[EventId(3)], Second(i64::MAX), None).unwrap();
    assert!(card.events.is_empty() && card.states.is_empty() && card.population.is_none());
    assert_eq!(card.kind, "place in ??");
}
