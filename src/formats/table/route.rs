//! Columns that say from where to where something moved: pairs of positions, with the names of their
//! ends, by the names that tables for flow maps give them (`origin_lat`, `pickup_longitude`,
//! `to_lng`, `destination`).

use super::cells;
use super::rows::Row;
use crate::model::{LonLat, Place};

/// What an end is called in the names of columns.
const FROM: [&str; 7] = ["from", "origin", "start", "source", "pickup", "departure", "begin"];
const TO: [&str; 9] =
    ["to", "destination", "dest", "end", "target", "dropoff", "arrival", "finish", "destin"];
/// Of these, what names a time rather than a place where it stands alone.
const TIMES: [&str; 5] = ["start", "end", "begin", "finish", "source"];
/// What may name either.
const DATES: [&str; 2] = ["from", "to"];
const LATITUDE: [&str; 3] = ["lat", "latitude", "y"];
const LONGITUDE: [&str; 5] = ["lon", "lng", "long", "longitude", "x"];

/// One end of a movement: its columns by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Degrees north.
    pub latitude: usize,
    /// Degrees east.
    pub longitude: usize,
    /// Its name, where a column gives it.
    pub name: Option<usize>,
}

/// Both ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Where it set out.
    pub from: End,
    /// Where it went.
    pub to: End,
}

impl Ends {
    /// Finds both ends among normal names of columns; nothing where either has no position.
    pub fn of(names: &[String]) -> Option<Self> {
        Some(Self { from: end(names, &FROM)?, to: end(names, &TO)? })
    }

    /// Whether a column names an end: then it is no date, whatever it is called.
    pub fn names(&self, at: usize) -> bool {
        self.from.name == Some(at) || self.to.name == Some(at)
    }
}

fn end(names: &[String], words: &[&str]) -> Option<End> {
    let at = |name: &str| names.iter().position(|have| have == name);
    let axis = |word: &str, axes: &[&str]| {
        axes.iter().find_map(|axis| {
            at(&format!("{word}_{axis}")).or_else(|| at(&format!("{axis}_{word}")))
        })
    };
    words.iter().find_map(|word| {
        let (latitude, longitude) = (axis(word, &LATITUDE)?, axis(word, &LONGITUDE)?);
        let name = ["name", "place", "location", "city"].iter();
        let name = name.filter_map(|what| at(&format!("{word}_{what}"))).next();
        // Columns of times are called `start` and `end` beside positions of that name, and so may
        // `from` and `to` be beside positions of another.
        let own = || (!TIMES.contains(word)).then(|| at(word))?;
        let other = || {
            let mut others = words.iter().filter(|w| !TIMES.contains(w) && !DATES.contains(w));
            others.find_map(|w| at(w))
        };
        let name = name.or_else(own).or_else(other);
        Some(End { latitude, longitude, name })
    })
}

/// Where a row says that something went to; nothing where it does not.
///
/// # Errors
/// In words, when its cells are no position.
pub fn destination(row: &Row, to: &End) -> Result<Option<(LonLat, f64, String)>, String> {
    let (lat, lon) = (row.cell(to.latitude), row.cell(to.longitude));
    if lat.is_empty() && lon.is_empty() {
        return Ok(None);
    }
    let (position, radius_m) = cells::position(lat, lon).map_err(|why| why.to_string())?;
    let name = to.name.map(|at| row.cell(at)).filter(|name| !name.is_empty());
    let name = name.map_or_else(|| format!("{lat}, {lon}"), str::to_owned);
    Ok(Some((position, radius_m, name)))
}

/// The place of an end.
pub fn place((position, radius_m, name): (LonLat, f64, String)) -> Place {
    cells::place(name, position, radius_m, "", "")
}
