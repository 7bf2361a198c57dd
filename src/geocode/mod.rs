//! Floor 2: which stretches of a text name a place, and which place each of them is.
//!
//! Recognising goes by capitals, word lists ([`cues`]) and the gazetteer; resolving lets all names of
//! a document settle each other. Every mention keeps its ranked candidates with a score and reasons
//! in words; a name whose evidence is too weak stays unresolved and is listed so. English only, as to
//! the words around; the names themselves may stand in any script that the gazetteer knows.

pub mod coordinates;
pub mod cues;
pub mod names;
pub mod text;

mod context;
mod evidence;
mod mentions;
mod offset;
pub(crate) mod people;
mod recognise;
mod region;
mod resolve;
mod reverse;
mod span;
mod weigh;

#[cfg(test)]
mod tests;

use crate::basemap::Basemap;
use crate::gazetteer::Gazetteer;
use crate::model::{Place, ToponymForm};
use names::NameIndex;
use people::People;
use region::Regions;
use std::ops::Range;
use std::sync::Arc;
use text::Words;

pub use region::{Ground, NoGround};
pub use reverse::{Coast, Neighbour, Standing, StandingCountry, StandingDispute, Whereabouts};

/// A place that a name could be.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedPlace {
    /// The place.
    pub place: Arc<Place>,
    /// How likely, 0..=1.
    pub score: f64,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// A stretch of text that names a place.
#[derive(Clone, Debug, PartialEq)]
pub struct ToponymMention {
    /// Bytes of the text, half-open.
    pub range: Range<usize>,
    /// How the name is used.
    pub form: ToponymForm,
    /// What sort of place it names, in a word: "country", "town", "airfield".
    pub kind: &'static str,
    /// Something happens or stands there, as far as the words before it tell: "in Moscow".
    pub located: bool,
    /// Places that it could be, best first.
    pub candidates: Vec<RankedPlace>,
    /// Whether the first candidate is believed.
    pub resolved: bool,
}

/// Finds and resolves place names.
#[derive(Clone)]
pub struct Geocoder {
    index: Arc<dyn NameIndex>,
    regions: Arc<Regions>,
}

impl std::fmt::Debug for Geocoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Geocoder")
    }
}

impl Geocoder {
    /// A geocoder over a gazetteer and the ground of countries.
    #[must_use]
    pub fn new(gazetteer: Arc<Gazetteer>, basemap: Arc<Basemap>) -> Self {
        Self::over(gazetteer, basemap)
    }

    /// A geocoder over any index of names and any ground.
    #[must_use]
    pub fn over(index: Arc<dyn NameIndex>, ground: Arc<dyn Ground>) -> Self {
        Self { index, regions: Arc::new(Regions::new(ground)) }
    }

    /// The place names of a text, in order, not overlapping.
    #[must_use]
    pub fn toponyms(&self, text: &str) -> Vec<ToponymMention> {
        let words = Words::read(text);
        self.toponyms_in(&words, &People::read(&words))
    }

    /// The place names of a text that is already cut into words.
    pub(crate) fn toponyms_in(&self, words: &Words<'_>, people: &People) -> Vec<ToponymMention> {
        let index = self.index.as_ref();
        let spans = recognise::spans(words, index, people);
        let resolution = resolve::resolve(words, index, &spans);
        let mut mentions = mentions::write(words, index, &self.regions, &spans, &resolution);
        offset::apply(words, &spans, &self.regions, &mut mentions);
        mentions
    }

    /// The name of a country by ISO 3166-1 alpha-2 code.
    pub(crate) fn country_name(&self, iso2: &str) -> Option<String> {
        self.index.country_name(iso2)
    }

    /// The places that bear a name, or nearly, best first. "Qamishli airbase" and "Long Beach, CA"
    /// are read as in running text.
    #[must_use]
    pub fn rank(&self, name: &str) -> Vec<RankedPlace> {
        mentions::rank(self, name)
    }
}
