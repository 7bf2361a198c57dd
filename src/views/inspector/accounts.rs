//! The accounts of an event that several sources tell: what each says, where they differ, and the
//! way to take one out.

use super::{event, quote};
use crate::app::{Action, Frame};
use crate::folding::disagreements;
use crate::model::{Account, Event, EventId, SourceId};
use crate::views::{parts, theme};
use egui::Ui;
use egui::accesskit::Role;

pub fn ui(ui: &mut Ui, frame: &Frame<'_>, id: EventId, event: &Event, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    parts::caption(ui, palette, &format!("{} reports", event.accounts.len()));
    for disagreement in disagreements(frame.subject.dataset, event) {
        let by = heading(frame, Some(disagreement.source));
        let words = format!("{} by {by}", capital(&disagreement.words));
        parts::paragraph(ui, &words, theme::regular(theme::BODY), palette.warning);
    }
    for (at, account) in event.accounts.iter().enumerate() {
        ui.add_space(theme::GAP);
        one(ui, frame, account, at == 0, actions);
        take_apart(ui, frame, id, at, account, actions);
        ui.add_space(theme::GAP);
    }
}

/// What one source says: its date, place and certainty, and its passages.
fn one(ui: &mut Ui, frame: &Frame<'_>, account: &Account, shown: bool, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let name = heading(frame, account.source());
    parts::paragraph(ui, &name, theme::strong(theme::BODY), palette.text);
    let when = account.when.as_ref().map_or_else(|| "no date".to_owned(), |span| span.label());
    let places: Vec<String> =
        account.places.iter().filter_map(|id| frame.subject.name_of_id(*id)).collect();
    let places = if places.is_empty() { "no place".to_owned() } else { places.join(", ") };
    ui.horizontal_wrapped(|ui| {
        let ink = event::certainty_ink(palette, account.certainty);
        parts::chip(ui, palette, account.certainty.label(), ink)
            .on_hover_text(event::certainty_words(account.certainty));
        parts::chip(ui, palette, &when, palette.text);
        parts::chip(ui, palette, &places, palette.text);
        if shown {
            parts::chip(ui, palette, "shown", palette.accent).on_hover_text(
                "Date, place and certainty of the event are this report's: the most precise and best attested.",
            );
        }
    });
    if !account.because.is_empty() {
        let words = format!("Taken for the same: {}.", account.because.join("; "));
        parts::paragraph(ui, &words, theme::regular(theme::SMALL), palette.muted);
    }
    quote::cards(ui, frame, &account.evidence, actions);
}

fn take_apart(
    ui: &mut Ui,
    frame: &Frame<'_>,
    id: EventId,
    at: usize,
    account: &Account,
    actions: &mut Vec<Action>,
) {
    let button = ui.small_button("Take apart");
    let label = format!("Take apart: {}", heading(frame, account.source()));
    button.widget_info(|| egui::WidgetInfo::labeled(Role::Button, true, &label));
    let button = button
        .on_hover_text("This report tells of another event: show it by itself. Can be undone.");
    if button.clicked() {
        actions.push(Action::TakeApart(id, at));
    }
}

/// A source's headline, or its name.
fn heading(frame: &Frame<'_>, source: Option<SourceId>) -> String {
    let source = source.and_then(|id| frame.subject.dataset.source(id));
    source.map_or_else(|| "a source that is gone".to_owned(), |source| source.heading().to_owned())
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
