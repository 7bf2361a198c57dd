//! From clauses to events.

use super::actors::Actors;
use super::clause::{self, Clause, Lead};
use super::lexicon::Part;
use super::pick::{self, Hit};
use super::when::{self, Around, When};
use super::{hedge, site};
use crate::geocode::ToponymMention;
use crate::geocode::cues;
use crate::geocode::text::{Sentence, Words};
use crate::model::{Certainty, EventKind, StateWords, TimeSpan, ToponymForm};
use crate::temporal::TimeMention;
use std::ops::Range;

/// An event as found, with mentions by position and passages in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub title: String,
    pub category: &'static str,
    pub kind: EventKind,
    pub when: Option<TimeSpan>,
    /// Positions in the list of mentions.
    pub sites: Vec<usize>,
    pub actors: Vec<String>,
    pub certainty: Certainty,
    pub evidence: Range<usize>,
    pub reasons: Vec<String>,
}

/// A document being read.
pub(crate) struct Document<'a> {
    pub words: &'a Words<'a>,
    pub times: &'a [TimeMention],
    pub mentions: &'a [ToponymMention],
    pub actors: &'a Actors,
    pub dated: Option<&'a TimeSpan>,
}

/// What the sentences so far leave behind for the next.
#[derive(Default)]
struct Memory {
    paragraph: usize,
    date: Option<TimeSpan>,
    sites: Vec<usize>,
}

/// What a clause itself says.
#[derive(Clone, Copy)]
struct Own {
    time: bool,
    place: bool,
}

/// Longest title in characters.
const TITLE: usize = 110;

/// The events of a document, in the order of its text.
pub(crate) fn events(document: &Document<'_>) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut memory = Memory::default();
    let mut times = Cursor::default();
    let mut mentions = Cursor::default();
    for sentence in &document.words.sentences {
        if sentence.paragraph != memory.paragraph {
            memory.paragraph = sentence.paragraph;
            memory.date = None;
        }
        let near = Document {
            times: times.within(document.times, &sentence.range, |t| &t.range).1,
            ..*document
        };
        let (first, local) = mentions.within(document.mentions, &sentence.range, |m| &m.range);
        let near = Document { mentions: local, ..near };
        near.sentence(sentence, first, &mut memory, &mut out);
    }
    out
}

/// Walks a sorted list along the sentences, so that each looks only at what is its own.
#[derive(Default)]
struct Cursor {
    at: usize,
}

impl Cursor {
    fn within<'a, T>(
        &mut self,
        list: &'a [T],
        range: &Range<usize>,
        of: impl Fn(&T) -> &Range<usize>,
    ) -> (usize, &'a [T]) {
        while list.get(self.at).is_some_and(|item| of(item).start < range.start) {
            self.at += 1;
        }
        let from = self.at;
        while list.get(self.at).is_some_and(|item| of(item).start < range.end) {
            self.at += 1;
        }
        (from, list.get(from..self.at).unwrap_or(&[]))
    }
}

