use super::*;
use crate::gazetteer::{Record, asset};
use crate::model::{Feature, LonLat};
use crate::task::Task;
use std::sync::OnceLock;

const OVERLAY_OF_ONE: &str = r#"[{"name":"Hmeimim Air Base","names":[{"text":"حميميم","lang":"ar"}],
    "class":"S","code":"AIRB","lon":35.9487,"lat":35.4011,"radius_m":3000,"country":"SY",
    "note":"shares a runway"}]"#;

/// A program that carries two towns and an air base.
fn carried() -> &'static [u8] {
    static ASSET: OnceLock<Vec<u8>> = OnceLock::new();
    ASSET.get_or_init(|| {
        let town = |name: &str, id, people, lon, lat| Record {
            country: "SY".into(),
            population: people,
            geonameid: id,
            ..Record::new(name, Feature::new('P', "PPL"), LonLat::new(lon, lat).unwrap())
        };
        asset::pack(&[
            town("Homs", 10, 700_000, 36.72, 34.73),
            town("Hama", 11, 400_000, 36.75, 35.13),
        ])
        .unwrap()
    })
}

/// A row of a table of places.
fn row(
    id: u32,
    name: &str,
    others: &str,
    kind: (&str, &str),
    people: u64,
    at: (f64, f64),
) -> String {
    let ((class, code), (lon, lat)) = (kind, at);
    format!(
        "{id}\t{name}\t{name}\t{others}\t{lat}\t{lon}\t{class}\t{code}\tSY\t\t11\t\t\t\t{people}\t\t0\tAsia/Damascus\t2020-01-01\n"
    )
}

const TOWN: (&str, &str) = ("P", "PPL");

/// An index in a folder of its own, with files beside it, all removed when it is done.
struct Home {
    folder: PathBuf,
    own: OwnIndex,
}

impl Home {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("chronotope-own-{name}-{}", std::process::id()));
        // Left behind by an earlier run that was stopped.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let mut own = OwnIndex::at(folder.join("data"));
        own.program = (carried(), OVERLAY_OF_ONE);
        Self { folder, own }
    }

    fn file(&self, name: &str, rows: &[String]) -> PathBuf {
        let path = self.folder.join(name);
        fs::write(&path, rows.concat()).unwrap();
        path
    }

    fn try_add(
        &self,
        places: &[&PathBuf],
        names: &[&PathBuf],
        task: &Task,
    ) -> Result<Summary, GazetteerError> {
        let day = "2026-11-22".to_owned();
        self.own.add(
            &Addition {
                places: places.iter().map(|path| (*path).clone()).collect(),
                names: names.iter().map(|path| (*path).clone()).collect(),
                day,
            },
            task,
        )
    }

    /// Adds files, none of which may be faulty.
    fn add(&self, places: &[&PathBuf], names: &[&PathBuf]) -> Gazetteer {
        let task = Task::new();
        self.try_add(places, names, &task).unwrap();
        assert_eq!(task.take_warnings(), []);
        self.own.open().unwrap().unwrap()
    }

    /// What lies in the folder of the index.
    fn litter(&self) -> Vec<String> {
        let files = fs::read_dir(self.own.folder.clone()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Nothing depends on it being gone.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn only<'g>(gazetteer: &'g Gazetteer, name: &str) -> crate::gazetteer::Entry<'g> {
    let hits = gazetteer.lookup(name);
    assert_eq!(hits.len(), 1, "{name}: {hits:?}");
    gazetteer.entry(hits[0].entry).unwrap()
}

#[test]
fn what_a_file_holds_is_found_beside_what_the_program_carries() {
    let home = Home::new("found");
    let places = home.file(
        "SY.txt",
        &[
            row(20, "Tall Tamr", "Tell Tamer,تل تمر", TOWN, 0, (40.37, 36.65)),
            row(10, "Ḩimş", "Emesa", TOWN, 775_404, (36.7234, 34.7268)),
        ],
    );
    let names = home.file(
        "alternateNamesV2.txt",
        &[
            "1\t20\tku\tGirê Xurma\t\t\t\t\t\t\n".to_owned(),
            "2\t10\tar\tحمص\t1\t\t\t\t\t\n".to_owned(),
            "3\t10\tlink\thttps://example.org/wiki/Homs\t\t\t\t\t\t\n".to_owned(),
            "4\t99\ten\tElsewhere\t\t\t\t\t\t\n".to_owned(),
        ],
    );
    let g = home.add(&[&places], &[&names]);
    assert_eq!(g.len(), 4, "two towns, an air base, and one more town");
    let village = only(&g, "Tell Tamer");
    assert_eq!((village.name, village.geonameid, village.curated), ("Tall Tamr", Some(20), false));
    assert_eq!(only(&g, "تل تمر").name, "Tall Tamr");
    let place = g.place(only(&g, "Gire Xurma").id).unwrap();
    assert!(place.names.iter().any(|n| n.lang.as_deref() == Some("ku") && n.text == "Girê Xurma"));
    // The name of the program, the figures of the file, the names of both.
    for name in ["Homs", "Emesa", "Hims", "حمص"] {
        let homs = only(&g, name);
        assert_eq!((homs.name, homs.population, homs.curated), ("Homs", 775_404, true));
        assert!((homs.position.lon() - 36.7234).abs() < 1e-6);
    }
    assert_eq!(only(&g, "Hama").population, 400_000);
    assert!(g.place(only(&g, "حميميم").id).unwrap().note.starts_with("shares a runway"));
    assert!(g.lookup("Elsewhere").is_empty() && g.lookup("https example org wiki homs").is_empty());
    let summary = home.own.summary().unwrap().unwrap();
    let source = |file: &str, names, rows| Source {
        file: file.into(),
        names,
        rows,
        left_out: 0,
        day: "2026-11-22".into(),
    };
    assert_eq!(
        summary.sources,
        [source("SY.txt", false, 2), source("alternateNamesV2.txt", true, 4)]
    );
    assert!(summary.is_current && summary.places == 4);
    assert_eq!(home.litter(), ["gazetteer.idx", "gazetteer.lock"]);
}

