//! MBTiles 1.3: a SQLite file with a table (or view) of tiles and one of metadata
//! (specification: <https://github.com/mapbox/mbtiles-spec>).
//!
//! The file is opened for reading alone. What a made-up file could have SQLite do is held to limits:
//! length of values, memory, and steps of a query, since a view may compute for ever.

use super::error::damaged;
use super::source::{MOST_TILE_BYTES, bounds, file_name, unpacked, zooms};
use super::unpack::Packing;
use super::{About, Content, Problem, TileError, TileId, TileSource, words};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Steps of SQLite's machine between two looks at how many were taken.
const STEPS_A_LOOK: i32 = 10_000;
/// Looks that a query may take: a few seconds.
const MOST_LOOKS: i64 = 20_000;
/// Rows of metadata that are read, and characters of one that are kept.
const MOST_METADATA: (usize, usize) = (200, 100_000);
const TILE: &str =
    "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3";

/// An MBTiles file.
#[derive(Debug)]
pub struct MbTiles {
    shown: String,
    about: About,
    database: Mutex<Connection>,
    looks_left: Arc<AtomicI64>,
}

impl MbTiles {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, TileError> {
        let shown = path.display().to_string();
        let refused = |why: rusqlite::Error| refused(&shown, &why);
        let mut database = connect(path).map_err(refused)?;
        let looks_left = Arc::new(AtomicI64::new(MOST_LOOKS));
        let left = Arc::clone(&looks_left);
        let out_of_steps = move || left.fetch_sub(1, Ordering::Relaxed) <= 0;
        database.progress_handler(STEPS_A_LOOK, Some(out_of_steps)).map_err(refused)?;
        let is_there = "SELECT count(*) FROM sqlite_master WHERE name = 'tiles'";
        let tables: i64 = database.query_row(is_there, [], |row| row.get(0)).map_err(refused)?;
        if tables == 0 {
            return Err(damaged(&shown, "it is a SQLite file without a table of tiles"));
        }
        let metadata = metadata(&database);
        looks_left.store(MOST_LOOKS, Ordering::Relaxed);
        let content = content(&database, &metadata, &shown)?;
        looks_left.store(MOST_LOOKS, Ordering::Relaxed);
        let (low, high) = stated_or_found(&database, &metadata, &shown)?;
        let about = About {
            name: file_name(path),
            content,
            zooms: zooms(low, high, &shown)?,
            bounds: stated_bounds(&metadata),
            attribution: words::plain(metadata.get("attribution").map_or("", String::as_str)),
        };
        Ok(Self { shown, about, database: Mutex::new(database), looks_left })
    }
}

impl TileSource for MbTiles {
    fn about(&self) -> &About {
        &self.about
    }

    fn tile(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        self.looks_left.store(MOST_LOOKS, Ordering::Relaxed);
        let bytes = database
            .prepare_cached(TILE)
            .and_then(|mut query| {
                let at = params![id.zoom(), id.x(), id.y_from_south()];
                query.query_row(at, |row| Ok(bytes_of(row.get_ref(0)?))).optional()
            })
            .map_err(|why| refused(&self.shown, &why))?;
        drop(database);
        let Some(bytes) = bytes.flatten() else { return Ok(None) };
        // Pictures are never packed once more; of vector tiles the first bytes say it.
        let packing = (self.about.content == Content::Raster).then_some(Packing::Plain);
        unpacked(bytes, packing, &self.shown, id).map(Some)
    }
}

/// For reading alone. A file that was left in write-ahead mode on a disk that cannot be written is
/// opened as one that nobody changes.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).and_then(held_to_limits);
    if opened.is_ok() {
        return opened;
    }
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                uri.push(char::from(*byte));
            }
            byte => uri.push_str(&format!("%{byte:02x}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags = flags | OpenFlags::SQLITE_OPEN_URI;
    let again = Connection::open_with_flags(uri, flags).and_then(held_to_limits);
    again.or(opened)
}

fn held_to_limits(database: Connection) -> rusqlite::Result<Connection> {
    let most = i32::try_from(MOST_TILE_BYTES).unwrap_or(i32::MAX);
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, most)?;
    database.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 1_000_000)?;
    database.busy_timeout(std::time::Duration::from_millis(200))?;
    database.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; \
         PRAGMA temp_store = MEMORY; PRAGMA hard_heap_limit = 268435456; PRAGMA query_only = ON;",
    )?;
    // Only now is the file looked at.
    database.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    Ok(database)
}

