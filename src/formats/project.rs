//! Project files, `.chronotope.json`: a dataset as JSON, with the number of the format's version.
//!
//! `{"version": 1, "title": …, "sources": […], "places": […], "mentions": […], "events": […]}`, the
//! lists as in [`Dataset`]: references are positions in these lists, passages count code points.
//! An event that several sources tell has `accounts`, what each says of it; reading takes such an
//! event apart again, since what is folded is worked out anew. `decisions` are a person's
//! corrections of that. Either makes it version 2, without them it is version 1.
//! Tables too large to be held stay in their files: `tables` names them,
//! `[{"source": 0, "file": "/home/…/events.csv"}]`, and makes it version 3. [`read`] gives them as
//! [`Absent`]; whoever opens the project reads the files. An event that is a movement may have a
//! `route`, `{"from": 3, "to": 7}`, which makes it version 4.
//!
//! A newer version is refused, because what this one does not know would be lost when saving.
//! References that lead nowhere are reported and left out; everything else is kept.

use crate::model::{
    Absent, Dataset, Decisions, Event, Mention, MentionKind, Passage, Place, Route, Source,
    SourceId, Table,
};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// The newest version that is read and written.
pub const VERSION: u32 = 4;

/// The ending of a project's file name.
pub const SUFFIX: &str = ".chronotope.json";

/// Why a text is no project.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// It is not JSON, or not of the shape of a project.
    #[error("is no project: {0}")]
    Json(#[from] serde_json::Error),
    /// It was written by a later program.
    #[error(
        "is a project of version {found}, and this program knows versions up to {VERSION}; open it with a newer Chronotope"
    )]
    Newer {
        /// The version in the file.
        found: u32,
    },
}

#[derive(Deserialize)]
struct Header {
    version: u32,
}

/// What a file holds, in its order.
#[derive(Serialize)]
struct Writing<'a> {
    version: u32,
    title: &'a str,
    sources: &'a [Source],
    places: &'a [Place],
    mentions: &'a [Mention],
    events: &'a [Event],
    #[serde(skip_serializing_if = "Decisions::is_empty")]
    decisions: &'a Decisions,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tables: Vec<Outside>,
}

/// A table that is not held, and where it lies.
#[derive(Serialize, Deserialize)]
struct Outside {
    source: SourceId,
    file: PathBuf,
}

#[derive(Deserialize)]
struct Tables {
    #[serde(default)]
    tables: Vec<Outside>,
}

impl<'a> Writing<'a> {
    fn new(dataset: &'a Dataset, decisions: &'a Decisions) -> Self {
        let plain = decisions.is_empty() && !dataset.is_folded();
        let tables = dataset.tables.iter();
        Self {
            version: match (dataset.tables.is_empty(), plain) {
                _ if dataset.events.iter().any(has_route) => VERSION,
                (false, _) => 3,
                (true, false) => 2,
                (true, true) => 1,
            },
            tables: tables
                .map(|table| Outside { source: table.source, file: table.rows.file().to_owned() })
                .collect(),
            title: &dataset.title,
            sources: &dataset.sources,
            places: &dataset.places,
            mentions: &dataset.mentions,
            events: &dataset.events,
            decisions,
        }
    }
}

fn has_route(event: &Event) -> bool {
    event.route.is_some() || event.accounts.iter().any(|account| account.route.is_some())
}

/// Whether a text looks like a project: a JSON object that has a version and sources.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Shape {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "sources")]
        _sources: serde::de::IgnoredAny,
    }
    text.trim_start().starts_with('{') && serde_json::from_str::<Shape>(text).is_ok()
}

/// Reads a project; the second value says in words what was wrong in it and left out.
///
/// # Errors
/// When it is no project, or one of a newer version.
pub fn read(text: &str) -> Result<(Dataset, Vec<String>), ProjectError> {
    let Header { version } = serde_json::from_str(text)?;
    if version > VERSION {
        return Err(ProjectError::Newer { found: version });
    }
    let mut dataset: Dataset = serde_json::from_str(text)?;
    dataset.unfold();
    let Tables { tables } = serde_json::from_str(text)?;
    let mut problems = mend(&mut dataset);
    for Outside { source, file } in tables {
        if dataset.source(source).is_none() {
            problems.push(format!("table {} belongs to no source: left out", file.display()));
            continue;
        }
        let why = "was not read with the project".to_owned();
        dataset.tables.push(Table { source, rows: Arc::new(Absent::new(file, why)) });
    }
    Ok((dataset, problems))
}

