//! Floor 1: names to places.
//!
//! A [`Gazetteer`] is an index over one file of bytes, memory-mapped where it can be: a finite-state
//! map from folded names to entries, and columns for the rest. [`Gazetteer::embedded`] builds it
//! once from the asset in the binary and the overlay in `data/`, and opens it in milliseconds from
//! then on.
//!
//! Positions are WGS 84 degrees, kept to 0.0000001; those of the embedded data are exact to 0.0001
//! (11 m). Radii and distances are metres. What comes from where is told in `assets/README.md`.
//!
//! [`Gazetteer::of_user`] opens the larger index that a user made of GeoNames' files, where there is
//! one: [`own`].
//!
//! Not supported: historical names by period. The embedded data leave out names in scripts other
//! than Latin, Greek, Cyrillic, Hebrew and Arabic; those of a user's files are all found.

pub mod asset;
mod build;
mod cache;
mod entry;
mod fold;
mod format;
mod fuzzy;
mod geonames;
mod lookup;
mod near;
pub mod overlay;
pub mod own;
mod prefix;
mod record;
mod sound;

pub use build::build_index;
pub use entry::{Entry, EntryId};
pub use fold::fold;
pub use geonames::TableError;
pub use lookup::{NameHit, NameQuality};
pub use prefix::Beginning;
pub use record::{Extra, Record, radius_m, radius_of_area_m};
pub use sound::sound;

pub(crate) use crate::system::bytes;
use crate::task::{Cancelled, Task};
pub(crate) use cache::Bytes;
use format::{Layout, Section};
use fst::raw::Fst;
use std::path::{Path, PathBuf};

/// The asset that the binary carries.
static EMBEDDED: &[u8] = include_bytes!("../../assets/gazetteer.bin");
/// The overlay that the binary carries.
static OVERLAY: &str = include_str!("../../data/overlay.json");

/// Why there is no gazetteer.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The bytes are no gazetteer asset.
    #[error(
        "these bytes are no gazetteer asset, or a damaged one: build it anew with assets/build.sh"
    )]
    NoAsset,
    /// The asset cannot be packed or unpacked.
    #[error("the gazetteer asset cannot be packed or unpacked: {0}")]
    Asset(#[source] std::io::Error),
    /// The index cannot be built.
    #[error("the gazetteer index cannot be built: {0}")]
    Index(#[source] fst::Error),
    /// The index is damaged.
    #[error("the gazetteer index is damaged")]
    DamagedIndex,
    /// The index was made by another version of the program.
    #[error("the gazetteer index was made by another version of the program")]
    OtherVersion,
    /// There is more than an index can hold.
    #[error("an index holds at most 4 GB of names and 2^29 places; split the file by country")]
    TooLarge,
    /// The overlay is not what it should be.
    #[error("overlay: {0}")]
    Overlay(#[from] overlay::OverlayError),
    /// A table of GeoNames cannot be read.
    #[error(transparent)]
    Table(#[from] geonames::TableError),
    /// There is no room left where an index is built.
    #[error(
        "{}: the disk is full, or there is a quota: building takes about as much room as the files unpacked; free some, or name a folder on another disk in CHRONOTOPE_DATA. What was there before is as it was",
        path.display()
    )]
    DiskFull {
        /// The folder.
        path: PathBuf,
    },
    /// Another process is building an index.
    #[error(
        "{}: another `chronotope gazetteer` is at work there; let it end first",
        path.display()
    )]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl GazetteerError {
    pub(crate) fn asset(error: std::io::Error) -> Self {
        Self::Asset(error)
    }

    pub(crate) fn index(error: fst::Error) -> Self {
        Self::Index(error)
    }

    /// What a failure to read or write at a path means.
    pub(crate) fn disk(path: PathBuf, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        match source.kind() {
            StorageFull | QuotaExceeded => Self::DiskFull { path },
            _ => Self::File { path, source },
        }
    }
}

/// Names to places. Cheap to open, safe to share between threads; keep one.
pub struct Gazetteer {
    bytes: Bytes,
    layout: Layout,
    keys: Fst<Bytes>,
    tables: Tables,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").field("layout", &self.layout).finish_non_exhaustive()
    }
}

/// The short lists that entries refer to by number.
#[derive(Debug, Default)]
struct Tables {
    langs: Vec<String>,
    features: Vec<(char, String)>,
    admins: Vec<String>,
}

