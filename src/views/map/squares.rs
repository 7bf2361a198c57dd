//! Squares of the density surface under the pointer and the keyboard.

use super::picks::{Picked, Under};
use crate::app::{Action, Frame, Item};
use crate::model::Window;
use crate::query::{CellEvents, EventIndex};
use crate::scene::density::{self, Square, Surface, rect_of};
use crate::scene::shape::Pt;
use crate::store::Cell;
use crate::task::grouped;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{
    CornerRadius, CursorIcon, Key, Rect, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
};
use std::sync::Arc;

/// Events that a tooltip names.
const NAMED: usize = 3;
/// Categories that a tooltip counts.
const COUNTED: usize = 4;

/// What was looked up for the square under the pointer.
#[derive(Debug, Default)]
pub struct Squares {
    known: Option<(Arc<EventIndex>, Cell, Window, CellEvents)>,
}

impl Squares {
    /// Answers to pointer and keyboard.
    pub fn interact(
        &mut self,
        ui: &Ui,
        under: &Under<'_>,
        surface: &Surface,
        picked: &mut Picked,
        actions: &mut Vec<Action>,
    ) {
        for block in surface.blocks(under.view) {
            reach(ui, under, &block, picked, actions);
        }
        let response = under.response;
        let at = response.hover_pos().or_else(|| response.interact_pointer_pos());
        let at = at.map(|at| Pt::new(at.x - under.map.left(), at.y - under.map.top()));
        let Some(square) = at.and_then(|at| surface.square_at(under.view, at)) else { return };
        if response.hovered() && !picked.clicked {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            actions.push(Action::Hover(Item::Cell(square.cell)));
            let events = self.events(under.frame, square.cell);
            response.clone().on_hover_ui_at_pointer(|ui| tooltip(ui, under.frame, square, events));
        }
        if response.clicked() && !picked.clicked {
            picked.clicked = true;
            actions.push(Action::Select(Some(Item::Cell(square.cell))));
        }
    }

    fn events(&mut self, frame: &Frame<'_>, cell: Cell) -> &CellEvents {
        let matches = frame.subject.matches;
        let (index, window) = (matches.index(), matches.window());
        let known = self.known.take().filter(|(of, there, counted, _)| {
            Arc::ptr_eq(of, index) && *there == cell && *counted == window
        });
        let (.., events) =
            self.known.insert(known.unwrap_or_else(|| {
                (Arc::clone(index), cell, window, index.cell(cell, window, NAMED))
            }));
        events
    }
}

/// A block that the keyboard and a screen reader can reach; the pointer passes through to the
/// squares in it.
fn reach(
    ui: &Ui,
    under: &Under<'_>,
    block: &density::Block,
    picked: &mut Picked,
    actions: &mut Vec<Action>,
) {
    let Some(rect) = rect_of(block.cell, under.view) else { return };
    let at = |p: Pt| pos2(p.x, p.y) + under.map.min.to_vec2();
    let rect = Rect::from_min_max(at(rect.min), at(rect.max)).intersect(under.map);
    let id = ui.scope_id().with(("square", block.cell));
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &block.label));
    if !response.has_focus() {
        return;
    }
    picked.focused = true;
    let pen = Stroke::new(2.0, color(under.frame.subject.palette.accent));
    ui.painter().rect_stroke(rect.expand(1.0), CornerRadius::same(2), pen, StrokeKind::Outside);
    actions.push(Action::Hover(Item::Cell(block.cell)));
    if ui.input(|i| i.key_pressed(Key::Enter)) {
        picked.clicked = true;
        actions.push(Action::Select(Some(Item::Cell(block.cell))));
    }
}

fn tooltip(ui: &mut Ui, frame: &Frame<'_>, square: Square, events: &CellEvents) {
    let number = |n: usize| grouped(n as u64);
    let noun = if square.shown == 1 { "event" } else { "events" };
    let head = format!("{} {noun}", number(square.shown as usize));
    ui.label(RichText::new(head).font(theme::strong(theme::BODY)));
    let small = |words: String| RichText::new(words).font(theme::regular(theme::SMALL));
    if square.total > square.shown {
        let outside = number((square.total - square.shown) as usize);
        ui.label(small(format!("{outside} more outside the window")).weak());
    }
    let index = frame.subject.matches.index();
    let name = |code: u8| {
        index.categories().get(usize::from(code)).map_or("", |entry| entry.category.as_str())
    };
    let mut parts: Vec<String> = events
        .categories
        .iter()
        .take(COUNTED)
        .map(|(code, sum)| format!("{} {}", name(*code), number(*sum)))
        .collect();
    if let Some(more) = events.categories.len().checked_sub(COUNTED).filter(|more| *more > 0) {
        parts.push(format!("{more} other kinds"));
    }
    if !parts.is_empty() {
        ui.label(small(parts.join(" · ")));
    }
    for event in events.events.iter().filter_map(|id| frame.subject.dataset.event(*id)) {
        let when = event.when.as_ref().map_or_else(|| "undated".to_owned(), |w| w.label());
        ui.label(small(format!("{when}: {}", event.title)));
    }
    if square.shown as usize > events.events.len() {
        ui.label(small("Click to list them, double-click to look closer".to_owned()).weak());
    }
}
