//! Which words of a clause say that something happened.

use super::clause::{Clause, Lead};
use super::grammar::Roles;
use super::group::{Group, Reality};
use super::lexicon::{Part, Trigger};
use super::phrase;
use super::tag::{Sense, Tag};
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

/// Tokens between a noun and a time that belongs to it.
const BESIDE: usize = 12;

/// The triggers of a clause that make events: what its verb tells, and nouns with a time of their own.
pub(crate) fn hits<'a>(sense: &Sense<'a>, clause: &Clause, times: &[TimeMention]) -> Vec<Hit<'a>> {
    let mut out = Vec::new();
    if let Some(lead) = leading(sense, clause) {
        out.push(lead);
    }
    for (at, trigger) in nouns(sense, &clause.tokens) {
        let told = out.iter().any(|hit| hit.at == at || hit.trigger.category == trigger.category);
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
    told.or_else(|| spoken_of(sense, clause))
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
    let own = |at: usize| sense.trigger(at).filter(|t| t.part == Part::Verb).map(|t| (at, t));
    let purpose = || {
        let plain = sense.trigger(group.content).is_none();
        group.purpose.filter(|_| plain && group.reality == Reality::Told).and_then(own)
    };
    let through =
        (group.from..group.content).find_map(|at| own(at).filter(|(_, t)| t.words.len() > 1));
    let (at, trigger) = through.or_else(|| own(group.content)).or_else(purpose)?;
    let rest = at + trigger.words.len()..clause.tokens.end;
    let category = category(sense, clause, group, trigger, &rest)?;
    let category = category.filter(|c| *c != trigger.category.as_str());
    Some(Hit { at, trigger, category, time: None, aside: false, in_passing: false })
}

/// What a verb tells, by what stands around it: nothing where it says something else altogether.
/// The inner option is empty where the lexicon's category stands.
fn category(
    sense: &Sense<'_>,
    clause: &Clause,
    group: &Group,
    trigger: &Trigger,
    rest: &Range<usize>,
) -> Option<Option<&'static str>> {
    let object = phrase::first(sense, rest);
    let subject = phrase::first(sense, &clause.subject);
    let doer = subject_trigger(sense, &subject);
    let by = sense.lower(rest.start) == "by" && group.passive;
    let agent = phrase::first(sense, &(rest.start + 1..rest.end));
    let disaster = match by {
        true => subject_trigger(sense, &agent).is_some_and(|t| t.category.as_str() == "disaster"),
        false => !group.passive && doer.is_some_and(|t| t.category.as_str() == "disaster"),
    };
    let named = trigger.category.as_str();
    if disaster && matches!(named, "attack" | "advance" | "other" | "withdrawal") {
        return Some(Some("disaster"));
    }
    if trigger.words.len() > 1 {
        let first = trigger.words.first().map_or("", |w| w);
        let moves = matches!(stem(first), "arrive" | "travel" | "fly") && named == "meeting";
        return Some(arrival(sense, &clause.subject).filter(|_| moves));
    }
    let force = |tokens: &Range<usize>| armed(sense, tokens);
    let whole = &clause.subject;
    let people = force(whole)
        || phrase::any_role(sense, &subject, Roles::ROLE)
        || subject.clone().any(|at| matches!(sense.tag(at), Tag::Adj | Tag::Name | Tag::Pron));
    let kept = |yes: bool| yes.then_some(None);
    let word = sense.lower(rest.start.saturating_sub(1));
    match stem(word) {
        "hold" | "rule" | "control" => {
            kept(ground(sense, &object, rest) && sense.tag(rest.start) != Tag::That)
        }
        "keep" | "maintain" | "station" | "base" => {
            let passive = group.passive && sense.tag(rest.start) == Tag::Prep;
            kept(passive || force(&object) || held_force(sense, &object))
        }
        "fire" => kept(shots(sense, rest) || group.passive && shots(sense, &clause.subject)),
        "send" | "land" | "resume" => {
            kept(force(&object) || force(whole) || held_force(sense, &object))
        }
        "return" if force(whole) => Some(None),
        "return" => Some(Some("other")),
        "arrive" => Some(arrival(sense, whole).or(Some("deployment")).filter(|c| *c != named)),
        "receive" | "welcome" | "greet" => kept(guests(sense, &object)),
        "reach" | "mass" => {
            kept(force(whole) && (ground(sense, &object, rest) || !object.is_empty()))
        }
        "release" => kept(!phrase::any_word(sense, &object, PAPERS)),
        "beat" => kept(group.passive && sense.tag(rest.start) != Tag::Num),
        "flee" if armed_men(sense, whole) => Some(Some("withdrawal")),
        "march" if armed_men(sense, whole) => Some(Some("advance")),
        "strike" if labour(sense, clause, rest) => Some(Some("protest")),
        "launch" if shots(sense, &object) || phrase::any_role(sense, &object, Roles::WEAPON) => {
            Some(Some("attack"))
        }
        "set" => kept(trigger.words.len() > 1),
        "leave" => {
            let place = object.clone().any(|at| sense.tag(at) == Tag::Name);
            kept(leaves(sense, &object, rest) && (people || group.passive || place))
        }
        "take" => kept(
            group.passive && ground(sense, &subject, &subject) && sense.lower(rest.start) != "to",
        ),
        "enter" => {
            let into_force = phrase::any_word(
                sense,
                &object,
                &["force", "effect", "talks", "its", "week", "day"],
            );
            kept(!into_force && (force(whole) || plural_people(sense, &subject)))
        }
        "gain" => kept(ground(sense, &object, rest)),
        "push" => kept(force(whole)),
        "fall" | "collapse" => falls(sense, &subject, group),
        "meet" => kept(group.passive || object.is_empty() || guests(sense, &object)),
        _ => Some(None),
    }
}

