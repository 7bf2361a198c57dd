mod asks;
mod layout;
mod panels;

use super::banner::DateQuestion;
use super::exporting::Exporting;
use super::filtering::Filtering;
use super::leaving::Leaving;
use super::loading::{Beside, Loading};
use super::opening::Opening;
use super::preferences::Preferences;
use super::saving::Saving;
use super::{about, dropping};
use crate::app::search::Search;
use crate::app::{Action, Appearance, Effect, State};
use crate::model::time::Calendar;
use crate::model::{Dataset, TimeSpan};
use crate::scene::palette::Palette;
use crate::task::Warning;
use crate::tiles::online::{CACHE_BYTES, Cache};
use crate::views::commands::CommandsView;
use crate::views::document::DocumentView;
use crate::views::filters::FilterPanel;
use crate::views::focus::Focus;
use crate::views::inspector::InspectorView;
use crate::views::map::{FlyRequest, MapView, Points};
use crate::views::multiples::MultiplesView;
use crate::views::names::NamesView;
use crate::views::search::SearchView;
use crate::views::table::TableView;
use crate::views::theme::{self, color};
use crate::views::timeline::TimelineView;
use crate::views::tour::{Part, Parts, Tour};
use egui::Ui;
use std::path::PathBuf;
use std::sync::Arc;

/// The window: the state, one view of each kind, and what is loading.
pub struct Viewer {
    state: State,
    palette: Palette,
    /// The revision of the data whose categories the palette marks.
    marked: Option<u64>,
    loading: Loading,
    map: MapView,
    multiples: MultiplesView,
    timeline: TimelineView,
    inspector: InspectorView,
    document: DocumentView,
    question: DateQuestion,
    filters: FilterPanel,
    filtering: Filtering,
    exporting: Exporting,
    tour: Tour,
    parts: Parts,
    table: TableView,
    opening: Opening,
    saving: Saving,
    leaving: Leaving,
    commands: CommandsView,
    search: SearchView,
    names: NamesView,
    /// The title that the window bears.
    title: String,
    about: bool,
    focus: Focus,
    /// Whether the embedded story is shown, which files replace instead of joining.
    embedded: bool,
}

impl Viewer {
    /// A window on files, or on the embedded dataset if there are none.
    #[must_use]
    pub fn new(
        ctx: &egui::Context,
        storage: Option<&dyn eframe::Storage>,
        paths: Vec<PathBuf>,
        dated: Option<TimeSpan>,
        lexicon: Option<PathBuf>,
        calendar: Calendar,
    ) -> Self {
        theme::install_fonts(ctx);
        let (mut kept, mut paths) = (Preferences::load(storage), paths);
        let tiles = kept.layers.take_files(&mut paths);
        let embedded = paths.is_empty();
        let story = if embedded { crate::app::embedded() } else { Ok(Dataset::default()) };
        let (dataset, trouble) = match story {
            Ok(dataset) => (dataset, None),
            Err(error) => (Dataset::default(), Some(error.to_string())),
        };
        let mut viewer = Self::showing(ctx, dataset);
        viewer.tour.remember(kept.tour_seen());
        kept.give(&mut viewer.state);
        viewer.map.keep_tiles_in(Cache::of_user(CACHE_BYTES));
        viewer.map.open_layers(tiles);
        if embedded && !viewer.tour.was_seen() {
            viewer.tour.begin();
        }
        viewer.embedded = embedded;
        viewer.loading = Loading::of_user(lexicon, calendar);
        viewer.state.warnings.extend(trouble.map(|message| Warning {
            place: "embedded story".to_owned(),
            message,
            failed: true,
            report: None,
        }));
        viewer.loading.base_map(ctx);
        if !embedded {
            viewer.read(ctx, paths, dated);
        }
        viewer
    }

