//! The timeline: controls, activity, axis, lanes; and the hand on them.
//!
//! Window, cursor and what is in view belong to the session: the view asks for them by actions, and
//! draws what it asked for in the same frame. It owns the gesture under way, what is being typed, and
//! what it made of the dataset.

mod calendar;
mod clock;
mod fields;
mod gesture;
mod head;
mod icons;
mod keys;
mod known;
mod lanes;
mod overview;
mod picks;
mod playing;
mod sliders;
mod speed;
mod transport;

pub use gesture::{Gesture, Held, snapped, with_handle};
pub use transport::Transport;

use crate::app::playback::{self, Course, Player};
use crate::app::{Action, Frame};
use crate::model::{Second, Window};
use crate::projection::Viewport;
use crate::query::EventIndex;
use crate::scene::shape::{Pt, Rect};
use crate::scene::timeline::{self, Layout, Manner, Picture};
use crate::scene::{Subject, text as fonts};
use crate::views::{paint, theme};
use egui::{CursorIcon, Response, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use known::Known;
use std::sync::Arc;

/// Points of wheel that double the magnification, as on the map.
const WHEEL_PER_DOUBLING: f32 = 100.0;
/// Height of the controls, in points.
const CONTROLS_PX: f32 = 38.0;

/// The timeline's gesture and caches.
#[derive(Debug, Default)]
pub struct TimelineView {
    gesture: Gesture,
    player: Player,
    transport: Transport,
    scroll_px: f32,
    lanes_px: f32,
    known: Known,
    dragged: lanes::Dragged,
    /// What the map showed in the last frame.
    map: Option<Viewport>,
}

/// The grounds that the pointer can take hold of.
struct Grounds {
    histogram: Response,
    axis: Response,
    lanes: Response,
    body: Option<Response>,
}

impl TimelineView {
    /// What the pointer holds right now.
    #[must_use]
    pub fn gesture(&self) -> &Gesture {
        &self.gesture
    }

    /// Says what the map showed in the last frame: what is counted where only that counts.
    pub fn map_shows(&mut self, viewport: Option<Viewport>) {
        self.map = viewport;
    }

    /// Draws the timeline into all the space there is and takes its input.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let before = actions.len();
        let index = frame.subject.matches.index();
        let extent = index.extent().unwrap_or(frame.session.span_in_view);
        let ids = sliders::Ids::new(ui);
        self.keys(ui, frame, extent, &ids, actions);
        self.controls(ui, frame, extent, actions);
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        if rect.width() >= 60.0 && rect.height() >= 30.0 {
            let mut inner = ui.new_child(UiBuilder::new().id_salt("plot").max_rect(rect));
            inner.set_clip_rect(rect.intersect(ui.clip_rect()));
            self.plot(&mut inner, rect, frame, extent, &ids, actions);
        }
        self.play(ui, frame, extent, actions);
        let asked = actions.iter().skip(before).any(|a| !matches!(a, Action::Hover(_)));
        if frame.session.playing || asked {
            ui.ctx().request_repaint();
        }
    }

    /// Lets the slider run on.
    fn play(&mut self, ui: &Ui, frame: &Frame<'_>, extent: Window, actions: &mut Vec<Action>) {
        let (choices, index) = (&frame.session.timeline, frame.subject.matches.index());
        let range = choices.marked.unwrap_or(extent);
        let next = |from: Second| playback::next_change(index, from, range.end());
        let next_change: Option<&dyn Fn(Second) -> Option<Second>> =
            if choices.skips { Some(&next) } else { None };
        let course = Course { range, again: choices.again, next_change };
        let dt_s = f64::from(ui.input(|i| i.stable_dt));
        actions.extend(self.player.advance(frame.session, course, dt_s));
    }

    fn keys(
        &self,
        ui: &Ui,
        frame: &Frame<'_>,
        extent: Window,
        ids: &sliders::Ids,
        actions: &mut Vec<Action>,
    ) {
        let ctx = ui.ctx();
        sliders::keys(ctx, ids, frame, actions);
        for key in keys::pressed(ctx, &ids.all()) {
            actions.extend(playback::key_actions(key, frame.session, extent));
        }
    }

    fn controls(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        extent: Window,
        actions: &mut Vec<Action>,
    ) {
        let size = vec2(ui.available_width(), CONTROLS_PX.min(ui.available_height()));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let row = rect.shrink2(vec2(theme::MARGIN, 0.0));
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let mut row =
            ui.new_child(UiBuilder::new().id_salt("controls").max_rect(row).layout(layout));
        self.transport.ui(&mut row, frame, extent, actions);
        ui.spacing_mut().item_spacing.y = 0.0;
    }

    /// Histogram, axis and lanes. `rect` is in the window's points, the layout in the plot's own.
    fn plot(
        &mut self,
        ui: &mut Ui,
        rect: egui::Rect,
        frame: &Frame<'_>,
        extent: Window,
        ids: &sliders::Ids,
        actions: &mut Vec<Action>,
    ) {
        let own = Rect::new(Pt::new(0.0, 0.0), Pt::new(rect.width(), rect.height()));
        let index = frame.subject.matches.index();
        let layout = Layout::with_overview(own, !index.undated().is_empty());
        let session = frame.session;
        let scale = layout.scale(session.span_in_view);
        let from = Held {
            window: session.window,
            cursor: session.cursor,
            scale,
            scroll_px: self.scroll_px,
        };
        let grounds = grounds(ui, rect, &layout, &from, ids);
        self.grasp(ui, rect, &grounds, &from);
        let held = self.moved(ui, rect, &layout, from);
        let lack = self.known.refresh(ui.ctx(), index, held.scale.view(), &session.timeline);
        self.known.look(index, self.map.filter(|_| session.timeline.in_view));
        let (held, fits) = self.strip(ui, rect, &layout, held, (index, extent), ids);
        let picture = self.picture(frame, &layout, &held);
        paint::shapes(ui.painter(), rect.min.to_vec2(), &picture.scene.shapes);
        if fits {
            actions.push(Action::SetSpanInView(extent));
        }
        head::ui(ui, rect, &layout, &picture.heads, lack.as_ref(), frame, actions);
        let heads = &picture.heads;
        lanes::interact(ui, rect, &layout, heads, frame, &mut self.dragged, actions);
        picks::interact(ui, rect, &picture.scene.hits, &grounds.lanes, frame, actions);
        let place = sliders::Place { rect, layout: &layout, held: &held, cursor: picture.cursor };
        sliders::show(ui, &place, ids, &mut self.gesture);
        clicks(&grounds, rect, &held, extent, actions);
        self.icons(ui, &grounds);
        let mut push = |changed: bool, action: Action| {
            if changed {
                actions.push(action);
            }
        };
        push(held.window != session.window, Action::SetWindow(held.window));
        push(held.cursor != session.cursor, Action::SetCursor(held.cursor));
        push(held.scale != scale && !fits, Action::SetSpanInView(held.scale.view()));
        self.scroll_px = held.scroll_px;
        self.lanes_px = picture.lanes_px;
    }

    fn picture(&self, frame: &Frame<'_>, layout: &Layout, held: &Held) -> Picture {
        let subject = Subject { window: held.window, cursor: held.cursor, ..frame.subject };
        let view = held.scale.view();
        let choices = &frame.session.timeline;
        let manner = Manner {
            arrangement: choices.arrangement(),
            seen: self.known.seen(),
            scroll_px: held.scroll_px,
            marked: choices.marked,
        };
        let mut picture = timeline::picture(&subject, &self.known.entries, layout, view, &manner);
        if let Some(overview) = self.known.overview() {
            let measure = |text: &str, size: f32| fonts::width(text, size, false);
            picture.scene.shapes.extend(overview.shapes(&subject, layout, view, &measure));
        }
        picture
    }

    /// The strip of the whole span: what it makes of the view, and whether all is to be in view.
    fn strip(
        &mut self,
        ui: &Ui,
        rect: egui::Rect,
        layout: &Layout,
        held: Held,
        (index, extent): (&Arc<EventIndex>, Window),
        ids: &sliders::Ids,
    ) -> (Held, bool) {
        if layout.overview.height() <= 0.0 {
            return (held, false);
        }
        if self.known.survey(index, layout, extent) {
            ui.ctx().request_repaint();
        }
        let Some(overview) = self.known.overview() else { return (held, false) };
        let strip = overview::Strip { id: ids.overview, rect, layout, overview };
        let (response, held) = strip.grasp(ui, &held, &mut self.gesture);
        (held, response.double_clicked())
    }

    /// Starts a gesture where a ground is taken hold of, and ends it when the button is up.
    fn grasp(&mut self, ui: &Ui, rect: egui::Rect, grounds: &Grounds, from: &Held) {
        let (press, down) = ui.input(|i| (i.pointer.press_origin(), i.pointer.any_down()));
        if !down {
            self.gesture = Gesture::Idle;
        }
        let Some(press) = press.map(|p| local(rect, p)) else { return };
        let at = from.scale.second(press.x);
        if grounds.histogram.drag_started() || grounds.axis.drag_started() {
            self.gesture = Gesture::Brush { anchor: at };
        } else if grounds.body.as_ref().is_some_and(Response::drag_started) {
            self.gesture = Gesture::Body { origin: from.window, at };
        } else if grounds.lanes.drag_started() {
            self.gesture = Gesture::Pan { origin: from.scale, press, scroll_px: from.scroll_px };
        }
    }

    /// This frame's gesture and wheel.
    fn moved(&self, ui: &Ui, rect: egui::Rect, layout: &Layout, from: Held) -> Held {
        let mut held = from;
        let (pointer, free) = ui.input(|i| (i.pointer.latest_pos(), i.modifiers.alt));
        if let Some(pointer) = pointer.map(|p| local(rect, p)) {
            held = self.gesture.moved(held, pointer, free);
            if ui.rect_contains_pointer(rect) {
                held = wheel(ui, layout, pointer, held);
            }
        }
        let room = (self.lanes_px - layout.lanes.height()).max(0.0);
        Held { scroll_px: held.scroll_px.clamp(0.0, room), ..held }
    }

    fn icons(&self, ui: &Ui, grounds: &Grounds) {
        let icon = match self.gesture {
            Gesture::Body { .. } | Gesture::Pan { .. } | Gesture::Frame { .. } => {
                CursorIcon::Grabbing
            }
            Gesture::Brush { .. } => CursorIcon::Crosshair,
            Gesture::Handle { .. } | Gesture::Cursor { .. } | Gesture::FrameEdge { .. } => {
                CursorIcon::ResizeHorizontal
            }
            Gesture::Idle if grounds.body.as_ref().is_some_and(Response::hovered) => {
                CursorIcon::Grab
            }
            Gesture::Idle if grounds.histogram.hovered() || grounds.axis.hovered() => {
                CursorIcon::Crosshair
            }
            Gesture::Idle => return,
        };
        ui.ctx().set_cursor_icon(icon);
    }
}

