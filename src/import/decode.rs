//! Bytes to text: byte order mark, valid UTF-8, the charset that the file declares, detection.
//!
//! In that order, because a file that is valid UTF-8 beyond ASCII is UTF-8 whatever it declares.
//! Whatever was used is said where it is not plain UTF-8. Not supported: UTF-32, EBCDIC.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// A file's text, and how it was got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// The encoding used, by its name in the Encoding Standard.
    pub encoding: &'static str,
    /// How it is known.
    pub how: How,
    /// Bytes or groups of bytes that stand for nothing in it; each is U+FFFD in the text.
    pub broken: usize,
}

/// How an encoding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The bytes are valid UTF-8.
    Valid,
    /// A byte order mark says so.
    Mark,
    /// The file declares it.
    Declared,
    /// Worked out from the bytes.
    Detected,
}

impl Decoded {
    /// What a reader should know, in words; nothing for plain UTF-8.
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        let how = match self.how {
            How::Valid => return None,
            How::Mark if self.broken == 0 && self.encoding == "UTF-8" => return None,
            How::Mark => "by its byte order mark",
            How::Declared => "as it declares",
            How::Detected => "detected",
        };
        let mut words = format!("is not plain UTF-8: read as {} ({how})", self.encoding);
        if self.broken > 0 {
            words.push_str(&format!("; {} broken characters are shown as \u{fffd}", self.broken));
        }
        if self.how == How::Detected {
            words.push_str("; save it as UTF-8 if letters look wrong");
        }
        Some(words)
    }
}

/// Bytes in which a declaration is looked for (the HTML standard says 1024).
const DECLARATION_BYTES: usize = 1_024;

/// Bytes by which UTF-16 without its mark is told.
const HEAD_BYTES: usize = 4_096;

/// Decodes a file.
#[must_use]
pub fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return with(rest, encoding, How::Mark);
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return with(&bytes, encoding, How::Detected);
    }
    let declared = declared(bytes.get(..bytes.len().min(DECLARATION_BYTES)).unwrap_or_default());
    let escapes = declared == Some(ISO_2022_JP) || bytes.windows(2).any(|w| w == b"\x1b$");
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !escapes => {
            return Decoded { text, encoding: "UTF-8", how: How::Valid, broken: 0 };
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if mostly_utf8(&bytes) {
        return with(&bytes, UTF_8, How::Detected);
    }
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => with(&bytes, encoding, How::Declared),
        None => with(&bytes, detected(&bytes), How::Detected),
    }
}

/// Tells how a text is encoded that is fed piece by piece, as [`decode`] does for a whole one but for
/// declarations, which tables do not have.
pub(super) struct Telling {
    head: Vec<u8>,
    detector: EncodingDetector,
    /// The begin of a sequence that the next piece goes on with.
    open: Vec<u8>,
    good: usize,
    broken: usize,
}

impl Default for Telling {
    fn default() -> Self {
        Self {
            head: Vec::new(),
            detector: EncodingDetector::new(Iso2022JpDetection::Allow),
            open: Vec::new(),
            good: 0,
            broken: 0,
        }
    }
}

impl Telling {
    /// The next piece.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        let head = HEAD_BYTES.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(head));
        self.detector.feed(bytes, false);
        let mut all = std::mem::take(&mut self.open);
        all.extend_from_slice(bytes);
        // What may be the begin of a character waits for the rest of it.
        self.open = all.split_off(all.len() - open_end(&all));
        self.count(&all);
    }

    fn count(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            self.good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            self.broken += usize::from(!chunk.invalid().is_empty());
        }
    }

    /// The encoding, how it is known, and the bytes of its mark.
    pub(super) fn told(mut self) -> (&'static Encoding, How, usize) {
        if let Some((encoding, mark)) = Encoding::for_bom(&self.head) {
            return (encoding, How::Mark, mark);
        }
        if let Some(encoding) = utf16_without_mark(&self.head) {
            return (encoding, How::Detected, 0);
        }
        let open = std::mem::take(&mut self.open);
        self.count(&open);
        if self.broken == 0 {
            return (UTF_8, How::Valid, 0);
        }
        if self.good >= 10 * self.broken {
            return (UTF_8, How::Detected, 0);
        }
        self.detector.feed(&[], true);
        (self.detector.guess(None, Utf8Detection::Deny), How::Detected, 0)
    }
}

/// Bytes at the end that may be the begin of a character.
fn open_end(bytes: &[u8]) -> usize {
    let back = (1..=3).find(|back| {
        let at = bytes.len().checked_sub(*back).and_then(|at| bytes.get(at));
        at.is_some_and(|byte| *byte >= 0xc0)
    });
    back.filter(|back| {
        let tail = bytes.get(bytes.len() - back..).unwrap_or_default();
        std::str::from_utf8(tail).is_err_and(|why| why.error_len().is_none())
    })
    .unwrap_or_default()
}

