use super::geodesic::metres_per_world;
use super::{Bounds, TILE_PX, World};
use crate::model::LonLat;
use std::ops::RangeInclusive;

/// The lowest zoom: the world is 256 points wide. A high window has a higher one, see [`Viewport::clamped`].
pub const MIN_ZOOM: f64 = 0.0;
/// The highest zoom: a point is about 0.1 m.
pub const MAX_ZOOM: f64 = 20.0;

/// A position on screen, in points from the viewport's left top corner, y down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Screen {
    /// Right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

impl Screen {
    /// A position from its two numbers.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
}

/// What part of the map is on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The world position at the middle of the screen; x in 0..1.
    pub center: World,
    /// Zoom: the world is `TILE_PX * 2^zoom` points wide.
    pub zoom: f64,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

impl Viewport {
    /// A viewport around a position, within the limits of [`Viewport::clamped`].
    #[must_use]
    pub fn new(center: LonLat, zoom: f64, width: f32, height: f32) -> Self {
        Self { center: World::from_lonlat(center), zoom, width, height }.clamped()
    }

    /// The smallest viewport that holds the bounds with `padding` points on every side, the short
    /// way over the antimeridian where they run across it.
    #[must_use]
    pub fn fit(bounds: Bounds, width: f32, height: f32, padding: f32) -> Self {
        let corner = |lon, lat| World::from_lonlat(LonLat::clamped(lon, lat));
        let (top, bottom) = (corner(0.0, bounds.north).y, corner(0.0, bounds.south).y);
        let west = corner(bounds.west, 0.0).x;
        let across = bounds.width_degrees() / 360.0;
        let room = |side: f32| f64::from((side - 2.0 * padding).max(side * 0.1).max(1.0));
        let scale = (room(width) / across.max(1e-9)).min(room(height) / (bottom - top).max(1e-9));
        let center = World::new(west + across / 2.0, f64::midpoint(top, bottom));
        Self { center, zoom: (scale / TILE_PX).log2(), width, height }.clamped()
    }

    /// This viewport within the limits: zoom in [`MIN_ZOOM`]..=[`MAX_ZOOM`] and high enough that the
    /// sheet fills the height, nothing beyond its upper and lower edge on screen, the centre's x in
    /// 0..1, no number that is not finite.
    #[must_use]
    pub fn clamped(self) -> Self {
        let side = |v: f32| if v.is_finite() { v.clamp(1.0, 65_536.0) } else { 1.0 };
        let or = |v: f64, otherwise: f64| if v.is_finite() { v } else { otherwise };
        let (width, height) = (side(self.width), side(self.height));
        let lowest = (f64::from(height) / TILE_PX).log2().clamp(MIN_ZOOM, MAX_ZOOM);
        let zoom = or(self.zoom, lowest).clamp(lowest, MAX_ZOOM);
        let half = (f64::from(height) / 2.0 / (TILE_PX * zoom.exp2())).min(0.5);
        let center = World::new(
            or(self.center.x, 0.5).rem_euclid(1.0),
            or(self.center.y, 0.5).clamp(half, 1.0 - half),
        );
        Self { center, zoom, width, height }
    }

    /// Points per world width.
    #[must_use]
    pub fn scale(&self) -> f64 {
        TILE_PX * self.zoom.exp2()
    }

    /// Metres per point at the middle of the screen.
    #[must_use]
    pub fn metres_per_point(&self) -> f64 {
        metres_per_world(self.center) / self.scale()
    }

    /// Where a world position stands on screen; its copy of the world is kept.
    #[must_use]
    pub fn screen_from_world(&self, world: World) -> Screen {
        let scale = self.scale();
        Screen {
            x: ((world.x - self.center.x) * scale + f64::from(self.width) / 2.0) as f32,
            y: ((world.y - self.center.y) * scale + f64::from(self.height) / 2.0) as f32,
        }
    }

    /// The world position under a point of the screen; x is not wrapped.
    #[must_use]
    pub fn world_from_screen(&self, at: Screen) -> World {
        let scale = self.scale();
        World {
            x: self.center.x + (f64::from(at.x) - f64::from(self.width) / 2.0) / scale,
            y: self.center.y + (f64::from(at.y) - f64::from(self.height) / 2.0) / scale,
        }
    }