fn local(rect: egui::Rect, p: egui::Pos2) -> Pt {
    Pt::new(p.x - rect.min.x, p.y - rect.min.y)
}

/// A part of the plot in the window's points.
fn on_screen(rect: egui::Rect, part: Rect) -> egui::Rect {
    egui::Rect::from_min_max(
        pos2(part.min.x, part.min.y) + rect.min.to_vec2(),
        pos2(part.max.x, part.max.y) + rect.min.to_vec2(),
    )
}

/// The wheel zooms at the pointer; sideways it pans; over the names it scrolls the lanes.
fn wheel(ui: &Ui, layout: &Layout, pointer: Pt, held: Held) -> Held {
    let (delta, pinch) = ui.input(|i| (i.smooth_scroll_delta(), i.zoom_delta()));
    if pointer.x < layout.lanes.min.x {
        return Held { scroll_px: held.scroll_px - delta.y, ..held };
    }
    let mut scale = held.scale;
    let factor = f64::from((delta.y / WHEEL_PER_DOUBLING).exp2() * pinch);
    if (factor - 1.0).abs() > 1e-6 {
        scale = scale.zoomed(factor, pointer.x);
    }
    if delta.x != 0.0 {
        scale = scale.panned(delta.x);
    }
    Held { scale, ..held }
}

