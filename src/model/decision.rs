use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One report of an event, named so that it is found again after its source was read again: by the
/// source's name and text, the passage and the category.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportKey {
    /// Name of the source.
    pub source: String,
    /// Fingerprint of the source's text, as hexadecimal digits.
    pub text: String,
    /// Which of several sources of that name and text, in the dataset's order.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub copy: u32,
    /// First code point of its first passage.
    pub start: usize,
    /// Code point after the last of its first passage.
    pub end: usize,
    /// Its category.
    pub category: String,
    /// Its title, which tells two events of one passage apart and names it once it is gone.
    pub title: String,
    /// The beginning of the passage, by which it is found where the text has changed.
    pub quote: String,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Two reports, in no order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    first: ReportKey,
    second: ReportKey,
}

impl Pair {
    /// A pair of reports; either may be named first.
    #[must_use]
    pub fn new(a: ReportKey, b: ReportKey) -> Self {
        let (first, second) = if a <= b { (a, b) } else { (b, a) };
        Self { first, second }
    }

    /// Both.
    #[must_use]
    pub fn both(&self) -> [&ReportKey; 2] {
        [&self.first, &self.second]
    }
}

/// What a person said about two reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They tell of the same event.
    Together,
    /// They tell of different events.
    Apart,
}

/// A person's corrections of which reports tell of the same event. They lie beside the imported
/// data and outrank what the program would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Decision>", into = "Vec<Decision>")]
pub struct Decisions(BTreeMap<Pair, Verdict>);

/// One decision as a project file holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Decision {
    verdict: Verdict,
    a: ReportKey,
    b: ReportKey,
}

impl From<Vec<Decision>> for Decisions {
    fn from(list: Vec<Decision>) -> Self {
        Self(list.into_iter().map(|d| (Pair::new(d.a, d.b), d.verdict)).collect())
    }
}

impl From<Decisions> for Vec<Decision> {
    fn from(decisions: Decisions) -> Self {
        let one = |(pair, verdict): (Pair, Verdict)| {
            let Pair { first: a, second: b } = pair;
            Decision { verdict, a, b }
        };
        decisions.0.into_iter().map(one).collect()
    }
}

impl Decisions {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// What was said of a pair.
    #[must_use]
    pub fn get(&self, pair: &Pair) -> Option<Verdict> {
        self.0.get(pair).copied()
    }

    /// All, in an order that does not depend on when they were made.
    pub fn iter(&self) -> impl Iterator<Item = (&Pair, Verdict)> {
        self.0.iter().map(|(pair, verdict)| (pair, *verdict))
    }

    /// Says of a pair what is given, or nothing any more; returns what was said before.
    pub fn set(&mut self, pair: Pair, verdict: Option<Verdict>) -> Option<Verdict> {
        match verdict {
            Some(verdict) => self.0.insert(pair, verdict),
            None => self.0.remove(&pair),
        }
    }

    /// Takes over another's decisions; where both speak of a pair, one's own stands.
    pub fn absorb(&mut self, other: Self) {
        for (pair, verdict) in other.0 {
            self.0.entry(pair).or_insert(verdict);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(title: &str) -> ReportKey {
        ReportKey {
            source: "a.txt".to_owned(),
            text: "0".to_owned(),
            copy: 0,
            start: 0,
            end: 4,
            category: "meeting".to_owned(),
            title: title.to_owned(),
            quote: "They".to_owned(),
        }
    }

    #[test]
    fn a_pair_has_no_order_and_what_was_said_before_comes_back() {
        let mut decisions = Decisions::default();
        let pair = |a: &str, b: &str| Pair::new(key(a), key(b));
        assert_eq!(decisions.set(pair("a", "b"), Some(Verdict::Together)), None);
        let before = decisions.set(pair("b", "a"), Some(Verdict::Apart));
        assert_eq!(before, Some(Verdict::Together));
        assert_eq!(decisions.len(), 1);
        assert_eq!(decisions.set(pair("a", "b"), None), Some(Verdict::Apart));
        assert!(decisions.is_empty());
    }

    #[test]
    fn decisions_are_written_and_read() {
        let mut decisions = Decisions::default();
        decisions.set(Pair::new(key("a"), key("b")), Some(Verdict::Apart));
        decisions.set(Pair::new(key("a"), key("c")), Some(Verdict::Together));
        let text = serde_json::to_string(&decisions).unwrap();
        assert_eq!(serde_json::from_str::<Decisions>(&text).unwrap(), decisions);
    }
}
