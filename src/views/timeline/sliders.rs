//! The window's handles and the "as of" cursor as sliders: for the hand, the keyboard, and those who
//! hear the screen.

use super::gesture::{Gesture, Held, with_handle};
use super::{local, on_screen};
use crate::app::{Action, Frame};
use crate::model::{Second, Window};
use crate::scene::shape::Rect;
use crate::scene::timeline::{Handle, Layout, end_label, instant_label};
use egui::accesskit::{self, Role};
use egui::{
    Context, CursorIcon, EventFilter, Id, Key, Modifiers, Response, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo,
};

/// The timeline's widgets that take the keyboard and leave the slider's keys to it.
pub(super) struct Ids {
    pub lanes: Id,
    pub overview: Id,
    begin: Id,
    end: Id,
    cursor: Id,
}

/// Where the sliders are drawn.
pub(super) struct Place<'a> {
    pub rect: egui::Rect,
    pub layout: &'a Layout,
    pub held: &'a Held,
    pub cursor: Rect,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Handle(Handle),
    Cursor,
}

impl Ids {
    pub fn new(ui: &Ui) -> Self {
        let id = |name| ui.scope_id().with(("timeline", name));
        Self {
            lanes: id("lanes"),
            overview: id("overview"),
            begin: id("begin"),
            end: id("end"),
            cursor: id("cursor"),
        }
    }

    /// Those that leave the slider's keys to it. The strip of the whole span has arrows of its own.
    pub fn all(&self) -> [Id; 4] {
        [self.lanes, self.begin, self.end, self.cursor]
    }

    fn sliders(&self) -> [(Id, Which); 3] {
        [
            (self.begin, Which::Handle(Handle::Begin)),
            (self.end, Which::Handle(Handle::End)),
            (self.cursor, Which::Cursor),
        ]
    }
}

impl Which {
    fn label(self) -> &'static str {
        match self {
            Self::Handle(Handle::Begin) => "Window start",
            Self::Handle(Handle::End) => "Window end",
            Self::Cursor => "As-of cursor",
        }
    }

    fn at(self, window: Window, cursor: Second) -> Second {
        match self {
            Self::Handle(Handle::Begin) => window.begin(),
            Self::Handle(Handle::End) => window.end(),
            Self::Cursor => cursor,
        }
    }

    fn words(self, at: Second) -> String {
        if self == Self::Handle(Handle::End) { end_label(at) } else { instant_label(at) }
    }

    fn set(self, frame: &Frame<'_>, to: Second) -> Action {
        match self {
            Self::Handle(which) => Action::SetWindow(with_handle(frame.session.window, which, to)),
            Self::Cursor => Action::SetCursor(to),
        }
    }
}

/// The arrows, while a slider has the focus, move it by a step; assistive tools do so without focus.
pub(super) fn keys(ctx: &Context, ids: &Ids, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    for (id, which) in ids.sliders() {
        let mut steps = ctx.input(|i| {
            let count = |action| i.num_accesskit_action_requests(id, action) as i32;
            count(accesskit::Action::Increment) - count(accesskit::Action::Decrement)
        });
        if ctx.memory(|m| m.has_focus(id)) {
            steps += ctx.input_mut(|i| {
                let mut count = |key| i.count_and_consume_key(Modifiers::NONE, key) as i32;
                count(Key::ArrowRight) - count(Key::ArrowLeft)
            });
        }
        let at = which.at(frame.session.window, frame.session.cursor);
        if steps != 0 {
            let to = at.step(frame.session.step.unit(), steps);
            actions.push(which.set(frame, to));
        }
        let asked = ctx.input(|i| {
            let requests = i.accesskit_action_requests(id, accesskit::Action::SetValue);
            requests
                .filter_map(|request| match request.data {
                    Some(accesskit::ActionData::NumericValue(value)) => Some(value),
                    _ => None,
                })
                .last()
        });
        if let Some(value) = asked {
            actions.push(which.set(frame, Second(value as i64)));
        }
    }
}

/// Registers the sliders, and starts a gesture where one is taken hold of.
pub(super) fn show(ui: &Ui, place: &Place<'_>, ids: &Ids, gesture: &mut Gesture) {
    let accent = ui.visuals().selection.stroke.color;
    for (id, which) in ids.sliders() {
        let held = place.held;
        let (ground, shown) = match which {
            Which::Handle(handle) => (
                place.layout.handle_grab(&held.scale, held.window, handle),
                place.layout.handle(&held.scale, held.window, handle),
            ),
            Which::Cursor => (place.cursor, place.cursor),
        };
        let response = slider(ui, on_screen(place.rect, ground), id, which, held);
        if response.has_focus() {
            let rect = on_screen(place.rect, shown).expand(2.0);
            ui.painter().rect_stroke(rect, 5, Stroke::new(1.5, accent), StrokeKind::Outside);
        }
        let press = ui.input(|i| i.pointer.press_origin());
        if response.drag_started()
            && let Some(press) = press
        {
            let under = held.scale.second(local(place.rect, press).x);
            let grab_s = under.0.saturating_sub(which.at(held.window, held.cursor).0);
            *gesture = match which {
                Which::Handle(which) => Gesture::Handle { which, grab_s },
                Which::Cursor => Gesture::Cursor { grab_s },
            };
        }
    }
}

fn slider(ui: &Ui, rect: egui::Rect, id: Id, which: Which, held: &Held) -> Response {
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let at = which.at(held.window, held.cursor);
    response.widget_info(|| WidgetInfo {
        label: Some(which.label().to_owned()),
        current_text_value: Some(which.words(at)),
        value: Some(at.0 as f64),
        ..WidgetInfo::new(Role::Slider)
    });
    ui.ctx().accesskit_node_builder(id, |node| {
        node.add_action(accesskit::Action::Increment);
        node.add_action(accesskit::Action::Decrement);
        node.add_action(accesskit::Action::SetValue);
    });
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    }
    response.on_hover_text(format!("{}: {}", which.label(), which.words(at)))
}
