//! How the slider moves by itself and by keys: pure functions of window, cursor and data, without a
//! clock and without a window on screen.

use super::{Action, Session, Step};
use crate::model::time::Unit;
use crate::model::{Second, Window};
use crate::scene::timeline::TimeScale;

/// Where the slider stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The window.
    pub window: Window,
    /// The "as of" cursor.
    pub cursor: Second,
}

/// What a key does to time, whichever view has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Starts or stops playing.
    PlayPause,
    /// Window and cursor one step back.
    StepBack,
    /// Window and cursor one step on.
    StepForward,
    /// The cursor alone one step back.
    CursorBack,
    /// The cursor alone one step on.
    CursorForward,
    /// To the beginning of the data.
    Begin,
    /// To the end of the data.
    End,
    /// Less time in view.
    ZoomIn,
    /// More time in view.
    ZoomOut,
}

/// How much one key press magnifies.
const KEY_ZOOM: f64 = 1.5;
/// The longest pause between two frames that playing makes up for, in seconds; a window that was
/// hidden for a minute goes on where it stood.
const LONGEST_FRAME_S: f64 = 1.0;

impl Step {
    /// All, shortest first.
    pub const ALL: [Self; 5] = [Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// Its unit on the calendar.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::Hour => Unit::Hour,
            Self::Day => Unit::Day,
            Self::Week => Unit::Week,
            Self::Month => Unit::Month,
            Self::Year => Unit::Year,
        }
    }
}

impl Moment {
    /// Where a session's slider stands.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self { window: session.window, cursor: session.cursor }
    }

    /// The actions that bring a session here; none where it is here already.
    #[must_use]
    pub fn actions(self, session: &Session) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.window != session.window {
            actions.push(Action::SetWindow(self.window));
        }
        if self.cursor != session.cursor {
            actions.push(Action::SetCursor(self.cursor));
        }
        let span = followed(session.span_in_view, self.cursor);
        if !actions.is_empty() && span != session.span_in_view {
            actions.push(Action::SetSpanInView(span));
        }
        actions
    }
}

/// The moment `n` steps on (back where negative), within the data's `extent`.
///
/// Both ends of the window and the cursor step on the calendar: a window from 1 to 31 January becomes
/// one from 1 to 28 February. Whatever would leave the extent stops at its end, the window with its
/// length kept; a window that covers the whole extent stands still, and only the cursor moves.
/// Nothing ever moves against the direction asked for.
#[must_use]
pub fn stepped(moment: Moment, step: Step, n: i32, extent: Window) -> Moment {
    if n == 0 {
        return moment;
    }
    Moment {
        window: stepped_window(moment.window, step, n, extent),
        cursor: stepped_cursor(moment.cursor, step, n, extent),
    }
}

fn stepped_window(window: Window, step: Step, n: i32, extent: Window) -> Window {
    let on = n > 0;
    let at_end = if on { window.end() >= extent.end() } else { window.begin() <= extent.begin() };
    if at_end {
        return window;
    }
    let unit = step.unit();
    let next = Window::new(window.begin().step(unit, n), window.end().step(unit, n));
    let length = next.seconds();
    if on && next.end() > extent.end() {
        Window::new(Second(extent.end().0.saturating_sub(length)), extent.end())
    } else if !on && next.begin() < extent.begin() {
        Window::new(extent.begin(), Second(extent.begin().0.saturating_add(length)))
    } else {
        next
    }
}

fn stepped_cursor(cursor: Second, step: Step, n: i32, extent: Window) -> Second {
    let next = cursor.step(step.unit(), n);
    if n > 0 { next.min(last(extent)).max(cursor) } else { next.max(extent.begin()).min(cursor) }
}

fn last(extent: Window) -> Second {
    Second(extent.end().0.saturating_sub(1))
}

/// The moment at the beginning of the data: the window keeps its length and the cursor its place in it.
#[must_use]
pub fn rewound(moment: Moment, extent: Window) -> Moment {
    if covers(moment.window, extent) {
        return Moment { cursor: extent.begin(), ..moment };
    }
    let shift = extent.begin().0.saturating_sub(moment.window.begin().0);
    shifted(moment, shift, extent)
}

/// The moment at the end of the data: the window keeps its length and the cursor its place in it.
#[must_use]
pub fn wound_on(moment: Moment, extent: Window) -> Moment {
    if covers(moment.window, extent) {
        return Moment { cursor: last(extent), ..moment };
    }
    let shift = extent.end().0.saturating_sub(moment.window.end().0);
    shifted(moment, shift, extent)
}

fn shifted(moment: Moment, seconds: i64, extent: Window) -> Moment {
    let shift = |at: Second| Second(at.0.saturating_add(seconds));
    let window = Window::new(shift(moment.window.begin()), shift(moment.window.end()));
    let cursor = if moment.window.contains(moment.cursor) {
        shift(moment.cursor)
    } else if seconds > 0 {
        window.end()
    } else {
        window.begin()
    };
    Moment { window, cursor: cursor.clamp(extent.begin(), last(extent)) }
}

