//! What runs beside the window: unpacking the base map, reading files. Shown on the status line,
//! where it can be cancelled.

use crate::app::jobs::{Job, Outcome, Revision};
use crate::app::{Dating, Index, Loaded, Resources};
use crate::basemap::Basemap;
use crate::folding::{Folded, fold};
use crate::import::{self, LoadOptions};
use crate::model::time::Calendar;
use crate::model::{Dataset, Decisions, SourceId, TimeSpan};
use crate::reading::Reader;
use crate::task::{Pace, Progress, Task, Warning};
use crate::views::theme;
use egui::{RichText, Ui};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// A dataset that was read and folded, and what went wrong on the way.
#[derive(Debug)]
pub struct Read {
    /// What was read, with what was there before.
    pub loaded: Loaded,
    /// The corrections that it was folded by, besides its own; nothing where it replaces all.
    pub made: Option<Decisions>,
    /// What went wrong.
    pub warnings: Vec<Warning>,
}

/// What a reading is put beside.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The data, as imported.
    pub imported: Arc<Dataset>,
    /// The corrections over them.
    pub decisions: Decisions,
    /// Counts up with every dataset; a result for another one is stale.
    pub revision: u64,
}

/// The jobs of the window and what they brought.
#[derive(Default)]
pub struct Loading {
    resources: Arc<Resources>,
    basemap: Option<Arc<Basemap>>,
    unpacking: Option<Job<Result<Arc<Basemap>, String>>>,
    reading: Option<Job<Result<Read, String>>>,
    folding: Option<Job<Result<(Folded, Index), String>>>,
    trouble: Option<String>,
    pace: Pace,
    begun: Option<Instant>,
}

impl Loading {
    /// On the gazetteer of this user, with what they added to it.
    pub fn of_user(lexicon: Option<PathBuf>, calendar: Calendar) -> Self {
        let resources = Resources::of_user().with_lexicon(lexicon).with_calendar(calendar);
        Self { resources: Arc::new(resources), ..Self::default() }
    }

    /// What is embedded in the program, for those who look something up.
    #[must_use]
    pub fn resources(&self) -> &Arc<Resources> {
        &self.resources
    }

    /// Starts unpacking the base map; the window draws without it until it is there.
    pub fn base_map(&mut self, ctx: &egui::Context) {
        let (resources, wake) = (Arc::clone(&self.resources), ctx.clone());
        self.unpacking = Some(Job::start(
            "base map",
            Revision::default(),
            move |_| resources.basemap().map_err(|e| e.to_string()),
            move || wake.request_repaint(),
        ));
    }

    /// The base map, once it is unpacked.
    pub fn base_map_ready(&mut self) -> Option<&Basemap> {
        match self.unpacking.as_mut().and_then(|job| job.poll(Revision::default())) {
            Some(Outcome::Done(Ok(map))) => self.basemap = Some(map),
            Some(Outcome::Done(Err(why)) | Outcome::Failed(why)) => self.trouble = Some(why),
            Some(Outcome::Cancelled | Outcome::Stale) | None => {}
        }
        self.basemap.as_deref()
    }

    /// The base map, where it is unpacked, to be drawn elsewhere.
    #[must_use]
    pub fn base_map_shared(&self) -> Option<Arc<Basemap>> {
        self.basemap.clone()
    }

    /// Starts reading files, beside what is open or in its place.
    pub fn read(
        &mut self,
        ctx: &egui::Context,
        beside: Option<Beside>,
        revision: u64,
        paths: Vec<PathBuf>,
        dated: Option<TimeSpan>,
    ) {
        let imported = beside.as_ref().map(|beside| Arc::clone(&beside.imported));
        let made = beside.map(|beside| beside.decisions);
        self.start(ctx, revision, made, move |reader, task| {
            let read = import::load(&paths, &LoadOptions { dated }, reader, task);
            let Some(imported) = imported else { return read };
            let mut all = (*imported).clone();
            all.append(read);
            all
        });
    }

    /// Starts reading one document again, as of another date.
    pub fn redate(
        &mut self,
        ctx: &egui::Context,
        beside: Beside,
        source: SourceId,
        dating: Dating,
    ) {
        let Beside { imported, decisions, revision } = beside;
        self.start(ctx, revision, Some(decisions), move |reader, task| {
            import::redate_as(&imported, source, dating.dated, dating.from, reader, task)
        });
    }

