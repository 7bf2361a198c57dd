//! What the hand does to the map: at any moment one thing, or none.

use super::flight::Flight;
use crate::projection::{Screen, Viewport, World};
use egui::{Key, Response, Ui, Vec2};

/// Seconds in which a let-go map loses all but a third (1/e) of its speed.
const GLIDE_S: f32 = 0.28;
/// Slower than this, in points a second, a let-go map stands still.
const LEAST_SPEED: f32 = 12.0;
/// A map let go more slowly than this, in points a second, does not glide.
const LEAST_THROW: f32 = 90.0;
/// Faster than this, in points a second, no map glides.
const MOST_SPEED: f32 = 6_000.0;
/// Points of wheel per level of zoom: egui makes 40 of a notch.
const WHEEL_PER_LEVEL: f32 = 100.0;
/// How far an arrow key pans, in points.
const KEY_PAN: f32 = 80.0;
/// How far plus and minus zoom, in levels.
const KEY_ZOOM: f64 = 0.5;
/// Seconds that a step of zoom takes.
const STEP_S: f64 = 0.2;

/// What moves the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Gesture {
    /// Nothing.
    #[default]
    Idle,
    /// The pointer holds it.
    Dragging {
        /// The ground that the pointer took hold of.
        grabbed: World,
    },
    /// It glides on after it was let go.
    Inertia {
        /// Points a second.
        velocity: Vec2,
    },
    /// It zooms around a point of the screen that stays.
    Zooming {
        /// That point.
        anchor: Screen,
        /// The zoom at which it starts.
        from: f64,
        /// The zoom at which it ends.
        to: f64,
        /// Seconds since it started.
        elapsed_s: f64,
    },
    /// It flies to a place or to all results.
    Flying(Flight),
}

impl Gesture {
    /// Whether the next frame looks different without any further input.
    #[must_use]
    pub fn moves(&self) -> bool {
        !matches!(self, Self::Idle | Self::Dragging { .. })
    }

    /// Starts a zoom by `dz` levels around a point, or extends the one under way.
    pub fn zoom_by(&mut self, view: &Viewport, anchor: Screen, dz: f64) {
        let aim = if let Self::Zooming { to, .. } = *self { to } else { view.zoom };
        let to = Viewport { zoom: aim + dz, ..*view }.clamped().zoom;
        *self = Self::Zooming { anchor, from: view.zoom, to, elapsed_s: 0.0 };
    }

    /// Lets it move on by itself for `dt` seconds.
    pub fn advance(&mut self, view: Viewport, dt: f32) -> Viewport {
        match self {
            Self::Idle | Self::Dragging { .. } => view,
            Self::Inertia { velocity } => {
                let decay = (-dt / GLIDE_S).exp();
                let step = *velocity * GLIDE_S * (1.0 - decay);
                *velocity *= decay;
                if velocity.length() < LEAST_SPEED {
                    *self = Self::Idle;
                }
                view.dragged(step.x, step.y)
            }
            Self::Zooming { anchor, from, to, elapsed_s } => {
                *elapsed_s += f64::from(dt);
                let t = (*elapsed_s / STEP_S).min(1.0);
                let eased = 1.0 - (1.0 - t) * (1.0 - t);
                let next = view.zoom_at(*anchor, *from + (*to - *from) * eased - view.zoom);
                if t >= 1.0 {
                    *self = Self::Idle;
                }
                next
            }
            Self::Flying(flight) => {
                let (next, done) = flight.advance(f64::from(dt));
                if done {
                    *self = Self::Idle;
                }
                next.resized(view.width, view.height)
            }
        }
    }

    /// Ends everything at once, as for people who asked for less motion.
    pub fn finish(&mut self, view: Viewport) -> Viewport {
        let end = match self {
            Self::Idle | Self::Dragging { .. } => return view,
            Self::Inertia { .. } => view,
            Self::Zooming { anchor, to, .. } => view.zoom_at(*anchor, *to - view.zoom),
            Self::Flying(flight) => flight.target().resized(view.width, view.height),
        };
        *self = Self::Idle;
        end
    }

