//! A store in one file: a header, then columns where they lie, read by mapping them.
//!
//! | bytes | header |
//! |---|---|
//! | 0 | `CTSTORE` and the format |
//! | 8 | the order of bytes on the machine that wrote it, and how many categories there are |
//! | 16 | the length of the file |
//! | 24 | the level of the cells, and whether the even part has a length |
//! | 32 | that length, then the steps of the four cubes |
//! | 72 | for each column where it begins, its length and its checksum, in bytes |
//! | the last 8 | the checksum of all that |
//!
//! The header is little-endian; columns are as the machine has them and begin at multiples of
//! [`ALIGN`]. Opening reads the header and the few columns that say where others are cut: nothing
//! else until it is asked for. [`Store::check_file`] reads everything.

use super::columns::{Columns, STEP};
use super::cube::Cube;
use super::error::StoreError;
use super::tiles::Tiles;
use super::{Part, Store, cells};
use crate::system::Bytes;
use crate::system::Column;
use crate::system::bytes::Checksum;
use bytemuck::Pod;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const MAGIC: &[u8; 7] = b"CTSTORE";
/// Raised when columns lie otherwise or mean something else.
const FORMAT: u8 = 1;
/// Reads otherwise on a machine of the other order of bytes.
const ORDER: u32 = 0x0102_0304;
/// Columns begin at multiples of so many bytes: a line of a processor's cache.
const ALIGN: u64 = 64;
/// Those of two parts and the list of cells.
const COLUMNS: usize = 2 * PART_COLUMNS + 1;
const PART_COLUMNS: usize = 17;
const COLUMNS_AT: usize = 72;
const PLACE_BYTES: usize = 24;
const HEADER_BYTES: usize = COLUMNS_AT + COLUMNS * PLACE_BYTES + 8;
/// What is written, summed up and checked at once; a multiple of what [`Checksum`] takes.
const PIECE: usize = 1 << 20;

/// Where a column lies, and the checksum of its bytes.
#[derive(Clone, Copy, Debug)]
struct Place {
    from: u64,
    length: u64,
    sum: u64,
}

impl Store {
    /// Writes the store from where the writer stands, which is to be a multiple of 64 bytes where it
    /// is to be mapped; leaves the writer at the end.
    ///
    /// # Errors
    /// Those of the writer, and that it is a store of some of another's events ([`Store::subset`]).
    pub fn write(&self, out: &mut (impl Write + Seek)) -> io::Result<()> {
        if [&self.even, &self.uneven].iter().any(|part| part.begins.kept.is_some()) {
            return Err(io::Error::other("a store of some of another's events is not written"));
        }
        self.count_ahead();
        let start = out.stream_position()?;
        out.write_all(&[0; HEADER_BYTES])?;
        let mut writer = Writer { out, at: HEADER_BYTES as u64, places: Vec::new() };
        writer.column(&self.cells)?;
        writer.part(&self.even)?;
        writer.part(&self.uneven)?;
        let Writer { out, at: length, places } = writer;
        out.seek(SeekFrom::Start(start))?;
        out.write_all(&self.header(length, &places))?;
        out.seek(SeekFrom::Start(start + length))?;
        out.flush()
    }

