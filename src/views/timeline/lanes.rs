//! The hand on the heads of the lanes: a click collapses and expands, a drag moves, a menu does both.

use super::{local, on_screen};
use crate::app::{Action, Frame, TimelineAction};
use crate::scene::shape::Rect;
use crate::scene::timeline::{LaneHead, Layout};
use crate::task::grouped;
use crate::views::theme::color;
use egui::accesskit::Role;
use egui::{
    CursorIcon, EventFilter, Key, Modifiers, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2,
};

/// Lower heads than this are not taken hold of, in points.
const LEAST_PX: f32 = 8.0;

/// The lane whose head is dragged.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dragged {
    lane: Option<String>,
}

/// Takes clicks, drags and keys on the heads in view.
pub(super) fn interact(
    ui: &Ui,
    rect: egui::Rect,
    layout: &Layout,
    heads: &[LaneHead],
    frame: &Frame<'_>,
    dragged: &mut Dragged,
    actions: &mut Vec<Action>,
) {
    let names: Vec<String> = heads.iter().map(|head| head.name.clone()).collect();
    let pointer = ui.input(|i| i.pointer.latest_pos()).map(|at| local(rect, at));
    for (at, head) in heads.iter().enumerate() {
        let is_dragged = dragged.lane.as_ref() == Some(&head.name);
        if head.rect.height() < LEAST_PX && !is_dragged {
            continue;
        }
        let response = one(ui, rect, head);
        let act = |change, actions: &mut Vec<Action>| actions.push(Action::Timeline(change));
        if response.clicked() {
            act(TimelineAction::ToggleLane(head.name.clone()), actions);
        }
        if response.drag_started() {
            dragged.lane = Some(head.name.clone());
        }
        if response.drag_stopped()
            && let Some(to) = pointer.map(|pointer| slot(heads, pointer.y))
            && is_dragged
        {
            // The lane itself is taken out before it is put in.
            let to = if to > at { to - 1 } else { to };
            let (lanes, lane) = (names.clone(), head.name.clone());
            if to != at {
                act(TimelineAction::MoveLane { lanes, lane, to }, actions);
            }
            dragged.lane = None;
        }
        if is_dragged && response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            if let Some(pointer) = pointer {
                line(ui, rect, layout, heads, slot(heads, pointer.y), frame);
            }
        }
        if let Some(to) = by_key(ui, &response, at, heads.len()) {
            let (lanes, lane) = (names.clone(), head.name.clone());
            act(TimelineAction::MoveLane { lanes, lane, to }, actions);
        }
        menu(&response, (at, head), &names, actions);
    }
    if ui.input(|i| !i.pointer.any_down() && !i.pointer.any_released()) {
        dragged.lane = None;
    }
}

fn one(ui: &Ui, rect: egui::Rect, head: &LaneHead) -> Response {
    let ground = on_screen(rect, head.rect);
    // By its name, so that the keyboard stays with a lane that moves.
    let id = ui.scope_id().with(("lane", &head.name));
    let response = ui.interact(ground, id, Sense::click_and_drag());
    let state = if head.collapsed { "collapsed" } else { "expanded" };
    let label = match head.total {
        Some(1) => format!("Lane {}, 1 event, {state}", head.label),
        Some(n) => format!("Lane {}, {} events, {state}", head.label, grouped(n as u64)),
        None => format!("Lane {}, {state}", head.label),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if response.hovered() || response.has_focus() {
        let tint = ui.visuals().widgets.hovered.bg_fill.gamma_multiply(0.5);
        let rim = if response.has_focus() {
            Stroke::new(1.5, ui.visuals().selection.stroke.color)
        } else {
            Stroke::NONE
        };
        ui.painter().rect(
            ground.shrink(1.0),
            3,
            tint.gamma_multiply(0.35),
            rim,
            StrokeKind::Inside,
        );
    }
    let click = if head.collapsed { "Click: expand" } else { "Click: collapse to its counts" };
    response.on_hover_text(format!("{}\n{click}. Drag, or Alt with an arrow: move", head.label))
}

/// Alt with an arrow moves the lane that has the keyboard.
fn by_key(ui: &Ui, response: &Response, at: usize, count: usize) -> Option<usize> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::ALT, key));
    let to = match (pressed(Key::ArrowUp), pressed(Key::ArrowDown)) {
        (true, false) => at.checked_sub(1)?,
        (false, true) => at + 1,
        _ => return None,
    };
    (to < count).then_some(to)
}

fn menu(
    response: &Response,
    (at, head): (usize, &LaneHead),
    names: &[String],
    actions: &mut Vec<Action>,
) {
    response.context_menu(|ui| {
        let mut choose = |enabled: bool, words: &str, change: TimelineAction| {
            if ui.add_enabled(enabled, egui::Button::new(words)).clicked() {
                actions.push(Action::Timeline(change));
                ui.close();
            }
        };
        let lane = || head.name.clone();
        let to = |to: usize| TimelineAction::MoveLane { lanes: names.to_vec(), lane: lane(), to };
        let toggle = if head.collapsed { "Expand" } else { "Collapse" };
        choose(true, toggle, TimelineAction::ToggleLane(lane()));
        let others = names.iter().filter(|name| **name != head.name).cloned().collect();
        choose(names.len() > 1, "Collapse the others", TimelineAction::Collapse(others));
        choose(at > 0, "Move up", to(at.saturating_sub(1)));
        choose(at + 1 < names.len(), "Move down", to(at + 1));
        choose(at > 0, "Move to the top", to(0));
        choose(at + 1 < names.len(), "Move to the foot", to(names.len().saturating_sub(1)));
    });
}

/// Before which lane something at a height is put.
fn slot(heads: &[LaneHead], y: f32) -> usize {
    heads.iter().take_while(|head| (head.top + head.bottom) / 2.0 < y).count()
}

/// Where the dragged lane would be put.
fn line(
    ui: &Ui,
    rect: egui::Rect,
    layout: &Layout,
    heads: &[LaneHead],
    slot: usize,
    frame: &Frame<'_>,
) {
    let after = slot.checked_sub(1).and_then(|before| heads.get(before)).map(|head| head.bottom);
    let y = heads.get(slot).map(|head| head.top).or(after).unwrap_or(layout.lanes.min.y);
    let y = y.clamp(layout.lanes.min.y + 1.0, layout.lanes.max.y - 1.0);
    let whole = on_screen(rect, Rect { min: layout.rect.min, max: layout.lanes.max });
    let y = rect.min.y + y;
    let stroke = Stroke::new(2.0, color(frame.subject.palette.accent));
    ui.painter().line_segment([pos2(whole.left(), y), pos2(whole.right(), y)], stroke);
}
