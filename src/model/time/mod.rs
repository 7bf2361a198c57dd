//! When: spans of time that keep their precision, their doubt and their open ends.
//!
//! The scale is [`Second`]: seconds since 1970-01-01T00:00:00 on the proleptic Gregorian calendar,
//! read on the span's own clock. A date without a time is a day in its own zone and never shifts.

mod span;

pub use span::{EdtfError, TimeSpan};

use serde::{Deserialize, Serialize};

/// Seconds since 1970-01-01T00:00:00, proleptic Gregorian, no leap seconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Second(pub i64);

/// One end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Open: it goes on without end, or always was (EDTF `..`).
    Open,
    /// Nobody says (EDTF: nothing beside the slash).
    Unknown,
    /// Somewhere in `earliest..=latest`.
    Known {
        /// The earliest instant it can be.
        earliest: Second,
        /// The latest instant it can be; for an end this is exclusive: the end of a day is the next midnight.
        latest: Second,
    },
}

/// How a span lies to a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Overlap {
    /// They cannot meet.
    No,
    /// They may meet: only the doubtful part of the span reaches in.
    Possible,
    /// They meet whatever the truth within the bounds.
    Certain,
}

/// A stretch of the time axis, half-open; what the slider selects. `begin < end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    begin: Second,
    end: Second,
}

impl Window {
    /// A window from two instants in either order, at least one second long.
    #[must_use]
    pub fn new(a: Second, b: Second) -> Self {
        let (begin, end) = if a <= b { (a, b) } else { (b, a) };
        Self { begin, end: Second(end.0.max(begin.0.saturating_add(1))) }
    }

    /// Its first instant.
    #[must_use]
    pub fn begin(self) -> Second {
        self.begin
    }

    /// The instant after its last.
    #[must_use]
    pub fn end(self) -> Second {
        self.end
    }

    /// Its length in seconds, at least 1.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.end.0.saturating_sub(self.begin.0)
    }

    /// Whether the instant lies in it.
    #[must_use]
    pub fn contains(self, at: Second) -> bool {
        self.begin <= at && at < self.end
    }
}
