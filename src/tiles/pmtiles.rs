//! PMTiles version 3, read where it lies (specification: <https://github.com/protomaps/PMTiles>).
//!
//! The file is not mapped into memory: another program may cut it short. Directories are read as
//! they are needed, and the last ones kept.

use super::error::damaged;
use super::source::{MOST_TILE_BYTES, bounds, file_name, unpacked, zooms};
use super::unpack::{Packing, unpack};
use super::{About, Content, Problem, TileError, TileId, TileSource, words};
use crate::system::bytes::{Cursor, u64_at};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

const HEADER_BYTES: usize = 127;
/// Bytes that a directory may have as it lies there, and unpacked. The reference writer keeps them
/// below 16 kB packed.
const MOST_DIRECTORY_BYTES: usize = 16 * 1024 * 1024;
/// Bytes that the metadata may have.
const MOST_METADATA_BYTES: usize = 8 * 1024 * 1024;
/// Directories below each other; the specification knows a root and leaves, readers allow for more.
const DEEPEST_LEAF: usize = 4;
/// Directories that are kept besides the root.
const KEPT_LEAVES: usize = 32;

/// A PMTiles file.
#[derive(Debug)]
pub struct PmTiles {
    shown: String,
    about: About,
    file: Mutex<File>,
    inner: Packing,
    outer: Option<Packing>,
    leaves_at: u64,
    tiles_at: u64,
    root: Arc<Directory>,
    leaves: Mutex<Vec<(u64, Arc<Directory>)>>,
}

/// One tile, a run of equal tiles, or another directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Entry {
    number: u64,
    run: u32,
    bytes: u32,
    at: u64,
}

#[derive(Debug)]
struct Directory {
    entries: Vec<Entry>,
}

impl PmTiles {
    /// Opens a file.
    pub fn open(path: &Path, mut file: File) -> Result<Self, TileError> {
        let shown = path.display().to_string();
        let head = part(&mut file, 0, HEADER_BYTES as u64, HEADER_BYTES, &shown, "the header")?;
        let version = head.get(7).copied().unwrap_or(0);
        if version != 3 {
            return Err(TileError::new(shown, Problem::Version(version)));
        }
        let number = |at: usize| u64_at(&head, at).unwrap_or(0);
        let byte = |at: usize| head.get(at).copied().unwrap_or(0);
        let inner = packing(byte(97), &shown)?.unwrap_or(Packing::Plain);
        let content = content(byte(99), &shown)?;
        let outer = match content {
            Content::Raster => Some(Packing::Plain),
            Content::Vector => packing(byte(98), &shown)?,
        };
        let most = MOST_DIRECTORY_BYTES;
        let root = part(&mut file, number(8), number(16), most, &shown, "the root directory")?;
        let root = unpack(root, inner, most, &shown, "the root directory")?;
        let root = Directory::read(&root).ok_or_else(|| broken(&shown, "the root directory"))?;
        let attribution = attribution(&mut file, number(24), number(32), inner, &shown);
        let degrees = |at: usize| {
            let bytes = head.get(at..).and_then(|rest| rest.first_chunk().copied());
            f64::from(i32::from_le_bytes(bytes.unwrap_or_default())) / 1e7
        };
        let about = About {
            name: file_name(path),
            content,
            zooms: zooms(byte(100), byte(101), &shown)?,
            bounds: bounds(degrees(102), degrees(106), degrees(110), degrees(114)),
            attribution,
        };
        Ok(Self {
            about,
            file: Mutex::new(file),
            inner,
            outer,
            leaves_at: number(40),
            tiles_at: number(56),
            root: Arc::new(root),
            leaves: Mutex::default(),
            shown,
        })
    }

    fn read(&self, base: u64, entry: Entry, most: usize, what: &str) -> Result<Vec<u8>, TileError> {
        let at = base.checked_add(entry.at).ok_or_else(|| broken(&self.shown, what))?;
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        part(&mut file, at, u64::from(entry.bytes), most, &self.shown, what)
    }

    fn leaf(&self, entry: Entry) -> Result<Arc<Directory>, TileError> {
        let known = |leaves: &mut Vec<(u64, Arc<Directory>)>| {
            let at = leaves.iter().position(|(at, _)| *at == entry.at)?;
            let found = leaves.remove(at);
            leaves.push(found.clone());
            Some(found.1)
        };
        if let Some(leaf) = known(&mut self.leaves.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(leaf);
        }
        let what = "a directory of tiles";
        let bytes = self.read(self.leaves_at, entry, MOST_DIRECTORY_BYTES, what)?;
        let bytes = unpack(bytes, self.inner, MOST_DIRECTORY_BYTES, &self.shown, what)?;
        let leaf = Directory::read(&bytes).ok_or_else(|| broken(&self.shown, what))?;
        let leaf = Arc::new(leaf);
        let mut leaves = self.leaves.lock().unwrap_or_else(PoisonError::into_inner);
        if leaves.len() >= KEPT_LEAVES {
            leaves.remove(0);
        }
        leaves.push((entry.at, Arc::clone(&leaf)));
        Ok(leaf)
    }
}

