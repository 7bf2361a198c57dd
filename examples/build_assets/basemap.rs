//! The base map's file: Natural Earth's divisions, rivers, lakes, urban and disputed areas, towns.

mod areas;
mod disputed;
mod divisions;
mod join;
mod labels;
mod names;
mod simplify;
mod sources;
mod tagged;
mod topology;

use chronotope::basemap::codec::Writer;
use sources::Failure;
use std::path::Path;

/// Builds `assets/basemap.bin.zst` and `assets/names.bin` from the unpacked packages in `cache`.
pub fn build(cache: &Path, out: &Path) -> Result<(), Failure> {
    let mut w = Writer::default();
    let mut size = 0;
    let mut section = |name: &str, w: &Writer| {
        let bytes = w.clone().into_bytes();
        let packed = zstd::bulk::compress(&bytes[size..], 19).map_or(0, |p| p.len());
        println!("base map: {name}: {} bytes, {packed} packed", bytes.len() - size);
        size = bytes.len();
    };
    let ground = divisions::write(cache, &mut w)?;
    section("land, borders, divisions", &w);
    areas::write(cache, &ground, &mut w)?;
    section("lakes, urban and disputed areas", &w);
    areas::write_rivers(cache, &mut w)?;
    section("rivers", &w);
    let cities = join::cities(cache)?;
    let towns = labels::write_towns(cache, &cities, &mut w)?;
    section("towns", &w);
    labels::write_waters(&mut w)?;
    section("waters", &w);
    let packed = zstd::bulk::compress(&w.into_bytes(), 19)?;
    println!("base map: {} bytes packed", packed.len());
    std::fs::write(out.join("basemap.bin.zst"), &packed)?;
    names::build(cache, out, &packed, &towns, &cities)
}
