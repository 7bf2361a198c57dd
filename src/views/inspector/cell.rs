//! A square of the density surface: how many events, which, and the newest of them.

use super::quote::{self, ROW};
use crate::app::{Action, Frame};
use crate::model::Window;
use crate::query::{CellEvents, EventIndex};
use crate::scene::density;
use crate::store::Cell;
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::Ui;
use std::sync::Arc;

/// So many events are listed; there may be a hundred thousand.
const MOST: usize = 1_000;
/// Categories that are counted by name.
const COUNTED: usize = 8;

/// The events of the square that was last shown.
#[derive(Debug, Default)]
pub struct CellView {
    known: Option<(Arc<EventIndex>, Cell, Window, CellEvents)>,
}

impl CellView {
    /// Draws the card into the space there is.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, cell: Cell, actions: &mut Vec<Action>) {
        let matches = frame.subject.matches;
        let (index, window) = (matches.index(), matches.window());
        let known = self.known.take().filter(|(of, there, counted, _)| {
            Arc::ptr_eq(of, index) && *there == cell && *counted == window
        });
        let (.., events) =
            &*self.known.insert(known.unwrap_or_else(|| {
                (Arc::clone(index), cell, window, index.cell(cell, window, MOST))
            }));
        head(ui, frame, cell, events);
        ui.spacing_mut().item_spacing.y = 2.0;
        let area = parts::scroll(("cell", cell));
        area.show_rows(ui, ROW, events.events.len(), |ui, rows| {
            for id in events.events.get(rows).unwrap_or_default() {
                quote::event_row(ui, frame, *id, actions);
            }
        });
    }
}

fn head(ui: &mut Ui, frame: &Frame<'_>, cell: Cell, events: &CellEvents) {
    let palette = frame.subject.palette;
    let small = || theme::regular(theme::SMALL);
    let number = |n: usize| grouped(n as u64);
    let noun = if events.total == 1 { "event" } else { "events" };
    let words = format!("{} {noun} in this square", number(events.total));
    parts::paragraph(ui, &words, theme::strong(theme::HEADING), palette.text);
    let around = format!("in the window, around {}", density::words(cell));
    parts::paragraph(ui, &around, small(), palette.muted);
    let categories = frame.subject.matches.index().categories();
    let named = events.categories.iter().take(COUNTED).filter_map(|(code, sum)| {
        let entry = categories.get(usize::from(*code))?;
        Some(format!("{} {}", entry.category.as_str(), number(*sum)))
    });
    let mut named: Vec<String> = named.collect();
    if let Some(more) = events.categories.len().checked_sub(COUNTED).filter(|more| *more > 0) {
        named.push(format!("{more} other kinds"));
    }
    parts::paragraph(ui, &named.join(" · "), theme::regular(theme::BODY), palette.text);
    if events.total > events.events.len() {
        let words = format!(
            "The newest {} are listed. Look closer or narrow the window for the others.",
            number(events.events.len())
        );
        parts::paragraph(ui, &words, small(), palette.muted);
    }
    ui.add_space(theme::GAP / 2.0);
}
