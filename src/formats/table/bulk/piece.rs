//! One piece of a table: the rows that begin in it.
//!
//! Where in a piece the first row begins cannot be told without reading all that lies before it, as a line
//! end may stand in quotes. So it is guessed: the first line that has as many cells as the header. The
//! guess is checked when pieces are put together, against where the piece before really ended, and a
//! piece that guessed wrong is read again (speculation as in Ge et al. 2019, "Speculative distributed
//! CSV data parsing for big data analytics").

use super::reader::{Reader, Reading, Walk};
use super::seats::Cells;
use crate::formats::table::problems::Problems;
use crate::formats::table::rows::Stretch;
use crate::tables::{Marks, Part, Text};
use std::io;
use std::ops::Range;

/// A row of more bytes than this is no row of a table.
const LONGEST_ROW_BYTES: usize = 256 << 20;

/// Lines that are looked at for one that begins a row.
const GUESSES: usize = 32;

/// Why a piece cannot be read.
#[derive(Debug)]
pub(super) enum Broken {
    /// The file cannot be read.
    Io(io::Error),
    /// A byte that is no UTF-8: the text has to be decoded first.
    NotUtf8,
    /// A row that begins at this byte and does not end.
    LongRow(u64),
}

/// What all pieces share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan<'a> {
    pub text: &'a Text,
    pub reading: Reading<'a>,
}

/// What came of a piece. Lines count from its first row.
#[derive(Debug)]
pub(super) struct Piece {
    pub number: usize,
    /// The bytes of the text that are its own.
    pub own: Range<u64>,
    /// Where its first row begins and its last one ends; nothing where no row begins in it.
    pub rows: Option<Range<u64>>,
    pub part: Part,
    pub marks: Marks,
    pub lines: usize,
    /// Whether there is a row that is not blank.
    pub any: bool,
    /// The first lines that prove day before month, and month before day.
    pub proofs: [Option<usize>; 2],
    /// Whether there is a date whose order had to come from elsewhere.
    pub leans: bool,
    pub problems: Problems,
}

impl Piece {
    /// Of bytes in which no row was found yet.
    pub(super) fn new(number: usize, own: Range<u64>, reader: &Reader<'_>) -> Self {
        Self {
            number,
            own,
            rows: None,
            part: Part::new(&reader.words, 0),
            marks: Marks::default(),
            lines: 0,
            any: false,
            proofs: [None; 2],
            leans: false,
            problems: Problems::default(),
        }
    }

    /// Of a stretch that begins with a row and has so many.
    pub(super) fn with_room(reader: &Reader<'_>, bytes: u64, rows: usize) -> Self {
        let mut piece = Self::new(0, 0..bytes, reader);
        piece.part.reserve(rows);
        piece
    }
}

/// One thread's tools.
#[derive(Debug)]
pub(super) struct Worker<'a> {
    text: &'a Text,
    pub reader: Reader<'a>,
    buffer: Vec<u8>,
}

impl<'a> Worker<'a> {
    pub(super) fn new(plan: Plan<'a>, number: usize) -> Self {
        let Plan { text, reading } = plan;
        Self { text, reader: Reader::new(reading, number), buffer: Vec::new() }
    }

    /// Reads the rows that begin in `own`. `start` is where the first one does, where that is known.
    pub(super) fn piece(
        &mut self,
        number: usize,
        own: Range<u64>,
        start: Option<u64>,
    ) -> Result<Piece, Broken> {
        // The byte before tells whether a row can begin right here.
        let from = start.unwrap_or(own.start.saturating_sub(1));
        let mut buffer = std::mem::take(&mut self.buffer);
        // Enough to finish the last row of most tables: 64 KiB behind a piece of 2 MiB.
        let mut behind = usize::try_from((own.end - own.start) / 32).unwrap_or(1).max(1);
        let is_end = self.fill(&mut buffer, from, own.end, behind)?;
        let mut piece = Piece::new(number, own.clone(), &self.reader);
        piece.marks = marks(&buffer, from, &own, self.text)?;
        let begin = match start {
            Some(_) => Some(0),
            None => self.guess(&buffer, from, &own, is_end),
        };
        let Some(begin) = begin else {
            self.buffer = buffer;
            return Ok(piece);
        };
        let start = from + begin as u64;
        piece.part.starts_at(start);
        let limit = usize::try_from(own.end.saturating_sub(from)).unwrap_or(usize::MAX);
        let mut walk = Walk::new(begin, limit);
        let mut is_end = is_end;
        while self.rows(&mut piece, &mut walk, &buffer, is_end)? == Outcome::Beyond {
            if buffer.len() - walk.at > LONGEST_ROW_BYTES {
                return Err(Broken::LongRow(from + walk.at as u64));
            }
            behind *= 8;
            is_end = self.fill(&mut buffer, from, own.end, behind)?;
        }
        let end = walk.at.min(buffer.len());
        let all = buffer.get(begin..end).unwrap_or_default();
        piece.lines = memchr::memchr_iter(b'\n', all).count();
        piece.rows = Some(start..from + end as u64);
        piece.part.shrink();
        self.buffer = buffer;
        Ok(piece)
    }

