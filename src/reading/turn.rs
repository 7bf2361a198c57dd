//! What a verb tells by what stands around it: "held talks", "held the town", "held out".

use super::clause::Clause;
use super::grammar::Roles;
use super::group::Group;
use super::kinds::{
    GROUND, PAPERS, animate, armed, armed_men, ground, guests, held_force, labour, plural_people,
    record, shots, subject_trigger,
};
use super::lexicon::Trigger;
use super::phrase;
use super::tag::{Sense, Tag};
use std::ops::Range;

/// What a verb tells, by what stands around it: nothing where it says something else altogether.
/// The inner option is empty where the lexicon's category stands.
pub(super) fn category(
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
        "arrive" if sense.tag(rest.start) != Tag::Prep && !group_dated(sense, rest) => None,
        "arrive" => Some(arrival(sense, whole).or(Some("deployment")).filter(|c| *c != named)),
        "receive" | "welcome" | "greet" => kept(guests(sense, &object)),
        "reach" | "mass" => {
            kept(force(whole) && (ground(sense, &object, rest) || !object.is_empty()))
        }
        "release" => kept(!phrase::any_word(sense, &object, PAPERS)),
        "beat" => kept(group.passive && sense.tag(rest.start) != Tag::Num),
        "flee" if armed_men(sense, whole) => Some(Some("withdrawal")),
        "march" if !object.is_empty() => None,
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
        "take" => {
            let taken = group.passive && ground(sense, &subject, &subject);
            let took = !group.passive && people && ground(sense, &object, &object);
            kept((taken || took) && sense.lower(rest.start) != "to")
        }
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
        "meet" => {
            let with = phrase::first(sense, &(rest.start + 1..rest.end));
            let somebody = match sense.lower(rest.start) {
                "with" => !group.passive && guests(sense, &with),
                _ => !group.passive && object.is_empty() || guests(sense, &object),
            };
            kept(somebody)
        }
        "advance" => {
            let onto = matches!(
                sense.lower(rest.start),
                "on" | "into" | "toward" | "towards" | "against" | "through"
            );
            kept(force(whole) || onto && people)
        }
        "hit" => {
            let thing = object.clone().any(|at| sense.tag(at) == Tag::Name)
                || phrase::any_word(sense, &object, GROUND)
                || phrase::any_role(sense, &object, Roles::ROLE);
            kept(force(whole) || group.passive || thing && !record(sense, &object))
        }
        "announce" | "conclude" => {
            let told = !object.is_empty() && sense.tag(object.end) != Tag::That;
            kept(told && !tail(sense, clause))
        }
        "agree" => kept(
            matches!(sense.tag(rest.start), Tag::Prep | Tag::To | Tag::That) || !object.is_empty(),
        ),
        "ask" => kept(animate(sense, whole) && wants(sense, rest)),
        "visit" => kept(group.passive || !object.is_empty()),
        _ if named == "demand" || stem(word) == "demonstrate" => kept(animate(sense, whole)),
        _ => Some(None),
    }
}

/// A date right behind a verb.
fn group_dated(sense: &Sense<'_>, rest: &Range<usize>) -> bool {
    sense.tag(rest.start) == Tag::Time || sense.tag(rest.start + 1) == Tag::Time
}

/// "…, the attorney announced": who said it, not what happened.
fn tail(sense: &Sense<'_>, clause: &Clause) -> bool {
    clause.opener.is_some_and(|at| sense.tag(at) == Tag::Comma)
        && clause.group.is_some_and(|g| g.end + 1 >= clause.tokens.end)
}

/// "asked for help", "asked the army to leave"; not "asked why".
fn wants(sense: &Sense<'_>, rest: &Range<usize>) -> bool {
    let near = rest.start..(rest.start + 14).min(rest.end);
    near.clone().take_while(|at| !matches!(sense.tag(*at), Tag::Sub | Tag::If | Tag::Comma)).any(
        |at| sense.tag(at) == Tag::To || sense.lower(at) == "for" || sense.tag(at) == Tag::That,
    )
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

/// Troops that arrive are deployed; a minister who arrives is there to meet somebody.
fn arrival(sense: &Sense<'_>, subject: &Range<usize>) -> Option<&'static str> {
    if armed(sense, subject) {
        return Some("deployment");
    }
    let guest = phrase::any_word(sense, subject, super::actors::ENVOYS)
        || subject.clone().any(|at| sense.tag(at) == Tag::Name)
        || phrase::any_word(sense, subject, &["he", "she"]);
    Some(if guest { "meeting" } else { "other" })
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
        "take" | "takes" | "took" | "taken" | "taking" => "take",
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
        "hit" | "hits" => "hit",
        "advance" | "advances" | "advanced" | "advancing" => "advance",
        "announce" | "announces" | "announced" => "announce",
        "conclude" | "concludes" | "concluded" => "conclude",
        "agree" | "agrees" | "agreed" => "agree",
        "ask" | "asks" | "asked" | "asking" => "ask",
        "visit" | "visits" | "visited" => "visit",
        "demonstrate" | "demonstrates" | "demonstrated" => "demonstrate",
        _ => "",
    }
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
