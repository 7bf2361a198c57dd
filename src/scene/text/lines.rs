//! Paragraphs with right-to-left words: broken into lines first, then each line is put in the order
//! in which it stands, so that the first words of a paragraph are in its first line.
//!
//! Line breaks are at white space, and within a word that is wider than the room.

use super::order::{mirrored, words};
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level, ParagraphInfo};

/// How wide a text is that is drawn as one, in points.
pub type Measure<'a> = &'a dyn Fn(&str) -> f32;

/// A stretch of a line that a renderer shapes as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// What to draw: those bytes, with brackets turned where they are read from right to left.
    pub shown: String,
    /// From the left edge of the room, in points.
    pub left: f32,
    /// In points.
    pub width: f32,
    /// Whether its letters run from right to left.
    pub right_to_left: bool,
}

/// A line on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Bytes of the text, without the white space at the line's end.
    pub bytes: Range<usize>,
    /// Its pieces, from left to right.
    pub pieces: Vec<Piece>,
    /// Left edge, in points.
    pub left: f32,
    /// Right edge.
    pub right: f32,
}

/// The lines of a text in a room of some width, at most so many; of a paragraph that begins with a
/// right-to-left letter they end at the room's right edge. An ellipsis ends the last line where
/// something is missing.
#[must_use]
pub fn lay_out(text: &str, room: f32, most: usize, measure: Measure<'_>) -> Vec<Line> {
    let directions = BidiInfo::new(text, None);
    let setter = Setter { text, directions: &directions, room: room.max(1.0), measure };
    let mut out = Vec::new();
    for paragraph in &directions.paragraphs {
        for bytes in setter.broken(paragraph.range.clone()) {
            if out.len() == most {
                setter.cut(&mut out);
                return out;
            }
            out.push(setter.line(paragraph, bytes));
        }
    }
    out
}

/// A text as one line, however wide, from the left edge; with pieces for its white space, so that a
/// caret can stand anywhere. Paragraphs follow each other.
#[must_use]
pub fn one_line(text: &str, measure: Measure<'_>) -> Line {
    let directions = BidiInfo::new(text, None);
    let setter = Setter { text, directions: &directions, room: 0.0, measure };
    let mut whole = Line { bytes: 0..text.len(), pieces: Vec::new(), left: 0.0, right: 0.0 };
    for paragraph in &directions.paragraphs {
        let pieces = setter.pieces(paragraph, paragraph.range.clone()).0;
        let from = whole.right;
        for mut piece in pieces {
            piece.left += from;
            whole.right = whole.right.max(piece.left + piece.width);
            whole.pieces.push(piece);
        }
    }
    whole
}

struct Setter<'a> {
    text: &'a str,
    directions: &'a BidiInfo<'a>,
    room: f32,
    measure: Measure<'a>,
}

