//! Lines on screen: their length, points along them, lines beside them, arrowheads.

use crate::scene::shape::{Pt, Rect};
use std::f32::consts::PI;

/// A line through points of the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    points: Vec<Pt>,
}

impl Path {
    pub fn new(points: Vec<Pt>) -> Self {
        Self { points }
    }

    pub fn points(&self) -> &[Pt] {
        &self.points
    }

    pub fn into_points(self) -> Vec<Pt> {
        self.points
    }

    pub fn length(&self) -> f32 {
        self.points.windows(2).map(span).sum()
    }

    pub fn bounds(&self) -> Rect {
        let mut rect: Option<Rect> = None;
        for p in &self.points {
            let r = rect.get_or_insert(Rect::new(*p, *p));
            r.min = Pt::new(r.min.x.min(p.x), r.min.y.min(p.y));
            r.max = Pt::new(r.max.x.max(p.x), r.max.y.max(p.y));
        }
        let rect = rect.unwrap_or_default();
        // A line straight up or across has ground too.
        let grow = 1.0;
        Rect::new(
            Pt::new(rect.min.x - grow, rect.min.y - grow),
            Pt::new(rect.max.x + grow, rect.max.y + grow),
        )
    }

    /// The point at a part of its length, 0..=1.
    pub fn along(&self, part: f32) -> Pt {
        self.at(self.length() * part.clamp(0.0, 1.0))
    }

    fn at(&self, distance: f32) -> Pt {
        let mut left = distance;
        for pair in self.points.windows(2) {
            let &[a, b] = pair else { continue };
            let length = span(pair);
            if left <= length && length > 0.0 {
                let t = left / length;
                return Pt::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
            }
            left -= length;
        }
        self.points.last().copied().unwrap_or_default()
    }

    /// A line that leaves this one at its begin, is `away` points from it in its middle, and comes
    /// back to its end; left of its way above zero, right below.
    pub fn beside(self, away: f32) -> Self {
        let (Some(first), Some(last)) = (self.points.first().copied(), self.points.last().copied())
        else {
            return self;
        };
        let length = (last.x - first.x).hypot(last.y - first.y);
        if away == 0.0 || length < 1.0 {
            return self;
        }
        // Up is down on screen: left of a way to the right is above it.
        let (dx, dy) = ((last.y - first.y) / length, -(last.x - first.x) / length);
        let whole = self.length().max(1.0);
        let mut gone = 0.0;
        let mut before = first;
        let points = self.points.into_iter().map(|p| {
            gone += (p.x - before.x).hypot(p.y - before.y);
            before = p;
            let bow = away * (PI * (gone / whole).min(1.0)).sin();
            Pt::new(p.x + dx * bow, p.y + dy * bow)
        });
        Self { points: points.collect() }
    }

    /// The line without so many points of length at either end.
    pub fn trimmed(&self, clear: f32) -> Self {
        let length = self.length();
        self.part(clear, length - clear)
    }

    /// The line without so many points of length at its end.
    pub fn trimmed_end(&self, clear: f32) -> Self {
        self.part(0.0, self.length() - clear)
    }

    fn part(&self, from: f32, to: f32) -> Self {
        // Written so that a length that is no number leaves nothing.
        if from.partial_cmp(&to) != Some(std::cmp::Ordering::Less) {
            return Self { points: Vec::new() };
        }
        let mut points = vec![self.at(from)];
        let mut gone = 0.0;
        for pair in self.points.windows(2) {
            gone += span(pair);
            if let (&[_, b], true) = (pair, gone > from && gone < to) {
                points.push(b);
            }
        }
        points.push(self.at(to));
        Self { points }
    }

    /// A triangle that points along the way, its tip at a part of the length; nothing where the line
    /// is too short for one.
    pub fn arrowhead(&self, tip: f32, size: f32) -> Option<Vec<Pt>> {
        let length = self.length();
        if !length.is_finite() || length < size {
            return None;
        }
        let at = (length * tip + if tip < 0.9 { size / 2.0 } else { 0.0 }).min(length);
        let (tip, back) = (self.at(at), self.at((at - size).max(0.0)));
        let reach = (tip.x - back.x).hypot(tip.y - back.y);
        if reach < 0.1 {
            return None;
        }
        let (dx, dy) = ((tip.x - back.x) / reach, (tip.y - back.y) / reach);
        let half = size * 0.46;
        Some(vec![
            tip,
            Pt::new(back.x - dy * half, back.y + dx * half),
            Pt::new(back.x + dy * half, back.y - dx * half),
        ])
    }
}

fn span(pair: &[Pt]) -> f32 {
    let &[a, b] = pair else { return 0.0 };
    (b.x - a.x).hypot(b.y - a.y)
}

/// How far a point is from a line, in points.
pub fn distance(line: &[Pt], p: Pt) -> f32 {
    let away = |pair: &[Pt]| {
        let &[a, b] = pair else { return f32::INFINITY };
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = (dx * dx + dy * dy).max(1e-9);
        let t = (((p.x - a.x) * dx + (p.y - a.y) * dy) / length).clamp(0.0, 1.0);
        (p.x - a.x - t * dx).hypot(p.y - a.y - t * dy)
    };
    line.windows(2).map(away).fold(f32::INFINITY, f32::min)
}
