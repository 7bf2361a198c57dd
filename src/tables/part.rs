//! What one thread makes of one stretch of a table.

use super::dictionary::Dictionary;
use crate::model::{LonLat, NO_PLACE, RowTraits, Second};

/// An undated row's begin: no [`Second`] of the calendar.
pub(super) const UNDATED: i64 = i64::MIN;

/// A length that does not fit: the end stands in the list of long ones.
pub(super) const LONG: u32 = u32::MAX;

/// No place.
pub(super) const UNPLACED: u32 = NO_PLACE;

/// Uncertainty radii of one table that are told apart.
const RADII: usize = 256;

/// The dictionaries of one thread: codes that its parts are written in.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub(super) number: usize,
    pub(super) categories: Dictionary,
    pub(super) labels: Dictionary,
    pub(super) parties: Dictionary,
    pub(super) radii: Vec<f64>,
    scratch: Vec<u8>,
}

impl Words {
    /// Dictionaries of a thread; `number` is its position among those handed to [`super::Whole`].
    #[must_use]
    pub fn new(number: usize) -> Self {
        Self { number, ..Self::default() }
    }

    /// The code of a category by its name, as events are to bear it.
    pub fn category(&mut self, name: &str) -> u32 {
        self.categories.code(name.as_bytes())
    }

    /// The code of who takes part: names parted by semicolons, as tables write them; what is blank or
    /// comes again counts for nothing.
    pub fn party(&mut self, names: &str) -> u32 {
        self.parties.code(names.as_bytes())
    }

    /// The code of what a place is called: its name, and its country and first-level division, empty
    /// where unknown. Places of one name and position are one place, with the country and division
    /// of the first row that has it. An unnamed place is called by the formats that read its row.
    pub fn label(&mut self, name: &str, country: &str, admin1: &str) -> u32 {
        self.scratch.clear();
        for part in [name, country] {
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            self.scratch.extend(length.to_le_bytes());
            self.scratch.extend_from_slice(part.as_bytes());
        }
        self.scratch.extend_from_slice(admin1.as_bytes());
        self.labels.code(&self.scratch)
    }

    /// The names of a party, as often as they are given.
    pub(super) fn names_of_party(&self, party: u32) -> impl Iterator<Item = &str> {
        let names = std::str::from_utf8(self.parties.get(party)).unwrap_or_default();
        names.split(';').map(str::trim).filter(|name| !name.is_empty())
    }

    /// Name, country and division of a label.
    pub(super) fn parts_of_label(&self, label: u32) -> [&[u8]; 3] {
        let bytes = self.labels.get(label);
        let (name, rest) = counted(bytes);
        let (country, admin1) = counted(rest);
        [name, country, admin1]
    }

    fn radius(&mut self, radius_m: f64) -> u8 {
        radius_code(&mut self.radii, radius_m)
    }
}

/// A text behind its length, and what follows it.
fn counted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let Some((length, rest)) = bytes.split_first_chunk::<4>() else { return (&[], &[]) };
    let length = u32::from_le_bytes(*length) as usize;
    rest.split_at_checked(length).unwrap_or((rest, &[]))
}

/// The number of a radius. Once the list is full, the least that is not smaller, or the largest.
pub(super) fn radius_code(radii: &mut Vec<f64>, radius_m: f64) -> u8 {
    let code = radii.iter().position(|have| have.to_bits() == radius_m.to_bits());
    let code = code.unwrap_or_else(|| {
        if radii.len() < RADII {
            radii.push(radius_m);
            return radii.len() - 1;
        }
        let by_size = |a: &(usize, &f64), b: &(usize, &f64)| a.1.total_cmp(b.1);
        let wider = radii.iter().enumerate().filter(|(_, have)| **have >= radius_m).min_by(by_size);
        wider.or(radii.iter().enumerate().max_by(by_size)).map_or(0, |(at, _)| at)
    });
    u8::try_from(code).unwrap_or(u8::MAX)
}

