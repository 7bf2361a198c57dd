use super::scale::TimeScale;
use crate::model::{Second, Window};
use crate::scene::shape::{Pt, Rect};

/// Width of the names at the left, in points: the least, the most, and between them this share of
/// the whole width. Tables bring long names of categories.
pub const GUTTER_PX: (f32, f32) = (132.0, 176.0);
const GUTTER_SHARE: f32 = 0.14;
/// Height of the histogram, in points.
pub const HISTOGRAM_PX: f32 = 42.0;
/// Height of the axis: the bands' names over the marks, in points.
pub const AXIS_PX: f32 = 36.0;
/// Height of the row of undated events, in points.
pub const FOOTER_PX: f32 = 23.0;
/// Height of the strip with the whole span, and of the space beneath it, in points.
pub const OVERVIEW_PX: f32 = 24.0;
const FOOT_PX: f32 = 4.0;
/// Height of an event's row, in points.
pub const ROW_PX: f32 = 20.0;
/// Height of a row where room is short, in points.
pub const TIGHT_ROW_PX: f32 = 16.0;
/// Space above and below a lane's rows, in points.
pub const LANE_PAD_PX: f32 = 2.0;
/// Size of a handle of the window, in points.
const HANDLE_PX: (f32, f32) = (9.0, 26.0);
/// Width of the ground on which a handle or the cursor's line can be grabbed, in points.
const GRAB_PX: f32 = 14.0;

/// Where the parts of the timeline stand, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// All of it.
    pub rect: Rect,
    /// The activity histogram, with the window's handles.
    pub histogram: Rect,
    /// The axis.
    pub axis: Rect,
    /// The lanes, without their names.
    pub lanes: Rect,
    /// The row of undated events; of no height where there are none.
    pub footer: Rect,
    /// The strip with the whole span; of no height where there is none.
    pub overview: Rect,
}

/// One end of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Handle {
    /// Its first instant.
    Begin,
    /// The instant after its last.
    End,
}

impl Layout {
    /// The parts within a rectangle. Where it is too low for all, the lanes give way first.
    #[must_use]
    pub fn new(rect: Rect, has_undated: bool) -> Self {
        Self::with_strip(rect, has_undated, 0.0)
    }

    /// The same with a strip of the whole span at the foot, where there is room for it.
    #[must_use]
    pub fn with_overview(rect: Rect, has_undated: bool) -> Self {
        let others = HISTOGRAM_PX + AXIS_PX + 2.0 * TIGHT_ROW_PX;
        let needed = OVERVIEW_PX + FOOT_PX;
        let strip_px = if rect.height() >= others + needed { needed } else { 0.0 };
        Self::with_strip(rect, has_undated, strip_px)
    }

    fn with_strip(rect: Rect, has_undated: bool, strip_px: f32) -> Self {
        let (least, most) = GUTTER_PX;
        let gutter = (rect.width() * GUTTER_SHARE).clamp(least, most).min(rect.width() * 0.35);
        let left = rect.min.x + gutter;
        let right = (rect.max.x - 8.0).max(left + 1.0);
        let band = |top: f32, height: f32| {
            let top = top.min(rect.max.y);
            Rect::new(Pt::new(left, top), Pt::new(right, (top + height.max(0.0)).min(rect.max.y)))
        };
        let footer_px = if has_undated { FOOTER_PX } else { 0.0 };
        let histogram = band(rect.min.y, HISTOGRAM_PX);
        let axis = band(histogram.max.y, AXIS_PX);
        let lanes = band(axis.max.y, rect.max.y - strip_px - footer_px - axis.max.y);
        let footer = band(lanes.max.y, footer_px);
        let overview = band(footer.max.y, strip_px - FOOT_PX);
        Self { rect, histogram, axis, lanes, footer, overview }
    }

    /// The scale that shows `view` between its edges.
    #[must_use]
    pub fn scale(&self, view: Window) -> TimeScale {
        TimeScale::new(view, self.lanes.min.x, self.lanes.max.x)
    }

