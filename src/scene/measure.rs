//! What is measured on the map: geodesics with the length of each leg, or the ground within them.

use super::clip::{Frame, clip_line, clip_ring};
use super::palette::Palette;
use super::shape::{Align, Pt, Rect, Shape, Stroke, Text};
use super::text;
use crate::model::LonLat;
use crate::projection::{Units, Viewport, World, geodesic_line, geodesic_m};

/// Points around the screen up to which lines reach.
const MARGIN: f32 = 24.0;
/// A leg shorter than this on screen bears no length, in points.
const LEAST_LABELLED_PT: f32 = 56.0;

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// The positions that were set.
    pub points: &'a [LonLat],
    /// Where the next one would be.
    pub next: Option<LonLat>,
    /// Whether the ground within is measured.
    pub area: bool,
    /// The units that lengths are written in.
    pub units: Units,
}

/// The picture of what is measured, on every copy of the world in view.
#[must_use]
pub fn shapes(measured: &Measured<'_>, view: &Viewport, palette: &Palette) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let legs = legs(measured, view);
    for copy in view.copies() {
        let page = Page { view, palette, copy: f64::from(copy) };
        if measured.area {
            page.ground(&legs, &mut shapes);
        }
        for leg in &legs {
            page.leg(leg, &mut shapes);
        }
        for point in corners(measured, &legs) {
            page.corner(point, &mut shapes);
        }
        for leg in legs.iter().filter(|leg| !leg.closing) {
            page.length(leg, measured.units, &mut shapes);
        }
    }
    shapes
}

/// One geodesic.
struct Leg {
    line: Vec<World>,
    metres: f64,
    /// Whether it leads to where the next position would be, or from there.
    loose: bool,
    /// Whether it closes the ring.
    closing: bool,
}

/// The legs in turn, each beginning on the copy of the world where the one before ended.
fn legs(measured: &Measured<'_>, view: &Viewport) -> Vec<Leg> {
    let mut all: Vec<LonLat> = measured.points.to_vec();
    all.extend(measured.next);
    let set = measured.points.len();
    let mut pairs: Vec<(LonLat, LonLat, bool, bool)> = all
        .windows(2)
        .enumerate()
        .filter_map(|(i, pair)| match pair {
            [a, b] => Some((*a, *b, i + 1 >= set, false)),
            _ => None,
        })
        .collect();
    if let (true, [first, .., last]) = (measured.area && all.len() > 2, all.as_slice()) {
        pairs.push((*last, *first, measured.next.is_some(), true));
    }
    let mut x: Option<f64> = None;
    pairs
        .into_iter()
        .map(|(a, b, loose, closing)| {
            let mut line = geodesic_line(a, b, view);
            if let (Some(x), Some(first)) = (x, line.first().copied()) {
                let turns = first.nearest_to(x).x - first.x;
                line.iter_mut().for_each(|w| w.x += turns);
            }
            x = line.last().map(|w| w.x);
            Leg { line, metres: geodesic_m(a, b), loose, closing }
        })
        .collect()
}

/// The positions that were set, on the copies of the world that the legs run over.
fn corners(measured: &Measured<'_>, legs: &[Leg]) -> Vec<World> {
    let Some(first) = measured.points.first() else { return Vec::new() };
    let start = legs.first().and_then(|leg| leg.line.first().copied());
    let mut corners = vec![start.unwrap_or_else(|| World::from_lonlat(*first))];
    let ends = legs.iter().filter(|leg| !leg.closing).filter_map(|leg| leg.line.last().copied());
    corners.extend(ends.take(measured.points.len() - 1));
    corners
}

struct Page<'a> {
    view: &'a Viewport,
    palette: &'a Palette,
    copy: f64,
}

