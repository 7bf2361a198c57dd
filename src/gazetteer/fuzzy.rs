//! Keys within a few edits of a word: a walk over the finite-state map beside the table of
//! Levenshtein distances, turning back as soon as no continuation can be near enough.

use fst::raw::{Fst, Node, Output};

/// The longest word, in letters, that is looked for.
const LONGEST: usize = 32;
/// The most edits.
const MOST_EDITS: u8 = 2;

/// One row of the table: the distance of what was walked to each beginning of the word. Only a band
/// of `edits` to either side of the diagonal is kept; beyond it no distance is small enough.
type Row = [u8; LONGEST + 1];
/// A distance beyond any that is looked for.
const FAR: u8 = u8::MAX;

struct Search<'a, D> {
    keys: &'a Fst<D>,
    word: Vec<char>,
    edits: u8,
    found: &'a mut dyn FnMut(u64, u8),
}

/// A place in the map, between two letters.
#[derive(Clone, Copy)]
struct Place<'f> {
    node: Node<'f>,
    output: Output,
    /// How many letters were walked.
    depth: usize,
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
    let mut row = [FAR; LONGEST + 1];
    for (slot, distance) in row.iter_mut().zip(0..=edits) {
        *slot = distance;
    }
    let mut search = Search { keys, word, edits, found };
    let place = Place { node: keys.root(), output: Output::zero(), depth: 0 };
    if edits > 1 {
        // A second edit would open the whole map; a first letter that is right keeps it small.
        if let Some(first) = search.word.first().copied() {
            search.follow(place, &row, first);
        }
    } else {
        search.visit(place, &row);
    }
}

impl<'f, D: AsRef<[u8]>> Search<'f, D> {
    fn visit(&mut self, place: Place<'f>, row: &Row) {
        if place.node.is_final() {
            let distance = row.get(self.word.len()).copied().unwrap_or(FAR);
            if (1..=self.edits).contains(&distance) {
                (self.found)(place.output.cat(place.node.final_output()).value(), distance);
            }
        }
        let from = place.depth.saturating_sub(usize::from(self.edits));
        let band = row.iter().zip(0..).skip(from).take(2 * usize::from(self.edits) + 1);
        if band.clone().any(|(distance, _)| *distance < self.edits) {
            self.spread(place, row, 0, 0);
            return;
        }
        // No edit is left: only letters that continue the word as it is can follow.
        let next = band.filter(|(distance, _)| **distance == self.edits);
        let next: Vec<char> =
            next.filter_map(|(_, at): (&u8, usize)| self.word.get(at).copied()).collect();
        for (at, letter) in next.iter().enumerate() {
            if !next.iter().take(at).any(|earlier| earlier == letter) {
                self.follow(place, row, *letter);
            }
        }
    }

    /// Goes on with one letter, if the map has it here.
    fn follow(&mut self, place: Place<'f>, row: &Row, letter: char) {
        let mut next = place;
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            let Some(at) = next.node.find_input(byte) else { return };
            next = self.step(next, at);
        }
        self.arrive(next, row, letter);
    }

    /// Goes on with every letter that the map has here. `begun` holds the bits of one whose first
    /// bytes were walked, `wanting` how many bytes it still wants.
    fn spread(&mut self, place: Place<'f>, row: &Row, begun: u32, wanting: u8) {
        for at in 0..place.node.len() {
            let byte = place.node.transition(at).inp;
            let bits = u32::from(byte);
            let (begun, wanting) = match (byte, wanting) {
                (0x20..0x80, 0) => (bits, 0),
                (0xc0..0xe0, 0) => (bits & 0x1f, 1),
                (0xe0..0xf0, 0) => (bits & 0x0f, 2),
                (0xf0.., 0) => (bits & 0x07, 3),
                (0x80..0xc0, 1..) => (begun << 6 | (bits & 0x3f), wanting - 1),
                // Control bytes set other kinds of keys apart; the rest is no UTF-8.
                _ => continue,
            };
            let next = self.step(place, at);
            if wanting > 0 {
                self.spread(next, row, begun, wanting);
            } else if let Some(letter) = char::from_u32(begun) {
                self.arrive(next, row, letter);
            }
        }
    }

    fn step(&self, place: Place<'f>, at: usize) -> Place<'f> {
        let transition = place.node.transition(at);
        let output = place.output.cat(transition.out);
        Place { node: self.keys.node(transition.addr), output, depth: place.depth }
    }

    fn arrive(&mut self, mut place: Place<'f>, row: &Row, letter: char) {
        place.depth += 1;
        let mut row = *row;
        if advance(&mut row, &self.word, letter, place.depth, self.edits) <= self.edits {
            self.visit(place, &row);
        }
    }
}

/// Turns a row into the one after `letter`, the `depth`-th walked; the least distance in it.
fn advance(row: &mut Row, word: &[char], letter: char, depth: usize, edits: u8) -> u8 {
    let edits = usize::from(edits);
    let from = depth.saturating_sub(edits).max(1);
    let to = (depth + edits).min(word.len());
    let wanted = word.get(from - 1..to).unwrap_or_default();
    let Some((before, band)) =
        row.get_mut(from - 1..=to.max(from - 1)).and_then(<[u8]>::split_first_mut)
    else {
        return FAR;
    };
    let mut diagonal = *before;
    *before = if from == 1 && depth <= edits { depth as u8 } else { FAR };
    let (mut left, mut nearest) = (*before, *before);
    for (slot, wanted) in band.iter_mut().zip(wanted) {
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
