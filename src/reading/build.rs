//! From clauses to events.

use super::actors::{self, Actors};
use super::clause::{self, Clause, Lead};
use super::dateline::Dateline;
use super::group::Tense;
use super::lexicon::{Lexicon, Part};
use super::pick::{self, Hit};
use super::place::Placing;
use super::tag::{Sense, Tag};
use super::when::{Around, When};
use super::{hedge, phrase, site, title};
use crate::geocode::ToponymMention;
use crate::geocode::cues;
use crate::geocode::text::{Sentence, Words};
use crate::model::{Category, Certainty, EventKind, StateWords, TimeSpan, ToponymForm};
use crate::task::{Cancelled, Task};
use crate::temporal::TimeMention;
use std::collections::{HashMap, HashSet};
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
    /// What it happened during, where it has no date: the category of that, and names that go with it.
    pub during: Option<(Category, Vec<String>)>,
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
    /// Words that are capitals in the midst of a sentence somewhere: names.
    pub names: &'a HashSet<&'a str>,
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
    /// Those of the events before, the latest last.
    pub earlier_sites: Vec<Vec<usize>>,
    /// They were named in the same paragraph.
    pub sites_here: bool,
    /// The one town that the headline names, by position in the whole list.
    pub headline: Option<usize>,
    /// Where the last event of each category was, for "the talks" told again.
    pub told_at: HashMap<Category, Vec<usize>>,
    /// The clock time at the head of an entry of a live report.
    pub stamp: Option<TimeSpan>,
    /// The last event was an attack or a disaster in the same paragraph: who was hurt belongs to it.
    harm: bool,
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

/// Places of earlier events that "the base" may point back to.
const REMEMBERED: usize = 8;
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
            memory.harm = false;
        }
        let near = times.within(document.times, &sentence.range, |t| &t.range).1;
        let (first, local) = mentions.within(document.mentions, &sentence.range, |m| &m.range);
        task.advance((sentence.range.end - told) as u64);
        told = sentence.range.end;
        if heading(document.words, index) {
            memory.headline = town(local).map(|at| at + first);
            continue;
        }
        if let Some(stamp) = stamp(document.words, sentence, near) {
            memory = Memory { stamp: Some(stamp), headline: memory.headline, ..Memory::default() };
            memory.paragraph = sentence.paragraph;
            continue;
        }
        let from = document.dateline.filter(|d| d.sentence == index).map_or(0, |d| d.end);
        let place =
            |word: &str| local.iter().any(|m| document.words.slice(&m.range).starts_with(word));
        let names = |word: &str| document.names.contains(word) || place(word);
        let sense = Sense::read(document.words, document.lexicon, sentence, from, near, &names);
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
    date_by_others(&mut out);
    Ok(out)
}

/// Dates what happened during something that the text dates elsewhere.
fn date_by_others(drafts: &mut [Draft]) {
    let mut dated: HashMap<(Category, String), TimeSpan> = HashMap::new();
    for draft in drafts.iter() {
        let Some(when) = draft.when.as_ref().filter(|_| draft.kind == EventKind::Happening) else {
            continue;
        };
        for word in
            draft.title.split([' ', '-', '’', '\'']).filter(|w| w.starts_with(char::is_uppercase))
        {
            dated.entry((draft.category.clone(), word.to_owned())).or_insert_with(|| when.clone());
        }
    }
    for draft in drafts.iter_mut() {
        let Some((category, names)) = draft.during.take() else { continue };
        let found = names
            .iter()
            .find_map(|name| Some((name, dated.get(&(category.clone(), name.clone()))?)));
        if let Some((name, when)) = found {
            draft.reasons.push(format!(
                "the text dates elsewhere what it happened during ({}, {name})",
                category.as_str()
            ));
            draft.when = Some(when.clone());
        }
    }
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
    let more =
        words.sentences.get(index + 1).is_some_and(|next| next.paragraph != sentence.paragraph);
    let rest = words.sentences.len() > index + 2;
    !stopped && more && rest && sentence.tokens.len() <= 24
}

/// The one town that a headline names.
fn town(mentions: &[ToponymMention]) -> Option<usize> {
    let mut towns = mentions
        .iter()
        .enumerate()
        .filter(|(_, m)| m.resolved && m.form == ToponymForm::Literal && m.kind != "country");
    let (at, _) = towns.next()?;
    towns.next().is_none().then_some(at)
}

