//! The index file: a header, then sections, all little-endian and read where they lie.
//!
//! | section | holds |
//! |---|---|
//! | keys | finite-state map: folded name to a posting, or to the offset of a list of them |
//! | postings | u32: entry and how it came by the name ([`Posting`]); lists are preceded by their length |
//! | entries | [`ENTRY_BYTES`] bytes each, most important place first |
//! | names | for each entry a count, then language and text of each name, the main one first |
//! | tables | languages, features, division codes, one to a line |
//! | cells, cell entries | a grid of equal degrees: where each cell's entries begin, and the entries |
//! | divisions | country, division code, entry: sorted |
//! | numbers | GeoNames number, entry: sorted |
//! | extras, extra texts | for the few entries that have them: JSON |

use super::GazetteerError;
use super::bytes::{Checksum, u32_at, u64_at};
use std::ops::Range;

const MAGIC: &[u8; 8] = b"CTGAZIX\x01";
/// Magic, key, length, entries, cells, checksum of the keys, sections, checksum of all that.
const HEADER_BYTES: usize = 40 + SECTIONS * 16 + 8;
/// Bytes of one entry.
pub(crate) const ENTRY_BYTES: usize = 32;
/// How many sections there are.
pub(crate) const SECTIONS: usize = 11;

/// The sections of an index, in the order in which they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Keys,
    Postings,
    Entries,
    Names,
    Tables,
    Cells,
    CellEntries,
    Divisions,
    Numbers,
    Extras,
    ExtraTexts,
}

/// What the header of an index says.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Of what the index was built from.
    pub(crate) key: u64,
    pub(crate) entries: u32,
    pub(crate) cells_per_degree: u32,
    sections: [(u64, u64); SECTIONS],
    keys_checksum: u64,
}

/// Lays sections out one after the other, behind their header.
pub(crate) fn assemble(
    key: u64,
    entries: u32,
    cells_per_degree: u32,
    sections: &[Vec<u8>; SECTIONS],
) -> Vec<u8> {
    let body: usize = sections.iter().map(|s| s.len().next_multiple_of(8)).sum();
    let length = HEADER_BYTES + body;
    let mut out = Vec::with_capacity(length);
    out.extend(MAGIC);
    out.extend(key.to_le_bytes());
    out.extend((length as u64).to_le_bytes());
    out.extend(entries.to_le_bytes());
    out.extend(cells_per_degree.to_le_bytes());
    let [keys, ..] = sections;
    out.extend(Checksum::of(keys).to_le_bytes());
    let mut at = HEADER_BYTES;
    for section in sections {
        out.extend((at as u64).to_le_bytes());
        out.extend((section.len() as u64).to_le_bytes());
        at += section.len().next_multiple_of(8);
    }
    out.extend(Checksum::of(&out).to_le_bytes());
    for section in sections {
        out.extend(section);
        out.resize(out.len().next_multiple_of(8), 0);
    }
    out
}

impl Layout {
    /// How many bytes at the head of a file it takes to read a layout.
    pub(crate) const BYTES: usize = HEADER_BYTES;

    /// Reads the header of an index that is `length` bytes long.
    ///
    /// # Errors
    /// When it is no index, of another version, cut short or damaged.
    pub(crate) fn read(head: &[u8], length: u64) -> Result<Self, GazetteerError> {
        Self::parse(head, length).ok_or(GazetteerError::DamagedIndex)
    }

    fn parse(head: &[u8], length: u64) -> Option<Self> {
        let head = head.get(..HEADER_BYTES)?;
        let (covered, sum) = head.split_at_checked(HEADER_BYTES - 8)?;
        let sound = head.get(..8)? == MAGIC
            && u64_at(head, 16)? == length
            && u64_at(sum, 0)? == Checksum::of(covered);
        if !sound {
            return None;
        }
        let mut sections = [(0, 0); SECTIONS];
        for (section, at) in sections.iter_mut().zip((40..).step_by(16)) {
            let (from, size) = (u64_at(head, at)?, u64_at(head, at + 8)?);
            if from.checked_add(size)? > length {
                return None;
            }
            *section = (from, size);
        }
        Some(Self {
            key: u64_at(head, 8)?,
            entries: u32_at(head, 24)?,
            cells_per_degree: u32_at(head, 28)?,
            sections,
            keys_checksum: u64_at(head, 32)?,
        })
    }

    /// Where a section lies.
    pub(crate) fn range(&self, section: Section) -> Range<usize> {
        let (from, size) = self.sections.get(section as usize).copied().unwrap_or_default();
        from as usize..(from + size) as usize
    }

    /// The bytes of a section.
    pub(crate) fn section<'a>(&self, bytes: &'a [u8], section: Section) -> &'a [u8] {
        bytes.get(self.range(section)).unwrap_or_default()
    }

    /// Whether the keys are as they were written: the one section that is walked without checks.
    ///
    /// # Errors
    /// When they cannot be read, or are damaged.
    pub(crate) fn check_keys(&self, keys: &mut dyn std::io::Read) -> Result<(), GazetteerError> {
        let mut left = self.range(Section::Keys).len();
        let mut buffer = vec![0u8; 1 << 18];
        let mut sum = Checksum::new();
        while left > 0 {
            let size = left.min(buffer.len());
            let Some(piece) = buffer.get_mut(..size) else { break };
            keys.read_exact(piece).map_err(|_| GazetteerError::DamagedIndex)?;
            sum.add(piece);
            left -= size;
        }
        if sum.finish() == self.keys_checksum { Ok(()) } else { Err(GazetteerError::DamagedIndex) }
    }
}

/// How an entry came by a name: the low three bits of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Via {
    /// Its main name, or its English one.
    Main = 0,
    /// Another of its names.
    Alternate = 1,
    /// A name without its article.
    Article = 2,
    /// A code such as "US", to be matched in capitals only.
    Code = 3,
    /// What a name sounds like.
    Sound = 4,
}

/// An entry, and how it came by the name under which it is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting(pub(crate) u32);

impl Posting {
    /// The most entries that postings can tell apart.
    pub(crate) const ENTRIES_LIMIT: u32 = 1 << 29;

    pub(crate) fn new(entry: u32, via: Via) -> Self {
        Self((entry << 3) | via as u32)
    }

    pub(crate) fn entry(self) -> u32 {
        self.0 >> 3
    }

    pub(crate) fn via(self) -> Via {
        match self.0 & 7 {
            0 => Via::Main,
            1 => Via::Alternate,
            2 => Via::Article,
            3 => Via::Code,
            _ => Via::Sound,
        }
    }
}

/// The byte before every key that is a sound, so that they lie apart from the names.
pub(crate) const SOUND_PREFIX: u8 = 1;
