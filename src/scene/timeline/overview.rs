//! The whole span in a strip: how much happened when, the part in view, the window, the cursor.

use super::axis::text;
use super::bins::{self, Bins, Counted};
use super::entries::Entries;
use super::layout::Layout;
use super::plan::{Measure, fitted};
use super::scale::TimeScale;
use super::seen::Seen;
use crate::model::Window;
use crate::query::EventIndex;
use crate::scene::Subject;
use crate::scene::shape::{Align, Pt, Rect, Shape, Stroke};

/// The least width of the frame around the part in view, in points.
const FRAME_LEAST_PX: f32 = 8.0;

/// What the strip shows, whatever is in view.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    span: Window,
    bins: Bins,
}

impl Overview {
    /// Counts the whole of `span` in a layout's strip.
    #[must_use]
    pub fn new(
        index: &EventIndex,
        entries: &Entries,
        layout: &Layout,
        span: Window,
        seen: Option<&Seen>,
    ) -> Self {
        let scale = Self::scale_of(layout, span);
        let bins = if entries.part.is_some() {
            Counted::new(index, &scale, bins::OVERVIEW_PX, None, seen).all()
        } else {
            let shown = |id| seen.is_none_or(|seen| seen.has(index, id));
            bins::bins(entries, &scale, bins::OVERVIEW_PX, &shown)
        };
        Self { span, bins }
    }

    /// The way between the strip's points and time.
    #[must_use]
    pub fn scale(&self, layout: &Layout) -> TimeScale {
        Self::scale_of(layout, self.span)
    }

    fn scale_of(layout: &Layout, span: Window) -> TimeScale {
        TimeScale::new(span, layout.overview.min.x, layout.overview.max.x)
    }

    /// The ground of the frame around the part in view: within the strip, wide enough to be taken
    /// hold of.
    #[must_use]
    pub fn frame(&self, layout: &Layout, view: Window) -> Rect {
        let (strip, scale) = (layout.overview, self.scale(layout));
        let clamp = |x: f32| x.clamp(strip.min.x, strip.max.x);
        let (a, b) = (clamp(scale.x(view.begin())), clamp(scale.x(view.end())));
        let wider = ((FRAME_LEAST_PX - (b - a)) / 2.0).max(0.0);
        let a = (a - wider).max(strip.min.x).min(strip.max.x - FRAME_LEAST_PX);
        let b = (b + wider).min(strip.max.x).max(a + FRAME_LEAST_PX);
        Rect::new(Pt::new(a, strip.min.y + 1.0), Pt::new(b, strip.max.y - 1.0))
    }

    /// The strip.
    #[must_use]
    pub fn shapes(
        &self,
        subject: &Subject<'_>,
        layout: &Layout,
        view: Window,
        measure: Measure<'_>,
    ) -> Vec<Shape> {
        let (strip, p) = (layout.overview, subject.palette);
        if strip.height() < 8.0 {
            return Vec::new();
        }
        let scale = self.scale(layout);
        let mut out = Vec::new();
        let ends =
            vec![Pt::new(layout.rect.min.x, strip.min.y), Pt::new(layout.rect.max.x, strip.min.y)];
        out.push(Shape::Line { points: ends, closed: false, stroke: Stroke::new(1.0, p.line) });
        let at = Pt::new(layout.rect.min.x + 12.0, (strip.min.y + strip.max.y) / 2.0);
        let name = fitted("Whole span", strip.min.x - at.x - 10.0, 10.5, measure);
        out.push(Shape::Text(text(at, Align::Left, name, 10.5, p.muted)));
        out.push(Shape::Cells(self.bars(subject, layout, &scale)));
        let frame = self.frame(layout, view);
        let fill = Some(p.accent.alpha(0.12));
        out.push(Shape::Rect { rect: frame, corner: 3.0, fill, stroke: None });
        // The window, along the foot.
        let clamp = |x: f32| x.clamp(strip.min.x, strip.max.x);
        let (a, b) = (subject.window.begin(), subject.window.end());
        let (a, b) = (clamp(scale.x(a)), clamp(scale.x(b)));
        let y = strip.max.y - 1.5;
        let points = vec![Pt::new(a, y), Pt::new(b.max(a + 2.0), y)];
        out.push(Shape::Line { points, closed: false, stroke: Stroke::new(3.0, p.accent) });
        let x = scale.x(subject.cursor);
        if x >= strip.min.x && x <= strip.max.x {
            let points = vec![Pt::new(x, strip.min.y + 1.0), Pt::new(x, strip.max.y)];
            let stroke = Stroke::new(1.2, p.text.alpha(0.8));
            out.push(Shape::Line { points, closed: false, stroke });
        }
        let rim = Some(Stroke::new(1.2, p.accent.alpha(0.9)));
        out.push(Shape::Rect { rect: frame, corner: 3.0, fill: None, stroke: rim });
        out.retain(|shape| !matches!(shape, Shape::Text(text) if text.text.is_empty()));
        out
    }

    fn bars(
        &self,
        subject: &Subject<'_>,
        layout: &Layout,
        scale: &TimeScale,
    ) -> Vec<(Rect, crate::scene::palette::Rgba)> {
        let (strip, p) = (layout.overview, subject.palette);
        let (base, room) = (strip.max.y - 3.5, strip.height() - 6.0);
        let most = self.bins.most.max(f64::MIN_POSITIVE);
        let mut cells = Vec::with_capacity(self.bins.bins.len());
        for bin in &self.bins.bins {
            let count = bin.sure + bin.spread;
            let x0 = scale.x(bin.begin).max(strip.min.x);
            let x1 = scale.x(bin.end).min(strip.max.x);
            if count < 1e-3 || x1 <= x0 {
                continue;
            }
            // By the root: beside one loud day, a quiet year is still to be seen.
            let height = ((count / most).sqrt() as f32 * room).max(1.0);
            let inside = bin.begin < subject.window.end() && subject.window.begin() < bin.end;
            let ink = if inside { p.accent.alpha(0.7) } else { p.muted.alpha(0.5) };
            cells.push((Rect::new(Pt::new(x0, base - height), Pt::new(x1, base)), ink));
        }
        cells
    }
}
