//! Geometries as they are read: any nesting of lists of numbers, and what they come to.

use crate::model::LonLat;
use geo::{Area as _, InteriorPoint as _, LineString, Polygon};
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::fmt;

/// A geometry as it is written.
#[derive(Debug, Deserialize)]
pub struct Geometry {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    coordinates: Option<Nested>,
    #[serde(default)]
    geometries: Vec<Geometry>,
}

/// Coordinates: a position, or a list of such.
#[derive(Clone, Debug, PartialEq)]
enum Nested {
    Number(f64),
    Position(Position),
    List(Vec<Nested>),
}

/// A position as it is written, on the globe or not.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Position {
    lon: f64,
    lat: f64,
    /// The fourth number.
    time: Option<f64>,
}

/// An end of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Where.
    pub at: LonLat,
    /// The fourth number of its position: when, as some write it.
    pub time: Option<f64>,
}

/// Polygons, each an outer ring followed by its holes.
pub type Polygons = Vec<Vec<Vec<LonLat>>>;

/// What a geometry comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground {
    /// A place.
    Point(LonLat),
    /// From one end to the other.
    Line(End, End),
    /// Ground with at least one ring.
    Area(Polygons),
}

impl Ground {
    /// The position that stands for it; that of a line is its begin.
    #[must_use]
    pub fn position(&self) -> LonLat {
        match self {
            Self::Point(at) => *at,
            Self::Line(from, _) => from.at,
            Self::Area(polygons) => inside(polygons),
        }
    }
}

impl Geometry {
    /// What it comes to; nothing where it names no position on the globe.
    #[must_use]
    pub fn ground(self) -> Option<Ground> {
        if self.kind == "GeometryCollection" {
            let rank = |ground: &Ground| match ground {
                Ground::Area(_) => 0,
                Ground::Line(..) => 1,
                Ground::Point(_) => 2,
            };
            // The depth of nesting is limited by the reader of JSON.
            return self.geometries.into_iter().filter_map(Self::ground).min_by_key(rank);
        }
        let nested = self.coordinates?;
        match self.kind.as_str() {
            "Polygon" => area(vec![polygon(&nested)]),
            "MultiPolygon" => area(nested.list().iter().map(polygon).collect()),
            "LineString" | "MultiLineString" => line(&nested),
            _ => nested.first().and_then(|at| at.on_globe()).map(Ground::Point),
        }
    }
}

fn line(nested: &Nested) -> Option<Ground> {
    let end = |position: Option<Position>| {
        let position = position?;
        Some(End { at: position.on_globe()?, time: position.time })
    };
    let (from, to) = (end(nested.first())?, end(nested.last())?);
    if from.at == to.at {
        return Some(Ground::Point(from.at));
    }
    Some(Ground::Line(from, to))
}

fn polygon(nested: &Nested) -> Vec<Vec<LonLat>> {
    let ring = |ring: &Nested| {
        let positions = ring.list().iter().filter_map(|p| p.first()?.on_globe());
        let mut points: Vec<LonLat> = positions.collect();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        points
    };
    nested.list().iter().map(ring).filter(|ring| ring.len() > 2).collect()
}

fn area(polygons: Polygons) -> Option<Ground> {
    let polygons: Polygons = polygons.into_iter().filter(|rings| !rings.is_empty()).collect();
    (!polygons.is_empty()).then_some(Ground::Area(polygons))
}

/// A position well inside of the largest polygon; rings over the antimeridian are unwrapped for it.
fn inside(polygons: &Polygons) -> LonLat {
    let unwrap = |ring: &Vec<LonLat>| {
        let mut last = ring.first().map_or(0.0, |p| p.lon());
        let line: LineString<f64> = ring
            .iter()
            .map(|p| {
                last = p.lon() + ((last - p.lon()) / 360.0).round() * 360.0;
                (last, p.lat())
            })
            .collect();
        line
    };
    let shapes = polygons.iter().filter_map(|rings| {
        let mut lines = rings.iter().map(unwrap);
        Some(Polygon::new(lines.next()?, lines.collect()))
    });
    let largest = shapes.max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
    let point = largest.and_then(|polygon| polygon.interior_point());
    match point {
        Some(at) => LonLat::clamped(at.x(), at.y()),
        None => {
            let first = polygons.iter().flatten().flatten().next();
            first.copied().unwrap_or_else(|| LonLat::clamped(0.0, 0.0))
        }
    }
}

