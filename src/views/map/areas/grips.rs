//! The grips of the area that is being changed: to be dragged, to be moved by keyboard, to be read out.

use super::super::notes;
use super::super::picks::Under;
use super::editing::{Editing, away, edited};
use super::outline::{Outline, on_map};
use crate::app::Action;
use crate::app::filters::edit::{Grip, can_lose, is_plain_edge, place};
use crate::app::filters::words;
use crate::projection::World;
use crate::query::Region;
use crate::scene::palette::Palette;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{
    Align2, CornerRadius, CursorIcon, EventFilter, Key, Modifiers, Painter, PointerButton, Pos2,
    Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

/// Edges shorter than this have no grip in their middle, in points.
const ROOM: f32 = 34.0;
/// An area smaller than this has no grip in its middle, in points: it would lie on the others.
const ROOM_INSIDE: f32 = 44.0;
/// Side of the ground of a corner and of what lies between corners, in points.
const GROUND: (f32, f32) = (20.0, 16.0);
/// Radius of a corner, of what lies between corners and of the middle, in points.
const RADII: (f32, f32, f32) = (5.0, 3.5, 9.0);
/// How far an arrow key moves a grip, in points, and with Shift held.
const NUDGE: (f32, f32) = (1.0, 10.0);

impl Editing {
    /// Registers and draws the grips; true while one of them has the keyboard.
    pub fn grips(&mut self, ui: &Ui, under: &Under<'_>, actions: &mut Vec<Action>) -> bool {
        let Some((area, set)) = edited(under.frame) else { return false };
        let region = self.draft().unwrap_or(set).clone();
        let corners = self.corners(&region, under.view);
        let outline = Outline::of(&region, under.map, under.view);
        let units = under.frame.session.layers.units;
        if ui.input(|i| i.pointer.any_pressed()) {
            self.focus = None;
        }
        let mut focused = None;
        for grip in grips(&region, &corners, &outline) {
            let Some(at) = place(&region, grip, self.rim()) else { continue };
            let at = on_map(under.map, under.view, World::new(at.x + outline.shift, at.y));
            if !under.map.expand(2.0).contains(at) || !has_room(&region, grip, under, &outline) {
                continue;
            }
            let side = if matches!(grip, Grip::Edge(_)) { GROUND.1 } else { GROUND.0 };
            let ground = Rect::from_center_size(at, Vec2::splat(side));
            let id = ui.scope_id().with(("area grip", grip));
            let response = ui.interact(ground, id, Sense::click_and_drag());
            let label = words::grip(&region, &corners, grip, area + 1, units);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            if self.focus == Some(grip) {
                response.request_focus();
                self.focus = None;
            }
            if response.has_focus() {
                focused = Some(grip);
            }
            let held = self.holds() == Some(grip);
            let look = Drawn {
                at,
                lit: response.hovered() || held,
                focused: response.has_focus(),
                square: region.is_box(),
            };
            look.paint(ui.painter(), grip, under.frame.subject.palette);
            if response.hovered() || held {
                let middle = outline.reach.center();
                ui.ctx().set_cursor_icon(cursor(&region, grip, at - middle, held));
            }
            self.answer(ui, &response, grip, &corners, under, actions);
        }
        if self.holds() == Some(Grip::Rim) {
            self.say_radius(ui, &region, &outline, under);
        }
        self.focused = focused;
        focused.is_some()
    }

    fn answer(
        &mut self,
        ui: &Ui,
        response: &Response,
        grip: Grip,
        corners: &[usize],
        under: &Under<'_>,
        actions: &mut Vec<Action>,
    ) {
        let Some((_, region)) = edited(under.frame) else { return };
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|i| i.pointer.press_origin())
        {
            self.take(grip, origin, under);
            response.request_focus();
        }
        if response.clicked() {
            response.request_focus();
            if matches!(grip, Grip::Edge(_)) && !region.is_box() {
                // Where it stands already.
                self.nudge(grip, Vec2::ZERO, under, actions);
            }
        }
        if let Grip::Corner(at) = grip {
            let can = can_lose(region, corners);
            let mut gone = false;
            response.context_menu(|ui| {
                let why = if region.is_box() { "A box keeps its corners" } else { "Three stay" };
                let remove = ui.add_enabled(can, egui::Button::new("Remove this corner"));
                gone = remove.on_disabled_hover_text(why).clicked();
            });
            let keys = [Key::Delete, Key::Backspace];
            let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            if gone || (response.has_focus() && keys.into_iter().any(pressed)) {
                self.remove(at, under, actions);
                return;
            }
        }
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
            let by = arrows(ui);
            if by != Vec2::ZERO {
                self.nudge(grip, by, under, actions);
            }
        }
    }

    /// The radius beside the hand that changes it.
    fn say_radius(&self, ui: &Ui, region: &Region, outline: &Outline, under: &Under<'_>) {
        let Region::Circle { radius_m, .. } = region else { return };
        let Some(rim) = place(region, Grip::Rim, self.rim()) else { return };
        let rim = on_map(under.map, under.view, World::new(rim.x + outline.shift, rim.y));
        let words = words::radius(*radius_m, under.frame.session.layers.units);
        let palette = under.frame.subject.palette;
        notes::note(ui.painter(), rim + vec2(12.0, -10.0), Align2::LEFT_BOTTOM, &words, palette);
    }
}

