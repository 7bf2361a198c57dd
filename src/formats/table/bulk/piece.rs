//! One piece of a table: the rows that begin in it.
//!
//! Where in a piece the first row begins cannot be told without reading all that lies before it, as a line
//! end may stand in quotes. So it is guessed: the first line that has as many cells as the header. The
//! guess is checked when pieces are put together, against where the piece before really ended, and a
//! piece that guessed wrong is read again (speculation as in Ge et al. 2019, "Speculative distributed
//! CSV data parsing for big data analytics").

use super::fast::{self, Dates};
use super::seats::{Cells, Seats};
use crate::formats::dates::{self, Order};
use crate::formats::table::problems::Problems;
use crate::formats::table::rows::{RawCell, RowEnd, Rows, Stretch};
use crate::formats::table::sheet::{Sheet, category};
use crate::formats::table::{Problem, Role, cells};
use crate::model::{LonLat, RowTraits, Second};
use crate::tables::{Entry, Marks, Part, Spot, Text, Words};
use std::io;
use std::ops::Range;

/// A row of more bytes than this is no row of a table.
const LONGEST_ROW_BYTES: usize = 256 << 20;

/// Lines that are looked at for one that begins a row.
const GUESSES: usize = 32;

/// Why a piece cannot be read.
#[derive(Debug)]
pub(super) enum Broken {
    /// The file cannot be read.
    Io(io::Error),
    /// A byte that is no UTF-8: the text has to be decoded first.
    NotUtf8,
    /// A row that begins at this byte and does not end.
    LongRow(u64),
}

/// What all pieces share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan<'a> {
    pub text: &'a Text,
    pub delimiter: u8,
    pub sheet: &'a Sheet,
    pub seats: &'a Seats,
}

/// What came of a piece. Lines count from its first row.
#[derive(Debug)]
pub(super) struct Piece {
    pub number: usize,
    /// The bytes of the text that are its own.
    pub own: Range<u64>,
    /// Where its first row begins and its last one ends; nothing where no row begins in it.
    pub rows: Option<Range<u64>>,
    pub part: Part,
    pub marks: Marks,
    pub lines: usize,
    /// Whether there is a row that is not blank.
    pub any: bool,
    /// The first lines that prove day before month, and month before day.
    pub proofs: [Option<usize>; 2],
    /// Whether there is a date whose order had to come from elsewhere.
    pub leans: bool,
    pub problems: Problems,
}

/// One thread's tools.
#[derive(Debug)]
pub(super) struct Worker<'a> {
    plan: Plan<'a>,
    pub words: Words,
    dates: Dates,
    buffer: Vec<u8>,
    category: String,
    party: String,
}

impl<'a> Worker<'a> {
    pub(super) fn new(plan: Plan<'a>, number: usize) -> Self {
        Self {
            plan,
            words: Words::new(number),
            dates: Dates::new(plan.sheet.order.order(), plan.sheet.calendar),
            buffer: Vec::new(),
            category: String::new(),
            party: String::new(),
        }
    }

