//! Reads the tables that GeoNames offers for download: places (`allCountries.zip`, `XX.zip`,
//! `citiesN.zip`) and their names by language (`alternateNamesV2.zip`), packed or not.
//!
//! A row that cannot be read is a warning with its line, and the rest is read. A file that is no such
//! table at all is an error that says what it is instead.
//!
//! Not supported: the tables of post codes, hierarchy, boundaries and user tags.

mod archive;
mod lines;
mod row;
#[cfg(test)]
mod tests;

pub(crate) use row::{NameRow, PlaceRow};

use super::GazetteerError;
use crate::task::Task;
use archive::{Table, each_table};
use lines::{Line, Lines};
use row::{NAME_COLUMNS, PLACE_COLUMNS, RowFault, cells};
use std::io;
use std::path::Path;

/// Where the dumps are.
const HOME: &str = "https://download.geonames.org/export/dump/";
/// So many lines, none of which has the right columns, tell that a file is another one.
const PATIENCE_LINES: u64 = 64;
/// So many rows of a file that cannot be read are shown one by one.
const SHOWN: usize = 10;
/// Lines between two looks at whether to stop.
const BEAT_LINES: u64 = 1024;

/// A file cannot be read as a table of GeoNames.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct TableError {
    place: String,
    problem: Problem,
}

impl TableError {
    fn new(place: &str, problem: Problem) -> Self {
        Self { place: place.to_owned(), problem }
    }
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("{0}")]
    Io(io::Error),
    #[error("it is empty; download it again from {HOME}")]
    Empty,
    #[error("it is a web page, not a table of GeoNames; download the file itself from {HOME}")]
    WebPage,
    #[error("it is no text; give it as it comes from {HOME}, a .zip or the .txt in it")]
    NoText,
    #[error("these are names by language; give them with --alternate, beside a file of places")]
    NamesAsPlaces,
    #[error("these are places; give the file without --alternate")]
    PlacesAsNames,
    #[error("these are post codes; the places are in files of the same name at {HOME}")]
    PostCodes,
    #[error("a row has {found} columns where a table of {wanted}; take one of {HOME}")]
    Columns { found: usize, wanted: &'static str },
    #[error("no row of it can be read, the first because {0}")]
    NoRow(RowFault),
    #[error("the archive holds no table (XX.txt); download it again from {HOME}")]
    NoTable,
    #[error("the archive is cut short or damaged ({0}); download it again")]
    Damaged(String),
    #[error(
        "the archive is packed in a way that cannot be read ({0}); unpack it and give the .txt"
    )]
    Packed(String),
    #[error("“{0}” is encrypted; unpack it and give the .txt")]
    Encrypted(String),
    #[error("the archive holds folders (“{0}”), GeoNames' own do not; unpack it and give the .txt")]
    Nested(String),
    #[error("it unpacks to far more than a table of GeoNames would; it is refused")]
    Bomb,
}

/// What was read of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Rows taken.
    pub(crate) rows: u64,
    /// Rows that could not be read.
    pub(crate) left_out: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Places,
    Names,
}

