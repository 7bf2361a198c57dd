//! Names of persons, so that a town of the same name is not put on the map.

use super::cues::{self, Cue, Cues};
use super::text::{Shape, Token, Words};
use std::collections::HashSet;
use std::ops::Range;

/// Titles that may follow each other: "Former Vice President".
const TITLES: usize = 5;

/// The persons that a text names: where, and by which last names.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// For each token the end of the person's name that begins there, or 0.
    ends: Vec<usize>,
    /// Last names, as written.
    last: HashSet<String>,
    /// Words that stand after an unknown capitalised word, as last names do: "Iram *Leon*".
    maybe: HashSet<String>,
}

impl People {
    /// Finds the persons of a text by titles, given names, ages and verbs of saying.
    pub fn read(words: &Words<'_>) -> Self {
        let mut people =
            Self { ends: vec![0; words.tokens.len()], last: HashSet::new(), maybe: HashSet::new() };
        // "In Dublin": what things happen in is no person.
        let led = (1..words.tokens.len()).filter(|at| {
            matches!(words.str(at - 1), "in" | "In" | "at" | "near" | ",")
                && words.get(*at).is_some_and(Token::named)
        });
        let located: HashSet<&str> = led.map(|at| words.str(at)).collect();
        for sentence in &words.sentences {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let Some(name) = person_at(words, at, sentence.tokens.end) else {
                    if !sentence.headline && unknown_pair(words, at, sentence.tokens.end) {
                        people.maybe.insert(words.str(at + 1).to_owned());
                    }
                    at += 1;
                    continue;
                };
                if let Some(end) = people.ends.get_mut(name.start) {
                    *end = name.end;
                }
                people.note(words, &name, sentence.headline);
                at = name.end.max(at + 1);
            }
        }
        if !people.maybe.is_empty() {
            people.maybe.retain(|word| !located.contains(word.as_str()));
        }
        people
    }

    fn note(&mut self, words: &Words<'_>, name: &Range<usize>, headline: bool) {
        let last = name.end.checked_sub(1).map_or("", |at| words.str(at));
        let family = name.len() > 2 && words.get(name.end - 1).is_some_and(|t| t.is(Cue::Family));
        let last = if family { words.str(name.end - 2) } else { last };
        if !headline && last.len() > 2 && cues::demonym(last).is_none() {
            self.last.insert(last.to_owned());
        }
    }

    /// The end of the person's name that begins at a token.
    pub fn end_at(&self, at: usize) -> Option<usize> {
        self.ends.get(at).copied().filter(|end| *end > at)
    }

    /// Whether a word is the last name of somebody named in full elsewhere.
    pub fn last_name(&self, word: &str) -> bool {
        self.last.contains(word)
    }

    /// Whether a word stands elsewhere as the last name of an unknown person would.
    pub fn maybe_last_name(&self, word: &str) -> bool {
        self.maybe.contains(word)
    }

    /// The names of persons, in order.
    pub fn names(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.ends.iter().enumerate().filter(|(at, end)| **end > *at).map(|(at, end)| at..*end)
    }
}

/// The tokens of a person's name, title left out, if one begins at `at`.
fn person_at(words: &Words<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let token = words.get(at)?;
    if !token.word() {
        return None;
    }
    if token.is(Cue::Title) && !token.is(Cue::Given) {
        return titled(words, at, end);
    }
    if token.shape != Shape::Capital {
        return None;
    }
    if token.is(Cue::Given) {
        return given(words, at, end);
    }
    let stop = plain_end(words, at, end, 3);
    let aged = stop > at && age_follows(words, stop);
    (stop >= at + 2 && (aged || said_by(words, at, stop))).then_some(at..stop)
}

/// Two capitalised words by themselves inside a sentence, the first in no list.
fn unknown_pair(words: &Words<'_>, at: usize, end: usize) -> bool {
    let capital = |at: usize| words.get(at).filter(|t| at < end && t.shape == Shape::Capital);
    let (Some(first), Some(second)) = (capital(at), capital(at + 1)) else { return false };
    let before = words.before(at, 1);
    let alone = capital(at + 2).is_none() && before.is_some_and(|t| !t.named() && t.word());
    let listed =
        |at: usize| cues::demonym(words.str(at)).is_some() || cues::short(words.str(at)).is_some();
    alone
        && !first.opens
        && first.cues == Cues::default()
        && second.cues == Cues::default()
        && !before.is_some_and(|t| t.is(Cue::Locative))
        && !listed(at)
        && !listed(at + 1)
}

