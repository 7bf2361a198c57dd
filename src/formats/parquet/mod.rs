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
//!
//! What repeats in a column is written once, in the dictionary that the file itself has of it: rows are
//! put together of whole cells, and whoever reads them is told by code which of them are the same.

mod cells;
mod column;
mod group;
mod lines;
mod pages;
mod plan;
mod pool;
mod wkb;

#[cfg(test)]
mod alike_tests;
#[cfg(test)]
mod tests;

pub use group::{Batches, Coded};
pub use lines::Lines;
pub use pool::Pool;

use crate::task::{Cancelled, Task};
use parquet::errors::ParquetError as Refusal;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use plan::Plan;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Bytes of text that all threads together may be ahead of the one that takes them in order: enough for
/// two row groups of a million rows.
const AHEAD_BYTES: u64 = 512 << 20;

/// Batches that each thread may be ahead in any case.
const LEAST_AHEAD: usize = 4;

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
    metadata: Arc<ParquetMetaData>,
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
        let metadata = Arc::new(reader.metadata().clone());
        Ok(Self { plan, starts, path: path.to_owned(), metadata, unpacked_bytes })
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

    /// The first line of its text, with the names of its columns.
    #[must_use]
    pub fn header(&self) -> String {
        self.plan.header()
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
        out(self.header().as_bytes()).map_err(ParquetError::Write)?;
        let work = |_: &mut (), _: &Lines, _: &Batches<'_>| {};
        let take = &mut |lines: &Lines, ()| out(lines.text());
        self.each(|_| (), work, take, &|| false, task).map(|(gaps, _)| gaps)
    }

    /// What `work` makes of the first lines; nothing where there is no row, or they cannot be unpacked:
    /// [`Self::each`] says what is lost.
    pub fn first<R>(&self, work: impl Fn(&Lines, &Batches<'_>) -> R) -> Option<R> {
        let mut lines = Lines::default();
        let groups = 0..self.starts.len().saturating_sub(1);
        groups.into_iter().find_map(|group| {
            let unpack = || {
                let mut batches = self.batches(group)?;
                batches.next_batch(&mut lines)?;
                Ok((lines.rows() > 0).then(|| work(&lines, &batches)))
            };
            guarded(unpack).ok().flatten()
        })
    }

    /// Unpacks all rows by all cores into lines of text, without the header. `work` is done by the thread
    /// that unpacks, with a state of its own that `begin` makes by its number; `take` gets lines and
    /// what came of them in the order of the rows. Once `enough` says so it ends early. Gives what could
    /// not be unpacked, which is left out, and the states.
    ///
    /// # Errors
    /// When `take` fails or the task was asked to stop.
    pub fn each<S: Send, R: Send>(
        &self,
        begin: impl Fn(usize) -> S + Sync,
        work: impl Fn(&mut S, &Lines, &Batches<'_>) -> R + Sync,
        take: &mut dyn FnMut(&Lines, R) -> io::Result<()>,
        enough: &dyn Fn() -> bool,
        task: &Task,
    ) -> Result<(Vec<Gap>, Vec<S>), ParquetError> {
        let groups = self.starts.len().saturating_sub(1);
        let threads = thread::available_parallelism().map_or(1, usize::from).min(groups).max(1);
        let row_bytes = self.unpacked_bytes / self.rows().max(1);
        let batch_bytes = row_bytes.max(LEAST_ROW_BYTES) * group::BATCH as u64;
        let ahead = AHEAD_BYTES / threads as u64 / batch_bytes.max(1);
        let ahead = usize::try_from(ahead).unwrap_or(LEAST_AHEAD).max(LEAST_AHEAD);
        let spare: Mutex<Vec<Lines>> = Mutex::default();
        thread::scope(|scope| {
            let mut queues: Vec<Receiver<Piece<R>>> = Vec::with_capacity(threads);
            let mut started = Vec::with_capacity(threads);
            for first in 0..threads {
                let (send, receive) = sync_channel(ahead);
                queues.push(receive);
                let (begin, work, spare) = (&begin, &work, &spare);
                started.push(scope.spawn(move || {
                    let mut state = begin(first);
                    for group in (first..groups).step_by(threads) {
                        let mut work =
                            |lines: &Lines, batches: &Batches<'_>| work(&mut state, lines, batches);
                        // Nobody listens once the work was stopped.
                        if self.group(group, &mut work, spare, &send).is_err() {
                            break;
                        }
                    }
                    state
                }));
            }
            let gaps = self.take(queues, take, &spare, enough, task);
            let states = started.into_iter().map(|thread| thread.join());
            let states = states.map(|state| state.unwrap_or_else(|panic| resume_unwind(panic)));
            let states = states.collect();
            Ok((gaps?, states))
        })
    }

    /// Takes the pieces of all groups in the order of the file.
    fn take<R>(
        &self,
        queues: Vec<Receiver<Piece<R>>>,
        take: &mut dyn FnMut(&Lines, R) -> io::Result<()>,
        spare: &Mutex<Vec<Lines>>,
        enough: &dyn Fn() -> bool,
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
                if enough() {
                    return Ok(gaps);
                }
                match queue.recv() {
                    Ok(Piece::Rows(lines, made)) => {
                        take(&lines, made).map_err(ParquetError::Write)?;
                        task.advance(lines.rows() as u64);
                        done += lines.rows() as u64;
                        spare.lock().unwrap_or_else(PoisonError::into_inner).push(lines);
                    }
                    Ok(Piece::End) => {
                        if done < end {
                            let why = "its pages end before its last row".to_owned();
                            gaps.push(Gap { rows: done + 1..end + 1, why });
                        }
                        break;
                    }
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

    fn batches(&self, group: usize) -> Result<Batches<'_>, Refusal> {
        // Each of them opens the file anew: readers of one handle would share its place.
        Batches::new(File::open(&self.path)?, &self.metadata, group, &self.plan)
    }

    /// Unpacks one row group; fails when nobody takes its pieces any more.
    fn group<R>(
        &self,
        group: usize,
        work: &mut dyn FnMut(&Lines, &Batches<'_>) -> R,
        spare: &Mutex<Vec<Lines>>,
        send: &SyncSender<Piece<R>>,
    ) -> Result<(), ()> {
        let gap = |why| send.send(Piece::Gap(why)).map_err(|_| ());
        let mut batches = match guarded(|| self.batches(group)) {
            Ok(batches) => batches,
            Err(why) => return gap(why),
        };
        loop {
            let mut lines =
                spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
            if let Err(why) = guarded(|| batches.next_batch(&mut lines)) {
                return gap(why);
            }
            if lines.rows() == 0 {
                return send.send(Piece::End).map_err(|_| ());
            }
            let made = work(&lines, &batches);
            send.send(Piece::Rows(lines, made)).map_err(|_| ())?;
        }
    }
}

/// What the decoder gives, or why it does not: a damaged page can break it in any way, and then its group
/// is lost, not the program.
fn guarded<T>(unpack: impl FnOnce() -> Result<T, Refusal>) -> Result<T, String> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(unpack)) {
        Ok(unpacked) => unpacked.map_err(|why| why.to_string()),
        Err(_) => Err("its pages are damaged".to_owned()),
    }
}

/// What a thread hands on of a group.
enum Piece<R> {
    /// Lines of text, and what was made of them.
    Rows(Lines, R),
    /// The group is done.
    End,
    /// The rest of the group cannot be unpacked.
    Gap(String),
}
