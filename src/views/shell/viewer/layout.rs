//! Which panel lies where.

use super::super::exporting::Source;
use super::super::{status, toolbar};
use super::Viewer;
use super::panels::{Edge, bounded};
use crate::app::Action;
use crate::app::export::Shown;
use crate::views::theme::{self, color};
use crate::views::tour::Part;
use crate::views::{filters, parts};
use egui::{Context, Panel, Ui};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Narrower than this, an open document takes the inspector's place instead of a panel of its own.
const ROOM_FOR_DOCUMENT: f32 = 1_180.0;

/// The panels: what they leave is the map's, also where everything is enlarged and few points are left.
const TIMELINE: Edge =
    Edge { name: "timeline", beside: false, opens: 0.0, range: (150.0, 560.0), share: 0.6 };
const INSPECTOR: Edge = Edge {
    name: "inspector",
    beside: true,
    opens: theme::INSPECTOR_WIDTH,
    range: (260.0, 560.0),
    share: 0.48,
};
const FILTERS: Edge = Edge {
    name: "filters",
    beside: true,
    opens: theme::FILTERS_WIDTH,
    range: (190.0, 420.0),
    share: 0.35,
};
const TABLE: Edge =
    Edge { name: "table", beside: false, opens: 170.0, range: (90.0, 4_000.0), share: 1.0 };
/// Height that a table leaves to the map, in points, and the most of the height that this may be.
const LEAST_MAP: (f32, f32) = (110.0, 0.36);
/// Where less height than this is left, in points, a table has all of it: no map can be looked at there.
const ROOM_FOR_BOTH: f32 = 190.0;
/// In windows lower than this, in points, a table leaves the timeline its buttons alone.
const ROOM_FOR_TIMELINE: f32 = 400.0;
/// In windows lower than this, in points, no line says that nothing is filtered.
const ROOM_FOR_NO_FILTER: f32 = 260.0;
const DOCUMENT: Edge =
    Edge { name: "document", beside: true, opens: 400.0, range: (280.0, 720.0), share: 0.5 };

impl Viewer {
    /// The lines and panels at the edges: what is in them comes before the map.
    pub(super) fn edges(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let Self {
            state,
            palette,
            loading,
            map,
            timeline,
            question,
            saving,
            exporting,
            parts,
            search,
            ..
        } = self;
        let frame = state.frame(palette);
        let bar = egui::Frame::NONE
            .fill(color(palette.surface))
            .inner_margin(egui::Margin::symmetric(theme::MARGIN as i8, 0));
        let mut ask = None;
        let top = Panel::top("toolbar").exact_size(42.0).frame(bar).show(ui, |ui| {
            let field = |ui: &mut Ui| search.field(ui, &frame, loading.resources());
            ask = toolbar::ui(ui, &frame, field, actions);
        });
        parts.put(Part::Toolbar, top.response.rect);
        if !frame.session.asking_date.is_empty() {
            Panel::top("date question").frame(bar.inner_margin(0)).show(ui, |ui| {
                parts::steady(ui, "question", |ui| question.ui(ui, &frame, actions));
            });
        }
        // While filters are chosen the line stays, so that the first one moves nothing.
        let high = ui.ctx().content_rect().height();
        let roomy = high >= ROOM_FOR_NO_FILTER;
        if (frame.filters.is_open() && roomy) || !frame.filters.filter().is_empty() {
            let margin = egui::Margin::symmetric(theme::MARGIN as i8, 6);
            Panel::top("filters in force").frame(bar.inner_margin(margin)).show(ui, |ui| {
                parts::steady(ui, "chips", |ui| filters::chips(ui, &frame, actions));
            });
        }
        let line = Panel::bottom("status").exact_size(30.0).frame(bar).show(ui, |ui| {
            let counts = |ui: &mut Ui| status::ui(ui, &frame, &state.warnings, actions);
            ui.horizontal_centered(|ui| {
                parts::steady(ui, "counts", counts);
                loading.status(ui);
                saving.status(ui);
                exporting.status(ui);
                map.network_sign(ui, palette);
            });
        });
        parts.put(Part::Status, line.response.rect);
        timeline.map_shows(map.viewport());
        let panel = egui::Frame::NONE.fill(color(palette.surface));
        let opens = theme::timeline_height(ui.ctx().content_rect().height());
        // A table between map and timeline needs room too.
        let share = match frame.session.table.open {
            true if high < ROOM_FOR_TIMELINE => 0.0,
            true => 0.42,
            false => TIMELINE.share,
        };
        let edge = Edge { opens, share, ..TIMELINE };
        let time = Panel::bottom(edge.name)
            .resizable(true)
            .default_size(edge.opens)
            .size_range(edge.sizes(ui))
            .frame(panel)
            .show(ui, |ui| bounded(ui, TIMELINE.name, |ui| timeline.ui(ui, &frame, actions)));
        parts.put(Part::Timeline, time.response.rect);
        if let Some(ask) = ask {
            self.answer(ui.ctx(), ask, actions);
        }
    }

