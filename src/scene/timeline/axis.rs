//! What surrounds the events: grid and axis, histogram, the window, the "as of" cursor.

use super::bins::Bins;
use super::calendar::{date_label, instant_label};
use super::layout::{Handle, Layout};
use super::plan::{Measure, fitted};
use super::scale::TimeScale;
use super::ticks::{Tick, Ticks, ticks};
use crate::model::{Second, Window};
use crate::scene::marks::mix;
use crate::scene::palette::{Palette, Rgba};
use crate::scene::shape::{Align, Pt, Rect, Shape, Stroke, Text};
use crate::task::grouped;

/// Font size of the axis, in points.
const AXIS_PT: f32 = 11.0;
/// Font size of the cursor's label, in points.
const CURSOR_PT: f32 = 11.0;
/// Points between the labels of neighbouring marks.
const LABEL_GAP_PX: f32 = 14.0;

/// What the surroundings are drawn with.
pub(super) struct Ground<'a> {
    pub layout: &'a Layout,
    pub scale: &'a TimeScale,
    pub palette: &'a Palette,
    pub measure: Measure<'a>,
    pub window: Window,
    pub cursor: Second,
}

/// A line of text, its left end at a point.
pub(super) fn text(at: Pt, align: Align, words: String, size: f32, color: Rgba) -> Text {
    Text { at, align, text: words, size, strong: false, italic: false, color, halo: None }
}

fn vertical(x: f32, top: f32, bottom: f32, stroke: Stroke) -> Shape {
    Shape::Line { points: vec![Pt::new(x, top), Pt::new(x, bottom)], closed: false, stroke }
}

fn horizontal(left: f32, right: f32, y: f32, stroke: Stroke) -> Shape {
    Shape::Line { points: vec![Pt::new(left, y), Pt::new(right, y)], closed: false, stroke }
}

