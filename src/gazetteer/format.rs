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
//! | sources | of an index that a user added to: JSON, what was added when |

use super::GazetteerError;
use super::bytes::{Checksum, u32_at, u64_at};
use std::io::{self, Seek, SeekFrom, Write};
use std::ops::Range;

const MAGIC: &[u8; 7] = b"CTGAZIX";
/// Raised when entries, names or tables lie otherwise: an older file cannot be read at all.
const FORMAT: u8 = 2;
/// Raised when the same records would give another index: other keys, another folding or ranking.
/// An older index of the same [`FORMAT`] is not looked up in, but its places can be read back.
/// A test holds the checksum of a small index against this number.
pub(crate) const BUILDER_VERSION: u32 = 4;
/// Magic, format, key, length, entries, cells, builder, nothing, sections, checksum of all that.
const HEADER_BYTES: usize = SECTIONS_AT + SECTIONS * PLACE_BYTES + 8;
const SECTIONS_AT: usize = 40;
/// Where a section begins, its length and its checksum.
const PLACE_BYTES: usize = 24;
/// Bytes of one entry.
pub(crate) const ENTRY_BYTES: usize = 32;
/// The byte of an entry that holds its marks.
pub(crate) const MARKS_AT: usize = 30;
/// The mark of a place that the program carries itself.
pub(crate) const CURATED: u8 = 1;
/// The mark of a place that a file of the user's tells of.
pub(crate) const ADDED: u8 = 2;
/// How many sections there are.
pub(crate) const SECTIONS: usize = 12;

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
    Sources,
}

/// What the header of an index says.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Of what the index was built from.
    pub(crate) key: u64,
    pub(crate) entries: u32,
    pub(crate) cells_per_degree: u32,
    sections: [Stretch; SECTIONS],
    builder: u32,
}

/// Where a section lies, and the checksum of its bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    from: u64,
    length: u64,
    sum: u64,
}

/// Writes an index: its sections one after the other, then its header before them.
pub(crate) struct IndexWriter<W> {
    out: W,
    at: u64,
    sections: [Stretch; SECTIONS],
}

impl<W: Write + Seek> IndexWriter<W> {
    pub(crate) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(&[0; HEADER_BYTES])?;
        Ok(Self { out, at: HEADER_BYTES as u64, sections: [Stretch::default(); SECTIONS] })
    }

    /// Writes one section, whatever `write` puts out.
    pub(crate) fn section<T>(
        &mut self,
        section: Section,
        write: impl FnOnce(&mut Summed<'_, W>) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut summed = Summed {
            out: &mut self.out,
            buffer: Vec::with_capacity(Summed::<W>::PIECE),
            sum: Checksum::new(),
            length: 0,
        };
        let answer = write(&mut summed)?;
        let (length, sum) = summed.finish()?;
        if let Some(slot) = self.sections.get_mut(section as usize) {
            *slot = Stretch { from: self.at, length, sum };
        }
        let padding = (length.next_multiple_of(8) - length) as usize;
        self.out.write_all([0; 8].get(..padding).unwrap_or_default())?;
        self.at += length.next_multiple_of(8);
        Ok(answer)
    }

    /// Writes the header and gives the whole back.
    pub(crate) fn finish(mut self, key: u64, entries: u32, cells_per_degree: u32) -> io::Result<W> {
        let mut head = MAGIC.to_vec();
        head.push(FORMAT);
        head.extend(key.to_le_bytes());
        head.extend(self.at.to_le_bytes());
        head.extend(entries.to_le_bytes());
        head.extend(cells_per_degree.to_le_bytes());
        head.extend(BUILDER_VERSION.to_le_bytes());
        head.extend([0; 4]);
        for Stretch { from, length, sum } in self.sections {
            head.extend([from, length, sum].into_iter().flat_map(u64::to_le_bytes));
        }
        head.extend(Checksum::of(&head).to_le_bytes());
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&head)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// A buffered writer that sums up what goes through it.
pub(crate) struct Summed<'w, W> {
    out: &'w mut W,
    buffer: Vec<u8>,
    sum: Checksum,
    length: u64,
}

impl<W: Write> Summed<'_, W> {
    /// A multiple of what [`Checksum`] takes at once.
    const PIECE: usize = 1 << 16;

    fn finish(mut self) -> io::Result<(u64, u64)> {
        self.put()?;
        Ok((self.length, self.sum.finish()))
    }

    fn put(&mut self) -> io::Result<()> {
        self.sum.add(&self.buffer);
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

impl<W: Write> Write for Summed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (now, later) = bytes.split_at(bytes.len().min(Self::PIECE - self.buffer.len()));
        self.buffer.extend_from_slice(now);
        if self.buffer.len() == Self::PIECE {
            self.put()?;
            for piece in later.chunks(Self::PIECE) {
                self.buffer.extend_from_slice(piece);
                if piece.len() == Self::PIECE {
                    self.put()?;
                }
            }
        }
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // Pieces are cut where the checksum wants them; the last one goes out at the end.
        Ok(())
    }
}

