//! Which country and division a position lies in.

use super::{Basemap, Country, Disputed, Division, Extent, FINEST, GRID, Node, Polygon};
use crate::model::LonLat;
use crate::projection::World;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

type Entry = GeomWithData<Rectangle<[i32; 2]>, (u32, u32)>;

/// The boxes of all divisions' polygons.
#[derive(Debug)]
pub(super) struct Index {
    boxes: RTree<Entry>,
}

impl Index {
    pub(super) fn new(divisions: &[Division]) -> Self {
        let entries = divisions.iter().enumerate().flat_map(|(d, division)| {
            division.polygons.iter().enumerate().map(move |(p, polygon)| {
                let Extent { min, max } = polygon.extent;
                Entry::new(Rectangle::from_corners(min, max), (d as u32, p as u32))
            })
        });
        Self { boxes: RTree::bulk_load(entries.collect()) }
    }
}

/// The unit vector from the middle of the sphere to a position: the larger the product of two, the
/// nearer they are. On the sheet of Mercator the latitude is the Gudermannian of the height.
fn direction(world: World) -> [f64; 3] {
    let height = std::f64::consts::PI * (1.0 - 2.0 * world.y);
    let (sin_lon, cos_lon) = ((world.x - 0.5) * std::f64::consts::TAU).sin_cos();
    let across = 1.0 / height.cosh();
    [across * cos_lon, across * sin_lon, height.tanh()]
}

/// The grid cell of a position, with fractions.
fn cells(p: LonLat) -> [f64; 2] {
    let world = World::from_lonlat(p);
    [world.x * f64::from(GRID), world.y * f64::from(GRID)]
}

impl Basemap {
    /// The country whose ground a position lies on; nothing at sea. Disputed ground is filed under
    /// one country, as [`Disputed::claims`] says: ask [`Basemap::disputed_at`] too.
    #[must_use]
    pub fn country_at(&self, p: LonLat) -> Option<&Country> {
        self.countries.get(self.admin1_at(p)?.country as usize)
    }

    /// The first-level division that a position lies in; nothing at sea.
    #[must_use]
    pub fn admin1_at(&self, p: LonLat) -> Option<&Division> {
        self.division_at(p).map(|(_, division)| division)
    }

    /// The disputed ground that a position lies on.
    #[must_use]
    pub fn disputed_at(&self, p: LonLat) -> Option<&Disputed> {
        let within = self.division_at(p).map(|(index, _)| index);
        self.disputed.iter().find(|d| {
            within.is_some_and(|i| d.divisions.contains(&i))
                || d.outlines.iter().any(|o| self.covers(&self.outlines, o, cells(p)))
        })
    }

    /// The country nearest to a position, at most `within_m` metres off; for harbours and capes that
    /// the coast line's detail leaves at sea.
    #[must_use]
    pub fn country_near(&self, p: LonLat, within_m: f64) -> Option<&Country> {
        if let Some(country) = self.country_at(p) {
            return Some(country);
        }
        let rings = [0.25, 0.5, 1.0].map(|f| crate::projection::circle_ring(p, within_m * f, 16));
        rings.into_iter().flatten().find_map(|q| self.country_at(q))
    }

    /// The point of a coast that is nearest to a position, to the detail of the outlines. Looks at
    /// every coast: some milliseconds.
    #[must_use]
    pub fn nearest_coast(&self, p: LonLat) -> Option<LonLat> {
        let here = direction(World::from_lonlat(p));
        let steps = self.land.iter().flat_map(|polygon| &polygon.rings).flat_map(|r| r.iter());
        let nodes = steps.flat_map(|step| self.ground.nodes(step.arc, FINEST));
        let grid = f64::from(GRID);
        let worlds = nodes.map(|[x, y]| World::new(f64::from(*x) / grid, f64::from(*y) / grid));
        let near = |world: &World| {
            let there = direction(*world);
            here.iter().zip(there).map(|(a, b)| a * b).sum::<f64>()
        };
        let measured = worlds.map(|world| (near(&world), world));
        measured.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, world)| world.lonlat())
    }

    fn division_at(&self, p: LonLat) -> Option<(u32, &Division)> {
        let at = cells(p);
        let [x, y] = at.map(|v| v.floor() as i32);
        // A cell's corners: the position lies between them.
        let around = AABB::from_corners([x, y], [x + 1, y + 1]);
        self.index.boxes.locate_in_envelope_intersecting(around).find_map(|entry| {
            let (index, polygon) = entry.data;
            let division = self.divisions.get(index as usize)?;
            let polygon = division.polygons.get(polygon as usize)?;
            self.covers(&self.ground, polygon, at).then_some((index, division))
        })
    }

    /// Even-odd rule along the arcs, at the finest level.
    fn covers(&self, arcs: &super::Arcs, polygon: &Polygon, [x, y]: [f64; 2]) -> bool {
        let crosses = |a: Node, b: Node| {
            let ([ax, ay], [bx, by]) = (a.map(f64::from), b.map(f64::from));
            (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
        };
        let count = polygon
            .rings
            .iter()
            .flat_map(|ring| ring.iter())
            .flat_map(|step| arcs.nodes(step.arc, FINEST).windows(2))
            .filter(|pair| matches!(pair, &&[a, b] if crosses(a, b)))
            .count();
        count % 2 == 1
    }
}