    /// Where a position stands on screen, on the copy of the world nearest to the middle.
    #[must_use]
    pub fn screen_from_lonlat(&self, p: LonLat) -> Screen {
        self.screen_from_world(World::from_lonlat(p).nearest_to(self.center.x))
    }

    /// The position under a point of the screen.
    #[must_use]
    pub fn lonlat_from_screen(&self, at: Screen) -> LonLat {
        self.world_from_screen(at).lonlat()
    }

    /// Zoomed by `dz` levels so that the ground under `at` stays there, except where the limits of
    /// [`Viewport::clamped`] move it.
    #[must_use]
    pub fn zoom_at(&self, at: Screen, dz: f64) -> Self {
        let anchor = self.world_from_screen(at);
        let aimed = Self { zoom: self.zoom + if dz.is_finite() { dz } else { 0.0 }, ..*self };
        let zoom = aimed.clamped().zoom;
        let scale = TILE_PX * zoom.exp2();
        let center = World {
            x: anchor.x - (f64::from(at.x) - f64::from(self.width) / 2.0) / scale,
            y: anchor.y - (f64::from(at.y) - f64::from(self.height) / 2.0) / scale,
        };
        Self { center, zoom, ..*self }.clamped()
    }

    /// Moved so that what was at a point is `dx` points further right and `dy` further down.
    #[must_use]
    pub fn dragged(&self, dx: f32, dy: f32) -> Self {
        let scale = self.scale();
        let center = World {
            x: self.center.x - f64::from(dx) / scale,
            y: self.center.y - f64::from(dy) / scale,
        };
        Self { center, ..*self }.clamped()
    }

    /// The same middle and zoom in a window of another size.
    #[must_use]
    pub fn resized(&self, width: f32, height: f32) -> Self {
        Self { width, height, ..*self }.clamped()
    }

    /// Left top and right bottom of the screen with `margin` points around it; x is not wrapped.
    #[must_use]
    pub fn visible_world(&self, margin: f32) -> (World, World) {
        (
            self.world_from_screen(Screen::new(-margin, -margin)),
            self.world_from_screen(Screen::new(self.width + margin, self.height + margin)),
        )
    }

