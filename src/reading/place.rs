//! Where an event is put, and how its place was come by.

use super::build::{Memory, Near};
use super::clause::{Clause, Lead};
use super::pick::Hit;
use super::site;
use crate::geocode::ToponymMention;
use crate::model::ToponymForm;

/// Parties that stand for an agreement's place, at most.
const PARTIES: usize = 3;

/// An event that is to be placed.
pub(crate) struct Placing<'a, 's, 'h> {
    pub near: &'h Near<'a, 's>,
    pub clause: &'h Clause,
    pub hit: &'h Hit<'a>,
    /// The mentions that place the clause, by position among the sentence's.
    pub own: &'h [usize],
    /// Those of the clauses before it, by position in the whole list.
    pub here: &'h [usize],
}

impl Placing<'_, '_, '_> {
    /// The places, by position in the whole list, and how they were come by where the clause itself
    /// does not say it.
    pub fn sites(&self, memory: &Memory) -> (Vec<usize>, Option<String>) {
        let category = self.category();
        let accord = matches!(category, "agreement" | "ceasefire");
        if accord {
            return self.accord();
        }
        if !self.own.is_empty() {
            return (self.own.iter().map(|at| at + self.near.first).collect(), None);
        }
        let words = self.near.sense.words;
        if site::points_back(words, &self.clause.tokens) && !memory.sites.is_empty() && self.here.is_empty() {
            let why = "the place of the sentence before: the text points back to it";
            return (memory.sites.clone(), Some(why.to_owned()));
        }
        let leans = self.clause.lead != Lead::Beside && category != "demand" && !self.hit.aside;
        if let Some(last) = self.here.last().filter(|_| leans) {
            return (vec![*last], Some("the place named before it in the sentence".to_owned()));
        }
        if !leans || !self.happens_somewhere() {
            return (Vec::new(), None);
        }
        if memory.sites_here && !memory.sites.is_empty() {
            let why = "no place said: taken from the sentence before in the paragraph";
            return (memory.sites.clone(), Some(why.to_owned()));
        }
        self.dateline()
    }

    fn category(&self) -> &str {
        self.hit.category.unwrap_or(self.hit.trigger.category.as_str())
    }

    /// What happens on the ground, told as news: it may lean on a place named elsewhere.
    fn happens_somewhere(&self) -> bool {
        let ground = matches!(
            self.category(),
            "attack" | "protest" | "disaster" | "advance" | "deployment" | "withdrawal" | "meeting"
        );
        ground && self.hit.trigger.state.is_none() && !self.near.earlier(self.clause)
    }

    /// The place that the report was filed from, for what its first paragraph tells, unless another
    /// country acts in it.
    fn dateline(&self) -> (Vec<usize>, Option<String>) {
        let nothing = (Vec::new(), None);
        let document = self.near.document;
        let Some((place, line)) = document.dateline.and_then(|d| Some((d.place?, d))) else { return nothing };
        let first = document.words.sentences.get(line.sentence).map(|s| s.paragraph);
        if first != Some(self.near.sentence.paragraph) {
            return nothing;
        }
        let home = document.mentions.get(place).and_then(country);
        let foreign = self.near.mentions.iter().any(|m| {
            let named = country(m);
            named.is_some() && named != home
        });
        if foreign {
            return nothing;
        }
        let why = "no place said: where the report was filed from, by its dateline; it may have been elsewhere";
        (vec![place], Some(why.to_owned()))
    }

    /// An agreement lies where it was signed; else what it is between stands for it.
    fn accord(&self) -> (Vec<usize>, Option<String>) {
        let located = |at: &&usize| {
            self.near.mentions.get(**at).is_some_and(|m| m.located && m.kind != "country")
        };
        let signed: Vec<usize> = self.own.iter().filter(located).map(|at| at + self.near.first).collect();
        if !signed.is_empty() {
            return (signed, None);
        }
        let whole = self.clause.tokens.start.min(self.clause.subject.start)..self.clause.tokens.end;
        let bytes = self.near.sense.words.bytes(&whole);
        let mut parties: Vec<usize> = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        for (at, mention) in self.near.mentions.iter().enumerate() {
            let inside = mention.range.start >= bytes.start && mention.range.end <= bytes.end;
            let party = matches!(mention.form, ToponymForm::Metonym | ToponymForm::Demonym)
                || mention.kind == "country"
                || mention.form == ToponymForm::Region;
            let Some(best) = mention.candidates.first().filter(|_| inside && party && mention.resolved) else {
                continue;
            };
            if !names.contains(&best.place.name.as_str()) && parties.len() < PARTIES {
                parties.push(at + self.near.first);
                names.push(&best.place.name);
            }
        }
        if parties.is_empty() {
            return (Vec::new(), None);
        }
        let why = format!(
            "no place said: {}, named with it, {} for it; it may have been made elsewhere",
            names.join(" and "),
            if names.len() == 1 { "stands" } else { "stand" }
        );
        (parties, Some(why))
    }
}

fn country(mention: &ToponymMention) -> Option<&str> {
    let best = mention.candidates.first().filter(|_| mention.resolved)?;
    best.place.country.as_deref()
}
