//! Saving the project: where it was opened or saved before, or at a place that is asked for: by the
//! system's dialog where there is one, by a path typed where there is none.

use super::asking::Asking;
use crate::app::jobs::{Job, Outcome, Revision};
use crate::app::save::{project_path, save_project};
use crate::app::{Project, State};
use crate::formats::project::SUFFIX;
use crate::views::{dialog, theme};
use egui::{RichText, Ui};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Width of the button beside the path, with the space around it, in points.
const BUTTON: f32 = 100.0;

/// The window that asks where to save, and the saving itself.
#[derive(Debug, Default)]
pub struct Saving {
    /// Whether the window is shown.
    pub open: bool,
    path: Option<PathBuf>,
    /// The one project that is being opened in an empty window: where it will be saved again.
    opening: Option<PathBuf>,
    asking: Asking<PathBuf>,
    job: Option<Job<Result<PathBuf, String>>>,
}

impl Saving {
    /// Notes which files are being opened: a single project, opened by itself, is saved where it was.
    pub fn opened(&mut self, paths: &[PathBuf], alone: bool) {
        let project = |path: &&PathBuf| path.to_string_lossy().to_lowercase().ends_with(SUFFIX);
        self.opening = match paths {
            [only] if alone => Some(only).filter(project).cloned(),
            _ => None,
        };
        if alone {
            self.path = None;
        }
    }

    /// What was opened has arrived, `whole` or not; true when it is a project as it stands in its
    /// file. One that was not read as a whole is not to be written over what could not be read.
    pub fn arrived(&mut self, whole: bool) -> bool {
        let Some(path) = self.opening.take().filter(|_| whole) else { return false };
        self.path = Some(path);
        true
    }

    /// Saves where it was saved before; asks where there is no such place.
    pub fn save(&mut self, ctx: &egui::Context, project: &Project) {
        match self.path.clone() {
            Some(path) => self.start(ctx, project, path),
            None => self.open = true,
        }
    }

    /// Whether it is being saved, or asked where to.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.open || self.job.is_some() || self.asking.is_choosing()
    }

    /// The version that was saved since the last frame.
    pub fn take_saved(&mut self) -> Option<u64> {
        let version = self.job.as_ref()?.revision();
        let outcome = self.job.as_mut()?.poll(version)?;
        self.job = None;
        match outcome {
            Outcome::Done(Ok(path)) => {
                self.path = Some(path);
                self.asking.trouble = None;
                return Some(version.0);
            }
            Outcome::Done(Err(why)) | Outcome::Failed(why) => self.asking.trouble = Some(why),
            Outcome::Cancelled | Outcome::Stale => {}
        }
        None
    }

    /// The window's title: what is open, with a dot before it while changes are unsaved.
    #[must_use]
    pub fn title(&self, state: &State) -> String {
        let file = self.path.as_deref().and_then(Path::file_name);
        let file = file.map(|name| name.to_string_lossy().into_owned());
        let named = Some(state.dataset().title.clone()).filter(|title| !title.is_empty());
        let dot = if state.project().is_unsaved() { "• " } else { "" };
        match named.or(file) {
            Some(name) => format!("{dot}{name} - Chronotope"),
            None => format!("{dot}Chronotope"),
        }
    }

    /// What is being saved, or why it was not.
    pub fn status(&self, ui: &mut Ui) {
        let font = theme::regular(12.5);
        if self.job.is_some() {
            ui.add(egui::Spinner::new().size(14.0));
            ui.label(RichText::new("Saving").font(font));
        } else if let Some(trouble) = self.asking.trouble.as_ref().filter(|_| !self.open) {
            ui.label(RichText::new(trouble).font(font).color(ui.visuals().warn_fg_color));
        }
    }

    /// Draws the window while it is open, and takes what the system's dialog brings.
    pub fn ui(&mut self, ui: &Ui, project: &Project) {
        self.take_chosen(ui.ctx(), project);
        if self.open && dialog::show(ui.ctx(), "Save as", 460.0, |ui| self.body(ui, project)) {
            self.open = false;
        }
    }

    fn body(&mut self, ui: &mut Ui, project: &Project) {
        ui.label("A project holds what was read, with its texts, and every correction. It can be opened again and passed on.");
        ui.add_space(theme::GAP);
        let busy = self.asking.is_choosing();
        if ui.add_enabled(!busy, egui::Button::new("Choose where…")).clicked() {
            self.choose(ui.ctx());
        }
        ui.add_space(theme::GAP);
        if self.asking.line(ui, &format!("name{SUFFIX}"), "Save here", BUTTON) {
            self.save_typed(ui.ctx(), project);
        }
        dialog::trouble(ui, self.asking.trouble.as_deref());
    }

    fn save_typed(&mut self, ctx: &egui::Context, project: &Project) {
        if self.asking.typed.trim().is_empty() {
            self.asking.trouble = Some("Type a path first, or choose one.".to_owned());
            return;
        }
        let path = project_path(Path::new(self.asking.typed.trim()));
        if path.is_dir() {
            self.asking.trouble = Some(format!("{} is a folder: add a file name.", path.display()));
        } else if self.path.as_ref() == Some(&path) || self.asking.may_write(&path, "Save") {
            self.start(ctx, project, path);
        }
    }

    /// Saves beside the window, which may go on drawing: a project can hold a hundred megabytes.
    fn start(&mut self, ctx: &egui::Context, project: &Project, path: PathBuf) {
        let (imported, decisions) = (Arc::clone(project.imported()), project.decisions().clone());
        let wake = ctx.clone();
        self.open = false;
        self.asking.answered();
        self.job = Some(Job::start(
            "saving",
            Revision(project.version()),
            move |_| {
                let saved = save_project(&path, &imported, &decisions);
                saved.map(|()| path).map_err(|why| why.to_string())
            },
            move || wake.request_repaint(),
        ));
    }

    fn choose(&mut self, ctx: &egui::Context) {
        let name = self.path.as_deref().and_then(Path::file_name);
        let name =
            name.map_or_else(|| format!("project{SUFFIX}"), |n| n.to_string_lossy().into_owned());
        self.asking.choose(ctx, || rfd::FileDialog::new().set_file_name(name).save_file());
    }

    fn take_chosen(&mut self, ctx: &egui::Context, project: &Project) {
        let Some(path) = self.asking.take_chosen() else { return };
        // The dialog has asked whether to replace what is there, under the name given to it.
        let full = project_path(&path);
        if full != path && full.exists() {
            self.asking.typed = full.to_string_lossy().into_owned();
            self.save_typed(ctx, project);
            self.open = true;
        } else {
            self.start(ctx, project, full);
        }
    }
}
