//! Floor 1: the ground that everything stands on: land, borders, divisions, water, towns, and what is
//! disputed, from Natural Earth and GeoNames, inside the binary.
//!
//! All lines lie on one grid ([`GRID`] cells per world width) and each vertex knows the zoom from
//! which it is worth drawing, so that land, borders and divisions stay joined at every level of
//! detail. What things are called in other languages lies beside it, by language ([`names`]), and is
//! unpacked when it is first asked for. Not here: roads, relief.

mod arcs;
mod area;
pub mod codec;
mod file;
mod locate;
pub mod names;
#[cfg(test)]
mod tests;

pub use arcs::{Arc, Arcs, Extent, FINEST, GRID, Node, Step, outline, write_arcs, write_steps};
pub use file::{AreaKind, LineClass};
pub use names::Names;

use codec::Damaged;
use locate::Index;

/// The embedded file, packed.
const PACKED: &[u8] = include_bytes!("../../assets/basemap.bin.zst");

/// Most bytes that the embedded file may take unpacked; more means that it is damaged.
const MOST_BYTES: usize = 64 << 20;

/// Why there is no base map.
#[derive(Debug, thiserror::Error)]
pub enum BasemapError {
    /// The packed bytes do not unpack.
    #[error(
        "the embedded base map does not unpack: {0}; the program file is damaged, install it again"
    )]
    Packed(#[source] std::io::Error),
    /// The bytes do not make sense.
    #[error("{0}; the program file is damaged, install it again")]
    Damaged(#[from] Damaged),
}

/// A polygon: an outer ring and its holes, as steps along arcs.
#[derive(Clone, Debug)]
pub struct Polygon {
    /// The outer ring, then the holes.
    pub rings: Box<[Box<[Step]>]>,
    /// Its box.
    pub extent: Extent,
    /// The level of detail from which it is worth drawing.
    pub level: u8,
}

/// A border.
#[derive(Clone, Debug)]
pub struct Line {
    /// Along which arcs.
    pub steps: Box<[Step]>,
    /// Its box.
    pub extent: Extent,
    /// What it parts.
    pub class: LineClass,
    /// The zoom from which it is drawn.
    pub zoom: f32,
}

/// Where a name stands, and how much room there is.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The middle of the name, on the grid.
    pub at: Node,
    /// Width and height of the largest piece of its ground, in cells.
    pub size: [u32; 2],
}

/// A country or a territory that Natural Earth lists like one.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2, upper case; empty where there is none.
    pub iso2: Box<str>,
    /// Natural Earth's code, three letters.
    pub a3: Box<str>,
    /// English name.
    pub name: Box<str>,
    /// Where its name stands.
    pub label: Spot,
    /// Whether all of it is disputed ground, and found in [`Basemap::disputed`].
    pub disputed: bool,
}

/// A first-level division: governorate, province, state.
#[derive(Clone, Debug)]
pub struct Division {
    /// Index of its country.
    pub country: u32,
    /// Its names, the one shown first at the front.
    pub names: Box<[Box<str>]>,
    /// ISO 3166-2, such as `SY-HA`; empty where unknown.
    pub iso: Box<str>,
    /// GeoNames code, such as `SY.01`; empty where unknown.
    pub geonames: Box<str>,
    /// Where its name stands.
    pub label: Spot,
    /// Its ground, along [`Basemap::ground`].
    pub polygons: Box<[Polygon]>,
}

/// Ground that more than one side claims.
#[derive(Clone, Debug)]
pub struct Disputed {
    /// Its name.
    pub name: Box<str>,
    /// Who claims and who holds it, in words.
    pub claims: Box<str>,
    /// The divisions that it consists of; empty where it has outlines of its own.
    pub divisions: Box<[u32]>,
    /// Its own outlines, along [`Basemap::outlines`].
    pub outlines: Vec<Polygon>,
}

