//! Commands by name and by key: the palette, the sheet of shortcuts, and which keys were pressed.

pub mod keys;
mod palette;
mod sheet;

use crate::app::Frame;
use crate::app::commands::Command;
use egui::{Id, Ui};
use palette::Palette;
use sheet::Sheet;

/// The palette and the sheet; at most one of them is open.
#[derive(Debug, Default)]
pub struct CommandsView {
    palette: Palette,
    sheet: Sheet,
    /// What had the focus before one of them opened, to have it again.
    focus: Option<Id>,
}

impl CommandsView {
    /// Whether the palette or the sheet is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.palette.open || self.sheet.open
    }

    /// Closes both. True when one was open.
    pub fn close(&mut self, ctx: &egui::Context) -> bool {
        let was_open = self.is_open();
        self.palette.open = false;
        self.sheet.open = false;
        if was_open {
            match self.focus.take() {
                Some(id) => ctx.memory_mut(|m| m.request_focus(id)),
                None => {
                    ctx.memory_mut(|m| m.focused().into_iter().for_each(|id| m.surrender_focus(id)))
                }
            }
        }
        was_open
    }

    /// Shows the palette, or closes it where it is open.
    pub fn toggle_palette(&mut self, ctx: &egui::Context) {
        let was_open = self.palette.open;
        self.close(ctx);
        if !was_open {
            self.focus = ctx.memory(|m| m.focused());
            self.palette.show();
        }
    }

    /// Shows the sheet, or closes it where it is open.
    pub fn toggle_sheet(&mut self, ctx: &egui::Context) {
        let was_open = self.sheet.open;
        self.close(ctx);
        if !was_open {
            self.focus = ctx.memory(|m| m.focused());
            self.sheet.show();
        }
    }

    /// Draws what is open. The command that was chosen is to be run.
    pub fn ui(&mut self, ui: &Ui, frame: &Frame<'_>) -> Option<&'static Command> {
        let (chosen, closed) = self.palette.ui(ui, frame);
        let closed = self.sheet.ui(ui, frame.subject.palette) || closed;
        if closed || chosen.is_some() {
            self.close(ui.ctx());
        }
        chosen
    }
}
