//! The question that an undated document asks: as of when is it to be read?

use crate::app::{Action, Frame};
use crate::model::{Source, SourceId, TimeSpan};
use crate::scene::palette::Palette;
use crate::views::dates::written;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{CornerRadius, Key, Margin, Stroke, TextEdit, Ui, WidgetInfo};

/// What the user has typed as another date.
#[derive(Debug, Default)]
pub struct Ask {
    of: Option<SourceId>,
    other: Option<String>,
    /// Whether it has only just been opened: the keyboard goes there.
    opened: bool,
}

impl Ask {
    /// Asks, where the session has the document down as undated.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        id: SourceId,
        source: &Source,
        actions: &mut Vec<Action>,
    ) {
        let asked = frame.session.asking_date.iter().find(|(there, _)| *there == id);
        let Some((_, suggested)) = asked else { return };
        if self.of != Some(id) {
            *self = Self { of: Some(id), ..Self::default() };
        }
        let palette = frame.subject.palette;
        let reasoning = source.suggested_date.as_ref().map_or("", |(_, why)| why.as_str());
        egui::Frame::NONE
            .fill(theme::color(palette.raised))
            .stroke(Stroke::new(1.0, theme::color(palette.accent.alpha(0.6))))
            .corner_radius(CornerRadius::same(theme::CORNER))
            .inner_margin(Margin::same(theme::MARGIN as i8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let words = question(suggested.as_ref(), reasoning);
                parts::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
                ui.add_space(theme::GAP / 2.0);
                self.answers(ui, palette, id, suggested.as_ref(), actions);
            });
        ui.add_space(theme::GAP);
    }

    fn answers(
        &mut self,
        ui: &mut Ui,
        palette: &Palette,
        id: SourceId,
        suggested: Option<&TimeSpan>,
        actions: &mut Vec<Action>,
    ) {
        ui.horizontal_wrapped(|ui| {
            if let Some(span) = suggested
                && ui.button(format!("Use {}", span.label())).clicked()
            {
                actions.push(Action::DateDocument(id, span.clone()));
            }
            if self.other.is_none() && ui.button("Other date…").clicked() {
                self.other = Some(suggested.map(ToString::to_string).unwrap_or_default());
                self.opened = true;
            }
            if ui.button("Leave undated").clicked() {
                actions.push(Action::LeaveUndated(id));
            }
        });
        let Some(text) = &mut self.other else { return };
        let read = written(text);
        ui.horizontal_wrapped(|ui| {
            let field_id = ui.scope_id().with("other date");
            let field = TextEdit::singleline(text).id(field_id).desired_width(150.0);
            let field = ui.add(field.hint_text("28 Jan 2026"));
            if std::mem::take(&mut self.opened) {
                field.request_focus();
                parts::select_all(ui.ctx(), field_id, text.chars().count());
            }
            field
                .widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Date of the document"));
            let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            match &read {
                Ok(span) => {
                    let press = ui.button(format!("Use {}", span.label())).clicked();
                    if press || entered {
                        actions.push(Action::DateDocument(id, span.clone()));
                    }
                }
                Err(_) if text.trim().is_empty() => {}
                Err(error) => {
                    let font = theme::regular(theme::SMALL);
                    parts::paragraph(ui, error, font, palette.warning);
                }
            }
        });
    }
}

/// The question with the inference filled in.
#[must_use]
pub fn question(suggested: Option<&TimeSpan>, reasoning: &str) -> String {
    let head = "This document has no date, so “last week” and the like stay undated.";
    match suggested {
        Some(span) if reasoning.is_empty() => {
            format!("{head} The text suggests {}.", span.label())
        }
        Some(span) => {
            format!("{head} The text suggests {}: {}", span.label(), ended(reasoning))
        }
        None => format!("{head} The text does not say enough to suggest one."),
    }
}

fn ended(reasoning: &str) -> String {
    let words = reasoning.trim();
    if words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_fills_the_inference_in() {
        let span: TimeSpan = "2026-01-28~".parse().unwrap();
        let words = question(Some(&span), "it says Wednesday");
        assert!(words.contains("about 28 January 2026: it says Wednesday."), "{words}");
        assert!(question(None, "").contains("does not say enough"));
    }
}
