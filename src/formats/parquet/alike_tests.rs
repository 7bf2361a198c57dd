//! What is unpacked by dictionary and page is what the crate's readers give value by value, whatever way
//! a file was written; and rows read by code say what their text says.

use super::cells::{self, Days, Form};
use super::tests::{Folder, all, try_both_ways};
use super::*;
use ::parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::column::writer::ColumnWriterImpl;
use ::parquet::data_type::{
    AsBytes, BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType,
    FloatType, Int32Type, Int64Type,
};
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use std::fs;

/// Types of columns, as a schema writes them.
const KINDS: [&str; 9] = [
    "binary {} (UTF8)",
    "int32 {} (DATE)",
    "int64 {} (TIMESTAMP(MILLIS,true))",
    "double {}",
    "float {}",
    "boolean {}",
    "binary {}",
    "fixed_len_byte_array(2) {} (DECIMAL(4,2))",
    "int32 {}",
];

/// How a file is written.
#[derive(Clone, Debug)]
struct Manner {
    compression: Compression,
    version: WriterVersion,
    dictionary: bool,
    /// Bytes beyond which a writer goes on without a dictionary.
    dictionary_limit: usize,
    page_rows: usize,
    /// Without a dictionary, an encoding other than the plain one.
    delta: bool,
}

fn manner() -> impl Strategy<Value = Manner> {
    let compression = prop_oneof![
        Just(Compression::UNCOMPRESSED),
        Just(Compression::SNAPPY),
        Just(Compression::LZ4_RAW),
        Just(Compression::ZSTD(ZstdLevel::default())),
        Just(Compression::GZIP(GzipLevel::default())),
    ];
    let version = prop_oneof![Just(WriterVersion::PARQUET_1_0), Just(WriterVersion::PARQUET_2_0)];
    let limit = prop_oneof![1_usize..3_000, Just(1 << 20)];
    let parts = (compression, version, any::<bool>(), limit, 100_usize..6_000, any::<bool>());
    parts.prop_map(|(compression, version, dictionary, dictionary_limit, page_rows, delta)| {
        Manner { compression, version, dictionary, dictionary_limit, page_rows, delta }
    })
}

/// A column: its type, whether values may be missing, and how many different ones there are.
#[derive(Clone, Debug)]
struct Made {
    kind: usize,
    optional: bool,
    variety: u64,
    seed: u64,
}

fn columns() -> impl Strategy<Value = Vec<Made>> {
    let variety = prop_oneof![1_u64..40, 1_000_u64..100_000];
    let made = (0..KINDS.len(), any::<bool>(), variety, any::<u64>());
    let made =
        made.prop_map(|(kind, optional, variety, seed)| Made { kind, optional, variety, seed });
    prop::collection::vec(made, 1..5)
}

