//! Kinds of event under which reports are compared: `data/categories.tsv` says of the categories of
//! tables ("Battles") which of the lexicon's ("attack") they are.

use std::collections::HashMap;
use std::sync::LazyLock;

static KINDS: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| rows().map(|[word, kind, _]| (word.to_lowercase(), kind)).collect());

/// The rows of the file; those that lack a column are left out, and a test asserts that none does.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    let lines = include_str!("../../data/categories.tsv").lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('\t').map(str::trim);
        Some([cells.next()?, cells.next()?, cells.next()?])
    })
}

/// The kind that a category is compared under; a category that no row names is a kind of its own.
/// Case and surrounding blanks do not matter.
pub(super) fn kind(category: &str) -> &str {
    let known = KINDS.get(category);
    known.or_else(|| KINDS.get(&category.trim().to_lowercase())).copied().unwrap_or(category)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Lexicon;

    #[test]
    fn every_row_names_a_category_of_the_lexicon_and_none_twice() {
        let lexicon = Lexicon::built_in();
        let known = |kind: &str| lexicon.categories().iter().any(|c| c.as_str() == kind);
        let text = include_str!("../../data/categories.tsv");
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert_eq!(rows().count(), lines);
        for [word, kind, whose] in rows() {
            assert!(known(kind) && !word.is_empty() && !whose.is_empty(), "{word}\t{kind}");
        }
        assert_eq!(KINDS.len(), lines, "a word stands twice");
    }

    #[test]
    fn words_of_tables_are_kinds_of_the_lexicon_and_its_own_stay() {
        assert_eq!(kind("Battles"), "attack");
        assert_eq!(kind(" EXPLOSIONS/Remote violence"), "attack");
        assert_eq!(kind("Peaceful protest"), "protest");
        for category in Lexicon::built_in().categories() {
            assert_eq!(kind(category.as_str()), category.as_str());
        }
        assert_eq!(kind("Whale sightings"), "Whale sightings");
    }
}
