//! A date as text that can be edited, for any view: applied on Enter or when the field is left.

use super::theme::color;
use super::timeline::dates;
use crate::model::Second;
use crate::scene::palette::Palette;
use crate::scene::timeline::instant_label;
use egui::{Id, Popup, RichText, TextEdit, Ui};

/// What is being typed into one of several fields.
#[derive(Debug, Default)]
pub struct DateField {
    typing: Option<Typing>,
}

#[derive(Debug)]
struct Typing {
    field: Id,
    text: String,
    trouble: Option<String>,
}

impl DateField {
    /// Draws the field called `label`, `width` points wide, that shows an instant. Gives the instant
    /// that was typed, once it is; what is no date is said beside the field.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        label: &str,
        shown: Second,
        width: f32,
        palette: &Palette,
    ) -> Option<Second> {
        let id = ui.scope_id().with(("date field", label));
        let typing = self.typing.take_if(|typing| typing.field == id);
        let now = instant_label(shown);
        let mut text = typing.as_ref().map_or_else(|| now.clone(), |t| t.text.clone());
        let trouble = typing.and_then(|t| t.trouble);
        let edit = TextEdit::singleline(&mut text).id(id).desired_width(width);
        let mut edit = edit.align(egui::Align2::LEFT_CENTER);
        if trouble.is_some() {
            edit = edit.text_color(color(palette.warning));
        }
        let response = ui.add(edit).on_hover_text(format!("{label}: type a date"));
        ui.ctx().accesskit_node_builder(id, |node| node.set_label(label));
        let mut chosen = None;
        let escaped = ui.input(|i| i.key_pressed(egui::Key::Escape));
        let kept = if response.lost_focus() && !escaped && text != now {
            match dates::read(&text, shown) {
                Ok((first, _)) => {
                    chosen = Some(first);
                    None
                }
                Err(why) => Some(why),
            }
        } else {
            // A complaint goes when the text is changed, not before.
            trouble.filter(|_| !response.changed() && !response.lost_focus())
        };
        if let Some(why) = &kept {
            let words = RichText::new(why).color(color(palette.warning));
            Popup::from_response(&response).id(id.with("trouble")).open(true).show(|ui| {
                ui.label(words);
            });
        }
        if response.has_focus() || kept.is_some() {
            self.typing = Some(Typing { field: id, text, trouble: kept });
        }
        chosen
    }
}
