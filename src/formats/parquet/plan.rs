//! Which columns of a file are written, under what name and in what form.

use super::ParquetError;
use super::cells::Form;
use parquet::basic::Type;
use parquet::column::reader::ColumnReader;
use parquet::errors::ParquetError as Refusal;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::collections::HashMap;
use std::fs::File;

/// Values of a column looked at a time.
const LOOKED: usize = 65_536;

/// A column that is written.
#[derive(Debug)]
pub(super) struct Column {
    /// Its position among the file's columns.
    pub at: usize,
    pub form: Form,
    /// The level at which a value is there; 0 where it always is.
    pub defined: i16,
    name: String,
}

/// The columns that are written, in their order.
#[derive(Debug)]
pub(super) struct Plan {
    pub columns: Vec<Column>,
    /// The one of them that is written as longitude and latitude.
    pub points: Option<usize>,
    pub notes: Vec<String>,
}

impl Plan {
    pub fn of(reader: &SerializedFileReader<File>) -> Result<Self, ParquetError> {
        let schema = reader.metadata().file_metadata().schema_descr();
        let mut leaves: HashMap<&str, usize> = HashMap::new();
        for column in schema.columns() {
            *leaves.entry(column.name()).or_default() += 1;
        }
        let mut columns = Vec::new();
        let mut left_out = Vec::new();
        for (at, column) in schema.columns().iter().enumerate() {
            if column.max_rep_level() > 0 {
                left_out.push(column.path().string());
                continue;
            }
            // A value within a record goes by its own name where no other has it.
            let alone = leaves.get(column.name()) == Some(&1);
            let name = if alone { column.name().to_owned() } else { column.path().string() };
            let form = daily(reader, at, Form::of(column));
            columns.push(Column { at, form, defined: column.max_def_level(), name });
        }
        if columns.is_empty() {
            return Err(ParquetError::NoColumns(left_out.join(", ")));
        }
        let mut notes = Vec::new();
        if !left_out.is_empty() {
            let words = left_out.join(", ");
            notes.push(format!("holds lists, which no cell can show, in {words}: left out"));
        }
        let points = points(&columns, |at| schema.column(at).physical_type());
        Ok(Self { columns, points, notes })
    }

    /// What stands behind the cells of a column.
    pub fn sign(&self, column: usize) -> u8 {
        let is_last = column + 1 == self.columns.len() && self.points.is_none();
        if is_last { b'\n' } else { b',' }
    }

    /// The header with its line end.
    pub fn header(&self) -> String {
        let mut names: Vec<String> = self.columns.iter().map(|c| quoted(&c.name)).collect();
        if self.points.is_some() {
            names.extend(["longitude".to_owned(), "latitude".to_owned()]);
        }
        names.join(",") + "\n"
    }
}

fn quoted(name: &str) -> String {
    if name.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}

/// The column of points, by the names in use, where the file gives positions in no other way.
fn points(columns: &[Column], physical: impl Fn(usize) -> Type) -> Option<usize> {
    let has =
        |names: &[&str]| columns.iter().any(|c| names.contains(&c.name.to_lowercase().as_str()));
    if has(&["latitude", "lat"]) && has(&["longitude", "lon", "lng", "long"]) {
        return None;
    }
    columns.iter().position(|column| {
        let name = column.name.to_lowercase();
        physical(column.at) == Type::BYTE_ARRAY
            && (column.form == Form::Geometry
                || column.form == Form::Bytes
                    && matches!(name.as_str(), "geometry" | "geom" | "wkb_geometry" | "the_geom"))
    })
}

/// The form of a column of timestamps, or of days where all of them fall on midnight.
fn daily(reader: &SerializedFileReader<File>, at: usize, form: Form) -> Form {
    let Form::Timestamp { unit, .. } = form else { return form };
    let groups = 0..reader.num_row_groups();
    let every = |group: usize| all_on_midnight(reader, group, at, unit.per_second() * 86_400);
    // What cannot be read is told when its rows are unpacked.
    let all = reader.metadata().file_metadata().num_rows() > 0
        && groups.into_iter().all(|group| every(group).unwrap_or(true));
    if all { Form::Midnight { unit } } else { form }
}

fn all_on_midnight(
    reader: &SerializedFileReader<File>,
    group: usize,
    at: usize,
    per_day: i64,
) -> Result<bool, Refusal> {
    let group = reader.get_row_group(group)?;
    let ColumnReader::Int64ColumnReader(mut column) = group.get_column_reader(at)? else {
        return Ok(false);
    };
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    loop {
        levels.clear();
        values.clear();
        let (records, ..) = column.read_records(LOOKED, Some(&mut levels), None, &mut values)?;
        if values.iter().any(|value: &i64| value.rem_euclid(per_day) != 0) {
            return Ok(false);
        }
        if records == 0 {
            return Ok(true);
        }
    }
}
