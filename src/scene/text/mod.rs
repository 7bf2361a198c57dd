//! How wide text is, in the embedded fonts, and the order of right-to-left words for a renderer that
//! has none of its own.

mod caret;
mod lines;
mod order;

pub use lines::{Line, Measure, Piece, lay_out, one_line};
pub use order::{has_right_to_left, is_direction, is_right_to_left, isolated, visual_line};

use std::sync::OnceLock;
use ttf_parser::Face;

/// Inter's cap height in em.
pub const CAP_HEIGHT: f32 = 0.727;

/// A typeface inside the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Font {
    /// What the window calls it.
    pub key: &'static str,
    /// Its family, as the file says.
    pub family: &'static str,
    /// The file.
    pub bytes: &'static [u8],
}

macro_rules! font {
    ($key:literal, $family:literal, $file:literal) => {
        Font {
            key: $key,
            family: $family,
            bytes: include_bytes!(concat!("../../../assets/fonts/", $file)),
        }
    };
}

/// Inter Regular.
pub const REGULAR: Font = font!("regular", "Inter", "Inter-Regular.ttf");
/// Inter SemiBold.
pub const STRONG: Font = font!("semibold", "Inter", "Inter-SemiBold.ttf");

/// What draws the letters that Inter lacks, in the order in which they are looked for.
pub static FALLBACKS: [Font; 9] = [
    font!("arabic", "Noto Sans Arabic", "NotoSansArabic-Regular.ttf"),
    font!("hebrew", "Noto Sans Hebrew", "NotoSansHebrew-Regular.ttf"),
    font!("syriac", "Noto Sans Syriac", "NotoSansSyriac-Regular.ttf"),
    font!("armenian", "Noto Sans Armenian", "NotoSansArmenian-Regular.ttf"),
    font!("georgian", "Noto Sans Georgian", "NotoSansGeorgian-Regular.ttf"),
    font!("ethiopic", "Noto Sans Ethiopic", "NotoSansEthiopic-Regular.ttf"),
    font!("devanagari", "Noto Sans Devanagari", "NotoSansDevanagari-Regular.ttf"),
    font!("thai", "Noto Sans Thai", "NotoSansThai-Regular.ttf"),
    font!("east asian", "Noto Sans CJK SC", "NotoSansCJKsc-Regular.otf"),
];

/// All embedded fonts.
pub fn fonts() -> impl Iterator<Item = Font> {
    [REGULAR, STRONG].into_iter().chain(FALLBACKS)
}

struct Faces {
    regular: Option<Face<'static>>,
    strong: Option<Face<'static>>,
    fallbacks: Vec<Face<'static>>,
}

fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    FACES.get_or_init(|| {
        let face = |font: Font| Face::parse(font.bytes, 0).ok();
        Faces {
            regular: face(REGULAR),
            strong: face(STRONG),
            fallbacks: FALLBACKS.into_iter().filter_map(face).collect(),
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
    if unicode_normalization::char::is_combining_mark(c) || c.is_control() || is_direction(c) {
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

/// Whether the embedded fonts have every letter of a text.
#[must_use]
pub fn is_drawable(text: &str) -> bool {
    let faces = faces();
    let all = || faces.regular.iter().chain(&faces.fallbacks);
    text.chars().all(|c| c.is_whitespace() || all().any(|face| face.glyph_index(c).is_some()))
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn every_script_that_names_are_shown_in_can_be_drawn() {
        for language in crate::model::Language::all() {
            assert!(is_drawable(language.own()), "{}", language.own());
        }
        assert!(is_drawable("ܚܣܝܟܐ 哈塞克 ハサカ 다마스쿠스 አዲስ አበባ नई दिल्ली กรุงเทพ"));
        assert!(!is_drawable("ᠮᠣᠩᠭᠣᠯ"), "Mongolian has no font");
        assert!(width("大马士革", 10.0, false) > 35.0, "full-width characters");
    }
}