impl Setter<'_> {
    fn slice(&self, bytes: &Range<usize>) -> &str {
        self.text.get(bytes.clone()).unwrap_or_default()
    }

    fn width(&self, bytes: &Range<usize>) -> f32 {
        (self.measure)(self.slice(bytes))
    }

    /// Where the lines of a paragraph begin and end.
    fn broken(&self, paragraph: Range<usize>) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut line: Option<Range<usize>> = None;
        let mut used = 0.0;
        for word in self.words(&paragraph) {
            let gap = line.as_ref().map_or(0.0, |line| self.width(&(line.end..word.start)));
            let wide = self.width(&word);
            match &mut line {
                Some(line) if used + gap + wide <= self.room => {
                    line.end = word.end;
                    used += gap + wide;
                }
                _ => {
                    lines.extend(line.take());
                    used = wide;
                    line = Some(word);
                }
            }
        }
        lines.extend(line);
        if lines.is_empty() {
            lines.push(paragraph.start..paragraph.start);
        }
        lines
    }

    /// Words between white space; those that are wider than the room in parts.
    fn words(&self, paragraph: &Range<usize>) -> Vec<Range<usize>> {
        let text = self.slice(paragraph);
        let mut out = Vec::new();
        for word in text.split_whitespace() {
            // `split_whitespace` gives parts of the text itself.
            let from = paragraph.start + (word.as_ptr() as usize - text.as_ptr() as usize);
            self.parts(from..from + word.len(), &mut out);
        }
        out
    }

    fn parts(&self, word: Range<usize>, out: &mut Vec<Range<usize>>) {
        let middle = self.slice(&word).char_indices().nth(self.slice(&word).chars().count() / 2);
        match middle {
            Some((at, _)) if at > 0 && self.width(&word) > self.room => {
                self.parts(word.start..word.start + at, out);
                self.parts(word.start + at..word.end, out);
            }
            _ => out.push(word),
        }
    }

    fn line(&self, paragraph: &ParagraphInfo, bytes: Range<usize>) -> Line {
        let (mut pieces, width) = self.pieces(paragraph, bytes.clone());
        pieces.retain(|piece| !self.slice(&piece.bytes).trim().is_empty());
        let left = if paragraph.level.is_rtl() { (self.room - width).max(0.0) } else { 0.0 };
        pieces.iter_mut().for_each(|piece| piece.left += left);
        Line { bytes, pieces, left, right: left + width }
    }

    /// The pieces of a line from left to right, those of white space too, and how wide they are.
    fn pieces(&self, paragraph: &ParagraphInfo, bytes: Range<usize>) -> (Vec<Piece>, f32) {
        let (levels, runs) = if bytes.is_empty() {
            (Vec::new(), Vec::new())
        } else {
            self.directions.visual_runs(paragraph, bytes)
        };
        let mut pieces = Vec::new();
        let mut left = 0.0;
        for run in runs {
            let right_to_left = levels.get(run.start).is_some_and(Level::is_rtl);
            let mut parts: Vec<Range<usize>> = match right_to_left {
                true => pieces_of(self.slice(&run), run.start),
                false => vec![run],
            };
            if right_to_left {
                parts.reverse();
            }
            for bytes in parts {
                let width = self.width(&bytes);
                let text = self.slice(&bytes);
                let shown = match right_to_left {
                    true => text.chars().map(mirrored).collect(),
                    false => text.to_owned(),
                };
                pieces.push(Piece { bytes, shown, left, width, right_to_left });
                left += width;
            }
        }
        (pieces, left)
    }

    /// Puts an ellipsis behind the last of the lines.
    fn cut(&self, lines: &mut [Line]) {
        let Some(last) = lines.last_mut() else { return };
        let width = (self.measure)("…");
        let to_left = last.pieces.first().is_some_and(|piece| piece.right_to_left);
        let end = last.bytes.end;
        let right_to_left = to_left && last.left > 0.0;
        // Where there is no room, the last piece gives way.
        if last.right - last.left + width > self.room {
            let gone = match to_left {
                true => (!last.pieces.is_empty()).then(|| last.pieces.remove(0)),
                false => last.pieces.pop(),
            };
            if let (Some(gone), true) = (&gone, to_left) {
                last.left = gone.left + gone.width;
            } else if let Some(gone) = gone {
                last.right = gone.left;
            }
        }
        let left = if to_left { last.left - width } else { last.right };
        let shown = "…".to_owned();
        let piece = Piece { bytes: end..end, shown, left, width, right_to_left };
        if to_left {
            last.left = left;
            last.pieces.insert(0, piece);
        } else {
            last.right = left + width;
            last.pieces.push(piece);
        }
    }
}

/// The words of a run and what stands between them, as ranges of the text.
fn pieces_of(run: &str, from: usize) -> Vec<Range<usize>> {
    let mut at = from;
    let ranges = words(run).into_iter().map(|word| {
        at += word.len();
        at - word.len()..at
    });
    ranges.collect()
}

impl Line {
    /// What a stretch of the text covers of this line, from left to right: begins and ends in points.
    /// Pieces that touch, or that only a space parts, are covered as one where all of the space is
    /// meant too.
    #[must_use]
    pub fn stretches(
        &self,
        text: &str,
        bytes: &Range<usize>,
        measure: Measure<'_>,
    ) -> Vec<[f32; 2]> {
        let mut out: Vec<([f32; 2], Range<usize>)> = Vec::new();
        for piece in &self.pieces {
            let (from, to) = (bytes.start.max(piece.bytes.start), bytes.end.min(piece.bytes.end));
            if from >= to {
                continue;
            }
            // An end within a letter counts as before it.
            let up_to = |to: usize| {
                (piece.bytes.start..=to).rev().find_map(|end| text.get(piece.bytes.start..end))
            };
            let width = |to: usize| match to == piece.bytes.end {
                true => piece.width,
                false => measure(up_to(to).unwrap_or_default()),
            };
            let (begin, end) = (width(from), width(to));
            let ends = match piece.right_to_left {
                true => [piece.left + piece.width - end, piece.left + piece.width - begin],
                false => [piece.left + begin, piece.left + end],
            };
            match out.last_mut() {
                Some((last, of)) if joined(text, of, &(from..to)) => {
                    last[1] = ends[1];
                    *of = of.start.min(from)..of.end.max(to);
                }
                _ => out.push((ends, from..to)),
            }
        }
        out.into_iter().map(|(ends, _)| ends).collect()
    }
}

