//! What runs beside the window: unpacking the base map, reading files. Shown on the status line,
//! where it can be cancelled.

use crate::app::Resources;
use crate::app::jobs::{Job, Outcome, Revision};
use crate::basemap::Basemap;
use crate::import::{self, LoadOptions};
use crate::model::{Dataset, SourceId, TimeSpan};
use crate::reading::Reader;
use crate::task::{Task, Warning};
use crate::views::theme;
use egui::{RichText, Ui};
use std::path::PathBuf;
use std::sync::Arc;

/// A dataset that was read, and what went wrong on the way.
pub type Read = (Dataset, Vec<Warning>);

/// The jobs of the window and what they brought.
#[derive(Default)]
pub struct Loading {
    resources: Arc<Resources>,
    basemap: Option<Arc<Basemap>>,
    unpacking: Option<Job<Result<Arc<Basemap>, String>>>,
    reading: Option<Job<Result<Read, String>>>,
    trouble: Option<String>,
}

impl Loading {
    /// On the gazetteer of this user, with what they added to it.
    pub fn of_user() -> Self {
        Self { resources: Arc::new(Resources::of_user()), ..Self::default() }
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

    /// Starts reading files beside what is open. What the result is put beside is looked at when it
    /// arrives, so that two readings in a row lose nothing.
    pub fn read(
        &mut self,
        ctx: &egui::Context,
        beside: &Arc<Dataset>,
        revision: u64,
        paths: Vec<PathBuf>,
        dated: Option<TimeSpan>,
    ) {
        let beside = Arc::clone(beside);
        self.start(ctx, revision, move |reader, task| {
            let read = import::load(&paths, &LoadOptions { dated }, reader, task);
            let mut all = (*beside).clone();
            all.append(read);
            all
        });
    }

    /// Starts reading one document again, as of another date.
    pub fn redate(
        &mut self,
        ctx: &egui::Context,
        dataset: &Arc<Dataset>,
        revision: u64,
        source: SourceId,
        span: TimeSpan,
    ) {
        let dataset = Arc::clone(dataset);
        self.start(ctx, revision, move |reader, _| {
            import::redate(&dataset, source, Some(span), reader)
        });
    }

    fn start(
        &mut self,
        ctx: &egui::Context,
        revision: u64,
        work: impl FnOnce(&Reader, &Task) -> Dataset + Send + 'static,
    ) {
        let (resources, wake) = (Arc::clone(&self.resources), ctx.clone());
        self.trouble = None;
        self.reading = Some(Job::start(
            "reading",
            Revision(revision),
            move |task| {
                let reader = resources.reader(task).map_err(|e| e.to_string())?;
                let dataset = work(&reader, task);
                Ok((dataset, task.take_warnings()))
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

    /// What is being done, how far it is, and the way to stop it.
    pub fn status(&self, ui: &mut Ui) {
        if let Some(job) = &self.reading {
            let progress = job.progress();
            ui.add(egui::Spinner::new().size(14.0));
            let part = match (progress.done, progress.total) {
                (_, 0) => String::new(),
                (done, total) => format!(" {} %", done.saturating_mul(100) / total),
            };
            let stage = if progress.stage.is_empty() { "Reading" } else { &progress.stage };
            ui.label(RichText::new(format!("{stage}{part}")).font(theme::regular(12.5)));
            if ui.small_button("Cancel").clicked() {
                job.cancel();
            }
        } else if let Some(trouble) = &self.trouble {
            ui.label(
                RichText::new(trouble).font(theme::regular(12.5)).color(ui.visuals().warn_fg_color),
            );
        }
    }
}
