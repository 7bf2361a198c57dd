//! Lines of a file of any size, in bounded memory.

use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is looked at, in bytes. GeoNames' longest is about 12,000.
const LONGEST: usize = 1 << 20;

/// The lines of a reader, one after the other.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
    number: u64,
}

/// One line.
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: u64,
    /// Bytes in the file, its end included.
    pub(super) byte_len: u64,
    /// Without its end; `None` where it is too long to be looked at.
    pub(super) bytes: Option<&'a [u8]>,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        let input = BufReader::with_capacity(1 << 18, input);
        Self { input, line: Vec::new(), number: 0 }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let mut byte_len = 0u64;
        let mut too_long = false;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', buffer);
            let (piece, _) = buffer.split_at(end.unwrap_or(buffer.len()));
            too_long |= self.line.len() + piece.len() > LONGEST;
            if !too_long {
                self.line.extend_from_slice(piece);
            }
            let taken = piece.len() + usize::from(end.is_some());
            byte_len += taken as u64;
            self.input.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if byte_len == 0 {
            return Ok(None);
        }
        self.number += 1;
        let mut bytes = self.line.as_slice();
        if self.number == 1 {
            // Editors put a mark of UTF-8 before the first line.
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        Ok(Some(Line { number: self.number, byte_len, bytes: (!too_long).then_some(bytes) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_every_way() {
        let mut lines = Lines::new(&b"\xef\xbb\xbfone\r\n\ntwo\nthree"[..]);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push((line.number, line.byte_len, line.bytes.unwrap().to_vec()));
        }
        let expected: [(u64, u64, &[u8]); 4] =
            [(1, 8, b"one"), (2, 1, b""), (3, 4, b"two"), (4, 5, b"three")];
        assert_eq!(found, expected.map(|(n, len, text)| (n, len, text.to_vec())));
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let endless = io::repeat(b'x').take(5 << 20).chain(&b"\nshort"[..]);
        let mut lines = Lines::new(endless);
        assert!(lines.next().unwrap().unwrap().bytes.is_none());
        assert_eq!(lines.next().unwrap().unwrap().bytes, Some(&b"short"[..]));
        assert!(lines.line.capacity() < 3 << 20);
    }
}