    /// Writes the store to a file, beside it first and moved over it when whole: whoever has the old
    /// one open keeps it.
    ///
    /// # Errors
    /// The file's name and why it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), StoreError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}.part", std::process::id()));
        let beside = PathBuf::from(beside);
        let written = File::create(&beside)
            .and_then(|file| {
                let mut out = BufWriter::with_capacity(PIECE, file);
                self.write(&mut out)?;
                out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
            })
            .and_then(|()| std::fs::rename(&beside, path));
        written.map_err(|source| {
            // What is half written helps nobody; the first error is the one to tell.
            let _ = std::fs::remove_file(&beside);
            StoreError::file(path, source)
        })
    }

    /// Opens a store that [`Store::save`] wrote, by mapping it: in milliseconds, however large.
    ///
    /// Positions of events ([`super::Pick::events`]) are as the file has them: where it was damaged
    /// they may lie beyond [`Store::len`].
    ///
    /// # Errors
    /// That the file cannot be read, is no store, is cut short, damaged in what is read on opening,
    /// or from another version of the program or another kind of machine.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::of(map(path)?, path)
    }

    /// Reads all of a store's file and compares the checksums of its columns.
    ///
    /// # Errors
    /// Those of [`Store::open`], and that a column is damaged.
    pub fn check_file(path: &Path) -> Result<(), StoreError> {
        let bytes = map(path)?;
        let (_, places) = header(bytes.as_ref(), path)?;
        for place in places {
            let column = bytes.part(place.range());
            let mut sum = Checksum::new();
            column.as_ref().chunks(PIECE).for_each(|piece| sum.add(piece));
            if sum.finish() != place.sum {
                return Err(StoreError::damaged(path));
            }
        }
        Self::of(bytes, path).map(drop)
    }

    /// Opens a store in bytes, which are read where they lie if they begin at a multiple of eight.
    /// `path` is named in errors.
    pub(crate) fn of(bytes: Bytes, path: &Path) -> Result<Self, StoreError> {
        let (head, places) = header(bytes.as_ref(), path)?;
        let mut reader = Reader { bytes: &bytes, places: places.iter() };
        let store = reader.store(&head).filter(Self::is_whole);
        store.ok_or_else(|| StoreError::damaged(path))
    }

    fn header(&self, length: u64, places: &[Place]) -> Vec<u8> {
        let mut head = MAGIC.to_vec();
        head.push(FORMAT);
        head.extend(ORDER.to_ne_bytes());
        head.extend((self.categories as u32).to_le_bytes());
        head.extend(length.to_le_bytes());
        head.extend(self.level.to_le_bytes());
        head.extend(u32::from(self.even.length_s.is_some()).to_le_bytes());
        head.extend(self.even.length_s.unwrap_or_default().to_le_bytes());
        for part in [&self.even, &self.uneven] {
            let steps = [&part.cube, &part.ends_cube].map(|cube| cube.get().map_or(0, |c| c.step));
            head.extend(steps.map(|step| step as u64).map(u64::to_le_bytes).concat());
        }
        for Place { from, length, sum } in places {
            head.extend([*from, *length, *sum].map(u64::to_le_bytes).concat());
        }
        head.extend(Checksum::of(&head).to_le_bytes());
        head
    }

    /// Whether the columns are of the lengths that they need to have beside each other.
    fn is_whole(&self) -> bool {
        let cells = self.cells.len();
        let ascend = self.cells.windows(2).all(|pair| pair.first() < pair.last());
        let on_the_world =
            self.cells.last().is_none_or(|code| u64::from(*code) < 1 << (2 * self.level));
        let parts = [&self.even, &self.uneven];
        ascend && on_the_world && parts.iter().all(|part| part.is_whole(cells + 1))
    }
}

impl Part {
    fn is_whole(&self, cells: usize) -> bool {
        let Self { begins, ends, tiles, rows, ends_rows, length_s, .. } = self;
        let Some(cube) = self.cube.get() else { return false };
        let n = begins.len();
        let ends_whole = match (length_s, ends, self.ends_cube.get()) {
            (Some(_), None, None) => ends_rows.is_empty() && tiles.end_s.is_empty(),
            (None, Some(ends), Some(cube)) => {
                ends.is_whole(n)
                    && cube.is_whole(cells * ends.categories)
                    && ends_rows.len() == n
                    && tiles.end_s.len() == n
            }
            _ => false,
        };
        let start: &[u32] = &tiles.start;
        let starts = start.len() == cells + 1
            && start.first() == Some(&0)
            && start.last().is_some_and(|last| *last as usize == n)
            && start.is_sorted();
        let lengths = [tiles.rank.len(), tiles.within.len(), tiles.category.len(), rows.len()];
        begins.is_whole(n)
            && cube.is_whole(cells * begins.categories)
            && ends_whole
            && starts
            && lengths.iter().all(|length| *length == n)
    }
}

impl Columns {
    fn is_whole(&self, n: usize) -> bool {
        let lengths = [self.time_s.len(), self.cell.len(), self.category.len()];
        lengths.iter().all(|length| *length == n)
            && self.before.len() == (n / STEP + 1) * self.categories
    }
}

impl Cube {
    fn is_whole(&self, width: usize) -> bool {
        (1..=u32::MAX as usize).contains(&self.step)
            && !self.sums.is_empty()
            && self.sums.len().is_multiple_of(width)
    }
}

impl Place {
    fn range(&self) -> std::ops::Range<usize> {
        self.from as usize..self.from.saturating_add(self.length) as usize
    }
}

fn map(path: &Path) -> Result<Bytes, StoreError> {
    let file = File::open(path).map_err(|source| StoreError::file(path, source))?;
    Bytes::map(&file).map_err(|source| StoreError::file(path, source))
}

/// What a header says beside the places of columns.
struct Head {
    categories: usize,
    level: u32,
    length_s: Option<i64>,
    steps: [usize; 4],
}

