//! The top line: what is open, opening more, light or dark, about.

use crate::app::commands::Ask;
use crate::app::{Action, Appearance, Frame, List};
use crate::views::theme::{self, color};
use crate::views::{focus, parts};
use egui::{Align, Layout, RichText, Ui};

/// Width of the choice of an appearance, in points: that of its longest word, so that choosing another
/// moves nothing.
const APPEARANCE: f32 = 104.0;
/// Narrower than this, in points, what is looked at seldom is in menus: an enlarged window is narrow.
const NARROW: f32 = 860.0;
/// Narrower than this, in points, the name gives way too.
const NARROWEST: f32 = 500.0;

/// In less room, in points, the title would be an ellipsis.
const LEAST_TITLE: f32 = 48.0;

/// Draws the top line.
pub fn ui(
    ui: &mut Ui,
    frame: &Frame<'_>,
    search: impl FnOnce(&mut Ui),
    actions: &mut Vec<Action>,
) -> Option<Ask> {
    let mut ask = None;
    let palette = frame.subject.palette;
    let narrow = ui.available_width() < NARROW;
    ui.horizontal_centered(|ui| {
        if ui.available_width() >= NARROWEST {
            let name = RichText::new("Chronotope").font(theme::strong(15.0));
            ui.label(name.color(color(palette.accent)));
            ui.add_space(theme::GAP);
        }
        let open = ui.button("Open…").on_hover_text(
            "Open reports, tables, projects or folders (Ctrl+O), or drop them on the window",
        );
        if open.clicked() {
            ask = Some(Ask::Open);
        }
        save(ui, frame, &mut ask);
        history(ui, frame, actions);
        if narrow {
            let menu = ui.menu_button("Show", |ui| {
                ui.set_min_width(130.0);
                views(ui, frame, actions);
            });
            menu.response.on_hover_text("Sources, filters, changes, the table");
        } else {
            // Undo and redo come and go before them.
            parts::steady(ui, "views", |ui| views(ui, frame, actions));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if narrow {
                let menu = ui.menu_button("More", |ui| {
                    ui.set_min_width(130.0);
                    appearance(ui, frame.session.appearance, actions);
                    about(ui, &mut ask);
                });
                menu.response.on_hover_text("Light or dark, and what this is");
            } else {
                about(ui, &mut ask);
                appearance(ui, frame.session.appearance, actions);
            }
            search(ui);
            ui.add_space(theme::GAP);
            let title = RichText::new(title(frame)).color(color(palette.muted));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add_space(theme::GAP);
                if ui.available_width() >= LEAST_TITLE {
                    ui.add(egui::Label::new(title).truncate());
                }
            });
        });
    });
    ask
}

fn about(ui: &mut Ui, ask: &mut Option<Ask>) {
    if ui.button("About").on_hover_text("What this is, and whose data it shows").clicked() {
        *ask = Some(Ask::About);
    }
}

/// What can be looked at besides map and timeline, in a row or in a menu.
fn views(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let sources = frame.subject.dataset.sources.len();
    let words = if sources == 1 { "1 source".to_owned() } else { format!("{sources} sources") };
    let button = ui.button(words);
    if button.on_hover_text("List the documents and tables that this is read from").clicked() {
        actions.push(Action::ShowList(List::Sources));
    }
    let listed = frame.session.selection.is_none() && frame.session.list == List::Changes;
    let (filters, table) = (frame.filters.is_open(), frame.session.table.open);
    for (word, open, hint, action) in [
        ("Filters", filters, "Choose which events are shown (F)", Action::ShowFilters(!filters)),
        (
            "Changes",
            listed,
            "List which states began or ended between two dates (C)",
            Action::ShowList(List::Changes),
        ),
        ("Table", table, "Show the events as a table (T)", Action::ShowTable(!table)),
    ] {
        let button = ui.add(egui::Button::new(word).selected(open));
        button.widget_info(|| {
            egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, open, word)
        });
        focus::name(&button, word);
        if button.on_hover_text(hint).clicked() {
            actions.push(action);
        }
    }
}

fn save(ui: &mut Ui, frame: &Frame<'_>, ask: &mut Option<Ask>) {
    let words = if frame.project.is_unsaved() { "Save •" } else { "Save" };
    let button = ui.button(words);
    let label = if frame.project.is_unsaved() { "Save, there are changes" } else { "Save" };
    button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, label));
    let button = button.on_hover_text(
        "Save what was read and corrected as a project (Ctrl+S); right-click or Ctrl+Shift+S: elsewhere",
    );
    if button.clicked() {
        *ask = Some(Ask::Save);
    }
    button.context_menu(|ui| {
        if ui.button("Save as…").clicked() {
            *ask = Some(Ask::SaveAs);
            ui.close();
        }
        if ui.button("Export what is shown…").clicked() {
            *ask = Some(Ask::Export);
            ui.close();
        }
    });
}

/// Undo and redo, there only once something was corrected.
fn history(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let history = frame.project.history();
    let (undo, redo) = (history.undo_label(), history.redo_label());
    if undo.is_none() && redo.is_none() {
        return;
    }
    for (words, what, keys, action) in [
        ("Undo", undo, "Ctrl+Z", Action::Undo),
        ("Redo", redo, "Ctrl+Shift+Z or Ctrl+Y", Action::Redo),
    ] {
        let button = ui.add_enabled(what.is_some(), egui::Button::new(words));
        let label = what.map_or_else(|| words.to_owned(), |what| format!("{words}: {what}"));
        let enabled = what.is_some();
        button.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, &label)
        });
        if button.on_hover_text(format!("{label} ({keys})")).clicked() {
            actions.push(action);
        }
    }
}

/// The dataset's title, or the document that it was read from where it has none.
fn title(frame: &Frame<'_>) -> String {
    let dataset = frame.subject.dataset;
    match (dataset.title.as_str(), dataset.sources.as_slice()) {
        ("", []) => String::new(),
        ("", [only]) => only.heading().to_owned(),
        ("", [first, rest @ ..]) => format!("{} and {} more", first.heading(), rest.len()),
        (title, _) => title.to_owned(),
    }
}

fn appearance(ui: &mut Ui, now: Appearance, actions: &mut Vec<Action>) {
    let choices = [
        (Appearance::System, "As system"),
        (Appearance::Light, "Light"),
        (Appearance::Dark, "Dark"),
    ];
    let shown = choices.iter().find(|(a, _)| *a == now).map_or("As system", |(_, words)| words);
    let combo = egui::ComboBox::from_id_salt("appearance").selected_text(shown).width(APPEARANCE);
    let response = combo.show_ui(ui, |ui| {
        for (choice, words) in choices {
            if ui.selectable_label(choice == now, words).clicked() {
                actions.push(Action::SetAppearance(choice));
            }
        }
    });
    response.response.on_hover_text("Light or dark");
}