/// Lake, built-up land or ice.
#[derive(Clone, Debug)]
pub struct Area {
    /// What it is.
    pub kind: AreaKind,
    /// Its ground, along [`Basemap::outlines`].
    pub polygon: Polygon,
}

/// A river, or a part of one.
#[derive(Clone, Copy, Debug)]
pub struct River {
    /// Its line in [`Basemap::streams`].
    pub arc: u32,
    /// The zoom from which it is drawn.
    pub zoom: f32,
    /// Index into [`Basemap::river_names`].
    pub name: u32,
}

/// A town.
#[derive(Clone, Debug)]
pub struct Town {
    /// Its name in Latin letters.
    pub name: Box<str>,
    /// Where.
    pub at: Node,
    /// Inhabitants, to the hundred; 0 where unknown.
    pub population: u32,
    /// The zoom from which it is shown.
    pub zoom: f32,
    /// What it is the capital of.
    pub rank: TownRank,
}

/// What a town is the capital of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TownRank {
    /// Nothing.
    Town,
    /// A first-level division.
    Seat,
    /// A country.
    Capital,
}

/// The name of a piece of water.
#[derive(Clone, Debug)]
pub struct Water {
    /// The name.
    pub name: Box<str>,
    /// Where.
    pub at: Node,
    /// The zoom from which it is shown.
    pub from_zoom: f32,
    /// The zoom up to which it is shown.
    pub to_zoom: f32,
}

/// The base map, decoded. About 20 MB; build it once, off the thread that draws.
#[derive(Debug)]
pub struct Basemap {
    /// Arcs of coasts and borders.
    pub ground: Arcs,
    /// Arcs of lakes, built-up land, ice, outlines of disputed ground.
    pub outlines: Arcs,
    /// Arcs of rivers.
    pub streams: Arcs,
    /// Land, largest first, along [`Basemap::ground`].
    pub land: Vec<Polygon>,
    /// Borders, along [`Basemap::ground`].
    pub lines: Vec<Line>,
    /// Countries.
    pub countries: Vec<Country>,
    /// First-level divisions.
    pub divisions: Vec<Division>,
    /// Disputed ground.
    pub disputed: Vec<Disputed>,
    /// Lakes, built-up land, ice.
    pub areas: Vec<Area>,
    /// Rivers.
    pub rivers: Vec<River>,
    /// Their names; the first may be empty.
    pub river_names: Vec<Box<str>>,
    /// Towns, those shown from the lowest zoom first.
    pub towns: Vec<Town>,
    /// Names of water.
    pub waters: Vec<Water>,
    index: Index,
    names: names::Shelf,
}

impl Basemap {
    /// Decodes the base map inside the binary.
    ///
    /// # Errors
    /// When the program file is damaged.
    pub fn embedded() -> Result<Self, BasemapError> {
        Self::decode(PACKED)
    }

    /// Decodes a packed base map.
    ///
    /// # Errors
    /// When the bytes are not one.
    pub fn decode(packed: &[u8]) -> Result<Self, BasemapError> {
        let bytes = zstd::bulk::decompress(packed, MOST_BYTES).map_err(BasemapError::Packed)?;
        Ok(file::read(&bytes)?)
    }

    /// Bytes held by lines and names, roughly.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let towns = self.towns.iter().map(|t| t.name.len() + size_of::<Town>());
        let rings = |p: &Polygon| p.rings.iter().map(|r| r.len() * 8 + 16).sum::<usize>() + 48;
        let land = self.land.iter().map(rings);
        let divisions = self.divisions.iter().map(|d| {
            d.polygons.iter().map(rings).sum::<usize>()
                + d.names.iter().map(|n| n.len() + 16).sum::<usize>()
                + size_of::<Division>()
        });
        self.ground.bytes()
            + self.outlines.bytes()
            + self.streams.bytes()
            + towns.chain(land).chain(divisions).sum::<usize>()
    }
}
