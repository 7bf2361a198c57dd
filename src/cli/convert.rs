//! `chronotope convert`: a file into another format.

use super::args::Convert;
use super::engine;
use super::exit::Exit;
use super::failure::Failure;
use super::terminal;
use crate::formats::{geojson, jsonl, project};
use crate::model::Dataset;
use crate::task::Task;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
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
    let dataset = engine::dataset(&files, args.dated.as_ref(), task)?;
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
    replace(&args.output, |out| write(&dataset, target, out)).map_err(|why| {
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

/// Writes a file beside its name and then renames it: what was there before stays whole until the
/// new one is.
pub(super) fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part: PathBuf = path.with_file_name(name);
    let written = File::create(&part).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()
    });
    let renamed = written.and_then(|()| fs::rename(&part, path));
    if renamed.is_err() {
        // It may not have come into being at all.
        let _absent = fs::remove_file(&part);
    }
    renamed
}
