//! `chronotope gazetteer`: the places that a user adds to those of the program.

use super::args::{Gazetteer, GazetteerAdd};
use super::engine;
use super::exit::Exit;
use super::failure::Failure;
use super::progress::Progress;
use super::terminal::{clean, say_warnings, table};
use crate::gazetteer::GazetteerError;
use crate::gazetteer::own::{Addition, OwnIndex, Source, Summary};
use crate::task::{Task, grouped};

pub(super) fn run(what: &Gazetteer, task: &Task) -> Result<Exit, Failure> {
    let own = OwnIndex::of_user().ok_or_else(|| {
        Failure::cannot("chronotope", "no home folder is known; name a folder in CHRONOTOPE_DATA")
    })?;
    match what {
        Gazetteer::Add(args) => add(&own, args, task),
        Gazetteer::List => list(&own),
        Gazetteer::Rebuild => rebuild(&own, task),
        Gazetteer::Reset => reset(&own),
    }
}

fn add(own: &OwnIndex, args: &GazetteerAdd, task: &Task) -> Result<Exit, Failure> {
    let addition = Addition {
        places: args.places.clone(),
        names: args.names.clone(),
        day: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
    };
    build(own, &addition, task)
}

fn rebuild(own: &OwnIndex, task: &Task) -> Result<Exit, Failure> {
    if !own.path().exists() {
        return engine::print(NOTHING).map(|()| Exit::Fine);
    }
    build(own, &Addition::default(), task)
}

fn build(own: &OwnIndex, addition: &Addition, task: &Task) -> Result<Exit, Failure> {
    let bar = Progress::show(task);
    let built = own.add(addition, task);
    drop(bar);
    // Rows that were left out are told before what came of the others.
    let failed = say_warnings(&task.take_warnings());
    engine::print(&text(&built.map_err(failure)?))?;
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

const NOTHING: &str = "nothing was added: only the places of the program are known\n`chronotope gazetteer add FILE...` adds files of https://download.geonames.org/export/dump/\n";

fn list(own: &OwnIndex) -> Result<Exit, Failure> {
    let summary = own
        .summary()
        .map_err(|error| Failure::cannot(own.path().display().to_string(), own.way_out(&error)))?;
    let Some(summary) = summary else {
        return engine::print(NOTHING).map(|()| Exit::Fine);
    };
    let mut out = text(&summary);
    if !summary.is_current {
        out.push_str("this version of the program carries other places than it did then; `chronotope gazetteer rebuild` takes them in\n");
    }
    engine::print(&out).map(|()| Exit::Fine)
}

fn reset(own: &OwnIndex) -> Result<Exit, Failure> {
    let removed = own.reset().map_err(failure)?;
    let said = if removed {
        "what was added is forgotten: only the places of the program are known\n"
    } else {
        NOTHING
    };
    engine::print(said).map(|()| Exit::Fine)
}

fn failure(error: GazetteerError) -> Failure {
    match error {
        GazetteerError::Cancelled(cancelled) => cancelled.into(),
        // These name their file themselves.
        error @ (GazetteerError::Table(_)
        | GazetteerError::DiskFull { .. }
        | GazetteerError::Busy { .. }
        | GazetteerError::File { .. }) => Failure::Told(error.to_string()),
        other => Failure::cannot("chronotope gazetteer", other),
    }
}

fn text(summary: &Summary) -> String {
    let rows: Vec<Vec<String>> = summary.sources.iter().map(row).collect();
    let path = summary.path.display().to_string();
    format!(
        "{}{} places, {} spellings, {} in {}\n",
        table(&rows, ""),
        grouped(summary.places as u64),
        grouped(summary.keys as u64),
        size(summary.byte_len),
        clean(&path),
    )
}

fn row(source: &Source) -> Vec<String> {
    let left_out = match source.left_out {
        0 => String::new(),
        rows => format!("{} left out", grouped(rows)),
    };
    let what = if source.names { "names" } else { "places" };
    let read = format!("{} {what}", grouped(source.rows));
    vec![clean(&source.file).into_owned(), read, format!("added {}", clean(&source.day)), left_out]
}

/// A size in MB or GB, as those who sell disks count them.
fn size(bytes: u64) -> String {
    let mega = bytes as f64 / 1e6;
    if mega < 1_000.0 { format!("{mega:.0} MB") } else { format!("{:.1} GB", mega / 1_000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_for_people() {
        assert_eq!([0, 56_000_000, 2_340_000_000].map(size), ["0 MB", "56 MB", "2.3 GB"]);
    }
}
