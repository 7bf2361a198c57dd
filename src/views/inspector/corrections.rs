//! What was corrected by hand, those corrections first that could not be followed.

use crate::app::{Action, CorrectionLine, Frame};
use crate::scene::palette::Rgba;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Align, Color32, FontId, Layout, Response, Sense, Ui, WidgetInfo, vec2};

/// Height of a correction in points: what was done, to which reports, why it is not followed, and the
/// way to take it back, a line each. All are alike, so that only those in view need be drawn.
const ROW: f32 = 88.0;

pub fn list(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = theme::GAP;
    let lines = frame.project.lines();
    let area = parts::scroll("corrections");
    area.show_rows(ui, ROW, lines.len(), |ui, rows| {
        for line in lines.get(rows).unwrap_or_default() {
            let size = vec2(ui.available_width(), ROW);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(size);
                ui.spacing_mut().item_spacing.y = 2.0;
                one(ui, frame, line, actions);
            });
        }
    });
}

fn one(ui: &mut Ui, frame: &Frame<'_>, line: &CorrectionLine, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    short(ui, line.what, theme::strong(theme::SMALL), palette.muted);
    short(ui, &line.words, theme::regular(theme::BODY), palette.text).on_hover_text(&line.words);
    if let Some(why) = &line.unheeded {
        let words = format!("Not followed: {why}. It is kept, in case the report comes back.");
        short(ui, &words, theme::regular(theme::SMALL), palette.warning).on_hover_text(&words);
    }
    let label = format!("Forget: {} {}", line.what, line.words);
    if parts::link(ui, palette, "Forget", &label).clicked() {
        actions.push(Action::Forget(Box::new(line.pair.clone())));
    }
}

/// One line, cut to the room there is; read out whole.
fn short(ui: &mut Ui, words: &str, font: FontId, color: Rgba) -> Response {
    let galley = parts::line(ui, words, font, color, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, Color32::PLACEHOLDER);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response
}