/// Governments and towns fall into other hands; bridges and roofs are a disaster; prices are nothing.
fn falls(sense: &Sense<'_>, subject: &Range<usize>, group: &Group) -> Option<Option<&'static str>> {
    let power = phrase::any_word(
        sense,
        subject,
        &[
            "government",
            "regime",
            "coalition",
            "junta",
            "cabinet",
            "administration",
            "rule",
            "dynasty",
        ],
    );
    let built = phrase::any_word(
        sense,
        subject,
        &[
            "bridge",
            "building",
            "buildings",
            "roof",
            "dam",
            "tower",
            "mine",
            "wall",
            "tunnel",
            "house",
            "houses",
            "embankment",
        ],
    );
    let place = phrase::any_word(sense, subject, GROUND)
        || subject.clone().any(|at| sense.tag(at) == Tag::Name);
    match (group.passive, power || place && !built, built) {
        (false, _, true) => Some(Some("disaster")),
        (false, true, _) => Some(None),
        _ => None,
    }
}

/// Somebody to meet, rather than "resistance" or "a deadline".
fn guests(sense: &Sense<'_>, object: &Range<usize>) -> bool {
    phrase::any_role(sense, object, Roles::ROLE)
        || object.clone().any(|at| sense.tag(at) == Tag::Name)
        || sense.tag(object.start) == Tag::Pron
}

/// Troops that arrive are deployed; a minister who arrives is there to meet somebody.
fn arrival(sense: &Sense<'_>, subject: &Range<usize>) -> Option<&'static str> {
    if armed(sense, subject) {
        return Some("deployment");
    }
    let guest = phrase::any_role(sense, subject, Roles::ROLE)
        || subject.clone().any(|at| matches!(sense.tag(at), Tag::Name | Tag::Pron));
    Some(if guest { "meeting" } else { "other" })
}

/// Names who fights, or what with.
fn armed(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    phrase::any_role(sense, tokens, Roles::FORCE) || phrase::any_role(sense, tokens, Roles::WEAPON)
}

/// Papers are released too.
const PAPERS: &[&str] = &[
    "statement",
    "report",
    "reports",
    "data",
    "figures",
    "video",
    "album",
    "film",
    "photos",
    "details",
    "results",
    "footage",
    "book",
    "song",
    "version",
    "list",
    "document",
    "documents",
    "images",
    "numbers",
    "survey",
    "study",
];

/// Names who fights, not merely what with.
fn armed_men(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    phrase::any_role(sense, tokens, Roles::FORCE)
}

/// A strike of those who work, not of those who fight.
fn labour(sense: &Sense<'_>, clause: &Clause, rest: &Range<usize>) -> bool {
    const WORK: &[&str] = &[
        "workers",
        "worker",
        "union",
        "unions",
        "doctors",
        "teachers",
        "drivers",
        "nurses",
        "staff",
        "pilots",
        "engineers",
        "dockers",
        "miners",
        "students",
        "employees",
        "hunger",
        "general",
        "hour",
        "day",
        "nationwide",
        "indefinite",
        "pay",
        "wages",
        "rail",
        "wildcat",
        "walkout",
        "judges",
        "farmers",
    ];
    let object = rest.start..(rest.start + 12).min(rest.end);
    phrase::any_word(sense, &clause.subject, WORK) || phrase::any_word(sense, &object, WORK)
}

/// The first words of rough verbs in all their forms.
fn stem(word: &str) -> &'static str {
    match word {
        "hold" | "holds" | "held" | "holding" => "hold",
        "rule" | "rules" | "ruled" | "ruling" => "rule",
        "control" | "controls" | "controlled" | "controlling" => "control",
        "keep" | "keeps" | "kept" | "keeping" => "keep",
        "maintain" | "maintains" | "maintained" | "maintaining" => "maintain",
        "station" | "stations" | "stationed" => "station",
        "base" | "based" => "base",
        "fire" | "fires" | "fired" | "firing" => "fire",
        "send" | "sends" | "sent" | "sending" => "send",
        "land" | "lands" | "landed" | "landing" => "land",
        "resume" | "resumes" | "resumed" | "resuming" => "resume",
        "return" | "returns" | "returned" | "returning" => "return",
        "arrive" | "arrives" | "arrived" | "arriving" => "arrive",
        "travel" | "travelled" | "traveled" | "travels" => "travel",
        "fly" | "flew" | "flown" => "fly",
        "leave" | "leaves" | "left" | "leaving" => "leave",
        "taken" => "take",
        "enter" | "enters" | "entered" | "entering" => "enter",
        "gain" | "gains" | "gained" => "gain",
        "push" | "pushes" | "pushed" | "pushing" => "push",
        "fall" | "falls" | "fell" | "fallen" | "falling" => "fall",
        "collapse" | "collapses" | "collapsed" => "collapse",
        "meet" | "meets" | "met" | "meeting" => "meet",
        "receive" | "receives" | "received" | "receiving" => "receive",
        "welcome" | "welcomes" | "welcomed" | "welcoming" => "welcome",
        "greet" | "greets" | "greeted" => "greet",
        "reach" | "reaches" | "reached" => "reach",
        "mass" | "massed" => "mass",
        "release" | "releases" | "released" => "release",
        "beat" | "beats" | "beaten" => "beat",
        "flee" | "flees" | "fled" | "fleeing" => "flee",
        "march" | "marches" | "marched" | "marching" => "march",
        "strike" | "strikes" | "struck" | "striking" => "strike",
        "launch" | "launches" | "launched" | "launching" => "launch",
        "set" => "set",
        _ => "",
    }
}

const GROUND: &[&str] = &[
    "territory",
    "city",
    "town",
    "area",
    "areas",
    "ground",
    "part",
    "parts",
    "fifth",
    "third",
    "quarter",
    "half",
    "country",
    "district",
    "districts",
    "village",
    "villages",
    "region",
    "percent",
    "province",
    "capital",
    "airport",
    "bridge",
    "island",
    "islands",
    "positions",
    "coast",
    "border",
    "road",
    "port",
    "base",
    "crossing",
    "land",
];

fn ground(sense: &Sense<'_>, object: &Range<usize>, rest: &Range<usize>) -> bool {
    let near = object.start..(object.end + 6).min(rest.end).max(object.end);
    phrase::any_word(sense, &near, GROUND)
        || object.clone().any(|at| sense.tag(at) == Tag::Name)
        || phrase::any_word(sense, object, &["power"])
}

fn held_force(sense: &Sense<'_>, object: &Range<usize>) -> bool {
    phrase::any_word(
        sense,
        object,
        &[
            "bases",
            "base",
            "presence",
            "mission",
            "foothold",
            "contingent",
            "garrison",
            "observers",
            "outpost",
            "outposts",
        ],
    )
}

fn shots(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    let near = tokens.start..(tokens.start + 6).min(tokens.end);
    phrase::any_word(
        sense,
        &near,
        &[
            "at",
            "on",
            "shots",
            "shot",
            "missile",
            "missiles",
            "rocket",
            "rockets",
            "gas",
            "rounds",
            "cannon",
            "bullets",
            "artillery",
            "shells",
            "mortars",
            "into",
            "torpedo",
            "weapons",
        ],
    )
}

/// "left the city", "left on Monday", but not "left five dead" or "left a crater".
fn leaves(sense: &Sense<'_>, object: &Range<usize>, rest: &Range<usize>) -> bool {
    let dead = phrase::any_word(
        sense,
        &(rest.start..(rest.start + 8).min(rest.end)),
        &["dead", "injured", "wounded", "homeless", "without", "behind"],
    );
    !dead
        && (object.is_empty()
            || object.clone().any(|at| sense.tag(at) == Tag::Name)
            || phrase::any_word(sense, object, GROUND)
            || phrase::any_word(
                sense,
                object,
                &["home", "homes", "houses", "camp", "camps", "there"],
            ))
}

/// "the Americans", "Rebel fighters", "Israeli tanks"; not "a bill".
fn plural_people(sense: &Sense<'_>, subject: &Range<usize>) -> bool {
    subject.clone().any(|at| matches!(sense.tag(at), Tag::Adj | Tag::Name))
        || sense.lower(subject.start) == "they"
}

fn subject_trigger<'a>(sense: &Sense<'a>, subject: &Range<usize>) -> Option<&'a Trigger> {
    nouns(sense, subject).last().map(|(_, trigger)| trigger)
}

