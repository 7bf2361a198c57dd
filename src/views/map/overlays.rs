//! Areas beneath the marks and movements between them: drawing, and what a click on them finds.

use crate::app::{Action, Frame, Item};
use crate::projection::Viewport;
use crate::scene::arcs::{Arcs, Tally};
use crate::scene::areas::{Areas, Found};
use crate::scene::shape::{Pt, Rect, Scene, Shape};
use egui::{CursorIcon, Response, Ui};

/// Areas and movements of a dataset, kept between frames.
#[derive(Debug, Default)]
pub struct Overlays {
    arcs: Arcs,
    areas: Areas,
}

/// What is drawn of them in a frame.
#[derive(Debug, Default)]
pub struct Pictured {
    /// Beneath names and marks.
    pub areas: Vec<Shape>,
    /// Above names, beneath marks.
    pub arcs: Scene,
}

impl Overlays {
    /// The pictures of a view; `moving` says whether what follows the cursor may be drawn.
    pub fn pictured(
        &mut self,
        frame: &Frame<'_>,
        view: &Viewport,
        moving: bool,
        occupied: &mut Vec<Rect>,
    ) -> Pictured {
        let (subject, layers) = (&frame.subject, &frame.session.layers);
        let index = subject.matches.index();
        let mut pictured = Pictured::default();
        if layers.areas {
            self.areas.refresh(index);
            pictured.areas = self.areas.scene(subject, view, occupied).shapes;
        } else {
            self.areas = Areas::default();
        }
        if layers.movements {
            self.arcs.refresh(index);
            pictured.arcs = self.arcs.scene(subject, view, moving);
        } else {
            self.arcs = Arcs::default();
        }
        pictured
    }

    /// How many movements there are.
    #[must_use]
    pub fn movements(&self) -> Tally {
        self.arcs.tally()
    }

    /// Answers to the pointer where it is on the map itself: what is hovered, and what a click there
    /// selects, a movement before the area beneath it.
    pub fn interact(
        &self,
        ui: &Ui,
        response: &Response,
        frame: &Frame<'_>,
        actions: &mut Vec<Action>,
    ) -> Option<Item> {
        let corner = response.rect.min;
        let at = |p: egui::Pos2| Pt::new(p.x - corner.x, p.y - corner.y);
        if response.hovered()
            && let Some(id) = response.hover_pos().and_then(|p| self.arcs.at(at(p)))
        {
            actions.push(Action::Hover(Item::Event(id)));
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            if frame.session.editing.is_none() {
                let words = frame.subject.dataset.event(id).map(|event| event.title.clone());
                response.clone().on_hover_text_at_pointer(words.unwrap_or_default());
            }
        }
        let clicked = response.interact_pointer_pos().filter(|_| response.clicked())?;
        let way = self.arcs.at(at(clicked)).map(Item::Event);
        way.or_else(|| {
            self.areas.at(at(clicked)).map(|found| match found {
                Found::Event(id) => Item::Event(id),
                Found::Place(id) => Item::Place(id),
            })
        })
    }
}