impl Gazetteer {
    /// The gazetteer that the binary carries, with the overlay of `data/`.
    ///
    /// The first call builds its index into the user's cache folder (`CHRONOTOPE_CACHE` names
    /// another), which takes a second or two; later calls open that file in milliseconds. A damaged
    /// file is built anew, and where none can be written the index is held in memory, with a warning.
    ///
    /// # Errors
    /// When the task is cancelled, or the overlay of the binary cannot be read.
    pub fn embedded(task: &Task) -> Result<Self, GazetteerError> {
        Self::with_overlay(OVERLAY, task)
    }

    /// As [`Gazetteer::embedded`], with another overlay in place of that of the binary.
    ///
    /// # Errors
    /// When the task is cancelled, or the overlay is not as [`overlay`] says.
    pub fn with_overlay(overlay: &str, task: &Task) -> Result<Self, GazetteerError> {
        cache::open_or_build(EMBEDDED, overlay, cache::folder().as_deref(), task)
    }

    /// As [`Gazetteer::embedded`], with the index in `folder` rather than the user's cache folder.
    ///
    /// # Errors
    /// When the task is cancelled, or the overlay of the binary cannot be read.
    pub fn embedded_in(folder: &Path, task: &Task) -> Result<Self, GazetteerError> {
        cache::open_or_build(EMBEDDED, OVERLAY, Some(folder), task)
    }

    /// An index of `records`, held in memory.
    ///
    /// # Errors
    /// When the task is cancelled or there are too many.
    pub fn from_records(
        records: impl IntoIterator<Item = Record>,
        task: &Task,
    ) -> Result<Self, GazetteerError> {
        Self::from_index(build_index(records.into_iter(), 0, task)?)
    }

    /// An index that [`build_index`] made, held in memory.
    ///
    /// # Errors
    /// When the bytes are no index, of another version, or damaged.
    pub fn from_index(index: Vec<u8>) -> Result<Self, GazetteerError> {
        let layout = Layout::read(&index, index.len() as u64)?;
        layout.check(Section::Keys, &mut layout.section(&index, Section::Keys))?;
        Self::open(Bytes::owned(index), layout)
    }

    fn open(bytes: Bytes, layout: Layout) -> Result<Self, GazetteerError> {
        let keys = Fst::new(bytes.part(layout.range(Section::Keys)))
            .map_err(|_| GazetteerError::DamagedIndex)?;
        let tables =
            Tables::read(layout.section(bytes.as_ref(), Section::Tables)).unwrap_or_default();
        Ok(Self { bytes, layout, keys, tables })
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layout.entries as usize
    }

    /// Whether there is no place at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.layout.entries == 0
    }

    /// How many keys there are: distinct folded names, the same backwards, and sounds.
    #[must_use]
    pub fn key_count(&self) -> usize {
        self.keys.len()
    }

    /// The size of the index in bytes.
    #[must_use]
    pub fn byte_len(&self) -> usize {
        self.bytes.as_ref().len()
    }

    /// Whether the index lies in a file that is mapped, rather than in memory.
    #[must_use]
    pub fn is_mapped(&self) -> bool {
        self.bytes.is_mapped()
    }

    /// The gazetteer of this user: with what was added by `chronotope gazetteer add`, where that
    /// was, and else [`Gazetteer::embedded`]. An index of the user's that cannot be used is a
    /// warning that names the way out.
    ///
    /// # Errors
    /// Those of [`Gazetteer::embedded`].
    pub fn of_user(task: &Task) -> Result<Self, GazetteerError> {
        if let Some(own) = own::OwnIndex::of_user() {
            match own.open() {
                Ok(Some(gazetteer)) => return Ok(gazetteer),
                Ok(None) => {}
                Err(error) => task.warn(own.path().display().to_string(), own.way_out(&error)),
            }
        }
        Self::embedded(task)
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn section(&self, section: Section) -> &[u8] {
        self.layout.section(self.bytes.as_ref(), section)
    }
}

impl Tables {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut cursor = bytes::Cursor::new(bytes);
        let mut table = || -> Option<Vec<String>> {
            let count = cursor.length()?;
            (0..count).map(|_| cursor.line().map(str::to_owned)).collect()
        };
        let (langs, features, admins) = (table()?, table()?, table()?);
        let feature = |text: String| {
            let mut letters = text.chars();
            (letters.next().unwrap_or('S'), letters.as_str().to_owned())
        };
        Some(Self { langs, features: features.into_iter().map(feature).collect(), admins })
    }
}

#[cfg(test)]
mod tests;
