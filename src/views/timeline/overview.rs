//! The hand on the strip of the whole span: its frame is the part in view.

use super::gesture::{Gesture, Held};
use super::{local, on_screen};
use crate::model::{Second, Window};
use crate::scene::timeline::{Handle, Layout, Overview, TimeScale, end_label, instant_label};
use egui::accesskit::Role;
use egui::{
    CursorIcon, EventFilter, Id, Key, Modifiers, Response, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo,
};

/// How near to the frame's edge the edge is taken hold of, in points.
const EDGE_PX: f32 = 5.0;
/// The part of the view that an arrow moves it by.
const ARROW: f64 = 0.1;

/// The strip as it is drawn.
pub(super) struct Strip<'a> {
    pub id: Id,
    pub rect: egui::Rect,
    pub layout: &'a Layout,
    pub overview: &'a Overview,
}

impl Strip<'_> {
    /// Registers the strip and starts a gesture where it is taken hold of. A press outside the frame
    /// brings the frame there.
    pub fn grasp(&self, ui: &Ui, from: &Held, gesture: &mut Gesture) -> (Response, Held) {
        let ground = on_screen(self.rect, self.layout.overview);
        let response = ui.interact(ground, self.id, Sense::click_and_drag());
        let view = from.scale.view();
        let words = format!("{} to {}", instant_label(view.begin()), end_label(view.end()));
        response.widget_info(|| WidgetInfo {
            label: Some("Overview".to_owned()),
            current_text_value: Some(words.clone()),
            value: Some(view.begin().0 as f64),
            ..WidgetInfo::new(Role::Slider)
        });
        let over = self.overview.scale(self.layout);
        let frame = self.overview.frame(self.layout, view);
        let mut held = *from;
        if let Some(at) = response.hover_pos().map(|at| local(self.rect, at).x) {
            let edge = (at - frame.min.x).abs() <= EDGE_PX || (at - frame.max.x).abs() <= EDGE_PX;
            let icon = if edge { CursorIcon::ResizeHorizontal } else { CursorIcon::Grab };
            ui.ctx().set_cursor_icon(icon);
        }
        let press = ui.input(|i| i.pointer.press_origin()).map(|at| local(self.rect, at).x);
        if let Some(x) = press.filter(|_| response.drag_started()) {
            *gesture = if (x - frame.min.x).abs() <= EDGE_PX {
                Gesture::FrameEdge { over, which: Handle::Begin }
            } else if (x - frame.max.x).abs() <= EDGE_PX {
                Gesture::FrameEdge { over, which: Handle::End }
            } else {
                let inside = (frame.min.x..=frame.max.x).contains(&x);
                let begin = if inside { view.begin() } else { centred(view, over.second(x)) };
                Gesture::Frame { over, grab_s: over.second(x).0.saturating_sub(begin.0) }
            };
        } else if let Some(x) = press.filter(|_| response.clicked()) {
            let inside = (frame.min.x..=frame.max.x).contains(&x);
            if !inside {
                held.scale = held.scale.beginning(centred(view, over.second(x)));
            }
        }
        held.scale = self.keys(ui, &response, held.scale);
        if response.has_focus() {
            let rim = Stroke::new(1.5, ui.visuals().selection.stroke.color);
            ui.painter().rect_stroke(ground.shrink(1.0), 3, rim, StrokeKind::Inside);
        }
        let hint = "What is in view of all time. Drag the frame or its edges; double click: all";
        (response.on_hover_text(hint), held)
    }

    /// While the strip has the keyboard the arrows move the view.
    fn keys(&self, ui: &Ui, response: &Response, scale: TimeScale) -> TimeScale {
        if !response.has_focus() {
            return scale;
        }
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(self.id, filter));
        let steps = ui.input_mut(|i| {
            let mut count = |key| i.count_and_consume_key(Modifiers::NONE, key) as i64;
            count(Key::ArrowRight) - count(Key::ArrowLeft)
        });
        if steps == 0 {
            return scale;
        }
        let view = scale.view();
        let by = (view.seconds() as f64 * ARROW).max(1.0) as i64;
        scale.beginning(Second(view.begin().0.saturating_add(steps.saturating_mul(by))))
    }
}

/// Where a view begins that has an instant in its middle.
fn centred(view: Window, at: Second) -> Second {
    Second(at.0.saturating_sub(view.seconds() / 2))
}
