//! Choosing what to open: the system's dialog where there is one, a path typed where there is none,
//! files dropped on the window.

use crate::app::Action;
use crate::views::field::Field;
use crate::views::{dialog, theme};
use egui::Ui;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Width of the button beside the path, with the space around it, in points.
const BUTTON: f32 = 70.0;

/// The window that asks what to open.
#[derive(Debug, Default)]
pub struct Opening {
    /// Whether it is shown.
    pub open: bool,
    typed: String,
    trouble: Option<String>,
    choosing: Option<Receiver<Vec<PathBuf>>>,
}

impl Opening {
    /// Draws the window while it is open, and takes what the system's dialog brings.
    pub fn ui(&mut self, ui: &Ui, actions: &mut Vec<Action>) {
        self.take_chosen(actions);
        if self.open && dialog::show(ui.ctx(), "Open", 460.0, |ui| self.body(ui, actions)) {
            self.open = false;
        }
    }

    fn body(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        ui.label("News reports (text, Markdown, HTML), event tables (CSV, TSV, Parquet), GeoJSON, Chronotope projects, or a folder of them; map tiles (PMTiles, MBTiles). You can also drop files on the window.");
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let busy = self.choosing.is_some();
            if ui.add_enabled(!busy, egui::Button::new("Choose files…")).clicked() {
                self.choose(ui.ctx(), false);
            }
            if ui.add_enabled(!busy, egui::Button::new("Choose a folder…")).clicked() {
                self.choose(ui.ctx(), true);
            }
        });
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let label = ui.label("Or a path");
            let room = (ui.available_width() - BUTTON).clamp(80.0, 280.0);
            let field = Field::new(&mut self.typed).desired_width(room);
            let response = ui.add(field).labelled_by(label.id);
            let enter = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            if ui.button("Open").clicked() || enter {
                self.open_typed(actions);
            }
            if ui.memory(|m| m.focused().is_none()) {
                response.request_focus();
            }
        });
        dialog::trouble(ui, self.trouble.as_deref());
    }

    fn open_typed(&mut self, actions: &mut Vec<Action>) {
        let path = PathBuf::from(self.typed.trim());
        if path.exists() {
            self.trouble = None;
            self.open = false;
            actions.push(Action::OpenFiles(vec![path]));
        } else {
            self.trouble = Some(format!("There is no file or folder at “{}”.", self.typed.trim()));
        }
    }

    /// The dialog waits for the user in a thread of its own, so that the window goes on drawing.
    fn choose(&mut self, ctx: &egui::Context, folder: bool) {
        let (send, receive) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let dialog = rfd::FileDialog::new();
            let chosen = if folder {
                dialog.pick_folder().map(|one| vec![one])
            } else {
                dialog.pick_files()
            };
            // The window may be gone by now; then nobody wants the answer.
            let _ = send.send(chosen.unwrap_or_default());
            ctx.request_repaint();
        });
        self.choosing = Some(receive);
    }

    fn take_chosen(&mut self, actions: &mut Vec<Action>) {
        let Some(receive) = &self.choosing else { return };
        match receive.try_recv() {
            Ok(paths) if paths.is_empty() => {
                self.choosing = None;
                self.trouble = Some(
                    "Nothing was chosen. If no dialog appeared, this system has none: type a path below."
                        .to_owned(),
                );
            }
            Ok(paths) => {
                self.choosing = None;
                self.trouble = None;
                self.open = false;
                actions.push(Action::OpenFiles(paths));
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.choosing = None,
        }
    }
}
