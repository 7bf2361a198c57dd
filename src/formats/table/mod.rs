//! Event tables, CSV and TSV: one event a row, the row itself the passage that says so.
//!
//! Columns are known by their names (see `columns`). A row needs a title, notes, a date or a
//! position; what of it cannot be read is said by row, and the rest of the row is kept: an event
//! without a readable date is undated, one without a readable position unplaced. Numbers such as
//! 3/4/2025 are read in the order that another row of the same column proves; where none does, or
//! rows contradict each other, they are reported and left undated. Not supported yet: tables
//! without a header, precision columns, places by name alone.

mod cells;
mod columns;
mod rows;

pub use columns::{Columns, Role};
pub use rows::{Row, Rows};

use super::dates::{self, Order};
use crate::model::time::Calendar;
use crate::model::{
    Category, Certainty, Dataset, Event, EventKind, Mention, MentionKind, Passage, Place, PlaceId,
    Source, SourceId, SourceKind, TimeSpan, TimexType, ToponymForm,
};
use crate::task::{Cancelled, Task};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    let mut rows = Rows::new(&text, delimiter);
    let header = rows.next().unwrap_or_default();
    let names: Vec<&str> = header.cells.iter().map(|(name, _)| name.as_str()).collect();
    let columns = Columns::of(&names);
    if !columns.is_enough() {
        return Err(TableError::Columns(cells::shortened(&names.join(", "), 80)));
    }
    let mut reading = Reading {
        order: order(rows.clone(), &columns, task)?,
        calendar,
        columns,
        width: names.len(),
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
    dataset.sources.push(Source {
        name: name.to_owned(),
        title: String::new(),
        publisher: String::new(),
        url: String::new(),
        dated: None,
        dated_from: None,
        suggested_date: None,
        kind: SourceKind::Table,
        text,
    });
    Ok((dataset, problems))
}

/// The order of numeric dates that a column proves, with the row that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    None,
    By(Order, usize),
    Contradiction(usize, usize),
}

impl Proof {
    fn order(self) -> Option<Order> {
        if let Self::By(order, _) = self { Some(order) } else { None }
    }
}

