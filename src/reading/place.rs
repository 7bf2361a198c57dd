//! Where an event is put, and how its place was come by.

use super::build::{Memory, Near};
use super::clause::{Clause, Lead};
use super::lexicon::Part;
use super::pick::Hit;
use super::site;
use super::tag::Tag;
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
        let own = self.own_to_the_verb();
        if !own.is_empty() {
            return (own.iter().map(|at| at + self.near.first).collect(), None);
        }
        let (sense, mentions) = (self.near.sense, self.near.mentions);
        let onto = matches!(category, "attack" | "advance");
        // Whom it befell may be named there: "attacked Hamas fighters".
        let whom = sense.words.bytes(&(self.hit.at + 1..self.hit.at + 3));
        let onto = onto && self.near.document.actors.within(&whom).is_empty();
        let verb = Some(self.hit.at).filter(|_| onto && self.hit.trigger.part == Part::Verb);
        if site::names_another(sense, &self.clause.tokens, verb, mentions) {
            return (Vec::new(), None);
        }
        if let Some(sites) = self.pointed_back(memory).filter(|_| self.here.is_empty()) {
            let why = "the place told before that the text points back to";
            return (sites, Some(why.to_owned()));
        }
        // "gunmen burst into a studio in the port city", after the city's name.
        if let Some(last) = self.here.last().filter(|at| self.points_to(**at)) {
            return (vec![*last], Some("the place named before it in the sentence".to_owned()));
        }
        let leans = self.clause.lead != Lead::Beside && category != "demand" && !self.hit.aside;
        if let Some(last) = self.here.last().filter(|_| leans) {
            return (vec![*last], Some("the place named before it in the sentence".to_owned()));
        }
        if let Some(sites) = self.told_before(memory).filter(|_| leans) {
            return (sites, Some("no place said: where the text has told of it before".to_owned()));
        }
        if !leans || !self.happens_somewhere() {
            return (Vec::new(), None);
        }
        if memory.sites_here && !memory.sites.is_empty() {
            let why = "no place said: taken from the sentence before in the paragraph";
            return (memory.sites.clone(), Some(why.to_owned()));
        }
        let filed = self.dateline();
        match memory.headline.filter(|_| {
            memory.stamp.is_some() && filed.0.is_empty() && !self.foreign(memory.headline)
        }) {
            Some(at) => (vec![at], Some("no place said: the headline names it".to_owned())),
            None => filed,
        }
    }

    /// The places of a clause without those that belong to another noun of it: "met in Doha for talks
    /// on a truce in Gaza".
    fn own_to_the_verb(&self) -> Vec<usize> {
        let sense = self.near.sense;
        let of_noun = |at: &usize| {
            let Some(mention) = self.near.mentions.get(*at) else { return false };
            let token = sense.words.tokens.partition_point(|t| t.range.start < mention.range.start);
            let from = token.saturating_sub(3).max(self.clause.tokens.start);
            (from..token).any(|t| {
                t != self.hit.at
                    && sense.tag(t) == Tag::Noun
                    && sense
                        .trigger(t)
                        .is_some_and(|trigger| trigger.category != self.hit.trigger.category)
            })
        };
        if self.hit.aside {
            return self.own.iter().copied().filter(|at| self.beside(*at)).collect();
        }
        let kept: Vec<usize> = self.own.iter().copied().filter(|at| !of_noun(at)).collect();
        if kept.is_empty() { self.own.to_vec() } else { kept }
    }

    /// The place told before that "there" or "the base" stands for: the last that is of the kind.
    fn pointed_back(&self, memory: &Memory) -> Option<Vec<usize>> {
        let words = self.near.sense.words;
        let noun = site::points_back(words, &self.clause.tokens)?;
        let fits = |sites: &&Vec<usize>| {
            sites.iter().filter_map(|at| self.near.document.mentions.get(*at)).any(|mention| {
                let name = words.slice(&mention.range).to_lowercase();
                site::is_kind(noun, mention.kind) || name.split([' ', '-']).any(|word| word == noun)
            })
        };
        let all = std::iter::once(&memory.sites).chain(memory.earlier_sites.iter().rev());
        let mut told = all.filter(|sites| !sites.is_empty());
        let found = told.clone().find(fits);
        // Before any place was told of, "the capital" is where the report was filed from.
        let filed = self.near.document.dateline.and_then(|d| d.place).map(|place| vec![place]);
        let filed = filed.filter(|sites| matches!(noun, "capital" | "city") && fits(&sites));
        let last = told.next().filter(|_| !site::exact(noun)).cloned();
        let named = memory.named.map(|at| vec![at]).filter(|sites| fits(&sites));
        named.or(found.cloned()).or(filed.filter(|_| last.is_none() || noun == "capital")).or(last)
    }

    /// The clause points back to this mention: "there", "the port city".
    fn points_to(&self, mention: usize) -> bool {
        let noun = site::points_back(self.near.sense.words, &self.clause.tokens);
        let mention = self.near.document.mentions.get(mention);
        noun.zip(mention).is_some_and(|(noun, m)| noun == "there" || site::is_kind(noun, m.kind))
    }

    /// A mention stands with the noun that tells of the event: "a raid on Gaza in May".
    fn beside(&self, mention: usize) -> bool {
        let Some(mention) = self.near.mentions.get(mention) else { return false };
        let tokens = &self.near.sense.words.tokens;
        let at = tokens.partition_point(|t| t.range.start < mention.range.start);
        // "the attack carried out on Thursday by fighters against positions in Kibumba"
        let sense = self.near.sense;
        let reduced = (self.hit.at + 1..self.hit.at + 3).any(|t| sense.tag(t) == Tag::Participle);
        let reach = if reduced { 24 } else { 9 };
        (self.hit.at.saturating_sub(4)..self.hit.at + reach).contains(&at)
            && (self.hit.at..at).all(|t| !sense.tag(t).parts())
    }

    /// "The talks" that were told of before: where they were.
    fn told_before(&self, memory: &Memory) -> Option<Vec<usize>> {
        let sense = self.near.sense;
        let from = self.hit.at.saturating_sub(2).max(sense.tokens.start);
        let definite = (from..self.hit.at)
            .any(|at| matches!(sense.lower(at), "the" | "both" | "that" | "this"));
        let noun = self.hit.trigger.part == Part::Noun && self.hit.category.is_none();
        memory.told_at.get(&self.hit.trigger.category).filter(|_| definite && noun).cloned()
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
        let Some((place, line)) = document.dateline.and_then(|d| Some((d.place?, d))) else {
            return nothing;
        };
        let first = document.words.sentences.get(line.sentence).map(|s| s.paragraph);
        if first != Some(self.near.sentence.paragraph) {
            return nothing;
        }
        if self.foreign(Some(place)) {
            return nothing;
        }
        let why = "no place said: where the report was filed from, by its dateline; it may have been elsewhere";
        (vec![place], Some(why.to_owned()))
    }

    /// The sentence names another country than that of a place.
    fn foreign(&self, place: Option<usize>) -> bool {
        let home = place.and_then(|at| self.near.document.mentions.get(at)).and_then(country);
        self.near.mentions.iter().any(|m| {
            let named = country(m);
            named.is_some() && named != home
        })
    }

    /// An agreement lies where it was signed; else what it is between stands for it.
    fn accord(&self) -> (Vec<usize>, Option<String>) {
        let located = |at: &&usize| {
            self.near.mentions.get(**at).is_some_and(|m| m.located && m.kind != "country")
        };
        let signed: Vec<usize> =
            self.own.iter().filter(located).map(|at| at + self.near.first).collect();
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
            let Some(best) =
                mention.candidates.first().filter(|_| inside && party && mention.resolved)
            else {
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
