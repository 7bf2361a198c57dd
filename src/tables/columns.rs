//! A table's columns, as they lie in their file.

use super::layout::{Layout, Section};
use super::marks::{BLOCK_BYTES, chars_in, lines_in};
use super::part::{LONG, UNDATED, UNPLACED};
use super::text::Text;
use super::unify::OTHER;
use crate::model::{Category, LonLat, RowColumns, RowKey, RowTraits, Second};
use crate::system::bytes::{u16_at, u32_at, u64_at};
use crate::system::{Bytes, Column};
use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;

/// The columns of a table, mapped from the cache folder or held in memory.
///
/// What does not lie in them is answered with nothing, so that a damaged file can do no harm; it is
/// checked by its checksums when it is opened.
#[derive(Debug)]
pub struct Columns {
    bytes: Bytes,
    layout: Layout,
    categories: Vec<Category>,
    /// The file that they are mapped from.
    path: Option<PathBuf>,
    /// The columns that are asked for millions of times.
    hot: [Bytes; 4],
    traits: Column<RowTraits>,
    parties: Column<u32>,
    party_actors: Column<u32>,
    places: Column<u32>,
    radii_m: Column<f64>,
}

impl Columns {
    /// Opens columns that were made from what `key` stands for; nothing where they were not, or are
    /// damaged. `file` is what they are mapped from.
    pub(super) fn open(bytes: Bytes, file: Option<&File>, key: u64) -> Option<Self> {
        let layout = Layout::read(bytes.as_ref())?;
        let is_sound = match file {
            Some(file) => layout.is_sound_in(file),
            None => layout.is_sound(bytes.as_ref()),
        };
        if layout.key != key || !is_sound {
            return None;
        }
        let part = |section| bytes.part(layout.range(section));
        let hot = [Section::Begin, Section::Length, Section::Place, Section::Category].map(part);
        let mut columns = Self {
            hot,
            traits: Column::of(part(Section::Traits))?,
            parties: Column::of(part(Section::Party))?,
            party_actors: Column::of(part(Section::PartyActors))?,
            places: Column::of(part(Section::Place))?,
            radii_m: Column::of(part(Section::Radii))?,
            bytes,
            layout,
            categories: Vec::new(),
            path: None,
        };
        let count = columns.section(Section::CategoryEnds).len() / 8;
        columns.categories = (0..count)
            .map(|at| columns.string(Section::CategoryEnds, Section::Categories, at))
            .map(Category::new)
            .collect();
        Some(columns)
    }

    /// The same, mapped from a file of the cache folder.
    pub(super) fn lying_at(mut self, path: PathBuf) -> Self {
        self.path = Some(path);
        self
    }

    /// The file in which something worked out from these columns may be kept; nothing where they are
    /// held in memory. It goes with the columns' own file when the table changes or room is needed.
    #[must_use]
    pub fn beside(&self, ending: &str) -> Option<PathBuf> {
        Some(self.path.as_ref()?.with_extension(ending))
    }

    fn section(&self, section: Section) -> &[u8] {
        self.bytes.as_ref().get(self.layout.range(section)).unwrap_or_default()
    }

    fn hot(&self, at: usize) -> &[u8] {
        self.hot.get(at).map(AsRef::as_ref).unwrap_or_default()
    }

    fn u32(&self, section: Section, at: usize) -> Option<u32> {
        u32_at(self.section(section), at.checked_mul(4)?)
    }

    fn u64(&self, section: Section, at: usize) -> Option<u64> {
        u64_at(self.section(section), at.checked_mul(8)?)
    }

    fn string(&self, ends: Section, bytes: Section, at: usize) -> &str {
        let from = at.checked_sub(1).and_then(|before| self.u64(ends, before)).unwrap_or_default();
        let to = self.u64(ends, at).unwrap_or_default();
        let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        let found = range.and_then(|(from, to)| self.section(bytes).get(from..to));
        found.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::try_from(self.layout.rows).unwrap_or_default()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.layout.rows == 0
    }

    /// How many places there are.
    #[must_use]
    pub fn places(&self) -> usize {
        usize::try_from(self.layout.places).unwrap_or_default()
    }

    /// The categories by number.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Whether a category's number stands for all that could not be told apart.
    #[must_use]
    pub fn is_other(&self, category: u16) -> bool {
        category == u16::MAX
            && self.categories.get(usize::from(category)).is_some_and(|c| c.as_str() == OTHER)
    }

