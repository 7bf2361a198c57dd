use super::*;
use crate::model::{Feature, LonLat, Name};
use proptest::prelude::*;
use std::sync::OnceLock;

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn town(name: &str, country: &str, population: u64, position: LonLat) -> Record {
    Record {
        country: country.into(),
        population,
        ..Record::new(name, Feature::new('P', "PPL"), position)
    }
}

fn named(mut record: Record, names: &[(&str, Option<&str>)]) -> Record {
    let name = |(text, lang): &(&str, Option<&str>)| Name {
        text: (*text).to_owned(),
        lang: lang.map(str::to_owned),
    };
    record.names = names.iter().map(name).collect();
    record
}

fn small() -> Gazetteer {
    let division = Record {
        country: "SY".into(),
        admin1: "01".into(),
        ..Record::new("Al-Hasakah", Feature::new('A', "ADM1"), at(40.9, 36.4))
    };
    let state = Record {
        country: "SY".into(),
        population: 17_000_000,
        radius_m: 243_000.0,
        geonameid: 163_843,
        ..Record::new("Syria", Feature::new('A', "PCLI"), at(38.5, 35.0))
    };
    let united = Record {
        country: "US".into(),
        population: 327_000_000,
        ..Record::new("United States", Feature::new('A', "PCLI"), at(-98.0, 39.0))
    };
    let qamishli = Record {
        admin1: "01".into(),
        geonameid: 173_377,
        ..town("Al Qāmishlī", "SY", 184_231, at(41.2314, 37.0522))
    };
    let hasakah =
        Record { admin1: "01".into(), ..town("Al Ḩasakah", "SY", 422_445, at(40.7477, 36.5024)) };
    let records = vec![
        named(
            qamishli,
            &[("Kamishly", None), ("القامشلي", Some("ar")), ("Эль-Камышлы", Some("ru"))],
        ),
        hasakah,
        town("Paso", "US", 700, at(-100.0, 30.0)),
        town("El Paso", "US", 680_000, at(-106.4, 31.8)),
        town("Homs", "SY", 775_404, at(36.72, 34.73)),
        town("Hims", "RU", 900, at(50.0, 55.0)),
        town("St. Louis", "US", 300_000, at(-90.2, 38.6)),
        town("New York", "US", 8_800_000, at(-74.0, 40.7)),
        town("New York Mills", "US", 3_300, at(-75.3, 43.1)),
        named(united, &[("US", Some("en")), ("United States of America", Some("en"))]),
        town("Us", "FR", 1_248, at(1.97, 49.1)),
        Record::new("Qamishli Airport", Feature::new('S', "AIRP"), at(41.19, 37.02)),
        Record::new("Hague, The", Feature::new('P', "PPL"), at(4.3, 52.1)),
        division,
        state,
    ];
    Gazetteer::from_records(records, &Task::new()).unwrap()
}

fn first<'g>(gazetteer: &'g Gazetteer, name: &str) -> Option<(&'g str, NameQuality)> {
    let hit = *gazetteer.lookup(name).first()?;
    Some((gazetteer.entry(hit.entry)?.name, hit.quality))
}

#[test]
fn what_went_in_comes_out() {
    let g = small();
    let hit = g.lookup("Al Qāmishlī")[0];
    let entry = g.entry(hit.entry).unwrap();
    assert_eq!((entry.class, entry.code, entry.country), ('P', "PPL", Some("SY")));
    assert_eq!((entry.population, entry.geonameid), (184_231, Some(173_377)));
    assert_eq!(entry.position, at(41.2314, 37.0522));
    assert!(entry.radius_m > 1_000.0);
    let place = g.place(hit.entry).unwrap();
    assert_eq!(place.admin1.as_deref(), Some("Al-Hasakah"));
    assert!(place.names.iter().any(|n| n.text == "القامشلي" && n.lang.as_deref() == Some("ar")));
    assert_eq!(g.by_geonameid(173_377), Some(hit.entry));
    assert_eq!(g.by_geonameid(1), None);
    assert_eq!(g.country_name("sy"), Some("Syria"));
    assert_eq!(g.admin1_name("SY", "01"), Some("Al-Hasakah"));
    assert_eq!(g.admin1_name("SY", "99"), None);
    assert_eq!(g.countries().len(), 2);
    assert_eq!(g.len(), 15);
}

