use super::{Edge, Overlap, Second, Window};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

// Placeholder representation: the day range only. Being replaced by the full EDTF form.

/// A span of time in EDTF (ISO 8601-2 level 1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeSpan {
    text: String,
    begin: Second,
    end: Second,
}

/// Why a text is no EDTF date or interval.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no EDTF date: {why}")]
pub struct EdtfError {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

impl TimeSpan {
    /// A calendar day, or nothing where there is no such day.
    #[must_use]
    pub fn day(year: i32, month: u8, day: u8) -> Option<Self> {
        format!("{year:04}-{month:02}-{day:02}").parse().ok()
    }
    /// Where it begins.
    #[must_use]
    pub fn begin(&self) -> Edge {
        Edge::Known { earliest: self.begin, latest: self.begin }
    }
    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> Edge {
        Edge::Known { earliest: self.end, latest: self.end }
    }
    /// How it lies to a window.
    #[must_use]
    pub fn overlap(&self, window: Window) -> Overlap {
        if self.begin < window.end() && window.begin() < self.end {
            Overlap::Certain
        } else {
            Overlap::No
        }
    }
    /// Whether it is marked approximate (`~`).
    #[must_use]
    pub fn is_approximate(&self) -> bool {
        false
    }
    /// Whether it is marked uncertain (`?`).
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        false
    }
    /// How people read it: "18 January 2026", "October 2025", "19–25 January 2026", "since September 2015".
    #[must_use]
    pub fn label(&self) -> String {
        self.text.clone()
    }
}

impl FromStr for TimeSpan {
    type Err = EdtfError;
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let day: jiff::civil::Date = text
            .parse()
            .map_err(|e: jiff::Error| EdtfError { text: text.to_owned(), why: e.to_string() })?;
        let begin = day
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_err(|e| EdtfError { text: text.to_owned(), why: e.to_string() })?
            .timestamp()
            .as_second();
        Ok(Self { text: text.to_owned(), begin: Second(begin), end: Second(begin + 86_400) })
    }
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for TimeSpan {
    type Error = EdtfError;
    fn try_from(text: String) -> Result<Self, EdtfError> {
        text.parse()
    }
}

impl From<TimeSpan> for String {
    fn from(span: TimeSpan) -> Self {
        span.text
    }
}
