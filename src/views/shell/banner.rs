//! The question that an undated document raises, asked where nobody misses it.

use crate::app::{Action, Frame, Item};
use crate::model::SourceId;
use crate::scene::palette::Palette;
use crate::views::date_field::{complain, is_dismissed};
use crate::views::dates::written;
use crate::views::theme::{self, color};
use egui::{Align, Layout, RichText, Ui};

/// What the user is typing; one line serves every document in turn.
#[derive(Debug, Default)]
pub struct DateQuestion {
    asked: Option<SourceId>,
    typed: String,
    /// Whether Enter was pressed on what is no date.
    refused: bool,
}

impl DateQuestion {
    /// Draws the question for the first document that waits for an answer; nothing when none does.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let Some((id, suggestion)) = frame.session.asking_date.first() else { return };
        let Some(source) = frame.subject.dataset.source(*id) else { return };
        if self.asked != Some(*id) {
            (self.asked, self.refused) = (Some(*id), false);
            self.typed = suggestion.as_ref().map(ToString::to_string).unwrap_or_default();
        }
        let palette = frame.subject.palette;
        let why = source.suggested_date.as_ref().map(|(_, why)| why.as_str());
        let band = egui::Frame::NONE
            .fill(color(palette.accent.alpha(0.10)))
            .inner_margin(egui::Margin::symmetric(theme::MARGIN as i8, 7));
        let left = frame.session.asking_date.len();
        let more = if left > 1 { format!(" ({} more to date)", left - 1) } else { String::new() };
        let says = match suggestion {
            Some(span) => format!("The text suggests {}.", span.label()),
            None => "“Last week” and the like stay undated until you say when it was written."
                .to_owned(),
        };
        band.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            // The answers stand at the right edge, where they stay whatever the document is called.
            let row = egui::vec2(ui.available_width(), theme::CONTROL);
            ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                self.answers(ui, palette, *id, actions);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let heading = format!("“{}” has no date{more}.", source.heading());
                    let text = RichText::new(heading).font(theme::strong(theme::BODY));
                    ui.add(egui::Label::new(text).truncate());
                    ui.add(egui::Label::new(says).truncate());
                });
            });
            if let Some(why) = why {
                let text = RichText::new(format!("Why: {why}")).font(theme::regular(theme::SMALL));
                ui.add(egui::Label::new(text.color(color(palette.muted))).truncate());
            }
        });
    }

    /// From right to left, since that is how the row is laid out.
    fn answers(&mut self, ui: &mut Ui, palette: &Palette, id: SourceId, actions: &mut Vec<Action>) {
        if ui.button("Open it").on_hover_text("Read the document").clicked() {
            actions.push(Action::Select(Some(Item::Passage(id, 0..0))));
        }
        if ui.button("Leave undated").clicked() {
            actions.push(Action::LeaveUndated(id));
        }
        let span = written(&self.typed);
        let button = ui.add_enabled(span.is_ok(), egui::Button::new("Use this date"));
        let clicked = button.clicked();
        if let Err(why) = &span {
            button.on_disabled_hover_text(why);
        }
        let field = egui::TextEdit::singleline(&mut self.typed)
            .id(ui.scope_id().with("written"))
            .desired_width(190.0)
            .hint_text("28 Jan 2026");
        let field = ui.add(field);
        let enter = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let left = field.lost_focus() && !enter;
        self.refused &= !left && !field.changed() && !is_dismissed(ui, &field);
        match span {
            Ok(span) if clicked || enter => actions.push(Action::DateDocument(id, span)),
            Err(why) if enter || self.refused => {
                self.refused = true;
                complain(&field, &why, palette);
            }
            _ => self.refused = false,
        }
        let label = ui.label("Written");
        field.labelled_by(label.id);
    }
}
