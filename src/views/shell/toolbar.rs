//! The top line: what is open, opening more, light or dark, about.

use crate::app::commands::Ask;
use crate::app::{Action, Appearance, Frame, List};
use crate::views::theme::{self, color};
use egui::{Align, Layout, RichText, Ui};

/// Draws the top line.
pub fn ui(
    ui: &mut Ui,
    frame: &Frame<'_>,
    search: impl FnOnce(&mut Ui),
    actions: &mut Vec<Action>,
) -> Option<Ask> {
    let mut ask = None;
    let palette = frame.subject.palette;
    ui.horizontal_centered(|ui| {
        ui.label(
            RichText::new("Chronotope").font(theme::strong(15.0)).color(color(palette.accent)),
        );
        ui.add_space(theme::GAP);
        let open = ui.button("Open…").on_hover_text(
            "Open reports, tables, projects or folders (Ctrl+O), or drop them on the window",
        );
        if open.clicked() {
            ask = Some(Ask::Open);
        }
        save(ui, frame, &mut ask);
        history(ui, frame, actions);
        let sources = frame.subject.dataset.sources.len();
        let words = if sources == 1 { "1 source".to_owned() } else { format!("{sources} sources") };
        if ui
            .button(words)
            .on_hover_text("List the documents and tables that this is read from")
            .clicked()
        {
            actions.push(Action::ShowList(List::Sources));
        }
        let open = frame.filters.is_open();
        let button = ui.add(egui::Button::new("Filters").selected(open));
        button.widget_info(|| {
            egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, open, "Filters")
        });
        if button.on_hover_text("Choose which events are shown (F)").clicked() {
            actions.push(Action::ShowFilters(!open));
        }
        let open = frame.session.selection.is_none() && frame.session.list == List::Changes;
        let button = ui.add(egui::Button::new("Changes").selected(open));
        if button.on_hover_text("List which states began or ended between two dates (C)").clicked()
        {
            actions.push(Action::ShowList(List::Changes));
        }
        let open = frame.session.table.open;
        let button = ui.add(egui::Button::new("Table").selected(open));
        button.widget_info(|| {
            egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, open, "Table")
        });
        if button.on_hover_text("Show the events as a table (T)").clicked() {
            actions.push(Action::ShowTable(!open));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("About").on_hover_text("What this is, and whose data it shows").clicked() {
                ask = Some(Ask::About);
            }
            appearance(ui, frame.session.appearance, actions);
            search(ui);
            ui.add_space(theme::GAP);
            let title = RichText::new(title(frame)).color(color(palette.muted));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add_space(theme::GAP);
                ui.add(egui::Label::new(title).truncate());
            });
        });
    });
    ask
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
    let combo = egui::ComboBox::from_id_salt("appearance").selected_text(shown).width(92.0);
    let response = combo.show_ui(ui, |ui| {
        for (choice, words) in choices {
            if ui.selectable_label(choice == now, words).clicked() {
                actions.push(Action::SetAppearance(choice));
            }
        }
    });
    response.response.on_hover_text("Light or dark");
}