/// A number of a row, the same at every run.
fn number(seed: u64, row: usize) -> u64 {
    let mut x = seed ^ (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

impl Made {
    /// The number that a row's value is made of; nothing where it is missing.
    fn value(&self, row: usize) -> Option<u64> {
        let number = number(self.seed, row);
        // Missing ones come in runs, too: whole pages of them.
        let missing = self.optional && (number.is_multiple_of(7) || row / 1_500 % 3 == 1);
        (!missing).then_some((number >> 8) % self.variety)
    }

    fn write(&self, column: &mut ::parquet::file::writer::SerializedColumnWriter<'_>, rows: usize) {
        match self.kind {
            0 => self.put(column.typed::<ByteArrayType>(), rows, |n| text(n).as_str().into()),
            1 | 8 => self.put(column.typed::<Int32Type>(), rows, |n| n as i32 - 20_000),
            2 => self.put(column.typed::<Int64Type>(), rows, |n| n as i64 * 997_000 - 5_000),
            3 => self.put(column.typed::<DoubleType>(), rows, |n| n as f64 / 1e4 - 3.5),
            4 => self.put(column.typed::<FloatType>(), rows, |n| n as f32 / 64.0),
            5 => self.put(column.typed::<BoolType>(), rows, |n| n.is_multiple_of(3)),
            6 => self.put(column.typed::<ByteArrayType>(), rows, bytes),
            _ => self.put(column.typed::<FixedLenByteArrayType>(), rows, |n| {
                ByteArray::from((n as i16).to_be_bytes().to_vec()).into()
            }),
        }
    }

    fn put<D: DataType>(
        &self,
        writer: &mut ColumnWriterImpl<'_, D>,
        rows: usize,
        make: impl Fn(u64) -> D::T,
    ) {
        let values: Vec<D::T> = (0..rows).filter_map(|row| self.value(row)).map(make).collect();
        let levels: Vec<i16> = (0..rows).map(|row| self.value(row).is_some().into()).collect();
        let levels = self.optional.then_some(levels.as_slice());
        writer.write_batch(&values, levels, None).unwrap();
    }
}

fn text(number: u64) -> String {
    match number % 11 {
        0 => String::new(),
        1 => format!("says \"{number}\", and no more"),
        2 => format!("two\nlines of {number}"),
        3 => format!("Qāmišlī {number}"),
        4 => format!("{number}, at a length that no single stride of bytes will ever hold"),
        _ => format!("Town {number}"),
    }
}

/// Texts for the most part, some of which are none.
fn bytes(number: u64) -> ByteArray {
    match number % 97 {
        0 => ByteArray::from(vec![0xFF, 0xFE, number as u8]),
        _ => text(number).as_str().into(),
    }
}

fn write(
    folder: &Folder,
    columns: &[Made],
    groups: &[usize],
    manner: &Manner,
) -> std::path::PathBuf {
    let fields = columns.iter().enumerate().map(|(at, made)| {
        let repetition = if made.optional { "optional" } else { "required" };
        format!("{repetition} {};", KINDS[made.kind].replace("{}", &format!("c{at}")))
    });
    let schema = format!("message events {{ {} }}", fields.collect::<String>());
    let mut properties = WriterProperties::builder()
        .set_compression(manner.compression)
        .set_writer_version(manner.version)
        .set_dictionary_enabled(manner.dictionary)
        .set_dictionary_page_size_limit(manner.dictionary_limit)
        .set_data_page_row_count_limit(manner.page_rows)
        .set_write_batch_size(64);
    for (at, made) in columns.iter().enumerate().filter(|_| manner.delta && !manner.dictionary) {
        let encoding = match made.kind {
            0 | 6 if made.seed.is_multiple_of(2) => Encoding::DELTA_LENGTH_BYTE_ARRAY,
            0 | 6 => Encoding::DELTA_BYTE_ARRAY,
            1 | 2 | 8 => Encoding::DELTA_BINARY_PACKED,
            3 | 4 => Encoding::BYTE_STREAM_SPLIT,
            _ => continue,
        };
        properties = properties.set_column_encoding(format!("c{at}").into(), encoding);
    }
    let path = folder.0.join("alike.parquet");
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let file = fs::File::create(&path).unwrap();
    let mut out = SerializedFileWriter::new(file, schema, Arc::new(properties.build())).unwrap();
    for rows in groups {
        let mut group = out.next_row_group().unwrap();
        for made in columns {
            let mut column = group.next_column().unwrap().unwrap();
            made.write(&mut column, *rows);
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    out.close().unwrap();
    path
}

/// The cells of a column, each by the reader of its type.
fn cells(reader: ColumnReader, form: Form, defined: i16, rows: usize) -> Vec<Vec<u8>> {
    fn each<D: DataType>(
        mut reader: ColumnReaderImpl<D>,
        defined: i16,
        rows: usize,
        mut write: impl FnMut(Option<&D::T>, &mut Vec<u8>),
    ) -> Vec<Vec<u8>> {
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let mut read = 0;
        while read < rows {
            read += reader.read_records(rows, Some(&mut levels), None, &mut values).unwrap().0;
        }
        let levels = if defined > 0 { levels } else { vec![0; rows] };
        let mut values = values.iter();
        levels
            .iter()
            .map(|level| {
                let mut cell = Vec::new();
                write(if *level == defined { values.next() } else { None }, &mut cell);
                cell
            })
            .collect()
    }
    let mut days = Days::default();
    match reader {
        ColumnReader::BoolColumnReader(r) => each(r, defined, rows, |v, out| form.bool(v, out)),
        ColumnReader::Int32ColumnReader(r) => each(r, defined, rows, |v, out| {
            form.integer(v.map(|v| i64::from(*v)), true, &mut days, out);
        }),
        ColumnReader::Int64ColumnReader(r) => {
            each(r, defined, rows, |v, out| form.integer(v.copied(), false, &mut days, out))
        }
        ColumnReader::FloatColumnReader(r) => each(r, defined, rows, |v, out| form.float(v, out)),
        ColumnReader::DoubleColumnReader(r) => each(r, defined, rows, |v, out| form.double(v, out)),
        ColumnReader::ByteArrayColumnReader(r) => {
            each(r, defined, rows, |v, out| form.bytes(v.map(|v| v.as_bytes()), out))
        }
        ColumnReader::FixedLenByteArrayColumnReader(r) => {
            each(r, defined, rows, |v, out| form.bytes(v.map(|v| v.as_bytes()), out))
        }
        ColumnReader::Int96ColumnReader(_) => Vec::new(),
    }
}

/// The text of a file by the crate's readers of values alone.
fn expected(path: &Path) -> Vec<u8> {
    let parquet = Parquet::open(path).unwrap();
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = parquet.header().into_bytes();
    for number in 0..reader.num_row_groups() {
        let group = reader.get_row_group(number).unwrap();
        let rows = usize::try_from(group.metadata().num_rows()).unwrap();
        let columns: Vec<Vec<Vec<u8>>> = parquet
            .plan
            .columns
            .iter()
            .map(|c| cells(group.get_column_reader(c.at).unwrap(), c.form, c.defined, rows))
            .collect();
        for row in 0..rows {
            let cells: Vec<&[u8]> = columns.iter().map(|cells| cells[row].as_slice()).collect();
            text.extend(cells.join(&b','));
            text.push(b'\n');
        }
    }
    text
}

fn unpacked(path: &Path) -> (Vec<u8>, Vec<Gap>) {
    let mut text = Vec::new();
    let take = &mut |bytes: &[u8]| {
        text.extend_from_slice(bytes);
        Ok(())
    };
    let gaps = Parquet::open(path).unwrap().write(take, &Task::new()).unwrap();
    (text, gaps)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn values_are_those_of_the_crates_readers(
        columns in columns(),
        groups in prop::collection::vec(prop_oneof![1_usize..40, 4_000_usize..9_500], 1..3),
        manner in manner(),
    ) {
        let folder = Folder::new("alike");
        let path = write(&folder, &columns, &groups, &manner);
        let (text, gaps) = unpacked(&path);
        prop_assert_eq!(gaps, []);
        let expected = expected(&path);
        let first = text.iter().zip(&expected).position(|(a, b)| a != b);
        prop_assert!(text == expected, "{} and {} bytes, from {:?}", text.len(), expected.len(), first);
    }

    #[test]
    fn damage_costs_rows_but_no_more(
        columns in columns(),
        manner in manner(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let folder = Folder::new("damage");
        let path = write(&folder, &columns, &[300, 300], &manner);
        let mut file = fs::read(&path).unwrap();
        // The end, which says where the columns lie, stays as it is.
        let footer = file.last_chunk::<8>().unwrap().first_chunk::<4>().unwrap();
        let pages = file.len() - 8 - u32::from_le_bytes(*footer) as usize;
        for (at, to) in &hits {
            file[4 + at.index(pages - 4)] = *to;
        }
        fs::write(&path, &file).unwrap();
        let (mut rows, mut text) = (0, Vec::new());
        let take = &mut |lines: &Lines, ()| {
            rows += lines.rows() as u64;
            text.extend_from_slice(lines.text());
            Ok(())
        };
        let table = Parquet::open(&path).unwrap();
        let nothing = |_: &mut (), _: &Lines, _: &Batches<'_>| ();
        let (gaps, _) = table.each(|_| (), nothing, take, &|| false, &Task::new()).unwrap();
        prop_assert!(String::from_utf8(text).is_ok());
        let lost: u64 = gaps.iter().map(|gap| gap.rows.end - gap.rows.start).sum();
        prop_assert!(rows + lost >= 600, "{rows} rows, {lost} lost");
        prop_assert!(gaps.iter().all(|gap| !gap.why.is_empty()));
    }
}

/// A table of events whose columns are all texts, each of its own list, cell after cell.
fn events(
    folder: &Folder,
    columns: &[(&str, Vec<&str>)],
    rows: usize,
    limit: usize,
) -> std::path::PathBuf {
    let fields: String =
        columns.iter().map(|(name, _)| format!("optional binary {name} (UTF8);")).collect();
    let schema = Arc::new(parse_message_type(&format!("message events {{ {fields} }}")).unwrap());
    let properties = WriterProperties::builder()
        .set_dictionary_page_size_limit(limit)
        .set_data_page_row_count_limit(700)
        .set_write_batch_size(64);
    let path = folder.0.join("events.parquet");
    let file = fs::File::create(&path).unwrap();
    let mut out = SerializedFileWriter::new(file, schema, Arc::new(properties.build())).unwrap();
    for group in 0..2 {
        let mut writer = out.next_row_group().unwrap();
        for (at, (_, cells)) in columns.iter().enumerate() {
            let of = |row: usize| {
                let number = number(at as u64 + 100 * group, row) as usize;
                Some(cells[number % cells.len()]).filter(|_| !(number / 64).is_multiple_of(50))
            };
            let values: Vec<ByteArray> = (0..rows).filter_map(of).map(ByteArray::from).collect();
            let levels: Vec<i16> = (0..rows).map(|row| of(row).is_some().into()).collect();
            let mut column = writer.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
            column.close().unwrap();
        }
        writer.close().unwrap();
    }
    out.close().unwrap();
    path
}

/// Cells of one column, usual ones and odd ones.
fn some(of: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(of), 1..6)
}

const DATES: &[&str] = &[
    "2026-01-28",
    "2025-12-31",
    "2026",
    "soon",
    "28/1/2026",
    "1/28/2026",
    "3/4/2025",
    " 2026-01-28 ",
    "\"2026-01-28\"",
    "2026-01-28~",
    "",
    "2026-02-30",
];
const DEGREES: &[&str] =
    &["34.73", "36.0512", "-7", "910", "0", "", " 41.2", "1e1", "north", "\"3\""];
const NAMES: &[&str] = &[
    "Homs",
    "Homs, old town",
    "",
    " Homs ",
    "Qāmišlī",
    "the \"Green\" bridge",
    "two\nlines",
    "Aleppo\r",
];
const ACTORS: &[&str] = &["Army", "Army; Police", "", " Army ", "\"Élan\", old", ";", "Army;Army"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_read_by_code_say_what_their_text_says(
        when in (some(DATES), prop::option::of(some(DATES))),
        spot in prop::option::of((some(DEGREES), some(DEGREES))),
        names in (some(NAMES), prop::option::of(some(NAMES)), prop::option::of(some(NAMES))),
        category in prop::option::of(some(NAMES)),
        actors in prop::collection::vec(some(ACTORS), 0..4),
        (rows, limit) in (1_usize..5_000, prop_oneof![1_usize..200, Just(1 << 20)]),
    ) {
        let (date, end) = when;
        let (place, country, admin1) = names;
        let mut columns = vec![("event_date", date), ("location", place)];
        columns.extend(end.map(|cells| ("end_date", cells)));
        if let Some((lat, lon)) = spot {
            columns.extend([("latitude", lat), ("longitude", lon)]);
        }
        columns.extend(country.map(|cells| ("country", cells)));
        columns.extend(admin1.map(|cells| ("admin1", cells)));
        columns.extend(category.map(|cells| ("event_type", cells)));
        columns.extend(["actor1", "actor2", "actor3"].into_iter().zip(actors));
        let folder = Folder::new("by-code");
        let path = events(&folder, &columns, rows, limit);
        // A table in which nothing is said of any row is none either way.
        let Some([unpacked, read]) = try_both_ways(&folder, &path) else { return Ok(()) };
        prop_assert_eq!(&unpacked.problems, &read.problems);
        prop_assert!(all(&*unpacked.rows) == all(&*read.rows));
        prop_assert_eq!(unpacked.rows.places(), read.rows.places());
        for place in 0..read.rows.places() {
            prop_assert_eq!(unpacked.rows.place(place), read.rows.place(place));
        }
        prop_assert_eq!(unpacked.rows.categories(), read.rows.categories());
    }
}

#[test]
fn a_cell_is_quoted_where_it_has_to_be() {
    for (cell, written) in [
        ("", ""),
        ("Homs", "Homs"),
        ("a,b", "\"a,b\""),
        ("\"", "\"\"\"\""),
        ("say \"no\"", "\"say \"\"no\"\"\""),
        ("\r", "\"\r\""),
    ] {
        let mut out = Vec::new();
        cells::text(cell.as_bytes(), &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), written);
    }
}
