//! Words that do one thing wherever they stand: articles, prepositions, helping verbs, marks.

use super::tag::Tag;
use crate::geocode::cues::{self, Cue};

/// An ordinary word of English, by the word list.
pub(super) fn ordinary(lower: &str) -> bool {
    cues::of(lower).has(Cue::Ordinary)
}

/// Words that do one thing; and whether they say no.
pub(super) fn closed(lower: &str, text: &str) -> Option<(Tag, bool)> {
    if let Some(stem) = lower.strip_suffix("n't").or_else(|| lower.strip_suffix("n’t")) {
        let tag = match stem {
            "is" | "are" | "was" | "were" => Tag::Be,
            "has" | "have" | "had" => Tag::Have,
            "do" | "does" | "did" => Tag::Do,
            "wo" => Tag::Will,
            "must" | "should" => Tag::Must,
            _ => Tag::Could,
        };
        return Some((tag, true));
    }
    let tag = match lower {
        "a" | "an" | "the" | "this" | "these" | "those" | "each" | "every" | "some" | "any"
        | "all" | "both" | "another" | "either" | "its" | "his" | "her" | "their" | "our"
        | "my" | "your" | "many" | "few" | "several" | "more" | "most" | "other" | "such"
        | "same" => Tag::Det,
        "no" | "nobody" | "none" | "neither" | "nothing" => Tag::No,
        "’s" | "'s" | "’" | "'" => Tag::Poss,
        "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
        | "eleven" | "twelve" | "twenty" | "thirty" | "forty" | "fifty" | "hundred"
        | "thousand" | "million" | "billion" | "first" | "second" | "third" | "fourth" => Tag::Num,
        "of" | "in" | "on" | "at" | "by" | "for" | "with" | "from" | "into" | "onto" | "over"
        | "under" | "near" | "against" | "between" | "among" | "across" | "through"
        | "throughout" | "during" | "without" | "within" | "toward" | "towards" | "around"
        | "along" | "outside" | "inside" | "above" | "below" | "behind" | "beyond" | "via"
        | "per" | "amid" | "despite" | "than" | "like" | "upon" | "including" | "about" => {
            Tag::Prep
        }
        "after" | "before" | "since" | "until" | "till" | "following" | "as" | "once" => Tag::After,
        "to" => Tag::To,
        "and" | "or" | "nor" | "&" => Tag::And,
        "but" | "yet" => Tag::But,
        "if" | "whether" | "unless" => Tag::If,
        "while" | "when" | "whereas" | "although" | "though" | "because" | "how" | "why"
        | "what" => Tag::Sub,
        "that" => Tag::That,
        "which" | "who" | "whom" | "whose" | "where" => Tag::Rel,
        "he" | "she" | "it" | "they" | "we" | "i" | "you" | "there" | "him" | "them" | "us"
            if text != "US" =>
        {
            Tag::Pron
        }
        "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" => Tag::Be,
        "has" | "have" | "had" | "having" => Tag::Have,
        "do" | "does" | "did" => Tag::Do,
        "will" | "shall" => Tag::Will,
        "would" | "could" | "may" | "might" | "can" if text != "May" => Tag::Could,
        "cannot" => return Some((Tag::Could, true)),
        "must" | "should" => Tag::Must,
        "not" | "never" => Tag::Not,
        "also" | "now" | "then" | "still" | "already" | "again" | "however" | "meanwhile"
        | "just" | "only" | "even" | "out" | "up" | "down" | "off" | "back" | "away" | "ahead"
        | "together" | "so" | "too" | "there." | "almost" | "soon" | "later" | "long" | "twice"
        | "yesterday" | "instead" | "well" | "far" | "here" | "home" | "largely" | "far-off"
        | "once-more" | "formally" | "early" => Tag::Adv,
        "," => Tag::Comma,
        "—" | "–" | "-" | ";" | ":" => Tag::Dash,
        "(" | "[" => Tag::Open,
        ")" | "]" => Tag::Close,
        "\"" | "“" | "”" | "‘" | "«" | "»" => Tag::Quote,
        "." | "!" | "?" | "…" => Tag::Stop,
        _ => return None,
    };
    let negative = matches!(tag, Tag::No | Tag::Not);
    Some((tag, negative))
}
