//! Floor 0: what long work needs from whoever asked for it: a way to say how far it is, to be
//! stopped, and to warn without failing.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Progress, cancel flag and warnings of one piece of work, shared between the worker and the one who waits.
#[derive(Clone, Debug, Default)]
pub struct Task {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    cancelled: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    stage: Mutex<String>,
    warnings: Mutex<Vec<Warning>>,
}

/// Something that went wrong while the rest went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file, with row or line where it has one.
    pub place: String,
    /// What is wrong, and the way out.
    pub message: String,
    /// Whether something could not be done; a mere remark otherwise.
    pub failed: bool,
}

/// The work was asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// How far a piece of work is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, in words.
    pub stage: String,
    /// Units done (bytes, files, rows: the stage says which).
    pub done: u64,
    /// Units in all; 0 while unknown.
    pub total: u64,
}

impl Task {
    /// Work that nobody has started yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the work to stop at its next check.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// For the worker, at every step worth stopping at.
    ///
    /// # Errors
    /// When the work was asked to stop.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Begins a stage of `total` units.
    pub fn stage(&self, words: &str, total: u64) {
        words.clone_into(&mut self.shared.stage.lock().unwrap_or_else(PoisonError::into_inner));
        self.shared.done.store(0, Ordering::Relaxed);
        self.shared.total.store(total, Ordering::Relaxed);
    }

    /// Adds to the units done.
    pub fn advance(&self, units: u64) {
        self.shared.done.fetch_add(units, Ordering::Relaxed);
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            stage: self.shared.stage.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            done: self.shared.done.load(Ordering::Relaxed),
            total: self.shared.total.load(Ordering::Relaxed),
        }
    }

    /// Says that something could not be done while the rest goes on.
    pub fn warn(&self, place: impl Into<String>, message: impl Into<String>) {
        self.push(Warning { place: place.into(), message: message.into(), failed: true });
    }

    /// Remarks on something that a reader should know: nothing is lost by it.
    pub fn note(&self, place: impl Into<String>, message: impl Into<String>) {
        self.push(Warning { place: place.into(), message: message.into(), failed: false });
    }

    fn push(&self, warning: Warning) {
        self.shared.warnings.lock().unwrap_or_else(PoisonError::into_inner).push(warning);
    }

    /// All that went wrong so far, in order; leaves the list empty.
    #[must_use]
    pub fn take_warnings(&self) -> Vec<Warning> {
        std::mem::take(&mut *self.shared.warnings.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
