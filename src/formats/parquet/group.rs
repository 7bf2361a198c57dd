//! The rows of one row group as lines of text.

use super::Lines;
use super::cells::{self, Cells, Days, Form};
use super::plan::Plan;
use super::wkb;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes, ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::errors::ParquetError as Refusal;
use parquet::file::reader::RowGroupReader;

/// Rows that are unpacked at a time: their text stays in a core's cache until it is read.
pub(super) const BATCH: usize = 4_096;

/// A row group that is being unpacked.
pub(super) struct Batches<'p> {
    plan: &'p Plan,
    columns: Vec<ColumnReader>,
    cells: Vec<Cells>,
    points: Vec<Option<(f64, f64)>>,
    days: Days,
    scratch: Scratch,
}

impl<'p> Batches<'p> {
    pub fn new(group: &dyn RowGroupReader, plan: &'p Plan) -> Result<Self, Refusal> {
        let columns: Result<Vec<_>, _> =
            plan.columns.iter().map(|column| group.get_column_reader(column.at)).collect();
        let cells = plan.columns.iter().map(|_| Cells::default()).collect();
        let (points, days, scratch) = (Vec::new(), Days::default(), Scratch::default());
        Ok(Self { plan, columns: columns?, cells, points, days, scratch })
    }

    /// Makes the next lines, with the places of the cells of wanted columns, ascending; none at the end.
    pub fn next_batch(&mut self, wanted: &[usize], lines: &mut Lines) -> Result<(), Refusal> {
        lines.clear();
        let mut rows = None;
        for (at, (reader, cells)) in self.columns.iter_mut().zip(&mut self.cells).enumerate() {
            let Some(column) = self.plan.columns.get(at) else { continue };
            let points = (self.plan.points == Some(at)).then_some(&mut self.points);
            let (form, defined) = (column.form, column.defined);
            let scratch = &mut self.scratch;
            let read = unpack(reader, form, defined, cells, points, &mut self.days, scratch)?;
            match rows {
                None => rows = Some(read),
                Some(rows) if rows != read => {
                    let words = format!("columns of one group end after {rows} and {read} rows");
                    return Err(Refusal::General(words));
                }
                Some(_) => {}
            }
        }
        self.assemble(rows.unwrap_or_default(), wanted, lines);
        Ok(())
    }

    fn assemble(&self, rows: usize, wanted: &[usize], lines: &mut Lines) {
        let bytes = self.cells.iter().map(Cells::bytes).sum::<usize>();
        lines.text.reserve(bytes + rows * (self.cells.len() + 40));
        let text = &mut lines.text;
        for row in 0..rows {
            let mut next = wanted.iter().copied().peekable();
            let mut column = 0;
            let mut cell = |text: &mut Vec<u8>, bytes: &[u8]| {
                if column > 0 {
                    text.push(b',');
                }
                let from = text.len();
                text.extend_from_slice(bytes);
                if next.next_if_eq(&column).is_some() {
                    lines.cells.push(from..text.len());
                }
                column += 1;
            };
            for cells in &self.cells {
                cell(text, cells.get(row));
            }
            if self.plan.points.is_some() {
                let point = self.points.get(row).copied().flatten();
                let [x, y] = match point {
                    Some((x, y)) => [x.to_string(), y.to_string()],
                    None => [String::new(), String::new()],
                };
                cell(text, x.as_bytes());
                cell(text, y.as_bytes());
            }
            lines.ends.push(text.len());
            text.push(b'\n');
        }
    }
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

/// Reads a batch of a column into cells, and its points where it has them; says how many rows.
fn unpack(
    reader: &mut ColumnReader,
    form: Form,
    defined: i16,
    cells: &mut Cells,
    points: Option<&mut Vec<Option<(f64, f64)>>>,
    days: &mut Days,
    scratch: &mut Scratch,
) -> Result<usize, Refusal> {
    cells.clear();
    let levels = &mut scratch.levels;
    match reader {
        ColumnReader::BoolColumnReader(column) => {
            let batch = Batch::read(column, defined, levels, &mut scratch.bools)?;
            batch.each(|value| cells.push(|out| form.bool(value, out)));
            Ok(batch.rows)
        }
        ColumnReader::Int32ColumnReader(column) => {
            let batch = Batch::read(column, defined, levels, &mut scratch.ints)?;
            batch.each(|v| {
                cells.push(|out| form.integer(v.map(|v| i64::from(*v)), true, days, out));
            });
            Ok(batch.rows)
        }
        ColumnReader::Int64ColumnReader(column) => {
            let batch = Batch::read(column, defined, levels, &mut scratch.longs)?;
            batch.each(|v| cells.push(|out| form.integer(v.copied(), false, days, out)));
            Ok(batch.rows)
        }
        ColumnReader::Int96ColumnReader(column) => {
            let batch = Batch::read(column, defined, levels, &mut scratch.ages)?;
            let nanos = |value: Option<&Int96>| value.map(|v| v.to_nanos());
            batch.each(|v| cells.push(|out| form.integer(nanos(v), false, days, out)));
            Ok(batch.rows)
        }
        ColumnReader::FloatColumnReader(column) => {
            let batch = Batch::read(column, defined, levels, &mut scratch.floats)?;
            batch.each(|value| cells.push(|out| form.float(value, out)));
            Ok(batch.rows)
        }
        ColumnReader::DoubleColumnReader(column) => {
            let batch = Batch::read(column, defined, levels, &mut scratch.doubles)?;
            batch.each(|value| cells.push(|out| form.double(value, out)));
            Ok(batch.rows)
        }
        ColumnReader::ByteArrayColumnReader(column) => {
            let batch = Batch::read(column, defined, levels, &mut scratch.texts)?;
            if let Some(points) = points {
                points.clear();
                batch.each(|v| points.push(v.and_then(|v| wkb::point(v.as_bytes()))));
                batch.each(|_| cells.push(|_| {}));
            } else {
                texts(&batch, form, cells, AsBytes::as_bytes);
            }
            Ok(batch.rows)
        }
        ColumnReader::FixedLenByteArrayColumnReader(column) => {
            let batch = Batch::read(column, defined, levels, &mut scratch.fixed)?;
            texts(&batch, form, cells, AsBytes::as_bytes);
            Ok(batch.rows)
        }
    }
}

/// Writes cells of bytes: as text at first, and one by one where not all of them are.
fn texts<T>(batch: &Batch<'_, T>, form: Form, cells: &mut Cells, bytes: impl Fn(&T) -> &[u8]) {
    if form == Form::Text {
        batch.each(|v| cells.push(|out| v.into_iter().for_each(|v| cells::text(bytes(v), out))));
        if cells.are_text() {
            return;
        }
        cells.clear();
    }
    batch.each(|v| cells.push(|out| form.bytes(v.map(&bytes), out)));
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
        defined: i16,
        levels: &'s mut Vec<i16>,
        values: &'s mut Vec<T>,
    ) -> Result<Self, Refusal> {
        levels.clear();
        values.clear();
        let mut rows = 0;
        // A call may end with a page.
        while rows < BATCH {
            let levels = (defined > 0).then_some(&mut *levels);
            let (read, ..) = column.read_records(BATCH - rows, levels, None, values)?;
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
