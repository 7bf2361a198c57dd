//! A lane whose events are too many to be drawn one by one: bars, by calendar units as in the
//! activity above. Each lane has a scale of its own, so that what is rare is seen too; how many a bar
//! stands for is said when it is pointed at.

use super::bins::{Bin, Bins};
use super::layout::{LANE_PAD_PX, Layout};
use super::plan::PlacedLane;
use super::{Pen, end_label, instant_label};
use crate::model::Window;
use crate::scene::shape::{Hit, Pt, Rect, Scene, Shape, Target};

/// The least height of a bar that stands for anything, in points.
const LEAST_PX: f32 = 1.2;
/// Opacity of bars outside the window.
const OUTSIDE: f32 = 0.38;

/// Draws the bars of a lane as far as they are in view.
pub(super) fn draw(
    pen: &Pen<'_>,
    layout: &Layout,
    lane: &PlacedLane,
    bins: &Bins,
    scene: &mut Scene,
) {
    let (top, base) = (lane.top + LANE_PAD_PX, lane.bottom - LANE_PAD_PX);
    if top < layout.lanes.min.y - 1.0 || base > layout.lanes.max.y + 1.0 || bins.most <= 0.0 {
        return;
    }
    let room = base - top;
    let palette = pen.subject.palette;
    let color =
        lane.category.as_ref().map_or(palette.accent, |category| palette.mark(category).color);
    let mut cells = Vec::with_capacity(bins.bins.len() * 2);
    for bin in &bins.bins {
        let total = bin.sure + bin.spread;
        let x0 = pen.scale.x(bin.begin).max(layout.lanes.min.x) + 0.5;
        let x1 = pen.scale.x(bin.end).min(layout.lanes.max.x) - 0.5;
        if total < 0.05 || x1 <= x0 {
            continue;
        }
        let window = pen.subject.window;
        let inside = bin.begin < window.end() && window.begin() < bin.end;
        let shade = if inside { 1.0 } else { OUTSIDE };
        let height = ((total / bins.most) as f32 * room).max(LEAST_PX);
        let sure = height * (bin.sure / total) as f32;
        for (from, to, opacity) in [(0.0, sure, 0.85), (sure, height, 0.45)] {
            if to - from > 0.05 {
                let rect = Rect::new(Pt::new(x0, base - to), Pt::new(x1, base - from));
                cells.push((rect, color.alpha(opacity * shade)));
            }
        }
        let rect = Rect::new(Pt::new(x0 - 0.5, top), Pt::new(x1 + 0.5, base));
        scene.hits.push(Hit {
            rect,
            target: Target::Span(Window::new(bin.begin, bin.end), lane.number),
            label: spoken(lane, bin),
        });
    }
    scene.shapes.push(Shape::Cells(cells));
}

/// "Battles: 312 from 4 May 2020 to 10 May 2020".
fn spoken(lane: &PlacedLane, bin: &Bin) -> String {
    let (from, to) = (instant_label(bin.begin), end_label(bin.end));
    let count = bin.sure + bin.spread;
    // Of a few events whose days are not known parts are weighed.
    let count = if count < 10.0 && (count - count.round()).abs() >= 0.05 {
        format!("{count:.1}")
    } else {
        format!("{count:.0}")
    };
    if from == to {
        format!("{}: {count} on {from}", lane.label)
    } else {
        format!("{}: {count} from {from} to {to}", lane.label)
    }
}
