//! Writing the file of columns, section after section, with their checksums.

use super::layout::{HEADER_BYTES, Layout, SECTIONS, Section};
use super::whole::Keeping;
use crate::system::bytes::Checksum;
use crate::task::Task;
use std::io::{Seek, SeekFrom, Write};

type Result<T> = std::result::Result<T, Keeping>;

/// Bytes gathered before they are written: a multiple of what [`Checksum`] takes at once.
const BUFFER_BYTES: usize = 1 << 20;

/// A file that is being written.
#[derive(Debug)]
pub(super) struct Writer<'a, W> {
    task: &'a Task,
    out: W,
    at: u64,
    buffer: Vec<u8>,
    sum: Checksum,
    sections: [[u64; 3]; SECTIONS],
}

impl<'a, W: Write + Seek> Writer<'a, W> {
    /// Leaves room for the header, which is written last: a file that was cut short has none.
    pub(super) fn new(mut out: W, task: &'a Task) -> Result<Self> {
        out.write_all(&[0; HEADER_BYTES])?;
        Ok(Self {
            task,
            out,
            at: HEADER_BYTES as u64,
            buffer: Vec::with_capacity(BUFFER_BYTES),
            sum: Checksum::new(),
            sections: [[0; 3]; SECTIONS],
        })
    }

    /// Writes a section of numbers.
    pub(super) fn numbers<const N: usize>(
        &mut self,
        section: Section,
        numbers: impl Iterator<Item = [u8; N]>,
    ) -> Result<()> {
        let from = self.at;
        for number in numbers {
            self.buffer.extend_from_slice(&number);
            if self.buffer.len() >= BUFFER_BYTES {
                self.flush(BUFFER_BYTES)?;
            }
        }
        self.end(section, from)
    }

    /// Writes a section of bytes.
    pub(super) fn bytes(&mut self, section: Section, bytes: &[u8]) -> Result<()> {
        let from = self.at;
        for piece in bytes.chunks(BUFFER_BYTES) {
            self.buffer.extend_from_slice(piece);
            self.flush(BUFFER_BYTES)?;
        }
        self.end(section, from)
    }

    /// Writes so many bytes of what was gathered, or all where there are fewer.
    fn flush(&mut self, most: usize) -> Result<()> {
        self.task.check()?;
        let now = self.buffer.get(..most).unwrap_or(&self.buffer);
        self.sum.add(now);
        self.out.write_all(now)?;
        let written = now.len();
        self.at += written as u64;
        self.buffer.drain(..written);
        Ok(())
    }

    fn end(&mut self, section: Section, from: u64) -> Result<()> {
        self.flush(usize::MAX)?;
        let sum = std::mem::replace(&mut self.sum, Checksum::new()).finish();
        if let Some(entry) = self.sections.get_mut(section as usize) {
            *entry = [from, self.at - from, sum];
        }
        let gap = self.at.next_multiple_of(8) - self.at;
        self.out.write_all([0; 8].get(..gap as usize).unwrap_or_default())?;
        self.at += gap;
        Ok(())
    }

    /// Writes the header.
    pub(super) fn finish(mut self, layout: Layout) -> Result<W> {
        let layout = Layout { sections: self.sections, ..layout };
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&layout.bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}
