//! The edge of marked ground as it stands on the screen.

use crate::projection::{Viewport, World, circle_ring, unwrapped};
use crate::query::Region;
use crate::scene::clip::{Frame, clip_line};
use crate::scene::palette::Palette;
use crate::scene::shape::Pt;
use crate::views::theme::{self, color};
use egui::{Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2};

/// Corners that a circle is drawn with.
const ROUND: usize = 96;
/// Room around the map within which the edge is worked out, in points.
const AROUND: f32 = 40.0;

/// How an edge is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A filter's.
    Set,
    /// Pointed at: a click takes it up.
    Lit,
    /// Being changed.
    Taken,
}

/// The edge of some ground, in the window's points, as far as it is in view.
#[derive(Debug)]
pub struct Outline {
    lines: Vec<Vec<Pos2>>,
    /// World widths by which the ground is drawn beside where it lies on the sheet.
    pub shift: f64,
    /// What the ground reaches over, in view or not.
    pub reach: Rect,
}

impl Outline {
    /// The edge of a region on the copy of the world nearest to the middle of the map. What goes round
    /// a pole is drawn along all of the map.
    pub fn of(region: &Region, map: Rect, view: &Viewport) -> Self {
        let ring = match region {
            Region::Polygon(ring) => unwrapped(ring.iter().copied()),
            Region::Circle { center, radius_m } => {
                unwrapped(circle_ring(*center, *radius_m, ROUND))
            }
        };
        let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied()) else {
            return Self { lines: Vec::new(), shift: 0.0, reach: Rect::NOTHING };
        };
        let (west, east) = ring
            .iter()
            .fold((f64::MAX, f64::MIN), |(west, east), at| (west.min(at.x), east.max(at.x)));
        let middle = World::new(f64::midpoint(west, east), 0.0);
        let shift = middle.nearest_to(view.center.x).x - middle.x;
        let turned = matches!(region, Region::Circle { .. })
            && (first.nearest_to(last.x).x - first.x).abs() > 0.5;
        let end = if turned { first.nearest_to(last.x) } else { first };
        let line: Vec<World> = ring.iter().copied().chain([end]).collect();
        let copies = if turned { vec![-1.0, 0.0, 1.0] } else { vec![0.0] };
        let mut lines = Vec::new();
        let mut reach = Rect::NOTHING;
        let frame = Frame {
            min: Pt::new(map.left() - AROUND, map.top() - AROUND),
            max: Pt::new(map.right() + AROUND, map.bottom() + AROUND),
        };
        for copy in copies {
            let points = line.iter().map(|at| World::new(at.x + shift + copy, at.y));
            let points: Vec<Pt> = points
                .map(|at| on_map(map, view, at))
                .inspect(|at| reach.extend_with(*at))
                .map(|at| Pt::new(at.x, at.y))
                .collect();
            let runs = clip_line(&points, frame).into_iter();
            lines.extend(runs.map(|run| run.iter().map(|at| pos2(at.x, at.y)).collect()));
        }
        Self { lines, shift, reach }
    }

    /// How far a position is from the edge, in points; infinitely where none is in view.
    pub fn distance(&self, at: Pos2) -> f32 {
        let pairs = self.lines.iter().flat_map(|line| line.windows(2));
        let far = |pair: &[Pos2]| match pair {
            [a, b] => distance(at, *a, *b),
            _ => f32::INFINITY,
        };
        pairs.map(far).fold(f32::INFINITY, f32::min)
    }

    /// Draws it.
    pub fn paint(&self, painter: &Painter, palette: &Palette, look: Look) {
        let ink = color(palette.accent);
        for line in &self.lines {
            let halo = if look == Look::Set { 3.5 } else { 5.0 };
            painter.add(Shape::line(line.clone(), Stroke::new(halo, color(palette.halo))));
            if look == Look::Taken {
                painter.add(Shape::line(line.clone(), Stroke::new(2.0, ink)));
                continue;
            }
            let pen = Stroke::new(if look == Look::Lit { 2.6 } else { 1.6 }, ink);
            painter.extend(Shape::dashed_line(line, pen, theme::GAP * 0.75, theme::GAP * 0.4));
        }
    }
}

/// Where a position of the world stands in the window.
pub fn on_map(map: Rect, view: &Viewport, at: World) -> Pos2 {
    let at = view.screen_from_world(at);
    pos2(map.left() + at.x, map.top() + at.y)
}

fn distance(at: Pos2, a: Pos2, b: Pos2) -> f32 {
    let (way, to) = (b - a, at - a);
    let along = if way == Vec2::ZERO { 0.0 } else { to.dot(way) / way.length_sq() };
    (to - way * along.clamp(0.0, 1.0)).length()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LonLat;
    use egui::vec2;
    use proptest::prelude::*;

    const MAP: Rect = Rect::from_min_max(pos2(100.0, 50.0), pos2(900.0, 650.0));

    fn view(lon: f64, lat: f64, zoom: f64) -> Viewport {
        Viewport::new(LonLat::clamped(lon, lat), zoom, 800.0, 600.0)
    }

    #[test]
    fn a_circle_around_a_pole_is_drawn_from_side_to_side() {
        let region = Region::Circle { center: LonLat::clamped(10.0, 84.0), radius_m: 2_000_000.0 };
        let outline = Outline::of(&region, MAP, &view(10.0, 60.0, 2.0));
        // Wherever one looks along the map's width, the edge is above or below, and never a line
        // across the map from its end to its beginning.
        for x in [120.0, 500.0, 880.0] {
            let near = (50..650).map(|y| outline.distance(pos2(x, y as f32)));
            assert!(near.fold(f32::MAX, f32::min) < 2.0, "{x}");
        }
        let steep = outline.lines.iter().flat_map(|line| line.windows(2));
        assert!(steep.into_iter().all(|pair| (pair[1] - pair[0]).length() < 200.0));
    }

    #[test]
    fn a_box_across_the_antimeridian_is_one_box() {
        let region = Region::rectangle(World::new(0.98, 0.45), World::new(1.03, 0.55));
        for lon in [179.0, -179.0] {
            let outline = Outline::of(&region, MAP, &view(lon, 0.0, 4.0));
            assert!((outline.reach.width() - 0.05 * 4096.0).abs() < 1.0, "{:?}", outline.reach);
            assert!(MAP.contains_rect(outline.reach), "{:?}", outline.reach);
        }
    }

    proptest! {
        #[test]
        fn any_area_is_drawn_in_few_pieces(
            corners in prop::collection::vec((-180.0..180.0f64, -90.0..90.0f64), 0..12),
            lon in -180.0..180.0f64, lat in -85.0..85.0f64, zoom in 0.0..20.0f64, radius_m in 0.0..2.1e7f64,
        ) {
            let ring: Vec<LonLat> = corners.iter().map(|(x, y)| LonLat::clamped(*x, *y)).collect();
            let circle = Region::Circle { center: LonLat::clamped(lon, lat), radius_m };
            for region in [Region::Polygon(ring), circle] {
                let outline = Outline::of(&region, MAP, &view(lon, lat, zoom));
                let length: f32 = outline
                    .lines
                    .iter()
                    .flat_map(|line| line.windows(2))
                    .map(|pair| (pair[1] - pair[0]).length())
                    .sum();
                // Nothing is drawn far beyond the map, or dashes would take as long as the way round.
                let across = (MAP.size() + vec2(2.0 * AROUND, 2.0 * AROUND)).length();
                prop_assert!(length <= across * 3.0 * (ROUND as f32 + 2.0), "{length}");
                let _ = outline.distance(MAP.center());
            }
        }
    }
}
