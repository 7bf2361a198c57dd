//! How the slider moves by itself and by keys: pure functions of window, cursor and data, without a
//! clock and without a window on screen.

mod changes;
mod player;

pub use changes::next_change;
pub use player::{Course, Player};

use super::{Action, Session, Step};
use crate::model::time::Unit;
use crate::model::{Second, Window};
use crate::scene::timeline::TimeScale;
use serde::{Deserialize, Serialize};

/// Where the slider stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The window.
    pub window: Window,
    /// The "as of" cursor.
    pub cursor: Second,
}

/// What moves when the slider steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlayMode {
    /// The window slides with its length.
    #[default]
    Window,
    /// The window's end goes on and its beginning stays: what was stays in sight.
    Cumulative,
    /// The window is the one step that the cursor is in.
    Instant,
}

impl PlayMode {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Window, Self::Cumulative, Self::Instant];

    /// The words for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Window => "Sliding window",
            Self::Cumulative => "Cumulative",
            Self::Instant => "Instant",
        }
    }

    /// What it does, in a line.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Window => "The window moves on and keeps its length",
            Self::Cumulative => "The window grows: what has happened stays in sight",
            Self::Instant => "The window is one step long, at the cursor",
        }
    }
}

/// How far a step goes and what it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stride {
    /// How far.
    pub step: Step,
    /// What moves.
    pub mode: PlayMode,
}

impl Stride {
    /// A session's.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self { step: session.step, mode: session.timeline.mode }
    }
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

impl Step {
    /// All, shortest first.
    pub const ALL: [Self; 6] =
        [Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// Its unit on the calendar.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::Minute => Unit::Minute,
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
/// What a window's ends and the cursor do they do on the calendar: a window from 1 to 31 January
/// becomes one from 1 to 28 February. Whatever would leave the extent stops at its end, a sliding
/// window with its length kept; one that covers the whole extent stands still, and only the cursor
/// moves, up to the beginning of the last day (of the last hour, where a step is an hour).
/// Nothing ever moves against the direction asked for, but for the window of a single step, which
/// is wherever the cursor is.
#[must_use]
pub fn stepped(moment: Moment, stride: Stride, n: i32, extent: Window) -> Moment {
    if n == 0 {
        return moment;
    }
    let cursor = stepped_cursor(moment.cursor, stride.step, n, extent);
    let window = match stride.mode {
        PlayMode::Window => stepped_window(moment.window, stride.step, n, extent),
        PlayMode::Cumulative => stepped_end(moment.window, stride.step, n, extent),
        PlayMode::Instant => unit_at(cursor, stride.step),
    };
    Moment { window, cursor }
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

/// The window with its end elsewhere: never beyond the extent, never so near that nothing is left.
fn stepped_end(window: Window, step: Step, n: i32, extent: Window) -> Window {
    let (unit, end) = (step.unit(), window.end());
    let next = end.step(unit, n);
    let next = if n > 0 {
        next.min(extent.end()).max(end)
    } else {
        next.max(window.begin().step(unit, 1)).min(end)
    };
    Window::new(window.begin(), next)
}

/// The hour, day, week, month or year that an instant lies in.
fn unit_at(at: Second, step: Step) -> Window {
    let begin = at.floor(step.unit());
    Window::new(begin, begin.step(step.unit(), 1))
}

fn stepped_cursor(cursor: Second, step: Step, n: i32, extent: Window) -> Second {
    let next = cursor.step(step.unit(), n);
    if n > 0 {
        next.min(last(extent, step)).max(cursor)
    } else {
        next.max(extent.begin()).min(cursor)
    }
}

/// The last instant that a cursor is moved to: the beginning of the last day, or of its last hour or
/// minute, rather than the second before midnight.
fn last(extent: Window, step: Step) -> Second {
    Second(extent.end().0.saturating_sub(1)).floor(fineness(step)).max(extent.begin())
}

/// In what a step is told: days, or its hours or minutes.
fn fineness(step: Step) -> Unit {
    match step {
        Step::Minute | Step::Hour => step.unit(),
        Step::Day | Step::Week | Step::Month | Step::Year => Unit::Day,
    }
}

/// Where playing through a range begins: here, unless there is nowhere to go from here. A window
/// over all of the range becomes its first eighth, so that something is seen to happen; one that
/// grows begins with a step.
#[must_use]
pub fn started(moment: Moment, stride: Stride, range: Window) -> Moment {
    let Moment { window, cursor } = moment;
    let within = |at: Second| range.begin() <= at && at < range.end();
    match stride.mode {
        PlayMode::Window if covers(window, range) => {
            let part = Second(range.begin().0.saturating_add((range.seconds() / 8).max(1)));
            // In whole days, or hours or minutes, so that no step of it begins at an odd time.
            let whole = part.floor(fineness(stride.step));
            let end = if whole > range.begin() { whole } else { part };
            let window = Window::new(range.begin(), end);
            Moment { window, cursor: last(window, Step::Day) }
        }
        PlayMode::Window => {
            let inside = range.begin() <= window.begin() && window.end() <= range.end();
            let on = inside && !is_end(moment, stride, range);
            if on { moment } else { rewound(moment, range) }
        }
        PlayMode::Cumulative if within(window.begin()) && window.end() < range.end() => moment,
        PlayMode::Cumulative => {
            let end = range.begin().step(stride.step.unit(), 1).min(range.end());
            let window = Window::new(range.begin(), end);
            Moment { window, cursor: last(window, stride.step) }
        }
        PlayMode::Instant => {
            let on = within(cursor) && cursor < last(range, stride.step);
            let cursor = if on { cursor } else { range.begin() };
            Moment { window: unit_at(cursor, stride.step), cursor }
        }
    }
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
        return Moment { cursor: last(extent, Step::Day), ..moment };
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
    Moment { window, cursor: cursor.clamp(extent.begin(), last(extent, Step::Hour)) }
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
    let (moment, stride) = (Moment::of(session), Stride::of(session));
    let zoom =
        |factor| vec![Action::SetSpanInView(zoomed(session.span_in_view, factor, session.cursor))];
    let cursor = |n| {
        let cursor = stepped_cursor(moment.cursor, session.step, n, extent);
        Moment { cursor, ..moment }.actions(session)
    };
    match key {
        Key::PlayPause => vec![Action::Play(!session.playing)],
        Key::StepBack => stepped(moment, stride, -1, extent).actions(session),
        Key::StepForward => stepped(moment, stride, 1, extent).actions(session),
        Key::CursorBack => cursor(-1),
        Key::CursorForward => cursor(1),
        Key::Begin => rewound(moment, extent).actions(session),
        Key::End => wound_on(moment, extent).actions(session),
        Key::ZoomIn => zoom(KEY_ZOOM),
        Key::ZoomOut => zoom(1.0 / KEY_ZOOM),
    }
}

/// Whether a moment is where playing ends.
pub(super) fn is_end(moment: Moment, stride: Stride, range: Window) -> bool {
    stepped(moment, stride, 1, range) == moment
}

#[cfg(test)]
mod tests;
