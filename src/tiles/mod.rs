//! Floor 1: map tiles: PMTiles and MBTiles files and, only where the user asks for it, an online
//! service; what is read of them, kept in memory within a limit, by threads of their own.
//!
//! Files come from anywhere: lengths, counts and sizes that they state are held to limits before
//! anything is made of them. Supported are raster tiles (PNG, JPEG, WebP) and vector tiles (MVT 1
//! and 2), plain or packed with gzip, zstd or Brotli. Not supported are AVIF pictures, MapLibre
//! tiles (MLT) and PMTiles before version 3; each is refused by name.

mod error;
#[cfg(test)]
#[path = "../../tests/tile_files/mod.rs"]
pub(crate) mod files;
mod id;
mod loader;
mod mbtiles;
pub mod mvt;
pub mod online;
mod picture;
mod pmtiles;
mod source;
#[cfg(test)]
mod tests;
mod unpack;
mod words;

pub use error::{Problem, TileError};
pub use id::{DEEPEST, TileId};
pub use loader::{Loader, Work};
pub use picture::{MOST_SIDE_PX, Picture, picture};
pub use source::{About, Content, TileSource, open};
