//! Who acts in an event, and whose state it is.

use super::actors;
use super::beside;
use super::build::Near;
use super::clause::{Clause, Lead};
use super::line;
use super::phrase;
use super::pick::Hit;
use super::title;
use crate::geocode::ToponymMention;
use crate::geocode::cues;
use crate::model::{StateWords, ToponymForm};
use std::ops::Range;

impl Near<'_, '_> {
    /// Who acts: the subject, then whoever else the clause names; in a clause that names nobody,
    /// whoever its sentence names first.
    pub(super) fn actors(&self, hit: &Hit<'_>, clause: &Clause) -> Vec<String> {
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
                ..clause.tokens.end.min(hit.at + 14);
            known(&near)
        } else {
            let mut inside = known(&who);
            inside.extend(self.countries(&who));
            inside.extend(known(&clause.tokens));
            inside
        };
        inside.into_iter().for_each(|name| put(name, &mut out));
        let asked = hit.aside && clause.group.is_some_and(|g| beside::asks(self.sense, &g));
        if asked && let Some(name) = actors::doer(self.sense, &who, self.mentions) {
            put(name, &mut out);
        }
        if !hit.aside {
            // A person that the text names in full is an actor already.
            let person = |name: &String| {
                out.iter()
                    .any(|a| a.split([' ', '-']).any(|word| word.len() > 2 && name.contains(word)))
            };
            // "The interior minister of Armenia" acts for Armenia, who stands in the list.
            let spoken_for = |name: &String| {
                actors::ENVOYS.iter().any(|envoy| name.ends_with(envoy))
                    && !self.countries(&who).is_empty()
            };
            let subject = actors::doer(self.sense, &who, self.mentions)
                .filter(|name| !person(name) && !spoken_for(name));
            let passive = clause.group.is_some_and(|g| g.passive);
            let agent = self.agent(clause).filter(|_| passive);
            let sides = actors::between(self.sense, &clause.tokens, self.mentions);
            for name in subject.into_iter().chain(agent).chain(sides) {
                put(name, &mut out);
            }
        }
        // The parties of an accord may stand anywhere in its sentence.
        if hit.aside && hit.trigger.category.as_str() == "agreement" && out.len() < 2 {
            let sentence = self.document.actors.within(&words.bytes(&self.sense.tokens));
            sentence.into_iter().take(3).for_each(|name| put(name, &mut out));
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
        let speaks_for = phrase::any_word(self.sense, subject, actors::ENVOYS);
        let inside = |m: &&ToponymMention| {
            m.kind == "country"
                && m.resolved
                && m.range.start >= bytes.start
                && m.range.end <= bytes.end
        };
        let place = |m: &ToponymMention| {
            let within = ["in", "across", "near", "inside", "over"];
            let word = before(m);
            within.contains(&word.as_str()) || word == "of" && !speaks_for
        };
        let named = self
            .mentions
            .iter()
            .filter(inside)
            .filter(|m| speaks_for || m.form != ToponymForm::Demonym && !place(m));
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
    pub(super) fn state_words(
        &self,
        state: &[String; 3],
        clause: &Clause,
        actors: &[String],
    ) -> StateWords {
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
                format!("{} {subject}", line::capitalised(&who))
            }
            _ => line::capitalised(subject),
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
}
