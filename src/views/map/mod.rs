//! The map: pan, zoom, flights; the base map beneath, marks above, controls on top.
//!
//! Where the map is looked at belongs to the session: the view asks for it by [`Action::SetMap`] and
//! draws the new place in the same frame. The view owns the gesture under way, what is open, and caches.

mod areas;
mod backdrop;
mod beside;
mod controls;
mod flight;
mod gesture;
mod ground;
mod layers;
mod measure;
mod notes;
mod overlays;
mod picks;
mod pictured;
mod pin;
mod points;
mod squares;
mod target;
mod tiles;
mod tools;

pub use beside::Beside;
pub use gesture::Gesture;
pub use notes::coordinates;
pub use points::{Counting, Points};
pub use target::FlyRequest;

use crate::app::{Action, Frame, Item, MultiplesChange};
use crate::basemap::Basemap;
use crate::model::PlaceId;
use crate::projection::{Screen, Viewport};
use crate::scene::density::Surface;
use crate::scene::marks::Grouping;
use crate::scene::palette::Palette;
use crate::scene::shape::Rect;
use crate::tiles::online::Cache;
use crate::views::paint;
use crate::views::theme::{self, color};
use controls::Press;
use egui::{
    CornerRadius, EventFilter, Id, Key, Painter, Response, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo,
};

/// Zoom of a double click or a button, in levels.
const STEP: f64 = 1.0;

/// The map's gesture and caches.
#[derive(Debug, Default)]
pub struct MapView {
    gesture: Gesture,
    open: Option<PlaceId>,
    id: Option<Id>,
    legend: Option<bool>,
    request: Option<FlyRequest>,
    /// Levels of zoom that were asked for by name.
    zoom_asked: f64,
    drawn: bool,
    /// What was on screen in the last frame.
    viewport: Option<Viewport>,
    backdrop: backdrop::Backdrop,
    tools: tools::Tools,
    grouping: Grouping,
    surface: Surface,
    squares: squares::Squares,
    points: Points,
    areas: areas::Areas,
    overlays: overlays::Overlays,
    /// What it is among several maps, which have no controls of their own.
    beside: Option<Beside>,
    /// What stands on the map, as of the last frame.
    covered: Vec<Rect>,
}

impl MapView {
    /// Asks for something to be brought into view; it is flown to from the next frame on, or shown at
    /// once where nothing was shown before.
    pub fn fly_to(&mut self, request: FlyRequest) {
        self.request = Some(request);
    }

    /// Has the squares counted and drawn by a graphics device from now on, where there is one.
    pub fn count_on(&mut self, points: Points) {
        self.points = points;
    }

    /// Whether a graphics device counts and draws the squares.
    #[must_use]
    pub fn counts_on_device(&self) -> bool {
        self.points.are_there()
    }

    /// Keeps online tiles there from now on; before, none are kept.
    pub fn keep_tiles_in(&mut self, cache: Cache) {
        self.backdrop.tiles.keep_in(cache);
    }

    /// Opens the layers panel where that is asked for.
    pub fn open_layers(&mut self, open: bool) {
        self.tools.panel.open |= open;
    }

    /// Opens or closes the layers panel.
    pub fn toggle_layers(&mut self) {
        self.tools.panel.open = !self.tools.panel.open;
    }

    /// Begins or ends measuring.
    pub fn toggle_measuring(&mut self) {
        self.tools.measure.toggle();
    }

    /// Closes what is open over the map, one thing at a time. Says whether there was any.
    pub fn escape(&mut self, frame: &Frame<'_>, actions: &mut Vec<Action>) -> bool {
        self.areas.escape(frame, actions) || self.tools.escape()
    }

    /// The sign that a network is used, for the status line; nothing where no online layer is shown.
    pub fn network_sign(&self, ui: &mut Ui, palette: &Palette) {
        tools::network_sign(ui, &self.backdrop.tiles, palette);
    }

    /// What moves the map right now.
    #[must_use]
    pub fn gesture(&self) -> &Gesture {
        &self.gesture
    }

    /// Whether the keyboard is with the map itself (not with one of its marks).
    #[must_use]
    pub fn has_focus(&self, ctx: &egui::Context) -> bool {
        self.id.is_some_and(|id| ctx.memory(|m| m.has_focus(id)))
    }

    /// Gives the keyboard to the map.
    pub fn request_focus(&self, ctx: &egui::Context) {
        if let Some(id) = self.id {
            ctx.memory_mut(|m| m.request_focus(id));
        }
    }

    /// Zooms by so many levels around the middle.
    pub fn zoom_by(&mut self, levels: f64) {
        self.zoom_asked += levels;
    }

    /// What was on screen in the last frame.
    #[must_use]
    pub fn viewport(&self) -> Option<Viewport> {
        self.viewport
    }

    /// The place whose stack is fanned out.
    #[must_use]
    pub fn open(&self) -> Option<PlaceId> {
        self.open
    }