    /// A number that tells what the panel at the right shows from what else it can show.
    pub(super) fn page(&self, ctx: &Context) -> u64 {
        let session = &self.state.session;
        let wide = ctx.content_rect().width() >= ROOM_FOR_DOCUMENT;
        let document = session.document.as_ref().filter(|_| !wide).map(|(source, _)| source);
        let mut hasher = DefaultHasher::new();
        (&session.selection, session.list, document).hash(&mut hasher);
        hasher.finish()
    }

    /// The window that asks where to write what is shown.
    pub(super) fn export(&mut self, ui: &Ui) {
        let Self { state, palette, loading, map, exporting, .. } = self;
        let view = map.viewport();
        let size = ui.ctx().content_rect().size();
        let shown = || Shown::of(state, palette, view.map(|view| view.bounds()), (size.x, size.y));
        let counts = state.matches().counts;
        let events = counts.shown + counts.undated;
        exporting.ui(ui, &Source { shown: &shown, events, map: loading.base_map_shared() });
    }

    /// The map, and the panels beside it.
    pub(super) fn middle(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let Self {
            state,
            palette,
            loading,
            map,
            multiples,
            inspector,
            document,
            filters,
            table,
            parts,
            ..
        } = self;
        let frame = state.frame(palette);
        let wide = ui.ctx().content_rect().width() >= ROOM_FOR_DOCUMENT;
        let reading = state.session.document.is_some();
        let panel = egui::Frame::NONE.fill(color(palette.surface));
        // Filters go for map and table: they stand beside both, with the height of both.
        if frame.filters.is_open() {
            Panel::left(FILTERS.name)
                .resizable(true)
                .default_size(FILTERS.opens)
                .size_range(FILTERS.sizes(ui))
                .frame(panel)
                .show(ui, |ui| bounded(ui, FILTERS.name, |ui| filters.ui(ui, &frame, actions)));
        }
        if frame.session.table.open {
            let height = ui.available_height();
            // The map keeps so much that it can still be looked at, where there is so much.
            let map =
                if height < ROOM_FOR_BOTH { 0.0 } else { LEAST_MAP.0.min(height * LEAST_MAP.1) };
            let share = (height - map).max(0.0) / height.max(1.0);
            let edge = Edge { opens: (height * 0.5).max(TABLE.opens), share, ..TABLE };
            Panel::bottom(edge.name)
                .resizable(true)
                .default_size(edge.opens)
                .size_range(edge.sizes(ui))
                .frame(panel)
                .show(ui, |ui| bounded(ui, TABLE.name, |ui| table.ui(ui, &frame, actions)));
        }
        if reading && wide {
            Panel::left(DOCUMENT.name)
                .resizable(true)
                .default_size(DOCUMENT.opens)
                .size_range(DOCUMENT.sizes(ui))
                .frame(panel)
                .show(ui, |ui| bounded(ui, DOCUMENT.name, |ui| document.ui(ui, &frame, actions)));
        }
        let right = Panel::right(INSPECTOR.name)
            .resizable(true)
            .default_size(INSPECTOR.opens)
            .size_range(INSPECTOR.sizes(ui))
            .frame(panel)
            .show(ui, |ui| {
                bounded(ui, INSPECTOR.name, |ui| {
                    if reading && !wide {
                        document.ui(ui, &frame, actions);
                    } else {
                        inspector.ui(ui, &frame, &state.warnings, actions);
                    }
                });
            });
        parts.put(Part::Inspector, right.response.rect);
        let middle = egui::CentralPanel::no_frame().show(ui, |ui| {
            let ready = loading.base_map_ready();
            bounded(ui, "map", |ui| multiples.ui(ui, &frame, map, ready, actions));
        });
        parts.put(Part::Map, middle.response.rect);
    }
}
