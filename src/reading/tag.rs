//! What each word of a sentence does in it.

use super::closed::{closed, ordinary};
use super::grammar::{self, Known};
use super::lexicon::{Lexicon, Part, Trigger};
use crate::geocode::cues;
use crate::geocode::text::{Sentence, Shape, Words};
use crate::temporal::TimeMention;
use std::borrow::Cow;
use std::ops::Range;

/// Tokens of an object between a verb and its particle, at most.
const OBJECT: usize = 6;

/// The part that a word plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Det,
    /// "no", "nobody", "neither".
    No,
    /// "’s".
    Poss,
    Num,
    Prep,
    To,
    And,
    But,
    /// "if", "whether", "unless".
    If,
    /// "while", "because", "when".
    Sub,
    /// "after", "since", "as": opens a clause or stands before a noun.
    After,
    That,
    Rel,
    Pron,
    Be,
    Have,
    Do,
    /// "will".
    Will,
    /// "could", "may", "would".
    Could,
    /// "must", "should".
    Must,
    Not,
    Adv,
    /// A verb that stands on its own: "attacked", "attacks".
    Finite,
    /// After "to", "will", "did".
    Bare,
    /// "attacked" after "was", or without any verb of its own: "the base attacked in May".
    Participle,
    /// "attacking".
    Ing,
    Noun,
    Adj,
    Name,
    Time,
    Hyphen,
    Comma,
    Dash,
    Open,
    Close,
    Quote,
    Stop,
    Other,
}

impl Tag {
    /// It helps another verb or stands as one.
    pub fn aux(self) -> bool {
        matches!(self, Self::Be | Self::Have | Self::Do | Self::Will | Self::Could | Self::Must)
    }

    pub fn verb(self) -> bool {
        matches!(self, Self::Finite | Self::Bare | Self::Participle | Self::Ing)
    }

    /// It may stand inside "the two largest bases".
    pub fn nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Name | Self::Adj | Self::Num | Self::Hyphen | Self::Poss)
    }

    /// What comes before it and after it are not of one phrase.
    pub fn parts(self) -> bool {
        matches!(
            self,
            Self::Comma
                | Self::Dash
                | Self::Open
                | Self::Close
                | Self::Quote
                | Self::Stop
                | Self::If
                | Self::Sub
                | Self::That
                | Self::Rel
                | Self::But
        )
    }
}

/// A word as it is understood.
#[derive(Clone, Debug)]
pub(crate) struct Word<'t> {
    pub lower: Cow<'t, str>,
    pub tag: Tag,
    /// It says no, beside what it is: "didn’t", "no".
    pub negative: bool,
    pub known: Known,
}

/// A sentence as it is understood.
pub(crate) struct Sense<'a> {
    pub words: &'a Words<'a>,
    pub lexicon: &'a Lexicon,
    /// The tokens of the sentence, without a dateline.
    pub tokens: Range<usize>,
    /// Whether a capitalised word at the head of a sentence is a name.
    names: &'a dyn Fn(&str) -> bool,
    list: Vec<Word<'a>>,
}

impl<'a> Sense<'a> {
    /// Understands a sentence from its token `from` on.
    pub fn read(
        words: &'a Words<'a>,
        lexicon: &'a Lexicon,
        sentence: &Sentence,
        from: usize,
        times: &[TimeMention],
        names: &'a dyn Fn(&str) -> bool,
    ) -> Self {
        let tokens = from.max(sentence.tokens.start)..sentence.tokens.end;
        let mut sense = Self { words, lexicon, tokens: tokens.clone(), names, list: Vec::new() };
        sense.list.reserve(tokens.len());
        let mut times = times.iter().peekable();
        for at in tokens {
            let start = words.get(at).map_or(0, |t| t.range.start);
            while times.peek().is_some_and(|time| time.range.end <= start) {
                times.next();
            }
            let timed = times.peek().is_some_and(|time| time.range.contains(&start));
            let word = sense.first_look(at, timed);
            sense.list.push(word);
        }
        sense.settle();
        sense
    }

