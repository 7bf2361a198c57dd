//! Drives `chronotope gazetteer` as its users do: adding files, listing, forgetting, bad input, Ctrl-C.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of one test's own, with the user's data in it.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gazetteer").join(name);
        let _absent = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chronotope"));
        command
            .args(args)
            .env(
                "CHRONOTOPE_CACHE",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache/chronotope"),
            )
            .env("CHRONOTOPE_DATA", self.data())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Exit code, standard output, standard error.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    fn litter(&self) -> Vec<String> {
        let files = fs::read_dir(self.data()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// A hamlet that no data package carries.
fn hamlet(id: u32, name: &str) -> String {
    format!(
        "{id}\t{name}\t{name}\t\t36.5\t40.5\tP\tPPL\tSY\t\t01\t\t\t\t0\t\t300\tAsia/Damascus\t2020-01-01\n"
    )
}

#[test]
fn places_are_added_found_listed_and_forgotten() {
    let home = Home::new("whole");
    let (code, out, _) = home.run(&["gazetteer", "list"]);
    assert!(code == 0 && out.starts_with("nothing was added"), "{out}");
    let rows = hamlet(900_000_001, "Zubbardeh Qxal") + &hamlet(900_000_002, "Tall Vvernit");
    let places = home.file("XX.txt", &rows);
    let names = home.file("alternateNamesV2.txt", "1\t900000001\tku\tGirê Zubberde\t\t\t\t\t\t\n");
    let (code, out, said) = home.run(&["gazetteer", "add", &places, "--alternate", &names]);
    assert_eq!((code, said.as_str()), (0, ""), "{out}");
    assert!(out.contains("XX.txt") && out.contains("2 places"), "{out}");
    let (code, out, _) = home.run(&["geocode", "Gire Zubberde"]);
    assert!(code == 0 && out.contains("Zubbardeh Qxal"), "{out}");
    let (_, out, _) = home.run(&["geocode", "Damascus"]);
    assert!(out.contains("capital") && out.contains("SY"), "{out}");
    let (code, out, said) = home.run(&["gazetteer", "list"]);
    assert!(code == 0 && said.is_empty() && out.contains("alternateNamesV2.txt"), "{out}{said}");
    assert_eq!(home.litter(), ["gazetteer.idx", "gazetteer.lock"]);
    let (code, _, _) = home.run(&["gazetteer", "reset"]);
    assert_eq!(code, 0);
    let (_, out, _) = home.run(&["geocode", "Gire Zubberde"]);
    assert!(!out.contains("Zubbardeh Qxal"), "{out}");
}

#[test]
fn faulty_rows_are_told_and_the_rest_is_added() {
    let home = Home::new("faulty");
    let faulty =
        hamlet(900_000_001, "Zubbardeh Qxal") + &hamlet(900_000_002, "X").replace("36.5", "north");
    let (code, out, said) = home.run(&["gazetteer", "add", &home.file("XX.txt", &faulty)]);
    assert_eq!(code, 1);
    assert!(said.contains("XX.txt:2: ") && said.contains("latitude “north”"), "{said}");
    assert!(out.contains("1 left out"), "{out}");
    let (_, out, _) = home.run(&["geocode", "Zubbardeh Qxal"]);
    assert!(out.contains("36.5"), "{out}");
}

#[test]
fn what_is_no_table_is_one_line_and_changes_nothing() {
    let home = Home::new("wrong");
    let page = home.file("allCountries.zip", "<html><body>busy</body></html>");
    let (code, out, said) = home.run(&["gazetteer", "add", &page]);
    assert_eq!((code, out.as_str(), said.lines().count()), (1, "", 1), "{said}");
    assert!(said.contains("allCountries.zip: it is a web page"), "{said}");
    assert_eq!(home.litter(), ["gazetteer.lock"]);
    assert_eq!(home.run(&["gazetteer", "add"]).0, 2);
}

#[test]
fn a_damaged_index_is_one_warning_and_the_program_goes_on() {
    let home = Home::new("damaged");
    fs::create_dir_all(home.data()).unwrap();
    fs::write(home.data().join("gazetteer.idx"), "no index at all").unwrap();
    let (code, out, said) = home.run(&["geocode", "Damascus"]);
    assert!(code == 1 && out.contains("capital"), "{out}{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.contains("gazetteer.idx") && said.contains("chronotope gazetteer reset"),
        "{said}"
    );
    assert_eq!(home.run(&["gazetteer", "reset"]).0, 0);
    let (code, _, said) = home.run(&["geocode", "Damascus"]);
    assert_eq!((code, said.as_str()), (0, ""));
}

#[test]
#[cfg(unix)]
fn ctrl_c_leaves_the_old_index_and_no_litter() {
    let home = Home::new("stopped");
    let places = home.file("XX.txt", &hamlet(900_000_001, "Zubbardeh Qxal"));
    assert_eq!(home.run(&["gazetteer", "add", &places]).0, 0);
    let old = fs::read(home.data().join("gazetteer.idx")).unwrap();
    let mut child = home.command(&["gazetteer", "add", &places]).spawn().unwrap();
    // It is at work from the moment that its folder is there; sorting names takes it a while.
    while !home.data().join("gazetteer.part").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it began");
        std::thread::yield_now();
    }
    let interrupt = Command::new("/bin/sh")
        .args(["-c", &format!("kill -INT {}", child.id())])
        .status()
        .unwrap();
    assert!(interrupt.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(home.litter(), ["gazetteer.idx", "gazetteer.lock"]);
    assert!(fs::read(home.data().join("gazetteer.idx")).unwrap() == old);
}
