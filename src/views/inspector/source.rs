//! A document: what it is, and what rests on it.

use super::quote;
use crate::app::place_card::{byline, date_known};
use crate::app::{Action, Frame, Item};
use crate::model::{EventId, Passage, SourceId};
use crate::views::{parts, theme};
use egui::Ui;
use std::ops::Range;

pub fn ui(
    ui: &mut Ui,
    frame: &Frame<'_>,
    id: SourceId,
    range: &Range<usize>,
    actions: &mut Vec<Action>,
) {
    let palette = frame.subject.palette;
    let Some(source) = frame.subject.dataset.source(id) else {
        parts::paragraph(ui, "This source is gone.", theme::regular(theme::BODY), palette.muted);
        return;
    };
    parts::paragraph(ui, source.heading(), theme::strong(theme::HEADING), palette.text);
    let date = source.dated.as_ref().map_or_else(|| "undated".to_owned(), |d| d.label());
    let by = byline(&source.publisher, &date);
    parts::paragraph(ui, &by, theme::regular(theme::BODY), palette.text);
    let known = date_known(source);
    if !known.is_empty() {
        parts::paragraph(ui, &known, theme::regular(theme::SMALL), palette.muted);
    }
    if !source.url.is_empty() {
        parts::paragraph(ui, &source.url, theme::regular(theme::SMALL), palette.muted);
    }
    if !range.is_empty() {
        parts::caption(ui, palette, "Passage");
        let passage = Passage { source: id, range: range.clone() };
        quote::cards(ui, frame, &[passage], actions);
    } else if parts::link(ui, palette, "Open the document", "Open the document").clicked() {
        actions.push(Action::Select(Some(Item::Passage(id, 0..0))));
    }
    let events = resting(frame, id, range);
    let words = match (events.len(), range.is_empty()) {
        (0, true) => "No events from this source",
        (0, false) => "No events rest on this passage",
        (_, true) => "Events from this source",
        (_, false) => "Events that rest on it",
    };
    parts::caption(ui, palette, words);
    for event in events {
        quote::event_row(ui, frame, event, actions);
    }
}

/// Events with evidence in a source, or only those whose evidence meets a passage of it.
fn resting(frame: &Frame<'_>, id: SourceId, range: &Range<usize>) -> Vec<EventId> {
    let meets = |passage: &Passage| {
        passage.source == id
            && (range.is_empty()
                || (passage.range.start < range.end && range.start < passage.range.end))
    };
    let events = frame.subject.dataset.events.iter().enumerate();
    events
        .filter(|(_, event)| event.evidence.iter().any(meets))
        .map(|(at, _)| EventId::from_index(at))
        .collect()
}

/// A source as a row: headline, publisher, date. A click opens it.
pub fn row(ui: &mut Ui, frame: &Frame<'_>, id: SourceId, actions: &mut Vec<Action>) {
    let Some(source) = frame.subject.dataset.source(id) else { return };
    let asked = frame.session.asking_date.iter().any(|(there, _)| *there == id);
    let date = match (&source.dated, asked) {
        (Some(date), _) => date.label(),
        (None, true) => "undated: open it to give the date".to_owned(),
        (None, false) => "undated".to_owned(),
    };
    let second = byline(&source.publisher, &date);
    let label = format!("Source: {}, {second}", source.heading());
    let item = Item::Passage(id, 0..0);
    if super::lists::two_lines(ui, frame, source.heading(), &second, &label, &item, actions) {
        actions.push(Action::Select(Some(item)));
    }
}
