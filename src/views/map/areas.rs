//! Ground on the map as a filter: marking it, showing it, and changing what was marked.

mod bar;
mod editing;
mod grips;
mod marking;
mod outline;

use super::picks::Under;
use super::target::FlyRequest;
use crate::app::filters::words;
use crate::app::{Action, Frame};
use crate::projection::Viewport;
use crate::views::theme;
use bar::Bar;
use editing::Editing;
use egui::{CursorIcon, Painter, Rect, Response, Ui};
use marking::Marking;
use outline::{Look, Outline};

/// A pointer nearer than this to an edge is on it, in points.
const NEAR: f32 = 6.0;

/// The areas of the filter on the map.
#[derive(Debug, Default)]
pub struct Areas {
    marking: Marking,
    editing: Editing,
    bar: Bar,
    /// The area whose edge is pointed at.
    lit: Option<usize>,
}

impl Areas {
    /// Takes the pointer and the keyboard while ground is marked or an area is moved; true then, and the
    /// map stays where it is.
    pub fn steer(
        &mut self,
        ui: &Ui,
        response: &Response,
        view: &Viewport,
        frame: &Frame<'_>,
        actions: &mut Vec<Action>,
    ) -> bool {
        let under = Under { map: response.rect, response, view, frame };
        if frame.session.marking.is_some() {
            self.lit = None;
        }
        let marking = self.marking.steer(ui, response, view, frame, actions);
        self.editing.steer(ui, &under, actions) || marking
    }

    /// Ends what is under way and puts back what it changed. Says whether there was anything.
    pub fn escape(&mut self, frame: &Frame<'_>, actions: &mut Vec<Action>) -> bool {
        if frame.session.marking.is_some() {
            self.marking.escape(actions);
            return true;
        }
        self.editing.escape(frame, actions)
    }

    /// Where to fly: an area that was taken up out of view is brought into it.
    pub fn request(&mut self) -> Option<FlyRequest> {
        self.editing.request.take()
    }

    /// Draws what is marked, what is being marked, and what is being changed.
    pub fn paint(&self, painter: &Painter, map: Rect, view: &Viewport, frame: &Frame<'_>) {
        let palette = frame.subject.palette;
        let edited = frame.session.editing.as_ref().map(|edit| edit.area);
        for (at, region) in frame.filters.filter().regions.iter().enumerate() {
            let (region, look) = match edited == Some(at) {
                true => (self.editing.draft().unwrap_or(region), Look::Taken),
                false if self.lit == Some(at) => (region, Look::Lit),
                false => (region, Look::Set),
            };
            Outline::of(region, map, view).paint(painter, palette, look);
        }
        self.marking.paint(painter, map, view, frame);
    }

    /// Answers to the pointer on the edges of areas: a click takes one up, a click elsewhere ends it.
    /// True where a click was meant for an area, and for nothing else on the map.
    pub fn touch(&mut self, ui: &Ui, under: &Under<'_>, actions: &mut Vec<Action>) -> bool {
        let Under { map, response, view, frame } = *under;
        self.lit = None;
        let pointer = response.hover_pos().filter(|_| response.hovered());
        let clicked = response.interact_pointer_pos().filter(|_| response.clicked());
        let Some(pointer) = pointer.or(clicked) else { return false };
        let regions = frame.filters.filter().regions.iter().enumerate();
        let near =
            regions.map(|(at, region)| (Outline::of(region, map, view).distance(pointer), at));
        let near = near.min_by(|a, b| a.0.total_cmp(&b.0)).filter(|(far, _)| *far <= NEAR);
        let near = near.map(|(_, at)| at);
        let edited = frame.session.editing.as_ref().map(|edit| edit.area);
        match (near, edited) {
            (Some(at), Some(edited)) if at == edited => {
                ui.ctx().set_cursor_icon(self.editing.edge_cursor(under, pointer));
            }
            (Some(at), _) => {
                self.lit = Some(at);
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
                if let Some(region) = frame.filters.filter().regions.get(at) {
                    let words = format!("Click to edit area {}: {}", at + 1, words::form(region));
                    response.clone().on_hover_text_at_pointer(words);
                }
            }
            (None, _) => {}
        }
        if clicked.is_none() {
            return false;
        }
        match (near, edited) {
            (Some(at), edited) if edited != Some(at) => {
                self.editing.taken_by_hand();
                actions.push(Action::EditArea(Some(at)));
            }
            (Some(_), _) => {}
            (None, Some(_)) => actions.push(Action::EditArea(None)),
            (None, None) => return false,
        }
        true
    }

    /// The grips of the area that is being changed, above everything that lies on the map's ground.
    /// True while one of them has the keyboard.
    pub fn grips(&mut self, ui: &Ui, under: &Under<'_>, actions: &mut Vec<Action>) -> bool {
        self.editing.grips(ui, under, actions)
    }

    /// What the area that is being changed is, with what can be done to it, or how the chosen tool
    /// marks one; where the map has room between `covered_pt` points at the left and `right`.
    pub fn bar(
        &mut self,
        ui: &Ui,
        under: &Under<'_>,
        covered_pt: f32,
        right: f32,
        actions: &mut Vec<Action>,
    ) {
        let session = under.frame.session;
        if session.editing.is_none() && session.marking.is_none() {
            self.bar = Bar::default();
            return;
        }
        let margin = super::controls::MARGIN;
        let room = |left: f32| {
            let left = under.map.left() + left + margin;
            Rect::from_min_max(
                egui::pos2(left, under.map.top() + margin),
                egui::pos2((right - theme::GAP).max(left), under.map.bottom()),
            )
        };
        let wide = room(self.bar.beside(covered_pt));
        let room = if wide.width() >= bar::WIDTH { wide } else { room(0.0) };
        if let Some(edit) = &session.editing {
            self.bar.ui(ui, room, under.frame, edit, self.editing.draft(), actions);
        } else if let Some(tool) = session.marking {
            bar::marking(ui, room, under.frame, tool, actions);
        }
    }
}