    /// Draws the map into all the space there is and takes its input.
    /// Without a base map there are marks on water: it may still be on its way.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        basemap: Option<&Basemap>,
        actions: &mut Vec<Action>,
    ) {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        let name = self.beside.as_ref().map_or("Map", |beside| &beside.name);
        response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, name));
        self.id = Some(response.id);
        if !(rect.width() >= 1.0 && rect.height() >= 1.0) {
            return;
        }
        let session = frame.session;
        let asked = Viewport {
            center: session.map_center,
            zoom: session.map_zoom,
            width: rect.width(),
            height: rect.height(),
        };
        let asked = asked.clamped();
        let marking = self.areas.steer(ui, &response, &asked, frame, actions);
        self.request = self.areas.request().or(self.request.take());
        let view = if marking { asked } else { self.steer(ui, &response, frame, asked) };
        let view = self.draw(ui, &response, view, frame, basemap, actions);
        self.viewport = Some(view);
        if view.center != session.map_center || view.zoom != session.map_zoom {
            actions.push(Action::SetMap { center: view.center, zoom: view.zoom });
        }
        if self.gesture.moves() || self.request.is_some() || self.zoom_asked != 0.0 {
            ui.ctx().request_repaint();
        }
    }

    /// This frame's input and motion.
    fn steer(
        &mut self,
        ui: &Ui,
        response: &Response,
        frame: &Frame<'_>,
        from: Viewport,
    ) -> Viewport {
        let animated = ui.style().animation_time > 0.0;
        let mut view = from;
        let open = self.legend.unwrap_or_else(|| controls::legend_opens(response.rect));
        let open = open && self.beside.is_none();
        let covered = controls::legend_covers(response.rect, frame, open);
        if let Some(to) = self.request.take().and_then(|r| r.view(frame, &view, covered)) {
            if self.drawn && animated {
                self.gesture = Gesture::Flying(flight::Flight::new(view, to));
            } else {
                self.gesture = Gesture::Idle;
                view = to;
            }
        }
        let levels = std::mem::take(&mut self.zoom_asked);
        if levels != 0.0 {
            let middle = Screen::new(view.width / 2.0, view.height / 2.0);
            self.gesture.zoom_by(&view, middle, levels);
        }
        self.drawn = true;
        let dt = ui.input(|i| i.stable_dt).clamp(0.0, 0.1);
        view = if animated { self.gesture.advance(view, dt) } else { self.gesture.finish(view) };
        view = self.gesture.pointer(ui, response, view);
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        if response.double_clicked()
            && !self.tools.measure.is_on()
            && let Some(at) = response.interact_pointer_pos()
        {
            let at = Screen::new(at.x - response.rect.left(), at.y - response.rect.top());
            let out = ui.input(|i| i.modifiers.shift);
            self.gesture.zoom_by(&view, at, if out { -STEP } else { STEP });
        }
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
            view = self.gesture.keys(ui, view, true);
        }
        view
    }

    fn draw(
        &mut self,
        ui: &mut Ui,
        response: &Response,
        view: Viewport,
        frame: &Frame<'_>,
        basemap: Option<&Basemap>,
        actions: &mut Vec<Action>,
    ) -> Viewport {
        let rect = response.rect;
        let subject = &frame.subject;
        let palette = subject.palette;
        let mut view = view;
        let before = std::mem::take(&mut self.covered);
        let mut occupied = before.clone();
        let (scene, regions) = self.pictured(frame, &view, &mut occupied);
        let still = frame.session.playing && ui.style().animation_time == 0.0;
        let over = self.overlays.pictured(frame, &view, !still, &mut occupied);
        let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        inner.set_clip_rect(rect.intersect(ui.clip_rect()));
        let painter = inner.painter().clone();
        let (layers, measuring) = (&frame.session.layers, self.tools.measure.is_on());
        let dense = self.surface.is_dense() && layers.density;
        self.backdrop.paint(&painter, basemap, &view, rect, frame);
        if dense {
            self.paint_squares(&painter, subject, &view, rect);
        }
        paint::shapes(&painter, rect.min.to_vec2(), &over.areas);
        self.backdrop.names(&painter, basemap, &view, rect, frame, &mut occupied);
        paint::shapes(&painter, rect.min.to_vec2(), &over.arcs.shapes);
        paint::shapes(&painter, rect.min.to_vec2(), &scene.shapes);
        self.areas.paint(&painter, rect, &view, frame);
        // Marks lie above lines, and are found before them.
        let hits = [over.arcs.hits, scene.hits].concat();
        let marks = picks::Marks { hits: &hits, grouped: self.grouping.marks() };
        // While ground is marked or measured, marks let the pointer through.
        let drawing = measuring || frame.session.marking.is_some();
        let mut picked = match drawing {
            true => picks::Picked { open: self.open, ..picks::Picked::default() },
            false => picks::interact(&inner, rect, &marks, self.open, frame, actions),
        };
        let shown = view;
        let ground = picks::Under { map: rect, response, view: &shown, frame };
        // The edge of an area lies above the ground, and below marks.
        let taken = !drawing && self.areas.touch(&inner, &ground, actions);
        let editing = frame.session.editing.is_some();
        if dense && !drawing && !taken && !editing {
            self.squares.interact(&inner, &ground, &self.surface, &mut picked, actions);
        }
        if taken {
            self.open = picked.open;
        } else if !drawing {
            if picked.clicked && editing {
                actions.push(Action::EditArea(None));
            }
            let under = self.overlays.interact(&inner, response, frame, actions);
            self.after_picks(&inner, response, &picked, under, actions);
        }
        let gripped = self.areas.grips(&inner, &ground, actions);
        if picked.focused || gripped {
            view = self.gesture.keys(&inner, view, false);
        }
        let pointer =
            response.hover_pos().map(|p| Screen::new(p.x - rect.left(), p.y - rect.top()));
        if let Some(beside) = self.beside.take() {
            let under = picks::Under { map: rect, response, view: &view, frame };
            self.stands(&inner, &beside, &under, actions);
            self.beside = Some(beside);
            self.focus_ring(&painter, response, palette);
            self.names_again(&inner, &before);
            return view;
        }
        pin::ui(&mut inner, rect, &view, frame, actions);
        let credits = self.backdrop.credits(layers);
        if self.surface.is_dense() && !dense {
            notes::density_is_off(&inner, rect, self.surface.total(), palette);
        }
        let written = notes::margin_notes(&inner, rect, &view, pointer, &credits, palette);
        let foot = written.iter().map(|note| note.top()).fold(rect.bottom(), f32::min) - theme::GAP;
        let open = self.legend.unwrap_or_else(|| controls::legend_opens(rect));
        let key = dense.then(|| controls::SurfaceKey { scale: self.surface.scale(), regions });
        let movements = self.overlays.movements();
        let (legend, turned) =
            controls::legend(&mut inner, rect, frame, key, movements, open, foot);
        if turned {
            self.legend = Some(!open);
        }
        self.covered = notes::covered(rect, written, legend);
        let middle = Screen::new(view.width / 2.0, view.height / 2.0);
        let opened = controls::Opened {
            layers: self.tools.panel.open,
            failed: self.backdrop.tiles.failed(),
            measure: measuring,
        };
        let covered = controls::legend_covers(rect, frame, open);
        let under = picks::Under { map: rect, response, view: &view, frame };
        self.tools.measure.ui(&inner, &under, covered, actions);
        let buttons = controls::button_rects(rect).map(|button| button.left());
        let right = buttons.into_iter().fold(rect.right(), f32::min);
        self.areas.bar(&inner, &under, covered, right, actions);
        match controls::buttons(&mut inner, rect, opened, palette) {
            Some(Press::ZoomIn) => self.gesture.zoom_by(&view, middle, STEP),
            Some(Press::ZoomOut) => self.gesture.zoom_by(&view, middle, -STEP),
            Some(Press::Fit) => actions.push(Action::FitMap),
            Some(Press::SideBySide) => {
                let maps = MultiplesChange::Show(if rect.width() > 900.0 { 3 } else { 2 });
                actions.push(Action::Multiples(maps));
            }
            Some(Press::Layers) => self.toggle_layers(),
            Some(Press::Measure) => self.toggle_measuring(),
            None => {}
        }
        self.tools.panel.ui(&inner, rect, frame, &self.backdrop.tiles, actions);
        self.focus_ring(&painter, response, palette);
        self.names_again(&inner, &before);
        view
    }

    /// Names keep clear of what stood on the map in the frame before: where that is another now, they
    /// are placed once more.
    fn names_again(&self, ui: &Ui, before: &[Rect]) {
        if self.covered != before {
            ui.ctx().request_repaint();
        }
    }

    fn focus_ring(&self, painter: &Painter, response: &Response, palette: &Palette) {
        if response.has_focus() {
            let pen = Stroke::new(1.5, color(palette.accent));
            painter.rect_stroke(response.rect, CornerRadius::ZERO, pen, StrokeKind::Inside);
        }
    }

    fn after_picks(
        &mut self,
        ui: &Ui,
        response: &Response,
        picked: &picks::Picked,
        under: Option<Item>,
        actions: &mut Vec<Action>,
    ) {
        self.open = picked.open;
        if let Some(request) = &picked.fly {
            self.request = Some(request.clone());
        }
        let escaped =
            (response.has_focus() || picked.focused) && ui.input(|i| i.key_pressed(Key::Escape));
        let cleared = response.clicked() && !picked.clicked;
        if cleared || escaped {
            self.open = None;
            actions.push(Action::Select(under.filter(|_| !escaped)));
        }
    }
}