/// Writes a project.
///
/// # Errors
/// When the dataset cannot be put into JSON; none of its values is known to cause that.
pub fn write(dataset: &Dataset) -> Result<String, ProjectError> {
    let mut text = serde_json::to_string_pretty(&Writing::new(dataset, &dataset.decisions))?;
    text.push('\n');
    Ok(text)
}

/// Writes imported data and the corrections over them as a project, without holding all of its text.
///
/// # Errors
/// When the output cannot be written to.
pub fn write_to(
    out: &mut dyn io::Write,
    imported: &Dataset,
    decisions: &Decisions,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Writing::new(imported, decisions))?;
    out.write_all(b"\n")
}

/// Takes out references that lead nowhere, and says which.
fn mend(dataset: &mut Dataset) -> Vec<String> {
    let mut problems = Vec::new();
    let lengths: Vec<usize> = dataset.sources.iter().map(|s| s.text.chars().count()).collect();
    let places = dataset.places.len();
    let whole = |passage: &Passage| {
        let length = lengths.get(passage.source.index());
        length.is_some_and(|n| passage.range.start <= passage.range.end && passage.range.end <= *n)
    };
    let mut at = 0;
    dataset.mentions.retain_mut(|mention| {
        at += 1;
        let keep = whole(&mention.passage);
        if !keep {
            problems.push(format!("mention {at} stands outside the texts: left out"));
        } else if mend_mention(mention, places) {
            problems.push(format!("mention {at} names a place that is not there: left out"));
        }
        keep
    });
    let mut at = 0;
    dataset.events.retain_mut(|event| {
        at += 1;
        let name = format!("event {at} (“{}”)", event.title);
        let (had, passages) = (event.places.len(), event.evidence.len());
        event.places.retain(|place| place.index() < places);
        if event.places.len() < had {
            problems.push(format!("{name} names a place that is not there: left out"));
        }
        let sound = |route: &Route| route.ends().iter().all(|end| end.index() < places);
        if event.route.is_some_and(|route| !sound(&route)) {
            event.route = None;
            problems.push(format!("{name} moves to or from a place that is not there: left out"));
        }
        event.evidence.retain(&whole);
        if event.evidence.is_empty() {
            problems.push(format!("{name} has no passage that says so: the event is left out"));
        } else if event.evidence.len() < passages {
            problems.push(format!("{name} has a passage outside the texts: left out"));
        }
        !event.evidence.is_empty()
    });
    problems
}

