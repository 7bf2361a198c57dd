//! What a file is: by its content first, by its name second.

use crate::formats::{geojson, project, table};
use std::path::Path;

/// What a file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    Plain,
    /// Markdown.
    Markdown,
    /// A page.
    Html,
    /// A project of this program.
    Project,
    /// An event table.
    Table,
    /// Features with their ground.
    Geojson,
}

/// Why a file is not read, in words that follow its name, with the way out.
pub type Refusal = String;

/// Bytes that tell a file that is no text.
pub const HEAD_BYTES: usize = 8_192;

/// Leading bytes of formats that are no text: what it is, and the way out.
const MAGIC: [(&[u8], &str); 23] = [
    (b"%PDF", "is a PDF; save its text (`pdftotext FILE.pdf`) and open that"),
    (
        b"PK\x03\x04",
        "is a zip archive or an office document; unpack it, or save it as text, HTML or CSV",
    ),
    (b"PK\x05\x06", "is an empty zip archive; unpack files and open those"),
    (b"\xd0\xcf\x11\xe0", "is an old office document; save it as text, HTML or CSV"),
    (b"{\\rtf", "is rich text (RTF); save it as plain text"),
    (b"\x1f\x8b", "is packed with gzip; unpack it (`gunzip`) and open that"),
    (b"BZh", "is packed with bzip2; unpack it and open that"),
    (b"\xfd7zXZ", "is packed with xz; unpack it and open that"),
    (b"\x28\xb5\x2f\xfd", "is packed with zstd; unpack it and open that"),
    (b"7z\xbc\xaf", "is a 7-zip archive; unpack it and open its files"),
    (b"Rar!", "is a RAR archive; unpack it and open its files"),
    (b"\x89PNG", "is a picture; text in pictures is not read"),
    (b"\xff\xd8\xff", "is a picture; text in pictures is not read"),
    (b"GIF8", "is a picture; text in pictures is not read"),
    (b"RIFF", "is a picture, sound or film; only text is read"),
    (b"ID3", "is sound; only text is read"),
    (b"OggS", "is sound or film; only text is read"),
    (b"\x1aE\xdf\xa3", "is film; only text is read"),
    (b"\x7fELF", "is a program; only text is read"),
    (b"MZ\x90", "is a program; only text is read"),
    (b"SQLite format 3\0", "is a database; export its table as CSV and open that"),
    (b"PAR1", "is a Parquet table; save it to a file and open that"),
    (b"\xff\xfe\0\0", "is UTF-32; save it as UTF-8"),
];

/// Refuses what cannot be text, from the first `HEAD_BYTES` of a file.
///
/// # Errors
/// In words, when it is a known format that is no text, or holds bytes that no text does.
pub fn refuse_binary(head: &[u8]) -> Result<(), Refusal> {
    if let Some((_, words)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err((*words).to_owned());
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Err("is film; only text is read".to_owned());
    }
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let zeros = memchr::memchr_iter(0, head).count();
    let controls = head.iter().filter(|b| **b < 0x20 && !matches!(**b, 0 | 8..=13 | 0x1b)).count();
    // Text in UTF-16 without mark holds zeros in about half of its bytes, and nothing else strange.
    let utf16 = wide || zeros * 10 >= head.len() * 3 && zeros * 10 <= head.len() * 6;
    if (zeros > 0 && !utf16) || controls * 50 > head.len() {
        return Err(
            "is no text but binary data; save what it holds as text, HTML or CSV".to_owned()
        );
    }
    Ok(())
}

/// Which format a text is in.
///
/// # Errors
/// In words, when it is a text format that cannot be read yet.
pub fn detect(path: &Path, text: &str) -> Result<Kind, Refusal> {
    let start = text.trim_start();
    let ending = extension(path);
    if (start.starts_with('{') || start.starts_with('[') || ending == "json" || ending == "geojson")
        && let Some(kind) = json(start, &ending)?
    {
        return Ok(kind);
    }
    if start.starts_with('<')
        && let Some(kind) = markup(start)?
    {
        return Ok(kind);
    }
    Ok(match ending.as_str() {
        "html" | "htm" | "xhtml" => Kind::Html,
        "md" | "markdown" => Kind::Markdown,
        "csv" | "tsv" | "tab" => Kind::Table,
        "txt" | "text" => Kind::Plain,
        _ if table::looks_like(start) => Kind::Table,
        _ => Kind::Plain,
    })
}

