//! Lakes, built-up land, disputed outlines and rivers: lines that share nothing with others.

use super::disputed::OUTLINES;
use super::simplify::{level_of_area, levels, line, ring_area2, smoothed};
use super::sources::{Failure, Marble, pn2, shapefile};
use chronotope::basemap::codec::Writer;
use chronotope::basemap::{Arc, AreaKind, FINEST, Node, write_arcs};
use geo::{BooleanOps, BoundingRect, Intersects, LineString, MultiPolygon, Polygon, unary_union};
use std::collections::BTreeMap;
use std::path::Path;

struct Area {
    kind: AreaKind,
    level: u8,
    name: &'static str,
    claims: &'static str,
    /// Indices of arcs, outer ring first.
    rings: Vec<usize>,
}

pub fn write(cache: &Path, ground: &[Vec<Node>], w: &mut Writer) -> Result<(), Failure> {
    let base = cache.join("marble-qt-data/usr/share/marble/data/naturalearth");
    let mut arcs = Vec::new();
    let mut areas = Vec::new();
    for lake in pn2(&base.join("ne_50m_lakes.pn2"))? {
        areas.extend(area(AreaKind::Lake, &lake, 2, 2.0, &mut arcs));
    }
    let land = Land::new(ground);
    for urban in pn2(&base.join("ne_50m_urban_areas.pn2"))? {
        for rings in land.within(&urban) {
            areas.extend(shaped(AreaKind::Urban, rings, 12.0, &mut arcs));
        }
    }
    for ice in pn2(&base.join("ne_50m_glaciated_areas.pn2"))? {
        areas.extend(area(AreaKind::Ice, &ice, 1, 6.0, &mut arcs));
    }
    for outline in pn2(&base.join("ne_50m_admin_0_breakaway_disputed_areas.pn2"))? {
        let Some((_, name, claims)) = OUTLINES.iter().find(|o| o.0 == outline.id) else { continue };
        let found = area(AreaKind::Disputed, &outline, 1, 2.0, &mut arcs);
        areas.extend(found.map(|a| Area { name, claims, ..a }));
    }
    areas.sort_by_key(|a| a.level);
    println!(
        "base map: {} areas, {} vertices",
        areas.len(),
        arcs.iter().map(|a| a.nodes.len()).sum::<usize>()
    );
    write_arcs(w, &arcs);
    w.size(areas.len());
    for area in areas {
        w.byte(area.kind as u8);
        w.byte(area.level);
        if area.kind == AreaKind::Disputed {
            w.text(area.name);
            w.text(area.claims);
        }
        w.size(area.rings.len());
        area.rings.iter().for_each(|r| w.size(*r));
    }
    Ok(())
}

fn area(
    kind: AreaKind,
    marble: &Marble,
    smooth: usize,
    points: f64,
    arcs: &mut Vec<Arc>,
) -> Option<Area> {
    let rings = marble.rings.iter().map(|r| line(&smoothed(r, smooth))).collect();
    shaped(kind, rings, points, arcs)
}

/// An area from open rings on the grid, the outer one first.
fn shaped(
    kind: AreaKind,
    outlines: Vec<Vec<Node>>,
    points: f64,
    arcs: &mut Vec<Arc>,
) -> Option<Area> {
    let mut rings = Vec::new();
    let mut size = 0.0;
    for (i, mut nodes) in outlines.into_iter().enumerate() {
        let area = (ring_area2(&nodes) as f64 / 2.0).abs();
        if nodes.len() < 4 || area == 0.0 {
            if i == 0 {
                return None;
            }
            continue;
        }
        size = if i == 0 { area } else { size };
        nodes.push(nodes[0]);
        rings.push(arcs.len());
        arcs.push(pruned(nodes, true));
    }
    let level = level_of_area(size, points).min(FINEST);
    Some(Area { kind, level, name: "", claims: "", rings })
}

/// The ground that built-up areas are cut to, as their coarse outlines run over the coast.
struct Land {
    polygons: Vec<(geo::Rect<f64>, Polygon<f64>)>,
}

impl Land {
    fn new(ground: &[Vec<Node>]) -> Self {
        let polygons = ground.iter().filter_map(|ring| {
            let polygon = polygon(std::slice::from_ref(ring));
            Some((polygon.bounding_rect()?, polygon))
        });
        Self { polygons: polygons.collect() }
    }

    fn within(&self, marble: &Marble) -> Vec<Vec<Vec<Node>>> {
        let rings: Vec<Vec<Node>> = marble.rings.iter().map(|r| line(&smoothed(r, 1))).collect();
        let whole = polygon(&rings);
        let Some(bounds) = whole.bounding_rect() else { return Vec::new() };
        let near = self.polygons.iter().filter(|(b, _)| b.intersects(&bounds));
        // Some lie within others, whose holes are not looked at.
        let near = unary_union(near.map(|(_, p)| p));
        let open = |ring: &LineString<f64>| {
            let mut nodes: Vec<Node> =
                ring.coords().map(|c| [c.x, c.y].map(|v| v.round() as i32)).collect();
            nodes.dedup();
            if nodes.first() == nodes.last() {
                nodes.pop();
            }
            nodes
        };
        let cut = MultiPolygon(vec![whole]).intersection(&near);
        cut.iter()
            .map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(open).collect())
            .collect()
    }
}

fn polygon(rings: &[Vec<Node>]) -> Polygon<f64> {
    let ring = |r: &Vec<Node>| -> LineString<f64> {
        r.iter().map(|n| (f64::from(n[0]), f64::from(n[1]))).collect()
    };
    let mut rings = rings.iter().map(ring);
    let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outer, rings.collect())
}

fn pruned(nodes: Vec<Node>, closed: bool) -> Arc {
    let levels = levels(&nodes, closed);
    let kept = nodes.into_iter().zip(levels).filter(|(_, l)| *l <= FINEST);
    let (nodes, levels) = kept.unzip();
    Arc { nodes, levels }
}

/// Rivers with their names; the zoom from which each is drawn follows Natural Earth's `scalerank`.
pub fn write_rivers(cache: &Path, w: &mut Writer) -> Result<(), Failure> {
    let records = shapefile(
        &cache.join("libmagics++-data/usr/share/magics/10m/ne_10m_rivers_lake_centerlines"),
    )?;
    let mut arcs = Vec::new();
    let mut about = Vec::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for record in &records {
        let rank = record.number("scalerank");
        let rank = if rank.is_finite() { rank } else { 9.0 };
        let name = record.text("name");
        if record.text("featurecla").contains("Intermittent") && rank > 7.0 {
            continue;
        }
        let count = names.len();
        let name = *names.entry(name.to_owned()).or_insert(count);
        for part in &record.parts {
            let nodes = line(part);
            if nodes.len() < 2 {
                continue;
            }
            about.push(((2.2 + rank * 0.58) * 10.0, name));
            arcs.push(pruned(nodes, false));
        }
    }
    println!(
        "base map: {} rivers, {} vertices",
        arcs.len(),
        arcs.iter().map(|a| a.nodes.len()).sum::<usize>()
    );
    write_arcs(w, &arcs);
    let mut list: Vec<(&String, &usize)> = names.iter().collect();
    list.sort_by_key(|(_, i)| **i);
    w.size(list.len());
    list.iter().for_each(|(n, _)| w.text(n));
    for (zoom, name) in about {
        w.byte(zoom as u8);
        w.size(name);
    }
    Ok(())
}
