//! `chronotope convert`: a file into another format.

use super::args::Convert;
use super::engine;
use super::exit::Exit;
use super::failure::Failure;
use super::terminal;
use crate::app::save::replace_file;
use crate::formats::{geojson, jsonl, project};
use crate::model::Dataset;
use crate::task::Task;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

#[derive(Clone, Copy)]
enum Target {
    Project,
    Geojson,
    Jsonl,
}

pub(super) fn run(args: &Convert, task: &Task) -> Result<Exit, Failure> {
    let target = target(&args.output)?;
    let same = |a: &Path, b: &Path| Some(fs::canonicalize(a).ok()? == fs::canonicalize(b).ok()?);
    if same(&args.input, &args.output) == Some(true) {
        return Err(Failure::Usage("IN and OUT are the same file; name another OUT".to_owned()));
    }
    let files = [args.input.clone()];
    let dataset = engine::dataset(&files, &args.reading, task)?;
    let dataset = if matches!(target, Target::Jsonl) {
        Arc::new(dataset)
    } else {
        engine::folded(dataset, task)?
    };
    let failed = terminal::say_warnings(&task.take_warnings());
    if dataset.sources.is_empty() {
        let name = args.output.display().to_string();
        return Err(Failure::cannot(name, "is not written: nothing could be read"));
    }
    replace_file(&args.output, |out| write(&dataset, target, out)).map_err(|why| {
        Failure::cannot(args.output.display().to_string(), format!("cannot be written: {why}"))
    })?;
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

fn target(path: &Path) -> Result<Target, Failure> {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    if name.ends_with(project::SUFFIX) {
        return Ok(Target::Project);
    }
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("geojson") => Ok(Target::Geojson),
        Some("jsonl" | "ndjson") => Ok(Target::Jsonl),
        Some("png" | "svg") => {
            Err(Failure::Usage("pictures are drawn by `chronotope snapshot`".to_owned()))
        }
        _ => Err(Failure::Usage("OUT must end in .chronotope.json, .geojson or .jsonl".to_owned())),
    }
}

fn write(dataset: &Dataset, target: Target, out: &mut dyn Write) -> io::Result<()> {
    match target {
        Target::Geojson => geojson::write(dataset, out),
        Target::Jsonl => jsonl::write(dataset, out),
        Target::Project => {
            let text = project::write(dataset).map_err(io::Error::other)?;
            out.write_all(text.as_bytes())
        }
    }
}
