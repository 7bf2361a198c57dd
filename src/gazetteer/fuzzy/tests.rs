use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Optimal string alignment by its textbook recurrence.
pub(crate) fn distance(a: &str, b: &str) -> u8 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut least = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len()][b.len()] as u8
}

fn map(keys: &BTreeSet<String>) -> Fst<Vec<u8>> {
    let reversed = |key: &String| -> Vec<u8> {
        std::iter::once(char::from(REVERSED_PREFIX))
            .chain(key.chars().rev())
            .collect::<String>()
            .into()
    };
    let mut all: BTreeMap<Vec<u8>, u64> = keys.iter().map(|key| (reversed(key), 0)).collect();
    all.extend(keys.iter().cloned().map(String::into_bytes).zip(0u64..));
    Fst::from_iter_map(all).unwrap()
}

fn found(map: &Fst<Vec<u8>>, word: &str, edits: u8) -> BTreeMap<u64, u8> {
    let mut found = BTreeMap::new();
    search(map, word, edits, &mut |value, edits| {
        let fewest = found.entry(value).or_insert(edits);
        *fewest = edits.min(*fewest);
    });
    found
}

#[test]
fn each_kind_of_edit_is_found_at_both_ends_and_in_the_middle() {
    let keys: BTreeSet<String> = ["damascus".to_owned()].into();
    let map = map(&keys);
    for (word, edits) in [
        ("amascus", 1),
        ("xdamascus", 1),
        ("tamascus", 1),
        ("admascus", 1),
        ("damacus", 1),
        ("damsacus", 1),
        ("dammascus", 1),
        ("damascuss", 1),
        ("damascu", 1),
        ("damascsu", 1),
        ("admascsu", 2),
        ("masscus", 3),
        ("tamascuz", 2),
        ("mascus", 2),
        ("damascusxy", 2),
    ] {
        let expected: BTreeMap<u64, u8> = (edits <= 2).then_some((0, edits)).into_iter().collect();
        assert_eq!(found(&map, word, 2), expected, "{word}");
        assert_eq!(found(&map, word, 1).is_empty(), edits > 1, "{word}");
    }
}

#[test]
fn short_and_endless_words_allow_fewer_edits() {
    let allowed = |letters| [2_000_000, 2_000_001].map(|places| edits_allowed(letters, places, 9));
    assert_eq!(allowed(2), [0, 0]);
    assert_eq!(allowed(3), [1, 1]);
    assert_eq!(allowed(5), [1, 1]);
    assert_eq!(allowed(6), [2, 1]);
    assert_eq!(allowed(8), [2, 2]);
    assert_eq!(allowed(31), [2, 2]);
    assert_eq!(allowed(32), [0, 0]);
    let long = "x".repeat(31);
    let map = map(&[format!("{long}yy"), format!("{long}y")].into());
    assert_eq!(found(&map, &long, 2), [(0, 1), (1, 2)].into());
    assert!(found(&map, &format!("{long}y"), 2).is_empty());
    assert!(found(&map, "", 2).is_empty() && found(&map, &long, 3).is_empty());
}

proptest! {
    #[test]
    fn it_finds_a_key_from_whatever_became_of_it(
        key in "[a-e\u{445}\u{5d4}]{2,12}",
        changes in prop::collection::vec((0usize..12, 0u8..4), 1..3),
        edits in 1u8..3,
    ) {
        let mut word: Vec<char> = key.chars().collect();
        for (at, change) in changes {
            let at = at % word.len().max(1);
            match change {
                0 => word.insert(at, 'a'),
                1 if at < word.len() => drop(word.remove(at)),
                2 if at < word.len() => word[at] = '\u{445}',
                _ if at + 1 < word.len() => word.swap(at, at + 1),
                _ => {}
            }
        }
        let word: String = word.into_iter().collect();
        let (letters, away) = (word.chars().count(), distance(&key, &word));
        let near = away > 0 && away <= edits && letters > edits.into();
        let expected: BTreeMap<u64, u8> = near.then_some((0, away)).into_iter().collect();
        prop_assert_eq!(found(&map(&[key].into()), &word, edits), expected);
    }

    #[test]
    fn it_finds_what_comparing_with_every_key_finds(
        keys in prop::collection::btree_set("[ab\u{445}\u{5d4}\u{1f600}]{1,9}", 1..80),
        word in "[ab\u{445}\u{5d4}]{1,9}",
        edits in 0u8..4,
    ) {
        let expected: BTreeMap<u64, u8> = keys.iter().zip(0u64..)
            .map(|(key, value)| (value, distance(key, &word)))
            .filter(|(_, d)| *d > 0 && *d <= edits)
            .collect();
        let (letters, edits) = (word.chars().count(), edits);
        let none = edits > 2 || letters <= edits.into();
        let expected = if none { BTreeMap::new() } else { expected };
        prop_assert_eq!(found(&map(&keys), &word, edits), expected);
    }
}