    /// What the format that reads the rows has to remember.
    #[must_use]
    pub fn memo(&self) -> &[u8] {
        self.section(Section::Memo)
    }

    /// The number of a row's category.
    #[must_use]
    pub fn category(&self, row: usize) -> Option<u16> {
        u16_at(self.hot(3), row.checked_mul(2)?)
    }

    /// What is counted of a row.
    #[must_use]
    pub fn key(&self, row: usize) -> Option<RowKey> {
        let begin = u64_at(self.hot(0), row.checked_mul(8)?)?.cast_signed();
        let length = u32_at(self.hot(1), row.checked_mul(4)?)?;
        let place = u32_at(self.hot(2), row.checked_mul(4)?)?;
        let category = self.category(row)?;
        let span = match (begin, length) {
            (UNDATED, _) => None,
            (_, LONG) => Some((Second(begin), Second(self.long_end(row)?))),
            (_, length) => Some((Second(begin), Second(begin.saturating_add(length.into())))),
        };
        let place = Some(place).filter(|place| *place != UNPLACED);
        let doubted = self.traits.get(row).is_some_and(|traits| traits.is_uncertain());
        Some(RowKey { span, doubted, place, category })
    }

    /// The end of a row whose length does not fit.
    fn long_end(&self, row: usize) -> Option<i64> {
        let row = u32::try_from(row).ok()?;
        let (mut low, mut high) = (0, self.section(Section::LongRows).len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.u32(Section::LongRows, middle)? < row {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (self.u32(Section::LongRows, low)? == row)
            .then(|| self.u64(Section::LongEnds, low))?
            .map(u64::cast_signed)
    }

    /// What else is kept of all rows.
    #[must_use]
    pub fn all(&self) -> RowColumns<'_> {
        RowColumns {
            traits: &self.traits,
            parties: &self.parties,
            places: &self.places,
            radius_of_place: self.section(Section::Radius),
            radii_m: &self.radii_m,
        }
    }

    /// How many actors there are.
    #[must_use]
    pub fn actors(&self) -> usize {
        self.section(Section::ActorEnds).len() / 8
    }

    /// The name of an actor.
    #[must_use]
    pub fn actor(&self, actor: usize) -> Option<&str> {
        (actor < self.actors()).then(|| self.string(Section::ActorEnds, Section::Actors, actor))
    }

    /// How many parties there are.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.section(Section::PartyEnds).len() / 8
    }

    /// The actors of a party; none where there is no such party.
    #[must_use]
    pub fn party(&self, party: usize) -> &[u32] {
        let end =
            |at: usize| self.u64(Section::PartyEnds, at).and_then(|at| usize::try_from(at).ok());
        let from = party.checked_sub(1).map_or(Some(0), end);
        let range = from.zip(end(party)).map(|(from, to)| from..to);
        range.and_then(|range| self.party_actors.get(range)).unwrap_or_default()
    }

    /// Where a row's text begins, in bytes.
    #[must_use]
    pub fn row_byte(&self, row: usize) -> Option<u64> {
        let low = self.u32(Section::At, row)?;
        // One wrap for every 4 GiB: few enough to be walked.
        let wraps = self.section(Section::Wraps).as_chunks::<8>().0;
        let high = wraps.iter().take_while(|at| u64::from_le_bytes(**at) <= row as u64).count();
        Some((high as u64) << 32 | u64::from(low))
    }

    /// Bytes in which a row's text lies: up to where the next row's begins.
    #[must_use]
    pub fn row_range(&self, row: usize) -> Option<Range<u64>> {
        let from = self.row_byte(row)?;
        let to = row.checked_add(1).and_then(|next| self.row_byte(next));
        Some(from..to.unwrap_or(self.layout.text_bytes).max(from))
    }