    /// Everything that scrolls with time: histogram, axis and lanes.
    #[must_use]
    pub fn plot(&self) -> Rect {
        Rect::new(self.histogram.min, self.lanes.max)
    }

    /// The visible knob of a handle. Beyond the view it stands at the edge.
    #[must_use]
    pub fn handle(&self, scale: &TimeScale, window: Window, which: Handle) -> Rect {
        let at = match which {
            Handle::Begin => window.begin(),
            Handle::End => window.end(),
        };
        let x = scale.x(at).clamp(self.histogram.min.x, self.histogram.max.x);
        let y = (self.histogram.min.y + self.histogram.max.y) / 2.0;
        let (w, h) = HANDLE_PX;
        // The two knobs stand outside the window, so that they never cover each other.
        let x = match which {
            Handle::Begin => x - w / 2.0 + 1.0,
            Handle::End => x + w / 2.0 - 1.0,
        };
        Rect::new(Pt::new(x - w / 2.0, y - h / 2.0), Pt::new(x + w / 2.0, y + h / 2.0))
    }

    /// The ground on which a handle can be grabbed.
    #[must_use]
    pub fn handle_grab(&self, scale: &TimeScale, window: Window, which: Handle) -> Rect {
        let knob = self.handle(scale, window, which);
        let out = GRAB_PX - knob.width();
        let (left, right) = match which {
            Handle::Begin => (out, 0.0),
            Handle::End => (0.0, out),
        };
        Rect::new(
            Pt::new(knob.min.x - left, self.histogram.min.y),
            Pt::new(knob.max.x + right, self.histogram.max.y),
        )
    }

    /// The part of the histogram that the window covers; of no width where it is out of view.
    #[must_use]
    pub fn body(&self, scale: &TimeScale, window: Window) -> Rect {
        let clamp = |at: Second| scale.x(at).clamp(self.histogram.min.x, self.histogram.max.x);
        Rect::new(
            Pt::new(clamp(window.begin()), self.histogram.min.y),
            Pt::new(clamp(window.end()), self.histogram.max.y),
        )
    }

    /// The ground of the "as of" cursor's label, `width_px` wide; at the edge where it is out of view.
    #[must_use]
    pub fn cursor(&self, scale: &TimeScale, cursor: Second, width_px: f32) -> Rect {
        let half = (width_px / 2.0).min(self.axis.width() / 2.0);
        let middle = scale
            .x(cursor)
            .clamp(self.axis.min.x + half, (self.axis.max.x - half).max(self.axis.min.x + half));
        let top = self.axis.min.y + 1.0;
        Rect::new(Pt::new(middle - half, top), Pt::new(middle + half, top + 16.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_lie_one_under_another(w in 1.0_f32..3000.0, h in 1.0_f32..900.0, undated: bool) {
            let all = Rect::new(Pt::new(3.0, 5.0), Pt::new(3.0 + w, 5.0 + h));
            let l = Layout::with_overview(all, undated);
            let parts = [l.histogram, l.axis, l.lanes, l.footer, l.overview];
            for (a, b) in parts.iter().zip(parts.iter().skip(1)) {
                prop_assert!(a.max.y <= b.min.y + 0.01);
                prop_assert!(a.height() >= 0.0 && b.height() >= 0.0);
            }
            prop_assert!(l.overview.max.y <= all.max.y + 0.01);
        }

        #[test]
        fn handles_never_cover_each_other(begin in -1000_i64..1000, length in 1_i64..3000) {
            let l = Layout::new(Rect::new(Pt::new(0.0, 0.0), Pt::new(900.0, 220.0)), false);
            let scale = l.scale(Window::new(Second(0), Second(1000)));
            let window = Window::new(Second(begin), Second(begin + length));
            let a = l.handle_grab(&scale, window, Handle::Begin);
            let b = l.handle_grab(&scale, window, Handle::End);
            prop_assert!(a.max.x <= b.min.x + 2.1, "{a:?} {b:?}");
        }
    }
}
