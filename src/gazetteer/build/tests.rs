use super::*;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::bytes::Checksum;
use crate::gazetteer::format::BUILDER_VERSION;
use crate::model::{Feature, LonLat, Name};
use proptest::prelude::*;
use std::path::PathBuf;

fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("chronotope-build-{name}-{}", std::process::id()))
}

fn record() -> impl Strategy<Value = Record> {
    let name = "(al-|The |)[A-Cа-в]{1,5}( [ab]{1,3})?";
    let names = prop::collection::vec((name, prop::option::of("(en|ar|ru)")), 0..4);
    let kind = prop_oneof![
        Just(('P', "PPL")),
        Just(('A', "ADM1")),
        Just(('A', "PCLI")),
        Just(('S', "FRM"))
    ];
    let figures = (0u64..3, 0u32..9, -180i32..180, -90i32..90, any::<bool>());
    (name, names, kind, "(SY|US)", "[0-2]", figures).prop_map(
        |(name, names, (class, code), country, admin1, (people, id, lon, lat, curated))| Record {
            names: names.into_iter().map(|(text, lang)| Name { text, lang }).collect(),
            country,
            admin1,
            population: people * 1000,
            geonameid: id,
            curated,
            added: !curated,
            ..Record::new(&name, Feature::new(class, code), LonLat::clamped(lon.into(), lat.into()))
        },
    )
}

fn built(records: &[Record], plan: &Plan<'_>) -> Result<Vec<u8>, GazetteerError> {
    let records = records.iter().cloned().map(Ok);
    build(records, plan, Cursor::new(Vec::new()), &Task::new()).map(Cursor::into_inner)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_bytes_do_not_depend_on_memory_or_threads(
        records in prop::collection::vec(record(), 0..120),
        piece_bytes in 1usize..3_000,
        workers in 1usize..5,
    ) {
        let in_memory = built(&records, &Plan { workers: 1, ..Plan::in_memory(5) }).unwrap();
        let disk = Disk::take(folder("same"), u64::MAX).unwrap();
        let small = Plan { piece_bytes, workers, ..Plan::on_disk(5, Vec::new(), &disk) };
        prop_assert!(built(&records, &small).unwrap() == in_memory);
        prop_assert!(Gazetteer::from_index(in_memory).is_ok());
    }
}

/// So that nobody forgets [`BUILDER_VERSION`]: without it old indexes would be looked up in with keys
/// that they do not have.
#[test]
fn other_bytes_are_another_version() {
    let at = |lon, lat| LonLat::new(lon, lat).unwrap();
    let name = |text: &str, lang: &str| Name { text: text.into(), lang: Some(lang.into()) };
    let records = [
        Record {
            names: vec![name("القامشلي", "ar"), name("Эль-Камышлы", "ru"), name("Qamişlo", "ku")],
            country: "SY".into(),
            admin1: "01".into(),
            population: 184_231,
            geonameid: 173_377,
            ..Record::new("Al Qāmishlī", Feature::new('P', "PPL"), at(41.2314, 37.0522))
        },
        Record {
            country: "SY".into(),
            admin1: "01".into(),
            ..Record::new("Al-Hasakah", Feature::new('A', "ADM1"), at(40.9, 36.4))
        },
        Record {
            names: vec![name("US", "en"), name("The United States", "en")],
            country: "US".into(),
            ..Record::new("United States", Feature::new('A', "PCLI"), at(-98.0, 39.0))
        },
        Record::new("St. Qamishli Hill", Feature::new('T', "HLL"), at(1.0, 2.0)),
    ];
    let index = built(&records, &Plan::in_memory(1)).unwrap();
    assert_eq!(
        (BUILDER_VERSION, Checksum::of(&index)),
        GOLDEN,
        "the builder makes other bytes than it did: raise BUILDER_VERSION, and put both numbers here"
    );
}

const GOLDEN: (u32, u64) = (4, 7_992_226_551_900_416_705);

#[test]
fn a_full_disk_is_said_at_any_point() {
    let at = LonLat::clamped(1.0, 2.0);
    let towns = (0..300).map(|n| Record::new(&format!("Town {n}"), Feature::new('P', "PPL"), at));
    let records: Vec<Record> = towns.collect();
    let mut failed = 0;
    for room in [0, 500, 2_000, 5_000, 1 << 30] {
        let disk = Disk::take(folder("full"), room).unwrap();
        let plan = Plan { piece_bytes: 500, ..Plan::on_disk(1, Vec::new(), &disk) };
        match built(&records, &plan) {
            Ok(index) => assert_eq!(Gazetteer::from_index(index).unwrap().len(), 300),
            Err(error) => {
                assert!(matches!(error, GazetteerError::DiskFull { .. }), "{error}");
                failed += 1;
            }
        }
    }
    assert_eq!(failed, 4);
    assert!(!folder("full").exists(), "nothing is left behind");
}

#[test]
fn a_failing_source_ends_the_work() {
    let disk = Disk::take(folder("fails"), u64::MAX).unwrap();
    let records = (0..2_000).map(|n| match n {
        1_500 => Err(GazetteerError::NoAsset),
        _ => Ok(Record::new("X", Feature::new('P', "PPL"), LonLat::clamped(0.0, 0.0))),
    });
    let plan = Plan::on_disk(1, Vec::new(), &disk);
    let done = build(records, &plan, Cursor::new(Vec::new()), &Task::new());
    assert!(matches!(done, Err(GazetteerError::NoAsset)));
}
