//! What is a place name in a sentence and what is not, kind by kind, over the whole gazetteer.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::basemap::Basemap;
use chronotope::gazetteer::Gazetteer;
use chronotope::geocode::Geocoder;
use chronotope::model::{Language, ToponymForm};
use chronotope::task::Task;
use std::sync::{Arc, LazyLock};

static GAZETTEER: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| {
    Arc::new(Gazetteer::embedded(&Task::new()).expect("the gazetteer is in the binary"))
});

static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| {
    let basemap = Basemap::embedded().expect("the base map is in the binary");
    Geocoder::new(Arc::clone(&GAZETTEER), Arc::new(basemap))
});

/// Every mention of a text: "words form country", with `-` for no country and `?` where unresolved.
fn mentions(text: &str) -> Vec<String> {
    let each = GEOCODER.toponyms(text).into_iter().map(|mention| {
        let form = match mention.form {
            ToponymForm::Literal => "place",
            ToponymForm::Facility => "site",
            ToponymForm::Region => "part",
            ToponymForm::Metonym => "power",
            ToponymForm::Demonym => "people",
        };
        let first = mention.candidates.first().filter(|_| mention.resolved);
        let country = match first.map(|c| c.place.country.as_deref()) {
            None => "?",
            Some(country) => country.unwrap_or("-"),
        };
        format!("{} {form} {country}", &text[mention.range.clone()])
    });
    each.collect()
}

/// A kind of sentence: its text and all that is to be found in it, in order, apart by `;`.
type Row = (&'static str, &'static str);

