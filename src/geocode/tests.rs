use super::names::double::Rows;
use super::*;

fn geocoder() -> Geocoder {
    Geocoder::over(Arc::new(Rows::story()), Arc::new(NoGround))
}

/// "surface=place/form" of every mention.
fn read(text: &str) -> Vec<String> {
    let found = geocoder().toponyms(text);
    found
        .iter()
        .map(|m| {
            let place = m.candidates.first().filter(|_| m.resolved);
            let country = place.and_then(|c| c.place.country.clone()).unwrap_or_default();
            format!("{}={country}/{:?}", &text[m.range.clone()], m.form)
        })
        .collect()
}

#[test]
fn ordinary_words_are_no_places_even_where_villages_bear_them() {
    assert_eq!(
        read("Recent weeks were calm. Despite this, President Vladimir Putin left."),
        [""; 0]
    );
    assert_eq!(read("Recent talks. The President of the club said so."), [""; 0]);
}

#[test]
fn persons_are_no_places() {
    assert_eq!(read("Michael Jackson sang. Jackson said he was glad."), [""; 0]);
    assert_eq!(read("It rained in Jackson all day."), ["Jackson=US/Literal"]);
}

#[test]
fn adjectives_are_kept_apart() {
    assert_eq!(
        read("The Syrian army and Russian jets met US-backed forces."),
        ["Syrian=SY/Demonym", "Russian=RU/Demonym", "US=US/Literal"]
    );
}

#[test]
fn sites_are_read_with_their_town() {
    let text = "Jets left Qamishli airport, the Hmeimim air base and the Tartous naval facility.";
    let found = geocoder().toponyms(text);
    let names: Vec<_> = found.iter().map(|m| &text[m.range.clone()]).collect();
    assert_eq!(names, ["Qamishli airport", "Hmeimim air base", "Tartous naval facility"]);
    assert!(found.iter().all(|m| m.form == ToponymForm::Facility && m.resolved));
    assert_eq!(found[0].candidates[0].place.name, "Qamishli Airport");
    assert_eq!(found[1].candidates[0].place.name, "Hmeimim");
    assert!(found[2].candidates[0].place.radius_m > 5000.0);
}

#[test]
fn a_state_beside_a_town_decides_between_namesakes() {
    let lon = |text: &str| {
        let found = geocoder().toponyms(text);
        found[0].candidates[0].place.position.lon().round()
    };
    assert!((lon("She lives in Paris, Texas, with her son.") + 96.0).abs() < 0.1);
    assert!((lon("She lives in Paris with her son.") - 2.0).abs() < 0.1);
    assert!((lon("The port of Long Beach, CA, is shut.") + 118.0).abs() < 0.1);
    assert!((lon("They flew to Damascus.") - 36.0).abs() < 0.1);
}

#[test]
fn lists_and_capitals_that_govern() {
    assert_eq!(
        read("Fighting went on in Homs, Hama and Idlib."),
        ["Homs=SY/Literal", "Hama=SY/Literal", "Idlib=SY/Literal"]
    );
    assert_eq!(
        read("After talks with Damascus they flew to Moscow. Moscow’s reluctance grew."),
        ["Damascus=SY/Metonym", "Moscow=RU/Literal", "Moscow=RU/Metonym"]
    );
}

#[test]
fn scores_are_shares_and_reasons_are_given() {
    let ranked = geocoder().rank("Paris");
    assert_eq!(ranked.len(), 3);
    let sum: f64 = ranked.iter().map(|c| c.score).sum();
    assert!((sum - 1.0).abs() < 1e-3 && ranked[0].score > ranked[1].score);
    assert!(ranked.iter().all(|c| !c.reasons.is_empty()));
    assert!(geocoder().rank("Nowhereatall").is_empty());
    assert!(!geocoder().rank("qamishli airport").is_empty());
    assert!(!geocoder().rank("Long Beach, CA").is_empty());
}

proptest::proptest! {
    #[test]
    fn any_text_gives_mentions_on_character_boundaries(
        text in "([A-Za-z’'.,é\u{301}-]{1,9}|Paris|Homs|al-|Mr\\.|County|airport|الشيخ|\n| ){0,40}"
    ) {
        let mut end = 0;
        for mention in geocoder().toponyms(&text) {
            proptest::prop_assert!(text.get(mention.range.clone()).is_some());
            proptest::prop_assert!(mention.range.start >= end && !mention.range.is_empty());
            end = mention.range.end;
        }
    }
}

/// What a dump of everything adds: namesakes without number, schools, landforms.
#[test]
fn what_a_user_adds_does_not_hide_what_the_program_knows() {
    use crate::gazetteer::{Gazetteer, Record};
    use crate::model::{Feature, LonLat};
    use crate::task::Task;
    let place = |name: &str, kind: (char, &str), people, lon| Record {
        country: "US".into(),
        admin1: "VA".into(),
        population: people,
        ..Record::new(name, Feature::new(kind.0, kind.1), LonLat::clamped(lon, 37.0))
    };
    let carried = vec![
        place("Norfolk", ('P', "PPL"), 230_000, -76.0),
        place("Richmond", ('P', "PPLA"), 220_000, -77.0),
        place("Los Angeles", ('P', "PPL"), 3_900_000, -118.0),
    ];
    let mut added: Vec<Record> =
        (0..40).map(|n| place("Norfolk", ('S', "FRM"), 0, f64::from(n))).collect();
    added.push(place("Los Angeles", ('T', "HLL"), 0, 20.0));
    added.push(place("Norfolk High School", ('S', "SCH"), 0, 21.0));
    added.push(place("Market", ('H', "STM"), 0, 22.0));
    added.push(place("Zubbardeh", ('P', "PPL"), 0, 23.0));
    let added = added.into_iter().map(|record| Record { curated: false, added: true, ..record });
    let over = |records: Vec<Record>| {
        let gazetteer = Gazetteer::from_records(records, &Task::new()).unwrap();
        Geocoder::over(Arc::new(gazetteer), Arc::new(NoGround))
    };
    let everything = over(carried.iter().cloned().chain(added).collect());
    let program = over(carried);
    let read = |geocoder: &Geocoder, text: &str| -> Vec<(String, bool, Option<f64>)> {
        let found = geocoder.toponyms(text);
        let lon = |m: &ToponymMention| m.candidates.first().map(|c| c.place.position.lon().round());
        found.iter().map(|m| (text[m.range.clone()].to_owned(), m.resolved, lon(m))).collect()
    };
    for text in [
        "It rained in Norfolk and in Richmond.",
        "He is a student at Norfolk High School in Richmond.",
        "They met in L.A. on Monday.",
        "Market forces were at work. The Market was closed.",
    ] {
        assert_eq!(read(&everything, text), read(&program, text), "{text}");
    }
    let village = read(&everything, "She was born in Zubbardeh.");
    assert_eq!(village, [("Zubbardeh".to_owned(), true, Some(23.0))]);
}
