//! How a text stands in its column: paragraphs, their heights, and what part of them is in view.
//! No egui here: heights come from whoever lays the paragraphs out.

use std::ops::Range;

/// The most code points laid out as one: longer lines are cut at white space, so that a file without
/// line breaks scrolls as well as any other.
const LONGEST: usize = 4_000;

/// A stretch of a text that is laid out as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes in the text.
    pub bytes: Range<usize>,
    /// Code points in the text.
    pub chars: Range<usize>,
    /// Whether the line goes on in the next one.
    pub continues: bool,
}

/// The paragraphs of a text; blank lines belong to none.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut out = Vec::new();
    let (mut byte, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        if !words.trim().is_empty() {
            cut(words, byte, at, &mut out);
        }
        byte += line.len();
        at += line.chars().count();
    }
    out
}

/// Cuts one line into paragraphs no longer than [`LONGEST`].
fn cut(line: &str, byte: usize, at: usize, out: &mut Vec<Paragraph>) {
    let (mut from_byte, mut from_char) = (0, 0);
    // Where the last white space ended, and where the paragraph would end without one.
    let mut blank: Option<(usize, usize)> = None;
    for (char_at, (byte_at, c)) in line.char_indices().enumerate() {
        if char_at - from_char >= LONGEST {
            let (to_byte, to_char) = blank.take().unwrap_or((byte_at, char_at));
            out.push(Paragraph {
                bytes: byte + from_byte..byte + to_byte,
                chars: at + from_char..at + to_char,
                continues: true,
            });
            (from_byte, from_char) = (to_byte, to_char);
        }
        if c.is_whitespace() {
            blank = Some((byte_at + c.len_utf8(), char_at + 1));
        }
    }
    out.push(Paragraph {
        bytes: byte + from_byte..byte + line.len(),
        chars: at + from_char..at + line.chars().count(),
        continues: false,
    });
}

/// Tops and heights of the paragraphs of a text, in points; heights are estimates until measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    heights: Vec<f32>,
    /// Top of each, and after the last the height of all.
    tops: Vec<f32>,
    gap: f32,
}

impl Flow {
    /// Paragraphs of estimated heights with a gap below each that ends its line.
    #[must_use]
    pub fn new(heights: Vec<f32>, gap: f32, paragraphs: &[Paragraph]) -> Self {
        let mut flow = Self { heights, tops: Vec::new(), gap };
        flow.place(paragraphs);
        flow
    }

    /// Works the tops out again after heights were measured.
    pub fn place(&mut self, paragraphs: &[Paragraph]) {
        self.tops.clear();
        let mut top = 0.0;
        for (height, paragraph) in self.heights.iter().zip(paragraphs) {
            self.tops.push(top);
            top += height + if paragraph.continues { 0.0 } else { self.gap };
        }
        self.tops.push(top);
    }

    /// Takes a measured height; tells how much taller the paragraph is than was thought.
    pub fn measured(&mut self, at: usize, height: f32) -> f32 {
        match self.heights.get_mut(at) {
            Some(there) => height - std::mem::replace(there, height),
            None => 0.0,
        }
    }

    /// Height of all.
    #[must_use]
    pub fn total(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// Top of a paragraph.
    #[must_use]
    pub fn top(&self, at: usize) -> f32 {
        self.tops.get(at).copied().unwrap_or_else(|| self.total())
    }

    /// The paragraphs that a stretch of the column shows.
    #[must_use]
    pub fn in_view(&self, from: f32, to: f32) -> Range<usize> {
        let count = self.heights.len();
        let first = self.tops.partition_point(|top| *top <= from).saturating_sub(1).min(count);
        let last = self.tops.partition_point(|top| *top < to).min(count);
        first..last.max(first)
    }
}

/// A stretch of a paragraph that is drawn alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Bytes in the paragraph.
    pub bytes: Range<usize>,
    /// Which of the marks given it belongs to, if any.
    pub mark: Option<usize>,
    /// Whether it belongs to the opened passage.
    pub opened: bool,
}

