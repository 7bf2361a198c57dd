//! Vector tiles in the map's own style, for the schemas of OpenMapTiles and of Protomaps: land, woods and
//! parks, built-up land, water, roads by class, railways, boundaries, and names of places.
//!
//! Not drawn: buildings, points of interest, names of roads and of water. Tiles of any other schema
//! are somebody's data: they are drawn as plain areas, lines and points over the map.

mod class;
mod names;
#[cfg(test)]
mod tests;

pub use names::{Name, Rank, place};

use super::clip::{Frame, clip_line, clip_ring};
use super::palette::{Palette, Rgba};
use super::shape::{Pt, Shape, Stroke};
use crate::projection::TILE_PX;
use crate::tiles::TileId;
use crate::tiles::mvt::{self, Feature, Kind, Layer, MvtError, Unit};
use class::{Line, Look, Schema};

/// Shapes of one tile at most: more than any good tile has, and what memory can bear.
const MOST_SHAPES: usize = 60_000;

/// A tile made ready to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// From back to front, in points from the tile's left top corner.
    pub shapes: Vec<Shape>,
    /// Names of places.
    pub names: Vec<Name>,
    /// Whether it is a map, which covers what lies behind, or data to be laid over one.
    pub covers: bool,
}

/// Draws a tile for the zoom `level` of the map, at which the world is `TILE_PX * 2^level` points wide.
///
/// # Errors
/// When the bytes are no vector tile.
pub fn draw(bytes: &[u8], id: TileId, level: u8, palette: &Palette) -> Result<Drawn, MvtError> {
    let layers = mvt::layers(bytes)?;
    let schema = Schema::of(&layers);
    let side = (TILE_PX * (f64::from(level) - f64::from(id.zoom())).exp2()) as f32;
    let sheet = Sheet { side, level: f32::from(level), palette };
    let mut drawn = Drawn { covers: schema.is_map(), ..Drawn::default() };
    if schema.is_map() {
        let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
        let ring = corners.map(|(x, y)| Pt::new(x, y)).to_vec();
        drawn.shapes.push(Shape::Area { rings: vec![ring], fill: palette.land });
    }
    let mut kept: Vec<(Look, Shape)> = Vec::new();
    for layer in &layers {
        for feature in layer.features() {
            if kept.len() > MOST_SHAPES {
                break;
            }
            let Some(look) = schema.look(layer.name, &feature) else { continue };
            sheet.feature(layer, &feature, look, &mut kept);
        }
        drawn.names.extend(names::of_layer(schema, layer, id));
    }
    kept.sort_by_key(|(look, _)| *look);
    drawn.shapes.extend(kept.into_iter().map(|(_, shape)| shape));
    Ok(drawn)
}

struct Sheet<'a> {
    /// Points along the tile's side.
    side: f32,
    level: f32,
    palette: &'a Palette,
}

