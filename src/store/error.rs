//! Why a store's file cannot be used.

use std::path::{Path, PathBuf};

/// Why a store cannot be opened or saved. Each message names the file and the way out.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is something else.
    #[error("{}: no event store, whatever its name; open the table that it was to hold", path.display())]
    NoStore {
        /// Which.
        path: PathBuf,
    },
    /// The file was written by another version of the program.
    #[error(
        "{}: an event store of format {found}, and this program reads {known}; load the table again",
        path.display()
    )]
    OtherVersion {
        /// Which.
        path: PathBuf,
        /// The format that it is in.
        found: u8,
        /// The format that is read.
        known: u8,
    },
    /// The file was written on a machine that lays out numbers otherwise.
    #[error(
        "{}: an event store from a machine with another order of bytes; load the table again here",
        path.display()
    )]
    OtherMachine {
        /// Which.
        path: PathBuf,
    },
    /// The end of the file is missing.
    #[error(
        "{}: cut short, {found} of {expected} bytes; copy it again, or load the table again",
        path.display()
    )]
    CutShort {
        /// Which.
        path: PathBuf,
        /// How many bytes it had when it was written, at least.
        expected: u64,
        /// How many it has.
        found: u64,
    },
    /// The file contradicts itself.
    #[error("{}: a damaged event store; load the table again", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
    },
}

impl StoreError {
    pub(super) fn file(path: &Path, source: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }

    pub(super) fn damaged(path: &Path) -> Self {
        Self::Damaged { path: path.to_owned() }
    }
}
