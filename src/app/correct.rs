//! Corrections by hand: what they change, and what is shown afterwards.

use super::history::Turned;
use super::{Effect, Index, Item, List, Loaded, State};
use crate::folding::{Folded, apart, fold, together};
use crate::model::{Dataset, Decisions, Event, EventId, Pair, Passage};
use crate::scene::Highlight;
use crate::task::Task;
use std::sync::Arc;

/// Datasets of so many events are folded between two frames (some 50 ms); larger ones by a job.
const AT_ONCE: usize = 20_000;

/// Titles in the words for an edit are cut to so many characters.
const TITLE: usize = 40;

impl State {
    /// Makes one event of two.
    pub(super) fn fold_events(&mut self, a: EventId, b: EventId) -> Option<Effect> {
        let shown = Arc::clone(self.dataset());
        let (first, second) = (shown.event(a)?, shown.event(b).filter(|_| a != b)?);
        let changes = {
            let project = self.project();
            together(project.imported(), project.decisions(), &first, &second)
        };
        let label = format!("fold “{}” with “{}”", cut(&first.title), cut(&second.title));
        self.project.edit(label, changes);
        self.corrected()
    }

    /// Takes one account of an event, by its position, out of it.
    pub(super) fn take_apart(&mut self, id: EventId, account: usize) -> Option<Effect> {
        let shown = Arc::clone(self.dataset());
        let event = shown.event(id)?;
        let changes = {
            let project = self.project();
            apart(project.imported(), project.decisions(), &event, account)
        };
        let title = event.accounts.get(account).map_or("", |account| account.title.as_str());
        self.project.edit(format!("take “{}” apart", cut(title)), changes);
        self.corrected()
    }

    /// Takes one correction back, whenever it was made.
    pub(super) fn forget(&mut self, pair: Box<Pair>) -> Option<Effect> {
        let title = pair.both().map(|key| cut(&key.title)).join("” and “");
        self.project.edit(format!("forget the correction of “{title}”"), vec![(*pair, None)]);
        self.corrected()
    }

    pub(super) fn undo(&mut self) -> Option<Effect> {
        let turned = self.project.undo();
        self.turned(turned)
    }

    pub(super) fn redo(&mut self) -> Option<Effect> {
        let turned = self.project.redo();
        self.turned(turned)
    }

    fn turned(&mut self, turned: Turned) -> Option<Effect> {
        match turned {
            Turned::Nothing => None,
            Turned::Done => self.corrected(),
            Turned::Read(source, dating) => Some(Effect::Redate(source, dating)),
        }
    }

    /// Folds anew after a correction: at once, or by a job where that would make the hand wait.
    fn corrected(&mut self) -> Option<Effect> {
        if self.project.imported().events.len() > AT_ONCE {
            return Some(Effect::Refold);
        }
        let project = self.project();
        let folded = fold(project.imported(), project.decisions(), &Task::new());
        if let Ok(folded) = folded {
            let index = Index::new(Arc::clone(&folded.dataset));
            self.show(folded, index);
        }
        None
    }

    /// Folds anew where corrections were made while `loaded` was folded.
    pub(super) fn catch_up(&mut self, made: &Decisions, loaded: &Loaded) -> Option<Effect> {
        let mut known = made.clone();
        known.absorb(loaded.imported.decisions.clone());
        if known == *self.project.decisions() { None } else { self.corrected() }
    }

    /// Shows the same data folded otherwise. What is looked at stays; the selected event is the one
    /// that holds what the selected one was shown by.
    pub fn show(&mut self, folded: Folded, index: Index) {
        let before = std::mem::replace(&mut self.dataset, Arc::clone(&folded.dataset));
        self.project.take_folded(&folded);
        self.index = index;
        self.written = None;
        if let Some(extent) = self.index.extent() {
            self.extent = extent;
        }
        let selection = match self.session.selection.take() {
            Some(Item::Event(id)) => {
                let event = before.event(id);
                event.as_ref().and_then(|event| same(&folded.dataset, event)).map(Item::Event)
            }
            other => other,
        };
        self.session.selection = selection;
        // What was found is known by numbers that have changed.
        self.session.found = None;
        if self.session.list == List::Found {
            self.session.list = List::Shown;
        }
        self.session.hover = None;
        self.hover_next = None;
        self.hovered = Highlight::default();
        self.selected = self.highlight(self.session.selection.clone().as_ref());
        self.tell_time();
        self.refresh();
    }
}

/// The event that holds the report by which another was shown.
fn same(dataset: &Dataset, event: &Event) -> Option<EventId> {
    let passage = event.evidence.first()?;
    let holds =
        |title: &str, evidence: &[Passage]| title == event.title && evidence.contains(passage);
    let fits = |other: &Event| {
        other.category == event.category
            && (holds(&other.title, &other.evidence)
                || other.accounts.iter().any(|a| holds(&a.title, &a.evidence)))
    };
    dataset.events.iter().position(fits).map(EventId::from_index)
}

fn cut(title: &str) -> String {
    match title.char_indices().nth(TITLE) {
        Some((at, _)) => format!("{}…", title.get(..at).unwrap_or_default().trim_end()),
        None => title.to_owned(),
    }
}