impl Sheet<'_> {
    fn feature(
        &self,
        layer: &Layer<'_>,
        feature: &Feature<'_>,
        look: Look,
        out: &mut Vec<(Look, Shape)>,
    ) {
        let scale = self.side / layer.extent as f32;
        let point = |[x, y]: &Unit| Pt::new(*x as f32 * scale, *y as f32 * scale);
        match (feature.kind(), look) {
            (Kind::Areas, look) => {
                let Some(fill) = self.fill(look) else { return };
                for area in feature.areas() {
                    let rings: Vec<Vec<Pt>> = area
                        .iter()
                        .filter_map(|ring| {
                            clip_ring(ring.iter().map(point).collect(), self.frame(0.0))
                        })
                        .collect();
                    if look == Look::Data {
                        self.outlines(layer, &area, look, out);
                    }
                    if !rings.is_empty() {
                        out.push((look, Shape::Area { rings, fill }));
                    }
                }
            }
            (Kind::Lines, look) => {
                let Some(stroke) = self.stroke(look) else { return };
                for part in feature.parts() {
                    let line: Vec<Pt> = thinned(part.iter().map(point));
                    for points in clip_line(&line, self.frame(0.0)) {
                        let stroke = stroke.clone();
                        out.push((look, Shape::Line { points, closed: false, stroke }));
                    }
                }
            }
            (Kind::Points, Look::Data) => {
                let center = |at: &Unit| Some(point(at)).filter(|p| self.holds(*p));
                for center in feature.parts().iter().flatten().filter_map(center) {
                    let fill = Some(self.palette.accent.alpha(0.8));
                    out.push((look, Shape::Circle { center, radius: 3.0, fill, stroke: None }));
                }
            }
            (Kind::Points, _) => {}
        }
    }

    /// The outlines of data, without what runs along the tile's edges.
    fn outlines(
        &self,
        layer: &Layer<'_>,
        area: &[Vec<Unit>],
        look: Look,
        out: &mut Vec<(Look, Shape)>,
    ) {
        let scale = self.side / layer.extent as f32;
        let Some(stroke) = self.stroke(look) else { return };
        for ring in area {
            let closed = ring.iter().chain(ring.first());
            let line = thinned(closed.map(|[x, y]| Pt::new(*x as f32 * scale, *y as f32 * scale)));
            // A little within, so that edges of the tile itself are left out.
            for points in clip_line(&line, self.frame(0.01)) {
                out.push((look, Shape::Line { points, closed: false, stroke: stroke.clone() }));
            }
        }
    }

    fn frame(&self, within: f32) -> Frame {
        Frame { min: Pt::new(within, within), max: Pt::new(self.side - within, self.side - within) }
    }

    fn holds(&self, p: Pt) -> bool {
        (0.0..self.side).contains(&p.x) && (0.0..self.side).contains(&p.y)
    }

    fn fill(&self, look: Look) -> Option<Rgba> {
        let palette = self.palette;
        Some(match look {
            Look::Land => palette.land,
            Look::Green => palette.green(),
            Look::Urban => palette.urban,
            Look::Ice => palette.ice(),
            Look::Water => palette.water,
            Look::Data => palette.accent.alpha(0.12),
            Look::Line(_) => return None,
        })
    }

    fn stroke(&self, look: Look) -> Option<Stroke> {
        let palette = self.palette;
        let whole = |width: f32, color: Rgba| Stroke::new(width, color);
        Some(match look {
            Look::Line(Line::River) => {
                whole(ramp(self.level, &[(7.0, 0.6), (15.0, 2.4)])?, palette.river())
            }
            Look::Line(Line::Rail) => Stroke {
                width: ramp(self.level, &[(10.0, 0.5), (16.0, 1.4)])?,
                color: palette.admin_border,
                dashes: vec![5.0, 3.0],
            },
            Look::Line(Line::Road(rank)) => whole(self.road(rank)?, palette.road(rank)),
            Look::Line(Line::Division) => whole(
                ramp(self.level, &[(4.0, 0.5), (7.0, 0.8), (10.0, 1.1)])?,
                palette.admin_border,
            ),
            Look::Line(Line::Border) => {
                whole(ramp(self.level, &[(1.5, 0.55), (5.0, 1.0), (9.0, 1.7)])?, palette.border)
            }
            Look::Line(Line::Disputed) => Stroke {
                width: ramp(self.level, &[(1.5, 0.55), (5.0, 1.0), (9.0, 1.6)])?,
                color: palette.border,
                dashes: vec![5.0, 3.5],
            },
            Look::Data => whole(1.4, palette.accent.alpha(0.8)),
            _ => return None,
        })
    }

    /// The width of a road, from motorways (0) to paths (4), where it is drawn at this zoom.
    fn road(&self, rank: u8) -> Option<f32> {
        ramp(
            self.level,
            match rank {
                0 => &[(5.0, 0.6), (8.0, 1.2), (12.0, 2.8), (17.0, 9.0)],
                1 => &[(7.0, 0.5), (10.0, 1.1), (13.0, 2.4), (17.0, 8.0)],
                2 => &[(10.0, 0.5), (13.0, 1.4), (17.0, 6.5)],
                3 => &[(12.0, 0.4), (14.0, 1.0), (17.0, 5.0)],
                _ => &[(14.0, 0.4), (17.0, 1.2)],
            },
        )
    }
}

/// A width that runs straight between stops by zoom; nothing below the first.
fn ramp(level: f32, stops: &[(f32, f32)]) -> Option<f32> {
    let after = stops.partition_point(|(at, _)| *at <= level);
    let (from, low) = *stops.get(after.checked_sub(1)?)?;
    Some(
        stops
            .get(after)
            .map_or(low, |(to, high)| low + (high - low) * (level - from) / (to - from)),
    )
}

/// A line without points closer than a third of a point to the one before.
fn thinned(points: impl Iterator<Item = Pt>) -> Vec<Pt> {
    let mut out: Vec<Pt> = Vec::new();
    let mut skipped = None;
    for p in points {
        let near = out.last().is_some_and(|q| (q.x - p.x).abs() < 0.34 && (q.y - p.y).abs() < 0.34);
        if near {
            skipped = Some(p);
        } else {
            out.push(p);
            skipped = None;
        }
    }
    out.extend(skipped);
    out
}
