//! A line on the map about the area that is being changed: its radius to be typed, and how to end.

use crate::app::filters::edit::{with_area, with_radius};
use crate::app::filters::words;
use crate::app::{Action, AreaEdit, AreaTool, Frame};
use crate::query::{Filter, Region};
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{Align, Area, Button, Id, Key, Layout, Rect, RichText, TextEdit, Ui, WidgetInfo};

/// It is drawn beside the legend where so much is left, in points.
pub const WIDTH: f32 = 380.0;
/// Its width where it says no more than it must, of a circle and of anything else, in points.
const TERSE: (f32, f32) = (322.0, 250.0);
/// Room that its end takes with the frame, in points.
const END: f32 = 70.0;
/// Room that its other parts take with the space beside them, in points: the radius, the name, the way
/// back, and what the area is.
const PARTS: [f32; 4] = [84.0, 56.0, 80.0, 48.0];
/// Width of the radius' field, in points.
const FIELD: f32 = 76.0;
/// The map is at least so high where it says how an area is changed, in points.
const HIGH: f32 = 320.0;

/// What is typed.
#[derive(Debug, Default)]
pub struct Bar {
    radius: Option<String>,
    /// Whether what was typed is no length.
    wrong: bool,
    /// How much of the map's left was covered at most, in points.
    covered_pt: f32,
}

impl Bar {
    /// Where it begins beside what covers the map's left: numbers in the legend that become shorter
    /// while an area is changed do not move it.
    pub fn beside(&mut self, covered_pt: f32) -> f32 {
        self.covered_pt = self.covered_pt.max(covered_pt);
        self.covered_pt
    }

    /// Draws the line into the upper left of `room`.
    pub fn ui(
        &mut self,
        ui: &Ui,
        room: Rect,
        frame: &Frame<'_>,
        edit: &AreaEdit,
        draft: Option<&Region>,
        actions: &mut Vec<Action>,
    ) {
        let filter = frame.filters.filter();
        let Some(region) = draft.or(filter.regions.get(edit.area)) else { return };
        if room.width() < END {
            // Keys and hands do without.
            return;
        }
        let palette = frame.subject.palette;
        let area = Area::new(Id::unique("area bar"))
            .fixed_pos(room.min)
            .constrain_to(room)
            .order(egui::Order::Middle);
        area.show(ui.ctx(), |ui| {
            theme::overlay(palette, 6).show(ui, |ui| {
                // The frame has a margin and an edge of its own.
                let told = room.height() >= HIGH;
                let width = match region {
                    _ if told => WIDTH,
                    Region::Circle { .. } => TERSE.0,
                    Region::Polygon(_) => TERSE.1,
                };
                ui.set_width((room.width().min(width) - 14.0).max(0.0));
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = theme::GAP * 0.75;
                    let has = Has::room(region, room.width().min(width));
                    if has.name {
                        let name = RichText::new(format!("Area {}", edit.area + 1));
                        let name = name.font(theme::strong(theme::BODY)).color(color(palette.text));
                        ui.label(name).on_hover_text(hint(region));
                    }
                    if has.form {
                        let form = match region {
                            Region::Circle { .. } => "within".to_owned(),
                            Region::Polygon(_) => words::form(region),
                        };
                        let form = RichText::new(form).font(theme::regular(theme::SMALL));
                        let form = form.color(color(palette.muted));
                        ui.label(form);
                    }
                    if let Region::Circle { radius_m, .. } = region
                        && has.radius
                    {
                        self.radius(ui, frame, edit, *radius_m, actions);
                    }
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        let changed = *region != edit.before;
                        ends(ui, edit, changed, has.back, filter, actions);
                    });
                });
                if told {
                    let hint = RichText::new(hint(region)).font(theme::regular(theme::SMALL));
                    ui.add(egui::Label::new(hint.color(color(palette.muted))).wrap());
                }
            });
        });
    }

    /// The radius with its unit, to be typed.
    fn radius(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        edit: &AreaEdit,
        radius_m: f64,
        actions: &mut Vec<Action>,
    ) {
        let palette = frame.subject.palette;
        let units = frame.session.layers.units;
        let told = words::radius(radius_m, units);
        let typed = self.radius.get_or_insert_with(|| told.clone());
        let ink = color(if self.wrong { palette.warning } else { palette.text });
        let id = ui.scope_id().with(("radius", edit.area));
        let field = TextEdit::singleline(typed).id(id).desired_width(FIELD).text_color(ink);
        let response = ui.add(field);
        let label = format!("Radius of area {} with its unit", edit.area + 1);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
        let metres = units.metres(typed);
        self.wrong = response.has_focus() && metres.is_none();
        let kept = *typed == told;
        let left = response.lost_focus() && !ui.input(|i| i.key_pressed(Key::Escape));
        let filter = frame.filters.filter();
        if left
            && !kept
            && let Some(region) = filter.regions.get(edit.area)
            && let Some(next) = metres.and_then(|metres| with_radius(region, metres))
        {
            let next = with_area(filter, edit.area, next);
            actions.push(Action::SetFilter(Box::new(next)));
        }
        if !response.has_focus() {
            // Set elsewhere, by hand, or just now.
            self.radius = None;
        }
        let hint = match self.wrong {
            true => "Not a length: a figure with its unit, such as 25 km or 800 m",
            false => "A figure with its unit, such as 25 km, 800 m or 10 mi; Enter sets it",
        };
        response.on_hover_text(hint);
    }
}

