//! Bytes that are mapped from a file, or held in memory where they cannot be.

use memmap2::Mmap;
use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

/// Bytes that several owners share, each seeing a window of them.
#[derive(Clone, Debug)]
pub(crate) struct Bytes {
    all: Arc<Backing>,
    part: Range<usize>,
}

#[derive(Debug)]
enum Backing {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

impl Backing {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

impl Bytes {
    pub(crate) fn owned(bytes: Vec<u8>) -> Self {
        Self { part: 0..bytes.len(), all: Arc::new(Backing::Owned(bytes)) }
    }

    pub(crate) fn map(file: &File) -> std::io::Result<Self> {
        // SAFETY: the file is never written in place: it is put there whole by a rename and only
        // ever replaced by another. Someone who truncates it from outside can end this process.
        #[allow(unsafe_code)]
        let map = unsafe { Mmap::map(file)? };
        Ok(Self { part: 0..map.len(), all: Arc::new(Backing::Mapped(map)) })
    }

    /// The same bytes, seen through a narrower window: a part of what is seen now.
    pub(crate) fn part(&self, part: Range<usize>) -> Self {
        let [from, to] = [part.start, part.end].map(|at| self.part.start.saturating_add(at));
        Self { all: Arc::clone(&self.all), part: from..to.min(self.part.end) }
    }

    pub(crate) fn is_mapped(&self) -> bool {
        matches!(*self.all, Backing::Mapped(_))
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.all.bytes().get(self.part.clone()).unwrap_or_default()
    }
}
