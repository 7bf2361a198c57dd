//! Files are written with the same crate: what its readers and other programs agree on.

use super::*;
use crate::formats::table::bulk::{self, BulkError, UnpackError};
use crate::model::time::Calendar;
use crate::model::{Event, Mention, RowKey, Rows};
use crate::tables::{Cache, Text};
use ::parquet::data_type::{
    ByteArray, ByteArrayType, DoubleType, FixedLenByteArrayType, Int32Type, Int64Type,
};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use std::fs;
use std::sync::Arc;

/// A folder of a test's own, removed with it.
pub(super) struct Folder(pub(super) std::path::PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("chronotope-parquet-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Values of one column, with the levels of those that may be missing.
enum Values {
    Texts(Vec<&'static str>, Option<Vec<i16>>),
    Doubles(Vec<f64>, Option<Vec<i16>>),
    Longs(Vec<i64>),
    Ints(Vec<i32>),
    Fixed(Vec<Vec<u8>>),
    Bytes(Vec<Vec<u8>>),
}

fn file(folder: &Folder, schema: &str, groups: Vec<Vec<Values>>) -> std::path::PathBuf {
    let path = folder.0.join("table.parquet");
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let mut out =
        SerializedFileWriter::new(fs::File::create(&path).unwrap(), schema, properties).unwrap();
    for columns in groups {
        let mut group = out.next_row_group().unwrap();
        for values in columns {
            let mut column = group.next_column().unwrap().unwrap();
            match values {
                Values::Texts(texts, levels) => {
                    let texts: Vec<ByteArray> = texts.into_iter().map(ByteArray::from).collect();
                    let writer = column.typed::<ByteArrayType>();
                    writer.write_batch(&texts, levels.as_deref(), None).unwrap();
                }
                Values::Bytes(bytes) => {
                    let bytes: Vec<ByteArray> = bytes.into_iter().map(ByteArray::from).collect();
                    column.typed::<ByteArrayType>().write_batch(&bytes, None, None).unwrap();
                }
                Values::Fixed(bytes) => {
                    let bytes: Vec<_> =
                        bytes.into_iter().map(|b| ByteArray::from(b).into()).collect();
                    column
                        .typed::<FixedLenByteArrayType>()
                        .write_batch(&bytes, None, None)
                        .unwrap();
                }
                Values::Doubles(values, levels) => {
                    let writer = column.typed::<DoubleType>();
                    writer.write_batch(&values, levels.as_deref(), None).unwrap();
                }
                Values::Longs(values) => {
                    column.typed::<Int64Type>().write_batch(&values, None, None).unwrap();
                }
                Values::Ints(values) => {
                    column.typed::<Int32Type>().write_batch(&values, None, None).unwrap();
                }
            }
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    out.close().unwrap();
    path
}

fn text_of(path: &Path) -> (String, Vec<Gap>) {
    let parquet = Parquet::open(path).unwrap();
    let mut text = Vec::new();
    let take = &mut |bytes: &[u8]| {
        text.extend_from_slice(bytes);
        Ok(())
    };
    let gaps = parquet.write(take, &Task::new()).unwrap();
    (String::from_utf8(text).unwrap(), gaps)
}

#[test]
fn rows_are_written_as_the_table_they_are() {
    let folder = Folder::new("rows");
    let schema = "message events {
        required int32 event_date (DATE);
        optional binary location (UTF8);
        optional double latitude;
        required double longitude;
        required binary notes (STRING);
    }";
    let group = |day: i32| {
        vec![
            Values::Ints(vec![day, day + 1]),
            Values::Texts(vec!["Qamishli"], Some(vec![1, 0])),
            Values::Doubles(vec![37.05], Some(vec![1, 0])),
            Values::Doubles(vec![41.22, 41.0], None),
            Values::Texts(vec!["talks, then \"none\"", "two\nlines"], None),
        ]
    };
    let path = file(&folder, schema, vec![group(20_468), group(0), group(-719_163)]);
    let (text, gaps) = text_of(&path);
    assert_eq!(gaps, []);
    let rows = |first: &str, second: &str| {
        format!(
            "{first},Qamishli,37.05,41.22,\"talks, then \"\"none\"\"\"\n{second},,,41,\"two\nlines\"\n"
        )
    };
    let expected = "event_date,location,latitude,longitude,notes\n".to_owned()
        + &rows("2026-01-15", "2026-01-16")
        + &rows("1970-01-01", "1970-01-02")
        + &rows("0000-12-31", "0001-01-01");
    assert_eq!(text, expected, "groups stand in the order of the file");
}

#[test]
fn times_keep_what_their_type_knows() {
    let folder = Folder::new("times");
    let schema = "message events {
        required int64 seen (TIMESTAMP(MILLIS,true));
        required int64 told (TIMESTAMP(MICROS,false));
        required int64 day (TIMESTAMP(NANOS,true));
    }";
    let noon = 1_769_601_600_i64; // 2026-01-28T12:00:00Z
    let values = vec![
        Values::Longs(vec![(noon + 61) * 1_000, -1]),
        Values::Longs(vec![noon * 1_000_000, 0]),
        Values::Longs(vec![(noon - 43_200) * 1_000_000_000, 0]),
    ];
    let path = file(&folder, schema, vec![values]);
    let expected = "seen,told,day\n\
        2026-01-28T12:01:01Z,2026-01-28T12:00:00,2026-01-28\n\
        1969-12-31T23:59:59Z,1970-01-01T00:00:00,1970-01-01\n";
    assert_eq!(text_of(&path).0, expected, "a column of midnights is one of days");
}

#[test]
fn other_types_are_written_so_that_a_person_can_read_them() {
    let folder = Folder::new("types");
    let schema = "message events {
        required int32 price (DECIMAL(9,2));
        required fixed_len_byte_array(16) id (UUID);
        required int64 count (INTEGER(64,false));
        required binary raw;
        required fixed_len_byte_array(2) warmth (FLOAT16);
    }";
    let id: Vec<u8> = (0..16).collect();
    let values = vec![
        Values::Ints(vec![-1_205]),
        Values::Fixed(vec![id]),
        Values::Longs(vec![-1]),
        Values::Bytes(vec![vec![0xFF, 0x00]]),
        Values::Fixed(vec![vec![0x00, 0x3E]]),
    ];
    let path = file(&folder, schema, vec![values]);
    let row = "-12.05,00010203-0405-0607-0809-0a0b0c0d0e0f,18446744073709551615,ff00,1.5\n";
    assert_eq!(text_of(&path).0, format!("price,id,count,raw,warmth\n{row}"));
}

#[test]
fn a_geometry_of_points_gives_longitude_and_latitude() {
    let folder = Folder::new("points");
    let mut point = vec![1, 1, 0, 0, 0];
    point.extend(41.22_f64.to_le_bytes());
    point.extend(37.05_f64.to_le_bytes());
    let schema = "message events { required binary geometry; required int32 date (DATE); }";
    let values = vec![Values::Bytes(vec![point, vec![1, 3, 0]]), Values::Ints(vec![0, 1])];
    let path = file(&folder, schema, vec![values]);
    let expected = "geometry,date,longitude,latitude\n,1970-01-01,41.22,37.05\n,1970-01-02,,\n";
    assert_eq!(text_of(&path).0, expected);
}

#[test]
fn lists_are_left_out_and_named() {
    let folder = Folder::new("lists");
    let schema = "message events {
        required int32 date (DATE);
        required group where { required double lat; required double lon; }
        repeated int32 tags;
    }";
    let path = folder.0.join("table.parquet");
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let mut out =
        SerializedFileWriter::new(fs::File::create(&path).unwrap(), schema, properties).unwrap();
    let mut group = out.next_row_group().unwrap();
    let mut at = 0;
    while let Some(mut column) = group.next_column().unwrap() {
        match at {
            0 => column.typed::<Int32Type>().write_batch(&[0], None, None).unwrap(),
            1 | 2 => column.typed::<DoubleType>().write_batch(&[1.5], None, None).unwrap(),
            _ => column
                .typed::<Int32Type>()
                .write_batch(&[7, 8], Some(&[1, 1]), Some(&[0, 1]))
                .unwrap(),
        };
        column.close().unwrap();
        at += 1;
    }
    group.close().unwrap();
    out.close().unwrap();
    let parquet = Parquet::open(&path).unwrap();
    assert!(parquet.notes()[0].contains("tags"), "{:?}", parquet.notes());
    assert_eq!(text_of(&path).0, "date,lat,lon\n1970-01-01,1.5,1.5\n");
}

#[test]
fn what_is_broken_is_said_and_the_rest_is_read() {
    let folder = Folder::new("broken");
    let schema = "message events { required int32 date (DATE); required binary notes (UTF8); }";
    let group = |day: i32| {
        let texts = vec!["the first of two rows of a group", "the second of two rows of a group"];
        vec![Values::Ints(vec![day, day]), Values::Texts(texts, None)]
    };
    let path = file(&folder, schema, vec![group(0), group(1), group(2)]);
    let whole = fs::read(&path).unwrap();

    let cut = folder.0.join("cut.parquet");
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let why = Parquet::open(&cut).unwrap_err().to_string();
    assert!(why.contains("copy or download it again"), "{why}");
    fs::write(&cut, b"PAR1").unwrap();
    assert!(Parquet::open(&cut).is_err());

    // The pages of the group in the middle are overwritten.
    let groups: Vec<usize> = {
        let reader = SerializedFileReader::new(fs::File::open(&path).unwrap()).unwrap();
        let metadata = reader.metadata();
        (0..3).map(|at| metadata.row_group(at).column(0).byte_range().0 as usize).collect()
    };
    let mut damaged = whole.clone();
    damaged[groups[1]..groups[2]].fill(0xEE);
    let path = folder.0.join("damaged.parquet");
    fs::write(&path, damaged).unwrap();
    let (text, gaps) = text_of(&path);
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(gaps[0].rows, 3..5);
    assert!(!gaps[0].why.is_empty());
    assert_eq!(text.lines().count(), 1 + 4, "{text}");
    assert!(text.contains("1970-01-03"));
}

#[test]
fn a_stop_stops() {
    let folder = Folder::new("stop");
    let schema = "message events { required int32 date (DATE); }";
    let path = file(&folder, schema, vec![vec![Values::Ints(vec![0; 100])]]);
    let parquet = Parquet::open(&path).unwrap();
    assert_eq!(parquet.rows(), 100);
    let task = Task::new();
    task.cancel();
    let result = parquet.write(&mut |_| Ok(()), &task);
    assert!(matches!(result, Err(ParquetError::Cancelled(_))));
}

/// What a row of a large table says: its key, its event, its mentions and who takes part.
pub(super) type Said = (Option<RowKey>, Option<Event>, Vec<Mention>, Vec<u32>);

pub(super) fn all(rows: &dyn Rows) -> Vec<Said> {
    let parties = rows.columns().unwrap().parties;
    (0..rows.len())
        .map(|row| {
            let party = parties.get(row).map_or(&[][..], |n| rows.party(*n as usize));
            (rows.key(row), rows.event(row), rows.mentions(row), party.to_vec())
        })
        .collect()
}

/// Reads a table while it is unpacked, and again from the text that this left.
pub(super) fn both_ways(folder: &Folder, path: &Path) -> [bulk::Loaded; 2] {
    try_both_ways(folder, path).unwrap()
}

/// The same; nothing where neither way has a row that says anything.
pub(super) fn try_both_ways(folder: &Folder, path: &Path) -> Option<[bulk::Loaded; 2]> {
    let (cache, task) = (Cache::at(Some(folder.0.join("cache"))), Task::new());
    let stamp = Text::open(path, 0).unwrap();
    let on = Calendar::Gregorian;
    let key = bulk::key(path, &stamp, on);
    let table = Parquet::open(path).unwrap();
    let unpacked = bulk::load_unpacked(path, key, &table, on, &cache, &task);
    let text = cache.text(key).unwrap();
    let read = bulk::load_text(path, None, text, on, &Cache::at(None), &task);
    if let (Err(one), Err(other)) = (&unpacked, &read) {
        assert_eq!(one.to_string(), other.to_string());
        return None;
    }
    let (unpacked, gaps) = unpacked.unwrap();
    assert_eq!(gaps, []);
    Some([unpacked, read.unwrap()])
}

/// Many rows of cells that are read the short way and the long way, over several batches and groups.
fn motley(folder: &Folder, dates: &'static [&'static str]) -> std::path::PathBuf {
    let schema = "message events {
        required binary date (UTF8);
        required binary actor1 (UTF8);
        optional binary location (UTF8);
        optional double latitude;
        required double longitude;
        required binary notes (UTF8);
        required binary actor2 (UTF8);
        required int32 fatalities;
    }";
    let count = 9_000;
    let texts = |of: &'static [&'static str]| {
        Values::Texts(of.iter().copied().cycle().take(count).collect(), None)
    };
    let group = || {
        vec![
            texts(dates),
            texts(&["Army", "Army; Police", "", " Army ", "\"Élan\", old", "Police"]),
            Values::Texts(vec!["Homs, old town"; count / 2], Some([1, 0].repeat(count / 2))),
            Values::Doubles(vec![34.73, 910.0, 36.0512], Some([1, 1, 1, 0, 0].repeat(count / 5)))
                .filled(count / 5 * 3),
            Values::Doubles([36.72, 41.0].repeat(count / 2), None),
            texts(&["talks, then \"none\"", "two\nlines", "", "shots\r", "x"]),
            texts(&["", "Police", "Army"]),
            Values::Ints(vec![0; count]),
        ]
    };
    file(folder, schema, vec![group(), group()])
}

