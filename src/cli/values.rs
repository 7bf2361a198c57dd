//! Values of options: what is accepted, and what is said otherwise.

use crate::geocode::coordinates;
use crate::model::{EdtfError, Language, LonLat, Second, TimeSpan, Window};
use crate::projection::{Bounds, BoundsError};
use std::path::PathBuf;

fn span(text: &str) -> Result<TimeSpan, String> {
    text.parse().map_err(|why: EdtfError| why.to_string())
}

pub(super) fn day(text: &str) -> Result<TimeSpan, String> {
    let span = span(text)?;
    if span.as_day().is_none() {
        return Err("relative times count from a single day: write it as 2026-01-28".to_owned());
    }
    Ok(span)
}

pub(super) fn instant(text: &str) -> Result<Second, String> {
    span(text)?.earliest().ok_or_else(|| "a date that begins somewhere is needed".to_owned())
}

pub(super) fn window(text: &str) -> Result<Window, String> {
    let span = span(text)?;
    match (span.earliest(), span.latest()) {
        (Some(begin), Some(end)) => Ok(Window::new(begin, end)),
        _ => Err("a window has two ends: write it as 2026-01-01/2026-01-31".to_owned()),
    }
}

pub(super) fn language(code: &str) -> Result<Language, String> {
    Language::of(code).ok_or_else(|| {
        let codes: Vec<&str> = Language::all().map(Language::code).collect();
        format!("names are known in {}", codes.join(" "))
    })
}

/// Least and largest width and height of a picture: below, nothing can be read; above, it asks for
/// more memory than a picture should.
const SIZES: std::ops::RangeInclusive<u32> = 200..=8_192;

pub(super) fn size(text: &str) -> Result<(u32, u32), String> {
    let wrong = || {
        let (least, most) = (SIZES.start(), SIZES.end());
        format!("write it as 1280x800, each from {least} to {most}")
    };
    let number =
        |part: &str| part.trim().parse().ok().filter(|n| SIZES.contains(n)).ok_or_else(wrong);
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
    Ok((number(width)?, number(height)?))
}

pub(super) fn position(text: &str) -> Result<LonLat, String> {
    coordinates::parse(text).map_err(|why| why.to_string())
}

pub(super) fn bbox(text: &str) -> Result<Bounds, String> {
    text.parse().map_err(|why: BoundsError| why.to_string())
}

pub(super) fn picture(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "png" | "svg" => Ok(path),
        _ => Err("the name must end in .png or .svg".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked_with_a_way_out() {
        assert!(day("2026-01-28").is_ok());
        assert!(day("2026-01").unwrap_err().contains("2026-01-28"));
        assert!(day("2026-02-30").is_err() && day("yesterday").is_err() && day("").is_err());
        assert_eq!(size("640x480"), Ok((640, 480)));
        assert!(size("640").is_err() && size("0x0").is_err() && size("999999x2").is_err());
        assert!(bbox("35,32,43,38").is_ok() && bbox("-10,-20,10,20").is_ok());
        assert!(bbox("35,38,43,32").is_err() && bbox("1,2,3").is_err() && bbox("a,b,c,d").is_err());
        assert!(bbox("0,NaN,1,2").is_err() && bbox("1,2,1,3").is_err());
        assert!(window("2026-01").is_ok() && window("2026-01-01/2026-01-31").is_ok());
        assert!(window("2026-01/..").unwrap_err().contains("two ends"));
        assert!(instant("../2026").is_err());
        assert!(picture("a.PNG").is_ok() && picture("a.gif").is_err() && picture("").is_err());
    }
}
