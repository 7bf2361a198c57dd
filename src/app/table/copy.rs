use super::cells::{Column, cell, one_line};
use crate::model::{Dataset, Event, EventId, Passage};

/// So many rows are copied at most: some tens of megabytes on the clipboard.
pub const MOST_COPIED: usize = 100_000;

/// A form in which rows are taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyAs {
    /// Comma-separated values with a line of headings, as RFC 4180 has it.
    Csv,
    /// A list for notes and articles, each event with its passages and who said so.
    Markdown,
}

/// Rows as text: the columns shown, and always the date as EDTF, the passage and its source, so that
/// what is taken along can be traced.
#[must_use]
pub fn copied(dataset: &Dataset, rows: &[EventId], columns: &[Column], form: CopyAs) -> String {
    let rows = rows.iter().take(MOST_COPIED).filter_map(|id| dataset.event(*id));
    match form {
        CopyAs::Csv => {
            let names = columns.iter().map(|column| column.label());
            let mut out = line(names.chain(["Date (EDTF)", "Citation"]).map(str::to_owned));
            for event in rows {
                let cells = columns.iter().map(|column| cell(dataset, &event, *column));
                let edtf = event.when.as_ref().map(ToString::to_string).unwrap_or_default();
                let cited = event.evidence.iter().map(|passage| citation(dataset, passage));
                let cited = cited.collect::<Vec<_>>().join(" ");
                out.push_str(&line(cells.chain([edtf, cited])));
            }
            out
        }
        CopyAs::Markdown => rows.map(|event| item(dataset, &event)).collect(),
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell, quoted where it must be. What a spreadsheet would take for a formula is kept from that by
/// an apostrophe.
fn quoted(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    let formula = !number && cell.starts_with(['=', '+', '-', '@', '\t']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

fn item(dataset: &Dataset, event: &Event) -> String {
    let when = cell(dataset, event, Column::When);
    let place = cell(dataset, event, Column::Place);
    let about = [when.as_str(), place.as_str(), event.certainty.label()];
    let about: Vec<&str> = about.into_iter().filter(|words| !words.is_empty()).collect();
    let mut out = format!("- **{}** ({})\n", escaped(&event.title), escaped(&about.join(", ")));
    for passage in &event.evidence {
        out.push_str(&format!("  - {}\n", escaped(&citation(dataset, passage))));
    }
    out
}

/// A passage with who said it: “…” (heading, publisher, date, address).
fn citation(dataset: &Dataset, passage: &Passage) -> String {
    let quote = dataset.quote(passage).map(|quote| one_line(&quote)).unwrap_or_default();
    let Some(source) = dataset.source(passage.source) else { return format!("“{quote}”") };
    let dated = source.dated.as_ref().map(|span| span.label()).unwrap_or_default();
    let said = [source.heading(), &source.publisher, &dated, &source.url];
    let said: Vec<&str> = said.into_iter().filter(|words| !words.is_empty()).collect();
    format!("“{quote}” ({})", said.join(", "))
}

/// Signs that would be taken for markup are kept from it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