/// A line that holds nothing but a time of day: the head of an entry in a live report.
fn stamp(words: &Words<'_>, sentence: &Sentence, times: &[TimeMention]) -> Option<TimeSpan> {
    let time = times.first().filter(|t| t.timex == crate::model::TimexType::Time)?;
    let rest = words.slice(&(time.range.end..sentence.range.end));
    let alone = time.range.start == sentence.range.start
        && rest.trim_matches([' ', '.', ':', '-', '–', '—']).is_empty();
    time.span.clone().filter(|_| alone)
}

/// The words that are written with a capital in the midst of a sentence.
pub(crate) fn names<'a>(words: &Words<'a>) -> HashSet<&'a str> {
    use crate::geocode::text::Shape;
    let inner = words.sentences.iter().filter(|s| !s.headline).flat_map(|s| s.tokens.clone());
    let capital = inner.filter(|at| {
        words
            .get(*at)
            .is_some_and(|t| !t.opens && matches!(t.shape, Shape::Capital | Shape::AllCaps))
    });
    capital.map(|at| words.str(at)).collect()
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
                    if self.only_asked(&hit, clause) {
                        continue;
                    }
                    let when = self.when(&hit, clause, memory);
                    if when.own
                        && matches!(clause.lead, Lead::Main | Lead::Joined | Lead::Said)
                        && !hit.aside
                    {
                        date = date.or_else(|| when.span.clone());
                    }
                    let own_time = when.own;
                    let placing =
                        Placing { near: self, clause, hit: &hit, own: &own_sites, here: &here };
                    let (placed, why) = placing.sites(memory);
                    if self.belongs(&hit, clause, memory, own_time, &own_sites) {
                        if let Some(last) = out.last_mut() {
                            last.evidence.end = self.sentence.range.end;
                        }
                        continue;
                    }
                    let mut draft = self.draft(&hit, clause, when);
                    if !matches!(draft.category.as_str(), "agreement" | "ceasefire") {
                        draft
                            .actors
                            .retain(|actor| !self.only_place(actor, &placed, &draft.category));
                    }
                    draft.sites = placed;
                    draft.reasons.extend(why);
                    if self.tells(&hit, clause, &draft, own_time, !own_sites.is_empty()) {
                        if !draft.sites.is_empty() && !hit.aside {
                            sites = Some(draft.sites.clone());
                            memory.told_at.insert(draft.category.clone(), draft.sites.clone());
                        }
                        memory.harm = matches!(draft.category.as_str(), "attack" | "disaster");
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
        } else if date.as_ref().is_some_and(|date| !self.ahead(date)) || self.sentence.paragraph > 8
        {
            // The story has left the news, or is far into its background.
            memory.running = None;
        }
        memory.date = date.or(memory.date.take());
        if let Some(sites) = sites {
            memory.earlier_sites.push(std::mem::replace(&mut memory.sites, sites));
            memory.sites_here = true;
            if memory.earlier_sites.len() > REMEMBERED {
                memory.earlier_sites.remove(0);
            }
        }
    }

    /// After the document's date.
    fn ahead(&self, date: &TimeSpan) -> bool {
        let dated = self.document.dated.and_then(TimeSpan::latest);
        dated.zip(date.earliest()).is_some_and(|(dated, date)| date >= dated)
    }

    /// Within some days before the document's date.
    fn recent(&self, date: &TimeSpan) -> bool {
        let begin = |span: &TimeSpan| span.earliest().map(|second| second.day().epoch_days());
        let (Some(dated), Some(day)) = (self.document.dated.and_then(begin), begin(date)) else {
            return false;
        };
        (0..=NEWS_DAYS).contains(&(dated - day))
    }

    /// The mentions, by position among the sentence's, that place what a clause tells.
    fn own_sites(&self, clause: &Clause) -> Vec<usize> {
        let both = [clause.tokens.clone(), clause.subject.clone()];
        let own = if clause.lead == Lead::Relative { both.get(..1) } else { both.get(..) };
        site::sites(self.sense, own.unwrap_or_default(), self.mentions)
    }

    /// "had called for a truce on 2 November": what was asked for then need not have come.
    fn only_asked(&self, hit: &Hit<'_>, clause: &Clause) -> bool {
        let time = hit.time.and_then(|at| self.times.get(at)).filter(|_| hit.aside);
        let past = time.and_then(|t| t.span.as_ref()).is_some_and(|span| !self.ahead(span));
        let behind = |g: super::group::Group| g.content < hit.at && pick::asks(self.sense, &g);
        let reduced = (hit.at..hit.at + 3).any(|at| self.sense.tag(at) == Tag::Participle);
        past && !reduced && clause.group.is_some_and(behind)
    }

    /// "Two sailors were injured.": who came to harm belongs to the attack told before.
    fn belongs(
        &self,
        hit: &Hit<'_>,
        clause: &Clause,
        memory: &Memory,
        time: bool,
        sites: &[usize],
    ) -> bool {
        let harmed = clause.group.is_some_and(|g| {
            let word = self.sense.lower(g.content);
            g.passive
                && matches!(
                    word,
                    "killed" | "injured" | "wounded" | "hurt" | "damaged" | "destroyed"
                )
                || word == "died"
        });
        let agent = clause.group.is_some_and(|g| self.sense.lower(g.end) == "by");
        harmed
            && memory.harm
            && !time
            && sites.is_empty()
            && !agent
            && hit.trigger.part == Part::Verb
    }

    /// A name that only says where: the country of "an earthquake shook northern Chile".
    fn only_place(&self, actor: &str, sites: &[usize], category: &Category) -> bool {
        let placed = |at: &usize| {
            let best = self.document.mentions.get(*at).and_then(|m| m.candidates.first());
            best.is_some_and(|c| c.place.name == actor)
        };
        sites.iter().any(placed) || category.as_str() == "disaster" && self.names_country(actor)
    }

    fn names_country(&self, actor: &str) -> bool {
        let best = self.mentions.iter().filter_map(|m| m.candidates.first());
        best.into_iter().any(|c| c.place.name == actor)
    }

    fn when(&self, hit: &Hit<'_>, clause: &Clause, memory: &Memory) -> When {
        let future = |time: &TimeMention| time.span.as_ref().is_some_and(|span| self.ahead(span));
        let owned = pick::owned(self.sense, clause, hit, self.times, &future);
        let ended = clause.group.is_some_and(|g| {
            matches!(
                self.sense.lower(g.content),
                "ended"
                    | "ends"
                    | "expired"
                    | "expires"
                    | "collapsed"
                    | "lapsed"
                    | "lifted"
                    | "end"
                    | "expire"
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
            stamp: memory.stamp.as_ref(),
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
    fn tells(
        &self,
        hit: &Hit<'_>,
        clause: &Clause,
        draft: &Draft,
        time: bool,
        place: bool,
    ) -> bool {
        let own = time || place;
        if pick::pointing(self.sense, hit) && !own {
            return false;
        }
        let beside = clause.lead == Lead::Beside;
        let named = !draft.actors.is_empty();
        let generic = clause.group.is_some_and(|g| g.reality == super::group::Reality::Disputed);
        if draft.certainty == Certainty::Disputed {
            return own || named && !generic;
        }
        if beside && hit.trigger.part == Part::Noun {
            return own;
        }
        match hit.trigger.part {
            Part::Verb if draft.category.as_str() == "other" => {
                let pronoun = clause.subject.len() == 1;
                draft.when.is_some()
                    && (place || named || !draft.sites.is_empty() || pronoun && time)
            }
            Part::Noun => {
                let placed = !draft.sites.is_empty() || hit.trigger.state.is_some() || named;
                own || draft.actors.len() > 1 || placed && draft.when.is_some()
            }
            Part::Verb => {
                let alone = clause.subject.len() <= 1 || draft.when.is_none();
                own || !draft.sites.is_empty() || named || !alone
            }
        }
    }

    fn draft(&self, hit: &Hit<'_>, clause: &Clause, when: When) -> Draft {
        let actors = self.actors(hit, clause);
        let kind = match &hit.trigger.state {
            Some(state) => EventKind::State(self.state_words(state, clause, &actors)),
            None => EventKind::Happening,
        };
        let ahead = when.span.as_ref().is_none_or(|span| self.ahead(span));
        let during = self.during(clause).filter(|_| when.span.is_none());
        let category = hit.category.map_or_else(|| hit.trigger.category.clone(), Category::new);
        Draft {
            title: title::title(self.sense, clause, self.clauses, hit),
            category,
            kind,
            when: when.span,
            sites: Vec::new(),
            actors,
            certainty: hedge::certainty(self.sense, clause, hit, ahead),
            evidence: self.sentence.range.clone(),
            reasons: when.reason.into_iter().collect(),
            during,
        }
    }

    /// "during the fall of the Assad government": what it goes with.
    fn during(&self, clause: &Clause) -> Option<(Category, Vec<String>)> {
        let sense = self.sense;
        let (at, trigger) = pick::nouns(sense, &clause.tokens).find(|(at, _)| {
            let from = at.saturating_sub(4).max(clause.tokens.start);
            phrase::any_word(sense, &(from..*at), &["during", "amid", "upon"])
        })?;
        let near = at + 1..(at + 9).min(clause.tokens.end);
        let names =
            near.filter(|t| sense.tag(*t) == Tag::Name).map(|t| sense.words.str(t).to_owned());
        Some((trigger.category.clone(), names.collect()))
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
        let who = title::named_subject(self.sense, clause, self.clauses);
        let inside = if hit.aside {
            let near = hit.at.saturating_sub(6).max(clause.tokens.start)
                ..clause.tokens.end.min(hit.at + 10);
            known(&near)
        } else {
            let mut inside = known(&who);
            inside.extend(self.countries(&who));
            inside.extend(known(&clause.tokens));
            inside
        };
        inside.into_iter().for_each(|name| put(name, &mut out));
        let asked = hit.aside && clause.group.is_some_and(|g| pick::asks(self.sense, &g));
        if asked && let Some(name) = actors::doer(self.sense, &who, self.mentions) {
            put(name, &mut out);
        }
        if !hit.aside {
            // A person that the text names in full is an actor already.
            let person = |name: &String| {
                out.iter()
                    .any(|a| a.split([' ', '-']).any(|word| word.len() > 2 && name.contains(word)))
            };
            let subject =
                actors::doer(self.sense, &who, self.mentions).filter(|name| !person(name));
            let passive = clause.group.is_some_and(|g| g.passive);
            let agent = self.agent(clause).filter(|_| passive);
            let sides = actors::between(self.sense, &clause.tokens, self.mentions);
            for name in subject.into_iter().chain(agent).chain(sides) {
                put(name, &mut out);
            }
        }
        if out.is_empty()
            && matches!(clause.lead, Lead::Joined | Lead::Main | Lead::Relative)
            && !hit.aside
        {
            out = self.document.actors.within(&words.bytes(&self.sense.tokens));
            out.truncate(2);
        }
        out
    }

    /// The countries that a subject names, but for where it is: "negotiators from Egypt and Qatar".
    fn countries(&self, subject: &Range<usize>) -> Vec<String> {
        let bytes = self.sense.words.bytes(subject);
        let before = |m: &ToponymMention| {
            let at = self.sense.words.tokens.partition_point(|t| t.range.start < m.range.start);
            let prior = self.sense.prior(at);
            let prior =
                if self.sense.lower(prior) == "the" { self.sense.prior(prior) } else { prior };
            self.sense.lower(prior).to_owned()
        };
        let named = self.mentions.iter().filter(|m| {
            m.resolved
                && m.kind == "country"
                && m.form != ToponymForm::Demonym
                && m.range.start >= bytes.start
                && m.range.end <= bytes.end
                && !matches!(
                    before(m).as_str(),
                    "in" | "across" | "near" | "inside" | "of" | "over"
                )
                || m.kind == "country"
                    && m.resolved
                    && m.range.start >= bytes.start
                    && m.range.end <= bytes.end
                    && phrase::any_word(
                        self.sense,
                        subject,
                        &[
                            "leaders",
                            "presidents",
                            "ministers",
                            "governments",
                            "negotiators",
                            "envoys",
                            "officials",
                        ],
                    )
        });
        named.filter_map(|m| m.candidates.first()).map(|c| c.place.name.clone()).collect()
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
        let named =
            |m: &&ToponymMention| m.candidates.first().is_some_and(|c| c.place.name == actor);
        let mention = self.mentions.iter().find(named)?;
        let country = mention.candidates.first()?.place.country.as_deref()?;
        cues::adjective(country).map(str::to_owned)
    }

    /// Something is told that lies before what the report tells of.
    pub fn earlier(&self, clause: &Clause) -> bool {
        clause.group.is_some_and(|g| g.tense == Tense::Earlier)
    }
}
