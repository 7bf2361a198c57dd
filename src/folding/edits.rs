//! Which decisions a correction changes.

use super::keys::Keys;
use crate::model::{Dataset, Decisions, Event, Pair, ReportKey, Verdict};
use std::collections::BTreeMap;

/// What is to be said of some pairs from now on; nothing where nothing is to be said any more.
pub type Changes = Vec<(Pair, Option<Verdict>)>;

/// What to change so that two events, as they are shown, become one. `imported` is the dataset
/// before folding.
#[must_use]
pub fn together(imported: &Dataset, decisions: &Decisions, a: &Event, b: &Event) -> Changes {
    let mut editor = Editor::new(imported, decisions);
    let (left, right) = (editor.reports(a), editor.reports(b));
    let between = |x: u32, y: u32| {
        let holds = |side: &[Report], at: u32| side.iter().any(|report| report.at == at);
        (holds(&left, x) && holds(&right, y)) || (holds(&left, y) && holds(&right, x))
    };
    editor.forget(|x, y, _| between(x, y));
    // All are chained together: what was found alike so far stays in, whatever it is beside.
    let mut all: Vec<ReportKey> = left.into_iter().chain(right).map(|report| report.key).collect();
    all.sort();
    editor.chain(&all);
    editor.changes()
}

/// What to change so that one account of an event, by its position, stands apart from the others.
/// Nothing where the event has no such account.
#[must_use]
pub fn apart(imported: &Dataset, decisions: &Decisions, event: &Event, account: usize) -> Changes {
    let mut editor = Editor::new(imported, decisions);
    let mut rest = editor.reports(event);
    if account >= rest.len() || rest.len() < 2 {
        return Vec::new();
    }
    let taken = rest.remove(account);
    let linked = |at: u32| {
        editor.made.iter().any(|(x, y, verdict, _)| {
            *verdict == Verdict::Together && (*x, *y) == (at.min(taken.at), at.max(taken.at))
        })
    };
    let mut left_over: Vec<ReportKey> =
        rest.iter().filter(|report| linked(report.at)).map(|report| report.key.clone()).collect();
    left_over.sort();
    editor.forget(|x, y, _| {
        let of = |a: u32, b: u32| a == taken.at && rest.iter().any(|report| report.at == b);
        of(x, y) || of(y, x)
    });
    // Those that only hung together by the one that goes stay together.
    editor.chain(&left_over);
    for report in &rest {
        editor.say(Pair::new(taken.key.clone(), report.key.clone()), Verdict::Apart);
    }
    editor.changes()
}

/// A report by its name and its position in the imported dataset.
struct Report {
    key: ReportKey,
    at: u32,
}

struct Editor<'a> {
    keys: Keys<'a>,
    /// Decisions whose reports are there, by position, the lower first.
    made: Vec<(u32, u32, Verdict, Pair)>,
    changes: BTreeMap<Pair, Option<Verdict>>,
}

impl<'a> Editor<'a> {
    fn new(imported: &'a Dataset, decisions: &Decisions) -> Self {
        let mut keys = Keys::new(imported);
        let mut made = Vec::new();
        for (pair, verdict) in decisions.iter() {
            if let [Some(a), Some(b)] = pair.both().map(|key| keys.find(key)) {
                made.push((a.min(b), a.max(b), verdict, pair.clone()));
            }
        }
        Self { keys, made, changes: BTreeMap::new() }
    }

    /// The reports of an event that is shown.
    fn reports(&mut self, event: &Event) -> Vec<Report> {
        let one = |event: Event| {
            let category = event.category.as_str();
            let key = self.keys.key(category, &event.title, &event.evidence)?;
            let at = self.keys.find(&key)?;
            Some(Report { key, at })
        };
        event.clone().unfolded().filter_map(one).collect()
    }

    /// Takes back decisions about some pairs, however their reports are named in them: the last word
    /// of a person counts.
    fn forget(&mut self, which: impl Fn(u32, u32, Verdict) -> bool) {
        for (a, b, verdict, pair) in &self.made {
            if which(*a, *b, *verdict) {
                self.changes.insert(pair.clone(), None);
            }
        }
    }

    fn chain(&mut self, keys: &[ReportKey]) {
        for two in keys.windows(2) {
            if let [a, b] = two {
                self.say(Pair::new(a.clone(), b.clone()), Verdict::Together);
            }
        }
    }

    fn say(&mut self, pair: Pair, verdict: Verdict) {
        self.changes.insert(pair, Some(verdict));
    }

    fn changes(self) -> Changes {
        self.changes.into_iter().collect()
    }
}
