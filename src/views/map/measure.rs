//! Measuring on the map: a way of several legs, or the ground within them.

use super::picks::Under;
use crate::app::{Action, Frame, Layers};
use crate::model::LonLat;
use crate::projection::{Screen, Units, Viewport, geodesic_area, path_m};
use crate::scene::measure::{Measured, shapes};
use crate::views::paint;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{Area, ComboBox, Id, Key, Rect, Response, RichText, Stroke, Ui, WidgetInfo, vec2};

/// Width of the panel, in points.
const WIDTH: f32 = 236.0;
/// Distance from the map's corner, in points.
const MARGIN: f32 = 12.0;
/// Width of the map beside the legend that holds both this panel and that of layers, in points.
const ROOM: f32 = 640.0;
/// Positions that can be set.
const MOST: usize = 500;

/// What is being measured.
#[derive(Debug, Default)]
pub struct Measure {
    on: bool,
    /// Whether it was turned on since the last frame.
    begun: bool,
    area: bool,
    /// Whether the last position was set; the next one begins anew.
    ended: bool,
    points: Vec<LonLat>,
}

impl Measure {
    /// Whether clicks on the map set positions.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// Begins or ends measuring.
    pub fn toggle(&mut self) {
        *self = Self { on: !self.on, begun: !self.on, area: self.area, ..Self::default() };
    }

    /// Ends measuring.
    pub fn end(&mut self) {
        *self = Self { area: self.area, ..Self::default() };
    }

    /// Takes clicks and keys of the map, paints what is measured, and says it in a panel that keeps
    /// clear of `covered_pt` points at the left where there is room.
    pub fn ui(&mut self, ui: &Ui, under: &Under<'_>, covered_pt: f32, actions: &mut Vec<Action>) {
        let Under { map: rect, response, view, frame } = *under;
        // Marking or changing ground for a filter and measuring want the same clicks: the later one has them.
        let wanted = frame.session.marking.is_some() || frame.session.editing.is_some();
        if self.on && wanted {
            if self.begun {
                actions.push(Action::MarkArea(None));
                actions.push(Action::EditArea(None));
            } else {
                self.end();
            }
        }
        self.begun = false;
        if !self.on {
            return;
        }
        let on_map = |p: egui::Pos2| Screen::new(p.x - rect.left(), p.y - rect.top());
        self.input(ui, response, view, &on_map);
        let pointer = response.hover_pos().map(|p| view.lonlat_from_screen(on_map(p)));
        let next = pointer.filter(|_| !self.ended && !self.points.is_empty());
        let units = frame.session.layers.units;
        let measured = Measured { points: &self.points, next, area: self.area, units };
        let palette = frame.subject.palette;
        paint::shapes(ui.painter(), rect.min.to_vec2(), &shapes(&measured, view, palette));
        if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
        }
        if response.has_focus() {
            // Where Enter sets a position.
            let (c, pen) = (rect.center(), Stroke::new(1.5, color(palette.accent)));
            for arm in [vec2(9.0, 0.0), vec2(0.0, 9.0)] {
                ui.painter().line_segment([c - arm, c + arm], pen);
            }
        }
        let left = if rect.width() - covered_pt >= ROOM { covered_pt } else { 0.0 };
        self.panel(ui, rect, left, frame, actions);
    }

    fn input(
        &mut self,
        ui: &Ui,
        response: &Response,
        view: &Viewport,
        on_map: &dyn Fn(egui::Pos2) -> Screen,
    ) {
        if response.double_clicked() {
            self.ended = true;
        } else if response.clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            self.add(view.lonlat_from_screen(on_map(at)));
        }
        if response.has_focus() {
            let middle = Screen::new(view.width / 2.0, view.height / 2.0);
            if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter)) {
                self.add(view.lonlat_from_screen(middle));
            }
            if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Backspace)) {
                self.remove_last();
            }
        }
    }

    fn add(&mut self, at: LonLat) {
        if self.ended {
            self.points.clear();
            self.ended = false;
        }
        if self.points.len() < MOST {
            self.points.push(at);
        }
    }

    fn remove_last(&mut self) {
        self.points.pop();
        self.ended = false;
    }

    /// The result in words, and what else there is to say.
    fn words(&self, units: Units) -> (String, String) {
        let count = self.points.len();
        let (area, outline) = geodesic_area(&self.points);
        match (self.area, count) {
            (_, 0) => (
                "Click on the map".to_owned(),
                "Double-click ends; Enter sets the middle".to_owned(),
            ),
            (false, 1) => (units.length(0.0), "Click where the way goes on".to_owned()),
            (true, 1 | 2) => (units.area(0.0), "Click two more corners at least".to_owned()),
            (false, _) => {
                let legs =
                    if count == 2 { "1 leg".to_owned() } else { format!("{} legs", count - 1) };
                (units.length(path_m(&self.points)), legs)
            }
            (true, _) => {
                (units.area(area), format!("{count} corners, outline {}", units.length(outline)))
            }
        }
    }

    fn panel(
        &mut self,
        ui: &Ui,
        rect: Rect,
        left: f32,
        frame: &Frame<'_>,
        actions: &mut Vec<Action>,
    ) {
        let palette = frame.subject.palette;
        let layers = &frame.session.layers;
        let area = Area::new(Id::unique("measure panel"))
            .fixed_pos(rect.min + vec2(left + MARGIN, MARGIN))
            .constrain_to(rect)
            .order(egui::Order::Middle);
        area.show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(10)).show(ui, |ui| {
                ui.set_width(WIDTH);
                ui.horizontal(|ui| {
                    ui.label(RichText::new("Measure").font(theme::strong(theme::BODY)));
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        if super::layers::sign(ui, "×", "Stop measuring", true).clicked() {
                            self.end();
                        }
                        units(ui, layers, actions);
                    });
                });
                ui.horizontal(|ui| {
                    for (area, words) in [(false, "Distance"), (true, "Area")] {
                        if ui.selectable_label(self.area == area, words).clicked() {
                            self.area = area;
                        }
                    }
                });
                let (result, more) = self.words(layers.units);
                let said = ui.label(RichText::new(&result).font(theme::strong(theme::HEADING)));
                said.widget_info(|| {
                    WidgetInfo::labeled(Role::Label, true, format!("Measured: {result}"))
                });
                ui.label(
                    RichText::new(more)
                        .font(theme::regular(theme::SMALL))
                        .color(color(palette.muted)),
                );
                ui.horizontal(|ui| {
                    let any = !self.points.is_empty();
                    if ui.add_enabled(any, egui::Button::new("Remove last")).clicked() {
                        self.remove_last();
                    }
                    if ui.add_enabled(any, egui::Button::new("Clear")).clicked() {
                        self.points.clear();
                        self.ended = false;
                    }
                });
            });
        });
    }
}

/// The choice of units, kept among the user's choices.
fn units(ui: &mut Ui, layers: &Layers, actions: &mut Vec<Action>) {
    let combo = ComboBox::from_id_salt("units").selected_text(layers.units.name()).width(112.0);
    let response = combo.show_ui(ui, |ui| {
        for units in Units::ALL {
            if ui.selectable_label(units == layers.units, units.name()).clicked() {
                actions.push(Action::SetLayers(Box::new(Layers { units, ..layers.clone() })));
            }
        }
    });
    let name = layers.units.name();
    response
        .response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Units: {name}")));
}
