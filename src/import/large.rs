//! Tables too large to be held as events: read into columns, their text left in the file, or, where it
//! has to be decoded, in the cache folder.

use super::decode::Telling;
use super::{Kind, cannot_open, detect, unpack};
use crate::formats::table::bulk::{self, BulkError, Loaded};
use crate::formats::table::{Problems, TableError};
use crate::model::time::Calendar;
use crate::tables::{Cache, Spool, Text};
use crate::task::{Cancelled, Task};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Tables of more bytes than this are kept in columns. Smaller ones are events in memory, which are
/// compared with reports and folded.
pub const LARGE_BYTES: u64 = 16_000_000;

/// Bytes that are decoded at one go.
const PIECE_BYTES: usize = 1 << 20;

/// So many problems of one table are said; the rest is counted.
const PROBLEMS_SAID: usize = 10;

/// Whether a file is a table to be kept in columns, by its length and its head.
pub(super) fn is_large_table(path: &Path) -> bool {
    let Ok(meta) = std::fs::metadata(path) else { return false };
    if meta.is_file() && unpack::is_parquet(path) {
        return unpack::is_large(path);
    }
    if !meta.is_file() || meta.len() <= LARGE_BYTES {
        return false;
    }
    let mut head = Vec::new();
    let read = File::open(path)
        .and_then(|file| file.take(detect::HEAD_BYTES as u64).read_to_end(&mut head));
    read.is_ok()
        && detect::refuse_binary(&head).is_ok()
        && detect::detect(path, &super::decode(head).text) == Ok(Kind::Table)
}

/// Reads a large table; the inner error says in words that follow the file's name why it cannot be.
/// The task counts its bytes.
///
/// # Errors
/// When the task was asked to stop.
pub(super) fn load(
    path: &Path,
    name: &str,
    calendar: Calendar,
    task: &Task,
) -> Result<Result<Loaded, String>, Cancelled> {
    let cache = Cache::of_user();
    let loaded = if unpack::is_parquet(path) {
        match unpack::load(path, name, calendar, &cache, task) {
            Ok(Ok(loaded)) => Ok(loaded),
            Ok(Err(refusal)) => return Ok(Err(refusal)),
            Err(why) => Err(why),
        }
    } else {
        match bulk::load(path, calendar, &cache, task) {
            Err(BulkError::NotUtf8) => decoded(path, name, calendar, &cache, task),
            other => other,
        }
    };
    match loaded {
        Ok(loaded) => {
            say(name, &loaded.problems, task);
            if let Some(cut) = &loaded.cut {
                task.warn(name, cut);
            }
            Ok(Ok(loaded))
        }
        Err(BulkError::Cancelled(stop) | BulkError::Table(TableError::Cancelled(stop))) => {
            Err(stop)
        }
        Err(BulkError::Io(why)) if is_full(&why) => Ok(Err(format!(
            "is not UTF-8, and there is no room to decode it in the cache folder ({why}): free some, \
             name a folder on another disk in CHRONOTOPE_CACHE, or save the file as UTF-8"
        ))),
        Err(BulkError::Io(why)) => Ok(Err(cannot_open(&why))),
        Err(why) => Ok(Err(why.to_string())),
    }
}