/// How a tool marks an area, and the way to put it down, in the upper left of `room`.
pub fn marking(ui: &Ui, room: Rect, frame: &Frame<'_>, tool: AreaTool, actions: &mut Vec<Action>) {
    if room.width() < END {
        return;
    }
    let palette = frame.subject.palette;
    let area = Area::new(Id::unique("marking bar"))
        .fixed_pos(room.min)
        .constrain_to(room)
        .order(egui::Order::Middle);
    area.show(ui.ctx(), |ui| {
        theme::overlay(palette, 6).show(ui, |ui| {
            let width = if room.height() >= HIGH { WIDTH } else { TERSE.1 };
            ui.set_width((room.width().min(width) - 14.0).max(0.0));
            let row = egui::vec2(ui.available_width(), theme::CONTROL);
            ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                let stop = ui.button("Cancel");
                let label = format!("Stop marking: {}", tool.label());
                stop.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if stop.on_hover_text(format!("{label} (Esc)")).clicked() {
                    actions.push(Action::MarkArea(None));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    // On a low map the words would lie over all of it.
                    let told = room.height() >= HIGH;
                    let words = if told { tool.hint() } else { tool.label() };
                    let font = theme::regular(if told { theme::SMALL } else { theme::BODY });
                    let words = RichText::new(words).font(font).color(color(palette.text));
                    let words = egui::Label::new(words);
                    let words = if told { words.wrap() } else { words.truncate() };
                    ui.add(words).on_hover_text(tool.hint());
                });
            });
        });
    });
}

/// Which parts of the line have room; what is left out is done by key or by hand as well.
#[derive(Clone, Copy, Debug)]
struct Has {
    radius: bool,
    name: bool,
    back: bool,
    form: bool,
}

impl Has {
    fn room(region: &Region, width: f32) -> Self {
        let [radius, name, back, form] = PARTS;
        let mut left = width - END;
        let mut takes = |part: f32| {
            let has = left >= part;
            left -= if has { part } else { 0.0 };
            has
        };
        let radius = matches!(region, Region::Circle { .. }) && takes(radius);
        let (name, back) = (takes(name), takes(back));
        // A polygon's corners are counted in more words than "within".
        let form = takes(if radius { form } else { 1.4 * form });
        Self { radius, name, back, form }
    }
}

/// The buttons that end it.
fn ends(
    ui: &mut Ui,
    edit: &AreaEdit,
    changed: bool,
    has_back: bool,
    filter: &Filter,
    actions: &mut Vec<Action>,
) {
    let number = edit.area + 1;
    let done = ui.button("Done");
    let label = format!("Stop editing area {number}");
    done.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if done.on_hover_text(format!("{label} (Enter)")).clicked() {
        actions.push(Action::EditArea(None));
    }
    if !has_back {
        return;
    }
    let back = ui.add_enabled(changed, Button::new("Put back"));
    let label = format!("Put area {number} back as it was");
    back.widget_info(|| WidgetInfo::labeled(Role::Button, changed, &label));
    if back.on_hover_text(format!("{label} (Esc)")).clicked() {
        actions.push(Action::SetFilter(Box::new(edit.put_back(filter))));
    }
}

/// How an area is changed.
fn hint(region: &Region) -> &'static str {
    match region {
        Region::Circle { .. } => "Drag the edge or the middle; arrow keys move what has the focus.",
        Region::Polygon(_) if region.is_box() => {
            "Drag corners, sides or all; arrow keys move what has the focus."
        }
        Region::Polygon(_) => "Drag corners, dots between them, or all; Delete removes a corner.",
    }
}
