//! The cells of the world that are counted ahead: those that hold events, numbered in order.

use super::Row;
use crate::system::parallel;

/// The finest level of the cells that are counted ahead: 5 km wide at the equator.
pub(crate) const LEVEL: u32 = 13;
/// So many events pay for a cell of one category: with fewer, looking at them costs less than reading
/// the sums of a cell.
const EVENTS_PER_FAST_SLOT: usize = 16;
/// Cells and categories that are read within a millisecond whenever the slider moves.
const FAST_SLOTS: usize = 200_000;
/// Beyond those, so many events pay for one more: it saves looking into cells from nearer by.
const EVENTS_PER_SLOT: usize = 50;
/// The fewest slots that are allowed however few the events.
const LEAST_SLOTS: usize = 1 << 14;
/// With fewer events than this, cells are found by searching rather than in a map of the world.
const SEARCHED: usize = 1 << 17;

/// A position's cell: row, then column.
pub(crate) fn code(level: u32, [x, y]: [u32; 2]) -> u32 {
    (y >> (32 - level)) << level | x >> (32 - level)
}

/// The level whose counts are affordable, and the codes of its occupied cells, in order.
pub(crate) fn occupied(pieces: &[Vec<Row>], categories: usize) -> (u32, Vec<u32>) {
    let events: usize = pieces.iter().map(Vec::len).sum();
    let mut level = LEVEL;
    let mut codes = if events < SEARCHED {
        let placed = pieces.iter().flatten().filter_map(|row| row.at);
        placed.map(|at| code(level, at)).collect()
    } else {
        from_bits(&bits(pieces, level))
    };
    codes.sort_unstable();
    codes.dedup();
    let read = (events / EVENTS_PER_SLOT).max(FAST_SLOTS);
    let affordable = (events / EVENTS_PER_FAST_SLOT).min(read).max(LEAST_SLOTS);
    while level > 2 && codes.len() * categories > affordable {
        let mask = (1 << level) - 1;
        for code in &mut codes {
            *code = (*code >> level >> 1) << (level - 1) | (*code & mask) >> 1;
        }
        codes.sort_unstable();
        codes.dedup();
        level -= 1;
    }
    (level, codes)
}

/// A bit for each cell of the world, set where there is an event.
fn bits(pieces: &[Vec<Row>], level: u32) -> Vec<u64> {
    let none = || vec![0u64; 1 << (2 * level - 6)];
    let (_, all) = parallel::map_with(pieces.iter().collect(), none, |bits, piece| {
        for at in piece.iter().filter_map(|row| row.at) {
            let code = code(level, at);
            if let Some(word) = bits.get_mut((code >> 6) as usize) {
                *word |= 1 << (code & 63);
            }
        }
    });
    all.into_iter().fold(none(), |mut sum, bits| {
        sum.iter_mut().zip(bits).for_each(|(sum, word)| *sum |= word);
        sum
    })
}

fn from_bits(bits: &[u64]) -> Vec<u32> {
    let mut codes = Vec::new();
    for (word, first) in bits.iter().zip((0u32..).step_by(64)) {
        let mut rest = *word;
        while rest != 0 {
            codes.push(first + rest.trailing_zeros());
            rest &= rest - 1;
        }
    }
    codes
}

/// From a cell's code to its number.
pub(crate) struct Numbers {
    level: u32,
    lookup: Lookup,
    unplaced: u32,
}

enum Lookup {
    /// A bit for each cell of the world, with how many are set before each 64 of them.
    Map(Vec<(u64, u32)>),
    Search(Vec<u32>),
}

impl Numbers {
    pub(crate) fn new(level: u32, cells: &[u32], events: usize) -> Self {
        let unplaced = cells.len() as u32;
        if events < SEARCHED {
            return Self { level, lookup: Lookup::Search(cells.to_vec()), unplaced };
        }
        let mut map = vec![(0u64, 0u32); (1usize << (2 * level)).div_ceil(64)];
        for code in cells {
            if let Some((bits, _)) = map.get_mut((code >> 6) as usize) {
                *bits |= 1 << (code & 63);
            }
        }
        let mut sum = 0;
        for (bits, before) in &mut map {
            *before = sum;
            sum += bits.count_ones();
        }
        Self { level, lookup: Lookup::Map(map), unplaced }
    }

    /// The number of a position's cell; the last for what has no position.
    pub(crate) fn of(&self, at: Option<[u32; 2]>) -> u32 {
        let Some(at) = at else { return self.unplaced };
        let code = code(self.level, at);
        match &self.lookup {
            Lookup::Map(map) => {
                map.get((code >> 6) as usize).map_or(self.unplaced, |(bits, before)| {
                    before + (bits & ((1 << (code & 63)) - 1)).count_ones()
                })
            }
            Lookup::Search(cells) => {
                cells.binary_search(&code).map_or(self.unplaced, |number| number as u32)
            }
        }
    }

    /// How many numbers there are, that of the unplaced included.
    pub(crate) fn count(&self) -> usize {
        self.unplaced as usize + 1
    }
}
