//! Reads the times of a corpus, for the scorers: `eval_times CORPUS.jsonl > OUT.jsonl`.
//!
//! Every line of the corpus is `{"doc","date","text"}`; every line of the answer
//! `{"doc","times":[{"start","end","text","value","type","edtf"}]}` with code point offsets.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::model::TimeSpan;
use chronotope::temporal::read_times;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Error, Write};

fn main() -> Result<(), Error> {
    let Some(path) = std::env::args().nth(1) else {
        return Err(Error::other("which corpus? eval_times CORPUS.jsonl"));
    };
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document.get("text").and_then(Value::as_str).unwrap_or_default();
        let dated: Option<TimeSpan> =
            document.get("date").and_then(Value::as_str).and_then(|date| date.parse().ok());
        let (mut byte, mut chars) = (0, 0);
        let mut chars_before = |to: usize| {
            chars += text.get(byte..to).unwrap_or_default().chars().count();
            byte = to;
            chars
        };
        let times: Vec<Value> = read_times(text, dated.as_ref())
            .into_iter()
            .map(|time| {
                let (start, end) = (chars_before(time.range.start), chars_before(time.range.end));
                json!({
                    "start": start,
                    "end": end,
                    "text": text.get(time.range),
                    "type": time.timex,
                    "value": time.value,
                    "edtf": time.span,
                    "reading": time.reading,
                })
            })
            .collect();
        writeln!(out, "{}", json!({ "doc": document.get("doc"), "times": times }))?;
    }
    Ok(())
}
