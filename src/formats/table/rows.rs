//! Delimited text (RFC 4180, with commas, tabs, semicolons or bars) as records that know where in
//! the text they stand.
//!
//! A quote that opens a cell closes at the next quote that is not doubled. Beyond its line that one must
//! close a whole cell, and within [`LONGEST_CELL_BYTES`]; else the first is stray and read as it stands.
//! So what a row is depends on nothing before it: a table can be read from any row on.

use std::ops::Range;

/// What a quote opens may have so many bytes; a quote that is not closed until then is stray.
pub(super) const LONGEST_CELL_BYTES: usize = 16 << 20;

/// One row: its cells, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, counted from 1.
    pub line: usize,
    /// Bytes of the row in the text, without its line end.
    pub bytes: Range<usize>,
    /// Cells, unquoted, with the bytes that each takes up in the text (quotes included).
    pub cells: Vec<(String, Range<usize>)>,
    /// Whether a quote was opened and never closed: read as an ordinary character.
    pub stray_quote: bool,
    /// Whether the text ends with it, in the middle of a line.
    pub ends_text: bool,
}

impl Row {
    /// The trimmed text of a cell; empty where the row is too short.
    #[must_use]
    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |(text, _)| text.trim())
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|(text, _)| text.trim().is_empty())
    }
}

/// Bytes of a table, and whether there are no more behind them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<'a> {
    pub bytes: &'a [u8],
    pub delimiter: u8,
    pub is_end: bool,
}

/// A cell as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RawCell {
    /// Where it begins.
    pub from: usize,
    /// Where it ends: at the delimiter or the line's end.
    pub to: usize,
    /// Where its quote closes, if it has one.
    pub close: Option<usize>,
    /// Whether there are quotes within the quotes.
    pub doubled: bool,
}

/// Where a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowEnd {
    /// Its line end, or the end of the text.
    pub at: usize,
    /// How many cells it has.
    pub cells: usize,
    /// Whether one of them opens a quote that is never closed.
    pub stray: bool,
}

/// More bytes are needed to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beyond;

enum Closing {
    At(usize, bool),
    Never,
}

impl Stretch<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Where a quoted cell that opens at `open` closes, and whether quotes stand in it.
    fn closing(&self, open: usize) -> Result<Closing, Beyond> {
        let limit = (open + 1).saturating_add(LONGEST_CELL_BYTES).min(self.bytes.len());
        let is_far = limit - open > LONGEST_CELL_BYTES;
        let never = if self.is_end || is_far { Ok(Closing::Never) } else { Err(Beyond) };
        let (mut at, mut doubled) = (open + 1, false);
        loop {
            let Some(rest) = self.bytes.get(at..limit) else { return never };
            let Some(found) = memchr::memchr(b'"', rest) else { return never };
            at += found;
            let next = self.byte(at + 1);
            if next.is_none() && !self.is_end {
                return Err(Beyond);
            }
            if next != Some(b'"') {
                // Beyond its line a quote must close a whole cell: else two strays would swallow
                // all rows between them.
                let whole = next.is_none_or(|b| b == self.delimiter || matches!(b, b'\r' | b'\n'));
                let inside = self.bytes.get(open..at).unwrap_or_default();
                let closes = whole || memchr::memchr(b'\n', inside).is_none();
                return Ok(if closes { Closing::At(at, doubled) } else { Closing::Never });
            }
            doubled = true;
            at += 2;
        }
    }

    /// Walks over the row that begins at `start`, from cell to cell.
    pub(super) fn walk(
        &self,
        start: usize,
        mut each: impl FnMut(usize, RawCell),
    ) -> Result<RowEnd, Beyond> {
        let (mut from, mut cells, mut stray) = (start, 0, false);
        loop {
            let (mut close, mut doubled, mut behind) = (None, false, from);
            if self.byte(from) == Some(b'"') {
                match self.closing(from)? {
                    Closing::At(at, has) => (close, doubled, behind) = (Some(at), has, at + 1),
                    Closing::Never => stray = true,
                }
            }
            let rest = self.bytes.get(behind..).unwrap_or_default();
            let to = match memchr::memchr2(self.delimiter, b'\n', rest) {
                Some(found) => behind + found,
                None if self.is_end => self.bytes.len(),
                None => return Err(Beyond),
            };
            each(cells, RawCell { from, to, close, doubled });
            cells += 1;
            if self.byte(to) != Some(self.delimiter) {
                return Ok(RowEnd { at: to, cells, stray });
            }
            from = to + 1;
        }
    }
}