    /// Whether files are being read.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Starts folding anew, by corrections that were made; one that runs already is given up.
    pub fn refold(&mut self, ctx: &egui::Context, beside: Beside, version: u64) {
        let wake = ctx.clone();
        let Beside { imported, decisions, .. } = beside;
        self.folding = Some(Job::start(
            "folding",
            Revision(version),
            move |task| {
                let folded = fold(&imported, &decisions, task).map_err(|e| e.to_string())?;
                let index = Index::build(&folded.dataset, task).map_err(|e| e.to_string())?;
                Ok((folded, index))
            },
            move || wake.request_repaint(),
        ));
    }

    /// What was folded anew since the last frame, if it was for this version of the corrections.
    pub fn take_folded(&mut self, version: u64) -> Option<(Folded, Index)> {
        let outcome = self.folding.as_mut()?.poll(Revision(version))?;
        self.folding = None;
        match outcome {
            Outcome::Done(Ok(folded)) => return Some(folded),
            Outcome::Done(Err(why)) | Outcome::Failed(why) => self.trouble = Some(why),
            Outcome::Cancelled | Outcome::Stale => {}
        }
        None
    }

    /// Takes notice of how far the work is.
    fn look(&mut self, progress: &Progress) {
        let begun = *self.begun.get_or_insert_with(Instant::now);
        self.pace.look(begun.elapsed(), progress);
    }

    fn start(
        &mut self,
        ctx: &egui::Context,
        revision: u64,
        made: Option<Decisions>,
        work: impl FnOnce(&Reader, &Task) -> Dataset + Send + 'static,
    ) {
        let (resources, wake) = (Arc::clone(&self.resources), ctx.clone());
        self.trouble = None;
        self.pace = Pace::default();
        self.reading = Some(Job::start(
            "reading",
            Revision(revision),
            move |task| {
                let reader = resources.reader(task).map_err(|e| e.to_string())?;
                let dataset = work(&reader, task);
                let none = Decisions::default();
                let loaded = Loaded::new(dataset, made.as_ref().unwrap_or(&none), task);
                let loaded = loaded.map_err(|stopped| stopped.to_string())?;
                Ok(Read { loaded, made, warnings: task.take_warnings() })
            },
            move || wake.request_repaint(),
        ));
    }

    /// What was read since the last frame, if it was read for this revision.
    pub fn take_read(&mut self, revision: u64) -> Option<Read> {
        let outcome = self.reading.as_mut()?.poll(Revision(revision))?;
        self.reading = None;
        match outcome {
            Outcome::Done(Ok(read)) => return Some(read),
            Outcome::Done(Err(why)) | Outcome::Failed(why) => self.trouble = Some(why),
            Outcome::Cancelled => self.trouble = Some("Reading was cancelled.".to_owned()),
            Outcome::Stale => {}
        }
        None
    }

    /// What is being done, how far it is, how long it will take, and the ways to stop it.
    pub fn status(&mut self, ui: &mut Ui) {
        let running = self.reading.as_ref().map(|job| (job.progress(), job.task().clone()));
        let running =
            running.or(self.folding.as_ref().map(|job| (job.progress(), job.task().clone())));
        if let Some((progress, task)) = running {
            ui.add(egui::Spinner::new().size(14.0));
            self.look(&progress);
            let words = self.pace.words(&progress);
            ui.label(RichText::new(words).font(theme::regular(12.5)));
            if ui.small_button("Cancel").clicked() {
                task.cancel();
            }
            // Rows of tables can be kept as far as they were read; a report is read whole or not.
            let some = progress.rows > 0 && !task.is_enough() && !task.is_cancelled();
            let hint = "Ends reading here and shows the rows read so far";
            if some && ui.small_button("Show what is loaded").on_hover_text(hint).clicked() {
                task.suffice();
            }
        } else if let Some(trouble) = &self.trouble {
            ui.label(
                RichText::new(trouble).font(theme::regular(12.5)).color(ui.visuals().warn_fg_color),
            );
        }
    }
}
