//! What is wrong with files, without reading places and times out of their text.

use super::{Kind, Opened, collect, dated, large, open, shown};
use crate::formats::{geojson, html, project, table, text};
use crate::model::time::Calendar;
use crate::model::{Place, PlaceShape, TimeSpan};
use crate::task::{Cancelled, Task};
use crate::temporal;
use std::path::{Path, PathBuf};

/// What there is to say about a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub name: String,
    /// What it is, in words.
    pub summary: String,
    /// Worth knowing, nothing lost.
    pub remarks: Vec<String>,
    /// What cannot be used, or not as it stands.
    pub problems: Vec<Problem>,
}

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1, where it is about one.
    pub line: Option<usize>,
    /// What is wrong, and what becomes of it.
    pub message: String,
}

impl Finding {
    fn problem(&mut self, message: impl Into<String>) {
        self.problems.push(Problem { line: None, message: message.into() });
    }
}

/// Looks at files and folders, each file by itself, the dates of tables on a calendar. Paths that lead nowhere are warned about.
///
/// # Errors
/// When the task was asked to stop.
pub fn files(
    paths: &[PathBuf],
    calendar: Calendar,
    task: &Task,
) -> Result<Vec<Finding>, Cancelled> {
    let found = collect::collect(paths, task)?;
    task.stage("Checking", found.iter().map(|file| file.bytes).sum());
    let mut findings = Vec::with_capacity(found.len());
    for file in found {
        task.check()?;
        let mut finding = Finding { name: shown(&file.path), ..Finding::default() };
        if large::is_large_table(&file.path) {
            look_rows(&mut finding, &file.path, calendar, task)?;
            findings.push(finding);
            continue;
        }
        match open(&file.path, task)? {
            Err(refusal) => {
                "not read".clone_into(&mut finding.summary);
                finding.problem(refusal);
            }
            Ok(opened) => look(&mut finding, &file.path, opened, calendar, task)?,
        }
        findings.push(finding);
        task.advance(file.bytes);
    }
    Ok(findings)
}