#[test]
fn names_are_found_under_every_spelling() {
    let g = small();
    for (name, quality) in [
        ("al qamishli", NameQuality::Main),
        ("KAMISHLY", NameQuality::Alternate),
        ("Qamishli", NameQuality::Article),
        ("el-Qamishli", NameQuality::Article),
        ("القامشلي", NameQuality::Alternate),
        ("قامشلي", NameQuality::Article),
        ("Камышлы", NameQuality::Article),
    ] {
        assert_eq!(first(&g, name), Some(("Al Qāmishlī", quality)), "{name}");
    }
    assert_eq!(first(&g, "Saint Louis").unwrap().0, "St. Louis");
    assert_eq!(first(&g, "Paso").unwrap().0, "Paso", "articles count only where Arabic has them");
    for name in ["", " ", "-", "\u{1}kamiSli", "\u{1}", "\u{2}smoh", "nowhere at all"] {
        assert!(g.lookup(name).is_empty(), "{name:?}");
    }
}

#[test]
fn airfields_answer_to_other_words_for_one() {
    let g = small();
    for name in ["Qamishli airbase", "al-Qamishli air base", "Qamishli international airport"] {
        assert_eq!(first(&g, name).map(|(name, _)| name), Some("Qamishli Airport"), "{name}");
    }
    assert!(g.lookup("airport").is_empty());
}

#[test]
fn codes_are_capitals() {
    let g = small();
    assert_eq!(first(&g, "US"), Some(("United States", NameQuality::Code)));
    assert_eq!(first(&g, "U.S."), Some(("United States", NameQuality::Code)));
    assert_eq!(first(&g, "us"), Some(("Us", NameQuality::Main)));
    assert_eq!(g.longest(&["us"]).unwrap().1.len(), 1);
}

#[test]
fn the_longest_name_wins() {
    let g = small();
    let longest = |words: &[&str]| {
        g.longest(words).map(|(count, hits)| (count, g.entry(hits[0].entry).unwrap().name))
    };
    assert_eq!(longest(&["New", "York", "Mills", "said"]), Some((3, "New York Mills")));
    assert_eq!(longest(&["New", "York", "Times"]), Some((2, "New York")));
    assert_eq!(longest(&["new"]), None);
    assert_eq!(longest(&["United", "States", "of", "America"]), Some((4, "United States")));
    assert_eq!(longest(&["St.", "Louis", "Blues"]), Some((2, "St. Louis")));
    assert_eq!(longest(&["al-Qamishli"]), Some((1, "Al Qāmishlī")));
    assert_eq!(longest(&["the", "Homs", "road"]), Some((2, "Homs")));
    assert_eq!(longest(&["ash-Qamishli", "airport"]), Some((2, "Qamishli Airport")));
    assert_eq!(longest(&[]), None);
    assert_eq!(longest(&["", "Homs"]), None);
    assert_eq!(longest(&["the"]), None);
}

#[test]
fn likeness_comes_after_sameness() {
    let g = small();
    let all = |name: &str, edits| -> Vec<(&str, NameQuality)> {
        let hits = g.lookup_fuzzy(name, edits);
        hits.iter().map(|h| (g.entry(h.entry).unwrap().name, h.quality)).collect()
    };
    assert_eq!(all("Homs", 1), [("Homs", NameQuality::Main), ("Hims", NameQuality::Edits(1))]);
    assert_eq!(all("Hooms", 0), [("Homs", NameQuality::Sound)]);
    assert_eq!(all("Kamichlie", 0), [("Al Qāmishlī", NameQuality::Sound)]);
    assert_eq!(all("Qamishly", 2)[0].0, "Al Qāmishlī");
    assert_eq!(all("Wamishly", 2)[0].0, "Al Qāmishlī", "a wrong first letter and another");
    assert_eq!(all("aQmishli", 1)[0], ("Al Qāmishlī", NameQuality::Edits(1)), "two swapped");
    assert_eq!(all("США", 2), [], "three letters allow one edit");
    assert!(all("Xzzzzzz", 2).is_empty());
    assert!(all(&"Q".repeat(10_000), 2).is_empty());
}