    /// A window on a dataset that is already there. Nothing is loading: what tests start from.
    #[must_use]
    pub fn showing(ctx: &egui::Context, dataset: Dataset) -> Self {
        theme::install_fonts(ctx);
        let mut viewer = Self {
            state: State::new(dataset),
            palette: Palette::light(),
            marked: None,
            loading: Loading::default(),
            map: MapView::default(),
            multiples: MultiplesView::default(),
            timeline: TimelineView::default(),
            inspector: InspectorView::default(),
            document: DocumentView::beside_banner(),
            question: DateQuestion::default(),
            filters: FilterPanel::default(),
            filtering: Filtering::default(),
            exporting: Exporting::default(),
            tour: Tour::default(),
            parts: Parts::default(),
            table: TableView::default(),
            opening: Opening::default(),
            saving: Saving::default(),
            leaving: Leaving::default(),
            commands: CommandsView::default(),
            search: SearchView::default(),
            names: NamesView::default(),
            title: String::new(),
            about: false,
            focus: Focus::default(),
            embedded: false,
        };
        viewer.map.fly_to(FlyRequest::Results);
        viewer
    }

    /// This window with the base map on its way.
    #[must_use]
    pub fn on_base_map(mut self, ctx: &egui::Context) -> Self {
        self.loading.base_map(ctx);
        self
    }

    /// Whether the base map has arrived.
    #[must_use]
    pub fn has_base_map(&mut self) -> bool {
        self.loading.base_map_ready().is_some()
    }

    /// This window with its squares counted and drawn by a graphics device, where there is one.
    #[must_use]
    pub fn counting_on(mut self, points: Points) -> Self {
        self.map.count_on(points);
        self
    }

    /// Whether a graphics device counts and draws the map's squares.
    #[must_use]
    pub fn counts_on_device(&self) -> bool {
        self.map.counts_on_device()
    }

    /// What is looked for, and what was found.
    #[must_use]
    pub fn search(&self) -> &Search {
        self.search.search()
    }

    /// What is shown and looked at.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Draws one frame and carries out what was asked for in it.
    pub fn frame(&mut self, ui: &mut Ui) {
        self.take_loaded(ui.ctx());
        self.filtering.advance(ui.ctx(), &mut self.state);
        self.state.session.reading = self.loading.is_reading();
        self.choose_palette(ui.ctx());
        let mut actions = Vec::new();
        self.files_dropped(ui.ctx(), &mut actions);
        self.keys(ui.ctx(), &mut actions);
        self.edges(ui, &mut actions);
        // Actions of the timeline come before the map is drawn: the slider moves the map in the same frame.
        self.apply(ui.ctx(), &mut actions);
        let page = self.page(ui.ctx());
        self.middle(ui, &mut actions);
        self.opening.ui(ui, &mut actions);
        self.saving.ui(ui, self.state.project());
        self.leaving.ui(ui, self.state.project(), &mut self.saving);
        self.export(ui);
        about::window(ui, &mut self.about);
        self.tour.ui(ui.ctx(), &self.parts, &self.palette);
        let frame = self.state.frame(&self.palette);
        self.search.list(ui, &frame, &mut actions);
        self.names.ui(ui, &frame, &mut actions);
        dropping::hint(ui.ctx(), &self.palette, !self.is_replaced());
        let chosen = self.commands.ui(ui, &frame);
        if let Some(command) = chosen {
            self.run(ui.ctx(), command, &mut actions);
        }
        self.apply(ui.ctx(), &mut actions);
        let panel = self.parts.get(Part::Inspector);
        if let Some(panel) = panel.filter(|_| self.search.take_gone()) {
            self.focus.lead_into(panel);
        }
        self.focus.follow(ui.ctx(), panel, page);
        if self.state.end_frame() {
            ui.ctx().request_repaint();
        }
    }

