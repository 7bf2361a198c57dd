//! Where columns and spooled texts lie: in the user's cache folder, kept by what they were made from.
//!
//! Names are `chronotope-table-VERSION-FILE-STATE` and an ending: `cols` for columns, `text` for a
//! spooled text, `index` for what counts the rows, `part` for what is being written. `FILE` stands for the path of the table, `STATE` for
//! its length and time of change. When something is kept, what the same path left in another state is
//! removed, then what other versions of the layout left and nobody used for a day, then the least
//! recently used beyond [`KEPT_BYTES`]. Files of any other name are let be.

use super::columns::Columns;
use super::layout::VERSION;
use super::spool::Spool;
use super::text::{Stamp, Text};
use super::whole::{Keeping, United, Whole};
use crate::system::bytes::Checksum;
use crate::system::{Bytes, available_disk_bytes, cache_folder};
use crate::task::{Task, grouped};
use std::fs::{self, File};
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// Columns and texts beyond so many bytes are removed, the least recently used first: about four
/// tables of a hundred million rows.
const KEPT_BYTES: u64 = 20_000_000_000;

/// What other versions made, or what was never finished, lies at least so long.
const LEFT: Duration = Duration::from_secs(24 * 3600);

/// What columns are known by: a path, and the file's length and time of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    file: u64,
    state: u64,
}

impl Key {
    /// Of a file as it was when it was opened; `salt` tells apart what is read from it in different
    /// ways, and goes up when a format reads its rows differently than before.
    #[must_use]
    pub fn new(path: &Path, stamp: Stamp, salt: &str) -> Self {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let file = Checksum::of(real.as_os_str().as_encoded_bytes());
        let mut state = Checksum::new();
        let mut numbers = [0; 32];
        let parts = stamp.bytes.to_le_bytes().into_iter().chain(stamp.changed_ns.to_le_bytes());
        numbers.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        state.add(&numbers);
        state.add(salt.as_bytes());
        Self { file, state: state.finish() }
    }

    fn sum(self) -> u64 {
        self.file ^ self.state.rotate_left(32)
    }

    fn name(self, ending: &str) -> String {
        format!("{PREFIX}{VERSION}-{:016x}-{:016x}.{ending}", self.file, self.state)
    }
}

const PREFIX: &str = "chronotope-table-";

/// The ending of what is worked out from columns to count their rows.
const INDEX: &str = "index";

/// A folder for columns, or none.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: Option<PathBuf>,
    kept_bytes: u64,
}

impl Cache {
    /// The user's: `CHRONOTOPE_CACHE` where that is set, else the system's folder for what can be made
    /// again.
    #[must_use]
    pub fn of_user() -> Self {
        Self { folder: cache_folder(), kept_bytes: KEPT_BYTES }
    }

    /// A folder of the caller's; none keeps everything in memory.
    #[must_use]
    pub fn at(folder: Option<PathBuf>) -> Self {
        Self { folder, kept_bytes: KEPT_BYTES }
    }