fn header(bytes: &[u8], path: &Path) -> Result<(Head, Vec<Place>), StoreError> {
    let other = || StoreError::NoStore { path: path.to_owned() };
    let rest = bytes.strip_prefix(MAGIC).ok_or_else(other)?;
    let format = *rest.first().ok_or_else(other)?;
    if format != FORMAT {
        return Err(StoreError::OtherVersion {
            path: path.to_owned(),
            found: format,
            known: FORMAT,
        });
    }
    let word = |at: usize| Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let half = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let found = bytes.len() as u64;
    let cut = |expected| StoreError::CutShort { path: path.to_owned(), expected, found };
    let least = || cut(HEADER_BYTES as u64);
    if half(8).ok_or_else(least)?.to_le_bytes() != ORDER.to_ne_bytes() {
        return Err(StoreError::OtherMachine { path: path.to_owned() });
    }
    let head = bytes.get(..HEADER_BYTES).ok_or_else(least)?;
    let (said, sum) = head.split_at(HEADER_BYTES - 8);
    if sum != Checksum::of(said).to_le_bytes() {
        return Err(StoreError::damaged(path));
    }
    let length = word(16).ok_or_else(least)?;
    if found < length {
        return Err(cut(length));
    }
    let place = |at: usize| {
        let at = COLUMNS_AT + at * PLACE_BYTES;
        let place = Place { from: word(at)?, length: word(at + 8)?, sum: word(at + 16)? };
        (place.from.checked_add(place.length)? <= length).then_some(place)
    };
    let damaged = || StoreError::damaged(path);
    let places = (0..COLUMNS).map(place).collect::<Option<Vec<_>>>().ok_or_else(damaged)?;
    let head = Head {
        categories: half(12).unwrap_or_default() as usize,
        level: half(24).unwrap_or_default(),
        length_s: (half(28) == Some(1)).then(|| word(32).unwrap_or_default().cast_signed()),
        steps: [40, 48, 56, 64].map(|at| word(at).unwrap_or_default() as usize),
    };
    let sensible = (1..=255).contains(&head.categories) && (1..=cells::LEVEL).contains(&head.level);
    if sensible { Ok((head, places)) } else { Err(damaged()) }
}

struct Writer<'a, W> {
    out: &'a mut W,
    at: u64,
    places: Vec<Place>,
}

impl<W: Write> Writer<'_, W> {
    fn column<T: Pod>(&mut self, column: &[T]) -> io::Result<()> {
        let from = self.at.next_multiple_of(ALIGN);
        let padding = [0; ALIGN as usize];
        self.out.write_all(padding.get(..(from - self.at) as usize).unwrap_or_default())?;
        let mut sum = Checksum::new();
        let bytes: &[u8] = bytemuck::cast_slice(column);
        for piece in bytes.chunks(PIECE) {
            sum.add(piece);
            self.out.write_all(piece)?;
        }
        let length = bytes.len() as u64;
        self.at = from + length;
        self.places.push(Place { from, length, sum: sum.finish() });
        Ok(())
    }

    fn part(&mut self, part: &Part) -> io::Result<()> {
        self.columns(Some(&part.begins))?;
        self.columns(part.ends.as_ref())?;
        for cube in [&part.cube, &part.ends_cube] {
            self.column(cube.get().map_or(&[], |cube| &cube.sums))?;
        }
        self.column(&part.tiles.start)?;
        self.column(&part.tiles.rank)?;
        self.column(&part.tiles.within)?;
        self.column(&part.tiles.category)?;
        self.column(&part.tiles.end_s)?;
        self.column(&part.rows)?;
        self.column(&part.ends_rows)
    }

    fn columns(&mut self, columns: Option<&Columns>) -> io::Result<()> {
        self.column(columns.map_or(&[], |columns| &columns.time_s))?;
        self.column(columns.map_or(&[], |columns| &columns.cell))?;
        self.column(columns.map_or(&[], |columns| &columns.category))?;
        self.column(columns.map_or(&[], |columns| &columns.before))
    }
}

/// Reads columns in the order in which [`Writer`] wrote them.
struct Reader<'a> {
    bytes: &'a Bytes,
    places: std::slice::Iter<'a, Place>,
}

impl Reader<'_> {
    fn store(&mut self, head: &Head) -> Option<Store> {
        let [even, none, uneven, ends] = head.steps;
        let cells = self.column()?;
        let even = self.part(head, head.length_s, [even, none])?;
        let uneven = self.part(head, None, [uneven, ends])?;
        Some(Store { categories: head.categories, level: head.level, cells, even, uneven })
    }

    fn column<T: Pod>(&mut self) -> Option<Column<T>> {
        Column::of(self.bytes.part(self.places.next()?.range()))
    }

    fn columns(&mut self, head: &Head) -> Option<Columns> {
        Some(Columns {
            time_s: self.column()?,
            cell: self.column()?,
            category: self.column()?,
            before: self.column()?,
            categories: head.categories,
            kept: None,
        })
    }

    fn part(&mut self, head: &Head, length_s: Option<i64>, steps: [usize; 2]) -> Option<Part> {
        let [step, ends_step] = steps;
        let begins = self.columns(head)?;
        let ends = self.columns(head)?;
        let (sums, ends_sums) = (self.column()?, self.column()?);
        let tiles = Tiles {
            start: self.column()?,
            rank: self.column()?,
            within: self.column()?,
            category: self.column()?,
            end_s: self.column()?,
        };
        let width = tiles.start.len().saturating_sub(1) * head.categories;
        let cube = |step, sums| Cube { step, width, sums };
        let uneven = length_s.is_none();
        Some(Part {
            length_s,
            begins,
            ends: uneven.then_some(ends),
            cube: cube(step, sums).into(),
            ends_cube: match uneven {
                true => cube(ends_step, ends_sums).into(),
                false => OnceLock::new(),
            },
            placed: tiles.placed(),
            tiles,
            rows: self.column()?,
            ends_rows: self.column()?,
        })
    }
}