fn with(bytes: &[u8], encoding: &'static Encoding, how: How) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let broken = if broken { text.matches('\u{fffd}').count() } else { 0 };
    Decoded { text: text.into_owned(), encoding: encoding.name(), how, broken }
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// A UTF-8 file with a few broken bytes (a cut download, a paste) is better read as what it mostly
/// is than as Latin throughout: ten good sequences for each broken one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= 10 * broken
}

/// UTF-16 without its mark shows as zero bytes in every other place of Latin text.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD_BYTES))?;
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Seven in ten: newspapers in Latin script have few letters beyond U+00FF.
    if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 7 && odd * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The charset of `<meta charset>`, of `http-equiv` or of an XML declaration.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    ["charset=", "encoding="].iter().find_map(|key| {
        let rest = head.get(head.find(key)? + key.len()..)?;
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        let label = rest.split(['"', '\'', ' ', ';', '>', '?', '/']).next()?;
        Encoding::for_label(label.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(bytes: &[u8]) -> (String, &'static str, How) {
        let d = decode(bytes.to_vec());
        (d.text, d.encoding, d.how)
    }

    #[test]
    fn plain_utf8_needs_no_remark() {
        let d = decode("Élan in حمص".as_bytes().to_vec());
        assert_eq!((d.text.as_str(), d.remark()), ("Élan in حمص", None));
        assert_eq!(decode(b"\xef\xbb\xbfHoms".to_vec()).text, "Homs");
        assert_eq!(decode(Vec::new()).text, "");
    }

    #[test]
    fn utf16_is_read_with_and_without_mark() {
        let units =
            |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut marked = vec![0xff, 0xfe];
        marked.extend(units("Élan"));
        assert_eq!(decoded(&marked), ("Élan".into(), "UTF-16LE", How::Mark));
        let plain = units("The minister went to Homs.");
        assert_eq!(decoded(&plain).1, "UTF-16LE");
        let swapped: Vec<u8> = plain.chunks(2).flat_map(|p| [p[1], p[0]]).collect();
        assert_eq!(
            decoded(&swapped),
            ("The minister went to Homs.".into(), "UTF-16BE", How::Detected)
        );
    }

    #[test]
    fn a_declared_charset_is_believed_unless_the_bytes_are_utf8() {
        let latin = b"<meta charset=\"iso-8859-9\"><p>Diyarbak\xfdr".to_vec();
        let d = decode(latin);
        assert!(d.text.ends_with("Diyarbakır"), "{}", d.text);
        assert_eq!(d.how, How::Declared);
        assert!(d.remark().unwrap().contains("windows-1254"));
        let lying = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><p>Élan".as_bytes().to_vec();
        assert!(decode(lying).text.ends_with("Élan"));
    }

    #[test]
    fn undeclared_text_is_detected() {
        let (bytes, ..) = encoding_rs::WINDOWS_1251
            .encode("Министр прибыл в Камышлы и встретился с губернатором.");
        let (text, encoding, how) = decoded(&bytes);
        assert!(text.contains("Камышлы"));
        assert_eq!((encoding, how), ("windows-1251", How::Detected));
    }

    #[test]
    fn a_few_broken_bytes_do_not_spoil_utf8() {
        let mut bytes = "Élan à Genève, où était-il? Çà et là, à côté.".repeat(3).into_bytes();
        bytes.push(0xe2);
        let d = decode(bytes);
        assert!(d.text.starts_with("Élan à Genève") && d.broken == 1);
        assert!(d.remark().unwrap().contains('1'));
    }

    proptest! {
        #[test]
        fn a_text_in_pieces_is_told_like_the_whole(
            text in "[a-z \u{e9}\u{451}\u{65e5}\u{1f600}]{0,60}", broken in prop::collection::vec((any::<prop::sample::Index>(), 0x80u8..), 0..3), size in 1usize..9,
        ) {
            let mut bytes = text.into_bytes();
            for (at, byte) in broken {
                bytes.insert(at.index(bytes.len() + 1), byte);
            }
            let mut telling = Telling::default();
            bytes.chunks(size).for_each(|piece| telling.feed(piece));
            let (encoding, how, _) = telling.told();
            let whole = decode(bytes);
            prop_assert_eq!((encoding.name(), how), (whole.encoding, whole.how));
        }

        #[test]
        fn any_bytes_give_text(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let d = decode(bytes);
            prop_assert!(d.text.len() <= 1_200);
        }
    }
}
