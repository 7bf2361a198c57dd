//! Which layers the map is made of: the user's choices, kept from one start to the next.

use crate::projection::Units;
use crate::scene::basemap::Parts;
use crate::scene::snapshot::Shows;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What the map shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layers {
    /// Parts of the base map.
    pub ground: Parts,
    /// Names on the base map.
    pub names: bool,
    /// Meridians and parallels.
    pub graticule: bool,
    /// The surface that many events are drawn as.
    pub density: bool,
    /// Ground given as polygons, for as long as something is said of it.
    pub areas: bool,
    /// Lines from where to where something moved.
    pub movements: bool,
    /// Layers of tiles, from back to front.
    pub tiles: Vec<TileLayer>,
    /// What is kept of online tiles on disk at most, in megabytes.
    pub cache_mb: u32,
    /// The units that are measured in.
    pub units: Units,
}

/// A layer of tiles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TileLayer {
    /// Where its tiles come from.
    pub from: TilesFrom,
    /// Whether it is drawn; an online layer that is not sends nothing.
    pub shown: bool,
    /// How much of what lies behind it hides, 0 to 1.
    pub opacity: f32,
    /// Whether its pictures are drawn darker in the dark appearance, so that names and marks stay
    /// readable; shapes have colours of their own for it.
    #[serde(default = "yes")]
    pub dimmed: bool,
}

fn yes() -> bool {
    true
}

/// Where tiles come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TilesFrom {
    /// A PMTiles or MBTiles file.
    File(PathBuf),
    /// An online service, by the template of its addresses. There only after the user turned it on.
    Online(String),
}

impl Default for Layers {
    fn default() -> Self {
        Self {
            ground: Parts::ALL,
            names: true,
            graticule: false,
            density: true,
            areas: true,
            movements: true,
            tiles: Vec::new(),
            cache_mb: 200,
            units: Units::Metric,
        }
    }
}

impl Layers {
    /// What of it a picture shows that is written to a file: all but tiles and the surface's switch.
    #[must_use]
    pub fn pictured(&self) -> Shows {
        let Self { ground, names, graticule, areas, movements, .. } = *self;
        Shows { ground, names, graticule, areas, movements }
    }

    /// Puts a layer of tiles on top, or shows it where it is there already.
    pub fn add(&mut self, from: TilesFrom) {
        match self.tiles.iter_mut().find(|layer| layer.from == from) {
            Some(layer) => layer.shown = true,
            None => self.tiles.push(TileLayer { from, shown: true, opacity: 1.0, dimmed: true }),
        }
    }

    /// Takes the tile files out of what is to be opened and puts each on top as a layer. Says whether
    /// there were any.
    pub fn take_files(&mut self, paths: &mut Vec<PathBuf>) -> bool {
        let before = paths.len();
        paths.retain(|path| {
            let is_tiles = is_tile_file(path);
            if is_tiles {
                // Kept by a path that holds wherever the program is started next.
                let whole = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                self.add(TilesFrom::File(whole));
            }
            !is_tiles
        });
        paths.len() < before
    }

    /// The layers as they were stored, with every number within its bounds.
    #[must_use]
    pub fn sound(mut self) -> Self {
        for layer in &mut self.tiles {
            let opacity = layer.opacity;
            layer.opacity = if opacity.is_finite() { opacity.clamp(0.1, 1.0) } else { 1.0 };
        }
        self.cache_mb = self.cache_mb.clamp(10, 100_000);
        self
    }
}

/// Whether a path is that of a tile file, by its ending.
#[must_use]
pub fn is_tile_file(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ending.eq_ignore_ascii_case("pmtiles") || ending.eq_ignore_ascii_case("mbtiles")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tile_files_become_layers_and_everything_else_stays_to_be_opened() {
        let mut layers = Layers::default();
        let mut paths: Vec<PathBuf> =
            ["/a/city.PMTiles", "report.txt", "/a/hills.mbtiles"].map(PathBuf::from).to_vec();
        assert!(layers.take_files(&mut paths));
        assert_eq!(paths, [PathBuf::from("report.txt")]);
        assert_eq!(layers.tiles.len(), 2);
        assert_eq!(layers.tiles[0].from, TilesFrom::File("/a/city.PMTiles".into()));
        assert!(!layers.take_files(&mut paths));
        layers.tiles[0].shown = false;
        assert!(layers.take_files(&mut vec!["/a/city.PMTiles".into()]));
        assert_eq!(layers.tiles.len(), 2, "a file is one layer however often it is opened");
        assert!(layers.tiles[0].shown);
    }

    #[test]
    fn what_was_stored_comes_back_and_nonsense_is_mended() {
        let mut layers = Layers { cache_mb: 0, ..Layers::default() };
        layers.add(TilesFrom::Online("https://example.org/{z}/{x}/{y}.png".into()));
        layers.tiles[0].opacity = -3.0;
        let stored = serde_json::to_string(&layers).unwrap();
        let back: Layers = serde_json::from_str(&stored).unwrap();
        assert_eq!(back, layers);
        let sound = back.sound();
        assert_eq!((sound.cache_mb, sound.tiles[0].opacity), (10, 0.1));
        let older: Layers = serde_json::from_str("{\"graticule\":true}").unwrap();
        assert!(older.graticule && older.names && older.tiles.is_empty());
    }
}