/// The rows of a text.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    line: usize,
}

impl<'a> Rows<'a> {
    /// The rows of a text, cells parted by `delimiter` (an ASCII character).
    #[must_use]
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        Self { text, delimiter, at: 0, line: 1 }
    }

    /// The same, from a row on that begins at a byte and stands in a line.
    #[must_use]
    pub(super) fn from(self, at: usize, line: usize) -> Self {
        Self { at, line, ..self }
    }

    /// Where the next row begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The text of a cell.
    fn unquoted(&self, raw: RawCell) -> String {
        let part = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let Some(close) = raw.close else { return part(raw.from, raw.to).to_owned() };
        let inside = part(raw.from + 1, close);
        let mut text = if raw.doubled { inside.replace("\"\"", "\"") } else { inside.to_owned() };
        text.push_str(part(close + 1, raw.to));
        text
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let bytes = self.text.as_bytes();
        let stretch = Stretch { bytes, delimiter: self.delimiter, is_end: true };
        let mut cells = Vec::new();
        let end = stretch.walk(start, |_, raw| cells.push((self.unquoted(raw), raw.from..raw.to)));
        // The text ends here, so nothing can lie beyond it.
        let end = end.ok()?;
        let whole = self.text.get(start..end.at).unwrap_or_default();
        let row_end = start + whole.trim_end_matches('\r').len();
        if let Some((text, bytes)) = cells.last_mut() {
            if text.ends_with('\r') {
                text.pop();
            }
            bytes.end = bytes.end.min(row_end).max(bytes.start);
        }
        let row = Row {
            line: self.line,
            bytes: start..row_end,
            cells,
            stray_quote: end.stray,
            ends_text: end.at >= self.text.len(),
        };
        self.line += memchr::memchr_iter(b'\n', whole.as_bytes()).count() + 1;
        self.at = end.at + 1;
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        Rows::new(text, b',').map(|r| r.cells.into_iter().map(|(t, _)| t).collect()).collect()
    }

    #[test]
    fn quotes_hold_commas_lines_and_quotes() {
        assert_eq!(
            cells("a,\"b, \"\"c\"\"\nd\",e\r\n1,2,3\r\n"),
            [vec!["a", "b, \"c\"\nd", "e"], vec!["1", "2", "3"]]
        );
        let lines: Vec<usize> = Rows::new("a\n\"b\nc\"\nd", b',').map(|r| r.line).collect();
        assert_eq!(lines, [1, 2, 4]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_row() {
        let rows: Vec<Row> = Rows::new("a,\"b\nc,d\n\"e,f\n", b',').collect();
        assert_eq!(rows.len(), 3);
        assert!(rows[0].stray_quote || rows[2].stray_quote);
        let hostile = "\"x\n".repeat(200_001);
        assert!(Rows::new(&hostile, b',').count() > 0);
    }

    proptest! {
        #[test]
        fn written_cells_are_read_again(table in prop::collection::vec(prop::collection::vec("[a-z\",\n é]{0,6}", 2..4), 1..6)) {
            let text: String = table.iter().map(|row| {
                let cells: Vec<String> = row.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
                cells.join(",") + "\n"
            }).collect();
            prop_assert_eq!(cells(&text), table);
        }

        #[test]
        fn rows_stand_in_the_text_in_order(text in "[a-b\",\n\ré]{0,60}") {
            let mut end = 0;
            for row in Rows::new(&text, b',') {
                prop_assert!(row.bytes.start >= end && text.get(row.bytes.clone()).is_some());
                for (_, bytes) in &row.cells {
                    prop_assert!(bytes.start >= row.bytes.start && bytes.end <= row.bytes.end);
                    prop_assert!(text.get(bytes.clone()).is_some());
                }
                end = row.bytes.end;
            }
        }
    }
}
