//! Bytes to code points.

use std::ops::Range;

/// Bytes between marks.
const STEP: usize = 256;

/// Counts the code points before a byte without walking the text each time.
pub(crate) struct Points<'t> {
    text: &'t str,
    /// Code points before each multiple of [`STEP`] bytes.
    marks: Vec<usize>,
}

impl<'t> Points<'t> {
    /// Walks a text once.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            marks.push(count);
            count += chunk.iter().filter(|byte| !is_continuation(**byte)).count();
        }
        Self { text, marks }
    }

    /// Code points before a byte; past the end, all.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let Some(mark) = self.marks.get(byte / STEP).or(self.marks.last()) else { return 0 };
        let from = (byte / STEP).min(self.marks.len().saturating_sub(1)) * STEP;
        let rest = self.text.as_bytes().get(from..byte).unwrap_or_default();
        mark + rest.iter().filter(|byte| !is_continuation(**byte)).count()
    }

    /// A range of bytes as a range of code points.
    pub fn range(&self, bytes: &Range<usize>) -> Range<usize> {
        self.at(bytes.start)..self.at(bytes.end)
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn counts_as_walking_the_text_does(text in "(a|é|م|😀|\n){0,700}") {
            let points = Points::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                proptest::prop_assert_eq!(points.at(byte), count);
            }
            proptest::prop_assert_eq!(points.at(text.len() + 9), text.chars().count());
        }
    }
}
