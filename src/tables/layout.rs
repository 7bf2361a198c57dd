//! How the file of columns is laid out: a header of fixed length that says where each section is and
//! what it sums up to, then the sections, each at a multiple of eight bytes. Numbers are little-endian.

use super::text::fill_at;
use crate::system::bytes::{Checksum, u64_at};
use std::fs::File;
use std::ops::Range;

/// What a file of columns begins with; its last digit is the version of the layout and of how rows
/// are read, so that files made otherwise are made anew.
pub(super) const MAGIC: [u8; 8] = *b"chrtab02";

/// The version that stands in the names of files.
pub(super) const VERSION: u32 = 2;

/// What the sections hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// i64 per row: the first second, or none.
    Begin,
    /// u32 per row: seconds from the first to the end.
    Length,
    /// u32 each: rows whose length does not fit.
    LongRows,
    /// i64 each: their ends.
    LongEnds,
    /// u8 per row: how it is told.
    Traits,
    /// u32 per row: its party; empty where no row names an actor.
    Party,
    /// u32 per row: the low half of the byte where its text begins.
    At,
    /// u64 each: rows from which on the high half is one more.
    Wraps,
    /// u32 per row: its place.
    Place,
    /// u16 per row: its category.
    Category,
    /// f64 per place: degrees east.
    Lon,
    /// f64 per place: degrees north.
    Lat,
    /// u8 per place: its radius.
    Radius,
    /// u32 per place: its label.
    Label,
    /// u32 per place: the first row that has it.
    FirstRow,
    /// f64 each: radii in metres.
    Radii,
    /// Three u32 each: name, country, division.
    Labels,
    /// u64 each: where strings end.
    StringEnds,
    /// The strings.
    Strings,
    /// u64 each: where categories end.
    CategoryEnds,
    /// The categories.
    Categories,
    /// u64 per block and one more: code points before.
    MarkChars,
    /// u64 per block and one more: line ends before.
    MarkLines,
    /// u64 per party: where its actors end.
    PartyEnds,
    /// u32 each: actors of parties.
    PartyActors,
    /// u64 per actor: where its name ends.
    ActorEnds,
    /// Names of actors.
    Actors,
    /// What the format that reads the rows has to remember.
    Memo,
}

/// How many sections there are.
pub(super) const SECTIONS: usize = Section::Memo as usize + 1;

/// Bytes of the header: magic, key, rows, places, text bytes, three numbers a section, checksum.
pub(super) const HEADER_BYTES: usize = 8 * (5 + 3 * SECTIONS + 1);

/// Bytes that are checked at a time: a multiple of what [`Checksum`] takes at once.
const CHECKED_BYTES: usize = 1 << 20;

/// A header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// What it was made from.
    pub key: u64,
    /// How many rows there are.
    pub rows: u64,
    /// How many places there are.
    pub places: u64,
    /// Length of the table's text in bytes.
    pub text_bytes: u64,
    /// Begin, length and checksum of each section.
    pub sections: [[u64; 3]; SECTIONS],
}

impl Layout {
    /// The header as it is written.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for number in [self.key, self.rows, self.places, self.text_bytes] {
            out.extend(number.to_le_bytes());
        }
        for number in self.sections.iter().flatten() {
            out.extend(number.to_le_bytes());
        }
        out.extend(Checksum::of(&out).to_le_bytes());
        out
    }

    /// Reads a header; nothing where it is none, is damaged, or does not fit `all`, the whole file.
    pub(super) fn read(all: &[u8]) -> Option<Self> {
        let head = all.get(..HEADER_BYTES)?;
        let covered = head.get(..HEADER_BYTES - 8)?;
        if !head.starts_with(&MAGIC) || u64_at(head, HEADER_BYTES - 8)? != Checksum::of(covered) {
            return None;
        }
        let number = |at: usize| u64_at(head, 8 * at);
        let mut layout = Self {
            key: number(1)?,
            rows: number(2)?,
            places: number(3)?,
            text_bytes: number(4)?,
            ..Self::default()
        };
        for (at, section) in layout.sections.iter_mut().enumerate() {
            for (field, value) in section.iter_mut().enumerate() {
                *value = number(5 + 3 * at + field)?;
            }
        }
        let fits = layout.sections.iter().all(|[from, length, _]| {
            from.checked_add(*length).is_some_and(|end| end <= all.len() as u64)
        });
        fits.then_some(layout)
    }

    /// Where a section lies.
    pub(super) fn range(&self, section: Section) -> Range<usize> {
        let [from, length, _] = self.sections.get(section as usize).copied().unwrap_or_default();
        let at = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        at(from)..at(from.saturating_add(length))
    }

    /// The same of sections in a file. They are read rather than looked at where they are mapped, so that
    /// what nobody asks for later is not resident.
    pub(super) fn is_sound_in(&self, file: &File) -> bool {
        let mut buffer = vec![0; CHECKED_BYTES];
        self.sections.iter().all(|[from, length, sum]| {
            let mut have = Checksum::new();
            let (mut at, end) = (*from, from.saturating_add(*length));
            while at < end {
                let now = usize::try_from(end - at).unwrap_or(usize::MAX).min(CHECKED_BYTES);
                let Some(piece) = buffer.get_mut(..now) else { return false };
                if !fill_at(file, piece, at).is_ok_and(|read| read == now) {
                    return false;
                }
                have.add(piece);
                at += now as u64;
            }
            have.finish() == *sum
        })
    }

    /// Whether all sections are as they were written.
    pub(super) fn is_sound(&self, all: &[u8]) -> bool {
        self.sections.iter().all(|[from, length, sum]| {
            let range = usize::try_from(*from).ok().zip(usize::try_from(from + length).ok());
            range.and_then(|(from, to)| all.get(from..to)).is_some_and(|b| Checksum::of(b) == *sum)
        })
    }
}
