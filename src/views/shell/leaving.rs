//! The question that closing the window raises while corrections are unsaved.

use super::saving::Saving;
use crate::app::Project;
use crate::views::{dialog, theme};
use egui::{Ui, ViewportCommand};

/// Whether the window is to be closed, and what is asked about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leaving {
    /// Nobody asked.
    #[default]
    Staying,
    /// The question is on screen.
    Asked,
    /// It closes as soon as the project is saved.
    Saving,
    /// It closes.
    Gone,
}

impl Leaving {
    /// Holds a closing window while changes are unsaved, asks, and does what is answered.
    pub fn ui(&mut self, ui: &Ui, project: &Project, saving: &mut Saving) {
        let ctx = ui.ctx();
        let unsaved = project.is_unsaved();
        if ctx.input(|i| i.viewport().close_requested()) && unsaved && *self != Self::Gone {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            *self = Self::Asked;
        }
        match self {
            Self::Saving if !unsaved => self.go(ctx),
            // Where to save was asked and not answered, or it could not be saved.
            Self::Saving if !saving.is_busy() => *self = Self::Staying,
            Self::Asked => self.ask(ui, project, saving),
            _ => {}
        }
    }

    fn go(&mut self, ctx: &egui::Context) {
        *self = Self::Gone;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    fn ask(&mut self, ui: &Ui, project: &Project, saving: &mut Saving) {
        let mut answer = None;
        let stays = dialog::show(ui.ctx(), "Unsaved changes", 400.0, |ui| {
            ui.label("What you corrected or added is not saved yet.");
            ui.add_space(theme::GAP / 2.0);
            ui.horizontal_wrapped(|ui| {
                for (words, leaving) in [
                    ("Save and close", Self::Saving),
                    ("Close without saving", Self::Gone),
                    ("Stay", Self::Staying),
                ] {
                    if ui.button(words).clicked() {
                        answer = Some(leaving);
                    }
                }
            });
        });
        match answer.or(stays.then_some(Self::Staying)) {
            Some(Self::Saving) => {
                *self = Self::Saving;
                saving.save(ui.ctx(), project);
            }
            Some(Self::Gone) => self.go(ui.ctx()),
            Some(next) => *self = next,
            None => {}
        }
    }
}
