//! Events on the timeline under the pointer and the keyboard.

use super::on_screen;
use crate::app::{Action, Frame, Item};
use crate::model::{EventId, PlaceId, Second, Window};
use crate::scene::shape::{Hit, Target};
use crate::views::parts;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{Popup, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo};
use std::collections::HashMap;

/// At most so many events are widgets of their own; the pointer finds the others all the same.
const WIDGETS_MOST: usize = 200;
/// At most so many events are listed by a "+n".
const LIST_MOST: usize = 60;

/// Takes hovering and clicks on what can be pointed at.
pub(super) fn interact(
    ui: &Ui,
    rect: Rect,
    hits: &[Hit],
    lanes: &Response,
    frame: &Frame<'_>,
    actions: &mut Vec<Action>,
) {
    let mut found = false;
    let widgets = nearest(hits, rect.width() / 2.0);
    // An event may stand in several lanes.
    let mut times: HashMap<&Target, usize> = HashMap::new();
    for hit in &widgets {
        let nth = times.entry(&hit.target).or_default();
        let response = widget(ui, rect, hit, *nth);
        *nth += 1;
        found |= response.hovered();
        take(&response, hit, frame, actions);
    }
    if found {
        return;
    }
    let pointed = lanes.hover_pos().filter(|_| lanes.hovered()).and_then(|at| {
        let at = super::local(rect, at);
        hits.iter().rev().find(|hit| hit.rect.contains(at))
    });
    match pointed {
        Some(hit) => take(lanes, hit, frame, actions),
        None if lanes.clicked() => actions.push(Action::Select(None)),
        None => {}
    }
}

/// The hits that are nearest to a position, in the order of the picture.
fn nearest(hits: &[Hit], x: f32) -> Vec<&Hit> {
    let mut order: Vec<(usize, f32)> = hits
        .iter()
        .enumerate()
        .map(|(i, hit)| (i, ((hit.rect.min.x + hit.rect.max.x) / 2.0 - x).abs()))
        .collect();
    if order.len() > WIDGETS_MOST {
        order.sort_by(|a, b| a.1.total_cmp(&b.1));
        order.truncate(WIDGETS_MOST);
        order.sort_by_key(|(i, _)| *i);
    }
    order.into_iter().filter_map(|(i, _)| hits.get(i)).collect()
}

fn widget(ui: &Ui, rect: Rect, hit: &Hit, nth: usize) -> Response {
    let id = ui.scope_id().with(("hit", &hit.target, nth));
    let ground = on_screen(rect, hit.rect);
    let response = ui.interact(ground, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &hit.label));
    if response.has_focus() {
        let stroke = Stroke::new(1.5, ui.visuals().selection.stroke.color);
        ui.painter().rect_stroke(ground.expand(1.0), 4, stroke, StrokeKind::Outside);
    }
    response
}

fn take(response: &Response, hit: &Hit, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let label = hit.label.as_str();
    match &hit.target {
        Target::Event(id) => event(response, *id, frame, actions),
        Target::Place(id) => place(response, *id, actions),
        Target::Stack(ids) => stack(response, ids, frame, actions),
        Target::Span(window, _) => span(response, *window, label, actions),
    }
}

fn event(response: &Response, id: EventId, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    if response.hovered() || response.has_focus() {
        actions.push(Action::Hover(Item::Event(id)));
    }
    if response.clicked() {
        actions.push(Action::Select(Some(Item::Event(id))));
    }
    response.clone().on_hover_ui_at_pointer(|ui| tooltip(ui, id, frame));
}

fn place(response: &Response, id: PlaceId, actions: &mut Vec<Action>) {
    if response.clicked() {
        actions.push(Action::Select(Some(Item::Place(id))));
    }
}

/// A bar says how many events it stands for; a click makes its time the window.
fn span(response: &Response, window: Window, label: &str, actions: &mut Vec<Action>) {
    if response.clicked() {
        actions.push(Action::SetWindow(window));
    }
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.label(label);
        let hint = RichText::new("Click to select this time");
        ui.label(hint.font(theme::regular(theme::SMALL)).weak());
    });
}

/// A "+n" opens a list of what it stands for.
fn stack(response: &Response, ids: &[EventId], frame: &Frame<'_>, actions: &mut Vec<Action>) {
    Popup::menu(response).width(300.0).show(|ui| {
        egui::ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            for id in ids.iter().take(LIST_MOST) {
                let Some(event) = frame.subject.dataset.event(*id) else { continue };
                let when = event.when.as_ref().map_or_else(String::new, |w| w.label());
                let words = if when.is_empty() {
                    event.title.clone()
                } else {
                    format!("{when}: {}", event.title)
                };
                let row = ui.selectable_label(frame.subject.selected.event(*id), words);
                if row.hovered() {
                    actions.push(Action::Hover(Item::Event(*id)));
                }
                if row.clicked() {
                    actions.push(Action::Select(Some(Item::Event(*id))));
                    actions.extend(reveal(*id, frame));
                }
            }
            if ids.len() > LIST_MOST {
                ui.label(format!("and {} more: zoom in to part them", ids.len() - LIST_MOST));
            }
        });
    });
}

/// Brings an event that lies beyond the view into its middle.
fn reveal(id: EventId, frame: &Frame<'_>) -> Option<Action> {
    let event = frame.subject.dataset.event(id)?;
    let when = event.when.as_ref()?;
    let view = frame.session.span_in_view;
    let first = when.earliest().or_else(|| when.latest())?;
    let last = when.latest().unwrap_or(first);
    if first < view.end() && view.begin() < last {
        return None;
    }
    let begin = first.0.saturating_sub(view.seconds() / 2);
    let end = begin.saturating_add(view.seconds());
    Some(Action::SetSpanInView(Window::new(Second(begin), Second(end))))
}

/// What, when, where, how sure, how many say so.
fn tooltip(ui: &mut Ui, id: EventId, frame: &Frame<'_>) {
    let dataset = frame.subject.dataset;
    let Some(event) = dataset.event(id) else { return };
    let muted = color(frame.subject.palette.muted);
    ui.label(RichText::new(&event.title).font(theme::strong(theme::BODY)));
    let when = event.when.as_ref().map_or_else(|| "no date".to_owned(), |w| w.label());
    ui.label(when);
    let places: Vec<String> =
        event.places.iter().filter_map(|id| frame.subject.name_of_id(*id)).collect();
    let places = if places.is_empty() { "no place".to_owned() } else { places.join(", ") };
    ui.label(parts::visual(&places));
    let passages = match event.evidence.len() {
        1 => "1 passage".to_owned(),
        n => format!("{n} passages"),
    };
    let small = format!("{}, {}, {passages}", event.category.as_str(), event.certainty.label());
    ui.label(RichText::new(small).font(theme::regular(theme::SMALL)).color(muted));
}
