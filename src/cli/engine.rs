//! What commands share: the reader with its gazetteer, files in, output.

use super::args::Reading;
use super::failure::Failure;
use super::progress::Progress;
use crate::app::Resources;
use crate::folding::fold;
use crate::import::{LoadOptions, load};
use crate::model::Dataset;
use crate::reading::Reader;
use crate::task::Task;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// The reader, on what is embedded in the program and what the user added to it.
pub(super) fn reader(how: &Reading, task: &Task) -> Result<Arc<Reader>, Failure> {
    let _bar = Progress::show(task);
    let reader = Resources::of_user()
        .with_lexicon(how.lexicon.clone())
        .with_calendar(how.calendar.into())
        .reader(task);
    task.check()?;
    reader.map_err(|why| Failure::cannot("chronotope", why))
}

/// Reads files; a stopped task is a failure here, since half a dataset is no answer.
pub(super) fn dataset(files: &[PathBuf], how: &Reading, task: &Task) -> Result<Dataset, Failure> {
    let reader = reader(how, task)?;
    let _bar = Progress::show(task);
    let dataset = load(files, &LoadOptions { dated: how.dated.clone() }, &reader, task);
    task.check()?;
    Ok(dataset)
}

/// The dataset with its reports folded, as the window shows it. Corrections that could not be
/// followed become remarks of the task.
pub(super) fn folded(dataset: Dataset, task: &Task) -> Result<Arc<Dataset>, Failure> {
    let dataset = Arc::new(dataset);
    let _bar = Progress::show(task);
    let folded = fold(&dataset, &dataset.decisions, task)?;
    for unheeded in folded.unheeded {
        task.note("correction not followed", unheeded.why);
    }
    Ok(folded.dataset)
}

/// Standard output, buffered.
pub(super) fn output() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Writes and flushes; a closed pipe ends the command without complaint.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = output();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|why| Failure::output(&why))
}
