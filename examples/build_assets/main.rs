<<<<<<< HEAD
//! Builds the files in `assets/` from the packages that `assets/build.sh` unpacks into a folder:
//! `cargo run --release --example build_assets -- CACHE [OUT]`.

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
    match gazetteer::build(&cache, &out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("build_assets: {error}");
            ExitCode::FAILURE
        }
    }
=======
//! Builds the embedded assets from the unpacked packages: `build_assets CACHE` (see `assets/build.sh`).

mod basemap;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cache = std::env::args().nth(1).ok_or("usage: build_assets CACHE")?;
    basemap::build(Path::new(&cache), Path::new("assets"))
>>>>>>> base
}
