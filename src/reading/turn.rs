//! What a verb tells by what stands around it: "held talks", "held the town", "held out".

use super::clause::Clause;
use super::grammar::{self, Roles};
use super::group::Group;
use super::kinds::{
    GROUND, PAPERS, animate, armed, armed_men, ground, guests, held_force, labour, plural_people,
    record, shots, subject_trigger,
};
use super::lexicon::Trigger;
use super::phrase;
use super::pick::nouns;
use super::tag::{Sense, Tag};
use super::things::{abstract_thing, allies, crowd, found, rising, vessel, words_only};
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
        return several(sense, clause, trigger, rest);
    }
    let force = |tokens: &Range<usize>| armed(sense, tokens);
    let whole = &clause.subject;
    let people = force(whole)
        || phrase::any_role(sense, &subject, Roles::ROLE)
        || subject.clone().any(|at| matches!(sense.tag(at), Tag::Adj | Tag::Name | Tag::Pron));
    // "Their presence on the mountain blocks a deal": what holds does nothing.
    let holds = named == "other" && doer.is_some_and(|t| t.state.is_some()) && !group.passive;
    if holds {
        return None;
    }
    // "attacked what he called an invasion": with words.
    if named == "attack" && sense.tag(rest.start) == Tag::Sub {
        return None;
    }
    let kept = |yes: bool| yes.then_some(None);
    let base = sense.known(rest.start.saturating_sub(1)).base;
    match alike(base) {
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
        "receive" | "welcome" | "greet" if by => kept(guests(sense, &agent)),
        "dismiss" => kept(!words_only(sense, &object)),
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
            let told = if base == "conclude"
                && nouns(sense, &object).any(|(_, t)| t.category != trigger.category)
            {
                // "concluded a visit": the noun tells of it.
                false
            } else if group.passive {
                // "Peace was concluded"; not "the inquiry was concluded".
                nouns(sense, &subject).any(|(_, t)| t.category == trigger.category)
            } else {
                !object.is_empty() && sense.tag(object.end) != Tag::That
            };
            kept(told && !tail(sense, clause))
        }
        "agree" => kept(
            matches!(sense.tag(rest.start), Tag::Prep | Tag::To | Tag::That) || !object.is_empty(),
        ),
        "ask" => kept(animate(sense, whole) && wants(sense, rest)),
        "join" => kept(!group.passive && allies(sense, &object)),
        "gather" if !object.is_empty() || group.passive => None,
        "gather" if crowd(sense, whole) => Some(Some("protest")),
        "gather" => kept(guests(sense, whole)),
        "move" if force(whole) || force(&object) => Some(Some("deployment")),
        "move" => {
            let went = object.is_empty() || group.passive;
            kept(went && animate(sense, whole) && sense.lower(rest.start) != "on")
        }
        "recover" if found(sense, &object, &subject) => Some(Some("other")),
        "recover" => kept(!group.passive && people && ground(sense, &object, &object)),
        "cross" if object.is_empty() => None,
        "cross" if force(whole) => Some(None),
        "cross" => {
            let border = phrase::any_word(sense, &object, GROUND);
            (border && animate(sense, whole)).then_some(Some("other"))
        }
        "bolster" => kept(force(whole) || force(&object) || held_force(sense, &object)),
        "damage" => kept(!abstract_thing(sense, &object) && !abstract_thing(sense, &subject)),
        "engage" => kept(force(whole) && (force(&object) || !object.is_empty())),
        "defeat" => {
            let beaten = |tokens: &Range<usize>| force(tokens) || rising(sense, tokens);
            kept(beaten(&object) || beaten(whole) && (group.passive || object.is_empty()))
        }
        "visit" => kept(group.passive || !object.is_empty()),
        _ if named == "demand" || base == "demonstrate" => kept(animate(sense, whole)),
        _ => Some(None),
    }
}

/// What verbs of several words tell: "burst into", "fell back", "went down".
fn several(
    sense: &Sense<'_>,
    clause: &Clause,
    trigger: &Trigger,
    rest: &Range<usize>,
) -> Option<Option<&'static str>> {
    let word = |n: usize| trigger.words.get(n).map_or("", |w| w);
    let (whole, object) = (&clause.subject, phrase::first(sense, rest));
    let kept = |yes: bool| yes.then_some(None);
    let named = trigger.category.as_str();
    let verb = rest.start.saturating_sub(trigger.words.len());
    let between = phrase::first(sense, &(verb + 1..rest.end));
    let any = |words: &[&str]| phrase::any_word(sense, &object, words);
    match (grammar::known(word(0)).base, word(1)) {
        ("arrive" | "travel" | "fly", _) if named == "meeting" => Some(arrival(sense, whole)),
        ("burst" | "break", "into") if any(&["flames", "flame", "fire"]) => Some(Some("disaster")),
        ("burst" | "break", "into") => {
            kept(!any(&["tears", "laughter", "song", "applause", "life", "view", "bloom", "smile"]))
        }
        ("march", "into") if named == "advance" && !armed(sense, whole) => Some(Some("protest")),
        ("cross" | "move" | "pour" | "wade", "into" | "across")
            if named == "advance" && !armed(sense, whole) =>
        {
            animate(sense, whole).then_some(Some("other"))
        }
        // "pulled a child out of the rubble"
        ("pull", "out" | "back") if !between.is_empty() => {
            if armed(sense, &between) {
                Some(None)
            } else {
                Some(Some("other"))
            }
        }
        ("push", "back" | "out") | ("drive", "back" | "out") => {
            kept(armed(sense, whole) || armed(sense, &between) || guests(sense, &between))
        }
        ("set" | "walk" | "step" | "sit" | "break", "out" | "down" | "off" | "up")
            if !between.is_empty() =>
        {
            None
        }
        ("set", "out") | ("take", "off") => kept(object.is_empty()),
        ("fall", "back") | ("move", "out") | ("march", "out") => kept(armed(sense, whole)),
        ("open", "on") => kept(armed(sense, whole) && sense.tag(rest.start) != Tag::Time),
        ("go", "down") => kept(vessel(sense, whole)),
        ("cling" | "hang" | "hold", "to" | "on") if trigger.state.is_some() => {
            kept(ground(sense, &object, rest))
        }
        ("remain", "under") => kept(any(&["control", "rule", "administration", "occupation"])),
        ("move" | "press" | "close", "on" | "in" | "forward") => kept(armed(sense, whole)),
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

/// The verb by which a group of verbs that are told alike is known.
fn alike(base: &str) -> &str {
    match base {
        "assemble" => "gather",
        "regain" | "secure" | "breach" | "penetrate" | "wrest" => "recover",
        "strengthen" | "position" | "concentrate" | "muster" | "parade" | "scramble" => "bolster",
        "wreck" | "hurt" | "flatten" | "ravage" => "damage",
        "crush" | "rout" | "repel" | "repulse" | "suppress" | "quell" => "defeat",
        other => other,
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
