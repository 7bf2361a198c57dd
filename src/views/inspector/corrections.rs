//! What was corrected by hand, those corrections first that could not be followed.

use crate::app::{Action, CorrectionLine, Frame};
use crate::views::{parts, theme};
use egui::{ScrollArea, Ui};

pub fn list(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let area = ScrollArea::vertical().id_salt("corrections").auto_shrink([false, false]);
    area.show(ui, |ui| {
        for line in frame.project.lines() {
            one(ui, frame, &line, actions);
            ui.add_space(theme::GAP);
        }
    });
}

fn one(ui: &mut Ui, frame: &Frame<'_>, line: &CorrectionLine, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    parts::paragraph(ui, line.what, theme::strong(theme::SMALL), palette.muted);
    parts::paragraph(ui, &line.words, theme::regular(theme::BODY), palette.text);
    if let Some(why) = &line.unheeded {
        let words = format!("Not followed: {why}. It is kept, in case the report comes back.");
        parts::paragraph(ui, &words, theme::regular(theme::SMALL), palette.warning);
    }
    let label = format!("Forget: {} {}", line.what, line.words);
    if parts::link(ui, palette, "Forget", &label).clicked() {
        actions.push(Action::Forget(Box::new(line.pair.clone())));
    }
}
