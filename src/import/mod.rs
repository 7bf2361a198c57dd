//! Floor 3: files in, a dataset out: find, detect, decode, date, read.
//!
//! What cannot be read is warned about, by name and with the way out, and the rest goes on.
//! A document may have up to [`DOCUMENT_BYTES`], a project up to [`DATA_BYTES`]: larger files are
//! refused before they are read, because what is read out of them takes many times their size. Tables
//! of more than [`LARGE_BYTES`] are kept in columns, whatever their size. Corpora of any size go line
//! by line through [`corpus`].

pub mod check;
mod collect;
pub mod corpus;
mod dated;
mod decode;
mod detect;
mod large;
pub mod lexicon;
mod near;
mod open;
mod remarks;
mod siblings;
mod unpack;

pub use decode::{Decoded, How, decode};
pub use detect::{Kind, detect, extension, refuse_binary};
pub use large::LARGE_BYTES;
pub(crate) use open::cannot_open;
pub use open::{DATA_BYTES, DOCUMENT_BYTES, Opened, open};

use crate::formats::{Document, geojson, html, project, table, text};
use crate::model::{
    Absent, Dataset, DatedFrom, Rows, Source, SourceId, SourceKind, Table, TimeSpan,
};
use crate::reading::Reader;
use crate::task::{Cancelled, Task};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So many problems of one table are said; the rest is counted.
const TABLE_PROBLEMS: usize = 10;

/// How files are to be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadOptions {
    /// The date that documents are read as of, whatever they say themselves.
    pub dated: Option<TimeSpan>,
}

/// Reads files and folders into one dataset. What could not be read stands in the task's warnings;
/// a cancelled task gives what was read until then.
#[must_use]
pub fn load(paths: &[PathBuf], options: &LoadOptions, reader: &Reader, task: &Task) -> Dataset {
    let mut dataset = Dataset::default();
    // Cancelling loses nothing that was read: the caller asks the task whether it was stopped.
    let _stopped: Result<(), Cancelled> = load_into(&mut dataset, paths, options, reader, task);
    dataset
}

fn load_into(
    dataset: &mut Dataset,
    paths: &[PathBuf],
    options: &LoadOptions,
    reader: &Reader,
    task: &Task,
) -> Result<(), Cancelled> {
    let before = dataset.sources.len();
    let mut open = Vec::new();
    let read = read_files(dataset, paths, options, reader, task, &mut open);
    // Also where it was stopped: what was read is kept, and what is open about it said.
    siblings::suggest(dataset, before);
    for (id, shown) in open {
        if let Some(source) = dataset.source(id) {
            task.note(shown, remarks::undated(source));
        }
    }
    read
}

/// Documents without a date, by the names of their files.
type Undated = Vec<(SourceId, String)>;

fn read_files(
    dataset: &mut Dataset,
    paths: &[PathBuf],
    options: &LoadOptions,
    reader: &Reader,
    task: &Task,
    undated: &mut Undated,
) -> Result<(), Cancelled> {
    let files = collect::collect(paths, task)?;
    task.stage_of_bytes("Reading", files.iter().map(|file| file.bytes).sum());
    for file in files {
        task.check()?;
        let name = shown(&file.path);
        if task.is_enough() {
            task.warn(name, "was not read: reading was stopped before; open it by itself");
            continue;
        }
        if large::is_large_table(&file.path) {
            let before = task.progress().done;
            match large::load(&file.path, &name, reader.calendar(), task)? {
                Err(refusal) => task.warn(name, refusal),
                Ok(loaded) => take_up_rows(dataset, &file.path, loaded.rows, task),
            }
            let counted = task.progress().done.saturating_sub(before);
            task.advance(file.bytes.saturating_sub(counted));
            continue;
        }
        match open(&file.path, task)? {
            Err(refusal) => task.warn(name, refusal),
            Ok(opened) => {
                let before = task.progress().done;
                take_up(dataset, &file.path, opened, options, reader, task)?
                    .into_iter()
                    .for_each(|open| undated.push(open));
                // The reader has counted the text's bytes as it went through it.
                let counted = task.progress().done.saturating_sub(before);
                task.advance(file.bytes.saturating_sub(counted));
                continue;
            }
        }
        task.advance(file.bytes);
    }
    Ok(())
}

