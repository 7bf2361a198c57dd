//! Rows whose cells come with codes: what a cell says is worked out once, however many rows have it.
//!
//! It is the same reading as that of rows of text ([`Reader`]), and what a cell says is asked of that; here
//! is only kept what it said. Rows that take no short way are read from their text.

use super::fast::{self, Dated};
use super::piece::{Broken, Piece};
use super::reader::{DATES, Reader, Walk, plain, position, span};
use super::seats::{ACTORS, ROLES, Seats};
use crate::formats::parquet::{Batches, Coded, Lines, Pool};
use crate::formats::table::Role;
use crate::formats::table::rows::RawCell;
use crate::tables::{Entry, Spot};

/// The columns that are looked at.
struct Columns<'b> {
    dates: [Option<Coded<'b>>; DATES.len()],
    /// Latitude and longitude.
    degrees: [Option<Coded<'b>>; 2],
    category: Option<Coded<'b>>,
    /// What a place is called, its country and its division.
    label: [Option<Coded<'b>>; 3],
    party: [Option<Coded<'b>>; ACTORS],
    /// How many name actors; nothing where they are too many.
    actors: Option<usize>,
}

impl<'b> Columns<'b> {
    fn of(seats: &Seats, batches: &'b Batches<'_>) -> Self {
        let mut seated = [None; ROLES + ACTORS];
        for (column, seat) in seats.of_column.iter().enumerate() {
            if let Some(slot) = seated.get_mut(usize::from(*seat)) {
                *slot = batches.column(column);
            }
        }
        let of = |role: Role| seated.get(role as usize).copied().flatten();
        Self {
            dates: DATES.map(of),
            degrees: [Role::Latitude, Role::Longitude].map(of),
            category: of(Role::Category),
            label: [Role::Place, Role::Country, Role::Admin1].map(of),
            party: seated.last_chunk().copied().unwrap_or([None; ACTORS]),
            actors: seats.count_of_actors(),
        }
    }

    /// The column that alone says who takes part.
    fn actor(&self) -> Option<&Coded<'b>> {
        let [first, ..] = &self.party;
        first.as_ref().filter(|_| self.actors == Some(1))
    }
}

/// What a thread knows of cells that it met before.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// None where the cell is empty; nothing where it is to be read at length.
    dates: [Seen<Option<Option<Dated>>>; DATES.len()],
    degrees: [Seen<Degrees>; 2],
    /// The degrees of the rows of a batch, looked up column by column: they lie far apart, and so many
    /// of them are on their way at a time.
    of_rows: [Vec<Degrees>; 2],
    /// Nothing where it is to be read at length.
    categories: Seen<Option<u32>>,
    labels: Labels,
    /// Of who takes part where one column says so.
    actors: Seen<Option<u32>>,
    /// Where several do.
    parties: Together<ACTORS>,
}

/// What each cell of a pool says.
#[derive(Debug)]
struct Seen<T> {
    pool: u64,
    /// By code; nothing of cells that were not looked at yet.
    said: Vec<Option<T>>,
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self { pool: 0, said: Vec::new() }
    }
}

impl<T: Copy> Seen<T> {
    /// Forgets what another pool's cells said; a pool may have got more of them.
    fn begin(&mut self, column: Option<Coded<'_>>) {
        let Some(Coded { pool, .. }) = column else { return };
        if self.pool != pool.number() {
            self.pool = pool.number();
            self.said.clear();
        }
        self.said.resize(pool.len(), None);
    }

    /// What a cell said, where it was looked at.
    #[inline]
    fn get(&self, code: u32) -> Option<T> {
        self.said.get(code as usize).copied().flatten()
    }

    fn put(&mut self, code: u32, said: T) {
        if let Some(slot) = self.said.get_mut(code as usize) {
            *slot = Some(said);
        }
    }
}

/// Degrees as a cell writes them, in little room: of a column with many values this is looked up in no
/// order.
#[derive(Clone, Copy, Debug)]
struct Degrees {
    value: f64,
    decimals: Decimals,
}

/// How many decimals degrees have.
#[derive(Clone, Copy, Debug)]
enum Decimals {
    /// It has to be told at length.
    Unknown,
    Some(u8),
}

impl Degrees {
    fn read(pool: &Pool, code: u32) -> Self {
        // What is a plain number as it stands is one without its blanks and quotes.
        let plain = std::str::from_utf8(pool.cell(code)).ok().and_then(fast::decimal);
        let number = plain.or_else(|| fast::decimal(cell(pool, code)?));
        match number.map(|(value, decimals)| (value, u8::try_from(decimals))) {
            Some((value, Ok(decimals))) => Self { value, decimals: Decimals::Some(decimals) },
            _ => Self { value: 0.0, decimals: Decimals::Unknown },
        }
    }

