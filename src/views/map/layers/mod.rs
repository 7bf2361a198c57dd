//! The panel that says what the map is made of: parts of the base map, the graticule, density, layers
//! of tiles, and whether tiles come from a network.

mod online;
mod tiles;

use super::tiles::Tiles;
use crate::app::{Action, Frame, Layers};
use crate::model::Language;
use crate::scene::palette::Palette;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{
    Align, Area, Button, Id, Layout, Rect, Response, RichText, ScrollArea, Ui, WidgetInfo, pos2,
};
use online::Asking;

/// Width of the panel's content, in points.
const WIDTH: f32 = 288.0;
/// Distance from the map's edges, and room for the buttons at the right, in points.
const MARGIN: f32 = 12.0;
const BUTTONS: f32 = 38.0;
/// Height of what stands around the scrolled part, in points.
const AROUND: f32 = 76.0;

/// The panel's own state.
#[derive(Debug, Default)]
pub struct Panel {
    /// Whether it is open.
    pub open: bool,
    asking: Asking,
}

impl Panel {
    /// Draws the panel while it is open.
    pub fn ui(
        &mut self,
        ui: &Ui,
        rect: Rect,
        frame: &Frame<'_>,
        tiles: &Tiles,
        actions: &mut Vec<Action>,
    ) {
        if !self.open {
            return;
        }
        let right = pos2(rect.right() - MARGIN - BUTTONS, rect.top() + MARGIN);
        let area = Area::new(Id::unique("layers panel"))
            .pivot(egui::Align2::RIGHT_TOP)
            .fixed_pos(right)
            .constrain_to(rect)
            .order(egui::Order::Middle);
        let palette = frame.subject.palette;
        let mut next = frame.session.layers.clone();
        area.show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(12)).show(ui, |ui| {
                ui.set_width(WIDTH.min(rect.width() - 2.0 * MARGIN - BUTTONS - 26.0));
                ui.horizontal(|ui| {
                    ui.label(RichText::new("Layers").font(theme::strong(theme::BODY + 1.0)));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if sign(ui, "×", "Close layers", true).clicked() {
                            self.open = false;
                        }
                    });
                });
                ScrollArea::vertical().max_height((rect.height() - AROUND).max(80.0)).show(
                    ui,
                    |ui| {
                        self.body(ui, palette, tiles, &mut next, |ui| {
                            names(ui, frame.session.names, actions);
                        });
                    },
                );
            });
        });
        if next != frame.session.layers {
            actions.push(Action::SetLayers(Box::new(next)));
        }
    }

    fn body(
        &mut self,
        ui: &mut Ui,
        palette: &Palette,
        tiles: &Tiles,
        next: &mut Layers,
        names: impl FnOnce(&mut Ui),
    ) {
        ui.spacing_mut().item_spacing.y = 4.0;
        theme::edged(ui, palette);
        parts::caption(ui, palette, "Base map");
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                left.checkbox(&mut next.ground.land, "Land");
                left.checkbox(&mut next.ground.water, "Rivers and lakes");
                left.checkbox(&mut next.ground.borders, "Borders");
                right.checkbox(&mut next.ground.disputed, "Disputed areas");
                right.checkbox(&mut next.names, "Place names");
            }
        });
        names(ui);
        parts::caption(ui, palette, "Over the map");
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                left.checkbox(&mut next.density, "Density of events");
                left.checkbox(&mut next.areas, "Areas");
                right.checkbox(&mut next.movements, "Movements");
                right.checkbox(&mut next.graticule, "Graticule");
            }
        });
        parts::caption(ui, palette, "Map tiles");
        tiles::rows(ui, palette, tiles, next);
        parts::caption(ui, palette, "Online tiles");
        self.asking.ui(ui, palette, tiles, next);
        ui.add_space(2.0);
    }
}

/// The language that names are shown in, and the way to the list of them.
fn names(ui: &mut Ui, now: Option<Language>, actions: &mut Vec<Action>) {
    let words = format!("Language of names: {}", now.map_or("As usual", Language::english));
    let button = ui.button(words).on_hover_text("In which language names are shown (N)");
    if button.clicked() {
        actions.push(Action::ChooseNames(true));
    }
}

/// A small button that bears a sign, with words for those who cannot see it.
pub fn sign(ui: &mut Ui, sign: &str, label: &str, enabled: bool) -> Response {
    let button = Button::new(RichText::new(sign).font(theme::regular(theme::BODY)))
        .min_size(egui::vec2(24.0, 24.0))
        .frame_when_inactive(false);
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    response.on_hover_text(label)
}

/// Small print that may take several lines.
fn small(ui: &mut Ui, words: &str, color: crate::scene::palette::Rgba) {
    parts::paragraph(ui, words, theme::regular(theme::SMALL), color);
}
