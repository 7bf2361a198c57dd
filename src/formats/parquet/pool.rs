//! Cells of a column, each written once however many rows have it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that are copied at once for a short cell: more than most cells have, and no call.
pub(super) const STRIDE: usize = 32;

/// The same in a column of numbers, days or short names.
const NARROW: usize = STRIDE / 2;

/// The code of a row that has no value.
pub(super) const NONE: u32 = 0;

/// Cells by code. The first is the empty one of rows without a value.
///
/// Behind each cell stands the sign that parts it from the next, so that a row is put together of whole
/// stretches.
#[derive(Debug)]
pub struct Pool {
    number: u64,
    sign: u8,
    bytes: Vec<u8>,
    /// Where each cell begins, and at the end where the last one's sign ends.
    bounds: Vec<u32>,
    longest: usize,
    /// Whether a cell of more than one line is among those that were finished.
    breaks: bool,
    /// Whether they are all ASCII.
    is_ascii: bool,
    /// Bytes of the cells that were finished.
    finished: usize,
}

impl Pool {
    /// Whose cells are followed by a sign.
    pub(super) fn new(sign: u8) -> Self {
        let mut pool = Self {
            number: 0,
            sign,
            bytes: Vec::new(),
            bounds: Vec::new(),
            longest: 0,
            breaks: false,
            is_ascii: true,
            finished: 0,
        };
        pool.clear();
        pool.finish();
        pool
    }

    /// Empties it: what is put in from now on is something else.
    pub(super) fn clear(&mut self) {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        self.number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        self.bytes.clear();
        self.bounds.clear();
        self.bounds.push(0);
        self.longest = 0;
        self.breaks = false;
        self.is_ascii = true;
        self.finished = 0;
        self.push(|_| ());
    }

    /// What tells it from every other pool, and from itself before it was emptied.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// Whether it has none but that of rows without a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() <= 1
    }

    /// A cell as it stands in the row's text, in quotes where it needs them.
    #[must_use]
    pub fn cell(&self, code: u32) -> &[u8] {
        let with_sign = self.with_sign(code).unwrap_or_default();
        with_sign.split_last().map_or(&[][..], |(_, cell)| cell)
    }

    /// A cell and the sign behind it.
    fn with_sign(&self, code: u32) -> Option<&[u8]> {
        let bounds = self.bounds.get(code as usize..)?.first_chunk::<2>()?;
        self.bytes.get(bounds[0] as usize..bounds[1] as usize)
    }

    /// How many bytes its cells take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Bytes of the longest cell with its sign.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Whether a cell of more than one line is among them.
    pub(super) fn breaks(&self) -> bool {
        self.breaks
    }

    /// Whether all cells are ASCII, and none has a second line.
    pub(super) fn is_plain(&self) -> bool {
        self.is_ascii && !self.breaks
    }

    /// Adds a cell that `write` appends.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let from = self.bytes.len();
        write(&mut self.bytes);
        self.bytes.push(self.sign);
        self.longest = self.longest.max(self.bytes.len() - from);
        // Beyond 4 GiB no further cell is found: who fills it asks `is_full`.
        self.bounds.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// Whether it holds more bytes than can be told apart.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= u32::MAX as usize || self.bounds.len() > i32::MAX as usize
    }

    /// Whether the cells from a number on are UTF-8.
    pub(super) fn are_text_from(&self, number: usize) -> bool {
        let from = self.bounds.get(number).map_or(0, |from| *from as usize);
        // What parts the cells is a character of its own, so no other can reach over two of them.
        std::str::from_utf8(self.bytes.get(from..).unwrap_or_default()).is_ok()
    }

    /// Takes the cells from a number on out again.
    pub(super) fn truncate(&mut self, number: usize) {
        if let Some(to) = self.bounds.get(number) {
            self.bytes.truncate(*to as usize);
            self.bounds.truncate(number + 1);
        }
    }

    /// Puts room behind the cells, so that the last of them can be copied in whole strides, and looks for
    /// line ends.
    pub(super) fn finish(&mut self) {
        let new = self.bytes.get(self.finished..).unwrap_or_default();
        let signs = match self.sign {
            b'\n' => {
                self.bounds.iter().rev().take_while(|to| **to as usize > self.finished).count()
            }
            _ => 0,
        };
        self.breaks |= memchr::memchr_iter(b'\n', new).count() > signs;
        self.is_ascii &= new.is_ascii();
        self.finished = self.bytes.len();
        self.bytes.resize(self.finished + STRIDE, 0);
    }

    /// Takes up where it was finished.
    pub(super) fn go_on(&mut self) {
        self.bytes.truncate(self.finished);
    }

    /// Its cells, to be copied one after the other.
    pub(super) fn stretches(&self) -> Stretches<'_> {
        let is_narrow = self.longest <= NARROW;
        Stretches { bytes: &self.bytes, bounds: &self.bounds, is_narrow }
    }
}

