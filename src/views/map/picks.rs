//! Marks as things that can be pointed at, clicked, and reached by keyboard and screen reader.

use super::target::FlyRequest;
use crate::app::{Action, Frame, Item};
use crate::model::{Event, EventId, PlaceId};
use crate::projection::Viewport;
use crate::query::Standing;
use crate::scene::marks::{self, Mark};
use crate::scene::shape::{Hit, Target};
use crate::views::parts;
use crate::views::theme::{self, color};
use egui::{
    CornerRadius, CursorIcon, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2,
};

/// Marks that are registered, nearest to the middle first; the rest are too many to step through.
const MOST: usize = 200;
/// Events that a tooltip lists.
const LISTED: usize = 5;
/// Stacks of more events are split by zooming in instead of fanned out.
const MOST_FANNED: usize = 48;

/// What came of the marks this frame.
#[derive(Debug, Default)]
pub struct Picked {
    /// A mark was clicked.
    pub clicked: bool,
    /// A mark was clicked twice: zoom in there.
    pub double_clicked: bool,
    /// A mark has the keyboard.
    pub focused: bool,
    /// The stack that is open from now on.
    pub open: Option<PlaceId>,
    /// Where a click leads.
    pub fly: Option<FlyRequest>,
}

/// What can be pointed at, and the marks that it was drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    /// Where, and what for.
    pub hits: &'a [Hit],
    /// Places that share a mark.
    pub grouped: &'a [Mark],
}

/// What lies under marks and squares.
#[derive(Clone, Copy, Debug)]
pub struct Under<'a> {
    /// The map's ground in the window.
    pub map: Rect,
    /// The map's own response.
    pub response: &'a Response,
    /// What is looked at.
    pub view: &'a Viewport,
    /// This frame.
    pub frame: &'a Frame<'a>,
}

/// Registers the marks of a picture and answers to what is done to them.
pub fn interact(
    ui: &Ui,
    map: Rect,
    marks: &Marks<'_>,
    open: Option<PlaceId>,
    frame: &Frame<'_>,
    actions: &mut Vec<Action>,
) -> Picked {
    let mut picked = Picked { open, ..Picked::default() };
    let middle = map.center();
    let mut near: Vec<(usize, Rect, &Hit)> = marks
        .hits
        .iter()
        .enumerate()
        .map(|(i, hit)| (i, on_screen(map, hit), hit))
        .filter(|(_, rect, _)| rect.intersects(map))
        .collect();
    near.sort_by(|a, b| {
        a.1.center().distance_sq(middle).total_cmp(&b.1.center().distance_sq(middle))
    });
    near.truncate(MOST);
    let mut copies = std::collections::BTreeMap::new();
    for (_, rect, hit) in near {
        let copy: &mut usize = copies.entry(key(&hit.target)).or_default();
        let id = ui.scope_id().with(("mark", key(&hit.target), *copy));
        *copy += 1;
        let response = ui
            .interact(rect.intersect(map), id, Sense::click())
            .on_hover_cursor(CursorIcon::PointingHand);
        response
            .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &hit.label));
        answer(ui, response, rect, marks.grouped, hit, frame, &mut picked, actions);
    }
    picked
}

fn on_screen(map: Rect, hit: &Hit) -> Rect {
    let at = |p: crate::scene::shape::Pt| pos2(p.x, p.y) + map.min.to_vec2();
    Rect::from_min_max(at(hit.rect.min), at(hit.rect.max))
}

/// What a mark is known by from frame to frame.
fn key(target: &Target) -> (u8, u32) {
    match target {
        Target::Place(id) => (0, id.0),
        Target::Event(id) => (1, id.0),
        Target::Stack(events) => (2, events.first().map_or(u32::MAX, |id| id.0)),
        Target::Span(..) => (3, 0),
    }
}

#[expect(clippy::too_many_arguments, reason = "one frame's worth of context for one mark")]
fn answer(
    ui: &Ui,
    response: Response,
    rect: Rect,
    grouped: &[Mark],
    hit: &Hit,
    frame: &Frame<'_>,
    picked: &mut Picked,
    actions: &mut Vec<Action>,
) {
    let stack = match &hit.target {
        Target::Stack(events) => stack_of(grouped, events),
        _ => None,
    };
    if response.hovered() {
        actions.extend(item(&hit.target, stack).map(Action::Hover));
    }
    if response.has_focus() {
        picked.focused = true;
        let pen = Stroke::new(2.0, color(frame.subject.palette.accent));
        let ground = rect.expand(3.0);
        ui.painter().rect_stroke(ground, CornerRadius::same(6), pen, StrokeKind::Outside);
    }
    if response.clicked() {
        picked.clicked = true;
        picked.double_clicked |= response.double_clicked();
        click(hit, stack, frame, picked, actions);
    }
    // A tooltip would lie over the ground that is being changed.
    if frame.session.editing.is_none() {
        response.on_hover_ui(|ui| tooltip(ui, hit, stack, frame));
    }
}

