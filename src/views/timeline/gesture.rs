//! What the hand does to the timeline: at any moment one thing, or none.

use crate::model::{Second, Window};
use crate::scene::shape::Pt;
use crate::scene::timeline::ticks::Every;
use crate::scene::timeline::{Handle, TimeScale};

/// What the pointer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Gesture {
    /// Nothing.
    #[default]
    Idle,
    /// A handle of the window.
    Handle {
        /// Which.
        which: Handle,
        /// The instant under the pointer minus that of the handle, in seconds.
        grab_s: i64,
    },
    /// The window's body.
    Body {
        /// The window when it was taken.
        origin: Window,
        /// The instant under the pointer when it was taken.
        at: Second,
    },
    /// A new window is drawn from an instant.
    Brush {
        /// Where it began.
        anchor: Second,
    },
    /// The "as of" cursor.
    Cursor {
        /// The instant under the pointer minus that of the cursor, in seconds.
        grab_s: i64,
    },
    /// The paper.
    Pan {
        /// The scale when it was taken.
        origin: TimeScale,
        /// Where the pointer took it.
        press: Pt,
        /// How far the lanes were scrolled then, in points.
        scroll_px: f32,
    },
    /// The frame of what is in view, on the strip of the whole span.
    Frame {
        /// The strip's scale.
        over: TimeScale,
        /// The instant under the pointer minus the view's beginning, in seconds.
        grab_s: i64,
    },
    /// An edge of that frame.
    FrameEdge {
        /// The strip's scale.
        over: TimeScale,
        /// Which.
        which: Handle,
    },
}

/// Window, cursor, scale and scroll as a gesture leaves them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The window.
    pub window: Window,
    /// The "as of" cursor.
    pub cursor: Second,
    /// What is in view.
    pub scale: TimeScale,
    /// How far the lanes are scrolled, in points.
    pub scroll_px: f32,
}

impl Gesture {
    /// What the gesture makes of things with the pointer at a place; `free` turns snapping to the
    /// calendar off.
    #[must_use]
    pub fn moved(self, held: Held, pointer: Pt, free: bool) -> Held {
        let under = held.scale.second(pointer.x);
        let snap = |at: Second| if free { at } else { snapped(at, &held.scale) };
        match self {
            Self::Idle => held,
            Self::Handle { which, grab_s } => {
                let to = snap(Second(under.0.saturating_sub(grab_s)));
                Held { window: with_handle(held.window, which, to), ..held }
            }
            Self::Body { origin, at } => {
                let begin = origin.begin().0.saturating_add(under.0.saturating_sub(at.0));
                let begin = snap(Second(begin));
                let end = Second(begin.0.saturating_add(origin.seconds()));
                Held { window: Window::new(begin, end), ..held }
            }
            Self::Brush { anchor } => {
                let (a, b) = if anchor <= under { (anchor, under) } else { (under, anchor) };
                let every = snap_unit(&held.scale);
                let (a, b) = if free { (a, b) } else { (every.floor(a), ceil(every, b)) };
                Held { window: Window::new(a, b), ..held }
            }
            Self::Cursor { grab_s } => {
                Held { cursor: snap(Second(under.0.saturating_sub(grab_s))), ..held }
            }
            Self::Pan { origin, press, scroll_px } => Held {
                scale: origin.panned(pointer.x - press.x),
                scroll_px: scroll_px - (pointer.y - press.y),
                ..held
            },
            Self::Frame { over, grab_s } => {
                let begin = Second(over.second(pointer.x).0.saturating_sub(grab_s));
                Held { scale: held.scale.beginning(begin), ..held }
            }
            Self::FrameEdge { over, which } => {
                let view = with_handle(held.scale.view(), which, over.second(pointer.x));
                let (left, right) = (held.scale.left(), held.scale.right());
                Held { scale: TimeScale::new(view, left, right), ..held }
            }
        }
    }
}

