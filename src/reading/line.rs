//! Chosen words written as one line of a title.

use super::tag::{Sense, Tag};

/// Longest title in characters.
const LONGEST: usize = 90;

/// What a title does not end with.
pub(super) fn dangling(sense: &Sense<'_>, at: usize) -> bool {
    matches!(
        sense.tag(at),
        Tag::Comma
            | Tag::Dash
            | Tag::And
            | Tag::But
            | Tag::Prep
            | Tag::Det
            | Tag::Sub
            | Tag::That
            | Tag::Rel
            | Tag::To
            | Tag::If
            | Tag::After
            | Tag::Stop
            | Tag::Quote
            | Tag::Open
            | Tag::Hyphen
    ) && !matches!(
        sense.lower(at),
        "all"
            | "both"
            | "some"
            | "over"
            | "inside"
            | "outside"
            | "more"
            | "others"
            | "this"
            | "these"
    )
}

/// The longest run of whole phrases that fits a line.
pub(super) fn fitted(sense: &Sense<'_>, tokens: &[usize]) -> String {
    let whole = written(sense, tokens);
    if whole.chars().count() <= LONGEST {
        return whole;
    }
    let mut best = String::new();
    let mut seen_verb = false;
    for (index, at) in tokens.iter().enumerate() {
        let tag = sense.tag(*at);
        let cut = matches!(
            tag,
            Tag::Comma
                | Tag::Prep
                | Tag::After
                | Tag::To
                | Tag::Dash
                | Tag::And
                | Tag::Ing
                | Tag::Participle
        );
        if cut && seen_verb && sense.lower(*at) != "of" {
            let upto = tokens.get(..index).unwrap_or_default();
            let mut upto = upto.to_vec();
            let long = upto.len() > 4;
            while upto.last().is_some_and(|last| {
                let loose = matches!(sense.tag(*last), Tag::Participle | Tag::Adv) && long;
                dangling(sense, *last) || loose && !sense.tag(sense.prior(*last)).aux()
            }) {
                upto.pop();
            }
            let line = written(sense, &upto);
            let length = line.chars().count();
            if length > LONGEST {
                break;
            }
            let ends_in_verb = upto.last().is_some_and(|at| sense.tag(*at).aux());
            if !ends_in_verb {
                best = line;
            }
        }
        seen_verb |= tag.verb() || tag.aux();
    }
    if best.is_empty() { clipped(&whole) } else { best }
}

/// Cut between words, where no phrase ends in time.
fn clipped(text: &str) -> String {
    let cut: String = text.chars().take(LONGEST).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", words.trim_end_matches([',', ';', ' ']))
}

fn written(sense: &Sense<'_>, tokens: &[usize]) -> String {
    let mut out = String::new();
    let mut last = usize::MAX;
    for at in tokens.iter().copied() {
        let joined = sense.words.get(at).is_some_and(|t| t.joined) && last.wrapping_add(1) == at
            || matches!(sense.tag(at), Tag::Comma | Tag::Poss);
        let glued = matches!(sense.lower(last), "$" | "£" | "€");
        if !out.is_empty() && !joined && !glued {
            out.push(' ');
        }
        // The first word of the sentence keeps its capital only where it is a name.
        let text = sense.words.str(at);
        let fallen = !out.is_empty()
            && at == sense.tokens.start
            && !matches!(sense.tag(at), Tag::Name | Tag::Adj | Tag::Time);
        if fallen {
            out.push_str(&text.to_lowercase())
        } else {
            out.push_str(text)
        }
        last = at;
    }
    let line = out.trim_end_matches([',', ';', ':', ' ', '“', '"', '(', '—', '–']);
    capitalised(line)
}

/// With a capital at its head.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