/// The grips of a region, from the lowest to the topmost; also the order of the Tab key.
fn grips(region: &Region, corners: &[usize], outline: &Outline) -> Vec<Grip> {
    match region {
        Region::Circle { .. } => vec![Grip::Whole, Grip::Rim],
        Region::Polygon(_) => {
            let inside = outline.reach.size().min_elem() >= ROOM_INSIDE;
            let edges = corners.iter().filter(|at| is_plain_edge(region, corners, **at));
            let edges = edges.map(|at| Grip::Edge(*at));
            let whole = inside.then_some(Grip::Whole);
            whole
                .into_iter()
                .chain(edges)
                .chain(corners.iter().map(|at| Grip::Corner(*at)))
                .collect()
        }
    }
}

/// Whether a grip in the middle of an edge stands clear of the corners beside it.
fn has_room(region: &Region, grip: Grip, under: &Under<'_>, outline: &Outline) -> bool {
    let (Grip::Edge(at), Region::Polygon(ring)) = (grip, region) else { return true };
    let next = (at + 1) % ring.len().max(1);
    let ends = [Grip::Corner(at), Grip::Corner(next)].map(|grip| place(region, grip, 0.0));
    let [Some(a), Some(b)] = ends else { return false };
    let b = b.nearest_to(a.x);
    let [a, b] =
        [a, b].map(|at| on_map(under.map, under.view, World::new(at.x + outline.shift, at.y)));
    a.distance(b) >= ROOM
}

/// How far the arrow keys move a grip in this frame, in points.
fn arrows(ui: &Ui) -> Vec2 {
    ui.input(|i| {
        let presses = |key: Key| i.num_presses(key) as f32;
        let by = vec2(
            presses(Key::ArrowRight) - presses(Key::ArrowLeft),
            presses(Key::ArrowDown) - presses(Key::ArrowUp),
        );
        by * if i.modifiers.shift { NUDGE.1 } else { NUDGE.0 }
    })
}

/// What the pointer looks like on a grip that lies so far from the middle.
fn cursor(region: &Region, grip: Grip, out: Vec2, held: bool) -> CursorIcon {
    match grip {
        Grip::Whole => CursorIcon::Move,
        Grip::Rim => away(out),
        Grip::Corner(_) if region.is_box() => away(vec2(out.x.signum(), out.y.signum())),
        Grip::Edge(_) if region.is_box() => away(out),
        Grip::Edge(_) if !held => CursorIcon::Crosshair,
        _ if held => CursorIcon::Grabbing,
        _ => CursorIcon::Grab,
    }
}

/// A grip as it is drawn.
struct Drawn {
    at: Pos2,
    lit: bool,
    focused: bool,
    square: bool,
}

impl Drawn {
    fn paint(&self, painter: &Painter, grip: Grip, palette: &Palette) {
        let (ink, paper) = (color(palette.accent), color(palette.raised));
        let more = if self.lit { 1.0 } else { 0.0 };
        let radius = more
            + match grip {
                Grip::Corner(_) | Grip::Rim => RADII.0,
                Grip::Edge(_) => RADII.1,
                Grip::Whole => RADII.2,
            };
        let halo = color(palette.halo);
        if self.focused {
            // Seen on any ground: a ring with a rim of its own.
            painter.circle_stroke(self.at, radius + 4.5, Stroke::new(5.0, halo));
            painter.circle_stroke(self.at, radius + 4.5, Stroke::new(2.0, ink));
        }
        let fill = if self.focused || self.lit { ink } else { paper };
        match grip {
            Grip::Corner(_) if self.square => {
                let rect = Rect::from_center_size(self.at, Vec2::splat(radius * 1.8));
                let corner = CornerRadius::same(2);
                painter.rect_filled(rect.expand(1.5), CornerRadius::same(3), halo);
                painter.rect(rect, corner, fill, Stroke::new(2.0, ink), StrokeKind::Inside);
            }
            Grip::Corner(_) | Grip::Rim => {
                painter.circle_filled(self.at, radius + 1.5, halo);
                painter.circle(self.at, radius - 0.5, fill, Stroke::new(2.0, ink));
            }
            Grip::Edge(_) => {
                painter.circle_filled(self.at, radius + 1.5, halo);
                painter.circle(self.at, radius - 0.5, fill, Stroke::new(1.5, ink));
            }
            Grip::Whole => {
                painter.circle(self.at, radius, fill, Stroke::new(1.5, ink));
                let sign = if self.focused || self.lit { color(palette.on_accent) } else { ink };
                four_ways(painter, self.at, Stroke::new(theme::GAP * 0.18, sign));
            }
        }
    }
}

/// Arrows in four directions: it can be moved any way.
fn four_ways(painter: &Painter, at: Pos2, pen: Stroke) {
    const REACH: f32 = 5.5;
    const BARB: f32 = 1.9;
    for way in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
        let (tip, side) = (at + way * REACH, way.rot90());
        let back = tip - way * BARB;
        painter.line_segment([at, tip], pen);
        painter.add(egui::Shape::line(vec![back + side * BARB, tip, back - side * BARB], pen));
    }
}
