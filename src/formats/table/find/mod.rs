//! Looking for words in the rows of a large table: by all cores, in pieces, in the order of the file.

mod needle;
#[cfg(test)]
mod tests;
mod wide;

use super::Role;
use super::rows::{Rows as Lines, Stretch};
use super::sheet::Sheet;
use crate::gazetteer::fold;
use crate::model::{Found, Within};
use crate::system::parallel;
use crate::tables::{Columns, Text};
use needle::{Needle, Verdict};
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

/// Bytes of a piece: they stay in a core's cache while they are looked at, and take a fraction of a
/// millisecond.
const PIECE_BYTES: u64 = 512 << 10;

/// Rows that are walked over before the row of a byte is searched for.
const STEPS: usize = 8;

/// What is searched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground<'a> {
    pub text: &'a Text,
    pub columns: &'a Columns,
    pub sheet: &'a Sheet,
    pub delimiter: u8,
}

/// What is looked for.
struct Search<'a> {
    ground: Ground<'a>,
    needle: Needle,
    /// The cells in which it counts; nothing where all do.
    cells: Option<Vec<usize>>,
}

impl Ground<'_> {
    /// As [`crate::model::Rows::find`].
    pub(super) fn find(
        self,
        words: &str,
        within: Within,
        from: usize,
        most: usize,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Found {
        let len = self.columns.len();
        let needle = Needle::new(words);
        if from >= len || needle.key.is_empty() || self.text.is_changed() {
            return Found { next: len, done: true, ..Found::default() };
        }
        if most == 0 {
            return Found { next: from, ..Found::default() };
        }
        let roles = [Role::Title, Role::Notes];
        let cells: Vec<usize> =
            roles.iter().filter_map(|role| self.sheet.columns.at(*role)).collect();
        let cells = Some(cells).filter(|cells| within == Within::Telling && !cells.is_empty());
        Search { ground: self, needle, cells }.run(from, most, stop)
    }
}

impl Search<'_> {
    fn run(&self, from: usize, most: usize, stop: &(dyn Fn() -> bool + Sync)) -> Found {
        let columns = self.ground.columns;
        let first_byte = columns.row_byte(from).unwrap_or_default();
        let (next, found) = (AtomicU64::new(0), AtomicUsize::new(0));
        let rows_of = |piece: u64| {
            let begin = first_byte.saturating_add(piece.saturating_mul(PIECE_BYTES));
            let row = |byte| columns.rows_before(byte, false).max(from);
            row(begin)..row(begin.saturating_add(PIECE_BYTES))
        };
        let work = || {
            let (mut buffer, mut pieces) = (Vec::new(), Vec::new());
            loop {
                let piece = next.fetch_add(1, Ordering::Relaxed);
                let rows = rows_of(piece);
                if rows.start >= columns.len() {
                    break;
                }
                let mut hits = Vec::new();
                self.piece(rows, &mut buffer, &mut hits);
                let before = found.fetch_add(hits.len(), Ordering::Relaxed);
                let enough = before + hits.len() >= most;
                pieces.push((piece, hits));
                // At least one piece was done by now, so whoever asks again and again comes to an end.
                if enough || found.load(Ordering::Relaxed) >= most || stop() {
                    break;
                }
            }
            pieces
        };
        let mut pieces = thread::scope(|scope| {
            let others: Vec<_> = (1..parallel::threads()).map(|_| scope.spawn(work)).collect();
            let mut pieces = work();
            for other in others {
                pieces.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            pieces
        });
        pieces.sort_unstable_by_key(|(piece, _)| *piece);
        // Every piece that was begun is done, so they follow each other.
        let next = pieces.last().map_or(from, |(piece, _)| rows_of(*piece).end);
        let mut rows: Vec<u32> = pieces.into_iter().flat_map(|(_, hits)| hits).collect();
        if rows.len() > most {
            rows.truncate(most);
            let next = rows.last().map_or(from, |row| *row as usize + 1);
            return Found { rows, next, done: false };
        }
        Found { rows, next, done: next >= columns.len() }
    }

    /// Looks at the rows of one piece. What cannot be read has nothing.
    fn piece(&self, rows: Range<usize>, buffer: &mut Vec<u8>, hits: &mut Vec<u32>) {
        let Ground { columns, text, .. } = self.ground;
        let Some(base) = columns.row_byte(rows.start) else { return };
        let end = match columns.row_byte(rows.end).filter(|_| rows.end < columns.len()) {
            Some(next) => next,
            None => columns.text_bytes(),
        };
        let Ok(length) = usize::try_from(end.saturating_sub(base)) else { return };
        buffer.resize(length, 0);
        let Ok(read) = text.fill(base, buffer) else { return };
        let bytes = buffer.get(..read).unwrap_or_default();
        let begin_of = |row: usize| match row < rows.end {
            true => columns.row_byte(row).map_or(read, |byte| (byte.saturating_sub(base)) as usize),
            false => read,
        };
        let (mut row, mut at) = (rows.start, 0);
        let mut row_end = begin_of(row + 1);
        while let Some(place) = self.needle.next(bytes, at) {
            let mut steps = 0;
            while row_end <= place.at && row + 1 < rows.end {
                steps += 1;
                row = match steps < STEPS {
                    true => row + 1,
                    false => columns.rows_before(base + place.at as u64, true).max(1) - 1,
                };
                row_end = begin_of(row + 1);
            }
            let begin = begin_of(row);
            let own = bytes.get(begin..row_end.max(begin)).unwrap_or_default();
            let place = needle::Place { at: place.at.saturating_sub(begin), ..place };
            let has = match self.needle.verdict(own, place) {
                Verdict::No => None,
                Verdict::Yes(from, to) => self.counts(own, from..to).then_some(true),
                Verdict::Unclear => Some(self.has(own)),
            };
            if has == Some(true) {
                hits.extend(u32::try_from(row));
            }
            at = match has {
                Some(_) => row_end.max(begin + place.at + 1),
                None => begin + place.at + 1,
            };
        }
    }

    /// Whether bytes of a row, which may be followed by what is no row, lie in a cell that counts.
    fn counts(&self, row: &[u8], range: Range<usize>) -> bool {
        let stretch = Stretch { bytes: row, delimiter: self.ground.delimiter, is_end: true };
        let mut inside = self.cells.is_none();
        let end = stretch.walk(0, |column, cell| {
            let counts = self.cells.as_ref().is_some_and(|cells| cells.contains(&column));
            inside |= counts && cell.from <= range.start && range.end <= cell.to;
        });
        inside && end.is_ok_and(|end| range.end <= end.at)
    }

    /// Whether a row has the words, by its folded text.
    fn has(&self, row: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(row) else { return false };
        let Some(line) = Lines::new(text, self.ground.delimiter).next() else { return false };
        let key = self.needle.key.as_str();
        match &self.cells {
            None => text.get(line.bytes).is_some_and(|row| fold(row).contains(key)),
            Some(cells) => cells.iter().any(|at| fold(line.cell(*at)).contains(key)),
        }
    }
}
