//! Builds `data/syria.chronotope.json` from `data/story/`: `cargo run --example build_story`.
//! With `--check` it writes nothing and says whether the file is up to date.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod build;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let out = data.join("syria.chronotope.json");
    let check = std::env::args().any(|arg| arg == "--check");
    let built = match build::story(&data).and_then(|dataset| build::project_text(&dataset)) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    if check {
        let same = std::fs::read_to_string(&out).is_ok_and(|there| there == built);
        println!("{}", if same { "up to date" } else { "out of date: run without --check" });
        return if same { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    match std::fs::write(&out, built) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", out.display());
            ExitCode::FAILURE
        }
    }
}
