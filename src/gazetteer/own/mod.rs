//! The user's own index: the embedded gazetteer with what `chronotope gazetteer add` put to it, in
//! one file of the user's data folder (`CHRONOTOPE_DATA` names another).
//!
//! The file is made beside its place and moved there when it is whole, so that whoever stops or
//! kills the work finds the old one as it was.

mod add;
mod adopt;
mod join;
mod packing;
mod read_back;
#[cfg(test)]
mod tests;

pub use add::Addition;

use super::cache::open_any;
use super::format::Section;
use super::{EMBEDDED, Gazetteer, GazetteerError, OVERLAY, cache};
use crate::system::data_folder;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

const FILE: &str = "gazetteer.idx";
const LOCK: &str = "gazetteer.lock";
const WORKSHOP: &str = "gazetteer.part";

/// A file that was added to an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name, without its folder.
    pub file: String,
    /// Whether it holds further names of places rather than places.
    pub names: bool,
    /// Rows taken from it.
    pub rows: u64,
    /// Rows of it that could not be read.
    pub left_out: u64,
    /// The day on which it was added, YYYY-MM-DD.
    pub day: String,
}

/// What is in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub byte_len: u64,
    /// Places in it, those of the program included.
    pub places: usize,
    /// Folded names in it.
    pub keys: usize,
    /// What was added, in that order.
    pub sources: Vec<Source>,
    /// Whether it holds the places of this version of the program, not of an older one.
    pub is_current: bool,
}

/// Where a user's index lies, whether there is one or not.
#[derive(Clone, Debug)]
pub struct OwnIndex {
    folder: PathBuf,
    /// The asset and the overlay that the program carries.
    program: (&'static [u8], &'static str),
    limits: Limits,
}

/// How much may be taken for building.
#[derive(Clone, Copy, Debug)]
struct Limits {
    disk_bytes: u64,
    /// Bytes of records, and of keys for each worker, held in memory at once; what the builder
    /// thinks best without.
    piece_bytes: Option<usize>,
}

impl OwnIndex {
    /// The index of this user: in `CHRONOTOPE_DATA`, or in the user's data folder. `None` where
    /// there is no such folder.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        data_folder().map(Self::at)
    }

    /// The index of a folder.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        let limits = Limits { disk_bytes: u64::MAX, piece_bytes: None };
        Self { folder: folder.into(), program: (EMBEDDED, OVERLAY), limits }
    }

    /// The file of the index.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// Opens the index; `None` where there is none.
    ///
    /// # Errors
    /// When it is damaged or of another version, or cannot be read.
    pub fn open(&self) -> Result<Option<Gazetteer>, GazetteerError> {
        match open_any(&self.path()) {
            Err(GazetteerError::File { source, .. })
                if source.kind() == io::ErrorKind::NotFound =>
            {
                Ok(None)
            }
            opened => opened.map(Some),
        }
    }

    /// What it means that the index cannot be opened, and the commands that mend it.
    #[must_use]
    pub fn way_out(&self, error: &GazetteerError) -> String {
        let mend = match error {
            GazetteerError::OtherVersion if matches!(self.open_to_read_back(), Ok(Some(_))) => {
                "`chronotope gazetteer rebuild` brings it up to date"
            }
            _ => "`chronotope gazetteer add FILE...` with its files builds it anew",
        };
        // The place is named beside this.
        let error = match error {
            GazetteerError::File { source, .. } => source.to_string(),
            error => error.to_string(),
        };
        format!(
            "{error}, so only the places of the program are known; {mend}, `chronotope gazetteer reset` does without it"
        )
    }

    /// What is in the index; `None` where there is none.
    ///
    /// # Errors
    /// Those of [`OwnIndex::open`].
    pub fn summary(&self) -> Result<Option<Summary>, GazetteerError> {
        let Some(gazetteer) = self.open()? else { return Ok(None) };
        Ok(Some(Summary {
            path: self.path(),
            byte_len: gazetteer.byte_len() as u64,
            places: gazetteer.len(),
            keys: gazetteer.key_count(),
            sources: gazetteer.sources(),
            is_current: gazetteer.layout.key == self.key()?,
        }))
    }

    /// Removes the index, so that the embedded gazetteer is used again; whether there was one.
    ///
    /// # Errors
    /// When it cannot be removed, or is being built.
    pub fn reset(&self) -> Result<bool, GazetteerError> {
        if !self.folder.exists() {
            return Ok(false);
        }
        let _lock = self.lock()?;
        // What a run that was killed left; the next one would clear it too.
        let _ = fs::remove_dir_all(self.workshop());
        match fs::remove_file(self.path()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(GazetteerError::File { path: self.path(), source }),
        }
    }

    /// Makes sure that nobody else builds here, for as long as the file is held.
    fn lock(&self) -> Result<File, GazetteerError> {
        let path = self.folder.join(LOCK);
        let at = |source| GazetteerError::disk(path.clone(), source);
        fs::create_dir_all(&self.folder)
            .map_err(|source| GazetteerError::disk(self.folder.clone(), source))?;
        let file = File::create(&path).map_err(at)?;
        match file.try_lock() {
            // Where files cannot be locked at all there is nobody to wait for.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                Err(GazetteerError::Busy { path: self.folder.clone() })
            }
        }
    }

    /// What an index by this program is known by.
    fn key(&self) -> Result<u64, GazetteerError> {
        let (asset, overlay) = self.program;
        cache::key(asset, overlay)
    }

    fn workshop(&self) -> PathBuf {
        self.folder.join(WORKSHOP)
    }
}

impl Gazetteer {
    /// The files that were added to it.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        serde_json::from_slice(self.section(Section::Sources)).unwrap_or_default()
    }
}

/// The name of a file without its folder.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
