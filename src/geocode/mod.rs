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
mod origin;
pub(crate) mod people;
mod reasons;
mod recognise;
mod region;
mod resolve;
mod reverse;
mod script;
mod signs;
mod span;
pub mod trust;
mod weigh;

#[cfg(test)]
mod tests;

use crate::basemap::Basemap;
use crate::gazetteer::Gazetteer;
use crate::model::{Place, ToponymForm};
use names::NameIndex;
use origin::Home;
use people::People;
use region::Regions;
use std::ops::Range;
use std::sync::Arc;
use text::Words;
use trust::Signs;

pub use origin::Origin;
pub use region::{Ground, NoGround};
pub use reverse::{Coast, Neighbour, Standing, StandingCountry, StandingDispute, Whereabouts};

/// A place that a name could be.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedPlace {
    /// The place.
    pub place: Arc<Place>,
    /// The probability that a place is meant and that it is this one, 0..=1 (see [`trust`]). Of a
    /// name ranked by itself: its share among the places of that name.
    pub score: f64,
    /// Why, in words.
    pub reasons: Arc<[String]>,
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
    /// Places that it could be, best first; shared by the mentions of a name that are trusted alike.
    pub candidates: Arc<[RankedPlace]>,
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
        self.toponyms_in(&words, &People::read(&words), &Origin::default())
    }

    /// The place names of a text that is already cut into words.
    pub(crate) fn toponyms_in(
        &self,
        words: &Words<'_>,
        people: &People,
        origin: &Origin<'_>,
    ) -> Vec<ToponymMention> {
        self.written(words, people, origin, |_, _| ())
    }

    /// The place names of a text, each with the signs that its score was worked out from: what a
    /// calibration is fitted to.
    #[must_use]
    pub fn weighed(&self, text: &str, origin: &Origin<'_>) -> Vec<(ToponymMention, Signs)> {
        let words = Words::read(text);
        let mut out = Vec::new();
        self.written(&words, &People::read(&words), origin, |mention, signs| {
            out.push((mention.clone(), signs));
        });
        out
    }

    fn written(
        &self,
        words: &Words<'_>,
        people: &People,
        origin: &Origin<'_>,
        keep: impl FnMut(&ToponymMention, Signs),
    ) -> Vec<ToponymMention> {
        let index = self.index.as_ref();
        let spans = recognise::spans(words, index, people);
        let resolution = resolve::resolve(words, index, &spans, &Home::read(origin, index));
        let mut mentions = mentions::write(words, index, &self.regions, &spans, &resolution, keep);
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
