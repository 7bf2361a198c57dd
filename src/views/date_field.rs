//! A date as text that can be edited, for any view: applied on Enter or when the field is left.

use super::theme::{self, color};
use super::{dates, parts};
use crate::model::Second;
use crate::scene::palette::Palette;
use crate::scene::timeline::instant_label;
use egui::{Id, Popup, Response, RichText, TextEdit, Ui};

/// What stands around the text of a field, in points.
const AROUND_PX: f32 = 12.0;

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
    /// Whether the keyboard was in the field while that was said.
    seen: bool,
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
        let seen = typing.as_ref().is_some_and(|t| t.seen);
        let trouble = typing.and_then(|t| t.trouble);
        // What has no room in the usual size is written smaller, never cut.
        let font = fitting(ui, &text, width - AROUND_PX);
        let edit = TextEdit::singleline(&mut text).id(id).desired_width(width);
        let mut edit = edit.font(font).align(egui::Align2::LEFT_CENTER);
        if trouble.is_some() {
            edit = edit.text_color(color(palette.warning));
        }
        let response = ui.add(edit).on_hover_text(format!("{label}: type a date"));
        ui.ctx().accesskit_node_builder(id, |node| node.set_label(label));
        if response.gained_focus() {
            parts::select_all(ui.ctx(), id, text.chars().count());
        }
        let mut chosen = None;
        let escaped = ui.input(|i| i.key_pressed(egui::Key::Escape));
        let kept = if response.lost_focus() && !escaped && text != now {
            match dates::read(&text, shown) {
                Ok((first, _)) => {
                    chosen = Some(first);
                    None
                }
                Err(why) => Some(why).filter(|_| !(seen && is_left(ui, &response))),
            }
        } else {
            let done = response.changed() || response.lost_focus() || is_dismissed(ui, &response);
            trouble.filter(|_| !done)
        };
        if let Some(why) = &kept {
            complain(&response, why, palette);
        }
        if response.has_focus() || kept.is_some() {
            let seen = kept.is_some() && response.has_focus();
            self.typing = Some(Typing { field: id, text, trouble: kept, seen });
        }
        chosen
    }
}

/// Whether a field is left as it is, without Enter: what was complained of while the keyboard was in it
/// is not said again.
#[must_use]
pub fn is_left(ui: &Ui, field: &Response) -> bool {
    !field.changed() && !ui.input(|i| i.key_pressed(egui::Key::Enter))
}

/// Whether a complaint beside a field has been seen: it goes when the text is changed, and with the
/// next press elsewhere, since it may lie over what is wanted then.
#[must_use]
pub fn is_dismissed(ui: &Ui, field: &Response) -> bool {
    !field.has_focus() && !field.contains_pointer() && ui.input(|i| i.pointer.any_pressed())
}

/// Width of a text in points.
#[must_use]
pub fn wide(ui: &Ui, text: &str, size: f32) -> f32 {
    let font = theme::regular(size);
    ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::BLACK).size().x
}

/// The usual font, or a smaller one where the text has no room in it.
#[must_use]
pub fn fitting(ui: &Ui, text: &str, room: f32) -> egui::FontId {
    let sizes = [theme::BODY, theme::SMALL + 0.5, theme::SMALL - 1.0];
    let fits = sizes.into_iter().find(|size| wide(ui, text, *size) <= room);
    theme::regular(fits.unwrap_or(theme::SMALL - 2.0))
}

/// Says beside a field what is wrong with what was typed into it.
pub fn complain(field: &Response, why: &str, palette: &Palette) {
    let words = RichText::new(why).color(color(palette.warning));
    Popup::from_response(field).id(field.id.with("trouble")).open(true).show(|ui| {
        ui.label(words);
    });
}
