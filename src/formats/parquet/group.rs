//! The rows of one row group as lines of text.

use super::Lines;
use super::column::{Column, Desk};
use super::plan::Plan;
use super::pool::{Pool, STRIDE};
use parquet::errors::ParquetError as Refusal;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use std::fs::File;
use std::sync::Arc;

/// Rows that are unpacked at a time: their text stays in a core's cache until it is read.
pub(super) const BATCH: usize = 4_096;

/// A row group that is being unpacked.
pub struct Batches<'p> {
    plan: &'p Plan,
    columns: Vec<Column>,
    desk: Desk,
    points: Vec<Option<(f64, f64)>>,
    /// Longitude and latitude of points, each cell once for its row.
    degrees: [Pool; 2],
    own_codes: Vec<u32>,
}

/// A column of a batch: a code for each row, and the cells that they stand for.
#[derive(Clone, Copy, Debug)]
pub struct Coded<'b> {
    /// The codes of the rows.
    pub codes: &'b [u32],
    /// The cells.
    pub pool: &'b Pool,
}

impl<'p> Batches<'p> {
    pub(super) fn new(
        file: File,
        metadata: &ParquetMetaData,
        group: usize,
        plan: &'p Plan,
    ) -> Result<Self, Refusal> {
        let group = metadata
            .row_groups()
            .get(group)
            .ok_or_else(|| Refusal::General("a row group is not there".to_owned()))?;
        let rows = usize::try_from(group.num_rows()).unwrap_or_default();
        let (file, mut desk) = (Arc::new(file), Desk::default());
        let mut columns = Vec::with_capacity(plan.columns.len());
        for (number, column) in plan.columns.iter().enumerate() {
            let chunk = group
                .columns()
                .get(column.at)
                .ok_or_else(|| Refusal::General("a row group lacks a column".to_owned()))?;
            let pages = SerializedPageReader::new(Arc::clone(&file), chunk, rows, None)?;
            let sign = plan.sign(number);
            let is_points = plan.points == Some(number);
            let described = chunk.column_descr_ptr();
            let pages = Box::new(pages);
            columns.push(Column::new(column, sign, is_points, described, pages, &mut desk)?);
        }
        let degrees = [Pool::new(b','), Pool::new(b'\n')];
        let (points, own_codes) = (Vec::new(), Vec::new());
        Ok(Self { plan, columns, desk, points, degrees, own_codes })
    }

    /// Makes the next lines; none at the end.
    pub(super) fn next_batch(&mut self, lines: &mut Lines) -> Result<(), Refusal> {
        lines.clear();
        let mut rows = None;
        for (at, column) in self.columns.iter_mut().enumerate() {
            let points = (self.plan.points == Some(at)).then_some(&mut self.points);
            let read = column.read(points, &mut self.desk)?;
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
        self.locate(rows);
        self.assemble(rows, lines)
    }

    /// The column at a position of the header.
    #[must_use]
    pub fn column(&self, at: usize) -> Option<Coded<'_>> {
        if let Some(column) = self.columns.get(at) {
            return Some(Coded { codes: column.codes(), pool: column.pool() });
        }
        self.plan.points?;
        let pool = self.degrees.get(at - self.columns.len())?;
        Some(Coded { codes: &self.own_codes, pool })
    }

    /// How many columns the header has.
    fn width(&self) -> usize {
        self.columns.len() + if self.plan.points.is_some() { self.degrees.len() } else { 0 }
    }

    /// Writes the points as cells of their own.
    fn locate(&mut self, rows: usize) {
        if self.plan.points.is_none() {
            return;
        }
        let [lon, lat] = &mut self.degrees;
        for (pool, get) in [(lon, 0), (lat, 1)] {
            pool.clear();
            for row in 0..rows {
                let point = self.points.get(row).copied().flatten();
                let degrees = point.map(|(x, y)| if get == 0 { x } else { y });
                let text = degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
                pool.push(|out| out.extend_from_slice(text.as_bytes()));
            }
            pool.finish();
        }
        self.own_codes.clear();
        self.own_codes.extend((1..).take(rows));
    }

    fn assemble<'b>(&'b self, rows: usize, lines: &mut Lines) -> Result<(), Refusal> {
        let columns: Vec<Coded<'_>> = (0..self.width()).filter_map(|at| self.column(at)).collect();
        // No row is longer than the longest cells of all columns together.
        let longest = columns.iter().map(|column| column.pool.longest()).sum::<usize>() + STRIDE;
        let Lines { bytes, length, ends, breaks, is_plain } = lines;
        *breaks = columns.iter().any(|column| column.pool.breaks());
        *is_plain = columns.iter().all(|column| column.pool.is_plain());
        let lost = || Refusal::General("a row refers to a value that is not there".to_owned());
        let stretches =
            |column: &Coded<'b>| Some((column.codes.get(..rows)?, column.pool.stretches()));
        let columns: Option<Vec<_>> = columns.iter().map(stretches).collect();
        let columns = columns.ok_or_else(lost)?;
        let mut at = 0;
        for row in 0..rows {
            if bytes.len() < at + longest {
                bytes.resize((at + longest).max(bytes.len() * 2), 0);
            }
            for (codes, stretches) in &columns {
                let code = codes.get(row).ok_or_else(lost)?;
                at = stretches.copy(*code, bytes, at).ok_or_else(lost)?;
            }
            ends.push(at - 1);
        }
        *length = at;
        if at >= u32::MAX as usize {
            return Err(Refusal::General("a few thousand rows are more than 4 GB".to_owned()));
        }
        Ok(())
    }
}
