//! An event: what, when, where, who, how sure, and the passages that say so.

use super::fold::FoldPanel;
use super::{accounts, quote};
use crate::app::{Action, Frame, Item};
use crate::model::{Certainty, Event, EventId, EventKind, PlaceId};
use crate::scene::palette::Palette;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Sense, Ui, WidgetInfo, vec2};

pub fn ui(
    ui: &mut Ui,
    frame: &Frame<'_>,
    id: EventId,
    folding: &mut FoldPanel,
    actions: &mut Vec<Action>,
) {
    let palette = frame.subject.palette;
    let Some(event) = frame.subject.dataset.event(id) else {
        parts::paragraph(ui, "This event is gone.", theme::regular(theme::BODY), palette.muted);
        return;
    };
    head(ui, frame, id, &event);
    hidden(ui, frame, id, actions);
    when(ui, palette, &event, actions);
    places(ui, frame, &event, actions);
    actors(ui, palette, &event);
    if !event.reasons.is_empty() {
        parts::caption(ui, palette, "How this was worked out");
        for reason in &event.reasons {
            parts::paragraph(ui, reason, theme::regular(theme::BODY), palette.text);
        }
    }
    if event.accounts.is_empty() {
        let n = event.evidence.len();
        let words = if n == 1 { "Passage".to_owned() } else { format!("{n} passages") };
        parts::caption(ui, palette, &words);
        quote::cards(ui, frame, &event.evidence, actions);
    } else {
        accounts::ui(ui, frame, id, &event, actions);
    }
    folding.ui(ui, frame, id, actions);
}

/// The filters that hide it, and the way to take them away.
fn hidden(ui: &mut Ui, frame: &Frame<'_>, id: EventId, actions: &mut Vec<Action>) {
    let hiding = frame.filters.hiding(id);
    if hiding.is_empty() || frame.filters.filter().is_empty() {
        return;
    }
    let palette = frame.subject.palette;
    let names: Vec<&str> = hiding.iter().map(|facet| facet.label()).collect();
    let words = format!("Hidden by filter: {}", names.join(", ").to_lowercase());
    parts::paragraph(ui, &words, theme::regular(theme::SMALL), palette.warning);
    let link = if hiding.len() == 1 { "Remove this filter" } else { "Remove these filters" };
    if parts::link(ui, palette, link, link).clicked() {
        let filter = frame.filters.filter().clone();
        let left = hiding.into_iter().fold(filter, |left, facet| left.without(facet));
        actions.push(Action::SetFilter(Box::new(left)));
    }
}

fn head(ui: &mut Ui, frame: &Frame<'_>, id: EventId, event: &Event) {
    let palette = frame.subject.palette;
    ui.horizontal(|ui| {
        let side = 2.0 * parts::MARK + theme::GAP;
        let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, event.category.as_str()));
        parts::mark(ui, frame, id, event, rect.center(), parts::MARK + 1.0);
        let kind = match event.kind {
            EventKind::Happening => event.category.as_str().to_owned(),
            EventKind::State(_) => format!("{} · state", event.category.as_str()),
        };
        ui.label(
            egui::RichText::new(kind)
                .font(theme::regular(theme::BODY))
                .color(theme::color(palette.muted)),
        );
        parts::chip(ui, palette, event.certainty.label(), certainty_ink(palette, event.certainty))
            .on_hover_text(certainty_words(event.certainty));
    });
    parts::paragraph(ui, &event.title, theme::strong(theme::HEADING), palette.text);
}

/// The colour of a certainty's chip.
pub fn certainty_ink(palette: &Palette, certainty: Certainty) -> crate::scene::palette::Rgba {
    match certainty {
        Certainty::Stated => palette.text,
        Certainty::Disputed => palette.warning,
        Certainty::Reported | Certainty::Planned | Certainty::Inferred => palette.muted,
    }
}

/// What a certainty means, in a sentence.
#[must_use]
pub fn certainty_words(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Stated => "The source says it flatly.",
        Certainty::Reported => "The source hedges, or lays it to somebody.",
        Certainty::Planned => "Still to come when it was written.",
        Certainty::Disputed => "Denied, or contradicted by a source.",
        Certainty::Inferred => "Worked out; no source says it in so many words.",
    }
}

fn when(ui: &mut Ui, palette: &Palette, event: &Event, actions: &mut Vec<Action>) {
    parts::caption(ui, palette, "When");
    let Some(span) = &event.when else {
        let words = "No date is given. The event stays in the list of undated events.";
        parts::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
        return;
    };
    let (words, edtf) = (span.label(), span.to_string());
    ui.horizontal_wrapped(|ui| {
        let label = format!("Go to {words}");
        if parts::link(ui, palette, &words, &label).clicked() {
            actions.push(Action::GoToTime(span.clone()));
        }
        parts::chip(ui, palette, &edtf, palette.muted)
            .on_hover_text("The date as EDTF (ISO 8601-2)");
    });
}

fn places(ui: &mut Ui, frame: &Frame<'_>, event: &Event, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    if event.route.is_none() {
        parts::caption(ui, palette, "Where");
    }
    if event.places.is_empty() && event.route.is_none() {
        let words = "No place is named. The event is on the timeline only.";
        parts::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
    }
    let ends = event.route.map(crate::model::Route::ends);
    let is_end = |id: &PlaceId| ends.is_some_and(|ends| ends.contains(id));
    for id in event.places.iter().filter(|id| !is_end(id)) {
        place_row(ui, frame, *id, actions);
    }
    for (words, id) in ["From", "To"].into_iter().zip(ends.into_iter().flatten()) {
        parts::caption(ui, palette, words);
        place_row(ui, frame, id, actions);
    }
}

/// A place by name: a click flies there; "card" opens what is known of it.
pub fn place_row(ui: &mut Ui, frame: &Frame<'_>, id: PlaceId, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let Some(place) = frame.subject.dataset.place(id) else { return };
    let name = frame.subject.name_of(&place);
    ui.horizontal_wrapped(|ui| {
        let fly = parts::link(ui, palette, name, &format!("Fly to {name}"));
        parts::hover(&fly, frame, Item::Place(id), actions);
        if fly.clicked() {
            actions.push(Action::FlyToPlace(id));
        }
        let kind = crate::app::place_card::place_line(&place);
        let muted = theme::color(palette.muted);
        ui.label(egui::RichText::new(kind).font(theme::regular(theme::SMALL)).color(muted));
        let label = format!("Show the card of {name}");
        let card = parts::link(ui, palette, "card", &label);
        parts::hover(&card, frame, Item::Place(id), actions);
        if card.clicked() {
            actions.push(Action::Select(Some(Item::Place(id))));
        }
    });
}

fn actors(ui: &mut Ui, palette: &Palette, event: &Event) {
    if event.actors.is_empty() {
        return;
    }
    parts::caption(ui, palette, "Who");
    ui.horizontal_wrapped(|ui| {
        for actor in &event.actors {
            parts::chip(ui, palette, actor, palette.text);
        }
    });
}
