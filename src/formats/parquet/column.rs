//! A batch of one column as codes of cells.

use super::cells::{self, Days, Form};
use super::group::BATCH;
use super::pages::{Begun, Codes, Texts, Values};
use super::plan;
use super::pool::{NONE, Pool};
use super::wkb;
use parquet::column::page::PageReader;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes, ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::errors::ParquetError as Refusal;
use parquet::schema::types::ColumnDescPtr;
use std::collections::VecDeque;

/// Bytes that all dictionaries of a row group may have: the columns beyond are read value by value.
const DICTIONARIES_BYTES: usize = 64 << 20;

/// Bytes that the cells of a dictionary may take. Usual ones take three times what the values do; a number
/// of eight bytes can have three hundred digits.
const CELLS_BYTES: usize = 256 << 20;

/// What the columns of a row group share, kept from batch to batch.
pub(super) struct Desk {
    days: Days,
    scratch: Scratch,
    dictionaries_bytes_left: usize,
}

impl Default for Desk {
    fn default() -> Self {
        let (days, scratch) = (Days::default(), Scratch::default());
        Self { days, scratch, dictionaries_bytes_left: DICTIONARIES_BYTES }
    }
}

/// A column of a row group on its way.
pub(super) struct Column {
    form: Form,
    /// The level at which a value is there; 0 where it always is.
    defined: i16,
    source: Source,
    dictionary: Dictionary,
    /// Pages of texts that rows may still refer to.
    texts: VecDeque<Texts>,
    /// Cells of the rows of a batch that do not all refer to the dictionary.
    own: Pool,
    codes: Vec<u32>,
    is_own: bool,
}

/// The cells of a dictionary, each written when rows first refer to it: most refer to values in the order
/// in which these stand, and then a cell is in a core's cache when it is needed.
struct Dictionary {
    cells: Pool,
    values: Option<Values>,
    /// How many values there are.
    count: u32,
}

enum Source {
    Codes(Codes),
    Values(ColumnReader),
    End,
}

impl Column {
    /// Of the pages of a column whose cells are followed by `sign`. The one of `points` has none that a
    /// dictionary could be made of.
    pub fn new(
        plan: &plan::Column,
        sign: u8,
        is_points: bool,
        described: ColumnDescPtr,
        pages: Box<dyn PageReader>,
        desk: &mut Desk,
    ) -> Result<Self, Refusal> {
        let (form, defined) = (plan.form, plan.defined);
        let begun = Begun::new(described, pages)?;
        let bytes = begun.dictionary_bytes();
        let mut dictionary = Dictionary { cells: Pool::new(sign), values: None, count: 0 };
        let source = if is_points || bytes > desk.dictionaries_bytes_left {
            Source::Values(begun.into_values())
        } else {
            desk.dictionaries_bytes_left -= bytes;
            if let Some((values, count)) = begun.dictionary_values() {
                dictionary = Dictionary { values: Some(values), count, ..dictionary };
            }
            Source::Codes(begun.into_codes()?)
        };
        let (own, texts, codes) = (Pool::new(sign), VecDeque::new(), Vec::new());
        Ok(Self { form, defined, source, dictionary, texts, own, codes, is_own: true })
    }

    /// The code of each row of the batch.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The cells that they stand for.
    pub fn pool(&self) -> &Pool {
        if self.is_own { &self.own } else { &self.dictionary.cells }
    }

    /// Reads the next batch, and its points where it has them; says how many rows it has.
    pub fn read(
        &mut self,
        points: Option<&mut Vec<Option<(f64, f64)>>>,
        desk: &mut Desk,
    ) -> Result<usize, Refusal> {
        self.codes.clear();
        self.is_own = false;
        if let Source::Codes(codes) = &mut self.source {
            read_codes(codes, self.defined, &mut self.codes, &mut desk.scratch)?;
            self.texts.extend(codes.texts());
            if self.codes.len() < BATCH
                && let Source::Codes(codes) = std::mem::replace(&mut self.source, Source::End)
            {
                self.source = codes.into_values().map_or(Source::End, Source::Values);
            }
            let last = self.codes.iter().copied().max().unwrap_or_default();
            self.dictionary.write_up_to(last, self.form, desk)?;
            if last <= self.dictionary.count && !matches!(self.source, Source::Values(_)) {
                return Ok(self.codes.len());
            }
        }
        self.is_own = true;
        self.own.clear();
        self.write_out();
        if let Source::Values(reader) = &mut self.source {
            let more = BATCH - self.codes.len();
            unpack(reader, more, self.form, self.defined, &mut self.own, points, desk)?;
        }
        if self.own.is_full() {
            return Err(Refusal::General("a few thousand rows are more than 4 GB".to_owned()));
        }
        self.own.finish();
        let rows = u32::try_from(self.own.len()).unwrap_or(u32::MAX);
        self.codes.clear();
        self.codes.extend(1..rows);
        Ok(self.codes.len())
    }

