//! Sentences cut into clauses, each of which may tell of one event.

use super::lexicon::{self, Part, Trigger};
use crate::geocode::text::{Sentence, Shape, Words};
use std::ops::Range;

/// How a clause stands to its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// On its own feet.
    Main,
    /// Sets the time of another: "following the collapse of …".
    After,
    /// Only supposed: "if", "whether", "unless".
    Supposed,
    /// Remarks on the rest: "marking his second visit".
    Remark,
}

/// Part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub tokens: Range<usize>,
    pub lead: Lead,
    /// The clause that it hangs on by "which" or "and", if any, by position in the sentence.
    pub leans: bool,
}

/// The clauses of a sentence, in order.
pub(crate) fn clauses(words: &Words<'_>, sentence: &Sentence) -> Vec<Clause> {
    let mut out = Vec::new();
    let mut from = sentence.tokens.start;
    let opening = opening(words, sentence);
    let mut lead =
        opening.map(|(_, lead)| lead).or_else(|| lead_of(words, from)).unwrap_or(Lead::Main);
    let mut leans = false;
    for at in sentence.tokens.clone() {
        if let Some((comma, _)) = opening.filter(|(comma, _)| at <= *comma) {
            if at == comma {
                out.push(Clause { tokens: from..at, lead, leans });
                (from, lead, leans) = (at + 1, Lead::Main, false);
            }
            continue;
        }
        let Some((next, next_lead, next_leans)) = cut(words, at, sentence.tokens.end) else {
            continue;
        };
        if at <= from || !has_trigger(words, &(from..at)) && next_lead != Lead::After {
            continue;
        }
        out.push(Clause { tokens: from..at, lead, leans });
        (from, lead, leans) = (next, next_lead, next_leans);
    }
    out.push(Clause { tokens: from..sentence.tokens.end, lead, leans });
    out.retain(|clause| !clause.tokens.is_empty());
    out
}

/// The comma that ends an opening such as "While …, " or "According to …, ", and how that stands.
fn opening(words: &Words<'_>, sentence: &Sentence) -> Option<(usize, Lead)> {
    let lead = match words.str(sentence.tokens.start) {
        "While" | "Although" | "Though" | "When" | "As" | "With" => Lead::Main,
        "Despite" | "After" | "Following" | "During" | "Before" | "Amid" | "Since" => Lead::After,
        "According" => Lead::Remark,
        "If" | "Unless" | "Whether" => Lead::Supposed,
        _ => return None,
    };
    let comma = sentence.tokens.clone().skip(3).find(|at| words.str(*at) == ",")?;
    Some((comma, lead))
}

/// Whether a new clause begins at a token: its first token, and how it stands.
fn cut(words: &Words<'_>, at: usize, end: usize) -> Option<(usize, Lead, bool)> {
    let word = words.str(at);
    let rest = at + 1..end;
    match word {
        ";" | "—" | "–" | "--" if has_trigger(words, &rest) => {
            Some((at + 1, Lead::Main, false))
        }
        "," => {
            let next = words.str(at + 1);
            if matches!(
                next,
                "which" | "who" | "where" | "but" | "while" | "and" | "whereas" | "specifically"
            ) {
                let leans = matches!(next, "which" | "and" | "where" | "specifically");
                return clause_verb(words, at + 2, end).then_some((at + 2, Lead::Main, leans));
            }
            lead_of(words, at + 1).map(|lead| (at + 1, lead, lead == Lead::Remark))
        }
        "but" | "while" | "although" | "though" | "whereas" if clause_verb(words, at + 1, end) => {
            Some((at + 1, Lead::Main, false))
        }
        "following" | "after" | "before" if words.get(at).is_some_and(|t| !t.opens) => {
            has_trigger(words, &rest).then_some((at + 1, Lead::After, false))
        }
        "during" if noun_near(words, at + 1, end) => Some((at + 1, Lead::After, false)),
        "if" | "whether" | "unless" => Some((at, Lead::Supposed, false)),
        "and" if verb_at(words, at + 1) && told(words.str(at + 1)) => {
            Some((at + 1, Lead::Main, true))
        }
        "as" if words.str(at + 1) != "long" && subject_verb(words, at + 1, end) => {
            Some((at + 1, Lead::Main, false))
        }
        _ => None,
    }
}

