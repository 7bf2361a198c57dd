//! Which words of a clause say that something happened.

use super::beside::time_beside;
use super::clause::{Clause, Lead};
use super::grammar::Roles;
use super::group::{Group, Reality, Tense};
use super::kinds::{animate, armed_men, labour};
use super::lexicon::{Part, Trigger};
use super::phrase;
use super::tag::{Sense, Tag};
use super::title::before_relative;
use super::turn::category;
use crate::temporal::TimeMention;
use std::ops::Range;

/// A trigger in its place.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'l> {
    /// Its first token.
    pub at: usize,
    pub trigger: &'l Trigger,
    /// Another category than the trigger's: what a flood kills is a disaster.
    pub category: Option<&'static str>,
    /// The time that stands beside it: "a January 18th agreement", "talks held in October".
    pub time: Option<usize>,
    /// It stands for itself, beside what its clause tells.
    pub aside: bool,
    /// It is no more than spoken of: the clause is about something else.
    pub in_passing: bool,
}

/// The triggers of a clause that make events: what its verb tells, and nouns with a time of their own.
pub(crate) fn hits<'a>(sense: &Sense<'a>, clause: &Clause, times: &[TimeMention]) -> Vec<Hit<'a>> {
    let mut out = Vec::new();
    if let Some(lead) = leading(sense, clause) {
        out.push(lead);
    }
    for (at, trigger) in nouns(sense, &clause.tokens) {
        let told = out.iter().any(|hit| tells_it(hit, at, trigger));
        // "riot police" are no riot.
        let head = at + trigger.words.len();
        if sense.tag(head) == Tag::Noun && head < clause.tokens.end {
            continue;
        }
        let Some(time) = time_beside(sense, at, trigger, &clause.tokens, times) else { continue };
        if !told && !negated(sense, at) {
            let category = None;
            out.push(Hit {
                at,
                trigger,
                category,
                time: Some(time),
                aside: true,
                in_passing: false,
            });
        }
    }
    out
}

/// What a verb tells already: its own words ("came under fire"), the same kind ("brokered a truce").
fn tells_it(hit: &Hit<'_>, at: usize, noun: &Trigger) -> bool {
    let accord = |trigger: &Trigger| matches!(trigger.category.as_str(), "agreement" | "ceasefire");
    (hit.at..hit.at + hit.trigger.words.len()).contains(&at)
        || hit.trigger.category == noun.category
        || accord(hit.trigger) && accord(noun)
}

/// The noun triggers of some tokens.
pub(crate) fn nouns<'a>(
    sense: &Sense<'a>,
    tokens: &Range<usize>,
) -> impl Iterator<Item = (usize, &'a Trigger)> {
    let mut out: Vec<(usize, &'a Trigger)> = Vec::new();
    let mut from = tokens.start;
    for at in tokens.clone() {
        let noun = sense.trigger(at).filter(|t| t.part == Part::Noun && at >= from);
        if let Some(trigger) = noun {
            from = at + trigger.words.len();
            out.push((at, trigger));
        }
    }
    out.into_iter()
}

/// "no attack", "potential incursions", "fear of a raid".
fn negated(sense: &Sense<'_>, at: usize) -> bool {
    let from = at.saturating_sub(4).max(sense.tokens.start);
    (from..at).rev().take_while(|t| !sense.tag(*t).parts()).any(|t| {
        sense.tag(t) == Tag::No
            || matches!(
                sense.lower(t),
                "without"
                    | "potential"
                    | "possible"
                    | "against"
                    | "prevent"
                    | "avoid"
                    | "avert"
                    | "deter"
                    | "fear"
                    | "fears"
                    | "threat"
                    | "risk"
                    | "future"
                    | "imminent"
                    | "threatened"
                    | "prospect"
                    | "alleged"
                    | "planned"
                    | "any"
            )
    })
}

/// What the verb of a clause tells.
fn leading<'a>(sense: &Sense<'a>, clause: &Clause) -> Option<Hit<'a>> {
    let Some(group) = clause.group else { return fragment(sense, clause) };
    if group.negative || no_subject(sense, clause) {
        return None;
    }
    if let Some(hit) = came_about(sense, clause, &group) {
        return Some(hit);
    }
    let verb = verb(sense, clause, &group);
    let roles = sense.known(group.content).roles;
    let several = verb.as_ref().is_some_and(|v| v.trigger.words.len() > 1);
    let other = verb.as_ref().is_some_and(|v| v.trigger.category.as_str() == "other");
    let rough = !several && (roles.has(Roles::ROUGH) || other);
    if let Some(verb) = verb.clone().filter(|_| !rough) {
        return Some(verb);
    }
    let noun = noun(sense, clause, &group, roles);
    let outranks = noun.as_ref().is_some_and(|noun| {
        verb.is_none() || roles.has(Roles::LIGHT) || noun.trigger.state.is_some()
    });
    let told = if outranks { noun } else { verb };
    told.or_else(|| spoken_of(sense, clause)).or_else(|| unlisted(sense, clause, &group))
}