impl Page<'_> {
    fn frame(&self) -> Frame {
        Frame {
            min: Pt::new(-MARGIN, -MARGIN),
            max: Pt::new(self.view.width + MARGIN, self.view.height + MARGIN),
        }
    }

    fn at(&self, world: World) -> Pt {
        self.view.screen_from_world(World { x: world.x + self.copy, y: world.y }).into()
    }

    /// The ground within; none where the ring goes round a pole, which has no inside on the sheet.
    fn ground(&self, legs: &[Leg], out: &mut Vec<Shape>) {
        let ends =
            (legs.first().and_then(|l| l.line.first()), legs.last().and_then(|l| l.line.last()));
        let (Some(first), Some(last)) = ends else { return };
        if legs.len() < 3 || (first.x - last.x).abs() > 0.5 {
            return;
        }
        let ring: Vec<Pt> = legs.iter().flat_map(|leg| &leg.line).map(|w| self.at(*w)).collect();
        if let Some(ring) = clip_ring(ring, self.frame()) {
            let fill = self.palette.accent.alpha(0.14);
            out.push(Shape::Area { rings: vec![ring], fill });
        }
    }

    fn leg(&self, leg: &Leg, out: &mut Vec<Shape>) {
        let points: Vec<Pt> = leg.line.iter().map(|w| self.at(*w)).collect();
        let dashes = if leg.loose { vec![6.0, 4.0] } else { Vec::new() };
        for run in clip_line(&points, self.frame()) {
            if !leg.loose {
                let rim = Stroke::new(4.5, self.palette.halo);
                out.push(Shape::Line { points: run.clone(), closed: false, stroke: rim });
            }
            let stroke = Stroke { width: 2.0, color: self.palette.accent, dashes: dashes.clone() };
            out.push(Shape::Line { points: run, closed: false, stroke });
        }
    }

    fn corner(&self, at: World, out: &mut Vec<Shape>) {
        let stroke = Some(Stroke::new(2.0, self.palette.accent));
        let fill = Some(self.palette.raised);
        out.push(Shape::Circle { center: self.at(at), radius: 4.5, fill, stroke });
    }

    /// The length of a leg, at its middle on a plate of its own.
    fn length(&self, leg: &Leg, units: Units, out: &mut Vec<Shape>) {
        let ends = (leg.line.first(), leg.line.last());
        let (Some(a), Some(b)) = ends else { return };
        let (a, b) = (self.at(*a), self.at(*b));
        let Some(middle) = leg.line.get(leg.line.len() / 2) else { return };
        let middle = if leg.line.len() > 2 {
            self.at(*middle)
        } else {
            Pt::new(f32::midpoint(a.x, b.x), f32::midpoint(a.y, b.y))
        };
        if (a.x - b.x).hypot(a.y - b.y) < LEAST_LABELLED_PT {
            return;
        }
        let words = units.length(leg.metres);
        let (wide, high) = (text::width(&words, 11.5, true) / 2.0 + 5.0, 9.0);
        let rect = Rect::new(
            Pt::new(middle.x - wide, middle.y - high),
            Pt::new(middle.x + wide, middle.y + high),
        );
        let rim = Some(Stroke::new(1.0, self.palette.accent));
        let fill = Some(self.palette.raised);
        out.push(Shape::Rect { rect, corner: 4.0, fill, stroke: rim });
        out.push(Shape::Text(Text {
            at: middle,
            align: Align::Center,
            text: words,
            size: 11.5,
            strong: true,
            italic: false,
            color: self.palette.text,
            halo: None,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn texts(shapes: &[Shape]) -> Vec<&str> {
        shapes
            .iter()
            .filter_map(|s| if let Shape::Text(t) = s { Some(t.text.as_str()) } else { None })
            .collect()
    }

    fn longest_step(shapes: &[Shape]) -> f32 {
        let mut most = 0.0f32;
        for shape in shapes {
            if let Shape::Line { points, .. } = shape {
                most = points.windows(2).map(|w| (w[0].x - w[1].x).abs()).fold(most, f32::max);
            }
        }
        most
    }

    #[test]
    fn a_way_across_the_antimeridian_goes_the_short_way_and_bends() {
        let view = Viewport::new(at(-175.0, 45.0), 2.0, 900.0, 600.0);
        let points = [at(140.0, 36.0), at(-122.0, 37.0)];
        let measured = Measured { points: &points, next: None, area: false, units: Units::Metric };
        let drawn = shapes(&measured, &view, &Palette::light());
        assert!(longest_step(&drawn) < 60.0, "no line runs across the sheet");
        // San Francisco lies about 8,270 km from Tokyo, and the way there leads far to the north.
        let told: Vec<&str> = texts(&drawn);
        assert!(told.iter().all(|t| *t == told[0]) && told[0].starts_with("8,"), "{told:?}");
        let north = |shape: &Shape| match shape {
            Shape::Line { points, .. } => points.iter().map(|p| p.y).fold(f32::MAX, f32::min),
            _ => f32::MAX,
        };
        let highest = drawn.iter().map(north).fold(f32::MAX, f32::min);
        let ends = view.screen_from_lonlat(at(-122.0, 37.0)).y;
        assert!(highest < ends - 35.0, "{highest} {ends}");
    }

    #[test]
    fn ground_is_filled_and_each_leg_told() {
        let view = Viewport::new(at(38.0, 35.0), 6.0, 900.0, 600.0);
        let points = [at(36.0, 34.0), at(40.0, 34.0), at(38.0, 36.5)];
        let measured = Measured { points: &points, next: None, area: true, units: Units::Metric };
        let drawn = shapes(&measured, &view, &Palette::light());
        assert_eq!(drawn.iter().filter(|s| matches!(s, Shape::Area { .. })).count(), 1);
        assert_eq!(drawn.iter().filter(|s| matches!(s, Shape::Circle { .. })).count(), 3);
        assert_eq!(texts(&drawn).len(), 2, "the leg that closes the ring bears none");
    }

    #[test]
    fn one_position_is_a_corner_and_nothing_is_nothing() {
        let view = Viewport::new(at(38.0, 35.0), 6.0, 900.0, 600.0);
        let points = [at(38.0, 35.0)];
        let mut measured =
            Measured { points: &points, next: None, area: true, units: Units::Miles };
        assert_eq!(shapes(&measured, &view, &Palette::dark()).len(), 1);
        measured.points = &[];
        assert!(shapes(&measured, &view, &Palette::dark()).is_empty());
    }

    proptest! {
        #[test]
        fn any_positions_can_be_measured(
            points in prop::collection::vec((-180.0..=180.0f64, -90.0..=90.0f64), 0..6),
            area in any::<bool>(), zoom in 0.0..18.0f64,
        ) {
            let points: Vec<LonLat> = points.into_iter().map(|(x, y)| at(x, y)).collect();
            let view = Viewport::new(at(170.0, 10.0), zoom, 900.0, 600.0);
            let next = points.first().copied();
            let measured = Measured { points: &points, next, area, units: Units::Metric };
            for shape in shapes(&measured, &view, &Palette::light()) {
                if let Shape::Line { points, .. } = shape {
                    prop_assert!(points.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
                }
            }
        }
    }
}
