//! Finding entries by the beginning of a name, as somebody types it.

use super::Gazetteer;
use super::entry::EntryId;
use super::fold::fold;
use super::format::Via;
use crate::task::{Cancelled, Task};
use fst::{IntoStreamer, Streamer};

/// Names that are looked at, at most: those of two letters are some ten thousand, in some
/// milliseconds. Of more, which only single letters of a user's large index have, the first in the
/// order of the alphabet are looked at.
const NAMES_MOST: usize = 500_000;
/// Names between two looks at whether to stop.
const STRIDE: usize = 4_096;
/// Of a name that many places bear, as many are counted.
const NAMESAKES: usize = 64;

/// Entries with a name that begins so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beginning {
    /// The most prominent, best first.
    pub entries: Vec<EntryId>,
    /// How many there are.
    pub total: usize,
    /// Whether all names were looked at.
    pub whole: bool,
}

impl Gazetteer {
    /// The entries with a name that begins with a text, up to case, accents and punctuation: the
    /// `most` most prominent and how many there are. Codes are left out. None for an empty text.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn beginning(&self, text: &str, most: usize, task: &Task) -> Result<Beginning, Cancelled> {
        let folded = fold(text);
        if folded.is_empty() || most == 0 {
            return Ok(Beginning { whole: true, ..Beginning::default() });
        }
        let mut seen = vec![0_u64; self.len().div_ceil(64)];
        // Smaller numbers are more prominent places: the largest kept is the first to go.
        let mut best = std::collections::BinaryHeap::with_capacity(most + 1);
        let mut found = Beginning { whole: true, ..Beginning::default() };
        let mut names = self.keys.range().ge(folded.as_bytes()).into_stream();
        for looked in 0.. {
            let Some((key, value)) = names.next() else { break };
            if !key.starts_with(folded.as_bytes()) {
                break;
            }
            if looked % STRIDE == 0 {
                task.check()?;
            }
            if looked >= NAMES_MOST {
                found.whole = false;
                break;
            }
            let named = self.postings(value.value()).filter(|p| p.via() != Via::Code);
            for entry in named.take(NAMESAKES).map(|posting| posting.entry()) {
                let Some(slot) = seen.get_mut(entry as usize / 64) else { continue };
                let bit = 1 << (entry % 64);
                if *slot & bit != 0 {
                    continue;
                }
                *slot |= bit;
                found.total += 1;
                best.push(EntryId(entry));
                if best.len() > most {
                    best.pop();
                }
            }
        }
        found.entries = best.into_sorted_vec();
        Ok(found)
    }
}