#[test]
fn likeness_stops_at_the_most_prominent() {
    let name = |at: u64| format!("Marin{}", char::from(b"bcdfgklmprstvz"[at as usize % 14]));
    let records = (0..2_000).map(|n| town(&name(n), "US", n, at(1.0, 2.0)));
    let g = Gazetteer::from_records(records, &Task::new()).unwrap();
    let hits = g.lookup_fuzzy("Marin", 1);
    let people = |hit: &NameHit| g.entry(hit.entry).unwrap().population;
    assert_eq!(hits.len(), 64);
    assert_eq!(people(&hits[0]), 1_999);
    assert!(hits.iter().all(|hit| people(hit) >= 1_936), "the largest of each name come first");
}

#[test]
fn the_nearest_come_first() {
    let g = small();
    let near = g.nearest(at(41.2, 37.03), 2);
    let names: Vec<&str> = near.iter().map(|(id, _)| g.entry(*id).unwrap().name).collect();
    assert_eq!(names, ["Qamishli Airport", "Al Qāmishlī"]);
    assert!((1_000.0..2_000.0).contains(&near[0].1), "{}", near[0].1);
    assert!(g.nearest(at(0.0, 0.0), 0).is_empty());
    assert_eq!(g.nearest(at(-180.0, 90.0), 100).len(), g.len(), "all, where so many are asked for");
}

#[test]
fn an_empty_gazetteer_finds_nothing() {
    let g = Gazetteer::from_records([], &Task::new()).unwrap();
    assert!(g.is_empty() && g.lookup("Homs").is_empty() && g.lookup_fuzzy("Homs", 2).is_empty());
    assert!(g.nearest(at(0.0, 0.0), 3).is_empty() && g.entry(EntryId(0)).is_none());
    assert!(g.longest(&["Homs"]).is_none() && g.countries().is_empty());
}

#[test]
fn building_can_be_cancelled() {
    let task = Task::new();
    task.cancel();
    let records = vec![town("Homs", "SY", 1, at(0.0, 0.0))];
    assert!(matches!(Gazetteer::from_records(records, &task), Err(GazetteerError::Cancelled(_))));
}

#[test]
fn a_damaged_index_is_refused() {
    let index = build_index(vec![town("Homs", "SY", 1, at(0.0, 0.0))].into_iter(), 0, &Task::new())
        .unwrap();
    assert!(Gazetteer::from_index(index.clone()).is_ok());
    for length in [0, 7, 100, index.len() - 1] {
        assert!(Gazetteer::from_index(index[..length].to_vec()).is_err(), "{length} bytes");
    }
    for byte in [0, 9, 20, 60, format::Layout::BYTES + 40] {
        let mut flipped = index.clone();
        flipped[byte] ^= 0x40;
        assert!(Gazetteer::from_index(flipped).is_err(), "byte {byte}");
    }
}

fn embedded() -> &'static Gazetteer {
    static SHARED: OnceLock<Gazetteer> = OnceLock::new();
    SHARED.get_or_init(|| Gazetteer::embedded(&Task::new()).unwrap())
}

