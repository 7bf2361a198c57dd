//! The gazetteer: GeoNames towns, divisions and countries, airfields, and their names by language.

mod divisions;
mod factbook;
pub mod names;
mod polygons;
pub mod read;
mod sites;

mod units;

use chronotope::gazetteer::asset;
use std::error::Error;
use std::path::Path;

/// Reads the packages under `cache` and writes `gazetteer.bin` into `out`.
pub fn build(cache: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let tagged = names::Tagged::read(cache)?;
    let mut cities = sites::cities(cache, &tagged)?;
    let mut records = divisions::all(cache, &tagged, &cities)?;
    divisions::share_spellings(&records, &mut cities);
    eprintln!("{} divisions and countries", records.len());
    let airfields = sites::airfields(cache, &cities)?;
    eprintln!("{} towns, {} airfields", cities.len(), airfields.len());
    records.extend(cities);
    records.extend(airfields);
    records.sort_by(|a, b| (&a.country, a.geonameid).cmp(&(&b.country, b.geonameid)));
    let bytes = asset::pack(&records)?;
    let path = out.join("gazetteer.bin");
    std::fs::write(&path, &bytes).map_err(|e| format!("{}: {e}", path.display()))?;
    let names: usize = records.iter().map(|r| r.names.len() + 1).sum();
    eprintln!("{}: {} places, {names} names, {} bytes", path.display(), records.len(), bytes.len());
    Ok(())
}
