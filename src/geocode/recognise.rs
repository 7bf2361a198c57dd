//! Which stretches of a text name a place.

use super::cues::{self, Cue, Target};
use super::names::{Known, NameIndex};
use super::people::{People, place_head};
use super::span::{Ask, Direction, Span};
use super::text::{Sentence, Shape, Words};
use super::weigh;
use crate::model::ToponymForm;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Words looked at for one name.
const LONGEST: usize = 6;
/// Tokens a name with a geographic head may have.
const PATTERN: usize = 5;

/// What is known while a text is searched for names.
pub(crate) struct Search<'a> {
    pub words: &'a Words<'a>,
    pub index: &'a dyn NameIndex,
    pub people: &'a People,
    /// Words that the text also writes without a capital.
    pub lower: HashSet<&'a str>,
    /// The entries of each name found so far, so that a name costs memory once.
    known: RefCell<HashMap<&'a str, Arc<[Known]>>>,
}

enum Step {
    Found(Box<Span>),
    Skip(usize),
}

/// All place names of a text, in order, not overlapping; weak ones left out.
pub(crate) fn spans(words: &Words<'_>, index: &dyn NameIndex, people: &People) -> Vec<Span> {
    let lower = words.tokens.iter().enumerate().filter(|(_, t)| t.shape == Shape::Lower);
    let lower = lower.map(|(at, _)| words.str(at)).collect();
    let search = Search { words, index, people, lower, known: RefCell::default() };
    let mut found = Vec::new();
    for sentence in &words.sentences {
        search.sentence(sentence, &mut found);
    }
    settle(&search, found)
}

/// Lets names lend weight to their neighbours in a list and to themselves elsewhere; drops the weak.
fn settle(search: &Search<'_>, mut found: Vec<Span>) -> Vec<Span> {
    let mut best: HashMap<&str, f32> = HashMap::new();
    for span in &found {
        let name = search.words.slice(&search.words.bytes(&span.name));
        let entry = best.entry(name).or_insert(f32::MIN);
        *entry = entry.max(span.weight);
    }
    let weights: Vec<f32> = found.iter().map(|s| s.weight).collect();
    let ends: Vec<Range<usize>> = found.iter().map(|s| s.tokens.clone()).collect();
    for (at, span) in found.iter_mut().enumerate() {
        let name = search.words.slice(&search.words.bytes(&span.name));
        if best.get(name).is_some_and(|b| *b > 1.0) {
            span.weight += 1.2;
        }
        let beside = |other: Option<usize>| {
            let other = other?;
            let (range, weight) = (ends.get(other)?, weights.get(other)?);
            let (a, b) = if other < at { (range, &span.tokens) } else { (&span.tokens, range) };
            (*weight > 0.5 && weigh::listed(search.words, a.end, b.start)).then_some(())
        };
        if beside(at.checked_sub(1)).or_else(|| beside(Some(at + 1))).is_some() {
            span.weight += 0.8;
        }
    }
    found.retain(|span| span.weight > 0.0);
    found
}

