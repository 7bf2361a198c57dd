//! Small tile files for tests, written by the rules of their formats without the code under test.
// Each test uses a part of it.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

/// A folder that goes when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("chronotope-tiles-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A PNG of one colour.
pub fn png(side: u32, rgba: [u8; 4]) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let image = image::RgbaImage::from_pixel(side, side, image::Rgba(rgba));
    image.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// The number of a tile along the Hilbert curves, by turning quarters: another way than the program's.
pub fn number(z: u8, x: u32, y: u32) -> u64 {
    fn along(z: u8, x: u32, y: u32) -> u64 {
        if z == 0 {
            return 0;
        }
        let half = 1u32 << (z - 1);
        let quarter = 1u64 << (2 * (u64::from(z) - 1));
        match (x >= half, y >= half) {
            (false, false) => along(z - 1, y, x),
            (false, true) => quarter + along(z - 1, x, y - half),
            (true, true) => 2 * quarter + along(z - 1, x - half, y - half),
            (true, false) => 3 * quarter + along(z - 1, half - 1 - y, 2 * half - 1 - x),
        }
    }
    (0..u64::from(z)).map(|z| 1u64 << (2 * z)).sum::<u64>() + along(z, x, y)
}

/// How a PMTiles file is to be written.
#[derive(Clone, Copy)]
pub struct Pm {
    /// 1 MVT, 2 PNG.
    pub kind: u8,
    /// 1 plain, 2 gzip, 4 zstd: of directories and of tiles.
    pub inner: u8,
    pub outer: u8,
    /// Tiles lie in a directory below the root.
    pub leaf: bool,
}

pub fn packed(bytes: &[u8], how: u8) -> Vec<u8> {
    match how {
        2 => gzip(bytes),
        4 => zstd::encode_all(bytes, 1).unwrap(),
        _ => bytes.to_vec(),
    }
}

/// Rows of number, run, bytes, offset.
pub fn directory(entries: &[(u64, u64, u64, u64)]) -> Vec<u8> {
    let mut out = Vec::new();
    varint(&mut out, entries.len() as u64);
    let mut last = 0;
    for (number, ..) in entries {
        varint(&mut out, number - last);
        last = *number;
    }
    entries.iter().for_each(|e| varint(&mut out, e.1));
    entries.iter().for_each(|e| varint(&mut out, e.2));
    entries.iter().for_each(|e| varint(&mut out, e.3 + 1));
    out
}

/// The bytes of a PMTiles file of tiles by zoom, column and row.
pub fn pmtiles(how: Pm, tiles: &[(u8, u32, u32, Vec<u8>)]) -> Vec<u8> {
    let mut tiles: Vec<_> = tiles.iter().map(|(z, x, y, b)| (number(*z, *x, *y), *z, b)).collect();
    tiles.sort();
    let (mut data, mut entries) = (Vec::new(), Vec::new());
    for (number, _, bytes) in &tiles {
        let bytes = packed(bytes, if how.kind == 1 { how.outer } else { 1 });
        entries.push((*number, 1, bytes.len() as u64, data.len() as u64));
        data.extend(bytes);
    }
    let (root, leaves) = if how.leaf {
        let leaf = packed(&directory(&entries), how.inner);
        (directory(&[(entries[0].0, 0, leaf.len() as u64, 0)]), leaf)
    } else {
        (directory(&entries), Vec::new())
    };
    let root = packed(&root, how.inner);
    let json =
        br#"{"name":"test","attribution":"<a href='https://example.org'>&copy; Testers</a>"}"#;
    let metadata = packed(json, how.inner);
    let at = |before: usize| (127 + before) as u64;
    let (low, high) =
        (tiles.iter().map(|t| t.1).min().unwrap(), tiles.iter().map(|t| t.1).max().unwrap());
    let mut out = b"PMTiles\x03".to_vec();
    for number in [
        at(0),
        root.len() as u64,
        at(root.len()),
        metadata.len() as u64,
        at(root.len() + metadata.len()),
        leaves.len() as u64,
        at(root.len() + metadata.len() + leaves.len()),
        data.len() as u64,
        tiles.len() as u64,
        tiles.len() as u64,
        tiles.len() as u64,
    ] {
        out.extend(number.to_le_bytes());
    }
    out.extend([1, how.inner, how.outer, how.kind, low, high]);
    for degrees in [-180.0, -85.0, 180.0, 85.0_f64] {
        out.extend(((degrees * 1e7) as i32).to_le_bytes());
    }
    out.push(0);
    out.extend([0; 8]);
    assert_eq!(out.len(), 127);
    [out, root, metadata, leaves, data].concat()
}