/// "Fighting broke out", "the war erupted": the verb says no more than that its subject came about.
fn came_about<'a>(sense: &Sense<'a>, clause: &Clause, group: &Group) -> Option<Hit<'a>> {
    let subject = phrase::first(sense, &clause.subject);
    let occurs = sense.known(group.content).roles.has(Roles::OCCUR) && !group.passive;
    let object = phrase::first(sense, &(group.end..clause.tokens.end));
    let (at, trigger) = nouns(sense, &subject).last().filter(|_| occurs && object.is_empty())?;
    let free = trigger.state.is_none() && !negated(sense, at);
    free.then_some(Hit { at, trigger, category: None, time: None, aside: false, in_passing: false })
}

/// "comes alongside reported troop withdrawals from the airport": told in passing, with its place.
fn spoken_of<'a>(sense: &Sense<'a>, clause: &Clause) -> Option<Hit<'a>> {
    let (at, trigger) = nouns(sense, &clause.tokens).find(|(at, _)| {
        let from = at.saturating_sub(4).max(clause.tokens.start);
        let hedged = phrase::any_word(
            sense,
            &(from..*at),
            &["reported", "ongoing", "continuing", "alleged"],
        );
        let place = matches!(sense.lower(at + 1), "in" | "from" | "at" | "near" | "on" | "around")
            && (at + 2..at + 5).any(|t| sense.tag(t) == Tag::Name);
        hedged && place
    })?;
    Some(Hit { at, trigger, category: None, time: None, aside: false, in_passing: true })
}

/// "No shots had been fired", "Nobody was hurt".
fn no_subject(sense: &Sense<'_>, clause: &Clause) -> bool {
    clause.subject.clone().any(|at| sense.tag(at) == Tag::No)
        || sense.tag(clause.subject.start) == Tag::Pron
            && clause.group.is_some_and(|g| sense.tag(g.end) == Tag::No)
        || clause.group.is_some_and(|g| {
            let object = phrase::first(sense, &(g.end..clause.tokens.end));
            sense.tag(object.start) == Tag::No
        })
}

/// A line without a verb: "Clashes in Homs, 3 May".
fn fragment<'a>(sense: &Sense<'a>, clause: &Clause) -> Option<Hit<'a>> {
    let subject = phrase::first(sense, &clause.tokens);
    let (at, trigger) = nouns(sense, &subject).last()?;
    let hit = Hit { at, trigger, category: None, time: None, aside: false, in_passing: false };
    (!negated(sense, at)).then_some(hit)
}

