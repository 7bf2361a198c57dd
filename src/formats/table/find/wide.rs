//! What characters beyond ASCII become when they are folded, by a table that is made once.

use crate::gazetteer::fold;
use std::sync::OnceLock;

/// What a character does to the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wide {
    /// It parts words, or becomes a letter beyond ASCII.
    Foreign,
    /// It leaves nothing.
    Nothing,
    /// It becomes several letters.
    Several,
    /// It becomes one letter or digit of ASCII.
    Letter(u8),
}

/// Characters of the table: the Basic Multilingual Plane.
const KNOWN: u32 = 0x1_0000;

/// What a character becomes.
pub(super) fn wide(c: char) -> Wide {
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    let table = TABLE.get_or_init(|| (0..KNOWN).map(|c| code(char::from_u32(c))).collect());
    match table.get(c as usize).copied() {
        Some(0) => Wide::Foreign,
        Some(1) => Wide::Nothing,
        None | Some(2) => Wide::Several,
        Some(letter) => Wide::Letter(letter),
    }
}

fn code(c: Option<char>) -> u8 {
    let Some(c) = c else { return 0 };
    // Between two letters, so that what parts words is told from what leaves nothing.
    let folded = fold(&format!("x{c}x"));
    match folded.strip_prefix('x').and_then(|rest| rest.strip_suffix('x')).map(str::as_bytes) {
        Some([]) => 1,
        Some([letter]) if letter.is_ascii_alphanumeric() => *letter,
        Some(more) if more.iter().any(u8::is_ascii_alphanumeric) => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_become_what_folding_makes_of_them() {
        for (c, expected) in [
            ('é', Wide::Letter(b'e')),
            ('Ḩ', Wide::Letter(b'h')),
            ('٣', Wide::Letter(b'3')),
            ('\u{2019}', Wide::Nothing),
            ('\u{301}', Wide::Nothing),
            ('\u{2013}', Wide::Foreign),
            ('ح', Wide::Foreign),
            ('ß', Wide::Several),
            ('𝐱', Wide::Several),
        ] {
            assert_eq!(wide(c), expected, "{c}");
        }
    }
}
