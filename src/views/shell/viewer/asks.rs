//! What commands ask of the window, by key, by name or from the top line.

use super::{Leaving, Viewer};
use crate::app::Action;
use crate::app::commands::{Ask, Command, Run};
use crate::views::commands::keys;
use egui::Context;

/// How much larger or smaller everything becomes by one step, and the ends.
const SCALE_STEP: f32 = 0.1;
const SCALES: (f32, f32) = (0.75, 3.0);

impl Viewer {
    /// Keys of the window as a whole. Those of the slider are the timeline's, some the map's.
    pub(super) fn keys(&mut self, ctx: &Context, actions: &mut Vec<Action>) {
        let frame = self.state.frame(&self.palette);
        self.search.keys(ctx, &frame, actions);
        // A dialog is answered or closed first: nothing beneath it is to be changed unseen.
        let answers = self.has_dialog();
        for command in keys::pressed(ctx, self.map.has_focus(ctx)) {
            if !answers || matches!(command.run, Run::Ask(Ask::Close)) {
                self.run(ctx, command, actions);
            }
        }
    }

    /// Whether something is asked or said in the window's middle, over all that commands are about.
    fn has_dialog(&self) -> bool {
        self.state.session.choosing_names
            || self.about
            || self.opening.open
            || self.saving.open
            || self.exporting.open
            || self.leaving == Leaving::Asked
    }

    /// Runs a command, where it can be.
    pub(super) fn run(&mut self, ctx: &Context, command: &Command, actions: &mut Vec<Action>) {
        let frame = self.state.frame(&self.palette);
        if command.hindrance(&frame).is_some() {
            return;
        }
        actions.extend(command.actions(&frame));
        let Run::Ask(ask) = command.run else {
            self.commands.close(ctx);
            return;
        };
        self.answer(ctx, ask, actions);
    }

    /// Does what only the window can do.
    pub(super) fn answer(&mut self, ctx: &Context, ask: Ask, actions: &mut Vec<Action>) {
        match ask {
            Ask::Palette => return self.commands.toggle_palette(ctx),
            Ask::Shortcuts => return self.commands.toggle_sheet(ctx),
            Ask::Close if self.commands.close(ctx) => return,
            Ask::Close if self.tour.is_running() => self.tour.end(),
            Ask::Close if self.escape_map(actions) => return,
            Ask::Close => self.close(actions),
            Ask::Open => self.opening.open = true,
            Ask::Save => self.saving.save(ctx, self.state.project()),
            Ask::SaveAs => self.saving.open = true,
            Ask::About => self.about = true,
            Ask::Tour => self.tour.begin(),
            Ask::Export => self.exporting.open = true,
            Ask::Search => self.search.focus(),
            Ask::ZoomMap(levels) => self.map.zoom_by(f64::from(levels)),
            Ask::FocusMap => {}
            Ask::Layers => self.map.toggle_layers(),
            Ask::Measure => self.map.toggle_measuring(),
            Ask::Scale(0) => ctx.set_zoom_factor(1.0),
            Ask::Scale(steps) => {
                let to = ctx.zoom_factor() + SCALE_STEP * f32::from(steps);
                ctx.set_zoom_factor(to.clamp(SCALES.0, SCALES.1));
            }
        }
        self.commands.close(ctx);
        if ask == Ask::FocusMap {
            self.map.request_focus(ctx);
        }
    }

    fn escape_map(&mut self, actions: &mut Vec<Action>) -> bool {
        self.map.escape(&self.state.frame(&self.palette), actions)
    }

    /// Closes the topmost of what is open; where nothing is, selects nothing.
    fn close(&mut self, actions: &mut Vec<Action>) {
        if self.leaving == Leaving::Asked {
            self.leaving = Leaving::Staying;
        } else if self.state.session.choosing_names {
            actions.push(Action::ChooseNames(false));
        } else if self.about || self.opening.open || self.saving.open || self.exporting.open {
            (self.about, self.exporting.open) = (false, false);
            (self.opening.open, self.saving.open) = (false, false);
        } else if self.state.session.document.is_some() {
            actions.push(Action::CloseDocument);
        } else {
            actions.push(Action::Select(None));
        }
    }
}
