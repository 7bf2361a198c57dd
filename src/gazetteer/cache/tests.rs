use super::*;
use crate::gazetteer::asset;
use crate::gazetteer::record::Record;
use crate::model::{Feature, LonLat};
use std::path::PathBuf;

const NO_OVERLAY: &str = "[]";

fn asset() -> Vec<u8> {
    let position = LonLat::new(36.72, 34.73).unwrap();
    asset::pack(&[Record::new("Homs", Feature::new('P', "PPL"), position)]).unwrap()
}

/// A folder of this test's own, removed when it is done.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("chronotope-{name}-{}", std::process::id()));
        // Left behind by an earlier run that was stopped.
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn index(&self) -> PathBuf {
        let files = std::fs::read_dir(&self.0).unwrap().map(|file| file.unwrap().path());
        let mut indexes = files.filter(|path| path.extension().is_some_and(|e| e == "idx"));
        let index = indexes.next().unwrap();
        assert_eq!(indexes.next(), None);
        index
    }

    fn open(&self) -> Gazetteer {
        let task = Task::new();
        let gazetteer = open_or_build(&asset(), NO_OVERLAY, Some(&self.0), &task).unwrap();
        assert_eq!(task.take_warnings(), []);
        gazetteer
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing depends on it being gone.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_index_is_built_once_and_mapped_again() {
    let folder = Folder::new("once");
    assert!(folder.open().is_mapped());
    let written = std::fs::metadata(folder.index()).unwrap().modified().unwrap();
    let again = folder.open();
    assert_eq!(again.lookup("homs").len(), 1);
    assert_eq!(std::fs::metadata(folder.index()).unwrap().modified().unwrap(), written);
}

#[test]
fn a_damaged_index_is_built_anew() {
    for damage in [
        |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() / 2),
        |bytes: &mut Vec<u8>| bytes.clear(),
        |bytes: &mut Vec<u8>| bytes[30] ^= 1,
        |bytes: &mut Vec<u8>| bytes[Layout::BYTES + 20] ^= 1,
        |bytes: &mut Vec<u8>| bytes.push(0),
    ] {
        let folder = Folder::new("damaged");
        drop(folder.open());
        let sound = std::fs::read(folder.index()).unwrap();
        let mut bytes = sound.clone();
        damage(&mut bytes);
        std::fs::write(folder.index(), &bytes).unwrap();
        assert_eq!(folder.open().lookup("Homs").len(), 1);
        assert_eq!(std::fs::read(folder.index()).unwrap(), sound);
    }
}

#[test]
fn another_overlay_is_another_index() {
    let folder = Folder::new("overlay");
    let hill = r#"[{"name":"Hill","class":"T","code":"HLL","lon":1,"lat":2}]"#;
    let with = open_or_build(&asset(), hill, Some(&folder.0), &Task::new()).unwrap();
    assert_eq!((with.lookup("hill").len(), with.lookup("homs").len()), (1, 1));
    assert!(folder.open().lookup("hill").is_empty());
}

#[test]
fn without_a_folder_the_index_is_in_memory() {
    let none = open_or_build(&asset(), NO_OVERLAY, None, &Task::new()).unwrap();
    assert!(!none.is_mapped() && none.lookup("Homs").len() == 1);
    // A file where the folder should be.
    let folder = Folder::new("file");
    std::fs::write(&folder.0, "").unwrap();
    let task = Task::new();
    let gazetteer = open_or_build(&asset(), NO_OVERLAY, Some(&folder.0), &task).unwrap();
    assert!(!gazetteer.is_mapped() && gazetteer.lookup("Homs").len() == 1);
    assert_eq!(task.take_warnings().len(), 1, "memory is taken, and it is said so");
    std::fs::remove_file(&folder.0).unwrap();
}

#[test]
fn many_may_open_it_at_once() {
    let folder = Folder::new("race");
    std::thread::scope(|scope| {
        let openers: Vec<_> =
            (0..8).map(|_| scope.spawn(|| folder.open().lookup("Homs").len())).collect();
        for opener in openers {
            assert_eq!(opener.join().unwrap(), 1);
        }
    });
    let left = std::fs::read_dir(&folder.0).unwrap().count();
    assert_eq!(left, 2, "the index and the lock, no unfinished file");
}

#[test]
fn cancelling_leaves_nothing_behind() {
    let folder = Folder::new("cancel");
    let task = Task::new();
    task.cancel();
    let result = open_or_build(&asset(), NO_OVERLAY, Some(&folder.0), &task);
    assert!(matches!(result, Err(GazetteerError::Cancelled(_))));
    let files = std::fs::read_dir(&folder.0).unwrap().map(|f| f.unwrap().path());
    assert_eq!(files.filter(|path| path.extension().is_some_and(|e| e != "lock")).count(), 0);
}

#[test]
fn a_wrong_overlay_is_an_error() {
    let error = open_or_build(&asset(), "{", None, &Task::new()).unwrap_err();
    assert!(error.to_string().starts_with("overlay"), "{error}");
    assert!(open_or_build(b"rubbish", NO_OVERLAY, None, &Task::new()).is_err());
}
