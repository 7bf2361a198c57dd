//! Areas and centres of polygons on the sphere.

use std::collections::HashMap;

/// A ring of longitude and latitude in degrees.
pub type Ring = Vec<[f64; 2]>;

/// Mean radius of the Earth in kilometres (IUGG, R1).
const EARTH_RADIUS_KM: f64 = 6_371.008_8;

/// Square kilometres within a ring, its centre weighted by area. Equal-area cylindrical
/// coordinates make both exact enough for a radius and a label.
pub fn area_and_centre(ring: &Ring) -> (f64, [f64; 2]) {
    let project = |[lon, lat]: [f64; 2]| [lon.to_radians(), lat.to_radians().sin()];
    let (mut doubled, mut x, mut y) = (0.0, 0.0, 0.0);
    for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
        let ([ax, ay], [bx, by]) = (project(*a), project(*b));
        let cross = ax * by - bx * ay;
        doubled += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    if doubled.abs() < 1e-15 {
        return (0.0, ring.first().copied().unwrap_or([0.0, 0.0]));
    }
    let centre = [
        (x / (3.0 * doubled)).to_degrees(),
        (y / (3.0 * doubled)).clamp(-1.0, 1.0).asin().to_degrees(),
    ];
    ((doubled / 2.0).abs() * EARTH_RADIUS_KM * EARTH_RADIUS_KM, centre)
}

/// The centre of a country: that of its largest connected ground where this is most of it
/// (France without Guiana), else of all its ground (Indonesia). Rings that share a corner connect.
pub fn centre_of_country(rings: &[&Ring]) -> Option<[f64; 2]> {
    let mut group: Vec<usize> = (0..rings.len()).collect();
    let mut corners: HashMap<(i64, i64), usize> = HashMap::new();
    for (at, ring) in rings.iter().enumerate() {
        for [lon, lat] in ring.iter() {
            let corner = ((lon * 1e5).round() as i64, (lat * 1e5).round() as i64);
            let other = *corners.entry(corner).or_insert(at);
            let (a, b) = (root(&mut group, at), root(&mut group, other));
            if let Some(parent) = group.get_mut(a) {
                *parent = b;
            }
        }
    }
    let mut sums: HashMap<usize, [f64; 3]> = HashMap::new();
    let mut all = [0.0; 3];
    for (at, ring) in rings.iter().enumerate() {
        let (area, centre) = area_and_centre(ring);
        let sum = sums.entry(root(&mut group, at)).or_default();
        for to in [sum, &mut all] {
            to[0] += area;
            to[1] += area * centre[0];
            to[2] += area * centre[1];
        }
    }
    let largest = sums.into_values().max_by(|a, b| a[0].total_cmp(&b[0]))?;
    let [area, lon, lat] = if largest[0] >= 0.6 * all[0] { largest } else { all };
    (area > 0.0).then(|| [lon / area, lat / area])
}

/// The ring that stands for the group of ring `at`.
fn root(group: &mut [usize], mut at: usize) -> usize {
    while let Some(above) = group.get(at).copied().filter(|above| *above != at) {
        let further = group.get(above).copied().unwrap_or(above);
        if let Some(parent) = group.get_mut(at) {
            *parent = further;
        }
        at = further;
    }
    at
}
