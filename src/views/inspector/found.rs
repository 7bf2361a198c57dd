use crate::app::search::Shared;
use crate::app::{Action, Frame, List};
use crate::views::theme;
use egui::Ui;

/// Beneath the heading of events that share an actor or a category: the way to have nothing else shown
/// on map and timeline.
pub fn narrow(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let found = frame.session.found.as_ref().filter(|_| frame.session.list == List::Found);
    let Some(shared) = found.and_then(|found| found.shared.as_ref()) else { return };
    let mut filter = frame.filters.filter().clone();
    let by = match shared {
        Shared::Actor(actor) => {
            filter.actors = std::iter::once(actor.clone()).collect();
            "Filters map, timeline and lists by this actor"
        }
        Shared::Category(category) => {
            let all = frame.index.events().categories().iter().map(|entry| &entry.category);
            // Very many categories: the rare ones are filtered together.
            if !all.clone().any(|other| other == category) {
                return;
            }
            filter.categories = all.filter(|other| *other != category).cloned().collect();
            "Filters map, timeline and lists by this category"
        }
    };
    if filter == *frame.filters.filter() {
        return;
    }
    if ui.button("Show these alone").on_hover_text(by).clicked() {
        actions.push(Action::SetFilter(Box::new(filter)));
    }
    ui.add_space(theme::GAP / 2.0);
}