/// Whether nothing but white space lies between two stretches.
fn joined(text: &str, a: &Range<usize>, b: &Range<usize>) -> bool {
    let between = if a.end <= b.start { a.end..b.start } else { b.end..a.start };
    text.get(between).is_some_and(|between| between.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every character ten points wide.
    fn ten(text: &str) -> f32 {
        text.chars().count() as f32 * 10.0
    }

    fn shown(lines: &[Line]) -> Vec<String> {
        let words = |line: &Line| -> Vec<String> {
            line.pieces.iter().map(|piece| piece.shown.trim().to_owned()).collect()
        };
        lines.iter().map(|line| words(line).join(" ")).collect()
    }

    #[test]
    fn a_paragraph_begins_at_the_right_of_its_first_line() {
        let text = "وصلت القوات إلى مدينة الحسكة صباح اليوم";
        let lines = lay_out(text, 180.0, 99, &ten);
        assert_eq!(
            shown(&lines),
            ["إلى القوات وصلت".to_owned(), "صباح الحسكة مدينة".to_owned(), "اليوم".to_owned()]
        );
        for line in &lines {
            assert!((line.right - 180.0).abs() < 0.01 && line.left >= 0.0, "{line:?}");
        }
        assert_eq!(lines[0].pieces.last().unwrap().bytes, 0..8, "the first word is rightmost");
    }

    #[test]
    fn known_lines_stand_in_their_visual_order() {
        let cases = [
            ("قرب Damascus اليوم", "اليوم Damascus قرب"),
            ("سنة 2026 كانت", "كانت 2026 سنة"),
            ("The city (דמשק) fell", "The city ( דמשק ) fell"),
            ("דיר א-זור (סוריה).", ". ( סוריה ) זור - א דיר"),
            ("plain words", "plain words"),
            ("قال: \"نعم\"", "\" نعم \" : قال"),
        ];
        for (text, order) in cases {
            assert_eq!(shown(&lay_out(text, 1e6, 9, &ten)), [order], "{text}");
        }
    }

    #[test]
    fn a_stretch_is_where_its_letters_stand() {
        // "بدمشق": the town's name is its last four letters, the leftmost four on screen.
        let text = "نزل بدمشق ليلا";
        let lines = lay_out(text, 200.0, 9, &ten);
        let at = text.find("دمشق").unwrap();
        let found = lines[0].stretches(text, &(at..at + "دمشق".len()), &ten);
        assert_eq!(found, [[110.0, 150.0]], "{lines:?}");
        // Two words with the space between them are one stretch.
        let both = lines[0].stretches(text, &(0..at + 8), &ten);
        assert_eq!(both, [[110.0, 200.0]]);
        let mixed = "in דמשק now";
        let lines = lay_out(mixed, 1e6, 9, &ten);
        let all = lines[0].stretches(mixed, &(0..mixed.len()), &ten);
        assert_eq!(all, [[0.0, 110.0]]);
    }

    #[test]
    fn what_has_no_room_is_cut() {
        let text = "وصلت القوات إلى مدينة الحسكة صباح اليوم";
        let lines = lay_out(text, 120.0, 2, &ten);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1].pieces[0].shown, "…");
        assert!(lines[1].left >= 0.0);
        let solid = "ب".repeat(50);
        let lines = lay_out(&solid, 100.0, 99, &ten);
        assert!(lines.len() >= 5 && lines.iter().all(|line| line.right - line.left <= 100.0));
        assert_eq!(lay_out("", 100.0, 9, &ten).len(), 0);
        assert_eq!(lay_out("ا\n\nب", 100.0, 9, &ten).len(), 3, "an empty line is one");
    }

    proptest! {
        #[test]
        fn every_word_stands_once_and_within_the_room(
            text in "[aד ب9().\u{644}\u{627}-]{0,60}", room in 30.0f32..300.0,
        ) {
            let lines = lay_out(&text, room, usize::MAX, &ten);
            let mut seen: Vec<usize> = lines
                .iter()
                .flat_map(|line| &line.pieces)
                .flat_map(|piece| piece.bytes.clone())
                .filter(|at| text.is_char_boundary(*at))
                .filter(|at| !text[*at..].starts_with(' '))
                .collect();
            seen.sort_unstable();
            let wanted: Vec<usize> = text.char_indices().filter(|(_, c)| *c != ' ').map(|(at, _)| at).collect();
            prop_assert_eq!(seen, wanted);
            for line in &lines {
                prop_assert!(line.right - line.left <= room.max(10.0) + 0.01);
                let mut x = line.left - 0.01;
                for piece in &line.pieces {
                    prop_assert!(piece.left >= x);
                    x = piece.left + piece.width - 0.02;
                }
            }
        }

        #[test]
        fn any_text_is_laid_out(text in any::<String>(), room in -5.0f32..200.0, from in 0usize..40, length in 0usize..40) {
            let lines = lay_out(&text, room, 8, &ten);
            for line in &lines {
                for [a, b] in line.stretches(&text, &(from..from + length), &ten) {
                    prop_assert!(a <= b);
                }
            }
        }
    }
}
