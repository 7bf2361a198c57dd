use crate::model::LonLat;

/// Degrees between two positions of a great circle that is drawn, at most.
const STEP_DEGREES: f64 = 1.5;

type Vector = [f64; 3];

/// Positions along the shortest way on the globe between two, both ends included, near enough to each
/// other that the line through them looks round. Where every way is the shortest, since the ends are
/// opposite each other, it leads over the north pole.
#[must_use]
pub fn great_circle(from: LonLat, to: LonLat) -> Vec<LonLat> {
    let (a, b) = (vector(from), vector(to));
    let angle = dot(a, b).clamp(-1.0, 1.0).acos();
    let sine = angle.sin();
    // Rounding leaves an angle of nearly half a turn off by some 1e-8.
    if sine.abs() < 1e-6 {
        if angle < 1.0 {
            return vec![from, to];
        }
        let pole = LonLat::clamped(from.lon(), 90.0);
        let lands = vector(pole);
        let arrives = leg(lands, b).into_iter().skip(1);
        let mut way: Vec<LonLat> = leg(a, lands).into_iter().chain(arrives).collect();
        pin(&mut way, from, to);
        return way;
    }
    let mut way = leg(a, b);
    pin(&mut way, from, to);
    way
}

/// The ends as they were given, free of rounding.
fn pin(way: &mut [LonLat], from: LonLat, to: LonLat) {
    if let Some(first) = way.first_mut() {
        *first = from;
    }
    if let Some(last) = way.last_mut() {
        *last = to;
    }
}

fn leg(a: Vector, b: Vector) -> Vec<LonLat> {
    let angle = dot(a, b).clamp(-1.0, 1.0).acos();
    let sine = angle.sin().max(1e-12);
    let steps = (angle.to_degrees() / STEP_DEGREES).ceil().clamp(8.0, 240.0) as usize;
    (0..=steps)
        .map(|step| {
            let t = step as f64 / steps as f64;
            let (near, far) = (((1.0 - t) * angle).sin() / sine, (t * angle).sin() / sine);
            let [[ax, ay, az], [bx, by, bz]] = [a, b];
            position([near * ax + far * bx, near * ay + far * by, near * az + far * bz])
        })
        .collect()
}

fn vector(p: LonLat) -> Vector {
    let (lon, lat) = (p.lon().to_radians(), p.lat().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

fn position([x, y, z]: Vector) -> LonLat {
    LonLat::clamped(y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees())
}

fn dot([ax, ay, az]: Vector, [bx, by, bz]: Vector) -> f64 {
    ax * bx + ay * by + az * bz
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::{distance_m, unwrapped};
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn the_way_from_berlin_to_tokyo_leads_far_north() {
        let way = great_circle(at(13.405, 52.52), at(139.692, 35.69));
        let north = way.iter().map(|p| p.lat()).fold(f64::MIN, f64::max);
        assert!(north > 65.0, "{north}");
    }

    #[test]
    fn a_way_over_the_antimeridian_stays_in_one_piece() {
        let sheet = unwrapped(great_circle(at(170.0, 10.0), at(-170.0, -10.0)));
        assert!(sheet.windows(2).all(|w| (w[0].x - w[1].x).abs() < 0.02), "{sheet:?}");
        assert!(sheet.last().unwrap().x > 1.0);
    }

    #[test]
    fn opposite_ends_are_joined_over_the_pole() {
        let way = great_circle(at(10.0, 0.0), at(-170.0, 0.0));
        assert!(way.iter().any(|p| p.lat() > 89.9));
        assert_eq!(great_circle(at(1.0, 2.0), at(1.0, 2.0)).len(), 2);
    }

    proptest! {
        #[test]
        fn no_way_is_shorter(
            a in -180.0..180.0f64, b in -85.0..85.0f64, c in -180.0..180.0f64, d in -85.0..85.0f64
        ) {
            let (from, to) = (at(a, b), at(c, d));
            let way = great_circle(from, to);
            prop_assert_eq!((way[0], way[way.len() - 1]), (from, to));
            let length: f64 = way.windows(2).map(|w| distance_m(w[0], w[1])).sum();
            let straight = distance_m(from, to);
            // Near-opposite ends may be joined over the pole, half a turn at most.
            prop_assert!(length <= straight * 1.001 + 1.0 || straight > 19_900_000.0, "{length} {straight}");
        }
    }
}
