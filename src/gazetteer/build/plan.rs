//! How an index is built: what of, where, with how much memory.

use super::disk::Disk;
use crate::gazetteer::GazetteerError;
use std::io;

/// Keys that one worker holds in memory at once, in bytes, where the rest stays there too.
const PIECE_BYTES_IN_MEMORY: usize = 16 << 20;
/// The same where the rest goes to a disk: fewer runs to read side by side.
const PIECE_BYTES_ON_DISK: usize = 96 << 20;
/// More workers than these would only wait for the one that reads the records.
const MOST_WORKERS: usize = 4;

/// How an index is built.
#[derive(Clone)]
pub(crate) struct Plan<'d> {
    /// What the index is made from, for its header.
    pub(crate) key: u64,
    /// What a user added, as it is kept in the index.
    pub(crate) sources: Vec<u8>,
    /// Where what does not fit in memory goes; all of it stays in memory without.
    pub(crate) disk: Option<&'d Disk>,
    /// Bytes of keys that one worker holds at once.
    pub(crate) piece_bytes: usize,
    /// Threads that fold names and sort keys.
    pub(crate) workers: usize,
}

impl<'d> Plan<'d> {
    pub(crate) fn in_memory(key: u64) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            key,
            sources: Vec::new(),
            disk: None,
            piece_bytes: PIECE_BYTES_IN_MEMORY,
            workers: cores.clamp(1, MOST_WORKERS),
        }
    }

    pub(crate) fn on_disk(key: u64, sources: Vec<u8>, disk: &'d Disk) -> Self {
        let piece_bytes = PIECE_BYTES_ON_DISK;
        Self { sources, disk: Some(disk), piece_bytes, ..Self::in_memory(key) }
    }

    /// What a failure to read or write means here.
    pub(crate) fn failed(&self, source: io::Error) -> GazetteerError {
        let path = self.disk.map(|disk| disk.folder().to_owned()).unwrap_or_default();
        GazetteerError::disk(path, source)
    }
}