#[test]
fn a_second_file_keeps_the_first_and_the_same_again_changes_nothing() {
    let home = Home::new("second");
    let first = home.file("SY.txt", &[row(20, "Tall Tamr", "", TOWN, 900, (40.37, 36.65))]);
    let second = home.file(
        "LB.txt",
        &[
            row(30, "Zahlé", "", TOWN, 0, (35.9, 33.85)),
            row(11, "Ḩamāh", "", TOWN, 460_602, (36.75, 35.13)),
        ],
    );
    home.add(&[&first], &[]);
    let g = home.add(&[&second], &[]);
    assert_eq!((only(&g, "Tall Tamr").population, only(&g, "Zahle").geonameid), (900, Some(30)));
    assert_eq!(only(&g, "Hama").population, 460_602);
    let once = fs::read(home.own.path()).unwrap();
    let g = home.add(&[&second, &first], &[]);
    assert_eq!((g.len(), g.sources().len()), (5, 2));
    home.add(&[&first], &[]);
    home.add(&[&home.folder.join("LB.txt")], &[]);
    assert_eq!(fs::read(home.own.path()).unwrap(), once);
    // Bringing it up to date with a program that carries the same is no change either.
    home.own.add(&Addition::default(), &Task::new()).unwrap();
    assert_eq!(fs::read(home.own.path()).unwrap(), once);
}

#[test]
fn a_place_of_the_overlay_takes_in_what_a_file_tells_of_it() {
    let home = Home::new("overlay");
    let base = row(40, "Hmeimim Air Base", "Bassel", ("S", "AIRB"), 0, (35.95, 35.40));
    let g = home.add(&[&home.file("SY.txt", &[base])], &[]);
    let base = only(&g, "Bassel");
    assert_eq!((base.name, base.geonameid, base.curated), ("Hmeimim Air Base", Some(40), true));
    assert!((base.radius_m - 3_000.0).abs() < 1.0);
    assert!(g.place(base.id).unwrap().note.starts_with("shares a runway"));
    // And again when it is built anew.
    home.own.add(&Addition::default(), &Task::new()).unwrap();
    let g = home.own.open().unwrap().unwrap();
    assert_eq!((only(&g, "Bassel").geonameid, g.len()), (Some(40), 3));
}

#[test]
fn little_memory_gives_the_same_index() {
    let home = Home::new("little");
    let many: Vec<String> = (0..400)
        .map(|n| {
            row(
                100 + n * 7 % 400,
                &format!("Tell {n}"),
                &format!("تل {n},Tal {n}"),
                TOWN,
                n.into(),
                (36.0, 35.0),
            )
        })
        .collect();
    let names: Vec<String> =
        (0..400).map(|n| format!("{n}\t{}\ttr\tTepe {n}\t\t\t\t\t\t\n", 100 + n)).collect();
    let (places, names) = (home.file("SY.txt", &many), home.file("names.txt", &names));
    home.add(&[&places], &[&names]);
    let roomy = fs::read(home.own.path()).unwrap();
    let mut cramped = Home::new("cramped");
    cramped.own.limits.piece_bytes = Some(700);
    cramped.add(&[&places], &[&names]);
    assert!(fs::read(cramped.own.path()).unwrap() == roomy);
}