/// The event that the verb itself tells.
fn verb<'a>(sense: &Sense<'a>, clause: &Clause, group: &Group) -> Option<Hit<'a>> {
    let own = |at: usize| sense.triggers(at).filter(|t| t.part == Part::Verb).map(move |t| (at, t));
    let plain = sense.trigger(group.content).is_none() && group.reality == Reality::Told;
    let purpose = group.purpose.filter(|_| plain).into_iter().flat_map(own);
    let through = (group.from..group.content).flat_map(own).filter(|(_, t)| t.words.len() > 1);
    // "opened on the fortress" is tried before "opened".
    through.chain(own(group.content)).chain(purpose).find_map(|(at, trigger)| {
        let rest = at + trigger.words.len()..clause.tokens.end;
        let category = category(sense, clause, group, trigger, &rest)?;
        let category = category.filter(|c| *c != trigger.category.as_str());
        Some(Hit { at, trigger, category, time: None, aside: false, in_passing: false })
    })
}

/// What a verb tells that the lexicon does not have: somebody did something, or something was done.
/// Where and when is for the caller to ask: without both it is no event.
fn unlisted<'a>(sense: &Sense<'a>, clause: &Clause, group: &Group) -> Option<Hit<'a>> {
    const NONE: [Roles; 7] = [
        Roles::STILL,
        Roles::REPORT,
        Roles::DENY,
        Roles::PLAN,
        Roles::START,
        Roles::UNREAL,
        Roles::ASK,
    ];
    let roles = sense.known(group.content).roles;
    let listed = sense.lexicon.beginning(sense.lower(group.content));
    let listed = listed.iter().any(|t| t.part == Part::Verb && t.words.len() == 1);
    let told = match group.reality {
        Reality::Told => group.tense != Tense::Present || group.going_on,
        Reality::Planned => true,
        _ => false,
    };
    let somebody = animate(sense, &clause.subject) || group.passive && !clause.subject.is_empty();
    let object = phrase::first(sense, &(group.end..clause.tokens.end));
    let spoken_of = [&clause.subject, &object].iter().any(|of| nouns(sense, of).next().is_some());
    let says_nothing =
        spoken_of || group.copula || listed || NONE.iter().any(|role| roles.has(*role));
    (told && somebody && !says_nothing && sense.tag(group.content).verb()).then(|| Hit {
        at: group.content,
        trigger: Trigger::unlisted(),
        category: None,
        time: None,
        aside: false,
        in_passing: false,
    })
}

/// The event that a noun beside the verb tells.
fn noun<'a>(sense: &Sense<'a>, clause: &Clause, group: &Group, roles: Roles) -> Option<Hit<'a>> {
    let rest = group.end..clause.tokens.end;
    let mut object = phrase::first(sense, &rest);
    // "the offensive that an alliance launched"
    if object.is_empty() && clause.lead == Lead::Relative && !group.passive {
        let opener = clause.opener.filter(|at| clause.subject.start > *at);
        object = opener.map_or(object, |at| before_relative(sense, at));
    }
    let subject = phrase::first(sense, &clause.subject);
    let hit = |(at, trigger): (usize, &'a Trigger)| Hit {
        at,
        trigger,
        category: None,
        time: None,
        aside: false,
        in_passing: false,
    };
    let free = |found: &(usize, &'a Trigger)| !negated(sense, found.0);
    if group.copula {
        let there = sense.lower(clause.subject.start) == "there";
        let states = |tokens: &Range<usize>| {
            nouns(sense, tokens).filter(free).find(|(_, t)| t.state.is_some())
        };
        return posted(sense, clause, group)
            .map(|trigger| (group.head, trigger))
            .or_else(|| predicate_state(sense, &rest, &object).filter(free))
            .or_else(|| states(&subject).filter(|_| in_force(sense, &rest)))
            .or_else(|| nouns(sense, &object).filter(free).last().filter(|_| there))
            .map(hit);
    }
    let light = roles.has(Roles::LIGHT);
    let remains = matches!(
        sense.lower(group.content),
        "remain"
            | "remains"
            | "remained"
            | "stay"
            | "stays"
            | "stayed"
            | "become"
            | "became"
            | "becomes"
    );
    if remains {
        return predicate_state(sense, &rest, &object)
            .filter(free)
            .or_else(|| nouns(sense, &subject).filter(free).find(|(_, t)| t.state.is_some()))
            .map(hit);
    }
    if !light {
        return None;
    }
    // "an election" happens, "ruling generals" do not.
    let heads = |tokens: &Range<usize>, found: &(usize, &Trigger)| {
        found.1.category.as_str() != "other" || found.0 + found.1.words.len() >= tokens.end
    };
    let last = |tokens: &Range<usize>| {
        nouns(sense, tokens).filter(free).filter(|found| heads(tokens, found)).last()
    };
    let found =
        if group.passive { last(&subject) } else { last(&object).or_else(|| last(&subject)) };
    found.map(|(at, trigger)| {
        let strike = matches!(sense.lower(at), "strike" | "strikes") && trigger.words.len() == 1;
        let labour = strike && labour(sense, clause, &(group.end..at));
        Hit { category: labour.then_some("protest"), ..hit((at, trigger)) }
    })
}

