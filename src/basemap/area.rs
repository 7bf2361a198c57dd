//! The ground of countries and divisions as polygons in degrees, for geocoding.

use super::{Basemap, Division, FINEST, GRID, Node, Step, outline};
use crate::projection::World;
use geo::{Coord, LineString, MultiPolygon};
use std::collections::HashMap;

impl Basemap {
    /// The country of an ISO 3166-1 alpha-2 code, in either case.
    #[must_use]
    pub fn country(&self, iso2: &str) -> Option<&super::Country> {
        self.countries.iter().find(|c| !c.iso2.is_empty() && c.iso2.eq_ignore_ascii_case(iso2))
    }

    /// A country's ground in degrees (WGS 84), its divisions joined; nothing for an unknown code.
    #[must_use]
    pub fn country_area(&self, iso2: &str) -> Option<MultiPolygon<f64>> {
        self.country(iso2)?;
        let its = |d: &&Division| {
            self.countries
                .get(d.country as usize)
                .is_some_and(|c| c.iso2.eq_ignore_ascii_case(iso2))
        };
        Some(self.joined(self.divisions.iter().filter(its)))
    }

    /// The ground of a country's first-level division in degrees, by any of its names (case,
    /// accents and articles aside), ISO 3166-2 code or GeoNames code.
    #[must_use]
    pub fn admin1_area(&self, iso2: &str, name: &str) -> Option<MultiPolygon<f64>> {
        let divisions = self.admin1(iso2, name);
        (!divisions.is_empty()).then(|| self.joined(divisions.into_iter()))
    }

    /// The divisions of a country that go by a name or code; more than one where the data splits it.
    #[must_use]
    pub fn admin1(&self, iso2: &str, name: &str) -> Vec<&Division> {
        if name.trim().is_empty() {
            return Vec::new();
        }
        let wanted = plain(name);
        let coded = format!("{iso2}.{name}");
        let matches = |d: &Division| {
            d.iso.eq_ignore_ascii_case(name)
                || d.geonames.eq_ignore_ascii_case(name)
                || (!d.geonames.is_empty() && d.geonames.eq_ignore_ascii_case(&coded))
                || (!wanted.is_empty() && d.names.iter().any(|n| plain(n) == wanted))
        };
        let its = |d: &Division| {
            self.countries
                .get(d.country as usize)
                .is_some_and(|c| !c.iso2.is_empty() && c.iso2.eq_ignore_ascii_case(iso2))
        };
        self.divisions.iter().filter(|d| its(d) && matches(d)).collect()
    }

    /// Polygons of divisions, with the borders between them gone.
    fn joined<'a>(&'a self, divisions: impl Iterator<Item = &'a Division>) -> MultiPolygon<f64> {
        let steps = divisions
            .flat_map(|d| &d.polygons)
            .flat_map(|p| p.rings.iter().flat_map(|r| r.iter()))
            .copied();
        polygons(self.rings(&outline(steps)))
    }

    /// Steps chained end to start.
    fn rings(&self, steps: &[Step]) -> Vec<Vec<Node>> {
        let ends = |s: Step| {
            let nodes = self.ground.nodes(s.arc, FINEST);
            let (first, last) = (nodes.first().copied(), nodes.last().copied());
            if s.back { (last, first) } else { (first, last) }
        };
        let mut from: HashMap<Node, Vec<Step>> = HashMap::new();
        for step in steps {
            if let (Some(start), _) = ends(*step) {
                from.entry(start).or_default().push(*step);
            }
        }
        let mut rings = Vec::new();
        for first in steps {
            let Some(start) = ends(*first).0 else { continue };
            let mut ring = Vec::new();
            let mut at = start;
            while let Some(step) = from.get_mut(&at).and_then(Vec::pop) {
                self.ground.step(step, FINEST, &mut ring);
                match ends(step).1 {
                    Some(end) if end != start => at = end,
                    _ => break,
                }
            }
            if ring.len() > 3 {
                rings.push(ring);
            }
        }
        rings
    }
}

/// Rings sorted into outer ones (clockwise on the grid) and their holes.
fn polygons(rings: Vec<Vec<Node>>) -> MultiPolygon<f64> {
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|r| doubled_area(r) > 0);
    let mut outer: Vec<(i64, LineString<f64>, Vec<LineString<f64>>)> =
        outer.iter().map(|r| (doubled_area(r), degrees(r), Vec::new())).collect();
    // Smallest first: a hole belongs to the smallest ring around it.
    outer.sort_by_key(|(area, ..)| *area);
    for hole in holes {
        let hole = degrees(&hole);
        let inside = |ring: &LineString<f64>| {
            let vertex = hole.coords().find(|c| !ring.coords().any(|o| o == *c));
            vertex.is_some_and(|c| encloses(ring, *c))
        };
        if let Some((_, _, holes)) = outer.iter_mut().find(|(_, ring, _)| inside(ring)) {
            holes.push(hole);
        }
    }
    MultiPolygon(outer.into_iter().rev().map(|(_, o, h)| geo::Polygon::new(o, h)).collect())
}

fn doubled_area(ring: &[Node]) -> i64 {
    ring.iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|([ax, ay], [bx, by])| {
            i64::from(*ax) * i64::from(*by) - i64::from(*bx) * i64::from(*ay)
        })
        .sum()
}

fn encloses(ring: &LineString<f64>, p: Coord<f64>) -> bool {
    let crossing = |l: &geo::Line<f64>| {
        (l.start.y > p.y) != (l.end.y > p.y)
            && p.x < l.start.x + (p.y - l.start.y) / (l.end.y - l.start.y) * (l.end.x - l.start.x)
    };
    ring.lines().filter(crossing).count() % 2 == 1
}

fn degrees(ring: &[Node]) -> LineString<f64> {
    let coord = |[x, y]: &Node| {
        let world = World::new(f64::from(*x) / f64::from(GRID), f64::from(*y) / f64::from(GRID));
        // Longitude straight from x: wrapping would throw 180 degrees east to the west.
        Coord { x: (world.x - 0.5) * 360.0, y: world.lonlat().lat() }
    };
    ring.iter().map(coord).collect()
}

/// A name without case, accents, punctuation and Arabic articles, for comparing.
fn plain(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let lower: String = name
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let article = ["al", "el", "ar", "as", "ad", "an", "at", "az", "ash"];
    let words = lower.split_whitespace().filter(|w| !article.contains(w));
    let kept: String = words.collect();
    if kept.is_empty() { lower.split_whitespace().collect() } else { kept }
}
