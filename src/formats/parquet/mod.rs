//! Parquet event tables, as the delimited text of the same rows.
//!
//! A Parquet file has no text that a passage could be quoted from, and no rows that can be read one by
//! one. It is written out as comma-separated lines, a header and a line for every row, and those are
//! read as any other table is: the same columns are known, the same problems are said by line.
//!
//! Dates are written as ISO 8601 with what the column's type knows; a column of timestamps that all
//! fall on midnight, as many programs store days, is one of days. A geometry column of points in
//! well-known binary (GeoParquet, WGS 84) becomes longitude and latitude where no columns of that name
//! are there. Columns that hold lists or maps are left out and named. Not read: encrypted files.

mod cells;
mod group;
mod plan;
mod wkb;

#[cfg(test)]
mod tests;

use crate::task::{Cancelled, Task};
use group::Batches;
use parquet::errors::ParquetError as Refusal;
use parquet::file::reader::{FileReader, SerializedFileReader};
use plan::Plan;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Pieces of text that a thread may be ahead of the one that takes them, each of some megabytes.
const AHEAD: usize = 8;

/// A row of text is taken for at least so many bytes.
const LEAST_ROW_BYTES: u64 = 60;

/// What a file of this format begins and ends with.
const MAGIC: &[u8] = b"PAR1";

/// Why a file is not read, in words that follow its name.
#[derive(Debug, thiserror::Error)]
pub enum ParquetError {
    /// The system does not give it.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Its end, where the columns are described, is not there or not to be understood.
    #[error("is no whole Parquet file ({0}); copy or download it again")]
    Broken(String),
    /// Only whoever has the key can read it.
    #[error("is encrypted; export it without encryption")]
    Encrypted,
    /// Every column holds lists or maps.
    #[error("has no column of plain values (found: {0})")]
    NoColumns(String),
    /// The text cannot be written.
    #[error("cannot be unpacked into the cache folder: {0}")]
    Write(io::Error),
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Rows that could not be unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The rows of the file, counted from 1, half-open.
    pub rows: Range<u64>,
    /// Why.
    pub why: String,
}

/// A Parquet file that was opened.
#[derive(Debug)]
pub struct Parquet {
    plan: Plan,
    /// The first row of each row group, and at the end their number.
    starts: Vec<u64>,
    path: std::path::PathBuf,
    unpacked_bytes: u64,
}

/// Whether a file begins as one of this format does.
#[must_use]
pub fn looks_like(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

fn broken(why: Refusal) -> ParquetError {
    let words = why.to_string();
    if words.contains("ncrypt") { ParquetError::Encrypted } else { ParquetError::Broken(words) }
}

impl Parquet {
    /// Opens a file: reads how its columns are made, none of its rows.
    ///
    /// # Errors
    /// When it cannot be read, is cut short, encrypted, or has no column of plain values.
    pub fn open(path: &Path) -> Result<Self, ParquetError> {
        let reader = SerializedFileReader::new(File::open(path)?).map_err(broken)?;
        let mut starts = vec![0_u64];
        for group in reader.metadata().row_groups() {
            let before = starts.last().copied().unwrap_or_default();
            starts.push(before.saturating_add(u64::try_from(group.num_rows()).unwrap_or_default()));
        }
        let plan = Plan::of(&reader)?;
        let groups = reader.metadata().row_groups().iter();
        let sizes = groups.map(|group| u64::try_from(group.total_byte_size()).unwrap_or_default());
        // Values that repeat are written once in the file; a row of text is rarely shorter than that.
        let least = starts.last().map_or(0, |rows| rows.saturating_mul(LEAST_ROW_BYTES));
        let unpacked_bytes = sizes.fold(0, u64::saturating_add).max(least);
        Ok(Self { plan, starts, path: path.to_owned(), unpacked_bytes })
    }

    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// About how many bytes of text it makes, by what it says of itself.
    #[must_use]
    pub fn unpacked_bytes(&self) -> u64 {
        self.unpacked_bytes
    }

    /// What is left out, in words that follow the file's name.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.plan.notes
    }

    /// Writes its rows as comma-separated text (RFC 4180, lines end with `\n`), the header first, in
    /// their order; progress in rows. What could not be unpacked is left out and told.
    ///
    /// # Errors
    /// When `out` fails or the task was asked to stop.
    pub fn write(
        &self,
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
        task: &Task,
    ) -> Result<Vec<Gap>, ParquetError> {
        out(self.plan.header().as_bytes()).map_err(ParquetError::Write)?;
        let groups = self.starts.len().saturating_sub(1);
        let threads = thread::available_parallelism().map_or(1, usize::from).min(groups).max(1);
        thread::scope(|scope| {
            let mut queues: Vec<Receiver<Piece>> = Vec::with_capacity(threads);
            for first in 0..threads {
                let (send, receive) = sync_channel(AHEAD);
                queues.push(receive);
                scope.spawn(move || {
                    for group in (first..groups).step_by(threads) {
                        // Nobody listens once the work was stopped.
                        if self.group(group, &send).is_err() {
                            return;
                        }
                    }
                });
            }
            self.take(&queues, out, task)
        })
    }

    /// Takes the pieces of all groups in the order of the file.
    fn take(
        &self,
        queues: &[Receiver<Piece>],
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
        task: &Task,
    ) -> Result<Vec<Gap>, ParquetError> {
        let mut gaps = Vec::new();
        for group in 0..self.starts.len().saturating_sub(1) {
            let Some(queue) = queues.get(group % queues.len().max(1)) else { break };
            let start = self.starts.get(group).copied().unwrap_or_default();
            let end = self.starts.get(group + 1).copied().unwrap_or(start);
            let mut done = start;
            loop {
                task.check()?;
                match queue.recv() {
                    Ok(Piece::Rows(text, rows)) => {
                        out(&text).map_err(ParquetError::Write)?;
                        task.advance(rows);
                        done += rows;
                    }
                    Ok(Piece::End) => break,
                    Ok(Piece::Gap(why)) => {
                        gaps.push(Gap { rows: done + 1..end + 1, why });
                        break;
                    }
                    Err(_) => {
                        let why = "unpacking broke off".to_owned();
                        gaps.push(Gap { rows: done + 1..end + 1, why });
                        break;
                    }
                }
            }
        }
        Ok(gaps)
    }

    /// Unpacks one row group; fails when nobody takes its pieces any more.
    fn group(&self, group: usize, send: &SyncSender<Piece>) -> Result<(), ()> {
        let unpacked = || -> Result<Result<(), ()>, Refusal> {
            let reader = SerializedFileReader::new(File::open(&self.path)?)?;
            let mut batches = Batches::new(reader.get_row_group(group)?.as_ref(), &self.plan)?;
            while let Some((text, rows)) = batches.next_batch()? {
                if send.send(Piece::Rows(text, rows)).is_err() {
                    return Ok(Err(()));
                }
            }
            Ok(Ok(()))
        };
        // A damaged page can break the decoder in any way: its group is lost, not the program.
        let piece = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(unpacked)) {
            Ok(Ok(Ok(()))) => Piece::End,
            Ok(Ok(Err(()))) => return Err(()),
            Ok(Err(why)) => Piece::Gap(why.to_string()),
            Err(_) => Piece::Gap("its pages are damaged".to_owned()),
        };
        send.send(piece).map_err(|_| ())
    }
}

/// What a thread hands on of a group.
enum Piece {
    /// Lines of text, and how many.
    Rows(Vec<u8>, u64),
    /// The group is done.
    End,
    /// The rest of the group cannot be unpacked.
    Gap(String),
}
