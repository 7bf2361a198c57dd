//! Saving the project: where it was opened or saved before, or at a place that is asked for: by the
//! system's dialog where there is one, by a path typed where there is none.

use crate::app::jobs::{Job, Outcome, Revision};
use crate::app::save::{project_path, save_project};
use crate::app::{Project, State};
use crate::formats::project::SUFFIX;
use crate::views::field::Field;
use crate::views::{dialog, theme};
use egui::{RichText, Ui};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

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
    typed: String,
    trouble: Option<String>,
    /// A path that is there already, to be replaced only when that is said twice.
    replaces: Option<PathBuf>,
    choosing: Option<Receiver<Option<PathBuf>>>,
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
        self.open || self.job.is_some() || self.choosing.is_some()
    }

    /// The version that was saved since the last frame.
    pub fn take_saved(&mut self) -> Option<u64> {
        let version = self.job.as_ref()?.revision();
        let outcome = self.job.as_mut()?.poll(version)?;
        self.job = None;
        match outcome {
            Outcome::Done(Ok(path)) => {
                self.path = Some(path);
                self.trouble = None;
                return Some(version.0);
            }
            Outcome::Done(Err(why)) | Outcome::Failed(why) => self.trouble = Some(why),
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
        } else if let Some(trouble) = self.trouble.as_ref().filter(|_| !self.open) {
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
        let busy = self.choosing.is_some();
        if ui.add_enabled(!busy, egui::Button::new("Choose where…")).clicked() {
            self.choose(ui.ctx());
        }
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let label = ui.label("Or a path");
            let field = Field::new(&mut self.typed)
                .desired_width((ui.available_width() - BUTTON).clamp(80.0, 280.0))
                .hint_text(format!("name{SUFFIX}"));
            let response = ui.add(field).labelled_by(label.id);
            let enter = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            if ui.button("Save here").clicked() || enter {
                self.save_typed(ui.ctx(), project);
            }
            if ui.memory(|m| m.focused().is_none()) {
                response.request_focus();
            }
        });
        dialog::trouble(ui, self.trouble.as_deref());
    }

    fn save_typed(&mut self, ctx: &egui::Context, project: &Project) {
        if self.typed.trim().is_empty() {
            self.trouble = Some("Type a path first, or choose one.".to_owned());
            return;
        }
        let path = project_path(Path::new(self.typed.trim()));
        if path.is_dir() {
            self.trouble = Some(format!("{} is a folder: add a file name.", path.display()));
        } else if path.exists()
            && self.path.as_ref() != Some(&path)
            && self.replaces.as_ref() != Some(&path)
        {
            let words = format!("{} is there already. Save again to replace it.", path.display());
            self.trouble = Some(words);
            self.replaces = Some(path);
        } else {
            self.start(ctx, project, path);
        }
    }

    /// Saves beside the window, which may go on drawing: a project can hold a hundred megabytes.
    fn start(&mut self, ctx: &egui::Context, project: &Project, path: PathBuf) {
        let (imported, decisions) = (Arc::clone(project.imported()), project.decisions().clone());
        let wake = ctx.clone();
        self.open = false;
        self.trouble = None;
        self.replaces = None;
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

    /// The dialog waits for the user in a thread of its own, so that the window goes on drawing.
    fn choose(&mut self, ctx: &egui::Context) {
        let (send, receive) = channel();
        let ctx = ctx.clone();
        let name = self.path.as_deref().and_then(Path::file_name);
        let name =
            name.map_or_else(|| format!("project{SUFFIX}"), |n| n.to_string_lossy().into_owned());
        std::thread::spawn(move || {
            let dialog = rfd::FileDialog::new().set_file_name(name);
            // The window may be gone by now; then nobody wants the answer.
            let _ = send.send(dialog.save_file());
            ctx.request_repaint();
        });
        self.choosing = Some(receive);
    }

    fn take_chosen(&mut self, ctx: &egui::Context, project: &Project) {
        let Some(receive) = &self.choosing else { return };
        match receive.try_recv() {
            Ok(Some(path)) => {
                self.choosing = None;
                // The dialog has asked whether to replace what is there, under the name given to it.
                let full = project_path(&path);
                if full != path && full.exists() {
                    self.typed = full.to_string_lossy().into_owned();
                    self.save_typed(ctx, project);
                    self.open = true;
                } else {
                    self.start(ctx, project, full);
                }
            }
            Ok(None) => {
                self.choosing = None;
                self.trouble = Some(
                    "Nothing was chosen. If no dialog appeared, this system has none: type a path below."
                        .to_owned(),
                );
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.choosing = None,
        }
    }
}
