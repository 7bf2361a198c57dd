//! Nouns told from verbs, by what stands around them.

use super::grammar::{self, Forms};
use super::lexicon::Part;
use super::tag::{Sense, Tag};

/// So many tokens are looked at for a verb, however long a sentence without marks goes on.
const REACH: usize = 80;

impl Sense<'_> {
    /// Settles what may be a noun or a verb.
    pub(super) fn settle(&mut self) {
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
        let article = self.tag(self.before(prior)) == Tag::Det && before == Tag::Noun;
        if article
            && matches!(self.lower(at), "shot" | "cut" | "set" | "split" | "hit" | "cast" | "burst")
        {
            return Tag::Noun;
        }
        let next = self.tag(at + 1);
        let told = if forms.has(Forms::PAST) { Tag::Finite } else { Tag::Participle };
        // "drones supplied by Iran"; not "prices increased by 5 per cent".
        let by = self.lower(at + 1) == "by" && !matches!(self.tag(at + 2), Tag::Num | Tag::Time);
        match before {
            Tag::Noun | Tag::Name if by && forms.has(Forms::PARTICIPLE) => Tag::Participle,
            Tag::Num if !next.nominal() => told,
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
                // "wants to launch four models and capture a tenth"
                Tag::Bare => return None,
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
        // "Truce talks opened": the next word is what they did.
        let does = next == Tag::Noun && self.forms(at + 1).has(Forms::PAST);
        if does && before == Tag::Noun && !past {
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
            // "the Support Forces hold most of it", "Hamas and the PLO hold"; not "Gaza control".
            Tag::Name => {
                let object = matches!(next, Tag::Det | Tag::Num | Tag::Pron | Tag::Name);
                third
                    || plural
                    || object && (many_in_name(self.lower(prior)) || acronym(self, prior))
            }
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
        let floor = at.saturating_sub(REACH);
        while back != usize::MAX && back >= floor && !self.tag(back).parts() {
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
        let end = self.tokens.end.min(at + REACH);
        while next < end && !self.tag(next).parts() && self.tag(next) != Tag::After {
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
}

/// A name that speaks of several: "Forces", "Nations".
fn many_in_name(lower: &str) -> bool {
    lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us") && lower.len() > 4
}

/// Written in capitals: "the RSF hold the road".
fn acronym(sense: &Sense<'_>, at: usize) -> bool {
    let word = sense.words.str(at);
    (2..=6).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Plurals that a gerund more likely acts on than goes with: "fighters shelling villages".
fn object_word(lower: &str) -> bool {
    lower.ends_with('s')
}
