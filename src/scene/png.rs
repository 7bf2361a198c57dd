//! A picture as PNG, rendered on the processor with the embedded fonts alone: the same on every machine.

use resvg::usvg::fontdb::Source;
use resvg::{tiny_skia, usvg};
use std::sync::{Arc, OnceLock};

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The SVG is not well-formed.
    #[error("the picture could not be read back: {0}")]
    Svg(#[from] usvg::Error),
    /// Width or height is zero, or more than [`MOST_PIXELS`] in all.
    #[error(
        "a picture of {width} x {height} pixels cannot be drawn; ask for 1 to {MOST_PIXELS} pixels in all"
    )]
    Size {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// The bytes could not be packed.
    #[error("the picture could not be packed: {0}")]
    Packing(String),
}

/// Most pixels of one picture: 16,384 by 8,192.
pub const MOST_PIXELS: u64 = 1 << 27;

/// Renders an SVG, as [`super::svg::write`] makes it, with `scale` pixels per point.
///
/// # Errors
/// When it is not well-formed, or has no size or too large a one.
pub fn write(svg: &str, scale: f32) -> Result<Vec<u8>, PngError> {
    let options =
        usvg::Options { fontdb: fonts(), font_family: "Inter".to_owned(), ..Default::default() };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let side = |v: f32| (v * scale).round().clamp(0.0, 1e9) as u32;
    let (width, height) = (side(tree.size().width()), side(tree.size().height()));
    let size = PngError::Size { width, height };
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(size);
    }
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or(size)?;
    let transform = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| PngError::Packing(e.to_string()))
}

/// The embedded fonts, read once.
fn fonts() -> Arc<usvg::fontdb::Database> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let mut fonts = usvg::fontdb::Database::new();
            for font in super::text::fonts() {
                // The bytes of the program itself, not a copy of them.
                fonts.load_font_source(Source::Binary(Arc::new(font.bytes)));
            }
            fonts.set_sans_serif_family("Inter");
            Arc::new(fonts)
        })
        .clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::palette::Rgba;
    use crate::scene::shape::{Align, Pt, Scene, Shape, Text};

    fn picture(words: &str) -> Vec<u8> {
        let text = Text {
            at: Pt::new(4.0, 12.0),
            align: Align::Left,
            text: words.to_owned(),
            size: 14.0,
            strong: false,
            italic: false,
            color: Rgba::hex(0),
            halo: None,
        };
        let scene = Scene { shapes: vec![Shape::Text(text)], hits: Vec::new() };
        let svg = crate::scene::svg::write(&scene, 120.0, 24.0, Rgba::hex(0xff_ffff));
        write(&svg, 2.0).unwrap()
    }

    #[test]
    fn every_script_has_glyphs_and_pictures_repeat() {
        let blank = picture("");
        let scripts = [
            "Qamishli",
            "القامشلي",
            "חרמון",
            "Москва",
            "Ἀθῆναι",
            "哈塞克",
            "ハサカ",
            "서울",
            "ܚܣܝܟܐ",
            "Երևան",
            "თბილისი",
            "አዲስ አበባ",
            "दिल्ली",
            "กรุงเทพ",
        ];
        for words in scripts {
            let png = picture(words);
            assert_ne!(png, blank, "{words}");
            assert_eq!(png, picture(words));
        }
        assert_ne!(picture("القامشلي"), picture("دمشق"), "not boxes");
        assert_ne!(picture("大马士革"), picture("阿勒颇城"), "not boxes");
    }

    /// The leftmost and the rightmost column with ink, in points.
    fn ink(words: &str, align: Align, at: f32) -> (f32, f32) {
        let text = Text {
            at: Pt::new(at, 12.0),
            align,
            text: words.to_owned(),
            size: 14.0,
            strong: false,
            italic: false,
            color: Rgba::hex(0),
            halo: None,
        };
        let scene = Scene { shapes: vec![Shape::Text(text)], hits: Vec::new() };
        let svg = crate::scene::svg::write(&scene, 200.0, 24.0, Rgba::hex(0xff_ffff));
        let pixels = tiny_skia::Pixmap::decode_png(&write(&svg, 1.0).unwrap()).unwrap();
        let dark = |x: u32| (0..24).any(|y| pixels.pixel(x, y).unwrap().red() < 128);
        let columns: Vec<u32> = (0..200).filter(|x| dark(*x)).collect();
        (columns[0] as f32, *columns.last().unwrap() as f32)
    }

    #[test]
    fn text_keeps_the_side_of_its_point_whichever_way_it_reads() {
        for words in ["Damascus", "دمشق", "ירושלים", "\u{2068}دمشق\u{2069} +5"] {
            let (left, right) = ink(words, Align::Left, 100.0);
            assert!((98.0..105.0).contains(&left) && right > 115.0, "{words}: {left} to {right}");
            let (left, right) = ink(words, Align::Right, 100.0);
            assert!((95.0..102.0).contains(&right) && left < 85.0, "{words}: {left} to {right}");
            let (left, right) = ink(words, Align::Center, 100.0);
            assert!((left + right - 200.0).abs() < 6.0, "{words}: {left} to {right}");
        }
    }

    #[test]
    fn sizes_are_checked() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='100000' height='100000'/>";
        assert!(matches!(write(svg, 1.0), Err(PngError::Size { .. })));
        assert!(matches!(write(svg, 0.0), Err(PngError::Size { .. })));
        assert!(matches!(write("<svg", 1.0), Err(PngError::Svg(_))));
    }
}