/// Where a row plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Its position.
    pub position: LonLat,
    /// Its uncertainty radius in metres; of one table 256 are told apart.
    pub radius_m: f64,
    /// What it is called, by [`Words::label`].
    pub label: u32,
}

/// What is kept of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Where its text begins, in bytes from the begin of the part.
    pub at: u32,
    /// From the first second in which it may have been to the one after the last, as
    /// [`crate::model::Event::hull`] has it; nothing where undated.
    pub span: Option<(Second, Second)>,
    /// How it is told.
    pub traits: RowTraits,
    /// Where; nothing where unplaced.
    pub spot: Option<Spot>,
    /// What sort, by [`Words::category`].
    pub category: u32,
    /// Who takes part, by [`Words::party`].
    pub party: u32,
}

/// The rows of one stretch of a table, in its order.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub(super) words: usize,
    pub(super) start: u64,
    pub(super) begin: Vec<i64>,
    pub(super) length: Vec<u32>,
    pub(super) long: Vec<(u32, i64)>,
    pub(super) traits: Vec<RowTraits>,
    pub(super) at: Vec<u32>,
    pub(super) category: Vec<u32>,
    pub(super) party: Vec<u32>,
    pub(super) lon: Vec<f64>,
    pub(super) lat: Vec<f64>,
    pub(super) label: Vec<u32>,
    pub(super) radius: Vec<u8>,
}

impl Part {
    /// An empty part whose codes are those of `words`. It begins `start` bytes into the table's text
    /// and may reach over less than 4 GiB of it.
    #[must_use]
    pub fn new(words: &Words, start: u64) -> Self {
        Self { words: words.number, start, ..Self::default() }
    }

    /// Moves it to where it begins in the text, for parts that are made before those in front of them.
    pub fn starts_at(&mut self, start: u64) {
        self.start = start;
    }

    /// Makes room for so many more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.begin.reserve_exact(rows);
        self.length.reserve_exact(rows);
        self.traits.reserve_exact(rows);
        self.at.reserve_exact(rows);
        self.party.reserve_exact(rows);
        self.category.reserve_exact(rows);
        self.lon.reserve_exact(rows);
        self.lat.reserve_exact(rows);
        self.label.reserve_exact(rows);
        self.radius.reserve_exact(rows);
    }

    /// Gives back the room kept for more rows.
    pub fn shrink(&mut self) {
        self.begin.shrink_to_fit();
        self.length.shrink_to_fit();
        self.traits.shrink_to_fit();
        self.at.shrink_to_fit();
        self.party.shrink_to_fit();
        self.category.shrink_to_fit();
        self.lon.shrink_to_fit();
        self.lat.shrink_to_fit();
        self.label.shrink_to_fit();
        self.radius.shrink_to_fit();
    }

    /// How many rows it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.begin.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.begin.is_empty()
    }

    /// Adds a row. `words` are those that the part was made with.
    pub fn push(&mut self, words: &mut Words, entry: Entry) {
        let row = u32::try_from(self.begin.len()).unwrap_or(u32::MAX);
        let (begin, length) = match entry.span {
            None => (UNDATED, 0),
            Some((begin, end)) => {
                let length = u32::try_from(end.0.saturating_sub(begin.0));
                match length.ok().filter(|length| *length != LONG) {
                    Some(length) => (begin.0, length),
                    None => {
                        self.long.push((row, end.0));
                        (begin.0, LONG)
                    }
                }
            }
        };
        self.begin.push(begin);
        self.length.push(length);
        self.at.push(entry.at);
        self.traits.push(entry.traits);
        self.category.push(entry.category);
        self.party.push(entry.party);
        let (lon, lat, label, radius) = match entry.spot {
            None => (0.0, 0.0, UNPLACED, 0),
            Some(Spot { position, radius_m, label }) => {
                (position.lon(), position.lat(), label, words.radius(radius_m))
            }
        };
        self.lon.push(lon);
        self.lat.push(lat);
        self.label.push(label);
        self.radius.push(radius);
    }
}
