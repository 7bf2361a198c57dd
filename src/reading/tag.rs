//! What each word of a sentence does in it.

use super::grammar::{self, Forms, Known};
use super::lexicon::{Lexicon, Part, Trigger};
use crate::geocode::cues::{self, Cue};
use crate::geocode::text::{Sentence, Shape, Words};
use crate::temporal::TimeMention;
use std::borrow::Cow;
use std::ops::Range;

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

    fn set(&mut self, at: usize, tag: Tag) {
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
                _ if opens && shape == Shape::Capital && ordinary(&lower) => Tag::Noun,
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

    /// Settles what may be a noun or a verb.
    fn settle(&mut self) {
        for at in self.tokens.clone() {
            let tag = match self.tag(at) {
                Tag::Noun => self.noun_or_verb(at),
                Tag::That => self.that(at),
                Tag::To => self.to(at),
                Tag::Prep if self.lower(at) == "for" => Tag::Prep,
                other => other,
            };
            self.set(at, tag);
        }
    }

    /// "to" before a verb, or else before a noun.
    fn to(&self, at: usize) -> Tag {
        let mut next = at + 1;
        while matches!(self.tag(next), Tag::Adv | Tag::Not) {
            next += 1;
        }
        let verb = self.tag(next) == Tag::Noun && self.forms(next).has(Forms::BASE)
            || matches!(self.tag(next), Tag::Be | Tag::Have | Tag::Do);
        if verb { Tag::To } else { Tag::Prep }
    }

    fn that(&self, at: usize) -> Tag {
        let (prior, next) = (self.tag(self.prior(at)), self.tag(at + 1));
        match prior {
            Tag::Prep | Tag::Poss => Tag::Det,
            Tag::Noun | Tag::Name | Tag::Close
                if next.aux()
                    || next == Tag::Adv
                    || self.forms(at + 1).has(Forms::PAST)
                    || self.forms(at + 1).has(Forms::THIRD) =>
            {
                Tag::Rel
            }
            Tag::Stop => Tag::Det,
            Tag::Time | Tag::Adv | Tag::Num if next.aux() => Tag::Rel,
            _ if next.aux() => Tag::Pron,
            _ => Tag::That,
        }
    }

    /// The forms of a verb that a word may be, by the grammar file and the lexicon.
    pub fn forms(&self, at: usize) -> Forms {
        let Some(word) = self.word(at) else { return Forms::default() };
        if matches!(word.tag, Tag::Name | Tag::Adj | Tag::Time | Tag::Num) {
            return Forms::default();
        }
        if word.known.forms.any() {
            return word.known.forms;
        }
        let verbs = self.lexicon.beginning(&word.lower);
        if let Some(trigger) = verbs.iter().find(|t| t.part == Part::Verb && t.words.len() == 1) {
            return trigger.forms;
        }
        let past = word.lower.len() > 4
            && word.lower.ends_with("ed")
            && !matches!(&*word.lower, "hundred" | "indeed" | "exceed" | "proceed" | "succeed");
        if past { grammar::by_ending("ed") } else { Forms::default() }
    }

    fn noun_or_verb(&self, at: usize) -> Tag {
        let forms = self.forms(at);
        if !forms.any() {
            return Tag::Noun;
        }
        let prior = self.prior(at);
        let before = self.tag(prior);
        match before {
            Tag::To | Tag::Will | Tag::Could | Tag::Must | Tag::Do if forms.has(Forms::BASE) => {
                return Tag::Bare;
            }
            Tag::Have if forms.has(Forms::PARTICIPLE) => return Tag::Participle,
            Tag::Be if forms.has(Forms::PARTICIPLE) => return Tag::Participle,
            Tag::Be if forms.has(Forms::GERUND) => return Tag::Ing,
            _ => {}
        }
        if forms.has(Forms::GERUND) {
            return self.gerund(at, before);
        }
        if forms.only_past() {
            return Tag::Finite;
        }
        if forms.has(Forms::PARTICIPLE) && !forms.has(Forms::BASE) {
            return self.past(at, prior, before, forms);
        }
        let past = forms.has(Forms::PAST);
        self.present(at, prior, before, past)
    }

    fn gerund(&self, at: usize, before: Tag) -> Tag {
        let next = self.tag(at + 1);
        let object = matches!(next, Tag::Det | Tag::Name | Tag::Num | Tag::Pron | Tag::Adj)
            || next == Tag::Noun && !self.lower(at + 1).is_empty();
        match before {
            Tag::Det | Tag::Adj | Tag::Poss | Tag::Num | Tag::No | Tag::Hyphen => Tag::Noun,
            Tag::Prep | Tag::After if !object => Tag::Noun,
            Tag::Noun | Tag::Time if next == Tag::Noun && !object_word(self.lower(at + 1)) => {
                Tag::Noun
            }
            Tag::Stop if next != Tag::Det && next != Tag::Num => Tag::Noun,
            _ => Tag::Ing,
        }
    }

    /// "attacked": told, or beside a noun.
    fn past(&self, at: usize, prior: usize, before: Tag, forms: Forms) -> Tag {
        let next = self.tag(at + 1);
        let told = if forms.has(Forms::PAST) { Tag::Finite } else { Tag::Participle };
        match before {
            Tag::Det | Tag::Poss | Tag::Num | Tag::No | Tag::Prep | Tag::Hyphen => {
                if next.nominal() || next == Tag::And { Tag::Adj } else { Tag::Participle }
            }
            Tag::Adj => {
                if next.nominal() {
                    Tag::Adj
                } else {
                    told
                }
            }
            Tag::Pron | Tag::Rel => told,
            Tag::And if self.tag(self.prior(prior)) == Tag::Participle => Tag::Participle,
            Tag::And | Tag::But => told,
            Tag::Stop | Tag::Sub | Tag::If | Tag::After | Tag::Open => Tag::Participle,
            Tag::Dash => Tag::Participle,
            Tag::Comma | Tag::Close | Tag::Quote => {
                if !self.told_before(at) {
                    told
                } else if matches!(next, Tag::Prep | Tag::Comma | Tag::Stop | Tag::To) {
                    Tag::Participle
                } else {
                    told
                }
            }
            _ if before.verb() || before.aux() => Tag::Participle,
            _ if self.told_after(at) || self.told_in_part(prior) => Tag::Participle,
            _ => told,
        }
    }

    /// "were killed and wounded", "took and held".
    fn coordinated(&self, at: usize) -> Option<Tag> {
        let mut back = self.before(at);
        for _ in 0..14 {
            match self.tag(back) {
                Tag::Finite => return Some(Tag::Finite),
                Tag::Participle => return Some(Tag::Participle),
                Tag::Stop | Tag::Dash => return None,
                _ => back = self.before(back),
            }
        }
        None
    }

    /// "attack", "attacks": a verb where a subject that agrees stands before it.
    fn present(&self, at: usize, prior: usize, before: Tag, past: bool) -> Tag {
        let third = self.forms(at).has(Forms::THIRD);
        let next = self.tag(at + 1);
        match before {
            Tag::Pron | Tag::Rel => return Tag::Finite,
            Tag::Time if self.after_and(prior) => {
                return if past || next != Tag::Stop { Tag::Finite } else { Tag::Noun };
            }
            Tag::Noun | Tag::Name | Tag::Close | Tag::Comma | Tag::Time => {}
            Tag::And | Tag::But
                if self.coordinated(at) == Some(Tag::Finite) && next != Tag::Stop =>
            {
                let object = matches!(
                    next,
                    Tag::Det
                        | Tag::Num
                        | Tag::Pron
                        | Tag::Prep
                        | Tag::To
                        | Tag::Name
                        | Tag::Adj
                        | Tag::That
                );
                return if object || past { Tag::Finite } else { Tag::Noun };
            }
            _ => return Tag::Noun,
        }
        if self.told_after(at) || self.told_in_part(prior) {
            return Tag::Noun;
        }
        if past {
            return Tag::Finite;
        }
        let plural = self.plural(prior);
        let agrees = match before {
            Tag::Comma | Tag::Close | Tag::Time => {
                self.known(at).forms.any() && !self.told_before(at)
            }
            Tag::Name => third != plural || third,
            _ => third != plural,
        };
        if agrees && next != Tag::Stop { Tag::Finite } else { Tag::Noun }
    }

    /// "and now hold": the time stands between "and" and a verb that goes on.
    fn after_and(&self, time: usize) -> bool {
        let mut back = time;
        while self.tag(back) == Tag::Time {
            back = self.before(back);
        }
        self.tag(back) == Tag::And && self.coordinated(time) == Some(Tag::Finite)
    }

    /// "soldiers", "people", "Egypt and Qatar".
    fn plural(&self, at: usize) -> bool {
        let word = self.lower(at);
        let ending = word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
        let irregular = matches!(
            word,
            "people" | "men" | "women" | "police" | "children" | "troops" | "gunmen" | "militia"
        );
        let mut back = self.before(at);
        while self.tag(back).nominal() || self.tag(back) == Tag::Det {
            back = self.before(back);
        }
        ending && self.tag(at) != Tag::Name || irregular || self.tag(back) == Tag::And
    }

    fn surely_told(&self, at: usize) -> bool {
        self.tag(at).aux() || self.tag(at) == Tag::Finite
    }

    /// A verb is told between the last boundary and a token.
    fn told_in_part(&self, at: usize) -> bool {
        let mut back = at;
        while back != usize::MAX && !self.tag(back).parts() {
            if self.surely_told(back) && self.tag(self.before(back)) != Tag::To {
                return true;
            }
            if matches!(self.tag(back), Tag::After) {
                return false;
            }
            back = self.before(back);
        }
        false
    }

    /// A verb is told after a token and before the next boundary.
    fn told_after(&self, at: usize) -> bool {
        let mut next = at + 1;
        while next < self.tokens.end && !self.tag(next).parts() && self.tag(next) != Tag::After {
            let joined = matches!(self.tag(self.prior(next)), Tag::And | Tag::To);
            let sure = self.tag(next).aux() || self.forms(next).only_past();
            if sure && self.tag(next) != Tag::Time {
                return !joined && !self.subject_between(at + 1, next);
            }
            next += 1;
        }
        false
    }

    /// "said he would": another subject stands before the next verb.
    fn subject_between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| {
            self.tag(at) == Tag::Pron
                || at == from && matches!(self.tag(at), Tag::Det | Tag::Name | Tag::Num)
        }) || self.known(from.saturating_sub(1)).roles.has(grammar::Roles::REPORT)
    }

    /// The sentence has told a verb before a token, outside of "which …,".
    fn told_before(&self, at: usize) -> bool {
        let mut inside = false;
        for back in self.tokens.start..at {
            match self.tag(back) {
                Tag::Rel | Tag::Sub | Tag::If | Tag::After => inside = true,
                Tag::Comma => inside = false,
                _ if !inside && self.surely_told(back) => return true,
                _ => {}
            }
        }
        false
    }

    /// The longest trigger at a token that fits what the word does.
    pub fn trigger(&self, at: usize) -> Option<&'a Trigger> {
        let word = self.word(at)?;
        let fits = |trigger: &&'a Trigger| {
            let rest = trigger.words.iter().enumerate().skip(1);
            let tag = word.tag;
            let part = match trigger.part {
                Part::Verb => tag.verb() || trigger.words.len() > 1 && tag == Tag::Be,
                Part::Noun => {
                    tag == Tag::Noun
                        || trigger.words.len() > 1 && matches!(tag, Tag::Prep | Tag::Adj)
                }
            };
            part && self.spells(at, rest.clone().map(|(_, word)| &**word))
        };
        let lexicon: &'a Lexicon = self.lexicon;
        lexicon.beginning(&word.lower).iter().find(fits)
    }

    /// The words that follow a token are these, a date between them left out: "called on Sunday for".
    fn spells<'w>(&self, at: usize, rest: impl Iterator<Item = &'w str>) -> bool {
        let mut next = at;
        for word in rest {
            next += 1;
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

    /// The text of some tokens.
    pub fn text(&self, tokens: &Range<usize>) -> &'a str {
        self.words.slice(&self.words.bytes(tokens))
    }
}

/// Plurals that a gerund more likely acts on than goes with: "fighters shelling villages".
fn object_word(lower: &str) -> bool {
    lower.ends_with('s')
}

fn ordinary(lower: &str) -> bool {
    cues::of(lower).has(Cue::Ordinary)
}

/// Words that do one thing; and whether they say no.
fn closed(lower: &str, text: &str) -> Option<(Tag, bool)> {
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
