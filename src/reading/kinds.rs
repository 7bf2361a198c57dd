//! What kind of thing a phrase names: who fights, who can want something, ground, shots, papers.

use super::clause::Clause;
use super::grammar::Roles;
use super::lexicon::Trigger;
use super::phrase;
use super::pick::nouns;
use super::tag::{Sense, Tag};
use std::ops::Range;

/// Levels and records are hit without anybody being hurt.
pub(super) fn record(sense: &Sense<'_>, object: &Range<usize>) -> bool {
    phrase::any_word(
        sense,
        object,
        &["record", "records", "level", "levels", "high", "low", "target", "peak", "mark"],
    )
}

/// Somebody who can want something: not "the plan" or "modernising the service".
pub(super) fn animate(sense: &Sense<'_>, subject: &Range<usize>) -> bool {
    armed(sense, subject)
        || phrase::any_role(sense, subject, Roles::ROLE)
        || subject.clone().any(|at| matches!(sense.tag(at), Tag::Name | Tag::Pron | Tag::Adj))
}

/// Somebody to meet, rather than "resistance" or "a deadline".
pub(super) fn guests(sense: &Sense<'_>, object: &Range<usize>) -> bool {
    phrase::any_role(sense, object, Roles::ROLE)
        || object.clone().any(|at| matches!(sense.tag(at), Tag::Name | Tag::Adj))
        || sense.tag(object.start) == Tag::Pron
}

/// Names who fights, or what with.
pub(super) fn armed(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    phrase::any_role(sense, tokens, Roles::FORCE) || phrase::any_role(sense, tokens, Roles::WEAPON)
}

/// Papers are released too.
pub(super) const PAPERS: &[&str] = &[
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
pub(super) fn armed_men(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    phrase::any_role(sense, tokens, Roles::FORCE)
}

/// A strike of those who work, not of those who fight.
pub(super) fn labour(sense: &Sense<'_>, clause: &Clause, rest: &Range<usize>) -> bool {
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

pub(super) const GROUND: &[&str] = &[
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
    "headquarters",
    "fort",
    "fortress",
    "hill",
    "hills",
    "heights",
    "airfield",
    "airbase",
    "building",
    "buildings",
    "palace",
    "harbour",
    "harbor",
    "junction",
    "towns",
    "cities",
    "neighbourhood",
    "neighbourhoods",
    "stronghold",
    "strongholds",
    "suburb",
    "suburbs",
    "citadel",
    "barracks",
    "valley",
    "plateau",
    "ridge",
    "pass",
    "river",
    "frontier",
    "shore",
    "states",
    "provinces",
    "regions",
];

pub(super) fn ground(sense: &Sense<'_>, object: &Range<usize>, rest: &Range<usize>) -> bool {
    let near = object.start..(object.end + 6).min(rest.end).max(object.end);
    phrase::any_word(sense, &near, GROUND)
        || object.clone().any(|at| sense.tag(at) == Tag::Name)
        || phrase::any_word(sense, object, &["power"])
}

pub(super) fn held_force(sense: &Sense<'_>, object: &Range<usize>) -> bool {
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
            "posts",
            "office",
            "offices",
            "embassy",
            "consulate",
            "positions",
            "defences",
            "defenses",
            "checkpoints",
            "patrols",
            "border",
            "frontier",
            "security",
        ],
    )
}

pub(super) fn shots(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
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

/// "the Americans", "Rebel fighters", "Israeli tanks"; not "a bill".
pub(super) fn plural_people(sense: &Sense<'_>, subject: &Range<usize>) -> bool {
    subject.clone().any(|at| matches!(sense.tag(at), Tag::Adj | Tag::Name))
        || sense.lower(subject.start) == "they"
}

pub(super) fn subject_trigger<'a>(
    sense: &Sense<'a>,
    subject: &Range<usize>,
) -> Option<&'a Trigger> {
    nouns(sense, subject).last().map(|(_, trigger)| trigger)
}
