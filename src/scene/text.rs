//! How wide text is, in the embedded fonts, and the order of right-to-left words for a renderer that
//! has none of its own.

use std::sync::OnceLock;
use ttf_parser::Face;
use unicode_bidi::{BidiInfo, Level};

/// Inter's cap height in em.
pub const CAP_HEIGHT: f32 = 0.727;

/// Inter Regular.
pub const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
/// Inter SemiBold.
pub const STRONG: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");
/// Noto Sans Arabic.
pub const ARABIC: &[u8] = include_bytes!("../../assets/fonts/NotoSansArabic-Regular.ttf");
/// Noto Sans Hebrew.
pub const HEBREW: &[u8] = include_bytes!("../../assets/fonts/NotoSansHebrew-Regular.ttf");

/// All embedded fonts.
pub const FONTS: [&[u8]; 4] = [REGULAR, STRONG, ARABIC, HEBREW];

struct Faces {
    regular: Option<Face<'static>>,
    strong: Option<Face<'static>>,
    fallbacks: Vec<Face<'static>>,
}

fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    FACES.get_or_init(|| {
        let face = |bytes: &'static [u8]| Face::parse(bytes, 0).ok();
        Faces {
            regular: face(REGULAR),
            strong: face(STRONG),
            fallbacks: [ARABIC, HEBREW].into_iter().filter_map(face).collect(),
        }
    })
}

/// Width in points of a line of text at a font size in points. Kerning and the joining of Arabic
/// letters are left out: off by a few hundredths for Latin, up to a quarter too wide for Arabic.
#[must_use]
pub fn width(text: &str, size: f32, strong: bool) -> f32 {
    text.chars().map(|c| advance(c, strong)).sum::<f32>() * size
}

/// Advance of a character in em; half an em where no font has it.
fn advance(c: char, strong: bool) -> f32 {
    if unicode_normalization::char::is_combining_mark(c) || c.is_control() {
        return 0.0;
    }
    let faces = faces();
    let first = if strong { &faces.strong } else { &faces.regular };
    first
        .iter()
        .chain(&faces.fallbacks)
        .find_map(|face| {
            let advance = face.glyph_hor_advance(face.glyph_index(c)?)?;
            Some(f32::from(advance) / f32::from(face.units_per_em()))
        })
        .unwrap_or(0.5)
}

/// The text cut to a width, with an ellipsis where something is missing.
#[must_use]
pub fn fitting(text: &str, size: f32, strong: bool, most: f32) -> String {
    if width(text, size, strong) <= most {
        return text.to_owned();
    }
    let room = most - width("…", size, strong);
    let mut used = 0.0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += advance(*c, strong) * size;
            used <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// Whether a line reads from right to left: its first letter does.
#[must_use]
pub fn is_right_to_left(text: &str) -> bool {
    let directions = BidiInfo::new(text, None);
    directions.paragraphs.first().is_some_and(|p| p.level.is_rtl())
}

/// One line in the order in which its words stand from left to right, for a renderer that shapes
/// letters but orders nothing: right-to-left runs have their words turned round, each word left in
/// logical order, brackets mirrored. Wrap first: this is for a single line.
#[must_use]
pub fn visual_line(text: &str) -> String {
    let directions = BidiInfo::new(text, None);
    let Some(line) = directions.paragraphs.first() else { return text.to_owned() };
    if !directions.levels.iter().any(Level::is_rtl) {
        return text.to_owned();
    }
    let (levels, runs) = directions.visual_runs(line, line.range.clone());
    let mut out = String::with_capacity(text.len());
    for run in runs {
        let right_to_left = levels.get(run.start).is_some_and(Level::is_rtl);
        let Some(run) = text.get(run) else { continue };
        if right_to_left {
            words(run).into_iter().rev().for_each(|w| out.extend(w.chars().map(mirrored)));
        } else {
            out.push_str(run);
        }
    }
    out
}

/// Words, and what stands between them, as pieces.
fn words(run: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut before: Option<bool> = None;
    for (at, c) in run.char_indices() {
        let letter = c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        if before.is_some_and(|b| b != letter || !letter) {
            pieces.extend(run.get(from..at));
            from = at;
        }
        before = Some(letter);
    }
    pieces.extend(run.get(from..));
    pieces
}

fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_are_those_of_the_fonts() {
        assert!((width("0123456789", 10.0, false) - 60.0).abs() < 8.0);
        assert!(width("Damascus", 12.0, true) > width("Damascus", 12.0, false));
        assert_eq!(width("", 12.0, false), 0.0);
        assert!(width("دمشق", 12.0, false) > 10.0);
    }

    #[test]
    fn long_text_is_cut() {
        let cut = fitting("the United Nations Disengagement Observer Force", 12.0, false, 90.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0, false) <= 90.0, "{cut}");
        assert_eq!(fitting("short", 12.0, false, 90.0), "short");
    }

    #[test]
    fn words_of_a_right_to_left_line_stand_in_reading_order() {
        assert_eq!(visual_line("Mount Hermon"), "Mount Hermon");
        assert_eq!(visual_line("جبل الشيخ"), "الشيخ جبل");
        assert_eq!(visual_line("דיר א-זור (סוריה)"), "(סוריה) זור-א דיר");
        assert_eq!(visual_line("قرب Damascus اليوم"), "اليوم Damascus قرب");
        assert_eq!(visual_line("سنة 2026 كانت"), "كانت 2026 سنة");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in any::<String>()) {
            let line: String = text.chars().filter(|c| !matches!(c, '\n' | '\r' | '\u{85}' | '\u{2029}' | '\u{1c}'..='\u{1e}')).collect();
            let sorted = |s: &str| {
                let mut c: Vec<char> = s.chars().map(|c| mirrored(c).max(c)).collect();
                c.sort_unstable();
                c
            };
            prop_assert_eq!(sorted(&visual_line(&line)), sorted(&line));
            prop_assert!(width(&line, 12.0, false) >= 0.0);
        }
    }
}
