//! Rows of a table that is no plain text, written as text beside its columns.

use super::marks::Marks;
use super::text::Text;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A text that is being written into the cache folder. Dropped before it is finished, it is removed.
#[derive(Debug)]
pub struct Spool {
    out: BufWriter<File>,
    beside: PathBuf,
    path: PathBuf,
    marks: Marks,
    fleeting: bool,
    finished: bool,
}

impl Spool {
    pub(super) fn create(beside: PathBuf, path: PathBuf, fleeting: bool) -> io::Result<Self> {
        // What is longer goes past the buffer: rows come a few thousand at a time.
        let out = BufWriter::with_capacity(1 << 16, File::create(&beside)?);
        Ok(Self { out, beside, path, marks: Marks::default(), fleeting, finished: false })
    }

    /// Bytes written so far: where the next line begins.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.marks.bytes()
    }

    /// Writes some of the text: valid UTF-8 all in all, wherever it is cut.
    ///
    /// # Errors
    /// When the file cannot be written, as when the disk is full.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.marks.add(bytes);
        self.out.write_all(bytes)
    }

    /// Writes some of the text that is known to be ASCII, with lines that end at these of its bytes.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_plain(&mut self, bytes: &[u8], line_ends: &[usize]) -> io::Result<()> {
        self.marks.add_plain(bytes.len(), line_ends);
        self.out.write_all(bytes)
    }

    /// Puts the file in its place and opens it, with the marks of its text.
    ///
    /// # Errors
    /// When the file cannot be written or opened again.
    pub fn finish(mut self) -> io::Result<(Text, Marks)> {
        self.out.flush()?;
        fs::rename(&self.beside, &self.path)?;
        self.finished = true;
        let text = Text::open(&self.path, 0)?;
        let text = if self.fleeting { text.fleeting() } else { text };
        Ok((text, std::mem::take(&mut self.marks)))
    }

    /// Leaves it to whoever reads it now: removed when that is over, found by nobody else. For a text that
    /// is not whole.
    pub fn for_now(&mut self) {
        self.path = self.beside.with_extension("text");
        self.fleeting = true;
    }

    /// Where it will lie.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if !self.finished {
            // Half a text is of no use; where it cannot be removed it is cleared away by its age.
            let _ = fs::remove_file(&self.beside);
        }
    }
}