    fn apply(&mut self, ctx: &egui::Context, actions: &mut Vec<Action>) {
        for action in actions.drain(..) {
            match self.state.apply(action) {
                Some(Effect::FlyToPlace(place)) => self.map.fly_to(FlyRequest::Place(place)),
                Some(Effect::FlyToPlaces(places)) => self.map.fly_to(FlyRequest::Places(places)),
                Some(Effect::FlyToGround(at, m)) => self.map.fly_to(FlyRequest::Ground(at, m)),
                Some(Effect::FitMap) => self.map.fly_to(FlyRequest::Results),
                Some(Effect::Load(paths)) => self.read(ctx, paths, None),
                Some(Effect::Redate(source, dating)) => {
                    self.loading.redate(ctx, self.beside(), source, dating);
                }
                Some(Effect::Refold) => self.refold(ctx),
                None => {}
            }
        }
    }
}

impl Viewer {
    fn read(&mut self, ctx: &egui::Context, mut paths: Vec<PathBuf>, dated: Option<TimeSpan>) {
        if self.state.session.layers.take_files(&mut paths) {
            self.map.open_layers(true);
            if paths.is_empty() {
                return;
            }
        }
        let alone = self.is_replaced();
        let beside = (!alone).then(|| self.beside());
        let empty = self.state.project().imported().sources.is_empty();
        self.saving.opened(&paths, alone || empty);
        self.loading.read(ctx, beside, self.state.revision(), paths, dated);
    }

    /// Whether what is shown gives way to files that are opened: the built-in story does, unless it was
    /// corrected.
    fn is_replaced(&self) -> bool {
        self.embedded && !self.state.project().is_unsaved()
    }

    fn beside(&self) -> Beside {
        let project = self.state.project();
        Beside {
            imported: Arc::clone(project.imported()),
            decisions: project.decisions().clone(),
            revision: self.state.revision(),
        }
    }

    fn refold(&mut self, ctx: &egui::Context) {
        let version = self.state.project().version();
        self.loading.refold(ctx, self.beside(), version);
    }

    fn take_loaded(&mut self, ctx: &egui::Context) {
        if let Some(read) = self.loading.take_read(self.state.revision()) {
            self.embedded = false;
            let whole = !read.warnings.iter().any(|warning| warning.failed);
            let effect = self.state.replace(read.loaded, read.made.as_ref(), read.warnings);
            if effect == Some(Effect::Refold) {
                self.refold(ctx);
            }
            if self.saving.arrived(whole) {
                self.state.saved(self.state.project().version());
            }
            self.state.index().keep_aside();
            self.map.fly_to(FlyRequest::Results);
        }
        if let Some((folded, index)) = self.loading.take_folded(self.state.project().version()) {
            self.state.show(folded, index);
        }
        if let Some(version) = self.saving.take_saved() {
            self.state.saved(version);
            self.embedded = false;
        }
        let title = self.saving.title(&self.state);
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn choose_palette(&mut self, ctx: &egui::Context) {
        let dark = match self.state.session.appearance {
            Appearance::Light => false,
            Appearance::Dark => true,
            Appearance::System => ctx.system_theme() == Some(egui::Theme::Dark),
        };
        let turned = self.palette.dark != dark || ctx.cumulative_frame_nr() == 0;
        if turned || self.marked != Some(self.state.revision()) {
            let palette = if dark { Palette::dark() } else { Palette::light() };
            self.palette = palette.marking(self.state.index().category_names());
            self.marked = Some(self.state.revision());
        }
        if turned {
            theme::apply(ctx, &self.palette);
        }
        let less = self.state.session.less_motion;
        if less == (ctx.global_style().animation_time > 0.0) {
            theme::move_less(ctx, less);
        }
    }

    fn files_dropped(&self, ctx: &egui::Context, actions: &mut Vec<Action>) {
        let dropped: Vec<PathBuf> = ctx
            .input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !dropped.is_empty() {
            actions.push(Action::OpenFiles(dropped));
        }
    }
}

impl eframe::App for Viewer {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        color(self.palette.surface).to_normalized_gamma_f32()
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        Preferences::save(&self.state, self.tour.was_seen(), storage);
    }
}
