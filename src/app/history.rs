use crate::folding::Changes;
use crate::model::Decisions;

/// Edits that are remembered; older ones can no longer be taken back.
const REMEMBERED: usize = 1_000;

/// A change to what a person decided, with the words for it. Applying it gives its inverse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    label: String,
    changes: Changes,
}

impl Edit {
    /// An edit under the words that the menu shows: "fold “…” with “…”".
    #[must_use]
    pub fn new(label: String, changes: Changes) -> Self {
        Self { label, changes }
    }

    /// The words for it.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Carries it out; the edit that comes back undoes it.
    fn apply(self, decisions: &mut Decisions) -> Self {
        let mut inverse: Changes = self
            .changes
            .into_iter()
            .map(|(pair, verdict)| (pair.clone(), decisions.set(pair, verdict)))
            .collect();
        // Where one pair was changed twice, the first value must come back last.
        inverse.reverse();
        Self { label: self.label, changes: inverse }
    }
}

/// What was done, and what was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Inverses of what was done, the latest last.
    done: Vec<Edit>,
    /// What was taken back and can be done again, the latest last.
    undone: Vec<Edit>,
}

impl History {
    /// Carries out an edit and remembers how to take it back. What was taken back before is gone.
    pub fn carry_out(&mut self, edit: Edit, decisions: &mut Decisions) {
        self.done.push(edit.apply(decisions));
        self.undone.clear();
        if self.done.len() > REMEMBERED {
            self.done.remove(0);
        }
    }

    /// Takes the last edit back; false where there is none.
    pub fn undo(&mut self, decisions: &mut Decisions) -> bool {
        let edit = self.done.pop().map(|inverse| inverse.apply(decisions));
        let any = edit.is_some();
        self.undone.extend(edit);
        any
    }

    /// Does again what was taken back last; false where there is nothing.
    pub fn redo(&mut self, decisions: &mut Decisions) -> bool {
        let inverse = self.undone.pop().map(|edit| edit.apply(decisions));
        let any = inverse.is_some();
        self.done.extend(inverse);
        any
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
                prop_assert!(history.undo(&mut decisions));
                prop_assert_eq!(&decisions, state);
            }
            prop_assert!(!history.undo(&mut decisions));
            for state in states.iter().skip(1) {
                prop_assert!(history.redo(&mut decisions));
                prop_assert_eq!(&decisions, state);
            }
            prop_assert!(!history.redo(&mut decisions));
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
}