pub(super) fn is_full(why: &io::Error) -> bool {
    matches!(why.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Reads a table that is not UTF-8, through a copy that is.
fn decoded(
    path: &Path,
    name: &str,
    calendar: Calendar,
    cache: &Cache,
    task: &Task,
) -> Result<Loaded, BulkError> {
    let original = Text::open(path, 0)?;
    let key = bulk::key(path, &original, calendar);
    if let Some(text) = cache.text(key) {
        task.note(name, "is not plain UTF-8: read from the copy that an earlier opening made");
        return bulk::load_text(path, Some(key), text, calendar, cache, task);
    }
    let mut telling = Telling::default();
    each_piece(&original, task, |bytes| {
        telling.feed(bytes);
        Ok(())
    })?;
    let (encoding, how, mark) = telling.told();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // Letters beyond ASCII take more room in UTF-8 than before; how many there are is not known.
    cache.room(original.bytes())?;
    let mut spool = cache.spool(Some(key))?;
    let (mut broken, mut skip, mut out) = (0, mark, String::new());
    each_piece(&original, task, |bytes| {
        let bytes = bytes.get(skip..).unwrap_or_default();
        skip = 0;
        decode_into(&mut spool, &mut decoder, &mut out, &mut broken, bytes, false)
    })?;
    decode_into(&mut spool, &mut decoder, &mut out, &mut broken, &[], true)?;
    let (text, _) = spool.finish()?;
    let read = super::Decoded { text: String::new(), encoding: encoding.name(), how, broken };
    if let Some(remark) = read.remark() {
        task.note(name, remark);
    }
    bulk::load_text(path, Some(key), text, calendar, cache, task)
}

fn decode_into(
    spool: &mut Spool,
    decoder: &mut encoding_rs::Decoder,
    out: &mut String,
    broken: &mut usize,
    bytes: &[u8],
    last: bool,
) -> io::Result<()> {
    out.clear();
    let room = decoder.max_utf8_buffer_length(bytes.len());
    out.reserve(room.ok_or_else(|| io::Error::other("too long to be decoded"))?);
    let (.., replaced) = decoder.decode_to_string(bytes, out, last);
    if replaced {
        *broken += out.matches('\u{fffd}').count();
    }
    spool.write(out.as_bytes())
}

fn each_piece(
    text: &Text,
    task: &Task,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), BulkError> {
    let mut piece = vec![0; PIECE_BYTES];
    let mut at = 0;
    loop {
        task.check()?;
        let read = text.fill(at, &mut piece)?;
        if read == 0 {
            return Ok(());
        }
        each(piece.get(..read).unwrap_or_default())?;
        at += read as u64;
    }
}

/// Says the first problems, and that there are more, with all of them to be saved.
fn say(name: &str, problems: &Problems, task: &Task) {
    let said = problems.kept().iter().take(PROBLEMS_SAID);
    said.for_each(|problem| task.warn(format!("{name}:{}", problem.line), &problem.message));
    let more = problems.len().saturating_sub(PROBLEMS_SAID as u64);
    if more > 0 {
        let mut lines = Vec::new();
        // Writing into memory does not fail.
        let _ = problems.write(name, &mut lines);
        let lines = String::from_utf8_lossy(&lines).lines().map(str::to_owned).collect();
        let more = crate::task::grouped(more);
        let words = format!("has problems in {more} more places; `chronotope check` lists them");
        task.report(name, words, Arc::new(lines));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    const HEAD: &str = "date;Ort;latitude;longitude;title\n";

    /// A folder with one large table, gone when the test is over.
    struct Folder(PathBuf);

    impl Folder {
        fn with(name: &str, bytes: &[u8]) -> (Self, PathBuf) {
            let path = std::env::temp_dir().join(format!("large-{}-{name}", std::process::id()));
            let _ = std::fs::remove_dir_all(&path);
            std::fs::create_dir_all(&path).unwrap();
            let file = path.join("t.csv");
            std::fs::write(&file, bytes).unwrap();
            (Self(path), file)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn latin_tables_are_read_through_a_copy() {
        let row = "2026-01-28;M\u{fc}nchen;48.137;11.575;Sch\u{fc}sse\n";
        let text = format!("{HEAD}{}", row.repeat(3_000));
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
        let (folder, file) = Folder::with("latin", &bytes);
        let cache = Cache::at(Some(folder.0.join("cache")));
        let task = Task::new();
        assert!(matches!(
            bulk::load(&file, Calendar::Gregorian, &cache, &task),
            Err(BulkError::NotUtf8)
        ));
        let loaded = decoded(&file, "t.csv", Calendar::Gregorian, &cache, &task).unwrap();
        assert_eq!(
            (loaded.rows.len(), loaded.rows.event(2_999).unwrap().title.as_str()),
            (3_000, "Sch\u{fc}sse")
        );
        assert!(!loaded.reopened && loaded.rows.lost().is_none());
        assert!(task.take_warnings().iter().any(|w| w.message.contains("windows-1252")));
        assert!(decoded(&file, "t.csv", Calendar::Gregorian, &cache, &task).unwrap().reopened);
    }
}
