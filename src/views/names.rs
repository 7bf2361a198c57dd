//! Choosing the language in which names are shown.

use super::field::Field;
use super::pick::{Pick, Picked};
use super::{parts, theme};
use crate::app::{Action, Frame};
use crate::basemap::names::counts;
use crate::gazetteer::fold;
use crate::model::Language;
use crate::task::grouped;
use egui::accesskit::Role;
use egui::{
    Align2, Area, EventFilter, Id, Modal, Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// Width of the list, in points; less where the window has less.
const WIDTH: f32 = 420.0;
/// Height of a row.
const ROW: f32 = 28.0;
/// Rows that are seen at once, at most.
const ROWS: usize = 16;
/// Distance from the window's top, and what stands around the rows.
const TOP: f32 = 56.0;
const AROUND: f32 = 190.0;

/// The list of languages while it is open.
#[derive(Debug, Default)]
pub struct NamesView {
    pick: Pick,
    /// What is looked for among the languages.
    typed: String,
    /// What had the focus before.
    focus: Option<Id>,
    shown: bool,
}

/// What a choice is called: "Arabic", or that names are shown as usual.
fn label(language: Option<Language>) -> &'static str {
    language.map_or("As usual", Language::english)
}

impl NamesView {
    /// Draws the list while it is open; what is chosen closes it.
    pub fn ui(&mut self, ui: &Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        if !frame.session.choosing_names {
            if std::mem::take(&mut self.shown) {
                self.give_focus_back(ui);
            }
            return;
        }
        let ctx = ui.ctx();
        if !std::mem::replace(&mut self.shown, true) {
            self.focus = ctx.memory(|m| m.focused());
            self.typed.clear();
            let choices = choices("");
            let now = choices.iter().position(|(language, _)| *language == frame.session.names);
            self.pick = Pick { row: now.unwrap_or(0), moved: true };
        }
        let mut choices = choices(&self.typed);
        let first = self.pick.moved;
        let picked = self.pick.keys(ctx, choices.len());
        self.pick.moved |= first;
        let window = ctx.content_rect();
        let id = Id::unique("language of names");
        let area: Area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, TOP));
        let modal = Modal::new(id).area(area).frame(theme::overlay(frame.subject.palette, 14));
        let mut chosen = None;
        let shown = modal.show(ctx, |ui| {
            ui.set_width(WIDTH.min(window.width() - 48.0));
            let palette = frame.subject.palette;
            let font = theme::strong(theme::HEADING - 2.0);
            parts::paragraph(ui, "Language of names", font, palette.text);
            let words =
                "On the map, in lists and in lanes; the numbers count names of the base map that differ from the usual ones.";
            parts::paragraph(ui, words, theme::regular(theme::SMALL), palette.muted);
            ui.add_space(theme::GAP / 2.0);
            if self.field(ui) {
                self.pick.first();
                choices = self::choices(&self.typed);
            }
            ui.add_space(theme::GAP / 2.0);
            chosen = self.list(ui, &choices, frame, window.height() - TOP - AROUND);
        });
        if picked == Some(Picked::Chosen) {
            chosen = choices.get(self.pick.row).map(|(language, _)| *language);
        }
        if let Some(language) = chosen {
            actions.push(Action::SetNames(language));
        }
        if chosen.is_some() || picked == Some(Picked::Closed) || shown.should_close() {
            actions.push(Action::ChooseNames(false));
        }
    }

    fn give_focus_back(&mut self, ui: &Ui) {
        if let Some(id) = self.focus.take() {
            ui.memory_mut(|m| m.request_focus(id));
        }
    }

    /// The text field, which keeps the keyboard. True when the text was changed.
    fn field(&mut self, ui: &mut Ui) -> bool {
        let id = Id::unique("language of names text");
        let field = Field::new(&mut self.typed)
            .id(id)
            .margin(vec2(9.0, 6.0))
            .hint_text("Find a language")
            .desired_width(f32::INFINITY);
        let response = ui.add(field);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, true, "Find a language");
            info.current_text_value = Some(self.typed.clone());
            info
        });
        response.request_focus();
        // Arrows and tabs move neither the slider nor the focus.
        let all =
            EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|m| m.set_focus_lock_filter(id, all));
        response.changed()
    }

    fn list(
        &mut self,
        ui: &mut Ui,
        choices: &[(Option<Language>, usize)],
        frame: &Frame<'_>,
        room: f32,
    ) -> Option<Option<Language>> {
        let mut chosen = None;
        // Always as high, while a text is typed too, so that nothing jumps.
        let height = (ROW * ROWS as f32).min(room.max(3.0 * ROW));
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = parts::scroll("languages").max_height(height);
        area.show(ui, |ui| {
            let group = || WidgetInfo::labeled(Role::RadioGroup, true, "Language of names");
            ui.response().widget_info(group);
            if choices.is_empty() {
                let palette = frame.subject.palette;
                let words = format!("No language is called “{}”.", self.typed.trim());
                parts::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
            }
            for (at, (language, count)) in choices.iter().enumerate() {
                let now = *language == frame.session.names;
                let lit = at == self.pick.row;
                let response = row(ui, frame, *language, *count, now, lit);
                if lit && std::mem::take(&mut self.pick.moved) {
                    response.scroll_to_me(None);
                }
                if response.hovered() && ui.input(|i| i.pointer.delta() != Vec2::ZERO) {
                    self.pick.row = at;
                }
                if response.clicked() {
                    chosen = Some(*language);
                }
            }
        });
        chosen
    }
}

