//! Builds the files in `assets/` from the packages that `assets/build.sh` unpacks into a folder:
//! `cargo run --release --example build_assets -- CACHE [OUT [basemap|gazetteer]]`.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod basemap;
mod gazetteer;
mod zones;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(cache) = arguments.next() else {
        eprintln!(
            "usage: build_assets CACHE [OUT [basemap|gazetteer]]: the folder that assets/build.sh filled, where to write, and what alone"
        );
        return ExitCode::from(2);
    };
    let out = arguments.next().unwrap_or_else(|| PathBuf::from("assets"));
    let only = arguments.next();
    let wanted = |what: &str| only.as_ref().is_none_or(|o| o.as_os_str() == what);
    let built = if wanted("gazetteer") { gazetteer::build(&cache, &out) } else { Ok(()) };
    let built =
        built.and_then(|()| if wanted("basemap") { basemap::build(&cache, &out) } else { Ok(()) });
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("build_assets: {error}");
            ExitCode::FAILURE
        }
    }
}