/// Whether something had to be taken out.
fn mend_mention(mention: &mut Mention, places: usize) -> bool {
    let MentionKind::Toponym { place, candidates, .. } = &mut mention.kind else { return false };
    let had = candidates.len();
    let sound = |candidate: &&crate::model::Candidate| candidate.place.index() < places;
    if candidates.iter().any(|candidate| !sound(&candidate)) {
        *candidates = candidates.iter().filter(sound).cloned().collect();
    }
    let lost = place.is_some_and(|id| id.index() >= places);
    if lost {
        *place = None;
    }
    lost || candidates.len() < had
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    #[test]
    fn what_is_written_is_read() {
        let dataset = sample::dataset();
        let text = write(&dataset).unwrap();
        assert!(looks_like(&text));
        let (read, problems) = read(&text).unwrap();
        assert_eq!(read, dataset);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(read.events[0].category.as_str(), "moon landing");
    }

    #[test]
    fn tables_that_are_not_held_are_named_and_found_again() {
        let mut dataset = sample::dataset();
        let absent = Absent::new("/data/events.csv".into(), "is on another disk".into());
        dataset.tables.push(Table { source: SourceId(0), rows: Arc::new(absent) });
        let text = write(&dataset).unwrap();
        assert!(text.contains("\"version\": 3"), "older programs would lose them");
        let (read, problems) = read(&text).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(read.tables.len(), 1);
        assert_eq!(read.tables[0].rows.file(), std::path::Path::new("/data/events.csv"));
        assert_eq!(write(&read).unwrap(), text, "saved again, nothing is lost");
        let lost = text.replace("\"source\": 0,\n      \"file\"", "\"source\": 7,\n      \"file\"");
        let (read, problems) = super::read(&lost).unwrap();
        assert!(read.tables.is_empty());
        assert_eq!(problems.len(), 1, "{problems:?}");
    }

    #[test]
    fn accounts_and_decisions_are_written_and_older_programs_warned() {
        let mut dataset = sample::dataset();
        let text = write(&dataset).unwrap();
        assert!(text.contains("\"version\": 1"), "as before, without them");
        let mut key = crate::model::ReportKey {
            source: "sample.txt".into(),
            text: "0".into(),
            copy: 0,
            start: 0,
            end: 33,
            category: "moon landing".into(),
            title: "A landing".into(),
            quote: "Élan".into(),
        };
        let first = key.clone();
        key.start = 3;
        let pair = crate::model::Pair::new(first, key);
        dataset.decisions.set(pair, Some(crate::model::Verdict::Apart));
        let event = dataset.events[0].clone();
        let account = crate::model::Account::from(event.clone());
        let other = crate::model::Account { title: "It landed".into(), ..account.clone() };
        dataset.events[0].accounts = vec![account, other];
        let text = write(&dataset).unwrap();
        assert!(text.contains("\"version\": 2"));
        let (read, problems) = read(&text).unwrap();
        assert_eq!(read.decisions, dataset.decisions);
        assert!(problems.is_empty(), "{problems:?}");
        let titles: Vec<&str> = read.events.iter().map(|e| e.title.as_str()).collect();
        assert_eq!(titles, ["A landing", "It landed"], "what each source told");
        assert_eq!(read.events[0], event);
    }

    #[test]
    fn movements_are_kept_and_older_programs_warned() {
        let mut dataset = sample::dataset();
        let mut there = dataset.places[0].clone();
        there.name = "There".to_owned();
        dataset.places.push(there);
        let to = crate::model::PlaceId::from_index(dataset.places.len() - 1);
        dataset.events[0].route = Route::new(crate::model::PlaceId(0), to);
        let text = write(&dataset).unwrap();
        assert!(text.contains("\"version\": 4"), "older programs would lose it");
        let (same, problems) = read(&text).unwrap();
        assert_eq!((&same, problems.len()), (&dataset, 0));
        dataset.events[0].route = Route::new(crate::model::PlaceId(0), crate::model::PlaceId(99));
        let (mended, problems) = read(&write(&dataset).unwrap()).unwrap();
        assert_eq!((mended.events[0].route, problems.len()), (None, 1), "{problems:?}");
    }

    #[test]
    fn newer_versions_are_refused_with_both_numbers() {
        let error = read(r#"{"version": 7, "sources": []}"#).unwrap_err().to_string();
        assert!(error.contains('7') && error.contains('4'), "{error}");
    }

    #[test]
    fn what_is_no_project_is_said_to_be_none() {
        for text in
            ["", "{", "[]", "{}", r#"{"version":"x"}"#, r#"{"type":"FeatureCollection"}"#, "null"]
        {
            assert!(!looks_like(text), "{text}");
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn dangling_references_are_reported_and_left_out() {
        let mut dataset = sample::dataset();
        dataset.events[0].places.push(crate::model::PlaceId(99));
        let mut lost = dataset.events[0].clone();
        lost.evidence[0].range = 5..1_000_000;
        dataset.events.push(lost);
        let (read, problems) = read(&write(&dataset).unwrap()).unwrap();
        assert_eq!(read.events.len(), 1);
        assert_eq!(read.events[0].places.len(), 1);
        assert_eq!(problems.len(), 3, "{problems:?}");
    }
}
