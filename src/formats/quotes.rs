//! The words of passages, however many are asked for and however long the text is.

use crate::model::{Dataset, Passage, Source};
use std::ops::Range;

/// Code points between two remembered places: a quote walks over so many at most, and the index
/// takes a thirtieth of the text.
const STEP: usize = 256;

/// A text with the bytes at which every [`STEP`]th code point starts.
pub(super) struct Quotes<'a> {
    text: &'a str,
    steps: Vec<usize>,
}

impl<'a> Quotes<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let text = source.text.as_str();
        Self { text, steps: text.char_indices().step_by(STEP).map(|(at, _)| at).collect() }
    }

    /// One for each source of a dataset.
    pub(super) fn all(dataset: &'a Dataset) -> Vec<Self> {
        dataset.sources.iter().map(Self::new).collect()
    }

    fn byte(&self, chars: usize) -> usize {
        let Some(&near) = self.steps.get(chars / STEP) else { return self.text.len() };
        let rest = self.text.get(near..).unwrap_or_default();
        rest.char_indices().nth(chars % STEP).map_or(self.text.len(), |(at, _)| near + at)
    }

    /// The text of a range of code points; what lies past the end is left out.
    pub(super) fn get(&self, range: &Range<usize>) -> &'a str {
        self.text.get(self.byte(range.start)..self.byte(range.end)).unwrap_or_default()
    }
}

/// The words of a passage.
pub(super) fn quote<'a>(quotes: &[Quotes<'a>], passage: &Passage) -> &'a str {
    quotes.get(passage.source.index()).map_or("", |quotes| quotes.get(&passage.range))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quotes_as_the_source_does(text in "[aé😀]{0,900}", start in 0usize..1_000, length in 0usize..600) {
            let mut source = sample::dataset().sources.remove(0);
            source.text = text;
            let range = start..start + length;
            prop_assert_eq!(Quotes::new(&source).get(&range), source.quote(&range));
        }
    }
}
