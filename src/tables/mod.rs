//! Floor 1: event tables too large to be held as events, in columns.
//!
//! A table's rows stay where they are, in the file; what is kept of each is what the map and the
//! timeline count (when, where, what sort) and where its text begins. That is made in parts by as many
//! threads as there are ([`Part`], with a thread's own dictionaries, [`Words`]), put together in the
//! order of the file ([`Whole`]), and written as one file into the user's cache folder ([`Cache`]),
//! from which it is mapped ([`Columns`]). Opening the same unchanged table again maps that file.
//!
//! What makes a row into an event is not known here: `formats::table` reads the row's text.
//!
//! To keep a table of another kind: write its rows as lines of text with a [`Spool`], give every row to
//! a [`Part`] with the place of its line, and hand parts, dictionaries and the spool's marks to
//! [`Cache::keep`].

mod cache;
mod columns;
mod dictionary;
mod layout;
mod marks;
mod part;
mod places;
mod spool;
mod text;
mod unify;
mod whole;
mod write;

pub use cache::{Cache, Key};
pub use columns::Columns;
pub use marks::{BLOCK_BYTES, Marks};
pub use part::{Entry, Part, Spot, Words};
pub use spool::Spool;
pub use text::{Stamp, Text};
pub use whole::{Keeping, Whole};

#[cfg(test)]
mod tests;