#[test]
fn what_fails_leaves_the_old_index_and_no_litter() {
    let mut home = Home::new("fails");
    let places = home.file("SY.txt", &[row(20, "Tall Tamr", "", TOWN, 900, (40.37, 36.65))]);
    home.add(&[&places], &[]);
    let old = fs::read(home.own.path()).unwrap();
    let more: Vec<String> =
        (0..3_000).map(|n| row(100 + n, &format!("Tell {n}"), "", TOWN, 0, (36.0, 35.0))).collect();
    let more = home.file("LB.txt", &more);
    let same = |home: &Home, what: &str| {
        assert!(fs::read(home.own.path()).unwrap() == old, "{what}");
        assert_eq!(home.litter(), ["gazetteer.idx", "gazetteer.lock"], "{what}");
    };
    let stopped = Task::new();
    stopped.cancel();
    let result = home.try_add(&[&more], &[], &stopped);
    assert!(matches!(result, Err(GazetteerError::Cancelled(_))));
    same(&home, "stopped");
    // One sound file does not make up for one that is none.
    let page = home.file("page.zip", &["<html>".to_owned()]);
    let result = home.try_add(&[&more, &page], &[], &Task::new());
    assert!(result.unwrap_err().to_string().contains("a web page"));
    same(&home, "web page");
    for room in [0, 10_000, 300_000] {
        home.own.limits = Limits { disk_bytes: room, piece_bytes: Some(4_000) };
        let error = home.try_add(&[&more], &[], &Task::new()).unwrap_err().to_string();
        assert!(error.contains("disk is full") && error.contains("CHRONOTOPE_DATA"), "{error}");
        same(&home, "full");
    }
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let home = Home::new("killed");
    let places = home.file("SY.txt", &[row(20, "Tall Tamr", "", TOWN, 900, (40.37, 36.65))]);
    fs::create_dir_all(home.own.workshop()).unwrap();
    fs::write(home.own.workshop().join(FILE), "half an index").unwrap();
    assert!(home.own.open().unwrap().is_none());
    home.add(&[&places], &[]);
    assert_eq!(home.litter(), ["gazetteer.idx", "gazetteer.lock"]);
    assert!(home.own.reset().unwrap() && !home.own.reset().unwrap());
    assert!(home.own.open().unwrap().is_none() && home.own.summary().unwrap().is_none());
}

#[test]
fn one_builds_at_a_time() {
    let home = Home::new("busy");
    let lock = home.own.lock().unwrap();
    let error = home.try_add(&[], &[], &Task::new()).unwrap_err();
    assert!(matches!(error, GazetteerError::Busy { .. }), "{error}");
    assert!(matches!(home.own.reset(), Err(GazetteerError::Busy { .. })));
    drop(lock);
    assert!(home.try_add(&[], &[], &Task::new()).is_ok());
}

/// Changes bytes of the header and sums it up anew, as another version would have.
fn patch(path: &Path, at: usize, bytes: &[u8]) {
    use crate::gazetteer::{bytes::Checksum, format::Layout};
    let mut index = fs::read(path).unwrap();
    index[at..at + bytes.len()].copy_from_slice(bytes);
    let sum = Checksum::of(&index[..Layout::BYTES - 8]);
    index[Layout::BYTES - 8..Layout::BYTES].copy_from_slice(&sum.to_le_bytes());
    fs::write(path, index).unwrap();
}

#[test]
fn an_index_of_an_older_builder_is_rebuilt_from_itself() {
    let home = Home::new("older");
    let places = home.file("SY.txt", &[row(20, "Tall Tamr", "", TOWN, 900, (40.37, 36.65))]);
    home.add(&[&places], &[]);
    let sound = fs::read(home.own.path()).unwrap();
    patch(&home.own.path(), 32, &1u32.to_le_bytes());
    let error = home.own.open().unwrap_err();
    assert!(matches!(error, GazetteerError::OtherVersion));
    let said = home.own.way_out(&error);
    assert!(said.contains("`chronotope gazetteer rebuild`"), "{said}");
    home.own.add(&Addition::default(), &Task::new()).unwrap();
    assert!(fs::read(home.own.path()).unwrap() == sound);
}

#[test]
fn an_index_that_cannot_be_read_back_is_said_and_replaced() {
    let home = Home::new("unreadable");
    let places = home.file("SY.txt", &[row(20, "Tall Tamr", "", TOWN, 900, (40.37, 36.65))]);
    home.add(&[&places], &[]);
    let sound = fs::read(home.own.path()).unwrap();
    let damages: [fn(&Path); 4] = [
        |path| patch(path, 7, &[1]),
        |path| fs::write(path, &fs::read(path).unwrap()[..900]).unwrap(),
        |path| fs::write(path, "").unwrap(),
        |path| {
            let mut bytes = fs::read(path).unwrap();
            let names = bytes.windows(9).position(|w| w == b"Tall Tamr").unwrap();
            bytes[names] = b'B';
            fs::write(path, bytes).unwrap();
        },
    ];
    for (at, damage) in damages.into_iter().enumerate() {
        damage(&home.own.path());
        if at < 3 {
            let error = home.own.open().unwrap_err();
            let said = home.own.way_out(&error);
            assert!(said.contains("gazetteer add") && said.contains("gazetteer reset"), "{said}");
        }
        let nothing_to_add = home.own.add(&Addition::default(), &Task::new());
        assert!(nothing_to_add.is_err(), "damage {at} is not replaced by nothing");
        let task = Task::new();
        home.try_add(&[&places], &[], &task).unwrap();
        let warnings = task.take_warnings();
        assert!(warnings.len() == 1 && warnings[0].message.contains("not carried over"));
        assert!(fs::read(home.own.path()).unwrap() == sound, "damage {at}");
    }
}
