//! What the user leaves in: filters stand beside each other, an event passes when every one lets it.
//!
//! A [`Filter`] is plain data that can be saved. [`Traits`] are what filters ask of each event, worked
//! out once for a dataset; [`Filter::failing`] holds the one against the other, and the
//! [`super::EventIndex::narrowed`] index that follows is what every view then draws. What the filters
//! hide stays countable: by filter, and event by event.

mod actors;
mod failing;
mod precision;
mod region;
mod sums;
#[cfg(test)]
mod tests;
mod text;
mod traits;

pub use actors::Actors;
pub use failing::Failing;
pub use precision::{DatePrecision, PlacePrecision};
pub use region::Region;
pub use sums::FilterSums;
pub use text::TextIndex;
pub use traits::Traits;

use crate::model::{Category, Certainty};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is left in. Empty lets everything pass.
///
/// Categories, certainties, sources and precisions name what is hidden, so that whatever a file brings
/// later is seen until somebody hides it; actors, regions and text name what is wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Categories that are hidden.
    pub categories: BTreeSet<Category>,
    /// Certainties that are hidden.
    pub certainties: BTreeSet<Certainty>,
    /// Sources that are hidden, by name; an event goes when all of its sources are.
    pub sources: BTreeSet<String>,
    /// Precisions of the place that are hidden.
    pub places: BTreeSet<PlacePrecision>,
    /// Precisions of the date that are hidden.
    pub dates: BTreeSet<DatePrecision>,
    /// Actors of whom one must take part; empty for anybody.
    pub actors: BTreeSet<String>,
    /// Ground on which an event must have a place; none for anywhere.
    pub regions: Vec<Region>,
    /// Words that must stand in the title, an actor's or a place's name or the passage; case and
    /// accents do not count.
    pub text: String,
}

/// A kind of filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// By category.
    Category,
    /// By who takes part.
    Actor,
    /// By how sure the source is.
    Certainty,
    /// By source.
    Source,
    /// By how well the place is known.
    PlacePrecision,
    /// By how well the date is known.
    DatePrecision,
    /// By ground.
    Region,
    /// By words.
    Text,
}

impl Facet {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Category,
        Self::Actor,
        Self::Certainty,
        Self::Source,
        Self::PlacePrecision,
        Self::DatePrecision,
        Self::Region,
        Self::Text,
    ];

    /// Its words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Category => "Category",
            Self::Actor => "Actor",
            Self::Certainty => "Certainty",
            Self::Source => "Source",
            Self::PlacePrecision => "Place precision",
            Self::DatePrecision => "Date precision",
            Self::Region => "Area",
            Self::Text => "Text",
        }
    }

    /// Its bit in [`Failing`].
    pub(super) fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Filter {
    /// Whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Facet::ALL.iter().all(|facet| !self.uses(*facet))
    }

    /// Whether a kind of filter is set.
    #[must_use]
    pub fn uses(&self, facet: Facet) -> bool {
        match facet {
            Facet::Category => !self.categories.is_empty(),
            Facet::Actor => !self.actors.is_empty(),
            Facet::Certainty => !self.certainties.is_empty(),
            Facet::Source => !self.sources.is_empty(),
            Facet::PlacePrecision => !self.places.is_empty(),
            Facet::DatePrecision => !self.dates.is_empty(),
            Facet::Region => !self.regions.is_empty(),
            Facet::Text => !self.text.trim().is_empty(),
        }
    }

    /// The same without one kind of filter.
    #[must_use]
    pub fn without(&self, facet: Facet) -> Self {
        let mut left = self.clone();
        match facet {
            Facet::Category => left.categories.clear(),
            Facet::Actor => left.actors.clear(),
            Facet::Certainty => left.certainties.clear(),
            Facet::Source => left.sources.clear(),
            Facet::PlacePrecision => left.places.clear(),
            Facet::DatePrecision => left.dates.clear(),
            Facet::Region => left.regions.clear(),
            Facet::Text => left.text.clear(),
        }
        left
    }
}
