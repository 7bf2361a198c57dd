//! Saving all that was wrong with a table, where that is more than a list can show.

use crate::task::Warning;
use crate::views::theme;
use egui::{RichText, Ui};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// A report that is being saved, and what came of the last one.
#[derive(Debug, Default)]
pub struct Reports {
    saving: Option<Receiver<Result<String, String>>>,
    said: Option<Result<String, String>>,
}

impl Reports {
    /// The button of a warning that has a report.
    pub fn ui(&mut self, ui: &mut Ui, warning: &Warning) {
        let Some(lines) = &warning.report else { return };
        self.take();
        let button = egui::Button::new("Save report…");
        let hint = format!("{} lines: each row with what was wrong", lines.len());
        let idle = self.saving.is_none();
        if ui.add_enabled(idle, button).on_hover_text(hint).clicked() {
            self.choose(ui.ctx(), Arc::clone(lines));
        }
        let (words, ink) = match &self.said {
            None => return,
            Some(Ok(words)) => (words, ui.visuals().text_color()),
            Some(Err(words)) => (words, ui.visuals().warn_fg_color),
        };
        ui.label(RichText::new(words).font(theme::regular(theme::SMALL)).color(ink));
    }

    /// The dialog waits for the user in a thread of its own, so that the window goes on drawing.
    fn choose(&mut self, ctx: &egui::Context, lines: Arc<Vec<String>>) {
        let (send, receive) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let dialog = rfd::FileDialog::new().set_file_name("report.txt");
            let result = match dialog.save_file() {
                Some(path) => write(&path, &lines)
                    .map(|()| format!("Saved as {}.", path.display()))
                    .map_err(|why| format!("{} cannot be written: {why}.", path.display())),
                None => Err("Nothing was chosen. If no dialog appeared, this system has none: \
                     `chronotope check FILE > report.txt` writes the same."
                    .to_owned()),
            };
            // The window may be gone by now; then nobody wants the answer.
            let _ = send.send(result);
            ctx.request_repaint();
        });
        self.said = None;
        self.saving = Some(receive);
    }

    fn take(&mut self) {
        let Some(receive) = &self.saving else { return };
        match receive.try_recv() {
            Ok(result) => self.said = Some(result),
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => {}
        }
        self.saving = None;
    }
}

fn write(path: &Path, lines: &[String]) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()
}
