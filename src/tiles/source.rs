use super::error::damaged;
use super::unpack::{Packing, unpack};
use super::{Problem, TileError, TileId, mbtiles, pmtiles};
use crate::projection::{Bounds, World};
use std::fs::File;
use std::io::Read;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

/// Bytes that a tile may have, as it lies in a file and unpacked: vector tiles of good files have
/// less than half a megabyte.
pub(super) const MOST_TILE_BYTES: usize = 16 * 1024 * 1024;

/// What tiles are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Pictures.
    Raster,
    /// Lines and areas.
    Vector,
}

/// What a file or service says of its tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The name of the file, or the host of the service.
    pub name: String,
    /// What its tiles are.
    pub content: Content,
    /// The zooms that it has.
    pub zooms: RangeInclusive<u8>,
    /// The ground that it covers; nothing where it does not say, or says nonsense.
    pub bounds: Option<Bounds>,
    /// Whom to name on the map, as plain text; empty where it does not say.
    pub attribution: String,
}

impl About {
    /// Whether a tile shares ground with what is covered. A tile beyond the zooms counts with its ground.
    #[must_use]
    pub fn covers(&self, id: TileId) -> bool {
        let Some(bounds) = self.bounds else { return true };
        let corner = id.corner();
        let end = World { x: corner.x + id.side(), y: corner.y + id.side() };
        let x = |lon: f64| lon / 360.0 + 0.5;
        let (west, width) = (x(bounds.west), bounds.width_degrees() / 360.0);
        // Of the tile's copies, the one that begins at or after the western edge, and the one before.
        let after = (corner.x - west).rem_euclid(1.0);
        let across = after < width || after + id.side() > 1.0;
        let (north, south) = (corner.lonlat().lat(), end.lonlat().lat());
        across && south < bounds.north && bounds.south < north
    }
}

/// Where tiles come from. Asked by several threads at a time.
pub trait TileSource: Send + Sync + std::fmt::Debug {
    /// What it is.
    fn about(&self) -> &About;

    /// The bytes of a tile, with any packing taken off; nothing where it has none there.
    ///
    /// # Errors
    /// When the file is damaged there, or the service cannot be reached.
    fn tile(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError>;
}

/// Opens a PMTiles or MBTiles file; which of them it is, its first bytes say.
///
/// # Errors
/// When it cannot be read, is neither of the two, or holds tiles of a kind that is not read.
pub fn open(path: &Path) -> Result<Arc<dyn TileSource>, TileError> {
    let shown = path.display().to_string();
    let unreadable =
        |why: std::io::Error| TileError::new(shown.clone(), Problem::Unreadable(why.to_string()));
    let mut head = [0; 16];
    let mut file = File::open(path).map_err(unreadable)?;
    let mut read = 0;
    while let Some(rest) = head.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match file.read(rest).map_err(unreadable)? {
            0 => break,
            more => read += more,
        }
    }
    match head.get(..read).unwrap_or_default() {
        head if head.starts_with(b"PMTiles") => Ok(Arc::new(pmtiles::PmTiles::open(path, file)?)),
        head if head.starts_with(b"PM") => {
            Err(TileError::new(shown, Problem::Version(head.get(2).copied().unwrap_or(0))))
        }
        head if head == b"SQLite format 3\0" => Ok(Arc::new(mbtiles::MbTiles::open(path)?)),
        _ => Err(TileError::new(shown, Problem::Unknown)),
    }
}

/// A tile's name in messages.
pub(super) fn named(id: TileId) -> String {
    format!("tile {}/{}/{}", id.zoom(), id.x(), id.y())
}

/// The name of a file without its folder.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A tile's bytes with their packing taken off; pictures are never packed once more.
pub(super) fn unpacked(
    bytes: Vec<u8>,
    packing: Option<Packing>,
    from: &str,
    id: TileId,
) -> Result<Vec<u8>, TileError> {
    let packing = packing.unwrap_or_else(|| Packing::guess(&bytes));
    unpack(bytes, packing, MOST_TILE_BYTES, from, &named(id))
}

/// Zooms as a file states them.
pub(super) fn zooms(low: u8, high: u8, from: &str) -> Result<RangeInclusive<u8>, TileError> {
    if low > high || high > super::DEEPEST {
        return Err(damaged(from, format!("it claims zooms from {low} to {high}")));
    }
    Ok(low..=high)
}

/// Bounds as a file states them; nothing where they make no sense.
pub(super) fn bounds(west: f64, south: f64, east: f64, north: f64) -> Option<Bounds> {
    let sane = [west, south, east, north].iter().all(|v| v.is_finite())
        && (-180.0..=180.0).contains(&west)
        && (-180.0..=180.0).contains(&east)
        && west != east
        && -90.0 <= south
        && south < north
        && north <= 90.0;
    sane.then_some(Bounds { west, south, east, north })
}
