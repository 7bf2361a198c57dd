//! Words that are looked for, and where in bytes they may stand.
//!
//! A row has them where its folded text ([`fold`]) holds the folded words. Folding ten million rows takes
//! seconds, so bytes are searched for what must stand there first: four letters in a row of one of the
//! words, sixty-four places at a time. What folding drops between letters (apostrophes, dots of
//! initials) and letters beyond ASCII that become one of the four are looked for beside it.

use super::wide::{Wide, wide};
use crate::gazetteer::fold;

/// Letters that are looked for.
const LETTERS: usize = 4;

/// Places looked at together.
const BLOCK: usize = 64;

/// Words that folding also makes of others: of `St.`, `Ste.`, `Mt.`, `Ft.` and `&`.
const WRITTEN_OUT: [&str; 5] = ["saint", "sainte", "mount", "fort", "and"];

/// English letters, the most frequent first (the order of the Linotype's keys).
const FREQUENT: &[u8; 26] = b"etaoinshrdlucmfwypvbgkqjxz";

/// Words that are looked for.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    /// Folded.
    pub key: String,
    gram: Option<Gram>,
    /// Whether only rows with characters beyond ASCII can have them.
    is_wide: bool,
    /// Whether one of them may be written shorter.
    is_written_out: bool,
}

/// Letters of one word that are looked for.
#[derive(Clone, Copy, Debug)]
struct Gram {
    letters: [u8; LETTERS],
    /// All ones where there is a letter.
    masks: [u8; LETTERS],
    len: usize,
    /// Where they stand in the key.
    offset: usize,
}

/// A place where the words may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub at: usize,
    /// Whether the letters stand there one behind the other.
    pub is_plain: bool,
}

/// Whether the words stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    No,
    /// From one byte of the row to another.
    Yes(usize, usize),
    /// It has to be folded.
    Unclear,
}

impl Needle {
    pub(super) fn new(words: &str) -> Self {
        let key = fold(words);
        let mut grams: Vec<(bool, Gram)> = Vec::new();
        let mut offset = 0;
        for word in key.split(' ') {
            let is_plain = word.bytes().all(|b| b.is_ascii_alphanumeric());
            if is_plain && !word.is_empty() && !WRITTEN_OUT.contains(&word) {
                // Part of what may be written shorter only where there is nothing else.
                let is_safe = !WRITTEN_OUT.iter().any(|whole| whole.contains(word));
                grams.push((is_safe, Gram::rarest(word.as_bytes(), offset)));
            }
            offset += word.len() + 1;
        }
        let best = grams.into_iter().max_by_key(|(safe, gram)| (*safe, gram.len, gram.rarity()));
        let gram = best.map(|(_, gram)| gram);
        let is_written_out = key.split(' ').any(|word| WRITTEN_OUT.contains(&word));
        Self { gram, is_wide: !key.is_ascii(), is_written_out, key }
    }

    /// The first place from `at` on where they may stand.
    pub(super) fn next(&self, bytes: &[u8], mut at: usize) -> Option<Place> {
        loop {
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            if let Some(block) = rest.first_chunk::<{ BLOCK + LETTERS - 1 }>()
                && !self.may_hold(block)
            {
                at += BLOCK;
                continue;
            }
            let end = at + rest.len().min(BLOCK);
            if let Some(place) = (at..end).find_map(|at| self.place(bytes, at)) {
                return Some(place);
            }
            at = end;
        }
    }

    /// Whether a place among the first of a block may be one; compilers look at many at a time.
    fn may_hold(&self, block: &[u8; BLOCK + LETTERS - 1]) -> bool {
        let shifted = |by: usize| block.get(by..).and_then(<[u8]>::first_chunk::<BLOCK>);
        let (Some(a), Some(b), Some(c), Some(d)) = (shifted(0), shifted(1), shifted(2), shifted(3))
        else {
            return true;
        };
        let Some(Gram { letters: [k, l, m, n], masks: [_, lm, mm, nm], .. }) = self.gram else {
            return !self.is_wide || a.iter().fold(0, |all, byte| all | byte) >= 0x80;
        };
        let mut any = 0_u8;
        for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
            let (x, y, z, w) = (a | 0x20, b | 0x20, c | 0x20, d | 0x20);
            let plain = (x == k) & (y & lm == l) & (z & mm == m) & (w & nm == n);
            let left = (x == k) | (x == l) | (x == m);
            let right = (z == l) | (z == m) | (z == n) | is_dropped(*c) | (*c >= 0x80);
            let dropped = left & is_dropped(*b) & right;
            any |= u8::from(plain | dropped | (*a >= 0x80));
        }
        any != 0
    }

    fn place(&self, bytes: &[u8], at: usize) -> Option<Place> {
        let byte = bytes.get(at).copied()?;
        let Some(gram) = &self.gram else {
            // The first byte of a character beyond ASCII, or any byte at all.
            return (!self.is_wide || byte >= 0xc0).then_some(Place { at, is_plain: false });
        };
        if byte >= 0xc0 {
            return gram.may_pass(bytes, at).then_some(Place { at, is_plain: false });
        }
        let stands = bytes.get(at..at + gram.len).is_some_and(|have| {
            have.iter().zip(gram.letters).all(|(have, letter)| have | 0x20 == letter)
        });
        if stands {
            return Some(Place { at, is_plain: true });
        }
        let dropped = bytes.get(at + 1).is_some_and(|next| is_dropped(*next))
            && bytes.get(at + 2).is_some_and(|next| gram.follow(byte, *next));
        dropped.then_some(Place { at, is_plain: false })
    }

    /// Whether the words stand at a place of a row, as far as its plain letters tell.
    pub(super) fn verdict(&self, row: &[u8], place: Place) -> Verdict {
        let (Some(gram), true) = (&self.gram, place.is_plain) else { return Verdict::Unclear };
        let key = self.key.as_bytes();
        if let Some(from) = place.at.checked_sub(gram.offset)
            && let Some(have) = row.get(from..from + key.len())
            && have.eq_ignore_ascii_case(key)
        {
            return Verdict::Yes(from, from + key.len());
        }
        if self.is_written_out {
            return Verdict::Unclear;
        }
        let (Some((before, after)), Some((head, tail))) =
            (key.split_at_checked(gram.offset), row.split_at_checked(place.at))
        else {
            return Verdict::No;
        };
        let forward = walk(tail.iter().copied(), after.iter().copied());
        let back = walk(head.iter().rev().copied(), before.iter().rev().copied());
        match (back, forward) {
            (Walk::Wrong, _) | (_, Walk::Wrong) => Verdict::No,
            (Walk::Whole(back), Walk::Whole(forward)) => {
                Verdict::Yes(place.at - back, place.at + forward)
            }
            _ => Verdict::Unclear,
        }
    }
}

