//! The heads of the lanes, left of the plot: a sign that it is open or collapsed, its mark, its name
//! and how many events it has.

use super::NAME_PT;
use super::axis::text;
use super::events::Pen;
use super::layout::{LANE_PAD_PX, Layout};
use super::plan::{PlacedLane, fitted};
use crate::scene::marks::Look;
use crate::scene::shape::{Align, Pt, Rect, Scene, Shape, Stroke};
use crate::task::grouped;

/// From the left edge to the middle of the sign, in points.
const SIGN_PX: f32 = 9.0;
/// From the left edge to the middle of the mark, in points.
const MARK_PX: f32 = 22.0;

/// The head of a lane, as something to take hold of.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneHead {
    /// What the lane is known by.
    pub name: String,
    /// What it is called, in the language that names are shown in.
    pub label: String,
    /// Its ground, of the lane's whole height, as far as it is in view.
    pub rect: Rect,
    /// Top of the lane, in points; above the plot where it is scrolled out.
    pub top: f32,
    /// Bottom of the lane.
    pub bottom: f32,
    /// Whether it takes one row, in which its events are counted.
    pub collapsed: bool,
    /// How many dated events it has, where they are counted.
    pub total: Option<usize>,
}

/// The head of a lane.
pub(super) fn head(layout: &Layout, lane: &PlacedLane, row_px: f32) -> LaneHead {
    let area = layout.lanes;
    let clamp = |y: f32| y.clamp(area.min.y, area.max.y.max(area.min.y));
    let bottom = lane.bottom.max(lane.top + row_px);
    LaneHead {
        name: lane.name.clone(),
        label: lane.label.clone(),
        rect: Rect::new(
            Pt::new(layout.rect.min.x, clamp(lane.top)),
            Pt::new(area.min.x - 2.0, clamp(bottom)),
        ),
        top: lane.top,
        bottom: lane.bottom,
        collapsed: lane.collapsed,
        total: lane.total,
    }
}

/// Draws the head of a lane, and the line under the lane.
pub(super) fn draw(pen: &Pen<'_>, layout: &Layout, lane: &PlacedLane, scene: &mut Scene) {
    let p = pen.subject.palette;
    let area = layout.lanes;
    if lane.bottom < area.max.y {
        let points =
            vec![Pt::new(layout.rect.min.x, lane.bottom), Pt::new(layout.rect.max.x, lane.bottom)];
        let stroke = Stroke::new(1.0, p.line.alpha(0.8));
        scene.shapes.push(Shape::Line { points, closed: false, stroke });
    }
    let y = lane.top + LANE_PAD_PX + pen.row_px / 2.0;
    if y - 6.0 < area.min.y || y + 6.0 > area.max.y {
        return;
    }
    let left = layout.rect.min.x;
    let sign = Pt::new(left + SIGN_PX, y);
    let points = if lane.collapsed {
        [(-1.5, -3.0), (1.5, 0.0), (-1.5, 3.0)]
    } else {
        [(-3.0, -1.5), (0.0, 1.5), (3.0, -1.5)]
    };
    let points = points.map(|(dx, dy)| Pt::new(sign.x + dx, sign.y + dy)).to_vec();
    scene.shapes.push(Shape::Line { points, closed: false, stroke: Stroke::new(1.2, p.muted) });
    let mut from = left + MARK_PX - 4.0;
    if let Some(category) = &lane.category {
        let at = Pt::new(left + MARK_PX, y);
        Look::plain(p.mark(category)).draw(p, at, 5.0, &mut scene.shapes);
        from = left + MARK_PX + 10.0;
    }
    let room = |count: &str| area.min.x - from - (pen.measure)(count, 10.5) - 16.0;
    // Where name and number have no room beside each other, the number is rounded: the map's legend
    // and the lists have it in full.
    let count = lane.total.map_or_else(String::new, |total| {
        Some(grouped(total as u64))
            .filter(|count| (pen.measure)(&lane.label, NAME_PT) <= room(count))
            .unwrap_or_else(|| rounded(total))
    });
    let name = fitted(&lane.label, room(&count), NAME_PT, pen.measure);
    let at = Pt::new(from, y);
    scene.shapes.push(Shape::Text(text(at, Align::Left, name, NAME_PT, p.text)));
    let at = Pt::new(area.min.x - 10.0, y);
    scene.shapes.push(Shape::Text(text(at, Align::Right, count, 10.5, p.muted)));
}

/// A number to three figures: "567", "45.7k", "1.57M".
pub(super) fn rounded(n: usize) -> String {
    let figures = |value: f64, unit: &str| {
        let decimals = if value < 9.995 { 2 } else { usize::from(value < 99.95) };
        format!("{value:.decimals$}{unit}")
    };
    match n {
        0..10_000 => grouped(n as u64),
        10_000..999_500 => figures(n as f64 / 1e3, "k"),
        _ => figures(n as f64 / 1e6, "M"),
    }
}