    /// Takes the pointer's and the wheel's part of this frame's input.
    pub fn pointer(&mut self, ui: &Ui, response: &Response, mut view: Viewport) -> Viewport {
        let corner = response.rect.min;
        let on_map = |p: egui::Pos2| Screen::new(p.x - corner.x, p.y - corner.y);
        if response.is_pointer_button_down_on() && self.moves() {
            *self = Self::Idle;
        }
        let (at, origin) = ui.input(|i| (i.pointer.latest_pos(), i.pointer.press_origin()));
        if response.drag_started()
            && let Some(origin) = origin.or(at)
        {
            // The pointer has moved since it was pressed; the ground under the press is what it holds.
            *self = Self::Dragging { grabbed: view.world_from_screen(on_map(origin)) };
        }
        if let (Self::Dragging { grabbed }, Some(at)) = (*self, at) {
            view = self.drag(grabbed, on_map(at), view);
        }
        if matches!(self, Self::Dragging { .. }) && !response.dragged() {
            *self = thrown(ui.input(|i| i.pointer.velocity()));
        }
        let levels = wheel_levels(ui);
        if levels != 0.0
            && response.contains_pointer()
            && let Some(pointer) = at
        {
            if self.moves() {
                *self = Self::Idle;
            }
            view = view.zoom_at(on_map(pointer), levels);
        }
        view
    }

    /// Brings the ground that is held under the pointer.
    fn drag(&mut self, grabbed: World, at: Screen, view: Viewport) -> Viewport {
        let under = view.world_from_screen(at);
        let x = view.center.x + grabbed.x - under.x;
        let center = World { x, y: view.center.y + grabbed.y - under.y };
        let next = Viewport { center, ..view }.clamped();
        // The centre is wrapped into one copy of the world; the hold goes with it.
        let turns = (next.center.x - x).round();
        *self = Self::Dragging { grabbed: World { x: grabbed.x + turns, ..grabbed } };
        next
    }

    /// Takes the keyboard's part of this frame's input; `arrows` pan unless they move the focus.
    pub fn keys(&mut self, ui: &Ui, view: Viewport, arrows: bool) -> Viewport {
        let middle = Screen::new(view.width / 2.0, view.height / 2.0);
        let presses = |key: Key| ui.input(|i| i.num_presses(key)) as f32;
        let zoom = presses(Key::Plus) + presses(Key::Equals) - presses(Key::Minus);
        if zoom != 0.0 {
            self.zoom_by(&view, middle, f64::from(zoom) * KEY_ZOOM);
        }
        if !arrows {
            return view;
        }
        let dx = presses(Key::ArrowLeft) - presses(Key::ArrowRight);
        let dy = presses(Key::ArrowUp) - presses(Key::ArrowDown);
        if dx == 0.0 && dy == 0.0 {
            return view;
        }
        if self.moves() {
            *self = Self::Idle;
        }
        view.dragged(dx * KEY_PAN, dy * KEY_PAN)
    }
}

/// What becomes of a map that is let go at a speed in points a second.
fn thrown(velocity: Vec2) -> Gesture {
    let speed = velocity.length();
    if !speed.is_finite() || speed < LEAST_THROW {
        return Gesture::Idle;
    }
    Gesture::Inertia { velocity: velocity * (speed.min(MOST_SPEED) / speed) }
}

/// Levels of zoom that wheel and pinch ask for. egui spreads a notch over frames, but the sum is that
/// of the notches, however long a frame takes.
fn wheel_levels(ui: &Ui) -> f64 {
    ui.input(|i| {
        let wheel = i.smooth_scroll_delta().y / WHEEL_PER_LEVEL;
        let pinch = i.zoom_delta();
        let pinch = if pinch > 0.0 && pinch.is_finite() { pinch.log2() } else { 0.0 };
        f64::from(wheel + pinch)
    })
}
