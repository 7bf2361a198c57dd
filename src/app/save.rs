//! Writing files so that what was there stays whole until the new one is.

use crate::formats::project;
use crate::model::{Dataset, Decisions};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its name and then renames it: what was there before stays whole until the
/// new one is.
///
/// # Errors
/// When the file cannot be written or renamed; nothing is left behind then.
pub fn replace_file(
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

/// A project could not be saved; one line with the way out.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be saved: {cause}; choose another place with “Save as…”", path.display())]
pub struct SaveError {
    path: PathBuf,
    cause: io::Error,
}

/// Saves imported data and corrections as a project.
///
/// # Errors
/// When the file cannot be written; one that was there before is still whole.
pub fn save_project(
    path: &Path,
    imported: &Dataset,
    decisions: &Decisions,
) -> Result<(), SaveError> {
    replace_file(path, |out| project::write_to(out, imported, decisions))
        .map_err(|cause| SaveError { path: path.to_owned(), cause })
}

/// A path with the ending of a project, which is added where it is missing.
#[must_use]
pub fn project_path(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    match name {
        Some(name) if !name.to_lowercase().ends_with(project::SUFFIX) => {
            let stem = name.strip_suffix(".json").or(name.strip_suffix(".chronotope"));
            path.with_file_name(format!("{}{}", stem.unwrap_or(&name), project::SUFFIX))
        }
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_projects_ending_is_added_where_it_is_missing() {
        for (given, wanted) in [
            ("a/syria", "a/syria.chronotope.json"),
            ("a/syria.json", "a/syria.chronotope.json"),
            ("a/syria.chronotope", "a/syria.chronotope.json"),
            ("a/syria.chronotope.json", "a/syria.chronotope.json"),
            ("v1.2", "v1.2.chronotope.json"),
        ] {
            assert_eq!(project_path(Path::new(given)), Path::new(wanted));
        }
    }

    #[test]
    fn what_cannot_be_saved_leaves_the_old_file_whole() {
        let folder = std::env::temp_dir().join(format!("chronotope-save-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("kept.chronotope.json");
        fs::write(&path, "old").unwrap();
        let failed = replace_file(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "and no litter");
        let (dataset, decisions) = (Dataset::default(), Decisions::default());
        save_project(&path, &dataset, &decisions).unwrap();
        assert!(project::read(&fs::read_to_string(&path).unwrap()).is_ok());
        let nowhere = folder.join("no/such/folder.chronotope.json");
        let error = save_project(&nowhere, &dataset, &decisions).unwrap_err().to_string();
        assert!(error.contains("folder.chronotope.json") && error.contains("Save as"), "{error}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