    /// Writes a cell for each code, of the dictionary or of a page of texts.
    fn write_out(&mut self) {
        let Self { form, dictionary, texts, own, codes, .. } = self;
        let (known, dictionary) = (dictionary.count, &dictionary.cells);
        texts_of(*form, own, |own, are_text| {
            let mut pages = texts.iter();
            let mut page = pages.next();
            for code in codes.iter() {
                if *code <= known {
                    own.push(|out| out.extend_from_slice(dictionary.cell(*code)));
                    continue;
                }
                // Codes of texts ascend as their pages do.
                while page.is_some_and(|page| page.end() <= *code) {
                    page = pages.next();
                }
                let text = page.and_then(|page| page.get(*code));
                own.push(|out| put(*form, are_text, text, out));
            }
        });
        if let Some(last) = codes.iter().rev().find(|code| **code > known) {
            while texts.front().is_some_and(|page| page.end() <= *last + 1) {
                texts.pop_front();
            }
        }
    }
}

impl Dictionary {
    /// Writes the cells up to a code, as far as there are any.
    fn write_up_to(&mut self, code: u32, form: Form, desk: &mut Desk) -> Result<(), Refusal> {
        let Self { cells, values: Some(values), count } = self else { return Ok(()) };
        let last = code.min(*count);
        let written = cells.len() as u32;
        if last < written {
            return Ok(());
        }
        cells.go_on();
        match values {
            Values::Texts(texts) => texts_of(form, cells, |cells, is_text| {
                for code in written..=last {
                    cells.push(|out| put(form, is_text, texts.get(code), out));
                }
            }),
            Values::Read(reader) => {
                unpack(reader, (last + 1 - written) as usize, form, 0, cells, None, desk)?;
                if cells.len() as u32 <= last {
                    let words = "a dictionary ends before its last value";
                    return Err(Refusal::General(words.to_owned()));
                }
            }
        }
        if cells.bytes() > CELLS_BYTES {
            return Err(Refusal::General("a dictionary has values of 256 MB".to_owned()));
        }
        cells.finish();
        Ok(())
    }
}

/// Reads the codes of a batch, fewer where its pages end before.
fn read_codes(
    reader: &mut Codes,
    defined: i16,
    codes: &mut Vec<u32>,
    scratch: &mut Scratch,
) -> Result<(), Refusal> {
    let (levels, values) = (&mut scratch.levels, &mut scratch.ints);
    levels.clear();
    values.clear();
    let mut rows = 0;
    // A call may end with a page.
    while rows < BATCH {
        let read = reader.read(BATCH - rows, (defined > 0).then_some(&mut *levels), values)?;
        if read == 0 {
            break;
        }
        rows += read;
    }
    let code = |code: &i32| code.cast_unsigned();
    if values.len() == rows {
        codes.extend(values.iter().map(code));
    } else {
        let mut values = values.iter().map(code);
        let all = levels.iter().take(rows);
        codes.extend(all.map(|level| {
            let value = if *level == defined { values.next() } else { None };
            value.unwrap_or(NONE)
        }));
    }
    Ok(())
}

/// Room for the values of a batch of one column, kept from batch to batch.
#[derive(Default)]
struct Scratch {
    levels: Vec<i16>,
    bools: Vec<bool>,
    ints: Vec<i32>,
    longs: Vec<i64>,
    ages: Vec<Int96>,
    floats: Vec<f32>,
    doubles: Vec<f64>,
    texts: Vec<ByteArray>,
    fixed: Vec<FixedLenByteArray>,
}