impl Position {
    fn on_globe(self) -> Option<LonLat> {
        LonLat::new(self.lon, self.lat).ok()
    }
}

impl Nested {
    fn list(&self) -> &[Self] {
        if let Self::List(list) = self { list } else { &[] }
    }

    fn first(&self) -> Option<Position> {
        match self {
            Self::Position(at) => Some(*at),
            Self::List(list) => list.first()?.first(),
            Self::Number(_) => None,
        }
    }

    fn last(&self) -> Option<Position> {
        match self {
            Self::Position(at) => Some(*at),
            Self::List(list) => list.last()?.last(),
            Self::Number(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NestedVisitor)
    }
}

struct NestedVisitor;

impl<'de> Visitor<'de> for NestedVisitor {
    type Value = Nested;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates: numbers in lists")
    }

    fn visit_f64<E>(self, v: f64) -> Result<Nested, E> {
        Ok(Nested::Number(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Nested, E> {
        Ok(Nested::Number(v as f64))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Nested, E> {
        Ok(Nested::Number(v as f64))
    }

    fn visit_unit<E>(self) -> Result<Nested, E> {
        Ok(Nested::List(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Nested, A::Error> {
        let (mut numbers, mut list) = ([None; 4], Vec::new());
        let mut count = 0;
        while let Some(next) = seq.next_element::<Nested>()? {
            match next {
                Nested::Number(v) => {
                    if let Some(slot) = numbers.get_mut(count) {
                        *slot = Some(v);
                    }
                    count += 1;
                }
                other => list.push(other),
            }
        }
        let [lon, lat, _, time] = numbers;
        Ok(match (lon, lat) {
            (Some(lon), Some(lat)) if list.is_empty() => {
                Nested::Position(Position { lon, lat, time })
            }
            _ => Nested::List(list),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground(text: &str) -> Option<Ground> {
        serde_json::from_str::<Geometry>(text).ok()?.ground()
    }

    #[test]
    fn geometries_come_to_points_lines_and_areas() {
        let point = ground(r#"{"type":"Point","coordinates":[41.2,37.1,300]}"#);
        assert_eq!(point, LonLat::new(41.2, 37.1).ok().map(Ground::Point));
        let line = ground(r#"{"type":"LineString","coordinates":[[1,2,0,10],[3,4],[5,6,0,20]]}"#);
        let Some(Ground::Line(from, to)) = line else { panic!("{line:?}") };
        assert_eq!((from.time, to.time, to.at.lon()), (Some(10.0), Some(20.0), 5.0));
        let area = ground(
            r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[5,5],[6,5],[6,6]]]]}"#,
        );
        let Some(Ground::Area(polygons)) = &area else { panic!("{area:?}") };
        assert_eq!(polygons.iter().map(|rings| rings[0].len()).collect::<Vec<_>>(), [4, 3]);
        let middle = area.as_ref().map(Ground::position).unwrap();
        assert!((0.0..2.0).contains(&middle.lon()), "within the largest: {middle:?}");
    }

    #[test]
    fn the_inside_of_an_area_over_the_antimeridian_is_inside() {
        let area = ground(
            r#"{"type":"Polygon","coordinates":[[[178,-2],[-178,-2],[-178,2],[178,2],[178,-2]]]}"#,
        );
        let at = area.unwrap().position();
        assert!(at.lon().abs() > 178.0, "{at:?}");
    }

    #[test]
    fn what_is_off_the_globe_or_no_number_is_no_ground() {
        for text in [
            r#"{"type":"Point","coordinates":[200,95]}"#,
            r#"{"type":"Point","coordinates":[]}"#,
            r#"{"type":"Point","coordinates":null}"#,
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}"#,
            r#"{"type":"Polygon","coordinates":[1,2]}"#,
            r#"{"type":"LineString","coordinates":[[[]]]}"#,
            r#"{"type":"GeometryCollection","geometries":[]}"#,
        ] {
            assert_eq!(ground(text), None, "{text}");
        }
    }
}