/// The window with one end elsewhere; the other end stays, and they never swap.
#[must_use]
pub fn with_handle(window: Window, which: Handle, to: Second) -> Window {
    match which {
        Handle::Begin => {
            let last = Second(window.end().0.saturating_sub(1));
            Window::new(to.min(last), window.end())
        }
        Handle::End => {
            let first = Second(window.begin().0.saturating_add(1));
            Window::new(window.begin(), to.max(first))
        }
    }
}

/// The nearest mark of the calendar, fine enough that the hand feels no jump.
#[must_use]
pub fn snapped(at: Second, scale: &TimeScale) -> Second {
    let every = snap_unit(scale);
    let before = every.floor(at);
    let after = every.next(before);
    let nearer = at.0.saturating_sub(before.0) <= after.0.saturating_sub(at.0);
    if nearer { before } else { after }
}

/// The finest calendar unit of at least a point; days rather than parts of them until a day is
/// wide.
fn snap_unit(scale: &TimeScale) -> Every {
    let every = Every::at_least(scale.seconds_per_px());
    let day_px = 86_400.0 / scale.seconds_per_px();
    if matches!(every, Every::Seconds(_)) && day_px < 60.0 { Every::Days(1) } else { every }
}

fn ceil(every: Every, at: Second) -> Second {
    let floor = every.floor(at);
    if floor == at { at } else { every.next(floor) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 86_400;

    fn held() -> Held {
        let scale = TimeScale::new(Window::new(Second(0), Second(100 * DAY)), 0.0, 1000.0);
        let window = Window::new(Second(20 * DAY), Second(40 * DAY));
        Held { window, cursor: Second(30 * DAY), scale, scroll_px: 0.0 }
    }

    #[test]
    fn a_handle_snaps_to_days_and_stops_before_the_other() {
        let gesture = Gesture::Handle { which: Handle::Begin, grab_s: 0 };
        let moved = gesture.moved(held(), Pt::new(104.0, 0.0), false);
        assert_eq!(moved.window, Window::new(Second(10 * DAY), Second(40 * DAY)));
        let moved = gesture.moved(held(), Pt::new(900.0, 0.0), false);
        assert_eq!(moved.window.end(), Second(40 * DAY));
        assert_eq!(moved.window.seconds(), 1);
    }

    #[test]
    fn the_body_keeps_its_length() {
        let at = held().scale.second(250.0);
        let gesture = Gesture::Body { origin: held().window, at };
        let moved = gesture.moved(held(), Pt::new(350.0, 0.0), false);
        assert_eq!(moved.window, Window::new(Second(30 * DAY), Second(50 * DAY)));
    }

    #[test]
    fn a_brush_covers_whole_days_in_either_direction() {
        let gesture = Gesture::Brush { anchor: held().scale.second(505.0) };
        let right = gesture.moved(held(), Pt::new(525.0, 0.0), false);
        assert_eq!(right.window, Window::new(Second(50 * DAY), Second(53 * DAY)));
        let left = gesture.moved(held(), Pt::new(485.0, 0.0), false);
        assert_eq!(left.window, Window::new(Second(48 * DAY), Second(51 * DAY)));
    }

    proptest! {
        #[test]
        fn no_gesture_makes_an_impossible_window(
            x in -1e7_f32..1e7, grab in any::<i64>(), anchor in any::<i64>(), free: bool,
        ) {
            let window = held().window;
            for gesture in [
                Gesture::Handle { which: Handle::Begin, grab_s: grab },
                Gesture::Handle { which: Handle::End, grab_s: grab },
                Gesture::Body { origin: window, at: Second(anchor) },
                Gesture::Brush { anchor: Second(anchor) },
                Gesture::Cursor { grab_s: grab },
                Gesture::Pan { origin: held().scale, press: Pt::new(0.0, 0.0), scroll_px: 0.0 },
                Gesture::Frame { over: held().scale, grab_s: grab },
                Gesture::FrameEdge { over: held().scale, which: Handle::End },
            ] {
                let moved = gesture.moved(held(), Pt::new(x, x), free);
                prop_assert!(moved.window.begin() < moved.window.end());
                prop_assert!(moved.scale.seconds_per_px() > 0.0);
            }
        }
    }
}