fn shown(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// Reads the tables that a project names: from where they lay, or else from beside the project. One
/// that cannot be read keeps its name in the project and is told.
fn read_tables(
    project: &mut Dataset,
    path: &Path,
    shown: &str,
    reader: &Reader,
    task: &Task,
) -> Result<(), Cancelled> {
    for table in &mut project.tables {
        let named = table.rows.file().to_owned();
        let beside = path.parent().zip(named.file_name()).map(|(folder, name)| folder.join(name));
        let file = if named.exists() { named.clone() } else { beside.unwrap_or(named.clone()) };
        let name = file.display().to_string();
        match large::load(&file, &name, reader.calendar(), task)? {
            Ok(loaded) => table.rows = loaded.rows,
            Err(why) => {
                task.warn(shown, format!("names the table {name}, which {why}"));
                table.rows = Arc::new(Absent::new(named, why));
            }
        }
    }
    Ok(())
}

/// Puts the rows of a large table into the dataset.
fn take_up_rows(dataset: &mut Dataset, path: &Path, rows: Arc<dyn Rows>, task: &Task) {
    let shown = shown(path);
    let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
    let source = SourceId::from_index(dataset.sources.len());
    dataset.sources.push(table::source(&name, String::new()));
    dataset.tables.push(Table { source, rows });
    task.note(shown, "is a large table: its rows are not compared with reports, so each stays an event of its own");
}

/// Puts one opened file into the dataset; says which source it became where that has no date.
fn take_up(
    dataset: &mut Dataset,
    path: &Path,
    opened: Opened,
    options: &LoadOptions,
    reader: &Reader,
    task: &Task,
) -> Result<Option<(SourceId, String)>, Cancelled> {
    let shown = shown(path);
    if let Some(remark) = opened.remark {
        task.note(&shown, remark);
    }
    let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
    let name = if path == Path::new("-") { shown.clone() } else { name };
    let document = match opened.kind {
        Kind::Project => {
            match project::read(&opened.text) {
                Err(error) => task.warn(shown, error.to_string()),
                Ok((mut project, problems)) => {
                    problems.into_iter().for_each(|problem| task.warn(&shown, problem));
                    read_tables(&mut project, path, &shown, reader, task)?;
                    dataset.append(project);
                }
            }
            return Ok(None);
        }
        Kind::Table => {
            match table::read_on(&name, opened.text, reader.calendar(), task) {
                Err(table::TableError::Cancelled(stop)) => return Err(stop),
                Err(error) => task.warn(shown, error.to_string()),
                Ok((mut rows, problems)) => {
                    say_problems(&shown, &problems, task);
                    near::name_positions(&mut rows, reader.geocoder(), task)?;
                    dataset.append(rows);
                }
            }
            return Ok(None);
        }
        Kind::Geojson => {
            match geojson::read(&name, &opened.text, reader.calendar(), task) {
                Err(geojson::GeojsonError::Cancelled(stop)) => return Err(stop),
                Err(error) => task.warn(shown, error.to_string()),
                Ok((mut features, problems)) => {
                    say_problems(&shown, &problems, task);
                    near::name_positions(&mut features, reader.geocoder(), task)?;
                    dataset.append(features);
                }
            }
            return Ok(None);
        }
        Kind::Html => match html::read(&opened.text) {
            Ok(document) => document,
            Err(error) => {
                task.warn(shown, error.to_string());
                return Ok(None);
            }
        },
        Kind::Markdown => text::markdown(&opened.text),
        Kind::Plain => text::plain(&opened.text),
    };
    for note in &document.notes {
        task.note(&shown, note);
    }
    if document.text.trim().is_empty() {
        task.warn(shown, "holds no text that a reader would see: nothing to read");
        return Ok(None);
    }
    reader.read(source_of(&name, document, options), dataset, task)?;
    if let Some(remark) = remarks::ambiguous(dataset) {
        task.note(&shown, remark);
    }
    let id = SourceId::from_index(dataset.sources.len().saturating_sub(1));
    Ok(dataset.source(id).filter(|source| source.dated.is_none()).map(|_| (id, shown)))
}

/// A source from a document: the user's date first, then the file's own, then the file name's. What
/// the text itself suggests is the reader's to offer.
fn source_of(name: &str, document: Document, options: &LoadOptions) -> Source {
    let known = options
        .dated
        .clone()
        .map(|span| (span, DatedFrom::Option))
        .or(document.dated.map(|(span, field)| (span, DatedFrom::Metadata(field))))
        .or(dated::by_name(name).map(|span| (span, DatedFrom::Metadata("file name".to_owned()))));
    let (dated, dated_from) = known.unzip();
    Source {
        name: name.to_owned(),
        title: document.title,
        publisher: document.publisher,
        url: document.url,
        dated,
        dated_from,
        suggested_date: None,
        kind: SourceKind::Document,
        text: document.text,
    }
}

fn say_problems(file: &str, problems: &[table::Problem], task: &Task) {
    for problem in problems.iter().take(TABLE_PROBLEMS) {
        task.warn(format!("{file}:{}", problem.line), &problem.message);
    }
    if let Some(more) = problems.len().checked_sub(TABLE_PROBLEMS).filter(|more| *more > 0) {
        task.warn(
            file,
            format!("has problems in {more} more places; `chronotope check` lists them"),
        );
    }
}

/// Reads one document of a dataset again, as of another date (or none). Its mentions, and the events
/// that stand on it alone, are replaced; everything else keeps its place. Places stay, so that
/// nothing that refers to them is lost. A task that is asked to stop leaves everything as it was.
#[must_use]
pub fn redate(
    dataset: &Dataset,
    id: SourceId,
    dated: Option<TimeSpan>,
    reader: &Reader,
    task: &Task,
) -> Dataset {
    let suggested = dataset.source(id).and_then(|source| source.suggested_date.as_ref());
    let from = dated.as_ref().map(|span| match suggested {
        Some((date, why)) if date == span => DatedFrom::Text(why.clone()),
        _ => DatedFrom::Option,
    });
    redate_as(dataset, id, dated, from, reader, task)
}

/// As [`redate`], saying how the date is known.
#[must_use]
pub fn redate_as(
    dataset: &Dataset,
    id: SourceId,
    dated: Option<TimeSpan>,
    dated_from: Option<DatedFrom>,
    reader: &Reader,
    task: &Task,
) -> Dataset {
    let mut out = dataset.clone();
    let Some(source) = out.source(id).filter(|s| s.kind == SourceKind::Document).cloned() else {
        return out;
    };
    out.mentions.retain(|mention| mention.passage.source != id);
    out.events.retain(|event| event.evidence.iter().any(|passage| passage.source != id));
    let (mentions, events) = (out.mentions.len(), out.events.len());
    let new = SourceId::from_index(out.sources.len());
    if reader.read(Source { dated, dated_from, ..source }, &mut out, task).is_err() {
        return dataset.clone();
    }
    if let Some(read) = out.sources.pop()
        && let Some(slot) = out.sources.get_mut(id.index())
    {
        *slot = read;
    }
    let mut fresh = out.events.split_off(events);
    for passage in out.mentions.iter_mut().skip(mentions).map(|m| &mut m.passage) {
        if passage.source == new {
            passage.source = id;
        }
    }
    for passage in fresh.iter_mut().flat_map(|event| &mut event.evidence) {
        if passage.source == new {
            passage.source = id;
        }
    }
    out.mentions.sort_by_key(|m| (m.passage.source, m.passage.range.start, m.passage.range.end));
    let later = |event: &crate::model::Event| event.evidence.iter().all(|p| p.source > id);
    let at = out.events.iter().position(later).unwrap_or(out.events.len());
    out.events.splice(at..at, fresh);
    siblings::suggest(&mut out, 0);
    out
}
