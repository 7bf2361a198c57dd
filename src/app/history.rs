//! What was done by hand, and how to take it back: verdicts on reports, and dates of documents.

use crate::folding::Changes;
use crate::model::{DatedFrom, Decisions, SourceId, TimeSpan};

/// Edits that are remembered; older ones can no longer be taken back.
const REMEMBERED: usize = 1_000;

/// The date of a document, and how it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dating {
    /// The date; nothing where the document is read undated.
    pub dated: Option<TimeSpan>,
    /// How it is known.
    pub from: Option<DatedFrom>,
}

/// What an edit changes.
#[derive(Clone, Debug, PartialEq)]
enum Change {
    /// Verdicts on reports; applied at once.
    Verdicts(Changes),
    /// The date of a document; takes effect once the document was read again.
    Date { source: SourceId, before: Dating, after: Dating },
}

/// A change to what a person decided, with the words for it. Applying it gives its inverse.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    label: String,
    change: Change,
}

impl Edit {
    /// An edit under the words that the menu shows: "fold “…” with “…”".
    #[must_use]
    pub fn new(label: String, changes: Changes) -> Self {
        Self { label, change: Change::Verdicts(changes) }
    }

    /// A document that was read as of another date.
    #[must_use]
    pub fn date(label: String, source: SourceId, before: Dating, after: Dating) -> Self {
        Self { label, change: Change::Date { source, before, after } }
    }

    /// The words for it.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether it gives a document the date that another edit took from it.
    fn reverts(&self, other: &Self) -> bool {
        let (
            Change::Date { source, before, after },
            Change::Date { source: s, before: b, after: a },
        ) = (&self.change, &other.change)
        else {
            return false;
        };
        source == s && after.dated == b.dated && before.dated == a.dated
    }

    /// Whether it gives a document the same date as another edit.
    fn repeats(&self, other: &Self) -> bool {
        matches!((&self.change, &other.change), (
            Change::Date { source, after, .. },
            Change::Date { source: s, after: a, .. },
        ) if source == s && after.dated == a.dated)
    }
}

/// Carries verdicts out; what comes back undoes them.
fn turned(changes: Changes, decisions: &mut Decisions) -> Changes {
    let inverse = changes.into_iter().map(|(pair, verdict)| {
        let before = decisions.set(pair.clone(), verdict);
        (pair, before)
    });
    let mut inverse: Changes = inverse.collect();
    // Where one pair was changed twice, the first value must come back last.
    inverse.reverse();
    inverse
}

/// What undoing or redoing comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Turned {
    /// There is nothing to undo or redo.
    Nothing,
    /// It is done.
    Done,
    /// A document must be read again as of a date. It counts as done once
    /// [`History::document_was_dated`] says so; where the reading is stopped, nothing has changed.
    Read(SourceId, Dating),
}

/// Which way a document is being read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Back,
    Forth,
}

/// What was done, and what was taken back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// What was done, the latest last; verdicts as their inverses.
    done: Vec<Edit>,
    /// What was taken back and can be done again, the latest last.
    undone: Vec<Edit>,
    /// A document is being read again to undo or redo.
    under_way: Option<Way>,
}

impl History {
    /// Carries out an edit of verdicts and remembers how to take it back. What was taken back before
    /// is gone.
    pub fn carry_out(&mut self, edit: Edit, decisions: &mut Decisions) {
        let Edit { label, change } = edit;
        let change = match change {
            Change::Verdicts(changes) => Change::Verdicts(turned(changes, decisions)),
            date @ Change::Date { .. } => date,
        };
        self.remember(Edit { label, change });
    }

    /// Takes note that a document was read again as of another date: by a new edit, or because
    /// [`History::undo`] or [`History::redo`] asked for it.
    pub fn document_was_dated(&mut self, edit: Edit) {
        match self.under_way.take() {
            Some(Way::Back) if self.done.last().is_some_and(|last| edit.reverts(last)) => {
                self.undone.extend(self.done.pop());
            }
            Some(Way::Forth) if self.undone.last().is_some_and(|last| edit.repeats(last)) => {
                self.done.extend(self.undone.pop());
            }
            _ => self.remember(edit),
        }
    }

    fn remember(&mut self, edit: Edit) {
        self.done.push(edit);
        self.undone.clear();
        self.under_way = None;
        if self.done.len() > REMEMBERED {
            self.done.remove(0);
        }
    }

    /// Takes the last edit back.
    pub fn undo(&mut self, decisions: &mut Decisions) -> Turned {
        let Some(Edit { label, change }) = self.done.pop() else { return Turned::Nothing };
        match change {
            Change::Verdicts(changes) => {
                let change = Change::Verdicts(turned(changes, decisions));
                self.undone.push(Edit { label, change });
                Turned::Done
            }
            Change::Date { source, before, after } => {
                let asked = Turned::Read(source, before.clone());
                self.done.push(Edit { label, change: Change::Date { source, before, after } });
                self.under_way = Some(Way::Back);
                asked
            }
        }
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self, decisions: &mut Decisions) -> Turned {
        let Some(Edit { label, change }) = self.undone.pop() else { return Turned::Nothing };
        match change {
            Change::Verdicts(changes) => {
                let change = Change::Verdicts(turned(changes, decisions));
                self.done.push(Edit { label, change });
                Turned::Done
            }
            Change::Date { source, before, after } => {
                let asked = Turned::Read(source, after.clone());
                self.undone.push(Edit { label, change: Change::Date { source, before, after } });
                self.under_way = Some(Way::Forth);
                asked
            }
        }
    }