/// The ending of a file's name, lower case.
#[must_use]
pub fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn json(start: &str, ending: &str) -> Result<Option<Kind>, Refusal> {
    if project::looks_like(start) {
        return Ok(Some(Kind::Project));
    }
    if geojson::looks_like(start) {
        return Ok(Some(Kind::Geojson));
    }
    if ending == "jsonl" || ending == "ndjson" {
        return Err("is JSON lines; read a corpus of `{\"doc\",\"date\",\"text\"}` lines with `chronotope read --corpus FILE`".to_owned());
    }
    if ending == "json" || ending == "geojson" {
        return Err(match project::read(start) {
            Err(why) => format!("is JSON but {why}"),
            Ok(_) => "is JSON of an unknown kind".to_owned(),
        });
    }
    Ok(None)
}

fn markup(start: &str) -> Result<Option<Kind>, Refusal> {
    let head: String = start.chars().take(2_000).collect::<String>().to_lowercase();
    let has = |tag: &str| head.contains(tag);
    if has("<kml") || has("<gpx") {
        return Err("is KML or GPX, which is not read yet; save it as CSV with latitude, longitude and date".to_owned());
    }
    if has("<rss") || has("<feed") || has("<rdf:rdf") {
        return Err("is a news feed, which is not read yet; save its pages as HTML".to_owned());
    }
    let page = ["<!doctype html", "<html", "<head", "<body", "<article", "<p>", "<div", "<meta"];
    Ok(page.iter().any(|tag| has(tag)).then_some(Kind::Html))
}

/// Whether a file found in a folder is taken up, by its ending: what nobody named must be of a kind
/// that is meant for reading.
#[must_use]
pub fn is_for_folders(path: &Path) -> bool {
    let ending = extension(path);
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    matches!(
        ending.as_str(),
        "" | "txt"
            | "text"
            | "md"
            | "markdown"
            | "html"
            | "htm"
            | "xhtml"
            | "csv"
            | "tsv"
            | "tab"
            | "geojson"
    ) || name.ends_with(project::SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, text: &str) -> Result<Kind, Refusal> {
        detect(Path::new(name), text)
    }

    #[test]
    fn content_comes_before_the_name() {
        assert_eq!(kind("a.txt", "<!DOCTYPE html><p>x"), Ok(Kind::Html));
        assert_eq!(kind("a", "date,latitude,longitude\n2026-01-01,1,2"), Ok(Kind::Table));
        assert_eq!(kind("a.dat", "{\"version\":1,\"sources\":[]}"), Ok(Kind::Project));
        assert_eq!(kind("a.md", "# Heading"), Ok(Kind::Markdown));
        assert_eq!(kind("a.txt", "[Reuters] - In Homs"), Ok(Kind::Plain));
        assert_eq!(kind("a.txt", "{curly} words"), Ok(Kind::Plain));
        assert_eq!(kind("a.txt", "<3 from Homs"), Ok(Kind::Plain));
        assert_eq!(kind("a.csv", "a,b"), Ok(Kind::Table));
        assert_eq!(kind("report", "In Homs."), Ok(Kind::Plain));
    }

    #[test]
    fn what_is_not_read_yet_is_named() {
        let features = "{\"type\": \"FeatureCollection\", \"features\": []}";
        assert_eq!(kind("a.json", features), Ok(Kind::Geojson));
        assert!(kind("a.kml", "<?xml version=\"1.0\"?><kml>").unwrap_err().contains("KML"));
        assert!(kind("a.xml", "<rss version=\"2.0\">").unwrap_err().contains("feed"));
        assert!(kind("a.json", "{\"version\": 99, \"sources\": 3").unwrap_err().contains("JSON"));
    }

    #[test]
    fn binary_data_is_refused_with_a_way_out() {
        assert!(refuse_binary(b"%PDF-1.7").unwrap_err().contains("pdftotext"));
        assert!(refuse_binary(b"PK\x03\x04rest").is_err());
        assert!(refuse_binary(b"abc\0def\0\x01\x02").is_err());
        assert!(refuse_binary(&(0..=255).collect::<Vec<u8>>()).is_err());
        for text in ["", "Élan", "a\tb\r\n\x0c", "\u{feff}x"] {
            assert_eq!(refuse_binary(text.as_bytes()), Ok(()), "{text:?}");
        }
        let utf16: Vec<u8> = "In Homs.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(refuse_binary(&utf16), Ok(()));
    }
}
