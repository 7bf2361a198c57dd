//! Where the caret stands in a line whose words run in both directions, and what is under a pointer.

use super::lines::{Line, Measure, Piece};

/// Keeps an Arabic letter in the shape that it has before another one.
const JOINER: char = '\u{200d}';

impl Line {
    /// Where the caret stands before a byte of the text, in points: behind the letter that comes before
    /// it in reading order, on that letter's far side. For lines of
    /// [`super::one_line`], which have a piece for every byte. A byte within a letter counts as before it.
    #[must_use]
    pub fn caret(&self, text: &str, byte: usize, measure: Measure<'_>) -> f32 {
        self.beside(byte).map_or(self.left, |piece| piece.caret(text, byte, measure))
    }

    /// The byte of the text before which a caret stands nearest to a position, in points.
    #[must_use]
    pub fn nearest(&self, text: &str, x: f32, measure: Measure<'_>) -> usize {
        let off = |piece: &Piece| (piece.left - x).max(x - piece.left - piece.width).max(0.0);
        let piece = self.pieces.iter().min_by(|a, b| off(a).total_cmp(&off(b)));
        let Some(piece) = piece else { return self.bytes.start };
        let letters = text.get(piece.bytes.clone()).unwrap_or_default().char_indices();
        let ends = letters.map(|(at, _)| piece.bytes.start + at).chain([piece.bytes.end]);
        let off = |byte: &usize| (piece.caret(text, *byte, measure) - x).abs();
        ends.map(|byte| (off(&byte), byte))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(self.bytes.start, |(_, byte)| byte)
    }

    /// The piece that ends with, or goes on over, a byte; the first where nothing comes before it.
    fn beside(&self, byte: usize) -> Option<&Piece> {
        let byte = byte.min(self.bytes.end);
        let before = self.pieces.iter().find(|p| p.bytes.start < byte && byte <= p.bytes.end);
        before.or_else(|| self.pieces.iter().find(|piece| piece.bytes.contains(&byte)))
    }
}

impl Piece {
    fn caret(&self, text: &str, byte: usize, measure: Measure<'_>) -> f32 {
        let start = self.bytes.start;
        let up_to = |to: usize| (start..=to).rev().find_map(|end| text.get(start..end));
        let read = match byte {
            byte if byte <= start => 0.0,
            byte if byte >= self.bytes.end => self.width,
            byte => {
                let read = up_to(byte).unwrap_or_default();
                match self.right_to_left && !read.is_empty() {
                    true => measure(&format!("{read}{JOINER}")),
                    false => measure(read),
                }
            }
        };
        match self.right_to_left {
            true => self.left + self.width - read,
            false => self.left + read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::one_line;
    use proptest::prelude::*;

    /// Every character ten points wide, joiners none.
    fn tens(text: &str) -> f32 {
        text.chars().filter(|c| *c != super::JOINER).count() as f32 * 10.0
    }

    fn carets(text: &str) -> Vec<f32> {
        let line = one_line(text, &tens);
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        ends.map(|at| line.caret(text, at, &tens)).collect()
    }

    #[test]
    fn the_caret_follows_what_is_typed() {
        assert_eq!(carets("ab "), [0.0, 10.0, 20.0, 30.0]);
        // The first letter stands at the right, and the space that was typed last at the left.
        assert_eq!(carets("חומס "), [50.0, 40.0, 30.0, 20.0, 10.0, 0.0]);
        // "ab אב": the Hebrew word stands behind the Latin one, its first letter at the right.
        assert_eq!(carets("ab אב"), [0.0, 10.0, 20.0, 30.0, 40.0, 30.0]);
        assert_eq!(carets(""), [0.0]);
    }

    #[test]
    fn a_pointer_finds_letters_where_they_are_drawn() {
        let text = "חומס 12";
        let line = one_line(text, &tens);
        // Drawn from left to right: the number, the space, the word turned round.
        assert_eq!(line.nearest(text, 69.0, &tens), 0);
        assert_eq!(line.nearest(text, 61.0, &tens), "ח".len());
        assert_eq!(line.nearest(text, 500.0, &tens), 0);
        assert_eq!(line.nearest(text, 1.0, &tens), "חומס ".len());
        assert_eq!(line.nearest(text, 11.0, &tens), "חומס 1".len());
        assert_eq!(one_line("", &tens).nearest("", 5.0, &tens), 0);
    }

    proptest! {
        #[test]
        fn every_caret_lies_on_the_line(text in "[a-c אבג1-3().\u{627}-\u{62a}]{0,20}|\\PC{0,12}") {
            let line = one_line(&text, &tens);
            let covered: usize = line.pieces.iter().map(|piece| piece.bytes.len()).sum();
            prop_assert_eq!(covered, text.len());
            for byte in 0..=text.len() + 1 {
                let x = line.caret(&text, byte, &tens);
                prop_assert!((-0.01..=line.right + 0.01).contains(&x), "{} of {}", x, line.right);
            }
            for x in [-5.0, 0.0, 14.0, 33.0, 1e6] {
                let byte = line.nearest(&text, x, &tens);
                prop_assert!(text.is_char_boundary(byte));
            }
        }
    }
}
