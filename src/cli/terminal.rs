//! The one place that writes to the terminal: nothing that a file holds can steer it.

use super::failure::Failure;
use crate::task::Warning;
use std::borrow::Cow;
use std::io::{self, Write};

/// Text for people: no control characters, no overrides of the writing direction; line ends and
/// tabs become spaces.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| !c.is_control() && !is_direction(c)) {
        return Cow::Borrowed(text);
    }
    let cleaned = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | '\u{85}' => Some(' '),
        c if c.is_control() => Some('\u{fffd}'),
        c if is_direction(c) => None,
        c => Some(c),
    });
    Cow::Owned(cleaned.collect())
}

/// Embeddings, overrides and isolates of the Unicode bidirectional algorithm.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Says a line on standard error. Where that is closed, nobody wants to know.
pub(super) fn say(line: &str) {
    let _closed = writeln!(io::stderr().lock(), "chronotope: {}", clean(line));
}

/// Says what went wrong or is worth knowing; whether anything failed.
pub(super) fn say_warnings(warnings: &[Warning]) -> bool {
    for warning in warnings {
        say(&format!("{}: {}", warning.place, warning.message));
    }
    warnings.iter().any(|warning| warning.failed)
}

/// Says why a command ended, where that needs saying.
pub(super) fn say_failure(failure: &Failure) {
    match failure {
        Failure::NobodyReads => {}
        Failure::Usage(words) => say(&format!("{words} (`chronotope --help` says more)")),
        other => say(&other.to_string()),
    }
}

/// JSON on its way out: what would steer a terminal inside its strings is escaped. JSON writers
/// escape the controls below U+0020; DEL and U+0080..U+009F are left to this.
pub(super) struct SafeJson<W> {
    out: W,
    lead: bool,
}

impl<W> SafeJson<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, lead: false }
    }
}

/// First byte of the UTF-8 form of U+0080..U+00BF; held back until the next byte is known.
const LEAD: u8 = 0xc2;

impl<W: Write> Write for SafeJson<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        if self.lead
            && let Some((&next, after)) = rest.split_first()
        {
            self.lead = false;
            if (0x80..=0x9f).contains(&next) {
                write!(self.out, "\\u{next:04x}")?;
            } else {
                self.out.write_all(&[LEAD, next])?;
            }
            rest = after;
        }
        while let Some(at) = memchr::memchr2(0x7f, LEAD, rest) {
            let (plain, found) = rest.split_at(at);
            self.out.write_all(plain)?;
            rest = match found {
                [0x7f, after @ ..] => {
                    self.out.write_all(b"\\u007f")?;
                    after
                }
                [LEAD, next @ 0x80..=0x9f, after @ ..] => {
                    write!(self.out, "\\u{next:04x}")?;
                    after
                }
                [LEAD] => {
                    self.lead = true;
                    &[]
                }
                [first, after @ ..] => {
                    self.out.write_all(&[*first])?;
                    after
                }
                [] => &[],
            };
        }
        self.out.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// At most so many characters, the last an ellipsis where something was cut.
pub(super) fn fit(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(width.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// Rows in columns, two spaces apart; the last column is as long as it likes.
pub(super) fn table(rows: &[Vec<String>], indent: &str) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let length = |cell: &str| cell.chars().count();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| length(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::from(indent);
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(length(cell)) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(clean("a\x1b[31mb\u{9b}c\u{202e}d\ne"), "a\u{fffd}[31mb\u{fffd}cd e");
        assert!(matches!(clean("حمص and Élan"), Cow::Borrowed(_)));
    }

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [vec!["Élan".into(), "1".into()], vec!["a".into(), "two".into()]];
        assert_eq!(table(&rows, " "), " Élan  1\n a     two\n");
        assert_eq!(fit("abcdef", 4), "abc…");
    }

    proptest! {
        #[test]
        fn escaped_json_says_the_same(
            text in "[a\u{7f}\u{80}\u{9b}\u{9f}\u{a0}éÂ😀\n]{0,12}",
            cut in 0usize..9,
        ) {
            let json = serde_json::to_vec(&text).unwrap();
            let mut out = Vec::new();
            let mut safe = SafeJson::new(&mut out);
            let (whole, bytes) = json.split_at(cut.min(json.len()));
            safe.write_all(whole).unwrap();
            for byte in bytes {
                safe.write_all(&[*byte]).unwrap();
            }
            let out = String::from_utf8(out).unwrap();
            prop_assert!(!out.chars().any(char::is_control), "{out:?}");
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
