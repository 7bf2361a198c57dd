use super::entered::first_session;
use super::playback::{Moment, Stride, stepped};
use super::{
    Action, AreaEdit, Dating, Due, Filters, Index, Item, List, Loaded, Made, NamedFilter, Project,
    Session,
};
use crate::model::{Dataset, DatedFrom, Decisions, LonLat, PlaceId, Second, SourceId, Window};
use crate::query::{Matches, Query};
use crate::scene::Highlight;
use crate::task::{Task, Warning};
use std::path::PathBuf;
use std::sync::Arc;

/// Everything that the window is about: the dataset, what is looked at, and what follows from both.
#[derive(Debug)]
pub struct State {
    /// What is shown: the imported data with their reports folded.
    pub(super) dataset: Arc<Dataset>,
    /// What is saved and undone.
    pub(super) project: Project,
    revision: u64,
    /// What went wrong while reading, to be shown until the next reading.
    pub warnings: Vec<Warning>,
    /// What is looked at.
    pub session: Session,
    pub(super) index: Index,
    /// What is shown as it is written, where another clock tells it.
    pub(super) written: Option<(Arc<Dataset>, Index)>,
    pub(super) filters: Filters,
    pub(super) extent: Window,
    matches: Matches,
    pub(super) selected: Highlight,
    pub(super) hovered: Highlight,
    pub(super) hover_next: Option<Item>,
}

/// What applying an action asks of those who can fly, read files or end the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Fly the map to a place.
    FlyToPlace(PlaceId),
    /// Fly the map to all of these places.
    FlyToPlaces(Vec<PlaceId>),
    /// Fly the map to some ground, so many metres around a position.
    FlyToGround(LonLat, f64),
    /// Fly the map to all placed events in the window.
    FitMap,
    /// Read files into the dataset.
    Load(Vec<PathBuf>),
    /// Read a document again as of a date.
    Redate(SourceId, Dating),
    /// Fold the reports anew, by the corrections as they are now.
    Refold,
}

impl State {
    /// A state that shows an imported dataset from its beginning, its reports folded here and now.
    #[must_use]
    pub fn new(dataset: Dataset) -> Self {
        // Nobody can ask this task to stop.
        let loaded = Loaded::new(dataset, &Decisions::default(), &Task::new());
        Self::showing(loaded.unwrap_or_else(|_| Loaded::unfolded(Dataset::default())))
    }

    /// A state that shows what was folded before, from its beginning.
    #[must_use]
    pub fn showing(loaded: Loaded) -> Self {
        let project = Project::new(&loaded);
        let (dataset, index) = (loaded.folded.dataset, loaded.index);
        let extent = index.extent().unwrap_or_else(|| Window::new(Second(0), Second(86_400)));
        let matches = Query { window: Some(extent) }.run(index.events());
        Self {
            session: first_session(&dataset, &index, extent),
            dataset,
            project,
            revision: 0,
            warnings: Vec::new(),
            index,
            written: None,
            filters: Filters::default(),
            extent,
            matches,
            selected: Highlight::default(),
            hovered: Highlight::default(),
            hover_next: None,
        }
    }

    /// Takes another dataset, read from other files or read again; what is looked at starts afresh,
    /// but for the user's choices. `made` are the corrections that it was folded by, besides its
    /// own: they go on, and where more were made since, it is folded again. Without them what was
    /// there is gone, corrections and all.
    pub fn replace(
        &mut self,
        loaded: Loaded,
        made: Option<&Decisions>,
        warnings: Vec<Warning>,
    ) -> Option<Effect> {
        let mut next = Self::showing(loaded.clone());
        if made.is_some() {
            next.project = self.project.clone();
            next.project.take(&loaded);
        }
        next.revision = self.revision + 1;
        let failed = warnings.iter().any(|warning| warning.failed);
        if made.is_some() {
            // What was said of files that stay is still so.
            next.warnings = std::mem::take(&mut self.warnings);
        }
        for warning in warnings {
            if !next.warnings.contains(&warning) {
                next.warnings.push(warning);
            }
        }
        let kept = &self.session;
        next.session.outside = kept.outside;
        next.session.appearance = kept.appearance;
        next.session.names = kept.names;
        next.session.speed = kept.speed;
        next.session.less_motion = kept.less_motion;
        next.session.table = kept.table.clone();
        next.session.timeline = kept.timeline.for_other_data();
        next.session.layers = kept.layers.clone();
        if failed {
            next.session.list = List::Warnings;
        }
        next.filters = std::mem::take(&mut self.filters);
        next.filters.restart();
        *self = next;
        self.tell_time();
        self.refresh();
        made.and_then(|made| self.catch_up(made, &loaded))
    }