impl TileSource for PmTiles {
    fn about(&self) -> &About {
        &self.about
    }

    fn tile(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        let number = id.number();
        let mut directory = Arc::clone(&self.root);
        for _ in 0..DEEPEST_LEAF {
            let Some(entry) = directory.find(number) else { return Ok(None) };
            if entry.run > 0 {
                let what = super::source::named(id);
                let bytes = self.read(self.tiles_at, entry, MOST_TILE_BYTES, &what)?;
                return unpacked(bytes, self.outer, &self.shown, id).map(Some);
            }
            directory = self.leaf(entry)?;
        }
        Err(damaged(&self.shown, "its directories lead in a circle"))
    }
}

impl Directory {
    /// From its bytes, unpacked; nothing where they are no directory.
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let count = cursor.length()?;
        // Each entry takes at least four bytes.
        if count > bytes.len() / 4 {
            return None;
        }
        let mut entries = vec![Entry::default(); count];
        let mut number = 0u64;
        for entry in &mut entries {
            number = number.checked_add(cursor.varint()?)?;
            entry.number = number;
        }
        for entry in &mut entries {
            entry.run = u32::try_from(cursor.varint()?).ok()?;
        }
        for entry in &mut entries {
            entry.bytes = u32::try_from(cursor.varint()?).ok()?;
        }
        let mut after = 0u64;
        for (i, entry) in entries.iter_mut().enumerate() {
            entry.at = match cursor.varint()? {
                0 if i == 0 => return None,
                0 => after,
                at => at - 1,
            };
            after = entry.at.checked_add(u64::from(entry.bytes))?;
        }
        Some(Self { entries })
    }

    /// The entry that holds a tile, or the directory that would.
    fn find(&self, number: u64) -> Option<Entry> {
        let after = self.entries.partition_point(|entry| entry.number <= number);
        let entry = *self.entries.get(after.checked_sub(1)?)?;
        (entry.run == 0 || number - entry.number < u64::from(entry.run)).then_some(entry)
    }
}

/// Bytes of a file; an error where it ends before, or they are too many.
fn part(
    file: &mut File,
    at: u64,
    length: u64,
    most: usize,
    shown: &str,
    what: &str,
) -> Result<Vec<u8>, TileError> {
    let Some(length) = usize::try_from(length).ok().filter(|length| *length <= most) else {
        let problem = Problem::TooLarge(format!("{what} has {length} bytes"));
        return Err(TileError::new(shown, problem));
    };
    let mut bytes = Vec::new();
    let read = file
        .seek(SeekFrom::Start(at))
        .and_then(|_| file.take(length as u64).read_to_end(&mut bytes));
    match read {
        Ok(read) if read == length => Ok(bytes),
        Ok(_) => Err(damaged(shown, format!("it ends before {what} does"))),
        Err(why) => Err(TileError::new(shown, Problem::Unreadable(why.to_string()))),
    }
}

fn broken(shown: &str, what: &str) -> TileError {
    damaged(shown, format!("{what} cannot be read"))
}

fn packing(code: u8, shown: &str) -> Result<Option<Packing>, TileError> {
    Ok(match code {
        0 => None,
        1 => Some(Packing::Plain),
        2 => Some(Packing::Gzip),
        3 => Some(Packing::Brotli),
        4 => Some(Packing::Zstd),
        code => return Err(damaged(shown, format!("it names the unknown packing {code}"))),
    })
}

fn content(code: u8, shown: &str) -> Result<Content, TileError> {
    let other = match code {
        1 => return Ok(Content::Vector),
        2..=4 => return Ok(Content::Raster),
        5 => "AVIF pictures".to_owned(),
        6 => "MapLibre tiles (MLT)".to_owned(),
        code => format!("tiles of the unknown type {code}"),
    };
    Err(TileError::new(shown, Problem::Unsupported(other)))
}

/// What the metadata say; a file without readable ones can still be drawn.
fn attribution(file: &mut File, at: u64, length: u64, inner: Packing, shown: &str) -> String {
    let bytes = part(file, at, length, MOST_METADATA_BYTES, shown, "the metadata")
        .and_then(|bytes| unpack(bytes, inner, MOST_METADATA_BYTES, shown, "the metadata"));
    let value: Option<serde_json::Value> =
        bytes.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let text = value.as_ref().and_then(|value| value.get("attribution")?.as_str());
    words::plain(text.unwrap_or_default())
}
