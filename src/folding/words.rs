//! Words of titles, for telling whether two lines speak of the same thing.

use std::collections::BTreeSet;

/// Letters by which words are compared: "withdraw" and "withdrawal" begin alike.
const STEM: usize = 5;

/// Shorter words say little about what happened.
const SHORTEST: usize = 3;

/// Words that stand in any title.
const COMMON: &[&str] = &[
    "the",
    "and",
    "for",
    "from",
    "with",
    "into",
    "over",
    "near",
    "after",
    "before",
    "between",
    "that",
    "they",
    "them",
    "this",
    "these",
    "those",
    "their",
    "his",
    "her",
    "its",
    "has",
    "have",
    "had",
    "was",
    "were",
    "are",
    "been",
    "will",
    "would",
    "says",
    "said",
    "say",
    "new",
    "last",
    "next",
    "week",
    "month",
    "year",
    "day",
    "days",
    "weeks",
    "months",
    "years",
    "today",
    "during",
    "under",
    "who",
    "which",
    "while",
    "where",
    "when",
    "also",
    "more",
    "than",
    "about",
    "against",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "reportedly",
    "reported",
    "scheduled",
    "expected",
    "planned",
    "second",
    "third",
    "first",
];

/// The stem of a folded word.
pub(super) fn stem(word: &str) -> &str {
    word.char_indices().nth(STEM).and_then(|(at, _)| word.get(..at)).unwrap_or(word)
}

/// The stems of a title's words that are its own: without common words, numbers, and what `known`
/// holds (names of actors and places, the category, by stem).
pub(super) fn own_words(title: &str, known: &BTreeSet<String>) -> BTreeSet<String> {
    let folded = crate::gazetteer::fold(title);
    let own = |word: &&str| {
        word.chars().count() >= SHORTEST
            && !word.starts_with(|c: char| c.is_ascii_digit())
            && !COMMON.contains(word)
            && !known.contains(stem(word))
    };
    folded.split(' ').filter(own).map(|word| stem(word).to_owned()).collect()
}

/// How alike two sets of words are, 0..=2: half of the smaller set in common gives 2, a quarter 1.
/// Where one has none nothing speaks against it: 1.
pub(super) fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> u8 {
    let least = a.len().min(b.len());
    if least == 0 {
        return 1;
    }
    let common = a.intersection(b).count();
    match (common * 4) / least {
        0 => 0,
        1 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(title: &str) -> BTreeSet<String> {
        own_words(title, &BTreeSet::from(["attac".to_owned(), "homs".to_owned()]))
    }

    #[test]
    fn titles_are_compared_by_what_they_say_of_their_own() {
        let gunmen = words("Gunmen attack a checkpoint in Homs on 18 January");
        assert_eq!(gunmen.iter().map(String::as_str).collect::<Vec<_>>(), ["check", "gunme"]);
        assert_eq!(likeness(&gunmen, &words("Attack on a mosque in Homs")), 0);
        assert_eq!(likeness(&gunmen, &words("The checkpoint was attacked")), 2);
        assert_eq!(likeness(&gunmen, &words("Attack in Homs")), 1);
    }
}
