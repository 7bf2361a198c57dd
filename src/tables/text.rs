//! A table's text: the file itself, read piece by piece where it lies.
//!
//! It is not mapped: another program may cut it short, and to touch a mapped page that is gone ends a
//! process.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What a file looked like when it was read: another length or time means another content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was changed, in nanoseconds since 1970; zero where the system does not say.
    pub changed_ns: u128,
}

impl Stamp {
    /// Of a file that is open or named.
    #[must_use]
    pub fn of(meta: &Metadata) -> Self {
        let changed = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Self { bytes: meta.len(), changed_ns: changed.map_or(0, |since| since.as_nanos()) }
    }
}

/// A text in a file, open for reading, which may begin behind a byte order mark.
#[derive(Debug)]
pub struct Text {
    file: File,
    path: PathBuf,
    base: u64,
    stamp: Stamp,
    /// Whether the file is removed with this.
    fleeting: bool,
}

impl Text {
    /// Opens a file whose text begins after `base` bytes.
    ///
    /// # Errors
    /// When the system does not give the file.
    pub fn open(path: &Path, base: u64) -> io::Result<Self> {
        let file = File::open(path)?;
        let stamp = Stamp::of(&file.metadata()?);
        Ok(Self { file, path: path.to_owned(), base, stamp, fleeting: false })
    }

    /// The same, the file being of no use to anybody else: it is removed once nobody reads here.
    #[must_use]
    pub(super) fn fleeting(mut self) -> Self {
        self.fleeting = true;
        self
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file looked like when it was opened.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Length of the text in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.stamp.bytes.saturating_sub(self.base)
    }

    /// Where the text begins in the file.
    #[must_use]
    pub fn base(&self) -> u64 {
        self.base
    }

    /// Bytes of the text. Nothing where the range reaches beyond it or the file was changed.
    #[must_use]
    pub fn read(&self, range: Range<u64>) -> Option<Vec<u8>> {
        if range.start > range.end || range.end > self.bytes() || self.is_changed() {
            return None;
        }
        let mut bytes = vec![0; usize::try_from(range.end - range.start).ok()?];
        (self.fill(range.start, &mut bytes).ok()? == bytes.len()).then_some(bytes)
    }

    /// Reads from a byte of the text on until `into` is full or the file is at its end; says how many
    /// bytes there were.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fill(&self, from: u64, into: &mut [u8]) -> io::Result<usize> {
        fill_at(&self.file, into, self.base + from)
    }

    /// Whether the open file is no longer what it was. A file that was removed or replaced by another
    /// of its name can still be read here.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.file.metadata().map_or(true, |meta| Stamp::of(&meta) != self.stamp)
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        if self.fleeting {
            // What cannot be removed now is cleared away later, by its age.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Reads from a byte of a file on until `into` is full or the file is at its end; says how many bytes
/// there were.
pub(super) fn fill_at(file: &File, into: &mut [u8], from: u64) -> io::Result<usize> {
    let mut done = 0;
    while let Some(rest) = into.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match read_at(file, rest, from.saturating_add(done as u64)) {
            Ok(0) => break,
            Ok(read) => done += read,
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
    Ok(done)
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, at)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, at)
}
