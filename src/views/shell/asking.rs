//! Asking for a path: by the system's dialog where there is one, by a path typed where there is none.

use crate::views::field::Field;
use egui::{Context, Ui};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// A question for a path, or for several. `T` is what the system's dialog brings.
#[derive(Debug)]
pub struct Asking<T> {
    /// What is typed.
    pub typed: String,
    /// What is wrong with it.
    pub trouble: Option<String>,
    /// A path that is there already, to be replaced only when that is said twice.
    replaces: Option<PathBuf>,
    choosing: Option<Receiver<Option<T>>>,
}

impl<T> Default for Asking<T> {
    fn default() -> Self {
        Self { typed: String::new(), trouble: None, replaces: None, choosing: None }
    }
}

impl<T: Send + 'static> Asking<T> {
    /// Whether the system's dialog is open.
    #[must_use]
    pub fn is_choosing(&self) -> bool {
        self.choosing.is_some()
    }

    /// Opens the system's dialog. It waits for the user in a thread of its own, so that the window goes
    /// on drawing.
    pub fn choose(&mut self, ctx: &Context, dialog: impl FnOnce() -> Option<T> + Send + 'static) {
        let (send, receive) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            // The window may be gone by now; then nobody wants the answer.
            let _ = send.send(dialog());
            ctx.request_repaint();
        });
        self.choosing = Some(receive);
    }

    /// What was chosen in the system's dialog since the last frame. Where nothing was, it says so.
    pub fn take_chosen(&mut self) -> Option<T> {
        let answer = self.choosing.as_ref()?.try_recv();
        if matches!(answer, Err(TryRecvError::Empty)) {
            return None;
        }
        self.choosing = None;
        let chosen = answer.ok()?;
        if chosen.is_none() {
            self.trouble = Some(
                "Nothing was chosen. If no dialog appeared, this system has none: type a path below."
                    .to_owned(),
            );
        }
        chosen
    }

    /// Whether a file may be written at a path: nothing is there, or it is asked for a second time.
    /// Else it says so; `again` is the word for what is to be done once more.
    pub fn may_write(&mut self, path: &Path, again: &str) -> bool {
        if !path.exists() || self.replaces.as_deref() == Some(path) {
            return true;
        }
        let there = format!("{} is there already. {again} again to replace it.", path.display());
        self.trouble = Some(there);
        self.replaces = Some(path.to_owned());
        false
    }

    /// The path is known: nothing is wrong any more, and nothing is to be replaced.
    pub fn answered(&mut self) {
        (self.trouble, self.replaces) = (None, None);
    }

    /// The line on which a path is typed, with `beside` points for the button that takes it. True
    /// when it is taken, by the button or by Enter.
    pub fn line(&mut self, ui: &mut Ui, hint: &str, button: &str, beside: f32) -> bool {
        let row = ui.horizontal(|ui| {
            let label = ui.label("Or a path");
            let field = Field::new(&mut self.typed)
                .desired_width((ui.available_width() - beside).clamp(80.0, 280.0))
                .hint_text(hint);
            let response = ui.add(field).labelled_by(label.id);
            let enter = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            let taken = ui.button(button).clicked() || enter;
            if ui.memory(|m| m.focused().is_none()) {
                response.request_focus();
            }
            taken
        });
        row.inner
    }
}