#[test]
fn the_embedded_gazetteer_knows_the_places_of_the_story() {
    let g = embedded();
    for (names, lon, lat, km) in [
        (&["al-Hasakah", "Hasakah", "Al Hasakeh", "الحسكة"][..], 40.748, 36.502, 10.0),
        (
            &["Qamishli", "Kamishly", "Al-Qamishli", "Qamişlo", "القامشلي", "Камышлы"],
            41.231,
            37.052,
            10.0,
        ),
        (&["Tartous", "Tartus", "طرطوس"], 35.887, 34.889, 10.0),
        (&["Quneitra", "Al-Qunaytirah", "Kuneitra", "القنيطرة"], 35.825, 33.126, 12.0),
        (&["Damascus", "دمشق", "Дамаск"], 36.291, 33.510, 15.0),
        (&["Moscow", "Москва", "موسكو"], 37.617, 55.756, 25.0),
        (&["Hmeimim", "Khmeimim", "حميميم"], 35.949, 35.401, 5.0),
        (&["Mount Hermon", "Jabal al-Shaykh"], 35.858, 33.416, 8.0),
    ] {
        for name in names {
            let hits = g.lookup(name);
            let off_km = |hit: &NameHit| {
                let entry = g.entry(hit.entry).unwrap();
                near::distance_m(entry.position, at(lon, lat)) / 1000.0
            };
            // Kenitra in Morocco, which is larger, is written just as Quneitra is.
            let first = hits.iter().take(if lat == 33.126 { 2 } else { 1 });
            let off_km: Vec<f64> = first.map(off_km).collect();
            assert!(off_km.iter().any(|off| *off <= km), "{name} is off by {off_km:?} km");
        }
    }
}

#[test]
fn the_embedded_gazetteer_knows_countries_divisions_and_languages() {
    let g = embedded();
    assert!(g.len() > 250_000 && g.countries().len() > 240, "{} {}", g.len(), g.countries().len());
    assert_eq!(g.country_name("SY"), Some("Syria"));
    assert_eq!(g.admin1_name("SY", "14"), Some("Tartus"));
    assert_eq!(g.admin1_name("US", "CA"), Some("California"));
    assert!(g.entry(g.lookup("Moscow")[0].entry).unwrap().is_capital());
    assert!(g.entry(g.lookup("USA")[0].entry).unwrap().is_country());
    assert!(g.entry(g.lookup("Syrian Arab Republic")[0].entry).unwrap().is_country());
    let damascus = g.place(g.lookup("Damascus")[0].entry).unwrap();
    for lang in ["en", "ar", "he", "ru", "ku", "ckb", "tr", "fr", "de", "es", "fa", "uk"] {
        let tagged = damascus.names.iter().any(|name| name.lang.as_deref() == Some(lang));
        assert!(tagged, "no {lang} name of Damascus");
        let syria = g.place(g.country("SY").unwrap()).unwrap();
        assert!(
            syria.names.iter().any(|n| n.lang.as_deref() == Some(lang)),
            "no {lang} name of Syria"
        );
    }
    let (near, metres) = g.nearest(at(41.2314, 37.0522), 1)[0];
    assert_eq!(g.entry(near).unwrap().name, "Al Qāmishlī");
    assert!(metres < 20.0);
}

