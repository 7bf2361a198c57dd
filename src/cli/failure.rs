//! Why a command ends early.

use super::exit::Exit;
use crate::task::Cancelled;
use std::io;

/// What ends a command.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The reader of our output went away (`| head`): nothing is wrong.
    #[error("nobody reads the output any more")]
    NobodyReads,
    /// Ctrl-C.
    #[error("stopped")]
    Interrupted,
    /// Something could not be done.
    #[error("{place}: {why}")]
    Cannot {
        /// The file or thing.
        place: String,
        /// What is wrong with it, and the way out.
        why: String,
    },
    /// The same, where the cause itself names the file.
    #[error("{0}")]
    Told(String),
    /// The command line makes no sense.
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    pub(super) fn cannot(place: impl Into<String>, why: impl ToString) -> Self {
        Self::Cannot { place: place.into(), why: why.to_string() }
    }

    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::NobodyReads => Exit::Fine,
            Self::Interrupted => Exit::Interrupted,
            Self::Cannot { .. } | Self::Told(_) => Exit::Failed,
            Self::Usage(_) => Exit::Usage,
        }
    }

    /// A failure to write to standard output.
    pub(super) fn output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::NobodyReads
        } else {
            Self::cannot("standard output", error)
        }
    }
}

impl From<Cancelled> for Failure {
    fn from(_: Cancelled) -> Self {
        Self::Interrupted
    }
}