fn refused(shown: &str, why: &rusqlite::Error) -> TileError {
    use rusqlite::ErrorCode::{
        CannotOpen, OperationInterrupted, OutOfMemory, PermissionDenied, TooBig,
    };
    let problem = match why.sqlite_error_code() {
        Some(CannotOpen | PermissionDenied) => Problem::Unreadable(why.to_string()),
        Some(OperationInterrupted) => Problem::Damaged("looking up a tile has no end".to_owned()),
        Some(TooBig | OutOfMemory) => {
            Problem::TooLarge(format!("a tile has more than {} MB", MOST_TILE_BYTES >> 20))
        }
        _ => Problem::Damaged(format!("SQLite says “{why}”")),
    };
    TileError::new(shown, problem)
}

/// Names and values of the metadata; none where there is no such table.
fn metadata(database: &Connection) -> BTreeMap<String, String> {
    let (rows, characters) = MOST_METADATA;
    let read = || -> rusqlite::Result<BTreeMap<String, String>> {
        let mut query = database.prepare("SELECT name, value FROM metadata")?;
        let mut found = query.query([])?;
        let mut out = BTreeMap::new();
        while let Some(row) = found.next()? {
            let text = |at: usize| match row.get_ref(at) {
                Ok(ValueRef::Text(bytes)) => {
                    String::from_utf8_lossy(bytes).chars().take(characters).collect()
                }
                Ok(ValueRef::Integer(n)) => n.to_string(),
                Ok(ValueRef::Real(v)) => v.to_string(),
                _ => String::new(),
            };
            out.insert(text(0), text(1));
            if out.len() >= rows {
                break;
            }
        }
        Ok(out)
    };
    read().unwrap_or_default()
}

fn bytes_of(value: ValueRef<'_>) -> Option<Vec<u8>> {
    match value {
        ValueRef::Blob(bytes) | ValueRef::Text(bytes) => Some(bytes.to_vec()),
        _ => None,
    }
}

/// What the tiles are: as the metadata say, else as the first tile looks.
fn content(
    database: &Connection,
    metadata: &BTreeMap<String, String>,
    shown: &str,
) -> Result<Content, TileError> {
    let unsupported = |what: &str| TileError::new(shown, Problem::Unsupported(what.to_owned()));
    match metadata.get("format").map(|format| format.to_lowercase()).as_deref() {
        Some("pbf" | "mvt" | "application/vnd.mapbox-vector-tile" | "application/x-protobuf") => {
            return Ok(Content::Vector);
        }
        Some("png" | "jpg" | "jpeg" | "webp" | "image/png" | "image/jpeg" | "image/webp") => {
            return Ok(Content::Raster);
        }
        Some("avif" | "image/avif") => return Err(unsupported("AVIF pictures")),
        Some("mlt") => return Err(unsupported("MapLibre tiles (MLT)")),
        _ => {}
    }
    let first = database
        .query_row("SELECT tile_data FROM tiles LIMIT 1", [], |row| Ok(bytes_of(row.get_ref(0)?)))
        .optional()
        .map_err(|why| refused(shown, &why))?;
    match first.flatten().as_deref() {
        Some([0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, ..] | [b'R', b'I', b'F', b'F', ..]) => {
            Ok(Content::Raster)
        }
        // A vector tile begins with a layer: field 3 with a length.
        Some([0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x1a, ..]) => Ok(Content::Vector),
        Some(_) => Err(unsupported("tiles of an unknown kind")),
        None => Err(damaged(shown, "its table of tiles is empty")),
    }
}

/// The zooms that the metadata state, or those that the tiles have.
fn stated_or_found(
    database: &Connection,
    metadata: &BTreeMap<String, String>,
    shown: &str,
) -> Result<(u8, u8), TileError> {
    let stated = |name: &str| metadata.get(name)?.trim().parse::<u8>().ok();
    if let (Some(low), Some(high)) = (stated("minzoom"), stated("maxzoom")) {
        return Ok((low, high));
    }
    let found: (Option<i64>, Option<i64>) = database
        .query_row("SELECT min(zoom_level), max(zoom_level) FROM tiles", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(|why| refused(shown, &why))?;
    let zoom = |v: Option<i64>| v.and_then(|v| u8::try_from(v).ok());
    let (low, high) = (stated("minzoom").or(zoom(found.0)), stated("maxzoom").or(zoom(found.1)));
    low.zip(high).ok_or_else(|| damaged(shown, "its tiles have no zoom"))
}

fn stated_bounds(metadata: &BTreeMap<String, String>) -> Option<crate::projection::Bounds> {
    let numbers: Vec<f64> =
        metadata.get("bounds")?.split(',').filter_map(|v| v.trim().parse().ok()).collect();
    match numbers.as_slice() {
        &[west, south, east, north] => bounds(west, south, east, north),
        _ => None,
    }
}
