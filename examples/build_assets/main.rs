//! Builds the embedded assets from the unpacked packages: `build_assets CACHE` (see `assets/build.sh`).

mod basemap;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cache = std::env::args().nth(1).ok_or("usage: build_assets CACHE")?;
    basemap::build(Path::new(&cache), Path::new("assets"))
}
