//! Vector tiles (MVT, versions 1 and 2), read where they lie: nothing is copied but the geometry
//! that is asked for (specification: <https://github.com/mapbox/vector-tile-spec>).
//!
//! What a tile states is never trusted with memory: lists grow only with the bytes that fill them.

use crate::system::bytes::{Cursor, u32_at, u64_at};

/// Units along the side of a tile, where a layer states none.
const USUAL_EXTENT: u32 = 4096;

/// Why bytes are no vector tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no vector tile: {0}")]
pub struct MvtError(&'static str);

/// A layer of a tile: features of one sort.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// Its name, such as "water".
    pub name: &'a str,
    /// Units along the tile's side.
    pub extent: u32,
    keys: Vec<&'a str>,
    values: Vec<Value<'a>>,
    features: Vec<&'a [u8]>,
}

/// What is said of a feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
}

/// A feature's kind of geometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Areas with holes.
    Areas,
}

/// A place, line or area of a layer.
#[derive(Clone, Copy, Debug)]
pub struct Feature<'a> {
    layer: &'a Layer<'a>,
    kind: Kind,
    tags: &'a [u8],
    geometry: &'a [u8],
}

/// A position in a tile, in units of its layer: right, down; beyond the tile where it is cut wide.
pub type Unit = [i32; 2];

/// The layers of a tile.
///
/// # Errors
/// When the bytes are no vector tile, or end within it.
pub fn layers(bytes: &[u8]) -> Result<Vec<Layer<'_>>, MvtError> {
    let mut layers = Vec::new();
    for field in Fields::new(bytes) {
        if let (3, Wire::Bytes(layer)) = field? {
            layers.extend(Layer::read(layer)?);
        }
    }
    Ok(layers)
}

impl<'a> Layer<'a> {
    /// A layer; nothing where it is of a later version.
    fn read(bytes: &'a [u8]) -> Result<Option<Self>, MvtError> {
        let mut layer = Self {
            name: "",
            extent: USUAL_EXTENT,
            keys: Vec::new(),
            values: Vec::new(),
            features: Vec::new(),
        };
        let mut version = 1;
        for field in Fields::new(bytes) {
            match field? {
                (1, Wire::Bytes(name)) => layer.name = text(name)?,
                (2, Wire::Bytes(feature)) => layer.features.push(feature),
                (3, Wire::Bytes(key)) => layer.keys.push(text(key)?),
                (4, Wire::Bytes(value)) => layer.values.push(Value::read(value)?),
                (5, Wire::Number(extent)) => {
                    layer.extent =
                        u32::try_from(extent).map_or(USUAL_EXTENT, |e| e.clamp(1, 1 << 20));
                }
                (15, Wire::Number(number)) => version = number,
                _ => {}
            }
        }
        Ok((version <= 2).then_some(layer))
    }

    /// Its features; those that cannot be read are left out.
    pub fn features(&'a self) -> impl Iterator<Item = Feature<'a>> {
        self.features.iter().filter_map(|bytes| Feature::read(self, bytes).ok().flatten())
    }
}

impl<'a> Value<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, MvtError> {
        let mut value = Self::Text("");
        for field in Fields::new(bytes) {
            value = match field? {
                (1, Wire::Bytes(words)) => Self::Text(text(words)?),
                (2, Wire::Four(bits)) => Self::Number(f64::from(f32::from_bits(bits))),
                (3, Wire::Eight(bits)) => Self::Number(f64::from_bits(bits)),
                (4, Wire::Number(n)) => Self::Number(n as i64 as f64),
                (5, Wire::Number(n)) => Self::Number(n as f64),
                (6, Wire::Number(n)) => Self::Number(((n >> 1) as i64 ^ -((n & 1) as i64)) as f64),
                (7, Wire::Number(n)) => Self::Truth(n != 0),
                _ => value,
            };
        }
        Ok(value)
    }
}

impl<'a> Feature<'a> {
    fn read(layer: &'a Layer<'a>, bytes: &'a [u8]) -> Result<Option<Self>, MvtError> {
        let (mut kind, mut tags, mut geometry) = (None, &[][..], &[][..]);
        for field in Fields::new(bytes) {
            match field? {
                (2, Wire::Bytes(bytes)) => tags = bytes,
                (3, Wire::Number(1)) => kind = Some(Kind::Points),
                (3, Wire::Number(2)) => kind = Some(Kind::Lines),
                (3, Wire::Number(3)) => kind = Some(Kind::Areas),
                (4, Wire::Bytes(bytes)) => geometry = bytes,
                _ => {}
            }
        }
        Ok(kind.map(|kind| Self { layer, kind, tags, geometry }))
    }

