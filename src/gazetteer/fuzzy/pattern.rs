//! A word as an automaton: what of it the beginning of a key can stand for, letter by letter.
//!
//! The columns of the table of edit distances are bits, one row for each number of edits (Wu and
//! Manber, "Fast text searching allowing errors", 1992), with swaps added.

/// The longest word, in letters: columns 0 to 31 fill a row.
pub(super) const LONGEST: usize = 31;

/// A word, and how many edits are allowed in which part of it.
pub(super) struct Pattern {
    letters: Vec<char>,
    /// For each letter the columns at which the word has it.
    ascii: [u32; 128],
    wide: Vec<(char, u32)>,
    /// Whether there is a second edit.
    two: bool,
    /// Columns at which the first and the second edit may begin.
    open: [u32; 2],
    /// The same for swaps: one across the middle counts for what lies behind it.
    open_to_swap: [u32; 2],
    /// All columns.
    all: u32,
}

/// What of the word the beginning of a key can stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// Bit `j` of row `e`: it is at most `e` edits from the first `j` letters.
    rows: [u32; 3],
    /// Bit `j` of row `e`: before its last letter it was so at column `j`, and that last letter is
    /// the one behind the next: a swap, if the next letter follows.
    swaps: [u32; 2],
}

impl Pattern {
    /// A word of at most [`LONGEST`] letters, and one edit or two, of which at most `in_first` lie
    /// in its first `half` letters.
    pub fn new(letters: &[char], edits: u8, half: usize, in_first: u8) -> Self {
        let mut pattern = Self {
            letters: letters.to_vec(),
            ascii: [0; 128],
            wide: Vec::new(),
            two: edits > 1,
            open: [0; 2],
            open_to_swap: [0; 2],
            all: u32::MAX >> (LONGEST - letters.len().min(LONGEST)),
        };
        for (at, letter) in letters.iter().enumerate().take(LONGEST) {
            let bit = 1 << at;
            if let Some(columns) = pattern.ascii.get_mut(*letter as usize) {
                *columns |= bit;
            } else if let Some((_, columns)) = pattern.wide.iter_mut().find(|(c, _)| c == letter) {
                *columns |= bit;
            } else {
                pattern.wide.push((*letter, bit));
            }
        }
        let from = |column: usize| pattern.all & (u32::MAX << column.min(LONGEST));
        let limits = [1, 2].map(|edit| {
            if edit <= in_first {
                (pattern.all, pattern.all)
            } else {
                (from(half), from(half.saturating_sub(1)))
            }
        });
        pattern.open = limits.map(|(open, _)| open);
        pattern.open_to_swap = limits.map(|(_, open)| open);
        pattern
    }

    /// Before the first letter of a key.
    pub fn start(&self) -> State {
        let [first, second] = self.open;
        let none = 1u32;
        let one = (none | (none & first) << 1) & self.all;
        let two = if self.two { (one | (one & second) << 1) & self.all } else { 0 };
        State { rows: [none, one, two], swaps: [0; 2] }
    }

    /// The columns at which the word has a letter.
    pub fn columns(&self, letter: char) -> u32 {
        match self.ascii.get(letter as usize) {
            Some(columns) => *columns,
            None => self.wide.iter().find(|(c, _)| *c == letter).map_or(0, |(_, bits)| *bits),
        }
    }

    /// One letter on, which the word has at `columns`.
    pub fn advance(&self, state: &State, columns: u32) -> State {
        let [none, one, two] = state.rows;
        let [first, second] = self.open;
        let [swap_first, swap_second] = self.pending(state);
        let row = |same: u32, fewer: u32, fewer_next: u32, open: u32, swap: u32| {
            let kept = (same & columns) << 1 | fewer_next;
            let put_in = fewer & open;
            let replaced_or_left_out = (put_in | (fewer_next & open)) << 1;
            (kept | put_in | replaced_or_left_out | (swap & columns) << 2) & self.all
        };
        let next_none = (none & columns) << 1;
        let next_one = row(one, none, next_none, first, swap_first);
        let next_two = if self.two { row(two, one, next_one, second, swap_second) } else { 0 };
        State {
            rows: [next_none, next_one, next_two],
            swaps: [none & columns >> 1, one & columns >> 1],
        }
    }

    /// Swaps that the next letter can finish.
    fn pending(&self, state: &State) -> [u32; 2] {
        let ([first, second], [open, open_second]) = (state.swaps, self.open_to_swap);
        [first & open, if self.two { second & open_second } else { 0 }]
    }

    /// Whether an edit is left where one is allowed, so that any letter can follow.
    pub fn may_edit(&self, state: &State) -> bool {
        let ([none, one, _], [first, second]) = (state.rows, self.open);
        none & first != 0 || (self.two && one & second != 0)
    }

    /// Letters of the word that can follow, each once.
    pub fn following(&self, state: &State) -> impl Iterator<Item = (char, u32)> {
        let [none, one, two] = state.rows;
        let [first, second] = self.pending(state);
        let [open, open_second] = self.open_to_swap;
        let begins = (none & open) | if self.two { one & open_second } else { 0 };
        let goes_on = if self.two { two } else { one };
        // A swap begins with the letter behind the next.
        let mut left = goes_on | first | second | begins << 1;
        std::iter::from_fn(move || {
            let letter = *self.letters.get(left.trailing_zeros() as usize)?;
            let columns = self.columns(letter);
            left &= !columns;
            Some((letter, columns))
        })
    }

    /// Whether anything that follows can still be near enough, or nothing need follow.
    pub fn is_alive(&self, state: &State) -> bool {
        let [_, one, two] = state.rows;
        let [first, second] = self.pending(state);
        one | two | first | second != 0
    }

    /// How many edits a key that ends here is from the word; `None` where too many.
    pub fn distance(&self, state: &State) -> Option<u8> {
        let end = self.all & !(self.all >> 1);
        (0u8..).zip(state.rows).find_map(|(edits, row)| (row & end != 0).then_some(edits))
    }
}
