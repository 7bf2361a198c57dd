//! Tables of any size: read by all cores piece by piece, kept in columns, their text left where it is.
//!
//! What a row says is told by the same reading as in small tables ([`super::read`]); usual rows take a
//! shorter way to the same end (`fast`). Numeric dates are read in the order that the first piece
//! proves; where another part of the table proves otherwise, and it matters, everything is read a
//! second time. At no time is more of the file in memory than a piece for each core; while it is read, a row takes
//! about 50 bytes, and as many again while places are put together.

mod coded;
mod fast;
mod join;
mod lines;
mod piece;
mod reader;
mod seats;
#[cfg(test)]
mod tests;

pub use lines::{UnpackError, load_unpacked};

use super::kept::{Kept, Memo};
use super::problems::Problems;
use super::rows::Rows as Lines;
use super::sheet::{self, Sheet};
use super::{TableError, delimiter};
use crate::model::Rows;
use crate::model::time::Calendar;
use crate::system::available_memory_bytes;
use crate::tables::{Cache, Keeping, Key, Marks, Text, Whole};
use crate::task::{Cancelled, Task, grouped};
use join::{Joined, Pass};
use piece::Broken;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// Bytes of a piece: few enough that a core keeps it in its cache, and that work can be stopped at
/// once.
const PIECE_BYTES: u64 = 2 << 20;

/// Bytes in which the header has to end.
const HEADER_BYTES: u64 = 4 << 20;

/// Goes up when rows are read differently than before: columns that were kept are made anew.
const READING: &str = "rows 2";

/// Bytes of memory that a row takes while it is read and put together, as measured
/// (`benches/README.md`).
const ROW_MEMORY_BYTES: u64 = 70;

/// A table that was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its rows.
    pub rows: Arc<dyn Rows>,
    /// What was wrong with them.
    pub problems: Problems,
    /// Whether it was read before and its columns lay in the cache folder.
    pub reopened: bool,
    /// Where reading ended early because what there was sufficed, in words that follow the file's
    /// name.
    pub cut: Option<String>,
}

/// Why a table is not read, in words that follow the file's name.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// It is no event table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// It is no UTF-8, and has to be decoded first.
    #[error("is not UTF-8; save it as UTF-8")]
    NotUtf8,
    /// The file cannot be read.
    #[error("cannot be read: {0}; check the disk, or copy the file and open that")]
    Io(#[from] io::Error),
    /// Somebody wrote into it.
    #[error("was changed while it was read; open it again when nothing writes into it any more")]
    Changed,
    /// A row that does not end.
    #[error("has a row of more than 256 MB, from byte {0} on; is it a table?")]
    LongRow(u64),
    /// There are more rows than can be numbered.
    #[error(transparent)]
    TooMany(Keeping),
    /// It would take more memory than there is.
    #[error(
        "needs about {} MB of memory to be read, and {} MB are free; close other programs, or split it by rows and open part of it", .needed / 1_000_000, .free / 1_000_000
    )]
    Memory {
        /// Bytes that it needs.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
}

impl From<Keeping> for BulkError {
    fn from(why: Keeping) -> Self {
        match why {
            Keeping::Cancelled(stop) => Self::Cancelled(stop),
            Keeping::Io(why) => Self::Io(why),
            many @ Keeping::TooManyRows(_) => Self::TooMany(many),
        }
    }
}

impl From<Broken> for BulkError {
    fn from(why: Broken) -> Self {
        match why {
            Broken::Io(why) if why.kind() == io::ErrorKind::UnexpectedEof => Self::Changed,
            Broken::Io(why) => Self::Io(why),
            Broken::NotUtf8 => Self::NotUtf8,
            Broken::LongRow(byte) => Self::LongRow(byte),
        }
    }
}

