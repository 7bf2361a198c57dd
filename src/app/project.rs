//! What is saved and undone: the imported data, which stay as they are, and the corrections over them.

use super::Index;
use super::history::{Dating, Edit, History, Turned};
use crate::folding::{Changes, Folded, Unheeded, fold};
use crate::model::{Dataset, Decisions, Pair, Source, SourceId, Verdict};
use crate::task::{Cancelled, Task};
use std::collections::HashMap;
use std::sync::Arc;

/// A dataset as imported, with its reports folded for showing: what a job brings.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// As imported; never folded. Its decisions are those that came with its files.
    pub imported: Arc<Dataset>,
    /// As it is shown.
    pub folded: Folded,
    /// Look-ups into what is shown.
    pub index: Index,
}

impl Loaded {
    /// Folds an imported dataset by its own decisions and by those made so far, and puts its events
    /// in order.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn new(mut imported: Dataset, made: &Decisions, task: &Task) -> Result<Self, Cancelled> {
        imported.unfold();
        let mut decisions = made.clone();
        decisions.absorb(imported.decisions.clone());
        let imported = Arc::new(imported);
        let folded = fold(&imported, &decisions, task)?;
        let index = Index::build(&folded.dataset, task)?;
        Ok(Self { imported, folded, index })
    }

    /// A dataset that is shown as it is.
    #[must_use]
    pub fn unfolded(imported: Dataset) -> Self {
        let imported = Arc::new(imported);
        let folded = Folded { dataset: Arc::clone(&imported), unheeded: Vec::new() };
        let index = Index::new(Arc::clone(&imported));
        Self { imported, folded, index }
    }
}

/// How much is folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Events that several reports tell.
    pub events: usize,
    /// The reports that tell them.
    pub reports: usize,
}

impl Tally {
    /// How much is folded in a dataset that is shown.
    #[must_use]
    pub fn of(dataset: &Dataset) -> Self {
        let told = dataset.events.iter().map(|event| event.accounts.len()).filter(|n| *n > 0);
        told.fold(Self::default(), |sum, n| Self {
            events: sum.events + 1,
            reports: sum.reports + n,
        })
    }
}

/// One correction as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionLine {
    /// The reports that it is about.
    pub pair: Pair,
    /// "Kept apart" or "Folded".
    pub what: &'static str,
    /// Both titles, each with its source.
    pub words: String,
    /// Why it is not followed, where it is not.
    pub unheeded: Option<String>,
}

/// The imported data and the corrections over them.
#[derive(Clone, Debug)]
pub struct Project {
    imported: Arc<Dataset>,
    decisions: Decisions,
    history: History,
    unheeded: Vec<Unheeded>,
    tally: Tally,
    /// All corrections as lines of a list.
    lines: Vec<CorrectionLine>,
    /// Whether a file holds it, or held it once.
    filed: bool,
    unsaved: bool,
    /// Counts up with every change of the data or the decisions.
    version: u64,
}

impl Project {
    pub(super) fn new(loaded: &Loaded) -> Self {
        let mut project = Self {
            imported: Arc::clone(&loaded.imported),
            decisions: loaded.imported.decisions.clone(),
            history: History::default(),
            unheeded: loaded.folded.unheeded.clone(),
            tally: Tally::of(&loaded.folded.dataset),
            lines: Vec::new(),
            filed: false,
            unsaved: false,
            version: 0,
        };
        project.list();
        project
    }

    /// The data as imported.
    #[must_use]
    pub fn imported(&self) -> &Arc<Dataset> {
        &self.imported
    }

    /// The corrections in force.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// What can be undone and redone.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Corrections that could not be followed.
    #[must_use]
    pub fn unheeded(&self) -> &[Unheeded] {
        &self.unheeded
    }

    /// How much is folded.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether a correction was made, or data came to a saved project, since it was saved.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.unsaved
    }

    /// Counts up with every change of the data or the corrections.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// All corrections as lines, those that are not followed first.
    #[must_use]
    pub fn lines(&self) -> &[CorrectionLine] {
        &self.lines
    }

    /// Writes the lines anew.
    fn list(&mut self) {
        let unheeded: HashMap<&Pair, &str> =
            self.unheeded.iter().map(|unheeded| (&unheeded.pair, &*unheeded.why)).collect();
        let line = |(pair, verdict): (&Pair, Verdict)| {
            let words = pair.both().map(|key| format!("“{}” ({})", key.title, key.source));
            CorrectionLine {
                pair: pair.clone(),
                what: match verdict {
                    Verdict::Together => "Folded",
                    Verdict::Apart => "Kept apart",
                },
                words: words.join(" and "),
                unheeded: unheeded.get(pair).map(|why| (*why).to_owned()),
            }
        };
        let mut lines: Vec<CorrectionLine> = self.decisions.iter().map(line).collect();
        lines.sort_by_key(|line| line.unheeded.is_none());
        self.lines = lines;
    }

    /// Says that what there is now stands in a file, unless more was decided since `version`.
    pub(super) fn saved(&mut self, version: u64) {
        self.filed = true;
        self.unsaved &= self.version != version;
    }

    /// Carries out an edit; false where it changes nothing.
    pub(super) fn edit(&mut self, label: String, changes: Changes) -> bool {
        if changes.is_empty() {
            return false;
        }
        self.history.carry_out(Edit::new(label, changes), &mut self.decisions);
        self.touch();
        true
    }

    pub(super) fn undo(&mut self) -> Turned {
        let turned = self.history.undo(&mut self.decisions);
        if turned == Turned::Done {
            self.touch();
        }
        turned
    }

    pub(super) fn redo(&mut self) -> Turned {
        let turned = self.history.redo(&mut self.decisions);
        if turned == Turned::Done {
            self.touch();
        }
        turned
    }

    fn touch(&mut self) {
        self.unsaved = true;
        self.version += 1;
        self.list();
    }

    /// Takes other data; corrections and history stay, corrections that the data bring come to them.
    /// Documents that were read again as of another date are edits of the history.
    pub(super) fn take(&mut self, loaded: &Loaded) {
        let both = self.imported.sources.iter().zip(&loaded.imported.sources).enumerate();
        let redated = both.filter(|(_, (old, new))| old.name == new.name && old.dated != new.dated);
        for (at, (old, new)) in redated {
            let edit = redating(SourceId::from_index(at), old, new);
            self.history.document_was_dated(edit);
            self.unsaved = true;
        }
        self.imported = Arc::clone(&loaded.imported);
        self.decisions.absorb(loaded.imported.decisions.clone());
        self.unsaved |= self.filed;
        self.version += 1;
        self.take_folded(&loaded.folded);
    }

    /// Takes what is shown now.
    pub(super) fn take_folded(&mut self, folded: &Folded) {
        self.unheeded.clone_from(&folded.unheeded);
        self.tally = Tally::of(&folded.dataset);
        self.list();
    }
}

/// The edit that a document read again as of another date comes to.
fn redating(id: SourceId, old: &Source, new: &Source) -> Edit {
    let dating =
        |source: &Source| Dating { dated: source.dated.clone(), from: source.dated_from.clone() };
    let label = match &new.dated {
        Some(date) => format!("date “{}” as of {date}", new.name),
        None => format!("leave “{}” undated", new.name),
    };
    Edit::date(label, id, dating(old), dating(new))
}
