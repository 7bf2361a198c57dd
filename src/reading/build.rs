//! From clauses to events.

use super::actors::{self, Actors};
use super::clause::{self, Clause, Lead};
use super::dateline::Dateline;
use super::group::Tense;
use super::lexicon::{Lexicon, Part};
use super::pick::{self, Hit};
use super::place::Placing;
use super::tag::Sense;
use super::when::{Around, When};
use super::{hedge, site, title};
use crate::geocode::ToponymMention;
use crate::geocode::cues;
use crate::geocode::text::{Sentence, Words};
use crate::model::{Category, Certainty, EventKind, StateWords, TimeSpan, ToponymForm};
use crate::task::{Cancelled, Task};
use crate::temporal::TimeMention;
use std::ops::Range;

/// An event as found, with mentions by position and passages in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub title: String,
    pub category: Category,
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
    pub lexicon: &'a Lexicon,
    pub times: &'a [TimeMention],
    pub mentions: &'a [ToponymMention],
    pub actors: &'a Actors,
    pub dated: Option<&'a TimeSpan>,
    pub dateline: Option<&'a Dateline>,
}

/// What the sentences so far leave behind for the next.
#[derive(Default)]
pub(crate) struct Memory {
    paragraph: usize,
    /// The date of the sentence before in the same paragraph.
    date: Option<TimeSpan>,
    /// The day that the report has been telling of, in the paragraphs before.
    running: Option<TimeSpan>,
    /// The places of the last event that had any, by position in the whole list.
    pub sites: Vec<usize>,
    /// They were named in the same paragraph.
    pub sites_here: bool,
}

/// A sentence being read, with the times and mentions in it.
pub(crate) struct Near<'a, 's> {
    pub document: &'s Document<'a>,
    pub sense: &'s Sense<'a>,
    pub clauses: &'s [Clause],
    pub times: &'s [TimeMention],
    pub mentions: &'s [ToponymMention],
    /// The position of the first of `mentions` in the whole list.
    pub first: usize,
    pub sentence: &'s Sentence,
}

/// Days between a document's date and what it tells of as news.
const NEWS_DAYS: i64 = 10;

/// The events of a document, in the order of its text.
pub(crate) fn events(document: &Document<'_>, task: &Task) -> Result<Vec<Draft>, Cancelled> {
    let mut out = Vec::new();
    let mut memory = Memory { running: lead_date(document), ..Memory::default() };
    let mut times = Cursor::default();
    let mut mentions = Cursor::default();
    let mut told = 0;
    for (index, sentence) in document.words.sentences.iter().enumerate() {
        task.check()?;
        if sentence.paragraph != memory.paragraph {
            memory.paragraph = sentence.paragraph;
            memory.date = None;
            memory.sites_here = false;
        }
        let near = times.within(document.times, &sentence.range, |t| &t.range).1;
        let (first, local) = mentions.within(document.mentions, &sentence.range, |m| &m.range);
        task.advance((sentence.range.end - told) as u64);
        told = sentence.range.end;
        if heading(document.words, index) {
            continue;
        }
        let from = document.dateline.filter(|d| d.sentence == index).map_or(0, |d| d.end);
        let sense = Sense::read(document.words, document.lexicon, sentence, from, near);
        let clauses = clause::clauses(&sense);
        let near = Near {
            document,
            sense: &sense,
            clauses: &clauses,
            times: near,
            mentions: local,
            first,
            sentence,
        };
        near.read(&mut memory, &mut out);
    }
    Ok(out)
}

/// A report without a date in its first lines tells of about its own day.
fn lead_date(document: &Document<'_>) -> Option<TimeSpan> {
    document.dated.filter(|dated| dated.as_day().is_some()).cloned()
}