fn covers(window: Window, extent: Window) -> bool {
    window.begin() <= extent.begin() && extent.end() <= window.end()
}

/// What is to be in view so that the cursor is: turned like a page where the cursor has left it.
#[must_use]
pub fn followed(view: Window, cursor: Second) -> Window {
    if view.contains(cursor) || view.end() == cursor {
        return view;
    }
    let length = view.seconds();
    let before = if cursor < view.begin() { length / 5 * 4 } else { length / 5 };
    let begin = cursor.0.saturating_sub(before);
    Window::new(Second(begin), Second(begin.saturating_add(length)))
}

/// The view magnified `factor` times around an instant that stays where it is.
#[must_use]
pub fn zoomed(view: Window, factor: f64, around: Second) -> Window {
    let scale = TimeScale::new(view, 0.0, 1000.0);
    let x = if view.contains(around) { scale.x(around) } else { 500.0 };
    scale.zoomed(factor, x).view()
}

/// What a key asks for.
#[must_use]
pub fn key_actions(key: Key, session: &Session, extent: Window) -> Vec<Action> {
    let moment = Moment::of(session);
    let zoom =
        |factor| vec![Action::SetSpanInView(zoomed(session.span_in_view, factor, session.cursor))];
    let cursor = |n| {
        let cursor = stepped_cursor(moment.cursor, session.step, n, extent);
        Moment { cursor, ..moment }.actions(session)
    };
    match key {
        Key::PlayPause => vec![Action::Play(!session.playing)],
        Key::StepBack => stepped(moment, session.step, -1, extent).actions(session),
        Key::StepForward => stepped(moment, session.step, 1, extent).actions(session),
        Key::CursorBack => cursor(-1),
        Key::CursorForward => cursor(1),
        Key::Begin => rewound(moment, extent).actions(session),
        Key::End => wound_on(moment, extent).actions(session),
        Key::ZoomIn => zoom(KEY_ZOOM),
        Key::ZoomOut => zoom(1.0 / KEY_ZOOM),
    }
}

/// The running slider. Where it is follows from where it started and how much time has passed, so
/// that neither the number of frames nor short months make it drift.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Player {
    run: Option<Run>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    origin: Moment,
    shown: Moment,
    step: Step,
    steps: f64,
}

impl Player {
    /// What to do after `dt_s` seconds: nothing while the session is not playing. The slider runs
    /// `session.speed` steps a second, evenly within each step; from wherever the user has put it
    /// meanwhile; from the beginning where it stood at the end. At the end it stops, or with `again`
    /// starts over.
    pub fn advance(
        &mut self,
        session: &Session,
        extent: Window,
        dt_s: f64,
        again: bool,
    ) -> Vec<Action> {
        if !session.playing {
            self.run = None;
            return Vec::new();
        }
        let now = Moment::of(session);
        let mut run = match self.run {
            Some(run) if run.shown == now && run.step == session.step => run,
            _ => Run::from(now, session.step, extent),
        };
        let dt_s = if dt_s.is_finite() { dt_s.clamp(0.0, LONGEST_FRAME_S) } else { 0.0 };
        let speed = f64::from(session.speed);
        run.steps += dt_s * if speed.is_finite() { speed.max(0.0) } else { 0.0 };
        run.shown = run.at(extent);
        let mut actions = run.shown.actions(session);
        self.run = Some(run);
        if is_end(run.shown, session.step, extent) {
            self.run = None;
            if !again {
                actions.push(Action::Play(false));
            }
        }
        actions
    }
}

impl Run {
    fn from(now: Moment, step: Step, extent: Window) -> Self {
        let origin = if is_end(now, step, extent) { rewound(now, extent) } else { now };
        Self { origin, shown: origin, step, steps: 0.0 }
    }

    fn at(&self, extent: Window) -> Moment {
        let whole = self.steps.floor().clamp(0.0, 1e9);
        let part = (self.steps - whole).clamp(0.0, 1.0);
        let a = stepped(self.origin, self.step, whole as i32, extent);
        let b = stepped(self.origin, self.step, whole as i32 + 1, extent);
        let between = |a: Second, b: Second| {
            Second(a.0.saturating_add((b.0.saturating_sub(a.0) as f64 * part).round() as i64))
        };
        Moment {
            window: Window::new(
                between(a.window.begin(), b.window.begin()),
                between(a.window.end(), b.window.end()),
            ),
            cursor: between(a.cursor, b.cursor),
        }
    }
}

fn is_end(moment: Moment, step: Step, extent: Window) -> bool {
    stepped(moment, step, 1, extent) == moment
}

#[cfg(test)]
#[path = "playback_tests.rs"]
mod tests;