/// Writes an MBTiles file; rows are counted from the north here and from the south there.
pub fn mbtiles(path: &Path, metadata: &[(&str, &str)], tiles: &[(u8, u32, u32, Vec<u8>)]) {
    let database = rusqlite::Connection::open(path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE metadata (name text, value text);
             CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);",
        )
        .unwrap();
    for (name, value) in metadata {
        database.execute("INSERT INTO metadata VALUES (?1, ?2)", (name, value)).unwrap();
    }
    for (z, x, y, bytes) in tiles {
        let row = (1u32 << z) - 1 - y;
        database.execute("INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)", (z, x, row, bytes)).unwrap();
    }
}

/// A feature of a vector tile: 1 points, 2 lines, 3 areas; its tags; its parts, rings not closed.
pub struct Feature<'a> {
    pub kind: u64,
    pub tags: &'a [(&'a str, &'a str)],
    pub parts: Vec<Vec<[i32; 2]>>,
}

fn bytes_field(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend(bytes);
}

fn signed(value: i32) -> u64 {
    u64::from(((value << 1) ^ (value >> 31)) as u32)
}

/// The bytes of a vector tile's geometry.
pub fn geometry(kind: u64, parts: &[Vec<[i32; 2]>]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), [0, 0]);
    for part in parts {
        for (i, point) in part.iter().enumerate() {
            if i < 2 {
                let count = if i == 0 { 1 } else { part.len() as u64 - 1 };
                varint(&mut out, (i as u64 + 1) | count << 3);
            }
            varint(&mut out, signed(point[0] - at[0]));
            varint(&mut out, signed(point[1] - at[1]));
            at = *point;
        }
        if kind == 3 {
            varint(&mut out, 7 | 1 << 3);
        }
    }
    out
}

/// A layer of a vector tile with an extent of 4096.
pub fn layer(name: &str, features: &[Feature<'_>]) -> Vec<u8> {
    let (mut keys, mut values): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let place = |list: &mut Vec<&str>, word: &str| list.iter().position(|w| *w == word).unwrap();
    let mut layer = Vec::new();
    bytes_field(&mut layer, 1, name.as_bytes());
    for feature in features {
        let mut tags = Vec::new();
        for (key, value) in feature.tags {
            if !keys.contains(key) {
                keys.push(key);
            }
            if !values.contains(value) {
                values.push(value);
            }
            varint(&mut tags, place(&mut keys, key) as u64);
            varint(&mut tags, place(&mut values, value) as u64);
        }
        let mut out = Vec::new();
        bytes_field(&mut out, 2, &tags);
        varint(&mut out, 3 << 3);
        varint(&mut out, feature.kind);
        bytes_field(&mut out, 4, &geometry(feature.kind, &feature.parts));
        bytes_field(&mut layer, 2, &out);
    }
    for key in keys {
        bytes_field(&mut layer, 3, key.as_bytes());
    }
    for value in values {
        let mut out = Vec::new();
        bytes_field(&mut out, 1, value.as_bytes());
        bytes_field(&mut layer, 4, &out);
    }
    varint(&mut layer, 5 << 3);
    varint(&mut layer, 4096);
    varint(&mut layer, 15 << 3);
    varint(&mut layer, 2);
    layer
}

/// A vector tile of layers.
pub fn vector_tile(layers: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    layers.iter().for_each(|layer| bytes_field(&mut out, 3, layer));
    out
}

/// A square of a tile, clockwise on screen.
pub fn square(from: i32, to: i32) -> Vec<[i32; 2]> {
    vec![[from, from], [to, from], [to, to], [from, to]]
}