/// The event that a noun beside the verb tells.
fn noun<'a>(sense: &Sense<'a>, clause: &Clause, group: &Group, roles: Roles) -> Option<Hit<'a>> {
    let rest = group.end..clause.tokens.end;
    let object = phrase::first(sense, &rest);
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
    let last = |tokens: &Range<usize>| nouns(sense, tokens).filter(free).last();
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

/// Times that date only what they stand beside: those of nouns.
pub(crate) fn owned(
    sense: &Sense<'_>,
    clause: &Clause,
    hit: &Hit<'_>,
    times: &[TimeMention],
    future: &dyn Fn(&TimeMention) -> bool,
) -> Vec<usize> {
    let others = nouns(sense, &clause.tokens).filter(|(at, _)| *at != hit.at);
    let mut out: Vec<usize> = others
        .filter_map(|(at, trigger)| {
            let verb = clause.group.map_or(usize::MAX, |g| g.content);
            let time = time_beside(sense, at, trigger, &clause.tokens, times)?;
            let start = times.get(time)?.range.start;
            let ahead = future(times.get(time)?);
            // "talks held in October" owns its month; "met for talks on Thursday" does not.
            let before = sense.words.get(at)?.range.start > start;
            let held = reduced(sense, at, start);
            let led = sense.tag(sense.before(at)) != Tag::After && !after_word(sense, at);
            let wanted = ahead && at > verb && clause.group.is_some_and(|g| asks(sense, &g));
            (before || held || !led || wanted).then_some(time)
        })
        .collect();
    out.dedup();
    out
}

