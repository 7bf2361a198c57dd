//! All parts of a table, ready to be written.

use super::layout::{Layout, Section};
use super::marks::Marks;
use super::part::{LONG, Part, UNPLACED, Words};
use super::places::{self, Places};
use super::unify::{Unified, unify};
use super::write::Writer;
use crate::task::{Cancelled, Task};
use std::io::{self, Seek, Write};

/// A table that was read: its parts in the order of the file, the dictionaries of the threads that made
/// them, each at its number, the marks of all of its text, and what the format has to remember.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    /// The parts.
    pub parts: Vec<Part>,
    /// The dictionaries.
    pub words: Vec<Words>,
    /// Marks of the text.
    pub marks: Marks,
    /// What the format that reads the rows wants back with the columns.
    pub memo: Vec<u8>,
}

/// Why a table's columns cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum Keeping {
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// There are more rows than can be numbered.
    #[error(
        "has {0} rows, and a table may have 4294967294; split it into files of fewer rows and open them together"
    )]
    TooManyRows(u64),
    /// The file cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Whole {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.parts.iter().map(|part| part.len() as u64).sum()
    }

    /// Unites dictionaries and places.
    ///
    /// # Errors
    /// When there are too many rows, or the task was asked to stop.
    pub(super) fn united(mut self, task: &Task) -> Result<United, Keeping> {
        let rows = self.rows();
        if rows >= u64::from(UNPLACED) {
            return Err(Keeping::TooManyRows(rows));
        }
        let words = unify(&mut self.parts, &self.words, task)?;
        self.words.clear();
        let places = places::number(&self.parts, &words.labels, task)?;
        Ok(United { whole: self, words, places })
    }
}

/// A table whose parts speak one language: to be written, as often as need be.
#[derive(Debug)]
pub(super) struct United {
    whole: Whole,
    words: Unified,
    places: Places,
}

impl United {
    /// About how many bytes its columns take, by [`Section`].
    pub(super) fn bytes(&self) -> u64 {
        const ROW: u64 = 8 + 4 + 1 + 4 + 4 + 4 + 2;
        const PLACE: u64 = 8 + 8 + 1 + 4 + 4;
        let places = (self.places.first_row.len() as u64).saturating_mul(PLACE);
        let words = self.words.strings.bytes().len() + self.words.actors.bytes().len();
        self.whole.rows().saturating_mul(ROW).saturating_add(places).saturating_add(words as u64)
    }

    /// Writes the columns.
    ///
    /// # Errors
    /// When the file cannot be written, or the task was asked to stop.
    pub(super) fn write<W: Write + Seek>(
        &self,
        key: u64,
        out: W,
        task: &Task,
    ) -> Result<W, Keeping> {
        let mut writer = Writer::new(out, task)?;
        self.write_rows(&mut writer)?;
        self.write_places(&mut writer)?;
        write_words(&mut writer, &self.words)?;
        let marks = &self.whole.marks;
        writer.numbers(Section::MarkChars, marks.chars_before().map(u64::to_le_bytes))?;
        writer.numbers(Section::MarkLines, marks.lines_before().map(u64::to_le_bytes))?;
        writer.bytes(Section::Memo, &self.whole.memo)?;
        let layout = Layout {
            key,
            rows: self.whole.rows(),
            places: self.places.first_row.len() as u64,
            text_bytes: marks.bytes(),
            ..Layout::default()
        };
        writer.finish(layout)
    }