/// Reads a table from a file of UTF-8 text, or opens the columns that an earlier reading left in the
/// cache. `calendar` is the one that dates are written on. The task counts the file's bytes.
///
/// # Errors
/// When it is no event table, no UTF-8, cannot be read or changes meanwhile, has a row without end or
/// too many rows, or the task was asked to stop.
pub fn load(
    path: &Path,
    calendar: Calendar,
    cache: &Cache,
    task: &Task,
) -> Result<Loaded, BulkError> {
    let text = open(path)?;
    let key = key(path, &text, calendar);
    load_text(path, Some(key), text, calendar, cache, task)
}

/// Opens a file of UTF-8 text, which may begin with a byte order mark.
fn open(path: &Path) -> Result<Text, BulkError> {
    let text = Text::open(path, 0)?;
    let mut head = [0; 4_096];
    let read = text.fill(0, &mut head)?;
    let head = head.get(..read).unwrap_or_default();
    let marked = head.starts_with(b"\xef\xbb\xbf");
    if head.contains(&0) || head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return Err(BulkError::NotUtf8);
    }
    Ok(if marked { Text::open(path, 3)? } else { text })
}

/// What a table is kept by: its file as it was, and the calendar of its dates.
#[must_use]
pub fn key(path: &Path, of: &Text, calendar: Calendar) -> Key {
    let on = match calendar {
        Calendar::Gregorian => "",
        Calendar::Julian => ", Julian",
    };
    Key::new(path, of.stamp(), &format!("{READING}{on}"))
}

/// Reads a table from a text that stands for `file`: the file itself, or what was spooled from it. What
/// was read is kept under `key`, or, without one, in memory.
///
/// # Errors
/// As [`load`].
pub fn load_text(
    file: &Path,
    key: Option<Key>,
    text: Text,
    calendar: Calendar,
    cache: &Cache,
    task: &Task,
) -> Result<Loaded, BulkError> {
    if let Some(columns) = key.and_then(|key| cache.open(key))
        && columns.text_bytes() == text.bytes()
        && let Ok(memo) = serde_json::from_slice::<Memo>(columns.memo())
    {
        task.advance(text.bytes());
        let rows = Kept::new(file.to_owned(), text, columns, &memo)?;
        let problems = memo.problems;
        return Ok(Loaded { rows: Arc::new(rows), problems, reopened: true, cut: None });
    }
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let file = file.to_owned();
    Loading { file, key, text, calendar, cache, task, piece_bytes: PIECE_BYTES, threads }.run()
}

/// What to say where not all was read.
fn cut(whole: &Whole, text: &Text, all: u64) -> String {
    let read = whole.marks.bytes();
    // Where the text has no more than was read, it is rows that are compared.
    let read = if read < text.bytes() { read } else { whole.rows() };
    let (rows, percent) = (grouped(whole.rows()), read.saturating_mul(100) / all.max(1));
    format!(
        "is shown up to its event {rows} ({percent} % of the file): reading was stopped there; \
         open it again for all of it"
    )
}

/// One table on its way.
struct Loading<'a> {
    file: PathBuf,
    key: Option<Key>,
    text: Text,
    calendar: Calendar,
    cache: &'a Cache,
    task: &'a Task,
    piece_bytes: u64,
    threads: usize,
}

/// A header that was read.
struct Head {
    sheet: Sheet,
    delimiter: u8,
    bytes: u64,
    marks: Marks,
}