/// "President Vladimir Putin", "coach Jackson", "Sen. Smith".
fn titled(words: &Words<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let mut from = at + 1;
    while from < end.min(at + TITLES)
        && words.get(from).is_some_and(|t| t.is(Cue::Title) && t.named())
    {
        from += 1;
    }
    let stop = plain_end(words, from, end, 3);
    let title = words.str(at);
    let lower_title = words.get(at).is_some_and(|t| t.shape == Shape::Lower);
    let formal = title.ends_with('.') || matches!(title, "Mr" | "Mrs" | "Ms" | "Dr" | "Sir");
    let sure = formal || stop >= from + 2 || !lower_title;
    let geographic = title == "King" || title == "Lake" || title == "Prince" || title == "Queen";
    (stop > from && sure && !(geographic && stop == from + 1)).then_some(from..stop)
}

/// "Ahmed al-Sharaa", "Robert J. Smith Jr."
fn given(words: &Words<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let stop = plain_end(words, at, end, 4);
    if stop < at + 2 {
        return None;
    }
    let second = words.get(at + 1)?;
    let ambiguous = place_head(second) || second.is(Cue::Org) && !second.is(Cue::Given);
    (!ambiguous && !comma_division(words, at, stop)).then_some(at..stop)
}

/// How far the plain capitalised words of a name reach from `at`.
fn plain_end(words: &Words<'_>, at: usize, end: usize, limit: usize) -> usize {
    let mut stop = at;
    let mut count = 0;
    while stop < end && count < limit {
        let Some(token) = words.get(stop) else { break };
        if particle(words, stop, end) {
            stop += 1;
            continue;
        }
        let head = count > 0 && (place_head(token) || token.is(Cue::Org) && !token.is(Cue::Given));
        let word = words.str(stop);
        let capital = matches!(token.shape, Shape::Capital | Shape::Caseless)
            || token.shape == Shape::AllCaps && (token.range.len() <= 2 || word.ends_with('.'));
        if !capital || head || cues::demonym(word).is_some() || cues::short(word).is_some() {
            break;
        }
        if token.is(Cue::Calendar)
            || (count == 0 && token.is(Cue::Ordinary) && !token.is(Cue::Given))
        {
            break;
        }
        stop += 1;
        count += 1;
    }
    while stop > at && words.get(stop - 1).is_some_and(|t| !t.named()) {
        stop -= 1;
    }
    stop
}

/// A small word or mark inside a name, with a capital word after it: "van", "al" and "-".
fn particle(words: &Words<'_>, at: usize, end: usize) -> bool {
    let follows = |n: usize| at + n < end && words.get(at + n).is_some_and(Token::named);
    match words.str(at) {
        "van" | "von" | "de" | "del" | "della" | "di" | "da" | "bin" | "ibn" | "bint" | "der" => {
            follows(1) || words.str(at + 1) == "der" && follows(2)
        }
        "al" | "el" | "as" | "ash" | "ad" | "ar" | "ez" => words.str(at + 1) == "-" && follows(2),
        "-" => words.get(at).is_some_and(|t| t.joined) && follows(1),
        _ => false,
    }
}

/// Whether a word heads the name of a place: "County", "River", "Street".
pub(crate) fn place_head(token: &Token) -> bool {
    let heads = [Cue::Street, Cue::Water, Cue::Land, Cue::Admin, Cue::Site];
    heads.iter().any(|cue| token.is(*cue)) && !token.is(Cue::Given)
}

fn age_follows(words: &Words<'_>, stop: usize) -> bool {
    let age = words.str(stop + 1);
    words.str(stop) == ","
        && matches!(words.str(stop + 2), "," | "." | ";")
        && age.len() <= 3
        && age.parse::<u8>().is_ok_and(|n| (1..=115).contains(&n))
}

fn said_by(words: &Words<'_>, at: usize, stop: usize) -> bool {
    let after = words.get(stop).is_some_and(|t| t.is(Cue::Speech) && t.shape == Shape::Lower);
    let open = words.str_before(at, 1);
    after && !matches!(open, "in" | "at" | "of" | "from" | "the" | "The")
}

/// "Florence, S.C.": a short form of a division after a comma makes a place of the word before.
fn comma_division(words: &Words<'_>, _at: usize, stop: usize) -> bool {
    words.str(stop) == "," && cues::short(words.str(stop + 1)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Vec<String> {
        let words = Words::read(text);
        let found = People::read(&words);
        found.names().map(|name| words.slice(&words.bytes(&name)).to_owned()).collect()
    }

    #[test]
    fn persons_are_found_by_title_given_name_age_and_speech() {
        assert_eq!(
            people("President Ahmed al-Sharaa met Vladimir Putin."),
            ["Ahmed al-Sharaa", "Vladimir Putin"]
        );
        assert_eq!(people("It was Chiquita Henry, 19, who left."), ["Chiquita Henry"]);
        assert_eq!(people("Deb Warden told officers."), ["Deb Warden"]);
        assert_eq!(people("They asked Mr. Jackson about it."), ["Jackson"]);
    }

    #[test]
    fn places_that_look_like_persons_are_left_alone() {
        assert!(people("They live in Douglas County, near Jordan River.").is_empty());
        assert!(people("The Charlotte Observer reported it.").is_empty());
    }
}