/// Puts so many rows of a column into a pool at most, a cell for each, and points beside them where it
/// has them.
fn unpack(
    reader: &mut ColumnReader,
    most: usize,
    form: Form,
    defined: i16,
    cells: &mut Pool,
    points: Option<&mut Vec<Option<(f64, f64)>>>,
    desk: &mut Desk,
) -> Result<(), Refusal> {
    let Desk { days, scratch, .. } = desk;
    let levels = &mut scratch.levels;
    match reader {
        ColumnReader::BoolColumnReader(column) => {
            let batch = Batch::read(column, most, defined, levels, &mut scratch.bools)?;
            batch.each(|value| cells.push(|out| form.bool(value, out)));
        }
        ColumnReader::Int32ColumnReader(column) => {
            let batch = Batch::read(column, most, defined, levels, &mut scratch.ints)?;
            batch.each(|v| {
                cells.push(|out| form.integer(v.map(|v| i64::from(*v)), true, days, out));
            });
        }
        ColumnReader::Int64ColumnReader(column) => {
            let batch = Batch::read(column, most, defined, levels, &mut scratch.longs)?;
            batch.each(|v| cells.push(|out| form.integer(v.copied(), false, days, out)));
        }
        ColumnReader::Int96ColumnReader(column) => {
            let batch = Batch::read(column, most, defined, levels, &mut scratch.ages)?;
            let nanos = |value: Option<&Int96>| value.map(|v| v.to_nanos());
            batch.each(|v| cells.push(|out| form.integer(nanos(v), false, days, out)));
        }
        ColumnReader::FloatColumnReader(column) => {
            let batch = Batch::read(column, most, defined, levels, &mut scratch.floats)?;
            batch.each(|value| cells.push(|out| form.float(value, out)));
        }
        ColumnReader::DoubleColumnReader(column) => {
            let batch = Batch::read(column, most, defined, levels, &mut scratch.doubles)?;
            batch.each(|value| cells.push(|out| form.double(value, out)));
        }
        ColumnReader::ByteArrayColumnReader(column) => {
            let batch = Batch::read(column, most, defined, levels, &mut scratch.texts)?;
            if let Some(points) = points {
                points.clear();
                batch.each(|v| points.push(v.and_then(|v| wkb::point(v.as_bytes()))));
                batch.each(|_| cells.push(|_| {}));
            } else {
                texts(&batch, form, cells, AsBytes::as_bytes);
            }
        }
        ColumnReader::FixedLenByteArrayColumnReader(column) => {
            let batch = Batch::read(column, most, defined, levels, &mut scratch.fixed)?;
            texts(&batch, form, cells, AsBytes::as_bytes);
        }
    }
    Ok(())
}

/// Writes cells of bytes: as text at first, and with more care where not all of them are.
fn texts_of(form: Form, cells: &mut Pool, mut write: impl FnMut(&mut Pool, bool)) {
    if form == Form::Text {
        let before = cells.len();
        write(cells, true);
        if cells.are_text_from(before) {
            return;
        }
        cells.truncate(before);
    }
    write(cells, false);
}

fn put(form: Form, is_text: bool, value: Option<&[u8]>, out: &mut Vec<u8>) {
    match value {
        Some(value) if is_text => cells::text(value, out),
        value => form.bytes(value, out),
    }
}

fn texts<T>(batch: &Batch<'_, T>, form: Form, cells: &mut Pool, bytes: impl Fn(&T) -> &[u8]) {
    texts_of(form, cells, |cells, is_text| {
        batch.each(|v| cells.push(|out| put(form, is_text, v.map(&bytes), out)));
    });
}

/// Values of a column, with the levels that say where one is missing.
struct Batch<'s, T> {
    levels: &'s [i16],
    values: &'s [T],
    defined: i16,
    rows: usize,
}

impl<'s, T> Batch<'s, T> {
    fn read<D: DataType<T = T>>(
        column: &mut ColumnReaderImpl<D>,
        most: usize,
        defined: i16,
        levels: &'s mut Vec<i16>,
        values: &'s mut Vec<T>,
    ) -> Result<Self, Refusal> {
        levels.clear();
        values.clear();
        let mut rows = 0;
        // A call may end with a page.
        while rows < most {
            let levels = (defined > 0).then_some(&mut *levels);
            let (read, ..) = column.read_records(most - rows, levels, None, values)?;
            if read == 0 {
                break;
            }
            rows += read;
        }
        Ok(Self { levels, values, defined, rows })
    }

    /// Every row's value; nothing where it is missing.
    fn each(&self, mut take: impl FnMut(Option<&T>)) {
        if self.defined == 0 {
            self.values.iter().take(self.rows).for_each(|value| take(Some(value)));
            return;
        }
        let mut values = self.values.iter();
        for level in self.levels.iter().take(self.rows) {
            take(if *level == self.defined { values.next() } else { None });
        }
    }
}