    /// The word at a token of the sentence.
    pub fn word(&self, at: usize) -> Option<&Word<'a>> {
        at.checked_sub(self.tokens.start).and_then(|i| self.list.get(i))
    }

    /// What it does; `Stop` outside the sentence.
    pub fn tag(&self, at: usize) -> Tag {
        self.word(at).map_or(Tag::Stop, |word| word.tag)
    }

    /// It in lower case; empty outside the sentence.
    pub fn lower(&self, at: usize) -> &str {
        self.word(at).map_or("", |word| &word.lower)
    }

    /// What the grammar file says of it.
    pub fn known(&self, at: usize) -> Known {
        self.word(at).map_or(Known::default(), |word| word.known)
    }

    pub fn before(&self, at: usize) -> usize {
        at.checked_sub(1).filter(|b| *b >= self.tokens.start).unwrap_or(usize::MAX)
    }

    /// The last token before one that is no adverb and no "not".
    pub fn prior(&self, at: usize) -> usize {
        let mut prior = self.before(at);
        while matches!(self.tag(prior), Tag::Adv | Tag::Not) {
            prior = self.before(prior);
        }
        prior
    }

    /// Says what a word does.
    pub(super) fn set(&mut self, at: usize, tag: Tag) {
        let index = at.checked_sub(self.tokens.start);
        if let Some(word) = index.and_then(|i| self.list.get_mut(i)) {
            word.tag = tag;
        }
    }

    fn first_look(&self, at: usize, timed: bool) -> Word<'a> {
        let text = self.words.str(at);
        let token = self.words.get(at);
        let shape = token.map_or(Shape::Mark, |t| t.shape);
        let lower = match shape {
            Shape::Lower | Shape::Mark | Shape::Number => Cow::Borrowed(text),
            _ => Cow::Owned(text.to_lowercase()),
        };
        let opens = token.is_some_and(|t| t.opens);
        let known = grammar::known(&lower);
        let lists_it = known.forms.any() || known.roles != grammar::Roles::default();
        let plain = shape == Shape::Lower
            || opens
                && shape == Shape::Capital
                && (lists_it
                    || !self.lexicon.beginning(&lower).is_empty()
                    || lower.ends_with('s') && !(self.names)(text));
        let mut negative = false;
        let tag = if timed {
            Tag::Time
        } else if let Some((tag, no)) = closed(&lower, text) {
            negative = no;
            if shape == Shape::Mark && tag == Tag::Dash && self.joins(at) {
                Tag::Hyphen
            } else {
                tag
            }
        } else {
            match shape {
                Shape::Number => Tag::Num,
                Shape::Mark => Tag::Other,
                _ if cues::demonym(text).is_some_and(|d| !d.people) => Tag::Adj,
                _ if shape == Shape::Lower && self.compound(at) => Tag::Adj,
                _ if opens
                    && shape == Shape::Capital
                    && lower.len() > 5
                    && lower.ends_with("ly")
                    && !(self.names)(text) =>
                {
                    Tag::Adv
                }
                _ if plain => Tag::Noun,
                _ if opens
                    && shape == Shape::Capital
                    && ordinary(&lower)
                    && !(self.names)(text) =>
                {
                    Tag::Noun
                }
                _ => Tag::Name,
            }
        };
        let tag = if tag == Tag::Noun && lower.len() > 4 && lower.ends_with("ly") && !lists_it {
            Tag::Adv
        } else {
            tag
        };
        Word { lower, tag, negative, known }
    }

    /// A short dash between two words of one.
    fn joins(&self, at: usize) -> bool {
        let joined = |at: usize| self.words.get(at).is_some_and(|t| t.joined);
        self.words.str(at) == "-" && joined(at) && joined(at + 1)
    }

    /// Part of "Kurdish-led": not a verb of its own.
    fn compound(&self, at: usize) -> bool {
        let hyphen = |at: usize| self.words.str(at) == "-" && self.joins(at);
        hyphen(at + 1) || at.checked_sub(1).is_some_and(hyphen)
    }

    /// The longest trigger at a token that fits what the word does.
    pub fn trigger(&self, at: usize) -> Option<&'a Trigger> {
        self.triggers(at).next()
    }

    /// The triggers at a token that fit what the word does, the longest first.
    pub fn triggers(&self, at: usize) -> impl Iterator<Item = &'a Trigger> {
        let lexicon: &'a Lexicon = self.lexicon;
        let all = self.word(at).map_or(&[][..], |word| lexicon.beginning(&word.lower));
        all.iter().filter(move |trigger| self.fits(at, trigger))
    }

    /// A trigger that begins with the word at a token fits what the word does and what follows it.
    fn fits(&self, at: usize, trigger: &Trigger) -> bool {
        let tag = self.tag(at);
        let several = trigger.words.len() > 1;
        let part = match trigger.part {
            Part::Verb => tag.verb() || several && tag == Tag::Be,
            Part::Noun => tag == Tag::Noun || several && matches!(tag, Tag::Prep | Tag::Adj),
        };
        part && self.spells(at, trigger.words.iter().skip(1).map(|word| &**word))
    }

    /// The words that follow a token are these, a date between them left out: "called on Sunday for";
    /// before "back" or "out" also whom it befell: "drove the Russians back".
    fn spells<'w>(&self, at: usize, rest: impl Iterator<Item = &'w str>) -> bool {
        let mut next = at;
        for word in rest {
            next += 1;
            if matches!(word, "back" | "out" | "down" | "up") {
                next = self.behind_object(next, word);
            }
            while self.lower(next) != word
                && (self.tag(next) == Tag::Time
                    || self.tag(next) == Tag::Prep && self.tag(next + 1) == Tag::Time)
            {
                next += 1;
            }
            if self.lower(next) != word {
                return false;
            }
        }
        true
    }

    /// Where a particle stands behind a short object; the token itself where there is none.
    fn behind_object(&self, from: usize, particle: &str) -> usize {
        let object = (from..from + OBJECT).find(|at| {
            let tag = self.tag(*at);
            !(tag.nominal() || tag == Tag::Det || tag == Tag::Pron)
        });
        object.filter(|at| self.lower(*at) == particle).unwrap_or(from)
    }

    /// The text of some tokens.
    pub fn text(&self, tokens: &Range<usize>) -> &'a str {
        self.words.slice(&self.words.bytes(tokens))
    }
}
