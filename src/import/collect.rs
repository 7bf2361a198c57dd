//! The files that paths stand for: folders are walked, in the order of names, without the hidden.

use super::detect;
use crate::task::{Cancelled, Task};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes when it was found.
    pub bytes: u64,
}

/// All files that the paths stand for, each once. What cannot be had is warned about.
pub(super) fn collect(paths: &[PathBuf], task: &Task) -> Result<Vec<Found>, Cancelled> {
    let mut walk = Walk { task, seen: HashSet::new(), found: Vec::new() };
    for path in paths {
        task.check()?;
        match fs::metadata(path) {
            Err(error) => task.warn(path.display().to_string(), super::cannot_open(&error)),
            Ok(meta) if meta.is_dir() => walk.folder(path)?,
            Ok(meta) => {
                if walk.is_new(path) {
                    walk.found.push(Found { path: path.clone(), bytes: meta.len() });
                } else {
                    task.note(path.display().to_string(), "was named twice; it is read once");
                }
            }
        }
    }
    Ok(walk.found)
}

struct Walk<'a> {
    task: &'a Task,
    seen: HashSet<PathBuf>,
    found: Vec<Found>,
}

impl Walk<'_> {
    /// Whether a path leads to something not met before: links may lead in circles.
    fn is_new(&mut self, path: &Path) -> bool {
        match fs::canonicalize(path) {
            Ok(real) => self.seen.insert(real),
            Err(_) => true,
        }
    }

    fn folder(&mut self, top: &Path) -> Result<(), Cancelled> {
        let before = self.found.len();
        let mut skipped = 0_usize;
        let mut open = vec![top.to_owned()];
        while let Some(folder) = open.pop() {
            self.task.check()?;
            if !self.is_new(&folder) {
                continue;
            }
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    self.task.warn(folder.display().to_string(), super::cannot_open(&error));
                    continue;
                }
            };
            let mut names: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
            names.sort();
            let mut folders = Vec::new();
            for path in names {
                let hidden =
                    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
                // A link that leads nowhere is no loss.
                let Some(meta) = fs::metadata(&path).ok().filter(|_| !hidden) else { continue };
                if meta.is_dir() {
                    folders.push(path);
                } else if !meta.is_file() || !detect::is_for_folders(&path) {
                    skipped += 1;
                } else if self.is_new(&path) {
                    self.found.push(Found { path, bytes: meta.len() });
                }
            }
            open.extend(folders.into_iter().rev());
        }
        self.report(top, self.found.len() - before, skipped);
        Ok(())
    }

    fn report(&self, top: &Path, found: usize, skipped: usize) {
        let name = top.display().to_string();
        match (found, skipped) {
            (0, 0) => self.task.warn(name, "is a folder without files; put text, HTML, CSV or project files in it, or name others"),
            (0, n) => self.task.warn(name, format!("is a folder without readable files ({n} of other kinds); text, Markdown, HTML, CSV and projects are read")),
            (_, 0) => {}
            (_, n) => self.task.note(name, format!("{n} files of other kinds in this folder are left out; name one by itself to read it")),
        }
    }
}
