//! A table that has no text of its own: its rows are unpacked by all cores into lines, which are read
//! while they are in the cores' caches and written into the cache folder, from where they are quoted.

use super::coded::piece;
use super::join::Joined;
use super::piece::{Broken, Piece};
use super::reader::{Reader, Reading};
use super::seats::Seats;
use super::{BulkError, Head, Loaded, Loading, PIECE_BYTES, ROW_MEMORY_BYTES};
use crate::formats::parquet::{Batches, Gap, Lines, Parquet, ParquetError};
use crate::formats::table::sheet::{self, Proof, Sheet};
use crate::model::time::Calendar;
use crate::system::available_memory_bytes;
use crate::tables::{Cache, Key, Marks, Spool};
use crate::task::{Cancelled, Task};
use std::path::Path;
use std::thread;

/// Why a table is not read, in words that follow the file's name.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// Its rows cannot be unpacked.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
    /// They make no table.
    #[error(transparent)]
    Bulk(#[from] BulkError),
}

/// Reads a table whose rows are unpacked. It is kept under `key`, its text with it. The task counts rows.
/// What could not be unpacked is left out and told; such a table is not kept.
///
/// # Errors
/// When it is no event table, cannot be unpacked or kept, or the task was asked to stop.
pub fn load_unpacked(
    file: &Path,
    key: Key,
    table: &Parquet,
    calendar: Calendar,
    cache: &Cache,
    task: &Task,
) -> Result<(Loaded, Vec<Gap>), UnpackError> {
    let header = table.header();
    let (_, sheet) = sheet::header(&header, DELIMITER).map_err(BulkError::from)?;
    suffices(table.rows())?;
    let sheet = Sheet { calendar, ..sheet };
    let seats = Seats::of(&sheet);
    let unpacking = Unpacking { table, sheet: &sheet, seats: &seats, task };
    let order = unpacking.first_order()?;
    let sheet = Sheet { order, ..sheet.clone() };
    let unpacking = Unpacking { sheet: &sheet, ..unpacking };
    cache.room(table.unpacked_bytes()).map_err(ParquetError::Write)?;
    let mut spool = cache.spool(Some(key)).map_err(ParquetError::Write)?;
    spool.write(header.as_bytes()).map_err(ParquetError::Write)?;
    let mut head_marks = Marks::default();
    head_marks.add(header.as_bytes());
    let head_lines = head_marks.lines() as usize;
    let (joined, gaps, rows) = unpacking.all(&mut spool, head_lines + 1)?;
    let cut = task.is_enough() && rows < table.rows();
    if cut || !gaps.is_empty() {
        spool.for_now();
    }
    let key = Some(key).filter(|_| gaps.is_empty() && !cut);
    let (text, marks) = spool.finish().map_err(ParquetError::Write)?;
    if joined.order != order && joined.leans && !cut {
        // Only a later row tells day and month apart: all is read again from the text.
        drop(joined);
        task.stage_of_bytes("Reading again", text.bytes());
        return Ok((super::load_text(file, key, text, calendar, cache, task)?, gaps));
    }
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let loading = Loading {
        file: file.to_owned(),
        key,
        text,
        calendar,
        cache,
        task,
        piece_bytes: PIECE_BYTES,
        threads,
    };
    let bytes = header.len() as u64;
    let head = Head { sheet, delimiter: DELIMITER, bytes, marks: Marks::default() };
    let joined = Joined { marks, order, ..joined };
    let of = cut.then(|| table.rows());
    Ok((loading.keep(head, joined, of)?, gaps))
}

/// What parts the cells of unpacked lines.
const DELIMITER: u8 = b',';

/// Says before it starts where the memory will not do.
fn suffices(rows: u64) -> Result<(), BulkError> {
    let needed = rows.saturating_mul(ROW_MEMORY_BYTES);
    match available_memory_bytes() {
        Some(free) if free < needed => Err(BulkError::Memory { needed, free }),
        _ => Ok(()),
    }
}

/// One table on its way.
#[derive(Clone, Copy)]
struct Unpacking<'a> {
    table: &'a Parquet,
    sheet: &'a Sheet,
    seats: &'a Seats,
    task: &'a Task,
}

impl<'a> Unpacking<'a> {
    fn reader(&self, number: usize) -> Reader<'a> {
        let Self { sheet, seats, .. } = *self;
        Reader::new(Reading { delimiter: DELIMITER, sheet, seats }, number)
    }

    /// The order of numeric dates that the first lines prove.
    fn first_order(&self) -> Result<Proof, BulkError> {
        let piece = self.table.first(|lines, batches| piece(&mut self.reader(0), lines, batches));
        let mut joined = Joined::default();
        if let Some(piece) = piece {
            joined.take(piece?, &mut 1);
        }
        Ok(joined.order)
    }

    /// Reads all lines and writes them into the spool; says how many rows they were.
    fn all(
        &self,
        spool: &mut Spool,
        first_line: usize,
    ) -> Result<(Joined, Vec<Gap>, u64), UnpackError> {
        let work = |reader: &mut Reader<'_>, lines: &Lines, batches: &Batches<'_>| {
            piece(reader, lines, batches)
        };
        let mut joined = Joined::default();
        let (mut line, mut broken, mut rows) = (first_line, None, 0);
        let take = &mut |lines: &Lines, piece: Result<Piece, Broken>| {
            match piece {
                Ok(mut piece) => {
                    piece.part.starts_at(spool.bytes());
                    self.task.count_rows(piece.part.len() as u64);
                    joined.take(piece, &mut line);
                }
                Err(why) => broken = Some(why),
            }
            rows += lines.rows() as u64;
            if lines.is_plain() {
                spool.write_plain(lines.text(), lines.ends())
            } else {
                spool.write(lines.text())
            }
        };
        let enough = || self.task.is_enough();
        let begin = |number| self.reader(number);
        let (gaps, readers) = self.table.each(begin, work, take, &enough, self.task)?;
        if let Some(why) = broken {
            return Err(BulkError::from(why).into());
        }
        if !joined.any && self.task.is_enough() {
            return Err(BulkError::from(Cancelled).into());
        }
        joined.words = readers.into_iter().map(|reader| reader.words).collect();
        Ok((joined, gaps, rows))
    }
}
