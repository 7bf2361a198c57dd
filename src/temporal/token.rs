use super::lexicon::{Lex, lookup};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A word, by its place in the lexicon.
    Word(Lex),
    /// A run of at most nine digits.
    Number { value: u32, digits: u8 },
    /// A longer run of digits: never a date.
    LongNumber,
    /// One mark; dashes of all lengths are `-`, curly apostrophes `'`.
    Mark(u8),
}

/// A token: a run of letters, a run of digits, or one mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    pub kind: Kind,
    /// Nothing lies between it and the token before.
    pub glued: bool,
    /// A line end lies between it and the token before.
    pub new_line: bool,
    /// Its first letter is a capital.
    pub capital: bool,
}

/// Cuts a text into tokens. Offsets are bytes and always fall on character boundaries. What lies
/// past 4 GiB is left out.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() / 5);
    let mut at = 0;
    let (mut glued, mut new_line) = (false, false);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let kind = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {
                new_line |= byte == b'\n';
                glued = false;
                at += 1;
                continue;
            }
            b'0'..=b'9' => {
                at = skip(bytes, at, |b| b.is_ascii_digit());
                number(bytes.get(start..at).unwrap_or_default())
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                at = word_end(text, at);
                Kind::Word(lookup(bytes.get(start..at).unwrap_or_default()))
            }
            0x80.. => match wide(text.get(at..).unwrap_or_default()) {
                Wide::Space(length) => {
                    glued = false;
                    at += length;
                    continue;
                }
                Wide::Mark(mark, length) => {
                    at += length;
                    Kind::Mark(mark)
                }
                Wide::Letter(length) => {
                    at = word_end(text, at + length);
                    Kind::Word(Lex::None)
                }
            },
            _ => {
                at += 1;
                Kind::Mark(byte)
            }
        };
        let (Ok(start32), Ok(end32)) = (u32::try_from(start), u32::try_from(at)) else { break };
        let capital = byte.is_ascii_uppercase();
        out.push(Token { start: start32, end: end32, kind, glued, new_line, capital });
        glued = true;
        new_line = false;
    }
    out
}

fn skip(bytes: &[u8], from: usize, test: impl Fn(u8) -> bool) -> usize {
    bytes.iter().skip(from).position(|b| !test(*b)).map_or(bytes.len(), |n| from + n)
}

/// The end of a run of letters, accented ones included.
fn word_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at = skip(bytes, at, |b| b.is_ascii_alphabetic());
        match bytes.get(at) {
            Some(0x80..) => match wide(text.get(at..).unwrap_or_default()) {
                Wide::Letter(length) => at += length,
                _ => return at,
            },
            _ => return at,
        }
    }
}

enum Wide {
    Space(usize),
    Mark(u8, usize),
    Letter(usize),
}

/// What a character beyond ASCII counts as; the text begins with one.
fn wide(text: &str) -> Wide {
    let Some(first) = text.chars().next() else { return Wide::Mark(b'?', 1) };
    let length = first.len_utf8();
    match first {
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => Wide::Mark(b'\'', length),
        '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}' => Wide::Mark(b'"', length),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Wide::Mark(b'-', length),
        first if first.is_whitespace() => Wide::Space(length),
        first if first.is_alphabetic() => Wide::Letter(length),
        '\u{0300}'..='\u{036F}' => Wide::Letter(length),
        _ => Wide::Mark(b'?', length),
    }
}

fn number(digits: &[u8]) -> Kind {
    if digits.len() > 9 {
        return Kind::LongNumber;
    }
    let value = digits.iter().fold(0, |sum: u32, d| sum * 10 + u32::from(d.wrapping_sub(b'0')));
    Kind::Number { value, digits: u8::try_from(digits.len()).unwrap_or(9) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_letters_and_marks_are_cut_apart() {
        let text = "Sun 15Sep, 1990s\u{2014}“3–5”";
        let pieces: Vec<&str> =
            tokens(text).iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
        assert_eq!(
            pieces,
            ["Sun", "15", "Sep", ",", "1990", "s", "\u{2014}", "“", "3", "–", "5", "”"]
        );
    }
}
