//! How fine each vertex is: the level of detail from which it is worth drawing.

use chronotope::basemap::{FINEST, GRID, Node};
use chronotope::model::LonLat;
use chronotope::projection::World;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where a position lies on the grid.
pub fn node([lon, lat]: [f64; 2]) -> Node {
    let world = World::from_lonlat(LonLat::clamped(lon, lat));
    // 180 degrees east is the sheet's right edge, which wrapping would move to its left one.
    let x = if lon >= 180.0 { 1.0 } else { world.x };
    [x, world.y].map(|v| (v * f64::from(GRID)).round() as i32)
}

/// Cells per point at a zoom.
pub fn cells_per_point(zoom: f64) -> f64 {
    f64::from(GRID) / (256.0 * zoom.exp2())
}

/// A line on the grid without repeated vertices.
pub fn line(points: &[[f64; 2]]) -> Vec<Node> {
    let mut nodes: Vec<Node> = points.iter().map(|p| node(*p)).collect();
    nodes.dedup();
    nodes
}

/// Twice the area of a ring in square cells; positive when it runs clockwise on screen.
pub fn ring_area2(ring: &[Node]) -> i64 {
    let after = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(after)
        .map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]))
        .sum()
}

/// The level from which a thing of this area (square cells) covers `points` square points or more;
/// beyond [`FINEST`] where none does.
pub fn level_of_area(area: f64, points: f64) -> u8 {
    (0..=FINEST)
        .find(|l| area >= points * cells_per_point(f64::from(*l)).powi(2))
        .unwrap_or(FINEST + 1)
}

/// The level of each vertex of a line by Visvalingam and Whyatt's method: again and again the vertex
/// goes that spans the smallest triangle with its neighbours, and takes that area (never less than
/// one that went before it) as its weight. Ends stay at level 0.
/// <https://doi.org/10.1179/000870493786962263>
pub fn levels(line: &[Node], closed: bool) -> Vec<u8> {
    let n = line.len();
    let mut weight = vec![f64::INFINITY; n];
    let mut before: Vec<usize> = (0..n).map(|i| i.wrapping_sub(1)).collect();
    let mut after: Vec<usize> = (1..=n).collect();
    let triangle = |a: usize, b: usize, c: usize| {
        let (a, b, c) = (line[a], line[b], line[c]);
        let cross = i64::from(b[0] - a[0]) * i64::from(c[1] - a[1])
            - i64::from(c[0] - a[0]) * i64::from(b[1] - a[1]);
        cross.unsigned_abs() as f64 / 2.0
    };
    // A closed line keeps two vertices far apart, so that it never falls to nothing on its own.
    let mut fixed = vec![false; n];
    if n > 0 {
        (fixed[0], fixed[n - 1]) = (true, true);
    }
    if closed && n > 3 {
        let far = |i: &usize| {
            let d = [line[*i][0] - line[0][0], line[*i][1] - line[0][1]].map(i64::from);
            d[0] * d[0] + d[1] * d[1]
        };
        fixed[(0..n).max_by_key(far).unwrap_or(0)] = true;
    }
    let mut area = vec![0.0; n];
    let mut heap = BinaryHeap::new();
    for i in (1..n.saturating_sub(1)).filter(|i| !fixed[*i]) {
        area[i] = triangle(i - 1, i, i + 1);
        heap.push(Reverse((area[i].to_bits(), i)));
    }
    let mut highest = 0.0_f64;
    while let Some(Reverse((bits, i))) = heap.pop() {
        if weight[i].is_finite() || bits != area[i].to_bits() {
            continue;
        }
        highest = highest.max(area[i]);
        weight[i] = highest;
        let (b, a) = (before[i], after[i]);
        (after[b], before[a]) = (a, b);
        for j in [b, a] {
            if j > 0 && j + 1 < n && !fixed[j] {
                area[j] = triangle(before[j], j, after[j]);
                heap.push(Reverse((area[j].to_bits(), j)));
            }
        }
    }
    weight.into_iter().map(|w| if w.is_finite() { level_of_area(w, 1.6) } else { 0 }).collect()
}

/// A ring with its corners cut twice (Chaikin), for outlines that were stored on a coarse grid.
pub fn smoothed(ring: &[[f64; 2]], times: usize) -> Vec<[f64; 2]> {
    let mut ring = ring.to_vec();
    if ring.first() == ring.last() {
        ring.pop();
    }
    for _ in 0..times {
        let after = ring.iter().cycle().skip(1);
        let mix = |a: &[f64; 2], b: &[f64; 2], t: f64| {
            [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
        };
        ring =
            ring.iter().zip(after).flat_map(|(a, b)| [mix(a, b, 0.25), mix(a, b, 0.75)]).collect();
    }
    ring
}