    fn write_rows<W: Write + Seek>(&self, writer: &mut Writer<'_, W>) -> Result<(), Keeping> {
        let parts = || self.whole.parts.iter();
        let begins = parts().flat_map(|part| &part.begin);
        writer.numbers(Section::Begin, begins.map(|n| n.to_le_bytes()))?;
        let lengths = parts().flat_map(|part| &part.length);
        writer.numbers(Section::Length, lengths.map(|n| n.to_le_bytes()))?;
        let mut base = 0;
        let mut long: Vec<(u32, i64)> = Vec::new();
        for part in parts() {
            long.extend(part.long.iter().map(|(row, end)| (base + row, *end)));
            base += u32::try_from(part.len()).unwrap_or(LONG);
        }
        writer.numbers(Section::LongRows, long.iter().map(|(row, _)| row.to_le_bytes()))?;
        writer.numbers(Section::LongEnds, long.iter().map(|(_, end)| end.to_le_bytes()))?;
        let traits = parts().flat_map(|part| &part.traits);
        writer.numbers(Section::Traits, traits.map(|traits| [traits.code()]))?;
        let bytes = || parts().flat_map(|p| p.at.iter().map(|at| p.start + u64::from(*at)));
        writer.numbers(Section::At, bytes().map(|at| (at as u32).to_le_bytes()))?;
        let mut high = 0;
        let mut wraps: Vec<u64> = Vec::new();
        for (row, at) in bytes().enumerate() {
            while at >> 32 > high {
                high += 1;
                wraps.push(row as u64);
            }
        }
        writer.numbers(Section::Wraps, wraps.iter().map(|row| row.to_le_bytes()))?;
        writer.numbers(Section::Place, self.places.of_row.iter().map(|n| n.to_le_bytes()))?;
        let categories = parts().flat_map(|part| &part.category);
        writer.numbers(Section::Category, categories.map(|n| (*n as u16).to_le_bytes()))?;
        // Where nobody is named every row has the same party.
        let named = !self.words.party_actors.is_empty();
        let parties = parts().flat_map(|part| &part.party).filter(|_| named);
        writer.numbers(Section::Party, parties.map(|n| n.to_le_bytes()))
    }

    fn write_places<W: Write + Seek>(&self, writer: &mut Writer<'_, W>) -> Result<(), Keeping> {
        writer.numbers(Section::Lon, self.at(|p, row| p.lon.get(row)).map(f64_bytes))?;
        writer.numbers(Section::Lat, self.at(|p, row| p.lat.get(row)).map(f64_bytes))?;
        let radii = self.at(|p, row| p.radius.get(row));
        writer.numbers(Section::Radius, radii.map(|code| [*code]))?;
        let labels = self.at(|p, row| p.label.get(row));
        writer.numbers(Section::Label, labels.map(|n| n.to_le_bytes()))?;
        writer.numbers(Section::FirstRow, self.places.first_row.iter().map(|n| n.to_le_bytes()))
    }

    /// One column at the rows that have a place first.
    fn at<'a, T: 'a>(
        &'a self,
        get: impl Fn(&'a Part, usize) -> Option<&'a T> + 'a,
    ) -> impl Iterator<Item = &'a T> {
        let mut parts = self.whole.parts.iter();
        let mut part = parts.next();
        let mut base = 0;
        self.places.first_row.iter().filter_map(move |row| {
            let row = *row as usize;
            while part.is_some_and(|part| row - base >= part.len()) {
                base += part.map_or(0, Part::len);
                part = parts.next();
            }
            get(part?, row - base)
        })
    }
}

fn f64_bytes(number: &f64) -> [u8; 8] {
    number.to_le_bytes()
}

fn write_words<W: Write + Seek>(writer: &mut Writer<'_, W>, all: &Unified) -> Result<(), Keeping> {
    writer.numbers(Section::Radii, all.radii.iter().map(f64_bytes))?;
    let labels = all.labels.iter().flatten();
    writer.numbers(Section::Labels, labels.map(|n| n.to_le_bytes()))?;
    writer.numbers(Section::StringEnds, all.strings.ends().map(u64::to_le_bytes))?;
    writer.bytes(Section::Strings, all.strings.bytes())?;
    writer.numbers(Section::PartyEnds, all.party_ends.iter().map(|n| n.to_le_bytes()))?;
    writer.numbers(Section::PartyActors, all.party_actors.iter().map(|n| n.to_le_bytes()))?;
    writer.numbers(Section::ActorEnds, all.actors.ends().map(u64::to_le_bytes))?;
    writer.bytes(Section::Actors, all.actors.bytes())?;
    writer.numbers(Section::CategoryEnds, all.categories.ends().map(u64::to_le_bytes))?;
    writer.bytes(Section::Categories, all.categories.bytes())
}
