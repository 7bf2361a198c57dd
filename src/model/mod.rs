//! Floor 0: what everything else speaks about.
//!
//! Plain data with its invariants: positions that cannot be out of range, spans of time that keep
//! their uncertainty, and the chain from an event to the passage that it came from.

mod account;
mod append;
mod columns;
mod country;
mod dataset;
mod decision;
mod event;
mod feature;
mod find;
#[cfg(test)]
pub(crate) mod fixture;
mod language;
mod letters;
mod lonlat;
mod place;
mod route;
mod rows;
mod source;
pub mod time;

pub use account::Account;
pub use columns::{NO_PLACE, RowColumns, RowTraits};
pub use country::{countries, country_name};
pub use dataset::{Dataset, EventId, MentionId, PlaceId, SourceId};
pub use decision::{Decisions, Pair, ReportKey, Verdict};
pub use event::{Category, Certainty, Event, EventKind, StateWords};
pub use find::{Found, Within};
pub use language::Language;
pub use letters::Script;
pub use lonlat::{LonLat, LonLatError};
pub use place::{Feature, Name, Place, PlaceShape};
pub use route::Route;
pub use rows::{Absent, RowKey, Rows, Table};
pub use source::{
    Candidate, DatedFrom, Mention, MentionKind, Passage, Source, SourceKind, TimexType, ToponymForm,
};
pub use time::{Day, Edge, EdtfError, Overlap, Second, TimeSpan, Unit, Window};