/// Cells with the signs behind them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretches<'p> {
    bytes: &'p [u8],
    bounds: &'p [u32],
    /// Whether no cell is longer than [`NARROW`].
    is_narrow: bool,
}

impl Stretches<'_> {
    /// Copies a cell and its sign to a place that has [`STRIDE`] more bytes than these need; gives the end
    /// of what was copied.
    #[inline]
    pub(super) fn copy(&self, code: u32, to: &mut [u8], at: usize) -> Option<usize> {
        let [from, end] = *self.bounds.get(code as usize..)?.first_chunk::<2>()?;
        let (from, length) = (from as usize, (end - from) as usize);
        // Two halves, and whatever is longer by a function of its own: else all of them become one call
        // that copies any number of bytes.
        self.half(from, to, at)?;
        if !self.is_narrow {
            if length <= STRIDE {
                self.half(from + NARROW, to, at + NARROW)?;
            } else {
                self.copy_long(from, length, to, at)?;
            }
        }
        Some(at + length)
    }

    #[inline]
    fn half(&self, from: usize, to: &mut [u8], at: usize) -> Option<()> {
        let cell = self.bytes.get(from..)?.first_chunk::<NARROW>()?;
        let number = u128::from_ne_bytes(*cell);
        *to.get_mut(at..)?.first_chunk_mut::<NARROW>()? = number.to_ne_bytes();
        Some(())
    }

    #[inline(never)]
    fn copy_long(&self, from: usize, length: usize, to: &mut [u8], at: usize) -> Option<()> {
        let cell = self.bytes.get(from..from + length)?;
        to.get_mut(at..at + length)?.copy_from_slice(cell);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cells_come_out_as_they_went_in(
            cells in prop::collection::vec("[a-z,\"\n\u{e9}]{0,50}", 0..40),
            more in prop::collection::vec("[a-z\n]{0,50}", 0..4),
            last in any::<bool>(),
        ) {
            let sign = if last { b'\n' } else { b',' };
            let mut pool = Pool::new(sign);
            pool.go_on();
            for cell in &cells {
                pool.push(|out| out.extend_from_slice(cell.as_bytes()));
            }
            pool.finish();
            for cell in &more {
                pool.go_on();
                pool.push(|out| out.extend_from_slice(cell.as_bytes()));
                pool.finish();
            }
            let cells = [cells, more].concat();
            prop_assert_eq!(pool.len(), cells.len() + 1);
            prop_assert_eq!(pool.cell(NONE), b"");
            prop_assert_eq!(pool.breaks(), cells.iter().any(|cell| cell.contains('\n')));
            let is_plain = cells.iter().all(|cell| cell.is_ascii() && !cell.contains('\n'));
            prop_assert_eq!(pool.is_plain(), is_plain);
            let mut out = vec![0; pool.longest() + STRIDE];
            for (at, cell) in cells.iter().enumerate() {
                let code = u32::try_from(at + 1).unwrap();
                prop_assert_eq!(pool.cell(code), cell.as_bytes());
                let end = pool.stretches().copy(code, &mut out, 0).unwrap();
                prop_assert_eq!(&out[..end - 1], cell.as_bytes());
                prop_assert_eq!(out[end - 1], sign);
            }
            let beyond = u32::try_from(pool.len()).unwrap();
            prop_assert_eq!(pool.stretches().copy(beyond, &mut out, 0), None);
            prop_assert_eq!(pool.cell(beyond), b"");
        }
    }

    #[test]
    fn what_is_taken_out_leaves_the_rest() {
        let mut pool = Pool::new(b',');
        pool.go_on();
        for cell in ["one", "two", "three"] {
            pool.push(|out| out.extend_from_slice(cell.as_bytes()));
        }
        pool.truncate(2);
        assert_eq!((pool.len(), pool.cell(1), pool.cell(2)), (2, &b"one"[..], &b""[..]));
        let number = pool.number();
        pool.clear();
        assert!(pool.is_empty() && pool.number() != number);
    }
}
