//! Event tables, CSV and TSV: one event a row, the row itself the passage that says so.
//!
//! Columns are known by their names (see `columns`). A row needs a title, notes, a date or a
//! position; what of it cannot be read is said by row, and the rest of the row is kept: an event
//! without a readable date is undated, one without a readable position unplaced. Numbers such as
//! 3/4/2025 are read in the order that another row of the same column proves; where none does, or
//! rows contradict each other, they are reported and left undated. Positions of two ends make a
//! movement (see `route`); in tables too large to be held it is told by its begin alone. Not supported yet: tables
//! without a header, precision columns, places by name alone.

pub mod bulk;
mod cells;
mod columns;
mod find;
mod kept;
mod problems;
mod route;
mod rows;
mod sheet;

pub use columns::{Columns, Role};
pub use problems::{PROBLEMS_KEPT, Problems};
pub use rows::{Row, Rows};

use crate::model::time::Calendar;
use crate::model::{Dataset, Event, Passage, PlaceId, Route, Source, SourceId, SourceKind};
use crate::task::{Cancelled, Task};
use serde::{Deserialize, Serialize};
use sheet::{Proof, SaidSpot, Sheet};
use std::collections::HashMap;
use std::ops::Range;

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Line in the file, counted from 1.
    pub line: usize,
    /// What is wrong, and what became of the row.
    pub message: String,
}

/// Why a text is no event table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// No column is known.
    #[error(
        "has no column for a date or a position; name them in the first row, such as `date,latitude,longitude,title` (found: {0})"
    )]
    Columns(String),
    /// There is a header and nothing below it.
    #[error("has a header and no rows")]
    NoRows,
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// The character that parts the cells: the one that makes most columns known in the first line.
#[must_use]
pub fn delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        Rows::new(text, delimiter).next().map_or((0, 0), |row| {
            let names: Vec<&str> = row.cells.iter().map(|(name, _)| name.as_str()).collect();
            (Columns::of(&names).known(), names.len())
        })
    };
    // Of equals the last wins: the comma.
    [b'|', b';', b'\t', b','].into_iter().max_by_key(|d| score(*d)).unwrap_or(b',')
}

/// Whether a text starts like an event table.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    let head = text.lines().next().unwrap_or_default();
    let row = Rows::new(head, delimiter(head)).next();
    row.is_some_and(|row| {
        let names: Vec<&str> = row.cells.iter().map(|(name, _)| name.as_str()).collect();
        names.len() >= 3 && Columns::of(&names).is_enough()
    })
}

/// Reads a table: a source, with an event for every row that says something, and what was wrong.
///
/// # Errors
/// When no column is known, there are no rows, or the task was asked to stop.
pub fn read(name: &str, text: String, task: &Task) -> Result<(Dataset, Vec<Problem>), TableError> {
    read_on(name, text, Calendar::Gregorian, task)
}

/// As [`read`], the dates being written on a calendar.
///
/// # Errors
/// As [`read`].
pub fn read_on(
    name: &str,
    text: String,
    calendar: Calendar,
    task: &Task,
) -> Result<(Dataset, Vec<Problem>), TableError> {
    let delimiter = delimiter(&text);
    let (_, sheet) = sheet::header(&text, delimiter)?;
    let sheet = Sheet { calendar, ..sheet };
    let mut rows = Rows::new(&text, delimiter);
    rows.next();
    let order = order(rows.clone(), &sheet, task)?;
    let mut reading = Reading {
        sheet: Sheet { order, ..sheet },
        at: Position { text: &text, row_byte: 0, row_chars: 0 },
        places: HashMap::new(),
        dataset: Dataset::default(),
        problems: Vec::new(),
    };
    let mut any = false;
    for (count, row) in rows.filter(|row| !row.is_blank()).enumerate() {
        if count % 1_024 == 0 {
            task.check()?;
        }
        any = true;
        reading.row(&row);
    }
    if !any {
        return Err(TableError::NoRows);
    }
    let Reading { mut dataset, problems, .. } = reading;
    dataset.sources.push(source(name, text));
    Ok((dataset, problems))
}

