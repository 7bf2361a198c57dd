//! When: spans of time that keep their precision, their doubt and their open ends.
//!
//! The scale is [`Second`]: seconds since 1970-01-01T00:00:00 on the proleptic Gregorian calendar,
//! read on the span's own clock. A date without a time is a day in its own zone and never shifts;
//! a time with an explicit zone keeps the zone ([`TimeSpan::zone`]) and stands where its own clock
//! shows it, so that the window "28 January" holds everything that is said to have happened on the
//! 28th, wherever that was.
//!
//! # What a span means
//!
//! A single date, such as `2025-10` or `2026-01-18`, says *some time within it, or throughout*: the
//! happening begins and ends between the first and the last instant of the date. An interval
//! `begin/end` says *it begins some time within the first date, goes on, and ends some time within
//! the second*. `..` is an end that is open (always was, goes on), nothing beside the slash an end
//! that nobody tells. `[a,b]` is one of the dates listed.
//!
//! A date that its writer says to be Julian is marked `J:` (`J:1582-10-04`, also in an interval and
//! in a set). It lies where it fell, is shown as it was written, and [`TimeSpan::gregorian`] gives it
//! to other programs, since EDTF knows no other calendar.
//!
//! # What the slider's user sees
//!
//! [`TimeSpan::overlap`] answers in three senses. `Certain`: wherever within its bounds the truth
//! lies, it meets the window. `Possible`: some placements meet it, others do not. `No`: none does.
//! - A meeting "in October" is certain in a window that covers all of October, possible in one that
//!   covers the 12th only: the 12th may have been another day.
//! - A presence `2015-09/..` is possible in a window that ends within September 2015, and certain in
//!   any that reaches past it.
//! - `2026-01-19/2026-01-25` is certain in every window that meets it at one of its full days: it is
//!   said to go on from the first day to the last. Where the same span bounds a happening ("they
//!   withdrew last week"), ask [`TimeSpan::overlap_within`]: any one day of it is only possible.
//! - `~` (about) widens a date by one unit of its own precision on either side: "about December
//!   2024" may be November. `?` (doubted) leaves the bounds alone and is never more than possible.

mod allen;
mod calendar;
mod civil;
#[cfg(test)]
mod edtf_tests;
mod foreign;
mod gregorian;
#[cfg(test)]
mod julian_tests;
mod label;
mod month;
mod parse;
mod point;
mod precision;
mod print;
mod second;
mod span;
#[cfg(test)]
mod tests;
mod told;

pub use allen::Allen;
pub use calendar::Calendar;
pub use civil::{Civil, Day, Weekday};
pub use month::{month_name, month_short};
pub use parse::EdtfError;
pub use point::Zone;
pub use precision::Precision;
pub use second::{Second, Unit};
pub use span::TimeSpan;

use serde::{Deserialize, Serialize};

/// The first year that a span can name (astronomical: year 0 is 1 BCE).
pub const YEAR_MIN: i32 = -999_999;
/// The last year that a span can name.
pub const YEAR_MAX: i32 = 999_999;

/// One end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Open: it goes on without end, or always was (EDTF `..`).
    Open,
    /// Nobody says (EDTF: nothing beside the slash).
    Unknown,
    /// Somewhere in `earliest..latest`.
    Known {
        /// The earliest instant it can be.
        earliest: Second,
        /// The instant by which it must have been: the end of a day is the next midnight.
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
        if begin == end && end.0 == i64::MAX {
            return Self { begin: Second(i64::MAX - 1), end };
        }
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