#[track_caller]
fn check(rows: &[Row]) {
    let mut wrong = String::new();
    for (text, expected) in rows {
        let found = mentions(text).join("; ");
        if found != *expected {
            wrong.push_str(&format!("\n{text}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn persons_and_ships_are_no_places_and_papers_and_teams_are_no_scenes() {
    check(&[
        ("Jackson said he would appeal the verdict.", ""),
        ("Mr. Jackson said he would appeal. Later Jackson left the court.", ""),
        ("Paris Hilton opened a shop.", ""),
        ("Francisco I. Madero ruled until 1913.", ""),
        ("Chad Smith said the road was clear.", ""),
        ("Michael Jordan scored forty points and Jordan left to applause.", ""),
        ("Actress Brooklyn Decker and singer Jack London attended.", ""),
        ("Gen. Lincoln told reporters that Florence Nightingale was a nurse.", ""),
        ("The Washington Post reported it first.", "Washington power US"),
        ("She writes for the Houston Chronicle.", "Houston power US"),
        ("According to The New York Times, the talks failed.", "New York power US"),
        ("The frigate HMS Lancaster and the carrier USS Nashville sailed on Monday.", ""),
        ("The Dallas Cowboys lost on Sunday.", "Dallas power US"),
        ("Rebels sank the frigate Homs and the tanker Paris.", ""),
        ("His wife Mary and their son Austin were there.", ""),
        ("The Interior Ministry denied it.", ""),
    ]);
}

#[test]
fn ordinary_words_and_openings_are_no_places() {
    check(&[
        ("Many were hurt. Most went home. Nice weather helped.", ""),
        ("Reading is fun. Mobile phones rang. Police came.", ""),
        ("March was cold and May was warm.", ""),
        ("Democrats and Republicans met on Tuesday at Christmas.", ""),
    ]);
}

#[test]
fn names_beside_their_states_are_settled_by_them() {
    check(&[
        ("She moved to Paris, Texas, last year.", "Paris place US; Texas place US"),
        ("The port of Long Beach, CA, was shut.", "Long Beach place US; CA place US"),
        ("He was born in Birmingham, Ala., in 1950.", "Birmingham place US; Ala. place US"),
        ("A fire broke out in London, Ontario.", "London place CA; Ontario place CA"),
        ("They met in Tripoli, Lebanon.", "Tripoli place LB; Lebanon place LB"),
        ("Athens, Georgia, is a college town.", "Athens place US; Georgia place US"),
        ("Tbilisi, Georgia, hosted the talks.", "Tbilisi place GE; Georgia place GE"),
    ]);
}

#[test]
fn lists_and_parts_are_read() {
    check(&[
        (
            "Clashes were reported in Homs, Hama and Idlib.",
            "Homs place SY; Hama place SY; Idlib place SY",
        ),
        (
            "Flights from Cairo, Amman, Doha and Kuwait were delayed.",
            "Cairo place EG; Amman place JO; Doha place QA; Kuwait place KW",
        ),
        ("Troops left northeastern Syria.", "Syria part SY"),
        ("It snowed across southern Germany and northern Italy.", "Germany part DE; Italy part IT"),
        (
            "A convoy drove from Qamishli airport to the Hmeimim air base.",
            "Qamishli airport site SY; Hmeimim air base site SY",
        ),
        (
            "They camped on Mount Hermon above the Sea of Galilee.",
            "Mount Hermon place SY; Sea of Galilee place IL",
        ),
    ]);
}

#[test]
fn capitals_that_govern_and_peoples_are_marked() {
    check(&[
        ("Moscow said it would respond.", "Moscow power RU"),
        ("After talks with Damascus, envoys flew to Ankara.", "Damascus power SY; Ankara place TR"),
        (
            "The agreement between Damascus and Washington held.",
            "Damascus power SY; Washington power US",
        ),
        (
            "Syrian and Russian officers met in Syria.",
            "Syrian people SY; Russian people RU; Syria place SY",
        ),
        ("Two Germans and a Kenyan were hurt.", "Germans people DE; Kenyan people KE"),
        ("Beijing warned Taipei against the visit.", "Beijing power CN; Taipei place TW"),
    ]);
}

#[test]
fn regions_waters_and_former_states_are_known() {
    check(&[
        (
            "Ships of the EU crossed the Black Sea and the Strait of Hormuz.",
            "EU place -; Black Sea place -; Strait of Hormuz place -",
        ),
        (
            "Drought hit Latin America, West Africa and the Sahel.",
            "Latin America place -; West Africa place -; Sahel place -",
        ),
        (
            "The Soviet Union built it before the fall of Yugoslavia.",
            "Soviet Union place -; Yugoslavia place -",
        ),
        ("Both met at the South Pole.", "South Pole place -"),
        ("Storms crossed the Atlantic Ocean.", "Atlantic Ocean place -"),
        ("Police in Miami said the man had moved to Florida.", "Miami place US; Florida place US"),
        ("The White House and the Kremlin denied it.", "White House place US; Kremlin power RU"),
        (
            "Aid entered the Gaza Strip and the West Bank.",
            "Gaza Strip place PS; West Bank place PS",
        ),
    ]);
}

#[test]
fn headlines_and_datelines_are_read() {
    check(&[
        ("BEIRUT (AP) — Thousands marched on Friday.", "BEIRUT place LB"),
        ("DAMASCUS, Jan. 28 — Envoys met.", "DAMASCUS place SY"),
        ("QAMISHLI, Syria (Agency) - Jets took off.", "QAMISHLI place SY; Syria place SY"),
    ]);
}

#[test]
fn names_shared_by_countries_and_states_go_with_their_neighbours() {
    check(&[
        (
            "Georgia and Armenia signed the deal in Tbilisi. Georgia will pay half.",
            "Georgia place GE; Armenia place AM; Tbilisi place GE; Georgia power GE",
        ),
        (
            "Storms hit Atlanta and Savannah. Schools across Georgia and Alabama closed.",
            "Atlanta place US; Savannah place US; Georgia place US; Alabama place US",
        ),
        ("Refugees crossed into Jordan from Syria.", "Jordan place JO; Syria place SY"),
        ("They were baptised in the Jordan River.", "Jordan River place -"),
        ("Rebels entered Chad from Sudan.", "Chad place TD; Sudan place SD"),
        ("A flood hit Lake Charles, La., on Monday.", "Lake Charles place US; La. place US"),
        ("Fishermen on Lake Victoria found the boat.", "Lake Victoria place -"),
    ]);
}

#[test]
fn names_in_other_scripts_are_read_inside_english() {
    check(&[
        (
            "The sign read القامشلي and the map showed حلب beside it.",
            "القامشلي place SY; حلب place SY",
        ),
        (
            "The town, called Хмеймим in Russian, is near Латакия.",
            "Хмеймим place SY; Russian people RU; Латакия place SY",
        ),
        ("They met in ירושלים yesterday.", "ירושלים place IL"),
    ]);
}

/// What is found first under a name: its usual name, country, and what it is called in a language.
fn found(name: &str, code: &str) -> [String; 3] {
    let hits = GAZETTEER.lookup(name);
    let hit = hits.first().unwrap_or_else(|| panic!("{name} is found"));
    let place = GAZETTEER.place(hit.entry).unwrap();
    let called = place.name_in(Language::of(code)).to_owned();
    [place.name, place.country.unwrap_or_default(), called]
}

#[test]
fn cities_are_found_and_called_by_their_names_in_other_scripts() {
    for (name, code, place, country) in [
        ("Париж", "ru", "Paris", "FR"),
        ("مدريد", "ar", "Madrid", "ES"),
        ("פריז", "he", "Paris", "FR"),
        ("東京", "ja", "Tokyo", "JP"),
        ("开罗", "zh", "Cairo", "EG"),
        ("Буенос Айрес", "bg", "Buenos Aires", "AR"),
        ("Београд", "sr", "Belgrade", "RS"),
        ("Сінгапур", "uk", "Singapore", "SG"),
        ("싱가포르", "ko", "Singapore", "SG"),
        ("თბილისი", "ka", "Tbilisi", "GE"),
        ("مكسيكو سيتي", "ar", "Mexico City", "MX"),
        ("Виена", "bg", "Vienna", "AT"),
    ] {
        assert_eq!(found(name, code), [place, country, name], "{name}");
    }
}
