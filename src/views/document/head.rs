//! What the open document is: headline, publisher, date and how it is known.

use crate::app::place_card::{byline, date_known};
use crate::app::{Action, Frame};
use crate::model::Source;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Align, Layout, Ui, WidgetInfo};

pub fn ui(ui: &mut Ui, frame: &Frame<'_>, source: &Source, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    ui.horizontal_top(|ui| {
        let room = ui.available_width() - 2.0 * theme::CONTROL;
        ui.vertical(|ui| {
            ui.set_width(room.max(80.0));
            parts::paragraph(ui, source.heading(), theme::strong(theme::HEADING), palette.text);
            let date = source.dated.as_ref().map_or_else(|| "undated".to_owned(), |d| d.label());
            let by = byline(&source.publisher, &date);
            let response = parts::paragraph(ui, &by, theme::regular(theme::BODY), palette.muted);
            let known = date_known(source);
            if !known.is_empty() {
                response.on_hover_text(known);
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let close = ui.button("×").on_hover_text("Close the document");
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close the document"));
            if close.clicked() {
                actions.push(Action::CloseDocument);
            }
        });
    });
    ui.add_space(theme::GAP / 2.0);
}