impl Values {
    /// So many doubles, those that there are again and again.
    fn filled(self, count: usize) -> Self {
        let Self::Doubles(values, levels) = self else { return self };
        Self::Doubles(values.iter().copied().cycle().take(count).collect(), levels)
    }
}

#[test]
fn rows_read_while_they_are_unpacked_say_what_their_text_says() {
    for (name, dates) in [
        ("plain", &["2026-01-28", "2026-01-29"][..]),
        ("mixed", &["2026-01-28", "soon", "2026?", "28/1/2026", "3/4/2025", "", " 2026-01-28 "]),
    ] {
        let folder = Folder::new(name);
        let path = motley(&folder, dates);
        let [unpacked, read] = both_ways(&folder, &path);
        assert_eq!(unpacked.rows.len(), 18_000);
        assert_eq!(unpacked.problems, read.problems);
        assert!(unpacked.problems.kept().iter().any(|p| p.message.contains("latitude 910")));
        assert!(all(&*unpacked.rows) == all(&*read.rows), "{name}");
        assert_eq!(unpacked.rows.chars(), read.rows.chars());
        let places = |rows: &dyn Rows| -> Vec<_> {
            (0..rows.places()).map(|place| rows.place(place)).collect()
        };
        assert_eq!(places(&*unpacked.rows), places(&*read.rows));
    }
}