    /// The same, keeping at most so many bytes.
    #[must_use]
    pub fn keeping(self, bytes: u64) -> Self {
        Self { kept_bytes: bytes, ..self }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    fn path(&self, key: Key, ending: &str) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(key.name(ending)))
    }

    /// The columns kept for a key; nothing where there are none, or they are damaged.
    #[must_use]
    pub fn open(&self, key: Key) -> Option<Columns> {
        let path = self.path(key, "cols")?;
        let file = File::options().read(true).write(true).open(&path);
        // Where it may not be written it can still be read.
        let file = file.or_else(|_| File::open(&path)).ok()?;
        let columns = Columns::open(Bytes::map(&file).ok()?, Some(&file), key.sum())?;
        // The time of change says when it was used last; where it cannot be set, it goes sooner.
        let _ = file.set_modified(SystemTime::now());
        if let Ok(index) = File::options().write(true).open(path.with_extension(INDEX)) {
            let _ = index.set_modified(SystemTime::now());
        }
        Some(columns.lying_at(path))
    }

    /// The text kept for a key; nothing where there is none.
    #[must_use]
    pub fn text(&self, key: Key) -> Option<Text> {
        Text::open(&self.path(key, "text")?, 0).ok()
    }

    /// Begins a text to be kept for a key; without a key, one that is removed when it is no longer
    /// read, as for standard input.
    ///
    /// # Errors
    /// When there is no folder, or it cannot be written.
    pub fn spool(&self, key: Option<Key>) -> io::Result<Spool> {
        let folder = self.folder.as_ref().ok_or_else(|| {
            io::Error::other("there is no cache folder; name one in CHRONOTOPE_CACHE")
        })?;
        fs::create_dir_all(folder)?;
        let beside = folder.join(part_name());
        let path = match key {
            Some(key) => folder.join(key.name("text")),
            None => beside.with_extension("text"),
        };
        Spool::create(beside, path, key.is_none())
    }

    /// Whether so many bytes can be written into the folder, as far as the system tells.
    ///
    /// # Errors
    /// When there is less room, with both figures.
    pub fn room(&self, needed: u64) -> io::Result<()> {
        let free = self.folder.as_ref().and_then(|folder| available_disk_bytes(folder));
        match free {
            Some(free) if free < needed => {
                let (needed, free) = (megabytes(needed), megabytes(free));
                let words = format!("about {needed} MB are needed and {free} MB are free");
                Err(io::Error::new(io::ErrorKind::StorageFull, words))
            }
            _ => Ok(()),
        }
    }

    /// Keeps a table: writes its columns and maps them. In memory, which is noted under `name`, where
    /// the folder is none or cannot be written, and without a key.
    ///
    /// # Errors
    /// When there are too many rows or the task was asked to stop.
    pub fn keep(
        &self,
        key: Option<Key>,
        name: &str,
        whole: Whole,
        task: &Task,
    ) -> Result<Columns, Keeping> {
        let united = whole.united(task)?;
        if let Some(key) = key
            && let Some(folder) = &self.folder
        {
            match self.write(folder, key, &united, task) {
                Ok(()) => {
                    // Given back before the file is mapped: both are large.
                    drop(united);
                    self.clear(folder, key);
                    let open = self.open(key);
                    let lost = "what was written could not be read back";
                    return Ok(open.ok_or_else(|| io::Error::other(lost))?);
                }
                Err(Keeping::Io(why)) => task.note(name, cannot_keep(folder, &why)),
                Err(why) => return Err(why),
            }
        }
        let sum = key.map_or(0, Key::sum);
        let bytes = united.write(sum, Cursor::new(Vec::new()), task)?.into_inner();
        drop(united);
        let columns = Columns::open(Bytes::owned(bytes), None, sum);
        Ok(columns.ok_or_else(|| io::Error::other("columns could not be read back"))?)
    }

    fn write(&self, folder: &Path, key: Key, united: &United, task: &Task) -> Result<(), Keeping> {
        self.room(united.bytes())?;
        fs::create_dir_all(folder)?;
        let beside = folder.join(part_name());
        let path = folder.join(key.name("cols"));
        let written = File::create(&beside).map_err(Keeping::Io).and_then(|file| {
            united.write(key.sum(), file, task)?;
            Ok(fs::rename(&beside, &path)?)
        });
        if written.is_err() {
            // What could not be finished is of no use.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    /// Removes what is no longer of use; whatever cannot be removed, because somebody uses it on a
    /// system that minds, stays.
    fn clear(&self, folder: &Path, key: Key) {
        let version = format!("{PREFIX}{VERSION}-");
        let file = format!("{version}{:016x}-", key.file);
        let current = key.name("");
        let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| is_ours(name)) else { continue };
            let Ok(meta) = entry.metadata() else { continue };
            let used = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            let left = used.elapsed().is_ok_and(|age| age > LEFT);
            let unfinished = !name.starts_with(&version) || name.ends_with(".part");
            if name.starts_with(&current) {
                continue;
            } else if name.starts_with(&file) || unfinished && left {
                let _ = fs::remove_file(entry.path());
            } else if !unfinished {
                kept.push((used, meta.len(), entry.path()));
            }
        }
        kept.sort();
        let own = |ending| fs::metadata(folder.join(key.name(ending))).map_or(0, |meta| meta.len());
        let mut bytes =
            own("cols") + own("text") + own(INDEX) + kept.iter().map(|(_, b, _)| b).sum::<u64>();
        for (_, length, path) in kept {
            if bytes <= self.kept_bytes {
                break;
            }
            let _ = fs::remove_file(path);
            bytes -= length;
        }
    }
}

fn megabytes(bytes: u64) -> String {
    grouped(bytes.div_ceil(1_000_000))
}

/// Whether a file's name is one that this module gives.
fn is_ours(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(PREFIX) else { return false };
    let Some((stem, ending)) = rest.split_once('.') else { return false };
    let ending = ending.rsplit('.').next().unwrap_or_default();
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_hexdigit());
    stem.split('-').count() == 3
        && stem.split('-').all(number)
        && matches!(ending, "cols" | "text" | "part" | INDEX)
}

/// A name that no other process or thread gives.
fn part_name() -> String {
    static PARTS: AtomicU32 = AtomicU32::new(0);
    let part = PARTS.fetch_add(1, Ordering::Relaxed);
    format!("{PREFIX}{VERSION}-{:x}-{part:x}.part", std::process::id())
}

fn cannot_keep(folder: &Path, why: &io::Error) -> String {
    let way = match why.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some room there, or name a folder on another disk in CHRONOTOPE_CACHE"
        }
        _ => "name a folder that can be written in CHRONOTOPE_CACHE",
    };
    format!(
        "is held in memory and will be read anew next time: its columns cannot be kept in {} ({why}); {way}",
        folder.display()
    )
}
