use crate::gazetteer::fold;
use std::ops::Range;

/// What is looked for, folded: case, accents, punctuation and variants of letters do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    text: String,
    /// Its words, the longest first: the one that is rarest, as a rule.
    words: Vec<String>,
}

impl Needle {
    /// The needle of a typed text; nothing where it has no letter and no digit.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let text = fold(typed).trim().to_owned();
        let mut words: Vec<String> =
            text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        (!words.is_empty()).then_some(Self { text, words })
    }

    /// The whole, folded.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its words, folded, the longest first.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How well a folded line fits; nothing where a word is missing.
    #[must_use]
    pub fn fit(&self, line: &str) -> Option<Fit> {
        let begins_word = |word: &str| {
            line.match_indices(word)
                .any(|(at, _)| at == 0 || line.as_bytes().get(at - 1) == Some(&b' '))
        };
        if line == self.text {
            return Some(Fit::Exact);
        }
        if line.starts_with(&self.text) {
            return Some(Fit::Beginning);
        }
        if !self.words.iter().all(|word| line.contains(word)) {
            return None;
        }
        let at_words = self.words.iter().all(|word| begins_word(word));
        Some(if at_words { Fit::Word } else { Fit::Inside })
    }

    /// Which parts of a text as it is written are what was looked for, in bytes, in order.
    #[must_use]
    pub fn marked(&self, text: &str) -> Vec<Range<usize>> {
        let mut marked = Vec::new();
        let mut at = 0;
        for token in text.split_inclusive(char::is_whitespace) {
            let folded = fold(token);
            let word = self.words.iter().find(|word| folded.contains(word.as_str()));
            if let Some(within) = word.and_then(|word| least(token.trim_end(), word)) {
                marked.push(at + within.start..at + within.end);
            }
            at += token.len();
        }
        marked
    }
}

/// The shortest part of a token whose folding holds a word; nothing where only the whole does, as
/// with words of which one sign makes two.
fn least(token: &str, word: &str) -> Option<Range<usize>> {
    let holds =
        |range: Range<usize>| token.get(range).is_some_and(|part| fold(part).contains(word));
    if !holds(0..token.len()) {
        return None;
    }
    let starts = token.char_indices().map(|(at, _)| at);
    let start = starts.rev().find(|at| holds(*at..token.len()))?;
    let ends = token.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.filter(|end| *end > start).find(|end| holds(start..*end))?;
    Some(start..end)
}

/// How well something fits what was typed, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// It is what was typed, up to case and accents.
    Exact,
    /// It begins so.
    Beginning,
    /// Words of it begin so.
    Word,
    /// It has that within.
    Inside,
    /// It is spelt nearly so.
    Near,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fit(typed: &str, line: &str) -> Option<Fit> {
        Needle::new(typed).unwrap().fit(&fold(line))
    }

    #[test]
    fn lines_fit_better_or_worse() {
        assert_eq!(fit("qamishli", "Qāmishlī"), Some(Fit::Exact));
        assert_eq!(fit("qam", "Qamishli airport"), Some(Fit::Beginning));
        assert_eq!(fit("airp", "Qamishli airport"), Some(Fit::Word));
        assert_eq!(fit("air qam", "Qamishli airport"), Some(Fit::Word));
        assert_eq!(fit("port", "Qamishli airport"), Some(Fit::Inside));
        assert_eq!(fit("harbour", "Qamishli airport"), None);
        assert_eq!(fit("القامشلي", "القَامِشْلِي"), Some(Fit::Exact));
        assert_eq!(Needle::new(" - "), None);
    }

    #[test]
    fn what_was_found_is_marked_as_it_is_written() {
        let text = "The Ḩasakah road, and Hasakah itself";
        let marked: Vec<&str> = Needle::new("hasa")
            .unwrap()
            .marked(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(marked, ["Ḩasa", "Hasa"]);
    }

    proptest! {
        #[test]
        fn marks_are_parts_of_the_text_in_order(typed in "\\PC{0,6}", text in "\\PC{0,40}") {
            if let Some(needle) = Needle::new(&typed) {
                let mut end = 0;
                for range in needle.marked(&text) {
                    prop_assert!(range.start >= end && text.get(range.clone()).is_some());
                    end = range.end;
                }
            }
        }
    }
}