    /// Reads the rows that begin in `own`. `start` is where the first one does, where that is known.
    pub(super) fn piece(
        &mut self,
        number: usize,
        own: Range<u64>,
        start: Option<u64>,
    ) -> Result<Piece, Broken> {
        // The byte before tells whether a row can begin right here.
        let from = start.unwrap_or(own.start.saturating_sub(1));
        let mut buffer = std::mem::take(&mut self.buffer);
        // Enough to finish the last row of most tables: 64 KiB behind a piece of 2 MiB.
        let mut behind = usize::try_from((own.end - own.start) / 32).unwrap_or(1).max(1);
        let is_end = self.fill(&mut buffer, from, own.end, behind)?;
        let mut piece = Piece {
            number,
            own: own.clone(),
            rows: None,
            part: Part::new(&self.words, 0),
            marks: marks(&buffer, from, &own, self.plan.text)?,
            lines: 0,
            any: false,
            proofs: [None; 2],
            leans: false,
            problems: Problems::default(),
        };
        let begin = match start {
            Some(_) => Some(0),
            None => self.guess(&buffer, from, &own, is_end),
        };
        let Some(begin) = begin else {
            self.buffer = buffer;
            return Ok(piece);
        };
        let start = from + begin as u64;
        piece.part.starts_at(start);
        let mut walk = Walk { from: begin, at: begin, counted: begin, line: 1, limit: 0 };
        walk.limit = usize::try_from(own.end.saturating_sub(from)).unwrap_or(usize::MAX);
        let mut is_end = is_end;
        while self.rows(&mut piece, &mut walk, &buffer, is_end)? == Outcome::Beyond {
            if buffer.len() - walk.at > LONGEST_ROW_BYTES {
                return Err(Broken::LongRow(from + walk.at as u64));
            }
            behind *= 8;
            is_end = self.fill(&mut buffer, from, own.end, behind)?;
        }
        let end = walk.at.min(buffer.len());
        let all = buffer.get(begin..end).unwrap_or_default();
        piece.lines = memchr::memchr_iter(b'\n', all).count();
        piece.rows = Some(start..from + end as u64);
        piece.part.shrink();
        self.buffer = buffer;
        Ok(piece)
    }

    /// Reads from `from` to so many bytes behind `to`; says whether that is the text's end.
    fn fill(
        &self,
        buffer: &mut Vec<u8>,
        from: u64,
        to: u64,
        behind: usize,
    ) -> Result<bool, Broken> {
        let text = self.plan.text;
        let end = to.saturating_add(behind as u64).min(text.bytes());
        buffer.resize(usize::try_from(end.saturating_sub(from)).unwrap_or(usize::MAX), 0);
        let read = text.fill(from, buffer).map_err(Broken::Io)?;
        if read < buffer.len() {
            return Err(Broken::Io(io::ErrorKind::UnexpectedEof.into()));
        }
        Ok(end == text.bytes())
    }

    /// Where the first row probably begins.
    fn guess(&self, buffer: &[u8], from: u64, own: &Range<u64>, is_end: bool) -> Option<usize> {
        let stretch = Stretch { bytes: buffer, delimiter: self.plan.delimiter, is_end };
        let own_len = usize::try_from(own.end.saturating_sub(from)).unwrap_or(usize::MAX);
        let mine = buffer.get(..own_len.saturating_sub(1).min(buffer.len()))?;
        let begins = || memchr::memchr_iter(b'\n', mine).map(|at| at + 1);
        let likely = begins().take(GUESSES).find(|begin| {
            stretch
                .walk(*begin, |_, _| ())
                .is_ok_and(|end| end.cells == self.plan.sheet.width && !end.stray)
        });
        likely.or_else(|| begins().next())
    }

    /// Reads rows until the piece's own bytes are over, or more bytes are needed.
    fn rows(
        &mut self,
        piece: &mut Piece,
        walk: &mut Walk,
        buffer: &[u8],
        is_end: bool,
    ) -> Result<Outcome, Broken> {
        let usable = if is_end {
            buffer.len()
        } else {
            memchr::memrchr(b'\n', buffer).map_or(0, |at| at + 1)
        };
        let all = buffer.get(walk.from..usable.max(walk.from)).unwrap_or_default();
        let text = std::str::from_utf8(all).map_err(|_| Broken::NotUtf8)?;
        let bytes = text.as_bytes();
        let stretch = Stretch { bytes, delimiter: self.plan.delimiter, is_end };
        let mut raw = Cells::default();
        while walk.at < walk.limit && walk.at - walk.from < bytes.len() {
            let at = walk.at - walk.from;
            let seats = &self.plan.seats.of_column;
            let end = stretch.walk(at, |column, cell| {
                if let Some(slot) = seats.get(column).and_then(|seat| raw.get_mut(*seat as usize)) {
                    *slot = cell;
                }
            });
            let Ok(end) = end else { return Ok(Outcome::Beyond) };
            let blank = bytes.get(at..end.at).is_some_and(|row| matches!(row, b"" | b"\r"));
            if !blank && !self.quick(piece, text, at, end, &raw) {
                self.at_length(piece, text, at, walk);
            }
            walk.at = walk.from + end.at + 1;
        }
        let over = is_end || walk.at >= walk.limit;
        Ok(if over { Outcome::Over } else { Outcome::Beyond })
    }

