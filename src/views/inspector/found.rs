use crate::app::{Action, Frame, List};
use crate::views::theme;
use egui::Ui;

/// Beneath the heading of somebody's events: the way to have nothing else shown on map and timeline.
pub fn narrow(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let found = frame.session.found.as_ref().filter(|_| frame.session.list == List::Found);
    let Some(actor) = found.and_then(|found| found.actor.as_ref()) else { return };
    let mut filter = frame.filters.filter().clone();
    if filter.actors.len() == 1 && filter.actors.contains(actor) {
        return;
    }
    let button = ui.button("Show these alone");
    if button.on_hover_text("Filters map, timeline and lists by this actor").clicked() {
        filter.actors = std::iter::once(actor.clone()).collect();
        actions.push(Action::SetFilter(Box::new(filter)));
    }
    ui.add_space(theme::GAP / 2.0);
}
