use std::time::Duration;

/// Why tiles cannot be had: one line that names the file or service, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{from} {problem}")]
pub struct TileError {
    /// The file or service, as the user knows it.
    pub from: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with tiles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It cannot be opened.
    #[error("cannot be opened ({0}); put it back where it was, or remove the layer")]
    Unreadable(String),
    /// It is something else.
    #[error(
        "is neither a PMTiles nor an MBTiles file; open a file that was made as one of the two"
    )]
    Unknown,
    /// It is of a kind that is not read.
    #[error("holds {0}, which are not read; convert it to PNG, JPEG, WebP or MVT tiles")]
    Unsupported(String),
    /// It is an older PMTiles file.
    #[error("is PMTiles version {0}, only version 3 is read; convert it with `pmtiles convert`")]
    Version(u8),
    /// It is damaged or made up.
    #[error("is damaged: {0}; download or copy it again")]
    Damaged(String),
    /// A tile is larger than any that serves to draw a map.
    #[error("holds something too large: {0}; make it again with smaller tiles")]
    TooLarge(String),
    /// The network failed; it is tried again by itself.
    #[error("cannot be reached ({what}); tried again in {}", seconds(*.wait))]
    Network {
        /// What happened.
        what: String,
        /// When it is tried again.
        wait: Duration,
    },
}

fn seconds(wait: Duration) -> String {
    match wait.as_secs() {
        secs @ 0..100 => format!("{} s", secs.max(1)),
        secs => format!("{} min", secs.div_ceil(60)),
    }
}

impl TileError {
    /// Of a file or service.
    #[must_use]
    pub fn new(from: impl Into<String>, problem: Problem) -> Self {
        Self { from: from.into(), problem }
    }

    /// How long to wait before it is worth another try; nothing where none is.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        match self.problem {
            Problem::Network { wait, .. } => Some(wait),
            _ => None,
        }
    }
}

/// A file that is damaged, and how.
pub(super) fn damaged(from: &str, how: impl Into<String>) -> TileError {
    TileError::new(from, Problem::Damaged(how.into()))
}
