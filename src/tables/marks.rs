//! Code points and lines of a text, counted by blocks: from a byte to a code point and back by counting
//! within one block.

/// Bytes of a block.
pub const BLOCK_BYTES: usize = 16 << 10;

/// How many code points begin and how many lines end in each block of a text, or of a stretch of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    start: u64,
    bytes: u64,
    blocks: Vec<[u32; 2]>,
}

impl Marks {
    /// Of the stretch of a text that begins at a byte.
    #[must_use]
    pub fn from_byte(start: u64) -> Self {
        Self { start, ..Self::default() }
    }

    /// Counts on.
    pub fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let inside = (self.start + self.bytes) as usize % BLOCK_BYTES;
            if inside == 0 || self.blocks.is_empty() {
                self.blocks.push([0; 2]);
            }
            let now = bytes.len().min(BLOCK_BYTES - inside);
            let (block, rest) = bytes.split_at_checked(now).unwrap_or((bytes, &[]));
            if let Some([chars, lines]) = self.blocks.last_mut() {
                // Most blocks are plain ASCII, and that is told faster than characters are counted.
                let in_block = if block.is_ascii() { block.len() } else { chars_in(block) };
                *chars += in_block as u32;
                *lines += lines_in(block) as u32;
            }
            self.bytes += block.len() as u64;
            bytes = rest;
        }
    }

    /// Counts on over so many bytes of ASCII whose lines end at these of them, ascending: the text itself
    /// need not be looked at.
    pub fn add_plain(&mut self, length: usize, line_ends: &[usize]) {
        let (mut from, mut ends) = (0, line_ends.iter().peekable());
        while from < length {
            let inside = (self.start + self.bytes) as usize % BLOCK_BYTES;
            if inside == 0 || self.blocks.is_empty() {
                self.blocks.push([0; 2]);
            }
            let now = (length - from).min(BLOCK_BYTES - inside);
            from += now;
            if let Some([chars, lines]) = self.blocks.last_mut() {
                *chars += now as u32;
                while ends.next_if(|end| **end < from).is_some() {
                    *lines += 1;
                }
            }
            self.bytes += now as u64;
        }
    }

    /// Puts the marks of the stretch that follows behind.
    pub fn append(&mut self, after: &Self) {
        let mut blocks = after.blocks.as_slice();
        // What follows may begin within the block that these end in.
        if !after.start.is_multiple_of(BLOCK_BYTES as u64)
            && let (Some(have), Some(([chars, lines], rest))) =
                (self.blocks.last_mut(), blocks.split_first())
        {
            *have = [have[0] + chars, have[1] + lines];
            blocks = rest;
        }
        self.blocks.extend_from_slice(blocks);
        self.bytes += after.bytes;
    }

    /// Bytes counted.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Line ends counted.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.blocks.iter().map(|[_, lines]| u64::from(*lines)).sum()
    }

    /// Code points before each block, and in all.
    pub(super) fn chars_before(&self) -> impl Iterator<Item = u64> {
        before(self.blocks.iter().map(|[chars, _]| *chars))
    }

    /// Line ends before each block, and in all.
    pub(super) fn lines_before(&self) -> impl Iterator<Item = u64> {
        before(self.blocks.iter().map(|[_, lines]| *lines))
    }
}

fn before(counts: impl Iterator<Item = u32>) -> impl Iterator<Item = u64> {
    let mut sum = 0;
    std::iter::once(0).chain(counts.map(move |count| {
        sum += u64::from(count);
        sum
    }))
}

/// Code points that begin in these bytes.
pub(super) fn chars_in(bytes: &[u8]) -> usize {
    // Summed in bytes within short runs, which compilers do sixteen and more at a time.
    let leading = |run: &[u8]| run.iter().map(|b| u8::from(b.cast_signed() >= -0x40)).sum::<u8>();
    bytes.chunks(255).map(|run| usize::from(leading(run))).sum()
}

/// Line ends in these bytes.
pub(super) fn lines_in(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_lines_count_as_their_text_does(
            before in "[a\n\u{e9}]{0,40}",
            lines in prop::collection::vec("[a-z]{0,400}", 0..200),
        ) {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
            let (mut read, mut told) = (Marks::default(), Marks::default());
            for marks in [&mut read, &mut told] {
                marks.add(before.as_bytes());
            }
            for _ in 0..2 {
                read.add(text.as_bytes());
                told.add_plain(text.len(), &ends);
            }
            prop_assert_eq!(read, told);
        }

        #[test]
        fn pieces_count_like_the_whole(text in "[a\n\u{e9}\u{65e5}]{0,300}", times in 1usize..200, cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4)) {
            let text = text.repeat(times);
            let bytes = text.as_bytes();
            let mut whole = Marks::default();
            whole.add(bytes);
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let (mut fed, mut joined) = (Marks::default(), Marks::default());
            for cut in cuts.windows(2) {
                fed.add(&bytes[cut[0]..cut[1]]);
                let mut piece = Marks::from_byte(cut[0] as u64);
                piece.add(&bytes[cut[0]..cut[1]]);
                joined.append(&piece);
            }
            prop_assert_eq!(&fed, &whole);
            prop_assert_eq!(&joined, &whole);
            prop_assert_eq!(whole.chars_before().last(), Some(text.chars().count() as u64));
            prop_assert_eq!(whole.lines_before().last(), Some(whole.lines()));
            prop_assert_eq!(whole.lines() as usize, text.matches('\n').count());
            let blocks = whole.chars_before().count();
            prop_assert_eq!(blocks, bytes.len().div_ceil(BLOCK_BYTES) + 1);
        }
    }
}
