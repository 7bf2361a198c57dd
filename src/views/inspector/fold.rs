//! "Fold with…": choosing the event that is the same, from those near in time and place with the
//! reason why they were not folded, or from all by their words.

use super::lists;
use crate::app::{Action, Frame, Item};
use crate::folding::{Suggestion, suggestions};
use crate::model::{Dataset, EventId};
use crate::views::field::Field;
use crate::views::{parts, theme};
use egui::Ui;

/// Suggestions shown, and events found by words.
const SHOWN: usize = 8;

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct FoldPanel {
    /// The event that it is open for.
    open: Option<EventId>,
    typed: String,
    worked_out: Option<Key>,
    near: Vec<Suggestion>,
    found: Vec<EventId>,
}

/// What the lists were worked out for: the dataset, by where it lies and its length, the event, the
/// words typed.
type Key = ((usize, usize), EventId, String);

impl FoldPanel {
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, id: EventId, actions: &mut Vec<Action>) {
        let palette = frame.subject.palette;
        parts::caption(ui, palette, "The same as another event?");
        let open = self.open == Some(id);
        let (words, label) = if open {
            ("Close", "Close the list of events to fold with")
        } else {
            ("Fold with…", "Fold with another event")
        };
        if parts::link(ui, palette, words, label).clicked() {
            self.open = (!open).then_some(id);
            self.typed.clear();
        }
        if self.open != Some(id) {
            return;
        }
        self.refresh(frame, id);
        if self.near.is_empty() {
            let words = "Nothing else is told near its time and place.";
            parts::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
        }
        for suggestion in &self.near {
            let why = format!("not folded: {}", suggestion.why);
            row(ui, frame, id, suggestion.event, &why, actions);
        }
        ui.horizontal(|ui| {
            let label = ui.label("Find it by words");
            let field = Field::new(&mut self.typed).desired_width(f32::INFINITY);
            ui.add(field).labelled_by(label.id);
        });
        for other in &self.found {
            let event = frame.subject.dataset.event(*other);
            let when = event.as_ref().and_then(|event| event.when.as_ref());
            let when = when.map_or_else(|| "undated".to_owned(), |span| span.label());
            row(ui, frame, id, *other, &when, actions);
        }
        if self.found.is_empty() && !self.typed.trim().is_empty() {
            let words = "No other event has these words in its title.";
            parts::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
        }
    }

    /// Works out the lists where something changed.
    fn refresh(&mut self, frame: &Frame<'_>, id: EventId) {
        let dataset = frame.subject.dataset;
        let lies = (std::ptr::from_ref(dataset) as usize, dataset.events.len());
        let key = (lies, id, self.typed.clone());
        if self.worked_out.as_ref() == Some(&key) {
            return;
        }
        if self.worked_out.as_ref().is_none_or(|(there, of, _)| *there != lies || *of != id) {
            self.near = suggestions(dataset, frame.project.decisions(), id, SHOWN);
        }
        self.found = find(dataset, id, &self.typed);
        self.worked_out = Some(key);
    }
}

/// Events other than one whose titles hold all words that were typed.
fn find(dataset: &Dataset, id: EventId, typed: &str) -> Vec<EventId> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let fits = |title: &str| {
        let title = title.to_lowercase();
        words.iter().all(|word| title.contains(word.as_str()))
    };
    let events = dataset.events.iter().enumerate().filter(|(_, event)| fits(&event.title));
    let ids = events.map(|(at, _)| EventId::from_index(at)).filter(|other| *other != id);
    ids.take(SHOWN).collect()
}

fn row(
    ui: &mut Ui,
    frame: &Frame<'_>,
    id: EventId,
    other: EventId,
    second: &str,
    actions: &mut Vec<Action>,
) {
    let Some(event) = frame.subject.dataset.event(other) else { return };
    let label = format!("Fold with: {}, {second}", event.title);
    let item = Item::Event(other);
    if lists::two_lines(ui, frame, &event.title, second, &label, &item, actions) {
        actions.push(Action::FoldEvents(id, other));
    }
}
