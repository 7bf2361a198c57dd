//! One sentence: its clauses into events, and what it leaves behind for the next.

use super::beside;
use super::build::{Draft, Memory, Near};
use super::clause::{Clause, Lead};
use super::group::{Reality, Tense};
use super::lexicon::Part;
use super::pick::{self, Hit};
use super::place::Placing;
use super::tag::Tag;
use super::when::{Around, When};
use super::{hedge, phrase, site, title};
use crate::geocode::ToponymMention;
use crate::model::{Category, Certainty, EventKind, TimeSpan, ToponymForm};
use crate::temporal::TimeMention;

/// Days between a document's date and what it tells of as news.
const NEWS_DAYS: i64 = 10;
/// Places of earlier events that "the base" may point back to.
const REMEMBERED: usize = 8;

impl<'a> Near<'a, '_> {
    pub(super) fn read(&self, memory: &mut Memory, out: &mut Vec<Draft>) {
        let mut date = None;
        let mut here: Vec<usize> = Vec::new();
        let mut sites = None;
        for clause in self.clauses {
            let own = self.own_sites(clause);
            let may_tell = pick::may_tell(clause);
            for hit in pick::hits(self.sense, clause, self.times) {
                // "if they keep to the agreement reached in May": that it was reached is told.
                let told =
                    if may_tell { !self.only_asked(&hit, clause) } else { self.settled(&hit) };
                if !told {
                    continue;
                }
                let when = self.when(&hit, clause, memory);
                let main = matches!(clause.lead, Lead::Main | Lead::Joined | Lead::Said);
                if when.own && main && !hit.aside {
                    date = date.or_else(|| when.span.clone());
                }
                let placing = Placing { near: self, clause, hit: &hit, own: &own, here: &here };
                if let Some(placed) = self.tell(&placing, when, memory, out) {
                    sites = Some(placed);
                }
            }
            here.extend(own.iter().map(|at| at + self.first));
        }
        self.remember(memory, date, sites);
        memory.named = self.topic();
    }

    /// The town that the sentence is about: it names no other, and names it first.
    fn topic(&self) -> Option<usize> {
        let head = self.sense.tokens.start..(self.sense.tokens.start + 4);
        let bytes = self.sense.words.bytes(&head);
        let town =
            |m: &&ToponymMention| m.resolved && m.kind == "town" && m.form == ToponymForm::Literal;
        let mut towns = self.mentions.iter().enumerate().filter(|(_, m)| town(m));
        let (at, first) = towns.next()?;
        (towns.next().is_none() && first.range.start < bytes.end).then_some(at + self.first)
    }

    /// Adds the event of a hit, if it says enough; gives its places.
    fn tell(
        &self,
        placing: &Placing<'_, '_, '_>,
        when: When,
        memory: &mut Memory,
        out: &mut Vec<Draft>,
    ) -> Option<Vec<usize>> {
        let (hit, clause) = (placing.hit, placing.clause);
        let (own_time, own_place) = (when.own, !placing.own.is_empty());
        if !(own_time || own_place) && self.belongs(hit, clause, memory) {
            if let Some(last) = out.last_mut() {
                last.evidence.end = self.sentence.range.end;
            }
            return None;
        }
        let (sites, why) = placing.sites(memory);
        let mut draft = self.draft(hit, clause, when);
        if !matches!(draft.category.as_str(), "agreement" | "ceasefire") {
            draft.actors.retain(|actor| !self.only_place(actor, &sites, &draft.category));
        }
        draft.sites = sites;
        draft.reasons.extend(why);
        draft.anchored = own_time || own_place;
        if !self.tells(hit, clause, &draft, own_time, own_place) {
            return None;
        }
        memory.harm = matches!(draft.category.as_str(), "attack" | "disaster");
        let placed = Some(draft.sites.clone()).filter(|sites| !sites.is_empty() && !hit.aside);
        if let Some(sites) = &placed {
            memory.told_at.insert(draft.category.clone(), sites.clone());
        }
        out.push(draft);
        placed
    }

    /// A noun with a date of its own that is past, beside what its clause only supposes.
    fn settled(&self, hit: &Hit<'_>) -> bool {
        let span = hit.time.and_then(|at| self.times.get(at)).and_then(|t| t.span.as_ref());
        let past = span.is_some_and(|span| self.document.dated.is_some() && !self.ahead(span));
        let reduced = (hit.at..hit.at + 3).any(|at| self.sense.tag(at) == Tag::Participle);
        hit.aside && past && reduced
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
        let behind = |g: super::group::Group| g.content < hit.at && beside::asks(self.sense, &g);
        let reduced = (hit.at..hit.at + 3).any(|at| self.sense.tag(at) == Tag::Participle);
        past && !reduced && clause.group.is_some_and(behind)
    }

    /// "Two sailors were injured.": who came to harm belongs to the attack told before.
    fn belongs(&self, hit: &Hit<'_>, clause: &Clause, memory: &Memory) -> bool {
        let Some(group) = clause.group else { return false };
        let word = self.sense.lower(group.content);
        let hurt = ["killed", "injured", "wounded", "hurt", "damaged", "destroyed"].contains(&word);
        let harmed = group.passive && hurt || word == "died";
        let agent = self.sense.lower(group.end) == "by";
        harmed && memory.harm && !agent && hit.trigger.part == Part::Verb
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
        let owned = beside::owned(self.sense, clause, hit, self.times, &future);
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
        if hit.in_passing {
            return When::default();
        }
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
        let nowhere = draft.when.is_none() && draft.sites.is_empty() && draft.during.is_none();
        let told = matches!(draft.certainty, Certainty::Stated | Certainty::Reported);
        if nowhere && told && !site::names_another(self.sense, &clause.tokens, None, self.mentions)
        {
            return false;
        }
        if pick::pointing(self.sense, hit) && !own {
            return false;
        }
        let restrictive = clause.lead == Lead::Relative
            && clause.opener.is_some_and(|at| self.sense.tag(self.sense.before(at)) != Tag::Comma);
        if restrictive && !own {
            return false;
        }
        let beside = clause.lead == Lead::Beside;
        let named = !draft.actors.is_empty();
        if hit.trigger.is_unlisted() {
            let main = matches!(clause.lead, Lead::Main | Lead::Joined | Lead::Said);
            return place && main && draft.when.is_some()
                || place && time
                || main && time && !draft.sites.is_empty();
        }
        let generic = clause.group.is_some_and(|g| g.reality == Reality::Disputed);
        if draft.certainty == Certainty::Disputed {
            return own || named && !generic;
        }
        if beside && hit.trigger.part == Part::Noun {
            return own;
        }
        match hit.trigger.part {
            Part::Verb if draft.category.as_str() == "other" => {
                let aside = matches!(clause.lead, Lead::Sub | Lead::Beside);
                if aside && !own {
                    return false;
                }
                let counted = clause.subject.clone().any(|at| self.sense.tag(at) == Tag::Num);
                let pronoun = clause.subject.len() == 1 || counted;
                draft.when.is_some()
                    && (place
                        || named
                        || !draft.sites.is_empty()
                        || pronoun && time
                        || counted && clause.group.is_some_and(|g| g.passive))
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
        let dated = when.span.is_some();
        let during = self.during(clause).filter(|_| when.span.is_none());
        let category = hit.category.map_or_else(|| hit.trigger.category.clone(), Category::new);
        Draft {
            title: title::title(self.sense, clause, self.clauses, hit),
            category,
            kind,
            when: when.span,
            sites: Vec::new(),
            actors,
            certainty: hedge::certainty(self.sense, clause, hit, ahead, dated),
            evidence: self.sentence.range.clone(),
            reasons: when.reason.into_iter().collect(),
            during,
            way: self.way(hit, clause),
            anchored: false,
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

    /// Something is told that lies before what the report tells of.
    pub fn earlier(&self, clause: &Clause) -> bool {
        clause.group.is_some_and(|g| g.tense == Tense::Earlier)
    }
}