/// "Some 4,000 soldiers are in the east": a presence.
fn posted<'a>(sense: &Sense<'a>, clause: &Clause, group: &Group) -> Option<&'a Trigger> {
    let there = matches!(sense.lower(group.end), "in" | "at" | "on" | "inside" | "near" | "across");
    let place = phrase::first(sense, &(group.end + 1..clause.tokens.end));
    let named = place.clone().any(|at| sense.tag(at) == Tag::Name);
    let force = armed_men(sense, &clause.subject);
    let lexicon: &'a super::lexicon::Lexicon = sense.lexicon;
    let presence = lexicon.beginning("presence").iter().find(|t| t.part == Part::Noun);
    presence.filter(|_| there && named && force)
}

/// "is in place", "has held": the state itself is told.
fn in_force(sense: &Sense<'_>, rest: &Range<usize>) -> bool {
    let text = sense.text(&(rest.start..(rest.start + 4).min(rest.end))).to_lowercase();
    ["in place", "in force", "in effect", "over", "holding", "under way"]
        .iter()
        .any(|w| text.contains(w))
}

/// A state that a predicate names: "a frontline city", "the last city under their control".
fn predicate_state<'a>(
    sense: &Sense<'a>,
    rest: &Range<usize>,
    object: &Range<usize>,
) -> Option<(usize, &'a Trigger)> {
    let predicate = until_boundary(sense, &(rest.start..(rest.start + 14).min(rest.end)));
    nouns(sense, &predicate).filter(|(_, t)| t.state.is_some()).find(|(at, trigger)| {
        let from = at.saturating_sub(3).max(predicate.start);
        let under = phrase::any_word(sense, &(from..*at), &["under", "in"]);
        object.contains(at) || under || trigger.words.len() > 1
    })
}

fn until_boundary(sense: &Sense<'_>, tokens: &Range<usize>) -> Range<usize> {
    let end = tokens.clone().find(|at| sense.tag(*at).parts()).unwrap_or(tokens.end);
    tokens.start..end
}

/// Whether a noun only points to an event told elsewhere: "this meeting", "the third such attack".
pub(crate) fn pointing(sense: &Sense<'_>, hit: &Hit<'_>) -> bool {
    let near = hit.at.saturating_sub(3).max(sense.tokens.start)..hit.at;
    hit.trigger.part == Part::Noun
        && phrase::any_word(
            sense,
            &near,
            &["this", "these", "such", "that", "those", "their", "latest"],
        )
}

/// Whether the clause may tell of events at all.
pub(crate) fn may_tell(clause: &Clause) -> bool {
    let unreal = clause.group.is_some_and(|g| {
        g.reality == Reality::Unreal
            || g.reality == Reality::Would && !clause.reported && clause.lead != Lead::Said
    });
    !matches!(clause.lead, Lead::Supposed | Lead::Wanted) && !unreal
}
