//! Keys within a few edits of a word: a walk over the finite-state map beside the table of
//! Levenshtein distances, turning back as soon as no continuation can be near enough.

use fst::raw::{Fst, Node, Output};

/// The longest word, in letters, that is looked for.
const LONGEST: usize = 32;
/// The most edits.
const MOST_EDITS: u8 = 2;

/// One row of the table: the distance of what was walked to each beginning of the word.
type Row = [u8; LONGEST + 1];

struct Search<'a, D> {
    keys: &'a Fst<D>,
    word: Vec<char>,
    edits: u8,
    found: &'a mut dyn FnMut(u64, u8),
}

/// How far the walk has come.
#[derive(Clone, Copy)]
struct State {
    row: Row,
    /// The letter begun, and how many bytes it still wants.
    letter: u32,
    wanting: u8,
    depth: u8,
}

/// Calls `found` with the value of every key that is 1 to `max_edits` edits from `word`, and how
/// many. Short words allow fewer edits; words of more than 32 letters none.
pub(crate) fn search<D: AsRef<[u8]>>(
    keys: &Fst<D>,
    word: &str,
    max_edits: u8,
    found: &mut dyn FnMut(u64, u8),
) {
    let word: Vec<char> = word.chars().take(LONGEST + 1).collect();
    let edits = match word.len() {
        0..=2 => 0,
        3..=5 => max_edits.min(1),
        6..=LONGEST => max_edits.min(MOST_EDITS),
        _ => 0,
    };
    if edits == 0 {
        return;
    }
    let mut row = [u8::MAX; LONGEST + 1];
    for (slot, distance) in row.iter_mut().zip(0..=word.len() as u8) {
        *slot = distance;
    }
    let state = State { row, letter: 0, wanting: 0, depth: 0 };
    let mut search = Search { keys, word, edits, found };
    search.visit(keys.root(), Output::zero(), &state);
}

impl<D: AsRef<[u8]>> Search<'_, D> {
    fn visit(&mut self, node: Node<'_>, output: Output, state: &State) {
        if node.is_final() && state.wanting == 0 {
            let distance = state.row.get(self.word.len()).copied().unwrap_or(u8::MAX);
            if (1..=self.edits).contains(&distance) {
                (self.found)(output.cat(node.final_output()).value(), distance);
            }
        }
        for at in 0..node.len() {
            let transition = node.transition(at);
            let Some(next) = self.next(state, transition.inp) else { continue };
            self.visit(self.keys.node(transition.addr), output.cat(transition.out), &next);
        }
    }

    /// The state after one more byte; `None` where nothing near can follow.
    fn next(&self, state: &State, byte: u8) -> Option<State> {
        let mut next = *state;
        let (letter, wanting) = match byte {
            // Control bytes set other kinds of keys apart.
            0..0x20 => return None,
            0x20..0x80 => (u32::from(byte), 0),
            0x80..0xc0 => {
                (state.letter << 6 | u32::from(byte & 0x3f), state.wanting.checked_sub(1)?)
            }
            0xc0..0xe0 => (u32::from(byte & 0x1f), 1),
            0xe0..0xf0 => (u32::from(byte & 0x0f), 2),
            0xf0.. => (u32::from(byte & 0x07), 3),
        };
        (next.letter, next.wanting) = (letter, wanting);
        if wanting > 0 {
            return Some(next);
        }
        let letter = char::from_u32(letter)?;
        if state.depth == 0 && self.edits > 1 && self.word.first() != Some(&letter) {
            return None;
        }
        next.depth = state.depth.saturating_add(1);
        let nearest = advance(&mut next.row, &self.word, letter);
        (nearest <= self.edits).then_some(next)
    }
}

/// Turns a row into the one after `letter`; the least distance in it.
fn advance(row: &mut Row, word: &[char], letter: char) -> u8 {
    let Some((first, rest)) = row.split_first_mut() else { return u8::MAX };
    let mut diagonal = *first;
    *first = first.saturating_add(1);
    let (mut left, mut nearest) = (*first, *first);
    for (slot, wanted) in rest.iter_mut().zip(word) {
        let above = *slot;
        let replaced = if *wanted == letter { diagonal } else { diagonal.saturating_add(1) };
        *slot = replaced.min(above.saturating_add(1)).min(left.saturating_add(1));
        diagonal = above;
        left = *slot;
        nearest = nearest.min(left);
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn distance(a: &str, b: &str) -> u8 {
        let b: Vec<char> = b.chars().collect();
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, ca) in a.chars().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], i + 1);
            for (j, cb) in b.iter().enumerate() {
                let cost = diagonal + usize::from(ca != *cb);
                diagonal = row[j + 1];
                row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
            }
        }
        row[b.len()] as u8
    }

    proptest! {
        #[test]
        fn it_finds_what_comparing_with_every_key_finds(
            keys in prop::collection::btree_set("[ab\u{445}\u{5d4}]{1,8}", 1..60),
            word in "[ab\u{445}\u{5d4}]{3,8}",
            max in 0u8..4,
        ) {
            let map = Fst::from_iter_map(keys.iter().cloned().zip(0u64..)).unwrap();
            let mut found = BTreeSet::new();
            search(&map, &word, max, &mut |value, edits| { found.insert((value, edits)); });
            let allowed = max.min(if word.chars().count() < 6 { 1 } else { 2 });
            let expected: BTreeSet<(u64, u8)> = keys.iter().zip(0u64..)
                .map(|(key, value)| (value, distance(key, &word), key.chars().next() == word.chars().next()))
                .filter(|(_, d, same_first)| *d > 0 && *d <= allowed && (*same_first || allowed < 2))
                .map(|(value, d, _)| (value, d))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
