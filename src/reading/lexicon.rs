//! `data/lexicon.tsv`: which verbs and nouns say that something happened.

use crate::geocode::cues::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Verb,
    Noun,
}

/// A form that says that something happened or holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trigger {
    /// Its words, lower case.
    pub words: Vec<&'static str>,
    pub part: Part,
    pub category: &'static str,
    /// For states: subject, word while it holds, word once it is over.
    pub state: Option<[&'static str; 3]>,
}

static TRIGGERS: LazyLock<HashMap<&'static str, Vec<Trigger>>> = LazyLock::new(|| {
    let mut map: HashMap<&'static str, Vec<Trigger>> = HashMap::new();
    for line in rows(include_str!("../../data/lexicon.tsv")) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [category, part, kind, forms, rest @ ..] = cells.as_slice() else { continue };
        let part = if *part == "verb" { Part::Verb } else { Part::Noun };
        let state = match (*kind, rest) {
            ("state", [subject, holding, ended]) => Some([*subject, *holding, *ended]),
            _ => None,
        };
        for form in forms.split(' ') {
            let words: Vec<&str> = form.split('_').collect();
            let Some(first) = words.first().copied() else { continue };
            let known = map.entry(first).or_default();
            if !known.iter().any(|t| t.words == words && t.part == part) {
                known.push(Trigger { words, part, category, state });
            }
        }
    }
    for forms in map.values_mut() {
        forms.sort_by_key(|t| std::cmp::Reverse(t.words.len()));
    }
    map
});

/// The triggers that begin with a word, longest first.
pub(crate) fn beginning(word: &str) -> &'static [Trigger] {
    TRIGGERS.get(word).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        const CATEGORIES: &[&str] = &[
            "meeting",
            "agreement",
            "deployment",
            "presence",
            "withdrawal",
            "attack",
            "advance",
            "control",
            "ceasefire",
            "demand",
            "protest",
            "disaster",
            "other",
        ];
        for line in rows(include_str!("../../data/lexicon.tsv")) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(CATEGORIES.contains(&cells[0]), "{line}");
            assert!(["verb", "noun"].contains(&cells[1]), "{line}");
            assert_eq!(cells.len(), if cells[2] == "state" { 7 } else { 4 }, "{line}");
        }
        assert_eq!(beginning("withdrew")[0].category, "withdrawal");
        assert!(beginning("ceasefire")[0].state.is_some());
        assert!(beginning("teapot").is_empty());
    }
}
