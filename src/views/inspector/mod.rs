//! The panel at the right: what is selected, or a list of what there is.
//!
//! A place shows its card, an event what is said of it and by whom, a mention how it was read, a
//! document what it is. With nothing selected, the list that was asked for.

mod accounts;
mod cell;
mod changes;
mod corrections;
mod event;
mod fold;
mod found;
mod lists;
mod mention;
mod place;
mod quote;
mod report;
mod source;

use super::{parts, theme};
use crate::app::{Action, Frame, Item, List};
use crate::task::Warning;
use cell::CellView;
use changes::ChangesList;
use egui::Ui;
use fold::FoldPanel;
use lists::Lists;

/// What the inspector keeps between frames: caches and which folds are open.
#[derive(Debug, Default)]
pub struct InspectorView {
    lists: Lists,
    cell: CellView,
    changes: ChangesList,
    folding: FoldPanel,
    all_names: bool,
}

impl InspectorView {
    /// Draws the panel's content into the space there is.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        warnings: &[Warning],
        actions: &mut Vec<Action>,
    ) {
        egui::Frame::NONE
            .inner_margin(egui::Margin::same(theme::MARGIN as i8))
            .show(ui, |ui| self.inside(ui, frame, warnings, actions));
    }

    fn inside(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        warnings: &[Warning],
        actions: &mut Vec<Action>,
    ) {
        let Some(item) = &frame.session.selection else {
            match frame.session.list {
                List::Changes => self.changes.ui(ui, frame, actions),
                _ => self.lists.ui(ui, frame, warnings, actions),
            }
            return;
        };
        back(ui, frame, actions);
        if let Item::Cell(cell) = item {
            self.cell.ui(ui, frame, *cell, actions);
            return;
        }
        parts::scroll(("inspector", item)).show(ui, |ui| {
            ui.set_max_width(ui.available_width());
            match item {
                Item::Place(id) => place::ui(ui, frame, *id, &mut self.all_names, actions),
                Item::Event(id) => event::ui(ui, frame, *id, &mut self.folding, actions),
                Item::Mention(id) => mention::ui(ui, frame, *id, actions),
                Item::Passage(id, range) => source::ui(ui, frame, *id, range, actions),
                Item::Cell(_) => {}
            }
            ui.add_space(theme::SECTION);
        });
    }
}

/// The way back to the list.
fn back(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let words = format!("‹ {}", list_name(frame.session.list));
    let label = format!("Back to the list: {}", list_name(frame.session.list));
    if parts::link(ui, frame.subject.palette, &words, &label).clicked() {
        actions.push(Action::Select(None));
    }
    ui.add_space(theme::GAP / 2.0);
}

/// A list's heading.
#[must_use]
pub fn list_name(list: List) -> &'static str {
    match list {
        List::Shown => "Events in the window",
        List::Outside => "Events outside the window",
        List::Undated => "Events without a date",
        List::Unplaced => "Events without a place",
        List::Filtered => "Events hidden by filters",
        List::Folded => "Events told by several reports",
        List::Changes => "What changed",
        List::Corrections => "Corrections",
        List::Unresolved => "Unresolved places",
        List::Sources => "Sources",
        List::Warnings => "Warnings",
        List::Found => "Events that were found",
    }
}