/// A headline at the head of the text: what it says is told again below.
fn heading(words: &Words<'_>, index: usize) -> bool {
    let Some(sentence) = words.sentences.get(index).filter(|_| index < 2) else { return false };
    let last = words.str(sentence.tokens.end.saturating_sub(1));
    let stopped = last.ends_with(['.', '!', '?', '…', '”', '"', ')', '’']);
    let more = words.sentences.get(index + 1).is_some_and(|next| next.paragraph != sentence.paragraph);
    let rest = words.sentences.len() > index + 2;
    !stopped && more && rest && sentence.tokens.len() <= 24
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

impl<'a> Near<'a, '_> {
    fn read(&self, memory: &mut Memory, out: &mut Vec<Draft>) {
        let mut date = None;
        let mut here: Vec<usize> = Vec::new();
        let mut sites = None;
        for clause in self.clauses {
            let own_sites = self.own_sites(clause);
            if pick::may_tell(clause) {
                for hit in pick::hits(self.sense, clause, self.times) {
                    let when = self.when(&hit, clause, memory);
                    if when.own && matches!(clause.lead, Lead::Main | Lead::Joined | Lead::Said) && !hit.aside {
                        date = date.or_else(|| when.span.clone());
                    }
                    let own_time = when.own;
                    let placing = Placing { near: self, clause, hit: &hit, own: &own_sites, here: &here };
                    let (placed, why) = placing.sites(memory);
                    let mut draft = self.draft(&hit, clause, when);
                    draft.sites = placed;
                    draft.reasons.extend(why);
                    if self.tells(&hit, clause, &draft, own_time, !own_sites.is_empty()) {
                        if !draft.sites.is_empty() && !hit.aside {
                            sites = Some(draft.sites.clone());
                        }
                        out.push(draft);
                    }
                }
            }
            here.extend(own_sites.iter().map(|at| at + self.first));
        }
        self.remember(memory, date, sites);
    }

    fn remember(&self, memory: &mut Memory, date: Option<TimeSpan>, sites: Option<Vec<usize>>) {
        let recent = date.as_ref().filter(|date| self.recent(date));
        if let Some(recent) = recent {
            memory.running = Some(recent.clone());
        } else if date.is_some() || self.sentence.paragraph > 6 {
            // The story has left the news, or is far into its background.
            memory.running = None;
        }
        memory.date = date.or(memory.date.take());
        if let Some(sites) = sites {
            (memory.sites, memory.sites_here) = (sites, true);
        }
    }

    /// Within some days before the document's date.
    fn recent(&self, date: &TimeSpan) -> bool {
        let (Some(dated), Some(day)) = (self.document.dated.and_then(TimeSpan::as_day), date.as_day())
        else {
            return false;
        };
        (0..=NEWS_DAYS).contains(&(dated.epoch_days() - day.epoch_days()))
    }

    /// The mentions, by position among the sentence's, that place what a clause tells.
    fn own_sites(&self, clause: &Clause) -> Vec<usize> {
        let both = [clause.tokens.clone(), clause.subject.clone()];
        let own = if clause.lead == Lead::Relative { both.get(..1) } else { both.get(..) };
        site::sites(self.sense.words, own.unwrap_or_default(), self.mentions)
    }

    fn when(&self, hit: &Hit<'_>, clause: &Clause, memory: &Memory) -> When {
        let owned = pick::owned(self.sense, clause, hit, self.times);
        let ended = clause.group.is_some_and(|g| {
            matches!(
                self.sense.lower(g.content),
                "ended" | "ends" | "expired" | "expires" | "collapsed" | "lapsed" | "lifted" | "end" | "expire"
            )
        });
        let around = Around {
            sense: self.sense,
            times: self.times,
            dated: self.document.dated,
            clause,
            all: self.clauses,
            owned: &owned,
            before: memory.date.as_ref(),
            running: memory.running.as_ref(),
            state: hit.trigger.state.is_some(),
            ended,
        };
        if hit.aside {
            let time = hit.time.and_then(|at| self.times.get(at));
            let span = time.and_then(|t| t.interval.clone().or_else(|| t.span.clone()));
            return When { span, reason: None, own: true };
        }
        around.when(hit.time)
    }

    /// Whether a draft says enough to be an event: a noun alone ("this meeting", "the reasons for the
    /// withdrawal") mostly points to one told elsewhere.
    fn tells(&self, hit: &Hit<'_>, clause: &Clause, draft: &Draft, time: bool, place: bool) -> bool {
        let own = time || place;
        if pick::pointing(self.sense, hit) && !own {
            return false;
        }
        let beside = clause.lead == Lead::Beside;
        let named = !draft.actors.is_empty();
        if draft.certainty == Certainty::Disputed || beside && hit.trigger.part == Part::Noun {
            return own;
        }
        match hit.trigger.part {
            _ if draft.category.as_str() == "other" => {
                draft.when.is_some() && (place || named && time) || place && time
            }
            Part::Noun => own || draft.actors.len() > 1 || !draft.sites.is_empty() && draft.when.is_some(),
            Part::Verb => own || !draft.sites.is_empty() || named,
        }
    }

    fn draft(&self, hit: &Hit<'_>, clause: &Clause, when: When) -> Draft {
        let actors = self.actors(hit, clause);
        let kind = match &hit.trigger.state {
            Some(state) => EventKind::State(self.state_words(state, clause, &actors)),
            None => EventKind::Happening,
        };
        let category = hit.category.map_or_else(|| hit.trigger.category.clone(), Category::new);
        Draft {
            title: title::title(self.sense, clause, self.clauses, hit),
            category,
            kind,
            when: when.span,
            sites: Vec::new(),
            actors,
            certainty: hedge::certainty(self.sense, clause, hit),
            evidence: self.sentence.range.clone(),
            reasons: when.reason.into_iter().collect(),
        }
    }

    /// Who acts: the subject, then whoever else the clause names; in a clause that names nobody,
    /// whoever its sentence names first.
    fn actors(&self, hit: &Hit<'_>, clause: &Clause) -> Vec<String> {
        let words = self.sense.words;
        let mut out: Vec<String> = Vec::new();
        let put = |name: String, out: &mut Vec<String>| {
            let part = |a: &String| a.contains(&*name) || name.contains(a.as_str());
            if !out.iter().any(part) {
                out.push(name);
            }
        };
        let known = |tokens: &Range<usize>| self.document.actors.within(&words.bytes(tokens));
        let inside = if hit.aside {
            let near = hit.at.saturating_sub(6).max(clause.tokens.start)..clause.tokens.end.min(hit.at + 10);
            known(&near)
        } else {
            let mut inside = known(&clause.subject);
            inside.extend(known(&clause.tokens));
            inside
        };
        inside.into_iter().for_each(|name| put(name, &mut out));
        if !hit.aside {
            let subject = actors::doer(self.sense, &clause.subject, self.mentions);
            let passive = clause.group.is_some_and(|g| g.passive);
            let agent = self.agent(clause).filter(|_| passive);
            for name in subject.into_iter().chain(agent) {
                put(name, &mut out);
            }
        }
        if out.is_empty() && matches!(clause.lead, Lead::Joined | Lead::Main | Lead::Relative) && !hit.aside {
            out = self.document.actors.within(&self.sentence.range);
            out.truncate(2);
        }
        out
    }

    /// "by gunmen".
    fn agent(&self, clause: &Clause) -> Option<String> {
        let group = clause.group?;
        let near = group.end..(group.end + 3).min(clause.tokens.end);
        let by = near.into_iter().find(|at| self.sense.lower(*at) == "by")?;
        actors::doer(self.sense, &(by + 1..clause.tokens.end), self.mentions)
    }

    /// "Russian presence: in place / withdrawn".
    fn state_words(&self, state: &[String; 3], clause: &Clause, actors: &[String]) -> StateWords {
        let [subject, holding, ended] = state;
        let bytes = self.sense.words.bytes(&clause.tokens);
        let adjective = self.mentions.iter().find(|m| {
            m.form == ToponymForm::Demonym
                && m.range.start >= bytes.start
                && m.range.end <= bytes.end
        });
        let said = adjective.map(|m| self.sense.words.slice(&m.range).to_owned());
        let country = actors.first().and_then(|name| self.adjective_of(name));
        let who = country.or(said).or_else(|| actors.first().cloned());
        let subject = match who {
            Some(who) if subject.starts_with(char::is_lowercase) => {
                format!("{} {subject}", title::capitalised(&who))
            }
            _ => title::capitalised(subject),
        };
        StateWords { subject, holding: holding.clone(), ended: ended.clone() }
    }

    /// "Russian" for Russia.
    fn adjective_of(&self, actor: &str) -> Option<String> {
        let named = |m: &&ToponymMention| m.candidates.first().is_some_and(|c| c.place.name == actor);
        let mention = self.mentions.iter().find(named)?;
        let country = mention.candidates.first()?.place.country.as_deref()?;
        cues::adjective(country).map(str::to_owned)
    }

    /// Something is told that lies before what the report tells of.
    pub fn earlier(&self, clause: &Clause) -> bool {
        clause.group.is_some_and(|g| g.tense == Tense::Earlier)
    }
}
