//! Parquet tables, unpacked into text: small ones in memory, large ones into the cache folder.

use super::large::{self, LARGE_BYTES};
use super::{Kind, Opened};
use crate::formats::parquet::{self, Gap, Parquet, ParquetError};
use crate::formats::table::bulk::{self, BulkError, Loaded, UnpackError};
use crate::model::time::Calendar;
use crate::tables::{Cache, Text};
use crate::task::{Cancelled, Task, grouped};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Whether a file begins as a Parquet table does.
pub(super) fn is_parquet(path: &Path) -> bool {
    let mut head = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && parquet::looks_like(&head)
}

/// Whether a Parquet table is to be kept in columns.
pub(super) fn is_large(path: &Path) -> bool {
    // What cannot be opened is told where it is opened for good.
    Parquet::open(path).is_ok_and(|table| table.unpacked_bytes() > LARGE_BYTES)
}

/// Unpacks a small table. The inner error says in words that follow the file's name why it cannot be.
///
/// # Errors
/// When the task was asked to stop.
pub(super) fn open(path: &Path, task: &Task) -> Result<Result<Opened, String>, Cancelled> {
    let table = match Parquet::open(path) {
        Ok(table) => table,
        Err(why) => return Ok(Err(why.to_string())),
    };
    let mut text = Vec::new();
    let take = &mut |bytes: &[u8]| -> io::Result<()> {
        text.extend_from_slice(bytes);
        Ok(())
    };
    let gaps = match table.write(take, &task.aside()) {
        Ok(gaps) => gaps,
        Err(ParquetError::Cancelled(stop)) => return Err(stop),
        Err(why) => return Ok(Err(why.to_string())),
    };
    task.check()?;
    say(&path.display().to_string(), &table, &gaps, task);
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(Ok(Opened { text, kind: Kind::Table, remark: None }))
}

/// Reads a large table through its text in the cache folder.
pub(super) fn load(
    path: &Path,
    name: &str,
    calendar: Calendar,
    cache: &Cache,
    task: &Task,
) -> Result<Result<Loaded, String>, BulkError> {
    let original = Text::open(path, 0)?;
    let key = bulk::key(path, &original, calendar);
    if let Some(text) = cache.text(key) {
        return bulk::load_text(path, Some(key), text, calendar, cache, task).map(Ok);
    }
    let table = match Parquet::open(path) {
        Ok(table) => table,
        Err(why) => return Ok(Err(why.to_string())),
    };
    task.stage("Unpacking rows", table.rows());
    match bulk::load_unpacked(path, key, &table, calendar, cache, task) {
        Ok((loaded, gaps)) => {
            say(name, &table, &gaps, task);
            Ok(Ok(loaded))
        }
        Err(UnpackError::Bulk(why)) => Err(why),
        Err(UnpackError::Parquet(ParquetError::Cancelled(stop))) => Err(stop.into()),
        Err(UnpackError::Parquet(ParquetError::Write(why))) if large::is_full(&why) => {
            let way = "free some, or name a folder on another disk in CHRONOTOPE_CACHE";
            Ok(Err(format!("finds no room to be unpacked in the cache folder ({why}): {way}")))
        }
        Err(UnpackError::Parquet(why)) => Ok(Err(why.to_string())),
    }
}

/// Says what is left out.
fn say(name: &str, table: &Parquet, gaps: &[Gap], task: &Task) {
    table.notes().iter().for_each(|note| task.note(name, note));
    for gap in gaps {
        let (first, last) = (grouped(gap.rows.start), grouped(gap.rows.end.saturating_sub(1)));
        let why = &gap.why;
        task.warn(
            name,
            format!("lost its rows {first} to {last} ({why}): the others are read; copy it again"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_short_is_said_in_a_line() {
        let path = std::env::temp_dir().join(format!("chronotope-cut-{}", std::process::id()));
        std::fs::write(&path, b"PAR1 and nothing more").unwrap();
        assert!(is_parquet(&path) && !is_large(&path));
        let why = open(&path, &Task::new()).unwrap().unwrap_err();
        assert!(why.contains("copy or download it again") && !why.contains('\n'), "{why}");
        std::fs::remove_file(&path).unwrap();
    }
}