    /// What is on screen, in degrees; the whole globe where a full turn is visible.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let (low, high) = self.visible_world(0.0);
        let (north, south) = (low.lonlat().lat(), high.lonlat().lat());
        if high.x - low.x >= 1.0 {
            return Bounds { west: -180.0, south, east: 180.0, north };
        }
        Bounds { west: low.lonlat().lon(), south, east: high.lonlat().lon(), north }
    }

    /// Which copies of the world are on screen: add each number to a sheet position's x to draw it there.
    #[must_use]
    pub fn copies(&self) -> RangeInclusive<i32> {
        let (low, high) = self.visible_world(0.0);
        // A window is at most 65,536 points wide and a world at least 256: 256 copies.
        (low.x.floor() as i32)..=(high.x.floor() as i32)
    }

    /// Whether a point is on screen, or at most `margin` points off it.
    #[must_use]
    pub fn shows(&self, at: Screen, margin: f32) -> bool {
        (-margin..=self.width + margin).contains(&at.x)
            && (-margin..=self.height + margin).contains(&at.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn fit_runs_over_the_antimeridian() {
        let bounds = Bounds { west: 170.0, south: -10.0, east: -170.0, north: 10.0 };
        let view = Viewport::fit(bounds, 800.0, 600.0, 20.0);
        assert!((view.center.lonlat().lon().abs() - 180.0).abs() < 1e-9);
        assert!(view.zoom > 4.0);
    }

    #[test]
    fn low_zoom_shows_the_world_more_than_once() {
        let view = Viewport::new(at(0.0, 0.0), 0.0, 1280.0, 400.0);
        assert!((view.scale() - 400.0).abs() < 1e-6, "the sheet fills the height");
        assert_eq!(view.copies(), -2..=2);
        assert_eq!(view.bounds().width_degrees(), 360.0);
    }

    #[test]
    fn a_single_point_fits() {
        let view = Viewport::fit(Bounds::around([at(36.3, 33.5)]).unwrap(), 640.0, 480.0, 10.0);
        assert_eq!(view.zoom, MAX_ZOOM);
        assert!(view.screen_from_lonlat(at(36.3, 33.5)).x - 320.0 < 1e-3);
    }

    fn views() -> impl Strategy<Value = Viewport> {
        (-180.0..180.0f64, -84.0..84.0f64, 0.0..20.0f64, 10.0..4000.0f32, 10.0..3000.0f32)
            .prop_map(|(lon, lat, zoom, w, h)| Viewport::new(at(lon, lat), zoom, w, h))
    }

    proptest! {
        #[test]
        fn round_trip_is_exact(view in views(), fx in 0.0..1.0f32, fy in 0.0..1.0f32) {
            let p = Screen::new(fx * view.width, fy * view.height);
            let back = view.screen_from_world(view.world_from_screen(p));
            prop_assert!((back.x - p.x).abs() < 1e-3 && (back.y - p.y).abs() < 1e-3);
            let ll = view.lonlat_from_screen(p);
            let again = view.screen_from_world(World::from_lonlat(ll).nearest_to(view.world_from_screen(p).x));
            prop_assert!((again.x - p.x).abs() < 1e-3 && (again.y - p.y).abs() < 1e-3, "{p:?} {again:?}");
        }

        #[test]
        fn zooming_keeps_the_ground_under_the_pointer(
            view in views(), fx in 0.0..1.0f32, fy in 0.0..1.0f32, dz in -3.0..3.0f64
        ) {
            let p = Screen::new(fx * view.width, fy * view.height);
            let ground = view.world_from_screen(p);
            let zoomed = view.zoom_at(p, dz);
            let half = f64::from(view.height) / 2.0 / zoomed.scale();
            // Where the sheet's edge reaches the screen the ground has to give way.
            prop_assume!(zoomed.center.y > half + 1e-12 && zoomed.center.y < 1.0 - half - 1e-12);
            let now = zoomed.screen_from_world(ground.nearest_to(zoomed.world_from_screen(p).x));
            prop_assert!((now.x - p.x).abs() < 1e-3 && (now.y - p.y).abs() < 1e-3, "{p:?} {now:?}");
        }

        #[test]
        fn nothing_beyond_the_edges_is_shown(view in views(), dx in -1e5..1e5f32, dy in -1e5..1e5f32, dz in -30.0..30.0f64) {
            let moved = view.dragged(dx, dy).zoom_at(Screen::new(3.0, 5.0), dz);
            let (low, high) = moved.visible_world(0.0);
            prop_assert!(low.y >= -1e-9 && high.y <= 1.0 + 1e-9);
            prop_assert!((0.0..1.0).contains(&moved.center.x));
        }

        #[test]
        fn any_number_is_safe(x in any::<f64>(), y in any::<f64>(), zoom in any::<f64>(), w in any::<f32>(), h in any::<f32>()) {
            let view = Viewport { center: World::new(x, y), zoom, width: w, height: h }.clamped();
            prop_assert!(view.scale().is_finite() && view.center.x.is_finite() && view.center.y.is_finite());
            prop_assert!(view.copies().count() < 1000);
        }

        #[test]
        fn fit_holds_every_point(points in prop::collection::vec((-180.0..180.0f64, -80.0..80.0f64), 1..12)) {
            let points: Vec<LonLat> = points.into_iter().map(|(x, y)| at(x, y)).collect();
            let bounds = Bounds::around(points.iter().copied()).unwrap();
            let view = Viewport::fit(bounds, 900.0, 600.0, 30.0);
            // Bounds higher than the sheet shows at its lowest zoom cannot occur: it fills the height.
            for p in points {
                let s = view.screen_from_lonlat(p);
                let edge = f64::from(view.width) > view.scale();
                prop_assert!(edge || view.shows(s, 0.5), "{s:?} {view:?}");
            }
        }
    }
}