    /// Reads from `from` to so many bytes behind `to`; says whether that is the text's end.
    fn fill(
        &self,
        buffer: &mut Vec<u8>,
        from: u64,
        to: u64,
        behind: usize,
    ) -> Result<bool, Broken> {
        let text = self.text;
        let end = to.saturating_add(behind as u64).min(text.bytes());
        buffer.resize(usize::try_from(end.saturating_sub(from)).unwrap_or(usize::MAX), 0);
        let read = text.fill(from, buffer).map_err(Broken::Io)?;
        if read < buffer.len() {
            return Err(Broken::Io(io::ErrorKind::UnexpectedEof.into()));
        }
        Ok(end == text.bytes())
    }

    /// Where the first row probably begins.
    fn guess(&self, buffer: &[u8], from: u64, own: &Range<u64>, is_end: bool) -> Option<usize> {
        let stretch = Stretch { bytes: buffer, delimiter: self.reader.reading.delimiter, is_end };
        let own_len = usize::try_from(own.end.saturating_sub(from)).unwrap_or(usize::MAX);
        let mine = buffer.get(..own_len.saturating_sub(1).min(buffer.len()))?;
        let begins = || memchr::memchr_iter(b'\n', mine).map(|at| at + 1);
        let likely = begins().take(GUESSES).find(|begin| {
            stretch
                .walk(*begin, |_, _| ())
                .is_ok_and(|end| end.cells == self.reader.reading.sheet.width && !end.stray)
        });
        likely.or_else(|| begins().next())
    }

    /// Reads rows until the piece's own bytes are over, or more bytes are needed.
    fn rows(
        &mut self,
        piece: &mut Piece,
        walk: &mut Walk,
        buffer: &[u8],
        is_end: bool,
    ) -> Result<Outcome, Broken> {
        let usable = if is_end {
            buffer.len()
        } else {
            memchr::memrchr(b'\n', buffer).map_or(0, |at| at + 1)
        };
        let all = buffer.get(walk.from..usable.max(walk.from)).unwrap_or_default();
        let text = std::str::from_utf8(all).map_err(|_| Broken::NotUtf8)?;
        let bytes = text.as_bytes();
        let stretch = Stretch { bytes, delimiter: self.reader.reading.delimiter, is_end };
        let mut raw = Cells::default();
        while walk.at < walk.limit && walk.at - walk.from < bytes.len() {
            let at = walk.at - walk.from;
            let seats = &self.reader.reading.seats.of_column;
            let end = stretch.walk(at, |column, cell| {
                if let Some(slot) = seats.get(column).and_then(|seat| raw.get_mut(*seat as usize)) {
                    *slot = cell;
                }
            });
            let Ok(end) = end else { return Ok(Outcome::Beyond) };
            self.reader.row(piece, text, at, end, &raw, walk);
            walk.at = walk.from + end.at + 1;
        }
        let over = is_end || walk.at >= walk.limit;
        Ok(if over { Outcome::Over } else { Outcome::Beyond })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Over,
    Beyond,
}

/// Marks of a piece's own bytes; the part of them before what was read is read for it.
fn marks(buffer: &[u8], from: u64, own: &Range<u64>, text: &Text) -> Result<Marks, Broken> {
    let mut marks = Marks::from_byte(own.start);
    let before = from.saturating_sub(own.start);
    if before > 0 {
        let mut head = vec![0; usize::try_from(before.min(own.end - own.start)).unwrap_or(0)];
        let read = text.fill(own.start, &mut head).map_err(Broken::Io)?;
        marks.add(head.get(..read).unwrap_or_default());
    }
    let at = |byte: u64| usize::try_from(byte.saturating_sub(from)).unwrap_or(usize::MAX);
    marks.add(buffer.get(at(own.start)..at(own.end)).unwrap_or_default());
    Ok(marks)
}
