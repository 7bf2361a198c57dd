//! The rows of one row group as lines of text.

use super::cells::{Cells, Days, Form};
use super::plan::Plan;
use super::wkb;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{
    AsBytes, BoolType, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType,
    Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::errors::ParquetError as Refusal;
use parquet::file::reader::RowGroupReader;

/// Rows that are unpacked at a time.
const BATCH: usize = 8_192;

/// A row group that is being unpacked.
pub(super) struct Batches<'p> {
    plan: &'p Plan,
    columns: Vec<ColumnReader>,
    cells: Vec<Cells>,
    points: Vec<Option<(f64, f64)>>,
    days: Days,
}

impl<'p> Batches<'p> {
    pub fn new(group: &dyn RowGroupReader, plan: &'p Plan) -> Result<Self, Refusal> {
        let columns: Result<Vec<_>, _> =
            plan.columns.iter().map(|column| group.get_column_reader(column.at)).collect();
        let cells = plan.columns.iter().map(|_| Cells::default()).collect();
        Ok(Self { plan, columns: columns?, cells, points: Vec::new(), days: Days::default() })
    }

    /// The next lines, and how many; nothing at the end.
    pub fn next_batch(&mut self) -> Result<Option<(Vec<u8>, u64)>, Refusal> {
        let mut rows = None;
        for (at, (reader, cells)) in self.columns.iter_mut().zip(&mut self.cells).enumerate() {
            let Some(column) = self.plan.columns.get(at) else { continue };
            let points = (self.plan.points == Some(at)).then_some(&mut self.points);
            let read = unpack(reader, column.form, column.defined, cells, points, &mut self.days)?;
            match rows {
                None => rows = Some(read),
                Some(rows) if rows != read => {
                    let words = format!("columns of one group end after {rows} and {read} rows");
                    return Err(Refusal::General(words));
                }
                Some(_) => {}
            }
        }
        let rows = rows.unwrap_or_default();
        if rows == 0 {
            return Ok(None);
        }
        let bytes = self.cells.iter().map(Cells::bytes).sum::<usize>();
        let mut text = Vec::with_capacity(bytes + rows * (self.cells.len() + 40));
        for row in 0..rows {
            for (at, cells) in self.cells.iter().enumerate() {
                if at > 0 {
                    text.push(b',');
                }
                text.extend_from_slice(cells.get(row));
            }
            if self.plan.points.is_some() {
                let point = self.points.get(row).copied().flatten();
                let words = point.map_or_else(|| ",,".to_owned(), |(x, y)| format!(",{x},{y}"));
                text.extend_from_slice(words.as_bytes());
            }
            text.push(b'\n');
        }
        Ok(Some((text, rows as u64)))
    }
}

/// Reads a batch of a column into cells, and its points where it has them; says how many rows.
fn unpack(
    reader: &mut ColumnReader,
    form: Form,
    defined: i16,
    cells: &mut Cells,
    points: Option<&mut Vec<Option<(f64, f64)>>>,
    days: &mut Days,
) -> Result<usize, Refusal> {
    cells.clear();
    match reader {
        ColumnReader::BoolColumnReader(column) => {
            let mut batch = Batch::<BoolType>::default();
            let rows = batch.read(column, defined)?;
            batch.each(rows, |value| cells.push(|out| form.bool(value, out)));
            Ok(rows)
        }
        ColumnReader::Int32ColumnReader(column) => {
            let mut batch = Batch::<Int32Type>::default();
            let rows = batch.read(column, defined)?;
            batch.each(rows, |v| {
                cells.push(|out| form.integer(v.map(|v| i64::from(*v)), true, days, out))
            });
            Ok(rows)
        }
        ColumnReader::Int64ColumnReader(column) => {
            let mut batch = Batch::<Int64Type>::default();
            let rows = batch.read(column, defined)?;
            batch.each(rows, |value| {
                cells.push(|out| form.integer(value.copied(), false, days, out))
            });
            Ok(rows)
        }
        ColumnReader::Int96ColumnReader(column) => {
            let mut batch = Batch::<Int96Type>::default();
            let rows = batch.read(column, defined)?;
            let nanos = |value: Option<&Int96>| value.map(|v| v.to_nanos());
            batch
                .each(rows, |value| cells.push(|out| form.integer(nanos(value), false, days, out)));
            Ok(rows)
        }
        ColumnReader::FloatColumnReader(column) => {
            let mut batch = Batch::<FloatType>::default();
            let rows = batch.read(column, defined)?;
            batch.each(rows, |value| cells.push(|out| form.float(value, out)));
            Ok(rows)
        }
        ColumnReader::DoubleColumnReader(column) => {
            let mut batch = Batch::<DoubleType>::default();
            let rows = batch.read(column, defined)?;
            batch.each(rows, |value| cells.push(|out| form.double(value, out)));
            Ok(rows)
        }
        ColumnReader::ByteArrayColumnReader(column) => {
            let mut batch = Batch::<ByteArrayType>::default();
            let rows = batch.read(column, defined)?;
            if let Some(points) = points {
                points.clear();
                batch.each(rows, |v| points.push(v.and_then(|v| wkb::point(v.as_bytes()))));
                batch.each(rows, |_| cells.push(|_| {}));
            } else {
                batch.each(rows, |v| cells.push(|out| form.bytes(v.map(AsBytes::as_bytes), out)));
            }
            Ok(rows)
        }
        ColumnReader::FixedLenByteArrayColumnReader(column) => {
            let mut batch = Batch::<FixedLenByteArrayType>::default();
            let rows = batch.read(column, defined)?;
            batch.each(rows, |v| cells.push(|out| form.bytes(v.map(AsBytes::as_bytes), out)));
            Ok(rows)
        }
    }
}

/// Values of a column, with the levels that say where one is missing.
struct Batch<T: DataType> {
    levels: Vec<i16>,
    values: Vec<T::T>,
    defined: i16,
}

impl<T: DataType> Default for Batch<T> {
    fn default() -> Self {
        Self { levels: Vec::new(), values: Vec::new(), defined: 0 }
    }
}

impl<T: DataType> Batch<T> {
    fn read(&mut self, column: &mut ColumnReaderImpl<T>, defined: i16) -> Result<usize, Refusal> {
        self.defined = defined;
        let mut rows = 0;
        // A call may end with a page.
        while rows < BATCH {
            let levels = (defined > 0).then_some(&mut self.levels);
            let (read, ..) = column.read_records(BATCH - rows, levels, None, &mut self.values)?;
            if read == 0 {
                break;
            }
            rows += read;
        }
        Ok(rows)
    }

    /// Every row's value; nothing where it is missing.
    fn each(&self, rows: usize, mut take: impl FnMut(Option<&T::T>)) {
        if self.defined == 0 {
            self.values.iter().take(rows).for_each(|value| take(Some(value)));
            return;
        }
        let mut values = self.values.iter();
        for level in self.levels.iter().take(rows) {
            take(if *level == self.defined { values.next() } else { None });
        }
    }
}
