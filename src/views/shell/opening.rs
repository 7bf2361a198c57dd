//! Choosing what to open: the system's dialog where there is one, a path typed where there is none,
//! files dropped on the window.

use super::asking::Asking;
use crate::app::Action;
use crate::views::{dialog, theme};
use egui::Ui;
use std::path::PathBuf;

/// Width of the button beside the path, with the space around it, in points.
const BUTTON: f32 = 70.0;

/// The window that asks what to open.
#[derive(Debug, Default)]
pub struct Opening {
    /// Whether it is shown.
    pub open: bool,
    asking: Asking<Vec<PathBuf>>,
}

impl Opening {
    /// Draws the window while it is open, and takes what the system's dialog brings.
    pub fn ui(&mut self, ui: &Ui, actions: &mut Vec<Action>) {
        if let Some(paths) = self.asking.take_chosen() {
            self.take(paths, actions);
        }
        if self.open && dialog::show(ui.ctx(), "Open", 460.0, |ui| self.body(ui, actions)) {
            self.open = false;
        }
    }

    fn body(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        ui.label("News reports (text, Markdown, HTML), event tables (CSV, TSV, Parquet), GeoJSON, Chronotope projects, or a folder of them; map tiles (PMTiles, MBTiles). You can also drop files on the window.");
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let busy = self.asking.is_choosing();
            if ui.add_enabled(!busy, egui::Button::new("Choose files…")).clicked() {
                self.choose(ui.ctx(), false);
            }
            if ui.add_enabled(!busy, egui::Button::new("Choose a folder…")).clicked() {
                self.choose(ui.ctx(), true);
            }
        });
        ui.add_space(theme::GAP);
        if self.asking.line(ui, "", "Open", BUTTON) {
            self.open_typed(actions);
        }
        dialog::trouble(ui, self.asking.trouble.as_deref());
    }

    fn open_typed(&mut self, actions: &mut Vec<Action>) {
        let typed = self.asking.typed.trim();
        let path = PathBuf::from(typed);
        if path.exists() {
            self.take(vec![path], actions);
        } else {
            self.asking.trouble = Some(format!("There is no file or folder at “{typed}”."));
        }
    }

    fn take(&mut self, paths: Vec<PathBuf>, actions: &mut Vec<Action>) {
        self.asking.answered();
        self.open = false;
        actions.push(Action::OpenFiles(paths));
    }

    fn choose(&mut self, ctx: &egui::Context, folder: bool) {
        self.asking.choose(ctx, move || {
            let dialog = rfd::FileDialog::new();
            if folder {
                dialog.pick_folder().map(|one| vec![one])
            } else {
                dialog.pick_files().filter(|paths| !paths.is_empty())
            }
        });
    }
}