    fn get(self) -> Option<(f64, usize)> {
        match self.decimals {
            Decimals::Some(decimals) => Some((self.value, decimals.into())),
            Decimals::Unknown => None,
        }
    }
}

impl Seen<Degrees> {
    fn degrees(&mut self, code: u32, pool: &Pool) -> Degrees {
        if let Some(said) = self.get(code) {
            return said;
        }
        let degrees = Degrees::read(pool, code);
        self.put(code, degrees);
        degrees
    }
}

/// How many combinations are remembered: those of a few thousand towns.
const TOGETHER: usize = 4_096;

/// What several cells of a row say together.
#[derive(Debug)]
struct Together<const N: usize> {
    pools: [u64; N],
    seats: Vec<Option<([u32; N], u32)>>,
}

impl<const N: usize> Default for Together<N> {
    fn default() -> Self {
        Self { pools: [0; N], seats: vec![None; TOGETHER] }
    }
}

impl<const N: usize> Together<N> {
    /// Forgets what cells of other pools said.
    fn begin(&mut self, columns: &[Option<Coded<'_>>; N]) {
        let pools = columns.map(|column| column.map_or(0, |column| column.pool.number()));
        if self.pools != pools {
            self.pools = pools;
            self.seats.fill(None);
        }
    }

    fn seat(codes: &[u32; N]) -> usize {
        let mixed = codes.iter().fold(0_u64, |sum, code| {
            (sum.rotate_left(5) ^ u64::from(*code)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        (mixed >> 52) as usize % TOGETHER
    }

    #[inline]
    fn get(&self, codes: &[u32; N]) -> Option<u32> {
        let (have, said) = self.seats.get(Self::seat(codes))?.as_ref()?;
        // One by one: what was just written as single numbers is slow to be read as one piece.
        have.iter().zip(codes).all(|(have, code)| have == code).then_some(*said)
    }

    fn put(&mut self, codes: [u32; N], said: u32) {
        if let Some(seat) = self.seats.get_mut(Self::seat(&codes)) {
            *seat = Some((codes, said));
        }
    }
}

/// What places are called: nearly always each with the same country and division.
#[derive(Debug, Default)]
struct Labels {
    pools: [u64; 3],
    /// By the code of the name: the codes of country and division, and what they are together.
    said: Vec<Option<[u32; 3]>>,
}

impl Labels {
    /// Forgets what cells of other pools said.
    fn begin(&mut self, columns: &[Option<Coded<'_>>; 3]) {
        let pools = columns.map(|column| column.map_or(0, |column| column.pool.number()));
        if self.pools != pools {
            self.pools = pools;
            self.said.clear();
        }
        let [name, ..] = columns;
        self.said.resize(name.map_or(1, |name| name.pool.len()), None);
    }

    #[inline]
    fn get(&self, [name, country, admin1]: [u32; 3]) -> Option<u32> {
        let [of_country, of_admin1, label] = self.said.get(name as usize).copied().flatten()?;
        ([of_country, of_admin1] == [country, admin1]).then_some(label)
    }

    fn put(&mut self, [name, country, admin1]: [u32; 3], label: u32) {
        if let Some(slot) = self.said.get_mut(name as usize) {
            *slot = Some([country, admin1, label]);
        }
    }
}

/// The cell of a row in a column.
#[inline]
fn at(column: &Option<Coded<'_>>, row: usize) -> Option<u32> {
    match column {
        Some(column) => column.codes.get(row).copied(),
        None => Some(0),
    }
}

/// The trimmed text of a cell that needs no unquoting; empty where there is no such column.
fn text<'b>(column: &Option<Coded<'b>>, code: u32) -> Option<&'b str> {
    let Some(Coded { pool, .. }) = column else { return Some("") };
    cell(pool, code)
}

fn cell(pool: &Pool, code: u32) -> Option<&str> {
    let text = std::str::from_utf8(pool.cell(code)).ok()?;
    plain(text, raw(text.as_bytes()))
}

/// A cell as it stands: in quotes where it begins with one.
fn raw(cell: &[u8]) -> RawCell {
    let to = cell.len();
    match cell.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) {
        None => RawCell { from: 0, to, close: None, doubled: false },
        Some(inside) => {
            let doubled = memchr::memchr(b'"', inside).is_some();
            RawCell { from: 0, to, close: Some(to - 1), doubled }
        }
    }
}

/// Reads the rows of a batch.
pub(super) fn piece(
    reader: &mut Reader<'_>,
    lines: &Lines,
    batches: &Batches<'_>,
) -> Result<Piece, Broken> {
    let bytes = lines.text();
    let mut piece = Piece::with_room(reader, bytes.len() as u64, lines.rows());
    let columns = Columns::of(reader.reading.seats, batches);
    reader.begin(&columns);
    let mut walk = Walk::new(0, bytes.len());
    // Only rows that are read at length need their text.
    let mut checked = None;
    let mut from = 0;
    for (row, end) in lines.ends().iter().enumerate() {
        let begin = std::mem::replace(&mut from, end + 1);
        if begin == *end {
            continue;
        }
        if let Some(entry) = reader.coded(&mut piece, row, begin, &columns) {
            piece.any = true;
            piece.part.push(&mut reader.words, entry);
            continue;
        }
        let text = match checked {
            Some(text) => text,
            None => *checked.insert(std::str::from_utf8(bytes).map_err(|_| Broken::NotUtf8)?),
        };
        reader.at_length(&mut piece, text, begin, &mut walk);
    }
    piece.lines = lines.count();
    piece.part.shrink();
    Ok(piece)
}

impl Reader<'_> {
    fn begin(&mut self, columns: &Columns<'_>) {
        let Known { dates, degrees, of_rows, categories, labels, actors, parties } =
            &mut self.known;
        dates.iter_mut().zip(columns.dates).for_each(|(seen, column)| seen.begin(column));
        for ((seen, of_rows), column) in degrees.iter_mut().zip(of_rows).zip(columns.degrees) {
            seen.begin(column);
            of_rows.clear();
            if let Some(Coded { codes, pool }) = column {
                of_rows.extend(codes.iter().map(|code| seen.degrees(*code, pool)));
            }
        }
        categories.begin(columns.category);
        labels.begin(&columns.label);
        actors.begin(columns.actor().copied());
        parties.begin(&columns.party);
    }

    /// A row whose cells are all of the usual kind; nothing where it is none.
    fn coded(
        &mut self,
        piece: &mut Piece,
        row: usize,
        begin: usize,
        columns: &Columns<'_>,
    ) -> Option<Entry> {
        let mut found = [None; DATES.len()];
        for (number, (found, column)) in found.iter_mut().zip(&columns.dates).enumerate() {
            if let Some(column) = column {
                *found = self.date_of(number, column, row)?;
            }
        }
        let (span, traits) = span(piece, found)?;
        let spot = match &columns.degrees {
            [None, None] => None,
            [Some(_), Some(_)] => {
                let [lat, lon] = &self.known.of_rows;
                let (position, radius_m) = position(lat.get(row)?.get()?, lon.get(row)?.get()?)?;
                Some(Spot { position, radius_m, label: self.label_of(row, &columns.label)? })
            }
            _ => return None,
        };
        let category = self.category_of(row, columns.category.as_ref())?;
        let party = self.party_of(row, columns)?;
        let at = u32::try_from(begin).ok()?;
        Some(Entry { at, span: Some(span), traits, spot, category, party })
    }

    #[inline]
    fn date_of(&mut self, number: usize, column: &Coded<'_>, row: usize) -> Option<Option<Dated>> {
        let code = *column.codes.get(row)?;
        if let Some(said) = self.known.dates.get(number)?.get(code) {
            return said;
        }
        let date = cell(column.pool, code).and_then(|cell| self.date(cell));
        self.known.dates.get_mut(number)?.put(code, date);
        date
    }

    #[inline]
    fn category_of(&mut self, row: usize, column: Option<&Coded<'_>>) -> Option<u32> {
        let Some(column) = column else { return Some(self.category("")) };
        let code = *column.codes.get(row)?;
        if let Some(said) = self.known.categories.get(code) {
            return said;
        }
        let category = cell(column.pool, code).map(|cell| self.category(cell));
        self.known.categories.put(code, category);
        category
    }

    #[inline]
    fn label_of(&mut self, row: usize, columns: &[Option<Coded<'_>>; 3]) -> Option<u32> {
        let [place, country, admin1] = columns;
        let codes = [at(place, row)?, at(country, row)?, at(admin1, row)?];
        if let Some(label) = self.known.labels.get(codes) {
            return Some(label);
        }
        let [of_place, of_country, of_admin1] = codes;
        let label = self.words.label(
            text(place, of_place)?,
            text(country, of_country)?,
            text(admin1, of_admin1)?,
        );
        self.known.labels.put(codes, label);
        Some(label)
    }

    #[inline]
    fn party_of(&mut self, row: usize, columns: &Columns<'_>) -> Option<u32> {
        if let Some(column) = columns.actor() {
            let code = *column.codes.get(row)?;
            if let Some(said) = self.known.actors.get(code) {
                return said;
            }
            let party = self.party(std::iter::once(cell(column.pool, code)));
            self.known.actors.put(code, party);
            return party;
        }
        let count = columns.actors?;
        let mut codes = [0; ACTORS];
        for (code, column) in codes.iter_mut().zip(&columns.party).take(count) {
            *code = at(column, row)?;
        }
        if let Some(party) = self.known.parties.get(&codes) {
            return Some(party);
        }
        let cells = columns.party.iter().zip(codes).take(count);
        let party = self.party(cells.map(|(column, code)| text(column, code)))?;
        self.known.parties.put(codes, party);
        Some(party)
    }
}