impl Loading<'_> {
    fn run(self) -> Result<Loaded, BulkError> {
        let head = self.head()?;
        self.suffices(&head)?;
        let joined = self.joined(&head)?;
        let Joined { marks, .. } = &joined;
        let mut all = head.marks.clone();
        all.append(marks);
        let joined = Joined { marks: all, ..joined };
        let cut = (joined.marks.bytes() < self.text.bytes()).then(|| self.text.bytes());
        self.keep(head, joined, cut)
    }

    /// Keeps what was read. `cut_of` is how much there would have been where reading was stopped: of the
    /// text's bytes, or of rows where the text has all that was read.
    fn keep(self, head: Head, joined: Joined, cut_of: Option<u64>) -> Result<Loaded, BulkError> {
        if !joined.any && self.task.is_enough() {
            return Err(Cancelled.into());
        }
        if !joined.any {
            return Err(TableError::NoRows.into());
        }
        if self.text.is_changed() {
            return Err(BulkError::Changed);
        }
        let Joined { parts, words, order, problems, marks, .. } = joined;
        let memo = Memo {
            delimiter: head.delimiter,
            header_bytes: head.bytes,
            order,
            calendar: self.calendar,
            problems,
        };
        let bytes = serde_json::to_vec(&memo).map_err(io::Error::other)?;
        let whole = Whole { parts, words, marks, memo: bytes };
        self.task.words("Putting places together");
        let cut = cut_of.map(|all| cut(&whole, &self.text, all));
        let name = self.file.display().to_string();
        // A part of a table is not what the next opening wants.
        let key = self.key.filter(|_| cut.is_none());
        let columns = self.cache.keep(key, &name, whole, self.task)?;
        let rows = Kept::new(self.file, self.text, columns, &memo)?;
        Ok(Loaded { rows: Arc::new(rows), problems: memo.problems, reopened: false, cut })
    }

    fn head(&self) -> Result<Head, BulkError> {
        let mut bytes = vec![0; self.text.bytes().min(HEADER_BYTES) as usize];
        let read = self.text.fill(0, &mut bytes)?;
        bytes.truncate(read);
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(cut) if cut.error_len().is_none() => {
                std::str::from_utf8(bytes.get(..cut.valid_up_to()).unwrap_or_default())
                    .unwrap_or_default()
            }
            Err(_) => return Err(BulkError::NotUtf8),
        };
        let delimiter = delimiter(text);
        let (_, sheet) = sheet::header(text, delimiter)?;
        let sheet = Sheet { calendar: self.calendar, ..sheet };
        let mut lines = Lines::new(text, delimiter);
        lines.next();
        let after = lines.at().min(text.len());
        let mut marks = Marks::default();
        marks.add(text.as_bytes().get(..after).unwrap_or_default());
        Ok(Head { sheet, delimiter, bytes: after as u64, marks })
    }

    /// Says before it starts where the memory will not do.
    fn suffices(&self, head: &Head) -> Result<(), BulkError> {
        let mut sample = vec![0; 1 << 20];
        let read = self.text.fill(head.bytes, &mut sample)?;
        let lines = memchr::memchr_iter(b'\n', sample.get(..read).unwrap_or_default()).count();
        let rows = self.text.bytes() / (read as u64 / (lines as u64).max(1)).max(1);
        let needed = rows.saturating_mul(ROW_MEMORY_BYTES);
        match available_memory_bytes() {
            Some(free) if free < needed => Err(BulkError::Memory { needed, free }),
            _ => Ok(()),
        }
    }

    fn joined(&self, head: &Head) -> Result<Joined, BulkError> {
        let all = head.bytes..self.text.bytes();
        // The first piece tells which order of numeric dates to expect.
        let start = all.start..all.end.min(all.start + self.piece_bytes);
        let first = Pass { threads: 1, counts: false, ..self.pass(head, &head.sheet) };
        let order = first.over(start, self.task)?.order;
        let sheet = Sheet { order, ..head.sheet.clone() };
        let joined = self.pass(head, &sheet).over(all.clone(), self.task)?;
        if joined.order == order || !joined.leans {
            return Ok(joined);
        }
        if self.task.is_enough() {
            // Whoever stopped it early wants no second walk: it stands as it was read.
            return Ok(Joined { order, ..joined });
        }
        let sheet = Sheet { order: joined.order, ..sheet };
        // What was read for nothing is given back before it is read again.
        drop(joined);
        self.task.words("Reading again: only a later row tells day and month apart");
        Pass { counts: false, ..self.pass(head, &sheet) }.over(all, self.task)
    }

    fn pass<'a>(&'a self, head: &Head, sheet: &'a Sheet) -> Pass<'a> {
        Pass {
            text: &self.text,
            delimiter: head.delimiter,
            sheet,
            piece_bytes: self.piece_bytes,
            first_line: head.marks.lines() as usize + 1,
            threads: self.threads,
            counts: true,
        }
    }
}
