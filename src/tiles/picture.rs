//! Pictures of raster tiles, within limits of size.

use image::{ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// The widest and highest picture that is read, in pixels. Tiles are 256 or 512, some 1024.
pub const MOST_SIDE_PX: u32 = 2048;
/// Memory that reading a picture may take.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A picture, row by row from the upper left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from left to right.
    pub width: usize,
    /// Pixels from top to bottom.
    pub height: usize,
    /// Red, green, blue, alpha (straight) of each pixel.
    pub rgba: Vec<u8>,
}

/// Reads a PNG, JPEG or WebP picture.
///
/// # Errors
/// When it is none, is damaged, or is larger than [`MOST_SIDE_PX`]: why, in a few words.
pub fn picture(bytes: &[u8]) -> Result<Picture, String> {
    let words = |why: image::ImageError| match why {
        image::ImageError::Limits(_) => format!("its picture is larger than {MOST_SIDE_PX} pixels"),
        other => format!("its picture cannot be read ({other})"),
    };
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|why| why.to_string())?;
    let known = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
    if !reader.format().is_some_and(|format| known.contains(&format)) {
        return Err("it is no PNG, JPEG or WebP picture".to_owned());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE_PX);
    limits.max_image_height = Some(MOST_SIDE_PX);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let picture = reader.decode().map_err(words)?.into_rgba8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    if width == 0 || height == 0 {
        return Err("its picture is empty".to_owned());
    }
    Ok(Picture { width, height, rgba: picture.into_raw() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, Rgba, RgbaImage};
    use proptest::prelude::*;

    fn written(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let image = RgbaImage::from_pixel(width, height, Rgba([200, 100, 50, 255]));
        let mut out = Cursor::new(Vec::new());
        let image = DynamicImage::ImageRgba8(image);
        let image = if format == ImageFormat::Jpeg { image.into_rgb8().into() } else { image };
        image.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn the_three_formats_are_read() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let picture = picture(&written(16, 8, format)).unwrap();
            assert_eq!((picture.width, picture.height), (16, 8));
            let first = &picture.rgba[..4];
            assert!(first[0].abs_diff(200) < 4 && first[1].abs_diff(100) < 4 && first[3] == 255);
        }
    }

    #[test]
    fn a_picture_of_ten_million_pixels_is_refused_before_it_is_read() {
        let error = picture(&written(4000, 2500, ImageFormat::Png)).unwrap_err();
        assert!(error.contains("2048"), "{error}");
        // A header that claims more than there could ever be.
        let mut claim = written(16, 16, ImageFormat::Png);
        claim[16..20].copy_from_slice(&0x7fff_ffff_u32.to_be_bytes());
        assert!(picture(&claim).is_err());
    }

    #[test]
    fn what_is_no_picture_is_said_to_be_none() {
        for bytes in [&b""[..], b"<html>not found</html>", b"GIF89a......"] {
            assert!(picture(bytes).unwrap_err().contains("PNG, JPEG or WebP"));
        }
    }

    proptest! {
        #[test]
        fn damage_never_panics(at in any::<prop::sample::Index>(), to in any::<u8>(), cut in any::<prop::sample::Index>()) {
            for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
                let mut bytes = written(16, 8, format);
                let at = at.index(bytes.len());
                bytes[at] = to;
                let _ = picture(&bytes);
                bytes.truncate(cut.index(bytes.len()));
                let _ = picture(&bytes);
            }
        }
    }
}