impl Ground<'_> {
    /// The marks of the axis.
    pub fn ticks(&self) -> Ticks {
        ticks(self.scale, LABEL_GAP_PX, &|label| (self.measure)(label, AXIS_PT))
    }

    /// Faint lines behind the lanes; stronger where a band begins. Weekends, where days are marked,
    /// are not told apart: they differ by country.
    pub fn grid(&self, ticks: &Ticks, out: &mut Vec<Shape>) {
        let l = self.layout;
        let fine = self.palette.line.alpha(0.55);
        for tick in &ticks.fine {
            out.push(vertical(tick.x, l.axis.max.y, l.lanes.max.y, Stroke::new(1.0, fine)));
        }
        for band in ticks.bands.iter().filter(|band| band.x > l.lanes.min.x) {
            let strong = Stroke::new(1.0, self.palette.muted.alpha(0.28));
            out.push(vertical(band.x, l.axis.min.y, l.lanes.max.y, strong));
        }
    }

    /// The axis: names of bands above, marks with labels below.
    pub fn axis(&self, ticks: &Ticks, out: &mut Vec<Shape>) {
        let (l, p) = (self.layout, self.palette);
        let line = Stroke::new(1.0, p.line);
        out.push(horizontal(l.rect.min.x, l.rect.max.x, l.axis.min.y, line.clone()));
        out.push(horizontal(l.rect.min.x, l.rect.max.x, l.axis.max.y, line));
        let bare = ticks.bands.is_empty();
        let fine_y = if bare { l.axis.min.y + 17.0 } else { l.axis.min.y + 25.0 };
        for tick in &ticks.fine {
            let at_band = ticks.bands.iter().any(|band| band.at == tick.at);
            let top = if bare || at_band { l.axis.min.y } else { l.axis.max.y - 7.0 };
            let stroke = Stroke::new(1.0, p.muted.alpha(0.5));
            out.push(vertical(tick.x, top, l.axis.max.y, stroke));
            // Where years alone are marked, their line is the cursor's: half a number tells nothing.
            let hidden = bare && self.is_beneath_cursor(tick);
            if !tick.label.is_empty() && self.fits(tick) && !hidden {
                let at = Pt::new(tick.x + 4.0, fine_y);
                let label = tick.label.clone();
                out.push(Shape::Text(text(at, Align::Left, label, AXIS_PT, p.muted)));
            }
        }
        self.bands(&ticks.bands, out);
    }

    fn fits(&self, tick: &Tick) -> bool {
        tick.x + 4.0 + (self.measure)(&tick.label, AXIS_PT) <= self.layout.rect.max.x
    }

    fn is_beneath_cursor(&self, tick: &Tick) -> bool {
        let (label, cursor) = (tick.x + 4.0, self.cursor_rect());
        let end = label + (self.measure)(&tick.label, AXIS_PT);
        label < cursor.max.x && cursor.min.x < end
    }

    /// Names of the bands; the first one's stays at the left edge while it is in view. Where the
    /// cursor's label lies on a name, the name stands beside it.
    fn bands(&self, bands: &[Tick], out: &mut Vec<Shape>) {
        let cursor = self.cursor_rect();
        for (i, band) in bands.iter().enumerate() {
            let next_x = bands.get(i + 1).map_or(self.scale.right(), |next| next.x);
            let mut x = band.x.max(self.scale.left()) + 4.0;
            let wide = (self.measure)(&band.label, AXIS_PT);
            if x < cursor.max.x + 2.0 && cursor.min.x < x + wide + 2.0 {
                let beside = cursor.max.x + 6.0;
                x = if beside + wide + 6.0 <= next_x { beside } else { x };
            }
            let label = fitted(&band.label, next_x - x - 6.0, AXIS_PT, self.measure);
            // A name cut short tells less than its neighbours do: "January…" of which year?
            if label == band.label {
                let at = Pt::new(x, self.layout.axis.min.y + 9.0);
                let mut words = text(at, Align::Left, label, AXIS_PT, self.palette.text);
                words.strong = true;
                out.push(Shape::Text(words));
            }
        }
    }

    /// The ground outside the window is darkened, over histogram and lanes.
    pub fn outside(&self, out: &mut Vec<Shape>) {
        let l = self.layout;
        let shade = if self.palette.dark { Rgba(0, 0, 0, 72) } else { Rgba(40, 44, 60, 15) };
        let body = l.body(self.scale, self.window);
        for (left, right) in [(l.plot().min.x, body.min.x), (body.max.x, l.plot().max.x)] {
            for band in [l.histogram, l.lanes] {
                if right - left > 0.5 && band.height() > 0.0 {
                    let rect = Rect::new(Pt::new(left, band.min.y), Pt::new(right, band.max.y));
                    out.push(Shape::Rect { rect, corner: 0.0, fill: Some(shade), stroke: None });
                }
            }
        }
    }

    /// The window's ground in the histogram, and its edges over the lanes.
    pub fn window_ground(&self, out: &mut Vec<Shape>) {
        let l = self.layout;
        let body = l.body(self.scale, self.window);
        if body.width() > 0.0 {
            let fill = Some(self.palette.accent.alpha(0.10));
            out.push(Shape::Rect { rect: body, corner: 0.0, fill, stroke: None });
        }
        for (at, x) in [(self.window.begin(), body.min.x), (self.window.end(), body.max.x)] {
            if self.in_view(at) {
                let stroke = Stroke::new(1.0, self.palette.accent.alpha(0.75));
                out.push(vertical(x, l.histogram.min.y, l.lanes.max.y, stroke));
            }
        }
    }

    /// Handles, and the bar between them. Where an end is out of view its handle is an arrow at the edge.
    pub fn handles(&self, out: &mut Vec<Shape>) {
        let (l, p) = (self.layout, self.palette);
        let body = l.body(self.scale, self.window);
        if body.width() > 0.0 {
            let y = l.histogram.min.y + 1.0;
            out.push(horizontal(body.min.x, body.max.x, y, Stroke::new(2.0, p.accent)));
        }
        for which in [Handle::Begin, Handle::End] {
            let knob = l.handle(self.scale, self.window, which);
            let at = match which {
                Handle::Begin => self.window.begin(),
                Handle::End => self.window.end(),
            };
            let inside = self.in_view(at);
            let fill = if inside { p.accent } else { p.accent.alpha(0.45) };
            out.push(Shape::Rect { rect: knob, corner: 3.0, fill: Some(fill), stroke: None });
            let middle = Pt::new((knob.min.x + knob.max.x) / 2.0, (knob.min.y + knob.max.y) / 2.0);
            let ink = Stroke::new(1.2, p.on_accent);
            if inside {
                for dx in [-1.4, 1.4] {
                    out.push(vertical(middle.x + dx, middle.y - 4.5, middle.y + 4.5, ink.clone()));
                }
            } else {
                let way = if self.scale.x(at) < self.scale.left() { -1.0 } else { 1.0 };
                let points = vec![
                    Pt::new(middle.x - 1.5 * way, middle.y - 3.5),
                    Pt::new(middle.x + 1.8 * way, middle.y),
                    Pt::new(middle.x - 1.5 * way, middle.y + 3.5),
                ];
                out.push(Shape::Line { points, closed: false, stroke: ink });
            }
        }
    }

    /// Bars of the histogram: full where events lie within the bin for sure, light where weight is
    /// spread; and in the gutter what they count.
    pub fn histogram(&self, bins: &Bins, out: &mut Vec<Shape>) {
        let (l, p) = (self.layout, self.palette);
        let base = l.histogram.max.y - 1.0;
        let room = l.histogram.height() - 8.0;
        let most = bins.most.max(f64::MIN_POSITIVE);
        for bin in &bins.bins {
            let x0 = self.scale.x(bin.begin).max(l.histogram.min.x) + 0.5;
            let x1 = self.scale.x(bin.end).min(l.histogram.max.x) - 0.5;
            if x1 <= x0 {
                continue;
            }
            let height = |weight: f64| (weight / most) as f32 * room;
            let inside = bin.begin < self.window.end() && self.window.begin() < bin.end;
            let color = if inside { p.accent } else { p.muted };
            let sure = base - height(bin.sure);
            let top = sure - height(bin.spread);
            for (from, to, opacity) in [(sure, base, 0.72), (top, sure, 0.30)] {
                if to - from > 0.05 {
                    let rect = Rect::new(Pt::new(x0, from.min(to - 0.6)), Pt::new(x1, to));
                    let fill = Some(color.alpha(opacity));
                    out.push(Shape::Rect { rect, corner: 0.0, fill, stroke: None });
                }
            }
        }
        self.histogram_words(bins, out);
    }

    fn histogram_words(&self, bins: &Bins, out: &mut Vec<Shape>) {
        let (l, p) = (self.layout, self.palette);
        let x = l.rect.min.x + 12.0;
        // The window's handle reaches over the chart's edge.
        let room = l.histogram.min.x - x - 12.0;
        let (first, second) = (l.histogram.min.y + 15.0, l.histogram.min.y + 30.0);
        let mut title = text(Pt::new(x, first), Align::Left, "Activity".into(), 11.5, p.text);
        title.strong = true;
        out.push(Shape::Text(title));
        let per = format!("per {}", bins.every.label());
        let most = format!("max {}", most_words(bins.most));
        let whole = format!("{per}, {most}");
        let mut small = |at: Pt, align: Align, words: String| {
            out.push(Shape::Text(text(at, align, words, 10.5, p.muted)));
        };
        // The number is worth more than the unit: where both have no room on a line, it moves up.
        if (self.measure)(&whole, 10.5) <= room {
            small(Pt::new(x, second), Align::Left, whole);
        } else {
            small(Pt::new(x + room, first), Align::Right, fitted(&most, room, 10.5, self.measure));
            small(Pt::new(x, second), Align::Left, fitted(&per, room, 10.5, self.measure));
        }
    }

    /// Brackets around the part of time that was marked for playing.
    pub fn marked(&self, part: Option<Window>, out: &mut Vec<Shape>) {
        let Some(part) = part else { return };
        let (l, stroke) = (self.layout, Stroke::new(1.5, self.palette.text.alpha(0.7)));
        let (top, foot) = (l.axis.max.y - 9.0, l.axis.max.y - 2.0);
        for (at, way) in [(part.begin(), 1.0), (part.end(), -1.0)] {
            if self.in_view(at) {
                let x = self.scale.x(at);
                let points = [(5.0, top), (0.0, top), (0.0, foot), (5.0, foot)];
                let points = points.map(|(dx, y)| Pt::new(x + dx * way, y)).to_vec();
                out.push(Shape::Line { points, closed: false, stroke: stroke.clone() });
            }
        }
    }

    /// The words on the cursor, with an arrow where it is out of view.
    fn cursor_words(&self) -> String {
        // Where a point is hours wide, its time of day says nothing, and runs while it is played.
        let label = match self.scale.seconds_per_px() > 3_600.0 {
            true => date_label(self.cursor),
            false => instant_label(self.cursor),
        };
        let words = format!("as of {label}");
        let x = self.scale.x(self.cursor);
        if self.in_view(self.cursor) {
            words
        } else if x < self.scale.left() {
            format!("‹ {words}")
        } else {
            format!("{words} ›")
        }
    }

    /// The ground of the cursor's label.
    pub fn cursor_rect(&self) -> Rect {
        let width = (self.measure)(&self.cursor_words(), CURSOR_PT) + 16.0;
        self.layout.cursor(self.scale, self.cursor, width)
    }

    /// The line of the "as of" cursor, behind the events so that it strikes through no label.
    pub fn cursor_line(&self, out: &mut Vec<Shape>) {
        let l = self.layout;
        if self.in_view(self.cursor) {
            let stroke = Stroke::new(1.5, self.palette.text.alpha(0.8));
            out.push(vertical(self.scale.x(self.cursor), l.histogram.min.y, l.lanes.max.y, stroke));
        }
    }

    /// The label of the cursor, on the axis; fainter where it is out of view.
    pub fn cursor(&self, out: &mut Vec<Shape>) {
        let p = self.palette;
        let rect = self.cursor_rect();
        let fill = if self.in_view(self.cursor) { p.text } else { mix(p.text, p.surface, 0.35) };
        out.push(Shape::Rect { rect, corner: 8.0, fill: Some(fill), stroke: None });
        let at = Pt::new((rect.min.x + rect.max.x) / 2.0, (rect.min.y + rect.max.y) / 2.0);
        let words = self.cursor_words();
        out.push(Shape::Text(text(at, Align::Center, words, CURSOR_PT, p.surface)));
    }

    fn in_view(&self, at: Second) -> bool {
        let x = self.scale.x(at);
        x >= self.scale.left() - 0.5 && x <= self.scale.right() + 0.5
    }
}

/// The weight of the highest bar: of days seen by the minute, each has but a small part.
fn most_words(most: f64) -> String {
    match most {
        _ if most <= 0.0 => "0".to_owned(),
        ..0.01 => "under 0.01".to_owned(),
        ..0.1 => format!("{most:.2}"),
        _ if most < 10.0 && most.fract() >= 0.05 => format!("{most:.1}"),
        _ => grouped(most.round() as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::most_words;

    #[test]
    fn a_small_part_of_an_event_is_not_nothing() {
        let words = [0.0, 0.004, 0.021, 0.5, 5.6, 12.4, 1234.0].map(most_words);
        assert_eq!(words, ["0", "under 0.01", "0.02", "0.5", "5.6", "12", "1,234"]);
    }
}
