//! "DAMASCUS, Jan. 28 (Agency) -": where and when a report was filed.

use crate::geocode::ToponymMention;
use crate::geocode::text::{Sentence, Shape, Words};
use crate::model::ToponymForm;

/// A dateline stands within so many bytes of the start of the text.
const HEAD_BYTES: usize = 1200;
/// And takes at most so many tokens.
const LONGEST: usize = 24;

/// The line that a report opens with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// The sentence that it opens, by position.
    pub sentence: usize,
    /// The first token behind it.
    pub end: usize,
    /// Its place, by position in the list of mentions.
    pub place: Option<usize>,
}

/// The dateline of a document, if one of its first sentences opens with one.
pub(crate) fn find(words: &Words<'_>, mentions: &[ToponymMention]) -> Option<Dateline> {
    let head = words.sentences.iter().enumerate();
    head.take_while(|(_, sentence)| sentence.range.start < HEAD_BYTES).find_map(
        |(index, sentence)| {
            let end = end(words, sentence)?;
            let last = words.get(end)?.range.start;
            let place = mentions.iter().position(|m| {
                m.range.start >= sentence.range.start
                    && m.range.end <= last
                    && m.resolved
                    && m.form != ToponymForm::Demonym
            });
            let place = place.filter(|at| {
                mentions.get(*at).is_some_and(|m| m.range.start - sentence.range.start < 24)
            });
            let caps = words.get(sentence.tokens.start).is_some_and(|t| t.shape == Shape::AllCaps);
            (place.is_some() || caps).then_some(Dateline { sentence: index, end, place })
        },
    )
}

/// The token behind the dash that ends a dateline: before it stand a place in capitals, commas,
/// a division, a date, an agency in brackets, and no verb.
fn end(words: &Words<'_>, sentence: &Sentence) -> Option<usize> {
    let limit = (sentence.tokens.start + LONGEST).min(sentence.tokens.end);
    let mut bracket = false;
    let mut at = sentence.tokens.start;
    let first = words.get(at)?;
    if !matches!(first.shape, Shape::Capital | Shape::AllCaps) {
        return None;
    }
    let mut closed = false;
    while at < limit {
        let token = words.get(at)?;
        let text = words.str(at);
        match text {
            "(" | "[" => bracket = true,
            ")" | "]" => (bracket, closed) = (false, true),
            "—" | "–" | "-" if spaced(words, at) && at > sentence.tokens.start => {
                let mut end = at + 1;
                while matches!(words.str(end), "-" | "—" | "–") {
                    end += 1;
                }
                return (end < sentence.tokens.end).then_some(end);
            }
            ":" if closed => return Some(at + 1),
            _ if bracket => {}
            "," | "." | "/" | "-" | "’" => {}
            // Agencies write the town in capitals and may leave the dash out behind a bracket.
            _ if closed => return None,
            "of" | "the" | "de" | "del" | "al" | "el" | "and" | "near" | "on" | "at" | "in"
            | "the," | "a.m." | "p.m." | "am" | "pm" => {}
            _ if token.shape == Shape::Lower => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// A dash that is no hyphen: a space on one side at least, or a long one.
fn spaced(words: &Words<'_>, at: usize) -> bool {
    let joined = |at: usize| words.get(at).is_some_and(|t| t.joined);
    words.str(at) != "-" || !joined(at) || !joined(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(text: &str) -> Option<&str> {
        let words = Words::read(text);
        let sentence = words.sentences.first()?;
        let from = words.get(end(&words, sentence)?)?.range.start;
        text.get(from..)
    }

    #[test]
    fn datelines_of_all_forms_are_told_from_the_text() {
        for text in [
            "DAMASCUS, Jan. 28 (Agency) - Troops left.",
            "QAMISHLI, Syria (AP) — Troops left.",
            "Beirut – Troops left.",
            "MOSCOW, 28 January 2026 (Agency) -- Troops left.",
            "KYIV, Ukraine, June 12 — Troops left.",
            "GENEVA (14 June 2024) – Troops left.",
            "SAN SALVADOR, El Salvador — Troops left.",
            "PORT-AU-PRINCE, Haiti, Feb. 3 (Agency) — Troops left.",
            "ADEN/DUBAI (Agency) - Troops left.",
        ] {
            assert_eq!(rest(text), Some("Troops left."), "{text}");
        }
        for text in [
            "The army - or what is left of it - withdrew.",
            "Al-Hasakah fell.",
            "Paris is lovely — in spring.",
            "Talks in Doha (Qatar) ended.",
        ] {
            assert_eq!(rest(text), None, "{text}");
        }
    }
}
