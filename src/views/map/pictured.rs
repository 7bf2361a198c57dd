//! What of the events is drawn: marks, or the surface of squares where they are too many for marks.

use super::MapView;
use crate::app::{Frame, Item};
use crate::projection::Viewport;
use crate::scene::marks::Regions;
use crate::scene::shape::{Rect, Scene};
use crate::scene::{Subject, marks};
use crate::views::paint;
use egui::Painter;

impl MapView {
    /// The density surface, from the device or from the processor: the same picture.
    pub(super) fn paint_squares(
        &mut self,
        painter: &Painter,
        subject: &Subject<'_>,
        view: &Viewport,
        rect: egui::Rect,
    ) {
        match self.points.squares(painter.ctx(), &self.surface, subject, view, rect) {
            Some(squares) => {
                painter.add(squares);
            }
            None => {
                let squares = self.surface.squares(subject, view);
                paint::shapes(painter, rect.min.to_vec2(), &[squares]);
            }
        }
    }

    /// Marks, or what lies over the surface where events are too many for them.
    pub(super) fn pictured(
        &mut self,
        frame: &Frame<'_>,
        view: &Viewport,
        occupied: &mut Vec<Rect>,
    ) -> (Scene, Regions) {
        let (subject, index) = (&frame.subject, frame.subject.matches.index());
        self.points.keep_only(index);
        if self.surface.look(subject.matches, view) {
            let cell = |item: &Option<Item>| match item {
                Some(Item::Cell(cell)) => Some(*cell),
                _ => None,
            };
            let marked = [cell(&frame.session.hover), cell(&frame.session.selection)];
            return self.surface.over(subject, view, marked, occupied);
        }
        let mut scene = Scene::default();
        let mut regions = Regions::default();
        if marks::joins_regions(index) {
            regions = marks::regions(subject, view, occupied, &mut scene);
        }
        self.grouping.refresh(index, view);
        let marks = marks::scene_of(self.grouping.marks(), subject, view, self.open, occupied);
        scene.shapes.extend(marks.shapes);
        scene.hits.extend(marks.hits);
        (scene, regions)
    }
}