    /// A row whose cells are all of the usual kind; says whether it is one.
    fn quick(
        &mut self,
        piece: &mut Piece,
        text: &str,
        at: usize,
        end: RowEnd,
        raw: &Cells,
    ) -> bool {
        self.entry(piece, text, at, end, raw).is_some_and(|entry| {
            piece.any = true;
            piece.part.push(&mut self.words, entry);
            true
        })
    }

    fn entry(
        &mut self,
        piece: &mut Piece,
        text: &str,
        at: usize,
        end: RowEnd,
        raw: &Cells,
    ) -> Option<Entry> {
        let sheet = self.plan.sheet;
        if end.stray || end.cells != sheet.width {
            return None;
        }
        let seats = self.plan.seats;
        let given = |role: Role| match raw.get(role as usize) {
            Some(cell) if seats.has(role) => plain(text, *cell),
            _ => Some(""),
        };
        let (span, traits) =
            self.span(piece, [given(Role::Date)?, given(Role::Begin)?, given(Role::End)?])?;
        let spot = if !seats.has(Role::Latitude) && !seats.has(Role::Longitude) {
            None
        } else {
            let (position, radius_m) = position(given(Role::Latitude)?, given(Role::Longitude)?)?;
            let label =
                self.words.label(given(Role::Place)?, given(Role::Country)?, given(Role::Admin1)?);
            Some(Spot { position, radius_m, label })
        };
        let category = self.category(given(Role::Category)?);
        let party = self.party(seats.actors(raw)?.iter().map(|cell| plain(text, *cell)))?;
        let at = u32::try_from(at).ok()?;
        Some(Entry { at, span: Some(span), traits, spot, category, party })
    }

    /// The hull of a row's dates, and how they are told; nothing where they have to be read at length.
    fn span(
        &mut self,
        piece: &mut Piece,
        cells: [&str; 3],
    ) -> Option<((Second, Second), RowTraits)> {
        let mut found = [None; 3];
        for (found, text) in found.iter_mut().zip(cells) {
            if !text.is_empty() {
                *found = Some(self.dates.read(text)?);
            }
        }
        let hull = match found {
            [Some(date), ..] => (date.hull, date.traits),
            [None, Some(one), None] | [None, None, Some(one)] => (one.hull, one.traits),
            [None, Some(a), Some(b)] if a.is_day && b.is_day && a.hull <= b.hull => {
                ((a.hull.0, b.hull.1), a.traits)
            }
            _ => return None,
        };
        let [day, month] = &piece.proofs;
        for order in found.iter().flatten().filter_map(|date| date.proves) {
            // The line of the first that proves it is needed.
            (if order == Order::DayFirst { day } else { month }).as_ref()?;
        }
        piece.leans |= found.iter().flatten().any(|date| date.leans);
        Some(hull)
    }

    fn category(&mut self, cell: &str) -> u32 {
        if cell.is_empty() || !cell.is_ascii() {
            return self.words.category(&category(cell));
        }
        self.category.clear();
        self.category.push_str(cell);
        self.category.make_ascii_lowercase();
        self.words.category(&self.category)
    }