    /// The words for what would be taken back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(Edit::label)
    }

    /// The words for what would be done again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(Edit::label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Pair, ReportKey, Verdict};
    use proptest::prelude::*;

    fn pair(a: u8, b: u8) -> Pair {
        let key = |n: u8| ReportKey {
            source: "a.txt".to_owned(),
            text: String::new(),
            copy: 0,
            start: usize::from(n),
            end: usize::from(n) + 1,
            category: "meeting".to_owned(),
            title: String::new(),
            quote: String::new(),
        };
        Pair::new(key(a), key(b))
    }

    fn edits() -> impl Strategy<Value = Vec<Changes>> {
        let verdict =
            prop_oneof![Just(None), Just(Some(Verdict::Together)), Just(Some(Verdict::Apart)),];
        let change = (0_u8..4, 4_u8..8, verdict).prop_map(|(a, b, v)| (pair(a, b), v));
        prop::collection::vec(prop::collection::vec(change, 0..4), 0..12)
    }

    proptest! {
        #[test]
        fn undo_restores_exactly_and_redo_does_again(edits in edits()) {
            let (mut history, mut decisions) = (History::default(), Decisions::default());
            let mut states = vec![decisions.clone()];
            for changes in &edits {
                history.carry_out(Edit::new("edit".to_owned(), changes.clone()), &mut decisions);
                states.push(decisions.clone());
            }
            for state in states.iter().rev().skip(1) {
                prop_assert_eq!(history.undo(&mut decisions), Turned::Done);
                prop_assert_eq!(&decisions, state);
            }
            prop_assert_eq!(history.undo(&mut decisions), Turned::Nothing);
            for state in states.iter().skip(1) {
                prop_assert_eq!(history.redo(&mut decisions), Turned::Done);
                prop_assert_eq!(&decisions, state);
            }
            prop_assert_eq!(history.redo(&mut decisions), Turned::Nothing);
        }
    }

    #[test]
    fn a_new_edit_forgets_what_was_taken_back() {
        let (mut history, mut decisions) = (History::default(), Decisions::default());
        let edit =
            |label: &str| Edit::new(label.to_owned(), vec![(pair(1, 2), Some(Verdict::Apart))]);
        history.carry_out(edit("first"), &mut decisions);
        assert_eq!(history.undo_label(), Some("first"));
        history.undo(&mut decisions);
        assert_eq!((history.undo_label(), history.redo_label()), (None, Some("first")));
        history.carry_out(edit("second"), &mut decisions);
        assert_eq!((history.undo_label(), history.redo_label()), (Some("second"), None));
    }

    fn dated(from: &str, to: &str) -> Edit {
        let dating = |text: &str| Dating { dated: text.parse().ok(), from: None };
        Edit::date("date".to_owned(), SourceId(3), dating(from), dating(to))
    }

    #[test]
    fn a_date_counts_as_undone_only_once_the_document_was_read_again() {
        let (mut history, mut decisions) = (History::default(), Decisions::default());
        history.document_was_dated(dated("", "2026-01-28"));
        let asked = Turned::Read(SourceId(3), Dating::default());
        assert_eq!(history.undo(&mut decisions), asked);
        // The reading was stopped: it can be asked for again.
        assert_eq!((history.undo_label(), history.redo_label()), (Some("date"), None));
        assert_eq!(history.undo(&mut decisions), asked);
        history.document_was_dated(dated("2026-01-28", ""));
        assert_eq!((history.undo_label(), history.redo_label()), (None, Some("date")));
        let Turned::Read(SourceId(3), again) = history.redo(&mut decisions) else {
            panic!("the document is to be read again")
        };
        assert_eq!(again.dated, "2026-01-28".parse().ok());
        history.document_was_dated(dated("", "2026-01-28"));
        assert_eq!((history.undo_label(), history.redo_label()), (Some("date"), None));
    }

    #[test]
    fn a_new_date_while_one_is_being_undone_is_an_edit_of_its_own() {
        let (mut history, mut decisions) = (History::default(), Decisions::default());
        history.document_was_dated(dated("", "2026-01-28"));
        history.undo(&mut decisions);
        history.document_was_dated(dated("2026-01-28", "2026-02-02"));
        assert_eq!(history.redo_label(), None);
        let Turned::Read(_, before) = history.undo(&mut decisions) else { panic!("a date") };
        assert_eq!(before.dated, "2026-01-28".parse().ok());
    }
}