/// How far a walk along the key came.
enum Walk {
    Wrong,
    /// So many bytes of the text stand for all of it.
    Whole(usize),
    Unclear,
}

/// Walks along text and key, either both forward or both backward, by the rules of folding that plain
/// text needs.
fn walk(text: impl Iterator<Item = u8>, key: impl Iterator<Item = u8>) -> Walk {
    let mut text = text.peekable();
    let mut used = 0;
    for want in key {
        let (mut parted, mut dotted) = (false, false);
        loop {
            let Some(have) = text.peek().copied() else { return Walk::Wrong };
            match have {
                b'&' | 0x80.. => return Walk::Unclear,
                b'\'' | b'`' => {}
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => break,
                // Beside another sign it parts words whether it is dropped or not.
                b'.' => dotted = true,
                _ => parted = true,
            }
            text.next();
            used += 1;
        }
        let is_space = want == b' ';
        if is_space && parted {
            // The letter stays for what the key wants next.
            continue;
        }
        if dotted && !parted || want >= 0x80 {
            return Walk::Unclear;
        }
        if is_space || parted {
            return Walk::Wrong;
        }
        if text.next().is_none_or(|have| have.to_ascii_lowercase() != want) {
            return Walk::Wrong;
        }
        used += 1;
    }
    Walk::Whole(used)
}

/// Whether folding may drop a sign within a word.
fn is_dropped(byte: u8) -> bool {
    (byte == b'\'') | (byte == b'`') | (byte == b'.')
}

impl Gram {
    /// The letters of a word that stand beside each other least often.
    fn rarest(word: &[u8], offset: usize) -> Self {
        let len = word.len().min(LETTERS);
        let all = word.windows(len.max(1)).enumerate().map(|(at, run)| {
            let mut gram =
                Self { letters: [0; LETTERS], masks: [0; LETTERS], len, offset: offset + at };
            for ((letter, mask), have) in gram.letters.iter_mut().zip(&mut gram.masks).zip(run) {
                (*letter, *mask) = (*have, u8::MAX);
            }
            gram
        });
        let none = Self { letters: [0; LETTERS], masks: [0; LETTERS], len: 0, offset };
        all.max_by_key(Self::rarity).unwrap_or(none)
    }

    /// The higher the rarer; digits are taken for rare.
    fn rarity(&self) -> usize {
        let rank = |letter: &u8| FREQUENT.iter().position(|have| have == letter);
        self.letters.iter().take(self.len).map(|l| rank(l).unwrap_or(FREQUENT.len())).sum()
    }

    /// Whether two letters that a dropped sign parts may be two of these, one behind the other.
    fn follow(&self, left: u8, right: u8) -> bool {
        let letters = self.letters.iter().take(self.len);
        let open = right >= 0x80 || is_dropped(right);
        letters
            .clone()
            .zip(letters.skip(1))
            .any(|(a, b)| left | 0x20 == *a && (open || right | 0x20 == *b))
    }

    /// Whether a character beyond ASCII may be one of these letters, or stand between two.
    fn may_pass(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..at.saturating_add(4).min(bytes.len())).unwrap_or_default();
        let text = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(cut) => {
                let whole = rest.get(..cut.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(whole).unwrap_or_default()
            }
        };
        let Some(c) = text.chars().next() else { return true };
        let before = at.checked_sub(1).and_then(|at| bytes.get(at).copied()).unwrap_or(b' ');
        let after = bytes.get(at + c.len_utf8()).copied().unwrap_or(b' ');
        let open = |byte: u8| byte >= 0x80 || is_dropped(byte);
        let fits = |byte: u8, letter: Option<&u8>| {
            letter.is_none_or(|letter| open(byte) || byte | 0x20 == *letter)
        };
        let letters = self.letters.get(..self.len).unwrap_or_default();
        let mut places = 0..letters.len();
        match wide(c) {
            Wide::Foreign => false,
            Wide::Several => true,
            Wide::Nothing => places.any(|at| {
                fits(before, letters.get(at))
                    && letters.get(at + 1).is_some_and(|l| fits(after, Some(l)))
            }),
            Wide::Letter(letter) => places.any(|at| {
                let left = at.checked_sub(1).and_then(|at| letters.get(at));
                letters.get(at) == Some(&letter)
                    && fits(before, left)
                    && fits(after, letters.get(at + 1))
            }),
        }
    }
}
