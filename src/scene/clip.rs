//! Cutting rings and lines to a rectangle.

use super::shape::Pt;

/// The rectangle to cut to.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Left top.
    pub min: Pt,
    /// Right bottom.
    pub max: Pt,
}

/// A side of the frame: which axis, where, and whether the inside lies above it.
#[derive(Clone, Copy)]
struct Side {
    down: bool,
    at: f32,
    above: bool,
}

impl Side {
    fn along(self, p: Pt) -> f32 {
        if self.down { p.y } else { p.x }
    }
    fn inside(self, p: Pt) -> bool {
        if self.above { self.along(p) >= self.at } else { self.along(p) <= self.at }
    }
    fn crossing(self, a: Pt, b: Pt) -> Pt {
        let (from, to) = (self.along(a), self.along(b));
        let t = if to == from { 0.0 } else { (self.at - from) / (to - from) };
        let p = Pt::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
        if self.down { Pt::new(p.x, self.at) } else { Pt::new(self.at, p.y) }
    }
}

impl Frame {
    fn sides(self) -> [Side; 4] {
        [
            Side { down: false, at: self.min.x, above: true },
            Side { down: false, at: self.max.x, above: false },
            Side { down: true, at: self.min.y, above: true },
            Side { down: true, at: self.max.y, above: false },
        ]
    }

    fn contains(self, p: Pt) -> bool {
        self.min.x <= p.x && p.x <= self.max.x && self.min.y <= p.y && p.y <= self.max.y
    }
}

/// A ring within the frame, by Sutherland and Hodgman's method; nothing where no ground is left.
pub(super) fn clip_ring(mut ring: Vec<Pt>, frame: Frame) -> Option<Vec<Pt>> {
    if ring.first() == ring.last() {
        ring.pop();
    }
    if !ring.iter().all(|p| frame.contains(*p)) {
        for side in frame.sides() {
            ring = half(&ring, side);
        }
        ring.dedup();
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
    }
    (ring.len() >= 3 && area(&ring).abs() > 0.2).then_some(ring)
}

fn half(ring: &[Pt], side: Side) -> Vec<Pt> {
    let mut out = Vec::with_capacity(ring.len() + 4);
    let Some(mut before) = ring.last().copied() else { return out };
    for p in ring.iter().copied() {
        match (side.inside(before), side.inside(p)) {
            (true, true) => out.push(p),
            (true, false) => out.push(side.crossing(before, p)),
            (false, true) => out.extend([side.crossing(before, p), p]),
            (false, false) => {}
        }
        before = p;
    }
    out
}

fn area(ring: &[Pt]) -> f32 {
    let after = ring.iter().cycle().skip(1);
    ring.iter().zip(after).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f32>() / 2.0
}

/// The runs of a line within the frame.
#[must_use]
pub fn clip_line(line: &[Pt], frame: Frame) -> Vec<Vec<Pt>> {
    let mut runs = Vec::new();
    let mut run: Vec<Pt> = Vec::new();
    for pair in line.windows(2) {
        let &[a, b] = pair else { continue };
        let Some((from, to)) = clip_segment(a, b, frame) else {
            finish(&mut run, &mut runs);
            continue;
        };
        if run.last() != Some(&from) {
            finish(&mut run, &mut runs);
            run.push(from);
        }
        run.push(to);
        if to != b {
            finish(&mut run, &mut runs);
        }
    }
    finish(&mut run, &mut runs);
    runs
}

fn finish(run: &mut Vec<Pt>, runs: &mut Vec<Vec<Pt>>) {
    let run = std::mem::take(run);
    if run.len() > 1 {
        runs.push(run);
    }
}