fn grounds(ui: &Ui, rect: egui::Rect, layout: &Layout, held: &Held, ids: &sliders::Ids) -> Grounds {
    // Only the lanes can be reached by keyboard; the others have sliders of their own.
    let mouse = Sense::CLICK | Sense::DRAG;
    let ground = |part: Rect, name: &str| {
        ui.interact(on_screen(rect, part), ui.scope_id().with(name), mouse)
    };
    let histogram = ground(layout.histogram, "activity");
    let axis = ground(layout.axis, "axis");
    let lanes = Rect::new(layout.lanes.min, Pt::new(layout.lanes.max.x, layout.footer.max.y));
    let lanes = ui.interact(on_screen(rect, lanes), ids.lanes, Sense::click_and_drag());
    lanes.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, "Timeline"));
    if lanes.clicked() {
        lanes.request_focus();
    }
    let body = layout.body(&held.scale, held.window);
    // A window that covers all that is in view cannot be seen to move: a new one is drawn instead.
    let whole = body.width() >= layout.histogram.width() - 1.0;
    let body = (body.width() > 4.0 && !whole).then(|| ground(body, "window body"));
    Grounds { histogram, axis, lanes, body }
}

/// Clicks on the grounds: the axis takes the cursor, double clicks select all of the data's time.
fn clicks(
    grounds: &Grounds,
    rect: egui::Rect,
    held: &Held,
    extent: Window,
    actions: &mut Vec<Action>,
) {
    if grounds.axis.clicked()
        && let Some(at) = grounds.axis.interact_pointer_pos()
    {
        let at: Second = held.scale.second(local(rect, at).x);
        actions.push(Action::SetCursor(snapped(at, &held.scale)));
    }
    if grounds.body.as_ref().is_some_and(Response::double_clicked) {
        actions.push(Action::SetWindow(extent));
    }
    if grounds.histogram.double_clicked() {
        actions.push(Action::FitTime);
    }
}