proptest! {
    #[test]
    fn any_query_is_answered(name in any::<String>(), words in prop::collection::vec("\\PC{0,9}", 0..14)) {
        static SMALL: OnceLock<Gazetteer> = OnceLock::new();
        let g = SMALL.get_or_init(small);
        let _ = (g.lookup(&name), g.lookup_fuzzy(&name, 255));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Some((count, hits)) = g.longest(&words) {
            prop_assert!(count >= 1 && count <= words.len() && !hits.is_empty());
        }
    }

    #[test]
    fn whatever_is_put_in_is_found(names in prop::collection::btree_set("[A-Zа-яا-ي' -]{2,12}", 1..12)) {
        let records: Vec<Record> = names.iter().map(|n| town(n, "SY", 10, at(1.0, 2.0))).collect();
        let g = Gazetteer::from_records(records, &Task::new()).unwrap();
        for name in names.iter().filter(|name| !fold(name).is_empty()) {
            let hits = g.lookup(name);
            let found = hits.iter().any(|hit| g.entry(hit.entry).is_some_and(|e| e.name == *name));
            let code_in_small = build::is_code(name) && !found;
            prop_assert!(found || code_in_small, "{name:?}");
        }
    }

    #[test]
    fn likeness_agrees_with_comparing_all(
        names in prop::collection::btree_set("[a-dа-г ]{2,9}", 1..40),
        name in "[a-dа-г ]{2,9}",
        most in 0u8..4,
    ) {
        // A name with an article ("ad Dawr") is looked up without it too.
        prop_assume!(fold::without_articles(&fold(&name)).is_none());
        let names: Vec<&String> = names.iter().filter(|name| !fold(name).is_empty()).collect();
        let records = names.iter().map(|n| town(n, "US", 10, at(1.0, 2.0)));
        let g = Gazetteer::from_records(records, &Task::new()).unwrap();
        let hits = g.lookup_fuzzy(&name, most);
        let letters = fold(&name).chars().count();
        let most = most.min(match letters { 0..=2 => 0, 3..=5 => 1, _ => 2 });
        for id in (0..g.len() as u32).map(EntryId) {
            let own = g.entry(id).unwrap().name;
            let hit = hits.iter().find(|hit| hit.entry == id).map(|hit| hit.quality);
            let edits = fuzzy::tests::distance(&fold(own), &fold(&name));
            match hit {
                Some(NameQuality::Edits(found)) => prop_assert_eq!(found, edits, "{:?}", own),
                Some(quality) => prop_assert!(edits == 0 || quality == NameQuality::Sound),
                None => prop_assert!(edits > most, "{:?} is {} edits from {:?}", own, edits, name),
            }
        }
    }

    #[test]
    fn damage_behind_the_keys_never_panics(from in 0usize..4_000, mask in 1u8..) {
        let mut index = build_index(
            vec![town("Homs", "SY", 1, at(0.0, 0.0)), named(town("Hama", "SY", 2, at(1.0, 1.0)), &[("Homs", None)])].into_iter(),
            0,
            &Task::new(),
        ).unwrap();
        let layout = format::Layout::read(&index, index.len() as u64).unwrap();
        let postings = layout.range(format::Section::Postings).start;
        let cells = layout.range(format::Section::CellEntries).start;
        // The cell table is long and dull; damage around it.
        let near = [postings, cells][from % 2] + from / 2;
        if let Some(byte) = index.get_mut(near) {
            *byte ^= mask;
        }
        if let Ok(g) = Gazetteer::from_index(index) {
            let _ = (g.lookup("Homs"), g.lookup_fuzzy("Hams", 2), g.nearest(at(0.5, 0.5), 3), g.countries());
            for id in 0..4 {
                let _ = (g.entry(EntryId(id)), g.place(EntryId(id)), g.extra(EntryId(id)));
            }
        }
    }

    #[test]
    fn nearest_agrees_with_measuring_all(
        points in prop::collection::vec((-180.0f64..180.0, -90.0f64..90.0), 1..30),
        lon in -180.0f64..180.0, lat in -90.0f64..90.0, limit in 1usize..5,
    ) {
        let records = points.iter().map(|(lon, lat)| town("X", "SY", 1, at(*lon, *lat)));
        let g = Gazetteer::from_records(records, &Task::new()).unwrap();
        let here = at(lon, lat);
        let found: Vec<f64> = g.nearest(here, limit).iter().map(|(_, m)| *m).collect();
        let mut all: Vec<f64> = points.iter().map(|(lon, lat)| near::distance_m(here, at(*lon, *lat))).collect();
        all.sort_by(f64::total_cmp);
        prop_assert_eq!(found.len(), limit.min(points.len()));
        for (a, b) in found.iter().zip(&all) {
            prop_assert!((a - b).abs() < 1.0, "{} beside {}", a, b);
        }
    }
}
