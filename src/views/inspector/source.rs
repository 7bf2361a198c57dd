//! A document: what it is, and what rests on it.

use super::quote;
use crate::app::place_card::{byline, date_known};
use crate::app::{Action, EventsOf, Frame, Item};
use crate::model::{Passage, SourceId};
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::Ui;
use std::ops::Range;

/// So many events are shown as rows; a table may have a million.
const MOST: usize = 200;

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
    for event in events.first(MOST) {
        quote::event_row(ui, frame, event, actions);
    }
    if let Some(more) = events.len().checked_sub(MOST).filter(|more| *more > 0) {
        let words = format!("and {} more, in the lists of events", grouped(more as u64));
        parts::paragraph(ui, &words, theme::regular(theme::SMALL), palette.muted);
    }
}

/// Events with evidence in a source, or only those whose evidence meets the selected passage of it.
fn resting<'a>(frame: &Frame<'a>, id: SourceId, range: &Range<usize>) -> EventsOf<'a> {
    if range.is_empty() {
        frame.index.events_in(id)
    } else {
        EventsOf::Listed(&frame.subject.selected.events)
    }
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
