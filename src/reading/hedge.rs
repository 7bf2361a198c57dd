//! How sure a clause is of what it says.

use crate::geocode::text::Words;
use crate::model::Certainty;
use std::ops::Range;

/// Whether a clause says that its trigger happened at all, and how surely.
///
/// Nothing where it is denied, only supposed, or only possible.
pub(crate) fn certainty(
    words: &Words<'_>,
    clause: &Range<usize>,
    sentence: &Range<usize>,
    trigger: usize,
) -> Option<Certainty> {
    let before: Vec<&str> = (clause.start..trigger).rev().take(7).map(|at| words.str(at)).collect();
    if denied(&before) {
        return None;
    }
    if planned(&before) {
        return Some(Certainty::Planned);
    }
    let near = words.slice(&words.bytes(clause)).to_lowercase();
    if DISPUTED.iter().any(|hedge| near.contains(hedge)) {
        return Some(Certainty::Disputed);
    }
    let whole = words.slice(&words.bytes(sentence)).to_lowercase();
    let reported = REPORTED.iter().any(|hedge| near.contains(hedge))
        || ATTRIBUTED.iter().any(|hedge| whole.contains(hedge));
    Some(if reported { Certainty::Reported } else { Certainty::Stated })
}

const DISPUTED: &[&str] = &[" denied", " denies", "disputed", "contrary to", "rejected claims"];
const REPORTED: &[&str] = &[
    "reportedly",
    "reported ",
    "allegedly",
    "alleged ",
    "apparently",
    "said to have",
    "believed to",
    "thought to",
    "unconfirmed",
    "rumoured",
    "rumored",
    "claimed",
    "claims",
];
const ATTRIBUTED: &[&str] = &[
    "according to",
    "sources said",
    "sources briefed",
    "anonymous source",
    "a source said",
    "officials said",
];

/// The words before a trigger, nearest first, say that it did not happen or only may.
fn denied(before: &[&str]) -> bool {
    let near = before.iter().take(4);
    let negated = near.clone().any(|word| {
        matches!(
            *word,
            "not"
                | "never"
                | "no"
                | "without"
                | "cannot"
                | "nor"
                | "neither"
                | "potential"
                | "possible"
                | "against"
                | "prevent"
                | "avoid"
                | "avert"
                | "deter"
                | "threatened"
                | "fear"
                | "fears"
        ) || word.ends_with("n’t")
            || word.ends_with("n't")
    });
    let modal = near
        .clone()
        .any(|word| matches!(*word, "could" | "may" | "might" | "would" | "should" | "can"));
    let failed = before.windows(2).any(|pair| {
        matches!(
            pair,
            ["to", "failed" | "refused" | "declined" | "unable" | "reluctant" | "threatened"]
        ) || matches!(pair, ["in" | "of" | "to", "reluctance" | "risk" | "prospect"])
    });
    negated || modal || failed
}

fn planned(before: &[&str]) -> bool {
    let near: Vec<&str> = before.iter().take(5).copied().collect();
    near.iter().any(|word| matches!(*word, "will" | "shall"))
        || near.windows(2).any(|pair| {
            matches!(
                pair,
                [
                    "to",
                    "scheduled"
                        | "due"
                        | "set"
                        | "expected"
                        | "planned"
                        | "plans"
                        | "planning"
                        | "about"
                        | "intends"
                        | "ready"
                ]
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::clause::triggers_at;

    fn of(text: &str) -> Option<Certainty> {
        let words = Words::read(text);
        let all = 0..words.tokens.len();
        let trigger = all.clone().find(|at| !triggers_at(&words, *at).is_empty()).unwrap();
        certainty(&words, &all, &all, trigger)
    }

    #[test]
    fn hedges_are_read() {
        assert_eq!(of("They withdrew from Homs."), Some(Certainty::Stated));
        assert_eq!(of("They reportedly withdrew from Homs."), Some(Certainty::Reported));
        assert_eq!(of("They are scheduled to meet in Rome."), Some(Certainty::Planned));
        assert_eq!(of("The army denied having bombed Homs."), Some(Certainty::Disputed));
    }

    #[test]
    fn what_did_not_happen_is_no_event() {
        for text in [
            "They did not withdraw from Homs.",
            "They never met in Rome.",
            "They may attack Homs.",
            "They refused to withdraw.",
            "A buffer against potential incursions.",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
