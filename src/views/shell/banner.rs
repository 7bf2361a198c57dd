//! The question that an undated document raises, asked where nobody misses it.

use crate::app::{Action, Frame, Item};
use crate::model::{SourceId, TimeSpan};
use crate::views::theme::{self, color};
use egui::{RichText, Ui};

/// What the user is typing; one line serves every document in turn.
#[derive(Debug, Default)]
pub struct DateQuestion {
    asked: Option<SourceId>,
    typed: String,
}

impl DateQuestion {
    /// Draws the question for the first document that waits for an answer; nothing when none does.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let Some((id, suggestion)) = frame.session.asking_date.first() else { return };
        let Some(source) = frame.subject.dataset.source(*id) else { return };
        if self.asked != Some(*id) {
            self.asked = Some(*id);
            self.typed = suggestion.as_ref().map(ToString::to_string).unwrap_or_default();
        }
        let palette = frame.subject.palette;
        let why = source.suggested_date.as_ref().map(|(_, why)| why.as_str());
        let band = egui::Frame::NONE
            .fill(color(palette.accent.alpha(0.10)))
            .inner_margin(egui::Margin::symmetric(theme::MARGIN as i8, 7));
        band.show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(format!("“{}” has no date.", source.heading())).font(theme::strong(theme::BODY)));
                match (suggestion, why) {
                    (Some(span), Some(why)) => {
                        ui.label(format!("The text suggests {}.", span.label())).on_hover_text(why);
                    }
                    _ => {
                        ui.label("“Last week” and the like stay undated until you say when it was written.");
                    }
                }
                self.answer(ui, *id, actions);
                if ui.button("Read it").on_hover_text("Open the document").clicked() {
                    actions.push(Action::Select(Some(Item::Passage(*id, 0..0))));
                }
                let left = frame.session.asking_date.len();
                if left > 1 {
                    ui.label(RichText::new(format!("{left} documents to date")).color(color(palette.muted)));
                }
            });
            if let Some(why) = why {
                ui.label(RichText::new(format!("Why: {why}")).font(theme::regular(theme::SMALL)).color(color(palette.muted)));
            }
        });
    }

    fn answer(&mut self, ui: &mut Ui, id: SourceId, actions: &mut Vec<Action>) {
        let label = ui.label("Written");
        let field = egui::TextEdit::singleline(&mut self.typed)
            .desired_width(120.0)
            .hint_text("YYYY-MM-DD");
        let response = ui.add(field).labelled_by(label.id);
        let span = self.typed.trim().parse::<TimeSpan>();
        let enter = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let button = ui.add_enabled(span.is_ok(), egui::Button::new("Use this date"));
        if let Err(error) = &span {
            button.on_disabled_hover_text(error.to_string());
        } else if button.clicked() || enter {
            actions.extend(span.ok().map(|span| Action::DateDocument(id, span)));
        }
        if ui.button("Leave undated").clicked() {
            actions.push(Action::LeaveUndated(id));
        }
    }
}