    /// Who takes part, named in one cell after the other.
    fn party<'t>(&mut self, cells: impl Iterator<Item = Option<&'t str>>) -> Option<u32> {
        self.party.clear();
        for cell in cells {
            if !self.party.is_empty() {
                self.party.push(';');
            }
            self.party.push_str(cell?);
        }
        Some(self.words.party(&self.party))
    }

    /// A row of any kind.
    fn at_length(&mut self, piece: &mut Piece, text: &str, at: usize, walk: &mut Walk) {
        let Some(row) = Rows::new(text, self.plan.delimiter).from(at, 1).next() else { return };
        if row.is_blank() {
            return;
        }
        piece.any = true;
        let sheet = self.plan.sheet;
        let mut line = None;
        let mut line = || *line.get_or_insert_with(|| walk.line_of(text, at));
        for column in sheet.date_columns() {
            let Ok(reading) = dates::read_on(row.cell(column), sheet.calendar) else { continue };
            piece.leans |= fast::leans(&reading);
            if let Some(order) = reading.order() {
                let [day, month] = &mut piece.proofs;
                let proof = if order == Order::DayFirst { day } else { month };
                proof.get_or_insert_with(&mut line);
            }
        }
        let problems = &mut piece.problems;
        let said = sheet.read(&row, |message| problems.push(Problem { line: line(), message }));
        let (Some(said), Ok(at)) = (said, u32::try_from(at)) else { return };
        let [country, admin1] = sheet.division(&row);
        let spot = said.spot.map(|spot| Spot {
            position: spot.position,
            radius_m: spot.radius_m,
            label: self.words.label(&spot.name, country, admin1),
        });
        let category = self.words.category(&said.category);
        let span = said.when.as_ref().map(fast::hull);
        let traits = fast::traits(said.when.as_ref());
        let actors = &sheet.columns.actors;
        let party = actors.iter().map(|column| Some(row.cell(*column)));
        let party = self.party(party).unwrap_or_default();
        let entry = Entry { at, span, traits, spot, category, party };
        piece.part.push(&mut self.words, entry);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Over,
    Beyond,
}

/// How far a piece is, in bytes of its buffer.
#[derive(Debug)]
struct Walk {
    /// Where its first row begins.
    from: usize,
    /// Where the next row begins.
    at: usize,
    /// Up to where lines were counted, and the line there.
    counted: usize,
    line: usize,
    /// Rows that begin from here on are another piece's.
    limit: usize,
}

impl Walk {
    /// The line of a byte of the piece's rows; bytes must be asked for in ascending order.
    fn line_of(&mut self, text: &str, at: usize) -> usize {
        let to = self.from + at;
        let counted = text.as_bytes().get(self.counted - self.from..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', counted).count();
        self.counted = to.max(self.counted);
        self.line
    }
}

/// Marks of a piece's own bytes; the part of them before what was read is read for it.
fn marks(buffer: &[u8], from: u64, own: &Range<u64>, text: &Text) -> Result<Marks, Broken> {
    let mut marks = Marks::from_byte(own.start);
    let before = from.saturating_sub(own.start);
    if before > 0 {
        let mut head = vec![0; usize::try_from(before.min(own.end - own.start)).unwrap_or(0)];
        let read = text.fill(own.start, &mut head).map_err(Broken::Io)?;
        marks.add(head.get(..read).unwrap_or_default());
    }
    let at = |byte: u64| usize::try_from(byte.saturating_sub(from)).unwrap_or(usize::MAX);
    marks.add(buffer.get(at(own.start)..at(own.end)).unwrap_or_default());
    Ok(marks)
}

/// The trimmed text of a cell that needs no unquoting.
fn plain(text: &str, raw: RawCell) -> Option<&str> {
    let inside = match raw.close {
        None => text.get(raw.from..raw.to)?,
        Some(_) if raw.doubled => return None,
        Some(close) if close + 1 == raw.to || text.get(close + 1..raw.to)? == "\r" => {
            text.get(raw.from + 1..close)?
        }
        Some(_) => return None,
    };
    Some(inside.trim())
}

fn position(lat: &str, lon: &str) -> Option<(LonLat, f64)> {
    let ((lat, lat_decimals), (lon, lon_decimals)) = (fast::decimal(lat)?, fast::decimal(lon)?);
    if lat == 0.0 && lon == 0.0 {
        return None;
    }
    let position = LonLat::new(lon, lat).ok()?;
    Some((position, cells::radius_m(lat_decimals.max(lon_decimals))))
}
