//! `chronotope read`: what is found in files.

use super::args::{Format, Read};
use super::engine;
use super::exit::Exit;
use super::failure::Failure;
use super::progress::Progress;
use super::report;
use super::terminal::{self, SafeJson};
use crate::formats::{geojson, jsonl, project};
use crate::import::corpus::{Corpus, Item};
use crate::model::Dataset;
use crate::task::Task;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(args: &Read, task: &Task) -> Result<Exit, Failure> {
    if let Some(path) = &args.corpus {
        return corpus(args, path, task);
    }
    let format = args.format.unwrap_or(Format::Text);
    let dataset = engine::dataset(&args.files, &args.reading, task)?;
    // JSON lines stand for one document each, whatever others tell.
    let whole = args.no_fold || format == Format::Jsonl;
    let dataset = if whole { Arc::new(dataset) } else { engine::folded(dataset, task)? };
    // What went wrong is said before what was found: on a terminal it would scroll away behind it.
    let failed = terminal::say_warnings(&task.take_warnings());
    print(&dataset, format)?;
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

fn print(dataset: &Dataset, format: Format) -> Result<(), Failure> {
    let mut out = engine::output();
    let written = match format {
        Format::Text => out.write_all(report::text(dataset).as_bytes()),
        Format::Jsonl => jsonl::write(dataset, &mut SafeJson::new(&mut out)),
        Format::Geojson => geojson::write(dataset, &mut SafeJson::new(&mut out)),
        Format::Project => {
            let text = project::write(dataset).map_err(|why| Failure::cannot("project", why))?;
            SafeJson::new(&mut out).write_all(text.as_bytes())
        }
    };
    written.and_then(|()| out.flush()).map_err(|why| Failure::output(&why))
}

/// A corpus goes line by line: each document is printed before the next one is read.
fn corpus(args: &Read, path: &Path, task: &Task) -> Result<Exit, Failure> {
    let format = args.format.unwrap_or(Format::Jsonl);
    if !matches!(format, Format::Jsonl | Format::Text) {
        let words = "a corpus is printed document by document: use `--format jsonl`, or read its documents as files";
        return Err(Failure::Usage(words.to_owned()));
    }
    let name = path.display().to_string();
    let cannot = |why: &io::Error| Failure::cannot(&name, crate::import::cannot_open(why));
    let (lines, bytes): (Box<dyn BufRead>, u64) = if path == Path::new("-") {
        (Box::new(io::stdin().lock()), 0)
    } else {
        let file = File::open(path).map_err(|why| cannot(&why))?;
        let bytes = file.metadata().map_or(0, |meta| meta.len());
        (Box::new(BufReader::with_capacity(1 << 16, file)), bytes)
    };
    let reader = engine::reader(&args.reading, task)?;
    task.stage("Reading", bytes);
    // A bar between lines of output on the same terminal would only disturb.
    let _bar = if io::stdout().is_terminal() { Progress::default() } else { Progress::show(task) };
    let mut corpus = Corpus::new(lines, args.reading.dated.clone(), &reader, task);
    let mut any = false;
    let mut before = 0;
    while let Some((line, bytes, item)) = corpus.next_item().map_err(|why| cannot(&why))? {
        task.check()?;
        let place = format!("{name}:{line}");
        match item {
            Item::Refused(why) => task.warn(place, why),
            Item::Read { dataset, remark } => {
                any = true;
                if let Some(remark) = remark {
                    task.note(place, remark);
                }
                print(&dataset, format)?;
            }
        }
        let counted = task.progress().done.saturating_sub(before);
        task.advance(bytes.saturating_sub(counted));
        before = task.progress().done;
    }
    if !any {
        task.warn(
            name,
            "holds no document; each line must be a `{\"doc\",\"date\",\"text\"}` object",
        );
    }
    Ok(Exit::Fine)
}