/// A verb that asks for something: what it asks for is still to come.
pub(crate) fn asks(sense: &Sense<'_>, group: &Group) -> bool {
    let demand = (group.from..group.end)
        .filter_map(|at| sense.trigger(at))
        .any(|trigger| trigger.category.as_str() == "demand");
    demand || sense.known(group.content).roles.has(Roles::PLAN)
}

/// "following the collapse of …": what stands behind belongs to the noun.
fn after_word(sense: &Sense<'_>, at: usize) -> bool {
    let from = at.saturating_sub(3).max(sense.tokens.start);
    (from..at).any(|t| {
        sense.tag(t) == Tag::After || matches!(sense.lower(t), "during" | "amid" | "under")
    })
}

/// A participle stands between a noun and its time: "talks held in October".
fn reduced(sense: &Sense<'_>, noun: usize, start: usize) -> bool {
    (noun + 1..noun + BESIDE)
        .take_while(|at| sense.words.get(*at).is_some_and(|t| t.range.start < start))
        .any(|at| sense.tag(at) == Tag::Participle)
}

/// The time mention that belongs to a noun: right before it, or shortly after it.
fn time_beside(
    sense: &Sense<'_>,
    at: usize,
    trigger: &Trigger,
    clause: &Range<usize>,
    times: &[TimeMention],
) -> Option<usize> {
    let token = |index: usize| sense.words.get(index).map(|t| t.range.clone());
    let own = token(at)?;
    let mut limit = at + trigger.words.len();
    while limit < clause.end
        && limit < at + trigger.words.len() + BESIDE
        && !(sense.tag(limit).parts() && !dated_aside(sense, limit))
        && !matches!(sense.tag(limit), Tag::Finite | Tag::After)
        && !sense.tag(limit).aux()
    {
        limit += 1;
    }
    let reach = token(limit.saturating_sub(1))?.end;
    let dated = |t: &&TimeMention| t.span.is_some() || t.interval.is_some();
    let after =
        times.iter().position(|t| t.range.start >= own.end && t.range.start < reach && dated(&t));
    let from = token(at.saturating_sub(3).max(clause.start))?.start;
    let before =
        times.iter().position(|t| t.range.end > from && t.range.end <= own.start && dated(&t));
    let before = before.filter(|index| adjoins(sense, times, *index, at));
    before.or(after)
}

/// The comma of "the last election, in February 2019, …".
fn dated_aside(sense: &Sense<'_>, comma: usize) -> bool {
    sense.tag(comma) == Tag::Comma
        && (sense.tag(comma + 1) == Tag::Prep && sense.tag(comma + 2) == Tag::Time)
}

/// Nothing but adjectives and "’s" between a time and a noun: "their October meeting".
fn adjoins(sense: &Sense<'_>, times: &[TimeMention], time: usize, noun: usize) -> bool {
    let Some(end) = times.get(time).map(|t| t.range.end) else { return false };
    let mut at = noun;
    while at > sense.tokens.start {
        at -= 1;
        if sense.words.get(at).is_some_and(|t| t.range.start < end) {
            return true;
        }
        if !sense.tag(at).nominal() {
            return false;
        }
    }
    false
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
