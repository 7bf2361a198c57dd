//! What is opened over the map by a button or a key: the layers panel and measuring.

use super::layers::Panel;
use super::measure::Measure;
use super::tiles::{Network, Tiles};
use crate::scene::palette::Palette;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{Sense, Stroke, Ui, WidgetInfo, vec2};

/// The tools over the map.
#[derive(Debug, Default)]
pub struct Tools {
    /// The layers panel.
    pub panel: Panel,
    /// Measuring.
    pub measure: Measure,
}

impl Tools {
    /// Closes what is open, one thing at a time. Says whether there was any.
    pub fn escape(&mut self) -> bool {
        if self.measure.is_on() {
            self.measure.end();
            return true;
        }
        std::mem::take(&mut self.panel.open)
    }
}

/// The sign of an online layer on the status line: a full disc while something is sent or received.
pub fn network_sign(ui: &mut Ui, tiles: &Tiles, palette: &Palette) {
    let Some(Network { host, busy, trouble }) = tiles.network(ui.ctx()) else { return };
    let words = match (&trouble, busy) {
        (Some(trouble), _) => trouble.clone(),
        (None, true) => format!("Network in use: {host}"),
        (None, false) => format!("Online tiles: {host}"),
    };
    let (rect, dot) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    let ink = color(if trouble.is_some() { palette.warning } else { palette.accent });
    if busy {
        ui.painter().circle_filled(rect.center(), 4.5, ink);
    } else {
        ui.painter().circle_stroke(rect.center(), 4.0, Stroke::new(1.5, ink));
    }
    dot.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Network"));
    let text = egui::RichText::new(words).font(theme::regular(12.5));
    let text = if trouble.is_some() { text.color(color(palette.warning)) } else { text };
    ui.add(egui::Label::new(text).truncate());
}