/// The usual names, then every language that the base map has names in, with how many; those alone
/// that are called so by their speakers, in English, or by their code.
fn choices(typed: &str) -> Vec<(Option<Language>, usize)> {
    let wanted = fold(typed.trim());
    let called = |language: &Option<Language>| match language {
        Some(l) => [l.english(), l.own(), l.code()].iter().any(|name| fold(name).contains(&wanted)),
        None => fold(label(None)).contains(&wanted),
    };
    let known = counts().iter().filter(|(_, count)| *count > 0);
    let all = std::iter::once((None, 0)).chain(known.map(|(of, count)| (Some(*of), *count)));
    all.filter(|(language, _)| called(language)).collect()
}

/// What speakers call their language, its English name, and how many names there are in it.
fn row(
    ui: &mut Ui,
    frame: &Frame<'_>,
    language: Option<Language>,
    count: usize,
    now: bool,
    lit: bool,
) -> Response {
    let palette = frame.subject.palette;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
    let names = language.map(|_| format!("{} names", grouped(count as u64)));
    let spoken = match &names {
        Some(names) => format!("{}, {names} on the base map", label(language)),
        None => "Names as usual".to_owned(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, now, &spoken));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    parts::ground(ui, rect, palette, response.hovered() || lit, now, lit);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let room = inner.width();
    let small = theme::regular(theme::SMALL);
    let count = parts::line(ui, names.as_deref().unwrap_or(""), small, palette.muted, room);
    let own = language.map_or("As usual: each place’s own name", Language::own);
    let english = language.filter(|l| l.own() != l.english()).map_or("", Language::english);
    let middle = |height: f32| rect.center().y - height / 2.0;
    let left = Rect::from_min_max(
        inner.min,
        pos2(inner.right() - count.size().x - theme::GAP, inner.bottom()),
    );
    let own = parts::line(ui, own, theme::regular(theme::BODY), palette.text, left.width());
    let beside = left.left() + own.size().x + theme::GAP;
    let small = theme::regular(theme::SMALL);
    let english = parts::line(ui, english, small, palette.muted, (left.right() - beside).max(1.0));
    for (x, galley) in
        [(inner.left(), own), (beside, english), (inner.right() - count.size().x, count)]
    {
        let at = pos2(x, middle(galley.size().y));
        ui.painter().galley(at, galley, theme::color(palette.text));
    }
    response
}