    /// What sort of geometry it has.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What is said of it under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        let mut cursor = Cursor::new(self.tags);
        while let (Some(key), Some(value)) = (cursor.length(), cursor.length()) {
            if self.layer.keys.get(key).is_some_and(|key| *key == name) {
                return self.layer.values.get(value).copied();
            }
        }
        None
    }

    /// The words said of it under a name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        match self.get(name)? {
            Value::Text(words) if !words.is_empty() => Some(words),
            _ => None,
        }
    }

    /// The number said of it under a name; yes is 1, no is 0.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.get(name)? {
            Value::Number(number) => Some(number),
            Value::Truth(yes) => Some(f64::from(u8::from(yes))),
            Value::Text(words) => words.parse().ok(),
        }
    }

    /// Its points, lines, or rings without their closing point; as far as they can be read.
    #[must_use]
    pub fn parts(&self) -> Vec<Vec<Unit>> {
        let mut cursor = Cursor::new(self.geometry);
        let mut parts: Vec<Vec<Unit>> = Vec::new();
        let mut part: Vec<Unit> = Vec::new();
        let mut at: Unit = [0, 0];
        while let Some(command) = cursor.varint() {
            let (what, count) = (command & 7, (command >> 3) & 0x1fff_ffff);
            match what {
                1 | 2 => {
                    for _ in 0..count {
                        let (Some(dx), Some(dy)) = (cursor.signed(), cursor.signed()) else {
                            break;
                        };
                        let [x, y] = at;
                        at = [moved(x, dx), moved(y, dy)];
                        if what == 1 && !part.is_empty() {
                            parts.push(std::mem::take(&mut part));
                        }
                        part.push(at);
                    }
                }
                7 if !part.is_empty() => parts.push(std::mem::take(&mut part)),
                7 => {}
                _ => break,
            }
        }
        if !part.is_empty() {
            parts.push(part);
        }
        parts
    }

    /// Its areas: an outline each, and the holes in it.
    #[must_use]
    pub fn areas(&self) -> Vec<Vec<Vec<Unit>>> {
        let mut areas: Vec<Vec<Vec<Unit>>> = Vec::new();
        for ring in self.parts().into_iter().filter(|ring| ring.len() > 2) {
            // An outline goes round clockwise on screen; version 1 left the direction open, so that
            // the first ring is an outline whatever its direction.
            match areas.last_mut() {
                Some(area) if twice_area(&ring) < 0 => area.push(ring),
                _ => areas.push(vec![ring]),
            }
        }
        areas
    }
}

/// A coordinate moved, held far away from the ends of its type.
fn moved(from: i32, by: i64) -> i32 {
    const FAR: i64 = 1 << 26;
    i64::from(from).saturating_add(by).clamp(-FAR, FAR) as i32
}

fn twice_area(ring: &[Unit]) -> i64 {
    let after = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(after)
        .map(|([ax, ay], [bx, by])| {
            i64::from(*ax) * i64::from(*by) - i64::from(*bx) * i64::from(*ay)
        })
        .fold(0, i64::saturating_add)
}

fn text(bytes: &[u8]) -> Result<&str, MvtError> {
    std::str::from_utf8(bytes).map_err(|_| MvtError("a name is not text"))
}

/// The value of a field of a message.
enum Wire<'a> {
    Number(u64),
    Eight(u64),
    Bytes(&'a [u8]),
    Four(u32),
}

/// The fields of a message in Protocol Buffers' wire format.
struct Fields<'a> {
    cursor: Cursor<'a>,
    over: bool,
}

impl<'a> Fields<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { cursor: Cursor::new(bytes), over: bytes.is_empty() }
    }

    fn field(&mut self) -> Option<(u64, Wire<'a>)> {
        let head = self.cursor.varint()?;
        let wire = match head & 7 {
            0 => Wire::Number(self.cursor.varint()?),
            1 => Wire::Eight(u64_at(self.cursor.take(8)?, 0)?),
            2 => {
                let length = self.cursor.length()?;
                Wire::Bytes(self.cursor.take(length)?)
            }
            5 => Wire::Four(u32_at(self.cursor.take(4)?, 0)?),
            _ => return None,
        };
        Some((head >> 3, wire))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Wire<'a>), MvtError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over || self.cursor.clone().byte().is_none() {
            return None;
        }
        let field = self.field();
        self.over = field.is_none();
        Some(field.ok_or(MvtError("it ends too early")))
    }
}
