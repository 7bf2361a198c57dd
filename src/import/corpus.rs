//! A corpus: JSON lines of `{"doc", "date", "text"}`, with `title`, `publisher` and `url` where they
//! are known, read one at a time, so that memory holds one document however long the file is.

use super::DOCUMENT_BYTES;
use crate::formats::dates;
use crate::model::{Dataset, DatedFrom, Source, SourceKind, TimeSpan};
use crate::reading::Reader;
use crate::task::Task;
use serde::Deserialize;
use std::io::{self, BufRead, Read};

#[derive(Deserialize)]
struct Line {
    doc: serde_json::Value,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    url: Option<String>,
    text: String,
}

/// What came of a line.
#[derive(Debug)]
pub enum Item {
    /// A document, read: a dataset of one source. `remark` says what a reader should know.
    Read {
        /// What was found.
        dataset: Box<Dataset>,
        /// About its date, where that could not be read.
        remark: Option<String>,
    },
    /// A line that is no document, in words.
    Refused(String),
}

/// The documents of a corpus in order, with line numbers from 1 and the bytes of each line.
pub struct Corpus<'a, R> {
    lines: R,
    line: usize,
    dated: Option<TimeSpan>,
    reader: &'a Reader,
    task: &'a Task,
}

impl<'a, R: BufRead> Corpus<'a, R> {
    /// A corpus; `dated` outranks the dates in the lines.
    #[must_use]
    pub fn new(lines: R, dated: Option<TimeSpan>, reader: &'a Reader, task: &'a Task) -> Self {
        Self { lines, line: 0, dated, reader, task }
    }

    /// The next document with its line number and size in bytes; nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn next_item(&mut self) -> io::Result<Option<(usize, u64, Item)>> {
        loop {
            let mut bytes = Vec::new();
            let read = self.lines.by_ref().take(DOCUMENT_BYTES).read_until(b'\n', &mut bytes)?;
            if read == 0 {
                return Ok(None);
            }
            self.line += 1;
            let cut = read as u64 == DOCUMENT_BYTES && bytes.last() != Some(&b'\n');
            if cut {
                let rest = skip_line(&mut self.lines)?;
                let words = format!("is longer than {} MB: left out", DOCUMENT_BYTES / 1_000_000);
                return Ok(Some((self.line, DOCUMENT_BYTES + rest, Item::Refused(words))));
            }
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some((self.line, read as u64, self.item(bytes))));
            }
        }
    }

    fn item(&self, bytes: &[u8]) -> Item {
        let line: Line = match serde_json::from_slice(bytes) {
            Ok(line) => line,
            Err(why) => {
                return Item::Refused(format!(
                    "is no `{{\"doc\",\"date\",\"text\"}}` object ({why}): left out"
                ));
            }
        };
        let name = line.doc.as_str().map_or_else(|| line.doc.to_string(), str::to_owned);
        let mut remark = None;
        let date = line.date.filter(|date| !date.trim().is_empty());
        let own = date.and_then(|date| match dates::read_day(&date) {
            Ok(span) => Some((span, "corpus `date`")),
            Err(why) => {
                remark = Some(format!("date: {why}"));
                None
            }
        });
        let known = self
            .dated
            .clone()
            .map(|span| (span, DatedFrom::Option))
            .or_else(|| own.map(|(span, field)| (span, DatedFrom::Metadata(field.to_owned()))));
        let (dated, dated_from) = known.unzip();
        let mut dataset = Dataset::default();
        let source = Source {
            name,
            title: line.title.unwrap_or_default(),
            publisher: line.publisher.unwrap_or_default(),
            url: line.url.unwrap_or_default(),
            dated,
            dated_from,
            suggested_date: None,
            kind: SourceKind::Document,
            text: line.text,
        };
        if self.reader.read(source, &mut dataset, self.task).is_err() {
            return Item::Refused("was not read to its end: stopped".to_owned());
        }
        Item::Read { dataset: Box::new(dataset), remark }
    }
}

/// Passes over the rest of a line, whatever its length; gives its bytes.
fn skip_line(lines: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0_u64;
    loop {
        let buffer = lines.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let end = memchr::memchr(b'\n', buffer);
        let used = end.map_or(buffer.len(), |at| at + 1);
        lines.consume(used);
        skipped += used as u64;
        if end.is_some() {
            return Ok(skipped);
        }
    }
}