/// Cuts a paragraph where marks and the opened passage begin and end. Ranges are code points of the
/// paragraph; of marks that overlap, the one that is given first keeps the ground they share.
#[must_use]
pub fn segments(text: &str, marks: &[Range<usize>], opened: &Range<usize>) -> Vec<Segment> {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    cuts.extend([opened.start, opened.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut cuts = cuts.into_iter().peekable();
    let mut out = Vec::new();
    let mut from: (usize, usize) = (0, 0);
    let mut close = |to_byte: usize, to_char: usize, out: &mut Vec<Segment>| {
        if to_byte > from.0 {
            let at = from.1;
            out.push(Segment {
                bytes: from.0..to_byte,
                mark: marks.iter().position(|mark| mark.contains(&at)),
                opened: opened.contains(&at),
            });
            from = (to_byte, to_char);
        }
    };
    for (char_at, (byte_at, _)) in text.char_indices().enumerate() {
        if cuts.next_if(|cut| *cut <= char_at).is_some() {
            while cuts.next_if(|cut| *cut <= char_at).is_some() {}
            close(byte_at, char_at, &mut out);
        }
    }
    close(text.len(), usize::MAX, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blank_lines_belong_to_none() {
        let text = "one\r\n\n  \ntwo\n";
        let found: Vec<&str> = paragraphs(text).into_iter().map(|p| &text[p.bytes]).collect();
        assert_eq!(found, ["one", "two"]);
        assert!(paragraphs("").is_empty() && paragraphs("\n\n").is_empty());
    }

    #[test]
    fn a_line_without_end_is_cut_at_white_space() {
        let text = "word ".repeat(3_000);
        let found = paragraphs(&text);
        assert!(found.len() > 3);
        assert!(found.iter().all(|p| p.chars.len() <= LONGEST));
        assert!(found.iter().all(|p| text[p.bytes.clone()].starts_with("word")));
        assert!(found[..found.len() - 1].iter().all(|p| p.continues));
        let solid = "é".repeat(10_000);
        assert_eq!(paragraphs(&solid).len(), 3);
    }

    #[test]
    fn only_what_is_in_view_is_asked_for() {
        let text = "a\n".repeat(100_000);
        let paragraphs = paragraphs(&text);
        let flow = Flow::new(vec![10.0; paragraphs.len()], 5.0, &paragraphs);
        assert_eq!(flow.total(), 1_500_000.0);
        assert_eq!(flow.in_view(0.0, 30.0), 0..2);
        assert_eq!(flow.in_view(750_000.0, 750_030.0), 50_000..50_002);
        assert_eq!(flow.in_view(2e6, 3e6), 100_000..100_000);
        assert_eq!(Flow::default().in_view(0.0, 100.0), 0..0);
    }

    #[test]
    fn a_measured_height_moves_what_is_below() {
        let paragraphs = paragraphs("a\nb\nc");
        let mut flow = Flow::new(vec![10.0; 3], 0.0, &paragraphs);
        assert_eq!(flow.measured(1, 25.0), 15.0);
        flow.place(&paragraphs);
        assert_eq!((flow.top(1), flow.top(2), flow.total()), (10.0, 35.0, 45.0));
        assert_eq!(flow.measured(9, 25.0), 0.0);
    }

    #[test]
    fn marks_and_the_opened_passage_cut_a_paragraph() {
        let found = segments("in Qamişlo now", std::slice::from_ref(&(3..10)), &(0..10));
        let plain: Vec<_> = found.iter().map(|s| (s.bytes.clone(), s.mark, s.opened)).collect();
        assert_eq!(plain, [(0..3, None, true), (3..11, Some(0), true), (11..15, None, false)]);
        assert!(segments("", &[], &(0..0)).is_empty());
    }

    proptest! {
        #[test]
        fn paragraphs_cover_every_word_once(text in "[a-zé \n\r\u{5d0}]{0,400}") {
            let chars: Vec<char> = text.chars().collect();
            let mut at = 0;
            for p in paragraphs(&text) {
                prop_assert!(p.chars.start >= at);
                let between: String = chars[at..p.chars.start].iter().collect();
                prop_assert!(between.trim().is_empty());
                let words: String = chars[p.chars.clone()].iter().collect();
                prop_assert_eq!(&words, &text[p.bytes.clone()]);
                at = p.chars.end;
            }
            let rest: String = chars[at..].iter().collect();
            prop_assert!(rest.trim().is_empty());
        }

        #[test]
        fn segments_tile_the_paragraph(
            text in "[aé\u{5d0}\u{1f600}]{0,40}",
            marks in proptest::collection::vec((0usize..50, 0usize..9), 0..6),
            opened in (0usize..50, 0usize..50),
        ) {
            let marks: Vec<Range<usize>> = marks.into_iter().map(|(a, n)| a..a + n).collect();
            let opened = opened.0..opened.1;
            let mut at = 0;
            for segment in segments(&text, &marks, &opened) {
                prop_assert_eq!(segment.bytes.start, at);
                prop_assert!(text.is_char_boundary(segment.bytes.end));
                let first = text[..segment.bytes.start].chars().count();
                for (i, _) in text[segment.bytes.clone()].chars().enumerate() {
                    let here = first + i;
                    prop_assert_eq!(segment.mark, marks.iter().position(|m| m.contains(&here)));
                    prop_assert_eq!(segment.opened, opened.contains(&here));
                }
                at = segment.bytes.end;
            }
            prop_assert_eq!(at, text.len());
        }

        #[test]
        fn in_view_is_what_a_walk_finds(
            heights in proptest::collection::vec(1.0f32..50.0, 0..40),
            from in 0.0f32..900.0,
            size in 1.0f32..200.0,
        ) {
            let text = "a\n".repeat(heights.len());
            let paragraphs = paragraphs(&text);
            let flow = Flow::new(heights.clone(), 3.0, &paragraphs);
            let view = flow.in_view(from, from + size);
            for (at, height) in heights.iter().enumerate() {
                let (top, foot) = (flow.top(at), flow.top(at) + height);
                if top < from + size && foot > from {
                    prop_assert!(view.contains(&at), "{at} of {view:?}");
                }
            }
        }
    }
}