fn look(
    finding: &mut Finding,
    path: &Path,
    opened: Opened,
    calendar: Calendar,
    task: &Task,
) -> Result<(), Cancelled> {
    finding.remarks.extend(opened.remark);
    let read = match opened.kind {
        Kind::Project => {
            look_project(finding, &opened.text);
            return Ok(());
        }
        Kind::Table => return look_table(finding, opened.text, calendar, task),
        Kind::Geojson => return look_features(finding, &opened.text, calendar, task),
        Kind::Html => html::read(&opened.text).map(|document| ("page", document)),
        Kind::Markdown => Ok(("Markdown", text::markdown(&opened.text))),
        Kind::Plain => Ok(("text", text::plain(&opened.text))),
    };
    let (what, document) = match read {
        Ok(read) => read,
        Err(why) => {
            "page".clone_into(&mut finding.summary);
            finding.problem(why.to_string());
            return Ok(());
        }
    };
    let words = document.text.split_whitespace().count();
    if words == 0 {
        finding.problem("holds no text that a reader would see");
    }
    for note in document.notes {
        finding.problem(note);
    }
    let unsure: Vec<_> = temporal::read_times_on(&document.text, None, calendar)
        .into_iter()
        .filter(|time| time.span.as_ref().is_some_and(TimeSpan::is_set))
        .collect();
    if let Some(first) = unsure.first().and_then(|time| document.text.get(time.range.clone())) {
        finding.remarks.push(super::remarks::either_order(first, unsure.len()));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let known = document.dated.or_else(|| Some((dated::by_name(&name?)?, "file name".to_owned())));
    let date = match &known {
        Some((span, field)) => format!("dated {span} by its {field}"),
        None => "undated".to_owned(),
    };
    if known.is_none() {
        finding.remarks.push(
            "carries no date: relative times stay open unless it is read with `--dated`".to_owned(),
        );
    }
    finding.summary = format!("{what} of {words} words, {date}");
    Ok(())
}

fn look_project(finding: &mut Finding, text: &str) {
    match project::read(text) {
        Err(why) => {
            "project".clone_into(&mut finding.summary);
            finding.problem(why.to_string());
        }
        Ok((dataset, problems)) => {
            problems.into_iter().for_each(|problem| finding.problem(problem));
            finding.summary = format!(
                "project of {} sources, {} places, {} mentions and {} events",
                dataset.sources.len(),
                dataset.places.len(),
                dataset.mentions.len(),
                dataset.events.len()
            );
        }
    }
}

fn look_features(
    finding: &mut Finding,
    text: &str,
    calendar: Calendar,
    task: &Task,
) -> Result<(), Cancelled> {
    match geojson::read(&finding.name, text, calendar, task) {
        Err(geojson::GeojsonError::Cancelled(stop)) => return Err(stop),
        Err(why) => {
            "GeoJSON".clone_into(&mut finding.summary);
            finding.problem(why.to_string());
        }
        Ok((dataset, problems)) => {
            let drawn = |place: &&Place| place.shape != PlaceShape::Point;
            finding.summary = format!(
                "GeoJSON of {} events, {} areas and {} movements",
                dataset.events.len(),
                dataset.places.iter().filter(drawn).count(),
                dataset.events.iter().filter(|event| event.route.is_some()).count()
            );
            // Counted by feature, not by line of the file.
            for problem in problems {
                finding.problem(format!("feature {}: {}", problem.line, problem.message));
            }
        }
    }
    Ok(())
}

fn look_rows(
    finding: &mut Finding,
    path: &Path,
    calendar: Calendar,
    task: &Task,
) -> Result<(), Cancelled> {
    // What is said of it is printed with the other findings.
    let quiet = task.aside();
    let loaded = match large::load(path, &finding.name, calendar, &quiet)? {
        Ok(loaded) => loaded,
        Err(refusal) => {
            "table".clone_into(&mut finding.summary);
            finding.problem(refusal);
            return Ok(());
        }
    };
    finding.remarks.extend(
        quiet.take_warnings().into_iter().filter(|said| !said.failed).map(|said| said.message),
    );
    let (mut undated, mut unplaced) = (0_usize, 0_usize);
    for key in (0..loaded.rows.len()).filter_map(|row| loaded.rows.key(row)) {
        undated += usize::from(key.span.is_none());
        unplaced += usize::from(key.place.is_none());
    }
    let count = loaded.rows.len();
    finding.summary =
        format!("large table of {count} events, {undated} undated, {unplaced} unplaced");
    let kept = loaded.problems.kept().iter();
    finding
        .problems
        .extend(kept.map(|p| Problem { line: Some(p.line), message: p.message.clone() }));
    loaded.problems.summary().for_each(|more| finding.problem(more));
    Ok(())
}

fn look_table(
    finding: &mut Finding,
    text: String,
    calendar: Calendar,
    task: &Task,
) -> Result<(), Cancelled> {
    let name = finding.name.clone();
    match table::read_on(&name, text, calendar, task) {
        Err(table::TableError::Cancelled(stop)) => return Err(stop),
        Err(why) => {
            "table".clone_into(&mut finding.summary);
            finding.problem(why.to_string());
        }
        Ok((dataset, problems)) => {
            let count = |of: fn(&crate::model::Event) -> bool| {
                dataset.events.iter().filter(|event| of(event)).count()
            };
            finding.summary = format!(
                "table of {} events, {} undated, {} unplaced",
                dataset.events.len(),
                count(|event| event.when.is_none()),
                count(|event| event.places.is_empty())
            );
            finding.problems.extend(
                problems.into_iter().map(|p| Problem { line: Some(p.line), message: p.message }),
            );
        }
    }
    Ok(())
}