impl Document<'_> {
    fn sentence(
        &self,
        sentence: &Sentence,
        first: usize,
        memory: &mut Memory,
        out: &mut Vec<Draft>,
    ) {
        let from = out.len();
        let mut date = None;
        let mut here: Vec<usize> = Vec::new();
        let clauses = clause::clauses(self.words, sentence);
        let owned = self.owned(sentence, &clauses);
        for clause in clauses {
            if matches!(clause.lead, Lead::Supposed | Lead::Remark) {
                continue;
            }
            let own_sites = site::sites(self.words, &clause.tokens, self.mentions);
            for hit in pick::hits(self.words, &clause, self.times) {
                let Some(certainty) =
                    hedge::certainty(self.words, &clause.tokens, &sentence.tokens, hit.at)
                else {
                    continue;
                };
                let when = self.when(&hit, &clause, sentence, memory, &owned);
                let (sites, why) = self.sites(&hit, &clause, &own_sites, &here, first, memory);
                date = date.or_else(|| {
                    when.span.clone().filter(|_| when.own && clause.lead == Lead::Main)
                });
                let own_time = when.own;
                let mut draft = self.draft(&hit, &clause, sentence, when, certainty);
                let own = Own { time: own_time, place: !own_sites.is_empty() };
                draft.sites = sites;
                draft.reasons.extend(why);
                if self.tells(&hit, &draft, own) {
                    out.push(draft);
                }
            }
            here.extend(own_sites.iter().copied());
        }
        memory.date = date.or(memory.date.take());
        if let Some(last) =
            out.get(from..).and_then(|new| new.iter().rev().find(|d| !d.sites.is_empty()))
        {
            memory.sites.clone_from(&last.sites);
        }
    }

    fn when(
        &self,
        hit: &Hit,
        clause: &Clause,
        sentence: &Sentence,
        memory: &Memory,
        owned: &[usize],
    ) -> When {
        let around = Around {
            words: self.words,
            times: self.times,
            dated: self.dated,
            clause: &clause.tokens,
            sentence: &sentence.tokens,
            lead: clause.lead,
            leans: clause.leans,
            owned,
            before: memory.date.as_ref(),
        };
        when::when(&around, hit.time, hit.trigger.state.is_some())
    }

    /// Times that date only what they stand beside: those of nouns, and of "after …" at the end. An
    /// opening ("During their October meeting, …") lends its date to what follows.
    fn owned(&self, sentence: &Sentence, clauses: &[Clause]) -> Vec<usize> {
        let opening = clauses.first().filter(|c| c.lead == Lead::After);
        let opening = opening.map_or(0..0, |c| self.words.bytes(&c.tokens));
        let mut owned = pick::owned(self.words, &sentence.tokens, self.times);
        let later = clauses.iter().skip(1).filter(|c| c.lead == Lead::After);
        let later: Vec<_> = later.map(|c| self.words.bytes(&c.tokens)).collect();
        for (at, time) in self.times.iter().enumerate() {
            if later.iter().any(|bytes| bytes.contains(&time.range.start)) {
                owned.push(at);
            }
        }
        owned.retain(|at| self.times.get(*at).is_some_and(|t| !opening.contains(&t.range.start)));
        owned
    }

    /// Whether a draft says enough to be an event: a noun alone ("this meeting", "the reasons for the
    /// withdrawal") mostly points to one told elsewhere.
    fn tells(&self, hit: &Hit, draft: &Draft, own: Own) -> bool {
        let pointing = (1..=2).any(|back| {
            matches!(
                self.words.str_before(hit.at, back),
                "this" | "This" | "these" | "These" | "such" | "their" | "latest"
            )
        });
        match hit.trigger.part {
            Part::Noun if pointing && !own.time && !own.place => false,
            _ if hit.trigger.category == "other" => own.place && draft.when.is_some(),
            Part::Noun => own.time || own.place || draft.actors.len() > 1,
            Part::Verb => own.time || !draft.sites.is_empty() || !draft.actors.is_empty(),
        }
    }

    /// The places of an event, by position in the whole list, and how they were come by.
    fn sites(
        &self,
        hit: &Hit,
        clause: &Clause,
        own: &[usize],
        here: &[usize],
        first: usize,
        memory: &Memory,
    ) -> (Vec<usize>, Option<String>) {
        let anywhere = matches!(hit.trigger.category, "agreement" | "ceasefire");
        if !own.is_empty() && (!anywhere || self.located(own)) {
            return (own.iter().map(|at| at + first).collect(), None);
        }
        if site::points_back(self.words, &clause.tokens)
            && !memory.sites.is_empty()
            && here.is_empty()
        {
            return (
                memory.sites.clone(),
                Some("the place of the sentence before: the text points back to it".to_owned()),
            );
        }
        let leans = clause.lead != Lead::After && !anywhere && hit.trigger.category != "demand";
        match here.last().filter(|_| leans) {
            Some(last) => {
                (vec![last + first], Some("the place named before it in the sentence".to_owned()))
            }
            None => (Vec::new(), None),
        }
    }

    fn located(&self, sites: &[usize]) -> bool {
        sites
            .iter()
            .filter_map(|at| self.mentions.get(*at))
            .any(|m| m.located && m.kind != "country")
    }

    fn draft(
        &self,
        hit: &Hit,
        clause: &Clause,
        sentence: &Sentence,
        when: When,
        certainty: Certainty,
    ) -> Draft {
        let bytes = self.words.bytes(&clause.tokens);
        let mut actors = self.actors.within(&bytes);
        if actors.is_empty() && (clause.leans || clause.lead == Lead::Main) {
            actors = self.actors.within(&sentence.range);
            actors.truncate(2);
        }
        let kind = match hit.trigger.state {
            Some(state) => EventKind::State(self.state_words(state, &bytes, &actors)),
            None => EventKind::Happening,
        };
        Draft {
            title: self.headed(&clause.tokens, title(self.words, &clause.tokens, sentence)),
            category: hit.trigger.category,
            kind,
            when: when.span,
            sites: Vec::new(),
            actors,
            certainty,
            evidence: sentence.range.clone(),
            reasons: when.reason.into_iter().collect(),
        }
    }

    /// A title that lacks its subject gets the last place named before it in the sentence.
    fn headed(&self, clause: &Range<usize>, title: String) -> String {
        let first = title.split(' ').next().unwrap_or("").to_lowercase();
        let headless = clause::copula(&first)
            || first.ends_with("ed") && !clause::triggers_of(&first).is_empty();
        let from = self.words.bytes(clause).start;
        let before = self
            .mentions
            .iter()
            .rev()
            .find(|m| m.range.end <= from && m.form != ToponymForm::Demonym);
        match before.filter(|_| headless) {
            Some(mention) => format!("{}: {}", self.words.slice(&mention.range), lowered(&title)),
            None => title,
        }
    }

    /// "Russian presence: in place / withdrawn".
    fn state_words(
        &self,
        [subject, holding, ended]: [&str; 3],
        bytes: &Range<usize>,
        actors: &[String],
    ) -> StateWords {
        let adjective = self.mentions.iter().find(|m| {
            m.form == ToponymForm::Demonym
                && m.range.start >= bytes.start
                && m.range.end <= bytes.end
        });
        let said = adjective.map(|m| self.words.slice(&m.range).to_owned());
        let country = actors.first().and_then(|name| self.adjective_of(name));
        let who = country.or(said).or_else(|| actors.first().cloned());
        let subject = match who {
            Some(who) if subject.starts_with(char::is_lowercase) => format!("{who} {subject}"),
            _ => capitalised(subject),
        };
        StateWords { subject, holding: holding.to_owned(), ended: ended.to_owned() }
    }

    /// "Russian" for Russia.
    fn adjective_of(&self, actor: &str) -> Option<String> {
        let mention = self
            .mentions
            .iter()
            .find(|m| m.candidates.first().is_some_and(|c| c.place.name == actor))?;
        let country = mention.candidates.first()?.place.country.as_deref()?;
        cues::adjective(country).map(str::to_owned)
    }
}

fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The clause, trimmed to a line.
fn title(words: &Words<'_>, clause: &Range<usize>, sentence: &Sentence) -> String {
    let mut from = clause.start;
    let loose = |at: usize| {
        matches!(
            words.str(at).to_lowercase().as_str(),
            "," | ";"
                | "and"
                | "but"
                | "while"
                | "as"
                | "that"
                | "—"
                | "–"
                | "”"
                | "’"
                | ")"
                | "however"
                | "meanwhile"
                | "concurrently"
                | "however,"
                | "which"
                | "specifically"
                | "also"
        )
    };
    while from < clause.end && loose(from) {
        from += 1;
    }
    let range =
        if from < clause.end { words.bytes(&(from..clause.end)) } else { sentence.range.clone() };
    let text = words.slice(&range).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches(['.', ',', ';', ':', ' ', '“', '"', '(', '—', '–']);
    capitalised(&shorten(text))
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= TITLE {
        return text.to_owned();
    }
    let cut: String = text.chars().take(TITLE).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", words.trim_end_matches([',', ';', ' ']))
}
