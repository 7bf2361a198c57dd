//! Strings by number.

use std::hash::{BuildHasher, RandomState};

/// An empty slot.
const NONE: u32 = u32::MAX;

/// A set of numbers found by what they stand for: slots only, the things themselves lie elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    slots: Vec<u32>,
    used: usize,
}

impl Slots {
    /// Room for so many numbers without growing.
    pub(super) fn with_room(count: usize) -> Self {
        Self { slots: vec![NONE; (count.max(4) * 2).next_power_of_two()], used: 0 }
    }

    /// The number that `same` knows, or `new`, which is put in. Hashes must be well mixed in their
    /// low bits; `hash_of` gives that of a number put in before.
    pub(super) fn find_or_insert(
        &mut self,
        hash: u64,
        new: u32,
        same: impl Fn(u32) -> bool,
        hash_of: impl Fn(u32) -> u64,
    ) -> u32 {
        if (self.used + 1) * 2 > self.slots.len() {
            self.grow(hash_of);
        }
        let at = self.free_or(hash, same);
        match self.slots.get_mut(at) {
            Some(slot) if *slot == NONE => {
                *slot = new;
                self.used += 1;
                new
            }
            Some(slot) => *slot,
            None => new,
        }
    }

    /// The first slot from a hash on that is empty or that `same` knows.
    fn free_or(&self, hash: u64, same: impl Fn(u32) -> bool) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get(at).copied() {
            if slot == NONE || same(slot) {
                break;
            }
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self, hash_of: impl Fn(u32) -> u64) {
        let old = std::mem::replace(self, Self::with_room(self.slots.len()));
        for number in old.slots.into_iter().filter(|number| *number != NONE) {
            let at = self.free_or(hash_of(number), |_| false);
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = number;
                self.used += 1;
            }
        }
    }
}

/// How many strings met lately are found without hashing them in full.
const FRONT: usize = 1_024;

/// Strings, each once, numbered in the order in which they came.
#[derive(Clone, Debug)]
pub(super) struct Dictionary {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    slots: Slots,
    /// Seeded, so that no file can be made whose strings all fall into one slot.
    hasher: RandomState,
    front: Vec<u32>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            slots: Slots::default(),
            hasher: RandomState::new(),
            front: vec![NONE; FRONT],
        }
    }
}

impl Dictionary {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of a number.
    pub(super) fn get(&self, number: u32) -> &[u8] {
        string(&self.bytes, &self.ends, number)
    }

    /// All strings, one behind the other.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where each string ends among them.
    pub(super) fn ends(&self) -> impl Iterator<Item = u64> {
        self.ends.iter().map(|end| *end as u64)
    }

    /// The number of a string.
    pub(super) fn code(&mut self, text: &[u8]) -> u32 {
        let seat = seat(text);
        if let Some(number) = self.front.get(seat).copied()
            && number != NONE
            && self.get(number) == text
        {
            return number;
        }
        let new = u32::try_from(self.ends.len()).unwrap_or(NONE - 1);
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        let number = self.slots.find_or_insert(
            hasher.hash_one(text),
            new,
            |number| string(bytes, ends, number) == text,
            |number| hasher.hash_one(string(bytes, ends, number)),
        );
        if number == new {
            self.bytes.extend_from_slice(text);
            self.ends.push(self.bytes.len());
        }
        if let Some(front) = self.front.get_mut(seat) {
            *front = number;
        }
        number
    }
}

fn string<'a>(bytes: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let number = number as usize;
    let from = number.checked_sub(1).and_then(|before| ends.get(before).copied());
    let to = ends.get(number).copied().unwrap_or_default();
    bytes.get(from.unwrap_or_default()..to).unwrap_or_default()
}

/// Where a string sits among those met lately: by its length, its first and its last bytes.
fn seat(text: &[u8]) -> usize {
    let word = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let mixed = match text.first_chunk::<8>() {
        Some(first) => word(Some(first)) ^ word(text.last_chunk::<8>()).rotate_left(23),
        None => text.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    };
    mix(mixed ^ text.len() as u64) as usize % FRONT
}

/// Spreads a number over all of its bits (the finisher of SplitMix64).
pub(super) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn every_string_has_one_number(texts in prop::collection::vec("[ab\u{e9}]{0,9}", 0..200)) {
            let mut dictionary = Dictionary::default();
            let mut known: HashMap<String, u32> = HashMap::new();
            for text in texts {
                let code = dictionary.code(text.as_bytes());
                let next = u32::try_from(known.len()).unwrap();
                prop_assert_eq!(*known.entry(text.clone()).or_insert(next), code);
                prop_assert_eq!(dictionary.get(code), text.as_bytes());
            }
            prop_assert_eq!(dictionary.len(), known.len());
        }
    }

    #[test]
    fn what_is_not_there_is_empty() {
        assert_eq!(Dictionary::default().get(7), b"");
        assert_eq!(Dictionary::default().get(u32::MAX), b"");
    }
}
