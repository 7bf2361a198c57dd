//! What a row says, for one thread: a short way for usual rows, and the way of all tables for others.

use super::coded::Known;
use super::fast::{self, Dated, Dates};
use super::piece::Piece;
use super::seats::{Cells, Seats};
use crate::formats::dates::{self, Order};
use crate::formats::table::rows::{RawCell, RowEnd, Rows};
use crate::formats::table::sheet::{Sheet, category};
use crate::formats::table::{Problem, Role, cells};
use crate::model::{LonLat, RowTraits, Second};
use crate::tables::{Entry, Spot, Words};

/// How rows are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    pub delimiter: u8,
    pub sheet: &'a Sheet,
    pub seats: &'a Seats,
}

/// One thread's reading of rows.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub reading: Reading<'a>,
    pub words: Words,
    pub(super) known: Known,
    pub(super) dates: Dates,
    category: String,
    party: String,
}

impl<'a> Reader<'a> {
    pub(super) fn new(reading: Reading<'a>, number: usize) -> Self {
        Self {
            reading,
            words: Words::new(number),
            known: Known::default(),
            dates: Dates::new(reading.sheet.order.order(), reading.sheet.calendar),
            category: String::new(),
            party: String::new(),
        }
    }

    /// Reads the row that begins at a byte of the text and is made of these cells.
    pub(super) fn row(
        &mut self,
        piece: &mut Piece,
        text: &str,
        at: usize,
        end: RowEnd,
        raw: &Cells,
        walk: &mut Walk,
    ) {
        let bytes = text.as_bytes();
        let blank = bytes.get(at..end.at).is_some_and(|row| matches!(row, b"" | b"\r"));
        if !blank && !self.quick(piece, text, at, end, raw) {
            self.at_length(piece, text, at, walk);
        }
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
        let sheet = self.reading.sheet;
        if end.stray || end.cells != sheet.width {
            return None;
        }
        let seats = self.reading.seats;
        let given = |role: Role| match raw.get(role as usize) {
            Some(cell) if seats.has(role) => plain(text, *cell),
            _ => Some(""),
        };
        let mut found = [None; 3];
        for (found, role) in found.iter_mut().zip(DATES) {
            *found = self.date(given(role)?)?;
        }
        let (span, traits) = span(piece, found)?;
        let spot = if !seats.has(Role::Latitude) && !seats.has(Role::Longitude) {
            None
        } else {
            let degrees = [Role::Latitude, Role::Longitude].map(|role| fast::decimal(given(role)?));
            let [lat, lon] = degrees;
            let (position, radius_m) = position(lat?, lon?)?;
            let label =
                self.words.label(given(Role::Place)?, given(Role::Country)?, given(Role::Admin1)?);
            Some(Spot { position, radius_m, label })
        };
        let category = self.category(given(Role::Category)?);
        let party = self.party(seats.actors(raw)?.iter().map(|cell| plain(text, *cell)))?;
        let at = u32::try_from(at).ok()?;
        Some(Entry { at, span: Some(span), traits, spot, category, party })
    }

    /// A date, none where the cell is empty; nothing where it has to be read at length.
    pub(super) fn date(&mut self, cell: &str) -> Option<Option<Dated>> {
        if cell.is_empty() { Some(None) } else { self.dates.read(cell).map(Some) }
    }

    pub(super) fn category(&mut self, cell: &str) -> u32 {
        if cell.is_empty() || !cell.is_ascii() {
            return self.words.category(&category(cell));
        }
        self.category.clear();
        self.category.push_str(cell);
        self.category.make_ascii_lowercase();
        self.words.category(&self.category)
    }

    /// Who takes part, named in one cell after the other.
    pub(super) fn party<'t>(
        &mut self,
        cells: impl Iterator<Item = Option<&'t str>>,
    ) -> Option<u32> {
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
    pub(super) fn at_length(&mut self, piece: &mut Piece, text: &str, at: usize, walk: &mut Walk) {
        let Some(row) = Rows::new(text, self.reading.delimiter).from(at, 1).next() else { return };
        if row.is_blank() {
            return;
        }
        piece.any = true;
        let sheet = self.reading.sheet;
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

/// How far a piece is, in bytes of its buffer.
#[derive(Debug)]
pub(super) struct Walk {
    /// Where its first row begins.
    pub from: usize,
    /// Where the next row begins.
    pub at: usize,
    /// Up to where lines were counted, and the line there.
    counted: usize,
    line: usize,
    /// Rows that begin from here on are another piece's.
    pub limit: usize,
}

impl Walk {
    /// From where the first row begins.
    pub(super) fn new(from: usize, limit: usize) -> Self {
        Self { from, at: from, counted: from, line: 1, limit }
    }

    /// The line of a byte of the piece's rows; bytes must be asked for in ascending order.
    fn line_of(&mut self, text: &str, at: usize) -> usize {
        let to = self.from + at;
        let counted = text.as_bytes().get(self.counted - self.from..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', counted).count();
        self.counted = to.max(self.counted);
        self.line
    }
}

/// The columns of a row's dates, in the order in which they count.
pub(super) const DATES: [Role; 3] = [Role::Date, Role::Begin, Role::End];

/// The hull of a row's dates, and how they are told; nothing where they have to be read at length.
pub(super) fn span(
    piece: &mut Piece,
    found: [Option<Dated>; 3],
) -> Option<((Second, Second), RowTraits)> {
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

/// The trimmed text of a cell that needs no unquoting.
pub(super) fn plain(text: &str, raw: RawCell) -> Option<&str> {
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

/// Where a row's degrees of latitude and longitude are, by their decimals; nothing where they are to be
/// looked at again.
pub(super) fn position(
    (lat, lat_decimals): (f64, usize),
    (lon, lon_decimals): (f64, usize),
) -> Option<(LonLat, f64)> {
    if lat == 0.0 && lon == 0.0 {
        return None;
    }
    let position = LonLat::new(lon, lat).ok()?;
    Some((position, cells::radius_m(lat_decimals.max(lon_decimals))))
}
