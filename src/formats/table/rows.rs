//! Delimited text (RFC 4180, with commas, tabs, semicolons or bars) as records that know where in
//! the text they stand.

use std::ops::Range;

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

/// The rows of a text.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    line: usize,
    /// Once a quote was found that never closes, quotes no longer reach over lines: else every
    /// later row would search to the end again.
    quotes_span_lines: bool,
}

impl<'a> Rows<'a> {
    /// The rows of a text, cells parted by `delimiter` (an ASCII character).
    #[must_use]
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        Self { text, delimiter, at: 0, line: 1, quotes_span_lines: true }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Where a quoted cell that opens at `open` closes, within the line or beyond.
    fn closing(&self, open: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = open + 1;
        loop {
            let rest = bytes.get(at..)?;
            at += if self.quotes_span_lines {
                memchr::memchr(b'"', rest)?
            } else {
                let found = memchr::memchr2(b'"', b'\n', rest)?;
                if rest.get(found) == Some(&b'\n') {
                    return None;
                }
                found
            };
            let next = self.byte(at + 1);
            if next != Some(b'"') {
                // Beyond its line a quote must close a whole cell: else two strays would swallow
                // all rows between them.
                let whole = next.is_none_or(|b| b == self.delimiter || matches!(b, b'\r' | b'\n'));
                let inside = bytes.get(open..at).unwrap_or_default();
                return (whole || memchr::memchr(b'\n', inside).is_none()).then_some(at);
            }
            at += 2;
        }
    }

    /// One cell from `start`, and where it ends.
    fn cell(&mut self, start: usize, stray: &mut bool) -> (String, usize) {
        let bytes = self.text.as_bytes();
        let mut text = String::new();
        let mut from = start;
        if self.byte(start) == Some(b'"') {
            if let Some(close) = self.closing(start) {
                text = self.text.get(start + 1..close).unwrap_or_default().replace("\"\"", "\"");
                from = close + 1;
            } else {
                *stray = true;
                self.quotes_span_lines = false;
            }
        }
        let rest = bytes.get(from..).unwrap_or_default();
        let end = from + memchr::memchr2(self.delimiter, b'\n', rest).unwrap_or(rest.len());
        text.push_str(self.text.get(from..end).unwrap_or_default());
        (text, end)
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut row = Row { line: self.line, ..Row::default() };
        let start = self.at;
        let mut at = start;
        loop {
            let (mut text, end) = self.cell(at, &mut row.stray_quote);
            let last = self.byte(end) != Some(self.delimiter);
            if last && text.ends_with('\r') {
                text.pop();
            }
            row.cells.push((text, at..end));
            at = end;
            if last {
                break;
            }
            at += 1;
        }
        let whole = self.text.get(start..at).unwrap_or_default();
        row.bytes = start..start + whole.trim_end_matches('\r').len();
        if let Some((_, bytes)) = row.cells.last_mut() {
            bytes.end = bytes.end.min(row.bytes.end).max(bytes.start);
        }
        self.line += memchr::memchr_iter(b'\n', whole.as_bytes()).count() + 1;
        self.at = at + 1;
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