/// The part of a segment within the frame (Liang and Barsky).
fn clip_segment(a: Pt, b: Pt, frame: Frame) -> Option<(Pt, Pt)> {
    if frame.contains(a) && frame.contains(b) {
        return Some((a, b));
    }
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (mut from, mut to) = (0.0_f32, 1.0_f32);
    let bounds = [
        (-dx, a.x - frame.min.x),
        (dx, frame.max.x - a.x),
        (-dy, a.y - frame.min.y),
        (dy, frame.max.y - a.y),
    ];
    for (p, q) in bounds {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            from = from.max(q / p);
        } else {
            to = to.min(q / p);
        }
    }
    // Written so that a segment with a number that is none is left out.
    if from.partial_cmp(&to) != Some(std::cmp::Ordering::Less) {
        return None;
    }
    let at = |t: f32| Pt::new(a.x + dx * t, a.y + dy * t);
    let start = if from == 0.0 { a } else { at(from) };
    let end = if to == 1.0 { b } else { at(to) };
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FRAME: Frame = Frame { min: Pt::new(0.0, 0.0), max: Pt::new(100.0, 80.0) };

    fn inside(ring: &[Pt], p: Pt) -> bool {
        let after = ring.iter().cycle().skip(1);
        ring.iter()
            .zip(after)
            .filter(|(a, b)| {
                (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)
            })
            .count()
            % 2
            == 1
    }

    #[test]
    fn a_ring_around_the_frame_becomes_the_frame() {
        let ring = [(-50.0, -50.0), (300.0, -50.0), (300.0, 300.0), (-50.0, 300.0)];
        let cut = clip_ring(ring.map(|(x, y)| Pt::new(x, y)).to_vec(), FRAME).unwrap();
        assert_eq!(cut.len(), 4);
        assert!((area(&cut) - 8000.0).abs() < 1e-3);
        let far = ring.map(|(x, y)| Pt::new(x + 1000.0, y)).to_vec();
        assert_eq!(clip_ring(far, FRAME), None);
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_runs() {
        let line = [(10.0, 10.0), (150.0, 10.0), (150.0, 20.0), (20.0, 20.0)];
        let runs = clip_line(&line.map(|(x, y)| Pt::new(x, y)), FRAME);
        assert_eq!(runs.len(), 2);
        assert_eq!(runs[0], [Pt::new(10.0, 10.0), Pt::new(100.0, 10.0)]);
    }

    fn points(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Pt>> {
        prop::collection::vec((-200.0..300.0f32, -200.0..300.0f32), n)
            .prop_map(|v| v.into_iter().map(|(x, y)| Pt::new(x, y)).collect())
    }

    proptest! {
        #[test]
        fn ground_within_the_frame_stays_as_it_is(ring in points(3..9), x in 1.0..99.0f32, y in 1.0..79.0f32) {
            let p = Pt::new(x, y);
            let cut = clip_ring(ring.clone(), FRAME).unwrap_or_default();
            // A vertex on the ray or a point on an edge makes the rule itself ambiguous.
            let close = |r: &[Pt]| r.iter().zip(r.iter().cycle().skip(1)).any(|(a, b)| {
                let (dx, dy) = (b.x - a.x, b.y - a.y);
                let len = dx.hypot(dy).max(1e-6);
                ((p.x - a.x) * dy - (p.y - a.y) * dx).abs() / len < 0.05
            });
            prop_assume!(!close(&ring));
            prop_assume!(cut.is_empty() || !close(&cut));
            if cut.is_empty() {
                prop_assume!(area(&ring).abs() > 1.0 && !inside(&ring, p));
            } else {
                prop_assert_eq!(inside(&cut, p), inside(&ring, p));
            }
        }

        #[test]
        fn runs_stay_within_the_frame(line in points(2..12)) {
            for run in clip_line(&line, FRAME) {
                prop_assert!(run.len() > 1);
                for p in run {
                    prop_assert!(p.x >= -0.01 && p.x <= 100.01 && p.y >= -0.01 && p.y <= 80.01);
                }
            }
        }

        #[test]
        fn any_number_is_safe(line in prop::collection::vec((any::<f32>(), any::<f32>()), 0..8)) {
            let line: Vec<Pt> = line.into_iter().map(|(x, y)| Pt::new(x, y)).collect();
            let _ = clip_line(&line, FRAME);
            let _ = clip_ring(line, FRAME);
        }
    }
}