fn lead_of(words: &Words<'_>, at: usize) -> Option<Lead> {
    match words.str(at).to_lowercase().as_str() {
        "if" | "whether" | "unless" => Some(Lead::Supposed),
        "marking" | "calling" | "signalling" | "signaling" | "highlighting" | "underscoring"
        | "interpreted" | "seen" | "reflecting" | "outlining" | "indicating" | "adding" => {
            Some(Lead::Remark)
        }
        _ => None,
    }
}

fn verb_at(words: &Words<'_>, at: usize) -> bool {
    let adverb = words.str(at).ends_with("ly");
    let at = at + usize::from(adverb);
    triggers_at(words, at).iter().any(|t| t.part == Part::Verb)
}

/// Whether a verb tells what was done, rather than what is asked for: "asked to stay and resume".
fn told(verb: &str) -> bool {
    const IRREGULAR: &[&str] = &[
        "withdrew",
        "met",
        "took",
        "fell",
        "held",
        "left",
        "shot",
        "fought",
        "hit",
        "struck",
        "sent",
        "won",
        "lost",
        "sought",
        "flew",
        "began",
        "kept",
        "overthrew",
        "retook",
        "pulled",
        "moved",
    ];
    verb.ends_with("ed")
        || verb.ends_with("ing")
        || verb.ends_with('s')
        || verb.ends_with("ly")
        || IRREGULAR.contains(&verb)
}

fn clause_verb(words: &Words<'_>, from: usize, end: usize) -> bool {
    (from..end.min(from + 14)).any(|at| verb_at(words, at) || copula(words.str(at)))
}

fn subject_verb(words: &Words<'_>, from: usize, end: usize) -> bool {
    (from + 1..end.min(from + 8)).any(|at| verb_at(words, at))
}

fn noun_near(words: &Words<'_>, from: usize, end: usize) -> bool {
    (from..end.min(from + 4)).any(|at| !triggers_at(words, at).is_empty())
}

pub(crate) fn copula(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "been"
            | "remains"
            | "remain"
            | "remained"
            | "became"
            | "become"
            | "becomes"
    )
}

pub(crate) fn has_trigger(words: &Words<'_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|at| !triggers_at(words, at).is_empty())
}

/// The triggers that begin with a word, wherever it stands.
pub(crate) fn triggers_of(lower: &str) -> &'static [Trigger] {
    lexicon::beginning(lower)
}

/// The triggers that stand at a token; longest first, verbs before nouns of the same length.
pub(crate) fn triggers_at(words: &Words<'_>, at: usize) -> Vec<&'static Trigger> {
    let Some(token) = words.get(at) else { return Vec::new() };
    if !(token.shape == Shape::Lower || (token.shape == Shape::Capital && token.opens)) {
        return Vec::new();
    }
    let lower = words.str(at).to_lowercase();
    let fits = |trigger: &&'static Trigger| {
        trigger.words.iter().enumerate().skip(1).all(|(n, word)| words.str(at + n) == *word)
    };
    lexicon::beginning(&lower).iter().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str) -> Vec<(String, Lead)> {
        let words = Words::read(text);
        let sentence = &words.sentences[0];
        let each = clauses(&words, sentence);
        each.iter().map(|c| (words.slice(&words.bytes(&c.tokens)).to_owned(), c.lead)).collect()
    }

    #[test]
    fn a_sentence_is_cut_where_another_thing_happens() {
        let cut = cut_up(
            "He asked to resume patrols, which were suspended following the fall of the city in May.",
        );
        assert_eq!(cut.last().unwrap().1, Lead::After);
        assert!(cut.last().unwrap().0.starts_with("the fall"));
        assert!(cut.len() >= 2);
    }

    #[test]
    fn suppositions_and_remarks_are_marked() {
        assert!(cut_up("The truce holds if they withdraw.").iter().any(|c| c.1 == Lead::Supposed));
        let cut = cut_up("He met her in Rome, marking his second visit.");
        assert_eq!(cut[1].1, Lead::Remark);
    }
}
