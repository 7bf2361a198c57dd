use crate::model::{Second, Window};

/// The shortest stretch that the timeline shows, in seconds: ends of what is in view are whole
/// seconds.
pub const SHORTEST_S: f64 = 1.0;
/// The longest stretch that the timeline shows, in seconds: all years that can be written.
pub const LONGEST_S: f64 = 2_000_000.0 * YEAR_S;
/// The mean Gregorian year, in seconds (365.2425 days).
pub const YEAR_S: f64 = 31_556_952.0;
/// How far from 1970 the view may go, in seconds: years -999,999 to 999,999.
const FARTHEST_S: f64 = 1_010_000.0 * YEAR_S;

/// The way between seconds and screen x, in points. A value: panning and zooming give a new one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    begin_s: f64,
    span_s: f64,
    left_px: f64,
    width_px: f64,
}

impl TimeScale {
    /// The scale that shows `view` between two screen positions in points. A width below one point
    /// counts as one; what is not a number counts as zero.
    #[must_use]
    pub fn new(view: Window, left_px: f32, right_px: f32) -> Self {
        let left = if left_px.is_finite() { left_px } else { 0.0 };
        let width = if right_px.is_finite() { (right_px - left).max(1.0) } else { 1.0 };
        Self {
            begin_s: view.begin().0 as f64,
            span_s: view.seconds() as f64,
            left_px: f64::from(left),
            width_px: f64::from(width),
        }
        .clamped()
    }

    /// Where an instant stands, in points. Beyond a million points from the view it stays there.
    #[must_use]
    pub fn x(&self, at: Second) -> f32 {
        self.x_f64(at.0 as f64)
    }

    /// Where an instant in seconds stands, in points, limited as in [`Self::x`].
    #[must_use]
    pub fn x_f64(&self, at_s: f64) -> f32 {
        let x = self.left_px + (at_s - self.begin_s) / self.seconds_per_px();
        x.clamp(-1e6, 1e6) as f32
    }

    /// The instant at a screen position, to the second.
    #[must_use]
    pub fn second(&self, x_px: f32) -> Second {
        Second(self.seconds_at(f64::from(x_px)).round() as i64)
    }

    /// How many seconds a point covers.
    #[must_use]
    pub fn seconds_per_px(&self) -> f64 {
        self.span_s / self.width_px
    }

    /// The left edge, in points.
    #[must_use]
    pub fn left(&self) -> f32 {
        self.left_px as f32
    }

    /// The right edge, in points.
    #[must_use]
    pub fn right(&self) -> f32 {
        (self.left_px + self.width_px) as f32
    }

    /// The first instant shown, in seconds.
    #[must_use]
    pub fn begin_s(&self) -> f64 {
        self.begin_s
    }

    /// The instant after the last one shown, in seconds.
    #[must_use]
    pub fn end_s(&self) -> f64 {
        self.begin_s + self.span_s
    }

    /// What it shows, to the second.
    #[must_use]
    pub fn view(&self) -> Window {
        Window::new(Second(self.begin_s.round() as i64), Second(self.end_s().round() as i64))
    }

    /// The scale after dragging its paper by `dx_px` points to the right.
    #[must_use]
    pub fn panned(self, dx_px: f32) -> Self {
        let dx = if dx_px.is_finite() { f64::from(dx_px) } else { 0.0 };
        Self { begin_s: self.begin_s - dx * self.seconds_per_px(), ..self }.clamped()
    }

    /// The scale with `factor` times as many points to the second; what stands at `x_px` stays there
    /// unless a limit is met.
    #[must_use]
    pub fn zoomed(self, factor: f64, x_px: f32) -> Self {
        if !factor.is_finite() || factor <= 0.0 || !x_px.is_finite() {
            return self;
        }
        let part = (f64::from(x_px) - self.left_px) / self.width_px;
        let anchor = self.begin_s + part * self.span_s;
        let span_s = (self.span_s / factor).clamp(SHORTEST_S, LONGEST_S);
        Self { begin_s: anchor - part * span_s, span_s, ..self }.clamped()
    }

    /// The scale with another beginning and the same length.
    #[must_use]
    pub fn beginning(self, at: Second) -> Self {
        Self { begin_s: at.0 as f64, ..self }.clamped()
    }

    fn seconds_at(&self, x_px: f64) -> f64 {
        self.begin_s + (x_px - self.left_px) * self.seconds_per_px()
    }

    fn clamped(self) -> Self {
        let span_s = self.span_s.clamp(SHORTEST_S, LONGEST_S);
        let begin_s = self.begin_s.clamp(-FARTHEST_S, FARTHEST_S - span_s.min(FARTHEST_S));
        Self { begin_s, span_s, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back_is_within_a_point(
            begin in -31_000_000_000_000_i64..31_000_000_000_000,
            span in 60_i64..60_000_000_000_000,
            x in 0.0_f32..1200.0,
        ) {
            let scale = TimeScale::new(
                Window::new(Second(begin), Second(begin + span)), 120.0, 1320.0);
            let back = scale.x(scale.second(120.0 + x));
            let second_px = (1.0 / scale.seconds_per_px()) as f32;
            prop_assert!((back - 120.0 - x).abs() <= 0.51 * second_px + 0.01, "{back} for {x}");
        }

        #[test]
        fn zooming_keeps_the_instant_under_the_pointer(
            factor in 0.1_f64..10.0, x in 120.0_f32..1320.0,
        ) {
            let scale = TimeScale::new(
                Window::new(Second(1_700_000_000), Second(1_700_000_000 + 86_400 * 300)),
                120.0, 1320.0);
            let before = scale.second(x);
            let after = scale.zoomed(factor, x).second(x);
            prop_assert!((before.0 - after.0).abs() <= 1);
        }

        #[test]
        fn no_input_makes_it_lose_its_numbers(
            begin in any::<i64>(), end in any::<i64>(), l in any::<f32>(), r in any::<f32>(),
            f in any::<f64>(), x in any::<f32>(),
        ) {
            let scale = TimeScale::new(Window::new(Second(begin), Second(end)), l, r)
                .zoomed(f, x).panned(x);
            prop_assert!(scale.seconds_per_px().is_finite() && scale.seconds_per_px() > 0.0);
            prop_assert!(scale.x(Second(begin)).is_finite());
            prop_assert!(scale.view().seconds() >= 1);
        }
    }

    #[test]
    fn panning_moves_the_paper() {
        let scale = TimeScale::new(Window::new(Second(0), Second(1000)), 0.0, 100.0);
        assert_eq!(scale.panned(10.0).second(10.0), Second(0));
        assert_eq!(scale.second(10.0), Second(100), "the old scale is as it was");
    }
}
