//! A map as one of several: what stands on it, and what one of them does for all.

use super::MapView;
use super::notes;
use super::picks::Under;
use crate::app::Action;
use egui::{Rect, Ui, vec2};

/// A map as one of several.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Its name.
    pub name: String,
    /// Whether it says whom the ground of all is from.
    pub credits: bool,
    /// The ground of all, where this one bears what is opened over the map by a key: the layers panel,
    /// measuring, how areas are marked and changed.
    pub tools: Option<Rect>,
}

impl MapView {
    /// Draws the map as one of several, without controls of its own.
    pub fn stand_beside(&mut self, beside: Beside) {
        self.beside = Some(beside);
    }

    /// Draws the map as the only one.
    pub fn stand_alone(&mut self) {
        self.beside = None;
    }

    /// Draws what stands on one of several maps.
    pub(super) fn stands(
        &mut self,
        ui: &Ui,
        beside: &Beside,
        under: &Under<'_>,
        actions: &mut Vec<Action>,
    ) {
        let (map, frame) = (under.map, under.frame);
        if beside.credits {
            let at = map.right_bottom() - vec2(8.0, 6.0);
            let words = self.backdrop.credits(&frame.session.layers);
            let over = notes::credits(ui, map, at, &words, frame.subject.palette);
            self.covered.push(notes::on_map(map, over));
        }
        if let Some(all) = beside.tools {
            self.tools.measure.ui(ui, under, 0.0, actions);
            self.areas.bar(ui, under, 0.0, map.right(), actions);
            self.tools.panel.ui(ui, all, frame, &self.backdrop.tiles, actions);
        }
    }
}