fn click(
    hit: &Hit,
    stack: Option<&Mark>,
    frame: &Frame<'_>,
    picked: &mut Picked,
    actions: &mut Vec<Action>,
) {
    match &hit.target {
        Target::Event(id) => actions.push(Action::Select(Some(Item::Event(*id)))),
        Target::Place(id) => {
            actions.push(Action::Select(Some(Item::Place(*id))));
            picked.open = (events_at(frame, *id).len() > 1).then_some(*id);
        }
        Target::Span(..) => {}
        Target::Stack(events) => {
            let Some(mark) = stack else { return };
            if events.len() > MOST_FANNED {
                picked.fly = Some(FlyRequest::Places(mark.places.clone()));
            } else {
                let anchor = mark.anchor();
                picked.open = if picked.open == anchor { None } else { anchor };
                actions.push(Action::Select(picked.open.map(Item::Place)));
            }
        }
    }
}

fn stack_of<'a>(grouped: &'a [Mark], events: &[EventId]) -> Option<&'a Mark> {
    grouped.iter().find(|mark| {
        mark.places.len() > 1 && events.iter().all(|id| mark.events.binary_search(id).is_ok())
    })
}

fn item(target: &Target, stack: Option<&Mark>) -> Option<Item> {
    match target {
        Target::Place(id) => Some(Item::Place(*id)),
        Target::Event(id) => Some(Item::Event(*id)),
        Target::Stack(_) => stack.and_then(Mark::anchor).map(Item::Place),
        Target::Span(..) => None,
    }
}

/// The events at a place that the map shows.
fn events_at(frame: &Frame<'_>, place: PlaceId) -> Vec<EventId> {
    let subject = &frame.subject;
    let events = frame.index.events_at(place).into_owned().into_iter();
    events
        .filter(|id| !(subject.hide_outside && subject.matches.of(*id) == Standing::Outside))
        .collect()
}

fn tooltip(ui: &mut Ui, hit: &Hit, stack: Option<&Mark>, frame: &Frame<'_>) {
    let dataset = frame.subject.dataset;
    let (head, events) = match &hit.target {
        Target::Event(id) => {
            if let Some(event) = dataset.event(*id) {
                event_lines(ui, &event, *id, frame);
            }
            return;
        }
        Target::Place(id) => {
            let place = dataset.place(*id);
            let name = place.as_deref().map(|place| frame.subject.name_of(place).to_owned());
            let name = name.unwrap_or_default();
            (name, events_at(frame, *id))
        }
        Target::Span(..) => return,
        Target::Stack(events) => {
            (stack.map(|m| marks::mark_name(m, &frame.subject)).unwrap_or_default(), events.clone())
        }
    };
    ui.label(RichText::new(parts::visual(&head)).font(theme::strong(theme::BODY)));
    if let [one] = events.as_slice() {
        if let Some(event) = dataset.event(*one) {
            event_lines(ui, &event, *one, frame);
        }
        return;
    }
    for (id, event) in events.iter().filter_map(|id| Some((*id, dataset.event(*id)?))).take(LISTED)
    {
        let when = when(&event);
        let words = format!("{when}: {}", event.title);
        let text = RichText::new(words).font(theme::regular(theme::SMALL));
        let outside = frame.subject.matches.of(id) == Standing::Outside;
        ui.label(if outside { text.weak() } else { text });
    }
    if events.len() > LISTED {
        let more = format!("and {} more", events.len() - LISTED);
        ui.label(RichText::new(more).font(theme::regular(theme::SMALL)).weak());
    }
}

fn event_lines(ui: &mut Ui, event: &Event, id: EventId, frame: &Frame<'_>) {
    ui.label(RichText::new(&event.title).font(theme::regular(theme::BODY)));
    let mut words = format!("{} · {}", when(event), event.certainty.label());
    if frame.subject.matches.of(id) == Standing::Outside {
        words.push_str(" · outside the window");
    }
    ui.label(RichText::new(words).font(theme::regular(theme::SMALL)).weak());
    if let Some(state) = marks::Holding::words(event, frame.subject.cursor) {
        ui.label(RichText::new(state).font(theme::regular(theme::SMALL)));
    }
}

fn when(event: &Event) -> String {
    event.when.as_ref().map_or_else(|| "undated".to_owned(), |w| w.label())
}
