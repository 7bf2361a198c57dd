//! Documents cut into stretches of about a sentence: what a passage that was found is quoted by.

use crate::model::{Dataset, SourceId, SourceKind};
use std::ops::Range;

/// A stretch that would be longer, in bytes, is cut between words.
const LONGEST: usize = 600;
/// A full stop ends a stretch only behind as many bytes: "Jan. 28", "U.S. forces".
const SHORTEST: usize = 40;

/// About a sentence of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The source.
    pub source: SourceId,
    /// Where it begins and ends in the source's text, in bytes.
    begin: u32,
    end: u32,
    /// Where it begins, in code points.
    first_char: u32,
}

impl Stretch {
    /// Its text.
    #[must_use]
    pub fn text(self, dataset: &Dataset) -> &str {
        let text = dataset.source(self.source).map_or("", |source| source.text.as_str());
        text.get(self.begin as usize..self.end as usize).unwrap_or_default()
    }

    /// Part of it, by bytes from its own beginning, as code points of the source.
    #[must_use]
    pub fn chars(self, text: &str, part: &Range<usize>) -> Range<usize> {
        let count = |to: usize| text.get(..to).map_or(0, |before| before.chars().count());
        let first = self.first_char as usize;
        first + count(part.start)..first + count(part.end)
    }
}

/// The stretches of all documents, in order. Tables have none: their rows are events.
pub fn stretches(dataset: &Dataset) -> Vec<Stretch> {
    let mut found = Vec::new();
    let documents = dataset.sources.iter().enumerate();
    for (at, source) in documents.filter(|(_, s)| s.kind == SourceKind::Document) {
        let mut chars = 0_usize;
        for range in cut(&source.text) {
            let piece = source.text.get(range.clone()).unwrap_or_default();
            let whole = |n: usize| u32::try_from(n).ok();
            if let (Some(begin), Some(end), Some(first_char)) =
                (whole(range.start), whole(range.end), whole(chars))
                && !piece.trim().is_empty()
            {
                found.push(Stretch { source: SourceId::from_index(at), begin, end, first_char });
            }
            chars += piece.chars().count();
        }
    }
    found
}

/// What is written with a stop and goes on: months and titles.
const SHORT_FORMS: [&str; 22] = [
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mr",
    "mrs", "ms", "dr", "gen", "col", "lt", "st", "vs", "no",
];

/// Whether a text ends with a short form.
fn is_short_form(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    SHORT_FORMS.iter().any(|short| word.eq_ignore_ascii_case(short))
}

/// Cuts a text into stretches: every byte is in one, in order.
fn cut(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut begin, mut stopped) = (0, false);
    for (at, c) in text.char_indices() {
        let long = at - begin;
        let ends = c == '\n'
            || (c.is_whitespace() && ((stopped && long >= SHORTEST) || long >= LONGEST))
            || long >= 2 * LONGEST;
        if ends {
            ranges.push(begin..at);
            begin = at;
        }
        let short = c == '.' && is_short_form(text.get(begin..at).unwrap_or_default());
        stopped = !short && matches!(c, '.' | '!' | '?' | '؟' | '。')
            || (stopped && matches!(c, '"' | '”' | ')'));
    }
    ranges.push(begin..text.len());
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_stand_by_themselves() {
        let text =
            "Troops left the base near Qamishli on Jan. 28, officials said. Talks go on.\nMore.";
        let cut: Vec<&str> = cut(text).into_iter().map(|r| text[r].trim()).collect();
        assert_eq!(
            cut,
            [
                "Troops left the base near Qamishli on Jan. 28, officials said.",
                "Talks go on.",
                "More.",
            ]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_long(text in "[a-zé. \n]{0,3000}") {
            let ranges = cut(&text);
            let whole: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            prop_assert_eq!(whole, text);
            prop_assert!(ranges.iter().all(|range| range.len() <= 2 * LONGEST + 4));
        }
    }
}