/// Calls `take` with each place of a file.
///
/// # Errors
/// When it is no table of places, cannot be read, the task is cancelled, or `take` fails.
pub(crate) fn places(
    path: &Path,
    task: &Task,
    take: &mut dyn FnMut(&PlaceRow<'_>) -> Result<(), GazetteerError>,
) -> Result<Counted, GazetteerError> {
    read(path, Kind::Places, task, &mut |line| match PlaceRow::parse(line) {
        Ok(row) => take(&row).map(Ok),
        Err(fault) => Ok(Err(fault)),
    })
}

/// Calls `take` with each name of a file. What is in it but no name counts as a row all the same.
///
/// # Errors
/// When it is no table of names, cannot be read, the task is cancelled, or `take` fails.
pub(crate) fn names(
    path: &Path,
    task: &Task,
    take: &mut dyn FnMut(&NameRow<'_>) -> Result<(), GazetteerError>,
) -> Result<Counted, GazetteerError> {
    read(path, Kind::Names, task, &mut |line| match NameRow::parse(line) {
        Ok(Some(row)) => take(&row).map(Ok),
        Ok(None) => Ok(Ok(())),
        Err(fault) => Ok(Err(fault)),
    })
}

/// What became of a line: taken or faulty; or the end of all work.
type Taken = Result<Result<(), RowFault>, GazetteerError>;

fn read(
    path: &Path,
    kind: Kind,
    task: &Task,
    take: &mut dyn FnMut(&str) -> Taken,
) -> Result<Counted, GazetteerError> {
    let mut all = Counted::default();
    each_table::<GazetteerError>(path, &mut |table| {
        let one = read_table(table, kind, task, take)?;
        all.rows += one.rows;
        all.left_out += one.left_out;
        Ok(())
    })?;
    Ok(all)
}

fn read_table(
    table: Table<'_>,
    kind: Kind,
    task: &Task,
    take: &mut dyn FnMut(&str) -> Taken,
) -> Result<Counted, GazetteerError> {
    let Table { place, byte_len, bytes } = table;
    task.stage(&format!("reading {place}"), byte_len);
    let failed = |problem| GazetteerError::from(TableError::new(&place, problem));
    let mut lines = Lines::new(bytes);
    let mut faults = Faults::default();
    let (mut counted, mut shaped, mut looked_at) = (Counted::default(), 0u64, 0u64);
    let mut sample = Vec::new();
    let mut read_bytes = 0;
    while let Some(line) = lines.next().map_err(|error| failed(unreadable(error)))? {
        read_bytes += line.byte_len;
        if line.number % BEAT_LINES == 0 {
            task.check()?;
            task.advance(std::mem::take(&mut read_bytes));
        }
        if line.bytes.is_some_and(|bytes| bytes.trim_ascii().is_empty()) {
            continue;
        }
        if looked_at == 0 {
            sample = line.bytes.unwrap_or_default().to_vec();
        }
        looked_at += 1;
        let number = line.number;
        let taken = match text(&line) {
            Ok(text) => take(text)?,
            Err(fault) => Err(fault),
        };
        let misshapen = matches!(
            taken,
            Err(RowFault::Columns { .. } | RowFault::NotUtf8(_) | RowFault::TooLong)
        );
        shaped += u64::from(!misshapen);
        match taken {
            Ok(()) => counted.rows += 1,
            // Faults are told once it is clear that the file is what it should be.
            Err(fault) if shaped == 0 && looked_at >= PATIENCE_LINES => {
                return Err(failed(diagnosis(&sample, kind, fault)));
            }
            Err(fault) => faults.add(number, fault),
        }
    }
    task.advance(read_bytes);
    match faults.shown.first() {
        _ if looked_at == 0 => return Err(failed(Problem::Empty)),
        Some((_, fault)) if shaped == 0 => {
            return Err(failed(diagnosis(&sample, kind, fault.clone())));
        }
        Some((_, fault)) if counted.rows == 0 => return Err(failed(Problem::NoRow(fault.clone()))),
        _ => {}
    }
    faults.tell(&place, task);
    counted.left_out = faults.count;
    Ok(counted)
}

fn text<'a>(line: &Line<'a>) -> Result<&'a str, RowFault> {
    let bytes = line.bytes.ok_or(RowFault::TooLong)?;
    // Every second byte of UTF-16, which can pass for UTF-8 otherwise.
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(RowFault::NotUtf8(at + 1));
    }
    std::str::from_utf8(bytes).map_err(|error| RowFault::NotUtf8(error.valid_up_to() + 1))
}

fn unreadable(error: io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Problem::Bomb,
        // What an unpacker says of bytes that are not what they should be.
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            Problem::Damaged(error.to_string())
        }
        _ => Problem::Io(error),
    }
}

/// What a file is whose first line is `sample` and no line of which has the right columns.
fn diagnosis(sample: &[u8], kind: Kind, fault: RowFault) -> Problem {
    let start = sample.trim_ascii_start();
    if start.first() == Some(&b'<') || start.starts_with(b"HTTP/") {
        return Problem::WebPage;
    }
    let Ok(line) = std::str::from_utf8(sample) else { return Problem::NoText };
    if line.contains(|c: char| c.is_control() && c != '\t') {
        return Problem::NoText;
    }
    let ([first, second, ..], found) = cells::<PLACE_COLUMNS>(line);
    let numbers = [first, second].iter().all(|cell| cell.parse::<u32>().is_ok());
    let is_country = first.len() == 2 && first.bytes().all(|b| b.is_ascii_uppercase());
    match (kind, found) {
        (Kind::Places, found) if NAME_COLUMNS.contains(&found) && numbers => Problem::NamesAsPlaces,
        (Kind::Names, PLACE_COLUMNS) => Problem::PlacesAsNames,
        (_, 12) if is_country => Problem::PostCodes,
        (Kind::Places, found) if found != PLACE_COLUMNS => {
            Problem::Columns { found, wanted: "places has 19" }
        }
        (Kind::Names, found) if !NAME_COLUMNS.contains(&found) => {
            Problem::Columns { found, wanted: "names has 8 or 10" }
        }
        _ => Problem::NoRow(fault),
    }
}

/// The rows of a file that cannot be read. They are told when the file is done: until then it may
/// turn out to be no table at all.
#[derive(Default)]
struct Faults {
    shown: Vec<(u64, RowFault)>,
    count: u64,
}

impl Faults {
    fn add(&mut self, line: u64, fault: RowFault) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push((line, fault));
        }
    }

    fn tell(&self, place: &str, task: &Task) {
        for (line, fault) in &self.shown {
            task.warn(format!("{place}:{line}"), format!("the row is left out: {fault}"));
        }
        let more = self.count - self.shown.len() as u64;
        if more > 0 {
            task.warn(place, format!("{more} more rows are left out for such reasons"));
        }
    }
}