    /// What is saved and undone.
    #[must_use]
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Says that the corrections as they were at a version stand in a file.
    pub fn saved(&mut self, version: u64) {
        self.project.saved(version);
    }

    /// What is known, as it is shown.
    #[must_use]
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// Counts up with every new dataset; what was computed for another one is stale.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Look-ups into the dataset.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The stretch of time that the data are about.
    #[must_use]
    pub fn extent(&self) -> Window {
        self.extent
    }

    /// What is filtered.
    #[must_use]
    pub fn filters(&self) -> &Filters {
        &self.filters
    }

    /// What filters and the counts beside them still have to work out, where that takes a job; few
    /// events are filtered at once.
    #[must_use]
    pub fn filtering_due(&self) -> Option<Due> {
        self.filters.due(self.index.events(), self.session.window)
    }

    /// Takes what a job worked out; false where it is no longer what was asked.
    pub fn filtered(&mut self, made: Made) -> bool {
        let taken = self.filters.take(made);
        if taken {
            self.refresh();
        }
        taken
    }

    /// Gives the filters that were saved before.
    pub fn give_saved_filters(&mut self, saved: Vec<NamedFilter>) {
        self.filters.give_saved(saved);
    }

    /// The answer to the current window.
    #[must_use]
    pub fn matches(&self) -> &Matches {
        &self.matches
    }

    /// What is selected, with all that belongs to it.
    #[must_use]
    pub fn selected(&self) -> &Highlight {
        &self.selected
    }

    /// What the pointer is over, with all that belongs to it.
    #[must_use]
    pub fn hovered(&self) -> &Highlight {
        &self.hovered
    }

    /// Ends a frame: what was hovered during it is what is marked out in the next. True when that
    /// changed, and so the picture.
    pub fn end_frame(&mut self) -> bool {
        let next = self.hover_next.take();
        if next == self.session.hover {
            return false;
        }
        self.hovered = self.highlight(next.as_ref());
        self.session.hover = next;
        true
    }