fn order(rows: Rows<'_>, columns: &Columns, task: &Task) -> Result<Proof, Cancelled> {
    let dates: Vec<usize> =
        [Role::Date, Role::Begin, Role::End].iter().filter_map(|r| columns.at(*r)).collect();
    let mut proof = Proof::None;
    for (count, row) in rows.enumerate() {
        if count % 1_024 == 0 {
            task.check()?;
        }
        for found in dates.iter().filter_map(|at| dates::read(row.cell(*at)).ok()?.order()) {
            match proof {
                Proof::None => proof = Proof::By(found, row.line),
                Proof::By(before, line) if before != found => {
                    return Ok(Proof::Contradiction(line, row.line));
                }
                _ => {}
            }
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
}

struct Reading<'a> {
    columns: Columns,
    width: usize,
    order: Proof,
    calendar: Calendar,
    at: Position<'a>,
    places: HashMap<(String, u64, u64), PlaceId>,
    dataset: Dataset,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn problem(&mut self, row: &Row, message: impl Into<String>) {
        self.problems.push(Problem { line: row.line, message: message.into() });
    }

    fn passage(&self, bytes: &Range<usize>) -> Passage {
        let start = self.at.chars(bytes.start);
        let end = self.at.chars(bytes.end);
        Passage { source: SourceId(0), range: start..end }
    }

    fn get<'r>(&self, row: &'r Row, role: Role) -> &'r str {
        self.columns.at(role).map_or("", |at| row.cell(at))
    }

    fn row(&mut self, row: &Row) {
        if row.stray_quote {
            self.problem(row, "a quote opens here and is never closed: read as it stands");
        }
        if row.cells.len() != self.width {
            let (have, want) = (row.cells.len(), self.width);
            self.problem(row, format!("{have} cells where the header has {want}"));
        }
        self.at.enter(row.bytes.start);
        let evidence = self.passage(&row.bytes);
        let place = self.place(row);
        let when = self.when(row);
        let title = self.title(row);
        if title.is_none() && place.is_none() && when.is_none() {
            self.problem(row, "says neither what, when nor where: left out");
            return;
        }
        self.mentions(row, place, when.as_ref());
        let category = self.get(row, Role::Category).to_lowercase();
        let mut reasons = Vec::new();
        let source = self.get(row, Role::Source);
        if !source.is_empty() {
            reasons.push(format!("the table names as source: {}", cells::shortened(source, 200)));
        }
        self.dataset.events.push(Event {
            title: title.unwrap_or_else(|| format!("Row {}", row.line)),
            category: Category::new(if category.is_empty() { "event" } else { &category }),
            kind: EventKind::Happening,
            when,
            places: place.into_iter().collect(),
            actors: cells::actors(row, &self.columns.actors),
            certainty: Certainty::Stated,
            evidence: vec![evidence],
            reasons,
            accounts: Vec::new(),
        });
    }

    fn title(&self, row: &Row) -> Option<String> {
        let first = [Role::Title, Role::Notes].map(|role| self.get(row, role));
        let text = first.into_iter().find(|text| !text.is_empty())?;
        Some(cells::shortened(text, 120))
    }

    fn place(&mut self, row: &Row) -> Option<PlaceId> {
        let (lat, lon) = (self.get(row, Role::Latitude), self.get(row, Role::Longitude));
        let name = self.get(row, Role::Place);
        if lat.is_empty() && lon.is_empty() {
            if self.columns.at(Role::Latitude).is_some() {
                self.problem(row, "has no position: unplaced");
            }
            return None;
        }
        let (position, radius_m) = match cells::position(lat, lon) {
            Ok(found) => found,
            Err(why) => {
                self.problem(row, format!("{why}: unplaced"));
                return None;
            }
        };
        let key = (name.to_owned(), position.lon().to_bits(), position.lat().to_bits());
        if let Some(id) = self.places.get(&key) {
            return Some(*id);
        }
        let id = PlaceId::from_index(self.dataset.places.len());
        let field = |role| Some(self.get(row, role)).filter(|t| !t.is_empty()).map(str::to_owned);
        let place: Place = cells::place(
            if name.is_empty() { format!("{lat}, {lon}") } else { name.to_owned() },
            position,
            radius_m,
            field(Role::Country),
            field(Role::Admin1),
        );
        self.dataset.places.push(place);
        self.places.insert(key, id);
        Some(id)
    }

    fn date(&mut self, row: &Row, role: Role) -> Option<TimeSpan> {
        let text = self.get(row, role);
        if text.is_empty() {
            return None;
        }
        let read = dates::read_on(text, self.calendar)
            .and_then(|reading| reading.span(self.order.order()));
        match read {
            Ok(span) => Some(span),
            Err(why) => {
                let more = match self.order {
                    Proof::Contradiction(a, b) if matches!(why, dates::DateError::Ambiguous(_)) => {
                        format!(" (line {a} puts one first, line {b} the other)")
                    }
                    _ => String::new(),
                };
                self.problem(row, format!("{why}{more}: undated"));
                None
            }
        }
    }

    fn when(&mut self, row: &Row) -> Option<TimeSpan> {
        if let Some(span) = self.date(row, Role::Date) {
            return Some(span);
        }
        match (self.date(row, Role::Begin), self.date(row, Role::End)) {
            (Some(begin), Some(end)) if begin == end => Some(begin),
            (Some(begin), Some(end)) => {
                let span = TimeSpan::between(&begin, &end);
                if span.is_none() {
                    self.problem(
                        row,
                        format!("begins on {begin} and ends before it, on {end}: undated"),
                    );
                }
                span
            }
            (Some(one), None) | (None, Some(one)) => Some(one),
            (None, None) => None,
        }
    }

    /// The cells that name place and date, as mentions: both can be followed to their cell.
    fn mentions(&mut self, row: &Row, place: Option<PlaceId>, when: Option<&TimeSpan>) {
        let cell =
            |at: Option<usize>| row.cells.get(at?).filter(|(text, _)| !text.trim().is_empty());
        let mut found: Vec<Mention> = Vec::new();
        if let (Some(id), Some((_, bytes))) = (place, cell(self.columns.at(Role::Place))) {
            let kind = MentionKind::Toponym {
                form: ToponymForm::Literal,
                place: Some(id),
                candidates: Arc::default(),
            };
            found.push(Mention { passage: self.passage(bytes), kind });
        }
        let dated = [Role::Date, Role::Begin].iter().find_map(|role| cell(self.columns.at(*role)));
        if let (Some(span), Some((_, bytes))) = (when, dated) {
            let kind = MentionKind::Time {
                timex: TimexType::Date,
                value: span.gregorian().to_string(),
                span: Some(span.clone()),
                reading: "as the table gives it".to_owned(),
            };
            found.push(Mention { passage: self.passage(bytes), kind });
        }
        found.sort_by_key(|mention| mention.passage.range.start);
        self.dataset.mentions.append(&mut found);
    }
}

#[cfg(test)]
mod tests;
