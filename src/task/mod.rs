//! Floor 0: what long work needs from whoever asked for it: a way to say how far it is, to be
//! stopped, and to warn without failing.

mod figures;
mod pace;

pub use figures::grouped;
pub use pace::Pace;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Progress, cancel flag and warnings of one piece of work, shared between the worker and the one who waits.
#[derive(Clone, Debug, Default)]
pub struct Task {
    shared: Arc<Shared>,
    warnings: Arc<Mutex<Vec<Warning>>>,
}

#[derive(Debug, Default)]
struct Shared {
    cancelled: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    rows: AtomicU64,
    bytes: AtomicBool,
    enough: AtomicBool,
    stage: Mutex<String>,
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
    /// All of it, line by line, where that is too much to be shown: to be saved.
    pub report: Option<Arc<Vec<String>>>,
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
    /// Rows of tables read so far, where that is counted.
    pub rows: u64,
    /// What is counted.
    pub counted: Counted,
}

/// What the units of a stage are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// Files, rows, places: the stage's words say which.
    #[default]
    Steps,
    /// Bytes.
    Bytes,
}

impl Task {
    /// Work that nobody has started yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same work, progress and cancelling, with warnings of its own.
    #[must_use]
    pub fn aside(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), warnings: Arc::default() }
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

    /// Asks the work to end early with what it has, where it can.
    pub fn suffice(&self) {
        self.shared.enough.store(true, Ordering::Relaxed);
    }

    /// Whether what there is suffices.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.shared.enough.load(Ordering::Relaxed)
    }

    /// Begins a stage of `total` units.
    pub fn stage(&self, words: &str, total: u64) {
        self.words(words);
        self.shared.done.store(0, Ordering::Relaxed);
        self.shared.total.store(total, Ordering::Relaxed);
        self.shared.bytes.store(false, Ordering::Relaxed);
    }

    /// Begins a stage of `total` bytes.
    pub fn stage_of_bytes(&self, words: &str, total: u64) {
        self.stage(words, total);
        self.shared.bytes.store(true, Ordering::Relaxed);
    }

    /// Says what is being done now, within the stage that was begun.
    pub fn words(&self, words: &str) {
        words.clone_into(&mut self.shared.stage.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Adds to the rows read.
    pub fn count_rows(&self, rows: u64) {
        self.shared.rows.fetch_add(rows, Ordering::Relaxed);
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
            rows: self.shared.rows.load(Ordering::Relaxed),
            counted: if self.shared.bytes.load(Ordering::Relaxed) {
                Counted::Bytes
            } else {
                Counted::Steps
            },
        }
    }

    /// Says that something could not be done while the rest goes on.
    pub fn warn(&self, place: impl Into<String>, message: impl Into<String>) {
        self.push(Warning {
            place: place.into(),
            message: message.into(),
            failed: true,
            report: None,
        });
    }

    /// Remarks on something that a reader should know: nothing is lost by it.
    pub fn note(&self, place: impl Into<String>, message: impl Into<String>) {
        self.push(Warning {
            place: place.into(),
            message: message.into(),
            failed: false,
            report: None,
        });
    }

    /// Says that something could not be done, with all of it to be saved, line by line.
    pub fn report(
        &self,
        place: impl Into<String>,
        message: impl Into<String>,
        lines: Arc<Vec<String>>,
    ) {
        let (place, message) = (place.into(), message.into());
        self.push(Warning { place, message, failed: true, report: Some(lines) });
    }

    fn push(&self, warning: Warning) {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).push(warning);
    }

    /// All that went wrong so far, in order; leaves the list empty.
    #[must_use]
    pub fn take_warnings(&self) -> Vec<Warning> {
        std::mem::take(&mut *self.warnings.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