    /// Carries out what a view asked for.
    pub fn apply(&mut self, action: Action) -> Option<Effect> {
        let s = &mut self.session;
        match action {
            Action::Select(item) => return self.select(item),
            Action::Hover(item) => self.hover_next = Some(item),
            Action::ShowList(list) => {
                s.list = list;
                s.selection = None;
                self.selected = Highlight::default();
            }
            Action::SetWindow(window) => {
                s.window = window;
                self.refresh();
            }
            Action::SetCursor(at) => s.cursor = at,
            Action::SetSpanInView(span) => s.span_in_view = span,
            Action::FitTime => {
                s.span_in_view = self.extent;
                s.window = self.extent;
                self.refresh();
            }
            Action::GoToTime(span) => self.go_to(&span),
            Action::SetMap { center, zoom } => {
                s.map_center = center;
                s.map_zoom = zoom;
            }
            Action::FlyToPlace(place) => return Some(Effect::FlyToPlace(place)),
            Action::FitMap => return Some(Effect::FitMap),
            Action::FitSelection => match self.selected.places.as_slice() {
                [] => {}
                [only] => return Some(Effect::FlyToPlace(*only)),
                places => return Some(Effect::FlyToPlaces(places.to_vec())),
            },
            Action::Play(on) => self.play(on),
            Action::StepBy(n) => {
                let stride = Stride::of(&self.session);
                self.move_to(stepped(Moment::of(&self.session), stride, n, self.extent));
            }
            Action::SetStep(step) => s.step = step,
            Action::SetSpeed(speed) => s.speed = speed.clamp(0.25, 60.0),
            Action::SetOutside(outside) => s.outside = outside,
            Action::SetAppearance(appearance) => s.appearance = appearance,
            Action::SetLayers(layers) => s.layers = layers.sound(),
            Action::SetNames(language) => s.names = language,
            Action::ChooseNames(open) => s.choosing_names = open,
            Action::OpenFiles(paths) => return Some(Effect::Load(paths)),
            Action::DateDocument(source, span) => {
                s.asking_date.retain(|(id, _)| *id != source);
                let suggested = self.dataset.source(source).and_then(|s| s.suggested_date.as_ref());
                let from = match suggested {
                    Some((date, why)) if *date == span => DatedFrom::Text(why.clone()),
                    _ => DatedFrom::Option,
                };
                let dating = Dating { dated: Some(span), from: Some(from) };
                return Some(Effect::Redate(source, dating));
            }
            Action::LeaveUndated(source) => s.asking_date.retain(|(id, _)| *id != source),
            Action::ShowEvent(id) => return self.show_event(id),
            Action::ShowFound(found) => self.show_found(found),
            Action::DropPin(pin) => return self.drop_pin(pin),
            Action::RemovePin => s.pin = None,
            Action::CloseDocument => s.document = None,
            Action::Compare(between) => s.compared = between,
            Action::Multiples(change) => s.multiples.apply(change, s.window),
            Action::SetFilter(filter) => {
                let now = self.filters.filter();
                s.editing.take_if(|edit| !edit.outlasts(now, &filter));
                self.filters.set(*filter);
                self.refresh();
            }
            Action::ShowFilters(open) => {
                self.filters.show(open);
                self.refresh();
            }
            Action::ShowTable(open) => s.table.open = open,
            Action::SortTable(sort) => s.table.sort = sort,
            Action::ToggleColumn(column) => s.table.toggle(column),
            Action::SetLessMotion(less) => s.less_motion = less,
            Action::MarkArea(tool) => {
                s.marking = tool;
                s.editing.take_if(|_| tool.is_some());
            }
            Action::EditArea(area) => {
                s.editing = AreaEdit::taken(self.filters.filter(), area, s.editing.take());
                s.marking.take_if(|_| s.editing.is_some());
            }
            Action::SaveFilter(name) => self.filters.save(&name),
            Action::ForgetFilter(name) => self.filters.forget(&name),
            Action::Timeline(change) => self.change_timeline(change),
            Action::FoldEvents(a, b) => return self.fold_events(a, b),
            Action::TakeApart(event, account) => return self.take_apart(event, account),
            Action::Forget(pair) => return self.forget(pair),
            Action::Undo => return self.undo(),
            Action::Redo => return self.redo(),
        }
        None
    }
}

impl State {
    pub(super) fn refresh(&mut self) {
        let (whole, window) = (self.index.events(), self.session.window);
        while Filters::at_once(whole)
            && let Some(due) = self.filters.due(whole, window)
            && let Ok(made) = due.make(&Task::new())
            && self.filters.take(made)
        {}
        let index = self.filters.index(whole);
        let narrowed = !Arc::ptr_eq(index, self.matches.index());
        self.matches = Query { window: Some(window) }.run(index);
        if narrowed {
            // What belongs to a selected place is what filters leave there.
            self.selected = self.highlight(self.session.selection.as_ref());
        }
    }

    pub(super) fn move_to(&mut self, moment: Moment) {
        self.session.window = moment.window;
        self.session.cursor = moment.cursor;
        self.refresh();
    }

    pub(super) fn highlight(&self, item: Option<&Item>) -> Highlight {
        let Some(item) = item else { return Highlight::default() };
        let mut marked = self.index.highlight(&self.dataset, item);
        // An event that is selected itself stays, and says what hides it.
        if !matches!(item, Item::Event(_)) {
            let index = self.matches.index();
            marked.events.retain(|id| index.has(*id));
        }
        marked
    }
}