#[test]
fn a_proof_in_a_later_row_is_heeded() {
    let folder = Folder::new("proof");
    let schema = "message events { required binary date (UTF8); required binary title (UTF8); }";
    let dates = [vec!["3/4/2025"; 9_000], vec!["28/1/2026"]].concat();
    let titles = vec!["x"; 9_001];
    let path =
        file(&folder, schema, vec![vec![Values::Texts(dates, None), Values::Texts(titles, None)]]);
    let [unpacked, read] = both_ways(&folder, &path);
    assert!(unpacked.problems.is_empty());
    assert_eq!(unpacked.rows.event(0).unwrap().when.unwrap().to_string(), "2025-04-03");
    assert!(all(&*unpacked.rows) == all(&*read.rows));
}

#[test]
fn what_is_unpacked_in_part_is_not_kept() {
    let folder = Folder::new("enough");
    let path = motley(&folder, &["2026-01-28"]);
    let (cache, task) = (Cache::at(Some(folder.0.join("cache"))), Task::new());
    let key = bulk::key(&path, &Text::open(&path, 0).unwrap(), Calendar::Gregorian);
    let table = Parquet::open(&path).unwrap();
    task.suffice();
    let none = bulk::load_unpacked(&path, key, &table, Calendar::Gregorian, &cache, &task);
    assert!(matches!(none, Err(UnpackError::Bulk(BulkError::Cancelled(_)))));
    assert!(cache.text(key).is_none() && cache.open(key).is_none());
    assert_eq!(fs::read_dir(folder.0.join("cache")).unwrap().count(), 0);
}