impl Layout {
    /// How many bytes at the head of a file it takes to read a layout.
    pub(crate) const BYTES: usize = HEADER_BYTES;

    /// Reads the header of an index that is `length` bytes long.
    ///
    /// # Errors
    /// When it is no index, of another version, cut short or damaged.
    pub(crate) fn read(head: &[u8], length: u64) -> Result<Self, GazetteerError> {
        let layout = Self::read_any_builder(head, length)?;
        if layout.builder == BUILDER_VERSION {
            Ok(layout)
        } else {
            Err(GazetteerError::OtherVersion)
        }
    }

    /// As [`Layout::read`], but for an index by another builder of the same format: good for reading
    /// its entries back, not for looking names up.
    ///
    /// # Errors
    /// When it is no index, of another format, cut short or damaged.
    pub(crate) fn read_any_builder(head: &[u8], length: u64) -> Result<Self, GazetteerError> {
        let other = head.get(..7) == Some(MAGIC) && head.get(7).is_some_and(|f| *f != FORMAT);
        if other {
            return Err(GazetteerError::OtherVersion);
        }
        Self::parse(head, length).ok_or(GazetteerError::DamagedIndex)
    }

    fn parse(head: &[u8], length: u64) -> Option<Self> {
        let head = head.get(..HEADER_BYTES)?;
        let (covered, sum) = head.split_at_checked(HEADER_BYTES - 8)?;
        let sound = head.get(..7)? == MAGIC
            && u64_at(head, 16)? == length
            && u64_at(sum, 0)? == Checksum::of(covered);
        if !sound {
            return None;
        }
        let mut sections = [Stretch::default(); SECTIONS];
        for (section, at) in sections.iter_mut().zip((SECTIONS_AT..).step_by(PLACE_BYTES)) {
            let (from, size) = (u64_at(head, at)?, u64_at(head, at + 8)?);
            if from.checked_add(size)? > length {
                return None;
            }
            *section = Stretch { from, length: size, sum: u64_at(head, at + 16)? };
        }
        Some(Self {
            key: u64_at(head, 8)?,
            entries: u32_at(head, 24)?,
            cells_per_degree: u32_at(head, 28)?,
            builder: u32_at(head, 32)?,
            sections,
        })
    }

    /// Where a section lies.
    pub(crate) fn range(&self, section: Section) -> Range<usize> {
        let Stretch { from, length, .. } = self.stretch(section);
        from as usize..(from + length) as usize
    }

    fn stretch(&self, section: Section) -> Stretch {
        self.sections.get(section as usize).copied().unwrap_or_default()
    }

    /// The bytes of a section.
    pub(crate) fn section<'a>(&self, bytes: &'a [u8], section: Section) -> &'a [u8] {
        bytes.get(self.range(section)).unwrap_or_default()
    }

    /// Whether a section is as it was written, read from where `bytes` stands. To be asked of the
    /// keys before they are walked, which is done without checks; the others are read with care.
    ///
    /// # Errors
    /// When it cannot be read, or is damaged.
    pub(crate) fn check(
        &self,
        section: Section,
        bytes: &mut dyn std::io::Read,
    ) -> Result<(), GazetteerError> {
        let Stretch { length, sum: expected, .. } = self.stretch(section);
        let mut left = usize::try_from(length).map_err(|_| GazetteerError::DamagedIndex)?;
        let mut buffer = vec![0u8; 1 << 18];
        let mut sum = Checksum::new();
        while left > 0 {
            let size = left.min(buffer.len());
            let Some(piece) = buffer.get_mut(..size) else { break };
            bytes.read_exact(piece).map_err(|_| GazetteerError::DamagedIndex)?;
            sum.add(piece);
            left -= size;
        }
        if sum.finish() == expected { Ok(()) } else { Err(GazetteerError::DamagedIndex) }
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

    /// An entry, with a [`Via`] as its number.
    pub(crate) fn of(entry: u32, via: u8) -> Self {
        Self((entry << 3) | u32::from(via & 7))
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
/// The byte before every name written backwards, whose value is 0: for look-up by likeness.
pub(crate) const REVERSED_PREFIX: u8 = 2;