    /// How many rows begin before a byte of the text, or at it where `with` says so.
    #[must_use]
    pub fn rows_before(&self, byte: u64, with: bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let at = self.row_byte(middle).unwrap_or(u64::MAX);
            if at < byte || with && at == byte {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Length of the table's text in bytes.
    #[must_use]
    pub fn text_bytes(&self) -> u64 {
        self.layout.text_bytes
    }

    /// Where a place is, and its uncertainty radius in metres.
    #[must_use]
    pub fn spot(&self, place: usize) -> Option<(LonLat, f64)> {
        let degrees = |section| self.u64(section, place).map(f64::from_bits);
        let position = LonLat::new(degrees(Section::Lon)?, degrees(Section::Lat)?).ok()?;
        let code = *self.section(Section::Radius).get(place)?;
        let radius_m = f64::from_bits(self.u64(Section::Radii, code.into())?);
        Some((position, radius_m))
    }

    /// Name, country and first-level division of a place as the table gives them; empty where it
    /// does not.
    #[must_use]
    pub fn label(&self, place: usize) -> Option<[&str; 3]> {
        let label = self.u32(Section::Label, place)? as usize;
        let code = |at: usize| self.u32(Section::Labels, label.checked_mul(3)?.checked_add(at)?);
        let text = |code: u32| self.string(Section::StringEnds, Section::Strings, code as usize);
        Some([text(code(0)?), text(code(1)?), text(code(2)?)])
    }

    /// The first row that is at a place.
    #[must_use]
    pub fn first_row_at(&self, place: usize) -> Option<usize> {
        self.u32(Section::FirstRow, place).map(|row| row as usize)
    }

    /// Length of the text in code points.
    #[must_use]
    pub fn chars(&self) -> usize {
        let blocks = self.section(Section::MarkChars).len() / 8;
        let all = blocks.checked_sub(1).and_then(|last| self.u64(Section::MarkChars, last));
        usize::try_from(all.unwrap_or_default()).unwrap_or(usize::MAX)
    }

    /// Code points before a byte of the text; nothing where the text cannot be read.
    #[must_use]
    pub fn char_of(&self, text: &Text, byte: u64) -> Option<usize> {
        let count = self.counted(Section::MarkChars, text, byte, chars_in)?;
        usize::try_from(count).ok()
    }

    /// The line, counted from 1, in which a byte of the text lies.
    #[must_use]
    pub fn line_of(&self, text: &Text, byte: u64) -> Option<usize> {
        let count = self.counted(Section::MarkLines, text, byte, lines_in)?;
        usize::try_from(count).ok()?.checked_add(1)
    }

    fn counted(
        &self,
        marks: Section,
        text: &Text,
        byte: u64,
        count: impl Fn(&[u8]) -> usize,
    ) -> Option<u64> {
        let block = byte / BLOCK_BYTES as u64;
        let from = block * BLOCK_BYTES as u64;
        let at = usize::try_from(block).ok()?;
        let before = self.u64(marks, at)?;
        let inside = byte - from;
        let block_bytes =
            (self.layout.text_bytes - from.min(self.layout.text_bytes)).min(BLOCK_BYTES as u64);
        let next = at.checked_add(1).and_then(|next| self.u64(marks, next));
        // Where every byte of the block counts, nothing needs to be read; likewise where none does.
        match next.map(|next| next.saturating_sub(before)) {
            Some(all) if all == block_bytes => return Some(before + inside.min(all)),
            Some(0) => return Some(before),
            _ => {}
        }
        Some(before + count(&text.read(from..byte)?) as u64)
    }

    /// The byte at which a code point begins; the text's end where it has fewer.
    #[must_use]
    pub fn byte_of_char(&self, text: &Text, char: usize) -> Option<u64> {
        let char = char as u64;
        let marks = self.section(Section::MarkChars).as_chunks::<8>().0;
        if marks.last().is_none_or(|all| u64::from_le_bytes(*all) <= char) {
            return Some(self.layout.text_bytes);
        }
        // The last block before which there are not more code points than that.
        let block = marks.partition_point(|mark| u64::from_le_bytes(*mark) <= char);
        let block = block.checked_sub(1)?;
        let from = (block * BLOCK_BYTES) as u64;
        let to = (from + BLOCK_BYTES as u64).min(self.layout.text_bytes);
        let before = marks.get(block).map(|mark| u64::from_le_bytes(*mark))?;
        let bytes = text.read(from..to)?;
        let mut left = char - before;
        for (at, byte) in bytes.iter().enumerate() {
            if byte.cast_signed() >= -0x40 {
                if left == 0 {
                    return Some(from + at as u64);
                }
                left -= 1;
            }
        }
        Some(to)
    }
}
