//! Builds the files in `assets/` from the packages that `assets/build.sh` unpacks into a folder:
//! `cargo run --release --example build_assets -- CACHE [OUT]`.

mod basemap;
mod gazetteer;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(cache) = arguments.next() else {
        eprintln!(
            "usage: build_assets CACHE [OUT]: the folder that assets/build.sh filled, and where to write"
        );
        return ExitCode::from(2);
    };
    let out = arguments.next().unwrap_or_else(|| PathBuf::from("assets"));
    let built = gazetteer::build(&cache, &out).and_then(|()| basemap::build(&cache, &out));
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("build_assets: {error}");
            ExitCode::FAILURE
        }
    }
}
