//! Marking ground on the map: boxes, lassos, polygons and circles.

use super::super::notes;
use super::outline::{Look, Outline, on_map};
use crate::app::filters::words;
use crate::app::{Action, AreaTool, Frame};
use crate::projection::{Screen, Viewport, World, distance_m};
use crate::query::{Filter, Region};
use crate::views::theme::color;
use egui::{CursorIcon, Key, Painter, Pos2, Rect, Response, Shape, Stroke, Ui};

/// Points of a lasso nearer than this are one, in points of the screen.
const LASSO_STEP: f32 = 4.0;
/// What is smaller than this in either direction was a slip of the hand.
pub const LEAST: f32 = 3.0;

/// The ground being marked.
#[derive(Debug, Default)]
pub struct Marking {
    points: Vec<World>,
}

impl Marking {
    /// Takes the pointer and the keyboard while a tool is chosen; true then, and the map stays where
    /// it is. A finished area goes into the filter.
    pub fn steer(
        &mut self,
        ui: &Ui,
        response: &Response,
        view: &Viewport,
        frame: &Frame<'_>,
        actions: &mut Vec<Action>,
    ) -> bool {
        let Some(tool) = frame.session.marking else {
            self.points.clear();
            return false;
        };
        if response.contains_pointer() {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        }
        let corner = response.rect.min;
        let world =
            |at: Pos2| view.world_from_screen(Screen::new(at.x - corner.x, at.y - corner.y));
        // Whatever else has the keyboard keeps its Enter.
        let own = ui.memory(|m| m.focused()).is_none_or(|id| id == response.id);
        let entered = own && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter));
        if entered && self.points.is_empty() {
            self.points = middle(tool, view);
            if self.finish(tool, view, frame, actions) {
                actions.push(Action::EditArea(Some(frame.filters.filter().regions.len())));
            }
            return true;
        }
        let (at, origin) = ui.input(|i| (i.pointer.latest_pos(), i.pointer.press_origin()));
        match tool {
            AreaTool::Polygon => {
                if response.clicked()
                    && let Some(at) = response.interact_pointer_pos()
                {
                    self.points.push(world(at));
                }
                if entered || response.double_clicked() {
                    self.finish(tool, view, frame, actions);
                }
            }
            AreaTool::Box | AreaTool::Lasso | AreaTool::Circle => {
                if response.drag_started()
                    && let Some(origin) = origin.or(at)
                {
                    self.points = vec![world(origin)];
                }
                // Where the hand lets go counts, also where it moved and let go in one frame.
                if (response.dragged() || response.drag_stopped())
                    && !self.points.is_empty()
                    && let Some(at) = at
                {
                    self.drag(tool, world(at), view);
                }
                if response.drag_stopped() {
                    self.finish(tool, view, frame, actions);
                }
            }
        }
        true
    }

    /// Forgets what is half drawn, and where nothing is, puts the tool down.
    pub fn escape(&mut self, actions: &mut Vec<Action>) {
        if self.points.is_empty() {
            actions.push(Action::MarkArea(None));
        }
        self.points.clear();
    }

    fn drag(&mut self, tool: AreaTool, at: World, view: &Viewport) {
        let far = |from: &World| {
            let [a, b] = [*from, at].map(|at| view.screen_from_world(at));
            (a.x - b.x).hypot(a.y - b.y) >= LASSO_STEP
        };
        match tool {
            AreaTool::Lasso if self.points.last().is_some_and(far) => self.points.push(at),
            AreaTool::Lasso => {}
            _ => {
                self.points.truncate(1);
                self.points.push(at);
            }
        }
    }

    /// Puts what was marked into the filter; false where it is no ground.
    fn finish(
        &mut self,
        tool: AreaTool,
        view: &Viewport,
        frame: &Frame<'_>,
        actions: &mut Vec<Action>,
    ) -> bool {
        let points = std::mem::take(&mut self.points);
        let Some(region) = region(tool, &points, view) else { return false };
        let mut filter: Filter = frame.filters.filter().clone();
        filter.regions.push(region);
        actions.push(Action::SetFilter(Box::new(filter)));
        actions.push(Action::MarkArea(None));
        true
    }

    /// Draws what is being marked.
    pub fn paint(&self, painter: &Painter, map: Rect, view: &Viewport, frame: &Frame<'_>) {
        let Some(tool) = frame.session.marking else { return };
        let palette = frame.subject.palette;
        let on_screen = |at: &World| on_map(map, view, at.nearest_to(view.center.x));
        let pen = Stroke::new(1.5, color(palette.accent));
        if let Some(region) = region(tool, &self.points, view) {
            Outline::of(&region, map, view).paint(painter, palette, Look::Set);
        }
        let points: Vec<Pos2> = self.points.iter().map(on_screen).collect();
        if tool == AreaTool::Polygon {
            painter.add(Shape::line(points.clone(), pen));
            for at in points {
                painter.circle(at, 3.5, color(palette.raised), pen);
            }
        }
        if let (AreaTool::Circle, [center, edge]) = (tool, self.points.as_slice()) {
            let radius_m = distance_m(center.lonlat(), edge.lonlat());
            let words = words::radius(radius_m, frame.session.layers.units);
            let at = on_screen(edge) + egui::vec2(8.0, -8.0);
            notes::note(painter, at, egui::Align2::LEFT_BOTTOM, &words, palette);
        }
    }
}

/// The points of an area in the middle of the map, for hands that have keys alone.
fn middle(tool: AreaTool, view: &Viewport) -> Vec<World> {
    let (x, y) = (view.width / 2.0, view.height / 2.0);
    let reach = x.min(y) / 2.0;
    let at = |dx: f32, dy: f32| view.world_from_screen(Screen::new(x + dx * reach, y + dy * reach));
    match tool {
        AreaTool::Box => vec![at(-1.0, -1.0), at(1.0, 1.0)],
        AreaTool::Circle => vec![at(0.0, 0.0), at(1.0, 0.0)],
        AreaTool::Lasso | AreaTool::Polygon => {
            let corners = (0_u8..6).map(|n| f32::from(n) / 6.0 * std::f32::consts::TAU);
            corners.map(|angle| at(angle.cos(), angle.sin())).collect()
        }
    }
}

/// The ground that points on the map come to; nothing where that is none.
fn region(tool: AreaTool, points: &[World], view: &Viewport) -> Option<Region> {
    let on_screen = |at: &World| view.screen_from_world(*at);
    let reach = |by: fn(&Screen) -> f32| {
        let all = points.iter().map(on_screen).map(|at| by(&at));
        let (low, high) = all.fold((f32::MAX, f32::MIN), |(l, h), at| (l.min(at), h.max(at)));
        high - low
    };
    match (tool, points) {
        (AreaTool::Circle, [center, edge]) => {
            let radius_m = distance_m(center.lonlat(), edge.lonlat());
            let wide = reach(|at| at.x).max(reach(|at| at.y)) >= LEAST;
            wide.then(|| Region::Circle { center: center.lonlat(), radius_m })
        }
        (AreaTool::Box, [a, b]) => {
            let wide = reach(|at| at.x) >= LEAST && reach(|at| at.y) >= LEAST;
            wide.then(|| Region::rectangle(*a, *b))
        }
        (AreaTool::Lasso | AreaTool::Polygon, [_, _, _, ..]) => {
            let wide = reach(|at| at.x) >= LEAST && reach(|at| at.y) >= LEAST;
            wide.then(|| Region::Polygon(points.iter().map(|at| at.lonlat()).collect()))
        }
        _ => None,
    }
}
