//! The slider that runs by itself.

use super::{Moment, PlayMode, Stride, is_end, started, stepped};
use crate::app::{Action, Session};
use crate::model::{Second, Window};

/// The longest pause between two frames that playing makes up for, in seconds; a window that was
/// hidden for a minute goes on where it stood.
const LONGEST_FRAME_S: f64 = 1.0;
/// Steps that are jumped over at once, at most.
const JUMP_MOST: f64 = 16_777_216.0;

/// What is played through.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// From where to where: all of the data, or the part that was marked.
    pub range: Window,
    /// Whether playing starts over at the end.
    pub again: bool,
    /// The first instant at or after another at which something begins or ends; nothing where
    /// stretches without changes are played like others.
    pub next_change: Option<&'a dyn Fn(Second) -> Option<Second>>,
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
    stride: Stride,
    steps: f64,
}

impl Player {
    /// What to do after `dt_s` seconds: while the session is not playing nothing, but for the frame
    /// after it was paused, in which the slider comes to rest on a whole step. It runs
    /// `session.speed` steps a second, evenly within each step; from wherever the user has put it
    /// meanwhile; from the beginning where it stood at the end. At the end it stops, or starts over.
    pub fn advance(&mut self, session: &Session, course: Course<'_>, dt_s: f64) -> Vec<Action> {
        let now = Moment::of(session);
        if !session.playing {
            let run = self.run.take().filter(|run| run.shown == now);
            return run.map(|run| run.rest(course.range).actions(session)).unwrap_or_default();
        }
        let stride = Stride::of(session);
        let mut run = match self.run {
            Some(run) if run.shown == now && run.stride == stride => run,
            _ => Run::from(now, stride, course.range),
        };
        let dt_s = if dt_s.is_finite() { dt_s.clamp(0.0, LONGEST_FRAME_S) } else { 0.0 };
        let speed = f64::from(session.speed);
        run.steps += dt_s * if speed.is_finite() { speed.max(0.0) } else { 0.0 };
        if let Some(next_change) = course.next_change {
            run.jump(course.range, next_change);
        }
        run.shown = run.at(run.steps, course.range);
        let mut actions = run.shown.actions(session);
        self.run = Some(run);
        if is_end(run.shown, stride, course.range) {
            self.run = None;
            if !course.again {
                actions.push(Action::Play(false));
            }
        }
        actions
    }
}

impl Run {
    fn from(now: Moment, stride: Stride, range: Window) -> Self {
        let origin = if is_end(now, stride, range) { started(now, stride, range) } else { now };
        Self { origin, shown: origin, stride, steps: 0.0 }
    }

    fn at(&self, steps: f64, range: Window) -> Moment {
        let whole = steps.floor().clamp(0.0, 1e9);
        let part = (steps - whole).clamp(0.0, 1.0);
        let a = stepped(self.origin, self.stride, whole as i32, range);
        let b = stepped(self.origin, self.stride, whole as i32 + 1, range);
        let between = |a: Second, b: Second| {
            Second(a.0.saturating_add((b.0.saturating_sub(a.0) as f64 * part).round() as i64))
        };
        let cursor = between(a.cursor, b.cursor);
        let window = match self.stride.mode {
            // It is of whole steps, whatever the cursor does within them.
            PlayMode::Instant => super::unit_at(cursor, self.stride.step),
            PlayMode::Window | PlayMode::Cumulative => Window::new(
                between(a.window.begin(), b.window.begin()),
                between(a.window.end(), b.window.end()),
            ),
        };
        Moment { window, cursor }
    }

    /// Where it comes to rest when it is paused.
    fn rest(&self, range: Window) -> Moment {
        self.at(self.steps.round(), range)
    }

    /// What has to hold a change for a moment to be worth showing.
    fn lead(&self, moment: Moment) -> Window {
        match self.stride.mode {
            PlayMode::Window | PlayMode::Instant => moment.window,
            PlayMode::Cumulative => {
                let end = moment.window.end();
                let begin = end.step(self.stride.step.unit(), -1);
                Window::new(begin.max(moment.window.begin()), end)
            }
        }
    }

    /// Where nothing begins or ends in sight, goes on by whole steps to where something does, or to
    /// the end.
    fn jump(&mut self, range: Window, next_change: &dyn Fn(Second) -> Option<Second>) {
        let lead = self.lead(self.at(self.steps, range));
        let next = next_change(lead.begin()).filter(|at| *at < range.end());
        if next.is_some_and(|at| at < lead.end()) {
            return;
        }
        let from = self.steps.floor();
        let arrived = |steps: f64| {
            let moment = self.at(from + steps, range);
            next.is_some_and(|at| at < self.lead(moment).end())
                || is_end(moment, self.stride, range)
        };
        let (mut low, mut high) = (0.0, 1.0);
        while !arrived(high) && high < JUMP_MOST {
            (low, high) = (high, high * 2.0);
        }
        while high - low > 1.0 {
            let middle = ((low + high) / 2.0).floor();
            if arrived(middle) { high = middle } else { low = middle }
        }
        self.steps = from + high;
    }
}
