//! Which events count, whatever the reason.

use crate::system::parallel;

/// Words of a mask that a thread fills at once.
const PIECE: usize = 1 << 12;

/// A bit for each event, by its position in the order in which events were pushed: what a filter by
/// actor, certainty, source or text leaves. Events beyond its length do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    words: Vec<u64>,
    events: usize,
}

impl Mask {
    /// None of so many events.
    #[must_use]
    pub fn none(events: usize) -> Self {
        Self { words: vec![0; events.div_ceil(64)], events }
    }

    /// Those of so many events that are `kept`, by their positions; asked on all cores.
    #[must_use]
    pub fn of(events: usize, kept: impl Fn(u32) -> bool + Sync) -> Self {
        let mut mask = Self::none(events);
        let pieces = mask.words.chunks_mut(PIECE).enumerate().collect();
        parallel::map(pieces, |(at, words): (usize, &mut [u64])| {
            for (word, first) in words.iter_mut().zip((at * PIECE * 64..).step_by(64)) {
                let events = first..(first + 64).min(events);
                *word =
                    events.rev().fold(0, |bits, event| bits << 1 | u64::from(kept(event as u32)));
            }
        });
        mask
    }

    /// How many events it tells of.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events
    }

    /// Whether it tells of none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events == 0
    }

    /// How many events count.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether an event counts.
    #[inline]
    #[must_use]
    pub fn has(&self, event: u32) -> bool {
        let word = self.words.get((event >> 6) as usize).copied().unwrap_or_default();
        word >> (event & 63) & 1 == 1
    }

    /// Calls `found` with each event that counts, ascending.
    pub fn each(&self, mut found: impl FnMut(u32)) {
        for (word, first) in self.words.iter().zip((0u32..).step_by(64)) {
            let mut rest = *word;
            while rest != 0 {
                found(first + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    /// Lets an event count, or not; nothing where there is no such event.
    pub fn set(&mut self, event: u32, counts: bool) {
        if event as usize >= self.events {
            return;
        }
        if let Some(word) = self.words.get_mut((event >> 6) as usize) {
            let bit = 1 << (event & 63);
            *word = if counts { *word | bit } else { *word & !bit };
        }
    }

    /// Keeps what counts in another as well: filters that stand beside each other.
    pub fn and(&mut self, other: &Self) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or_default();
        }
    }

    /// The bits, 64 to a word, the first event's lowest.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// The mask of so many events that has these bits.
    pub(crate) fn from_words(mut words: Vec<u64>, events: usize) -> Self {
        words.resize(events.div_ceil(64), 0);
        if let Some(last) = words.last_mut().filter(|_| !events.is_multiple_of(64)) {
            *last &= (1 << (events % 64)) - 1;
        }
        Self { words, events }
    }
}
