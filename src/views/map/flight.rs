//! The way from one view of the map to another: out, over and in again, after van Wijk and Nuij,
//! "Smooth and efficient zooming and panning" (2003).

use crate::projection::{TILE_PX, Viewport, World};

/// How strongly the way prefers zooming to panning: the value that users liked best in the paper's test.
const RHO: f64 = 1.42;
/// Seconds per unit of the way.
const SECONDS_PER_UNIT: f64 = 0.42;

/// A flight from one view to another of the same size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    from: Viewport,
    to: Viewport,
    seconds: f64,
    elapsed: f64,
}

impl Flight {
    /// A flight that starts now.
    #[must_use]
    pub fn new(from: Viewport, to: Viewport) -> Self {
        let way = Way::between(&from, &to);
        let seconds = (way.length.abs() * SECONDS_PER_UNIT).clamp(0.25, 1.7);
        Self { from, to, seconds, elapsed: 0.0 }
    }

    /// Where it leads.
    #[must_use]
    pub fn target(&self) -> Viewport {
        self.to
    }

    /// The view `dt` seconds later, and whether that is the end.
    pub fn advance(&mut self, dt: f64) -> (Viewport, bool) {
        self.elapsed += dt.max(0.0);
        let t = self.elapsed / self.seconds;
        if t >= 1.0 {
            return (self.to, true);
        }
        let eased = t * t * (3.0 - 2.0 * t);
        (Way::between(&self.from, &self.to).at(eased), false)
    }
}

/// The optimal way between two views, by arc length.
struct Way {
    from: Viewport,
    to: World,
    zoom_only: bool,
    width: f64,
    start: f64,
    distance: f64,
    length: f64,
}

impl Way {
    fn between(from: &Viewport, to: &Viewport) -> Self {
        let width = |v: &Viewport| f64::from(v.width.max(v.height)) / v.scale();
        let (w0, w1) = (width(from), width(to));
        let target = to.center.nearest_to(from.center.x);
        let distance = (target.x - from.center.x).hypot(target.y - from.center.y);
        let way = Self {
            from: *from,
            to: target,
            zoom_only: true,
            width: w0,
            start: 0.0,
            distance,
            length: (w1 / w0).ln() / RHO,
        };
        if distance < w0.min(w1) * 1e-4 {
            return way;
        }
        let (rho2, rho4) = (RHO * RHO, RHO.powi(4));
        let b0 = (w1 * w1 - w0 * w0 + rho4 * distance * distance) / (2.0 * w0 * rho2 * distance);
        let b1 = (w1 * w1 - w0 * w0 - rho4 * distance * distance) / (2.0 * w1 * rho2 * distance);
        // asinh, which stays exact where `ln(sqrt(b * b + 1) - b)` cancels.
        let (r0, r1) = (-b0.asinh(), -b1.asinh());
        Self { zoom_only: false, start: r0, length: (r1 - r0) / RHO, ..way }
    }

    fn at(&self, t: f64) -> Viewport {
        let s = t * self.length;
        let (share, width) = if self.zoom_only {
            (t, self.width * (RHO * s).exp())
        } else {
            let (sinh, cosh) = (self.start.sinh(), self.start.cosh());
            let reach = self.width / (RHO * RHO * self.distance)
                * (cosh * (RHO * s + self.start).tanh() - sinh);
            (reach, self.width * cosh / (RHO * s + self.start).cosh())
        };
        let from = self.from.center;
        let center = World {
            x: from.x + (self.to.x - from.x) * share,
            y: from.y + (self.to.y - from.y) * share,
        };
        let side = f64::from(self.from.width.max(self.from.height));
        let zoom = (side / width / TILE_PX).log2();
        Viewport { center, zoom, ..self.from }.clamped()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LonLat;
    use proptest::prelude::*;

    fn view(lon: f64, lat: f64, zoom: f64) -> Viewport {
        Viewport::new(LonLat::new(lon, lat).unwrap(), zoom, 900.0, 600.0)
    }

    #[test]
    fn a_long_flight_goes_out_and_in_again() {
        let (from, to) = (view(36.3, 33.5, 9.0), view(37.6, 55.75, 9.0));
        let way = Way::between(&from, &to);
        assert!(way.at(0.5).zoom < 6.5, "{}", way.at(0.5).zoom);
    }

    #[test]
    fn the_short_way_over_the_antimeridian() {
        let way = Way::between(&view(170.0, 0.0, 4.0), &view(-170.0, 0.0, 4.0));
        assert!(way.at(0.5).center.lonlat().lon().abs() > 175.0);
    }

    proptest! {
        #[test]
        fn flights_start_and_end_where_they_should(
            a in (-180.0..180.0f64, -70.0..70.0f64, 2.0..18.0f64),
            b in (-180.0..180.0f64, -70.0..70.0f64, 2.0..18.0f64),
        ) {
            let (from, to) = (view(a.0, a.1, a.2), view(b.0, b.1, b.2));
            let way = Way::between(&from, &to);
            for (t, aim) in [(0.0, from), (1.0, to)] {
                let got = way.at(t);
                prop_assert!((got.zoom - aim.zoom).abs() < 1e-3, "{got:?} {aim:?}");
                let off = (got.center.nearest_to(aim.center.x).x - aim.center.x)
                    .hypot(got.center.y - aim.center.y);
                prop_assert!(off * aim.scale() < 1.0, "{got:?} {aim:?}");
            }
            let mut flight = Flight::new(from, to);
            let mut steps = 0;
            while !flight.advance(1.0 / 60.0).1 {
                steps += 1;
                prop_assert!(steps < 120);
            }
        }
    }
}
