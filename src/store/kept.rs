use super::Mask;
use crate::system::parallel;

/// Words between two sums: so many that sums take an eighth of the bits.
const BLOCK: usize = 8;

/// Which ranks of an order are kept, a bit each, with sums along the way: how many come before a rank
/// and which rank is the n-th are found without walking over the others.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    mask: Mask,
    /// How many are kept before each [`BLOCK`] of words, and at the end how many in all.
    before: Vec<u32>,
}

/// Words that a thread fills at once.
const PIECE: usize = 1 << 10;

impl Kept {
    /// The ranks of the events that a mask keeps; `events` are their numbers there, by rank. Of ranks
    /// that are not `among` some, none is kept.
    pub(crate) fn of(events: &[u32], mask: &Mask, among: Option<&Self>) -> Self {
        let mut words = vec![0u64; events.len().div_ceil(64)];
        let pieces = words.chunks_mut(PIECE).zip(events.chunks(PIECE * 64)).collect();
        parallel::map(pieces, |(words, events): (&mut [u64], &[u32])| {
            for (word, events) in words.iter_mut().zip(events.chunks(64)) {
                let bits = events.iter().rev();
                *word = bits.fold(0, |bits, event| bits << 1 | u64::from(mask.has(*event)));
            }
        });
        let mut kept = Mask::from_words(words, events.len());
        if let Some(among) = among {
            kept.and(&among.mask);
        }
        Self::new(kept)
    }

    /// The ranks of a mask.
    fn new(mask: Mask) -> Self {
        let mut before = Vec::with_capacity(mask.words().len() / BLOCK + 2);
        let mut sum = 0;
        for block in mask.words().chunks(BLOCK) {
            before.push(sum);
            sum += block.iter().map(|word| word.count_ones()).sum::<u32>();
        }
        before.push(sum);
        Self { mask, before }
    }

    /// How many are kept.
    pub(crate) fn count(&self) -> usize {
        self.before.last().map_or(0, |count| *count as usize)
    }

    /// Whether a rank is kept.
    #[inline]
    pub(crate) fn has(&self, rank: usize) -> bool {
        u32::try_from(rank).is_ok_and(|rank| self.mask.has(rank))
    }

    /// How many are kept before a rank.
    pub(crate) fn before(&self, rank: usize) -> usize {
        let word = rank / 64;
        let Some(known) = self.before.get(word / BLOCK).filter(|_| rank < self.mask.len()) else {
            return self.count();
        };
        let words = self.mask.words();
        let whole = words.get(word - word % BLOCK..word).unwrap_or_default();
        let last = words.get(word).map_or(0, |word| word & ((1 << (rank % 64)) - 1));
        let near = whole.iter().map(|word| word.count_ones()).sum::<u32>() + last.count_ones();
        (known + near) as usize
    }

    /// The rank that is the `nth` kept one, from zero.
    pub(crate) fn nth(&self, nth: usize) -> Option<usize> {
        let nth = u32::try_from(nth).ok().filter(|nth| (*nth as usize) < self.count())?;
        let block = self.before.partition_point(|before| *before <= nth).checked_sub(1)?;
        let mut left = nth - self.before.get(block)?;
        for (at, word) in self.mask.words().iter().enumerate().skip(block * BLOCK) {
            let ones = word.count_ones();
            if left < ones {
                let rest = (0..left).fold(*word, |rest, _| rest & rest.wrapping_sub(1));
                return Some(at * 64 + rest.trailing_zeros() as usize);
            }
            left -= ones;
        }
        None
    }

    /// Calls `found` for each kept rank of a range, ascending.
    #[inline]
    pub(crate) fn each(&self, from: usize, to: usize, mut found: impl FnMut(usize)) {
        let to = to.min(self.mask.len());
        if from >= to {
            return;
        }
        let (first, last) = (from / 64, (to - 1) / 64);
        let words = self.mask.words().get(first..=last).unwrap_or_default();
        for (word, at) in words.iter().zip(first..) {
            let mut rest = *word;
            if at == first {
                rest &= u64::MAX << (from % 64);
            }
            if at == last {
                rest &= u64::MAX >> (63 - (to - 1) % 64);
            }
            while rest != 0 {
                found(at * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_and_positions_are_those_of_a_walk(
            bits in prop::collection::vec(any::<bool>(), 0..2_000),
            (from, to) in (0..2_100usize, 0..2_100usize),
        ) {
            let bit = |at: u32| bits.get(at as usize) == Some(&true);
            let ranks: Vec<u32> = (0..bits.len() as u32).collect();
            let kept = Kept::of(&ranks, &Mask::of(bits.len(), bit), None);
            let all: Vec<usize> = (0..bits.len()).filter(|at| bits[*at]).collect();
            prop_assert_eq!(kept.count(), all.len());
            for rank in 0..bits.len() + 2 {
                prop_assert_eq!(kept.before(rank), all.iter().filter(|at| **at < rank).count());
                prop_assert_eq!(kept.has(rank), bit(rank as u32));
            }
            for nth in 0..all.len() + 2 {
                prop_assert_eq!(kept.nth(nth), all.get(nth).copied());
            }
            let mut found = Vec::new();
            kept.each(from, to, |rank| found.push(rank));
            let within = all.iter().copied().filter(|at| (from..to.max(from)).contains(at));
            prop_assert_eq!(found, within.collect::<Vec<_>>());
        }
    }
}