impl Search<'_> {
    fn sentence(&self, sentence: &Sentence, found: &mut Vec<Span>) {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            at = match self.step(at, sentence) {
                Some(Step::Found(span)) => {
                    let end = span.tokens.end.max(at + 1);
                    found.push(*span);
                    end
                }
                Some(Step::Skip(end)) => end.max(at + 1),
                None => at + 1,
            };
        }
    }

    fn step(&self, at: usize, sentence: &Sentence) -> Option<Step> {
        let token = self.words.get(at)?;
        if !(token.named() || self.article(at)) {
            return None;
        }
        let end = sentence.tokens.end;
        if let Some(span) = self.short(at, end) {
            return Some(Step::Found(Box::new(span)));
        }
        let name = self.gazetteer(at, end).or_else(|| self.directed(at, end));
        if self.article_only(at, end, name.as_ref()) {
            return None;
        }
        if let Some(stop) = self.people.end_at(at) {
            let place = name.as_ref().is_some_and(|n| self.outweighs_person(n, stop));
            if !place {
                return Some(Step::Skip(stop));
            }
        }
        let road = self.road(at, end);
        let pattern = road.or_else(|| self.pattern(at, sentence));
        let demonym = self.demonym(at, end);
        let reach = |s: &Option<Span>| s.as_ref().map_or(0, |s| s.tokens.end);
        let mut span = if reach(&pattern) > 0 && reach(&pattern) >= reach(&name) {
            pattern?
        } else if reach(&demonym) > 0 && reach(&demonym) >= reach(&name) {
            return demonym.map(|span| Step::Found(Box::new(span)));
        } else {
            let mut span = name?;
            span.weight = weigh::name(self, &span, sentence);
            span
        };
        if span.weight < -1.5 {
            return None;
        }
        super::context::shape(self, &mut span, sentence);
        Some(Step::Found(Box::new(span)))
    }

    /// "al-" before a name.
    fn article(&self, at: usize) -> bool {
        let article =
            matches!(self.words.str(at), "al" | "el" | "as" | "ash" | "ad" | "ar" | "az" | "an");
        article
            && self.words.str(at + 1) == "-"
            && self.words.get(at + 2).is_some_and(|t| t.joined && t.named())
    }

    /// The words of a name that may begin at a token, and the token after each.
    fn run(&self, at: usize, end: usize) -> (Vec<&str>, Vec<usize>) {
        let (mut words, mut ends) = (Vec::with_capacity(LONGEST), Vec::with_capacity(LONGEST));
        let mut next = at;
        while next < end && words.len() < LONGEST {
            let Some(token) = self.words.get(next) else { break };
            let word = self.words.str(next);
            if token.word() || (token.shape == Shape::Number && !words.is_empty()) {
                if matches!(word, "’s" | "'s") {
                    break;
                }
                words.push(word);
                ends.push(next + 1);
            } else if !(word == "-" && token.joined && !words.is_empty()) {
                break;
            }
            next += 1;
        }
        (words, ends)
    }

    fn gazetteer(&self, at: usize, end: usize) -> Option<Span> {
        let (words, ends) = self.run(at, end);
        let mut limit = words.len();
        while limit > 0 {
            let (count, hits) = self.index.longest(words.get(..limit)?)?;
            let count = count.min(limit);
            let stop = *ends.get(count.checked_sub(1)?)?;
            let last = self.words.get(stop - 1)?;
            let institution = count > 1
                && matches!(self.words.str(stop - 1), "State" | "City")
                && self.words.get(stop).is_some_and(|t| t.named() && t.is(Cue::Org));
            let passes = !institution && !self.hides(words.get(..count - 1)?, &hits);
            if last.named() && !hits.is_empty() && passes {
                return Some(self.span(at..stop, hits));
            }
            limit = count - 1;
        }
        None
    }

    /// Whether what bears a longer name is only a school, a court or a hamlet's office of a dump, and
    /// `shorter` is the place that it is called after: "Norfolk High School" is in Norfolk.
    fn hides(&self, shorter: &[&str], hits: &[Known]) -> bool {
        let sketch = |hit: &Known| self.index.sketch(hit.id);
        let office =
            |hit| sketch(hit).is_some_and(|s| s.is_obscure() && matches!(s.class, 'S' | 'A'));
        !shorter.is_empty()
            && hits.iter().all(office)
            && self.index.longest(shorter).is_some_and(|(_, hits)| {
                hits.iter().any(|hit| sketch(hit).is_some_and(|s| !s.is_obscure()))
            })
    }

    /// A span whose entries are shared with all others of the same name.
    fn span(&self, tokens: Range<usize>, hits: Vec<Known>) -> Span {
        let name = self.words.slice(&self.words.bytes(&tokens));
        let mut known = self.known.borrow_mut();
        let hits = known.entry(name).or_insert_with(|| hits.into()).clone();
        Span::new(tokens, hits)
    }

    /// "The" before a name that needs none: "The United States", but not "The Hague".
    fn article_only(&self, at: usize, end: usize, name: Option<&Span>) -> bool {
        let the = self.words.str(at) == "The";
        let best = |span: &Span| span.hits.iter().map(|h| h.quality).fold(0.0, f32::max);
        the && name.is_some_and(|with| {
            let bare = self.gazetteer(at + 1, end);
            bare.is_some_and(|bare| bare.tokens.end >= with.tokens.end && best(&bare) >= best(with))
        })
    }

    /// "Southern California", "East Cambridgeshire": a compass word with a capital and a name.
    fn directed(&self, at: usize, end: usize) -> Option<Span> {
        let token = self.words.get(at)?;
        let direction =
            Direction::read(self.words.str(at)).filter(|d| (d.north, d.east) != (0, 0))?;
        let next = self.words.get(at + 1)?;
        if token.shape != Shape::Capital
            || !next.named()
            || (next.is(Cue::Ordinary) && next.is(Cue::Org))
        {
            return None;
        }
        let bare = self.gazetteer(at + 1, end)?;
        let known = weigh::prior(self.index, &bare.hits) > -0.6;
        let mut span = Span::new(at..bare.tokens.end, bare.hits);
        span.name = bare.tokens;
        span.direction = Some(direction);
        known.then_some(span)
    }

    fn outweighs_person(&self, span: &Span, stop: usize) -> bool {
        if span.tokens.len() < 2 || span.tokens.end < stop {
            return false;
        }
        let led = self.words.before(span.tokens.start, 1).is_some_and(|t| t.is(Cue::Locative));
        let prior = weigh::prior(self.index, &span.hits);
        // Towns are called after persons in full; only a great one is meant without "in" or "near".
        span.tokens.end > stop || prior > 1.3 || (led && prior > -0.5)
    }

    /// "Calif.", "W. Va.", "UK"; "CA" only after "Long Beach, ".
    fn short(&self, at: usize, end: usize) -> Option<Span> {
        let two = (at + 1 < end).then(|| self.words.slice(&self.words.bytes(&(at..at + 2))));
        let (row, len) = match two.and_then(cues::short) {
            Some(row) => (row, 2),
            None => (cues::short(self.words.str(at))?, 1),
        };
        if row.after && !self.follows_town(at) {
            return None;
        }
        let mut span = Span::bare(at..at + len);
        span.target = Some(&row.target);
        span.weight = 3.0;
        if row.target == Target::Nowhere {
            span.weight = 0.5;
        }
        super::context::government(self, &mut span);
        Some(span)
    }

    fn follows_town(&self, at: usize) -> bool {
        let mark = self.words.str_before(at, 1);
        let before = self.words.before(at, 2);
        match mark {
            "," => before.is_some_and(|t| t.named() && !t.is(Cue::Calendar)),
            "-" => matches!(self.words.str_before(at, 2), "R" | "D" | "I"),
            "(" => before.is_some_and(super::text::Token::named),
            _ => false,
        }
    }

    fn demonym(&self, at: usize, end: usize) -> Option<Span> {
        let (row, len) = (1..=3).rev().find_map(|len| {
            let stop = at + len;
            let text = self.words.slice(&self.words.bytes(&(at..stop.min(end))));
            (stop <= end).then(|| cues::demonym(text)).flatten().map(|row| (row, len))
        })?;
        if row.target == Target::Nowhere {
            return None;
        }
        let mut span = Span::bare(at..at + len);
        span.form = ToponymForm::Demonym;
        span.target = Some(&row.target);
        span.weight = 2.0;
        Some(span)
    }

    /// "Interstate 45", "County Road 225".
    fn road(&self, at: usize, end: usize) -> Option<Span> {
        let mut next = at;
        while next < end.min(at + PATTERN)
            && self.words.get(next).is_some_and(|t| t.is(Cue::Road) && t.named())
        {
            next += 1;
        }
        if self.words.str(next) == "-" && self.words.str(at) == "I" {
            next += 1;
        }
        if next == at && british_road(self.words.str(at)) {
            let mut span = Span::bare(at..at + 1);
            (span.form, span.ask, span.weight) = (ToponymForm::Facility, Ask::Road, 0.6);
            return Some(span);
        }
        let number = self.words.get(next).is_some_and(|t| t.shape == Shape::Number);
        let short = self.words.str(next).len() <= 4;
        if next == at || next >= end || !number || !short {
            return None;
        }
        let mut span = Span::bare(at..next + 1);
        span.form = ToponymForm::Facility;
        span.ask = Ask::Road;
        span.weight = 0.6;
        Some(span)
    }

    /// "Laurel County", "North Nokomis Street", "Lake Manassas".
    fn pattern(&self, at: usize, sentence: &Sentence) -> Option<Span> {
        let first = self.words.get(at)?;
        if !first.named() || sentence.headline {
            return None;
        }
        let stop =
            self.head_end(at, sentence.tokens.end).or_else(|| self.opened_end(at, sentence))?;
        let head = self.words.get(stop - 1)?;
        let mut span = Span::bare(at..stop);
        span.hits = self.index.lookup(self.words.slice(&self.words.bytes(&span.tokens))).into();
        (span.ask, span.form) = match () {
            () if head.is(Cue::Street) => (Ask::Road, ToponymForm::Facility),
            () if head.is(Cue::Admin) => (Ask::Division, ToponymForm::Literal),
            () if head.is(Cue::Water) || first.is(Cue::Water) => (Ask::Water, ToponymForm::Literal),
            () if head.is(Cue::Site) => (Ask::Site, ToponymForm::Facility),
            () => (Ask::Land, ToponymForm::Literal),
        };
        // "Forbidden City", "Italian Social Republic": plain words, and nothing of that name.
        let plain = |at: usize| {
            let word = self.words.str(at);
            self.words.get(at).is_some_and(|t| t.is(Cue::Ordinary) || t.is(Cue::Org))
                || cues::demonym(word).is_some()
        };
        if head.is(Cue::Admin) && span.hits.is_empty() && (at..stop - 1).all(plain) {
            return None;
        }
        span.weight = if span.hits.is_empty() { 1.0 } else { 2.0 };
        Some(span)
    }

    /// The end of a run of capitalised words whose last is a geographic head.
    fn head_end(&self, at: usize, end: usize) -> Option<usize> {
        let first = self.words.get(at)?;
        let loose = first.opens && first.is(Cue::Ordinary);
        if cues::opener(self.words.str(at))
            || first.is(Cue::Calendar)
            || first.is(Cue::Title)
            || loose
        {
            return None;
        }
        let mut stop = None;
        let mut ordinary = first.is(Cue::Ordinary) || first.is(Cue::Org);
        let compound = |t: &super::text::Token| t.is(Cue::Direction) || t.is(Cue::Before);
        for next in at + 1..end.min(at + PATTERN) {
            let token = self.words.get(next)?;
            if token.shape != Shape::Capital {
                break;
            }
            let head = place_head(token)
                && !(ordinary && (token.is(Cue::Org) || token.is(Cue::Admin)))
                && !self.institution(next, end);
            if head && !(next == at + 1 && first.is(Cue::Org) && !compound(first)) {
                stop = Some(next + 1);
            } else if stop.is_some() || token.is(Cue::Org) && !token.is(Cue::Site) {
                break;
            }
            ordinary &= token.is(Cue::Ordinary);
        }
        stop
    }

    /// Whether a head belongs to an institution: "Dublin *City* Council", "Ohio Supreme *Court*",
    /// "Florida *Highway* Patrol".
    fn institution(&self, head: usize, end: usize) -> bool {
        let Some(token) = self.words.get(head) else { return false };
        let next = self.words.get(head + 1).filter(|t| t.named() && head + 1 < end);
        let org = next.is_some_and(|t| t.is(Cue::Org) || t.is(Cue::Title));
        let word = self.words.str(head);
        let before = self.words.before(head, 1);
        let court = word == "Court"
            && before
                .is_some_and(|t| t.is(Cue::Ordinary) || t.is(Cue::Admin) || t.is(Cue::Direction));
        let street =
            token.is(Cue::Street) && next.is_some_and(|t| !place_head(t) && !t.is(Cue::Direction));
        court || street || (org && token.is(Cue::Admin) && word != "County" && word != "Parish")
    }

    /// "Lake Manassas", "Mount Hermon", "Gulf of Aden".
    fn opened_end(&self, at: usize, sentence: &Sentence) -> Option<usize> {
        let word = self.words.str(at).to_lowercase();
        let opens = matches!(
            word.as_str(),
            "lake"
                | "mount"
                | "mt"
                | "mt."
                | "cape"
                | "gulf"
                | "strait"
                | "loch"
                | "lough"
                | "wadi"
                | "jabal"
                | "jebel"
                | "river"
                | "county"
        );
        let of = self.words.str(at + 1) == "of";
        if !opens || (matches!(word.as_str(), "gulf" | "strait") && !of) || (word == "county" && of)
        {
            return None;
        }
        let mut next = at + 1 + usize::from(of);
        let from = next;
        while next < sentence.tokens.end && next < from + 2 {
            let fit = self.words.get(next).is_some_and(|t| {
                t.shape == Shape::Capital
                    && !t.is(Cue::Org)
                    && !t.is(Cue::Title)
                    && !t.is(Cue::Ordinary)
            });
            if !fit {
                break;
            }
            next += 1;
        }
        (next > from).then_some(next)
    }
}

/// "A436", "M25".
fn british_road(word: &str) -> bool {
    let number = word.strip_prefix(['A', 'M', 'B']);
    number.is_some_and(|n| (2..=4).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
}