/// The source that a table is.
#[must_use]
pub fn source(name: &str, text: String) -> Source {
    Source {
        name: name.to_owned(),
        title: String::new(),
        publisher: String::new(),
        url: String::new(),
        dated: None,
        dated_from: None,
        suggested_date: None,
        kind: SourceKind::Table,
        text,
    }
}

fn order(rows: Rows<'_>, sheet: &Sheet, task: &Task) -> Result<Proof, Cancelled> {
    let mut proof = Proof::None;
    for (count, row) in rows.enumerate() {
        if count % 1_024 == 0 {
            task.check()?;
        }
        proof = sheet.proven(&row).fold(proof, |proof, order| proof.with(order, row.line));
        if matches!(proof, Proof::Contradiction(..)) {
            break;
        }
    }
    Ok(proof)
}

/// Turns bytes into code points: counts from the start of the current row, so that cells may be
/// asked for in any order and a table costs one walk.
struct Position<'a> {
    text: &'a str,
    row_byte: usize,
    row_chars: usize,
}

impl Position<'_> {
    fn enter(&mut self, row_byte: usize) {
        self.row_chars = self.chars(row_byte);
        self.row_byte = row_byte;
    }

    fn chars(&self, byte: usize) -> usize {
        let part = self.text.get(self.row_byte..byte);
        self.row_chars + part.map_or(0, |part| part.chars().count())
    }

    fn passage(&self, bytes: &Range<usize>) -> Passage {
        let range = self.chars(bytes.start)..self.chars(bytes.end);
        Passage { source: SourceId(0), range }
    }
}

struct Reading<'a> {
    sheet: Sheet,
    at: Position<'a>,
    places: HashMap<(String, u64, u64), PlaceId>,
    dataset: Dataset,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn row(&mut self, row: &Row) {
        let problems = &mut self.problems;
        let said =
            self.sheet.read(row, |message| problems.push(Problem { line: row.line, message }));
        let Some(said) = said else { return };
        self.at.enter(row.bytes.start);
        let place = said.spot.as_ref().map(|spot| self.place(row, spot));
        let at = &self.at;
        let mut mentions = self.sheet.mentions(row, &said, place, |bytes| at.passage(bytes));
        self.dataset.mentions.append(&mut mentions);
        let evidence = at.passage(&row.bytes);
        let mut event = self.sheet.event(row, said, place, evidence, || row.line);
        self.movement(row, &mut event);
        self.dataset.events.push(event);
    }

    /// From where to where, where the row says both.
    fn movement(&mut self, row: &Row, event: &mut Event) {
        let Some(ends) = self.sheet.columns.ends.clone() else { return };
        let from = match event.places.first() {
            // Placed elsewhere by a position of its own, it still set out from its begin.
            Some(_) if self.sheet.columns.at(Role::Latitude) != Some(ends.from.latitude) => {
                self.end(row, &ends.from)
            }
            first => first.copied(),
        };
        let to = self.end(row, &ends.to);
        event.route = from.zip(to).and_then(|(from, to)| Route::new(from, to));
        for end in event.route.into_iter().flat_map(Route::ends) {
            if !event.places.contains(&end) {
                event.places.push(end);
            }
        }
    }

    fn end(&mut self, row: &Row, end: &route::End) -> Option<PlaceId> {
        match route::destination(row, end) {
            Ok(found) => {
                let (position, radius_m, name) = found?;
                let key = (name.clone(), position.lon().to_bits(), position.lat().to_bits());
                let next = PlaceId::from_index(self.dataset.places.len());
                let id = *self.places.entry(key).or_insert(next);
                if id == next {
                    self.dataset.places.push(route::place((position, radius_m, name)));
                }
                Some(id)
            }
            Err(message) => {
                let message = format!("{message}: no movement");
                self.problems.push(Problem { line: row.line, message });
                None
            }
        }
    }

    fn place(&mut self, row: &Row, spot: &SaidSpot) -> PlaceId {
        let (lon, lat) = (spot.position.lon(), spot.position.lat());
        let key = (spot.name.clone(), lon.to_bits(), lat.to_bits());
        if let Some(id) = self.places.get(&key) {
            return *id;
        }
        let id = PlaceId::from_index(self.dataset.places.len());
        self.dataset.places.push(self.sheet.place(row, spot));
        self.places.insert(key, id);
        id
    }
}

#[cfg(test)]
mod tests;
